/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-import-view.h"

#include <glib/gi18n-lib.h>
#include <json-c/json.h>

#include "quality/steady-case-card.h"
#include "records/steady-case-program.h"
#include "records/steady-free-name.h"
#include "records/steady-job-bar.h"
#include "widgets/steady-template-path.h"

#define FILE_KEY "steady-file"
#define KIND_KEY "steady-kind"

struct _SteadyImportView
{
  GtkWidget       parent_instance;
  GtkWidget      *box;
  GtkLabel       *title;
  GtkLabel       *found;
  GtkListBox     *list;
  GtkWidget      *back;
  GtkWidget      *go;
  GtkWidget      *part;
  SteadyPlaceBar *places;
  SteadyJobBar   *job;
  GCancellable   *cancellable; /* of the list that is awaited */
  char           *file;        /* that was tried last */
  char           *out;         /* the case that is made, or was made last */
  char           *said;        /* about it so far */
  bool            made;
};

G_DEFINE_FINAL_TYPE (SteadyImportView, steady_import_view, GTK_TYPE_WIDGET)

static unsigned closed_signal;
static unsigned imported_signal;

static const char *
chosen (SteadyImportView *self, const char *key)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  return row != NULL ? g_object_get_data (G_OBJECT (row), key) : NULL;
}

static void
follow (SteadyImportView *self)
{
  const bool busy = steady_job_bar_busy (self->job);

  gtk_widget_set_sensitive (self->go, !busy && chosen (self, FILE_KEY) != NULL);
  gtk_widget_set_sensitive (self->part, !busy);
  gtk_widget_set_sensitive (self->back, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !busy);
  if (g_strcmp0 (chosen (self, FILE_KEY), self->file) != 0)
    gtk_widget_set_visible (self->part, FALSE);
}

static const char *
kind_words (const char *kind)
{
  return g_str_equal (kind, "case")    ? _ ("Steady case")
         : g_str_equal (kind, "wfdb")  ? _ ("WFDB record")
         : g_str_equal (kind, "edf")   ? _ ("EDF or EDF+ file")
         : g_str_equal (kind, "vital") ? _ ("VitalDB file")
         : g_str_equal (kind, "csv")   ? _ ("CSV tables")
                                       : _ ("JSON file");
}

static void
add_row (SteadyImportView *self, const char *file, const char *kind, int64_t bytes)
{
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *label = gtk_label_new (NULL);
  g_autofree char *base = g_filename_display_basename (file);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *where = g_filename_display_basename (folder);
  g_autofree char *size = g_format_size ((guint64) MAX (bytes, 0));
  g_autofree char *text =
      g_strdup_printf ("%s · %s · %s · %s", base, kind_words (kind), size, where);

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "training-text");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data_full (G_OBJECT (row), FILE_KEY, g_strdup (file), g_free);
  g_object_set_data_full (G_OBJECT (row), KIND_KEY, g_strdup (kind), g_free);
  gtk_list_box_append (self->list, row);
}

static void
clear_list (SteadyImportView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

/* { "recordings": [ { "kind", "bytes", "file" } ] } */
static unsigned
take_list (SteadyImportView *self, const char *text)
{
  struct json_object *root = json_tokener_parse (text), *files = NULL;
  unsigned            count = 0;

  if (root != NULL && json_object_object_get_ex (root, "recordings", &files) &&
      json_object_is_type (files, json_type_array))
    for (size_t i = 0; i < json_object_array_length (files); i++)
      {
        struct json_object *entry = json_object_array_get_idx (files, i);
        struct json_object *file = NULL, *kind = NULL, *bytes = NULL;
        if (!json_object_object_get_ex (entry, "file", &file) ||
            !json_object_object_get_ex (entry, "kind", &kind) ||
            !json_object_object_get_ex (entry, "bytes", &bytes))
          continue;
        add_row (self,
                 json_object_get_string (file),
                 json_object_get_string (kind),
                 json_object_get_int64 (bytes));
        count++;
      }
  json_object_put (root);
  return count;
}

static void
on_listed (gpointer data, bool fine, const char *text)
{
  SteadyImportView *self = data;

  clear_list (self);
  const unsigned   n = fine ? take_list (self, text) : 0;
  g_autofree char *words =
      !fine ? g_strdup (text)
      : n > 0
          ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                          "%u recording there, the newest first",
                                          "%u recordings there, the newest first",
                                          n),
                             n)
          : g_strdup (_ ("Nothing there that Steady can read: WFDB, EDF, VitalDB, CSV "
                         "or JSON of Steady’s, or a case."));
  gtk_label_set_text (self->found, words);
  follow (self);
}

/* Looks through the place in a program of its own: a stick may hold thousands of files.
 */
static void
on_place (SteadyImportView *self)
{
  const char       *folder = steady_place_bar_folder (self->places);
  const char *const arguments[] = { "recordings", folder, NULL };

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  clear_list (self);
  follow (self);
  if (folder == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_label_set_text (self->found, _ ("Looking …"));
  steady_case_program_run (
      "steady-case", arguments, NULL, self->cancellable, on_listed, self);
}

static void
say_result (SteadyImportView *self, bool fine)
{
  g_autofree char *base = g_path_get_basename (self->out);
  g_autofree char *head = fine ? g_strdup_printf (_ ("On the shelf: %s"), base) : NULL;
  g_autofree char *text =
      g_strjoin ("\n",
                 head != NULL ? head : self->said,
                 head != NULL && self->said[0] != '\0' ? self->said : NULL,
                 NULL);
  if (text[0] != '\0')
    steady_job_bar_say (self->job, text);
  self->made = fine;
  follow (self);
  if (fine)
    g_signal_emit (self, imported_signal, 0);
}

static void
on_verified (gpointer data, bool fine, const char *out, const char *said)
{
  SteadyImportView *self = data;

  if (!fine && said[0] != '\0')
    {
      g_free (self->said);
      self->said = g_strdup_printf (_ ("It was copied, but it is not whole: %s"), said);
    }
  say_result (self, true);
}

static void
on_imported (gpointer data, bool fine, const char *out, const char *said)
{
  SteadyImportView *self = data;

  g_free (self->said);
  self->said = g_strdup (said);
  if (fine && g_str_has_suffix (self->file, ".steady"))
    {
      const char *const arguments[] = { "verify", self->out, NULL };
      steady_job_bar_run (
          self->job, _ ("Looking whether it is whole …"), arguments, on_verified, self);
      return;
    }
  /* nothing said: a person stopped it */
  gtk_widget_set_visible (self->part,
                          !fine && said[0] != '\0' &&
                              !g_str_has_suffix (self->file, ".steady"));
  say_result (self, fine);
}

static void
begin (SteadyImportView *self, bool part)
{
  const char *file = chosen (self, FILE_KEY);

  if (file == NULL || steady_job_bar_busy (self->job))
    return;
  g_autofree char *shelf = steady_case_shelf_folder ();
  g_autofree char *base = steady_free_name_base (file);
  const bool       is_case = g_str_has_suffix (file, ".steady");
  g_mkdir_with_parents (shelf, 0700);
  g_free (self->file);
  self->file = g_strdup (file);
  g_free (self->out);
  self->out = steady_free_name (shelf, base, ".steady");
  self->made = false;
  gtk_widget_set_visible (self->part, FALSE);
  const char *const copy[] = { "copy", self->file, self->out, NULL };
  const char *const whole[] = { "import", self->file, self->out, NULL };
  const char *const some[] = { "import", "--partial", self->file, self->out, NULL };
  steady_job_bar_run (self->job,
                      _ ("Importing …"),
                      is_case ? copy
                      : part  ? some
                              : whole,
                      on_imported,
                      self);
  follow (self);
}

static void
on_go (SteadyImportView *self)
{
  begin (self, false);
}

static void
on_part (SteadyImportView *self)
{
  begin (self, true);
}

static void
on_back (SteadyImportView *self)
{
  g_signal_emit (self, closed_signal, 0);
}

/* Looks what is plugged in and what is there. */
void
steady_import_view_look (SteadyImportView *self)
{
  steady_job_bar_say (self->job, "");
  gtk_widget_set_visible (self->part, FALSE);
  steady_place_bar_look (self->places);
  on_place (self);
}

/* Where it comes from. */
SteadyPlaceBar *
steady_import_view_places (SteadyImportView *self)
{
  return self->places;
}

/* The case that was made last; NULL: none yet, or it went wrong. Borrowed. */
const char *
steady_import_view_last (SteadyImportView *self)
{
  return self->made ? self->out : NULL;
}

static void
steady_import_view_dispose (GObject *object)
{
  SteadyImportView *self = STEADY_IMPORT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->places != NULL)
    g_signal_handlers_disconnect_by_data (self->places, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_import_view_parent_class)->dispose (object);
}

static void
steady_import_view_finalize (GObject *object)
{
  SteadyImportView *self = STEADY_IMPORT_VIEW (object);

  g_free (self->file);
  g_free (self->out);
  g_free (self->said);
  G_OBJECT_CLASS (steady_import_view_parent_class)->finalize (object);
}

static void
steady_import_view_class_init (SteadyImportViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_import_view_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_import_view_finalize;
  closed_signal = g_signal_new ("closed",
                                STEADY_TYPE_IMPORT_VIEW,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  imported_signal = g_signal_new ("imported",
                                  STEADY_TYPE_IMPORT_VIEW,
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  0);
  g_type_ensure (STEADY_TYPE_PLACE_BAR);
  g_type_ensure (STEADY_TYPE_JOB_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("records", "steady-import-view"));
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, found);
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, list);
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, back);
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, go);
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, part);
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, places);
  gtk_widget_class_bind_template_child (widget_class, SteadyImportView, job);
  gtk_widget_class_bind_template_callback (widget_class, follow);
  gtk_widget_class_bind_template_callback (widget_class, on_place);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_part);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_import_view_init (SteadyImportView *self)
{
  self->said = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->title, _ ("Import a recording"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Import a recording"),
                                  -1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-nameless-view.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-c/json.h>

#include "records/steady-free-name.h"
#include "records/steady-job-bar.h"
#include "widgets/steady-template-path.h"

#define SWITCH_KEY "steady-switch"

struct _SteadyNamelessView
{
  GtkWidget       parent_instance;
  GtkWidget      *box;
  GtkLabel       *title;
  GtkLabel       *found;
  GtkLabel       *name;
  GtkListBox     *list;
  GtkWidget      *back;
  GtkWidget      *go;
  SteadyPlaceBar *places;
  SteadyJobBar   *job;
  char           *case_path;
  GPtrArray      *texts; /* of char *: as they were shown; NULL: not known yet */
  char           *out;   /* what is made, or was made last */
  bool            made;
};

G_DEFINE_FINAL_TYPE (SteadyNamelessView, steady_nameless_view, GTK_TYPE_WIDGET)

static unsigned closed_signal;

static GtkToggleButton *
switch_of (SteadyNamelessView *self, unsigned number)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) number - 1);
  return row != NULL ? g_object_get_data (G_OBJECT (row), SWITCH_KEY) : NULL;
}

/* "1,4", or "" where nothing is kept. */
static char *
kept_numbers (SteadyNamelessView *self, unsigned *ret_count)
{
  GString *numbers = g_string_new (NULL);

  *ret_count = 0;
  for (unsigned i = 1; self->texts != NULL && i <= self->texts->len; i++)
    if (gtk_toggle_button_get_active (switch_of (self, i)))
      {
        g_string_append_printf (numbers, "%s%u", numbers->len > 0 ? "," : "", i);
        (*ret_count)++;
      }
  return g_string_free (numbers, FALSE);
}

static void
follow (SteadyNamelessView *self)
{
  const char      *folder = steady_place_bar_folder (self->places);
  const bool       busy = steady_job_bar_busy (self->job);
  unsigned         kept;
  g_autofree char *numbers = kept_numbers (self, &kept);
  const unsigned   all = self->texts != NULL ? self->texts->len : 0;
  g_autofree char *path =
      folder != NULL ? steady_free_name (folder, "steady-case-without-names", ".steady")
                     : NULL;
  g_autofree char *name =
      g_strdup_printf (_ ("It will be %s"), path != NULL ? path : "");
  g_autofree char *found =
      self->texts == NULL ? g_strdup ("")
      : all == 0          ? g_strdup (_ ("Nobody typed anything in this case."))
                          : g_strdup_printf (
                       _ ("%u texts: %u stay, %u are left out"), all, kept, all - kept);

  gtk_label_set_text (self->found, found);
  gtk_label_set_text (self->name, path != NULL ? name : "");
  gtk_widget_set_sensitive (self->go, self->texts != NULL && path != NULL && !busy);
  gtk_widget_set_sensitive (self->back, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !busy);
}

static void
on_switched (GtkToggleButton *button, SteadyNamelessView *self)
{
  gtk_button_set_label (GTK_BUTTON (button),
                        gtk_toggle_button_get_active (button) ? _ ("Stays")
                                                              : _ ("Left out"));
  follow (self);
}

static void
add_row (SteadyNamelessView *self, const char *text)
{
  GtkWidget       *row = gtk_list_box_row_new ();
  GtkWidget       *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget       *label = gtk_label_new (text);
  GtkWidget       *button = gtk_toggle_button_new_with_label (_ ("Left out"));
  g_autofree char *name = g_strdup_printf (_ ("Keep in the copy: %s"), text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "training-text");
  gtk_widget_set_size_request (button, 160, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (row), SWITCH_KEY, button);
  gtk_list_box_append (self->list, row);
  g_signal_connect (button, "toggled", G_CALLBACK (on_switched), self);
}

/* The texts in what steady-case printed; NULL: that is none of its lists. */
static GPtrArray *
parse_texts (const char *printed)
{
  struct json_object *root = json_tokener_parse (printed), *list = NULL;
  GPtrArray          *texts = NULL;

  if (root != NULL && json_object_object_get_ex (root, "free_text", &list) &&
      json_object_is_type (list, json_type_array))
    {
      texts = g_ptr_array_new_with_free_func (g_free);
      for (size_t i = 0; i < json_object_array_length (list); i++)
        {
          struct json_object *text = NULL;
          json_object_object_get_ex (
              json_object_array_get_idx (list, i), "text", &text);
          const char *words = text != NULL ? json_object_get_string (text) : NULL;
          g_ptr_array_add (texts, g_strdup (words != NULL ? words : ""));
        }
    }
  json_object_put (root);
  return texts;
}

static void
clear_list (SteadyNamelessView *self)
{
  GtkWidget *child;

  g_clear_pointer (&self->texts, g_ptr_array_unref);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
}

static void
on_listed (gpointer data, bool fine, const char *out, const char *said)
{
  SteadyNamelessView *self = data;

  self->texts = fine ? parse_texts (out) : NULL;
  for (guint i = 0; self->texts != NULL && i < self->texts->len; i++)
    add_row (self, g_ptr_array_index (self->texts, i));
  if (fine)
    steady_job_bar_say (self->job, "");
  else if (said[0] != '\0')
    steady_job_bar_say (self->job, said);
  follow (self);
}

/* Whether the copy was judged by the texts that a person saw: numbers stand for them.
 */
static bool
is_what_was_shown (SteadyNamelessView *self, const char *printed)
{
  g_autoptr (GPtrArray) texts = parse_texts (printed);

  if (texts == NULL || self->texts == NULL || texts->len != self->texts->len)
    return false;
  for (guint i = 0; i < texts->len; i++)
    if (!g_str_equal (g_ptr_array_index (texts, i), g_ptr_array_index (self->texts, i)))
      return false;
  return true;
}

static void
on_done (gpointer data, bool fine, const char *out, const char *said)
{
  SteadyNamelessView *self = data;

  self->made = fine && is_what_was_shown (self, out);
  if (self->made)
    {
      g_autofree char *text = g_strdup_printf (_ ("Done: %s"), self->out);
      steady_job_bar_say (self->job, text);
    }
  else if (fine)
    {
      g_unlink (self->out);
      steady_job_bar_say (self->job,
                          _ ("Somebody wrote into the case meanwhile, so the copy was "
                             "removed again. Go back and begin anew."));
    }
  else if (said[0] != '\0')
    steady_job_bar_say (self->job, said);
  follow (self);
}

static void
on_go (SteadyNamelessView *self)
{
  const char      *folder = steady_place_bar_folder (self->places);
  unsigned         kept;
  g_autofree char *numbers = kept_numbers (self, &kept);

  if (folder == NULL || self->texts == NULL || steady_job_bar_busy (self->job))
    return;
  g_free (self->out);
  /* the name of the case may hold a name or a date */
  self->out = steady_free_name (folder, "steady-case-without-names", ".steady");
  self->made = false;
  const char *const none[] = { "deidentify", self->case_path, self->out, NULL };
  const char *const some[] = { "deidentify",    "--keep-text", numbers,
                               self->case_path, self->out,     NULL };
  steady_job_bar_run (
      self->job, _ ("Making the copy …"), kept > 0 ? some : none, on_done, self);
  follow (self);
}

static void
on_back (SteadyNamelessView *self)
{
  g_signal_emit (self, closed_signal, 0);
}

/* Which case it is about; its texts are looked for at once. Not while it is busy. */
void
steady_nameless_view_set_case (SteadyNamelessView *self,
                               const char         *path,
                               const char         *title)
{
  g_autofree char  *text = g_strdup_printf (_ ("Copy without names: %s"), title);
  const char *const arguments[] = { "deidentify", "--list", path, NULL };

  g_return_if_fail (!steady_job_bar_busy (self->job));
  g_free (self->case_path);
  self->case_path = g_strdup (path);
  clear_list (self);
  gtk_label_set_text (self->title, text);
  steady_place_bar_look (self->places);
  steady_job_bar_run (self->job, _ ("Looking for texts …"), arguments, on_listed, self);
  follow (self);
}

/* Where it goes. */
SteadyPlaceBar *
steady_nameless_view_places (SteadyNamelessView *self)
{
  return self->places;
}

/* How many texts are shown. */
unsigned
steady_nameless_view_texts (SteadyNamelessView *self)
{
  return self->texts != NULL ? self->texts->len : 0;
}

/* As if somebody tapped beside the text @number, from 1. */
void
steady_nameless_view_keep (SteadyNamelessView *self, unsigned number, gboolean keep)
{
  gtk_toggle_button_set_active (switch_of (self, number), keep);
}

/* The copy that was made last; NULL: none yet, or it went wrong. Borrowed. */
const char *
steady_nameless_view_last (SteadyNamelessView *self)
{
  return self->made ? self->out : NULL;
}

static void
steady_nameless_view_dispose (GObject *object)
{
  SteadyNamelessView *self = STEADY_NAMELESS_VIEW (object);

  if (self->places != NULL)
    g_signal_handlers_disconnect_by_data (self->places, self);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_nameless_view_parent_class)->dispose (object);
}

static void
steady_nameless_view_finalize (GObject *object)
{
  SteadyNamelessView *self = STEADY_NAMELESS_VIEW (object);

  g_free (self->case_path);
  g_free (self->out);
  G_OBJECT_CLASS (steady_nameless_view_parent_class)->finalize (object);
}

static void
steady_nameless_view_class_init (SteadyNamelessViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_nameless_view_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_nameless_view_finalize;
  closed_signal = g_signal_new ("closed",
                                STEADY_TYPE_NAMELESS_VIEW,
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
      widget_class, STEADY_TEMPLATE_PATH ("records", "steady-nameless-view"));
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, found);
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, name);
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, list);
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, back);
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, go);
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, places);
  gtk_widget_class_bind_template_child (widget_class, SteadyNamelessView, job);
  gtk_widget_class_bind_template_callback (widget_class, follow);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_nameless_view_init (SteadyNamelessView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Copy without names"),
                                  -1);
}

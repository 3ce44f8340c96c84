/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-sheet-bar.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "records/steady-job-bar.h"
#include "widgets/steady-template-path.h"

enum
{
  ROW_CHOICES = 4,
  LONG = 500 /* ms after which a job shows how far it is */
};

static const char *const minutes[ROW_CHOICES] = { "1", "5", "10", "15" };

struct _SteadySheetBar
{
  GtkWidget        parent_instance;
  GtkWidget       *box;
  GtkWidget       *rows;
  GtkLabel        *status;
  GtkWidget       *open;
  GtkToggleButton *rows_1;
  GtkToggleButton *rows_5;
  GtkToggleButton *rows_10;
  GtkToggleButton *rows_15;
  GtkWidget       *record;
  GtkWidget       *debrief;
  GtkWidget       *handoff;
  GtkWidget       *family;
  GtkWidget       *ecmo;
  SteadyJobBar    *job;
  guint            slow; /* timer: until the job is shown */
  char            *case_path;
  char            *pdf; /* the last one that was printed, or is being */
};

G_DEFINE_FINAL_TYPE (SteadySheetBar, steady_sheet_bar, GTK_TYPE_WIDGET)

static void
follow (SteadySheetBar *self, bool busy)
{
  GtkWidget *const buttons[] = {
    self->record, self->debrief, self->handoff, self->family, self->ecmo
  };
  const bool can = self->case_path != NULL && !busy;

  for (unsigned i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_widget_set_sensitive (buttons[i], can);
}

static void
say (SteadySheetBar *self, const char *text)
{
  gtk_label_set_text (self->status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->status), text[0] != '\0');
}

static gboolean
on_slow (gpointer data)
{
  SteadySheetBar *self = data;

  self->slow = 0;
  say (self, "");
  gtk_widget_set_visible (GTK_WIDGET (self->job), TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_printed (gpointer data, bool fine, const char *out, const char *said)
{
  SteadySheetBar  *self = data;
  g_autofree char *words = fine ? g_strdup_printf (_ ("Printed: %s"), self->pdf)
                           : said[0] != '\0'
                               ? g_strdup (said)
                               : g_strdup (_ ("Stopped. Nothing of it is left."));

  g_clear_handle_id (&self->slow, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->job), FALSE);
  say (self, words);
  gtk_widget_set_visible (self->open, fine);
  follow (self, false);
}

static const char *
chosen_rows (SteadySheetBar *self)
{
  GtkToggleButton *const buttons[ROW_CHOICES] = {
    self->rows_1, self->rows_5, self->rows_10, self->rows_15
  };

  for (unsigned i = 0; i < ROW_CHOICES; i++)
    if (gtk_toggle_button_get_active (buttons[i]))
      return minutes[i];
  return minutes[1];
}

/* Beside the cases, in a folder of its own, named as the case and the sheet. */
static char *
name_of (SteadySheetBar *self, const char *sheet)
{
  g_autofree char *folder = steady_paths_user_data ("prints");
  g_autofree char *base = g_path_get_basename (self->case_path);
  char            *end = strstr (base, ".steady");

  if (end != NULL)
    *end = '\0';
  g_mkdir_with_parents (folder, 0700);
  g_autofree char *name = g_strdup_printf ("%s %s.pdf", base, sheet);
  return g_build_filename (folder, name, NULL);
}

/* Prints "record", "debrief", "handoff", "family" or "ecmo" of the case. */
void
steady_sheet_bar_print (SteadySheetBar *self, const char *sheet)
{
  if (self->case_path == NULL || steady_job_bar_busy (self->job))
    return;
  g_free (self->pdf);
  self->pdf = name_of (self, sheet);
  const char *const arguments[] = {
    "export", "--format",         "pdf",           "--sheet", sheet,
    "--rows", chosen_rows (self), self->case_path, self->pdf, NULL
  };
  say (self, _ ("Printing …"));
  gtk_widget_set_visible (self->open, FALSE);
  follow (self, true);
  self->slow = g_timeout_add (LONG, on_slow, self);
  steady_job_bar_run (self->job, _ ("Printing …"), arguments, on_printed, self);
}

static void
on_record (SteadySheetBar *self)
{
  steady_sheet_bar_print (self, "record");
}

static void
on_debrief (SteadySheetBar *self)
{
  steady_sheet_bar_print (self, "debrief");
}

static void
on_handoff (SteadySheetBar *self)
{
  steady_sheet_bar_print (self, "handoff");
}

static void
on_family (SteadySheetBar *self)
{
  steady_sheet_bar_print (self, "family");
}

static void
on_ecmo (SteadySheetBar *self)
{
  steady_sheet_bar_print (self, "ecmo");
}

/* The desktop's own viewer prints on paper. */
static void
on_open (SteadySheetBar *self)
{
  g_autofree char *uri = g_filename_to_uri (self->pdf, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (
        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

/* Which case the buttons are about; NULL: none. */
void
steady_sheet_bar_set_case (SteadySheetBar *self, const char *path)
{
  if (g_strcmp0 (self->case_path, path) == 0)
    return;
  g_free (self->case_path);
  self->case_path = g_strdup (path);
  const bool busy = steady_job_bar_busy (self->job);
  if (!busy)
    say (self, "");
  gtk_widget_set_visible (self->open, FALSE);
  follow (self, busy);
}

/* Without the choice of rows: every five minutes. */
void
steady_sheet_bar_set_compact (SteadySheetBar *self)
{
  gtk_widget_set_visible (self->rows, FALSE);
}

/* The last sheet that was printed, or NULL. Borrowed. */
const char *
steady_sheet_bar_last (SteadySheetBar *self)
{
  return self->pdf;
}

static void
steady_sheet_bar_dispose (GObject *object)
{
  SteadySheetBar *self = STEADY_SHEET_BAR (object);

  g_clear_handle_id (&self->slow, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_sheet_bar_parent_class)->dispose (object);
}

static void
steady_sheet_bar_finalize (GObject *object)
{
  SteadySheetBar *self = STEADY_SHEET_BAR (object);

  g_free (self->case_path);
  g_free (self->pdf);
  G_OBJECT_CLASS (steady_sheet_bar_parent_class)->finalize (object);
}

static void
steady_sheet_bar_class_init (SteadySheetBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_sheet_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_sheet_bar_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("records", "steady-sheet-bar"));
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, box);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, status);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, rows);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, open);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, rows_1);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, rows_5);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, rows_10);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, rows_15);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, record);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, debrief);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, handoff);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, family);
  gtk_widget_class_bind_template_child (widget_class, SteadySheetBar, ecmo);
  gtk_widget_class_bind_template_callback (widget_class, on_record);
  gtk_widget_class_bind_template_callback (widget_class, on_debrief);
  gtk_widget_class_bind_template_callback (widget_class, on_handoff);
  gtk_widget_class_bind_template_callback (widget_class, on_family);
  gtk_widget_class_bind_template_callback (widget_class, on_ecmo);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_sheet_bar_init (SteadySheetBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->job = STEADY_JOB_BAR (steady_job_bar_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->job), FALSE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->job));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("On paper"), -1);
  follow (self, false);
}

/* One without a case. */
GtkWidget *
steady_sheet_bar_new (void)
{
  return g_object_new (STEADY_TYPE_SHEET_BAR, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-export-view.h"

#include <glib/gi18n-lib.h>

#include "records/steady-free-name.h"
#include "records/steady-job-bar.h"
#include "widgets/steady-template-path.h"

/* What a case can leave as, in the order of the buttons. */
static const struct
{
  const char *id; /* of the button, and the word of steady-case */
  const char *ending;
  const char *words;
} formats[] = {
  { "steady",
    ".steady",
    N_ ("The case as it is, one file: for another Steady, for sqlite3 and for keeping. "
        "It loses nothing.") },
  { "csv",
    "-csv",
    N_ ("A folder of tables, channels and units first: for spreadsheets and "
        "statistics. "
        "It loses nothing.") },
  { "wfdb",
    "-wfdb",
    N_ ("A folder in the format of PhysioNet: for research on waveforms. 16 bits, "
        "numbers once a second.") },
  { "edf",
    ".edf",
    N_ ("One EDF+ file: for viewers such as EDFbrowser. 16 bits, numbers once a "
        "second.") },
  { "json", ".json", N_ ("One JSON file: for programs. It loses nothing.") },
  { "pdf",
    "-sheets",
    N_ ("A folder with the record, debrief, hand-off and family letter as PDF: for "
        "paper.") },
};

enum
{
  FORMATS = G_N_ELEMENTS (formats)
};

struct _SteadyExportView
{
  GtkWidget        parent_instance;
  GtkWidget       *box;
  GtkLabel        *title;
  GtkLabel        *words;
  GtkLabel        *name;
  GtkWidget       *back;
  GtkWidget       *go;
  GtkWidget       *nameless;
  GtkToggleButton *steady;
  GtkToggleButton *csv;
  GtkToggleButton *wfdb;
  GtkToggleButton *edf;
  GtkToggleButton *json;
  GtkToggleButton *pdf;
  SteadyPlaceBar  *places;
  SteadyJobBar    *job;
  char            *case_path;
  char            *out; /* what is made, or was made last */
  bool             made;
};

G_DEFINE_FINAL_TYPE (SteadyExportView, steady_export_view, GTK_TYPE_WIDGET)

static unsigned closed_signal;
static unsigned nameless_signal;

static unsigned
chosen_format (SteadyExportView *self)
{
  GtkToggleButton *const buttons[FORMATS] = { self->steady, self->csv,  self->wfdb,
                                              self->edf,    self->json, self->pdf };

  for (unsigned i = 0; i < FORMATS; i++)
    if (gtk_toggle_button_get_active (buttons[i]))
      return i;
  return 0;
}

static char *
next_name (SteadyExportView *self)
{
  const char      *folder = steady_place_bar_folder (self->places);
  g_autofree char *base =
      self->case_path != NULL ? steady_free_name_base (self->case_path) : NULL;

  return folder != NULL && base != NULL
             ? steady_free_name (folder, base, formats[chosen_format (self)].ending)
             : NULL;
}

/* Says what will be made, and where. */
static void
follow (SteadyExportView *self)
{
  g_autofree char *path = next_name (self);
  g_autofree char *text =
      g_strdup_printf (_ ("It will be %s"), path != NULL ? path : "");
  const bool busy = steady_job_bar_busy (self->job);

  gtk_label_set_text (self->words, _ (formats[chosen_format (self)].words));
  gtk_label_set_text (self->name, path != NULL ? text : "");
  gtk_widget_set_sensitive (self->go, path != NULL && !busy);
  gtk_widget_set_sensitive (self->back, !busy);
  gtk_widget_set_sensitive (self->nameless, !busy);
}

static void
on_done (gpointer data, bool fine, const char *out, const char *said)
{
  SteadyExportView *self = data;

  self->made = fine;
  if (fine)
    {
      g_autofree char *text = g_strdup_printf (_ ("Done: %s"), self->out);
      steady_job_bar_say (self->job, text);
    }
  else if (said[0] != '\0')
    steady_job_bar_say (self->job, said);
  follow (self);
}

static void
on_go (SteadyExportView *self)
{
  const unsigned    format = chosen_format (self);
  const char *const copy[] = { "copy", self->case_path, NULL, NULL };
  const char *const one[] = { "export",        "--format", formats[format].id,
                              self->case_path, NULL,       NULL };
  const char *const sheets[] = { "export", "--format",      "pdf", "--sheet",
                                 "all",    self->case_path, NULL,  NULL };
  const char       *arguments[8] = { NULL };
  char             *path = next_name (self);
  unsigned          n = 0;

  if (path == NULL || steady_job_bar_busy (self->job))
    {
      g_free (path);
      return;
    }
  g_free (self->out);
  self->out = path;
  self->made = false;
  const char *const *words = g_str_equal (formats[format].id, "steady") ? copy
                             : g_str_equal (formats[format].id, "pdf")  ? sheets
                                                                        : one;
  for (; words[n] != NULL; n++)
    arguments[n] = words[n];
  arguments[n] = self->out;
  steady_job_bar_run (self->job, _ ("Exporting …"), arguments, on_done, self);
  follow (self);
}

static void
on_back (SteadyExportView *self)
{
  g_signal_emit (self, closed_signal, 0);
}

static void
on_nameless (SteadyExportView *self)
{
  g_signal_emit (self, nameless_signal, 0);
}

/* Which case it is about, and what people call it. */
void
steady_export_view_set_case (SteadyExportView *self,
                             const char       *path,
                             const char       *title)
{
  g_autofree char *text = g_strdup_printf (_ ("Export: %s"), title);

  g_free (self->case_path);
  self->case_path = g_strdup (path);
  gtk_label_set_text (self->title, text);
  steady_place_bar_look (self->places);
  steady_job_bar_say (self->job, "");
  follow (self);
}

/* Where it goes. */
SteadyPlaceBar *
steady_export_view_places (SteadyExportView *self)
{
  return self->places;
}

/* The file or folder that was made last; NULL: none yet, or it went wrong. Borrowed. */
const char *
steady_export_view_last (SteadyExportView *self)
{
  return self->made ? self->out : NULL;
}

static void
steady_export_view_dispose (GObject *object)
{
  SteadyExportView *self = STEADY_EXPORT_VIEW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_export_view_parent_class)->dispose (object);
}

static void
steady_export_view_finalize (GObject *object)
{
  SteadyExportView *self = STEADY_EXPORT_VIEW (object);

  g_free (self->case_path);
  g_free (self->out);
  G_OBJECT_CLASS (steady_export_view_parent_class)->finalize (object);
}

static void
steady_export_view_class_init (SteadyExportViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_export_view_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_export_view_finalize;
  closed_signal = g_signal_new ("closed",
                                STEADY_TYPE_EXPORT_VIEW,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  nameless_signal = g_signal_new ("nameless",
                                  STEADY_TYPE_EXPORT_VIEW,
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
      widget_class, STEADY_TEMPLATE_PATH ("records", "steady-export-view"));
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, words);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, name);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, back);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, go);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, nameless);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, steady);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, csv);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, wfdb);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, edf);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, json);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, pdf);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, places);
  gtk_widget_class_bind_template_child (widget_class, SteadyExportView, job);
  gtk_widget_class_bind_template_callback (widget_class, follow);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_nameless);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_export_view_init (SteadyExportView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Export"), -1);
}

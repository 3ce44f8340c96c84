/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-job-bar.h"

#include <glib/gi18n-lib.h>

#include "records/steady-case-job.h"
#include "widgets/steady-template-path.h"

enum
{
  PULSE_EVERY = 150 /* ms */
};

struct _SteadyJobBar
{
  GtkWidget        parent_instance;
  GtkWidget       *box;
  GtkLabel        *status;
  GtkWidget       *work;
  GtkProgressBar  *bar;
  GtkWidget       *cancel;
  SteadyCaseJob   *job;   /* that runs; NULL: none */
  guint            pulse; /* while nobody knows how far it is */
  SteadyJobBarDone done;
  gpointer         data;
};

G_DEFINE_FINAL_TYPE (SteadyJobBar, steady_job_bar, GTK_TYPE_WIDGET)

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (STEADY_JOB_BAR (data)->bar);
  return G_SOURCE_CONTINUE;
}

static void
on_progress (SteadyJobBar *self, double part)
{
  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_progress_bar_set_fraction (self->bar, part);
}

static void
on_done (SteadyJobBar *self, gboolean fine, const char *out, const char *said)
{
  const bool cancelled = steady_case_job_cancelled (self->job);

  g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_widget_set_visible (self->work, FALSE);
  if (cancelled)
    steady_job_bar_say (self, _ ("Stopped. Nothing of it is left."));
  self->done (self->data, fine && !cancelled, out, cancelled ? "" : said);
}

static void
on_cancel (SteadyJobBar *self)
{
  if (self->job == NULL)
    return;
  gtk_widget_set_sensitive (self->cancel, FALSE);
  steady_job_bar_say (self, _ ("Stopping …"));
  steady_case_job_cancel (self->job);
}

/*
 * Runs steady-case with @arguments; @what ("Exporting …") is shown meanwhile, @done is
 * called at the end. Not while it is busy. A bar that goes away stops its job.
 */
void
steady_job_bar_run (SteadyJobBar      *self,
                    const char        *what,
                    const char *const *arguments,
                    SteadyJobBarDone   done,
                    gpointer           data)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self->job == NULL);
  self->job = steady_case_job_start (arguments, &error);
  if (self->job == NULL)
    {
      done (data, false, "", error->message);
      return;
    }
  self->done = done;
  self->data = data;
  g_signal_connect_swapped (self->job, "progress", G_CALLBACK (on_progress), self);
  g_signal_connect_swapped (self->job, "done", G_CALLBACK (on_done), self);
  gtk_progress_bar_set_fraction (self->bar, 0);
  self->pulse = g_timeout_add (PULSE_EVERY, on_pulse, self);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  gtk_widget_set_sensitive (self->cancel, TRUE);
  gtk_widget_set_visible (self->work, TRUE);
  steady_job_bar_say (self, what);
}

/* Shows @text instead of what is there. */
void
steady_job_bar_say (SteadyJobBar *self, const char *text)
{
  gtk_label_set_text (self->status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->status), text[0] != '\0');
}

/* Whether a job runs. */
bool
steady_job_bar_busy (SteadyJobBar *self)
{
  return self->job != NULL;
}

static void
steady_job_bar_dispose (GObject *object)
{
  SteadyJobBar *self = STEADY_JOB_BAR (object);

  if (self->job != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->job, self);
      steady_case_job_cancel (self->job);
      g_clear_object (&self->job);
    }
  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_job_bar_parent_class)->dispose (object);
}

static void
steady_job_bar_class_init (SteadyJobBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_job_bar_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("records", "steady-job-bar"));
  gtk_widget_class_bind_template_child (widget_class, SteadyJobBar, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyJobBar, status);
  gtk_widget_class_bind_template_child (widget_class, SteadyJobBar, work);
  gtk_widget_class_bind_template_child (widget_class, SteadyJobBar, bar);
  gtk_widget_class_bind_template_child (widget_class, SteadyJobBar, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_job_bar_init (SteadyJobBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How far it is"),
                                  -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What is being done"),
                                  -1);
}

/* One that does nothing yet. */
GtkWidget *
steady_job_bar_new (void)
{
  return g_object_new (STEADY_TYPE_JOB_BAR, NULL);
}

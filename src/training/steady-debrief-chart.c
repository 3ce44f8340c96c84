/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-debrief-chart.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-json.h"
#include "measure/steady-channel.h"
#include "plot/steady-trend-view.h"
#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "widgets/steady-history.h"
#include "widgets/steady-look.h"

enum
{
  MARKS_MAX = 48
};

#define HEIGHT 340

static const struct
{
  SteadyChannel channel;
  unsigned      row;
  double        low;
  double        high;
  const char   *label;
} traces[] = {
  { STEADY_CHANNEL_PATIENT_FLOW, 0, 0, 0, N_ ("Flow") },
  { STEADY_CHANNEL_ARTERIAL_MEAN, 1, 0, 100, N_ ("MAP") },
  { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 2, 0, 400, N_ ("Line") },
  { STEADY_CHANNEL_VENOUS_SATURATION, 3, 20, 100, N_ ("SvO₂") },
  { STEADY_CHANNEL_RESERVOIR_VOLUME, 4, 0, 0, N_ ("Reservoir") },
};

/* A view of trends, and the reader of the case. */
struct _SteadyDebriefChart
{
  GtkWidget             parent_instance;
  SteadyTrendView      *view;
  SteadyHistory        *history;
  SteadyHistoryQuestion question;
  char                 *case_file;
  struct json_object   *debrief; /* that the marks are of */
  bool                  asked;
  unsigned              filled;
};

G_DEFINE_FINAL_TYPE (SteadyDebriefChart, steady_debrief_chart, GTK_TYPE_WIDGET)

/* What belongs over the trends: faults, alarms that mattered, and what was done. */
static bool
make_mark (SteadyDebriefChart *self,
           struct json_object *entry,
           SteadyInstant       case_start,
           SteadyTrendMark    *ret_mark)
{
  const char  *kind = steady_training_text (entry, "kind");
  const char  *text = steady_training_text (entry, "text");
  const char  *priority = steady_training_text (entry, "priority");
  const double at = steady_training_number (entry, "t_s");
  const bool   alarm = strcmp (kind, "alarm") == 0;
  const bool   fault = strcmp (kind, "step") == 0 || strcmp (kind, "injected") == 0;
  const bool   act = strcmp (kind, "did") == 0 || strcmp (kind, "command") == 0 ||
                   strcmp (kind, "intervention") == 0;
  if (!isfinite (at) || !(alarm || fault || act))
    return false;
  if (alarm && strcmp (priority, "high") != 0)
    return false;
  ret_mark->t = case_start + steady_span_from_seconds (at);
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                               &ret_mark->colour);
  if (alarm)
    steady_look_alarm_colour (
        GTK_WIDGET (self), STEADY_PRIORITY_HIGH, &ret_mark->colour);
  ret_mark->text = alarm             ? "!!!"
                   : fault           ? _ ("fault")
                   : text[0] != '\0' ? _ (text)
                                     : "";
  if (act && strcmp (kind, "did") != 0)
    ret_mark->text = "";
  return true;
}

static void
show_marks (SteadyDebriefChart *self)
{
  SteadyTrendMark marks[MARKS_MAX];
  unsigned        n = 0;
  const size_t    count = steady_training_count (self->debrief, "timeline");
  for (size_t i = 0; i < count && n < MARKS_MAX; i++)
    if (make_mark (self,
                   steady_training_at (self->debrief, "timeline", i),
                   self->question.case_start,
                   &marks[n]))
      n++;
  steady_trend_view_set_marks (self->view, marks, n);
}

static void
on_answer (SteadyHistoryAnswer *answer, void *data)
{
  SteadyDebriefChart *self = data;
  if (self->view != NULL && answer->columns > 0)
    {
      self->filled = 0;
      for (unsigned i = 0; i < answer->n_channels * answer->columns; i++)
        self->filled += answer->data[i].count > 0 ? 1 : 0;
      steady_trend_view_set_span (
          self->view, answer->from, answer->to, self->question.case_start);
      for (unsigned i = 0; i < answer->n_channels; i++)
        steady_trend_view_set_data (self->view,
                                    (uint16_t) answer->channels[i],
                                    answer->data + (size_t) i * answer->columns,
                                    answer->columns);
      show_marks (self);
    }
  steady_history_answer_free (answer);
}

static double
highest (const SteadyTrainingState *state, SteadyChannel channel)
{
  double value = 0;
  steady_value_table_value (&state->values, channel, &value);
  return value;
}

/* The theme is known by its ground. */
static bool
is_dark (SteadyDebriefChart *self)
{
  GdkRGBA ground;
  return gtk_style_context_lookup_color (
             gtk_widget_get_style_context (GTK_WIDGET (self)), "plot", &ground) &&
         ground.red + ground.green + ground.blue < 1.5f;
}

static void
set_traces (SteadyDebriefChart *self, const SteadyTrainingState *state)
{
  SteadyTrendStyle styles[G_N_ELEMENTS (traces)];
  memset (styles, 0, sizeof styles);
  for (unsigned i = 0; i < G_N_ELEMENTS (traces); i++)
    {
      styles[i].channel = (uint16_t) traces[i].channel;
      styles[i].row = traces[i].row;
      styles[i].low = traces[i].low;
      styles[i].high = traces[i].high;
      styles[i].label = _ (traces[i].label);
      /* no site chooses another for these: their own unit, as their scale and samples
       */
      styles[i].unit = steady_channel_info (traces[i].channel)->unit;
      steady_look_colour (GTK_WIDGET (self), traces[i].channel, &styles[i].colour);
    }
  const double flow = highest (state, STEADY_CHANNEL_SET_PUMP_FLOW);
  const double volume = highest (state, STEADY_CHANNEL_RESERVOIR_VOLUME);
  styles[0].high = flow > 0.1 ? flow * 1.6 : 1;
  styles[4].high = volume > 50 ? volume * 1.6 : 400;
  steady_trend_view_set_traces (self->view, styles, G_N_ELEMENTS (traces));
  steady_trend_view_set_watermark (self->view, _ ("SIMULATED"));
  steady_trend_view_set_dark (self->view, is_dark (self));
}

static void
drop_debrief (SteadyDebriefChart *self)
{
  if (self->debrief != NULL)
    json_object_put (self->debrief);
  self->debrief = NULL;
}

/* Shows the run that @state's debrief is of. */
void
steady_debrief_chart_show (SteadyDebriefChart *self, const SteadyTrainingState *state)
{
  const double length = steady_training_number (state->debrief, "duration_s");
  drop_debrief (self);
  self->debrief = json_object_get (state->debrief);
  self->question = (SteadyHistoryQuestion){
    .case_start = state->case_start,
    .now = state->case_start + steady_span_from_seconds (length > 1 ? length : 1),
    .n_channels = G_N_ELEMENTS (traces),
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (traces); i++)
    self->question.channels[i] = traces[i].channel;
  set_traces (self, state);
  steady_history_open (self->history, state->case_file);
  self->asked = false;
}

/* Asks the case once there is a width to ask for. */
void
steady_debrief_chart_refresh (SteadyDebriefChart *self)
{
  const unsigned columns = steady_trend_view_get_columns (self->view);
  if (self->asked || columns == 0 || self->debrief == NULL)
    return;
  self->asked = true;
  self->question.columns = MIN (columns, STEADY_HISTORY_COLUMNS);
  steady_history_ask (self->history, &self->question);
}

/* How many columns of the last answer hold anything. */
unsigned
steady_debrief_chart_filled (SteadyDebriefChart *self)
{
  return self->filled;
}

static void
steady_debrief_chart_dispose (GObject *object)
{
  SteadyDebriefChart *self = STEADY_DEBRIEF_CHART (object);
  GtkWidget          *view = GTK_WIDGET (self->view);
  self->view = NULL;
  drop_debrief (self);
  g_clear_pointer (&self->history, steady_history_free);
  g_clear_pointer (&view, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_debrief_chart_parent_class)->dispose (object);
}

static void
steady_debrief_chart_class_init (SteadyDebriefChartClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_debrief_chart_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
steady_debrief_chart_init (SteadyDebriefChart *self)
{
  self->view = STEADY_TREND_VIEW (steady_trend_view_new (STEADY_PLOT_BACKEND_CPU));
  gtk_widget_set_parent (GTK_WIDGET (self->view), GTK_WIDGET (self));
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, HEIGHT);
  self->history = steady_history_new (on_answer, self);
  steady_training_name (GTK_WIDGET (self),
                        _ ("The run as trends, with alarms and what was done"));
}

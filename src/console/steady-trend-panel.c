/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-trend-panel.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "widgets/steady-history.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* The file is asked this often; what is newer comes from the frames. */
#define PERIOD (2 * STEADY_NSEC_PER_SEC)

typedef struct Trace
{
  SteadyChannel channel;
  unsigned      row;
  const char   *label;
} Trace;

static const Trace live[] = {
  { STEADY_CHANNEL_PATIENT_FLOW, 0, N_ ("Flow") },
  { STEADY_CHANNEL_ARTERIAL_MEAN, 1, N_ ("MAP") },
  { STEADY_CHANNEL_VENOUS_SATURATION, 2, N_ ("SvO₂") },
  { STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 3, N_ ("Arterial") },
  { STEADY_CHANNEL_VENOUS_TEMPERATURE, 3, N_ ("Venous") },
  { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 3, N_ ("Nasophar.") },
};

static const Trace oxygen[] = {
  { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 0, N_ ("DO₂i") },
  { STEADY_CHANNEL_OXYGEN_CONSUMPTION_INDEX, 1, N_ ("VO₂i") },
  { STEADY_CHANNEL_OXYGEN_EXTRACTION, 2, N_ ("O₂ER") },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 3, N_ ("NIRS l.") },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 3, N_ ("NIRS r.") },
};

enum
{
  TRACES_MOST = 6
};

static const struct
{
  const Trace *traces;
  unsigned     count;
} sets[STEADY_TREND_SETS] = { { live, G_N_ELEMENTS (live) },
                              { oxygen, G_N_ELEMENTS (oxygen) } };

static_assert (G_N_ELEMENTS (live) <= TRACES_MOST, "traces");
static_assert (G_N_ELEMENTS (oxygen) <= TRACES_MOST, "traces");

/* The view, the buttons for its span, and the reader of the case. */
struct _SteadyTrendPanel
{
  GtkWidget           parent_instance;
  GtkWidget          *box;
  GtkWidget          *frame;
  GtkToggleButton    *half_hour;
  GtkToggleButton    *two_hours;
  GtkToggleButton    *whole_case;
  GtkWidget          *spans;
  GtkButton          *cycle; /* instead of the three where there is little height */
  SteadyTrendView    *view;
  SteadyHistory      *history;
  SteadyConsoleState *state;
  SteadyTrendSet      set;
  SteadySpan          span; /* 0: the whole case */
  SteadyInstant       asked_at;
  SteadyInstant       asked_to; /* engine time */
  gboolean            open;     /* the reader was told which file */
  gboolean            styled;
  gboolean            dark;
  unsigned            filled; /* columns with data in the last answer */
};

G_DEFINE_FINAL_TYPE (SteadyTrendPanel, steady_trend_panel, GTK_TYPE_WIDGET)

static unsigned
column_of (const SteadyHistoryAnswer *answer, SteadyInstant t)
{
  const double part =
      (double) (t - answer->from) / (double) (answer->to - answer->from);
  return (unsigned) CLAMP (part * answer->columns, 0, answer->columns - 1);
}

/* What the file does not hold yet: the newest samples of the frames. */
static void
join_tail (SteadyTrendPanel *self, SteadyHistoryAnswer *answer)
{
  const SteadyConsoleState *state = self->state;
  const SteadyInstant       held = state->heartbeat.committed_to;
  for (unsigned i = 0; i < STEADY_STATE_TAIL; i++)
    {
      const SteadyTailSample *sample = &state->tail[i];
      if (sample->channel == 0 || sample->t < held || sample->t < answer->from ||
          sample->t > answer->to)
        continue;
      for (unsigned j = 0; j < answer->n_channels; j++)
        if (answer->channels[j] == sample->channel)
          steady_envelope_add (&answer->data[(size_t) j * answer->columns +
                                             column_of (answer, sample->t)],
                               sample->value);
    }
}

static void
show_marks (SteadyTrendPanel *self, const SteadyHistoryAnswer *answer)
{
  SteadyTrendMark marks[STEADY_HISTORY_MARKS];
  unsigned        count = 0;
  for (unsigned i = 0; i < answer->n_marks; i++)
    {
      const SteadyHistoryMark *from = &answer->marks[i];
      SteadyTrendMark         *mark = &marks[count];
      if (from->event != 0)
        steady_console_state_note_event (
            self->state, from->event, from->t, from->value);
      if (from->t < answer->from)
        continue;
      mark->t = from->t;
      if (from->event != 0)
        mark->text = steady_words_event (from->event);
      else
        mark->text = steady_words_priority_mark (from->priority);
      gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                                   &mark->colour);
      if (from->event == 0)
        steady_look_alarm_colour (GTK_WIDGET (self), from->priority, &mark->colour);
      count++;
    }
  steady_trend_view_set_marks (self->view, marks, count);
}

/* Whether the window is still there, and with it what it knows: whoever holds a panel a
 * moment longer must not be told any more. */
static gboolean
is_shown_somewhere (SteadyTrendPanel *self)
{
  return self->view != NULL && gtk_widget_get_root (GTK_WIDGET (self)) != NULL;
}

static void
on_answer (SteadyHistoryAnswer *answer, void *data)
{
  SteadyTrendPanel *self = data;
  if (is_shown_somewhere (self) && answer->columns > 0 &&
      answer->wanted_span == self->span)
    {
      join_tail (self, answer);
      self->filled = 0;
      for (unsigned i = 0; i < answer->n_channels * answer->columns; i++)
        self->filled += answer->data[i].count > 0 ? 1 : 0;
      steady_trend_view_set_span (
          self->view, answer->from, answer->to, self->state->config.case_start);
      for (unsigned i = 0; i < answer->n_channels; i++)
        steady_trend_view_set_data (self->view,
                                    (uint16_t) answer->channels[i],
                                    answer->data + (size_t) i * answer->columns,
                                    answer->columns);
      show_marks (self, answer);
    }
  steady_history_answer_free (answer);
}

static void
set_band (SteadyTrendStyle *style, const SteadyConsoleConfig *config)
{
  const double flow = steady_console_config_plan (config, "flow_l_min");
  switch ((int) style->channel)
    {
    case STEADY_CHANNEL_PATIENT_FLOW:
      style->high = flow > 0 ? flow * 1.5 : 6;
      style->band_low = flow > 0 ? flow * 0.8 : 0;
      style->band_high = flow > 0 ? flow * 1.2 : 0;
      break;
    case STEADY_CHANNEL_ARTERIAL_MEAN:
      style->high = 100;
      style->band_low = steady_console_config_plan (config, "map_low_mmhg");
      style->band_high = steady_console_config_plan (config, "map_high_mmhg");
      break;
    case STEADY_CHANNEL_VENOUS_SATURATION:
      style->low = 40;
      style->high = 100;
      style->band_low = steady_console_config_plan (config, "svo2_low_pct");
      style->band_high = isnan (style->band_low) ? NAN : 100;
      break;
    case STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX:
      style->high = 600;
      style->band_low = steady_console_config_plan (config, "do2i_target_ml_min_m2");
      style->band_high = 600; /* the target and better */
      break;
    case STEADY_CHANNEL_OXYGEN_CONSUMPTION_INDEX:
      style->high = 200;
      break;
    case STEADY_CHANNEL_OXYGEN_EXTRACTION:
      style->high = 60;
      style->band_low = 0;
      style->band_high = 30; /* practice sheet 2.2 row 30 */
      break;
    case STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT:
    case STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT:
      style->low = 20;
      style->high = 100;
      break;
    default:
      style->low = 15;
      style->high = 40;
      break;
    }
  if (isnan (style->band_low) || isnan (style->band_high))
    style->band_low = style->band_high = 0;
}

static void
set_traces (SteadyTrendPanel *self)
{
  const Trace     *traces = sets[self->set].traces;
  const unsigned   count = sets[self->set].count;
  SteadyTrendStyle styles[TRACES_MOST];
  memset (styles, 0, sizeof styles);
  for (unsigned i = 0; i < count; i++)
    {
      styles[i].channel = (uint16_t) traces[i].channel;
      styles[i].row = traces[i].row;
      styles[i].label = _ (traces[i].label);
      /* no site chooses another for these: their own unit, as their scale and samples
       */
      styles[i].unit = steady_channel_info (traces[i].channel)->unit;
      set_band (&styles[i], &self->state->config);
      steady_look_colour (GTK_WIDGET (self), traces[i].channel, &styles[i].colour);
    }
  steady_trend_view_set_traces (self->view, styles, count);
  steady_trend_view_set_dark (self->view, self->dark);
  steady_trend_view_set_watermark (self->view,
                                   self->state->config.mode == STEADY_MODE_REVIEW
                                       ? _ ("REPLAY")
                                   : self->state->config.simulated ? _ ("SIMULATED")
                                                                   : NULL);
}

/* A WELCOME has come: another case, or the same one again. */
void
steady_trend_panel_open (SteadyTrendPanel *self)
{
  self->open = FALSE;
  self->styled = FALSE;
  self->asked_at = 0;
}

static void
ask (SteadyTrendPanel *self, SteadyInstant real_now)
{
  const unsigned        columns = steady_trend_view_get_columns (self->view);
  SteadyHistoryQuestion question = { 0 };
  if (columns == 0 || (self->asked_at != 0 && real_now - self->asked_at < PERIOD))
    return;
  question.case_start = self->state->config.case_start;
  question.now = steady_console_state_now (self->state, real_now);
  /* A frozen case has nothing new to show. */
  if (self->asked_at != 0 && question.now == self->asked_to)
    return;
  self->asked_to = question.now;
  question.span = self->span;
  question.columns = MIN (columns, STEADY_HISTORY_COLUMNS);
  question.n_channels = sets[self->set].count;
  for (unsigned i = 0; i < question.n_channels; i++)
    question.channels[i] = sets[self->set].traces[i].channel;
  self->asked_at = real_now;
  steady_history_ask (self->history, &question);
}

/* Follows configuration, theme, silence and time. */
void
steady_trend_panel_refresh (SteadyTrendPanel *self,
                            SteadyInstant     real_now,
                            gboolean          dark)
{
  if (self->view == NULL || !self->state->config.valid)
    return;
  if (!self->open)
    {
      steady_history_open (self->history, self->state->config.case_file);
      self->open = TRUE;
    }
  if (!self->styled || dark != self->dark)
    {
      self->dark = dark;
      self->styled = TRUE;
      self->asked_at = 0;
      set_traces (self);
    }
  steady_trend_view_set_stale (self->view, self->state->silent);
  if (!self->state->silent)
    ask (self, real_now);
}

/* How many columns of the last answer hold anything. */
unsigned
steady_trend_panel_filled (SteadyTrendPanel *self)
{
  return self->filled;
}

/* The span that is shown; 0 for the whole case. */
void
steady_trend_panel_set_minutes (SteadyTrendPanel *self, int minutes)
{
  self->span = minutes * STEADY_NSEC_PER_MIN;
  self->asked_at = 0;
}

static void
on_span (SteadyTrendPanel *self)
{
  if (gtk_toggle_button_get_active (self->half_hour))
    steady_trend_panel_set_minutes (self, 30);
  else if (gtk_toggle_button_get_active (self->two_hours))
    steady_trend_panel_set_minutes (self, 120);
  else
    steady_trend_panel_set_minutes (self, 0);
}

static void
on_cycle (SteadyTrendPanel *self)
{
  GtkToggleButton *next = self->half_hour;
  if (gtk_toggle_button_get_active (self->half_hour))
    next = self->two_hours;
  else if (gtk_toggle_button_get_active (self->two_hours))
    next = self->whole_case;
  gtk_toggle_button_set_active (next, TRUE);
  gtk_button_set_label (self->cycle, gtk_button_get_label (GTK_BUTTON (next)));
}

/* What is drawn; before the start. */
void
steady_trend_panel_choose (SteadyTrendPanel *self, SteadyTrendSet set)
{
  self->set = set;
}

/* One button that goes round instead of three. */
void
steady_trend_panel_set_compact (SteadyTrendPanel *self, gboolean compact)
{
  gtk_widget_set_visible (self->spans, !compact);
  gtk_widget_set_visible (GTK_WIDGET (self->cycle), compact);
}

/* Makes the view and the reading thread; once. @state is borrowed. */
void
steady_trend_panel_start (SteadyTrendPanel   *self,
                          SteadyConsoleState *state,
                          SteadyPlotBackend   backend)
{
  g_return_if_fail (self->view == NULL);
  self->state = state;
  self->view = STEADY_TREND_VIEW (steady_trend_view_new (backend));
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_box_append (GTK_BOX (self->frame), GTK_WIDGET (self->view));
  self->history = steady_history_new (on_answer, self);
}

static void
steady_trend_panel_dispose (GObject *object)
{
  SteadyTrendPanel *self = STEADY_TREND_PANEL (object);
  self->view = NULL;
  g_clear_pointer (&self->history, steady_history_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_trend_panel_parent_class)->dispose (object);
}

static void
steady_trend_panel_class_init (SteadyTrendPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_trend_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-trend-panel"));
  gtk_widget_class_bind_template_child (widget_class, SteadyTrendPanel, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrendPanel, frame);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrendPanel, half_hour);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrendPanel, two_hours);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrendPanel, whole_case);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrendPanel, spans);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrendPanel, cycle);
  gtk_widget_class_bind_template_callback (widget_class, on_span);
  gtk_widget_class_bind_template_callback (widget_class, on_cycle);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "trendpanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_trend_panel_init (SteadyTrendPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->span = 30 * STEADY_NSEC_PER_MIN;
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Trends"), -1);
}

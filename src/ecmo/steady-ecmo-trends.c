/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ecmo/steady-ecmo-trends.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ecmo/steady-ecmo-words.h"
#include "plot/steady-trend-view.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"

enum
{
  SPANS = 4
};

static const struct
{
  unsigned    hours;
  const char *label;
} spans[SPANS] = {
  { 6, N_ ("6 h") },
  { 24, N_ ("24 h") },
  { 72, N_ ("3 days") },
  { 288, N_ ("12 days") },
};

/* What is drawn; @high is the least top of its axis. None of these is read in another
 * unit anywhere (safety ruling 24): what is drawn is what is stored. */
static const struct
{
  SteadyChannel channel;
  unsigned      row;
  const char   *label;
  double        low;
  double        high;
} traces[] = {
  { STEADY_CHANNEL_FLOW_PER_KG, 0, N_ ("Flow"), 0, 150 },
  { STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE, 1, N_ ("ΔP"), 0, 60 },
  { STEADY_CHANNEL_VENOUS_LINE_PRESSURE, 2, N_ ("P1"), -120, 40 },
  { STEADY_CHANNEL_VENOUS_SATURATION, 3, N_ ("SvO₂"), 30, 100 },
  { STEADY_CHANNEL_ARTERIAL_MEAN, 4, N_ ("MAP"), 0, 100 },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 5, N_ ("NIRS L"), 20, 100 },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 5, N_ ("NIRS R"), 20, 100 },
};

static_assert (G_N_ELEMENTS (traces) <= STEADY_ECMO_TRACES, "traces of a question");

struct _SteadyEcmoTrends
{
  GtkWidget        parent_instance;
  GtkWidget       *box;
  GtkWidget       *spans; /* stands where the page puts it */
  GtkToggleButton *buttons[SPANS];
  SteadyTrendView *view;
  SteadyFitText   *words;
  double           tops[G_N_ELEMENTS (traces)]; /* of the axes as drawn */
  unsigned         filled;
  bool             dark;
};

static guint wanted_signal;

G_DEFINE_FINAL_TYPE (SteadyEcmoTrends, steady_ecmo_trends, GTK_TYPE_WIDGET)

static unsigned
chosen_hours (SteadyEcmoTrends *self)
{
  for (unsigned i = 0; i < SPANS; i++)
    if (gtk_toggle_button_get_active (self->buttons[i]))
      return spans[i].hours;
  return spans[1].hours;
}

/* Adds to @question what this needs. */
void
steady_ecmo_trends_ask (SteadyEcmoTrends *self, SteadyEcmoQuestion *question)
{
  question->span = (SteadySpan) chosen_hours (self) * 60 * STEADY_NSEC_PER_MIN;
  question->columns = MIN (steady_trend_view_get_columns (self->view),
                           (unsigned) STEADY_ECMO_TREND_COLUMNS);
  question->n_traces = G_N_ELEMENTS (traces);
  for (unsigned i = 0; i < G_N_ELEMENTS (traces); i++)
    question->traces[i] = traces[i].channel;
}

/* The top of an axis that holds @highest: in steps, so that it seldom moves. */
static double
top_for (double highest, double least)
{
  double top = least;

  while (top < highest && top < 1000)
    top *= 1.5;
  return top;
}

static void
find_tops (SteadyEcmoTrends *self, const SteadyEcmoSheet *sheet)
{
  const unsigned columns = sheet->question.columns;

  self->filled = 0;
  for (unsigned i = 0; i < G_N_ELEMENTS (traces); i++)
    {
      const SteadyEnvelope *data = sheet->data + (size_t) i * columns;
      double                highest = traces[i].high;
      for (unsigned k = 0; k < columns; k++)
        if (data[k].count > 0)
          {
            highest = fmax (highest, data[k].high);
            self->filled++;
          }
      self->tops[i] = top_for (highest, traces[i].high);
    }
}

static void
set_traces (SteadyEcmoTrends *self, const SteadyEcmoSheet *sheet)
{
  SteadyTrendStyle styles[G_N_ELEMENTS (traces)] = { 0 };
  const double     plan = sheet->course->plan_flow_ml_kg_min;
  GdkRGBA          ground = { 0 };

  gtk_style_context_lookup_color (
      gtk_widget_get_style_context (GTK_WIDGET (self)), "plot", &ground);
  self->dark = ground.red < 0.5f;
  for (unsigned i = 0; i < G_N_ELEMENTS (traces); i++)
    {
      styles[i].channel = (uint16_t) traces[i].channel;
      styles[i].row = traces[i].row;
      styles[i].low = traces[i].low;
      styles[i].high = self->tops[i];
      styles[i].label = _ (traces[i].label);
      /* no site chooses another for these: their own unit, as their scale and samples
       */
      styles[i].unit = steady_channel_info (traces[i].channel)->unit;
      if (traces[i].channel == STEADY_CHANNEL_FLOW_PER_KG && isfinite (plan))
        {
          styles[i].band_low = plan * 0.8; /* the alarms' ± 20 %, safety rulings 17 */
          styles[i].band_high = plan * 1.2;
        }
      steady_look_colour (GTK_WIDGET (self), traces[i].channel, &styles[i].colour);
    }
  steady_trend_view_set_traces (self->view, styles, G_N_ELEMENTS (traces));
  steady_trend_view_set_dark (self->view, self->dark);
  steady_trend_view_set_watermark (self->view,
                                   sheet->course->mode == STEADY_MODE_REVIEW
                                       ? _ ("REPLAY")
                                   : sheet->course->simulated ? _ ("SIMULATED")
                                                              : NULL);
}

/* Parts that were changed and handovers, as ticks. */
static void
show_marks (SteadyEcmoTrends *self, const SteadyEcmoSheet *sheet)
{
  SteadyTrendMark marks[64];
  unsigned        count = 0;
  const GArray   *records = sheet->course->records;
  GdkRGBA         colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)),
                               &colour);
  for (unsigned i = records->len; i-- > 0 && count < G_N_ELEMENTS (marks);)
    {
      const SteadyEcmoRecord *record = &g_array_index (records, SteadyEcmoRecord, i);
      if (record->given < sheet->from || record->given > sheet->to)
        continue;
      marks[count++] = (SteadyTrendMark){
        .t = record->given,
        .colour = colour,
        .text = record->act == STEADY_ECMO_HANDOVER
                    ? _ ("Handover")
                    : steady_ecmo_words_part ((SteadyEcmoPart) record->part)
      };
    }
  steady_trend_view_set_marks (self->view, marks, count);
}

static void
show_words (SteadyEcmoTrends *self, const SteadyEcmoSheet *sheet)
{
  g_autofree char *clotting = steady_ecmo_words_clotting (&sheet->clotting);
  g_autofree char *free_haemoglobin =
      steady_ecmo_words_entry (sheet->course, STEADY_ECMO_ROW_FREE_HAEMOGLOBIN);
  g_autofree char *text = g_strdup_printf ("%s %s.", clotting, free_haemoglobin);

  steady_fit_text_set_text (self->words, text);
}

/* Shows what @sheet, which has a course, answers to steady_ecmo_trends_ask (). */
void
steady_ecmo_trends_show (SteadyEcmoTrends *self, const SteadyEcmoSheet *sheet)
{
  show_words (self, sheet);
  if (sheet->data == NULL)
    return;
  find_tops (self, sheet);
  set_traces (self, sheet);
  steady_trend_view_set_span (
      self->view, sheet->from, sheet->to, sheet->course->span.start);
  for (unsigned i = 0; i < sheet->question.n_traces; i++)
    steady_trend_view_set_data (self->view,
                                (uint16_t) sheet->question.traces[i],
                                sheet->data + (size_t) i * sheet->question.columns,
                                sheet->question.columns);
  show_marks (self, sheet);
}

/* Columns with data in the last answer, for tests. */
unsigned
steady_ecmo_trends_filled (SteadyEcmoTrends *self)
{
  return self->filled;
}

/* What is said of the oxygenator. Borrowed. */
const char *
steady_ecmo_trends_words (SteadyEcmoTrends *self)
{
  return steady_fit_text_get_text (self->words);
}

/* The buttons for the span, to be put where there is room. Borrowed. */
GtkWidget *
steady_ecmo_trends_spans (SteadyEcmoTrends *self)
{
  return self->spans;
}

/* As if the button of this span were tapped. */
void
steady_ecmo_trends_set_hours (SteadyEcmoTrends *self, unsigned hours)
{
  for (unsigned i = 0; i < SPANS; i++)
    if (spans[i].hours == hours)
      gtk_toggle_button_set_active (self->buttons[i], TRUE);
}

static void
on_toggled (SteadyEcmoTrends *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    g_signal_emit (self, wanted_signal, 0);
}

static void
steady_ecmo_trends_dispose (GObject *object)
{
  SteadyEcmoTrends *self = STEADY_ECMO_TRENDS (object);

  g_clear_object (&self->spans);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_ecmo_trends_parent_class)->dispose (object);
}

static void
steady_ecmo_trends_class_init (SteadyEcmoTrendsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_ecmo_trends_dispose;
  wanted_signal = g_signal_new ("wanted",
                                G_TYPE_FROM_CLASS (class),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ecmotrends");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
build_buttons (SteadyEcmoTrends *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  for (unsigned i = 0; i < SPANS; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_ (spans[i].label));
      self->buttons[i] = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_group (self->buttons[i], i > 0 ? self->buttons[0] : NULL);
      gtk_widget_set_size_request (button, 60, 56);
      gtk_box_append (GTK_BOX (row), button);
    }
  gtk_toggle_button_set_active (self->buttons[1], TRUE);
  for (unsigned i = 0; i < SPANS; i++)
    g_signal_connect_swapped (
        self->buttons[i], "toggled", G_CALLBACK (on_toggled), self);
  return row;
}

static void
steady_ecmo_trends_init (SteadyEcmoTrends *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->spans = g_object_ref_sink (build_buttons (self));
  self->view = STEADY_TREND_VIEW (steady_trend_view_new (STEADY_PLOT_BACKEND_CPU));
  gtk_widget_set_hexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->view));
  self->words = g_object_new (
      STEADY_TYPE_FIT_TEXT, "xalign", 0.0, "lines", 2, "height-request", 44, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "planstatus");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->words));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Trends of days"), -1);
}

GtkWidget *
steady_ecmo_trends_new (void)
{
  return g_object_new (STEADY_TYPE_ECMO_TRENDS, NULL);
}

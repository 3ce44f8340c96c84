/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-trend-axis.h"

#include <math.h>

#include "base/steady-clock.h"
#include "plot/steady-plot-theme.h"

#define AXIS_HEIGHT 22
#define TEXT_SIZE   14

/* Units between two times, at least. */
#define TICK_DISTANCE 90.0

struct _SteadyTrendAxis
{
  GtkWidget parent_instance;
  int64_t   from;
  int64_t   to;
  int64_t   case_start;
  bool      dark;
};

G_DEFINE_FINAL_TYPE (SteadyTrendAxis, steady_trend_axis, GTK_TYPE_WIDGET)

static int64_t
choose_step (int64_t span, double width)
{
  static const int64_t seconds[] = { 1,    2,    5,     10,    15,   30,
                                     60,   120,  300,   600,   900,  1800,
                                     3600, 7200, 10800, 21600, 43200 };
  int64_t              step = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (seconds); i++)
    {
      step = seconds[i] * STEADY_NSEC_PER_SEC;
      if ((double) step / (double) span * width >= TICK_DISTANCE)
        return step;
    }
  while ((double) step / (double) span * width < TICK_DISTANCE)
    step *= 2;
  return step;
}

/* Case time as h:mm, or as mm:ss where the ticks are closer than a minute. */
static void
name_time (int64_t t, int64_t step, char *text, size_t size)
{
  long long seconds = t / STEADY_NSEC_PER_SEC;

  if (step >= STEADY_NSEC_PER_MIN)
    g_snprintf (text, (gulong) size, "%lld:%02lld", seconds / 3600, seconds / 60 % 60);
  else
    g_snprintf (text, (gulong) size, "%02lld:%02lld", seconds / 60, seconds % 60);
}

/* The times to be marked on an axis @width units wide, none before the case began;
 * @ret_ticks has room for STEADY_TREND_TICKS_MAX. Returns: their number. Thread: any.
 */
unsigned
steady_trend_ticks (int64_t          from,
                    int64_t          to,
                    int64_t          case_start,
                    double           width,
                    SteadyTrendTick *ret_ticks)
{
  unsigned count = 0;

  if (to <= from || width < 1)
    return 0;
  int64_t step = choose_step (to - from, width);
  int64_t first = MAX (0, (from - case_start) / step * step);
  for (int64_t t = first; t <= to - case_start && count < STEADY_TREND_TICKS_MAX;
       t += step)
    {
      if (t < from - case_start)
        continue;
      ret_ticks[count].x = (double) (t + case_start - from) / (double) (to - from);
      name_time (t, step, ret_ticks[count].text, sizeof ret_ticks[count].text);
      count++;
    }
  return count;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  SteadyTrendAxis       *self = STEADY_TREND_AXIS (widget);
  const SteadyPlotTheme *theme = steady_plot_theme (self->dark);
  int                    width = gtk_widget_get_width (widget);
  SteadyTrendTick        ticks[STEADY_TREND_TICKS_MAX];
  unsigned               count =
      steady_trend_ticks (self->from, self->to, self->case_start, width, ticks);
  PangoLayout          *layout = gtk_widget_create_pango_layout (widget, NULL);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_absolute_size (font, TEXT_SIZE * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  gtk_snapshot_append_color (
      to,
      &theme->ground,
      &GRAPHENE_RECT_INIT (
          0, 0, (float) width, (float) gtk_widget_get_height (widget)));
  for (unsigned i = 0; i < count; i++)
    {
      int text_width;
      pango_layout_set_text (layout, ticks[i].text, -1);
      pango_layout_get_pixel_size (layout, &text_width, NULL);
      double x = ticks[i].x * width - text_width * 0.5;
      if (x < 0 || x + text_width > width)
        continue;
      gtk_snapshot_save (to);
      gtk_snapshot_translate (to, &GRAPHENE_POINT_INIT (floorf ((float) x), 2));
      gtk_snapshot_append_layout (to, layout, &theme->quiet);
      gtk_snapshot_restore (to);
    }
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? AXIS_HEIGHT : 0;
}

static void
steady_trend_axis_class_init (SteadyTrendAxisClass *class)
{
  GTK_WIDGET_CLASS (class)->snapshot = snapshot;
  GTK_WIDGET_CLASS (class)->measure = measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class),
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
steady_trend_axis_init (SteadyTrendAxis *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

/* Makes an axis without a span. Thread: main. */
GtkWidget *
steady_trend_axis_new (void)
{
  return g_object_new (STEADY_TYPE_TREND_AXIS, NULL);
}

/* Sets what the width means; times are named from @case_start. Thread: main. */
void
steady_trend_axis_set (
    SteadyTrendAxis *self, int64_t from, int64_t to, int64_t case_start, bool dark)
{
  self->from = from;
  self->to = to;
  self->case_start = case_start;
  self->dark = dark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

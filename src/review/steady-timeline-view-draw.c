/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "plot/steady-plot-theme.h"
#include "review/steady-timeline-view-private.h"
#include "review/steady-timeline-words.h"

enum
{
  AXIS_TEXT = 14,
  LANE_TEXT = 13,
  TEXTS_MAX = 60, /* words of marks in one picture */
  TIMES_KEPT = 64 /* more than stand below a picture 6,000 units wide */
};

static PangoLayout *
layout_of_size (SteadyTimelineView *self, double size)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_font_description_free (font);
  return layout;
}

/* A time below the picture. It is kept: as a person moves the same ones come again, and
 * laying them out took nearly all that words cost. */
static PangoLayout *
time_layout (SteadyTimelineView *self, const char *text)
{
  PangoLayout *layout = g_hash_table_lookup (self->times, text);

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->times) >= TIMES_KEPT)
    g_hash_table_remove_all (self->times);
  layout = layout_of_size (self, AXIS_TEXT);
  pango_layout_set_text (layout, text, -1);
  g_hash_table_insert (self->times, g_strdup (text), layout);
  return layout;
}

static void
put_text (
    GtkSnapshot *to, PangoLayout *layout, double x, double y, const GdkRGBA *colour)
{
  gtk_snapshot_save (to);
  gtk_snapshot_translate (to, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (to, layout, colour);
  gtk_snapshot_restore (to);
}

static void
draw_axis (SteadyTimelineView *self, GtkSnapshot *to)
{
  const SteadyPlotTheme *theme = steady_plot_theme (self->dark);
  const float            top =
      (float) (gtk_widget_get_height (GTK_WIDGET (self)) - STEADY_TIMELINE_AXIS_HEIGHT);
  const double     right = gtk_widget_get_width (GTK_WIDGET (self));
  const SteadySpan step =
      steady_time_window_tick (steady_time_window_span (&self->window),
                               steady_timeline_view_plot_width (self),
                               STEADY_TIMELINE_TICK_DISTANCE);
  const SteadyInstant begin =
      self->window.first + (self->window.from - self->window.first) / step * step;

  gtk_snapshot_append_color (
      to,
      &theme->ground,
      &GRAPHENE_RECT_INIT (0, top, (float) right, STEADY_TIMELINE_AXIS_HEIGHT));
  for (SteadyInstant t = begin; step > 0 && t <= self->window.to; t += step)
    {
      char text[32];
      int  width;
      steady_timeline_words_tick (t - self->window.first, step, text, sizeof text);
      PangoLayout *layout = time_layout (self, text);
      pango_layout_get_pixel_size (layout, &width, NULL);
      const double x = steady_timeline_view_place_of (self, t);
      const double left = x - width * 0.5;
      if (left >= STEADY_PLOT_GUTTER_WIDTH && left + width <= right)
        put_text (to, layout, floor (left), (double) top + 4, &theme->quiet);
    }
}

/* The alarm whose bar lies on top where @mark begins: the most urgent one. */
static const SteadyTimelineMark *
topmost (SteadyTimelineView *self, const SteadyTimelineMark *mark)
{
  const SteadyTimelineMark *top = mark;

  for (guint i = 0; i < self->marks->len; i++)
    {
      const SteadyTimelineMark *other =
          &g_array_index (self->marks, SteadyTimelineMark, i);
      if (other->from > MAX (mark->from, self->window.from))
        break;
      if (other->lane == STEADY_TIMELINE_ALARMS && other->to > mark->from &&
          other->priority > top->priority)
        top = other;
    }
  return top;
}

/* What can be read on the bar of an alarm, which is as bright as its priority asks. */
static GdkRGBA
colour_on (SteadyTimelineView *self, const SteadyTimelineMark *name, double end)
{
  const SteadyTimelineMark *mark =
      name->lane == STEADY_TIMELINE_ALARMS ? topmost (self, name) : name;
  const GdkRGBA black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };
  const float   light =
      0.30f * mark->colour.red + 0.59f * mark->colour.green + 0.11f * mark->colour.blue;

  if (mark->lane != STEADY_TIMELINE_ALARMS ||
      steady_timeline_view_place_of (self, mark->to) < end)
    return steady_plot_theme (self->dark)->text;
  return light > 0.45f ? black : white;
}

/* One mark's words, where no other mark of its lane is in their way. */
static bool
draw_name (SteadyTimelineView       *self,
           GtkSnapshot              *to,
           PangoLayout              *layout,
           const SteadyTimelineMark *mark,
           double                    from,
           double                    to_x)
{
  const SteadyTimelineRows *rows = steady_timeline_picture_rows (self->picture);
  const int                 scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  const double              y = (double) rows->lane_top[mark->lane] / scale;
  int                       width, height;

  if (mark->name == NULL || mark->name[0] == '\0' || to_x - from < 28)
    return false;
  pango_layout_set_text (layout, mark->name, -1);
  pango_layout_set_width (layout, (int) ((to_x - from) * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, &width, &height);
  const double  room = (double) rows->lane_height / scale;
  const GdkRGBA colour = colour_on (self, mark, from + width);
  /* a bar that ends under its words would hide one half of them */
  if (mark->lane == STEADY_TIMELINE_ALARMS &&
      steady_timeline_view_place_of (self, mark->to) < from + width)
    gtk_snapshot_append_color (
        to,
        &steady_plot_theme (self->dark)->ground,
        &GRAPHENE_RECT_INIT (
            (float) from - 2, (float) y + 1, (float) width + 4, (float) room - 2));
  put_text (to, layout, from, y + (room - height) * 0.5, &colour);
  return true;
}

/* The lane is walked from its end, so that each knows where the next one stands. */
static void
draw_names (SteadyTimelineView *self, GtkSnapshot *to)
{
  double       next[STEADY_TIMELINE_LANES];
  unsigned     texts = 0;
  const double right = gtk_widget_get_width (GTK_WIDGET (self));

  if (steady_timeline_picture_rows (self->picture)->lane_height < LANE_TEXT + 3)
    return;
  PangoLayout *layout = layout_of_size (self, LANE_TEXT);
  for (unsigned i = 0; i < STEADY_TIMELINE_LANES; i++)
    next[i] = right;
  for (guint i = self->marks->len; i > 0 && texts < TEXTS_MAX; i--)
    {
      const SteadyTimelineMark *mark =
          &g_array_index (self->marks, SteadyTimelineMark, i - 1);
      const bool lasting = mark->lane == STEADY_TIMELINE_PHASES;
      if (mark->from >= self->window.to ||
          (lasting || mark->lane == STEADY_TIMELINE_TIMERS ? mark->to : mark->from) <
              self->window.from)
        continue;
      const double at = MAX (steady_timeline_view_place_of (self, mark->from),
                             STEADY_PLOT_GUTTER_WIDTH);
      const double end =
          lasting ? MIN (steady_timeline_view_place_of (self, mark->to), right)
                  : next[mark->lane];
      texts += draw_name (self, to, layout, mark, at + 6, MIN (end, at + 260) - 4);
      next[mark->lane] = MIN (next[mark->lane], at);
    }
  g_object_unref (layout);
}

static void
draw_cursors (SteadyTimelineView *self, GtkSnapshot *to)
{
  static const char *const names[] = { "A", "B" };
  const float              height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  const GdkRGBA            colour = steady_plot_theme (self->dark)->text;
  PangoLayout             *layout = layout_of_size (self, AXIS_TEXT);

  for (unsigned i = 0; i < STEADY_TIMELINE_CURSORS; i++)
    {
      const double x = floor (steady_timeline_view_place_of (self, self->cursors[i]));
      if (self->cursors[i] == STEADY_INSTANT_NEVER || x < STEADY_PLOT_GUTTER_WIDTH ||
          x >= gtk_widget_get_width (GTK_WIDGET (self)))
        continue;
      const float wide = i == self->active ? 2 : 1;
      gtk_snapshot_append_color (
          to,
          &colour,
          &GRAPHENE_RECT_INIT (
              (float) x, 0, wide, height - STEADY_TIMELINE_AXIS_HEIGHT + 6));
      gtk_snapshot_append_color (
          to,
          &colour,
          &GRAPHENE_RECT_INIT (
              (float) x - 9, height - STEADY_TIMELINE_AXIS_HEIGHT + 4, 19, 20));
      pango_layout_set_text (layout, names[i], -1);
      put_text (to,
                layout,
                x - 5,
                (double) height - STEADY_TIMELINE_AXIS_HEIGHT + 4,
                &steady_plot_theme (self->dark)->ground);
    }
  g_object_unref (layout);
}

/* What stands over the picture: times, the words of marks and the cursors. Thread:
 * main.
 */
void
steady_timeline_view_draw_words (SteadyTimelineView *self, GtkSnapshot *to)
{
  draw_axis (self, to);
  draw_names (self, to);
  draw_cursors (self, to);
}

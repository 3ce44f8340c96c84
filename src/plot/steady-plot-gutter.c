/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-gutter.h"

#include <math.h>
#include <string.h>

#include "plot/steady-plot-theme.h"

#define LABEL_SIZE 18
#define SMALL_SIZE 14

/* Names shrink to this where many share a row. */
#define SMALLEST_SIZE 11

/* Height of a line of text, in its size. */
#define LINE_HEIGHT 1.25

/* Right part of the strip, kept for the scale. */
#define SCALE_WIDTH 36

struct _SteadyPlotGutter
{
  GtkWidget              parent_instance;
  SteadyPlotGutterEntry *entries;
  unsigned               count;
  int                    scale;
  bool                   dark;
};

G_DEFINE_FINAL_TYPE (SteadyPlotGutter, steady_plot_gutter, GTK_TYPE_WIDGET)

/* A piece of text to draw. */
typedef struct GutterText
{
  const char    *text;
  double         size;
  bool           bold;
  PangoAlignment alignment;
  const GdkRGBA *colour;
  double         x;
  double         width;
  int            lines;
} GutterText;

/* Draws @text with its top at @y, smaller where it does not fit, for "Line, pre…" names
 * no place of measurement; returns its height. */
static double
draw_text (SteadyPlotGutter *self,
           GtkSnapshot      *snapshot,
           const GutterText *text,
           double            y)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text->text);
  PangoFontDescription *font = pango_font_description_new ();
  int                   height;

  pango_font_description_set_absolute_size (font, text->size * PANGO_SCALE);
  pango_font_description_set_weight (
      font, text->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (text->width * PANGO_SCALE));
  pango_layout_set_height (layout, -text->lines);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (layout, text->alignment);
  for (double size = text->size - 1;
       size >= SMALLEST_SIZE && pango_layout_is_ellipsized (layout);
       size--)
    {
      pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
      pango_layout_set_font_description (layout, font);
    }
  pango_layout_get_pixel_size (layout, NULL, &height);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) text->x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, text->colour);
  gtk_snapshot_restore (snapshot);
  pango_font_description_free (font);
  g_object_unref (layout);
  return height;
}

static void
draw_number (SteadyPlotGutter *self, GtkSnapshot *snapshot, double value, double y)
{
  char       number[32];
  GutterText text = {
    .text = number,
    .size = SMALL_SIZE,
    .alignment = PANGO_ALIGN_RIGHT,
    .colour = &steady_plot_theme (self->dark)->quiet,
    .x = STEADY_PLOT_GUTTER_WIDTH - SCALE_WIDTH - 5,
    .width = SCALE_WIDTH,
    .lines = 1,
  };

  g_snprintf (number, sizeof number, "%.4g", fabs (value) < 1e-9 ? 0 : value);
  draw_text (self, snapshot, &text, y);
}

/* How large names are written of which @names share a row of @height. */
static double
name_size (unsigned names, double height)
{
  return CLAMP ((height - 2) / names / LINE_HEIGHT, SMALLEST_SIZE, LABEL_SIZE);
}

/* One name of the @names of a row, with the scale if it is the first. Returns where the
 * next name of the row goes. */
static double
draw_entry (SteadyPlotGutter            *self,
            GtkSnapshot                 *snapshot,
            const SteadyPlotGutterEntry *entry,
            unsigned                     names,
            bool                         first,
            double                       y)
{
  double     top = (double) entry->top / self->scale;
  double     bottom = (double) entry->bottom / self->scale;
  GutterText label = {
    .text = entry->label,
    .size = name_size (names, bottom - top),
    .bold = true,
    .alignment = PANGO_ALIGN_LEFT,
    .colour = &entry->colour,
    .x = 6,
    .width = STEADY_PLOT_GUTTER_WIDTH - SCALE_WIDTH - 12,
    .lines = bottom - top >= 72 && names == 1 ? 2 : 1,
  };

  if (first)
    y = top + 1;
  if (entry->label)
    y += draw_text (self, snapshot, &label, y);
  if (first && bottom - top >= 2.5 * SMALL_SIZE)
    {
      draw_number (self, snapshot, entry->high, top + 1);
      draw_number (self, snapshot, entry->low, bottom - SMALL_SIZE - 6);
    }
  return y;
}

/* The unit of a row, below all of its names, where there is room. */
static void
draw_unit (SteadyPlotGutter            *self,
           GtkSnapshot                 *snapshot,
           const SteadyPlotGutterEntry *entry,
           double                       y)
{
  GutterText unit = {
    .text = entry->unit,
    .size = SMALL_SIZE,
    .alignment = PANGO_ALIGN_LEFT,
    .colour = &steady_plot_theme (self->dark)->quiet,
    .x = 6,
    .width = STEADY_PLOT_GUTTER_WIDTH - SCALE_WIDTH - 12,
    .lines = 1,
  };

  if (entry->unit && y + SMALL_SIZE + 4 <= (double) entry->bottom / self->scale)
    draw_text (self, snapshot, &unit, y);
}

/* How many entries share the row of the one at place @first. */
static unsigned
names_of_row (SteadyPlotGutter *self, unsigned first)
{
  unsigned end = first;

  while (end < self->count && self->entries[end].top == self->entries[first].top)
    end++;
  return end - first;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *to)
{
  SteadyPlotGutter            *self = STEADY_PLOT_GUTTER (widget);
  const SteadyPlotTheme       *theme = steady_plot_theme (self->dark);
  float                        width = (float) gtk_widget_get_width (widget);
  float                        height = (float) gtk_widget_get_height (widget);
  const SteadyPlotGutterEntry *head = NULL; /* the first of the row */
  unsigned                     names = 1;
  double                       y = 0;

  gtk_snapshot_append_color (
      to, &theme->ground, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (unsigned i = 0; i < self->count; i++)
    {
      const SteadyPlotGutterEntry *entry = &self->entries[i];
      bool  first = i == 0 || entry->top != self->entries[i - 1].top;
      float top = (float) entry->top / (float) self->scale;

      gtk_snapshot_push_clip (
          to,
          &GRAPHENE_RECT_INIT (
              0, top, width, (float) entry->bottom / (float) self->scale - top));
      if (first && i > 0)
        gtk_snapshot_append_color (
            to, &theme->edge, &GRAPHENE_RECT_INIT (0, top, width, 1));
      head = first ? entry : head;
      if (first)
        names = names_of_row (self, i);
      y = draw_entry (self, to, entry, names, first, y);
      if (i + 1 == self->count || entry->top != self->entries[i + 1].top)
        draw_unit (self, to, head, y);
      gtk_snapshot_pop (to);
    }
  gtk_snapshot_append_color (
      to, &theme->edge, &GRAPHENE_RECT_INIT (width - 1, 0, 1, height));
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
  *minimum = *natural =
      orientation == GTK_ORIENTATION_HORIZONTAL ? STEADY_PLOT_GUTTER_WIDTH : 0;
}

static void
forget (SteadyPlotGutter *self)
{
  for (unsigned i = 0; i < self->count; i++)
    {
      g_free ((char *) self->entries[i].label);
      g_free ((char *) self->entries[i].unit);
    }
  g_clear_pointer (&self->entries, g_free);
  self->count = 0;
}

static void
finalize (GObject *object)
{
  forget (STEADY_PLOT_GUTTER (object));
  G_OBJECT_CLASS (steady_plot_gutter_parent_class)->finalize (object);
}

static void
steady_plot_gutter_class_init (SteadyPlotGutterClass *class)
{
  G_OBJECT_CLASS (class)->finalize = finalize;
  GTK_WIDGET_CLASS (class)->snapshot = snapshot;
  GTK_WIDGET_CLASS (class)->measure = measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class),
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
steady_plot_gutter_init (SteadyPlotGutter *self)
{
  self->scale = 1;
  self->dark = true;
}

/* Makes the strip of names and scales left of a picture. Thread: main. */
GtkWidget *
steady_plot_gutter_new (void)
{
  return g_object_new (STEADY_TYPE_PLOT_GUTTER, NULL);
}

/* Sets what stands in the strip; entries of one row follow each other. Texts are
 * copied. Thread: main. */
void
steady_plot_gutter_set (SteadyPlotGutter            *self,
                        const SteadyPlotGutterEntry *entries,
                        unsigned                     count,
                        int                          scale,
                        bool                         dark)
{
  forget (self);
  self->entries = g_memdup2 (entries, count * sizeof *entries);
  self->count = count;
  for (unsigned i = 0; i < count; i++)
    {
      self->entries[i].label = g_strdup (entries[i].label);
      self->entries[i].unit = g_strdup (entries[i].unit);
    }
  self->scale = MAX (scale, 1);
  self->dark = dark;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

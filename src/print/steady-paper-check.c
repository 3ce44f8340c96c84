/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/steady-paper-check.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "print/steady-paper.h"

/* Lines may touch each other's descenders by this much, points. */
#define TOUCH 1.0
/* What a printer may cut off; no text stands there, points. */
#define EDGE 20.0

/* The ink of a line. */
typedef struct Area
{
  double left, top, right, bottom;
} Area;

/* Begins a document. */
void
steady_paper_check_init (SteadyPaperCheck *self)
{
  *self = (SteadyPaperCheck){ .areas = g_array_new (FALSE, FALSE, sizeof (Area)) };
}

void
steady_paper_check_finish (SteadyPaperCheck *self)
{
  g_clear_pointer (&self->areas, g_array_unref);
  g_clear_pointer (&self->first, g_free);
}

/* Begins a page, on which nothing stands. */
void
steady_paper_check_page (SteadyPaperCheck *self)
{
  g_array_set_size (self->areas, 0);
}

static void
note (SteadyPaperCheck *self, unsigned *count, const char *what, PangoLayout *layout)
{
  (*count)++;
  if (self->first == NULL)
    self->first = g_strdup_printf ("%s: %s", what, pango_layout_get_text (layout));
}

/* Lines that begin within a word: it was wider than its column. */
static void
look_for_broken_words (SteadyPaperCheck *self, PangoLayout *layout)
{
  int                 n;
  const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly (layout, &n);
  const char         *text = pango_layout_get_text (layout);

  for (int i = 1; i < pango_layout_get_line_count (layout); i++)
    {
      const PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      const glong place = g_utf8_pointer_to_offset (text, text + line->start_index);
      if (place > 0 && place < n && !attributes[place].is_line_break)
        note (self, &self->broken, "broken", layout);
    }
}

static void
add_area (SteadyPaperCheck *self, PangoLayout *layout, const Area *area)
{
  if (area->left < EDGE || area->right > STEADY_PAPER_WIDTH - EDGE ||
      area->top < EDGE / 2 || area->bottom > STEADY_PAPER_HEIGHT - EDGE / 2)
    note (self, &self->outside, "outside", layout);
  for (unsigned i = 0; i < self->areas->len; i++)
    {
      const Area  *other = &g_array_index (self->areas, Area, i);
      const double wide =
          fmin (area->right, other->right) - fmax (area->left, other->left);
      const double high =
          fmin (area->bottom, other->bottom) - fmax (area->top, other->top);
      if (wide > TOUCH && high > TOUCH)
        note (self, &self->overlaps, "overlapping", layout);
    }
  g_array_append_val (self->areas, *area);
}

/*
 * Looks at the text of @layout that was written at @x, @y in a column @width points
 * wide; 0: as wide as it is. Texts that are turned are not for this.
 *
 * Thread: main.
 */
void
steady_paper_check_text (
    SteadyPaperCheck *self, PangoLayout *layout, double x, double y, double width)
{
  PangoLayoutIter *iter;

  if (width > 0)
    look_for_broken_words (self, layout);
  iter = pango_layout_get_iter (layout);
  do
    {
      PangoRectangle ink;
      pango_layout_iter_get_line_extents (iter, &ink, NULL);
      const Area area = { x + (double) ink.x / PANGO_SCALE,
                          y + (double) ink.y / PANGO_SCALE,
                          x + (double) (ink.x + ink.width) / PANGO_SCALE,
                          y + (double) (ink.y + ink.height) / PANGO_SCALE };
      if (ink.width > 0 && ink.height > 0)
        add_area (self, layout, &area);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

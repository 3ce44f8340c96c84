/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-phase-cells.h"

#include <math.h>

enum
{
  ROW_HEIGHT = 40,
  CAPTION_HEIGHT = 196,
  MARK = 18 /* across */
};

/* Captions or marks, and the bits of those that are so now. */
struct _SteadyPhaseCells
{
  GtkWidget       parent_instance;
  int             width; /* of a cell */
  unsigned        count;
  char           *captions[STEADY_PHASE_CELLS_MOST];
  SteadyPhaseCell cells[STEADY_PHASE_CELLS_MOST];
  uint32_t        now;
};

G_DEFINE_FINAL_TYPE (SteadyPhaseCells, steady_phase_cells, GTK_TYPE_WIDGET)

static GdkRGBA
text_colour (GtkWidget *widget)
{
  GdkRGBA colour;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  return colour;
}

/* A disc is armed, a ring is of low priority, a dash is off: shapes, not colours. */
static void
draw_mark (SteadyPhaseCells *self, GtkSnapshot *snapshot, unsigned i)
{
  const GdkRGBA colour = text_colour (GTK_WIDGET (self));
  const GdkRGBA colours[4] = { colour, colour, colour, colour };
  const float   widths[4] = { 3, 3, 3, 3 };
  const float   middle = (float) gtk_widget_get_height (GTK_WIDGET (self)) / 2;
  const float   left =
      (float) (int) (i * (unsigned) self->width) + (float) (self->width - MARK) / 2;
  const graphene_rect_t dash = GRAPHENE_RECT_INIT (left + 4, middle - 1, MARK - 8, 2);
  const graphene_rect_t place =
      GRAPHENE_RECT_INIT (left, middle - (float) MARK / 2, MARK, MARK);
  GskRoundedRect disc;

  gsk_rounded_rect_init_from_rect (&disc, &place, (float) MARK / 2);
  switch (self->cells[i])
    {
    case STEADY_PHASE_CELL_ARMED:
      gtk_snapshot_push_rounded_clip (snapshot, &disc);
      gtk_snapshot_append_color (snapshot, &colour, &place);
      gtk_snapshot_pop (snapshot);
      break;
    case STEADY_PHASE_CELL_ADVISORY:
      gtk_snapshot_append_border (snapshot, &disc, widths, colours);
      break;
    case STEADY_PHASE_CELL_OFF:
    default:
      gtk_snapshot_append_color (snapshot, &colour, &dash);
      break;
    }
}

/* Reads from below, so that a narrow column has a whole word. */
static void
draw_caption (SteadyPhaseCells *self, GtkSnapshot *snapshot, unsigned i)
{
  const GdkRGBA colour = text_colour (GTK_WIDGET (self));
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (self), self->captions[i]);
  int width, height;

  pango_layout_set_width (layout, (CAPTION_HEIGHT - 8) * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT ((float) (int) (i * (unsigned) self->width) +
                                (float) (self->width - height) / 2,
                            (float) gtk_widget_get_height (GTK_WIDGET (self)) - 4));
  gtk_snapshot_rotate (snapshot, -90);
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
steady_phase_cells_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SteadyPhaseCells *self = STEADY_PHASE_CELLS (widget);
  const float       height = (float) gtk_widget_get_height (widget);
  GdkRGBA           band = text_colour (widget);

  band.alpha = 0.18F;
  for (unsigned i = 0; i < self->count; i++)
    {
      const float left = (float) (int) (i * (unsigned) self->width);
      if ((self->now >> i & 1) != 0)
        gtk_snapshot_append_color (
            snapshot,
            &band,
            &GRAPHENE_RECT_INIT (left + 2, 0, (float) self->width - 4, height));
      if (self->captions[i] != NULL)
        draw_caption (self, snapshot, i);
      else
        draw_mark (self, snapshot, i);
    }
}

static void
steady_phase_cells_measure (GtkWidget     *widget,
                            GtkOrientation orientation,
                            int            for_size,
                            int           *ret_least,
                            int           *ret_natural,
                            int           *ret_least_baseline,
                            int           *ret_natural_baseline)
{
  const SteadyPhaseCells *self = STEADY_PHASE_CELLS (widget);
  const int               across = self->width * (int) self->count;
  const int along = self->captions[0] != NULL ? CAPTION_HEIGHT : ROW_HEIGHT;

  *ret_least = *ret_natural =
      orientation == GTK_ORIENTATION_HORIZONTAL ? across : along;
}

/* Makes it the line of captions. */
void
steady_phase_cells_caption (SteadyPhaseCells  *self,
                            const char *const *captions,
                            unsigned           count)
{
  g_return_if_fail (count <= STEADY_PHASE_CELLS_MOST);
  self->count = count;
  for (unsigned i = 0; i < count; i++)
    {
      g_free (self->captions[i]);
      self->captions[i] = g_strdup (captions[i]);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Makes it the line of an alarm. */
void
steady_phase_cells_mark (SteadyPhaseCells      *self,
                         const SteadyPhaseCell *cells,
                         unsigned               count)
{
  g_return_if_fail (count <= STEADY_PHASE_CELLS_MOST);
  self->count = count;
  for (unsigned i = 0; i < count; i++)
    self->cells[i] = cells[i];
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Which cells are so now: a bit for each. Draws only where that changed. */
void
steady_phase_cells_now (SteadyPhaseCells *self, uint32_t now)
{
  if (self->now == now)
    return;
  self->now = now;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
steady_phase_cells_finalize (GObject *object)
{
  for (unsigned i = 0; i < STEADY_PHASE_CELLS_MOST; i++)
    g_free (STEADY_PHASE_CELLS (object)->captions[i]);
  G_OBJECT_CLASS (steady_phase_cells_parent_class)->finalize (object);
}

static void
steady_phase_cells_class_init (SteadyPhaseCellsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = steady_phase_cells_finalize;
  widget_class->snapshot = steady_phase_cells_snapshot;
  widget_class->measure = steady_phase_cells_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
steady_phase_cells_init (SteadyPhaseCells *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/* An empty line of cells that are @width wide. */
GtkWidget *
steady_phase_cells_new (int width)
{
  SteadyPhaseCells *self = g_object_new (STEADY_TYPE_PHASE_CELLS, NULL);
  self->width = width;
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-cell-layout.h"

/* Lays children out as equal cells, row by row. */
struct _SteadyCellLayout
{
  GtkLayoutManager parent_instance;
  int              cell_width;
  int              spacing;
};

enum
{
  PROP_CELL_WIDTH = 1,
  PROP_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SteadyCellLayout, steady_cell_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
count_cells (GtkWidget *widget)
{
  int cells = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_should_layout (child))
      cells++;
  return cells;
}

/* How many rows @cells need at @width. Thread: any. */
int
steady_cell_layout_rows (int cells, int width, int cell_width, int spacing)
{
  const int fit = MAX (1, (width + spacing) / (cell_width + spacing));
  return MAX (1, (cells + fit - 1) / fit);
}

static int
tallest (GtkWidget *widget)
{
  int most = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum = 0;
      if (gtk_widget_should_layout (child))
        gtk_widget_measure (
            child, GTK_ORIENTATION_VERTICAL, -1, &minimum, NULL, NULL, NULL);
      most = MAX (most, minimum);
    }
  return most;
}

static GtkSizeRequestMode
steady_cell_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
steady_cell_layout_measure (GtkLayoutManager *manager,
                            GtkWidget        *widget,
                            GtkOrientation    orientation,
                            int               for_size,
                            int              *minimum,
                            int              *natural,
                            int              *minimum_baseline,
                            int              *natural_baseline)
{
  SteadyCellLayout *self = STEADY_CELL_LAYOUT (manager);
  const int         cells = count_cells (widget);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->cell_width;
      *natural = cells * (self->cell_width + self->spacing);
      return;
    }
  const int rows =
      for_size < 0
          ? 1
          : steady_cell_layout_rows (cells, for_size, self->cell_width, self->spacing);
  *minimum = *natural = rows * tallest (widget) + (rows - 1) * self->spacing;
}

static void
steady_cell_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  SteadyCellLayout *self = STEADY_CELL_LAYOUT (manager);
  const int         cells = count_cells (widget);
  const int         rows =
      steady_cell_layout_rows (cells, width, self->cell_width, self->spacing);
  const int columns = MAX (1, (cells + rows - 1) / rows);
  const int across = width + self->spacing;
  const int down = height + self->spacing;
  int       index = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      const int     row = index / columns;
      const int     in_row = MIN (columns, cells - row * columns);
      const int     column = index % columns;
      const int     x = across * column / in_row;
      const int     y = down * row / rows;
      GtkAllocation place = { x,
                              y,
                              across * (column + 1) / in_row - x - self->spacing,
                              down * (row + 1) / rows - y - self->spacing };
      gtk_widget_size_allocate (child, &place, -1);
      index++;
    }
}

static void
steady_cell_layout_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SteadyCellLayout *self = STEADY_CELL_LAYOUT (object);
  if (id == PROP_CELL_WIDTH)
    self->cell_width = g_value_get_int (value);
  else if (id == PROP_SPACING)
    self->spacing = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static void
steady_cell_layout_class_init (SteadyCellLayoutClass *class)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (class);
  const GParamFlags      flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (class)->set_property = steady_cell_layout_set_property;
  layout_class->get_request_mode = steady_cell_layout_get_request_mode;
  layout_class->measure = steady_cell_layout_measure;
  layout_class->allocate = steady_cell_layout_allocate;
  properties[PROP_CELL_WIDTH] =
      g_param_spec_int ("cell-width", NULL, NULL, 1, 4000, 100, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, 100, 8, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPS, properties);
}

static void
steady_cell_layout_init (SteadyCellLayout *self)
{
  self->cell_width = 100;
  self->spacing = 8;
}

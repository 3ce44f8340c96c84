/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "plot/steady-plot-memory.h"

enum
{
  WIDTH = 60,
  HEIGHT = 40,
  STRIP = 16, /* rows of a node */
  LEFT = 10,  /* where the picture lies, in units */
  TOP = 6
};

/* A picture in which no two pixels are alike. */
static cairo_surface_t *
make_picture (SteadyPlotMemory *memory)
{
  cairo_surface_t *surface = steady_plot_memory_surface (memory, WIDTH, HEIGHT);
  uint32_t *pixels = (uint32_t *) (void *) cairo_image_surface_get_data (surface);

  for (unsigned i = 0; i < WIDTH * HEIGHT; i++)
    pixels[i] = 0xff000000u | i * 4099u;
  return surface;
}

/* Strips one below the other, each of which shows its part of @surface. */
static GPtrArray *
make_strips (cairo_surface_t *surface, int scale)
{
  const graphene_point_t origin = GRAPHENE_POINT_INIT (LEFT, TOP);
  GPtrArray             *nodes =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gsk_render_node_unref);

  for (int y = 0; y < HEIGHT; y += STRIP)
    {
      const graphene_rect_t strip =
          GRAPHENE_RECT_INIT (LEFT,
                              TOP + (float) y / (float) scale,
                              WIDTH / (float) scale,
                              (float) MIN (STRIP, HEIGHT - y) / (float) scale);
      g_ptr_array_add (nodes,
                       steady_plot_memory_node (surface, &origin, &strip, scale));
    }
  return nodes;
}

/* As GTK draws into a window, on a screen of @scale pixels a unit. */
static cairo_surface_t *
draw (GPtrArray *nodes, int scale)
{
  cairo_surface_t *window = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (LEFT + WIDTH) * scale, (TOP + HEIGHT) * scale);

  cairo_surface_set_device_scale (window, scale, scale);
  cairo_t *cr = cairo_create (window);
  cairo_set_source_rgb (cr, 0.4, 0.2, 0.1); /* what lies below */
  cairo_paint (cr);
  for (guint i = 0; i < nodes->len; i++)
    gsk_render_node_draw (nodes->pdata[i], cr);
  cairo_destroy (cr);
  cairo_surface_flush (window);
  return window;
}

/* Every pixel stands in its place as it was written, also after whoever wrote it let go
 * of the picture and began others. */
static void
test_pixels (gconstpointer data)
{
  const int         scale = GPOINTER_TO_INT (data);
  SteadyPlotMemory *memory =
      steady_plot_memory_new (WIDTH * HEIGHT * sizeof (uint32_t));
  cairo_surface_t *picture = make_picture (memory);
  GPtrArray       *nodes = make_strips (picture, scale);

  cairo_surface_destroy (picture);
  for (unsigned i = 0; i < 3; i++)
    {
      cairo_surface_t *other = steady_plot_memory_surface (memory, WIDTH, HEIGHT);
      memset (cairo_image_surface_get_data (other), 0x55, WIDTH * HEIGHT * 4);
      cairo_surface_destroy (other);
    }
  cairo_surface_t *window = draw (nodes, scale);
  const uint32_t  *seen =
      (const uint32_t *) (void *) cairo_image_surface_get_data (window);
  const int stride = cairo_image_surface_get_stride (window) / 4;
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      g_assert_cmphex (seen[(y + TOP * scale) * stride + x + LEFT * scale] & 0xffffff,
                       ==,
                       (unsigned) (y * WIDTH + x) * 4099u & 0xffffff);
  cairo_surface_destroy (window);
  g_ptr_array_unref (nodes);
  steady_plot_memory_unref (memory);
}

/* A picture is held until the last of its nodes goes, and then its memory is used
 * again. */
static void
test_held (void)
{
  SteadyPlotMemory *memory =
      steady_plot_memory_new (WIDTH * HEIGHT * sizeof (uint32_t));
  cairo_surface_t *picture = make_picture (memory);
  const void      *pixels = cairo_image_surface_get_data (picture);
  GPtrArray       *nodes = make_strips (picture, 1);

  cairo_surface_destroy (draw (nodes, 1));
  cairo_surface_destroy (picture);
  g_ptr_array_set_size (nodes, 1);
  cairo_surface_t *other = steady_plot_memory_surface (memory, WIDTH, HEIGHT);
  g_assert_true (cairo_image_surface_get_data (other) != pixels);
  g_ptr_array_unref (nodes);
  cairo_surface_t *again = steady_plot_memory_surface (memory, WIDTH, HEIGHT);
  g_assert_true (cairo_image_surface_get_data (again) == pixels);
  cairo_surface_destroy (again);
  cairo_surface_destroy (other);
  steady_plot_memory_unref (memory);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_type_ensure (GSK_TYPE_CAIRO_NODE); /* GTK does, where there is a display */
  g_test_add_data_func ("/plot/memory/pixels", GINT_TO_POINTER (1), test_pixels);
  g_test_add_data_func ("/plot/memory/pixels-fine", GINT_TO_POINTER (2), test_pixels);
  g_test_add_func ("/plot/memory/held", test_held);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-plot-theme.h"

/* The ground for day or for a dimmed room. Thread: any. */
const SteadyPlotTheme *
steady_plot_theme (bool dark)
{
  static const SteadyPlotTheme dim = {
    .ground = { 0.055f, 0.067f, 0.082f, 1 },
    .grid = { 0.125f, 0.141f, 0.165f, 1 },
    .edge = { 0.220f, 0.243f, 0.275f, 1 },
    .text = { 0.925f, 0.937f, 0.949f, 1 },
    .quiet = { 0.640f, 0.670f, 0.700f, 1 },
    .watermark = { 1, 1, 1, 0.10f },
    .stale = { 0.450f, 0.470f, 0.490f, 1 },
  };
  static const SteadyPlotTheme day = {
    .ground = { 0.965f, 0.969f, 0.973f, 1 },
    .grid = { 0.870f, 0.882f, 0.894f, 1 },
    .edge = { 0.720f, 0.737f, 0.757f, 1 },
    .text = { 0.090f, 0.102f, 0.118f, 1 },
    .quiet = { 0.320f, 0.340f, 0.365f, 1 },
    .watermark = { 0, 0, 0, 0.09f },
    .stale = { 0.600f, 0.615f, 0.630f, 1 },
  };
  return dark ? &dim : &day;
}

static uint32_t
byte_of (float share)
{
  return (uint32_t) (CLAMP (share, 0, 1) * 255 + 0.5f);
}

/* @colour as 0xffRRGGBB, without its alpha. Thread: any. */
uint32_t
steady_plot_theme_pixel (const GdkRGBA *colour)
{
  return 0xff000000u | byte_of (colour->red) << 16 | byte_of (colour->green) << 8 |
         byte_of (colour->blue);
}

/* Fills a rectangle. Thread: main. */
void
steady_plot_theme_fill (
    cairo_t *cr, const GdkRGBA *colour, double x, double y, double width, double height)
{
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
}

/* A layout for text of @size pixels in a picture, in the font of @widget. Thread: main.
 */
PangoLayout *
steady_plot_theme_layout (cairo_t *cr, GtkWidget *widget, double size, bool bold)
{
  PangoLayout          *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_copy (
      pango_context_get_font_description (gtk_widget_get_pango_context (widget)));

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font,
                                     bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  return layout;
}

/* Writes @text large and faint into the row from @top to @bottom, so often that no part
 * of a picture can be cut out without it, in the font of @widget. NULL or empty:
 * nothing. Thread: main. */
void
steady_plot_theme_watermark (cairo_t    *cr,
                             GtkWidget  *widget,
                             bool        dark,
                             const char *text,
                             double      width,
                             double      top,
                             double      bottom)
{
  if (!text || !*text || bottom - top < 12)
    return;

  double       size = CLAMP ((bottom - top) * 0.5, 10, 96);
  PangoLayout *layout = steady_plot_theme_layout (cr, widget, size, true);
  int          text_width, text_height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gdk_cairo_set_source_rgba (cr, &steady_plot_theme (dark)->watermark);

  double stride = MAX (text_width * 2.0, 160);
  int    copies = MAX (1, (int) (width / stride));
  for (int i = 0; i < copies; i++)
    {
      cairo_move_to (cr,
                     (i + 0.5) * width / copies - text_width * 0.5,
                     0.5 * (top + bottom) - text_height * 0.5);
      pango_cairo_show_layout (cr, layout);
    }
  g_object_unref (layout);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-theme.h"

#include <math.h>

#define FOLDER "/org/steady_perfusion/Steady/css/"

/* A finger in a glove needs this much (safety rulings, 26). */
#define TOUCH_MM    15.0
#define TOUCH_LEAST 56
/* Beyond this the page would not fit; a monitor that claims so is believed no more. */
#define TOUCH_MOST 62

/* What steady.css gives to each of them around its words. */
#define PADDING_ACROSS 16
#define PADDING_DOWN   4

static GtkCssProvider *
provider (GdkDisplay *display, const char *key, guint priority)
{
  GtkCssProvider *css = g_object_get_data (G_OBJECT (display), key);
  if (css != NULL)
    return css;
  css = gtk_css_provider_new ();
  g_object_set_data_full (G_OBJECT (display), key, css, g_object_unref);
  gtk_style_context_add_provider_for_display (
      display, GTK_STYLE_PROVIDER (css), priority);
  return css;
}

/* Shows everything on @display in the day or the dim theme. */
void
steady_theme_load (GdkDisplay *display, gboolean dark)
{
  GtkCssProvider *colours =
      provider (display, "steady-colours", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  gtk_css_provider_load_from_resource (
      colours, dark ? FOLDER "steady-dim.css" : FOLDER "steady-day.css");
  if (g_object_get_data (G_OBJECT (display), "steady-touch") == NULL)
    steady_theme_set_touch (display, TOUCH_LEAST);
  if (g_object_get_data (G_OBJECT (display), "steady-shapes") == NULL)
    gtk_css_provider_load_from_resource (
        provider (
            display, "steady-shapes", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1),
        FOLDER "steady.css");
}

/* The least height and width of what is touched, from the size that the monitor
 * reports; the least allowed where it reports none. */
int
steady_theme_touch_pixels (int width_px, int width_mm)
{
  if (width_px <= 0 || width_mm <= 0)
    return TOUCH_LEAST;
  const int wanted = (int) ceil (TOUCH_MM * width_px / width_mm);
  return CLAMP (wanted, TOUCH_LEAST, TOUCH_MOST);
}

/* Makes everything that is touched at least @pixels wide and high. */
void
steady_theme_set_touch (GdkDisplay *display, int pixels)
{
  g_autofree char *text = g_strdup_printf (
      "button, holdbutton, entry { min-width: %dpx; min-height: %dpx; }",
      pixels - PADDING_ACROSS,
      pixels - PADDING_DOWN);
  gtk_css_provider_load_from_data (
      provider (display, "steady-touch", GTK_STYLE_PROVIDER_PRIORITY_APPLICATION),
      text,
      -1);
}

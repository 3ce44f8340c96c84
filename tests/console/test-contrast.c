/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <gdk/gdk.h>

/* Colours by name, as resources/css holds them. */
static GHashTable *colours;

static void
load (const char *name)
{
  g_autofree char *path = g_build_filename (STEADY_TEST_CSS, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_hash_table_remove_all (colours);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      char     key[64], value[16];
      GdkRGBA *colour = g_new0 (GdkRGBA, 1);
      if (sscanf (lines[i], "@define-color %63s %15[^;]", key, value) == 2 &&
          gdk_rgba_parse (colour, value))
        g_hash_table_replace (colours, g_strdup (key), g_steal_pointer (&colour));
      g_free (colour);
    }
  g_assert_cmpuint (g_hash_table_size (colours), >, 25);
}

static double
linear (double part)
{
  return part <= 0.04045 ? part / 12.92 : pow ((part + 0.055) / 1.055, 2.4);
}

static double
luminance (const char *name)
{
  const GdkRGBA *colour = g_hash_table_lookup (colours, name);
  if (colour == NULL)
    g_error ("There is no colour “%s”.", name);
  return 0.2126 * linear (colour->red) + 0.7152 * linear (colour->green) +
         0.0722 * linear (colour->blue);
}

/* As WCAG 2 defines it. */
static double
contrast (const char *front, const char *back)
{
  const double a = luminance (front), b = luminance (back);
  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

static void
check (const char *front, const char *back, double least)
{
  const double ratio = contrast (front, back);
  if (ratio < least)
    {
      g_test_message ("%s on %s: %.2f, wanted %.1f", front, back, ratio, least);
      g_test_fail ();
    }
}

/* Numbers at least 7:1, all other text at least 4.5:1, on every ground they stand on.
 */
static void
test_theme (gconstpointer data)
{
  static const char *const numbers[] = {
    "text",        "signal_flow",   "signal_arterial", "signal_venous",
    "signal_line", "signal_oxygen", "signal_warm",
  };
  static const char *const traces[] = {
    "signal_ecg",    "signal_arterial", "signal_venous", "signal_line", "signal_flow",
    "signal_oxygen", "signal_warm",     "signal_cool",   "signal_core",
  };
  load (data);
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    check (numbers[i], "panel", 7);
  check ("text", "panel", 7);
  check ("text", "ground", 7);
  check ("text", "button", 7);
  check ("text", "pressed", 4.5);
  check ("quiet", "panel", 4.5);
  check ("quiet", "ground", 4.5);
  check ("old", "panel", 4.5);
  check ("inverse_text", "inverse_ground", 7);
  check ("alarm_high_text", "alarm_high", 4.5);
  check ("alarm_high_text", "alarm_high_dark", 4.5);
  check ("alarm_medium_text", "alarm_medium", 7);
  check ("alarm_low_text", "alarm_low", 7);
  for (unsigned i = 0; i < G_N_ELEMENTS (traces); i++)
    check (traces[i], "plot", 4.5);
}

static double
hue (const char *name)
{
  const GdkRGBA *c = g_hash_table_lookup (colours, name);
  const double   high = MAX (c->red, MAX (c->green, c->blue));
  const double   low = MIN (c->red, MIN (c->green, c->blue));
  if (high - low < 1e-6)
    return NAN;
  double h;
  if (high <= c->red)
    h = (c->green - c->blue) / (high - low);
  else if (high <= c->green)
    h = 2 + (c->blue - c->red) / (high - low);
  else
    h = 4 + (c->red - c->green) / (high - low);
  return fmod (h * 60 + 360, 360);
}

static double
saturation (const char *name)
{
  const GdkRGBA *c = g_hash_table_lookup (colours, name);
  const double   high = MAX (c->red, MAX (c->green, c->blue));
  const double   low = MIN (c->red, MIN (c->green, c->blue));
  return high > 0 ? (high - low) / high : 0;
}

/* Red, yellow and cyan belong to alarms alone: no signal is a strong one of these. */
static void
test_alarm_hues_are_theirs (gconstpointer data)
{
  static const char *const signals[] = {
    "signal_ecg",    "signal_arterial", "signal_venous",
    "signal_oxygen", "signal_warm",     "signal_cool",
  };
  static const char *const alarms[] = { "alarm_high", "alarm_medium", "alarm_low" };
  load (data);
  for (unsigned i = 0; i < G_N_ELEMENTS (signals); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (alarms); j++)
      {
        double apart = fabs (hue (signals[i]) - hue (alarms[j]));
        apart = MIN (apart, 360 - apart);
        if (apart < 20 && saturation (signals[i]) > 0.5)
          {
            g_test_message ("%s is only %.0f° from %s", signals[i], apart, alarms[j]);
            g_test_fail ();
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  colours = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_test_add_data_func ("/console/contrast/day", "steady-day.css", test_theme);
  g_test_add_data_func ("/console/contrast/dim", "steady-dim.css", test_theme);
  g_test_add_data_func (
      "/console/hues/day", "steady-day.css", test_alarm_hues_are_theirs);
  g_test_add_data_func (
      "/console/hues/dim", "steady-dim.css", test_alarm_hues_are_theirs);
  const int status = g_test_run ();
  g_hash_table_unref (colours);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-text.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <string.h>

#include <glib.h>

/*
 * Reads a finite number written with a point, whatever the locale, and nothing after
 * it.
 *
 * Thread: any.
 */
bool
steady_text_to_number (const char *text, double *ret_value)
{
  char *end;

  errno = 0;
  const double value = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || errno != 0 || !isfinite (value))
    return false;
  *ret_value = value;
  return true;
}

/*
 * Reads a span such as "20min", "90s", "1.5h", "250ms", "12d"; not negative, and under
 * a hundred years so that sums of instants cannot overflow.
 *
 * Thread: any.
 */
bool
steady_text_to_span (const char *text, SteadySpan *ret_span)
{
  static const struct
  {
    const char *unit;
    double      seconds;
  } units[] = {
    { "ms", 0.001 }, { "s", 1 }, { "min", 60 }, { "h", 3600 }, { "d", 86400 }
  };
  char *end;

  const double value = g_ascii_strtod (text, &end);
  if (end == text || !isfinite (value) || value < 0)
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (units); i++)
    if (strcmp (end, units[i].unit) == 0 && value * units[i].seconds < 3.0e9)
      {
        *ret_span = steady_span_from_seconds (value * units[i].seconds);
        return true;
      }
  return false;
}

/*
 * The option that getopt_long () has just refused, as it was written. Long options have
 * values from 256 on. Free with g_free ().
 *
 * Thread: main.
 */
char *
steady_text_wrong_option (char **argv)
{
  const bool letter = optopt > 0 && optopt < 256;

  return letter ? g_strdup_printf ("-%c", optopt) : g_strdup (argv[optind - 1]);
}

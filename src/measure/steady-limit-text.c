/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-limit-text.h"

#include <math.h>
#include <string.h>

#include <glib.h>

/*
 * @limit as it is written into a text: what was computed or converted has no more
 * decimals than any channel shows.
 *
 * Thread: any. Does not allocate.
 */
double
steady_limit_text_before (double limit)
{
  return round (limit * 1000) / 1000;
}

/*
 * Reads "map-low was 35 by Anna" or "map-low was 28, of the plan signed by Anna", as
 * the engine writes it. False: @text says something else.
 *
 * Thread: any.
 */
bool
steady_limit_text_read (const char *text, SteadyLimitText *ret_limit)
{
  static const char plan[] = ", of the plan signed by ", person[] = " by ";
  const char       *was = strstr (text, " was ");
  char             *end = NULL;
  SteadyLimitText   limit = { .rule = "" };

  if (was == NULL || was == text || (size_t) (was - text) >= sizeof limit.rule)
    return false;
  memcpy (limit.rule, text, (size_t) (was - text));
  was += strlen (" was ");
  limit.before = g_ascii_strtod (was, &end);
  if (end == was || !isfinite (limit.before))
    return false;
  limit.plan = g_str_has_prefix (end, plan);
  if (!limit.plan && !g_str_has_prefix (end, person))
    return false;
  limit.who = end + (limit.plan ? strlen (plan) : strlen (person));
  if (limit.who[0] == '\0')
    return false;
  *ret_limit = limit;
  return true;
}

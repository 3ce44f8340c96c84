/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-event-label.h"

#include <math.h>
#include <string.h>

#include <glib.h>

/* NAME[=VALUE][: TEXT]; a value that is not known or 0 is left out. Thread: any. */
void
steady_event_label_write (
    SteadyEvent event, double value, const char *text, char *ret_label, size_t size)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (isfinite (value) && fabs (value) > 0)
    {
      number[0] = '=';
      g_ascii_formatd (number + 1, sizeof number - 1, "%.10g", value);
    }
  g_snprintf (ret_label,
              size,
              "%s%s%s%s",
              steady_event_name (event),
              number,
              text[0] != '\0' ? ": " : "",
              text);
}

/*
 * What a label says. One that was not written by Steady is a note with all of it as its
 * text, which points into @label.
 *
 * Thread: any.
 */
SteadyEvent
steady_event_label_read (const char *label, double *ret_value, const char **ret_text)
{
  char         name[48];
  const size_t length = strcspn (label, "=:");
  char        *end;

  *ret_value = 0;
  *ret_text = label;
  if (length == 0 || length >= sizeof name)
    return STEADY_EVENT_NOTE;
  memcpy (name, label, length);
  name[length] = '\0';
  const int   event = steady_event_from_name (name);
  const char *rest = label + length;
  double      value = 0;
  if (event < 0)
    return STEADY_EVENT_NOTE;
  if (*rest == '=')
    {
      value = g_ascii_strtod (rest + 1, &end);
      if (end == rest + 1 || !isfinite (value))
        return STEADY_EVENT_NOTE;
      rest = end;
    }
  if (*rest != '\0' && !g_str_has_prefix (rest, ": "))
    return STEADY_EVENT_NOTE;
  *ret_value = value;
  *ret_text = *rest != '\0' ? rest + 2 : rest;
  return (SteadyEvent) event;
}

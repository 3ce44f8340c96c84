/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-timer-text.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>

#define N_(text) text

enum
{
  HOURS_MOST = 100000 /* of a case; a damaged one must not overflow */
};

/* Names as they stand in a case, and what people call it. */
static const struct
{
  unsigned    kind;
  const char *name;
  const char *words;
} kinds[] = {
  { STEADY_TIMER_BYPASS, "bypass", N_ ("Bypass") },
  { STEADY_TIMER_CLAMP, "clamp", N_ ("Cross-clamp") },
  { STEADY_TIMER_ARREST, "arrest", N_ ("Circulatory arrest") },
  { STEADY_TIMER_CEREBRAL, "cerebral", N_ ("Cerebral perfusion") },
  { STEADY_TIMER_NO_FLOW, "no-flow", N_ ("No flow on bypass") },
  { STEADY_TIMER_ISCHAEMIA, "ischaemia", N_ ("Heart without blood") },
  { STEADY_TIMER_FREE, "free", N_ ("Timer") },
};

/* What a timer is called, in the source language. Thread: any. */
const char *
steady_timer_words (unsigned kind)
{
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].kind == kind)
      return kinds[i].words;
  return N_ ("Timer");
}

static SteadyInstant
instant_of (SteadyInstant start, long hours, unsigned minutes, unsigned seconds)
{
  return start + ((hours * 60 + minutes) * 60 + seconds) * STEADY_NSEC_PER_SEC;
}

/*
 * What the text of event "timer" says: "clamp 1 began at 0:05:06", or "clamp 1 from
 * 0:05:06 to 0:39:36", of a free one with ": " and its label. @start is the beginning
 * of the case; a stretch that has not ended has until NEVER. False: it says nothing.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_timer_text_read (const char         *text,
                        SteadyInstant       start,
                        SteadyTimerSegment *ret_segment)
{
  SteadyTimerSegment segment = { .until = STEADY_INSTANT_NEVER };
  char               name[32];
  unsigned           m1, s1, m2, s2, number;
  long               h1, h2;
  int                end = 0;
  bool               ended = false;

  if (sscanf (text,
              "%31s %9u from %9ld:%2u:%2u to %9ld:%2u:%2u%n",
              name,
              &number,
              &h1,
              &m1,
              &s1,
              &h2,
              &m2,
              &s2,
              &end) == 8)
    ended = true;
  else if (sscanf (text,
                   "%31s %9u began at %9ld:%2u:%2u%n",
                   name,
                   &number,
                   &h1,
                   &m1,
                   &s1,
                   &end) != 5)
    return false;
  else
    h2 = h1;
  if (h1 < 0 || h1 > HOURS_MOST || h2 < h1 || h2 > HOURS_MOST)
    return false;
  segment.since = instant_of (start, h1, m1, s1);
  if (ended)
    segment.until = instant_of (start, h2, m2, s2);
  segment.number = number;
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      segment.kind = kinds[i].kind;
  if (strncmp (text + end, ": ", 2) == 0)
    g_strlcpy (segment.label, text + end + 2, sizeof segment.label);
  if (segment.kind == 0)
    return false;
  *ret_segment = segment;
  return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"
#include "measure/steady-vocabulary.h"

/*
 * What the texts of events speak of by its id, and who knows what it is called. A
 * member may be NULL, and may answer NULL: the id is shown. const char * is in the
 * source language, char * in the reader's and freed with g_free ().
 */
typedef struct SteadyEventLore
{
  const void   *data;  /* handed to each */
  SteadyInstant start; /* of the case: texts count from it */
  const char *(*alarm) (const void *data, const char *rule);
  char *(*limit) (const void *data, const char *rule, double limit);
  const char *(*list) (const void *data, const char *list);
  const char *(*item) (const void *data, const char *list, const char *item);
  /* what the wall clock showed at @t, and @more */
  char *(*clock) (const void *data, SteadyInstant t, SteadySpan more);
} SteadyEventLore;

/* An event as it stands in a case. */
typedef struct SteadyEventTold
{
  SteadyInstant t;
  double        value;
  const char   *text;
  SteadyEvent   event;
} SteadyEventTold;

char *steady_event_text_line (const SteadyEventLore *lore, const SteadyEventTold *told);
char *steady_event_text_detail (const SteadyEventLore *lore,
                                const SteadyEventTold *told);
bool steady_event_text_known (const SteadyEventLore *lore, const SteadyEventTold *told);

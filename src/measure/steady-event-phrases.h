/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "measure/steady-vocabulary.h"

/* Beside one event, a phrase can be of many. */
enum
{
  STEADY_EVENT_PHRASE_ACT = 1000, /* something was given, drawn or amended */
  STEADY_EVENT_PHRASE_MARK = 1001 /* that, or what a person marked otherwise */
};

/* One thing that the text of an event can say. */
typedef struct SteadyEventPhrase
{
  int         event;    /* SteadyEvent, or one of the above */
  const char *pattern;  /* as the engine writes it */
  const char *words;    /* as people say it, in the source language */
  bool        valued;   /* for one value alone … */
  long        value;    /* … this one */
  bool        sentence; /* stands without the name of the event */
} SteadyEventPhrase;

const SteadyEventPhrase *steady_event_phrase (unsigned i);

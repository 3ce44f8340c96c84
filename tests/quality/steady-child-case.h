/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

/*
 * Records a made-up operation of 2 h 20 min through the real writer: plan with two
 * signatures, bypass, clamp, cardioplegia, samples, doses, volumes, alarms, notes.
 * Every number is a function of its second, so that a test knows what must be found:
 *
 *   MAP 38, but 24 from 2400 to 2800 s; nothing known from 3000 to 3060 s
 *   SvO2 72, but 58 from 5000 to 5100 s
 *   venous minus arterial as the temperatures below give it
 */
enum
{
  STEADY_CHILD_CASE_END = 8400,
  STEADY_CHILD_CASE_ON = 900,
  STEADY_CHILD_CASE_OFF = 7200,
  STEADY_CHILD_CASE_CLAMP_ON = 1500,
  STEADY_CHILD_CASE_CLAMP_OFF = 5400
};

typedef struct SteadyChildCase
{
  bool real; /* LIVE, not TRAINING */
  bool open; /* left as a case that is still being recorded */
  bool no_plan;
  bool full;           /* and timers, checklists, an artefact from 2400 to 2500 s, and a
                        * plan that wants MAP 42 from 4000 s on */
  const char *name;    /* NULL: "Stuffy" */
  unsigned    seconds; /* 0: all of it */
  unsigned    days;    /* later than the first of them */
  unsigned    worse;   /* seconds by which the low pressure lasts longer */
} SteadyChildCase;

bool
steady_child_case_make (const char *file, const SteadyChildCase *what, GError **error);

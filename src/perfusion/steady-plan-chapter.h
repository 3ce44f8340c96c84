/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "perfusion/steady-plan-inputs.h"
#include "perfusion/steady-plan-item.h"

enum
{
  STEADY_PLAN_CHAPTERS = 8,
  STEADY_PLAN_CHAPTER_MOST = 24
};

/* What stands together on the page and in print, in the order people plan in. Lists end
 * with the number of their kind (…S). */
typedef struct SteadyPlanChapter
{
  const char     *title; /* translatable, as is the next */
  const char     *tab;
  unsigned        first_texts;  /* how many are seen at once, */
  unsigned        first_inputs; /* the rest where all is asked for */
  unsigned        first_items;
  SteadyPlanText  texts[10];
  SteadyPlanInput inputs[12];
  SteadyPlanItem  items[STEADY_PLAN_CHAPTER_MOST];
  bool            prime; /* the recipe of the prime follows */
} SteadyPlanChapter;

const SteadyPlanChapter *steady_plan_chapter (unsigned index);
const char              *steady_plan_input_label (SteadyPlanInput input);
const char              *steady_plan_input_unit (SteadyPlanInput input);
int                      steady_plan_input_decimals (SteadyPlanInput input);
const char              *steady_plan_text_label (SteadyPlanText text);

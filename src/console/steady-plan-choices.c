/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-choices.h"

#include <glib/gi18n-lib.h>

#include "print/steady-plan-words.h"

static void
add_item (SteadyPlanChoice *choice, const SteadyItemName *name)
{
  steady_plan_choice_add (choice, name->id, name->name);
}

#define ADD_ALL(choice, tables, list)                     \
  for (unsigned i = 0; i < (tables)->parts.n_##list; i++) \
  add_item (choice, &(tables)->parts.list[i].name)

static void
add_words (SteadyPlanChoice       *choice,
           const SteadyPlanTables *tables,
           SteadyPlanText          text,
           const char *const      *ids)
{
  for (unsigned i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *label = steady_plan_words_choice (tables, text, ids[i]);
      steady_plan_choice_add (choice, ids[i], label);
    }
}

/* What @text may be: what the tables hold, or a few words of the plan itself. */
void
steady_plan_choices_add (SteadyPlanChoice       *choice,
                         const SteadyPlanTables *tables,
                         SteadyPlanText          text)
{
  static const char *const formulas[] = { "mosteller", "dubois", "haycock", NULL };
  static const char *const pumps[] = { "roller", "centrifugal", NULL };
  static const char *const strategies[] = { "alpha-stat", "ph-stat", NULL };

  steady_plan_choice_add (choice, "", _ ("as the plan chooses"));
  if (text == STEADY_PLAN_TEXT_OXYGENATOR)
    ADD_ALL (choice, tables, oxygenators);
  else if (text == STEADY_PLAN_TEXT_PACK)
    ADD_ALL (choice, tables, packs);
  else if (text == STEADY_PLAN_TEXT_ARTERIAL_CANNULA)
    ADD_ALL (choice, tables, arterial);
  else if (text == STEADY_PLAN_TEXT_CARDIOPLEGIA)
    ADD_ALL (choice, tables, solutions);
  else if (text == STEADY_PLAN_TEXT_SURFACE_FORMULA)
    add_words (choice, tables, text, formulas);
  else if (text == STEADY_PLAN_TEXT_ARTERIAL_PUMP)
    add_words (choice, tables, text, pumps);
  else
    add_words (choice, tables, text, strategies);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-page-words.h"

#include <glib/gi18n-lib.h>

#include "perfusion/steady-plan-item.h"
#include "print/steady-plan-words.h"

/* Where the plan stands, in one sentence or two. Free with g_free (). */
char *
steady_plan_page_words_status (const SteadyPlanDesk *desk)
{
  if (!desk->computed)
    return g_strdup (desk->trouble);
  if (desk->plan.n_refusals > 0)
    return g_strdup_printf (_ ("NOT TO BE FOLLOWED: %s"), _ (desk->plan.refusals[0]));
  if (steady_plan_signing_complete (&desk->signing))
    return g_strdup_printf (_ ("SIGNED by %s and %s"),
                            desk->signing.signatures[0].name,
                            desk->signing.signatures[1].name);
  if (desk->signing.count == 1)
    return g_strdup_printf (_ ("DRAFT, signed by %s: a second person must sign"),
                            desk->signing.signatures[0].name);
  if (desk->voided)
    return g_strdup (_ ("DRAFT: it was changed, so both signatures are void"));
  if (desk->plan.n_warnings > 0)
    return g_strdup_printf (_ ("DRAFT: %s"), _ (desk->plan.warnings[0]));
  return g_strdup (_ ("DRAFT: two people must sign"));
}

/* What the signer puts a name under: the patient, what matters most, every warning.
 * Free with g_free (). */
char *
steady_plan_page_words_signing (const SteadyPlanDesk *desk)
{
  static const SteadyPlanItem items[] = {
    STEADY_PLAN_FLOW_PLAN,           STEADY_PLAN_FLOW_PLAN_PER_KG,
    STEADY_PLAN_HAEMATOCRIT_PLANNED, STEADY_PLAN_CELLS_INSIDE,
    STEADY_PLAN_PRESSURE_PRE,        STEADY_PLAN_HEPARIN_BOLUS,
    STEADY_PLAN_PLEGIA_SOLUTION,     STEADY_PLAN_PLEGIA_FIRST,
    STEADY_PLAN_TEMPERATURE
  };
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autofree char *value = steady_plan_words_value (&desk->plan, items[i]);
      g_string_append_printf (text,
                              "%s%s %s",
                              i > 0 ? " · " : "",
                              _ (steady_plan_item_rule (items[i])->label),
                              value);
    }
  for (unsigned i = 0; i < desk->plan.n_warnings; i++)
    g_string_append_printf (text, "\n▲ %s", _ (desk->plan.warnings[i]));
  return g_string_free (text, FALSE);
}

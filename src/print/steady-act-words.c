/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-given-words.h"
#include "measure/steady-shown-unit.h"
#include "print/steady-sheet-words.h"

/* How a drug, a solution or a product is called; what stands in the case where nobody
 * knows it. */
char *
steady_sheet_drug (const char *id)
{
  const char *words = steady_given_words (id);
  return words != NULL ? g_strdup (_ (words)) : g_utf8_make_valid (id, -1);
}

static int
decimals_for (double value)
{
  return fabs (value) < 10 && fabs (value - round (value)) > 1e-9 ? 2
         : fabs (value - round (value)) > 1e-9                    ? 1
                                                                  : 0;
}

static void
append_value (GString *text, double value, int decimals, const char *unit)
{
  g_autofree char *words = steady_sheet_value (value, decimals, unit);
  g_string_append (text, words);
}

static void
describe_dose (GString *text, const SteadyClinicalRecord *act)
{
  g_autofree char *name = steady_sheet_drug (act->what);

  g_string_append_printf (text, "%s ", name);
  append_value (text, act->amount, decimals_for (act->amount), act->unit);
  if (isfinite (act->volume_ml) && act->volume_ml > 0)
    {
      g_string_append (text, " (");
      append_value (text, act->volume_ml, decimals_for (act->volume_ml), "mL");
      g_string_append (text, ")");
    }
}

static void
describe_cardioplegia (GString *text, const SteadyClinicalRecord *act)
{
  g_autofree char *name = steady_sheet_drug (act->what);

  g_string_append_printf (text, "%s, %s ", _ ("Cardioplegia"), name);
  append_value (text, act->amount, decimals_for (act->amount), "mL");
  if (act->blood_parts + act->crystalloid_parts > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text,
                              _ ("blood : crystalloid %u : %u"),
                              act->blood_parts,
                              act->crystalloid_parts);
    }
  if (act->route[0] != '\0')
    g_string_append_printf (text, ", %s", _ (act->route));
  if (isfinite (act->pressure_mmhg))
    {
      g_string_append (text, ", ");
      append_value (text, act->pressure_mmhg, 0, "mmHg");
    }
  if (isfinite (act->temperature_c))
    {
      g_string_append (text, ", ");
      append_value (text, act->temperature_c, 1, "°C");
    }
}

static void
describe_sample (GString *text, const SteadyClinicalRecord *act)
{
  for (unsigned i = 0; i < act->n_values && i < STEADY_CLINICAL_VALUES; i++)
    {
      const SteadyClinicalValue *value = &act->values[i];
      const SteadyChannelInfo   *info =
          steady_channel_info ((SteadyChannel) value->channel);
      g_string_append_printf (text, "%s%s ", i > 0 ? " · " : "", _ (info->label));
      const SteadyShownUnit shown =
          steady_shown_unit_of_entry ((SteadyChannel) value->channel, value->unit);
      append_value (text, value->entered * shown.factor, shown.decimals, shown.unit);
    }
  if (act->device[0] != '\0')
    g_string_append_printf (text, " (%s)", act->device);
}

/* An act of people in one line; what was withdrawn says so and stays. */
char *
steady_sheet_act (const SteadyClinicalRecord *act)
{
  GString *text = g_string_new (NULL);

  if ((act->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
    g_string_append_printf (text, "%s: ", _ ("Withdrawn"));
  else if (act->amends != 0)
    g_string_append_printf (text, "%s: ", _ ("Amended"));
  switch ((SteadyClinicalKind) act->kind)
    {
    case STEADY_CLINICAL_DOSE:
      describe_dose (text, act);
      break;
    case STEADY_CLINICAL_CARDIOPLEGIA:
      describe_cardioplegia (text, act);
      break;
    case STEADY_CLINICAL_SAMPLE:
      describe_sample (text, act);
      break;
    case STEADY_CLINICAL_VOLUME:
      describe_dose (text, act);
      break;
    case STEADY_CLINICAL_GOOD_CATCH:
      g_string_append_printf (text,
                              "%s: %s",
                              strcmp (act->what, "teaching") == 0 ? _ ("Teaching case")
                                                                  : _ ("Good catch"),
                              act->text);
      break;
    default:
      g_string_append (text, act->text);
      break;
    }
  char *valid = g_utf8_make_valid (text->str, -1);
  g_string_free (text, TRUE);
  return valid;
}

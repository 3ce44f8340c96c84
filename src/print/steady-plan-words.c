/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-plan-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-clock.h"
#include "perfusion/steady-plan-chapter.h"

/* With a real minus sign, and none before a zero. */
static void
number_text (double value, int decimals, char *ret_text, size_t size)
{
  char text[64];

  g_snprintf (text, sizeof text, "%.*f", decimals, value);
  const bool  minus = text[0] == '-' && strpbrk (text, "123456789") != NULL;
  const char *digits = text[0] == '-' ? text + 1 : text;
  g_snprintf (ret_text, size, "%s%s", minus ? "−" : "", digits);
}

/* The number with its unit. */
char *
steady_plan_words_number (double value, int decimals, const char *unit)
{
  char number[48];

  number_text (value, decimals, number, sizeof number);
  if (unit[0] == '\0')
    return g_strdup (number);
  return g_strdup_printf ("%s %s", number, _ (unit));
}

/* An age as people say it: days for newborns, months for infants, then years. */
char *
steady_plan_words_age (double days)
{
  char number[48];

  if (days < 60)
    {
      number_text (days, 0, number, sizeof number);
      return g_strdup_printf (_ ("%s days"), number);
    }
  if (days < 730)
    {
      number_text (days / 30.4375, 0, number, sizeof number);
      return g_strdup_printf (_ ("%s months"), number);
    }
  number_text (days / 365.25, days < 3650 ? 1 : 0, number, sizeof number);
  return g_strdup_printf (_ ("%s years"), number);
}

/* Words that the plan itself says, from a short list. */
static const char *
said (const char *text)
{
  static const struct
  {
    const char *text, *words;
  } words[] = {
    { "weight", N_ ("by weight") },
    { "index", N_ ("by index") },
    { "do2", N_ ("by the oxygen target") },
    { "chosen", N_ ("chosen by a person") },
    { "oxygenator", N_ ("the oxygenator") },
    { "roller", N_ ("roller pump") },
    { "centrifugal", N_ ("centrifugal pump") },
    { "the heparin bolus to the patient", N_ ("the heparin bolus to the patient") },
    { "neonate", N_ ("Neonate") },
    { "infant", N_ ("Infant") },
    { "child", N_ ("Child") },
    { "adolescent", N_ ("Adolescent") },
    { "adult", N_ ("Adult") },
    { "mosteller", "Mosteller" },
    { "dubois", "Du Bois" },
    { "haycock", "Haycock" },
    { "alpha-stat", "alpha-stat" },
    { "ph-stat", "pH-stat" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (text, words[i].text) == 0)
      return _ (words[i].words);
  return text;
}

/* The value with its unit; a dash and why, where it is not known. */
char *
steady_plan_words_value (const SteadyPlan *plan, SteadyPlanItem item)
{
  const SteadyPlanValue    *value = &plan->values[item];
  const SteadyPlanItemRule *rule = steady_plan_item_rule (item);

  if (!value->known)
    return g_strdup_printf ("— %s", value->because != NULL ? _ (value->because) : "");
  if (value->text != NULL)
    return g_strdup (said (value->text));
  return steady_plan_words_number (value->number, rule->decimals, rule->unit);
}

/* What was entered; what counts where nothing was, with that it was not; a dash. */
char *
steady_plan_words_input (const SteadyPlanInputs *inputs,
                         const SteadyPlan       *plan,
                         SteadyPlanInput         input)
{
  const int   decimals = steady_plan_input_decimals (input);
  const char *unit = steady_plan_input_unit (input);

  if (inputs->given[input] && input == STEADY_PLAN_INPUT_AGE)
    return steady_plan_words_age (inputs->numbers[input]);
  if (inputs->given[input])
    return steady_plan_words_number (inputs->numbers[input], decimals, unit);
  if (plan == NULL || !plan->used[input].known)
    return g_strdup ("—");
  g_autofree char *number =
      steady_plan_words_number (plan->used[input].number, decimals, unit);
  return g_strdup_printf (_ ("%s (assumed)"), number);
}

/* What a choice with @id is called; @id itself where it is in no list. */
char *
steady_plan_words_choice (const SteadyPlanTables *tables,
                          SteadyPlanText          text,
                          const char             *id)
{
  const SteadyParts *parts = &tables->parts;

#define NAME(found) ((found) != NULL ? (found)->name.name : id)
  switch (text)
    {
    case STEADY_PLAN_TEXT_OXYGENATOR:
      return g_strdup (NAME (steady_parts_oxygenator (parts, id)));
    case STEADY_PLAN_TEXT_PACK:
      return g_strdup (NAME (steady_parts_pack (parts, id)));
    case STEADY_PLAN_TEXT_ARTERIAL_CANNULA:
      return g_strdup (NAME (steady_parts_arterial (parts, id)));
    case STEADY_PLAN_TEXT_CARDIOPLEGIA:
      return g_strdup (NAME (steady_parts_solution (parts, id)));
    case STEADY_PLAN_TEXT_SURFACE_FORMULA:
    case STEADY_PLAN_TEXT_ARTERIAL_PUMP:
    case STEADY_PLAN_TEXT_GAS_STRATEGY:
      return g_strdup (said (id));
    case STEADY_PLAN_TEXT_NAME:
    case STEADY_PLAN_TEXT_PATIENT_ID:
    case STEADY_PLAN_TEXT_DIAGNOSIS:
    case STEADY_PLAN_TEXT_PROCEDURE:
    case STEADY_PLAN_TEXT_ALLERGIES:
    case STEADY_PLAN_TEXT_NOTES:
    case STEADY_PLAN_TEXTS:
    default:
      return g_strdup (id);
    }
#undef NAME
}

/* What was written or chosen. */
char *
steady_plan_words_text (const SteadyPlanInputs *inputs,
                        const SteadyPlanTables *tables,
                        SteadyPlanText          text)
{
  const char *value = inputs->texts[text];

  if (value != NULL && tables != NULL)
    return steady_plan_words_choice (tables, text, value);
  return g_strdup (text >= STEADY_PLAN_TEXT_SURFACE_FORMULA ? _ ("as the plan chooses")
                                                            : "—");
}

/* A data file, short: what it is called among the data, and that it is the site's. */
char *
steady_plan_words_file (const char *file)
{
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *inner = g_path_get_basename (folder);
  const char      *data = g_getenv ("STEADY_DATA_DIR");
  const bool       ours = g_str_has_prefix (file, data != NULL ? data : STEADY_DATADIR);

  return g_strdup_printf (
      "%s/%s (%s)", inner, base, ours ? _ ("Steady's") : _ ("the site's own"));
}

/* The instant as people in every country read it, for a signature: ISO 8601, UTC. */
char *
steady_plan_words_now (void)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_utc (steady_clock_utc_ns () / STEADY_NSEC_PER_SEC);
  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}

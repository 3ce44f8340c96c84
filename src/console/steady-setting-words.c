/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-setting-words.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-shown-unit.h"
#include "widgets/steady-words.h"

/* How many decimals the limit of a rule is shown with: never fewer than it has. */
int
steady_setting_words_decimals (const SteadyAlarmText *text, double limit)
{
  int decimals = 0;
  if (isnan (text->judged_percent))
    return steady_shown_unit_limit_decimals (text->judged_channel, limit);
  while (decimals < 3 &&
         fabs (limit * pow (10, decimals) - round (limit * pow (10, decimals))) > 1e-6)
    decimals++;
  return decimals;
}

/* In what the limit of a rule is counted: that of its value, or percent of another. */
const char *
steady_setting_words_unit (const SteadyAlarmText *text)
{
  if (!isnan (text->judged_percent))
    return "%";
  return steady_shown_unit (text->judged_channel).unit;
}

/* How much of that is one unit of the value that is judged. */
double
steady_setting_words_factor (const SteadyAlarmText *text)
{
  return isnan (text->judged_percent) ? steady_shown_unit (text->judged_channel).factor
                                      : 1;
}

/* A limit of a rule with its unit: "30 mmHg". */
void
steady_setting_words_limit (const SteadyAlarmText *text,
                            double                 limit,
                            char                  *ret_text,
                            size_t                 size)
{
  const char *unit = steady_setting_words_unit (text);
  char        number[32];
  steady_words_number (limit * steady_setting_words_factor (text),
                       steady_setting_words_decimals (text, limit),
                       number,
                       sizeof number);
  g_snprintf (ret_text, size, "%s%s%s", number, unit[0] != '\0' ? " " : "", unit);
}

static const char *
about (const SteadyConsoleConfig *config, const SteadySettingAnswer *answer)
{
  const SteadyAlarmText *text = steady_console_config_alarm (config, answer->rule);
  if (text != NULL && text->title != NULL)
    return _ (text->title);
  switch ((SteadySettingKind) answer->kind)
    {
    case STEADY_SETTING_OPERATOR:
      return _ ("Operator");
    case STEADY_SETTING_HEARD:
      return _ ("Sound test");
    case STEADY_SETTING_LIMIT:
    case STEADY_SETTING_LIMIT_BACK:
    case STEADY_SETTING_REASON:
      return _ ("Reason of the override");
    case STEADY_SETTING_WIRE:
    case STEADY_SETTING_ADDED_WIRE:
    case STEADY_SETTING_RESUME:
    case STEADY_SETTING_AUTO_RESUME:
    default:
      return answer->rule;
    }
}

static void
say_done (const SteadyConsoleConfig *config,
          const SteadySettingAnswer *answer,
          char                      *ret_text,
          size_t                     size)
{
  const SteadyAlarmText *text = steady_console_config_alarm (config, answer->rule);
  char                   limit[48];
  switch ((SteadySettingKind) answer->kind)
    {
    case STEADY_SETTING_LIMIT:
    case STEADY_SETTING_LIMIT_BACK:
      if (text == NULL)
        break;
      steady_setting_words_limit (text, answer->value, limit, sizeof limit);
      g_snprintf (
          ret_text, size, _ ("%s: limit %s now."), about (config, answer), limit);
      return;
    case STEADY_SETTING_RESUME:
      g_strlcpy (ret_text, _ ("Going back to the former flow over 3 s."), size);
      return;
    case STEADY_SETTING_OPERATOR:
    case STEADY_SETTING_HEARD:
    case STEADY_SETTING_WIRE:
    case STEADY_SETTING_ADDED_WIRE:
    case STEADY_SETTING_AUTO_RESUME:
    case STEADY_SETTING_REASON:
    default:
      break;
    }
  g_snprintf (ret_text, size, _ ("%s: noted in the case."), about (config, answer));
}

/* What became of a proposal, as one sentence. */
void
steady_setting_words_answer (const SteadyConsoleConfig *config,
                             const SteadySettingAnswer *answer,
                             char                      *ret_text,
                             size_t                     size)
{
  const SteadyAlarmText *text = steady_console_config_alarm (config, answer->rule);
  char                   low[48], high[48];
  if (answer->status != STEADY_ANSWER_REFUSED)
    {
      say_done (config, answer, ret_text, size);
      return;
    }
  if (answer->refusal == STEADY_REFUSAL_OUT_OF_LIMITS && text != NULL)
    {
      steady_setting_words_limit (text, answer->low, low, sizeof low);
      steady_setting_words_limit (text, answer->high, high, sizeof high);
      g_snprintf (ret_text,
                  size,
                  _ ("%s: not changed. Nobody may set it below %s or above %s."),
                  about (config, answer),
                  low,
                  high);
      return;
    }
  g_snprintf (ret_text,
              size,
              _ ("%s: not done, %s."),
              about (config, answer),
              steady_words_refusal ((SteadyRefusal) answer->refusal));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-wire-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-table-words.h"
#include "widgets/steady-words.h"

/* Whether @rule makes @control act in this case: by its file or since somebody added
 * that. */
bool
steady_wire_words_acts (const SteadyConsoleState *state,
                        const char               *rule,
                        SteadyControl             control)
{
  const SteadyAlarmText *text = steady_console_config_alarm (&state->config, rule);
  return steady_console_desk_is_added (&state->desk, rule, control) ||
         (text != NULL && (text->wires & UINT32_C (1) << control) != 0 &&
          !steady_console_desk_is_cut (&state->desk, rule, control));
}

/* What stands where no device does what is asked of it. */
const char *
steady_wire_words_alone (SteadyControl control)
{
  switch ((int) control)
    {
    case STEADY_CONTROL_PUMP_FLOW:
      return _ ("ALARM ONLY: Steady cannot slow this pump down");
    case STEADY_CONTROL_ARTERIAL_CLAMP:
    case STEADY_CONTROL_VENOUS_CLAMP:
      return _ ("ALARM ONLY: Steady cannot close this clamp");
    default:
      return _ ("ALARM ONLY: Steady cannot stop this pump");
    }
}

/* What a device does then, as short as it goes. */
const char *
steady_wire_words_response (SteadyControl control)
{
  switch ((int) control)
    {
    case STEADY_CONTROL_PUMP_FLOW:
      return _ ("slows down");
    case STEADY_CONTROL_ARTERIAL_CLAMP:
    case STEADY_CONTROL_VENOUS_CLAMP:
      return _ ("closes");
    default:
      return _ ("stops");
    }
}

static bool
is_present (const SteadyConsoleState *state, const char *rule)
{
  for (unsigned i = 0; i < state->n_present; i++)
    if (strcmp (state->present[i].id, rule) == 0)
      return true;
  return false;
}

/* Why @control cannot be added to @rule now, or NULL. The engine has the last word. */
const char *
steady_wire_words_against (const SteadyConsoleState *state,
                           const char               *rule,
                           SteadyControl             control)
{
  const bool clamps = control == STEADY_CONTROL_ARTERIAL_CLAMP ||
                      control == STEADY_CONTROL_VENOUS_CLAMP;

  if (!state->config.controls[control].present)
    return steady_wire_words_alone (control);
  if (state->desk.desk.operator_name[0] == '\0')
    return steady_words_refusal (STEADY_REFUSAL_NO_OPERATOR);
  if (clamps && (!state->config.controls[STEADY_CONTROL_PUMP_STOP].present ||
                 !steady_wire_words_acts (state, rule, STEADY_CONTROL_PUMP_STOP)))
    return steady_words_refusal (STEADY_REFUSAL_CLAMP_ALONE);
  if (is_present (state, rule))
    return steady_words_refusal (STEADY_REFUSAL_EVENT_PRESENT);
  return NULL;
}

/* What would happen, and who would end it. Free with g_free (). */
char *
steady_wire_words_question (const SteadyConsoleState *state,
                            const char               *rule,
                            SteadyControl             control)
{
  const char *title = steady_alarm_table_title (state, rule);

  switch ((int) control)
    {
    case STEADY_CONTROL_ARTERIAL_CLAMP:
      return g_strdup_printf (
          _ ("“%s” closes the arterial clamp behind the stopped pump. Opened by hand."),
          title);
    case STEADY_CONTROL_VENOUS_CLAMP:
      return g_strdup_printf (
          _ ("“%s” closes the venous clamp behind the stopped pump. Opened by hand."),
          title);
    case STEADY_CONTROL_CARDIOPLEGIA_STOP:
      return g_strdup_printf (
          _ ("“%s” stops the cardioplegia pump at once. Started by hand."), title);
    default:
      return g_strdup_printf (
          _ ("“%s” stops the arterial pump at once, cardioplegia with it. Started by "
             "hand."),
          title);
    }
}

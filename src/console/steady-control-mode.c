/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-control-mode.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* What moves @control by itself now; NULL: nothing does. Thread: main. */
const SteadySteering *
steady_control_mode_steering (const SteadyConsoleState *state, SteadyControl control)
{
  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    if (state->steering[i].control == (uint32_t) control &&
        state->steering[i].end == STEADY_STEER_RUNS)
      return &state->steering[i];
  return NULL;
}

static bool
is_local (const SteadyConsoleState *state)
{
  double pump = 0;

  return steady_value_table_value (
             &state->values, STEADY_CHANNEL_ARTERIAL_PUMP, &pump) &&
         lround (pump) == STEADY_PUMP_LOCAL;
}

/*
 * By what the pump of @control is led now, in a word or two beside its value: rpm,
 * L/min, a pressure, a ramp, another pump, or the person at the pump itself (safety
 * ruling 25).
 *
 * Thread: main. Only reads @state.
 */
void
steady_control_mode_words (const SteadyConsoleState *state,
                           SteadyControl             control,
                           char                     *ret_text,
                           size_t                    size)
{
  const SteadySteering       *steering = steady_control_mode_steering (state, control);
  const SteadyConsoleControl *controls = state->config.controls;
  const bool                  arterial = control == STEADY_CONTROL_PUMP_FLOW;

  if (arterial && is_local (state))
    g_strlcpy (ret_text, _ ("LOCAL"), size);
  else if (steering != NULL && steering->kind == STEADY_STEER_SERVO)
    g_snprintf (ret_text,
                size,
                _ ("servo: %s"),
                _ (steady_channel_info ((SteadyChannel) steering->channel)->label));
  else if (steering != NULL && steering->kind == STEADY_STEER_RAMP)
    g_strlcpy (ret_text, _ ("ramp"), size);
  else if (steering != NULL && steering->kind == STEADY_STEER_FOLLOW)
    g_strlcpy (ret_text, _ ("follows"), size);
  else if (arterial && !controls[control].present &&
           controls[STEADY_CONTROL_PUMP_SPEED].present)
    g_strlcpy (ret_text, _ ("rpm"), size);
  else if (!controls[control].present)
    g_strlcpy (ret_text, _ ("at the pump"), size);
  else
    g_strlcpy (ret_text,
               arterial                                      ? "L/min"
               : control == STEADY_CONTROL_CARDIOPLEGIA_FLOW ? "mL/min"
                                                             : _ ("rpm"),
               size);
}

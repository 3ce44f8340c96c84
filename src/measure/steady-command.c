/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-command.h"

/*
 * Whether it stops a pump or closes a clamp: never late, never anybody's privilege, and
 * never behind anything else (safety rule 1).
 *
 * Thread: any.
 */
bool
steady_command_is_stop (const SteadyCommand *command)
{
  switch ((int) command->control)
    {
    case STEADY_CONTROL_PUMP_STOP:
    case STEADY_CONTROL_CARDIOPLEGIA_STOP:
      return true;
    case STEADY_CONTROL_ARTERIAL_CLAMP:
    case STEADY_CONTROL_VENOUS_CLAMP:
      return command->value > 0.5;
    default:
      return false;
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-control-words.h"

#include <stddef.h>

#include <glib.h>

#define N_(text) text

static const struct
{
  SteadyControl control;
  const char   *words;
} table[] = {
  { STEADY_CONTROL_PUMP_FLOW, N_ ("Pump flow") },
  { STEADY_CONTROL_PUMP_STOP, N_ ("Pump stop") },
  { STEADY_CONTROL_PUMP_START, N_ ("Pump start") },
  { STEADY_CONTROL_SWEEP, N_ ("Sweep gas") },
  { STEADY_CONTROL_FIO2, N_ ("FiO₂") },
  { STEADY_CONTROL_CO2, N_ ("Added CO₂") },
  { STEADY_CONTROL_WATER_TEMPERATURE, N_ ("Water temperature") },
  { STEADY_CONTROL_ARTERIAL_CLAMP, N_ ("Arterial clamp") },
  { STEADY_CONTROL_VENOUS_CLAMP, N_ ("Venous clamp") },
  { STEADY_CONTROL_CARDIOPLEGIA_STOP, N_ ("Cardioplegia stop") },
  { STEADY_CONTROL_CARDIOPLEGIA_DOSE, N_ ("Cardioplegia dose") },
  { STEADY_CONTROL_PUMP_SPEED, N_ ("Pump speed") },
  { STEADY_CONTROL_CARDIOPLEGIA_FLOW, N_ ("Cardioplegia flow") },
  { STEADY_CONTROL_VENT_SPEED, N_ ("Vent speed") },
  { STEADY_CONTROL_SUCKER_1_SPEED, N_ ("Sucker speed") },
  { STEADY_CONTROL_SUPPORT_MODE, N_ ("Support mode") },
  { STEADY_CONTROL_SUPPORT_FLAGS, N_ ("Support flags") },
};

/*
 * What a control is called, in the source language: screen and paper translate it with
 * _ (). Never NULL.
 *
 * Thread: any.
 */
const char *
steady_control_words (SteadyControl control)
{
  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].control == control)
      return table[i].words;
  return N_ ("Command");
}

/* The canonical unit of a control's value; "" where the value says nothing to a person.
 * Thread: any. */
const char *
steady_control_unit (SteadyControl control)
{
  switch ((int) control)
    {
    case STEADY_CONTROL_PUMP_FLOW:
    case STEADY_CONTROL_SWEEP:
      return "L/min";
    case STEADY_CONTROL_PUMP_SPEED:
    case STEADY_CONTROL_VENT_SPEED:
    case STEADY_CONTROL_SUCKER_1_SPEED:
      return "rpm";
    case STEADY_CONTROL_FIO2:
      return "%";
    case STEADY_CONTROL_CARDIOPLEGIA_FLOW:
    case STEADY_CONTROL_CO2:
      return "mL/min";
    case STEADY_CONTROL_CARDIOPLEGIA_DOSE:
      return "mL";
    case STEADY_CONTROL_WATER_TEMPERATURE:
      return "°C";
    default:
      return "";
    }
}

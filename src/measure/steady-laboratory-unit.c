/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-laboratory-unit.h"

#include <string.h>

#include <glib.h>

/*
 * Molar masses: glucose 180.16, lactate (as lactic acid) 90.08 g/mol, haemoglobin
 * 16 114 g/mol of one chain; 1 kPa is 7.50062 mmHg. What is plausible is [GK]: wide
 * enough for a very sick child, narrow enough for a slipped comma.
 */
static const SteadyLaboratoryUnit units[] = {
  { STEADY_CHANNEL_ARTERIAL_PH, "", 1, 6.5, 8.0, 0.01, 2 },
  { STEADY_CHANNEL_ARTERIAL_PCO2, "mmHg", 1, 5, 200, 1, 0 },
  { STEADY_CHANNEL_ARTERIAL_PCO2, "kPa", 7.50062, 0.7, 26, 0.1, 1 },
  { STEADY_CHANNEL_ARTERIAL_PO2, "mmHg", 1, 10, 700, 5, 0 },
  { STEADY_CHANNEL_ARTERIAL_PO2, "kPa", 7.50062, 1.4, 93, 0.5, 1 },
  { STEADY_CHANNEL_ARTERIAL_SATURATION, "%", 1, 20, 100, 1, 0 },
  { STEADY_CHANNEL_VENOUS_SATURATION, "%", 1, 10, 100, 1, 0 },
  { STEADY_CHANNEL_BASE_EXCESS, "mmol/L", 1, -35, 35, 0.5, 1 },
  { STEADY_CHANNEL_HAEMATOCRIT, "%", 1, 5, 75, 1, 0 },
  { STEADY_CHANNEL_HAEMOGLOBIN, "g/dL", 1, 2, 25, 0.1, 1 },
  { STEADY_CHANNEL_HAEMOGLOBIN, "g/L", 0.1, 20, 250, 1, 0 },
  { STEADY_CHANNEL_HAEMOGLOBIN, "mmol/L", 1.6114, 1.3, 15.5, 0.1, 1 },
  { STEADY_CHANNEL_POTASSIUM, "mmol/L", 1, 1, 12, 0.1, 1 },
  { STEADY_CHANNEL_IONISED_CALCIUM, "mmol/L", 1, 0.2, 4, 0.05, 2 },
  { STEADY_CHANNEL_GLUCOSE, "mmol/L", 1, 0.5, 60, 0.1, 1 },
  { STEADY_CHANNEL_GLUCOSE, "mg/dL", 1 / 18.016, 9, 1080, 1, 0 },
  { STEADY_CHANNEL_LACTATE, "mmol/L", 1, 0.1, 35, 0.1, 1 },
  { STEADY_CHANNEL_LACTATE, "mg/dL", 1 / 9.008, 1, 315, 1, 0 },
  { STEADY_CHANNEL_EXHAUST_CO2, "mmHg", 1, 1, 120, 1, 0 },
  { STEADY_CHANNEL_EXHAUST_CO2, "kPa", 7.50062, 0.1, 16, 0.1, 1 },
  { STEADY_CHANNEL_ACT, "s", 1, 40, 1500, 10, 0 },
  { STEADY_CHANNEL_ANTI_XA, "IU/mL", 1, 0, 5, 0.05, 2 },
  { STEADY_CHANNEL_APTT, "s", 1, 10, 400, 1, 0 },
  { STEADY_CHANNEL_FREE_HAEMOGLOBIN, "mg/dL", 1, 0, 2000, 5, 0 },
};

/* The @i-th way to enter a value; NULL behind the last. Thread: any. */
const SteadyLaboratoryUnit *
steady_laboratory_unit_at (unsigned i)
{
  return i < G_N_ELEMENTS (units) ? &units[i] : NULL;
}

/* How @channel is entered in @unit; NULL: it is not. Thread: any. */
const SteadyLaboratoryUnit *
steady_laboratory_unit (SteadyChannel channel, const char *unit)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (units); i++)
    if (units[i].channel == channel && strcmp (units[i].unit, unit) == 0)
      return &units[i];
  return NULL;
}

/*
 * The value of @channel, in its own unit, of what was @entered in @unit. False where it
 * is not entered so or is not plausible.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_laboratory_value (SteadyChannel channel,
                         const char   *unit,
                         double        entered,
                         double       *ret_value)
{
  const SteadyLaboratoryUnit *way = steady_laboratory_unit (channel, unit);
  const double                tolerance = 1e-9;

  if (way == NULL || !(entered >= way->low - tolerance) ||
      !(entered <= way->high + tolerance))
    return false;
  *ret_value = entered * way->factor;
  return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-fitted.h"

#include "engine/steady-welcome.h"

enum
{
  NEEDS = 3
};

/* What is derived can come only where each of its groups has one of its members. */
typedef struct Derived
{
  SteadyChannel channel;
  SteadyChannel needs[NEEDS][NEEDS];
} Derived;

static const Derived derived[] = {
  /* clang-format off */
  { STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE, { { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN }, { STEADY_CHANNEL_POST_OXYGENATOR_MEAN } } },
  { STEADY_CHANNEL_FILTER_PRESSURE_DROP, { { STEADY_CHANNEL_POST_OXYGENATOR_MEAN }, { STEADY_CHANNEL_POST_FILTER_MEAN } } },
  { STEADY_CHANNEL_TEMPERATURE_GRADIENT, { { STEADY_CHANNEL_ARTERIAL_TEMPERATURE }, { STEADY_CHANNEL_VENOUS_TEMPERATURE } } },
  { STEADY_CHANNEL_WATER_BLOOD_GRADIENT, { { STEADY_CHANNEL_WATER_TEMPERATURE }, { STEADY_CHANNEL_VENOUS_TEMPERATURE } } },
  { STEADY_CHANNEL_WATER_LAG, { { STEADY_CHANNEL_WATER_TEMPERATURE }, { STEADY_CHANNEL_SET_WATER_TEMPERATURE } } },
  { STEADY_CHANNEL_REWARMING_RATE, { { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE } } },
  { STEADY_CHANNEL_OXYGEN_EXTRACTION, { { STEADY_CHANNEL_ARTERIAL_SATURATION }, { STEADY_CHANNEL_VENOUS_SATURATION } } },
  { STEADY_CHANNEL_CEREBRAL_DIFFERENCE, { { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT }, { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT } } },
  { STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE, { { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT } } },
  { STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE, { { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT } } },
  { STEADY_CHANNEL_PATIENT_FLOW, { { STEADY_CHANNEL_MEASURED_FLOW, STEADY_CHANNEL_PUMP_FLOW } } },
  { STEADY_CHANNEL_FLOW_PER_KG, { { STEADY_CHANNEL_PATIENT_FLOW } } },
  { STEADY_CHANNEL_FLOW_INDEX, { { STEADY_CHANNEL_PATIENT_FLOW } } },
  { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX,
    { { STEADY_CHANNEL_PATIENT_FLOW },
      { STEADY_CHANNEL_ARTERIAL_SATURATION },
      { STEADY_CHANNEL_HAEMOGLOBIN, STEADY_CHANNEL_HAEMATOCRIT } } },
  { STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN, { { STEADY_CHANNEL_RESERVOIR_VOLUME } } },
  { STEADY_CHANNEL_RESERVOIR_TIME_TREND, { { STEADY_CHANNEL_RESERVOIR_VOLUME } } },
  /* clang-format on */
};

static const Derived *
find_derived (SteadyChannel channel)
{
  for (size_t i = 0; i < G_N_ELEMENTS (derived); i++)
    if (derived[i].channel == channel)
      return &derived[i];
  return NULL;
}

static bool
group_fitted (const SteadyChannel *group, const bool *fitted)
{
  bool any = group[0] == STEADY_CHANNEL_NONE;
  for (unsigned i = 0; i < NEEDS && group[i] != STEADY_CHANNEL_NONE; i++)
    any = any || fitted[group[i]];
  return any;
}

static bool
can_be_derived (const Derived *about, const bool *fitted)
{
  for (unsigned i = 0; i < NEEDS; i++)
    if (!group_fitted (about->needs[i], fitted))
      return false;
  return true;
}

/*
 * Which channels this circuit has: those of its devices, the engine's own, what people
 * may enter, and what can be derived of them. @ret_fitted has STEADY_CHANNEL_MAX
 * places. What is not among them is "not fitted" to the alarms, and never "lost".
 *
 * Thread: main, after steady_engine_prepare ().
 */
void
steady_fitted_channels (const SteadyEngine *engine, bool *ret_fitted)
{
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    ret_fitted[i] = steady_welcome_is_own ((SteadyChannel) i) ||
                    steady_conduct_is_entered ((SteadyChannel) i);
  for (unsigned i = 0; i < engine->n_devices; i++)
    for (unsigned k = 0; k < engine->devices[i]->n_channels; k++)
      if (engine->devices[i]->channels[k].channel < STEADY_CHANNEL_MAX)
        ret_fitted[engine->devices[i]->channels[k].channel] = true;
  /* means of waveforms need nothing else */
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    if (find_derived ((SteadyChannel) i) == NULL &&
        steady_deriver_owns (&engine->deriver, (SteadyChannel) i))
      ret_fitted[i] = true;
  const bool weighed = engine->patient.weight_kg > 0;
  const bool measured = engine->patient.area_m2 > 0;
  for (size_t i = 0; i < G_N_ELEMENTS (derived); i++)
    if (steady_deriver_owns (&engine->deriver, derived[i].channel) &&
        can_be_derived (&derived[i], ret_fitted))
      ret_fitted[derived[i].channel] = true;
  ret_fitted[STEADY_CHANNEL_FLOW_PER_KG] &= weighed;
  ret_fitted[STEADY_CHANNEL_FLOW_INDEX] &= measured;
  ret_fitted[STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX] &= measured;
}

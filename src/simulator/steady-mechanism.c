/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulator/steady-mechanism.h"

#include <string.h>

#include "base/steady-require.h"

/* Ranges are what the model can carry, not what is likely. */
static const SteadyMechanismInfo mechanisms[STEADY_MECHANISM_COUNT] = {
  /* clang-format off */
  [STEADY_MECHANISM_VENOUS_LINE_RESISTANCE] = { "venous_line_resistance", 0.2, 1000, 1, false },
  [STEADY_MECHANISM_VENOUS_CLAMP] = { "venous_clamp", 0, 1, 0, false },
  [STEADY_MECHANISM_ARTERIAL_AIR_ML] = { "arterial_air_ml", 0, 20, 0, true },
  [STEADY_MECHANISM_GAS_LINE_OFF] = { "gas_line_off", 0, 1, 0, false },
  [STEADY_MECHANISM_OXYGENATOR_RESISTANCE] = { "oxygenator_resistance", 0.2, 20, 1, false },
  [STEADY_MECHANISM_OXYGENATOR_SHUNT] = { "oxygenator_shunt", 0, 0.9, 0, false },
  [STEADY_MECHANISM_ARTERIAL_CANNULA_RESISTANCE] = { "arterial_cannula_resistance", 0.2, 20, 1, false },
  [STEADY_MECHANISM_BLEEDING_ML_MIN] = { "bleeding_ml_min", 0, 500, 0, false },
  [STEADY_MECHANISM_VOLUME_ML] = { "volume_ml", 0, 1000, 0, true },
  [STEADY_MECHANISM_PUMP_FAILURE] = { "pump_failure", 0, 1, 0, false },
  [STEADY_MECHANISM_HEATER_FAILURE] = { "heater_failure", 0, 1, 0, false },
  [STEADY_MECHANISM_HEART] = { "heart", 0, 2, 0, false },
  [STEADY_MECHANISM_VASCULAR_TONE] = { "vascular_tone", 0.2, 4, 1, false },
  [STEADY_MECHANISM_OXYGEN_DEMAND] = { "oxygen_demand", 0.3, 2, 1, false },
  [STEADY_MECHANISM_CROSS_CLAMP] = { "cross_clamp", 0, 1, 0, false },
  [STEADY_MECHANISM_ARTERIAL_PRESSURE_OFF] = { "arterial_pressure_off", 0, 1, 0, false },
  [STEADY_MECHANISM_ARTERIAL_PRESSURE_FROZEN] = { "arterial_pressure_frozen", 0, 1, 0, false },
  [STEADY_MECHANISM_ARTERIAL_PRESSURE_DRIFT] = { "arterial_pressure_drift", -100, 100, 0, false },
  [STEADY_MECHANISM_FLOW_PROBE_OFF] = { "flow_probe_off", 0, 1, 0, false },
  [STEADY_MECHANISM_DEVICE_LINK_LOST] = { "device_link_lost", 0, 1, 0, false },
  [STEADY_MECHANISM_ARTERIAL_CLAMP_FAULT] = { "arterial_clamp_fault", 0, 1, 0, false },
  [STEADY_MECHANISM_VENTILATION] = { "ventilation", 0, 1, 1, false },
  [STEADY_MECHANISM_CAVAL_SNARES] = { "caval_snares", 0, 1, 0, false },
  [STEADY_MECHANISM_VENOUS_VACUUM] = { "venous_vacuum", 0, 150, 0, false },
  [STEADY_MECHANISM_VENOUS_AIR_ML] = { "venous_air_ml", 0, 200, 0, true },
  [STEADY_MECHANISM_ULTRAFILTRATION] = { "ultrafiltration", 0, 200, 0, false },
  [STEADY_MECHANISM_MODIFIED_FILTRATION] = { "modified_filtration", 0, 500, 0, false },
  [STEADY_MECHANISM_PULMONARY_RESISTANCE] = { "pulmonary_resistance", 0.2, 10, 1, false },
  [STEADY_MECHANISM_HEPARIN_U_KG] = { "heparin_u_kg", 0, 1000, 0, true },
  [STEADY_MECHANISM_PROTAMINE_MG_KG] = { "protamine_mg_kg", 0, 20, 0, true },
  [STEADY_MECHANISM_ANTITHROMBIN] = { "antithrombin", 0.2, 1.5, 1, false },
  [STEADY_MECHANISM_PHENYLEPHRINE] = { "phenylephrine", 0, 10, 0, false },
  [STEADY_MECHANISM_PUMP_FLOW] = { "pump_flow", 0, 8, 0, false },
  [STEADY_MECHANISM_SWEEP] = { "sweep", 0, 12, 0, false },
  [STEADY_MECHANISM_FIO2] = { "fio2", 21, 100, 21, false },
  [STEADY_MECHANISM_WATER_TEMPERATURE] = { "water_temperature", 2, 42, 37, false },
  [STEADY_MECHANISM_CARDIOPLEGIA_ML] = { "cardioplegia_ml", 0, 2000, 0, true },
  /* clang-format on */
};

/* Thread: any. */
const SteadyMechanismInfo *
steady_mechanism_info (SteadyMechanism mechanism)
{
  steady_require ((unsigned) mechanism < STEADY_MECHANISM_COUNT);
  return &mechanisms[mechanism];
}

/* Finds the mechanism that scenarios call @name. Thread: any. Does not allocate. */
bool
steady_mechanism_from_name (const char *name, SteadyMechanism *ret_mechanism)
{
  for (int i = 0; i < STEADY_MECHANISM_COUNT; i++)
    if (strcmp (mechanisms[i].name, name) == 0)
      {
        *ret_mechanism = (SteadyMechanism) i;
        return true;
      }
  return false;
}

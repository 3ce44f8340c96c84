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
  [STEADY_MECHANISM_HEART] = { "heart", 0, 6, 0, false },
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
  [STEADY_MECHANISM_PUMP_SPEED_RPM] = { "pump_speed_rpm", 0, 8000, 0, false },
  [STEADY_MECHANISM_ZERO_FLOW] = { "zero_flow", 0, 1, 0, false },
  [STEADY_MECHANISM_PUMP_SPEED_FACTOR] = { "pump_speed_factor", 0, 4, 1, false },
  [STEADY_MECHANISM_PUMP_STUCK] = { "pump_stuck", 0, 1, 0, false },
  [STEADY_MECHANISM_PUMP_REVERSED] = { "pump_reversed", 0, 1, 0, false },
  [STEADY_MECHANISM_HAND_CRANK_RPM] = { "hand_crank_rpm", 0, 250, 0, false },
  [STEADY_MECHANISM_MAINS_FAILURE] = { "mains_failure", 0, 1, 0, false },
  [STEADY_MECHANISM_BLENDER_FAILURE] = { "blender_failure", 0, 1, 0, false },
  [STEADY_MECHANISM_WATER_LEAK_ML_MIN] = { "water_leak_ml_min", 0, 300, 0, false },
  [STEADY_MECHANISM_VENT_RPM] = { "vent_rpm", 0, 150, 0, false },
  [STEADY_MECHANISM_SUCKER_1_RPM] = { "sucker_1_rpm", 0, 150, 0, false },
  [STEADY_MECHANISM_SUCKER_2_RPM] = { "sucker_2_rpm", 0, 150, 0, false },
  [STEADY_MECHANISM_VENT_REVERSED] = { "vent_reversed", 0, 1, 0, false },
  [STEADY_MECHANISM_FIELD_BLEEDING_ML_MIN] = { "field_bleeding_ml_min", 0, 500, 0, false },
  [STEADY_MECHANISM_RED_CELLS_ML] = { "red_cells_ml", 0, 1000, 0, true },
  [STEADY_MECHANISM_PLASMA_ML] = { "plasma_ml", 0, 1000, 0, true },
  [STEADY_MECHANISM_ALBUMIN_ML] = { "albumin_ml", 0, 1000, 0, true },
  [STEADY_MECHANISM_CRYSTALLOID_ML] = { "crystalloid_ml", 0, 2000, 0, true },
  [STEADY_MECHANISM_BICARBONATE_MMOL] = { "bicarbonate_mmol", 0, 200, 0, true },
  [STEADY_MECHANISM_CALCIUM_MMOL] = { "calcium_mmol", 0, 20, 0, true },
  [STEADY_MECHANISM_POTASSIUM_MMOL] = { "potassium_mmol", 0, 50, 0, true },
  [STEADY_MECHANISM_GLUCOSE_MMOL] = { "glucose_mmol", 0, 200, 0, true },
  [STEADY_MECHANISM_INSULIN_U_KG_H] = { "insulin_u_kg_h", 0, 2, 0, false },
  [STEADY_MECHANISM_NORADRENALINE] = { "noradrenaline", 0, 5, 0, false },
  [STEADY_MECHANISM_ADRENALINE] = { "adrenaline", 0, 5, 0, false },
  [STEADY_MECHANISM_NITROPRUSSIDE] = { "nitroprusside", 0, 10, 0, false },
  [STEADY_MECHANISM_ISOFLURANE_PCT] = { "isoflurane_pct", 0, 5, 0, false },
  [STEADY_MECHANISM_NITRIC_OXIDE_PPM] = { "nitric_oxide_ppm", 0, 80, 0, false },
  [STEADY_MECHANISM_PROTAMINE_REACTION] = { "protamine_reaction", 0, 1, 0, false },
  [STEADY_MECHANISM_HEART_STRENGTH] = { "heart_strength", 0.05, 3, 1, false },
  [STEADY_MECHANISM_PACING_RATE] = { "pacing_rate", 0, 200, 0, false },
  [STEADY_MECHANISM_DEFIBRILLATION_J] = { "defibrillation_j", 0, 200, 0, true },
  [STEADY_MECHANISM_CEREBRAL_PERFUSION] = { "cerebral_perfusion", 0, 1, 0, false },
  [STEADY_MECHANISM_LEFT_BRAIN_RESISTANCE] = { "left_brain_resistance", 0.5, 20, 1, false },
  [STEADY_MECHANISM_UPPER_CANNULA_RESISTANCE] = { "upper_cannula_resistance", 0.5, 500, 1, false },
  [STEADY_MECHANISM_LOWER_CANNULA_RESISTANCE] = { "lower_cannula_resistance", 0.5, 500, 1, false },
  [STEADY_MECHANISM_LESION_REPAIRED] = { "lesion_repaired", 0, 1, 0, false },
  [STEADY_MECHANISM_SHUNTS_CLAMPED] = { "shunts_clamped", 0, 1, 0, false },
  [STEADY_MECHANISM_LUNG_SHUNT] = { "lung_shunt", 0, 0.98, 0.05, false },
  [STEADY_MECHANISM_CAPILLARY_LEAK] = { "capillary_leak", 0.1, 20, 1, false },
  [STEADY_MECHANISM_AORTIC_DISSECTION] = { "aortic_dissection", 0, 1, 0, false },
  [STEADY_MECHANISM_HEART_AIR_ML] = { "heart_air_ml", 0, 50, 0, true },
  [STEADY_MECHANISM_ARTERIAL_LINE_OFF] = { "arterial_line_off", 0, 1, 0, false },
  [STEADY_MECHANISM_VENOUS_LINE_OFF] = { "venous_line_off", 0, 1, 0, false },
  [STEADY_MECHANISM_RECIRCULATION] = { "recirculation", 0, 0.9, 0, false },
  [STEADY_MECHANISM_CARDIOPLEGIA_LINE_RESISTANCE] = { "cardioplegia_line_resistance", 0.2, 20, 1, false },
  [STEADY_MECHANISM_CARDIOPLEGIA_RATE_ML_MIN] = { "cardioplegia_rate_ml_min", 0, 600, 0, false },
  [STEADY_MECHANISM_CARDIOPLEGIA_BLOOD_PART] = { "cardioplegia_blood_part", 0, 1, 0.2, false },
  [STEADY_MECHANISM_ARTERIAL_LINE_DAMPING] = { "arterial_line_damping", 0.1, 20, 1, false },
  [STEADY_MECHANISM_ARTERIAL_FLUSH_S] = { "arterial_flush_s", 0, 30, 0, true },
  [STEADY_MECHANISM_ARTERIAL_SAMPLE_S] = { "arterial_sample_s", 0, 120, 0, true },
  [STEADY_MECHANISM_TRANSDUCER_HEIGHT_CM] = { "transducer_height_cm", -100, 100, 0, false },
  [STEADY_MECHANISM_VENOUS_PRESSURE_DRIFT] = { "venous_pressure_drift", -100, 100, 0, false },
  [STEADY_MECHANISM_LINE_PRESSURE_DRIFT] = { "line_pressure_drift", -100, 100, 0, false },
  [STEADY_MECHANISM_FLOW_PROBE_FACTOR] = { "flow_probe_factor", 0.2, 2, 1, false },
  [STEADY_MECHANISM_NASOPHARYNX_OUT] = { "nasopharynx_out", 0, 1, 0, false },
  [STEADY_MECHANISM_VENOUS_SATURATION_OFF] = { "venous_saturation_off", 0, 1, 0, false },
  [STEADY_MECHANISM_ACT_MEASURE] = { "act_measure", 0, 1, 0, true },
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

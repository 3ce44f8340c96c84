/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-channel.h"

#include <assert.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

/* Marks text for translation; it is translated where it is shown. */
#define N_(text) text

#define SECONDS(s) ((SteadySpan) ((s) *1e9))

/*
 * Plausible ranges are what the quantity and its usual transducers can show, wide
 * enough for unzeroed and flushed lines (real recordings hold -66 … 264 mmHg, see
 * vitaldb/vitalutils); they are no alarm limits. Stale times are [GK] and wait for a
 * perfusionist's review.
 */
static const SteadyChannelInfo channels[] = {
  /* clang-format off */
  { STEADY_CHANNEL_ECG, STEADY_CHANNEL_KIND_WAVE, "ecg", N_ ("ECG"), "mV", 2, -20, 20, SECONDS (0.5) },
  { STEADY_CHANNEL_ARTERIAL_PRESSURE, STEADY_CHANNEL_KIND_WAVE, "arterial_pressure", N_ ("Arterial pressure"), "mmHg", 0, -60, 330, SECONDS (0.5) },
  { STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE, STEADY_CHANNEL_KIND_WAVE, "central_venous_pressure", N_ ("CVP"), "mmHg", 0, -60, 120, SECONDS (0.5) },
  { STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE, STEADY_CHANNEL_KIND_WAVE, "pre_oxygenator_pressure", N_ ("Line pressure, pre-oxygenator"), "mmHg", 0, -100, 900, SECONDS (0.5) },
  { STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE, STEADY_CHANNEL_KIND_WAVE, "post_oxygenator_pressure", N_ ("Line pressure, post-oxygenator"), "mmHg", 0, -100, 900, SECONDS (0.5) },
  { STEADY_CHANNEL_FLOW_WAVE, STEADY_CHANNEL_KIND_WAVE, "flow_wave", N_ ("Flow"), "L/min", 2, -40, 60, SECONDS (0.5) },
  { STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE, STEADY_CHANNEL_KIND_WAVE, "cardioplegia_pressure", N_ ("Cardioplegia pressure"), "mmHg", 0, -100, 900, SECONDS (0.5) },
  { STEADY_CHANNEL_PERIPHERAL_PRESSURE, STEADY_CHANNEL_KIND_WAVE, "peripheral_pressure", N_ ("Peripheral pressure"), "mmHg", 0, -60, 330, SECONDS (0.5) },
  { STEADY_CHANNEL_PULMONARY_PRESSURE, STEADY_CHANNEL_KIND_WAVE, "pulmonary_pressure", N_ ("Pulmonary artery pressure"), "mmHg", 0, -60, 200, SECONDS (0.5) },
  { STEADY_CHANNEL_PLETHYSMOGRAM, STEADY_CHANNEL_KIND_WAVE, "plethysmogram", N_ ("Pleth"), "", 2, -1e6, 1e6, SECONDS (0.5) },
  { STEADY_CHANNEL_RESPIRATION, STEADY_CHANNEL_KIND_WAVE, "respiration", N_ ("Respiration"), "", 2, -1e6, 1e6, SECONDS (0.5) },
  { STEADY_CHANNEL_ECG_2, STEADY_CHANNEL_KIND_WAVE, "ecg_2", N_ ("ECG 2"), "mV", 2, -20, 20, SECONDS (0.5) },
  { STEADY_CHANNEL_ECG_3, STEADY_CHANNEL_KIND_WAVE, "ecg_3", N_ ("ECG 3"), "mV", 2, -20, 20, SECONDS (0.5) },
  { STEADY_CHANNEL_POST_FILTER_PRESSURE, STEADY_CHANNEL_KIND_WAVE, "post_filter_pressure", N_ ("Line pressure, post-filter"), "mmHg", 0, -100, 900, SECONDS (0.5) },
  { STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_CHANNEL_KIND_NUMERIC, "arterial_mean", N_ ("MAP"), "mmHg", 0, -40, 300, SECONDS (3) },
  { STEADY_CHANNEL_ARTERIAL_SYSTOLIC, STEADY_CHANNEL_KIND_NUMERIC, "arterial_systolic", N_ ("Systolic"), "mmHg", 0, -40, 320, SECONDS (10) },
  { STEADY_CHANNEL_ARTERIAL_DIASTOLIC, STEADY_CHANNEL_KIND_NUMERIC, "arterial_diastolic", N_ ("Diastolic"), "mmHg", 0, -40, 300, SECONDS (10) },
  { STEADY_CHANNEL_PULSE_RATE, STEADY_CHANNEL_KIND_NUMERIC, "pulse_rate", N_ ("Pulse rate"), "/min", 0, 10, 350, SECONDS (10) },
  { STEADY_CHANNEL_HEART_RATE, STEADY_CHANNEL_KIND_NUMERIC, "heart_rate", N_ ("Heart rate"), "/min", 0, 0, 350, SECONDS (10) },
  { STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, STEADY_CHANNEL_KIND_NUMERIC, "central_venous_mean", N_ ("CVP"), "mmHg", 0, -50, 100, SECONDS (3) },
  { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, STEADY_CHANNEL_KIND_NUMERIC, "pre_oxygenator_mean", N_ ("Pre-oxygenator pressure"), "mmHg", 0, -100, 800, SECONDS (2) },
  { STEADY_CHANNEL_POST_OXYGENATOR_MEAN, STEADY_CHANNEL_KIND_NUMERIC, "post_oxygenator_mean", N_ ("Post-oxygenator pressure"), "mmHg", 0, -100, 800, SECONDS (2) },
  { STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE, STEADY_CHANNEL_KIND_NUMERIC, "transmembrane_pressure", N_ ("Transmembrane pressure"), "mmHg", 0, -200, 800, SECONDS (2) },
  { STEADY_CHANNEL_VENOUS_LINE_PRESSURE, STEADY_CHANNEL_KIND_NUMERIC, "venous_line_pressure", N_ ("Venous inlet pressure"), "mmHg", 0, -500, 300, SECONDS (3) },
  { STEADY_CHANNEL_VENOUS_VACUUM, STEADY_CHANNEL_KIND_NUMERIC, "venous_vacuum", N_ ("Venous vacuum"), "mmHg", 0, -100, 300, SECONDS (3) },
  { STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, STEADY_CHANNEL_KIND_NUMERIC, "transmembrane_of_baseline", N_ ("Oxygenator resistance of baseline"), "%", 0, 0, 2000, SECONDS (5) },
  { STEADY_CHANNEL_POST_FILTER_MEAN, STEADY_CHANNEL_KIND_NUMERIC, "post_filter_mean", N_ ("Post-filter pressure"), "mmHg", 0, -100, 800, SECONDS (2) },
  { STEADY_CHANNEL_FILTER_PRESSURE_DROP, STEADY_CHANNEL_KIND_NUMERIC, "filter_pressure_drop", N_ ("Filter pressure drop"), "mmHg", 0, -200, 800, SECONDS (2) },
  { STEADY_CHANNEL_PUMP_SPEED, STEADY_CHANNEL_KIND_NUMERIC, "pump_speed", N_ ("Pump speed"), "rpm", 0, -300, 10000, SECONDS (2) },
  { STEADY_CHANNEL_PUMP_FLOW, STEADY_CHANNEL_KIND_NUMERIC, "pump_flow", N_ ("Pump flow, calculated"), "L/min", 3, -10, 12, SECONDS (2) },
  { STEADY_CHANNEL_MEASURED_FLOW, STEADY_CHANNEL_KIND_NUMERIC, "measured_flow", N_ ("Flow, measured"), "L/min", 3, -20, 20, SECONDS (2) },
  { STEADY_CHANNEL_PATIENT_FLOW, STEADY_CHANNEL_KIND_NUMERIC, "patient_flow", N_ ("Flow to the patient"), "L/min", 3, -20, 20, SECONDS (3) },
  { STEADY_CHANNEL_FLOW_PER_KG, STEADY_CHANNEL_KIND_NUMERIC, "flow_per_kg", N_ ("Flow per kg"), "mL/kg/min", 0, -1000, 1000, SECONDS (3) },
  { STEADY_CHANNEL_FLOW_INDEX, STEADY_CHANNEL_KIND_NUMERIC, "flow_index", N_ ("Flow index"), "L/min/m²", 2, -20, 20, SECONDS (3) },
  { STEADY_CHANNEL_SHUNT_FLOW, STEADY_CHANNEL_KIND_NUMERIC, "shunt_flow", N_ ("Shunt flow"), "L/min", 3, -2, 5, SECONDS (5) },
  { STEADY_CHANNEL_CARDIOPLEGIA_FLOW, STEADY_CHANNEL_KIND_NUMERIC, "cardioplegia_flow", N_ ("Cardioplegia flow"), "mL/min", 0, -100, 1500, SECONDS (2) },
  { STEADY_CHANNEL_VENT_SPEED, STEADY_CHANNEL_KIND_NUMERIC, "vent_speed", N_ ("Vent"), "rpm", 0, -300, 300, SECONDS (2) },
  { STEADY_CHANNEL_SUCKER_1_SPEED, STEADY_CHANNEL_KIND_NUMERIC, "sucker_1_speed", N_ ("Sucker 1"), "rpm", 0, -300, 300, SECONDS (2) },
  { STEADY_CHANNEL_SUCKER_2_SPEED, STEADY_CHANNEL_KIND_NUMERIC, "sucker_2_speed", N_ ("Sucker 2"), "rpm", 0, -300, 300, SECONDS (2) },
  { STEADY_CHANNEL_SET_PUMP_FLOW, STEADY_CHANNEL_KIND_NUMERIC, "set_pump_flow", N_ ("Flow, set"), "L/min", 3, 0, 12, SECONDS (5) },
  { STEADY_CHANNEL_SET_SWEEP, STEADY_CHANNEL_KIND_NUMERIC, "set_sweep", N_ ("Sweep gas, set"), "L/min", 2, 0, 20, SECONDS (5) },
  { STEADY_CHANNEL_SET_FIO2, STEADY_CHANNEL_KIND_NUMERIC, "set_fio2", N_ ("FiO₂, set"), "%", 0, 21, 100, SECONDS (5) },
  { STEADY_CHANNEL_SET_CO2, STEADY_CHANNEL_KIND_NUMERIC, "set_co2", N_ ("Added CO₂, set"), "mL/min", 0, 0, 2000, SECONDS (5) },
  { STEADY_CHANNEL_SET_WATER_TEMPERATURE, STEADY_CHANNEL_KIND_NUMERIC, "set_water_temperature", N_ ("Water, set"), "°C", 1, 0, 42, SECONDS (5) },
  { STEADY_CHANNEL_SET_PUMP_SPEED, STEADY_CHANNEL_KIND_NUMERIC, "set_pump_speed", N_ ("Pump speed, set"), "rpm", 0, -300, 10000, SECONDS (5) },
  { STEADY_CHANNEL_SET_CARDIOPLEGIA_FLOW, STEADY_CHANNEL_KIND_NUMERIC, "set_cardioplegia_flow", N_ ("Cardioplegia, set"), "mL/min", 0, 0, 2000, SECONDS (5) },
  { STEADY_CHANNEL_SET_VENOUS_VACUUM, STEADY_CHANNEL_KIND_NUMERIC, "set_venous_vacuum", N_ ("Venous vacuum, set"), "mmHg", 0, 0, 200, SECONDS (5) },
  { STEADY_CHANNEL_SWEEP, STEADY_CHANNEL_KIND_NUMERIC, "sweep", N_ ("Sweep gas"), "L/min", 2, -1, 25, SECONDS (5) },
  { STEADY_CHANNEL_FIO2, STEADY_CHANNEL_KIND_NUMERIC, "fio2", N_ ("FiO₂"), "%", 0, 0, 101, SECONDS (5) },
  { STEADY_CHANNEL_CO2_FLOW, STEADY_CHANNEL_KIND_NUMERIC, "co2_flow", N_ ("Added CO₂"), "mL/min", 0, -10, 2500, SECONDS (5) },
  { STEADY_CHANNEL_GAS_SUPPLY_PRESSURE, STEADY_CHANNEL_KIND_NUMERIC, "gas_supply_pressure", N_ ("Gas supply"), "bar", 1, -1, 20, SECONDS (10) },
  { STEADY_CHANNEL_ARTERIAL_TEMPERATURE, STEADY_CHANNEL_KIND_NUMERIC, "arterial_temperature", N_ ("Arterial temperature"), "°C", 1, 0, 50, SECONDS (10) },
  { STEADY_CHANNEL_VENOUS_TEMPERATURE, STEADY_CHANNEL_KIND_NUMERIC, "venous_temperature", N_ ("Venous temperature"), "°C", 1, 0, 50, SECONDS (10) },
  { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, STEADY_CHANNEL_KIND_NUMERIC, "nasopharyngeal_temperature", N_ ("Nasopharyngeal temperature"), "°C", 1, 0, 50, SECONDS (10) },
  { STEADY_CHANNEL_RECTAL_TEMPERATURE, STEADY_CHANNEL_KIND_NUMERIC, "rectal_temperature", N_ ("Rectal temperature"), "°C", 1, 0, 50, SECONDS (10) },
  { STEADY_CHANNEL_WATER_TEMPERATURE, STEADY_CHANNEL_KIND_NUMERIC, "water_temperature", N_ ("Water temperature"), "°C", 1, 0, 60, SECONDS (10) },
  { STEADY_CHANNEL_TEMPERATURE_GRADIENT, STEADY_CHANNEL_KIND_NUMERIC, "temperature_gradient", N_ ("Arterial–venous gradient"), "°C", 1, -50, 50, SECONDS (10) },
  { STEADY_CHANNEL_CARDIOPLEGIA_TEMPERATURE, STEADY_CHANNEL_KIND_NUMERIC, "cardioplegia_temperature", N_ ("Cardioplegia temperature"), "°C", 1, 0, 50, SECONDS (10) },
  { STEADY_CHANNEL_WATER_BLOOD_GRADIENT, STEADY_CHANNEL_KIND_NUMERIC, "water_blood_gradient", N_ ("Water–blood gradient"), "°C", 1, -50, 60, SECONDS (10) },
  { STEADY_CHANNEL_REWARMING_RATE, STEADY_CHANNEL_KIND_NUMERIC, "rewarming_rate", N_ ("Rewarming rate"), "°C/min", 2, -20, 20, SECONDS (10) },
  { STEADY_CHANNEL_WATER_LAG, STEADY_CHANNEL_KIND_NUMERIC, "water_lag", N_ ("Water off its course"), "°C", 1, -60, 60, SECONDS (10) },
  { STEADY_CHANNEL_VENOUS_SATURATION, STEADY_CHANNEL_KIND_NUMERIC, "venous_saturation", N_ ("SvO₂"), "%", 0, 0, 101, SECONDS (20) },
  { STEADY_CHANNEL_ARTERIAL_SATURATION, STEADY_CHANNEL_KIND_NUMERIC, "arterial_saturation", N_ ("SaO₂"), "%", 0, 0, 101, SECONDS (20) },
  { STEADY_CHANNEL_ARTERIAL_PO2, STEADY_CHANNEL_KIND_NUMERIC, "arterial_po2", N_ ("pO₂ arterial"), "mmHg", 0, 0, 760, SECONDS (20) },
  { STEADY_CHANNEL_ARTERIAL_PCO2, STEADY_CHANNEL_KIND_NUMERIC, "arterial_pco2", N_ ("pCO₂ arterial"), "mmHg", 0, 0, 250, SECONDS (20) },
  { STEADY_CHANNEL_ARTERIAL_PH, STEADY_CHANNEL_KIND_NUMERIC, "arterial_ph", N_ ("pH arterial"), "", 2, 6.3, 8.2, SECONDS (20) },
  { STEADY_CHANNEL_HAEMATOCRIT, STEADY_CHANNEL_KIND_NUMERIC, "haematocrit", N_ ("Haematocrit"), "%", 0, 0, 80, SECONDS (30) },
  { STEADY_CHANNEL_HAEMOGLOBIN, STEADY_CHANNEL_KIND_NUMERIC, "haemoglobin", N_ ("Haemoglobin"), "g/dL", 1, 0, 30, SECONDS (30) },
  { STEADY_CHANNEL_LACTATE, STEADY_CHANNEL_KIND_NUMERIC, "lactate", N_ ("Lactate"), "mmol/L", 1, 0, 40, SECONDS (3600) },
  { STEADY_CHANNEL_POTASSIUM, STEADY_CHANNEL_KIND_NUMERIC, "potassium", N_ ("Potassium"), "mmol/L", 1, 0, 20, SECONDS (30) },
  { STEADY_CHANNEL_GLUCOSE, STEADY_CHANNEL_KIND_NUMERIC, "glucose", N_ ("Glucose"), "mmol/L", 1, 0, 80, SECONDS (0) },
  { STEADY_CHANNEL_IONISED_CALCIUM, STEADY_CHANNEL_KIND_NUMERIC, "ionised_calcium", N_ ("Ionised calcium"), "mmol/L", 2, 0, 10, SECONDS (0) },
  { STEADY_CHANNEL_BASE_EXCESS, STEADY_CHANNEL_KIND_NUMERIC, "base_excess", N_ ("Base excess"), "mmol/L", 1, -60, 60, SECONDS (0) },
  { STEADY_CHANNEL_ACT, STEADY_CHANNEL_KIND_NUMERIC, "act", N_ ("ACT"), "s", 0, 0, 1500, SECONDS (0) },
  { STEADY_CHANNEL_OXYGEN_CONSUMPTION_INDEX, STEADY_CHANNEL_KIND_NUMERIC, "oxygen_consumption_index", N_ ("VO₂i"), "mL/min/m²", 0, -500, 2000, SECONDS (5) },
  { STEADY_CHANNEL_CO2_PRODUCTION_INDEX, STEADY_CHANNEL_KIND_NUMERIC, "co2_production_index", N_ ("VCO₂i"), "mL/min/m²", 0, 0, 2000, SECONDS (5) },
  { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_KIND_NUMERIC, "oxygen_delivery_index", N_ ("DO₂i"), "mL/min/m²", 0, -100, 3000, SECONDS (20) },
  { STEADY_CHANNEL_OXYGEN_EXTRACTION, STEADY_CHANNEL_KIND_NUMERIC, "oxygen_extraction", N_ ("O₂ extraction"), "%", 0, -100, 100, SECONDS (20) },
  { STEADY_CHANNEL_DELIVERY_NADIR, STEADY_CHANNEL_KIND_NUMERIC, "delivery_nadir", N_ ("DO₂i, lowest"), "mL/min/m²", 0, -100, 3000, SECONDS (0) },
  { STEADY_CHANNEL_DELIVERY_DEFICIT, STEADY_CHANNEL_KIND_NUMERIC, "delivery_deficit", N_ ("DO₂i missing"), "mL/m²", 0, 0, 1e7, SECONDS (0) },
  { STEADY_CHANNEL_DELIVERY_LOW_TIME, STEADY_CHANNEL_KIND_NUMERIC, "delivery_low_time", N_ ("DO₂i below target"), "min", 1, 0, 1e6, SECONDS (0) },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, STEADY_CHANNEL_KIND_NUMERIC, "cerebral_saturation_left", N_ ("NIRS left"), "%", 0, 0, 100, SECONDS (10) },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, STEADY_CHANNEL_KIND_NUMERIC, "cerebral_saturation_right", N_ ("NIRS right"), "%", 0, 0, 100, SECONDS (10) },
  { STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE, STEADY_CHANNEL_KIND_NUMERIC, "cerebral_left_of_baseline", N_ ("NIRS left of baseline"), "%", 0, 0, 300, SECONDS (10) },
  { STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE, STEADY_CHANNEL_KIND_NUMERIC, "cerebral_right_of_baseline", N_ ("NIRS right of baseline"), "%", 0, 0, 300, SECONDS (10) },
  { STEADY_CHANNEL_DELIVERY_PER_CO2, STEADY_CHANNEL_KIND_NUMERIC, "delivery_per_co2", N_ ("DO₂/VCO₂"), "", 1, -100, 1000, SECONDS (5) },
  { STEADY_CHANNEL_EXHAUST_CO2, STEADY_CHANNEL_KIND_NUMERIC, "exhaust_co2", N_ ("CO₂ in the exhaust"), "mmHg", 0, 0, 200, SECONDS (0) },
  { STEADY_CHANNEL_CEREBRAL_DIFFERENCE, STEADY_CHANNEL_KIND_NUMERIC, "cerebral_difference", N_ ("NIRS left–right"), "%", 0, 0, 100, SECONDS (10) },
  { STEADY_CHANNEL_ANTI_XA, STEADY_CHANNEL_KIND_NUMERIC, "anti_xa", N_ ("Anti-Xa"), "IU/mL", 2, 0, 10, SECONDS (0) },
  { STEADY_CHANNEL_APTT, STEADY_CHANNEL_KIND_NUMERIC, "aptt", N_ ("aPTT"), "s", 0, 0, 500, SECONDS (0) },
  { STEADY_CHANNEL_FREE_HAEMOGLOBIN, STEADY_CHANNEL_KIND_NUMERIC, "free_haemoglobin", N_ ("Free haemoglobin"), "mg/dL", 0, 0, 3000, SECONDS (0) },
  { STEADY_CHANNEL_RESERVOIR_VOLUME, STEADY_CHANNEL_KIND_NUMERIC, "reservoir_volume", N_ ("Reservoir"), "mL", 0, -50, 10000, SECONDS (3) },
  { STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN, STEADY_CHANNEL_KIND_NUMERIC, "reservoir_time_no_return", N_ ("To STOP level if return stops"), "s", 0, 0, 1e6, SECONDS (3) },
  { STEADY_CHANNEL_RESERVOIR_TIME_TREND, STEADY_CHANNEL_KIND_NUMERIC, "reservoir_time_trend", N_ ("To STOP level at the present trend"), "s", 0, 0, 1e6, SECONDS (3) },
  { STEADY_CHANNEL_VOLUME_DRIFT, STEADY_CHANNEL_KIND_NUMERIC, "volume_drift", N_ ("Unexplained change of volume"), "%", 0, -1000, 1000, SECONDS (0) },
  { STEADY_CHANNEL_ARTERIAL_AIR, STEADY_CHANNEL_KIND_STATE, "arterial_air", N_ ("Air detector, arterial line"), "", 0, 0, 1, SECONDS (2) },
  { STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_CHANNEL_KIND_STATE, "level_detector", N_ ("Level detector"), "", 0, 0, 2, SECONDS (2) },
  { STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CHANNEL_KIND_STATE, "arterial_clamp", N_ ("Arterial clamp"), "", 0, 0, 5, SECONDS (2) },
  { STEADY_CHANNEL_VENOUS_CLAMP, STEADY_CHANNEL_KIND_STATE, "venous_clamp", N_ ("Venous clamp"), "", 0, 0, 5, SECONDS (2) },
  { STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_CHANNEL_KIND_STATE, "arterial_pump", N_ ("Arterial pump"), "", 0, 0, 4, SECONDS (2) },
  { STEADY_CHANNEL_BUBBLE_VOLUME, STEADY_CHANNEL_KIND_NUMERIC, "bubble_volume", N_ ("Bubble"), "mL", 2, 0, 500, SECONDS (0) },
  { STEADY_CHANNEL_CARDIOPLEGIA_PUMP, STEADY_CHANNEL_KIND_STATE, "cardioplegia_pump", N_ ("Cardioplegia pump"), "", 0, 0, 4, SECONDS (2) },
  { STEADY_CHANNEL_CARDIOPLEGIA_AIR, STEADY_CHANNEL_KIND_STATE, "cardioplegia_air", N_ ("Air detector, cardioplegia"), "", 0, 0, 1, SECONDS (2) },
  { STEADY_CHANNEL_VENOUS_AIR, STEADY_CHANNEL_KIND_STATE, "venous_air", N_ ("Air detector, venous line"), "", 0, 0, 1, SECONDS (2) },
  { STEADY_CHANNEL_ARTERIAL_PUMP_KIND, STEADY_CHANNEL_KIND_STATE, "arterial_pump_kind", N_ ("Kind of arterial pump"), "", 0, 0, 1, SECONDS (10) },
  { STEADY_CHANNEL_CEREBRAL_BASELINE, STEADY_CHANNEL_KIND_STATE, "cerebral_baseline", N_ ("NIRS baseline"), "", 0, 0, 1, SECONDS (0) },
  { STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, STEADY_CHANNEL_KIND_STATE, "cardioplegia_given", N_ ("Cardioplegia since the clamp"), "", 0, 0, 1, SECONDS (0) },
  { STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, STEADY_CHANNEL_KIND_STATE, "suction_after_protamine", N_ ("Suction after protamine"), "", 0, 0, 1, SECONDS (0) },
  { STEADY_CHANNEL_STEERING_LOST, STEADY_CHANNEL_KIND_STATE, "steering_lost", N_ ("Automatic setting ended"), "", 0, 0, 1, SECONDS (0) },
  { STEADY_CHANNEL_ACT_AGE, STEADY_CHANNEL_KIND_NUMERIC, "act_age", N_ ("Time since ACT"), "min", 0, 0, 1000000.0, SECONDS (0) },
  { STEADY_CHANNEL_GAS_AGE, STEADY_CHANNEL_KIND_NUMERIC, "gas_age", N_ ("Time since blood gas"), "min", 0, 0, 1000000.0, SECONDS (0) },
  { STEADY_CHANNEL_CARDIOPLEGIA_AGE, STEADY_CHANNEL_KIND_NUMERIC, "cardioplegia_age", N_ ("Time since cardioplegia"), "min", 0, 0, 1000000.0, SECONDS (0) },
  { STEADY_CHANNEL_ARREST_TIME, STEADY_CHANNEL_KIND_NUMERIC, "arrest_time", N_ ("Circulatory arrest"), "min", 0, 0, 1000000.0, SECONDS (0) },
  { STEADY_CHANNEL_CLAMP_TIME, STEADY_CHANNEL_KIND_NUMERIC, "clamp_time", N_ ("Cross-clamp time"), "min", 0, 0, 1000000.0, SECONDS (0) },
  { STEADY_CHANNEL_BYPASS_TIME, STEADY_CHANNEL_KIND_NUMERIC, "bypass_time", N_ ("Bypass time"), "min", 0, 0, 1000000.0, SECONDS (0) },
  { STEADY_CHANNEL_ENGINE_LATENESS, STEADY_CHANNEL_KIND_NUMERIC, "engine_lateness", N_ ("Lateness of the engine"), "ms", 0, 0, 1e9, SECONDS (0) },
  { STEADY_CHANNEL_DEVICE_LINK, STEADY_CHANNEL_KIND_STATE, "device_link", N_ ("Devices"), "", 0, 0, 3, SECONDS (0) },
  { STEADY_CHANNEL_SOUNDER_LINK, STEADY_CHANNEL_KIND_STATE, "sounder_link", N_ ("Sound"), "", 0, 0, 3, SECONDS (0) },
  { STEADY_CHANNEL_SUPERVISOR_LINK, STEADY_CHANNEL_KIND_STATE, "supervisor_link", N_ ("Supervisor"), "", 0, 0, 3, SECONDS (0) },
  { STEADY_CHANNEL_RECORDER, STEADY_CHANNEL_KIND_STATE, "recorder", N_ ("Record"), "", 0, 0, 3, SECONDS (0) },
  { STEADY_CHANNEL_MAINS, STEADY_CHANNEL_KIND_STATE, "mains", N_ ("Mains"), "", 0, 0, 1, SECONDS (10) },
  { STEADY_CHANNEL_BATTERY_MINUTES, STEADY_CHANNEL_KIND_NUMERIC, "battery_minutes", N_ ("Battery"), "min", 0, 0, 10000, SECONDS (30) },
  { STEADY_CHANNEL_DISK_HOURS, STEADY_CHANNEL_KIND_NUMERIC, "disk_hours", N_ ("Room on the disk"), "h", 0, 0, 1e7, SECONDS (0) },
  { STEADY_CHANNEL_INTERVENTION_FAILED, STEADY_CHANNEL_KIND_STATE, "intervention_failed", N_ ("Intervention not confirmed"), "", 0, 0, 1, SECONDS (0) },
  { STEADY_CHANNEL_COMMAND_FAILED, STEADY_CHANNEL_KIND_STATE, "command_failed", N_ ("Setting not confirmed"), "", 0, 0, 1, SECONDS (0) },
  { STEADY_CHANNEL_OVERRIDE, STEADY_CHANNEL_KIND_STATE, "override", N_ ("Override"), "", 0, 0, 3, SECONDS (0) },
  { STEADY_CHANNEL_CONSOLE_LINK, STEADY_CHANNEL_KIND_STATE, "console_link", N_ ("Screen"), "", 0, 0, 3, SECONDS (0) },
  { STEADY_CHANNEL_WAL_SIZE, STEADY_CHANNEL_KIND_NUMERIC, "wal_size", N_ ("Unmerged record"), "MiB", 0, 0, 10000000.0, SECONDS (0) },
  { STEADY_CHANNEL_CLOCK_STEPPED, STEADY_CHANNEL_KIND_STATE, "clock_stepped", N_ ("Clock of the computer"), "", 0, 0, 1, SECONDS (0) },
  { STEADY_CHANNEL_BYPASS_NEEDS, STEADY_CHANNEL_KIND_STATE, "bypass_needs", N_ ("Open before bypass"), "", 0, 0, 131071, SECONDS (0) },
  /* clang-format on */
};

enum
{
  NOT_A_CHANNEL = 255
};

static_assert (sizeof channels / sizeof channels[0] < NOT_A_CHANNEL,
               "places in the list fit a byte");

/* How many fixed channels there are. Thread: any. */
unsigned
steady_channel_count (void)
{
  return sizeof channels / sizeof channels[0];
}

/* The fixed channel at @index, below steady_channel_count (). Thread: any. */
const SteadyChannelInfo *
steady_channel_at (unsigned index)
{
  return index < steady_channel_count () ? &channels[index] : NULL;
}

/*
 * What @channel is, or NULL for one that is not fixed. Where it stands in the list is
 * searched once and then remembered, so that the list stays the only place to change.
 *
 * Thread: any. Does not allocate or lock.
 */
const SteadyChannelInfo *
steady_channel_info (SteadyChannel channel)
{
  static _Atomic uint8_t places[STEADY_CHANNEL_MAX]; /* index + 1; 0: not yet known */
  const unsigned         number = (unsigned) channel;

  if (number >= STEADY_CHANNEL_MAX)
    return NULL;
  const uint8_t place = atomic_load_explicit (&places[number], memory_order_relaxed);
  if (place != 0)
    return place == NOT_A_CHANNEL ? NULL : &channels[place - 1];
  for (unsigned i = 0; i < steady_channel_count (); i++)
    if (channels[i].channel == channel)
      {
        atomic_store_explicit (&places[number], i + 1, memory_order_relaxed);
        return &channels[i];
      }
  atomic_store_explicit (&places[number], NOT_A_CHANNEL, memory_order_relaxed);
  return NULL;
}

/* Finds the fixed channel that files call @name. Thread: any. */
bool
steady_channel_from_name (const char *name, SteadyChannel *ret_channel)
{
  for (unsigned i = 0; i < steady_channel_count (); i++)
    if (strcmp (channels[i].name, name) == 0)
      {
        *ret_channel = channels[i].channel;
        return true;
      }
  return false;
}

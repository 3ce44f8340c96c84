/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <json-c/json.h>

#include "alarm-bench.h"
#include "alarm/steady-alarm-system-private.h"

/*
 * Every shipped rule, raised by the value that its limit names and cleared again, to
 * the tick. The limits stand here a second time, written from the practice sheet for
 * the neonate, so that a changed file is seen.
 */
typedef struct Case
{
  const char    *id;
  SteadyPriority priority;
  SteadyCategory category;
  SteadyChannel  channel;
  double         fine; /* just on the good side */
  double         bad;  /* just on the bad side */
  double         back; /* beyond the hysteresis */
  double         on_s;
  double         off_s;
  unsigned       mode; /* support mode, 0: full bypass */
  SteadyChannel  with; /* another source that must stand so */
  double         with_value;
  bool           ecmo; /* of the rules of ECMO */
} Case;

#define HIGH        STEADY_PRIORITY_HIGH
#define MEDIUM      STEADY_PRIORITY_MEDIUM
#define LOW         STEADY_PRIORITY_LOW
#define PERFUSION   STEADY_CATEGORY_PERFUSION
#define EQUIPMENT   STEADY_CATEGORY_EQUIPMENT
#define OXYGEN      STEADY_CATEGORY_OXYGEN
#define TEMPERATURE STEADY_CATEGORY_TEMPERATURE
#define DRUG        STEADY_CATEGORY_DRUG
/* What most rows need besides. */
#define ON_BYPASS .mode = 0
#define ON_ECMO   .mode = STEADY_SUPPORT_ECMO_VA, .ecmo = true
#define GENERAL   STEADY_CATEGORY_GENERAL

static const Case cases[] = {
  /* clang-format off */
  { "device-link-lost", HIGH, EQUIPMENT, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_UP, STEADY_LINK_LOST, STEADY_LINK_UP, 0, 1, ON_BYPASS },
  { "device-not-connected", MEDIUM, EQUIPMENT, STEADY_CHANNEL_DEVICE_LINK, STEADY_LINK_UP, STEADY_LINK_CONNECTING, STEADY_LINK_UP, 5, 0, ON_BYPASS },
  { "intervention-failed", HIGH, EQUIPMENT, STEADY_CHANNEL_INTERVENTION_FAILED, 0, 1, 0, 0, 1, ON_BYPASS },
  { "command-failed", MEDIUM, EQUIPMENT, STEADY_CHANNEL_COMMAND_FAILED, 0, 1, 0, 0, 1, ON_BYPASS },
  { "steering-ended", MEDIUM, EQUIPMENT, STEADY_CHANNEL_STEERING_LOST, 0, 1, 0, 0, 0, ON_BYPASS },
  { "protection-overridden", MEDIUM, EQUIPMENT, STEADY_CHANNEL_OVERRIDE, 0, 2, 0, 0, 0, ON_BYPASS },
  { "stop-switched-off", MEDIUM, EQUIPMENT, STEADY_CHANNEL_OVERRIDE, 0, 3, 0, 0, 0, ON_BYPASS },
  { "start-overridden", STEADY_PRIORITY_LOW, EQUIPMENT, STEADY_CHANNEL_OVERRIDE, 0, 1, 0, 0, 0, ON_BYPASS },
  { "engine-late", MEDIUM, EQUIPMENT, STEADY_CHANNEL_ENGINE_LATENESS, 100, 100.1, 80, 0, 2, ON_BYPASS },
  { "sounder-lost", HIGH, EQUIPMENT, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_UP, STEADY_LINK_LOST, STEADY_LINK_UP, 0, 1, ON_BYPASS },
  { "sounder-not-connected", HIGH, EQUIPMENT, STEADY_CHANNEL_SOUNDER_LINK, STEADY_LINK_UP, STEADY_LINK_CONNECTING, STEADY_LINK_UP, 10, 0, ON_BYPASS },
  { "not-supervised", MEDIUM, EQUIPMENT, STEADY_CHANNEL_SUPERVISOR_LINK, STEADY_LINK_UP, STEADY_LINK_LOST, STEADY_LINK_UP, 0, 1, ON_BYPASS },
  { "recorder-failed", MEDIUM, EQUIPMENT, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_WRITING, STEADY_RECORDER_FAILED, STEADY_RECORDER_WRITING, 0, 2, ON_BYPASS },
  { "recorder-behind", LOW, EQUIPMENT, STEADY_CHANNEL_RECORDER, STEADY_RECORDER_WRITING, STEADY_RECORDER_BEHIND, STEADY_RECORDER_WRITING, 5, 2, ON_BYPASS },
  { "arterial-pump-stopped", HIGH, PERFUSION, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_LOCAL, STEADY_PUMP_STOPPED, STEADY_PUMP_RUNNING, 0, 1, ON_BYPASS },
  { "arterial-pump-stopped", HIGH, PERFUSION, STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING, STEADY_PUMP_STOPPED_BY_INTERVENTION, STEADY_PUMP_RUNNING, 0, 1, ON_BYPASS },
  { "arterial-pump-stopped", HIGH, PERFUSION, STEADY_CHANNEL_PUMP_SPEED, 0.5, 0.4, 1.1, 0, 1, ON_BYPASS },
  { "no-forward-flow", HIGH, PERFUSION, STEADY_CHANNEL_MEASURED_FLOW, 0.048, 0.047, 0.058, 3, 1, ON_BYPASS },
  { "no-forward-flow-unset", HIGH, PERFUSION, STEADY_CHANNEL_MEASURED_FLOW, 0.0201, 0.0199, 0.031, 4, 1, ON_BYPASS, .with = STEADY_CHANNEL_SET_PUMP_FLOW, .with_value = NAN },
  { "sweep-zero", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_SWEEP, 0.05, 0.049, 0.07, 5, 2, ON_BYPASS },
  { "line-pressure-stop", HIGH, PERFUSION, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 349.9, 350, 329.9, 0, 1, ON_BYPASS },
  { "line-pressure-warn", MEDIUM, PERFUSION, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 249.9, 250, 239.9, 1, 1, ON_BYPASS },
  { "post-filter-pressure-stop", HIGH, PERFUSION, STEADY_CHANNEL_POST_FILTER_MEAN, 299.9, 300, 279.9, 0, 1, ON_BYPASS },
  { "post-filter-pressure-warn", MEDIUM, PERFUSION, STEADY_CHANNEL_POST_FILTER_MEAN, 219.9, 220, 209.9, 1, 1, ON_BYPASS },
  { "filter-drop-high", MEDIUM, PERFUSION, STEADY_CHANNEL_FILTER_PRESSURE_DROP, 40, 40.1, 34.9, 30, 5, ON_BYPASS },
  { "reservoir-stop", HIGH, PERFUSION, STEADY_CHANNEL_RESERVOIR_VOLUME, 25.1, 25, 30.1, 0, 1, ON_BYPASS },
  { "reservoir-stop", HIGH, PERFUSION, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE, STEADY_LEVEL_STOP, STEADY_LEVEL_FINE, 0, 1, ON_BYPASS },
  { "reservoir-warn", MEDIUM, PERFUSION, STEADY_CHANNEL_RESERVOIR_VOLUME, 60.1, 60, 70.1, 2, 2, ON_BYPASS },
  { "reservoir-warn", MEDIUM, PERFUSION, STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE, STEADY_LEVEL_WARN, STEADY_LEVEL_FINE, 2, 2, ON_BYPASS },
  { "flow-low", MEDIUM, PERFUSION, STEADY_CHANNEL_PATIENT_FLOW, 0.3841, 0.3839, 0.395, 15, 3, ON_BYPASS },
  { "flow-very-low", HIGH, PERFUSION, STEADY_CHANNEL_PATIENT_FLOW, 0.2401, 0.2399, 0.251, 15, 3, ON_BYPASS },
  { "map-low", MEDIUM, STEADY_CATEGORY_CARDIAC, STEADY_CHANNEL_ARTERIAL_MEAN, 25, 24.9, 27, 60, 5, ON_BYPASS },
  { "map-very-low", HIGH, STEADY_CATEGORY_CARDIAC, STEADY_CHANNEL_ARTERIAL_MEAN, 15, 14.9, 17, 10, 3, ON_BYPASS },
  { "clamp-unknown", HIGH, EQUIPMENT, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_CLOSED, STEADY_CLAMP_UNKNOWN, STEADY_CLAMP_OPEN, 0.5, 1, ON_BYPASS },
  { "clamp-unknown", HIGH, EQUIPMENT, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_OPENING, STEADY_CLAMP_DEFECTIVE, STEADY_CLAMP_OPEN, 0.5, 1, ON_BYPASS },
  { "mains-lost", MEDIUM, EQUIPMENT, STEADY_CHANNEL_MAINS, 1, 0, 1, 0, 1, ON_BYPASS },
  { "gas-supply-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_GAS_SUPPLY_PRESSURE, 3, 2.99, 3.2, 5, 2, ON_BYPASS },
  { "fio2-wrong", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_FIO2, 57, 56.9, 57.6, 10, 2, ON_BYPASS },
  { "fio2-wrong", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_FIO2, 63, 63.1, 62.4, 10, 2, ON_BYPASS },
  { "pump-runaway", HIGH, PERFUSION, STEADY_CHANNEL_PUMP_FLOW, 0.503, 0.505, 0.49, 1, 1, ON_BYPASS },
  { "backflow", HIGH, PERFUSION, STEADY_CHANNEL_MEASURED_FLOW, 0.1, -0.021, 0.1, 1, 1, ON_BYPASS },
  { "cardioplegia-pressure-high", HIGH, PERFUSION, STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE, 150, 150.1, 129, 0, 1, ON_BYPASS },
  { "cardioplegia-pressure-low", HIGH, PERFUSION, STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE, -10, -10.1, -6, 0, 1, ON_BYPASS },
  { "line-pressure-low", MEDIUM, PERFUSION, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 20, 19.9, 24, 3, 1, ON_BYPASS },
  { "transmembrane-high", MEDIUM, PERFUSION, STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE, 100, 100.1, 89, 30, 5, ON_BYPASS },
  { "flow-high", MEDIUM, PERFUSION, STEADY_CHANNEL_FLOW_PER_KG, 250, 250.1, 244, 5, 3, ON_BYPASS },
  { "sweep-ratio", STEADY_PRIORITY_LOW, STEADY_CATEGORY_VENTILATION, STEADY_CHANNEL_SWEEP, 0.93, 0.95, 0.9, 60, 5, ON_BYPASS },
  { "map-high", MEDIUM, STEADY_CATEGORY_CARDIAC, STEADY_CHANNEL_ARTERIAL_MEAN, 60, 60.1, 56, 60, 5, ON_BYPASS },
  { "cvp-high", MEDIUM, STEADY_CATEGORY_CARDIAC, STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, 10, 10.1, 8.9, 30, 5, ON_BYPASS },
  { "svo2-low", MEDIUM, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_VENOUS_SATURATION, 65, 64.9, 67.1, 60, 5, ON_BYPASS },
  { "svo2-very-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_VENOUS_SATURATION, 50, 49.9, 52.1, 60, 5, ON_BYPASS },
  { "arterial-oxygen-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_ARTERIAL_SATURATION, 95, 94.9, 95.6, 15, 3, ON_BYPASS },
  { "arterial-oxygen-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_ARTERIAL_PO2, 80, 79.9, 83.1, 15, 3, ON_BYPASS },
  { "po2-high", STEADY_PRIORITY_LOW, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_ARTERIAL_PO2, 250, 250.1, 239, 300, 10, ON_BYPASS },
  { "pco2-outside", MEDIUM, STEADY_CATEGORY_VENTILATION, STEADY_CHANNEL_ARTERIAL_PCO2, 60, 60.1, 57.9, 60, 5, ON_BYPASS },
  { "pco2-outside", MEDIUM, STEADY_CATEGORY_VENTILATION, STEADY_CHANNEL_ARTERIAL_PCO2, 30, 29.9, 31.1, 60, 5, ON_BYPASS },
  { "potassium-outside", MEDIUM, STEADY_CATEGORY_DRUG, STEADY_CHANNEL_POTASSIUM, 6, 6.1, 5.7, 60, 5, ON_BYPASS },
  { "potassium-outside", MEDIUM, STEADY_CATEGORY_DRUG, STEADY_CHANNEL_POTASSIUM, 3, 2.9, 3.2, 60, 5, ON_BYPASS },
  { "potassium-very-high", HIGH, STEADY_CATEGORY_DRUG, STEADY_CHANNEL_POTASSIUM, 7, 7.1, 6.7, 60, 5, ON_BYPASS },
  { "haematocrit-low", MEDIUM, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_HAEMATOCRIT, 24, 23.9, 24.6, 60, 5, ON_BYPASS },
  { "do2i-low", MEDIUM, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 340, 339, 351, 180, 10, ON_BYPASS },
  { "do2i-very-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 250, 249, 261, 60, 5, ON_BYPASS },
  { "cerebral-low", MEDIUM, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 50, 49.9, 52.1, 20, 5, ON_BYPASS },
  { "cerebral-very-low", HIGH, STEADY_CATEGORY_OXYGEN, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 40, 39.9, 42.1, 20, 5, ON_BYPASS },
  { "water-hot", MEDIUM, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_WATER_TEMPERATURE, 41, 41.1, 40.6, 10, 5, ON_BYPASS },
  { "temperature-gradient-wide", MEDIUM, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_TEMPERATURE_GRADIENT, -10, -10.1, -9.4, 30, 5, ON_BYPASS },
  { "rewarming-gradient", MEDIUM, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_TEMPERATURE_GRADIENT, 4, 4.1, 3.4, 30, 5, ON_BYPASS },
  { "arterial-outlet-hot", MEDIUM, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 36.99, 37, 36.7, 10, 5, ON_BYPASS },
  { "arterial-outlet-too-hot", HIGH, STEADY_CATEGORY_TEMPERATURE, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 37.49, 37.5, 37.2, 10, 5, ON_BYPASS },
  { "arterial-air", HIGH, PERFUSION, STEADY_CHANNEL_ARTERIAL_AIR, 0, 1, 0, 0, 0, ON_BYPASS },
  { "battery-low", MEDIUM, EQUIPMENT, STEADY_CHANNEL_BATTERY_MINUTES, 15, 14.9, 16.1, 0, 1, .with = STEADY_CHANNEL_MAINS, .with_value = 0 },
  { "battery-very-low", HIGH, EQUIPMENT, STEADY_CHANNEL_BATTERY_MINUTES, 5, 4.9, 6.1, 0, 1, .with = STEADY_CHANNEL_MAINS, .with_value = 0 },
  { "flow-outside-bypass", LOW, GENERAL, STEADY_CHANNEL_PATIENT_FLOW, 0.05, 0.051, 0.039, 10, 3, .mode = STEADY_SUPPORT_PRE_BYPASS },
  { "flow-outside-bypass", LOW, GENERAL, STEADY_CHANNEL_PATIENT_FLOW, 0.05, 0.051, 0.039, 10, 3, .mode = STEADY_SUPPORT_PRIMING },
  { "pump-runs-outside-bypass", LOW, GENERAL, STEADY_CHANNEL_PUMP_SPEED, 1, 1.1, 0.4, 60, 3, .mode = STEADY_SUPPORT_POST_BYPASS, .with = STEADY_CHANNEL_PATIENT_FLOW, .with_value = 0 },
  { "sweep-zero", HIGH, OXYGEN, STEADY_CHANNEL_SWEEP, 0.05, 0.049, 0.07, 5, 2, .mode = STEADY_SUPPORT_PRIMING },
  { "venous-clamp-unknown", MEDIUM, EQUIPMENT, STEADY_CHANNEL_VENOUS_CLAMP, STEADY_CLAMP_OPENING, STEADY_CLAMP_UNKNOWN, STEADY_CLAMP_OPEN, 0.5, 1, ON_BYPASS },
  { "venous-clamp-unknown", MEDIUM, EQUIPMENT, STEADY_CHANNEL_VENOUS_CLAMP, STEADY_CLAMP_CLOSING, STEADY_CLAMP_DEFECTIVE, STEADY_CLAMP_OPEN, 0.5, 1, ON_BYPASS },
  { "engine-stood-still", HIGH, EQUIPMENT, STEADY_CHANNEL_ENGINE_LATENESS, 2000, 2001, 1899, 0, 5, ON_BYPASS },
  { "console-lost", MEDIUM, EQUIPMENT, STEADY_CHANNEL_CONSOLE_LINK, STEADY_LINK_NONE, STEADY_LINK_LOST, STEADY_LINK_UP, 2, 0, ON_BYPASS },
  { "disk-very-low", HIGH, EQUIPMENT, STEADY_CHANNEL_DISK_HOURS, 0.5, 0.4, 0.8, 0, 30, ON_BYPASS },
  { "disk-low", MEDIUM, EQUIPMENT, STEADY_CHANNEL_DISK_HOURS, 6, 5.9, 7.1, 0, 30, ON_BYPASS },
  { "wal-large", MEDIUM, EQUIPMENT, STEADY_CHANNEL_WAL_SIZE, 64, 65, 59, 0, 5, ON_BYPASS },
  { "clock-stepped", LOW, EQUIPMENT, STEADY_CHANNEL_CLOCK_STEPPED, 0, 1, 0, 0, 0, ON_BYPASS },
  { "cardioplegia-air", HIGH, PERFUSION, STEADY_CHANNEL_CARDIOPLEGIA_AIR, 0, 1, 0, 0, 0, ON_BYPASS },
  { "venous-air", MEDIUM, PERFUSION, STEADY_CHANNEL_VENOUS_AIR, 0, 1, 0, 0, 3, ON_BYPASS },
  { "pump-runaway-speed", HIGH, PERFUSION, STEADY_CHANNEL_PUMP_SPEED, 73.4, 73.6, 72.4, 3, 1, .with = STEADY_CHANNEL_SET_PUMP_SPEED, .with_value = 70 },
  { "pump-slow-speed", MEDIUM, PERFUSION, STEADY_CHANNEL_PUMP_SPEED, 66.6, 66.4, 67.6, 5, 1, .with = STEADY_CHANNEL_SET_PUMP_SPEED, .with_value = 70 },
  { "pump-not-stopping", HIGH, PERFUSION, STEADY_CHANNEL_PUMP_SPEED, 5, 5.1, 2.9, 1, 1, .with = STEADY_CHANNEL_ARTERIAL_PUMP, .with_value = STEADY_PUMP_STOPPED_BY_INTERVENTION },
  { "pump-slow", MEDIUM, PERFUSION, STEADY_CHANNEL_PUMP_FLOW, 0.457, 0.455, 0.462, 5, 1, ON_BYPASS },
  { "centrifugal-slow", HIGH, PERFUSION, STEADY_CHANNEL_PUMP_SPEED, 1500, 1499, 1601, 2, 1, .with = STEADY_CHANNEL_ARTERIAL_PUMP_KIND, .with_value = STEADY_PUMP_KIND_CENTRIFUGAL },
  { "reservoir-pressurised", HIGH, PERFUSION, STEADY_CHANNEL_VENOUS_VACUUM, -5, -5.1, -3.9, 2, 2, ON_BYPASS },
  { "vacuum-strong", MEDIUM, PERFUSION, STEADY_CHANNEL_VENOUS_VACUUM, 30, 30.1, 27.9, 2, 2, ON_BYPASS },
  { "vacuum-weak", MEDIUM, PERFUSION, STEADY_CHANNEL_VENOUS_VACUUM, 10, 9.9, 12.1, 10, 3, ON_BYPASS },
  { "venous-clamp-closed", MEDIUM, PERFUSION, STEADY_CHANNEL_VENOUS_CLAMP, STEADY_CLAMP_CLOSING, STEADY_CLAMP_CLOSED, STEADY_CLAMP_OPEN, 3, 1, ON_BYPASS },
  { "flow-over-oxygenator", MEDIUM, PERFUSION, STEADY_CHANNEL_MEASURED_FLOW, 7, 7.01, 6.97, 5, 3, ON_BYPASS },
  { "transmembrane-rising", MEDIUM, PERFUSION, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, 150, 151, 144, 30, 10, ON_BYPASS },
  { "cardioplegia-runaway", HIGH, PERFUSION, STEADY_CHANNEL_CARDIOPLEGIA_FLOW, 20, 20.1, 14.9, 3, 1, ON_BYPASS },
  { "cardioplegia-warm", MEDIUM, TEMPERATURE, STEADY_CHANNEL_CARDIOPLEGIA_TEMPERATURE, 10, 10.1, 8.9, 30, 5, .with = STEADY_CHANNEL_CARDIOPLEGIA_FLOW, .with_value = 10 },
  { "cardioplegia-none", MEDIUM, DRUG, STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, STEADY_TAKEN_YES, STEADY_TAKEN_NOT_YET, STEADY_TAKEN_YES, 120, 0, ON_BYPASS },
  { "cardioplegia-due", LOW, DRUG, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 19.9, 20, 0, 0, 0, ON_BYPASS },
  { "cardioplegia-without-clamp", LOW, GENERAL, STEADY_CHANNEL_CARDIOPLEGIA_FLOW, 5, 5.1, 2.9, 10, 3, ON_BYPASS },
  { "hypoxic-gas", HIGH, OXYGEN, STEADY_CHANNEL_FIO2, 20.5, 20.4, 20.9, 10, 2, .with = STEADY_CHANNEL_SET_FIO2, .with_value = 21 },
  { "oxygen-extraction-very-high", MEDIUM, OXYGEN, STEADY_CHANNEL_OXYGEN_EXTRACTION, 40, 40.1, 37.9, 180, 10, ON_BYPASS },
  { "oxygen-extraction-high", LOW, OXYGEN, STEADY_CHANNEL_OXYGEN_EXTRACTION, 30, 30.1, 27.9, 180, 10, ON_BYPASS },
  { "act-due", MEDIUM, DRUG, STEADY_CHANNEL_ACT_AGE, 29.9, 30, 0, 0, 0, ON_BYPASS },
  { "act-low", MEDIUM, DRUG, STEADY_CHANNEL_ACT, 480, 479, 480, 0, 0, ON_BYPASS },
  { "act-low", MEDIUM, DRUG, STEADY_CHANNEL_ACT, 480, 479, 480, 0, 0, .mode = STEADY_SUPPORT_PRE_BYPASS },
  { "gas-due", LOW, OXYGEN, STEADY_CHANNEL_GAS_AGE, 29.9, 30, 0, 0, 0, ON_BYPASS },
  { "glucose-outside", MEDIUM, DRUG, STEADY_CHANNEL_GLUCOSE, 11.1, 11.2, 10.7, 0, 0, ON_BYPASS },
  { "glucose-outside", MEDIUM, DRUG, STEADY_CHANNEL_GLUCOSE, 3.3, 3.2, 3.6, 0, 0, ON_BYPASS },
  { "lactate-high", MEDIUM, OXYGEN, STEADY_CHANNEL_LACTATE, 3, 3.1, 2.7, 0, 10, ON_BYPASS },
  { "cerebral-fall-severe", HIGH, OXYGEN, STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE, 70, 69.9, 72.1, 20, 5, ON_BYPASS },
  { "cerebral-fall", MEDIUM, OXYGEN, STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE, 80, 79.9, 82.1, 20, 5, ON_BYPASS },
  { "cerebral-difference", MEDIUM, OXYGEN, STEADY_CHANNEL_CEREBRAL_DIFFERENCE, 10, 10.1, 7.9, 20, 5, ON_BYPASS },
  { "cerebral-baseline-missing", LOW, GENERAL, STEADY_CHANNEL_CEREBRAL_BASELINE, STEADY_TAKEN_YES, STEADY_TAKEN_NOT_YET, STEADY_TAKEN_YES, 60, 0, .mode = STEADY_SUPPORT_PRE_BYPASS },
  { "rewarming-fast", MEDIUM, TEMPERATURE, STEADY_CHANNEL_REWARMING_RATE, 0.5, 0.51, 0.44, 120, 10, ON_BYPASS },
  { "heater-cooler-behind", MEDIUM, TEMPERATURE, STEADY_CHANNEL_WATER_LAG, -1.5, -1.6, -0.9, 30, 10, ON_BYPASS },
  { "heater-cooler-behind", MEDIUM, TEMPERATURE, STEADY_CHANNEL_WATER_LAG, 1.5, 1.6, 0.9, 30, 10, ON_BYPASS },
  { "heater-cooler-behind", MEDIUM, TEMPERATURE, STEADY_CHANNEL_WATER_LAG, -1.5, -1.6, -0.9, 30, 10, ON_ECMO },
  { "water-gradient-wide", LOW, TEMPERATURE, STEADY_CHANNEL_WATER_BLOOD_GRADIENT, 10, 10.1, 9.4, 30, 5, ON_BYPASS },
  { "water-gradient-wide", LOW, TEMPERATURE, STEADY_CHANNEL_WATER_BLOOD_GRADIENT, -10, -10.1, -9.4, 30, 5, ON_BYPASS },
  { "arrest-notice", MEDIUM, PERFUSION, STEADY_CHANNEL_ARREST_TIME, 19.9, 20, 0, 0, 0, ON_BYPASS },
  { "arrest-long", MEDIUM, PERFUSION, STEADY_CHANNEL_ARREST_TIME, 29.9, 30, 0, 0, 0, ON_BYPASS },
  { "arrest-too-long", HIGH, PERFUSION, STEADY_CHANNEL_ARREST_TIME, 39.9, 40, 0, 0, 0, ON_BYPASS },
  { "clamp-long", LOW, GENERAL, STEADY_CHANNEL_CLAMP_TIME, 119.9, 120, 0, 0, 0, ON_BYPASS },
  { "run-six-hours", LOW, EQUIPMENT, STEADY_CHANNEL_BYPASS_TIME, 359.9, 360, 0, 0, 0, ON_BYPASS },
  { "suction-after-protamine", HIGH, DRUG, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, 0, 1, 0, 0, 1, .mode = STEADY_SUPPORT_POST_BYPASS, .with = STEADY_CHANNEL_PUMP_SPEED, .with_value = 0 },
  { "volume-drift", LOW, PERFUSION, STEADY_CHANNEL_VOLUME_DRIFT, -10, -10.1, -7.9, 300, 30, ON_BYPASS },
  { "volume-drift", LOW, PERFUSION, STEADY_CHANNEL_VOLUME_DRIFT, 10, 10.1, 7.9, 300, 30, ON_BYPASS },
  { "venous-inlet-very-low", HIGH, PERFUSION, STEADY_CHANNEL_VENOUS_LINE_PRESSURE, -100, -100.1, -96.9, 2, 2, ON_BYPASS },
  { "venous-inlet-low", MEDIUM, PERFUSION, STEADY_CHANNEL_VENOUS_LINE_PRESSURE, -80, -80.1, -76.9, 5, 3, ON_BYPASS },
  { "venous-inlet-low", MEDIUM, PERFUSION, STEADY_CHANNEL_VENOUS_LINE_PRESSURE, -80, -80.1, -76.9, 5, 3, ON_ECMO },
  { "venous-inlet-very-low", HIGH, PERFUSION, STEADY_CHANNEL_VENOUS_LINE_PRESSURE, -100, -100.1, -96.9, 2, 2, ON_ECMO },
  { "line-pressure-warn", MEDIUM, PERFUSION, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 300, 300.1, 289.9, 1, 1, ON_ECMO },
  { "line-pressure-stop", HIGH, PERFUSION, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 400, 400.1, 379.9, 0, 1, ON_ECMO },
  { "transmembrane-rising", MEDIUM, PERFUSION, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, 150, 151, 144, 30, 10, ON_ECMO },
  { "flow-low", MEDIUM, PERFUSION, STEADY_CHANNEL_PATIENT_FLOW, 0.3841, 0.3839, 0.395, 15, 3, ON_ECMO },
  { "flow-high", MEDIUM, PERFUSION, STEADY_CHANNEL_PATIENT_FLOW, 0.5759, 0.5761, 0.565, 15, 3, ON_ECMO },
  { "venous-air", HIGH, PERFUSION, STEADY_CHANNEL_VENOUS_AIR, 0, 1, 0, 0, 3, ON_ECMO },
  { "gas-supply-low", HIGH, OXYGEN, STEADY_CHANNEL_GAS_SUPPLY_PRESSURE, 3, 2.99, 3.2, 5, 2, ON_ECMO },
  { "sweep-zero", HIGH, OXYGEN, STEADY_CHANNEL_SWEEP, 0.05, 0.049, 0.07, 5, 2, ON_ECMO },
  { "recirculation", LOW, OXYGEN, STEADY_CHANNEL_VENOUS_SATURATION, 85, 85.1, 82.9, 300, 30, .mode = STEADY_SUPPORT_ECMO_VV, .ecmo = true },
  { "act-due", MEDIUM, DRUG, STEADY_CHANNEL_ACT_AGE, 59.9, 60, 0, 0, 0, ON_ECMO },
  { "gas-due", LOW, OXYGEN, STEADY_CHANNEL_GAS_AGE, 59.9, 60, 0, 0, 0, ON_ECMO },
  { "act-low", MEDIUM, DRUG, STEADY_CHANNEL_ACT, 180, 179, 180, 0, 0, ON_ECMO },
  /* clang-format on */
};

static void
bench_mode (AlarmBench *bench, unsigned mode)
{
  bench->support.mode = mode;
  bench->support.mode_since = bench->now;
}

/* All is fine, then what @c needs besides its own channel stands as it must. */
static void
set_stage (AlarmBench *bench, const Case *c)
{
  bench_run (bench, 2);
  g_assert_cmpuint (bench_present (bench), ==, 0);
  if (c->mode != 0)
    bench_mode (bench, c->mode);
  if (c->with != STEADY_CHANNEL_NONE)
    bench_set (bench, c->with, c->with_value);
}

static void
check_clears (AlarmBench *bench, const Case *c)
{
  const SteadyInstant better = bench->now + BENCH_TICK;

  bench_run (bench, c->off_s + 0.5);
  if (bench_state (bench, c->id) == STEADY_ALARM_LATCHED)
    {
      /* what latched is ended by a person only */
      bench_run (bench, 60);
      g_assert_cmpint (bench_state (bench, c->id), ==, STEADY_ALARM_LATCHED);
      steady_alarm_system_reset (bench->system, bench->now, c->id);
      bench_tick (bench);
      g_assert_cmpint (bench_state (bench, c->id), ==, STEADY_ALARM_INACTIVE);
      return;
    }
  const SteadyAlarmRecord *off = bench_change (bench, c->id, STEADY_ALARM_INACTIVE);
  g_assert_nonnull (off);
  g_assert_cmpint (off->t, ==, better + steady_span_from_seconds (c->off_s));
}

/* Off just before the limit, on just beyond it after the delay to the tick, still on
 * just before the hysteresis ends, off beyond it after the delay to the tick. */
static void
test_raises_and_clears_to_the_tick (gconstpointer data)
{
  const Case *c = data;
  AlarmBench  bench;

  bench_start_on (&bench,
                  c->ecmo ? "ecmo" : "base",
                  c->ecmo ? "ecmo-neonate" : "neonate",
                  BENCH_PLAN,
                  NULL);
  set_stage (&bench, c);
  bench_set (&bench, c->channel, c->back);
  bench_tick (&bench);
  bench_set (&bench, c->channel, c->fine);
  bench_run (&bench, c->on_s + 2);
  g_assert_cmpint (bench_state (&bench, c->id), ==, STEADY_ALARM_INACTIVE);

  bench_set (&bench, c->channel, c->bad);
  const SteadyInstant began = bench.now + BENCH_TICK;
  bench_run (&bench, c->on_s + 0.5);
  const SteadyAlarmRecord *on = bench_change (&bench, c->id, STEADY_ALARM_ACTIVE);
  g_assert_nonnull (on);
  g_assert_cmpint (on->t, ==, began + steady_span_from_seconds (c->on_s));
  g_assert_cmpint (on->since, ==, began);
  g_assert_cmpint (on->priority, ==, c->priority);
  g_assert_cmpint (on->category, ==, c->category);
  g_assert_true (on->sounding);
  g_assert_true (on->condition);

  if (c->back > c->bad || c->back < c->bad)
    bench_set (&bench, c->channel, c->back);
  check_clears (&bench, c);
  bench_stop (&bench);
}

/* A sensor's alarm rises when any one of its channels cannot be used. */
static void
test_each_sensor_is_missed (gconstpointer data)
{
  const char *const *name = data; /* base file, profile */
  AlarmBench         bench;

  bench_start_on (&bench, name[0], name[1], BENCH_PLAN, NULL);
  g_autofree char    *text = steady_alarm_system_describe (bench.system);
  struct json_object *root = json_tokener_parse (text);
  struct json_object *rules = json_object_object_get (root, "rules");
  unsigned            sensors = 0;
  for (size_t i = 0; i < json_object_array_length (rules); i++)
    {
      struct json_object *rule = json_object_array_get_idx (rules, i);
      struct json_object *watches = json_object_object_get (rule, "watches");
      const char *id = json_object_get_string (json_object_object_get (rule, "id"));
      for (size_t k = 0; watches != NULL && k < json_object_array_length (watches); k++)
        {
          const SteadyChannel channel = (SteadyChannel) json_object_get_int (
              json_object_array_get_idx (watches, k));
          bench_quality (&bench, channel, STEADY_QUALITY_SENSOR_OFF);
          bench_run (&bench, 2.1);
          g_assert_cmpint (bench_state (&bench, id), ==, STEADY_ALARM_ACTIVE);
          bench_quality (&bench, channel, STEADY_QUALITY_VALID);
          bench_run (&bench, 1.1);
          g_assert_cmpint (bench_state (&bench, id), ==, STEADY_ALARM_INACTIVE);
          sensors++;
        }
    }
  g_assert_cmpuint (sensors, >, 30);
  json_object_put (root);
  bench_stop (&bench);
}

static bool
is_driven (const char *id, bool ecmo)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    if (strcmp (cases[i].id, id) == 0 && (ecmo || !cases[i].ecmo))
      return true;
  return false;
}

/* No rule is shipped that nothing here drives, and none is driven that is not shipped.
 */
static void
test_every_rule_is_driven (gconstpointer data)
{
  const char *const *name = data;
  AlarmBench         bench;

  bench_start_on (&bench, name[0], name[1], BENCH_PLAN, NULL);
  g_autofree char    *text = steady_alarm_system_describe (bench.system);
  struct json_object *root = json_tokener_parse (text);
  struct json_object *rules = json_object_object_get (root, "rules");
  for (size_t i = 0; i < json_object_array_length (rules); i++)
    {
      struct json_object *rule = json_object_array_get_idx (rules, i);
      struct json_object *watches = json_object_object_get (rule, "watches");
      const char *id = json_object_get_string (json_object_object_get (rule, "id"));
      if ((watches == NULL || json_object_array_length (watches) == 0) &&
          !is_driven (id, strcmp (name[0], "ecmo") == 0))
        g_test_fail_printf ("\"%s\" of %s.json is driven by no row", id, name[0]);
    }
  json_object_put (root);
  bench_stop (&bench);
}

/* The row of bypass that drives a rule of ECMO which has no row of its own. */
static const Case *
borrowed_row (const char *id)
{
  const Case *row = NULL;
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    if (strcmp (cases[i].id, id) == 0)
      {
        if (cases[i].ecmo)
          return NULL;
        row = row == NULL ? &cases[i] : row;
      }
  return row;
}

/* Where ECMO has another limit the value goes on past it. */
static bool
raise_by (AlarmBench *bench, const Case *c)
{
  double value = c->bad;
  for (unsigned i = 0; i < 12; i++)
    {
      bench_set (bench, c->channel, value);
      bench_run (bench, c->on_s + 0.5);
      if (bench_state (bench, c->id) == STEADY_ALARM_ACTIVE)
        return true;
      value += (c->bad - c->fine) * (double) (1 << i);
    }
  return false;
}

/* What both files have is raised from the file of ECMO, too. */
static void
test_raised_on_ecmo_too (void)
{
  AlarmBench about;
  unsigned   raised = 0;

  bench_start_on (&about, "ecmo", "ecmo-neonate", BENCH_PLAN, NULL);
  const SteadyAlarmRules *rules = &about.system->rules;
  for (unsigned i = 0; i < rules->count; i++)
    {
      const SteadyAlarmRule *rule = &rules->rules[i];
      const Case            *c = borrowed_row (rule->id);
      if (c == NULL)
        continue;
      AlarmBench bench;
      bench_start_on (&bench, "ecmo", "ecmo-neonate", BENCH_PLAN, NULL);
      bench_run (&bench, 1);
      bench_mode (&bench, c->mode != 0 ? c->mode : STEADY_SUPPORT_ECMO_VA);
      if (c->with != STEADY_CHANNEL_NONE)
        bench_set (&bench, c->with, c->with_value);
      if (!raise_by (&bench, c))
        g_error ("\"%s\" of ecmo.json is not raised", c->id);
      const SteadyAlarmRecord *on = bench_change (&bench, c->id, STEADY_ALARM_ACTIVE);
      g_assert_cmpint (on->priority, ==, rule->priority);
      g_assert_cmpint (on->category, ==, rule->category);
      g_assert_true (on->sounding);
      bench_stop (&bench);
      raised++;
    }
  g_assert_cmpuint (raised, >, 60);
  bench_stop (&about);
}

/* A closed circuit has no reservoir: that is not fitted, and not unprotected. */
static void
test_ecmo_without_a_reservoir_is_not_fitted (void)
{
  AlarmBench bench;
  bool       fitted[STEADY_CHANNEL_MAX];

  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    fitted[i] = i != STEADY_CHANNEL_RESERVOIR_VOLUME &&
                i != STEADY_CHANNEL_LEVEL_DETECTOR && i != STEADY_CHANNEL_VOLUME_DRIFT;
  bench_start_on (&bench, "ecmo", "ecmo-neonate", BENCH_PLAN, fitted);
  bench_mode (&bench, STEADY_SUPPORT_ECMO_VA);
  bench_quality (&bench, STEADY_CHANNEL_RESERVOIR_VOLUME, STEADY_QUALITY_MISSING);
  bench_run (&bench, 60);
  g_assert_cmpint (steady_alarm_system_protection (bench.system, "reservoir-stop"),
                   ==,
                   STEADY_PROTECTION_NOT_FITTED);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_stop (&bench);
}

/* A dose that is overdue becomes more urgent; a renewed dose ends it. */
static void
test_overdue_cardioplegia_becomes_more_urgent (void)
{
  AlarmBench bench;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_set (&bench, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 20);
  bench_run (&bench, 299);
  g_assert_cmpint (bench_sound (&bench).priority, ==, LOW);
  bench_run (&bench, 2);
  g_assert_cmpint (bench_sound (&bench).priority, ==, MEDIUM);
  bench_set (&bench, STEADY_CHANNEL_CARDIOPLEGIA_AGE, 0);
  bench_tick (&bench);
  g_assert_cmpuint (bench_present (&bench), ==, 0);
  bench_stop (&bench);
}

/* What was entered long ago is told, unless a new sample is asked for already. */
static void
test_old_entries_are_not_fine (void)
{
  AlarmBench bench;

  bench_start (&bench, "neonate", BENCH_PLAN, NULL);
  bench_quality (&bench, STEADY_CHANNEL_ACT, STEADY_QUALITY_STALE);
  bench_run (&bench, 2);
  g_assert_cmpint (
      bench_state (&bench, "sensor-lost-entered"), ==, STEADY_ALARM_ACTIVE);
  bench_set (&bench, STEADY_CHANNEL_ACT_AGE, 61);
  bench_run (&bench, 2);
  g_assert_cmpint (
      bench_state (&bench, "sensor-lost-entered"), ==, STEADY_ALARM_INACTIVE);
  g_assert_cmpint (bench_state (&bench, "act-due"), ==, STEADY_ALARM_ACTIVE);
  bench_stop (&bench);
}

/* Flow arms in every phase that expects none, priming included. */
static void
test_flow_arms_without_exception (void)
{
  static const unsigned modes[] = { STEADY_SUPPORT_SET_UP,
                                    STEADY_SUPPORT_PRIMING,
                                    STEADY_SUPPORT_PRE_BYPASS,
                                    STEADY_SUPPORT_POST_BYPASS,
                                    STEADY_SUPPORT_MUF };
  for (size_t i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      AlarmBench bench;
      bench_start (&bench, "neonate", BENCH_PLAN, NULL);
      bench_mode (&bench, modes[i]);
      bench_set (&bench, STEADY_CHANNEL_ARTERIAL_MEAN, 10);
      bench_run (&bench, 9);
      g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_INACTIVE);
      bench_run (&bench, 11.5);
      g_assert_cmpint (bench_state (&bench, "map-very-low"), ==, STEADY_ALARM_ACTIVE);
      bench_stop (&bench);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/alarm/rules/raises-and-clears/%zu/%s", i, cases[i].id);
      g_test_add_data_func (path, &cases[i], test_raises_and_clears_to_the_tick);
    }
  static const char *const bypass[] = { "base", "neonate" };
  g_test_add_data_func (
      "/alarm/rules/each-sensor-is-missed/bypass", bypass, test_each_sensor_is_missed);
  g_test_add_data_func (
      "/alarm/rules/every-rule-is-driven/bypass", bypass, test_every_rule_is_driven);
  static const char *const ecmo[] = { "ecmo", "ecmo-neonate" };
  g_test_add_data_func (
      "/alarm/rules/each-sensor-is-missed/ecmo", ecmo, test_each_sensor_is_missed);
  g_test_add_data_func (
      "/alarm/rules/every-rule-is-driven/ecmo", ecmo, test_every_rule_is_driven);
  g_test_add_func ("/alarm/rules/raised-on-ecmo-too", test_raised_on_ecmo_too);
  g_test_add_func ("/alarm/rules/ecmo-without-a-reservoir-is-not-fitted",
                   test_ecmo_without_a_reservoir_is_not_fitted);
  g_test_add_func ("/alarm/rules/overdue-cardioplegia-becomes-more-urgent",
                   test_overdue_cardioplegia_becomes_more_urgent);
  g_test_add_func ("/alarm/rules/old-entries-are-not-fine",
                   test_old_entries_are_not_fine);
  g_test_add_func ("/alarm/rules/flow-arms-without-exception",
                   test_flow_arms_without_exception);
  return g_test_run ();
}

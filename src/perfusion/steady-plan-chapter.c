/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plan-chapter.h"

#include <glib/gi18n.h>

#include "base/steady-require.h"

#define TEXT(name)  STEADY_PLAN_TEXT_##name
#define INPUT(name) STEADY_PLAN_INPUT_##name
#define ITEM(name)  STEADY_PLAN_##name
#define END_TEXTS   STEADY_PLAN_TEXTS
#define END_INPUTS  STEADY_PLAN_INPUTS
#define END_ITEMS   STEADY_PLAN_ITEMS

static const SteadyPlanChapter chapters[STEADY_PLAN_CHAPTERS] = {
  /* clang-format off */
  { N_ ("Child"), N_ ("Child"), 4, 3, 7,
    { TEXT (NAME), TEXT (DIAGNOSIS), TEXT (PROCEDURE), TEXT (ALLERGIES), TEXT (PATIENT_ID), TEXT (NOTES), END_TEXTS },
    { INPUT (WEIGHT), INPUT (HEIGHT), INPUT (AGE), INPUT (STAT), END_INPUTS },
    { ITEM (SURFACE_MOSTELLER), ITEM (SURFACE_DU_BOIS), ITEM (SURFACE_HAYCOCK), ITEM (SURFACE),
      ITEM (BLOOD_VOLUME), ITEM (BLOOD_VOLUME_LOW), ITEM (BLOOD_VOLUME_HIGH), ITEM (BLOOD_VOLUME_BY_AGE),
      ITEM (BLOOD_VOLUME_FLAT), ITEM (IDEAL_WEIGHT), ITEM (SURFACE_IDEAL), END_ITEMS }, false },
  { N_ ("Flow"), N_ ("Flow"), 0, 2, 10,
    { TEXT (SURFACE_FORMULA), END_TEXTS },
    { INPUT (FLOW_INDEX), INPUT (DO2I_TARGET), INPUT (FLOW_CHOSEN), END_INPUTS },
    { ITEM (FLOW_PLAN), ITEM (FLOW_PLAN_PER_KG), ITEM (FLOW_PLAN_INDEX), ITEM (FLOW_WEIGHT), ITEM (FLOW_INDEX),
      ITEM (FLOW_DO2), ITEM (FLOW_GOVERNED_BY), ITEM (FLOW_LIMITED_BY), ITEM (DO2I), ITEM (CAO2),
      ITEM (DO2I_ALARM_ABOVE), ITEM (FLOW_TABLE), ITEM (FLOW_BAND_PER_KG), ITEM (FLOW_BAND_ABOVE),
      ITEM (FLOW_BAND_UP_TO), ITEM (CEREBRAL), ITEM (CEREBRAL_LOW), ITEM (CEREBRAL_HIGH), END_ITEMS }, false },
  { N_ ("Circuit"), N_ ("Circuit"), 3, 0, 8,
    { TEXT (OXYGENATOR), TEXT (PACK), TEXT (ARTERIAL_PUMP), END_TEXTS },
    { END_INPUTS },
    { ITEM (OXYGENATOR_NAME), ITEM (OXYGENATOR_RATED), ITEM (OXYGENATOR_NEEDED), ITEM (OXYGENATOR_PRIME),
      ITEM (CIRCUIT_NAME), ITEM (CIRCUIT_ARTERIAL_ML), ITEM (CIRCUIT_VENOUS_ML), ITEM (PUMP_KIND),
      ITEM (PUMP_BOOT), ITEM (PUMP_STROKE), ITEM (PUMP_RPM), END_ITEMS }, false },
  { N_ ("Cannulae, line pressure"), N_ ("Cannulae"), 1, 1, 6,
    { TEXT (ARTERIAL_CANNULA), END_TEXTS },
    { INPUT (MAP_PLANNED), END_INPUTS },
    { ITEM (CANNULA_NAME), ITEM (CANNULA_DROP), ITEM (PRESSURE_POST), ITEM (PRESSURE_PRE), ITEM (LIMIT_WARN),
      ITEM (LIMIT_STOP), ITEM (LINE_DROP), ITEM (OXYGENATOR_DROP), ITEM (CANNULA_SIZED_FOR), ITEM (CANNULA_M),
      ITEM (VISCOSITY), ITEM (VENOUS_CANNULA), ITEM (VENOUS_DROP), ITEM (VACUUM), END_ITEMS }, false },
  { N_ ("Prime and blood"), N_ ("Blood"), 0, 4, 9,
    { END_TEXTS },
    { INPUT (HAEMATOCRIT), INPUT (HAEMATOCRIT_TARGET), INPUT (PRIME), INPUT (RED_CELLS_HAEMATOCRIT),
      INPUT (ANAESTHESIA_VOLUME), INPUT (RAP), INPUT (CARDIOPLEGIA_BACK), INPUT (HAEMATOCRIT_LOWEST),
      INPUT (BLOOD_VOLUME), END_INPUTS },
    { ITEM (HAEMATOCRIT_CLEAR), ITEM (HAEMATOCRIT_LOW), ITEM (HAEMATOCRIT_HIGH), ITEM (HAEMATOCRIT_PLANNED),
      ITEM (HAEMATOCRIT_AFTER), ITEM (CELLS_INSIDE), ITEM (CELLS_ON_TOP), ITEM (CELL_UNITS), ITEM (PRIME_TOTAL),
      ITEM (ALLOWABLE_LOSS), ITEM (MUF_FILTRATE), ITEM (MUF_RATE), ITEM (MUF_TIME), END_ITEMS }, true },
  { N_ ("Heparin, cardioplegia"), N_ ("Drugs"), 1, 1, 18,
    { TEXT (CARDIOPLEGIA), END_TEXTS },
    { INPUT (HEPARIN), INPUT (PROTAMINE_RATIO), END_INPUTS },
    { ITEM (HEPARIN_BOLUS), ITEM (HEPARIN_PRIME), ITEM (HEPARIN_TOTAL), ITEM (ACT_TARGET), ITEM (PROTAMINE),
      ITEM (PROTAMINE_BASIS), ITEM (PLEGIA_SOLUTION), ITEM (PLEGIA_RATIO), ITEM (PLEGIA_FIRST),
      ITEM (PLEGIA_FIRST_ML_KG), ITEM (PLEGIA_CRYSTALLOID), ITEM (PLEGIA_BLOOD), ITEM (PLEGIA_REDOSE),
      ITEM (PLEGIA_INTERVAL), ITEM (PLEGIA_CAP), ITEM (PLEGIA_PUMP_UNIT), ITEM (PLEGIA_PUMP_FIRST),
      ITEM (PLEGIA_PUMP_REDOSE), ITEM (PLEGIA_TEMPERATURE), END_ITEMS }, false },
  { N_ ("Temperature, gas"), N_ ("Gas"), 1, 1, 11,
    { TEXT (GAS_STRATEGY), END_TEXTS },
    { INPUT (TEMPERATURE), INPUT (SATURATION), INPUT (PO2), END_INPUTS },
    { ITEM (COOLING), ITEM (REWARMING), ITEM (GRADIENT), ITEM (GRADIENT_WARM), ITEM (GAS_STRATEGY),
      ITEM (GAS_PH_37), ITEM (GAS_PH_T), ITEM (GAS_PCO2_37), ITEM (GAS_PCO2_T), ITEM (SWEEP), ITEM (FIO2),
      END_ITEMS }, false },
  { N_ ("Alarms"), N_ ("Alarms"), 0, 3, 8,
    { END_TEXTS },
    { INPUT (MAP_LOW), INPUT (MAP_HIGH), INPUT (SVO2_LOW), END_INPUTS },
    { ITEM (PROFILE), ITEM (LIMIT_WARN), ITEM (LIMIT_STOP), ITEM (MAP_LOW), ITEM (MAP_HIGH), ITEM (SVO2_LOW),
      ITEM (HAEMATOCRIT_LIMIT), ITEM (OUTLET_MOST), END_ITEMS }, false },
  /* clang-format on */
};

static const struct
{
  const char *label;
  const char *unit;
  int         decimals;
} inputs[STEADY_PLAN_INPUTS] = {
  /* clang-format off */
  [INPUT (WEIGHT)] = { N_ ("Weight"), "kg", 2 },
  [INPUT (HEIGHT)] = { N_ ("Height"), "cm", 1 },
  [INPUT (AGE)] = { N_ ("Age"), N_ ("days"), 0 },
  [INPUT (HAEMATOCRIT)] = { N_ ("Haematocrit now"), "%", 1 },
  [INPUT (HAEMATOCRIT_TARGET)] = { N_ ("Haematocrit wanted on bypass"), "%", 1 },
  [INPUT (PRIME)] = { N_ ("Prime of the circuit"), "mL", 0 },
  [INPUT (RED_CELLS_HAEMATOCRIT)] = { N_ ("Haematocrit of the red cells"), "%", 0 },
  [INPUT (DO2I_TARGET)] = { N_ ("Oxygen delivery wanted"), "mL/min/m²", 0 },
  [INPUT (STAT)] = { N_ ("STAT category"), "", 0 },
  [INPUT (FLOW_INDEX)] = { N_ ("Flow index"), "L/min/m²", 2 },
  [INPUT (FLOW_CHOSEN)] = { N_ ("Flow chosen by a person"), "L/min", 3 },
  [INPUT (BLOOD_VOLUME)] = { N_ ("Blood volume for the weight"), "mL/kg", 0 },
  [INPUT (ANAESTHESIA_VOLUME)] = { N_ ("Volume from anaesthesia"), "mL", 0 },
  [INPUT (RAP)] = { N_ ("Retrograde autologous priming"), "mL", 0 },
  [INPUT (CARDIOPLEGIA_BACK)] = { N_ ("Cardioplegia that comes back"), "%", 0 },
  [INPUT (HAEMATOCRIT_LOWEST)] = { N_ ("Haematocrit, lowest before bypass"), "%", 0 },
  [INPUT (HEPARIN)] = { N_ ("Heparin for the weight"), N_ ("IU/kg"), 0 },
  [INPUT (PROTAMINE_RATIO)] = { N_ ("Protamine for 100 IU"), "mg", 2 },
  [INPUT (TEMPERATURE)] = { N_ ("Planned temperature"), "°C", 1 },
  [INPUT (MAP_LOW)] = { N_ ("Arterial pressure, low limit"), "mmHg", 0 },
  [INPUT (MAP_PLANNED)] = { N_ ("Planned arterial pressure"), "mmHg", 1 },
  [INPUT (MAP_HIGH)] = { N_ ("Arterial pressure, high limit"), "mmHg", 0 },
  [INPUT (SVO2_LOW)] = { N_ ("Venous saturation, low limit"), "%", 0 },
  [INPUT (SATURATION)] = { N_ ("Arterial saturation counted on"), "%", 0 },
  [INPUT (PO2)] = { N_ ("Arterial pO2 counted on"), "mmHg", 0 },
  /* clang-format on */
};

static const char *const texts[STEADY_PLAN_TEXTS] = {
  [TEXT (NAME)] = N_ ("Name"),
  [TEXT (PATIENT_ID)] = N_ ("Patient number"),
  [TEXT (DIAGNOSIS)] = N_ ("Diagnosis"),
  [TEXT (PROCEDURE)] = N_ ("Operation"),
  [TEXT (ALLERGIES)] = N_ ("Allergies"),
  [TEXT (NOTES)] = N_ ("Special risks, notes"),
  [TEXT (SURFACE_FORMULA)] = N_ ("Formula of the body surface"),
  [TEXT (OXYGENATOR)] = N_ ("Oxygenator"),
  [TEXT (PACK)] = N_ ("Circuit"),
  [TEXT (ARTERIAL_PUMP)] = N_ ("Arterial pump"),
  [TEXT (ARTERIAL_CANNULA)] = N_ ("Arterial cannula"),
  [TEXT (CARDIOPLEGIA)] = N_ ("Cardioplegia"),
  [TEXT (GAS_STRATEGY)] = N_ ("Blood gas kept by"),
};

/* Thread: any. */
const SteadyPlanChapter *
steady_plan_chapter (unsigned index)
{
  steady_require (index < STEADY_PLAN_CHAPTERS);
  return &chapters[index];
}

/* What people call it; translatable. Thread: any. */
const char *
steady_plan_input_label (SteadyPlanInput input)
{
  return inputs[input].label;
}

/* Translatable where it is a word; "" without one. Thread: any. */
const char *
steady_plan_input_unit (SteadyPlanInput input)
{
  return inputs[input].unit;
}

/* How many a person reads. Thread: any. */
int
steady_plan_input_decimals (SteadyPlanInput input)
{
  return inputs[input].decimals;
}

/* What people call it; translatable. Thread: any. */
const char *
steady_plan_text_label (SteadyPlanText text)
{
  return texts[text];
}

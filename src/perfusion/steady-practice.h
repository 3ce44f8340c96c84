/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"
#include "perfusion/steady-bands.h"
#include "perfusion/steady-data-layers.h"

/* The numbers of data/perfusion/practice.json, by their names there. */
typedef enum SteadyPracticeNumber
{
  STEADY_PRACTICE_HAEMATOCRIT_PER_HAEMOGLOBIN,
  STEADY_PRACTICE_OXYGEN_ML_PER_G,
  STEADY_PRACTICE_OXYGEN_ML_PER_DL_MMHG,
  STEADY_PRACTICE_ARTERIAL_SATURATION_PCT,
  STEADY_PRACTICE_ARTERIAL_PO2_MMHG,
  STEADY_PRACTICE_HAEMOGLOBIN_BAND_G_DL,
  STEADY_PRACTICE_BLOOD_VOLUME_FLAT_ML_KG,
  STEADY_PRACTICE_RED_CELLS_HAEMATOCRIT_PCT,
  STEADY_PRACTICE_RED_CELL_UNIT_ML,
  STEADY_PRACTICE_FLOW_WEIGHT_MOST_KG,
  STEADY_PRACTICE_OXYGENATOR_RESERVE,
  STEADY_PRACTICE_FLOW_INDEX_MOST,
  STEADY_PRACTICE_CANNULA_DROP_MOST_MMHG,
  STEADY_PRACTICE_CANNULA_M_AT_8_FR,
  STEADY_PRACTICE_CANNULA_M_SLOPE,
  STEADY_PRACTICE_LINE_PRESSURE_WARN_ABOVE_MMHG,
  STEADY_PRACTICE_LINE_PRESSURE_STOP_ABOVE_MMHG,
  STEADY_PRACTICE_LINE_PRESSURE_MOST_MMHG,
  STEADY_PRACTICE_ROLLER_MOST_RPM,
  STEADY_PRACTICE_HEPARIN_PRIME_IU_ML,
  STEADY_PRACTICE_ACT_TARGET_S,
  STEADY_PRACTICE_PROTAMINE_MG_PER_100_IU,
  STEADY_PRACTICE_ANAESTHESIA_VOLUME_ML,
  STEADY_PRACTICE_RAP_ML,
  STEADY_PRACTICE_CARDIOPLEGIA_TO_CIRCULATION_PCT,
  STEADY_PRACTICE_COOLING_C_MIN,
  STEADY_PRACTICE_REWARMING_COLD_C_MIN,
  STEADY_PRACTICE_REWARMING_WARM_C_MIN,
  STEADY_PRACTICE_REWARMING_SLOW_FROM_C,
  STEADY_PRACTICE_REWARMING_TO_C,
  STEADY_PRACTICE_BODY_TEMPERATURE_C,
  STEADY_PRACTICE_ARTERIAL_OUTLET_MOST_C,
  STEADY_PRACTICE_GRADIENT_MOST_C,
  STEADY_PRACTICE_GRADIENT_MOST_WARM_C,
  STEADY_PRACTICE_PH_STAT_BELOW_C,
  STEADY_PRACTICE_SWEEP_PER_FLOW,
  STEADY_PRACTICE_INSPIRED_OXYGEN_PCT,
  STEADY_PRACTICE_DO2I_ALARM_ABOVE_C,
  STEADY_PRACTICE_DO2I_INFANT_STAT_1_TO_3,
  STEADY_PRACTICE_MUF_ML_KG_MIN,
  STEADY_PRACTICE_MUF_HAEMATOCRIT_PCT,
  STEADY_PRACTICE_MUF_FILTRATE_FRACTION,
  STEADY_PRACTICE_HAEMATOCRIT_LOWEST_PCT,
  STEADY_PRACTICE_VAVD_MMHG,
  STEADY_PRACTICE_NUMBERS /* how many there are */
} SteadyPracticeNumber;

/* Its tables over weight or age. */
typedef enum SteadyPracticeBands
{
  STEADY_PRACTICE_BLOOD_VOLUME_BY_WEIGHT,
  STEADY_PRACTICE_BLOOD_VOLUME_BY_AGE,
  STEADY_PRACTICE_BLOOD_VOLUME_PRETERM, /* over weight */
  STEADY_PRACTICE_BLOOD_VOLUME_OBESE,   /* over age */
  STEADY_PRACTICE_FLOW_BY_WEIGHT,
  STEADY_PRACTICE_FLOW_INDEX_BY_WEIGHT,
  STEADY_PRACTICE_DO2I_TARGET_BY_WEIGHT,
  STEADY_PRACTICE_HEPARIN_BY_WEIGHT,
  STEADY_PRACTICE_CEREBRAL_FLOW_BY_WEIGHT,
  STEADY_PRACTICE_BANDS
} SteadyPracticeBands;

/* What is chosen where a plan says nothing. */
typedef enum SteadyPracticeChoice
{
  STEADY_PRACTICE_CHOICE_SURFACE_FORMULA,
  STEADY_PRACTICE_CHOICE_CARDIOPLEGIA,
  STEADY_PRACTICE_CHOICE_GAS_STRATEGY_COLD,
  STEADY_PRACTICE_CHOICE_GAS_STRATEGY_WARM,
  STEADY_PRACTICE_CHOICE_PROTAMINE_BASIS,
  STEADY_PRACTICE_CHOICES
} SteadyPracticeChoice;

/* The numbers of a size of patients. */
typedef enum SteadyProfileNumber
{
  STEADY_PROFILE_UP_TO_KG,
  STEADY_PROFILE_UP_TO_DAYS,
  STEADY_PROFILE_MAP_LOW,
  STEADY_PROFILE_MAP_PLANNED,
  STEADY_PROFILE_MAP_HIGH,
  STEADY_PROFILE_SVO2_LOW,
  STEADY_PROFILE_HAEMATOCRIT_LOW,
  STEADY_PROFILE_HAEMATOCRIT_TARGET,
  STEADY_PROFILE_TEMPERATURE,
  STEADY_PROFILE_NUMBERS
} SteadyProfileNumber;

/* A size of patients; its alarm profile has the same name. */
typedef struct SteadyPracticeProfile
{
  char      *id;
  char      *title;
  SteadyFact numbers[STEADY_PROFILE_NUMBERS];
} SteadyPracticeProfile;

/* What is added to a prime: for its volume, for the weight, for the red cells in it. */
typedef struct SteadyPrimePart
{
  char      *id;
  char      *name;
  char      *unit;
  double     per_l_prime;
  double     per_kg;
  double     per_l_red_cells;
  SteadyCite cite;
} SteadyPrimePart;

enum
{
  STEADY_PRACTICE_PROFILES_MOST = 8,
  STEADY_PRACTICE_PRIME_MOST = 12
};

typedef struct SteadyPracticeText
{
  char      *value;
  SteadyCite cite;
} SteadyPracticeText;

/* data/perfusion/practice.json with a site's own numbers over it. */
typedef struct SteadyPractice
{
  SteadyFact            numbers[STEADY_PRACTICE_NUMBERS];
  SteadyBands           bands[STEADY_PRACTICE_BANDS];
  SteadyPracticeText    choices[STEADY_PRACTICE_CHOICES];
  SteadyPracticeProfile profiles[STEADY_PRACTICE_PROFILES_MOST];
  unsigned              n_profiles;
  SteadyPrimePart       prime[STEADY_PRACTICE_PRIME_MOST];
  unsigned              n_prime;
} SteadyPractice;

bool                         steady_practice_read (SteadyPractice         *self,
                                                   const SteadyDataLayers *layers,
                                                   GError                **error);
void                         steady_practice_finish (SteadyPractice *self);
const SteadyPracticeProfile *steady_practice_profile (const SteadyPractice *self,
                                                      SteadyWeight          weight,
                                                      double                age_days);

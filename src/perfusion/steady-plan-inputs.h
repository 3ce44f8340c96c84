/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-json.h"

#define STEADY_PLAN_ERROR (steady_plan_error_quark ())
GQuark steady_plan_error_quark (void);

typedef enum SteadyPlanError
{
  STEADY_PLAN_ERROR_INPUT,  /* missing, implausible, or no number */
  STEADY_PLAN_ERROR_REFUSED /* the inputs are fine, the plan may not be followed */
} SteadyPlanError;

/* What a person may enter as a number; the keys of the file have the unit in them. */
typedef enum SteadyPlanInput
{
  STEADY_PLAN_INPUT_WEIGHT,
  STEADY_PLAN_INPUT_HEIGHT,
  STEADY_PLAN_INPUT_AGE,
  STEADY_PLAN_INPUT_HAEMATOCRIT,
  STEADY_PLAN_INPUT_HAEMATOCRIT_TARGET,
  STEADY_PLAN_INPUT_PRIME,
  STEADY_PLAN_INPUT_RED_CELLS_HAEMATOCRIT,
  STEADY_PLAN_INPUT_DO2I_TARGET,
  STEADY_PLAN_INPUT_STAT,
  STEADY_PLAN_INPUT_FLOW_INDEX,
  STEADY_PLAN_INPUT_FLOW_CHOSEN,
  STEADY_PLAN_INPUT_BLOOD_VOLUME,
  STEADY_PLAN_INPUT_ANAESTHESIA_VOLUME,
  STEADY_PLAN_INPUT_RAP,
  STEADY_PLAN_INPUT_CARDIOPLEGIA_BACK,
  STEADY_PLAN_INPUT_HAEMATOCRIT_LOWEST,
  STEADY_PLAN_INPUT_HEPARIN,
  STEADY_PLAN_INPUT_PROTAMINE_RATIO,
  STEADY_PLAN_INPUT_TEMPERATURE,
  STEADY_PLAN_INPUT_MAP_LOW,
  STEADY_PLAN_INPUT_MAP_PLANNED,
  STEADY_PLAN_INPUT_MAP_HIGH,
  STEADY_PLAN_INPUT_SVO2_LOW,
  STEADY_PLAN_INPUT_SATURATION,
  STEADY_PLAN_INPUT_PO2,
  STEADY_PLAN_INPUTS /* how many there are */
} SteadyPlanInput;

/* What a person may enter as words or choose from a list. */
typedef enum SteadyPlanText
{
  STEADY_PLAN_TEXT_NAME,
  STEADY_PLAN_TEXT_PATIENT_ID,
  STEADY_PLAN_TEXT_DIAGNOSIS,
  STEADY_PLAN_TEXT_PROCEDURE,
  STEADY_PLAN_TEXT_ALLERGIES,
  STEADY_PLAN_TEXT_NOTES,
  STEADY_PLAN_TEXT_SURFACE_FORMULA,
  STEADY_PLAN_TEXT_OXYGENATOR,
  STEADY_PLAN_TEXT_PACK,
  STEADY_PLAN_TEXT_ARTERIAL_PUMP,
  STEADY_PLAN_TEXT_ARTERIAL_CANNULA,
  STEADY_PLAN_TEXT_CARDIOPLEGIA,
  STEADY_PLAN_TEXT_GAS_STRATEGY,
  STEADY_PLAN_TEXTS /* how many there are */
} SteadyPlanText;

/* Whether the inputs are complete and fit each other. */
typedef enum SteadyPlanFit
{
  STEADY_PLAN_FITS,
  STEADY_PLAN_FIT_MISSING,    /* weight, height or age */
  STEADY_PLAN_FIT_NOT_WEIGHT, /* for the age */
  STEADY_PLAN_FIT_NOT_HEIGHT, /* for the age */
  STEADY_PLAN_FIT_NOT_BUILD,  /* weight for the height */
  STEADY_PLAN_FIT_NOT_CELLS,  /* red cells thinner than what is wanted */
  STEADY_PLAN_FIT_NOT_MAP,    /* limits the wrong way round */
  STEADY_PLAN_FIT_NOT_STAT
} SteadyPlanFit;

typedef struct SteadyPlanInputs
{
  double numbers[STEADY_PLAN_INPUTS];
  bool   given[STEADY_PLAN_INPUTS];
  char  *texts[STEADY_PLAN_TEXTS]; /* NULL: nothing was said */
  bool   simulated;                /* no real patient: training */
} SteadyPlanInputs;

/* What a key of the file may hold. */
typedef struct SteadyPlanInputRule
{
  const char *key;
  double      low, high;
  const char *what;     /* said when it is outside */
  double      hint_low; /* outside the limits but in here, @hint says why */
  double      hint_high;
  const char *hint; /* translatable */
} SteadyPlanInputRule;

const SteadyPlanInputRule *steady_plan_input_rule (SteadyPlanInput input);
const char                *steady_plan_text_key (SteadyPlanText text);

bool steady_plan_inputs_read (SteadyPlanInputs     *self,
                              const SteadyJsonNode *root,
                              GError              **error);
bool steady_plan_inputs_parse (SteadyPlanInputs     *self,
                               const SteadyJsonNode *root,
                               GError              **error);
bool steady_plan_inputs_load (SteadyPlanInputs *self, const char *file, GError **error);
bool steady_plan_inputs_check (const SteadyPlanInputs *self,
                               const char             *file,
                               GError                **error);
bool steady_plan_input_check (SteadyPlanInput input,
                              double          value,
                              const char     *file,
                              GError        **error);
void
steady_plan_inputs_set (SteadyPlanInputs *self, SteadyPlanInput input, double value);
void steady_plan_inputs_set_text (SteadyPlanInputs *self,
                                  SteadyPlanText    text,
                                  const char       *value);
void steady_plan_inputs_copy (const SteadyPlanInputs *self, SteadyPlanInputs *ret_copy);
struct json_object *steady_plan_inputs_to_json (const SteadyPlanInputs *self);
void                steady_plan_inputs_finish (SteadyPlanInputs *self);
SteadyPlanFit       steady_plan_inputs_fit (const SteadyPlanInputs *self);
const char         *steady_plan_fit_words (SteadyPlanFit fit);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "steady-model-case.h"

/* The domains that are counted apart, with what each weighs in the total. */
typedef enum SteadyValidationDomain
{
  STEADY_VALIDATION_CHEMISTRY,
  STEADY_VALIDATION_OXYGEN,
  STEADY_VALIDATION_CIRCULATION,
  STEADY_VALIDATION_TEMPERATURE,
  STEADY_VALIDATION_HYDRAULICS,
  STEADY_VALIDATION_FLUIDS,
  STEADY_VALIDATION_DOMAINS
} SteadyValidationDomain;

/* A row of the table: passes when each of its checks does. */
typedef struct SteadyValidationRow
{
  unsigned               number;
  SteadyValidationDomain domain;
  unsigned               checks;
  unsigned               passed;
} SteadyValidationRow;

enum
{
  STEADY_VALIDATION_MAX = 64
};

typedef struct SteadyValidation
{
  SteadyValidationRow row[STEADY_VALIDATION_MAX];
  unsigned            rows;
} SteadyValidation;

void steady_validation_row (SteadyValidation      *self,
                            unsigned               number,
                            SteadyValidationDomain domain,
                            const char            *input);
void steady_validation_near (SteadyValidation *self,
                             const char       *what,
                             double            result,
                             double            target,
                             double            tolerance);
void steady_validation_inside (
    SteadyValidation *self, const char *what, double result, double low, double high);
void steady_validation_note (const char *text);
void steady_validation_missing (SteadyValidation *self, const char *reason);

void steady_validation_find_gas (SteadySimulator *model,
                                 double           po2,
                                 double           pco2,
                                 double          *ret_fio2,
                                 double          *ret_sweep);

void steady_validation_chemistry (SteadyValidation *self);
void steady_validation_oxygenator (SteadyValidation *self);
void steady_validation_oxygen (SteadyValidation *self);
void steady_validation_temperature (SteadyValidation *self);
void steady_validation_hydraulics (SteadyValidation *self);
void steady_validation_fluids (SteadyValidation *self);

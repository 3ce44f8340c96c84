/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdint.h>

#include "base/steady-clock.h"

enum
{
  STEADY_LABORATORY_VALUES = 14
};

/* One measurement of an analyser, in the unit that it says. */
typedef struct SteadyLaboratoryMeasurement
{
  double   entered;
  uint32_t channel;  /* SteadyChannel; of gases and saturation the arterial one */
  uint16_t doubtful; /* 1: the analyser doubts it, or it is an estimate */
  uint16_t padding;
  char     unit[16];
} SteadyLaboratoryMeasurement;

static_assert (sizeof (SteadyLaboratoryMeasurement) == 32, "laboratory measurement");

/*
 * One sample that an analyser has measured. An analyser serves many children: this is a
 * proposal until a person has seen that it is this child's. Texts end in their fields.
 */
typedef struct SteadyLaboratoryResult
{
  SteadyInstant t; /* when it came */
  uint32_t      n_values;
  uint32_t      left_out; /* that are no values here, or in no known unit */
  SteadyLaboratoryMeasurement values[STEADY_LABORATORY_VALUES];
  char                        analyser[40];
  char                        sample[24];  /* its number, as the analyser gives it */
  char                        patient[48]; /* number and name, as entered there */
  char                        time[16];    /* hh:mm of the analyser's clock */
} SteadyLaboratoryResult;

static_assert (sizeof (SteadyLaboratoryResult) == 592, "laboratory result");

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

enum
{
  STEADY_HIDDEN_MECHANISMS = 128,
  STEADY_HIDDEN_TRUTHS = 16
};

/* One mechanism of a simulation: where it stands, and where it is going. */
typedef struct SteadyHiddenMechanism
{
  double value;
  double target;
} SteadyHiddenMechanism;

/* What a sensor would show if it were perfect. */
typedef struct SteadyHiddenTruth
{
  double   value;   /* in the channel's unit */
  uint16_t channel; /* SteadyChannel */
  uint16_t padding[3];
} SteadyHiddenTruth;

/*
 * What a simulated device knows and its sensors do not say: for the instructor and the
 * debrief, never for the trainee. Plain bytes.
 */
typedef struct SteadyHidden
{
  uint32_t              n_mechanisms; /* in the order of the simulation's list */
  uint32_t              n_truths;
  SteadyHiddenMechanism mechanisms[STEADY_HIDDEN_MECHANISMS];
  SteadyHiddenTruth     truths[STEADY_HIDDEN_TRUTHS];
  double                air_to_child_ml;
  double                bled_ml;
  double                heparin_u_kg;
} SteadyHidden;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"

enum
{
  STEADY_RIPPLE_HARMONICS = 4
};

/* One sine wave of known frequency and unknown size: a turning pointer and two weights.
 */
typedef struct SteadyRippleTone
{
  double cosine; /* the pointer */
  double sine;
  double step_cosine; /* by which it turns each sample */
  double step_sine;
  double weight_cosine;
  double weight_sine;
  bool   active;
} SteadyRippleTone;

/*
 * Takes the ripple of a roller pump out of a pressure. A roller gives two pulses for
 * each revolution (one for each roller, never quite alike), so the frequencies are
 * known from the speed; adaptive notches (least mean squares, Widrow 1975) learn size
 * and phase.
 */
typedef struct SteadyRippleCanceller
{
  double           rate_hz;
  double           speed_rpm;
  double           slow; /* mean of the pressure */
  bool             running;
  SteadyRippleTone tones[STEADY_RIPPLE_HARMONICS];
} SteadyRippleCanceller;

void   steady_ripple_canceller_init (SteadyRippleCanceller *self, double rate_hz);
void   steady_ripple_canceller_set_speed (SteadyRippleCanceller *self, double rpm);
double steady_ripple_canceller_add (SteadyRippleCanceller *self, double value);
bool   steady_ripple_is_roller (double rpm);

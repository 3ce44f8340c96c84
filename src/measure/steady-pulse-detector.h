/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-beat-finder.h"
#include "measure/steady-decimator.h"
#include "measure/steady-ripple-canceller.h"

enum
{
  STEADY_PULSE_SPEEDS = 40
};

/* Why there is a pulse, or none. */
typedef enum SteadyPulseVerdict
{
  STEADY_PULSE_ACCEPTED,
  STEADY_PULSE_NOT_YET, /* less was heard than it takes to tell */
  STEADY_PULSE_NONE,
  STEADY_PULSE_WEAK,
  STEADY_PULSE_IRREGULAR, /* noise */
  STEADY_PULSE_RIPPLE     /* in step with the pump */
} SteadyPulseVerdict;

typedef struct SteadyPulse
{
  SteadyPulseVerdict verdict;
  double             rate; /* 1/min; this and the next two only when accepted */
  double             systolic;
  double             diastolic;
} SteadyPulse;

/* What is known elsewhere and helps to tell beats from ripple. */
typedef struct SteadyPulseContext
{
  const SteadyInstant *heart_beats; /* of the ECG, oldest first; NULL: none */
  unsigned             n_heart_beats;
  double               heart_rate;   /* 1/min; 0: unknown */
  bool                 unknown_pump; /* blood is pumped, at a speed nobody tells */
} SteadyPulseContext;

/*
 * Finds heart beats in an arterial pressure. It must never call roller ripple a pulse:
 * ripple is cancelled at the frequencies that the pump's speed gives, and what keeps
 * step with the pump counts only when it follows the ECG and ripple could not have done
 * so (safety ruling 9).
 */
typedef struct SteadyPulseDetector
{
  SteadyDecimator       decimator;
  SteadyRippleCanceller ripple;
  SteadyBeatFinder      flat;  /* without the ripple */
  SteadyBeatFinder      plain; /* as measured */
  SteadyInstant         started;
  bool                  running;
  uint32_t              n_speeds; /* ever */
  struct
  {
    SteadyInstant t;
    float         low; /* rpm */
    float         high;
  } speeds[STEADY_PULSE_SPEEDS];
} SteadyPulseDetector;

void steady_pulse_detector_init (SteadyPulseDetector *self, double rate_hz);
void
steady_pulse_detector_add (SteadyPulseDetector *self, SteadyInstant t, double value);
void        steady_pulse_detector_set_speed (SteadyPulseDetector *self,
                                             SteadyInstant        t,
                                             double               rpm);
SteadyPulse steady_pulse_detector_read (const SteadyPulseDetector *self,
                                        SteadyInstant              now,
                                        const SteadyPulseContext  *context);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-decimator.h"

enum
{
  STEADY_QRS_BEATS = 80,
  STEADY_QRS_DELAY = 8,  /* samples over which the slope is taken, at most */
  STEADY_QRS_WINDOW = 32 /* samples over which its energy is taken, at most */
};

/* What an ECG says about the heart's rate. */
typedef enum SteadyHeartVerdict
{
  STEADY_HEART_BEATS,
  STEADY_HEART_NOT_YET, /* less was heard than it takes to tell */
  STEADY_HEART_SILENT,  /* a clean signal without a complex for 4 s */
  STEADY_HEART_NOISY    /* nobody can tell */
} SteadyHeartVerdict;

/*
 * Finds QRS complexes by the energy of the slope with thresholds that follow signal and
 * noise (after Pan and Tompkins 1985), shortened for the narrow complexes and high
 * rates of newborns.
 */
typedef struct SteadyQrsDetector
{
  SteadyDecimator decimator;
  double          delay[STEADY_QRS_DELAY];
  double          window[STEADY_QRS_WINDOW];
  double          energy;
  double          floor;       /* lower sixth of the feature: the noise */
  double          signal;      /* running height of complexes */
  double          noise;       /* running height of what was refused */
  double          last_height; /* of the last complex */
  double          peak;
  SteadyInstant   peak_t;
  SteadyInstant   started;
  SteadyInstant   refused_t; /* the last peak that was no complex but noise */
  SteadyInstant   quiet_since;
  unsigned        n_delay;
  unsigned        n_window;
  uint64_t        n_samples;
  bool            inside;
  bool            running;
  bool            refused;
  uint32_t        n_beats;
  SteadyInstant   beats[STEADY_QRS_BEATS];
} SteadyQrsDetector;

void steady_qrs_detector_init (SteadyQrsDetector *self, double rate_hz);
void steady_qrs_detector_add (SteadyQrsDetector *self, SteadyInstant t, double value);
SteadyHeartVerdict steady_qrs_detector_read (const SteadyQrsDetector *self,
                                             SteadyInstant            now,
                                             double                  *ret_rate);
unsigned           steady_qrs_detector_beats (const SteadyQrsDetector *self,
                                              SteadyInstant           *ret_beats,
                                              unsigned                 size);

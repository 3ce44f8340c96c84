/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

enum
{
  METER_PULSES = 64,
  METER_HARMONICS = 5
};

/* One pulse as an ear or a microphone would find it, knowing nothing of its making. */
typedef struct MeterPulse
{
  double rise_90; /* s, where the rise passes 90 % */
  double fall_90; /* s, where the fall passes 90 % */
  double rise_ms; /* from 10 % to 90 % */
  double duration_ms;
  double spacing_ms; /* from the fall of the pulse before; 0 for the first */
  double hz;         /* fundamental */
  double level;      /* amplitude of the envelope's top */
  double harmonic_db[METER_HARMONICS]; /* against the strongest */
} MeterPulse;

size_t
meter_measure (const float *samples, size_t count, MeterPulse *ret_pulses, size_t size);

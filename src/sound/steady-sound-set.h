/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum
{
  STEADY_SOUND_RATE = 48000, /* samples per second, mono */
  STEADY_SOUND_PULSES = 10,  /* the most in one burst */
  STEADY_SOUND_HARMONICS = 5
};

/* The numbers of SteadyPriority and SteadyCategory in measure/steady-vocabulary.h,
 * which this module may not include; the sounder asserts that they are equal. */
typedef enum SteadySoundPriority
{
  STEADY_SOUND_NONE = 0,
  STEADY_SOUND_LOW = 1,
  STEADY_SOUND_MEDIUM = 2,
  STEADY_SOUND_HIGH = 3
} SteadySoundPriority;

enum
{
  STEADY_SOUND_EQUIPMENT = 7,
  STEADY_SOUND_CATEGORIES = 8
};

/* One note, with linear flanks of SteadySoundBurst.flank at both ends. */
typedef struct SteadySoundPulse
{
  uint32_t start;  /* samples from the start of the burst */
  uint32_t length; /* samples, flanks included */
  double   hz;     /* fundamental */
} SteadySoundPulse;

/* All that is played for one alarm before the pause between bursts. */
typedef struct SteadySoundBurst
{
  SteadySoundPulse pulses[STEADY_SOUND_PULSES];
  uint32_t         n_pulses;
  uint32_t         least;    /* pulses that are completed even when the alarm is over */
  uint32_t         flank;    /* samples of rise and of fall */
  uint32_t         length;   /* samples to the end of the last pulse */
  double           level;    /* of the loudest priority, as a factor */
  const float     *recorded; /* @length samples in place of the pulses, or NULL */
  uint32_t         least_recorded; /* of them, as @least of the pulses */
} SteadySoundBurst;

/*
 * A set of sounds: which burst stands for which alarm. The first is synthesised after
 * the melodies of IEC 60601-1-8 Annex F; steady-recorded-set.h loads one of recorded
 * sounds. Asked by the audio callback, so a set has everything in memory beforehand.
 */
typedef struct SteadySoundSet SteadySoundSet;

struct SteadySoundSet
{
  const char *name;
  void (*burst) (const SteadySoundSet *self,
                 SteadySoundPriority   priority,
                 unsigned              category,
                 SteadySoundBurst     *ret_burst);
  /* amplitude of each harmonic; their sum is at most 1, so that nothing clips */
  double harmonics[STEADY_SOUND_HARMONICS];
};

const SteadySoundSet *steady_sound_set_tones (void);
const SteadySoundSet *steady_sound_set_replay_mark (void);
void                  steady_sound_reminder (SteadySoundBurst *ret_burst);
double                steady_sound_level (SteadySoundPriority priority);
uint32_t              steady_sound_lead (SteadySoundPriority priority);
uint32_t              steady_sound_period (SteadySoundPriority priority, bool fresh);

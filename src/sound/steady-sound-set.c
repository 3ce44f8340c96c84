/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sound/steady-sound-set.h"

#include "base/steady-require.h"

/*
 * Times are as they are measured, from 90 % of a rise to 90 % of the fall, and lie
 * inside every range that our sources quote for IEC 60601-1-8 (they disagree on the
 * rise time: 16 to 17 % of the pulse satisfies all). With linear flanks of R a pulse
 * measures 1.8 R less than it lasts.
 */

#define SAMPLES(ms) ((uint32_t) ((ms) *STEADY_SOUND_RATE / 1000.0 + 0.5))

enum
{
  NOTES = 5
};

/* What is played for one priority; times in milliseconds. */
typedef struct Shape
{
  uint32_t n_pulses;
  uint32_t least;
  double   duration; /* of a pulse, td */
  double   spacing;  /* x or y */
  double   rise;     /* 10 % to 90 % */
  double   level;
} Shape;

static const Shape shapes[] = {
  [STEADY_SOUND_NONE] = { 0 },
  /* -8 dB */
  [STEADY_SOUND_LOW] = { 2, 2, 200.0, 200.0, 32.0, 0.3981071705534973 },
  /* -4 dB */
  [STEADY_SOUND_MEDIUM] = { 3, 3, 200.0, 200.0, 32.0, 0.6309573444801932 },
  [STEADY_SOUND_HIGH] = { 10, 5, 150.0, 100.0, 25.0, 1.0 },
};

/* Between the third and the fourth pulse of each five, and between the two fives. */
#define SPACING_3_4 350.0
#define SPACING_5_6 600.0

/* Equal temperament, A4 = 440 Hz. */
#define C4       261.6255653005986
#define D4       293.6647679174076
#define E4       329.6275569128699
#define F4       349.2282314330039
#define F_SHARP4 369.9944227116344
#define G4       391.9954359817493
#define A4       440.0
#define B4       493.8833012561241
#define C5       523.2511306011972
#define E5       659.2551138257398
#define G5       783.9908719634985
#define A5       880.0

/* Medium plays the first three once, high all five twice. */
static const double melodies[STEADY_SOUND_CATEGORIES][NOTES] = {
  { C4, C4, C4, C4, C4 },             /* general */
  { C4, E4, G4, G4, C5 },             /* cardiac */
  { C4, F_SHARP4, C4, C4, F_SHARP4 }, /* artificial perfusion */
  { C4, A4, F4, A4, F4 },             /* ventilation */
  { C5, B4, A4, G4, F4 },             /* oxygen */
  { C4, D4, E4, F4, G4 },             /* temperature */
  { C5, D4, G4, C5, D4 },             /* drug or fluid */
  { C5, C4, C4, C5, C4 },             /* equipment or supply failure */
};

static const double low_melody[] = { E4, C4 };

static double
spacing_after (const Shape *shape, uint32_t pulse)
{
  if (shape->n_pulses < 2 * NOTES)
    return shape->spacing;
  if (pulse == NOTES - 1)
    return SPACING_5_6;
  return pulse % NOTES == 2 ? SPACING_3_4 : shape->spacing;
}

static void
tone_burst (const SteadySoundSet *self,
            SteadySoundPriority   priority,
            unsigned              category,
            SteadySoundBurst     *ret_burst)
{
  (void) self;
  steady_require (priority <= STEADY_SOUND_HIGH);
  const Shape     *shape = &shapes[priority];
  const double    *melody = melodies[category < STEADY_SOUND_CATEGORIES ? category : 0];
  const double     flank = shape->rise / 0.8;
  SteadySoundBurst burst = { .n_pulses = shape->n_pulses,
                             .least = shape->least,
                             .flank = SAMPLES (flank),
                             .level = shape->level };
  double           at = 0.0;

  for (uint32_t i = 0; i < burst.n_pulses; i++)
    {
      burst.pulses[i].start = SAMPLES (at);
      burst.pulses[i].length = SAMPLES (shape->duration + 1.8 * flank);
      burst.pulses[i].hz =
          priority == STEADY_SOUND_LOW ? low_melody[i] : melody[i % NOTES];
      burst.length = burst.pulses[i].start + burst.pulses[i].length;
      at += shape->duration + spacing_after (shape, i);
    }
  *ret_burst = burst;
}

/*
 * The synthesised set. Five harmonics at 0, -1.9, -4.4, -6.9 and -9.1 dB, scaled so
 * that their sum is 0.95.
 *
 * Thread: any. Does not allocate.
 */
const SteadySoundSet *
steady_sound_set_tones (void)
{
  static const SteadySoundSet tones = {
    .name = "tones",
    .burst = tone_burst,
    .harmonics = { 0.29600, 0.23784, 0.17836, 0.13375, 0.10383 },
  };
  return &tones;
}

/*
 * Four soft falling notes that run into each other: no alarm has four pulses, falls
 * over more than an octave or swells so slowly.
 */
static void
replay_burst (const SteadySoundSet *self,
              SteadySoundPriority   priority,
              unsigned              category,
              SteadySoundBurst     *ret_burst)
{
  static const double notes[] = { A5, E5, C5, G4 };
  SteadySoundBurst    burst = { .n_pulses = 4,
                                .least = 4,
                                .flank = SAMPLES (120.0),
                                .level = shapes[STEADY_SOUND_LOW].level };

  (void) self;
  (void) priority;
  (void) category;
  for (uint32_t i = 0; i < burst.n_pulses; i++)
    {
      burst.pulses[i].start = SAMPLES (360.0 * i);
      burst.pulses[i].length = SAMPLES (350.0);
      burst.pulses[i].hz = notes[i];
      burst.length = burst.pulses[i].start + burst.pulses[i].length;
    }
  *ret_burst = burst;
}

/*
 * What is heard before the alarms of a recorded case: nobody shall take them for those
 * of the patient on the table. Whatever is asked for, it is the same sound.
 *
 * Thread: any. Does not allocate.
 */
const SteadySoundSet *
steady_sound_set_replay_mark (void)
{
  static const SteadySoundSet mark = {
    .name = "replay mark",
    .burst = replay_burst,
    .harmonics = { 0.60, 0.20, 0.10, 0.05, 0.0 },
  };
  return &mark;
}

/*
 * The reminder that alarms are present while none is to be heard: one pulse, higher
 * than any note of an alarm and as soft as the softest. No alarm is a single pulse.
 *
 * Thread: any. Does not allocate.
 */
void
steady_sound_reminder (SteadySoundBurst *ret_burst)
{
  const Shape           *low = &shapes[STEADY_SOUND_LOW];
  const double           flank = low->rise / 0.8;
  const SteadySoundPulse pulse = { .length = SAMPLES (low->duration + 1.8 * flank),
                                   .hz = G5 };

  *ret_burst = (SteadySoundBurst){ .pulses = { pulse },
                                   .n_pulses = 1,
                                   .least = 1,
                                   .flank = SAMPLES (flank),
                                   .length = pulse.length,
                                   .level = low->level };
}

/* How loud a priority is, as a factor of the loudest. Thread: any. */
double
steady_sound_level (SteadySoundPriority priority)
{
  steady_require (priority <= STEADY_SOUND_HIGH);
  return shapes[priority].level;
}

/*
 * Samples of silence between what sounded before and the first pulse of a burst, so
 * that pulses can be counted wherever one burst replaces another: from 90 % of the
 * fall to 90 % of the rise it is at least the spacing of the pulses of the new burst.
 *
 * Thread: any. Does not allocate.
 */
uint32_t
steady_sound_lead (SteadySoundPriority priority)
{
  steady_require (priority <= STEADY_SOUND_HIGH);
  const Shape *shape = &shapes[priority];

  return SAMPLES (shape->spacing - 0.9 * shape->rise / 0.8);
}

/*
 * Samples from the start of a burst to the start of the next one. @fresh: the alarm is
 * new, and a high one comes a little sooner. Never 0: an alarm does not fall silent by
 * itself.
 *
 * Thread: any. Does not allocate.
 */
uint32_t
steady_sound_period (SteadySoundPriority priority, bool fresh)
{
  switch (priority)
    {
    case STEADY_SOUND_HIGH:
      return SAMPLES (fresh ? 7500.0 : 10000.0);
    case STEADY_SOUND_MEDIUM:
      return SAMPLES (20000.0);
    case STEADY_SOUND_LOW:
    case STEADY_SOUND_NONE:
    default:
      return SAMPLES (30000.0);
    }
}

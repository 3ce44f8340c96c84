/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "burst-meter.h"
#include "sound/steady-sound-scheduler.h"

/*
 * Every burst is rendered and measured like a recording, and held against the windows
 * that our sources quote for IEC 60601-1-8 (facts on alarm sound 1.3 and 1.4).
 */

#define SECONDS(s) ((size_t) ((s) *STEADY_SOUND_RATE))

typedef struct Sound
{
  float *samples;
  size_t count;
} Sound;

static Sound
render_alarm (SteadySoundPriority priority, unsigned category, double seconds)
{
  SteadySoundScheduler     scheduler;
  const SteadySoundRequest request = { .episode = 1,
                                       .priority = priority,
                                       .category = category };
  Sound                    sound = { .count = SECONDS (seconds) };

  sound.samples = g_new0 (float, sound.count);
  steady_sound_scheduler_init (&scheduler, steady_sound_set_tones ());
  steady_sound_scheduler_request (&scheduler, &request);
  /* in pieces of odd size, as a sound card asks for them */
  for (size_t at = 0; at < sound.count; at += 333)
    steady_sound_scheduler_render (
        &scheduler, sound.samples + at, (unsigned) MIN (333, sound.count - at));
  return sound;
}

/* Semitones above C4, written from the table of melodies. */
static double
note_hz (char name)
{
  static const struct
  {
    char   name;
    double hz;
  } notes[] = { { 'C', 261.63 }, { 'D', 293.66 }, { 'E', 329.63 },
                { 'F', 349.23 }, { '#', 369.99 }, { 'G', 392.00 },
                { 'A', 440.00 }, { 'B', 493.88 }, { 'c', 523.25 } };
  for (size_t i = 0; i < G_N_ELEMENTS (notes); i++)
    if (notes[i].name == name)
      return notes[i].hz;
  g_assert_not_reached ();
}

/* '#' is F sharp, 'c' the C above. */
static const char *const high_melodies[] = {
  "CCCCC", "CEGGc", "C#CC#", "CAFAF", "cBAGF", "CDEFG", "cDGcD", "cCCcC",
};

static void
check_pitch (const MeterPulse *pulse, char note)
{
  const double cents = 1200.0 * log2 (pulse->hz / note_hz (note));
  g_assert_cmpfloat (fabs (cents), <, 10.0);
}

static void
check_timbre (const MeterPulse *pulse)
{
  unsigned strong = 0;
  for (unsigned h = 0; h < METER_HARMONICS; h++)
    strong += pulse->harmonic_db[h] > -15.0 && pulse->hz * (h + 1) >= 150.0 &&
              pulse->hz * (h + 1) <= 4000.0;
  g_assert_cmpuint (strong, >=, 4);
  g_assert_cmpfloat (pulse->hz, >=, 150.0);
  g_assert_cmpfloat (pulse->hz, <=, 1000.0);
}

static void
check_within (double value, double low, double high)
{
  g_assert_cmpfloat (value, >=, low);
  g_assert_cmpfloat (value, <=, high);
}

/* Rise time: 10 to 20 % of the pulse and at least 10 ms satisfies all sources. */
static void
check_flank (const MeterPulse *pulse)
{
  check_within (pulse->rise_ms / pulse->duration_ms, 0.10, 0.20);
  g_assert_cmpfloat (pulse->rise_ms, >=, 10.0);
}

static void
test_high (gconstpointer data)
{
  const unsigned category = GPOINTER_TO_UINT (data);
  Sound          sound = render_alarm (STEADY_SOUND_HIGH, category, 5.0);
  MeterPulse     pulses[METER_PULSES];

  g_assert_cmpuint (
      meter_measure (sound.samples, sound.count, pulses, METER_PULSES), ==, 10);
  const double x = pulses[1].spacing_ms;
  for (unsigned i = 0; i < 10; i++)
    {
      check_pitch (&pulses[i], high_melodies[category][i % 5]);
      check_timbre (&pulses[i]);
      check_flank (&pulses[i]);
      check_within (pulses[i].duration_ms, 75.0, 200.0);
      check_within (20.0 * log10 (pulses[i].level / pulses[0].level), -10.0, 10.0);
      if (i == 5)
        check_within (pulses[i].spacing_ms, 350.0, 1300.0);
      else if (i == 3 || i == 8)
        check_within (
            pulses[i].spacing_ms - (2 * x + pulses[i].duration_ms), -15.0, 15.0);
      else if (i > 0)
        {
          check_within (pulses[i].spacing_ms, 50.0, 125.0);
          check_within (pulses[i].spacing_ms / x, 0.95, 1.05);
        }
    }
  g_free (sound.samples);
}

static void
test_medium (gconstpointer data)
{
  const unsigned category = GPOINTER_TO_UINT (data);
  Sound          sound = render_alarm (STEADY_SOUND_MEDIUM, category, 3.0);
  MeterPulse     pulses[METER_PULSES];

  g_assert_cmpuint (
      meter_measure (sound.samples, sound.count, pulses, METER_PULSES), ==, 3);
  for (unsigned i = 0; i < 3; i++)
    {
      check_pitch (&pulses[i], high_melodies[category][i]);
      check_timbre (&pulses[i]);
      check_flank (&pulses[i]);
      check_within (pulses[i].duration_ms, 125.0, 250.0);
      if (i > 0)
        check_within (pulses[i].spacing_ms, 125.0, 250.0);
    }
  g_free (sound.samples);
}

static void
test_low (gconstpointer data)
{
  Sound      sound = render_alarm (STEADY_SOUND_LOW, GPOINTER_TO_UINT (data), 3.0);
  MeterPulse pulses[METER_PULSES];

  g_assert_cmpuint (
      meter_measure (sound.samples, sound.count, pulses, METER_PULSES), ==, 2);
  for (unsigned i = 0; i < 2; i++)
    {
      check_pitch (&pulses[i], "EC"[i]);
      check_timbre (&pulses[i]);
      check_flank (&pulses[i]);
      check_within (pulses[i].duration_ms, 125.0, 250.0);
    }
  check_within (pulses[1].spacing_ms, 125.0, 250.0);
  g_free (sound.samples);
}

/* Silence between bursts of one alarm, in seconds, from the end of pulse @n. */
static double
interburst (SteadySoundPriority priority, unsigned n, double seconds)
{
  Sound        sound = render_alarm (priority, 0, seconds);
  MeterPulse   pulses[METER_PULSES];
  const size_t found = meter_measure (sound.samples, sound.count, pulses, METER_PULSES);

  g_assert_cmpuint (found, >, n);
  const double interval = pulses[n].rise_90 - pulses[n - 1].fall_90;
  g_free (sound.samples);
  return interval;
}

static void
test_repeats_for_ever_and_in_order (void)
{
  const double high = interburst (STEADY_SOUND_HIGH, 10, 12.0);
  const double high_later = interburst (STEADY_SOUND_HIGH, 50, 46.0);
  const double medium = interburst (STEADY_SOUND_MEDIUM, 3, 25.0);
  const double low = interburst (STEADY_SOUND_LOW, 2, 35.0);

  check_within (high, 2.5, 15.0);
  check_within (high_later, 2.5, 15.0);
  check_within (medium, 2.5, 30.0);
  g_assert_cmpfloat (low, >, 15.0);
  g_assert_cmpfloat (high_later, >=, high);
  g_assert_cmpfloat (medium, >=, high_later);
  g_assert_cmpfloat (low, >=, medium);
}

static double
level_of (SteadySoundPriority priority)
{
  Sound      sound = render_alarm (priority, 2, 3.0);
  MeterPulse pulses[METER_PULSES];

  g_assert_cmpuint (
      meter_measure (sound.samples, sound.count, pulses, METER_PULSES), >, 0);
  for (size_t i = 0; i < sound.count; i++)
    check_within (sound.samples[i], -0.99, 0.99);
  g_free (sound.samples);
  return 20.0 * log10 (pulses[0].level);
}

static void
test_levels_fall_with_priority (void)
{
  const double high = level_of (STEADY_SOUND_HIGH);
  check_within (level_of (STEADY_SOUND_MEDIUM) - high, -5.0, -3.0);
  check_within (level_of (STEADY_SOUND_LOW) - high, -9.0, -7.0);
}

/* The meter itself: it must see a wrong pitch, a missing pulse and a thin tone. */
static void
test_meter_sees_what_is_wrong (void)
{
  const size_t count = SECONDS (1);
  float       *samples = g_new0 (float, count);
  MeterPulse   pulses[METER_PULSES];

  g_assert_cmpuint (meter_measure (samples, count, pulses, METER_PULSES), ==, 0);
  for (size_t i = SECONDS (0.2); i < SECONDS (0.4); i++)
    samples[i] =
        (float) (0.5 * sin (2 * G_PI * 277.18 * (double) i / STEADY_SOUND_RATE));
  g_assert_cmpuint (meter_measure (samples, count, pulses, METER_PULSES), ==, 1);
  check_within (pulses[0].hz, 276.5, 277.9);
  check_within (pulses[0].duration_ms, 195.0, 210.0);
  g_assert_cmpfloat (pulses[0].harmonic_db[1], <, -40.0);
  g_assert_cmpfloat (pulses[0].rise_ms, <, 5.0);
  g_free (samples);
}

static void
add_for_each_category (const char *priority, GTestDataFunc test)
{
  for (unsigned category = 0; category < STEADY_SOUND_CATEGORIES; category++)
    {
      g_autofree char *path =
          g_strdup_printf ("/sound/bursts/%s/%u", priority, category);
      g_test_add_data_func (path, GUINT_TO_POINTER (category), test);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_for_each_category ("high", test_high);
  add_for_each_category ("medium", test_medium);
  add_for_each_category ("low", test_low);
  g_test_add_func ("/sound/bursts/repeats-for-ever-and-in-order",
                   test_repeats_for_ever_and_in_order);
  g_test_add_func ("/sound/bursts/levels-fall-with-priority",
                   test_levels_fall_with_priority);
  g_test_add_func ("/sound/bursts/meter-sees-what-is-wrong",
                   test_meter_sees_what_is_wrong);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "bench-rig.h"

/* Beats, ripple and noise in made signals of which the truth is known. */

#define SEC STEADY_NSEC_PER_SEC

typedef struct Signal
{
  Artery artery;
  double tell_rpm;   /* what the pump says; below 0: nothing */
  double tell_error; /* share by which the pump's number is wrong */
  bool   ecg;
  double seconds;
  double forget; /* tallies begin after so many seconds */
} Signal;

/* Runs a signal through the rig: pressure, ECG, and the pump's speed once a second, in
 * whole rpm as pumps show it. */
static Rig *
run (const Signal *signal)
{
  Artery                   artery = signal->artery;
  const double             rate = artery.rate_hz > 0 ? artery.rate_hz : 250;
  const SteadyDeriverSetup setup = { .rates_hz = {
                                         [STEADY_CHANNEL_ECG] = signal->ecg ? rate : 0,
                                         [STEADY_CHANNEL_ARTERIAL_PRESSURE] = rate } };
  Rig                     *rig = rig_new (&setup);
  const unsigned           count = (unsigned) (signal->seconds * rate);
  const unsigned           late = (unsigned) (0.15 * rate) + 1;
  double                   delayed[200];
  double                   since_beat = 1;
  bool                     forgotten = false;

  g_assert_cmpuint (late, <=, G_N_ELEMENTS (delayed));
  artery.rate_hz = rate;
  steady_random_init (&artery.random, 7);
  for (unsigned i = 0; i < count; i++)
    {
      const SteadyInstant t = (SteadyInstant) (i * 1e9 / rate);
      if (signal->tell_rpm >= 0 && i % (unsigned) rate == 0)
        rig_sample (rig,
                    STEADY_CHANNEL_PUMP_SPEED,
                    t,
                    round (signal->tell_rpm * (1 + signal->tell_error)));
      /* The pulse comes to the artery 150 ms after the heart's complex began. */
      delayed[i % late] = artery_next (&artery);
      since_beat = artery.beat_began ? 0 : since_beat + 1 / rate;
      if (i + 1 >= late)
        rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, delayed[(i + 1) % late]);
      if (signal->ecg)
        rig_sample (rig,
                    STEADY_CHANNEL_ECG,
                    t,
                    ecg_at (since_beat, artery.interval) +
                        0.01 * steady_random_normal (&artery.random));
      if (!forgotten && i >= signal->forget * rate)
        {
          rig_forget (rig);
          forgotten = true;
        }
    }
  return rig;
}

static void
assert_no_pulse (const Signal *signal)
{
  Rig *rig = run (signal);
  if (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable > 0)
    g_test_message ("at %.1f rpm, %.1f mmHg ripple, %.1f noise: pulse %.1f",
                    signal->artery.rpm,
                    signal->artery.ripple,
                    signal->artery.noise,
                    rig_mean (rig, STEADY_CHANNEL_PULSE_RATE));
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, ==, 0);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_ARTERIAL_SYSTOLIC].usable, ==, 0);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_ARTERIAL_DIASTOLIC].usable, ==, 0);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_PULSE_RATE), ==, STEADY_QUALITY_NOT_APPLICABLE);
  /* No beats are no fault: the mean goes on. */
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_ARTERIAL_MEAN), ==, STEADY_QUALITY_VALID);
  g_assert_cmpfloat (
      fabs (rig_mean (rig, STEADY_CHANNEL_ARTERIAL_MEAN) - signal->artery.diastolic),
      <,
      0.5 + 0.1 * signal->artery.ripple);
  rig_free (rig);
}

static void
assert_pulse (const Signal *signal, double tolerance)
{
  Rig            *rig = run (signal);
  const RigTally *rate = &rig->tallies[STEADY_CHANNEL_PULSE_RATE];
  const unsigned  seconds = (unsigned) (signal->seconds - signal->forget);

  if (rate->usable < seconds - 2 || fabs (rig_mean (rig, STEADY_CHANNEL_PULSE_RATE) -
                                          signal->artery.beats) > tolerance)
    g_test_message ("%.0f beats of %.0f mmHg, %.1f rpm, %.1f ripple: %u of %u s, %.1f",
                    signal->artery.beats,
                    signal->artery.pulse,
                    signal->artery.rpm,
                    signal->artery.ripple,
                    rate->usable,
                    seconds,
                    rig_mean (rig, STEADY_CHANNEL_PULSE_RATE));
  g_assert_cmpuint (rate->usable, >=, seconds - 2);
  g_assert_cmpfloat (
      fabs (rig_mean (rig, STEADY_CHANNEL_PULSE_RATE) - signal->artery.beats),
      <=,
      tolerance);
  rig_free (rig);
}

static void
test_ripple_alone (void)
{
  static const double speeds[] = { 12, 31, 45.3, 60, 68.6, 82, 97.4, 120, 149.5, 230 };
  static const double swings[] = { 1, 3, 6, 12, 25 };

  for (unsigned i = 0; i < G_N_ELEMENTS (speeds); i++)
    for (unsigned k = 0; k < G_N_ELEMENTS (swings); k++)
      {
        Signal signal = { .artery = { .diastolic = 40,
                                      .rpm = speeds[i],
                                      .ripple = swings[k],
                                      .uneven = 0.2,
                                      .noise = 0.4 },
                          .tell_rpm = speeds[i],
                          .seconds = 20 };
        assert_no_pulse (&signal);
        signal.tell_error = 0.02; /* the pump's number is a little wrong */
        assert_no_pulse (&signal);
      }
}

/* Pumps that do not tell their speed: the shape of the ripple must do, and a flow. */
static void
test_ripple_of_a_silent_pump (void)
{
  for (double rpm = 30; rpm < 150; rpm += 17)
    {
      const Signal signal = {
        .artery = { .diastolic = 40, .rpm = rpm, .ripple = 6, .noise = 0.4 },
      };
      const SteadyDeriverSetup setup = {
        .rates_hz = { [STEADY_CHANNEL_ARTERIAL_PRESSURE] = 250 }
      };
      Rig   *rig = rig_new (&setup);
      Artery artery = signal.artery;
      artery.rate_hz = 250;
      steady_random_init (&artery.random, 3);
      for (unsigned i = 0; i < 250 * 20; i++)
        {
          const SteadyInstant t = (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC;
          if (i % 50 == 0)
            rig_sample (rig, STEADY_CHANNEL_MEASURED_FLOW, t, 0.48);
          rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, artery_next (&artery));
        }
      g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, ==, 0);
      rig_free (rig);
    }
}

/* Speeds that ramp while the notches still learn. */
static void
test_ripple_while_the_speed_changes (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_ARTERIAL_PRESSURE] =
                                                       250 } };
  Rig                     *rig = rig_new (&setup);
  Artery artery = { .rate_hz = 250, .diastolic = 45, .ripple = 5, .noise = 0.3 };

  steady_random_init (&artery.random, 5);
  for (unsigned i = 0; i < 250 * 120; i++)
    {
      const SteadyInstant t = (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC;
      const double        s = i / 250.0;
      artery.rpm = s < 5 ? 0 : s < 35 ? 3 * (s - 5) : 90 + 30 * sin ((s - 35) / 6);
      if (i % 50 == 0)
        rig_sample (rig, STEADY_CHANNEL_PUMP_SPEED, t, round (artery.rpm));
      rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, artery_next (&artery));
    }
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, ==, 0);
  rig_free (rig);
}

static void
test_noise_alone (void)
{
  static const double noises[] = { 0.2, 1, 3, 8 };
  for (unsigned i = 0; i < G_N_ELEMENTS (noises); i++)
    for (unsigned rate = 100; rate <= 1000; rate *= 10)
      {
        const Signal signal = {
          .artery = { .rate_hz = rate, .diastolic = 55, .noise = noises[i] },
          .tell_rpm = -1,
          .seconds = 60
        };
        assert_no_pulse (&signal);
      }
}

static void
test_beats (void)
{
  static const double rates[] = { 35, 62, 98, 140, 176, 220 };
  static const double sample_rates[] = { 62.5, 125, 250, 500, 1000 };

  for (unsigned i = 0; i < G_N_ELEMENTS (rates); i++)
    for (unsigned k = 0; k < G_N_ELEMENTS (sample_rates); k++)
      {
        const Signal signal = { .artery = { .rate_hz = sample_rates[k],
                                            .beats = rates[i],
                                            .diastolic = 35,
                                            .pulse = 22,
                                            .wander = 0.05,
                                            .noise = 0.4 },
                                .tell_rpm = -1,
                                .seconds = 40,
                                .forget = 10 };
        assert_pulse (&signal, 0.02 * rates[i]);
      }
}

static void
test_systolic_and_diastolic (void)
{
  const Signal signal = {
    .artery = { .beats = 130, .diastolic = 38, .pulse = 24, .noise = 0.2 },
    .tell_rpm = -1,
    .seconds = 30,
    .forget = 10
  };
  Rig *rig = run (&signal);

  g_assert_cmpfloat (
      fabs (rig_mean (rig, STEADY_CHANNEL_ARTERIAL_SYSTOLIC) - 62), <, 1.5);
  g_assert_cmpfloat (
      fabs (rig_mean (rig, STEADY_CHANNEL_ARTERIAL_DIASTOLIC) - 38), <, 1.5);
  rig_free (rig);
}

/* Partial bypass: the heart ejects a little on top of the roller's ripple. */
static void
test_beats_on_ripple (void)
{
  static const struct
  {
    double beats, pulse, rpm, ripple;
  } cases[] = { { 122, 12, 45, 3 }, { 122, 18, 82, 4 },  { 150, 8, 57, 2 },
                { 96, 20, 97, 6 },  { 135, 10, 30, 3 },  { 110, 7, 71, 3 },
                { 80, 25, 110, 8 }, { 165, 14, 65.5, 5 } };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Signal signal = { .artery = { .beats = cases[i].beats,
                                          .diastolic = 40,
                                          .pulse = cases[i].pulse,
                                          .wander = 0.02,
                                          .rpm = cases[i].rpm,
                                          .ripple = cases[i].ripple,
                                          .uneven = 0.1,
                                          .noise = 0.4 },
                              .tell_rpm = cases[i].rpm,
                              .ecg = true,
                              .seconds = 80,
                              .forget = 40 };
      assert_pulse (&signal, 3);
    }
}

/* A heart that beats as often as the roller pulses: only the ECG can tell. */
static void
test_beats_in_step_with_the_pump (void)
{
  Signal signal = { .artery = { .beats = 137,
                                .diastolic = 40,
                                .pulse = 14,
                                .wander = 0.03,
                                .rpm = 67.5,
                                .ripple = 3,
                                .noise = 0.3 },
                    .tell_rpm = 67.5,
                    .ecg = true,
                    .seconds = 100,
                    .forget = 40 };
  Rig   *rig = run (&signal);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, >=, 40);
  g_assert_cmpfloat (fabs (rig_mean (rig, STEADY_CHANNEL_PULSE_RATE) - 137), <=, 3);
  rig_free (rig);
  /* The heart beats, and ejects nothing: a pulse must not be made of ripple. */
  signal.artery.pulse = 0;
  rig = run (&signal);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, ==, 0);
  g_assert_cmpfloat (fabs (rig_mean (rig, STEADY_CHANNEL_HEART_RATE) - 137), <=, 3);
  rig_free (rig);
}

/* An empty heart that beats exactly as often as the roller pulses: its ECG keeps step
 * with the ripple and proves nothing. */
static void
test_empty_heart_in_exact_step (void)
{
  const Signal signal = { .artery = { .beats = 136,
                                      .diastolic = 40,
                                      .pulse = 0,
                                      .rpm = 68,
                                      .ripple = 6,
                                      .noise = 0.3 },
                          .tell_rpm = 68,
                          .ecg = true,
                          .seconds = 60,
                          .forget = 0 };
  Rig         *rig = run (&signal);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, ==, 0);
  rig_free (rig);
}

/* Two waves for each beat of the heart, as a balloon or a bad notch makes them: no rate
 * at all is better than twice the rate. */
static void
test_pulse_faster_than_the_heart (void)
{
  const SteadyDeriverSetup setup = {
    .rates_hz = { [STEADY_CHANNEL_ECG] = 250, [STEADY_CHANNEL_ARTERIAL_PRESSURE] = 250 }
  };
  Rig   *rig = rig_new (&setup);
  Artery artery = {
    .rate_hz = 250, .beats = 140, .diastolic = 60, .pulse = 30, .noise = 0.3
  };

  steady_random_init (&artery.random, 3);
  for (unsigned i = 0; i < 250 * 40; i++)
    {
      const SteadyInstant t = (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC;
      rig_sample (
          rig, STEADY_CHANNEL_ECG, t, ecg_at (fmod (i / 250.0, 60.0 / 70), 0.857));
      rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, artery_next (&artery));
      if (i == 250 * 10)
        rig_forget (rig);
    }
  g_assert_cmpfloat_with_epsilon (rig_mean (rig, STEADY_CHANNEL_HEART_RATE), 70, 1);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, ==, 0);
  rig_free (rig);
}

static void
test_damped_line (void)
{
  static const double damping[] = { 0.05, 0.1, 0.2 };
  for (unsigned i = 0; i < G_N_ELEMENTS (damping); i++)
    {
      const Signal signal = { .artery = { .beats = 110,
                                          .diastolic = 45,
                                          .pulse = 40,
                                          .wander = 0.03,
                                          .noise = 0.3,
                                          .damping_s = damping[i] },
                              .tell_rpm = -1,
                              .seconds = 40,
                              .forget = 10 };
      assert_pulse (&signal, 2);
    }
}

/* Atrial fibrillation: beats that come when they like are beats. */
static void
test_irregular_beats (void)
{
  const Signal signal = { .artery = { .beats = 110,
                                      .diastolic = 50,
                                      .pulse = 40,
                                      .wander = 0.5,
                                      .noise = 0.5 },
                          .tell_rpm = -1,
                          .seconds = 60,
                          .forget = 10 };
  Rig         *rig = run (&signal);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, >=, 45);
  g_assert_cmpfloat (fabs (rig_mean (rig, STEADY_CHANNEL_PULSE_RATE) - 110), <, 12);
  rig_free (rig);
}

/* The heart stops ejecting: the pulse goes within seconds and does not come back. */
static void
test_pulse_ends (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_ARTERIAL_PRESSURE] =
                                                       250 } };
  Rig                     *rig = rig_new (&setup);
  Artery                   artery = {
                      .rate_hz = 250, .beats = 120, .diastolic = 40, .pulse = 20, .noise = 0.4
  };

  steady_random_init (&artery.random, 11);
  for (unsigned i = 0; i < 250 * 40; i++)
    {
      const SteadyInstant t = (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC;
      if (i == 250 * 20)
        {
          g_assert_cmpint (
              rig_quality (rig, STEADY_CHANNEL_PULSE_RATE), ==, STEADY_QUALITY_VALID);
          artery.pulse = 0;
        }
      if (i == 250 * 24)
        rig_forget (rig);
      rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, artery_next (&artery));
    }
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, ==, 0);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_PULSE_RATE), ==, STEADY_QUALITY_NOT_APPLICABLE);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_ARTERIAL_MEAN), ==, STEADY_QUALITY_VALID);
  rig_free (rig);
}

static void
test_gaps (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_ARTERIAL_PRESSURE] =
                                                       250 } };
  Rig                     *rig = rig_new (&setup);
  Artery                   artery = {
                      .rate_hz = 250, .beats = 122, .diastolic = 40, .pulse = 20, .noise = 0.4
  };

  steady_random_init (&artery.random, 13);
  for (unsigned i = 0; i < 250 * 90; i++)
    {
      const double pressure = artery_next (&artery);
      /* half a second is missing every seven seconds, and six seconds once */
      if (i % 1750 < 125 || (i > 250 * 50 && i < 250 * 56))
        continue;
      const SteadyInstant t = (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC;
      rig_sample (rig, STEADY_CHANNEL_ARTERIAL_PRESSURE, t, pressure);
      if (i == 250 * 50)
        {
          /* Just past a pause with nothing: stale, and the value is not gone. */
          rig_run_to (rig, t + 4 * SEC);
          g_assert_cmpint (rig_quality (rig, STEADY_CHANNEL_ARTERIAL_MEAN),
                           ==,
                           STEADY_QUALITY_STALE);
          g_assert_cmpfloat (rig_value (rig, STEADY_CHANNEL_ARTERIAL_MEAN), >, 40);
        }
    }
  g_assert_cmpfloat (rig->tallies[STEADY_CHANNEL_PULSE_RATE].low, >, 119);
  g_assert_cmpfloat (rig->tallies[STEADY_CHANNEL_PULSE_RATE].high, <, 125);
  g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_PULSE_RATE].usable, >, 50);
  rig_free (rig);
}

static void
test_flush (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_ARTERIAL_PRESSURE] =
                                                       250 } };
  Rig                     *rig = rig_new (&setup);
  Artery                   artery = {
                      .rate_hz = 250, .beats = 122, .diastolic = 40, .pulse = 20, .noise = 0.4
  };

  steady_random_init (&artery.random, 17);
  for (unsigned i = 0; i < 250 * 60; i++)
    {
      double       pressure = artery_next (&artery);
      const double s = i / 250.0;
      if ((s > 30 && s < 32.5) || (s > 45 && s < 46)) /* a long one and a short one */
        pressure = 297 + 0.5 * steady_random_normal (&artery.random);
      else if (s >= 32.5 && s < 32.7)
        pressure += 60 * cos (100 * (s - 32.5)) * exp (-20 * (s - 32.5));
      rig_sample (rig,
                  STEADY_CHANNEL_ARTERIAL_PRESSURE,
                  (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC,
                  pressure);
    }
  /* neither while it lasts nor afterwards does it move the mean */
  g_assert_cmpfloat (rig->tallies[STEADY_CHANNEL_ARTERIAL_MEAN].high, <, 50);
  g_assert_cmpfloat (rig->tallies[STEADY_CHANNEL_ARTERIAL_MEAN].low, >, 44);
  g_assert_cmpfloat (rig->tallies[STEADY_CHANNEL_ARTERIAL_SYSTOLIC].high, <, 65);
  g_assert_cmpfloat (rig->tallies[STEADY_CHANNEL_PULSE_RATE].high, <, 126);
  rig_free (rig);
}

/* What stays at 290 mmHg for longer than any flush is believed. */
static void
test_pressure_that_stays_high (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_ARTERIAL_PRESSURE] =
                                                       250 } };
  Rig                     *rig = rig_new (&setup);
  SteadyRandom             random;

  steady_random_init (&random, 19);
  for (unsigned i = 0; i < 250 * 40; i++)
    rig_sample (rig,
                STEADY_CHANNEL_ARTERIAL_PRESSURE,
                (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC,
                (i < 2500 ? 60 : 290) + 0.5 * steady_random_normal (&random));
  g_assert_cmpfloat (rig_value (rig, STEADY_CHANNEL_ARTERIAL_MEAN), >, 288);
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_ARTERIAL_MEAN), ==, STEADY_QUALITY_VALID);
  rig_free (rig);
}

/* True systoles above the flush limit count, and the mean holds them. */
static void
test_crisis (void)
{
  const Signal signal = {
    .artery = { .beats = 90, .diastolic = 130, .pulse = 125, .noise = 0.4 },
    .tell_rpm = -1,
    .seconds = 30,
    .forget = 10
  };
  Rig *rig = run (&signal);

  g_assert_cmpfloat (rig_mean (rig, STEADY_CHANNEL_ARTERIAL_MEAN), >, 165);
  g_assert_cmpfloat (rig_mean (rig, STEADY_CHANNEL_ARTERIAL_MEAN), <, 185);
  rig_free (rig);
}

static void
test_heart_rate (void)
{
  static const double rates[] = { 40, 75, 122, 160, 210, 250 };
  static const double sample_rates[] = { 125, 250, 500, 1000 };

  for (unsigned i = 0; i < G_N_ELEMENTS (rates); i++)
    for (unsigned k = 0; k < G_N_ELEMENTS (sample_rates); k++)
      {
        const Signal signal = { .artery = { .rate_hz = sample_rates[k],
                                            .beats = rates[i],
                                            .diastolic = 40,
                                            .pulse = 20,
                                            .wander = 0.03 },
                                .tell_rpm = -1,
                                .ecg = true,
                                .seconds = 40,
                                .forget = 12 };
        Rig         *rig = run (&signal);
        if (fabs (rig_mean (rig, STEADY_CHANNEL_HEART_RATE) - rates[i]) >
            0.02 * rates[i])
          g_test_message ("%.0f at %.0f Hz: %.1f (%.1f–%.1f)",
                          rates[i],
                          sample_rates[k],
                          rig_mean (rig, STEADY_CHANNEL_HEART_RATE),
                          rig->tallies[STEADY_CHANNEL_HEART_RATE].low,
                          rig->tallies[STEADY_CHANNEL_HEART_RATE].high);
        g_assert_cmpuint (rig->tallies[STEADY_CHANNEL_HEART_RATE].usable, >=, 26);
        g_assert_cmpfloat (fabs (rig_mean (rig, STEADY_CHANNEL_HEART_RATE) - rates[i]),
                           <=,
                           0.02 * rates[i]);
        rig_free (rig);
      }
}

/* Tall T waves, half as high as the complexes and nearly as steep, are no beats. */
static void
test_tall_t_waves (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_ECG] = 250 } };
  Rig                     *rig = rig_new (&setup);
  SteadyRandom             random;

  steady_random_init (&random, 43);
  for (unsigned i = 0; i < 250 * 40; i++)
    {
      const double phase = fmod (i / 250.0, 0.55);
      const double wave = 0.55 * exp (-0.5 * pow ((phase - 0.28) / 0.018, 2));
      rig_sample (rig,
                  STEADY_CHANNEL_ECG,
                  (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC,
                  ecg_at (phase, 0.55) + wave + 0.01 * steady_random_normal (&random));
    }
  g_assert_cmpfloat (rig->tallies[STEADY_CHANNEL_HEART_RATE].low, >, 107);
  g_assert_cmpfloat (rig->tallies[STEADY_CHANNEL_HEART_RATE].high, <, 111);
  rig_free (rig);
}

/* Cardioplegia: the ECG falls silent, which is a rate of 0; noise is no rate at all. */
static void
test_silent_and_noisy_heart (void)
{
  const SteadyDeriverSetup setup = { .rates_hz = { [STEADY_CHANNEL_ECG] = 250 } };
  Rig                     *rig = rig_new (&setup);
  SteadyRandom             random;

  steady_random_init (&random, 23);
  for (unsigned i = 0; i < 250 * 90; i++)
    {
      const double s = i / 250.0;
      const double noise = (s < 60 ? 0.008 : 0.4) * steady_random_normal (&random);
      const double beat = s < 30 ? ecg_at (fmod (s, 0.48), 0.48) : 0;
      rig_sample (rig,
                  STEADY_CHANNEL_ECG,
                  (SteadyInstant) i * 4 * STEADY_NSEC_PER_MSEC,
                  beat + noise + 0.3 * sin (s));
      if (i == 250 * 29)
        g_assert_cmpfloat (
            fabs (rig_value (rig, STEADY_CHANNEL_HEART_RATE) - 125), <, 2);
      if (i == 250 * 40)
        {
          g_assert_cmpint (
              rig_quality (rig, STEADY_CHANNEL_HEART_RATE), ==, STEADY_QUALITY_VALID);
          g_assert_cmpfloat (rig_value (rig, STEADY_CHANNEL_HEART_RATE), <, 0.5);
        }
    }
  g_assert_cmpint (
      rig_quality (rig, STEADY_CHANNEL_HEART_RATE), ==, STEADY_QUALITY_STALE);
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/pulse/ripple-alone", test_ripple_alone);
  g_test_add_func ("/measure/pulse/ripple-of-a-silent-pump",
                   test_ripple_of_a_silent_pump);
  g_test_add_func ("/measure/pulse/ripple-while-the-speed-changes",
                   test_ripple_while_the_speed_changes);
  g_test_add_func ("/measure/pulse/noise-alone", test_noise_alone);
  g_test_add_func ("/measure/pulse/beats", test_beats);
  g_test_add_func ("/measure/pulse/systolic-and-diastolic",
                   test_systolic_and_diastolic);
  g_test_add_func ("/measure/pulse/beats-on-ripple", test_beats_on_ripple);
  g_test_add_func ("/measure/pulse/beats-in-step-with-the-pump",
                   test_beats_in_step_with_the_pump);
  g_test_add_func ("/measure/pulse/empty-heart-in-exact-step",
                   test_empty_heart_in_exact_step);
  g_test_add_func ("/measure/pulse/faster-than-the-heart",
                   test_pulse_faster_than_the_heart);
  g_test_add_func ("/measure/pulse/damped-line", test_damped_line);
  g_test_add_func ("/measure/pulse/irregular-beats", test_irregular_beats);
  g_test_add_func ("/measure/pulse/pulse-ends", test_pulse_ends);
  g_test_add_func ("/measure/pulse/gaps", test_gaps);
  g_test_add_func ("/measure/pulse/flush", test_flush);
  g_test_add_func ("/measure/pulse/pressure-that-stays-high",
                   test_pressure_that_stays_high);
  g_test_add_func ("/measure/pulse/crisis", test_crisis);
  g_test_add_func ("/measure/heart/rate", test_heart_rate);
  g_test_add_func ("/measure/heart/tall-t-waves", test_tall_t_waves);
  g_test_add_func ("/measure/heart/silent-and-noisy", test_silent_and_noisy_heart);
  return g_test_run ();
}

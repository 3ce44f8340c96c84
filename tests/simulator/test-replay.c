/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/steady-random.h"
#include "steady-model-case.h"

/*
 * A case is its seed and what its operator did: played again it is the same, bit for
 * bit. STEADY_REPLAY_HOURS makes it as long as a real one.
 */

/* What an operator did, and when. */
typedef struct Deed
{
  uint64_t step;
  bool     setting; /* else a mechanism */
  int      which;
  double   value;
  double   ramp_s;
} Deed;

/* Turns of knobs and small troubles, half a minute apart in the mean. */
static GArray *
make_log (uint64_t steps)
{
  GArray      *log = g_array_new (FALSE, TRUE, sizeof (Deed));
  SteadyRandom random;

  steady_random_init (&random, 99);
  for (uint64_t step = 5000; step < steps;
       step += 1000 + steady_random_bits (&random) % 58000)
    {
      static const struct
      {
        bool   setting;
        int    which;
        double low, high;
      } deeds[] = {
        { true, STEADY_SETTING_PUMP_FLOW, 0.3, 0.7 },
        { true, STEADY_SETTING_SWEEP, 0.2, 0.9 },
        { true, STEADY_SETTING_FIO2, 40, 80 },
        { true, STEADY_SETTING_WATER_TEMPERATURE, 24, 38 },
        { true, STEADY_SETTING_CARDIOPLEGIA, 0, 60 },
        { false, STEADY_MECHANISM_CROSS_CLAMP, 0, 1 },
        { false, STEADY_MECHANISM_VOLUME_ML, 0, 20 },
        { false, STEADY_MECHANISM_BLEEDING_ML_MIN, 0, 4 },
        { false, STEADY_MECHANISM_NORADRENALINE, 0, 0.3 },
        { false, STEADY_MECHANISM_ACT_MEASURE, 1, 1 },
        { false, STEADY_MECHANISM_ULTRAFILTRATION, 0, 10 },
        { false, STEADY_MECHANISM_ARTERIAL_FLUSH_S, 0, 3 },
      };
      const unsigned i = steady_random_bits (&random) % G_N_ELEMENTS (deeds);
      const double   share = steady_random_uniform (&random);
      const Deed     deed = { .step = step,
                              .setting = deeds[i].setting,
                              .which = deeds[i].which,
                              .value =
                                  deeds[i].low + share * (deeds[i].high - deeds[i].low),
                              .ramp_s = 10 * steady_random_uniform (&random) };
      g_array_append_val (log, deed);
    }
  return log;
}

/* FNV-1a over every reading of every 4 ms. */
static uint64_t
play (SteadySimulator *model, const GArray *log, uint64_t steps)
{
  SteadySimulatorSetup setup;
  uint64_t             sum = UINT64_C (0xcbf29ce484222325);
  unsigned             next = 0;

  steady_model_setup (&setup, &steady_model_columns[0], true);
  setup.cross_clamped = false;
  steady_simulator_init (model, &setup);
  for (uint64_t step = 0; step < steps; step++)
    {
      while (next < log->len && g_array_index (log, Deed, next).step == step)
        {
          const Deed *deed = &g_array_index (log, Deed, next++);
          if (deed->setting)
            steady_simulator_set (model, (SteadySetting) deed->which, deed->value);
          else
            g_assert_true (steady_simulator_inject (
                model, (SteadyMechanism) deed->which, deed->value, deed->ramp_s));
        }
      steady_simulator_step (model);
      if (step % 4 != 0)
        continue;
      for (int r = 0; r < STEADY_READING_COUNT; r++)
        {
          uint64_t bits;
          memcpy (&bits, &model->reading[r], sizeof bits);
          sum = (sum ^ bits) * UINT64_C (0x100000001b3);
        }
    }
  g_assert_cmpuint (next, ==, log->len);
  return sum;
}

static void
test_seed_and_log_are_the_case (void)
{
  const char     *hours = g_getenv ("STEADY_REPLAY_HOURS");
  const double    length = hours != NULL ? g_ascii_strtod (hours, NULL) : 0.2;
  const uint64_t  steps = (uint64_t) (length * 3600 * 1000);
  SteadySimulator first, again;

  g_autoptr (GArray) log = make_log (steps);
  const uint64_t a = play (&first, log, steps), b = play (&again, log, steps);
  g_test_message ("%.2f h, %u deeds, %016" G_GINT64_MODIFIER "x", length, log->len, a);
  g_assert_cmphex (a, ==, b);
  g_assert_cmpmem (&first, sizeof first, &again, sizeof again);
  /* Another first deed makes another case. */
  Deed *deed = &g_array_index (log, Deed, 0);
  deed->setting = true;
  deed->which = STEADY_SETTING_PUMP_FLOW;
  deed->value = 0.612001;
  g_assert_cmphex (play (&again, log, steps), !=, a);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/replay/seed-and-log-are-the-case",
                   test_seed_and_log_are_the_case);
  return g_test_run ();
}

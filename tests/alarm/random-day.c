/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random-day.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Those whose alarms come at once or soon, so that thirty seconds show something. */
static const SteadyChannel channels[] = {
  STEADY_CHANNEL_ENGINE_LATENESS,
  STEADY_CHANNEL_DEVICE_LINK,
  STEADY_CHANNEL_SOUNDER_LINK,
  STEADY_CHANNEL_SUPERVISOR_LINK,
  STEADY_CHANNEL_RECORDER,
  STEADY_CHANNEL_INTERVENTION_FAILED,
  STEADY_CHANNEL_ARTERIAL_AIR,
  STEADY_CHANNEL_LEVEL_DETECTOR,
  STEADY_CHANNEL_RESERVOIR_VOLUME,
  STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
  STEADY_CHANNEL_ARTERIAL_PUMP,
  STEADY_CHANNEL_PUMP_SPEED,
  STEADY_CHANNEL_SET_PUMP_FLOW,
  STEADY_CHANNEL_MEASURED_FLOW,
  STEADY_CHANNEL_PATIENT_FLOW,
  STEADY_CHANNEL_SWEEP,
  STEADY_CHANNEL_ARTERIAL_MEAN,
  STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
  STEADY_CHANNEL_ARTERIAL_CLAMP,
  STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE,
  STEADY_CHANNEL_MAINS,
  STEADY_CHANNEL_BATTERY_MINUTES,
};

/* Whether STEADY_TEST_DAYS asks for less. */
bool
day_is_hasty (void)
{
  return g_getenv ("STEADY_TEST_DAYS") != NULL;
}

/* How many days to look at: STEADY_TEST_DAYS takes fewer, for a hasty run over mutants.
 */
unsigned
day_count (unsigned usual)
{
  const char    *wanted = g_getenv ("STEADY_TEST_DAYS");
  const unsigned count = wanted != NULL ? (unsigned) atoi (wanted) : usual;
  return MIN (count, usual);
}

static double
some_value (const SteadyChannelInfo *info)
{
  static const double odd[] = {
    NAN, INFINITY, -INFINITY, -0.0, 1e300, -1, 0.1, 1.0 / 3
  };

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      return odd[g_test_rand_int_range (0, G_N_ELEMENTS (odd))];
    case 1:
      return g_test_rand_double_range (0, 400);
    default:
      return info->kind == STEADY_CHANNEL_KIND_STATE
                 ? g_test_rand_int_range (0, (gint32) info->high + 1)
                 : g_test_rand_double_range (0, 1) * info->high * 0.1;
    }
}

/* Something happens to the circuit. */
void
day_happen (AlarmBench *bench)
{
  const SteadyChannel channel =
      channels[g_test_rand_int_range (0, G_N_ELEMENTS (channels))];

  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      bench_quality (bench, channel, (SteadyQuality) g_test_rand_int_range (0, 9));
      break;
    case 1:
      bench_normal (bench);
      break;
    case 2:
      bench->support.mode = (uint32_t) g_test_rand_int_range (0, 11);
      bench->support.mode_since = bench->now;
      break;
    case 3:
      bench->support.flags = (uint32_t) g_test_rand_int_range (0, 32);
      break;
    default:
      bench_set (bench, channel, some_value (steady_channel_info (channel)));
      break;
    }
}

/* One of the alarms that are present, or no alarm. */
const char *
day_any_id (const AlarmBench *bench)
{
  static SteadyAlarmRecord present[64];
  const unsigned           n = steady_alarm_system_present (bench->system, present, 64);
  return n > 0 ? present[g_test_rand_int_range (0, (gint32) n)].id : "none";
}

/* Somebody presses something. @ret_id: on which alarm, where it is about one. */
DayHand
day_press_on (AlarmBench *bench, char ret_id[STEADY_ALARM_ID_SIZE])
{
  const DayHand hand =
      (DayHand) g_test_rand_int_range (DAY_HAND_PAUSE, DAY_HAND_RESET + 1);

  g_strlcpy (ret_id, day_any_id (bench), STEADY_ALARM_ID_SIZE);
  switch (hand)
    {
    case DAY_HAND_PAUSE:
      steady_alarm_system_pause (bench->system, bench->now, bench->now);
      break;
    case DAY_HAND_END_PAUSE:
      steady_alarm_system_end_pause (bench->system, bench->now);
      break;
    case DAY_HAND_ACKNOWLEDGE:
      steady_alarm_system_acknowledge (bench->system, bench->now, ret_id);
      break;
    case DAY_HAND_RESET:
    case DAY_HAND_NONE:
    default:
      steady_alarm_system_reset (bench->system, bench->now, ret_id);
      break;
    }
  return hand;
}

/* Somebody presses something, whatever it is. */
DayHand
day_press (AlarmBench *bench)
{
  char id[STEADY_ALARM_ID_SIZE];
  return day_press_on (bench, id);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-paths.h"
#include "device/sim/steady-simulated-device.h"
#include "measure/steady-value-table.h"

#define TICK (20 * STEADY_NSEC_PER_MSEC)

static char *
stuffy (void)
{
  g_autofree char *path = steady_paths_data ("scenarios/stuffy.json");
  char            *text;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static SteadyDevice *
new_device (SteadyInstant start, uint64_t seed)
{
  g_autofree char *text = stuffy ();
  g_autoptr (GError) error = NULL;
  SteadyDevice *device =
      steady_device_new_simulated ("stuffy.json", text, start, seed, &error);
  g_assert_no_error (error);
  return device;
}

/* What has come by now: the latest values and how many of each. */
typedef struct Heard
{
  SteadyValueTable values;
  unsigned         count[STEADY_CHANNEL_MAX];
  unsigned         gaps;
} Heard;

static void
run (SteadyDevice *device, SteadyInstant from, SteadyInstant to, Heard *heard)
{
  SteadySample sample;

  for (SteadyInstant now = from; now <= to; now += TICK)
    {
      device->class->tick (device, now);
      while (steady_device_next_sample (device, &sample))
        {
          g_assert_true (sample.flags & STEADY_SAMPLE_SIMULATED);
          g_assert_cmpint (sample.t, <=, now);
          g_assert_cmpint (sample.t, >=, heard->values.latest[sample.channel].t);
          steady_value_table_set (&heard->values, &sample);
          heard->count[sample.channel]++;
          heard->gaps += (sample.flags & STEADY_SAMPLE_GAP) != 0;
        }
    }
}

static void
test_every_channel_speaks_at_its_rate (void)
{
  SteadyDevice     *device = new_device (5 * STEADY_NSEC_PER_SEC, 0);
  g_autofree Heard *heard = g_new0 (Heard, 1);

  g_assert_true (device->simulated);
  run (device, 5 * STEADY_NSEC_PER_SEC, 15 * STEADY_NSEC_PER_SEC, heard);
  for (unsigned i = 0; i < device->n_channels; i++)
    {
      const SteadyCaseChannel *channel = &device->channels[i];
      g_test_message ("%s", channel->name);
      g_assert_cmpuint (heard->count[channel->channel], >, 0);
      if (channel->kind == STEADY_CHANNEL_KIND_WAVE)
        g_assert_cmpuint (
            heard->count[channel->channel], ==, (unsigned) (10 * channel->rate_hz) + 1);
    }
  g_assert_cmpuint (heard->gaps, ==, 0);
  steady_device_free (device);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/simulated/every-channel-speaks-at-its-rate",
                   test_every_channel_speaks_at_its_rate);
  return g_test_run ();
}

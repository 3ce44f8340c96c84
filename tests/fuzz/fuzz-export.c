/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "recording/steady-recording.h"
#include "steady-fuzz.h"

/*
 * What Steady itself exported, and reads again: one JSON file, or a set of CSV files.
 * An input is the JSON, or one of the four CSV files by its head, beside good ones.
 */
static char *folder;

static const char channels[] =
    "channel,name,label,unit,kind,rate_hz,source,flags,file\n"
    "2,arterial_pressure,Arterial pressure,mmHg,wave,250,maker,1,wave.csv\n"
    "1001,x,\"X, \"\"y\"\"\",,numeric,,maker,0,numerics.csv\n";
static const char wave[] = "utc,case_s,index,arterial_pressure [mmHg]\n"
                           "2026-11-21T00:48:23.414Z,0,0,37.125\n"
                           "2026-11-21T00:48:23.418Z,0.004,1,36.875\n"
                           "2026-11-21T00:48:23.422Z,0.008,2,\n"
                           "2026-11-21T00:48:24.414Z,1,250,40\n";
static const char numerics[] = "utc,case_s,channel,value,unit,quality,flags,source\n"
                               "2026-11-21T00:48:23.414Z,0,x,1.5,,valid,1,0\n"
                               "2026-11-21T00:48:24.414Z,1.2,x,,,sensor-off,0,0\n"
                               "2026-11-21T00:48:24.414Z,1.1,x,3,,valid,0,0\n";
static const char events[] = "utc,case_s,event,value,text\n"
                             "2026-11-21T00:48:23.414Z,0,note,2,\"a, b\nc\"\n";
static const char alarms[] =
    "utc,case_s,alarm,before,state,priority,channel,value,limit,unit,sounding\n"
    "2026-11-21T00:48:23.414Z,0.5,map-low,inactive,active,high,100,28,30,mmHg,1\n";
static const char json[] =
    "{\"format\": \"steady-case-export\", \"version\": 1,\n"
    "\"simulated\": true, \"mode\": \"training\", \"length_ns\": 2000000000, "
    "\"start_utc_ns\": 1700000000000000000,\n\"case\": \"{}\",\n"
    "\"channels\": [\n"
    "{\"t_ns\": 0, \"channel\": 2, \"name\": \"arterial_pressure\", \"label\": \"a\", "
    "\"unit\": \"mmHg\", \"kind\": \"wave\", \"rate_hz\": 250, \"scale\": 0, "
    "\"offset\": "
    "0, \"source\": \"m\", \"flags\": 1},\n"
    "{\"t_ns\": 0, \"channel\": 1001, \"name\": \"x\", \"label\": \"x\", \"unit\": "
    "\"\", "
    "\"kind\": \"numeric\", \"rate_hz\": 0, \"scale\": 0, \"offset\": 0, \"source\": "
    "\"m\", \"flags\": 0}\n],\n"
    "\"clocks\": [\n{\"t_ns\": 0, \"utc_ns\": 1700000000000000000}\n],\n"
    "\"events\": [\n{\"t_ns\": 5, \"event\": \"note\", \"value\": 1, \"text\": \"t\"}\n"
    "],\n\"alarms\": [\n],\n\"commands\": [\n],\n\"samples\": [\n"
    "{\"t_ns\": 0, \"channel\": 2, \"index\": 0, \"values\": [1,2.5,null,4]},\n"
    "{\"t_ns\": 100, \"channel\": 1001, \"value\": 3, \"quality\": \"valid\", "
    "\"flags\": "
    "0},\n"
    "{\"t_ns\": 1000000000, \"channel\": 2, \"index\": 300, \"values\": [1]}\n]\n}\n";

static void
put (const char *name, const void *bytes, size_t length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  steady_fuzz_put (path, bytes, length);
}

static void
read_all (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  SteadySample     sample;
  SteadyInstant    before = 0;
  unsigned         samples = 0;
  SteadyRecording *recording = steady_recording_open (path, &error);

  if (recording == NULL)
    {
      g_assert_nonnull (error);
      return;
    }
  while (samples < 20000 && steady_recording_next (recording, &sample, &error))
    {
      g_assert_true (isfinite (sample.value));
      g_assert_cmpint (sample.t, >=, before);
      before = sample.t;
      samples++;
    }
  steady_recording_free (recording);
}

static void
put_good_ones (void)
{
  put ("channels.csv", channels, sizeof channels - 1);
  put ("wave.csv", wave, sizeof wave - 1);
  put ("numerics-quality.csv", numerics, sizeof numerics - 1);
  put ("events.csv", events, sizeof events - 1);
  put ("alarms.csv", alarms, sizeof alarms - 1);
}

static void
read_export (const uint8_t *bytes, size_t length)
{
  static const struct
  {
    const char *head;
    const char *name;
  } files[] = { { "utc,case_s,i", "wave.csv" },
                { "utc,case_s,c", "numerics-quality.csv" },
                { "utc,case_s,e", "events.csv" },
                { "utc,case_s,a", "alarms.csv" } };
  const char *name = "channels.csv";

  if (length > 0 && bytes[0] == '{')
    {
      put ("a.json", bytes, length);
      read_all ("a.json");
      return;
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (files); i++)
    if (length > 12 && memcmp (bytes, files[i].head, 12) == 0)
      name = files[i].name;
  put_good_ones ();
  put (name, bytes, length);
  read_all ("channels.csv");
}

int
main (int argc, char **argv)
{
  const SteadyFuzzSeed seeds[] = {
    { json, sizeof json - 1 },     { channels, sizeof channels - 1 },
    { wave, sizeof wave - 1 },     { numerics, sizeof numerics - 1 },
    { events, sizeof events - 1 }, { alarms, sizeof alarms - 1 }
  };
  static const char *const names[] = { "channels.csv", "wave.csv",
                                       "a.json",       "numerics-quality.csv",
                                       "events.csv",   "alarms.csv" };
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("steady-fuzz-XXXXXX", NULL);
  g_autofree char *set = g_build_filename (folder, "channels.csv", NULL);
  g_autofree char *file = g_build_filename (folder, "a.json", NULL);
  put_good_ones ();
  put ("a.json", json, sizeof json - 1);
  SteadyRecording *recording = steady_recording_open (set, &error);
  g_assert_no_error (error);
  steady_recording_free (recording);
  recording = steady_recording_open (file, &error);
  g_assert_no_error (error);
  steady_recording_free (recording);
  const int status = steady_fuzz_main (
      argc, argv, "export", read_export, seeds, G_N_ELEMENTS (seeds), 3000);
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
  g_free (folder);
  return status;
}

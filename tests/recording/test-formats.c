/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-random.h"
#include "recording/steady-recording.h"

/* Real files of each foreign format: their values, and what becomes of damaged ones. */

enum
{
  FLIPS = 30
};

/* What reading a recording to its end gave. */
typedef struct Reading
{
  int64_t  samples; /* -1: it could not be opened */
  unsigned n_signals;
  unsigned n_events;
  double   first[64]; /* by the order of signals; NaN: none */
  double   last[64];
  double   least[64];
  double   most[64];
  double   sum[64];
  int64_t  counts[64];
  char     problem[512]; /* "" without one */
} Reading;

static unsigned
signal_of (const SteadyRecordingSignal *signals, unsigned count, uint16_t channel)
{
  unsigned i = 0;
  while (i < count && signals[i].channel != channel)
    i++;
  g_assert_cmpuint (i, <, count);
  return i;
}

static void
take (Reading *reading, unsigned i, double value)
{
  g_assert_true (isfinite (value));
  if (reading->counts[i]++ == 0)
    reading->first[i] = reading->least[i] = reading->most[i] = value;
  reading->last[i] = value;
  reading->sum[i] += value * (double) (reading->counts[i] % 1009);
  reading->least[i] = fmin (reading->least[i], value);
  reading->most[i] = fmax (reading->most[i], value);
}

static Reading
read_all (const char *path)
{
  Reading          reading = { .samples = -1 };
  GError          *error = NULL;
  SteadyRecording *recording = steady_recording_open (path, &error);
  SteadySample     sample;
  SteadyInstant    before = 0;

  if (recording != NULL)
    {
      const SteadyRecordingSignal *signals =
          steady_recording_signals (recording, &reading.n_signals);
      reading.samples = 0;
      g_assert_cmpuint (reading.n_signals, <=, 64);
      while (steady_recording_next (recording, &sample, &error))
        {
          g_assert_cmpint (sample.t, >=, before);
          before = sample.t;
          reading.samples++;
          take (&reading,
                signal_of (signals, reading.n_signals, sample.channel),
                sample.value);
        }
      steady_recording_events (recording, &reading.n_events);
      steady_recording_free (recording);
    }
  if (error != NULL)
    {
      g_assert_cmpstr (error->message, !=, "");
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strchr (error->message, '\n'));
      g_strlcpy (reading.problem, error->message, sizeof reading.problem);
      g_error_free (error);
    }
  return reading;
}

static char *
shared (const char *name)
{
  const char *folder = g_getenv ("STEADY_SHARED_DATA");
  char       *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return path;
  g_free (path);
  g_test_skip ("the shared recordings are not here");
  return NULL;
}

/* All integer formats of WFDB: the checksum of each is right, or reading would end with
 * an error; the first value is the one that its header names. */
static void
test_wfdb_formats (void)
{
  static const struct
  {
    double first;
    double last;
  } raw[] = { { -2047, 110 },    { -32766, 31581 }, { -32765, 31582 }, { -124, -37 },
              { -32763, 31584 }, { -2042, 160 },    { -505, 437 },     { -504, 438 },
              { -8388599, 0 },   { -2147483638, 0 } };
  g_autofree char *path = shared ("wfdb/binformats.hea");
  if (path == NULL)
    return;
  const Reading reading = read_all (path);
  g_assert_cmpstr (reading.problem, ==, "");
  g_assert_cmpuint (reading.n_signals, ==, 10);
  for (unsigned i = 0; i < 10; i++)
    {
      g_assert_cmpint (reading.counts[i], ==, 499);
      g_assert_cmpfloat_with_epsilon (reading.first[i], raw[i].first / 200, 1e-6);
      if (i < 8)
        g_assert_cmpfloat_with_epsilon (reading.last[i], raw[i].last / 200, 1e-6);
    }
}

static void
test_vital_file (void)
{
  g_autofree char *path = shared ("vital/test_data_demo.vital");
  if (path == NULL)
    return;
  g_autoptr (GError) error = NULL;
  unsigned         n, pressure = 0;
  SteadyRecording *recording = steady_recording_open (path, &error);
  g_assert_no_error (error);
  const SteadyRecordingSignal *signals = steady_recording_signals (recording, &n);
  while (pressure < n && signals[pressure].channel != STEADY_CHANNEL_ARTERIAL_PRESSURE)
    pressure++;
  g_assert_cmpuint (pressure, <, n);
  g_assert_cmpfloat_with_epsilon (signals[pressure].rate_hz, 125, 0.01);
  g_assert_cmpint (steady_recording_start_utc (recording), >, 0);
  steady_recording_free (recording);
  const Reading reading = read_all (path);
  g_assert_cmpstr (reading.problem, ==, "");
  g_assert_cmpint (reading.counts[pressure], ==, 4480);
  g_assert_cmpfloat_with_epsilon (reading.first[pressure], 79.8125, 1e-6);
  g_assert_cmpfloat (reading.least[pressure], >, 20);
  g_assert_cmpfloat (reading.most[pressure], <, 200);
}

static void
test_edf_file (void)
{
  g_autofree char *path = shared ("edf/test_generator_2.edf");
  if (path == NULL)
    return;
  const Reading reading = read_all (path);
  g_assert_cmpstr (reading.problem, ==, "");
  g_assert_cmpuint (reading.n_signals, ==, 11); /* and the annotations */
  g_assert_cmpuint (reading.n_events, ==, 2);
  for (unsigned i = 0; i < 11; i++)
    g_assert_cmpint (reading.counts[i], ==, 120000);
  /* the square wave of ±100 µV and the ramp, as an independent reader gives them */
  g_assert_cmpfloat_with_epsilon (reading.first[0], 99.9923705, 1e-6);
  g_assert_cmpfloat_with_epsilon (reading.least[0], -100, 0.05);
  g_assert_cmpfloat_with_epsilon (reading.first[1], -99.9618524, 1e-6);
}

typedef struct Scratch
{
  char *folder;
  char *path; /* what is opened */
  char *data; /* what is damaged: the same, or a signal file beside it */
} Scratch;

static void
scratch_make (Scratch *self, const char *open, const char *const *also)
{
  self->folder = g_dir_make_tmp ("steady-formats-XXXXXX", NULL);
  for (; *also != NULL; also++)
    {
      g_autofree char *from = shared (*also);
      g_autofree char *base = g_path_get_basename (*also);
      g_autofree char *to = g_build_filename (self->folder, base, NULL);
      g_autofree char *bytes = NULL;
      gsize            length;
      g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
      if (self->data == NULL)
        self->data = g_strdup (to);
    }
  self->path = g_build_filename (self->folder, open, NULL);
}

static void
scratch_remove (Scratch *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->data);
}

typedef struct Damage
{
  const char *open;
  const char *files[48]; /* the first is damaged */
  unsigned    step;      /* bytes between truncations */
  bool        checked;   /* the format has a checksum over its samples */
} Damage;

/* Shorter and shorter: never a crash, never the whole length, always one sentence that
 * names the file. */
static void
test_truncated (gconstpointer data)
{
  const Damage    *damage = data;
  g_autofree char *first = shared (damage->files[0]);
  if (first == NULL)
    return;
  Scratch scratch = { 0 };
  scratch_make (&scratch, damage->open, damage->files);
  const Reading whole = read_all (scratch.path);
  g_assert_cmpstr (whole.problem, ==, "");
  GStatBuf about;
  unsigned variants = 0;
  g_stat (scratch.data, &about);
  const unsigned step =
      g_getenv ("STEADY_TEST_EVERY_KILOBYTE") != NULL ? 1024 : damage->step;
  for (int64_t length = about.st_size - 1; length >= 0; length -= step)
    {
      g_assert_cmpint (truncate (scratch.data, length), ==, 0);
      const Reading reading = read_all (scratch.path);
      g_assert_cmpstr (reading.problem, !=, "");
      g_assert_nonnull (strstr (reading.problem, scratch.folder));
      g_assert_cmpint (reading.samples, <, whole.samples);
      variants++;
    }
  scratch_remove (&scratch);
  g_test_message ("%u variants refused or found to be a part", variants);
}

/* A flipped byte is an error or gives finite values; with a checksum it is never passed
 * over in silence. */
static void
test_flipped (gconstpointer data)
{
  const Damage    *damage = data;
  g_autofree char *first = shared (damage->files[0]);
  if (first == NULL)
    return;
  Scratch scratch = { 0 };
  scratch_make (&scratch, damage->open, damage->files);
  g_autofree char *bytes = NULL;
  gsize            length;
  g_assert_true (g_file_get_contents (scratch.data, &bytes, &length, NULL));
  const Reading whole = read_all (scratch.path);
  unsigned      found = 0;
  SteadyRandom  random;
  steady_random_init (&random, 7);
  const int file = open (scratch.data, O_WRONLY);
  for (unsigned i = 0; i < FLIPS; i++)
    {
      const off_t at = (off_t) (steady_random_bits (&random) % length);
      const char  bad = (char) (bytes[at] ^ (1 << (steady_random_bits (&random) % 8)));
      g_assert_cmpint (pwrite (file, &bad, 1, at), ==, 1);
      const Reading reading = read_all (scratch.path);
      /* unless it is a bit that means nothing, as formats 310 and 311 have */
      if (damage->checked && reading.problem[0] == '\0')
        for (unsigned k = 0; k < whole.n_signals; k++)
          g_assert_true (reading.counts[k] == whole.counts[k] &&
                         fabs (reading.sum[k] - whole.sum[k]) <= 0);
      found += reading.problem[0] != '\0';
      if (reading.problem[0] != '\0')
        g_assert_nonnull (strstr (reading.problem, scratch.folder));
      g_assert_cmpint (pwrite (file, &bytes[at], 1, at), ==, 1);
    }
  close (file);
  scratch_remove (&scratch);
  g_test_message ("%u of %u flipped bits found", found, (unsigned) FLIPS);
}

typedef struct Lie
{
  const char *open;
  const char *files[6];
  const char *from; /* in the first file, of the same length where @at says where */
  const char *to;
  long        at; /* -1: where @from stands */
} Lie;

/* Headers that say what is not so; the samples are those of the true one. */
static const Lie lies[] = {
#define INFANT \
  "03700181.hea", { "wfdb/03700181.hea", "wfdb/03700181.dat" }
  { INFANT, "75000", "75001", -1 },
  { INFANT, "75000", "74000", -1 },
  { INFANT, "75000", "99999999999", -1 },
  { INFANT, " 3 ", " 2 ", -1 },
  { INFANT, " 3 ", " 4 ", -1 },
  { INFANT, " 125 ", " 0 ", -1 },
  { INFANT, " 125 ", " -125 ", -1 },
  { INFANT, " 125 ", " nan ", -1 },
  { INFANT, "212", "16", -1 },
  { INFANT, "212", "80", -1 },
  { INFANT, "212", "999", -1 },
  { INFANT, "03700181.dat", "../03700181.dat", -1 },
  { INFANT, "03700181.dat", "03700182.dat", -1 },
#define SEGMENTS                                                          \
  "041s.hea",                                                             \
  {                                                                       \
    "wfdb/041s/041s.hea", "wfdb/041s/041s01.hea", "wfdb/041s/041s01.dat", \
        "wfdb/041s/041s02.hea", "wfdb/041s/041s02.dat"                    \
  }
  { SEGMENTS, "041s/2", "041s/1", -1 },
  { SEGMENTS, "041s/2", "041s/3", -1 },
  { SEGMENTS, "041s/2", "041s/0", -1 },
  { SEGMENTS, "041s/2", "041s/999999999", -1 },
  { SEGMENTS, " 2000 ", " 1999 ", -1 },
  { SEGMENTS, " 125 ", " 250 ", -1 },
  { SEGMENTS, " 7 ", " 6 ", -1 },
  { SEGMENTS, "041s01 1000", "041s01 999", -1 },
  { SEGMENTS, "041s01 1000", "041s01 1001", -1 },
  { SEGMENTS, "041s01 1000", "041s01 -1000", -1 },
  { SEGMENTS, "041s01 1000", "041s 1000", -1 }, /* itself */
  { SEGMENTS, "041s02 1000", "041s03 1000", -1 },
  { SEGMENTS, "041s02 1000", "../041s02 1000", -1 },
#define GENERATOR \
  "test_generator_2.edf", { "edf/test_generator_2.edf" }
  { GENERATOR, NULL, "601     ", 236 }, /* records */
  { GENERATOR, NULL, "599     ", 236 },
  { GENERATOR, NULL, "0       ", 236 },
  { GENERATOR, NULL, "-7      ", 236 },
  { GENERATOR, NULL, "999999999", 236 },
  { GENERATOR, NULL, "0       ", 244 }, /* seconds of a record */
  { GENERATOR, NULL, "-1      ", 244 },
  { GENERATOR, NULL, "nan     ", 244 },
  { GENERATOR, NULL, "11  ", 252 }, /* signals */
  { GENERATOR, NULL, "13  ", 252 },
  { GENERATOR, NULL, "9999", 252 },
  { GENERATOR, NULL, "256     ", 184 }, /* bytes of the header */
};

/* Each is found out: a sentence that names the file, and never the samples as if
 * nothing were. */
static void
test_lies (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      const Lie       *lie = &lies[i];
      g_autofree char *first = shared (lie->files[0]);
      if (first == NULL)
        return;
      Scratch          scratch = { 0 };
      g_autofree char *bytes = NULL;
      gsize            length;
      scratch_make (&scratch, lie->open, lie->files);
      g_assert_true (g_file_get_contents (scratch.data, &bytes, &length, NULL));
      g_autoptr (GString) text = g_string_new_len (bytes, (gssize) length);
      const char *place = lie->from != NULL ? strstr (bytes, lie->from) : NULL;
      const long  at = place != NULL ? place - bytes : lie->at;
      g_assert_cmpint (at, >=, 0);
      g_string_erase (
          text, at, (gssize) strlen (lie->from != NULL ? lie->from : lie->to));
      g_string_insert (text, at, lie->to);
      g_assert_true (g_file_set_contents_full (scratch.data,
                                               text->str,
                                               (gssize) text->len,
                                               G_FILE_SET_CONTENTS_NONE,
                                               0600,
                                               NULL));
      const Reading reading = read_all (scratch.path);
      g_test_message ("“%s” for “%s”: %s",
                      lie->to,
                      lie->from != NULL ? lie->from : "",
                      reading.problem);
      g_assert_cmpstr (reading.problem, !=, "");
      g_assert_nonnull (strstr (reading.problem, scratch.folder));
      scratch_remove (&scratch);
    }
}

static const Damage damages[] = {
  { "03700181.hea", { "wfdb/03700181.dat", "wfdb/03700181.hea" }, 96 * 1024, true },
  { "041s01.hea", { "wfdb/041s/041s01.dat", "wfdb/041s/041s01.hea" }, 1024, true },
  { "041s.hea",
    { "wfdb/041s/041s02.dat",
      "wfdb/041s/041s.hea",
      "wfdb/041s/041s01.hea",
      "wfdb/041s/041s01.dat",
      "wfdb/041s/041s02.hea" },
    2048,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d0",
      "wfdb/binformats.hea",
      "wfdb/binformats.d1",
      "wfdb/binformats.d2",
      "wfdb/binformats.d3",
      "wfdb/binformats.d4",
      "wfdb/binformats.d5",
      "wfdb/binformats.d6",
      "wfdb/binformats.d7",
      "wfdb/binformats.d8",
      "wfdb/binformats.d9" },
    256,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d1",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d2",
      "wfdb/binformats.d3",
      "wfdb/binformats.d4",
      "wfdb/binformats.d5",
      "wfdb/binformats.d6",
      "wfdb/binformats.d7",
      "wfdb/binformats.d8",
      "wfdb/binformats.d9" },
    256,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d2",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d1",
      "wfdb/binformats.d3",
      "wfdb/binformats.d4",
      "wfdb/binformats.d5",
      "wfdb/binformats.d6",
      "wfdb/binformats.d7",
      "wfdb/binformats.d8",
      "wfdb/binformats.d9" },
    256,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d3",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d1",
      "wfdb/binformats.d2",
      "wfdb/binformats.d4",
      "wfdb/binformats.d5",
      "wfdb/binformats.d6",
      "wfdb/binformats.d7",
      "wfdb/binformats.d8",
      "wfdb/binformats.d9" },
    256,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d4",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d1",
      "wfdb/binformats.d2",
      "wfdb/binformats.d3",
      "wfdb/binformats.d5",
      "wfdb/binformats.d6",
      "wfdb/binformats.d7",
      "wfdb/binformats.d8",
      "wfdb/binformats.d9" },
    256,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d5",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d1",
      "wfdb/binformats.d2",
      "wfdb/binformats.d3",
      "wfdb/binformats.d4",
      "wfdb/binformats.d6",
      "wfdb/binformats.d7",
      "wfdb/binformats.d8",
      "wfdb/binformats.d9" },
    256,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d6",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d1",
      "wfdb/binformats.d2",
      "wfdb/binformats.d3",
      "wfdb/binformats.d4",
      "wfdb/binformats.d5",
      "wfdb/binformats.d7",
      "wfdb/binformats.d8",
      "wfdb/binformats.d9" },
    256,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d7",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d1",
      "wfdb/binformats.d2",
      "wfdb/binformats.d3",
      "wfdb/binformats.d4",
      "wfdb/binformats.d5",
      "wfdb/binformats.d6",
      "wfdb/binformats.d8",
      "wfdb/binformats.d9" },
    256,
    true },
  { "binformats.hea",
    { "wfdb/binformats.d8",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d1",
      "wfdb/binformats.d2",
      "wfdb/binformats.d3",
      "wfdb/binformats.d4",
      "wfdb/binformats.d5",
      "wfdb/binformats.d6",
      "wfdb/binformats.d7",
      "wfdb/binformats.d9" },
    256,
    false },
  { "binformats.hea",
    { "wfdb/binformats.d9",
      "wfdb/binformats.hea",
      "wfdb/binformats.d0",
      "wfdb/binformats.d1",
      "wfdb/binformats.d2",
      "wfdb/binformats.d3",
      "wfdb/binformats.d4",
      "wfdb/binformats.d5",
      "wfdb/binformats.d6",
      "wfdb/binformats.d7",
      "wfdb/binformats.d8" },
    256,
    false },
  { "s25047-2704-05-04-10-44.hea",
    { "wfdb/s25047/3234460_0012.dat",   "wfdb/s25047/s25047-2704-05-04-10-44.hea",
      "wfdb/s25047/3234460_layout.hea", "wfdb/s25047/3234460_0001.hea",
      "wfdb/s25047/3234460_0001.dat",   "wfdb/s25047/3234460_0002.hea",
      "wfdb/s25047/3234460_0002.dat",   "wfdb/s25047/3234460_0003.hea",
      "wfdb/s25047/3234460_0003.dat",   "wfdb/s25047/3234460_0004.hea",
      "wfdb/s25047/3234460_0004.dat",   "wfdb/s25047/3234460_0005.hea",
      "wfdb/s25047/3234460_0005.dat",   "wfdb/s25047/3234460_0006.hea",
      "wfdb/s25047/3234460_0006.dat",   "wfdb/s25047/3234460_0007.hea",
      "wfdb/s25047/3234460_0007.dat",   "wfdb/s25047/3234460_0008.hea",
      "wfdb/s25047/3234460_0008.dat",   "wfdb/s25047/3234460_0009.hea",
      "wfdb/s25047/3234460_0009.dat",   "wfdb/s25047/3234460_0010.hea",
      "wfdb/s25047/3234460_0010.dat",   "wfdb/s25047/3234460_0011.hea",
      "wfdb/s25047/3234460_0011.dat",   "wfdb/s25047/3234460_0012.hea",
      "wfdb/s25047/3234460_0013.hea",   "wfdb/s25047/3234460_0013.dat",
      "wfdb/s25047/3234460_0014.hea",   "wfdb/s25047/3234460_0014.dat",
      "wfdb/s25047/3234460_0015.hea",   "wfdb/s25047/3234460_0015.dat",
      "wfdb/s25047/3234460_0016.hea",   "wfdb/s25047/3234460_0016.dat",
      "wfdb/s25047/3234460_0017.hea",   "wfdb/s25047/3234460_0017.dat",
      "wfdb/s25047/3234460_0018.hea",   "wfdb/s25047/3234460_0018.dat" },
    32 * 1024,
    true },
  { "s25047-2704-05-04-10-44.hea",
    { "wfdb/s25047/3234460_0018.dat",   "wfdb/s25047/s25047-2704-05-04-10-44.hea",
      "wfdb/s25047/3234460_layout.hea", "wfdb/s25047/3234460_0001.hea",
      "wfdb/s25047/3234460_0001.dat",   "wfdb/s25047/3234460_0002.hea",
      "wfdb/s25047/3234460_0002.dat",   "wfdb/s25047/3234460_0003.hea",
      "wfdb/s25047/3234460_0003.dat",   "wfdb/s25047/3234460_0004.hea",
      "wfdb/s25047/3234460_0004.dat",   "wfdb/s25047/3234460_0005.hea",
      "wfdb/s25047/3234460_0005.dat",   "wfdb/s25047/3234460_0006.hea",
      "wfdb/s25047/3234460_0006.dat",   "wfdb/s25047/3234460_0007.hea",
      "wfdb/s25047/3234460_0007.dat",   "wfdb/s25047/3234460_0008.hea",
      "wfdb/s25047/3234460_0008.dat",   "wfdb/s25047/3234460_0009.hea",
      "wfdb/s25047/3234460_0009.dat",   "wfdb/s25047/3234460_0010.hea",
      "wfdb/s25047/3234460_0010.dat",   "wfdb/s25047/3234460_0011.hea",
      "wfdb/s25047/3234460_0011.dat",   "wfdb/s25047/3234460_0012.hea",
      "wfdb/s25047/3234460_0012.dat",   "wfdb/s25047/3234460_0013.hea",
      "wfdb/s25047/3234460_0013.dat",   "wfdb/s25047/3234460_0014.hea",
      "wfdb/s25047/3234460_0014.dat",   "wfdb/s25047/3234460_0015.hea",
      "wfdb/s25047/3234460_0015.dat",   "wfdb/s25047/3234460_0016.hea",
      "wfdb/s25047/3234460_0016.dat",   "wfdb/s25047/3234460_0017.hea",
      "wfdb/s25047/3234460_0017.dat",   "wfdb/s25047/3234460_0018.hea" },
    32 * 1024,
    true },
  { "test_data_demo.vital", { "vital/test_data_demo.vital" }, 1024, true },
  { "test_intellivue_demo1.vital",
    { "vital/test_intellivue_demo1.vital" },
    1024,
    true },
  { "test_generator_2.edf", { "edf/test_generator_2.edf" }, 128 * 1024, false },
  { "NV_step1_COresolution.csv",
    { "mcl/NV_step1_COresolution.csv" },
    256 * 1024,
    false },
  { "CS_step1_COresolution.csv",
    { "mcl/CS_step1_COresolution.csv" },
    256 * 1024,
    false },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/formats/wfdb", test_wfdb_formats);
  g_test_add_func ("/recording/formats/vital", test_vital_file);
  g_test_add_func ("/recording/formats/edf", test_edf_file);
  g_test_add_func ("/recording/formats/lies", test_lies);
  for (unsigned i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *cut =
          g_strdup_printf ("/recording/formats/truncated/%s", damages[i].files[0]);
      g_autofree char *flipped =
          g_strdup_printf ("/recording/formats/flipped/%s", damages[i].files[0]);
      g_test_add_data_func (cut, &damages[i], test_truncated);
      g_test_add_data_func (flipped, &damages[i], test_flipped);
    }
  return g_test_run ();
}

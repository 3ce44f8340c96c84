/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "recording/steady-recording.h"
#include "steady-fuzz.h"

/* The unpacked content of a .vital file (zlib hands on what is not packed): behind the
 * gzip a mutation would only meet its checksum. */
static char *path;

static void
read_recording (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;
  SteadySample  sample;
  SteadyInstant before = 0;
  unsigned      samples = 0;

  steady_fuzz_put (path, bytes, length);
  SteadyRecording *recording = steady_recording_open (path, &error);
  if (recording == NULL)
    {
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, path));
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
put (GByteArray *out, const void *bytes, size_t size)
{
  g_byte_array_append (out, bytes, (guint) size);
}

static void
put_text (GByteArray *out, const char *text)
{
  const uint32_t length = (uint32_t) strlen (text);
  put (out, &length, sizeof length);
  put (out, text, length);
}

static void
put_packet (GByteArray *out, uint8_t type, GByteArray *data)
{
  const uint32_t length = data->len;
  put (out, &type, 1);
  put (out, &length, sizeof length);
  put (out, data->data, data->len);
  g_byte_array_unref (data);
}

static void
put_track (GByteArray *out, uint16_t id, uint8_t kind, uint8_t format, const char *name)
{
  GByteArray    *data = g_byte_array_new ();
  const float    range[2] = { 0, 100 }, rate = 125;
  const double   gain[2] = { 0.5, -10 };
  const uint32_t colour = 0;

  put (data, &id, sizeof id);
  put (data, &kind, 1);
  put (data, &format, 1);
  put_text (data, name);
  put_text (data, "mmHg");
  put (data, range, sizeof range);
  put (data, &colour, sizeof colour);
  put (data, &rate, sizeof rate);
  put (data, gain, sizeof gain);
  put_packet (out, 0, data);
}

static GByteArray *
begin_record (double t, uint16_t id)
{
  GByteArray    *data = g_byte_array_new ();
  const uint16_t info = 10;

  put (data, &info, sizeof info);
  put (data, &t, sizeof t);
  put (data, &id, sizeof id);
  return data;
}

static GByteArray *
make_file (bool packed)
{
  GByteArray    *out = g_byte_array_new ();
  const uint32_t version = 3, unused = 0, count = 20;
  const uint16_t length = 27;
  uint8_t        header[27] = { 0 };
  int16_t        samples[20];

  header[26] = packed;
  put (out, "VITA", 4);
  put (out, &version, sizeof version);
  put (out, &length, sizeof length);
  put (out, header, sizeof header);
  put_track (out, 1, 1, 5, "ABP");
  put_track (out, 2, 2, 1, "HR");
  put_track (out, 3, 5, 0, "EVENT");
  for (unsigned i = 0; i < 20; i++)
    samples[i] = (int16_t) (i == 7 ? -32768 : (int) i * 100);
  for (unsigned i = 0; i < 5; i++)
    {
      const double t = 1.6e9 + i * (i == 3 ? 0.5 : 0.16);
      const float  rate = 120.0f + (float) i;
      GByteArray  *wave = begin_record (t, 1);
      put (wave, &count, sizeof count);
      put (wave, samples, sizeof samples);
      put_packet (out, 1, wave);
      GByteArray *number = begin_record (t + 0.05, 2);
      put (number, &rate, sizeof rate);
      put_packet (out, 1, number);
      GByteArray *text = begin_record (t + 0.1, 3);
      put (text, &unused, sizeof unused);
      put_text (text, "clamp-on: said");
      put_packet (out, 1, text);
    }
  return out;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-fuzz-XXXXXX", NULL);
  g_autoptr (GByteArray) plain = make_file (false);
  g_autoptr (GByteArray) packed = make_file (true);
  const SteadyFuzzSeed seeds[] = { { plain->data, plain->len },
                                   { packed->data, packed->len } };
  g_autoptr (GError) error = NULL;

  path = g_build_filename (folder, "a.vital", NULL);
  g_assert_true (
      g_file_set_contents (path, (char *) plain->data, (gssize) plain->len, NULL));
  SteadyRecording *recording = steady_recording_open (path, &error);
  g_assert_no_error (error);
  steady_recording_free (recording);
  const int status = steady_fuzz_main (
      argc, argv, "vital", read_recording, seeds, G_N_ELEMENTS (seeds), 4000);
  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
  return status;
}

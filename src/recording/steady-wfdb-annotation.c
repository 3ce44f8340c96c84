/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-wfdb-annotation.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/*
 * The notes of a record: NAME.atr beside NAME.hea (wfdb-spec, ANNOTATIONS, the MIT
 * format). Only what carries text becomes an event; marks of single beats do not.
 */
enum
{
  NOTE = 22,
  SKIP = 59,
  NUM = 60,
  SUB = 61,
  CHANNEL = 62,
  AUX = 63,
  TIME_BITS = 10
};

#define MAX_BYTES  (64 * 1024 * 1024)
#define RESOLUTION "## time resolution: "

typedef struct Reader
{
  const uint8_t *bytes;
  gsize          length;
  gsize          at;
  double         rate; /* ticks a second */
  int64_t        tick;
} Reader;

static bool
take_word (Reader *self, uint16_t *ret_word)
{
  if (self->length - self->at < 2)
    return false;
  *ret_word =
      (uint16_t) (self->bytes[self->at] | (unsigned) self->bytes[self->at + 1] << 8);
  self->at += 2;
  return true;
}

/* An interval of 32 bits, its higher half first. */
static bool
take_skip (Reader *self)
{
  uint16_t high, low;

  if (!take_word (self, &high) || !take_word (self, &low))
    return false;
  self->tick += (int32_t) ((uint32_t) high << 16 | low);
  return true;
}

static bool
take_text (Reader *self, SteadyRecording *recording, unsigned length)
{
  char text[1024];

  if (self->length - self->at < length || length >= sizeof text)
    return false;
  memcpy (text, self->bytes + self->at, length);
  text[length] = '\0';
  self->at += MIN (length + length % 2, self->length - self->at);
  if (g_str_has_prefix (text, RESOLUTION))
    {
      const double rate = g_ascii_strtod (text + strlen (RESOLUTION), NULL);
      if (!(rate >= 1e-4 && rate <= 1e9))
        return false;
      self->rate = rate;
      return true;
    }
  const double seconds = (double) self->tick / self->rate;
  if (text[0] != '\0' && text[0] != '#' && seconds >= 0 && seconds < 4e9)
    steady_recording_add_event (recording, steady_span_from_seconds (seconds), text);
  return true;
}

static bool
take_all (Reader *self, SteadyRecording *recording)
{
  uint16_t word;

  while (take_word (self, &word))
    {
      const unsigned code = word >> TIME_BITS, value = word & ((1u << TIME_BITS) - 1);
      if (word == 0)
        return true;
      switch (code)
        {
        case SKIP:
          if (!take_skip (self))
            return false;
          break;
        case AUX:
          if (!take_text (self, recording, value))
            return false;
          break;
        case NUM:
        case SUB:
        case CHANNEL:
          break;
        default:
          self->tick += value;
          break;
        }
    }
  return false;
}

/*
 * Adds the notes beside the record at @header to @recording; without such a file there
 * are none.
 *
 * Thread: the opening one.
 */
bool
steady_wfdb_annotation_load (SteadyRecording *recording,
                             const char      *header,
                             double           frame_rate,
                             GError         **error)
{
  g_autofree char *path =
      g_strdup_printf ("%.*s.atr", (int) (strlen (header) - strlen (".hea")), header);
  g_autofree char *bytes = NULL;
  struct stat      about;
  gsize            length;

  if (stat (path, &about) != 0)
    return true;
  if (about.st_size <= MAX_BYTES && g_file_get_contents (path, &bytes, &length, NULL))
    {
      Reader reader = { .bytes = (const uint8_t *) bytes,
                        .length = length,
                        .rate = frame_rate };
      if (take_all (&reader, recording))
        {
          steady_recording_sort_events (recording);
          return true;
        }
    }
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s: the annotations are cut off or damaged; remove the file to do "
               "without them",
               path);
  return false;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/steady-json.h"
#include "measure/steady-vocabulary.h"
#include "recording/steady-recording-private.h"

/*
 * A case that Steady exported as JSON. Each element of a list is a line of its own, so
 * that a file of any length is read line by line.
 */
enum
{
  MAX_LINE = 4 * 1024 * 1024,
  MAX_CHANNELS = 1024,
  MAX_PENDING = 4 * 1024 * 1024 /* samples of one second */
};

/* Begins the line with the checksum of all lines before it. */
#define CHECK_MARK "\"sha256_before\": \""

/* What is known of a channel while its samples come. */
typedef struct Track
{
  double  rate_hz;
  int64_t next; /* index of the sample that would follow */
  bool    known;
  bool    wave;
  bool    seen;
} Track;

typedef struct JsonRecording
{
  SteadyRecording base;
  char           *path;
  FILE           *stream;
  char           *line;   /* MAX_LINE + 2 bytes */
  unsigned        number; /* of the line, from 1 */
  int64_t         at;     /* byte behind the line */
  int64_t         summed; /* bytes that are in the checksum */
  GChecksum      *checksum;
  bool            over;
  Track           tracks[65536];
  GArray         *pending; /* of SteadySample: a second, in the order of time */
  unsigned        given;
  SteadyInstant   given_to; /* no sample lies before */
} JsonRecording;

static void
json_recording_free (SteadyRecording *recording)
{
  JsonRecording *self = (JsonRecording *) recording;
  g_clear_pointer (&self->stream, fclose);
  g_clear_pointer (&self->pending, g_array_unref);
  g_checksum_free (self->checksum);
  g_free (self->line);
  g_free (self->path);
  g_free (self);
}

static bool
bad_line (const JsonRecording *self, GError **error, const char *what)
{
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s: line %u: %s; it is damaged, or was not exported by Steady",
               self->path,
               self->number,
               what);
  return false;
}

/* The next line; false with an error when there is none, for a file ends with its last
 * bracket. */
static bool
read_line (JsonRecording *self, GError **error)
{
  const bool   come = fgets (self->line, MAX_LINE + 2, self->stream) != NULL;
  const size_t length = come ? strlen (self->line) : 0;

  self->number++;
  if (!come)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_TRUNCATED,
                   "%s: ends at line %u in the middle; the file is cut off",
                   self->path,
                   self->number);
      return false;
    }
  if (length == 0 || (self->line[length - 1] != '\n' && !feof (self->stream)))
    return bad_line (self, error, "is longer than 4 MiB, or no text");
  self->at += (int64_t) length;
  if (self->at > self->summed && !g_str_has_prefix (self->line, CHECK_MARK))
    {
      g_checksum_update (self->checksum, (const guchar *) self->line, (gssize) length);
      self->summed = self->at;
    }
  while (self->line[0] != '\0' && strchr ("\r\n,", self->line[strlen (self->line) - 1]))
    self->line[strlen (self->line) - 1] = '\0';
  return true;
}

/* What stands behind the samples: the checksum of all before it, which exports of the
 * first versions lack, and the last bracket. */
static bool
read_end (JsonRecording *self, GError **error)
{
  if (!read_line (self, error))
    return false;
  self->summed = INT64_MAX;
  if (g_str_has_prefix (self->line, CHECK_MARK))
    {
      const char *sum = g_checksum_get_string (self->checksum);
      const char *told = self->line + strlen (CHECK_MARK);
      if (strncmp (told, sum, strlen (sum)) != 0 ||
          strcmp (told + strlen (sum), "\"") != 0)
        return bad_line (
            self, error, "its checksum is another one than that of the file");
      if (!read_line (self, error))
        return false;
    }
  else
    steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_UNCHECKED);
  return strcmp (self->line, "}") == 0 ||
         bad_line (self, error, "is not the end of the file");
}

static bool
parse_line (JsonRecording *self, SteadyJsonDocument *ret_document, GError **error)
{
  g_autofree char *place = g_strdup_printf ("%s: line %u", self->path, self->number);
  return steady_json_document_parse (
      ret_document, place, self->line, -1, NULL, 0, error);
}

/* Reads the elements of the list that begins on this line. */
static bool
read_list (JsonRecording *self,
           bool (*take) (JsonRecording        *self,
                         const SteadyJsonNode *node,
                         GError              **error),
           GError **error)
{
  while (read_line (self, error))
    {
      SteadyJsonDocument document = { 0 };
      if (self->line[0] == ']')
        return true;
      if (!parse_line (self, &document, error))
        return false;
      const SteadyJsonNode root = steady_json_document_root (&document);
      const bool           fine = take == NULL || take (self, &root, error);
      steady_json_document_finish (&document);
      if (!fine)
        return false;
    }
  return false;
}

static bool
get_time (const SteadyJsonNode *node, SteadyInstant *ret_t, GError **error)
{
  return steady_json_get_integer (
      node, "t_ns", 0, 400 * 86400 * STEADY_NSEC_PER_SEC, ret_t, error);
}

static bool
take_channel (JsonRecording *self, const SteadyJsonNode *node, GError **error)
{
  SteadyRecordingSignal signal = { 0 };
  const char           *name, *unit, *kind;
  int64_t               channel;

  if (!steady_json_get_integer (node, "channel", 1, 65535, &channel, error) ||
      !steady_json_get_string (node, "name", &name, error) ||
      !steady_json_get_string (node, "unit", &unit, error) ||
      !steady_json_get_string (node, "kind", &kind, error) ||
      !steady_json_get_number (node, "rate_hz", 0, 1e5, &signal.rate_hz, error) ||
      !steady_json_get_number (node, "scale", -1e9, 1e9, &signal.scale, error) ||
      !steady_json_get_number (node, "offset", -1e12, 1e12, &signal.offset, error))
    return false;
  Track     *track = &self->tracks[channel];
  const bool wave = strcmp (kind, "wave") == 0;
  if (track->known || self->base.signals->len >= MAX_CHANNELS ||
      (wave && signal.rate_hz < 1e-3))
    return bad_line (self, error, "gives a channel twice, or a wave without a rate");
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) channel);
  if (channel < STEADY_CHANNEL_FOREIGN &&
      (info == NULL || strcmp (info->name, name) != 0 ||
       strcmp (info->unit, unit) != 0))
    return bad_line (self, error, "gives a channel that this Steady does not know so");
  *track = (Track){ .known = true, .wave = wave, .rate_hz = signal.rate_hz };
  signal.channel = (uint16_t) channel;
  signal.kind = wave                          ? STEADY_CHANNEL_KIND_WAVE
                : strcmp (kind, "state") == 0 ? STEADY_CHANNEL_KIND_STATE
                                              : STEADY_CHANNEL_KIND_NUMERIC;
  g_strlcpy (signal.name, name, sizeof signal.name);
  g_strlcpy (signal.unit, unit, sizeof signal.unit);
  g_array_append_val (self->base.signals, signal);
  return true;
}

static bool
take_event (JsonRecording *self, const SteadyJsonNode *node, GError **error)
{
  SteadyInstant t;
  const char   *name, *text;
  double        value = 0;
  char          number[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (!get_time (node, &t, error) ||
      !steady_json_get_string (node, "event", &name, error) ||
      !steady_json_get_string (node, "text", &text, error))
    return false;
  if (steady_json_get_number (node, "value", -1e15, 1e15, &value, NULL) &&
      fabs (value) > 0)
    {
      number[0] = '=';
      g_ascii_formatd (number + 1, sizeof number - 1, "%.10g", value);
    }
  g_autofree char *label =
      g_strdup_printf ("%s%s%s%s", name, number, text[0] != '\0' ? ": " : "", text);
  steady_recording_add_event (&self->base, t, label);
  return true;
}

static bool
take_alarm (JsonRecording *self, const SteadyJsonNode *node, GError **error)
{
  SteadyInstant t;
  const char   *name, *state;

  if (!get_time (node, &t, error) ||
      !steady_json_get_string (node, "alarm", &name, error) ||
      !steady_json_get_string (node, "state", &state, error))
    return false;
  g_autofree char *label = g_strdup_printf ("alarm %s %s", name, state);
  steady_recording_add_event (&self->base, t, label);
  return true;
}

static void
add_pending (JsonRecording *self, const SteadySample *sample)
{
  g_array_append_vals (self->pending, sample, 1);
}

/* {"t_ns": …, "channel": 1, "index": 0, "values": [1,2,null]} */
static bool
take_run (JsonRecording        *self,
          const SteadyJsonNode *node,
          SteadyInstant         t,
          uint16_t              channel,
          GError              **error)
{
  Track         *track = &self->tracks[channel];
  SteadyJsonNode values, element;
  int64_t        index;
  size_t         count;

  if (!steady_json_get_integer (
          node, "index", INT64_MIN / 8, INT64_MAX / 8, &index, error) ||
      !steady_json_get_array (node, "values", &values, &count, error))
    return false;
  if (self->pending->len + count > MAX_PENDING)
    return bad_line (self, error, "holds more samples than fit into a second");
  for (size_t i = 0; i < count; i++)
    {
      double value;
      if (!steady_json_get_element (&values, i, &element, error))
        return false;
      if (element.object == NULL) /* null: there is none */
        continue;
      if (!steady_json_as_number (&element, -1e38, 1e38, &value, error))
        return false;
      const int64_t      here = index + (int64_t) i;
      const SteadySample sample = {
        .t = t + (SteadySpan) llrint ((double) i * 1e9 / track->rate_hz),
        .t_device = STEADY_NO_DEVICE_TIME,
        .value = value,
        .channel = channel,
        .quality = STEADY_QUALITY_VALID,
        .flags = track->seen && here != track->next ? STEADY_SAMPLE_GAP : 0,
      };
      track->seen = true;
      track->next = here + 1;
      add_pending (self, &sample);
    }
  return true;
}

static SteadyQuality
quality_of (const char *name)
{
  for (int i = STEADY_QUALITY_MISSING; i <= STEADY_QUALITY_NOT_APPLICABLE; i++)
    if (strcmp (steady_quality_name ((SteadyQuality) i), name) == 0)
      return (SteadyQuality) i;
  return STEADY_QUALITY_QUESTIONABLE; /* a word of a later build */
}

static bool
take_sample (JsonRecording *self, const SteadyJsonNode *node, GError **error)
{
  SteadyInstant t;
  int64_t       channel, flags;
  const char   *quality;
  double        value = 0;

  if (!get_time (node, &t, error) ||
      !steady_json_get_integer (node, "channel", 1, 65535, &channel, error))
    return false;
  if (!self->tracks[channel].known)
    return bad_line (self, error, "holds a sample of a channel that was not announced");
  if (t + STEADY_NSEC_PER_SEC < self->given_to)
    return bad_line (self, error, "goes back in time");
  if (self->tracks[channel].wave)
    return take_run (self, node, t, (uint16_t) channel, error);
  if (!steady_json_get_string (node, "quality", &quality, error) ||
      !steady_json_get_integer (node, "flags", 0, 65535, &flags, error))
    return false;
  const bool has = steady_json_get_number (node, "value", -1e38, 1e38, &value, NULL);
  const SteadySample sample = { .t = t,
                                .t_device = STEADY_NO_DEVICE_TIME,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = has ? (uint8_t) quality_of (quality)
                                               : STEADY_QUALITY_MISSING,
                                .flags = (uint8_t) flags };
  add_pending (self, &sample);
  return true;
}

static int
compare_samples (const void *a, const void *b)
{
  const SteadySample *left = a, *right = b;
  return (left->t > right->t) - (left->t < right->t);
}

/* Reads the lines of a second: up to one that begins a second later. */
static bool
read_second (JsonRecording *self, GError **error)
{
  SteadyInstant first = -1;

  g_array_set_size (self->pending, 0);
  self->given = 0;
  while (!self->over)
    {
      SteadyJsonDocument document = { 0 };
      SteadyInstant      t;
      const long         at = ftell (self->stream);
      if (!read_line (self, error))
        return false;
      if (self->line[0] == ']')
        {
          self->over = true;
          if (!read_end (self, error))
            return false;
          break;
        }
      if (!parse_line (self, &document, error))
        return false;
      const SteadyJsonNode root = steady_json_document_root (&document);
      bool                 fine = get_time (&root, &t, error);
      const bool           later =
          fine && first >= 0 && t / STEADY_NSEC_PER_SEC > first / STEADY_NSEC_PER_SEC;
      first = fine && first < 0 ? t : first;
      if (fine && !later)
        fine = take_sample (self, &root, error);
      steady_json_document_finish (&document);
      if (!fine)
        return false;
      if (later)
        {
          self->number--;
          self->at = at;
          if (fseek (self->stream, at, SEEK_SET) != 0)
            return bad_line (self, error, "cannot be read again");
          break;
        }
    }
  g_array_sort (self->pending, compare_samples);
  return true;
}

static bool
json_recording_next (SteadyRecording *recording,
                     SteadySample    *ret_sample,
                     GError         **error)
{
  JsonRecording *self = (JsonRecording *) recording;

  while (self->given == self->pending->len)
    if (self->over || !read_second (self, error))
      return false;
  *ret_sample = g_array_index (self->pending, SteadySample, self->given++);
  if (ret_sample->t < self->given_to)
    {
      steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_LATE);
      ret_sample->t = self->given_to;
    }
  self->given_to = ret_sample->t;
  return true;
}

/* The first three lines: one object without its end. */
static bool
read_head (JsonRecording *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  SteadyJsonDocument document = { 0 };
  int64_t            length, start;

  for (unsigned i = 0; i < 3; i++)
    {
      if (!read_line (self, error))
        return false;
      if (i == 0 && strstr (self->line, "\"steady-case-export\"") == NULL)
        return bad_line (self, error, "is not the beginning of an exported case");
      g_string_append (text, self->line);
      g_string_append (text, i < 2 ? "," : "}");
    }
  if (!steady_json_document_parse (
          &document, self->path, text->str, -1, "steady-case-export", 1, error))
    return false;
  SteadyJsonNode root = steady_json_document_root (&document);
  const bool     fine =
      steady_json_get_bool (&root, "simulated", &self->base.simulated, error) &&
      steady_json_get_integer (
          &root, "length_ns", 0, 400 * 86400 * STEADY_NSEC_PER_SEC, &length, error) &&
      steady_json_get_integer (&root, "start_utc_ns", 0, INT64_MAX, &start, error);
  steady_json_document_finish (&document);
  if (fine)
    {
      self->base.length = length;
      self->base.start_utc = start;
    }
  return fine;
}

static bool
open_file (JsonRecording *self, GError **error)
{
  static const struct
  {
    const char *name;
    bool (*take) (JsonRecording *self, const SteadyJsonNode *node, GError **error);
  } lists[] = { { "\"channels\": [", take_channel },
                { "\"clocks\": [", NULL },
                { "\"events\": [", take_event },
                { "\"alarms\": [", take_alarm },
                { "\"commands\": [", NULL } };

  self->stream = fopen (self->path, "rbe");
  if (self->stream == NULL)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FILE,
                   "%s: cannot be read (%s); check the permissions",
                   self->path,
                   g_strerror (errno));
      return false;
    }
  if (!read_head (self, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (!read_line (self, error))
        return false;
      if (strcmp (self->line, lists[i].name) != 0)
        return bad_line (self, error, "does not begin the list that is due");
      if (!read_list (self, lists[i].take, error))
        return false;
    }
  steady_recording_sort_events (&self->base);
  if (!read_line (self, error))
    return false;
  return strcmp (self->line, "\"samples\": [") == 0 ||
         bad_line (self, error, "does not begin the samples");
}

static const SteadyRecordingClass json_recording_class = { json_recording_next,
                                                           json_recording_free };

/* Opens what steady-case export --format json has written. Thread: any but the tick. */
SteadyRecording *
steady_json_recording_open (const char *path, GError **error)
{
  JsonRecording *self = g_new0 (JsonRecording, 1);

  self->base.class = &json_recording_class;
  self->base.signals = g_array_new (FALSE, TRUE, sizeof (SteadyRecordingSignal));
  self->pending = g_array_new (FALSE, FALSE, sizeof (SteadySample));
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->path = g_strdup (path);
  self->line = g_malloc (MAX_LINE + 2);
  if (!open_file (self, error))
    {
      steady_recording_free (&self->base);
      return NULL;
    }
  return &self->base;
}

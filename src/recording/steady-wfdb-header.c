/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-wfdb-header.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/steady-clock.h"
#include "recording/steady-recording.h"
#include "recording/steady-wfdb-seal.h"

enum
{
  MAX_HEADER_SIZE = 1024 * 1024,
  MAX_SIGNALS = 256,
  MAX_SEGMENTS = 10000,
  MAX_SAMPLES_PER_FRAME = 10000,
  MAX_SKEW = 65536,
  DEFAULT_GAIN = 200 /* of the specification, where a header says none */
};

static const double max_rate_hz = 100000;

static bool
fail (GError **error, const SteadyWfdbHeader *self, unsigned line, const char *what)
{
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s: line %u: %s; the header is damaged or not a WFDB header",
               self->path,
               line,
               what);
  return false;
}

/* Reads a whole number at *@text and moves behind it. */
static bool
take_integer (const char **text, int64_t low, int64_t high, int64_t *ret_value)
{
  char *end;
  errno = 0;
  const long long value = strtoll (*text, &end, 10);
  if (end == *text || errno != 0 || value < low || value > high)
    return false;
  *text = end;
  *ret_value = value;
  return true;
}

static bool
take_number (const char **text, double *ret_value)
{
  char        *end;
  const double value = g_ascii_strtod (*text, &end);
  if (end == *text || !isfinite (value))
    return false;
  *text = end;
  *ret_value = value;
  return true;
}

/* A file of a record stands beside its header and nowhere else. */
static bool
safe_name (const char *name)
{
  return name[0] != '\0' && strchr (name, '/') == NULL && strcmp (name, "..") != 0 &&
         strcmp (name, ".") != 0;
}

/* Splits at white space into at most @size fields; the last keeps the rest of the line.
 */
static unsigned
split_fields (const char *line, char **ret_fields, unsigned size)
{
  unsigned count = 0;
  while (count < size)
    {
      line += strspn (line, " \t\r");
      if (*line == '\0')
        break;
      const size_t length = count + 1 < size ? strcspn (line, " \t\r") : strlen (line);
      ret_fields[count++] = g_strndup (line, length);
      line += length;
    }
  return count;
}

static void
free_fields (char **fields, unsigned count)
{
  for (unsigned i = 0; i < count; i++)
    g_free (fields[i]);
}

static int64_t
parse_start (const char *time, const char *date)
{
  int hour, minute, day, month, year, seconds_at = 0;
  if (sscanf (time, "%d:%d:%n", &hour, &minute, &seconds_at) != 2 || seconds_at == 0 ||
      sscanf (date, "%d/%d/%d", &day, &month, &year) != 3)
    return 0;
  const double second = g_ascii_strtod (time + seconds_at, NULL);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) start =
      g_date_time_new (utc, year, month, day, hour, minute, second);
  if (start == NULL || year < 1970 || year > 2261)
    return 0;
  return g_date_time_to_unix (start) * STEADY_NSEC_PER_SEC +
         g_date_time_get_microsecond (start) * STEADY_NSEC_PER_USEC;
}

/* name[/segments] signals [rate[/counter]] [frames] [time] [date] */
static bool
parse_record_line (SteadyWfdbHeader *self,
                   char            **fields,
                   unsigned          count,
                   int64_t          *ret_signals,
                   int64_t          *ret_segments)
{
  const char *slash = strchr (fields[0], '/');
  const char *text;

  *ret_segments = 0;
  if (slash != NULL &&
      (text = slash + 1, !take_integer (&text, 1, MAX_SEGMENTS, ret_segments)))
    return false;
  text = fields[1];
  if (!take_integer (&text, 1, MAX_SIGNALS, ret_signals) || *text != '\0')
    return false;
  self->frame_rate = 250; /* the specification's default */
  if (count > 2 && (text = fields[2], !take_number (&text, &self->frame_rate)))
    return false;
  if (self->frame_rate < 1e-4 || self->frame_rate > max_rate_hz)
    return false;
  if (count > 3 &&
      (text = fields[3], !take_integer (&text, 0, INT64_C (1) << 40, &self->frames)))
    return false;
  if (count > 5)
    self->start_utc = parse_start (fields[4], fields[5]);
  return true;
}

/* format[xN][:skew][+offset] */
static bool
parse_format (SteadyWfdbSignal *signal, const char *text)
{
  int64_t value;
  if (!take_integer (&text, 0, 1000, &value))
    return false;
  signal->format = (int) value;
  signal->samples_per_frame = 1;
  if (*text == 'x')
    {
      text++;
      if (!take_integer (&text, 1, MAX_SAMPLES_PER_FRAME, &value))
        return false;
      signal->samples_per_frame = (unsigned) value;
    }
  if (*text == ':')
    {
      text++;
      if (!take_integer (&text, 0, MAX_SKEW, &value))
        return false;
      signal->skew = (unsigned) value;
    }
  if (*text == '+')
    {
      text++;
      if (!take_integer (&text, 0, INT64_MAX, &signal->byte_offset))
        return false;
    }
  return *text == '\0';
}

/* gain[(baseline)][/units] */
static bool
parse_gain (SteadyWfdbSignal *signal, const char *text, bool *ret_has_baseline)
{
  *ret_has_baseline = false;
  if (!take_number (&text, &signal->gain))
    return false;
  if (signal->gain <= 0)
    signal->gain = DEFAULT_GAIN;
  if (*text == '(')
    {
      text++;
      if (!take_number (&text, &signal->baseline) || *text != ')')
        return false;
      text++;
      *ret_has_baseline = true;
    }
  if (*text == '/')
    {
      g_strlcpy (signal->units, text + 1, sizeof signal->units);
      return true;
    }
  return *text == '\0';
}

/* file format gain resolution zero first checksum block description */
static bool
parse_signal_line (SteadyWfdbSignal *signal, char **fields, unsigned count)
{
  bool        has_baseline = false;
  const char *text;
  int64_t     value;

  g_strlcpy (signal->file, fields[0], sizeof signal->file);
  g_strlcpy (signal->units, "mV", sizeof signal->units);
  signal->gain = DEFAULT_GAIN;
  if (count < 2 || !safe_name (fields[0]) || !parse_format (signal, fields[1]))
    return false;
  if (count > 2 && !parse_gain (signal, fields[2], &has_baseline))
    return false;
  if (count > 4 && !has_baseline &&
      (text = fields[4], !take_number (&text, &signal->baseline)))
    return false;
  if (count > 5)
    {
      text = fields[5];
      if (!take_integer (&text, INT32_MIN, INT32_MAX, &value))
        return false;
      signal->initial = (int32_t) value;
    }
  if (count > 6)
    {
      text = fields[6];
      if (!take_integer (&text, -65536, 65536, &value))
        return false;
      signal->has_checksum = true;
      signal->checksum = (int16_t) value;
    }
  g_strlcpy (signal->description,
             count > 8 ? g_strchomp (fields[8]) : fields[0],
             sizeof signal->description);
  return true;
}

static bool
parse_segment_line (SteadyWfdbSegment *segment, char **fields, unsigned count)
{
  const char *text;
  if (count < 2 || !safe_name (fields[0]))
    return false;
  g_strlcpy (segment->name, fields[0], sizeof segment->name);
  text = fields[1];
  return take_integer (&text, 0, INT64_C (1) << 40, &segment->frames);
}

typedef struct Parser
{
  SteadyWfdbHeader *header;
  bool              has_record_line;
  int64_t           signals_wanted;
  int64_t           segments_wanted;
} Parser;

static bool
parse_line (Parser *parser, const char *line, unsigned number, GError **error)
{
  SteadyWfdbHeader *header = parser->header;
  char             *fields[9];
  const unsigned    count = split_fields (line, fields, G_N_ELEMENTS (fields));
  const char       *wrong = NULL;

  if (!parser->has_record_line)
    {
      if (count < 2 ||
          !parse_record_line (
              header, fields, count, &parser->signals_wanted, &parser->segments_wanted))
        wrong = "is no record line (name, signals, rate, length)";
      parser->has_record_line = true;
    }
  else if (parser->segments_wanted > header->segments->len)
    {
      SteadyWfdbSegment segment = { 0 };
      if (parse_segment_line (&segment, fields, count))
        g_array_append_val (header->segments, segment);
      else
        wrong = "is no segment line (name, length)";
    }
  else if (parser->segments_wanted == 0 &&
           parser->signals_wanted > header->signals->len)
    {
      SteadyWfdbSignal signal = { 0 };
      if (parse_signal_line (&signal, fields, count))
        g_array_append_val (header->signals, signal);
      else
        wrong = "is no signal line (file, format, gain)";
    }
  else
    wrong = "stands beyond the lines that the first one announces";
  free_fields (fields, count);
  return wrong == NULL || fail (error, header, number, wrong);
}

/*
 * Parses the text of a header. Comments and empty lines are passed over, but for
 * checksums, against which the text is held. @path stands in errors.
 *
 * Thread: any.
 */
SteadyWfdbHeader *
steady_wfdb_header_parse (const char *path, const char *text, GError **error)
{
  g_autoptr (SteadyWfdbHeader) self = g_new0 (SteadyWfdbHeader, 1);
  Parser   parser = { .header = self };
  unsigned number = 0;

  self->path = g_strdup (path);
  self->signals = g_array_new (FALSE, TRUE, sizeof (SteadyWfdbSignal));
  self->segments = g_array_new (FALSE, TRUE, sizeof (SteadyWfdbSegment));
  if (!steady_wfdb_seal_read (self, text, error))
    return NULL;
  while (*text != '\0')
    {
      const size_t     length = strcspn (text, "\n");
      g_autofree char *line = g_strndup (text, length);
      number++;
      g_strchug (line);
      if (g_str_has_prefix (line, "# SIMULATED"))
        self->simulated = true;
      if (line[0] != '#' && line[0] != '\0' && line[0] != '\r' &&
          !parse_line (&parser, line, number, error))
        return NULL;
      text += length + (text[length] == '\n');
    }
  const unsigned found =
      parser.segments_wanted > 0 ? self->segments->len : self->signals->len;
  const int64_t wanted =
      parser.segments_wanted > 0 ? parser.segments_wanted : parser.signals_wanted;
  self->announced = (unsigned) parser.signals_wanted;
  if (!parser.has_record_line || found < wanted)
    {
      fail (error, self, number, "ends before all lines that it announces have come");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* Loads and parses a header of at most 1 MiB. Thread: any but the tick. */
SteadyWfdbHeader *
steady_wfdb_header_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  struct stat about;
  gsize       length = 0;

  const bool small = stat (path, &about) != 0 || about.st_size <= MAX_HEADER_SIZE;
  if (small && !g_file_get_contents (path, &text, &length, &cause))
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FILE,
                   "%s: cannot be read (%s); check the name and the permissions",
                   path,
                   g_strerror (errno));
      return NULL;
    }
  if (!small || length > MAX_HEADER_SIZE || memchr (text, '\0', length) != NULL)
    {
      g_set_error (
          error,
          STEADY_RECORDING_ERROR,
          STEADY_RECORDING_ERROR_FORMAT,
          "%s: is not a WFDB header (it is too large or not text); name the .hea file",
          path);
      return NULL;
    }
  return steady_wfdb_header_parse (path, text, error);
}

/* Thread: any. */
void
steady_wfdb_header_free (SteadyWfdbHeader *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_clear_pointer (&self->signals, g_array_unref);
  g_clear_pointer (&self->segments, g_array_unref);
  g_clear_pointer (&self->promises, g_array_unref);
  g_free (self);
}

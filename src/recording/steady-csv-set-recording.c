/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/steady-text.h"
#include "measure/steady-vocabulary.h"
#include "recording/steady-recording-private.h"

/*
 * A case that Steady exported as CSV: its channel table, a file for each wave, one of
 * all numerics, one of events. Read by the channel table, all files side by side.
 */
enum
{
  MAX_CHANNELS = 1024,
  MAX_ROW = 64 * 1024,
  MAX_FIELDS = 16,
  RAW = 16 * 1024,
  TAIL = 4096,
  MAX_SECOND = 1000000 /* numerics */
};

#define CHANNELS_HEADER "channel,name,label,unit,kind,rate_hz,source,flags,file"

/* What files.csv says of a file. */
typedef struct Promise
{
  uint64_t bytes;
  uint64_t rows; /* behind the head */
  char     sum[65];
} Promise;

/* One file that is read row by row. */
typedef struct Table
{
  char          *path;
  FILE          *stream;
  Promise       *promise;  /* of the same set; NULL: nothing is said */
  GChecksum     *checksum; /* of what was read */
  unsigned char *raw;      /* of it, not in the checksum yet */
  size_t         n_raw;
  unsigned       row;  /* from 1 */
  GString       *text; /* of the row, fields ended by NUL */
  size_t         fields[MAX_FIELDS];
  unsigned       count;
} Table;

/* A table that gives samples, and the one that it gives next. */
typedef struct Source
{
  Table        table;
  int          signal; /* of a wave; -1: numerics */
  SteadySample sample;
  bool         full;
  bool         over;
  bool         seen;
  int64_t      next;   /* index of the sample that would follow */
  GArray      *second; /* of SteadySample: numerics of one second, by time */
  unsigned     given;  /* of them */
  SteadySample ahead;  /* the first of the next second */
  bool         has_ahead;
} Source;

typedef struct CsvSet
{
  SteadyRecording base;
  char           *folder;
  char           *mark;     /* what all file names begin with */
  GArray         *sources;  /* of Source */
  GHashTable     *promises; /* Promise by the name of the file; NULL: none */
  GHashTable     *list;     /* the same, while it is read */
} CsvSet;

static void
table_close (Table *self)
{
  g_clear_pointer (&self->stream, fclose);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->checksum, g_checksum_free);
  g_clear_pointer (&self->raw, g_free);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  self->text = NULL;
}

static void
clear_source (void *source)
{
  Source *self = source;
  table_close (&self->table);
  if (self->second != NULL)
    g_array_unref (self->second);
}

static void
csv_set_free (SteadyRecording *recording)
{
  CsvSet *self = (CsvSet *) recording;
  g_clear_pointer (&self->sources, g_array_unref);
  g_clear_pointer (&self->promises, g_hash_table_unref);
  g_clear_pointer (&self->list, g_hash_table_unref);
  g_free (self->folder);
  g_free (self->mark);
  g_free (self);
}

static bool
bad_row (const Table *self, GError **error, const char *what)
{
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s: row %u: %s; the file is damaged, or was not exported by Steady",
               self->path,
               self->row,
               what);
  return false;
}

/* Opens a file of the set, and takes what files.csv says of it. */
static bool
table_open (CsvSet *set, Table *self, const char *name, GError **error)
{
  char *path = g_build_filename (set->folder, name, NULL);

  *self = (Table){ .path = path,
                   .stream = fopen (path, "rbe"),
                   .text = g_string_new (NULL) };
  if (self->stream != NULL && set->promises != NULL)
    {
      self->promise = g_hash_table_lookup (set->promises, name);
      self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
      self->raw = g_malloc (RAW);
      return self->promise != NULL ||
             bad_row (self, error, "is not named in files.csv beside it");
    }
  if (self->stream != NULL)
    return true;
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FILE,
               "%s: cannot be read (%s); keep all files of the export together",
               path,
               g_strerror (errno));
  return false;
}

static int
next_byte (Table *self)
{
  const int c = getc_unlocked (self->stream);

  if (c == EOF || self->raw == NULL)
    return c;
  if (self->n_raw == RAW)
    {
      g_checksum_update (self->checksum, self->raw, RAW - 1);
      self->raw[0] = self->raw[RAW - 1]; /* may be given back */
      self->n_raw = 1;
    }
  self->raw[self->n_raw++] = (unsigned char) c;
  return c;
}

static void
give_back (Table *self, int c)
{
  ungetc (c, self->stream);
  if (self->raw != NULL)
    self->n_raw--;
}

/* At the end of the file: is it all that was exported, and nothing else? */
static bool
keeps_promise (Table *self, GError **error)
{
  const Promise *promise = self->promise;

  if (promise == NULL)
    return true;
  if (self->row < promise->rows + 2)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_TRUNCATED,
                   "%s: ends behind row %u of %" G_GUINT64_FORMAT
                   "; the file is cut off",
                   self->path,
                   self->row - 1,
                   promise->rows + 1);
      return false;
    }
  g_checksum_update (self->checksum, self->raw, (gssize) self->n_raw);
  self->n_raw = 0;
  self->promise = NULL; /* asked once */
  return ((uint64_t) ftello (self->stream) == promise->bytes &&
          strcmp (g_checksum_get_string (self->checksum), promise->sum) == 0) ||
         bad_row (self,
                  error,
                  "its checksum is another one than files.csv says, so something in it "
                  "was changed");
}

/* Ends the field that is being read. */
static bool
end_field (Table *self, size_t begin)
{
  if (self->count == MAX_FIELDS)
    return false;
  self->fields[self->count++] = begin;
  g_string_append_c (self->text, '\0');
  return true;
}

/*
 * Reads a row with its quotes. *@ret_end: there is none. A row that is not ended by a
 * line break is a file that was cut off.
 */
static bool
read_row (Table *self, bool *ret_end, GError **error)
{
  bool   quoted = false;
  size_t begin = 0;
  int    c;

  self->row++;
  self->count = 0;
  g_string_truncate (self->text, 0);
  *ret_end = false;
  while ((c = next_byte (self)) != EOF)
    {
      if (self->text->len >= MAX_ROW || c == '\0')
        return bad_row (self, error, "is longer than 64 KiB or holds no text");
      if (c == '"')
        {
          const int following = quoted ? next_byte (self) : 0;
          if (quoted && following == '"')
            g_string_append_c (self->text, '"');
          else if (quoted && following != EOF)
            give_back (self, following);
          quoted = quoted && following == '"' ? true : !quoted;
        }
      else if (!quoted && (c == ',' || c == '\n'))
        {
          if (!end_field (self, begin))
            return bad_row (self, error, "has more fields than any table");
          begin = self->text->len;
          if (c == '\n')
            return true;
        }
      else
        g_string_append_c (self->text, (char) c);
    }
  if (self->text->len == 0 && self->count == 0)
    {
      *ret_end = true;
      return keeps_promise (self, error);
    }
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_TRUNCATED,
               "%s: ends in the middle of row %u; the file is cut off",
               self->path,
               self->row);
  return false;
}

static const char *
field (const Table *self, unsigned number)
{
  return self->text->str + self->fields[number];
}

static bool
get_number (const Table *self, unsigned number, double *ret_value)
{
  return steady_text_to_number (field (self, number), ret_value) &&
         isfinite (*ret_value);
}

static bool
get_time (const Table *self, SteadyInstant *ret_t, GError **error)
{
  double seconds;

  if (self->count < 4 || !get_number (self, 1, &seconds) || seconds < 0 ||
      seconds > 400 * 86400.0)
    return bad_row (self, error, "has no time of the case");
  *ret_t = (SteadyInstant) llrint (seconds * 1e9);
  return true;
}

static const SteadyRecordingSignal *
signal_at (const CsvSet *self, unsigned i)
{
  return &g_array_index (self->base.signals, SteadyRecordingSignal, i);
}

static bool
take_wave_row (CsvSet *self, Source *source, GError **error)
{
  Table *table = &source->table;
  double index, value;

  if (!get_time (table, &source->sample.t, error))
    return false;
  if (table->count != 4 || !get_number (table, 2, &index))
    return bad_row (table, error, "is no sample of a wave");
  if (field (table, 3)[0] == '\0')
    return true; /* the mark of a gap; the jump of the index says it too */
  if (!get_number (table, 3, &value))
    return bad_row (table, error, "holds something that is not a number");
  source->sample.value = value;
  source->sample.channel = signal_at (self, (unsigned) source->signal)->channel;
  source->sample.quality = STEADY_QUALITY_VALID;
  source->sample.flags =
      source->seen && llrint (index) != source->next ? STEADY_SAMPLE_GAP : 0;
  source->seen = true;
  source->next = llrint (index) + 1;
  source->full = true;
  return true;
}

static uint8_t
quality_of (CsvSet *self, const char *name)
{
  for (int q = STEADY_QUALITY_MISSING; q <= STEADY_QUALITY_NOT_APPLICABLE; q++)
    if (strcmp (steady_quality_name ((SteadyQuality) q), name) == 0)
      return (uint8_t) q;
  steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_QUALITY);
  return STEADY_QUALITY_QUESTIONABLE;
}

static bool
take_numeric_row (CsvSet *self, Source *source, GError **error)
{
  Table *table = &source->table;
  double flags, value = 0;

  if (!get_time (table, &source->sample.t, error))
    return false;
  if (table->count != 8 || !get_number (table, 6, &flags) || flags < 0 || flags > 65535)
    return bad_row (table, error, "is no value of a channel");
  for (unsigned i = 0; i < self->base.signals->len; i++)
    if (strcmp (signal_at (self, i)->name, field (table, 2)) == 0)
      {
        const bool has = get_number (table, 3, &value);
        source->sample.value = value;
        source->sample.channel = signal_at (self, i)->channel;
        source->sample.quality = quality_of (self, field (table, 5));
        if (!has && source->sample.quality == STEADY_QUALITY_VALID)
          return bad_row (table, error, "says that a value is valid and gives none");
        source->sample.flags = (uint8_t) flags;
        source->full = true;
        return true;
      }
  return bad_row (table, error, "names a channel that is not in the channel table");
}

static int
compare_samples (const void *a, const void *b)
{
  const SteadySample *left = a, *right = b;
  return (left->t > right->t) - (left->t < right->t);
}

/* Reads the rows of one second, which stand by channel, and puts them by time. */
static bool
read_second (CsvSet *self, Source *source, GError **error)
{
  g_array_set_size (source->second, 0);
  source->given = 0;
  if (source->has_ahead)
    g_array_append_val (source->second, source->ahead);
  source->has_ahead = false;
  while (!source->over && !source->has_ahead)
    {
      source->full = false;
      if (!read_row (&source->table, &source->over, error))
        return false;
      if (source->over)
        break;
      if (!take_numeric_row (self, source, error))
        return false;
      const int64_t second = source->sample.t / STEADY_NSEC_PER_SEC;
      const int64_t now =
          source->second->len > 0
              ? g_array_index (source->second, SteadySample, 0).t / STEADY_NSEC_PER_SEC
              : second;
      if (second < now || source->second->len > MAX_SECOND)
        return bad_row (&source->table, error, "goes back in time");
      source->has_ahead = second > now;
      if (source->has_ahead)
        source->ahead = source->sample;
      else
        g_array_append_val (source->second, source->sample);
    }
  g_array_sort (source->second, compare_samples);
  return true;
}

static bool
fill_numeric (CsvSet *self, Source *source, GError **error)
{
  if (source->full)
    return true;
  while (source->given == source->second->len)
    {
      if (source->over && !source->has_ahead)
        return true;
      if (!read_second (self, source, error))
        return false;
    }
  source->sample = g_array_index (source->second, SteadySample, source->given++);
  source->full = true;
  return true;
}

static bool
fill (CsvSet *self, Source *source, GError **error)
{
  const SteadyInstant before = source->sample.t;

  if (source->signal < 0)
    return fill_numeric (self, source, error);
  while (!source->full && !source->over)
    {
      if (!read_row (&source->table, &source->over, error))
        return false;
      if (source->over)
        break;
      if (!take_wave_row (self, source, error))
        return false;
      if (source->sample.t < before)
        return bad_row (&source->table, error, "goes back in time");
    }
  return true;
}

static bool
csv_set_next (SteadyRecording *recording, SteadySample *ret_sample, GError **error)
{
  CsvSet *self = (CsvSet *) recording;
  Source *earliest = NULL;

  for (unsigned i = 0; i < self->sources->len; i++)
    {
      Source *source = &g_array_index (self->sources, Source, i);
      if (!fill (self, source, error))
        return false;
      if (source->full && (earliest == NULL || source->sample.t < earliest->sample.t))
        earliest = source;
    }
  if (earliest == NULL)
    return false;
  *ret_sample = earliest->sample;
  ret_sample->t_device = STEADY_NO_DEVICE_TIME;
  earliest->full = false;
  return true;
}

/* The time in the last whole row of a table: how long the case is, about. */
static SteadySpan
last_time (const char *path)
{
  char   tail[TAIL + 1] = "";
  FILE  *stream = fopen (path, "rbe");
  double seconds = 0;
  size_t got = 0;

  if (stream != NULL && fseek (stream, -TAIL, SEEK_END) != 0)
    rewind (stream);
  if (stream != NULL)
    {
      got = fread (tail, 1, TAIL, stream);
      fclose (stream);
    }
  tail[got] = '\0';
  g_auto (GStrv) rows = g_strsplit (tail, "\n", -1);
  const guint count = g_strv_length (rows);
  if (count < 2)
    return 0;
  g_auto (GStrv) fields = g_strsplit (rows[count - 2], ",", 3);
  if (g_strv_length (fields) < 2 || !steady_text_to_number (fields[1], &seconds) ||
      !(seconds >= 0 && seconds < 400 * 86400.0))
    return 0;
  return steady_span_from_seconds (seconds);
}

static bool
add_source (
    CsvSet *self, const char *name, int signal, const char *header, GError **error)
{
  Source source = { .signal = signal };
  bool   end;

  if (strchr (name, '/') != NULL || name[0] == '.' || name[0] == '\0')
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FORMAT,
                   "%s: the channel table names \"%s\", which is no file beside it",
                   self->folder,
                   name);
      return false;
    }
  if (!table_open (self, &source.table, name, error) ||
      !read_row (&source.table, &end, error))
    {
      table_close (&source.table);
      return false;
    }
  if (end || strcmp (field (&source.table, 0), header) != 0)
    {
      bad_row (&source.table, error, "is not the head of such a table");
      table_close (&source.table);
      return false;
    }
  self->base.length = MAX (self->base.length, last_time (source.table.path));
  if (signal < 0)
    source.second = g_array_new (FALSE, FALSE, sizeof (SteadySample));
  g_array_append_val (self->sources, source);
  return true;
}

/* channel, name, label, unit, kind, rate_hz, source, flags, file */
static bool
take_channel (CsvSet *self, const Table *table, GError **error)
{
  SteadyRecordingSignal signal = { 0 };
  double                channel, flags;

  if (table->count != 9 || !get_number (table, 0, &channel) || channel < 1 ||
      channel > 65535 || !get_number (table, 7, &flags) ||
      self->base.signals->len >= MAX_CHANNELS)
    return bad_row (table, error, "is no channel");
  const bool wave = strcmp (field (table, 4), "wave") == 0;
  if (wave && (!get_number (table, 5, &signal.rate_hz) || signal.rate_hz < 1e-3 ||
               signal.rate_hz > 1e5))
    return bad_row (table, error, "is a wave without a rate");
  signal.channel = (uint16_t) channel;
  signal.kind = wave                                      ? STEADY_CHANNEL_KIND_WAVE
                : strcmp (field (table, 4), "state") == 0 ? STEADY_CHANNEL_KIND_STATE
                                                          : STEADY_CHANNEL_KIND_NUMERIC;
  g_strlcpy (signal.name, field (table, 1), sizeof signal.name);
  g_strlcpy (signal.unit, field (table, 3), sizeof signal.unit);
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) signal.channel);
  if (signal.channel < STEADY_CHANNEL_FOREIGN &&
      (info == NULL || strcmp (info->name, signal.name) != 0 ||
       strcmp (info->unit, signal.unit) != 0))
    return bad_row (table, error, "is a channel that this Steady does not know so");
  for (unsigned i = 0; i < self->base.signals->len; i++)
    if (signal_at (self, i)->channel == signal.channel)
      return bad_row (table, error, "gives a channel twice");
  if (((unsigned) flags & STEADY_SAMPLE_SIMULATED) != 0)
    self->base.simulated = true;
  g_array_append_val (self->base.signals, signal);
  return !wave ||
         add_source (
             self, field (table, 8), (int) self->base.signals->len - 1, "utc", error);
}

/* The start of the case by the clock of the wall, from any row that has both times. */
static void
take_start (CsvSet *self, const Table *table, SteadyInstant t)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (field (table, 0), NULL);

  if (utc != NULL && self->base.start_utc == 0)
    self->base.start_utc = g_date_time_to_unix (utc) * STEADY_NSEC_PER_SEC +
                           g_date_time_get_microsecond (utc) * STEADY_NSEC_PER_USEC - t;
}

static bool
take_event (CsvSet *self, const Table *table, GError **error)
{
  SteadyInstant t;
  double        value;

  if (!get_time (table, &t, error))
    return false;
  if (table->count != 5)
    return bad_row (table, error, "is no event");
  take_start (self, table, t);
  const bool       has = get_number (table, 3, &value) && fabs (value) > 0;
  g_autofree char *label = g_strdup_printf ("%s%s%s%s%s",
                                            field (table, 2),
                                            has ? "=" : "",
                                            has ? field (table, 3) : "",
                                            field (table, 4)[0] != '\0' ? ": " : "",
                                            field (table, 4));
  steady_recording_add_event (&self->base, t, label);
  return true;
}

static bool
take_alarm (CsvSet *self, const Table *table, GError **error)
{
  SteadyInstant t;

  if (!get_time (table, &t, error))
    return false;
  if (table->count < 5)
    return bad_row (table, error, "is no alarm");
  g_autofree char *label =
      g_strdup_printf ("alarm %s %s", field (table, 2), field (table, 4));
  steady_recording_add_event (&self->base, t, label);
  return true;
}

/* Reads a whole small table, its head left out. */
static bool
read_table (CsvSet     *self,
            const char *name,
            bool (*take) (CsvSet *self, const Table *table, GError **error),
            GError **error)
{
  g_autofree char *marked = g_strconcat (self->mark, name, NULL);
  Table            table;
  bool             end = false;
  bool             fine = table_open (self, &table, marked, error);

  fine = fine && read_row (&table, &end, error);
  while (fine && !end)
    {
      fine = read_row (&table, &end, error);
      if (fine && !end)
        fine = take (self, &table, error);
    }
  table_close (&table);
  return fine;
}

/* file, bytes, rows, sha256 */
static bool
take_promise (CsvSet *self, const Table *table, GError **error)
{
  double bytes, rows;

  if (table->count != 4 || !get_number (table, 1, &bytes) || bytes < 0 ||
      bytes > 1e15 || !get_number (table, 2, &rows) || rows < 0 || rows > 1e12 ||
      strlen (field (table, 3)) != sizeof ((Promise *) NULL)->sum - 1)
    return bad_row (table, error, "says nothing of a file");
  Promise *promise = g_new0 (Promise, 1);
  promise->bytes = (uint64_t) bytes;
  promise->rows = (uint64_t) rows;
  g_strlcpy (promise->sum, field (table, 3), sizeof promise->sum);
  g_hash_table_insert (self->list, g_strdup (field (table, 0)), promise);
  return true;
}

/* Exports of the first versions have no list of their files. */
static bool
read_promises (CsvSet *self, GError **error)
{
  g_autofree char *name = g_strconcat (self->mark, "files.csv", NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_UNCHECKED);
      return true;
    }
  self->list = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!read_table (self, "files.csv", take_promise, error))
    return false;
  self->promises = g_steal_pointer (&self->list);
  return true;
}

static bool
open_all (CsvSet *self, GError **error)
{
  g_autofree char *numerics = g_strconcat (self->mark, "numerics-quality.csv", NULL);

  if (!read_promises (self, error) ||
      !read_table (self, "channels.csv", take_channel, error) ||
      !read_table (self, "events.csv", take_event, error) ||
      !read_table (self, "alarms.csv", take_alarm, error) ||
      !add_source (self, numerics, -1, "utc", error))
    return false;
  steady_recording_sort_events (&self->base);
  return true;
}

static const SteadyRecordingClass csv_set_class = { csv_set_next, csv_set_free };

/* Whether @path is the channel table of a case that Steady exported. Thread: any but
 * the tick. */
bool
steady_csv_set_is_one (const char *path)
{
  char  line[sizeof CHANNELS_HEADER];
  FILE *stream = fopen (path, "rbe");
  bool  fine = false;

  if (stream == NULL)
    return false;
  fine = g_str_has_suffix (path, "channels.csv") &&
         fgets (line, sizeof line, stream) != NULL &&
         strcmp (line, CHANNELS_HEADER) == 0;
  fclose (stream);
  return fine;
}

/* Opens such a set by its channel table. Thread: any but the tick. */
SteadyRecording *
steady_csv_set_recording_open (const char *path, GError **error)
{
  CsvSet          *self = g_new0 (CsvSet, 1);
  g_autofree char *name = g_path_get_basename (path);

  self->base.class = &csv_set_class;
  self->base.signals = g_array_new (FALSE, TRUE, sizeof (SteadyRecordingSignal));
  self->sources = g_array_new (FALSE, TRUE, sizeof (Source));
  g_array_set_clear_func (self->sources, clear_source);
  self->folder = g_path_get_dirname (path);
  self->mark = g_strndup (name, strlen (name) - strlen ("channels.csv"));
  if (!open_all (self, error))
    {
      steady_recording_free (&self->base);
      return NULL;
    }
  return &self->base;
}

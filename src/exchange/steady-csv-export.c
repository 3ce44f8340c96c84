/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-csv-export.h"

#include <math.h>
#include <string.h>

#include "casefile/steady-case-reader.h"
#include "exchange/steady-csv-file.h"
#include "exchange/steady-export-folder.h"
#include "recording/steady-file-sum.h"

enum
{
  PART = 4096,     /* rows read at a time */
  NUMERIC_WORK = 4 /* a numeric costs as much as a wave of so many samples a second */
};

/* A file that is written, for the list of files. */
typedef struct Made
{
  char   *name;
  int64_t rows; /* behind the head */
} Made;

typedef struct Export
{
  SteadyCaseReader *reader;
  const char       *folder;
  const char       *mark; /* begins every file name: nobody takes it for a child */
  const SteadyCaseChannel *channels;
  unsigned                 n_channels;
  SteadyCaseSpan           span;
  GArray                  *clocks; /* of SteadyCaseClock */
  guint                    clock;  /* the one in force where we are */
  SteadyExchangeProgress   progress;
  void                    *data;
  GArray                  *made; /* of Made */
  double                   work; /* samples a second of all channels */
  double                   done; /* of them */
} Export;

static bool
read_clocks (Export *self, GError **error)
{
  SteadyCaseClock clocks[64];
  unsigned        count;
  int64_t         after = 0;

  self->clocks = g_array_new (FALSE, FALSE, sizeof (SteadyCaseClock));
  do
    {
      if (!steady_case_reader_clocks (
              self->reader, after, clocks, G_N_ELEMENTS (clocks), &count, error))
        return false;
      g_array_append_vals (self->clocks, clocks, count);
      after = count > 0 ? clocks[count - 1].id : after;
    }
  while (count == G_N_ELEMENTS (clocks));
  return true;
}

/* Wall time and case time of @t: the first two columns of every table. */
static void
write_times (Export *self, SteadyCsvFile *file, SteadyInstant t)
{
  const SteadyCaseClock *clocks = (const SteadyCaseClock *) (void *) self->clocks->data;
  int64_t                utc = 0;

  if (self->clock >= self->clocks->len || clocks[self->clock].t > t)
    self->clock = 0;
  while (self->clock + 1 < self->clocks->len && clocks[self->clock + 1].t <= t)
    self->clock++;
  if (self->clocks->len > 0 && clocks[self->clock].utc_ns > 0)
    utc = clocks[self->clock].utc_ns + (t - clocks[self->clock].t);
  steady_csv_file_utc (file, utc);
  steady_csv_file_seconds (file, t - self->span.start);
}

static bool
create (Export *self, SteadyCsvFile *file, const char *name, GError **error)
{
  g_autofree char *marked = g_strconcat (self->mark, name, NULL);

  return steady_csv_file_create (file, self->folder, marked, error);
}

/* A name that is a file name on every system. */
static char *
wave_file_name (const SteadyCaseChannel *channel)
{
  char *name =
      channel->channel < STEADY_CHANNEL_FOREIGN
          ? g_strdup_printf ("wave-%s.csv", channel->name)
          : g_strdup_printf ("wave-%u-%s.csv", channel->channel, channel->name);

  for (char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-_.", *c) == NULL)
      *c = '_';
  return name;
}

static void
write_header (SteadyCsvFile *file, const char *const *names)
{
  for (; *names != NULL; names++)
    steady_csv_file_text (file, *names);
  steady_csv_file_end_line (file);
}

static void
clear_made (void *made)
{
  g_free (((Made *) made)->name);
}

/* Closes @file and notes that it is there. */
static bool
close_file (Export *self, SteadyCsvFile *file, GError **error)
{
  const Made made = { .name = g_path_get_basename (file->path),
                      .rows = file->lines - 1 };

  g_array_append_val (self->made, made);
  return steady_csv_file_close (file, error);
}

/*
 * Every file with its rows and checksum: a CSV file that was cut behind a line, or in
 * which a digit was changed, looks like any other. sha256sum makes the same sums.
 */
static bool
export_files (Export *self, GError **error)
{
  static const char *const header[] = { "file", "bytes", "rows", "sha256", NULL };
  SteadyCsvFile            list;

  if (!create (self, &list, "files.csv", error))
    return false;
  write_header (&list, header);
  for (guint i = 0; i < self->made->len; i++)
    {
      const Made      *made = &g_array_index (self->made, Made, i);
      g_autofree char *path = g_build_filename (self->folder, made->name, NULL);
      int64_t          bytes = 0;
      g_autofree char *sum = steady_file_sum_hex (path, &bytes);
      if (sum == NULL)
        {
          g_set_error (error,
                       STEADY_EXCHANGE_ERROR,
                       STEADY_EXCHANGE_ERROR_WRITE,
                       "%s: cannot be read back; check the medium",
                       path);
          steady_csv_file_discard (&list);
          return false;
        }
      steady_csv_file_text (&list, made->name);
      steady_csv_file_integer (&list, bytes);
      steady_csv_file_integer (&list, made->rows);
      steady_csv_file_text (&list, sum);
      steady_csv_file_end_line (&list);
    }
  return steady_csv_file_close (&list, error);
}

static const char *
kind_name (uint16_t kind)
{
  return kind == STEADY_CHANNEL_KIND_WAVE    ? "wave"
         : kind == STEADY_CHANNEL_KIND_STATE ? "state"
                                             : "numeric";
}

static bool
export_channels (Export *self, GError **error)
{
  static const char *const header[] = { "channel", "name",   "label", "unit", "kind",
                                        "rate_hz", "source", "flags", "file", NULL };
  SteadyCsvFile            file;

  if (!create (self, &file, "channels.csv", error))
    return false;
  write_header (&file, header);
  for (unsigned i = 0; i < self->n_channels; i++)
    {
      const SteadyCaseChannel *channel = &self->channels[i];
      const bool               wave = channel->kind == STEADY_CHANNEL_KIND_WAVE;
      g_autofree char         *name =
          wave ? wave_file_name (channel) : g_strdup ("numerics.csv");
      g_autofree char *marked = g_strconcat (self->mark, name, NULL);
      steady_csv_file_integer (&file, channel->channel);
      steady_csv_file_text (&file, channel->name);
      steady_csv_file_text (&file, channel->label);
      /* all exported files hold the channels' own units, whatever the site reads */
      steady_csv_file_text (&file, channel->unit);
      steady_csv_file_text (&file, kind_name (channel->kind));
      if (wave)
        steady_csv_file_real (&file, channel->rate_hz);
      else
        steady_csv_file_empty (&file);
      steady_csv_file_text (&file, channel->source);
      steady_csv_file_integer (&file, channel->flags);
      steady_csv_file_text (&file, marked);
      steady_csv_file_end_line (&file);
    }
  return close_file (self, &file, error);
}

/* "name [unit]" */
static void
write_column_name (SteadyCsvFile *file, const SteadyCaseChannel *channel)
{
  g_autofree char *text =
      channel->unit[0] != '\0'
          ? g_strdup_printf ("%s [%s]", channel->name, channel->unit)
          : g_strdup (channel->name);
  steady_csv_file_text (file, text);
}

/* How far it is when of work worth @share all up to @t is written. */
static bool
tell (Export *self, double share, SteadyInstant t, GError **error)
{
  const double length = (double) (self->span.end - self->span.start);
  const double part = length > 0 ? (double) (t - self->span.start) / length : 1;

  return steady_exchange_tell (self->progress,
                               self->data,
                               (self->done + share * part) / self->work,
                               self->folder,
                               error);
}

static bool
write_wave (Export                  *self,
            SteadyCsvFile           *file,
            const SteadyCaseChannel *channel,
            GError                 **error)
{
  g_autofree float *values = g_new (float, PART);
  int64_t           next = INT64_MIN / 4, index = 0;
  SteadyInstant     t = 0, end = 0;
  unsigned          count;

  while (steady_case_reader_wave (self->reader,
                                  (SteadyChannel) channel->channel,
                                  next,
                                  values,
                                  PART,
                                  &index,
                                  &t,
                                  &count,
                                  error))
    {
      if (count == 0)
        return true;
      if (next > INT64_MIN / 4 && index != next)
        {
          /* a gap: its first instant, and nothing */
          write_times (self, file, end);
          steady_csv_file_integer (file, next);
          steady_csv_file_empty (file);
          steady_csv_file_end_line (file);
        }
      for (unsigned i = 0; i < count; i++)
        {
          write_times (
              self, file, t + (SteadySpan) llrint (i * 1e9 / channel->rate_hz));
          steady_csv_file_integer (file, index + i);
          steady_csv_file_float (file, values[i]);
          steady_csv_file_end_line (file);
        }
      next = index + count;
      end = t + (SteadySpan) llrint (count * 1e9 / channel->rate_hz);
      if (!tell (self, channel->rate_hz, end, error))
        return false;
    }
  return false;
}

static bool
export_waves (Export *self, GError **error)
{
  for (unsigned i = 0; i < self->n_channels; i++)
    {
      const SteadyCaseChannel *channel = &self->channels[i];
      SteadyCsvFile            file;
      if (channel->kind != STEADY_CHANNEL_KIND_WAVE)
        continue;
      g_autofree char *name = wave_file_name (channel);
      if (!create (self, &file, name, error))
        return false;
      steady_csv_file_text (&file, "utc");
      steady_csv_file_text (&file, "case_s");
      steady_csv_file_text (&file, "index");
      write_column_name (&file, channel);
      steady_csv_file_end_line (&file);
      if (!write_wave (self, &file, channel, error))
        {
          steady_csv_file_discard (&file);
          return false;
        }
      self->done += channel->rate_hz;
      if (!close_file (self, &file, error))
        return false;
    }
  return true;
}

/* The table of one row a second that is being written. */
typedef struct Grid
{
  SteadyCsvFile wide;
  SteadyCsvFile all;
  int64_t       second;        /* of the row, or -1 */
  double        latest[65536]; /* of the row by channel; NaN: nothing usable */
  bool          held[65536];   /* a state: stands until it changes */
} Grid;

static void
write_second (Export *self, Grid *grid)
{
  write_times (
      self, &grid->wide, self->span.start + grid->second * STEADY_NSEC_PER_SEC);
  for (unsigned i = 0; i < self->n_channels; i++)
    {
      const SteadyCaseChannel *channel = &self->channels[i];
      if (channel->kind == STEADY_CHANNEL_KIND_WAVE)
        continue;
      steady_csv_file_real (&grid->wide, grid->latest[channel->channel]);
      if (!grid->held[channel->channel])
        grid->latest[channel->channel] = (double) NAN;
    }
  steady_csv_file_end_line (&grid->wide);
}

static const SteadyCaseChannel *
channel_of (const Export *self, uint16_t number)
{
  for (unsigned i = 0; i < self->n_channels; i++)
    if (self->channels[i].channel == number)
      return &self->channels[i];
  return NULL;
}

static void
write_sample (Export *self, Grid *grid, const SteadySample *sample)
{
  const SteadyCaseChannel *channel = channel_of (self, sample->channel);
  const int64_t second = MAX (sample->t - self->span.start, 0) / STEADY_NSEC_PER_SEC;

  if (channel == NULL)
    return;
  if (grid->second >= 0 && second > grid->second)
    write_second (self, grid);
  grid->second = MAX (grid->second, second);
  grid->latest[sample->channel] =
      steady_sample_usable (sample) ? sample->value : (double) NAN;
  write_times (self, &grid->all, sample->t);
  steady_csv_file_text (&grid->all, channel->name);
  if (steady_sample_usable (sample) || sample->quality == STEADY_QUALITY_IMPLAUSIBLE ||
      sample->quality == STEADY_QUALITY_FROZEN)
    steady_csv_file_real (&grid->all, sample->value);
  else
    steady_csv_file_empty (&grid->all);
  steady_csv_file_text (&grid->all, channel->unit);
  steady_csv_file_text (&grid->all,
                        steady_quality_name ((SteadyQuality) sample->quality));
  steady_csv_file_integer (&grid->all, sample->flags);
  steady_csv_file_integer (&grid->all, sample->source);
  steady_csv_file_end_line (&grid->all);
}

static bool
write_numerics (Export *self, Grid *grid, GError **error)
{
  g_autofree SteadySample *samples = g_new (SteadySample, PART);
  int64_t                  after = INT64_MIN;
  unsigned                 count;

  do
    {
      if (!steady_case_reader_all_numerics (
              self->reader, after, samples, PART, &count, &after, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        write_sample (self, grid, &samples[i]);
      if (count > 0 &&
          !tell (self, self->work - self->done, samples[count - 1].t, error))
        return false;
    }
  while (count == PART);
  if (grid->second >= 0)
    write_second (self, grid);
  return true;
}

static bool
export_numerics (Export *self, GError **error)
{
  static const char *const header[] = { "utc",     "case_s", "channel", "value", "unit",
                                        "quality", "flags",  "source",  NULL };
  g_autofree Grid         *grid = g_new0 (Grid, 1);

  grid->second = -1;
  if (!create (self, &grid->wide, "numerics.csv", error))
    return false;
  if (!create (self, &grid->all, "numerics-quality.csv", error))
    {
      steady_csv_file_discard (&grid->wide);
      return false;
    }
  write_header (&grid->all, header);
  steady_csv_file_text (&grid->wide, "utc");
  steady_csv_file_text (&grid->wide, "case_s");
  for (unsigned i = 0; i < 65536; i++)
    grid->latest[i] = (double) NAN;
  for (unsigned i = 0; i < self->n_channels; i++)
    {
      const SteadyCaseChannel *channel = &self->channels[i];
      grid->held[channel->channel] = channel->kind == STEADY_CHANNEL_KIND_STATE;
      if (channel->kind != STEADY_CHANNEL_KIND_WAVE)
        write_column_name (&grid->wide, channel);
    }
  steady_csv_file_end_line (&grid->wide);
  if (!write_numerics (self, grid, error))
    {
      steady_csv_file_discard (&grid->wide);
      steady_csv_file_discard (&grid->all);
      return false;
    }
  const bool fine = close_file (self, &grid->wide, error);
  return close_file (self, &grid->all, fine ? error : NULL) && fine;
}

static bool
write_events (Export *self, SteadyCsvFile *file, GError **error)
{
  g_autofree SteadyCaseEvent *events = g_new (SteadyCaseEvent, 256);
  int64_t                     after = 0;
  unsigned                    count;

  do
    {
      if (!steady_case_reader_events (self->reader, after, events, 256, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          write_times (self, file, events[i].t);
          steady_csv_file_text (file, steady_event_name (events[i].event));
          steady_csv_file_real (file, events[i].value);
          steady_csv_file_text (file, events[i].text);
          steady_csv_file_end_line (file);
          after = events[i].id;
        }
    }
  while (count == 256);
  return true;
}

static bool
write_alarms (Export *self, SteadyCsvFile *file, GError **error)
{
  g_autofree SteadyAlarmRecord *alarms = g_new (SteadyAlarmRecord, 256);
  int64_t                       after = 0;
  unsigned                      count;

  do
    {
      if (!steady_case_reader_alarms (
              self->reader, after, alarms, 256, &count, &after, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          const SteadyAlarmRecord *alarm = &alarms[i];
          const SteadyCaseChannel *channel = channel_of (self, alarm->channel);
          write_times (self, file, alarm->t);
          steady_csv_file_text (file, alarm->id);
          steady_csv_file_text (
              file, steady_alarm_state_name ((SteadyAlarmState) alarm->before));
          steady_csv_file_text (
              file, steady_alarm_state_name ((SteadyAlarmState) alarm->state));
          steady_csv_file_text (
              file, steady_priority_name ((SteadyPriority) alarm->priority));
          steady_csv_file_text (file, channel != NULL ? channel->name : "");
          steady_csv_file_real (file, alarm->has_value ? alarm->value : (double) NAN);
          steady_csv_file_real (file, alarm->has_value ? alarm->limit : (double) NAN);
          steady_csv_file_text (file, channel != NULL ? channel->unit : "");
          steady_csv_file_integer (file, alarm->sounding);
          steady_csv_file_end_line (file);
        }
    }
  while (count == 256);
  return true;
}

static bool
write_commands (Export *self, SteadyCsvFile *file, GError **error)
{
  g_autofree SteadyCaseCommand *commands = g_new (SteadyCaseCommand, 256);
  int64_t                       after = 0;
  unsigned                      count;

  do
    {
      if (!steady_case_reader_commands (
              self->reader, after, commands, 256, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          const SteadyCaseCommand *command = &commands[i];
          const bool               refused = command->step == STEADY_ANSWER_REFUSED;
          write_times (self, file, command->t);
          steady_csv_file_integer (file, (int64_t) command->command);
          steady_csv_file_text (
              file,
              command->step == 0
                  ? "proposed"
                  : steady_answer_status_name ((SteadyAnswerStatus) command->step));
          steady_csv_file_text (file,
                                steady_control_name ((SteadyControl) command->control));
          steady_csv_file_real (file, command->value);
          steady_csv_file_real (file, command->expected);
          steady_csv_file_real (file, command->low);
          steady_csv_file_real (file, command->high);
          steady_csv_file_text (
              file,
              refused ? steady_refusal_name ((SteadyRefusal) command->refusal) : "");
          steady_csv_file_text (file,
                                command->origin != 0
                                    ? steady_role_name ((SteadyRole) command->origin)
                                    : "engine");
          steady_csv_file_end_line (file);
          after = command->id;
        }
    }
  while (count == 256);
  return true;
}

static bool
export_table (Export            *self,
              const char        *name,
              const char *const *header,
              bool (*write) (Export *self, SteadyCsvFile *file, GError **error),
              GError **error)
{
  SteadyCsvFile file;

  if (!create (self, &file, name, error))
    return false;
  write_header (&file, header);
  if (!write (self, &file, error))
    {
      steady_csv_file_discard (&file);
      return false;
    }
  return close_file (self, &file, error);
}

static bool
export_records (Export *self, GError **error)
{
  static const char *const events[] = {
    "utc", "case_s", "event", "value", "text", NULL
  };
  static const char *const alarms[] = { "utc",   "case_s",   "alarm",    "before",
                                        "state", "priority", "channel",  "value",
                                        "limit", "unit",     "sounding", NULL };
  static const char *const commands[] = { "utc",     "case_s",  "command",  "step",
                                          "control", "value",   "expected", "low",
                                          "high",    "refusal", "origin",   NULL };

  return export_table (self, "events.csv", events, write_events, error) &&
         export_table (self, "alarms.csv", alarms, write_alarms, error) &&
         export_table (self, "commands.csv", commands, write_commands, error);
}

/*
 * Writes the case at @path as CSV files into @folder, which is made or is empty: the
 * channel table, one file a wave, numerics, events, alarms, commands, and a list of the
 * files with their rows and checksums. A missing
 * value is an empty field, a gap of a wave one line with an empty field. Nothing
 * depends on the locale or the day, but for the column "utc".
 *
 * Thread: any but the tick.
 */
bool
steady_csv_export (const char            *path,
                   const char            *folder,
                   SteadyExchangeProgress progress,
                   void                  *data,
                   GError               **error)
{
  Export self = { .folder = folder, .progress = progress, .data = data, .work = 1 };

  self.reader = steady_case_reader_open (path, error);
  if (self.reader == NULL)
    return false;
  const SteadyMode mode = steady_case_reader_mode (self.reader);
  self.mark = mode == STEADY_MODE_TRAINING ? "TRAINING-"
              : mode == STEADY_MODE_REVIEW ? "REVIEW-"
                                           : "";
  bool fine = steady_case_reader_span (self.reader, &self.span, error) &&
              steady_export_make_folder (folder, error) && read_clocks (&self, error);
  self.channels = steady_case_reader_channels (self.reader, &self.n_channels);
  self.made = g_array_new (FALSE, TRUE, sizeof (Made));
  g_array_set_clear_func (self.made, clear_made);
  for (unsigned i = 0; i < self.n_channels; i++)
    self.work += self.channels[i].kind == STEADY_CHANNEL_KIND_WAVE
                     ? self.channels[i].rate_hz
                     : NUMERIC_WORK;
  fine = fine && export_channels (&self, error) && export_waves (&self, error) &&
         export_numerics (&self, error) && export_records (&self, error) &&
         export_files (&self, error);
  g_array_unref (self.made);
  g_clear_pointer (&self.clocks, g_array_unref);
  steady_case_reader_free (self.reader);
  return fine;
}

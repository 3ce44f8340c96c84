/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-json-export.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "casefile/steady-case-reader.h"
#include "exchange/steady-csv-file.h"
#include "recording/steady-file-sum.h"

enum
{
  PART = 4096, /* read at a time */
  TELL_EVERY = 64
};

/* A wave while it is written, second by second. */
typedef struct Wave
{
  const SteadyCaseChannel *channel;
  float                   *values;
  unsigned                 count;
  unsigned                 used;
  int64_t                  index; /* of values[0] */
  SteadyInstant            t;     /* of values[0] */
  bool                     over;
} Wave;

typedef struct Export
{
  SteadyCaseReader *reader;
  SteadyCaseSpan    span;
  FILE             *out;
  const char       *file;
  Wave             *waves;
  unsigned          n_waves;
  SteadySample     *samples;
  unsigned          n_samples;
  unsigned          sample;
  int64_t           after; /* row of the last numeric read */
  bool              numerics_over;
  bool              begun; /* the list has an element */
} Export;

static void
put_text (Export *self, const char *text)
{
  putc_unlocked ('"', self->out);
  for (const unsigned char *c = (const unsigned char *) text; *c != '\0'; c++)
    if (*c == '"' || *c == '\\' || *c < 0x20)
      fprintf (self->out, "\\u%04x", *c);
    else
      putc_unlocked (*c, self->out);
  putc_unlocked ('"', self->out);
}

/* A number that reads back as the same one; null where there is none. */
static void
put_number (Export *self, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    fputs (g_ascii_dtostr (text, sizeof text, value), self->out);
  else
    fputs ("null", self->out);
}

static void
put_float (Export *self, float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      fputs ("null", self->out);
      return;
    }
  g_ascii_formatd (text, sizeof text, "%.7g", (double) value);
  const float back = (float) g_ascii_strtod (text, NULL);
  if (back < value || back > value)
    g_ascii_formatd (text, sizeof text, "%.9g", (double) value);
  fputs (text, self->out);
}

static void
put_key (Export *self, const char *key)
{
  fprintf (self->out, ", \"%s\": ", key);
}

static void
put_text_member (Export *self, const char *key, const char *text)
{
  put_key (self, key);
  put_text (self, text);
}

static void
put_number_member (Export *self, const char *key, double value)
{
  put_key (self, key);
  put_number (self, value);
}

/* Each element of a list stands on a line of its own, so that the file can be read line
 * by line. */
static void
begin_element (Export *self, SteadyInstant t)
{
  fputs (self->begun ? ",\n{\"t_ns\": " : "\n{\"t_ns\": ", self->out);
  fprintf (self->out, "%" PRId64, t - self->span.start);
  self->begun = true;
}

static void
begin_list (Export *self, const char *name)
{
  fprintf (self->out, ",\n\"%s\": [", name);
  self->begun = false;
}

static void
end_list (Export *self)
{
  fputs ("\n]", self->out);
}

static const char *
kind_name (uint16_t kind)
{
  return kind == STEADY_CHANNEL_KIND_WAVE    ? "wave"
         : kind == STEADY_CHANNEL_KIND_STATE ? "state"
                                             : "numeric";
}

static void
write_channels (Export *self)
{
  unsigned                 count;
  const SteadyCaseChannel *channels =
      steady_case_reader_channels (self->reader, &count);

  begin_list (self, "channels");
  self->waves = g_new0 (Wave, count + 1);
  for (unsigned i = 0; i < count; i++)
    {
      begin_element (self, self->span.start);
      put_number_member (self, "channel", channels[i].channel);
      put_text_member (self, "name", channels[i].name);
      put_text_member (self, "label", channels[i].label);
      put_text_member (self, "unit", channels[i].unit);
      put_text_member (self, "kind", kind_name (channels[i].kind));
      put_number_member (self, "rate_hz", channels[i].rate_hz);
      put_number_member (self, "scale", channels[i].scale);
      put_number_member (self, "offset", channels[i].offset);
      put_text_member (self, "source", channels[i].source);
      put_number_member (self, "flags", channels[i].flags);
      putc_unlocked ('}', self->out);
      if (channels[i].kind != STEADY_CHANNEL_KIND_WAVE)
        continue;
      self->waves[self->n_waves].channel = &channels[i];
      self->waves[self->n_waves++].values = g_new (float, PART);
    }
  end_list (self);
}

static bool
write_clocks (Export *self, GError **error)
{
  SteadyCaseClock clocks[64];
  unsigned        count;
  int64_t         after = 0;

  begin_list (self, "clocks");
  do
    {
      if (!steady_case_reader_clocks (
              self->reader, after, clocks, G_N_ELEMENTS (clocks), &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          begin_element (self, clocks[i].t);
          fprintf (self->out, ", \"utc_ns\": %" PRId64 "}", clocks[i].utc_ns);
          after = clocks[i].id;
        }
    }
  while (count == G_N_ELEMENTS (clocks));
  end_list (self);
  return true;
}

static bool
write_events (Export *self, GError **error)
{
  g_autofree SteadyCaseEvent *events = g_new (SteadyCaseEvent, 256);
  unsigned                    count;
  int64_t                     after = 0;

  begin_list (self, "events");
  do
    {
      if (!steady_case_reader_events (self->reader, after, events, 256, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          begin_element (self, events[i].t);
          put_text_member (self, "event", steady_event_name (events[i].event));
          put_number_member (self, "value", events[i].value);
          put_text_member (self, "text", events[i].text);
          putc_unlocked ('}', self->out);
          after = events[i].id;
        }
    }
  while (count == 256);
  end_list (self);
  return true;
}

static void
write_alarm (Export *self, const SteadyAlarmRecord *alarm)
{
  begin_element (self, alarm->t);
  put_text_member (self, "alarm", alarm->id);
  put_text_member (
      self, "before", steady_alarm_state_name ((SteadyAlarmState) alarm->before));
  put_text_member (
      self, "state", steady_alarm_state_name ((SteadyAlarmState) alarm->state));
  put_text_member (
      self, "priority", steady_priority_name ((SteadyPriority) alarm->priority));
  put_number_member (self, "channel", alarm->channel);
  put_number_member (
      self, "value", alarm->has_value != 0 ? alarm->value : (double) NAN);
  put_number_member (
      self, "limit", alarm->has_value != 0 ? alarm->limit : (double) NAN);
  put_key (self, "sounding");
  fputs (alarm->sounding != 0 ? "true}" : "false}", self->out);
}

static bool
write_alarms (Export *self, GError **error)
{
  g_autofree SteadyAlarmRecord *alarms = g_new (SteadyAlarmRecord, 256);
  unsigned                      count;
  int64_t                       after = 0;

  begin_list (self, "alarms");
  do
    {
      if (!steady_case_reader_alarms (
              self->reader, after, alarms, 256, &count, &after, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        write_alarm (self, &alarms[i]);
    }
  while (count == 256);
  end_list (self);
  return true;
}

static void
write_command (Export *self, const SteadyCaseCommand *command)
{
  begin_element (self, command->t);
  fprintf (self->out, ", \"command\": %" PRIu64, command->command);
  put_text_member (self,
                   "step",
                   command->step == 0 ? "proposed"
                                      : steady_answer_status_name (
                                            (SteadyAnswerStatus) command->step));
  put_text_member (
      self, "control", steady_control_name ((SteadyControl) command->control));
  put_number_member (self, "value", command->value);
  put_number_member (self, "expected", command->expected);
  put_text_member (
      self, "refusal", steady_refusal_name ((SteadyRefusal) command->refusal));
  putc_unlocked ('}', self->out);
}

static bool
write_commands (Export *self, GError **error)
{
  g_autofree SteadyCaseCommand *commands = g_new (SteadyCaseCommand, 256);
  unsigned                      count;
  int64_t                       after = 0;

  begin_list (self, "commands");
  do
    {
      if (!steady_case_reader_commands (
              self->reader, after, commands, 256, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          write_command (self, &commands[i]);
          after = commands[i].id;
        }
    }
  while (count == 256);
  end_list (self);
  return true;
}

static SteadyInstant
wave_now (const Wave *wave)
{
  return wave->t + (SteadySpan) llrint (wave->used * 1e9 / wave->channel->rate_hz);
}

/* The samples of @wave before @end: a line for each run without a gap. */
static bool
write_wave (Export *self, Wave *wave, SteadyInstant end, GError **error)
{
  while (!wave->over)
    {
      if (wave->used == wave->count)
        {
          const int64_t next =
              wave->count > 0 ? wave->index + wave->count : INT64_MIN / 4;
          wave->used = 0;
          if (!steady_case_reader_wave (self->reader,
                                        (SteadyChannel) wave->channel->channel,
                                        next,
                                        wave->values,
                                        PART,
                                        &wave->index,
                                        &wave->t,
                                        &wave->count,
                                        error))
            return false;
          wave->over = wave->count == 0;
          continue;
        }
      if (wave_now (wave) >= end)
        return true;
      begin_element (self, wave_now (wave));
      put_number_member (self, "channel", wave->channel->channel);
      fprintf (self->out, ", \"index\": %" PRId64, wave->index + wave->used);
      put_key (self, "values");
      for (bool first = true; wave->used < wave->count && wave_now (wave) < end;
           wave->used++, first = false)
        {
          putc_unlocked (first ? '[' : ',', self->out);
          put_float (self, wave->values[wave->used]);
        }
      fputs ("]}", self->out);
    }
  return true;
}

static bool
write_numerics (Export *self, SteadyInstant end, GError **error)
{
  while (true)
    {
      if (self->sample == self->n_samples)
        {
          if (self->numerics_over)
            return true;
          self->sample = 0;
          if (!steady_case_reader_all_numerics (self->reader,
                                                self->after,
                                                self->samples,
                                                PART,
                                                &self->n_samples,
                                                &self->after,
                                                error))
            return false;
          self->numerics_over = self->n_samples < PART;
          continue;
        }
      const SteadySample *sample = &self->samples[self->sample];
      if (sample->t >= end)
        return true;
      begin_element (self, sample->t);
      put_number_member (self, "channel", sample->channel);
      put_number_member (self, "value", sample->value);
      put_text_member (
          self, "quality", steady_quality_name ((SteadyQuality) sample->quality));
      put_number_member (self, "flags", sample->flags);
      putc_unlocked ('}', self->out);
      self->sample++;
    }
}

/* All samples, second by second. */
static bool
write_samples (Export                *self,
               SteadyExchangeProgress progress,
               void                  *data,
               GError               **error)
{
  const int64_t seconds = (self->span.end - self->span.start) / STEADY_NSEC_PER_SEC + 1;

  begin_list (self, "samples");
  self->samples = g_new (SteadySample, PART);
  self->after = INT64_MIN;
  for (int64_t second = 0; second < seconds; second++)
    {
      const SteadyInstant end =
          second + 1 < seconds ? self->span.start + (second + 1) * STEADY_NSEC_PER_SEC
                               : INT64_MAX;
      for (unsigned i = 0; i < self->n_waves; i++)
        if (!write_wave (self, &self->waves[i], end, error))
          return false;
      if (!write_numerics (self, end, error))
        return false;
      if (second % TELL_EVERY == 0 &&
          !steady_exchange_tell (
              progress, data, (double) second / (double) seconds, self->file, error))
        return false;
    }
  end_list (self);
  return true;
}

static void
write_head (Export *self)
{
  const SteadyMode         mode = steady_case_reader_mode (self->reader);
  g_autofree char         *meta = steady_case_reader_meta (self->reader, "case");
  bool                     simulated = mode == STEADY_MODE_TRAINING;
  unsigned                 count;
  const SteadyCaseChannel *channels =
      steady_case_reader_channels (self->reader, &count);

  for (unsigned i = 0; i < count; i++)
    simulated = simulated || (channels[i].flags & STEADY_SAMPLE_SIMULATED) != 0;
  fprintf (self->out,
           "{\"format\": \"steady-case-export\", \"version\": 1,\n"
           "\"simulated\": %s, \"mode\": \"%s\", \"length_ns\": %" PRId64
           ", \"start_utc_ns\": %" PRId64 ",\n\"case\": ",
           simulated ? "true" : "false",
           steady_mode_name (mode),
           self->span.end - self->span.start,
           self->span.start_utc);
  put_text (self, meta != NULL ? meta : "");
}

/* The checksum of all that stands before its line, so that a changed digit is no other
 * case. */
static bool
write_sum (Export *self, GError **error)
{
  fputs (",\n", self->out);
  g_autofree char *sum =
      fflush (self->out) == 0 ? steady_file_sum_hex (self->file, NULL) : NULL;
  if (sum == NULL)
    {
      g_set_error (error,
                   STEADY_EXCHANGE_ERROR,
                   STEADY_EXCHANGE_ERROR_WRITE,
                   "%s: cannot be written or read back; check the medium and its room",
                   self->file);
      return false;
    }
  fprintf (self->out, "\"sha256_before\": \"%s\"", sum);
  return true;
}

static void
finish (Export *self)
{
  for (unsigned i = 0; i < self->n_waves; i++)
    g_free (self->waves[i].values);
  g_free (self->waves);
  g_free (self->samples);
  steady_case_reader_free (self->reader);
}

/*
 * Writes the case at @path as one JSON file, which must not exist: what was said about
 * it (its JSON as a text), channels, clocks, events, alarms, commands, all samples in
 * the order of seconds, and a checksum. Each element of a list is one line; times are
 * nanoseconds since the start of the case.
 *
 * Thread: any but the tick.
 */
bool
steady_json_export (const char            *path,
                    const char            *file,
                    SteadyExchangeProgress progress,
                    void                  *data,
                    GError               **error)
{
  Export           self = { .file = file };
  SteadyCsvFile    text;
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *name = g_path_get_basename (file);

  self.reader = steady_case_reader_open (path, error);
  if (self.reader == NULL)
    return false;
  if (!steady_case_reader_span (self.reader, &self.span, error) ||
      !steady_csv_file_create (&text, folder, name, error))
    {
      finish (&self);
      return false;
    }
  self.out = text.stream;
  write_head (&self);
  write_channels (&self);
  bool fine = write_clocks (&self, error) && write_events (&self, error) &&
              write_alarms (&self, error) && write_commands (&self, error) &&
              write_samples (&self, progress, data, error);
  fine = fine && write_sum (&self, error);
  fputs ("\n}\n", self.out);
  if (fine)
    fine = steady_csv_file_close (&text, error);
  else
    steady_csv_file_discard (&text);
  finish (&self);
  return fine;
}

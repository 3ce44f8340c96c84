/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-export-grid.h"

#include <math.h>
#include <string.h>

#include "exchange/steady-csv-file.h"
#include "exchange/steady-event-label.h"

enum
{
  PART = 4096, /* samples read at a time */
  MARKS = 256,
  LONGEST_RECORD = 10 /* s */
};

/* The most that 16 bits hold beside the mark for missing. */
#define DIGITAL_MOST 32767.0

static bool
fails (const char *path, GError **error, const char *what)
{
  g_set_error (
      error, STEADY_EXCHANGE_ERROR, STEADY_EXCHANGE_ERROR_FORMAT, "%s: %s", path, what);
  return false;
}

/* The shortest record in which every rate has a whole number of samples. */
static bool
choose_record (SteadyExportGrid *self)
{
  for (self->record_s = 1; self->record_s <= LONGEST_RECORD; self->record_s++)
    {
      bool whole = true;
      for (unsigned i = 0; i < self->n_signals; i++)
        {
          const double count = self->signals[i].rate_hz * self->record_s;
          whole = whole && count >= 1 && fabs (count - round (count)) < 1e-6 * count;
        }
      if (whole)
        return true;
    }
  return false;
}

/* 1, 2 or 5 times a power of ten, not below @value. */
static double
nice_step (double value)
{
  const double ten = pow (10, floor (log10 (value)));
  const double part = value / ten;
  return ten * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
}

/* The lowest and highest value of the whole case; false: it holds none. */
static bool
find_range (SteadyExportGrid   *self,
            SteadyExportSignal *signal,
            double             *ret_low,
            double             *ret_high,
            GError            **error)
{
  SteadyEnvelope whole = { 0 };

  *ret_low = *ret_high = 0;
  if (!steady_case_reader_envelope (self->reader,
                                    (SteadyChannel) signal->channel->channel,
                                    self->span.start,
                                    self->span.end + STEADY_NSEC_PER_SEC,
                                    1,
                                    &whole,
                                    error))
    return false;
  if (whole.count > 0)
    {
      *ret_low = (double) whole.low;
      *ret_high = (double) whole.high;
    }
  return true;
}

/* The source's own steps where they are known, else steps that hold the whole range:
 * those of the decimals of a numeric, or the finest for a wave. */
static bool
choose_scale (SteadyExportGrid *self, SteadyExportSignal *signal, GError **error)
{
  const SteadyCaseChannel *channel = signal->channel;
  double                   low, high;

  if (channel->scale > 0)
    {
      signal->scale = channel->scale;
      signal->offset = channel->offset;
      return true;
    }
  if (!find_range (self, signal, &low, &high, error))
    return false;
  if (channel->kind != STEADY_CHANNEL_KIND_WAVE)
    {
      /* one digit more than is shown, unless the range asks for coarser steps */
      signal->scale = pow (10, -(channel->decimals + 1));
      while (fmax (fabs (low), fabs (high)) / signal->scale > DIGITAL_MOST)
        signal->scale *= 10;
      return true;
    }
  const double range = high > low ? high - low : fmax (fabs (high), 1);
  signal->scale = nice_step (range / (2 * DIGITAL_MOST - 2));
  signal->offset = round ((high + low) / 2 / signal->scale) * signal->scale;
  return true;
}

static bool
add_signals (SteadyExportGrid *self, const char *path, GError **error)
{
  unsigned                 count;
  const SteadyCaseChannel *channels =
      steady_case_reader_channels (self->reader, &count);

  self->signals = g_new0 (SteadyExportSignal, count + 1);
  for (unsigned i = 0; i < count; i++)
    {
      SteadyExportSignal *signal = &self->signals[self->n_signals++];
      const bool          wave = channels[i].kind == STEADY_CHANNEL_KIND_WAVE;
      signal->channel = &channels[i];
      signal->rate_hz = wave ? channels[i].rate_hz : 1;
      signal->next = INT64_MIN / 4;
      signal->from = self->span.start;
      signal->held = (double) NAN;
      if (wave)
        signal->values = g_new (float, PART);
      else
        signal->samples = g_new (SteadySample, PART);
      if (!choose_scale (self, signal, error))
        return false;
    }
  if (!choose_record (self))
    return fails (path,
                  error,
                  "the rates of its waves have no common record of up to 10 s, which "
                  "this format needs; export it as CSV or JSON");
  for (unsigned i = 0; i < self->n_signals; i++)
    self->signals[i].per_record =
        (unsigned) lrint (self->signals[i].rate_hz * self->record_s);
  return true;
}

/* Opens the case. On failure nothing is to be closed. Thread: any but the tick. */
bool
steady_export_grid_open (SteadyExportGrid *self, const char *path, GError **error)
{
  *self = (SteadyExportGrid){ 0 };
  self->reader = steady_case_reader_open (path, error);
  if (self->reader == NULL)
    return false;
  self->mode = steady_case_reader_mode (self->reader);
  if (!steady_case_reader_span (self->reader, &self->span, error) ||
      !add_signals (self, path, error))
    {
      steady_export_grid_close (self);
      return false;
    }
  const SteadySpan record = self->record_s * STEADY_NSEC_PER_SEC;
  self->records = (self->span.end - self->span.start + record - 1) / record;
  if (self->records < 1)
    self->records = 1;
  return true;
}

/* Accepts one that is all zero. Thread: any but the tick. */
void
steady_export_grid_close (SteadyExportGrid *self)
{
  for (unsigned i = 0; i < self->n_signals; i++)
    {
      g_free (self->signals[i].values);
      g_free (self->signals[i].samples);
    }
  g_clear_pointer (&self->signals, g_free);
  g_clear_pointer (&self->reader, steady_case_reader_free);
}

static int16_t
digital (const SteadyExportSignal *signal, double value)
{
  if (!isfinite (value))
    return STEADY_EXPORT_MISSING;
  const double number = round ((value - signal->offset) / signal->scale);
  return (int16_t) fmin (fmax (number, -DIGITAL_MOST), DIGITAL_MOST);
}

/* Reads on; signal->count 0 and signal->over at the end. */
static bool
fill_wave (SteadyExportGrid *self, SteadyExportSignal *signal, GError **error)
{
  int64_t       index;
  SteadyInstant t;

  signal->used = 0;
  if (!steady_case_reader_wave (self->reader,
                                (SteadyChannel) signal->channel->channel,
                                signal->next,
                                signal->values,
                                PART,
                                &index,
                                &t,
                                &signal->count,
                                error))
    return false;
  signal->over = signal->count == 0;
  signal->next = index + signal->count;
  signal->first = llrint (steady_span_seconds (t - self->span.start) * signal->rate_hz);
  return true;
}

/* Passes over what lies before @number on the grid, and reads on as needed. */
static bool
seek_wave (SteadyExportGrid   *self,
           SteadyExportSignal *signal,
           int64_t             number,
           GError            **error)
{
  while (!signal->over)
    {
      while (signal->used < signal->count && signal->first + signal->used < number)
        signal->used++;
      if (signal->used < signal->count)
        return true;
      if (!fill_wave (self, signal, error))
        return false;
    }
  return true;
}

static bool
read_wave (SteadyExportGrid   *self,
           SteadyExportSignal *signal,
           int64_t             first,
           int16_t            *ret_digital,
           GError            **error)
{
  for (unsigned i = 0; i < signal->per_record; i++)
    {
      const int64_t number = first + i;
      if (!seek_wave (self, signal, number, error))
        return false;
      const bool there = !signal->over && signal->first + signal->used == number;
      ret_digital[i] = digital (
          signal, there ? (double) signal->values[signal->used] : (double) NAN);
    }
  return true;
}

/* The next sample of a numeric that is not after @end, or NULL. */
static bool
next_numeric (SteadyExportGrid    *self,
              SteadyExportSignal  *signal,
              SteadyInstant        end,
              const SteadySample **ret_sample,
              GError             **error)
{
  *ret_sample = NULL;
  if (signal->used == signal->count && !signal->over)
    {
      signal->used = 0;
      if (!steady_case_reader_numerics (self->reader,
                                        (SteadyChannel) signal->channel->channel,
                                        signal->from,
                                        INT64_MAX,
                                        signal->samples,
                                        PART,
                                        &signal->count,
                                        error))
        return false;
      signal->over = signal->count < PART;
      if (signal->count > 0)
        signal->from = signal->samples[signal->count - 1].t + 1;
    }
  if (signal->used < signal->count && signal->samples[signal->used].t < end)
    *ret_sample = &signal->samples[signal->used++];
  return true;
}

/* One value a second: the last of it; a state is held until it changes. */
static bool
read_numeric (SteadyExportGrid   *self,
              SteadyExportSignal *signal,
              int64_t             first,
              int16_t            *ret_digital,
              GError            **error)
{
  for (unsigned i = 0; i < signal->per_record; i++)
    {
      const SteadyInstant end =
          self->span.start + (first + i + 1) * STEADY_NSEC_PER_SEC;
      const SteadySample *sample;
      if (signal->channel->kind != STEADY_CHANNEL_KIND_STATE)
        signal->held = (double) NAN;
      do
        {
          if (!next_numeric (self, signal, end, &sample, error))
            return false;
          if (sample != NULL)
            signal->held = steady_sample_usable (sample) ? sample->value : (double) NAN;
        }
      while (sample != NULL);
      const bool beyond = end - STEADY_NSEC_PER_SEC > self->span.end;
      ret_digital[i] = digital (signal, beyond ? (double) NAN : signal->held);
    }
  return true;
}

/*
 * The signal->per_record samples of @record, STEADY_EXPORT_MISSING where there is none.
 * Records are asked for in order.
 *
 * Thread: the one that opened it.
 */
bool
steady_export_grid_read (SteadyExportGrid   *self,
                         SteadyExportSignal *signal,
                         int64_t             record,
                         int16_t            *ret_digital,
                         GError            **error)
{
  const int64_t first = record * signal->per_record;

  return signal->values != NULL
             ? read_wave (self, signal, first, ret_digital, error)
             : read_numeric (self, signal, first, ret_digital, error);
}

typedef struct Mark
{
  SteadySpan t;
  char       label[320];
} Mark;

static bool
take_events (SteadyExportGrid *self, GArray *marks, GError **error)
{
  g_autofree SteadyCaseEvent *events = g_new (SteadyCaseEvent, MARKS);
  int64_t                     after = 0;
  unsigned                    count;

  do
    {
      if (!steady_case_reader_events (
              self->reader, after, events, MARKS, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          Mark mark = { .t = MAX (events[i].t - self->span.start, 0) };
          steady_event_label_write (events[i].event,
                                    events[i].value,
                                    events[i].text,
                                    mark.label,
                                    sizeof mark.label);
          g_array_append_val (marks, mark);
          after = events[i].id;
        }
    }
  while (count == MARKS);
  return true;
}

static bool
take_alarms (SteadyExportGrid *self, GArray *marks, GError **error)
{
  g_autofree SteadyAlarmRecord *alarms = g_new (SteadyAlarmRecord, MARKS);
  int64_t                       after = 0;
  unsigned                      count;

  do
    {
      if (!steady_case_reader_alarms (
              self->reader, after, alarms, MARKS, &count, &after, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          Mark mark = { .t = MAX (alarms[i].t - self->span.start, 0) };
          g_snprintf (mark.label,
                      sizeof mark.label,
                      "alarm %s %s",
                      alarms[i].id,
                      steady_alarm_state_name ((SteadyAlarmState) alarms[i].state));
          g_array_append_val (marks, mark);
        }
    }
  while (count == MARKS);
  return true;
}

static int
compare_marks (const void *a, const void *b)
{
  const Mark *left = a, *right = b;
  return (left->t > right->t) - (left->t < right->t);
}

/* Events and alarms of the whole case. Thread: the one that opened it. */
bool
steady_export_grid_marks (SteadyExportGrid *self,
                          SteadyExportMark  mark,
                          void             *data,
                          GError          **error)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (Mark));

  if (!take_events (self, marks, error) || !take_alarms (self, marks, error))
    return false;
  g_array_sort (marks, compare_marks);
  for (unsigned i = 0; i < marks->len; i++)
    {
      const Mark *one = &g_array_index (marks, Mark, i);
      mark (data, one->t, one->label);
    }
  return true;
}

/* A case that was imported from an export of a simulated one. */
static bool
is_simulated (const SteadyExportGrid *self)
{
  for (unsigned i = 0; i < self->n_signals; i++)
    if ((self->signals[i].channel->flags & STEADY_SAMPLE_SIMULATED) != 0)
      return true;
  return false;
}

/* What the case is, for a reader who sees only this file. Thread: any. */
const char *
steady_export_grid_title (const SteadyExportGrid *self)
{
  switch (self->mode)
    {
    case STEADY_MODE_TRAINING:
      return "SIMULATED";
    case STEADY_MODE_REVIEW:
      return is_simulated (self) ? "SIMULATED" : "IMPORTED";
    case STEADY_MODE_LIVE:
    default:
      return "RECORDED";
    }
}

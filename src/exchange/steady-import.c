/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-import.h"

#include <math.h>
#include <unistd.h>

#include "casefile/steady-case-writer.h"
#include "exchange/steady-csv-file.h"
#include "exchange/steady-event-label.h"
#include "recording/steady-recording.h"

enum
{
  RUN = 64 /* samples handed over at a time */
};

#define TICK (100 * STEADY_NSEC_PER_MSEC)

/* Samples of one wave that follow each other. */
typedef struct Run
{
  const SteadyRecordingSignal *signal;
  float                        values[RUN];
  unsigned                     count;
  int64_t                      first_index;
  SteadyInstant                first_t;
  bool                         gap;
  bool                         numeric;
} Run;

typedef struct Import
{
  SteadyRecording            *recording;
  SteadyCaseWriter           *writer;
  const char                 *path; /* of the case */
  Run                        *runs;
  unsigned                    n_runs;
  Run                        *by_channel[65536];
  const SteadyRecordingEvent *events;
  unsigned                    n_events;
  unsigned                    event; /* to write next */
  SteadyInstant               ticked;
  int64_t                     start_utc;
  bool                        simulated;
  GPtrArray                  *repaired; /* of char *, or NULL */
  GError                    **problem;  /* NULL: a garbled recording leaves no case */
  SteadyInstant               last;     /* of the samples */
} Import;

static void
flush (Import *self, Run *run)
{
  if (run->count > 0)
    steady_case_writer_wave (self->writer,
                             (SteadyChannel) run->signal->channel,
                             run->first_index,
                             run->first_t,
                             run->values,
                             run->count,
                             run->gap);
  run->count = 0;
  run->gap = false;
}

static void
take_wave (Import *self, Run *run, const SteadySample *sample)
{
  const int64_t index = llrint (steady_span_seconds (sample->t) * run->signal->rate_hz);
  const bool    gap = (sample->flags & STEADY_SAMPLE_GAP) != 0;

  if (gap || run->count == RUN || index != run->first_index + run->count)
    flush (self, run);
  if (run->count == 0)
    {
      run->first_index = index;
      run->first_t = sample->t;
      run->gap = gap;
    }
  run->values[run->count++] =
      steady_sample_usable (sample) ? (float) sample->value : NAN;
}

static void
tick (Import *self, SteadyInstant now)
{
  if (now < self->ticked + TICK)
    return;
  for (unsigned i = 0; i < self->n_runs; i++)
    flush (self, &self->runs[i]);
  self->ticked = now;
  steady_case_writer_tick (
      self->writer, now, self->start_utc > 0 ? self->start_utc + now : 0);
}

/* Writes the marks up to @now. */
static void
take_events (Import *self, SteadyInstant now)
{
  for (; self->event < self->n_events && self->events[self->event].t <= now;
       self->event++)
    {
      const SteadyRecordingEvent *event = &self->events[self->event];
      const char                 *text;
      double                      value;
      const SteadyEvent kind = steady_event_label_read (event->text, &value, &text);
      steady_case_writer_event (self->writer, kind, event->t, value, text);
    }
}

/* Whether the recording failed before it gave anything. */
static bool
told_nothing (const Import *self)
{
  return self->last < 0;
}

/* What is there is only a part, and the case says so to everybody who looks at it. */
static void
mark_partial (Import *self, GError *problem)
{
  g_autofree char *text = g_strdup_printf ("PARTIAL IMPORT: %s", problem->message);

  steady_case_writer_event (self->writer, STEADY_EVENT_NOTE, self->last, NAN, text);
  steady_case_writer_note (self->writer, self->last, "import", text);
  g_propagate_error (self->problem, problem);
}

/* What the reader mended: told to the one who asked, and a note of the case. */
static void
mark_repaired (Import *self, SteadyInstant t)
{
  static const char *const words[STEADY_RECORDING_REPAIRS] = {
    [STEADY_RECORDING_REPAIR_CUT_TEXT] = "texts longer than a case keeps were cut",
    [STEADY_RECORDING_REPAIR_LETTERS] =
        "texts held letters that are none; each is shown as a replacement",
    [STEADY_RECORDING_REPAIR_MARKS] = "marks beyond the first 200000 were left out",
    [STEADY_RECORDING_REPAIR_HEADER] =
        "letters that the format forbids stood in the header",
    [STEADY_RECORDING_REPAIR_LATE] =
        "samples came out of order and got the time of the one before",
    [STEADY_RECORDING_REPAIR_QUALITY] =
        "qualities that Steady does not know count as questionable",
    [STEADY_RECORDING_REPAIR_UNCHECKED] =
        "nothing says how long the recording should be, so nobody can know whether it "
        "is whole",
    [STEADY_RECORDING_REPAIR_UNSEALED] = "Steady wrote the recording, but its checksum "
                                         "is gone, so nobody can know whether "
                                         "something in it was changed",
    [STEADY_RECORDING_REPAIR_UNKNOWN] =
        "parts of a kind or of a signal that the recording does not explain were left "
        "out",
  };

  for (int i = 0; i < STEADY_RECORDING_REPAIRS; i++)
    {
      const unsigned count =
          steady_recording_repaired (self->recording, (SteadyRecordingRepair) i);
      if (count == 0)
        continue;
      char            *text = count == 1 ? g_strdup (words[i])
                                         : g_strdup_printf ("%u × %s", count, words[i]);
      g_autofree char *note = g_strconcat ("MENDED WHILE READING: ", text, NULL);
      steady_case_writer_note (self->writer, t, "import", note);
      if (self->repaired != NULL)
        g_ptr_array_add (self->repaired, g_steal_pointer (&text));
      g_free (text);
    }
}

static bool
copy_samples (Import *self, SteadyExchangeProgress progress, void *data, GError **error)
{
  const SteadySpan length = steady_recording_length (self->recording);
  SteadySample     sample;
  GError          *problem = NULL;
  SteadyInstant    told = 0;

  while (steady_recording_next (self->recording, &sample, &problem))
    {
      Run *run = self->by_channel[sample.channel];
      self->last = sample.t;
      take_events (self, sample.t);
      tick (self, sample.t);
      if (self->simulated)
        sample.flags |= STEADY_SAMPLE_SIMULATED;
      if (run != NULL && run->numeric)
        steady_case_writer_numeric (self->writer, &sample);
      else if (run != NULL)
        take_wave (self, run, &sample);
      if (progress != NULL && length > 0 && sample.t > told + STEADY_NSEC_PER_MIN)
        {
          told = sample.t;
          if (!steady_exchange_tell (progress,
                                     data,
                                     (double) sample.t / (double) length,
                                     self->path,
                                     error))
            return false;
        }
    }
  if (problem != NULL && (self->problem == NULL || told_nothing (self)))
    {
      g_propagate_error (error, problem);
      return false;
    }
  for (unsigned i = 0; i < self->n_runs; i++)
    flush (self, &self->runs[i]);
  const SteadySpan end = problem != NULL ? self->last : MAX (length, self->last);
  take_events (self, problem != NULL ? end : INT64_MAX);
  if (problem != NULL)
    mark_partial (self, problem);
  mark_repaired (self, MAX (end, 0));
  steady_case_writer_tick (
      self->writer, end, self->start_utc > 0 ? self->start_utc + end : 0);
  return true;
}

static SteadyCaseChannel
channel_of (const SteadyRecordingSignal *signal)
{
  const SteadyChannelInfo *fixed =
      steady_channel_info ((SteadyChannel) signal->channel);
  SteadyCaseChannel channel = { .channel = signal->channel,
                                .kind = signal->kind,
                                .decimals = fixed != NULL ? fixed->decimals : 2,
                                .rate_hz = signal->rate_hz,
                                .scale = signal->scale,
                                .offset = signal->offset };

  g_strlcpy (
      channel.name, fixed != NULL ? fixed->name : signal->name, sizeof channel.name);
  g_strlcpy (
      channel.label, fixed != NULL ? fixed->label : signal->name, sizeof channel.label);
  g_strlcpy (channel.unit, signal->unit, sizeof channel.unit);
  g_strlcpy (channel.source, signal->name, sizeof channel.source);
  return channel;
}

static char *
describe (const char *recording, bool simulated)
{
  g_autofree char *name = g_path_get_basename (recording);
  GString         *text = g_string_new ("{\"imported_from\": \"");

  for (const char *c = name; *c != '\0'; c++)
    if (*c == '"' || *c == '\\' || (unsigned char) *c < 0x20)
      g_string_append_printf (text, "\\u%04x", (unsigned) (unsigned char) *c);
    else
      g_string_append_c (text, *c);
  g_string_append (text, simulated ? "\", \"simulated\": true}" : "\"}");
  return g_string_free (text, FALSE);
}

static SteadyCaseWriter *
open_case (Import *self, const char *recording, const char *path, GError **error)
{
  unsigned                     count;
  const SteadyRecordingSignal *signals =
      steady_recording_signals (self->recording, &count);
  g_autofree SteadyCaseChannel *channels = g_new0 (SteadyCaseChannel, count);
  g_autofree char              *meta =
      describe (recording, steady_recording_simulated (self->recording));

  self->runs = g_new0 (Run, count);
  self->n_runs = count;
  self->start_utc = steady_recording_start_utc (self->recording);
  self->simulated = steady_recording_simulated (self->recording);
  self->events = steady_recording_events (self->recording, &self->n_events);
  for (unsigned i = 0; i < count; i++)
    {
      channels[i] = channel_of (&signals[i]);
      channels[i].flags = self->simulated ? STEADY_SAMPLE_SIMULATED : 0;
      self->runs[i].signal = &signals[i];
      self->runs[i].numeric = signals[i].kind != STEADY_CHANNEL_KIND_WAVE;
      self->by_channel[signals[i].channel] = &self->runs[i];
    }
  const SteadyCaseSetup setup = { .path = path,
                                  .wait = true,
                                  .mode = STEADY_MODE_REVIEW,
                                  .start = 0,
                                  .start_utc = self->start_utc,
                                  .meta_json = meta,
                                  .channels = channels,
                                  .n_channels = count };
  return steady_case_writer_open (&setup, error);
}

static bool
import (const char            *recording,
        const char            *path,
        SteadyExchangeProgress progress,
        void                  *data,
        GPtrArray             *repaired,
        GError               **problem,
        GError               **error)
{
  g_autofree Import *self = g_new0 (Import, 1);

  self->path = path;
  self->repaired = repaired;
  self->problem = problem;
  self->last = -1;
  if (g_str_has_suffix (recording, ".steady"))
    {
      g_set_error (error,
                   STEADY_EXCHANGE_ERROR,
                   STEADY_EXCHANGE_ERROR_FORMAT,
                   "%s: is a Steady case already; copy it with steady-case copy",
                   recording);
      return false;
    }
  self->recording = steady_recording_open (recording, error);
  if (self->recording == NULL)
    return false;
  self->writer = open_case (self, recording, path, error);
  bool fine = self->writer != NULL;
  if (fine)
    {
      fine = copy_samples (self, progress, data, error);
      fine = steady_case_writer_close (self->writer, fine ? error : NULL) && fine;
      if (!fine)
        unlink (path);
    }
  g_free (self->runs);
  steady_recording_free (self->recording);
  return fine;
}

/*
 * Makes the case @path, which must not exist, from a recording of any known format. A
 * recording that turns out to be garbled leaves no case behind: a part that looks like
 * the whole would mislead.
 *
 * Thread: any but the tick.
 */
bool
steady_import (const char            *recording,
               const char            *path,
               SteadyExchangeProgress progress,
               void                  *data,
               GError               **error)
{
  return import (recording, path, progress, data, NULL, NULL, error);
}

/*
 * The same, but of a recording that is garbled from some place on what stands before
 * that place is kept, unless @ret_problem is NULL. What was mended while reading is
 * appended to @ret_repaired (of char *, may be NULL) and stands in notes of the case.
 * The case is marked: an event at its end and a note "import" begin with PARTIAL IMPORT
 * and say what is wrong; so does *@ret_problem, else NULL.
 *
 * Thread: any but the tick.
 */
bool
steady_import_part (const char            *recording,
                    const char            *path,
                    SteadyExchangeProgress progress,
                    void                  *data,
                    GPtrArray             *ret_repaired,
                    GError               **ret_problem,
                    GError               **error)
{
  return import (recording, path, progress, data, ret_repaired, ret_problem, error);
}

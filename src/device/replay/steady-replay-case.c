/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-reader.h"
#include "device/replay/steady-replay-source.h"

/* How much of the numerics is read ahead at most. */
#define AHEAD (30 * STEADY_NSEC_PER_SEC)

enum
{
  CHUNK = 1024
};

/* One channel of the case and what was read of it ahead. */
typedef struct Cursor
{
  SteadyCaseChannel channel;
  unsigned          count; /* in @samples */
  unsigned          next;
  int64_t           index; /* of the next wave sample to read */
  SteadyInstant     from;  /* of the next numeric to read */
  bool              end;
  bool              last; /* of numerics: nothing was found up to the end */
  SteadySample      samples[CHUNK];
} Cursor;

typedef struct FromCase
{
  SteadyReplaySource base;
  SteadyCaseReader  *reader;
  SteadyCaseSpan     span;
  GPtrArray         *cursors; /* of Cursor */
} FromCase;

static bool
read_wave (FromCase *self, Cursor *cursor, GError **error)
{
  float         values[CHUNK];
  int64_t       index;
  SteadyInstant t;

  if (!steady_case_reader_wave (self->reader,
                                (SteadyChannel) cursor->channel.channel,
                                cursor->index,
                                values,
                                CHUNK,
                                &index,
                                &t,
                                &cursor->count,
                                error))
    return false;
  const double period = 1e9 / cursor->channel.rate_hz;
  for (unsigned i = 0; i < cursor->count; i++)
    cursor->samples[i] =
        (SteadySample){ .t = t + (SteadySpan) ((double) i * period + 0.5) -
                             self->span.start,
                        .t_device = STEADY_NO_DEVICE_TIME,
                        .value = (double) values[i],
                        .channel = cursor->channel.channel,
                        .quality = STEADY_QUALITY_VALID,
                        .flags = (uint8_t) cursor->channel.flags };
  if (cursor->count > 0 && cursor->index > 0 && index != cursor->index)
    cursor->samples[0].flags |= STEADY_SAMPLE_GAP;
  cursor->index = index + cursor->count;
  return true;
}

/* Not further than AHEAD at a time: of a channel that says nothing for days the rest of
 * a long case would be searched before the first sample of any. */
static bool
read_numerics (FromCase *self, Cursor *cursor, GError **error)
{
  const SteadyInstant to = MIN (cursor->from + AHEAD, self->span.end);

  if (!steady_case_reader_numerics (self->reader,
                                    (SteadyChannel) cursor->channel.channel,
                                    cursor->from,
                                    to,
                                    cursor->samples,
                                    CHUNK,
                                    &cursor->count,
                                    error))
    return false;
  cursor->last = cursor->count == 0 && to == self->span.end;
  cursor->from = cursor->count > 0 ? cursor->samples[cursor->count - 1].t + 1 : to + 1;
  for (unsigned i = 0; i < cursor->count; i++)
    cursor->samples[i].t -= self->span.start;
  return true;
}

static bool
refill (FromCase *self, Cursor *cursor, GError **error)
{
  const bool wave = cursor->channel.kind == STEADY_CHANNEL_KIND_WAVE;
  const bool fine =
      wave ? read_wave (self, cursor, error) : read_numerics (self, cursor, error);
  cursor->next = 0;
  cursor->end = fine && cursor->count == 0 && (wave || cursor->last);
  return fine;
}

/* When its next sample comes, or before when none does as far as was read. */
static SteadySpan
due (const FromCase *self, const Cursor *cursor)
{
  if (cursor->next < cursor->count)
    return cursor->samples[cursor->next].t;
  return cursor->channel.kind == STEADY_CHANNEL_KIND_WAVE
             ? INT64_MIN
             : cursor->from - self->span.start;
}

/* The one that is due first; of several one that must be read on, else the first. */
static Cursor *
first_due (const FromCase *self)
{
  Cursor    *first = NULL;
  SteadySpan t = 0;

  for (unsigned i = 0; i < self->cursors->len; i++)
    {
      Cursor          *cursor = g_ptr_array_index (self->cursors, i);
      const SteadySpan own = due (self, cursor);
      if (!cursor->end &&
          (first == NULL || own < t || (own == t && cursor->next == cursor->count)))
        {
          first = cursor;
          t = own;
        }
    }
  return first;
}

static bool
case_next (SteadyReplaySource *source, SteadySample *ret_sample, GError **error)
{
  FromCase *self = (FromCase *) source;
  Cursor   *first;

  while ((first = first_due (self)) != NULL && first->next == first->count)
    if (!refill (self, first, error))
      return false;
  if (first == NULL)
    return false;
  *ret_sample = first->samples[first->next++];
  return true;
}

static void
case_free (SteadyReplaySource *source)
{
  FromCase *self = (FromCase *) source;
  g_clear_pointer (&self->cursors, g_ptr_array_unref);
  steady_case_reader_free (self->reader);
  g_free (self);
}

/* What the engine derived it derives again. How the engine itself was is given: the
 * one that plays it decides what to make of it. */
static bool
is_measured (const SteadyCaseChannel *channel)
{
  return (channel->flags & STEADY_SAMPLE_DERIVED) == 0;
}

/* Where the samples of @cursor that are not before @from begin. */
static bool
begin_at (FromCase *self, Cursor *cursor, SteadySpan from, GError **error)
{
  float         value;
  int64_t       index = 0;
  SteadyInstant t;
  unsigned      count = 0;

  cursor->from = self->span.start + from;
  if (from <= 0 || cursor->channel.kind != STEADY_CHANNEL_KIND_WAVE)
    return true;
  if (!steady_case_reader_wave_from (self->reader,
                                     (SteadyChannel) cursor->channel.channel,
                                     cursor->from,
                                     &value,
                                     1,
                                     &index,
                                     &t,
                                     &count,
                                     error))
    return false;
  cursor->index = index;
  cursor->end = count == 0;
  return true;
}

/*
 * Opens a case to be played again from case time @from on: only what its devices gave,
 * not what was derived or judged then.
 *
 * Thread: any but the tick.
 */
SteadyReplaySource *
steady_replay_source_open_case (const char *path, SteadySpan from, GError **error)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, error);
  unsigned          count;

  if (reader == NULL)
    return NULL;
  FromCase *self = g_new0 (FromCase, 1);
  self->reader = reader;
  self->base.next = case_next;
  self->base.free = case_free;
  self->base.channels = g_array_new (FALSE, TRUE, sizeof (SteadyCaseChannel));
  self->cursors = g_ptr_array_new_with_free_func (g_free);
  if (!steady_case_reader_span (reader, &self->span, error))
    {
      steady_replay_source_free (&self->base);
      return NULL;
    }
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &count);
  for (unsigned i = 0; i < count; i++)
    if (is_measured (&channels[i]))
      {
        Cursor *cursor = g_new0 (Cursor, 1);
        cursor->channel = channels[i];
        g_ptr_array_add (self->cursors, cursor);
        g_array_append_val (self->base.channels, channels[i]);
      }
  for (guint i = 0; i < self->cursors->len; i++)
    if (!begin_at (self, g_ptr_array_index (self->cursors, i), from, error))
      {
        steady_replay_source_free (&self->base);
        return NULL;
      }
  return &self->base;
}

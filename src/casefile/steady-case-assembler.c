/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-assembler.h"

#include <math.h>
#include <string.h>

#include "casefile/steady-case-block.h"
#include "casefile/steady-case-checklist.h"
#include "casefile/steady-case-clinical.h"
#include "casefile/steady-case-numeric.h"
#include "casefile/steady-case-pyramid.h"

/* A block that is not full is written all the same when it is this old, case time. */
#define FLUSH_AFTER (1250 * STEADY_NSEC_PER_MSEC)
/* Under the real clock no block waits longer, full or not: a power cut takes what was
 * not stored, which shall be less than a second. */
#define FLUSH_EVERY (500 * STEADY_NSEC_PER_MSEC)
/* The wall clock has been set when it differs by more from what was expected. */
#define CLOCK_STEP (100 * STEADY_NSEC_PER_MSEC)

/* One channel that is being recorded. */
typedef struct Track
{
  SteadyCaseChannel info;
  SteadyCaseScale   scale;
  SteadyCasePyramid pyramid;
  SteadyCaseBatch  *batch; /* of the call in progress, for the pyramid's sink */

  /* wave */
  float     *values;
  uint8_t   *bytes;
  unsigned   block; /* samples of a full block */
  unsigned   filled;
  bool       gap;     /* something is missing before the next block */
  bool       running; /* next_index is known */
  int64_t    first_index;
  int64_t    next_index;
  SteadySpan first_t;

  /* numeric and state */
  bool           pending; /* a sample waits for the end of its second */
  bool           begun;   /* the pyramid runs */
  SteadySample   sample;
  unsigned       rows;   /* of the open second */
  SteadyEnvelope second; /* valid values of its rows */
} Track;

struct SteadyCaseAssembler
{
  GPtrArray    *tracks; /* by channel number */
  Track        *by_channel[65536];
  SteadyInstant start;
  bool          manual_clock;
  int64_t       second; /* the open one */
  SteadySpan    now;
  SteadySpan    last; /* of what was stored before a resume, or -1 */
  SteadySpan    covered;
  SteadySpan    clock_written; /* or -1 */
  int64_t       clock_difference;
  int64_t       flushed; /* multiple of FLUSH_EVERY, under the real clock */
  char          boot_id[40];
  uint64_t      refused;
};

static void
track_free (void *data)
{
  Track *self = data;

  g_free (self->values);
  g_free (self->bytes);
  g_free (self);
}

static void
read_boot_id (char *ret_text, size_t size)
{
  g_autofree char *text = NULL;

  if (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    g_strlcpy (ret_text, g_strstrip (text), size);
  else
    g_strlcpy (ret_text, "unknown", size);
}

/* @start: the instant of case time 0. Thread: the writer's. */
SteadyCaseAssembler *
steady_case_assembler_new (SteadyInstant start, bool manual_clock)
{
  SteadyCaseAssembler *self = g_new0 (SteadyCaseAssembler, 1);

  self->tracks = g_ptr_array_new_with_free_func (track_free);
  self->start = start;
  self->manual_clock = manual_clock;
  self->last = -1;
  self->clock_written = -1;
  read_boot_id (self->boot_id, sizeof self->boot_id);
  return self;
}

/* The clock's rows do not say which start of this machine they are of: cases of one day
 * could be found by it. Thread: the writer's. */
void
steady_case_assembler_hide_boot (SteadyCaseAssembler *self)
{
  g_strlcpy (self->boot_id, "unknown", sizeof self->boot_id);
}

/* Accepts NULL. Thread: the writer's. */
void
steady_case_assembler_free (SteadyCaseAssembler *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->tracks);
  g_free (self);
}

/* The case goes on after @last, with a gap. Thread: the writer's. */
void
steady_case_assembler_resume (SteadyCaseAssembler *self, SteadySpan last)
{
  self->last = last;
  self->now = last;
  self->covered = last;
  self->second = steady_case_second (last) + 1;
}

static void
write_level (void *data, const SteadyCaseLevelRow *row)
{
  Track           *self = data;
  SteadyCaseBatch *batch = self->batch;
  uint8_t          bytes[STEADY_CASE_ROW_BUCKETS * 8];
  uint32_t         counts[STEADY_CASE_ROW_BUCKETS];
  bool             full = true, empty = true;
  const uint32_t   all = (uint32_t) steady_case_bucket_samples (row->level);

  for (unsigned i = 0; i < STEADY_CASE_ROW_BUCKETS; i++)
    {
      counts[i] = GUINT32_TO_LE (row->buckets[i].count);
      full = full && row->buckets[i].count == all;
      empty = empty && row->buckets[i].count == 0;
    }
  const bool narrow =
      row->level < 0 &&
      steady_case_bounds_encode_narrow (row->buckets, STEADY_CASE_ROW_BUCKETS, bytes);
  const SteadyCaseFormat format =
      narrow ? STEADY_CASE_FORMAT_NARROW
             : steady_case_bounds_encode (
                   &self->scale, row->buckets, STEADY_CASE_ROW_BUCKETS, bytes);
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_LEVEL);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, self->info.channel);
  steady_case_batch_integer (batch, row->level);
  steady_case_batch_integer (batch, row->t);
  steady_case_batch_integer (batch, row->span);
  steady_case_batch_integer (batch, row->first_index);
  steady_case_batch_integer (batch, format);
  steady_case_batch_real (batch, self->scale.scale);
  steady_case_batch_real (batch, self->scale.offset);
  if (empty)
    steady_case_batch_null (batch);
  else
    steady_case_batch_blob (
        batch, bytes, steady_case_bounds_size (format, STEADY_CASE_ROW_BUCKETS));
  if (full || empty)
    steady_case_batch_null (batch);
  else
    steady_case_batch_blob (batch, counts, sizeof counts);
}

/*
 * Samples of a full block: the multiple of 64 nearest to one second, or one second of a
 * slow wave.
 */
static unsigned
block_samples (double rate_hz)
{
  const double wanted = rate_hz < 32 ? rint (rate_hz) : 64 * rint (rate_hz / 64);

  return (unsigned) CLAMP (wanted, 1, STEADY_CASE_MAX_BLOCK);
}

/* Declares a channel before its first sample. Thread: the writer's. */
void
steady_case_assembler_channel (SteadyCaseAssembler     *self,
                               const SteadyCaseChannel *channel)
{
  const SteadyChannelInfo *fixed = steady_channel_info (channel->channel);
  Track                   *track = g_new0 (Track, 1);

  if (self->by_channel[channel->channel] != NULL)
    {
      g_free (track);
      return;
    }
  track->info = *channel;
  if (channel->scale > 0)
    track->scale = (SteadyCaseScale){ channel->scale, channel->offset };
  else if (fixed != NULL && channel->kind == STEADY_CHANNEL_KIND_WAVE)
    track->scale = steady_case_scale_for_range (
        fixed->low, fixed->high, pow (10, -fixed->decimals) / 4);
  track->block = block_samples (channel->rate_hz);
  track->values = g_new0 (float, track->block);
  track->bytes = g_malloc0 ((size_t) track->block * 4);
  steady_case_pyramid_init (
      &track->pyramid,
      channel->kind == STEADY_CHANNEL_KIND_WAVE ? 0 : -STEADY_CASE_FINE_LEVELS,
      write_level,
      track);
  self->by_channel[channel->channel] = track;
  guint place = 0;
  while (place < self->tracks->len &&
         ((Track *) self->tracks->pdata[place])->info.channel < channel->channel)
    place++;
  g_ptr_array_insert (self->tracks, (gint) place, track);
}

static SteadySpan
period_of (const Track *track)
{
  return (SteadySpan) llrint ((double) STEADY_NSEC_PER_SEC / track->info.rate_hz);
}

static void
flush_block (Track *track, SteadyCaseBatch *batch)
{
  if (track->filled == 0)
    return;
  const SteadyCaseFormat format = steady_case_block_encode (
      &track->scale, track->values, track->filled, track->bytes);
  const size_t length = steady_case_format_size (format) * track->filled;

  steady_case_batch_begin (batch, STEADY_CASE_TABLE_WAVE);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, track->info.channel);
  steady_case_batch_integer (batch, track->first_t);
  steady_case_batch_integer (batch, track->first_index);
  steady_case_batch_real (batch, track->info.rate_hz);
  steady_case_batch_integer (batch, track->filled);
  steady_case_batch_integer (batch, track->gap);
  steady_case_batch_integer (batch, format);
  steady_case_batch_real (batch, track->scale.scale);
  steady_case_batch_real (batch, track->scale.offset);
  steady_case_batch_blob (batch, track->bytes, length);
  batch->samples += track->filled;

  /* The levels hold what is stored, not what was given: the same after rounding. */
  steady_case_block_decode (
      format, &track->scale, track->bytes, track->filled, track->values);
  if (track->gap)
    steady_case_pyramid_restart (&track->pyramid);
  track->batch = batch;
  for (unsigned i = 0; i < track->filled; i++)
    {
      const SteadyEnvelope sample = { track->values[i], track->values[i], 1 };
      const double         after = i * 1e9 / track->info.rate_hz;
      steady_case_pyramid_add (&track->pyramid,
                               track->first_index + i,
                               track->first_t + (SteadySpan) llrint (after),
                               period_of (track),
                               &sample);
    }
  track->gap = false;
  track->filled = 0;
}

static void
end_run (Track *track, SteadyCaseBatch *batch)
{
  flush_block (track, batch);
  track->gap = true;
}

/* Whether a run that goes on without a gap has another time than the block that is
 * being filled: then that one ends, since it has one instant only. A crystal that is
 * off moves it by less than two milliseconds. */
static bool
is_elsewhere (const Track *track, SteadySpan t)
{
  const double expected =
      (double) track->first_t + (double) track->filled * 1e9 / track->info.rate_hz;
  return track->filled > 0 &&
         fabs ((double) t - expected) > 20.0 * STEADY_NSEC_PER_MSEC;
}

static void
take_wave (SteadyCaseAssembler    *self,
           const SteadyCaseRecord *record,
           const float            *values,
           SteadyCaseBatch        *batch)
{
  Track *track = self->by_channel[record->wave.channel];

  if (track == NULL || track->info.kind != STEADY_CHANNEL_KIND_WAVE ||
      !(track->info.rate_hz > 0))
    {
      self->refused += record->count;
      return;
    }
  if (!track->running || record->wave.gap_before ||
      record->wave.first_index != track->next_index)
    end_run (track, batch);
  else if (is_elsewhere (track, record->t - self->start))
    flush_block (track, batch);
  track->running = true;
  for (uint32_t i = 0; i < record->count; i++)
    {
      const int64_t index = record->wave.first_index + i;
      if (!isfinite (values[i]))
        {
          end_run (track, batch);
          continue;
        }
      if (track->filled == 0)
        {
          track->first_index = index;
          track->first_t = record->t - self->start +
                           (SteadySpan) llrint (i * 1e9 / track->info.rate_hz);
        }
      track->values[track->filled++] = values[i];
      if (track->filled == track->block ||
          (self->manual_clock && (index + 1) % track->block == 0))
        flush_block (track, batch);
    }
  track->next_index = record->wave.first_index + record->count;
}

static bool
value_means_something (const SteadySample *sample)
{
  return steady_sample_usable (sample) ||
         sample->quality == STEADY_QUALITY_IMPLAUSIBLE ||
         sample->quality == STEADY_QUALITY_FROZEN;
}

static void
write_numeric (SteadyCaseAssembler *self, Track *track, SteadyCaseBatch *batch)
{
  const SteadySample *sample = &track->sample;
  const bool          held = track->info.kind == STEADY_CHANNEL_KIND_STATE;
  const unsigned      count = MIN (track->rows, STEADY_CASE_ROWS_A_SECOND - 1);

  steady_case_batch_begin (batch, STEADY_CASE_TABLE_NUMERIC);
  steady_case_batch_integer (
      batch, steady_case_numeric_id (self->second, sample->channel, count));
  steady_case_batch_integer (batch, sample->channel);
  steady_case_batch_integer (batch, sample->t - self->start);
  if (value_means_something (sample))
    steady_case_batch_real (batch, sample->value);
  else
    steady_case_batch_null (batch);
  steady_case_batch_integer (batch, sample->quality);
  steady_case_batch_integer (batch, sample->flags);
  steady_case_batch_integer (batch, sample->source);
  steady_case_batch_integer (batch, held);
  if (sample->t_device == STEADY_NO_DEVICE_TIME)
    steady_case_batch_null (batch);
  else
    steady_case_batch_integer (batch, sample->t_device);
  batch->numerics++;
  track->rows++;
  track->pending = false;
  track->sample.flags &= (uint8_t) ~STEADY_SAMPLE_GAP;
  if (steady_sample_usable (sample) && isfinite (sample->value))
    {
      /* floats cannot hold every double: round outwards */
      const float near = (float) sample->value;
      const float low = near > sample->value ? nextafterf (near, -INFINITY) : near;
      const float high = near < sample->value ? nextafterf (near, INFINITY) : near;
      steady_envelope_merge (&track->second, &(SteadyEnvelope){ low, high, 1 });
    }
}

static void
close_second_of (SteadyCaseAssembler *self, Track *track, SteadyCaseBatch *batch)
{
  if (track->pending)
    write_numeric (self, track, batch);
  track->begun = track->begun || track->rows > 0;
  track->rows = 0;
  if (track->begun && track->info.kind == STEADY_CHANNEL_KIND_NUMERIC)
    {
      track->batch = batch;
      steady_case_pyramid_add (&track->pyramid,
                               self->second,
                               self->second * STEADY_NSEC_PER_SEC,
                               STEADY_NSEC_PER_SEC,
                               &track->second);
    }
  track->second = (SteadyEnvelope){ 0 };
}

/* Closes all seconds before that of case time @t. */
static void
advance (SteadyCaseAssembler *self, SteadySpan t, SteadyCaseBatch *batch)
{
  const int64_t second = steady_case_second (t);
  /* Nothing was recorded for so long that the levels begin anew. */
  const int64_t far = STEADY_CASE_FIRST_BUCKET * STEADY_CASE_ROW_BUCKETS;

  self->now = MAX (self->now, t);
  while (self->second < second)
    {
      const bool leap = second - self->second > far;
      for (guint i = 0; i < self->tracks->len; i++)
        {
          Track *track = self->tracks->pdata[i];
          if (track->info.kind == STEADY_CHANNEL_KIND_WAVE)
            continue;
          close_second_of (self, track, batch);
          if (leap)
            {
              steady_case_pyramid_restart (&track->pyramid);
              track->begun = false;
            }
        }
      self->second = leap ? second : self->second + 1;
    }
}

static void
write_channel (const SteadyCaseChannel *channel, SteadyCaseBatch *batch)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_CHANNEL);
  steady_case_batch_integer (batch, channel->channel);
  steady_case_batch_text (batch, channel->name);
  steady_case_batch_text (batch, channel->label);
  steady_case_batch_text (batch, channel->unit);
  steady_case_batch_integer (batch, channel->kind);
  steady_case_batch_integer (batch, channel->decimals);
  steady_case_batch_real (batch, channel->rate_hz);
  steady_case_batch_text (batch, channel->source);
  steady_case_batch_integer (batch, channel->flags);
  steady_case_batch_real (batch, channel->scale);
  steady_case_batch_real (batch, channel->offset);
}

/* The track of a numeric; a fixed channel that nobody declared is declared now. */
static Track *
track_of (SteadyCaseAssembler *self, uint16_t channel, SteadyCaseBatch *batch)
{
  const SteadyChannelInfo *fixed = steady_channel_info (channel);

  if (self->by_channel[channel] == NULL && fixed != NULL &&
      fixed->kind != STEADY_CHANNEL_KIND_WAVE)
    {
      SteadyCaseChannel made = { .channel = channel,
                                 .kind = (uint16_t) fixed->kind,
                                 .decimals = fixed->decimals,
                                 .source = "engine" };
      g_strlcpy (made.name, fixed->name, sizeof made.name);
      g_strlcpy (made.label, fixed->label, sizeof made.label);
      g_strlcpy (made.unit, fixed->unit, sizeof made.unit);
      steady_case_assembler_channel (self, &made);
      write_channel (&made, batch);
    }
  return self->by_channel[channel];
}

static void
take_numeric (SteadyCaseAssembler *self,
              const SteadySample  *sample,
              SteadyCaseBatch     *batch)
{
  Track *track = track_of (self, sample->channel, batch);

  if (track == NULL || track->info.kind == STEADY_CHANNEL_KIND_WAVE)
    {
      self->refused++;
      return;
    }
  advance (self, sample->t - self->start, batch);
  const bool first = track->sample.channel == 0;
  const bool other = first || sample->quality != track->sample.quality;
  if (track->info.kind == STEADY_CHANNEL_KIND_STATE)
    {
      const bool changed = other || sample->value < track->sample.value ||
                           sample->value > track->sample.value ||
                           (sample->flags & STEADY_SAMPLE_GAP) != 0;
      track->sample = *sample;
      /* Beyond this many a second the last one is kept and written at its end. */
      if (changed && track->rows < STEADY_CASE_ROWS_A_SECOND - 1)
        write_numeric (self, track, batch);
      else
        track->pending = track->pending || changed;
      return;
    }
  if (track->pending && other && track->rows < STEADY_CASE_ROWS_A_SECOND - 1)
    write_numeric (self, track, batch);
  const uint8_t gap =
      track->pending ? track->sample.flags & STEADY_SAMPLE_GAP : (uint8_t) 0;
  track->sample = *sample;
  track->sample.flags |= gap;
  track->pending = true;
}

static void
write_event (SteadyCaseBatch *batch,
             SteadySpan       t,
             uint32_t         event,
             double           value,
             const char      *text)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_EVENT);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, t);
  steady_case_batch_integer (batch, event);
  steady_case_batch_real (batch, value);
  steady_case_batch_text (batch, text);
}

static void
take_alarm (SteadyCaseAssembler     *self,
            const SteadyAlarmRecord *alarm,
            SteadyCaseBatch         *batch)
{
  const char      *end = memchr (alarm->id, '\0', sizeof alarm->id);
  const size_t     length = end != NULL ? (size_t) (end - alarm->id) : sizeof alarm->id;
  g_autofree char *id = g_strndup (alarm->id, length);

  steady_case_batch_begin (batch, STEADY_CASE_TABLE_ALARM);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, alarm->t - self->start);
  steady_case_batch_text (batch, id);
  steady_case_batch_integer (batch, alarm->state);
  steady_case_batch_integer (batch, alarm->before);
  steady_case_batch_integer (batch, alarm->priority);
  steady_case_batch_integer (batch, alarm->category);
  steady_case_batch_integer (batch, alarm->channel);
  steady_case_batch_real (batch, alarm->has_value ? alarm->value : (double) NAN);
  steady_case_batch_real (batch, alarm->has_value ? alarm->limit : (double) NAN);
  if (alarm->since == STEADY_INSTANT_NEVER)
    steady_case_batch_null (batch);
  else
    steady_case_batch_integer (batch, alarm->since - self->start);
  steady_case_batch_integer (batch, alarm->first_out);
  steady_case_batch_integer (batch, alarm->sounding);
  steady_case_batch_integer (batch, alarm->condition);
  steady_case_batch_integer (batch, alarm->technical);
}

static void
take_command (SteadyCaseAssembler    *self,
              const SteadyCaseRecord *record,
              SteadyCaseBatch        *batch)
{
  const SteadyCommand *command = &record->command;
  const bool           expects = (command->flags & STEADY_COMMAND_HAS_EXPECTED) != 0;

  steady_case_batch_begin (batch, STEADY_CASE_TABLE_COMMAND);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, record->t - self->start);
  steady_case_batch_integer (batch, (int64_t) command->id);
  steady_case_batch_integer (batch, 0);
  steady_case_batch_integer (batch, command->control);
  steady_case_batch_real (batch, command->value);
  steady_case_batch_real (batch, expects ? command->expected : (double) NAN);
  steady_case_batch_null (batch);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, 0);
  steady_case_batch_integer (batch, command->origin);
}

static void
take_answer (SteadyCaseAssembler *self,
             const SteadyAnswer  *answer,
             SteadyCaseBatch     *batch)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_COMMAND);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, answer->t - self->start);
  steady_case_batch_integer (batch, (int64_t) answer->id);
  steady_case_batch_integer (batch, answer->status);
  steady_case_batch_integer (batch, answer->control);
  steady_case_batch_real (batch, answer->value);
  steady_case_batch_null (batch);
  steady_case_batch_real (batch, answer->low);
  steady_case_batch_real (batch, answer->high);
  steady_case_batch_integer (batch, answer->refusal);
  steady_case_batch_integer (batch, answer->origin);
}

static void
take_state (SteadyCaseAssembler    *self,
            const SteadyCaseRecord *record,
            const void             *payload,
            SteadyCaseBatch        *batch)
{
  const SteadySpan t = record->t - self->start;

  /* The row of a minute is written over until the minute is full. */
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_STATE);
  steady_case_batch_integer (batch, steady_case_second (t) / 60);
  steady_case_batch_integer (batch, t);
  steady_case_batch_blob (batch, payload, record->count);
}

static void
take_note (SteadyCaseAssembler    *self,
           const SteadyCaseRecord *record,
           const char             *payload,
           SteadyCaseBatch        *batch)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_NOTE);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, record->t - self->start);
  steady_case_batch_text (batch, "engine");
  steady_case_batch_text (batch, payload);
  steady_case_batch_text (batch, payload + strlen (payload) + 1);
}

static void
take_judged (SteadyCaseAssembler    *self,
             const SteadyCaseRecord *record,
             const void             *payload,
             SteadyCaseBatch        *batch)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_JUDGED);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, record->t - self->start);
  steady_case_batch_integer (batch, record->judged.begins);
  steady_case_batch_blob (batch, payload, record->count);
}

/* The text ends in NUL, whoever sent it. */
static void
take_plan (SteadyCaseAssembler    *self,
           const SteadyCaseRecord *record,
           const char             *text,
           SteadyCaseBatch        *batch)
{
  if (record->count == 0 || text[record->count - 1] != '\0')
    return;
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_PLAN);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, record->t - self->start);
  steady_case_batch_text (batch, text);
}

static void
write_clock (SteadyCaseAssembler *self, int64_t utc_ns, SteadyCaseBatch *batch)
{
  steady_case_batch_begin (batch, STEADY_CASE_TABLE_CLOCK);
  steady_case_batch_null (batch);
  steady_case_batch_integer (batch, self->now);
  steady_case_batch_text (batch, self->boot_id);
  steady_case_batch_integer (batch, self->start);
  steady_case_batch_integer (batch, utc_ns);
}

static void
take_tick (SteadyCaseAssembler *self,
           SteadySpan           t,
           int64_t              utc_ns,
           SteadyCaseBatch     *batch)
{
  if (self->last >= 0)
    {
      write_event (batch,
                   self->last,
                   STEADY_EVENT_GAP,
                   steady_span_seconds (MAX (t - self->last, 0)),
                   "");
      self->last = -1;
    }
  advance (self, t, batch);
  const int64_t difference = utc_ns - t;
  const bool    first = self->clock_written < 0;
  const bool    step = !first && !self->manual_clock &&
                    llabs (difference - self->clock_difference) > CLOCK_STEP;
  if (first || step ||
      t / STEADY_NSEC_PER_MIN > self->clock_written / STEADY_NSEC_PER_MIN)
    {
      write_clock (self, utc_ns, batch);
      if (step && llabs (difference - self->clock_difference) >= STEADY_CASE_CLOCK_TOLD)
        write_event (batch,
                     t,
                     STEADY_EVENT_CLOCK_SET,
                     steady_span_seconds (difference - self->clock_difference),
                     "");
      self->clock_written = MAX (t, 0);
      self->clock_difference = difference;
    }
  /* All at once, so that one transaction takes them all. */
  const bool flush = !self->manual_clock && t / FLUSH_EVERY > self->flushed;
  for (guint i = 0; i < self->tracks->len; i++)
    {
      Track *track = self->tracks->pdata[i];
      if (track->filled > 0 && (flush || t - track->first_t > FLUSH_AFTER))
        flush_block (track, batch);
    }
  if (flush)
    self->flushed = t / FLUSH_EVERY;
}

/* Takes one record; complete rows go to @batch. Thread: the writer's. */
void
steady_case_assembler_take (SteadyCaseAssembler    *self,
                            const SteadyCaseRecord *record,
                            const void             *payload,
                            SteadyCaseBatch        *batch)
{
  switch ((SteadyCaseRecordType) record->type)
    {
    case STEADY_CASE_RECORD_WAVE:
      take_wave (self, record, payload, batch);
      break;
    case STEADY_CASE_RECORD_NUMERIC:
      take_numeric (self, &record->numeric, batch);
      break;
    case STEADY_CASE_RECORD_ALARM:
      take_alarm (self, &record->alarm, batch);
      break;
    case STEADY_CASE_RECORD_COMMAND:
      take_command (self, record, batch);
      break;
    case STEADY_CASE_RECORD_ANSWER:
      take_answer (self, &record->answer, batch);
      break;
    case STEADY_CASE_RECORD_EVENT:
      write_event (batch,
                   record->t - self->start,
                   record->event.event,
                   record->event.value,
                   record->event.text);
      break;
    case STEADY_CASE_RECORD_CLINICAL:
      steady_case_clinical_write (&record->clinical, self->start, batch);
      break;
    case STEADY_CASE_RECORD_CHECKLIST:
      steady_case_checklist_write (&record->checklist, self->start, batch);
      break;
    case STEADY_CASE_RECORD_STATE:
      take_state (self, record, payload, batch);
      break;
    case STEADY_CASE_RECORD_JUDGED:
      take_judged (self, record, payload, batch);
      break;
    case STEADY_CASE_RECORD_PLAN:
      take_plan (self, record, payload, batch);
      break;
    case STEADY_CASE_RECORD_NOTE:
      take_note (self, record, payload, batch);
      break;
    case STEADY_CASE_RECORD_TICK:
      take_tick (self, record->t - self->start, record->tick.utc_ns, batch);
      break;
    }
}

/* All that is begun goes to @batch: the case ends. Thread: the writer's. */
void
steady_case_assembler_flush (SteadyCaseAssembler *self, SteadyCaseBatch *batch)
{
  for (guint i = 0; i < self->tracks->len; i++)
    {
      Track *track = self->tracks->pdata[i];
      flush_block (track, batch);
      if (track->pending)
        write_numeric (self, track, batch);
    }
}

/* All before this case time is in batches. Thread: the writer's. */
SteadySpan
steady_case_assembler_complete_to (const SteadyCaseAssembler *self)
{
  SteadySpan complete = self->now;

  for (guint i = 0; i < self->tracks->len; i++)
    {
      const Track *track = self->tracks->pdata[i];
      if (track->filled > 0)
        complete = MIN (complete, track->first_t);
      if (track->pending)
        complete = MIN (complete, track->sample.t - self->start);
    }
  return complete;
}

/*
 * Once a minute of case time: blocks written since shall be covered by the chain,
 * numerics up to @ret_numeric_id.
 *
 * Thread: the writer's.
 */
bool
steady_case_assembler_cover_due (SteadyCaseAssembler *self, int64_t *ret_numeric_id)
{
  if (self->now - self->covered < STEADY_NSEC_PER_MIN)
    return false;
  self->covered = self->now;
  *ret_numeric_id = steady_case_numeric_id (self->second, 0, 0) - 1;
  return true;
}

/* Records of channels that were never declared. Thread: the writer's. */
uint64_t
steady_case_assembler_refused (const SteadyCaseAssembler *self)
{
  return self->refused;
}

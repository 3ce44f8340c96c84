/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/steady-engine-desk.h"
#include "engine/steady-engine-steer.h"
#include "engine/steady-welcome.h"

/* A source that is expected may take this long to give its first value. [GK] */
#define FIRST_SECONDS (5 * STEADY_NSEC_PER_SEC)

/* Stores and shows a numeric; a state is stored only when it changes. */
static void
tell_numeric (SteadyEngine *self, const SteadySample *sample)
{
  const bool fixed = sample->channel < STEADY_CHANNEL_MAX;
  bool       changed = true;

  if (fixed)
    {
      SteadySample            *told = &self->told[sample->channel];
      const SteadyChannelInfo *info =
          steady_channel_info ((SteadyChannel) sample->channel);
      if (info != NULL && info->kind == STEADY_CHANNEL_KIND_STATE)
        changed = told->quality != sample->quality ||
                  memcmp (&told->value, &sample->value, sizeof told->value) != 0;
      *told = *sample;
    }
  if (changed && self->writer != NULL)
    steady_case_writer_numeric (self->writer, sample);
  if (changed)
    steady_tally_sample (&self->tally, sample);
  steady_outlet_sample (&self->outlet, sample);
}

static void
flush_track (SteadyEngine *self, SteadyWaveTrack *track)
{
  if (track->count == 0)
    return;
  const SteadyWaveRun run = { .first_index = track->first_index,
                              .t_first = track->t_first,
                              .rate_hz = (float) track->rate_hz,
                              .channel = track->anchor.channel,
                              .count = (uint16_t) track->count };
  if (self->writer != NULL)
    steady_case_writer_wave (self->writer,
                             (SteadyChannel) run.channel,
                             run.first_index,
                             run.t_first,
                             track->values,
                             track->count,
                             track->gap_before);
  steady_outlet_wave (&self->outlet, &run, track->values);
  self->tally.samples += track->count;
  steady_wave_track_clear (track);
}

static void
take_wave (SteadyEngine *self, SteadyWaveTrack *track, const SteadySample *sample)
{
  if (!steady_wave_track_add (track, sample))
    {
      flush_track (self, track);
      steady_wave_track_add (track, sample);
    }
  steady_value_table_set (&self->values, sample);
}

/* What no device may say: simulated things in a live case, how the engine is, and what
 * another device says already. */
static bool
is_refused (const SteadyEngine *self, const SteadySample *sample)
{
  return (self->mode == STEADY_MODE_LIVE &&
          (sample->flags & STEADY_SAMPLE_SIMULATED) != 0) ||
         (self->recall == NULL &&
          steady_welcome_is_own ((SteadyChannel) sample->channel)) ||
         (self->owner_of[sample->channel] != 0 &&
          self->owner_of[sample->channel] != sample->source);
}

static void
take_sample (SteadyEngine *self, SteadySample *sample)
{
  if (is_refused (self, sample))
    {
      /* how the engine of that day was is of no use to this one */
      self->tally.refused += self->mode != STEADY_MODE_REVIEW;
      return;
    }
  if (self->mode != STEADY_MODE_REVIEW)
    steady_zero_take (&self->zero, sample);
  if (sample->channel < STEADY_CHANNEL_MAX)
    steady_quality_judge_sample (&self->judge, sample);
  steady_deriver_feed (&self->deriver, sample);
  const int16_t track = self->track_of[sample->channel];
  if (track >= 0)
    take_wave (self, &self->tracks[track], sample);
  else if (sample->channel < STEADY_CHANNEL_MAX &&
           steady_deriver_owns (&self->deriver, (SteadyChannel) sample->channel))
    {
      /* Two sources must never alternate on one tile: recorded, not shown. What an
       * engine derived that day is derived anew. */
      if (self->writer != NULL && (sample->flags & STEADY_SAMPLE_DERIVED) == 0)
        steady_case_writer_numeric (self->writer, sample);
    }
  else
    {
      steady_value_table_set (&self->values, sample);
      tell_numeric (self, sample);
    }
}

/* What an analyser has measured goes to the people: whose it is nobody here knows. */
static void
pass_results (SteadyEngine *self, SteadyDevice *device)
{
  SteadyLaboratoryResult result;

  while (steady_device_next_result (device, &result))
    steady_outlet_put (&self->outlet,
                       STEADY_FRAME_LABORATORY_RESULTS,
                       self->moment.now,
                       1,
                       &result,
                       sizeof result);
}

/*
 * Lets the devices without a thread produce up to now, and takes all samples of all
 * devices, in device order.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_take_samples (SteadyEngine *self)
{
  for (unsigned i = 0; i < self->n_devices; i++)
    {
      SteadyDevice    *device = self->devices[i];
      const SteadySpan behind = device->simulated ? self->behind : 0;
      SteadySample     sample;

      if (device->class->tick != NULL)
        device->class->tick (device, self->moment.now - behind);
      while (steady_device_next_sample (device, &sample))
        {
          sample.t += behind;
          self->news.taken[i]++;
          self->news.heard[i] = self->moment.real;
          take_sample (self, &sample);
        }
      pass_results (self, device);
    }
}

/* A case holds only the changes of a state: in playback it stands until the next. */
static void
hold_states (SteadyEngine *self)
{
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      SteadySample            *latest = &self->values.latest[info->channel];
      if (info->kind == STEADY_CHANNEL_KIND_STATE && steady_sample_usable (latest))
        latest->t = self->moment.now;
    }
}

/* What became too old is told once, with its last value and the instant of now. */
static void
tell_stale (SteadyEngine *self)
{
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      SteadySample             sample = self->values.latest[info->channel];
      if (info->kind == STEADY_CHANNEL_KIND_WAVE ||
          sample.quality != STEADY_QUALITY_STALE ||
          self->told[info->channel].quality == STEADY_QUALITY_STALE)
        continue;
      sample.t = self->moment.now;
      tell_numeric (self, &sample);
    }
}

static bool
is_expected (const SteadyEngine *self, SteadyChannel channel)
{
  for (unsigned i = 0; i < self->n_devices; i++)
    for (unsigned k = 0; k < self->devices[i]->n_channels; k++)
      if (self->devices[i]->channels[k].channel == channel &&
          (self->devices[i]->channels[k].flags & STEADY_SAMPLE_ENTERED) == 0)
        return true;
  return steady_deriver_owns (&self->deriver, channel);
}

/*
 * Nothing has been measured yet: that is no fault for the first seconds of a source
 * that is expected, and for one that a recording does not hold or that people enter it
 * never is.
 *
 * Thread: main, before the tick starts.
 */
void
steady_engine_expect (SteadyEngine *self)
{
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannel channel = steady_channel_at (i)->channel;
      const bool          awaited =
          is_expected (self, channel) || steady_conduct_is_entered (channel);
      if (self->mode == STEADY_MODE_REVIEW || awaited)
        self->values.latest[channel] =
            (SteadySample){ .t = self->moment.now,
                            .t_device = STEADY_NO_DEVICE_TIME,
                            .channel = (uint16_t) channel,
                            .quality = STEADY_QUALITY_NOT_APPLICABLE };
    }
  self->expect_until = self->moment.now + FIRST_SECONDS;
}

/* What was expected and has not come by now is missing. */
static void
end_expectation (SteadyEngine *self)
{
  if (self->moment.now < self->expect_until)
    return;
  self->expect_until = STEADY_INSTANT_NEVER;
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannel channel = steady_channel_at (i)->channel;
      SteadySample       *latest = &self->values.latest[channel];
      if (latest->quality == STEADY_QUALITY_NOT_APPLICABLE &&
          self->told[channel].quality == STEADY_QUALITY_MISSING &&
          is_expected (self, channel))
        latest->quality = STEADY_QUALITY_MISSING;
    }
}

/*
 * Judges age and derives.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_derive (SteadyEngine *self)
{
  SteadySample   samples[STEADY_DERIVER_MAX];
  const unsigned n = steady_deriver_tick (
      &self->deriver, self->moment.now, &self->values, samples, STEADY_DERIVER_MAX);
  for (unsigned i = 0; i < n; i++)
    {
      steady_value_table_set (&self->values, &samples[i]);
      tell_numeric (self, &samples[i]);
    }
  if (self->mode == STEADY_MODE_REVIEW)
    hold_states (self);
  steady_value_table_judge (&self->values, self->moment.now);
  tell_stale (self);
  end_expectation (self);
}

/* Hands on what the waveforms of this tick hold. Thread: tick. Does not allocate or
 * lock. */
void
steady_engine_flush_waves (SteadyEngine *self)
{
  for (unsigned i = 0; i < self->n_tracks; i++)
    flush_track (self, &self->tracks[i]);
}

/*
 * Stores and shows what the engine itself knows, when it has changed. What a person
 * entered is news each time.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_tell_own (SteadyEngine *self, const SteadySample *sample)
{
  const SteadySample *told = &self->told[sample->channel];

  if (self->recall != NULL)
    return; /* what it was then counts */
  if ((sample->flags & STEADY_SAMPLE_ENTERED) == 0 &&
      told->quality == sample->quality &&
      memcmp (&told->value, &sample->value, sizeof told->value) == 0)
    return;
  steady_value_table_set (&self->values, sample);
  tell_numeric (self, sample);
}

static void
tell_own_as (SteadyEngine *self,
             SteadyChannel channel,
             SteadyQuality quality,
             double        value)
{
  const SteadySample sample = { .t = self->moment.now,
                                .t_device = STEADY_NO_DEVICE_TIME,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = (uint8_t) quality };
  steady_engine_tell_own (self, &sample);
}

static void
tell_own (SteadyEngine *self, SteadyChannel channel, double value)
{
  tell_own_as (self, channel, STEADY_QUALITY_VALID, value);
}

static SteadyLinkState
worst_link (const SteadyEngine *self)
{
  SteadyLinkState worst = STEADY_LINK_NONE;
  for (unsigned i = 0; i < self->n_devices; i++)
    {
      const SteadyDevice   *device = self->devices[i];
      const SteadyLinkState link =
          device->class->link != NULL ? device->class->link (device) : STEADY_LINK_UP;
      if (link > worst)
        worst = link;
    }
  return worst;
}

/* How the record stands. With a manual clock the writer makes the tick wait, so being
 * behind is no state of it. Thread: tick. */
SteadyRecorderState
steady_engine_recorder (const SteadyEngine *self)
{
  if (self->writer == NULL)
    return STEADY_RECORDER_NONE;
  const SteadyRecorderState state =
      (SteadyRecorderState) steady_case_writer_progress (self->writer).recorder;
  return self->manual && state == STEADY_RECORDER_BEHIND ? STEADY_RECORDER_WRITING
                                                         : state;
}

/* A case grows by so much before its own growth is known, bytes/s. [GK] */
#define GROWTH 20000.0
/* … which it is after this. */
#define GROWTH_KNOWN 60.0

/* Room on the disk in hours of recording. */
static double
disk_hours (const SteadyEngine *self, const SteadyCaseProgress *progress)
{
  const double passed = steady_span_seconds (self->moment.now - self->start);
  const double grown = (double) progress->file_bytes;
  const double growth =
      passed > GROWTH_KNOWN && grown / passed > GROWTH / 4 ? grown / passed : GROWTH;
  return floor ((double) progress->disk_bytes / growth / 360.0) / 10.0;
}

/* What of the disk is no function of the case is not told where runs must be equal. */
static void
watch_disk (SteadyEngine *self)
{
  const bool told = self->writer != NULL && !self->manual;
  if (!told)
    {
      tell_own_as (self, STEADY_CHANNEL_WAL_SIZE, STEADY_QUALITY_NOT_APPLICABLE, 0);
      tell_own_as (self, STEADY_CHANNEL_DISK_HOURS, STEADY_QUALITY_NOT_APPLICABLE, 0);
      return;
    }
  const SteadyCaseProgress progress = steady_case_writer_progress (self->writer);
  tell_own (
      self, STEADY_CHANNEL_WAL_SIZE, floor ((double) progress.wal_bytes / 1048576.0));
  if (progress.disk_known)
    tell_own (self, STEADY_CHANNEL_DISK_HOURS, disk_hours (self, &progress));
  else
    tell_own_as (self, STEADY_CHANNEL_DISK_HOURS, STEADY_QUALITY_NOT_APPLICABLE, 0);
}

/*
 * The system itself as a source: how late, who is there, whether the record is kept.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_watch (SteadyEngine *self)
{
  const SteadyInstant real = self->moment.real;
  double              ms;

  if (steady_watch_late (&self->watch, real, self->moment.lateness, &ms) &&
      !self->manual)
    tell_own (self, STEADY_CHANNEL_ENGINE_LATENESS, ms);
  else if (self->ticks == 1)
    tell_own (self, STEADY_CHANNEL_ENGINE_LATENESS, 0);
  tell_own (self, STEADY_CHANNEL_DEVICE_LINK, worst_link (self));
  tell_own (
      self, STEADY_CHANNEL_SOUNDER_LINK, steady_watch_sounder (&self->watch, real));
  tell_own (
      self, STEADY_CHANNEL_SUPERVISOR_LINK, steady_watch_supervisor (&self->watch));
  tell_own (self, STEADY_CHANNEL_RECORDER, steady_engine_recorder (self));
  tell_own (self, STEADY_CHANNEL_CONSOLE_LINK, steady_watch_console (&self->watch));
  tell_own (self,
            STEADY_CHANNEL_CLOCK_STEPPED,
            !self->manual &&
                steady_watch_clock (&self->watch, real, self->moment.utc_ns));
  watch_disk (self);
  tell_own (
      self, STEADY_CHANNEL_INTERVENTION_FAILED, self->gate.intervention_failed != 0);
  tell_own (self, STEADY_CHANNEL_COMMAND_FAILED, self->gate.command_failed);
  tell_own (self, STEADY_CHANNEL_STEERING_LOST, steady_engine_steer_is_lost (self));
  tell_own (self, STEADY_CHANNEL_OVERRIDE, steady_engine_override (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/replay/steady-replay-source.h"

#include "recording/steady-recording.h"

typedef struct FromRecording
{
  SteadyReplaySource base;
  SteadyRecording   *recording;
} FromRecording;

static bool
recording_next (SteadyReplaySource *source, SteadySample *ret_sample, GError **error)
{
  return steady_recording_next (
      ((FromRecording *) source)->recording, ret_sample, error);
}

static void
recording_free (SteadyReplaySource *source)
{
  steady_recording_free (((FromRecording *) source)->recording);
  g_free (source);
}

static SteadyCaseChannel
describe (const SteadyRecordingSignal *signal)
{
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) signal->channel);
  SteadyCaseChannel        channel = { .channel = signal->channel,
                                       .kind = signal->kind,
                                       .rate_hz = signal->rate_hz };

  channel.decimals = info != NULL ? info->decimals : 2;
  g_strlcpy (
      channel.name, info != NULL ? info->name : signal->name, sizeof channel.name);
  g_strlcpy (
      channel.label, info != NULL ? info->label : signal->name, sizeof channel.label);
  g_strlcpy (channel.unit, signal->unit, sizeof channel.unit);
  g_strlcpy (channel.source, signal->name, sizeof channel.source);
  return channel;
}

static SteadyReplaySource *
open_recording (const char *path, GError **error)
{
  SteadyRecording *recording = steady_recording_open (path, error);
  unsigned         count;

  if (recording == NULL)
    return NULL;
  FromRecording *self = g_new0 (FromRecording, 1);
  self->recording = recording;
  self->base.next = recording_next;
  self->base.free = recording_free;
  self->base.channels = g_array_new (FALSE, TRUE, sizeof (SteadyCaseChannel));
  const SteadyRecordingSignal *signals = steady_recording_signals (recording, &count);
  for (unsigned i = 0; i < count; i++)
    {
      const SteadyCaseChannel channel = describe (&signals[i]);
      g_array_append_val (self->base.channels, channel);
    }
  return &self->base;
}

/*
 * Opens a recording, or a case where the name ends in .steady.
 *
 * Thread: any but the tick.
 */
SteadyReplaySource *
steady_replay_source_open (const char *path, SteadySpan from, GError **error)
{
  return g_str_has_suffix (path, ".steady")
             ? steady_replay_source_open_case (path, from, error)
             : open_recording (path, error);
}

/* Accepts NULL. Thread: any. */
void
steady_replay_source_free (SteadyReplaySource *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->channels, g_array_unref);
  self->free (self);
}

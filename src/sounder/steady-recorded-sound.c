/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-recorded-sound.h"

#include <math.h>
#include <sndfile.h>
#include <string.h>

#include <glib.h>

#include "sound/steady-sound-set.h"

#define N_(text) (text)

/*
 * A file may be garbled or simply wrong, and an alarm that nobody hears is worse than
 * one of plain tones: what is silent, late, short or long is refused [GK].
 */
#define SHORTEST  (STEADY_SOUND_RATE / 5)  /* samples: 0.2 s */
#define LONGEST   (5 * STEADY_SOUND_RATE)  /* 2.5 s of silence stay before the next */
#define LATEST    (STEADY_SOUND_RATE / 10) /* sounds within 0.1 s */
#define SOFTEST   0.1f                     /* of full scale, its loudest sample */
#define EMPTIEST  0.03f /* root mean square against the loudest sample */
#define PEAK      0.95f
#define ONSET     0.1f /* of the loudest sample: here it begins to sound */
#define READ_PART 4096

/* A file in memory, as libsndfile reads it. */
typedef struct Memory
{
  const uint8_t *bytes;
  sf_count_t     length;
  sf_count_t     at;
} Memory;

static sf_count_t
memory_length (void *data)
{
  return ((Memory *) data)->length;
}

static sf_count_t
memory_seek (sf_count_t offset, int whence, void *data)
{
  Memory    *self = data;
  sf_count_t from = whence == SEEK_SET   ? 0
                    : whence == SEEK_CUR ? self->at
                                         : self->length;

  if (offset < -from || offset > self->length - from)
    return -1;
  self->at = from + offset;
  return self->at;
}

static sf_count_t
memory_read (void *target, sf_count_t count, void *data)
{
  Memory          *self = data;
  const sf_count_t left = self->length - self->at;

  if (count > left)
    count = left;
  if (count <= 0)
    return 0;
  memcpy (target, self->bytes + self->at, (size_t) count);
  self->at += count;
  return count;
}

static sf_count_t
memory_write (const void *source, sf_count_t count, void *data)
{
  return 0;
}

static sf_count_t
memory_tell (void *data)
{
  return ((Memory *) data)->at;
}

/* The library reads many formats; a site's alarm sounds are plain samples in WAV. */
static const char *
check_format (const SF_INFO *info)
{
  const int type = info->format & SF_FORMAT_TYPEMASK;

  if (type != SF_FORMAT_WAV && type != SF_FORMAT_WAVEX)
    return N_ ("is no WAV file");
  switch (info->format & SF_FORMAT_SUBMASK)
    {
    case SF_FORMAT_PCM_U8:
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_FLOAT:
      break;
    default:
      return N_ ("is compressed; make it plain 16-bit samples");
    }
  if (info->samplerate != STEADY_SOUND_RATE)
    return N_ ("is not of 48000 samples a second");
  if (info->channels < 1 || info->channels > 2)
    return N_ ("has more than two channels");
  if (info->frames < SHORTEST)
    return N_ ("is shorter than 0.2 s");
  return info->frames > LONGEST ? N_ ("is longer than 5 s") : NULL;
}

/* Mixes what is in @file to mono; fewer frames than announced are a damaged file. */
static bool
read_mono (SNDFILE *file, const SF_INFO *info, float *ret_samples)
{
  float      part[2 * READ_PART];
  sf_count_t done = 0;

  while (done < info->frames)
    {
      const sf_count_t wanted = MIN (info->frames - done, READ_PART);
      const sf_count_t got = sf_readf_float (file, part, wanted);
      if (got <= 0)
        return false;
      for (sf_count_t i = 0; i < got; i++)
        ret_samples[done + i] =
            info->channels == 1 ? part[i] : 0.5f * (part[2 * i] + part[2 * i + 1]);
      done += got;
    }
  return true;
}

/* Whether it can be heard as an alarm; makes its loudest sample PEAK. */
static const char *
check_sound (float *samples, uint32_t length)
{
  float    peak = 0.0f;
  double   energy = 0.0;
  uint32_t onset = 0;

  for (uint32_t i = 0; i < length; i++)
    {
      if (!isfinite (samples[i]))
        return N_ ("holds something that is no number");
      peak = fmaxf (peak, fabsf (samples[i]));
      energy += (double) samples[i] * (double) samples[i];
    }
  if (peak < SOFTEST)
    return N_ ("is too soft to be heard");
  if (sqrt (energy / length) < (double) (EMPTIEST * peak))
    return N_ ("is almost all silence");
  while (fabsf (samples[onset]) < ONSET * peak)
    onset++;
  if (onset > LATEST)
    return N_ ("begins with more than 0.1 s of silence");
  for (uint32_t i = 0; i < length; i++)
    samples[i] *= PEAK / peak;
  return NULL;
}

/*
 * Reads a WAV file that lies in memory. NULL, or what is wrong with it (a part of a
 * sentence that begins with the file's name).
 *
 * Thread: main, before the stream starts.
 */
const char *
steady_recorded_sound_parse (const void          *bytes,
                             size_t               length,
                             SteadyRecordedSound *ret_sound)
{
  SF_VIRTUAL_IO io = {
    memory_length, memory_seek, memory_read, memory_write, memory_tell
  };
  Memory  memory = { .bytes = bytes, .length = (sf_count_t) length };
  SF_INFO info = { 0 };

  /* not even offered to the readers of other formats */
  if (length < 12 || memcmp (bytes, "RIFF", 4) != 0 ||
      memcmp ((const char *) bytes + 8, "WAVE", 4) != 0)
    return N_ ("is no WAV file");
  if (length > STEADY_RECORDED_SOUND_MAX)
    return N_ ("is larger than 8 MiB");
  SNDFILE *file = sf_open_virtual (&io, SFM_READ, &info, &memory);
  if (file == NULL)
    return N_ ("is no WAV file that can be read");
  const char *problem = check_format (&info);
  if (problem == NULL)
    {
      g_autofree float *samples = g_new0 (float, (gsize) info.frames);
      problem = read_mono (file, &info, samples)
                    ? check_sound (samples, (uint32_t) info.frames)
                    : N_ ("ends before the length that it announces");
      if (problem == NULL)
        *ret_sound = (SteadyRecordedSound){ .samples = g_steal_pointer (&samples),
                                            .length = (uint32_t) info.frames };
    }
  sf_close (file);
  return problem;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wave-maker.h"

#include <string.h>

static void
put (GByteArray *out, uint32_t value, unsigned bytes)
{
  for (unsigned i = 0; i < bytes; i++)
    g_byte_array_append (out, (const guint8[]){ (guint8) (value >> (8 * i)) }, 1);
}

static void
put_sample (GByteArray *out, const WaveShape *shape, unsigned bits, double value)
{
  if (shape->is_float)
    {
      const float one = (float) value;
      uint32_t    image;
      memcpy (&image, &one, sizeof image);
      put (out, image, 4);
      return;
    }
  put (out, (uint32_t) (int32_t) (value * (double) ((1u << (bits - 1)) - 1)), bits / 8);
}

/* The file, written from the public description of the format. */
GByteArray *
wave_make (const WaveShape *shape)
{
  GByteArray    *out = g_byte_array_new ();
  const unsigned channels = shape->channels != 0 ? shape->channels : 1;
  const unsigned rate = shape->rate != 0 ? shape->rate : 48000;
  const unsigned bits = shape->bits != 0 ? shape->bits : 16;
  const unsigned frame = channels * bits / 8;
  const unsigned size = shape->frames * frame;
  const unsigned tag = shape->tag != 0 ? shape->tag : shape->is_float ? 3 : 1;

  g_byte_array_append (out, (const guint8 *) "RIFF", 4);
  put (out, 36 + size, 4);
  g_byte_array_append (out, (const guint8 *) "WAVEfmt ", 8);
  put (out, 16, 4);
  put (out, tag, 2);
  put (out, channels, 2);
  put (out, rate, 4);
  put (out, rate * frame, 4);
  put (out, frame, 2);
  put (out, bits, 2);
  g_byte_array_append (out, (const guint8 *) "data", 4);
  put (out, size, 4);
  for (unsigned i = 0; i < shape->frames; i++)
    for (unsigned c = 0; c < channels; c++)
      {
        const bool silent = i < shape->late || (shape->until != 0 && i >= shape->until);
        const double value = i / 48 % 2 == 0 ? shape->loudness : -shape->loudness;
        put_sample (out, shape, bits, silent ? 0.0 : value);
      }
  return out;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-block.h"

#include <math.h>
#include <string.h>

/* -32768 is left free: in other formats it says "missing". */
#define LOWEST  (-32767.0)
#define HIGHEST 32767.0

static void
put16 (uint8_t *to, int16_t value)
{
  const uint16_t bits = (uint16_t) value;
  to[0] = (uint8_t) bits;
  to[1] = (uint8_t) (bits >> 8);
}

static int16_t
get16 (const uint8_t *from)
{
  return (int16_t) (uint16_t) (from[0] | from[1] << 8);
}

static void
put_float (uint8_t *to, float value)
{
  uint32_t bits;
  memcpy (&bits, &value, sizeof bits);
  for (unsigned i = 0; i < 4; i++)
    to[i] = (uint8_t) (bits >> (8 * i));
}

static float
get_float (const uint8_t *from)
{
  uint32_t bits = 0;
  float    value;
  for (unsigned i = 0; i < 4; i++)
    bits |= (uint32_t) from[i] << (8 * i);
  memcpy (&value, &bits, sizeof value);
  return value;
}

static float
decoded (const SteadyCaseScale *scale, int n)
{
  return (float) (scale->offset + scale->scale * n);
}

/*
 * The scale by which all from @low to @high fits into 16 bits in steps no larger than
 * @step; none where it does not. Steps are powers of two, so that round numbers and
 * all that is stored are exact.
 *
 * Thread: any.
 */
SteadyCaseScale
steady_case_scale_for_range (double low, double high, double step)
{
  if (!(high > low) || !isfinite (low) || !isfinite (high))
    return (SteadyCaseScale){ 0, 0 };
  const double scale = exp2 (ceil (log2 ((high - low) / (HIGHEST - LOWEST - 1))));
  if (scale > step)
    return (SteadyCaseScale){ 0, 0 };
  return (SteadyCaseScale){ scale, rint ((low + high) / 2 / scale) * scale };
}

/* Bytes of one number. Thread: any. */
size_t
steady_case_format_size (SteadyCaseFormat format)
{
  return format == STEADY_CASE_FORMAT_INT16 ? 2 : 4;
}

static bool
fits (const SteadyCaseScale *scale, const float *values, unsigned count)
{
  if (!(scale->scale > 0))
    return false;
  for (unsigned i = 0; i < count; i++)
    {
      const double n = (values[i] - scale->offset) / scale->scale;
      if (!(n > LOWEST - 0.5 && n < HIGHEST + 0.5))
        return false;
    }
  return true;
}

/*
 * Writes @count finite values into @ret_bytes (4 bytes for each): with 16 bits when all
 * fit the scale, else as they are.
 *
 * Thread: any.
 */
SteadyCaseFormat
steady_case_block_encode (const SteadyCaseScale *scale,
                          const float           *values,
                          unsigned               count,
                          uint8_t               *ret_bytes)
{
  if (fits (scale, values, count))
    {
      for (unsigned i = 0; i < count; i++)
        put16 (ret_bytes + (size_t) 2 * i,
               (int16_t) lrint ((values[i] - scale->offset) / scale->scale));
      return STEADY_CASE_FORMAT_INT16;
    }
  for (unsigned i = 0; i < count; i++)
    put_float (ret_bytes + (size_t) 4 * i, values[i]);
  return STEADY_CASE_FORMAT_FLOAT32;
}

/*
 * Reads @count numbers; false when a format or a number is none that a writer makes.
 *
 * Thread: any.
 */
bool
steady_case_block_decode (SteadyCaseFormat       format,
                          const SteadyCaseScale *scale,
                          const uint8_t         *bytes,
                          unsigned               count,
                          float                 *ret_values)
{
  if (format != STEADY_CASE_FORMAT_INT16 && format != STEADY_CASE_FORMAT_FLOAT32)
    return false;
  for (unsigned i = 0; i < count; i++)
    {
      ret_values[i] = format == STEADY_CASE_FORMAT_INT16
                          ? decoded (scale, get16 (bytes + (size_t) 2 * i))
                          : get_float (bytes + (size_t) 4 * i);
      if (!isfinite (ret_values[i]))
        return false;
    }
  return true;
}

/* The whole number whose value is nearest to @value on its outer side. */
static int
outwards (const SteadyCaseScale *scale, float value, bool up)
{
  int n = (int) lrint ((value - scale->offset) / scale->scale);
  while (!up && decoded (scale, n) > value)
    n--;
  while (up && decoded (scale, n) < value)
    n++;
  return n;
}

static bool
bounds_fit (const SteadyCaseScale *scale, const SteadyEnvelope *buckets, unsigned count)
{
  if (!(scale->scale > 0))
    return false;
  for (unsigned i = 0; i < count; i++)
    {
      const float ends[2] = { buckets[i].low, buckets[i].high };
      if (buckets[i].count > 0 && !fits (scale, ends, 2))
        return false;
      if (buckets[i].count > 0 && (outwards (scale, ends[0], false) < LOWEST ||
                                   outwards (scale, ends[1], true) > HIGHEST))
        return false;
    }
  return true;
}

/*
 * Writes low and high of each bucket in turn into @ret_bytes (8 bytes for a bucket),
 * rounded outwards; an empty bucket gives zeros.
 *
 * Thread: any.
 */
SteadyCaseFormat
steady_case_bounds_encode (const SteadyCaseScale *scale,
                           const SteadyEnvelope  *buckets,
                           unsigned               count,
                           uint8_t               *ret_bytes)
{
  const bool small = bounds_fit (scale, buckets, count);

  for (unsigned i = 0; i < count; i++)
    {
      const bool empty = buckets[i].count == 0;
      if (small)
        {
          put16 (ret_bytes + (size_t) 4 * i,
                 (int16_t) (empty ? 0 : outwards (scale, buckets[i].low, false)));
          put16 (ret_bytes + (size_t) 4 * i + 2,
                 (int16_t) (empty ? 0 : outwards (scale, buckets[i].high, true)));
        }
      else
        {
          put_float (ret_bytes + (size_t) 8 * i, empty ? 0 : buckets[i].low);
          put_float (ret_bytes + (size_t) 8 * i + 4, empty ? 0 : buckets[i].high);
        }
    }
  return small ? STEADY_CASE_FORMAT_INT16 : STEADY_CASE_FORMAT_FLOAT32;
}

/* Bytes of the bounds of @count buckets. Thread: any. */
size_t
steady_case_bounds_size (SteadyCaseFormat format, unsigned count)
{
  return format == STEADY_CASE_FORMAT_NARROW
             ? (size_t) count * 4 + (count + 7) / 8
             : 2 * steady_case_format_size (format) * count;
}

/*
 * Writes the bounds of buckets of one sample each, which lie at most one float apart,
 * in half the room; false where one does not. An empty bucket gives zeros.
 *
 * Thread: any.
 */
bool
steady_case_bounds_encode_narrow (const SteadyEnvelope *buckets,
                                  unsigned              count,
                                  uint8_t              *ret_bytes)
{
  uint8_t *bits = ret_bytes + (size_t) count * 4;

  memset (bits, 0, (count + 7) / 8);
  for (unsigned i = 0; i < count; i++)
    {
      const float low = buckets[i].count == 0 ? 0 : buckets[i].low;
      const float high = buckets[i].count == 0 ? 0 : buckets[i].high;
      const bool  apart = high > low;
      if (apart && high > nextafterf (low, INFINITY))
        return false;
      put_float (ret_bytes + (size_t) 4 * i, low);
      if (apart)
        bits[i / 8] = (uint8_t) (bits[i / 8] | 1u << (i % 8));
    }
  return true;
}

/*
 * Reads low and high of @count buckets in turn; false when a format or a number is none
 * that a writer makes.
 *
 * Thread: any.
 */
bool
steady_case_bounds_decode (SteadyCaseFormat       format,
                           const SteadyCaseScale *scale,
                           const uint8_t         *bytes,
                           unsigned               count,
                           float                 *ret_ends)
{
  const uint8_t *bits = bytes + (size_t) count * 4;

  if (format != STEADY_CASE_FORMAT_NARROW)
    return steady_case_block_decode (format, scale, bytes, 2 * count, ret_ends);
  for (unsigned i = 0; i < count; i++)
    {
      const float low = get_float (bytes + (size_t) 4 * i);
      const bool  apart = (bits[i / 8] >> (i % 8) & 1) != 0;
      ret_ends[2 * i] = low;
      ret_ends[2 * i + 1] = apart ? nextafterf (low, INFINITY) : low;
      if (!isfinite (low) || !isfinite (ret_ends[2 * i + 1]))
        return false;
    }
  return true;
}

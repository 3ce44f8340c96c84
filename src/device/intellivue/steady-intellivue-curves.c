/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/intellivue/steady-intellivue-curves.h"

#include "device/intellivue/steady-intellivue-message.h"
#include "device/steady-bytes.h"

enum
{
  UNIT = 0x0996,
  SPECIFICATION = 0x096d, /* samples of a piece, bits, significant bits, flags */
  PIECE = 0x096e,
  COMPOUND_PIECE = 0x0967,
  SCALE = 0x096f, /* what the lowest and the highest sample mean, and they */
  PERIOD = 0x098d,
  PIECE_HEAD = 6
};

static SteadyIntellivueScale *
scale_of (SteadyIntellivueCurves *self, uint32_t object)
{
  for (unsigned i = 0; i < self->n; i++)
    if (self->scales[i].object == object)
      return &self->scales[i];
  if (self->n == STEADY_INTELLIVUE_OBJECTS)
    return NULL;
  self->scales[self->n] = (SteadyIntellivueScale){ .object = object };
  return &self->scales[self->n++];
}

static void
take_scale (SteadyIntellivueScale *scale, const uint8_t *bytes)
{
  scale->has_scale = true;
  scale->has_range = steady_intellivue_float (bytes, &scale->low) &&
                     steady_intellivue_float (bytes + 4, &scale->high);
  scale->low_raw = steady_be16 (bytes + 8);
  scale->high_raw = steady_be16 (bytes + 10);
}

/* Identifier, state, length, samples; gives how long it is, 0 where it is cut. */
static size_t
tell_piece (const SteadyIntellivueCurves *self,
            const SteadyIntellivueScale  *scale,
            const uint8_t                *bytes,
            size_t                        length)
{
  if (length < PIECE_HEAD)
    return 0;
  const size_t                size = steady_be16 (bytes + 4);
  const SteadyIntellivueCurve curve = { .scale = scale,
                                        .id = steady_be16 (bytes),
                                        .valid =
                                            (steady_be16 (bytes + 2) & 0xf800) == 0,
                                        .n = (unsigned) size / 2,
                                        .samples = bytes + PIECE_HEAD };
  if (length - PIECE_HEAD < size)
    return 0;
  if (curve.n > 0)
    self->told (self->owner, &curve);
  return PIECE_HEAD + size;
}

/* What an object's attributes say of its samples may stand behind them. */
static void
finish_object (SteadyIntellivueCurves *self, const SteadyIntellivueScale *scale)
{
  const uint8_t *at = self->piece;
  size_t         left = self->length, used;

  self->piece = NULL;
  if (at == NULL || scale == NULL)
    return;
  if (!self->compound)
    {
      tell_piece (self, scale, at, left);
      return;
    }
  if (left < 4)
    return;
  unsigned count = steady_be16 (at);
  for (at += 4, left -= 4; count-- > 0; at += used, left -= used)
    {
      used = tell_piece (self, scale, at, left);
      if (used == 0)
        return;
    }
}

static void
take_attribute (
    void *owner, uint32_t object, unsigned id, const uint8_t *bytes, size_t length)
{
  SteadyIntellivueCurves *self = owner;
  SteadyIntellivueScale  *scale = scale_of (self, object);

  if (id == 0)
    finish_object (self, scale);
  else if (id == PIECE || id == COMPOUND_PIECE)
    {
      self->piece = bytes;
      self->length = length;
      self->compound = id == COMPOUND_PIECE;
    }
  else if (scale == NULL)
    return;
  else if (id == UNIT && length >= 2)
    {
      scale->unit = steady_be16 (bytes);
      scale->has_unit = true;
    }
  else if (id == PERIOD && length >= 4)
    scale->period = steady_be32 (bytes);
  else if (id == SPECIFICATION && length >= 6)
    /* other samples than of 16 bits are not understood */
    scale->significant = bytes[2] == 16 && bytes[3] <= 16 ? bytes[3] : 0;
  else if (id == SCALE && length >= 12)
    take_scale (scale, bytes);
}

/*
 * Reads the curves of a STEADY_INTELLIVUE_POLLED message; false where it ends too
 * early. Pieces whose scale the monitor has not said yet are told all the same, with a
 * scale that says so.
 *
 * Thread: the driver's.
 */
bool
steady_intellivue_curves_take (SteadyIntellivueCurves *self,
                               const uint8_t          *message,
                               size_t                  length,
                               SteadyIntellivueDrawn   told,
                               void                   *owner)
{
  self->told = told;
  self->owner = owner;
  self->piece = NULL;
  return steady_intellivue_objects (
      message, length, STEADY_INTELLIVUE_CURVES, take_attribute, self);
}

/* Sample @i in the curve's unit, or as a bare number where it has none. Thread: any. */
double
steady_intellivue_curve_at (const SteadyIntellivueCurve *curve, unsigned i)
{
  const SteadyIntellivueScale *scale = curve->scale;
  const unsigned               mask =
      scale->significant < 16 ? (1u << scale->significant) - 1 : 0xffff;
  const double raw = steady_be16 (curve->samples + (size_t) 2 * i) & mask;

  if (!scale->has_range || scale->high_raw == scale->low_raw)
    return raw;
  return scale->low + (raw - scale->low_raw) * (scale->high - scale->low) /
                          ((double) scale->high_raw - scale->low_raw);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/medibus/steady-medibus-waves.h"

#include <math.h>

static SteadyWireText
piece (SteadyWireText text, size_t from, size_t length)
{
  return steady_wire_trim ((SteadyWireText){ text.text + from, length });
}

/*
 * Adds a curve as the device describes it (code, interval in microseconds, least,
 * greatest, greatest number) where it can be had each @interval_us; false otherwise.
 *
 * Thread: the driver's.
 */
bool
steady_medibus_waves_add (SteadyMedibusWaves *self,
                          SteadyWireText      curve,
                          double              interval_us)
{
  SteadyMedibusStream stream = { .code = 0 };
  unsigned            code, bins;
  double              own;

  if (self->n == STEADY_MEDIBUS_STREAMS || curve.length != STEADY_MEDIBUS_CURVE_SIZE ||
      !steady_wire_hex ((SteadyWireText){ curve.text, 2 }, &code) ||
      !steady_wire_number (piece (curve, 2, 8), &own) ||
      !steady_wire_number (piece (curve, 10, 5), &stream.low) ||
      !steady_wire_number (piece (curve, 15, 5), &stream.high) ||
      !steady_wire_hex (piece (curve, 20, 3), &bins))
    return false;
  if (!(own >= 1 && stream.high > stream.low) || bins == 0)
    return false;
  const double times = round (interval_us / own);
  if (times < 1 || times > 9 || fabs (times * own - interval_us) > interval_us / 100)
    return false;
  stream.code = (uint8_t) code;
  stream.times = (unsigned) times;
  stream.bins = bins;
  steady_wave_clock_init (&stream.clock, 1e6 / interval_us, 0);
  self->streams[self->n++] = stream;
  return true;
}

static void
take_number (SteadyMedibusWaves *self,
             unsigned            number,
             SteadyMedibusSample told,
             void               *owner)
{
  unsigned   i = 0;
  SteadySpan spacing;

  while ((self->left >> i & 1) == 0)
    i++;
  self->left &= ~(1u << i);
  if (i >= self->n || number > self->streams[i].bins)
    return; /* of a curve that was not asked for, or no number of it */
  SteadyMedibusStream *stream = &self->streams[i];
  told (owner,
        stream->code,
        steady_wave_clock_packet (&stream->clock, self->t, 1, &spacing),
        stream->low + number * (stream->high - stream->low) / stream->bins);
}

/*
 * Takes one byte with its eighth bit: the beginning of a record, which names its
 * curves; a command about the stream, of two bytes; or half of a number of twelve bits,
 * the lower half first.
 *
 * Thread: the driver's.
 */
void
steady_medibus_waves_take (SteadyMedibusWaves *self,
                           uint8_t             byte,
                           SteadyInstant       t,
                           SteadyMedibusSample told,
                           void               *owner)
{
  switch (byte >> 4)
    {
    case 0xd:
      self->left = byte & 15;
      self->in_command = self->has_half = false;
      self->t = t;
      break;
    case 0xc:
      self->in_command = !self->in_command; /* its second byte has the same mark */
      self->has_half = false;
      break;
    case 0x8:
    case 0x9:
    case 0xa:
    case 0xb:
      if (self->left == 0)
        break;
      if (!self->has_half)
        self->half = byte & 63;
      else
        take_number (self, self->half | (unsigned) (byte & 63) << 6, told, owner);
      self->has_half = !self->has_half;
      break;
    default:
      self->left = 0; /* no byte of the stream: what follows is not understood */
      break;
    }
}

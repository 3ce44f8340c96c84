/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum
{
  STEADY_INTELLIVUE_OBJECTS = 12
};

/* How the samples of one object are meant. The monitor says it now and then, not with
 * every piece of a curve. */
typedef struct SteadyIntellivueScale
{
  uint32_t object;
  uint32_t period;      /* of a sample, in 1/8 ms; 0: not said yet */
  uint16_t unit;        /* of the dimension partition */
  uint8_t  significant; /* bits of a sample; the others are marks; 0: not said yet */
  bool     has_unit;
  bool     has_scale;
  bool     has_range; /* in the unit; otherwise the samples are bare numbers */
  uint16_t low_raw;
  uint16_t high_raw;
  double   low;
  double   high;
} SteadyIntellivueScale;

/* A piece of one curve. */
typedef struct SteadyIntellivueCurve
{
  const SteadyIntellivueScale *scale;
  uint16_t                     id; /* physiological identifier */
  bool                         valid;
  unsigned                     n; /* samples of 16 bits, the high byte first */
  const uint8_t               *samples;
} SteadyIntellivueCurve;

typedef void (*SteadyIntellivueDrawn) (void *owner, const SteadyIntellivueCurve *curve);

/* What is known of the curves' objects. Zeroed memory knows nothing. */
typedef struct SteadyIntellivueCurves
{
  unsigned              n;
  SteadyIntellivueScale scales[STEADY_INTELLIVUE_OBJECTS];

  /* of the message that is being read */
  SteadyIntellivueDrawn told;
  void                 *owner;
  const uint8_t        *piece; /* of the present object */
  size_t                length;
  bool                  compound;
} SteadyIntellivueCurves;

bool   steady_intellivue_curves_take (SteadyIntellivueCurves *self,
                                      const uint8_t          *message,
                                      size_t                  length,
                                      SteadyIntellivueDrawn   told,
                                      void                   *owner);
double steady_intellivue_curve_at (const SteadyIntellivueCurve *curve, unsigned i);

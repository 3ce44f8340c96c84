/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* How a device does, for the Devices page. */
typedef struct SteadyDeviceHealth
{
  SteadyLinkState link;
  char            identity[STEADY_DRIVER_IDENTITY_SIZE]; /* as it told; may be empty */
  uint64_t        bytes;                                 /* that came */
  uint64_t        frames;                                /* understood */
  uint64_t        faults;                                /* not understood */
  uint64_t        values;                                /* passed on */
  uint64_t        dropped;                               /* found no room */
  uint64_t        breaches;                              /* of the driver's contract */
  uint64_t        openings;                              /* of the port */
  SteadyInstant   heard; /* the last frame; INT64_MIN: never */
  bool            has_offset;
  SteadySpan      clock_offset; /* device's clock minus host's */
  bool            taping;
  SteadySpan      answered; /* the last question took so long; 0: none was asked */
  SteadySpan      handled;  /* longest way from the line to the ring, last second */
} SteadyDeviceHealth;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/steady-json.h"
#include "device/steady-wired-device.h"

/* A device of the site: which driver, where it is plugged in, and what it feeds. */
typedef struct SteadySiteDevice
{
  char                *driver;
  char                *port;
  char                *place;    /* for people: "arterial line, after the oxygenator" */
  char                *tape;     /* file for a tape; NULL: none */
  bool                 commands; /* of a laboratory's rig are wanted */
  bool                 has_line;
  SteadySerialLine     line;
  SteadyDriverSettings settings;
  unsigned             n_placings;
  SteadyPlacing        placings[STEADY_DRIVER_SIGNALS];
} SteadySiteDevice;

bool         steady_site_device_read (SteadySiteDevice     *self,
                                      const SteadyJsonNode *node,
                                      GError              **error);
SteadyWiring steady_site_device_wiring (const SteadySiteDevice *self, unsigned number);
void         steady_site_device_finish (SteadySiteDevice *self);

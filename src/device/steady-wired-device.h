/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "device/steady-device-health.h"
#include "device/steady-device.h"
#include "device/steady-driver.h"

/* Where one signal goes instead of the place its driver gives it. */
typedef struct SteadyPlacing
{
  char    *signal;
  uint16_t channel; /* STEADY_CHANNEL_NONE: it is not used */
} SteadyPlacing;

/* What a site says of one device. */
typedef struct SteadyWiring
{
  const char                 *driver;
  const char                 *port;
  const SteadySerialLine     *line;     /* NULL: as the device leaves the factory */
  const SteadyDriverSettings *settings; /* NULL: none */
  const SteadyPlacing        *placings;
  unsigned                    n_placings;
  unsigned                    number;   /* among the site's devices, from 0 */
  bool                        commands; /* of a laboratory's rig are wanted */
  const char                 *tape;     /* file for a tape; NULL: none */
  const char                 *place;    /* for people; NULL: not said */
} SteadyWiring;

/* What a wired device is, beside how it does. All is borrowed and never changes. */
typedef struct SteadyDeviceAbout
{
  const SteadyDriver *driver; /* its class, signals and controls alone may be read */
  const struct SteadyPlacement *placement;
  const char                   *port;
  const char                   *place;
} SteadyDeviceAbout;

SteadyDevice *steady_device_new_wired (const SteadyWiring *wiring, GError **error);
bool steady_device_health (const SteadyDevice *device, SteadyDeviceHealth *ret_health);
bool steady_device_about (const SteadyDevice *device, SteadyDeviceAbout *ret_about);
bool steady_device_tape (SteadyDevice *device, const char *file, GError **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-discovery.h"
#include "device/steady-site-overlay.h"
#include "engine/steady-device-order.h"
#include "engine/steady-engine.h"
#include "link/steady-link-server.h"

/* Counts of a device when they were last told. */
typedef struct SteadyDeviceCounts
{
  uint64_t frames;
  uint64_t taken;
} SteadyDeviceCounts;

/*
 * The I/O thread's part in devices: what the Devices page is told, the overlay of the
 * site, tapes, and what is found at ports that no site names. It touches files; the
 * tick only writes down what was done.
 */
typedef struct SteadyDeviceDesk
{
  SteadyEngine      *engine;
  SteadyDiscovery   *discovery; /* NULL outside LIVE */
  SteadySiteOverlay *overlay;   /* NULL without a site */
  SteadyDeviceNews   news;
  bool               heard; /* there was news */
  SteadyFound       *found; /* STEADY_FOUND_MOST */
  unsigned           n_found;
  uint32_t           serial;
  char              *text; /* DEVICES, as told last; NULL: never */
  SteadyInstant      told; /* real, the states */
  SteadyDeviceCounts before[STEADY_ENGINE_DEVICES];
} SteadyDeviceDesk;

void  steady_device_desk_init (SteadyDeviceDesk *self, SteadyEngine *engine);
void  steady_device_desk_finish (SteadyDeviceDesk *self);
void  steady_device_desk_take (SteadyDeviceDesk *self, const SteadyDeviceNews *news);
void  steady_device_desk_turn (SteadyDeviceDesk *self,
                               SteadyLinkServer *server,
                               SteadyInstant     real_now);
void  steady_device_desk_arrived (SteadyDeviceDesk *self,
                                  SteadyLinkServer *server,
                                  unsigned          client);
void  steady_device_desk_request (SteadyDeviceDesk          *self,
                                  const SteadyDeviceRequest *request,
                                  SteadyRequest             *order,
                                  const char                *operator_name);
char *steady_device_desk_describe (const SteadyDeviceDesk *self);

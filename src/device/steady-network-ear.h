/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-found.h"

enum
{
  STEADY_NETWORK_EARS = 4 /* drivers whose devices make themselves known */
};

/* Hears devices that make themselves known to everybody on their network. */
typedef struct SteadyNetworkEar
{
  int                      fd;
  const SteadyDriverClass *driver;
} SteadyNetworkEar;

unsigned steady_network_ear_open (SteadyNetworkEar *ret_ears);
bool     steady_network_ear_hear (const SteadyNetworkEar *self, SteadyFound *ret_found);
void     steady_network_ear_close (SteadyNetworkEar *ears, unsigned n);

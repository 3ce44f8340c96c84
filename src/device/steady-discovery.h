/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-found.h"

/*
 * Watches the serial ports of the machine for what is plugged in or pulled, and finds
 * out what it is. Ports that a site names are not touched. When somebody wishes it, it
 * also hears who makes itself known on the network. A thread of its own.
 */
typedef struct SteadyDiscovery SteadyDiscovery;

SteadyDiscovery *steady_discovery_new (const char *const *claimed, unsigned n_claimed);
void             steady_discovery_look (SteadyDiscovery *self, bool ask);
unsigned         steady_discovery_found (SteadyDiscovery *self,
                                         uint32_t        *serial,
                                         SteadyFound     *ret_found,
                                         unsigned         size);
void             steady_discovery_free (SteadyDiscovery *self);

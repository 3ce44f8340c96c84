/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <glib.h>

#include "device/steady-device.h"

/*
 * A simulated child on a simulated circuit, as one device with all channels and
 * controls.
 *
 * @scenario is the text of a scenario file; its members "patient", "circuit", "plan"
 * and "start" are used, the others are passed over. @file stands in errors. A @seed of
 * 0 means the scenario's own. The first sample is of the instant @start.
 *
 * Read-backs: PUMP_FLOW, SWEEP, FIO2, CO2 and WATER_TEMPERATURE come back as the value
 * on the SET_… channel. PUMP_STOP comes back on ARTERIAL_PUMP as STEADY_PUMP_STOPPED,
 * or STOPPED_BY_INTERVENTION when the command's origin is 0; PUMP_START as RUNNING. A
 * clamp command (1 close, 0 open) comes back on its clamp channel as CLOSED or OPEN
 * after CLOSING or OPENING. CARDIOPLEGIA_DOSE (mL) comes back on CARDIOPLEGIA_PUMP as
 * RUNNING, CARDIOPLEGIA_STOP as STOPPED.
 *
 * The mechanisms for inject () are listed in simulator/steady-mechanism.h; a timeline
 * that names another is refused here, with its place.
 */
SteadyDevice *steady_device_new_simulated (const char   *file,
                                           const char   *scenario,
                                           SteadyInstant start,
                                           uint64_t      seed,
                                           GError      **error);

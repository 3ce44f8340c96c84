/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "engine/steady-plan-intake.h"

typedef struct SteadyEngine SteadyEngine;
struct json_object;

/*
 * The I/O thread: serves the clients from what the tick puts into its ring, passes on
 * what they ask for, and beats to the supervisor while the tick lives.
 */
typedef struct SteadyIo SteadyIo;

SteadyIo *steady_io_start (SteadyEngine         *engine,
                           int                   listen_fd,
                           int                   beat_fd,
                           struct json_object   *welcome,
                           const SteadyPlanCase *plans);
void      steady_io_stop (SteadyIo *self);

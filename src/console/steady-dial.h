/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * Dials that GDK does not know: a Linux input device whose only wheel is a REL_DIAL.
 * Comes and goes with them. Thread: main, in whose loop @turned is called.
 */
typedef struct SteadyDial SteadyDial;

typedef void (*SteadyDialTurned) (void *data, int notches);

SteadyDial *steady_dial_new (const char      *devices,
                             const char      *described,
                             SteadyDialTurned turned,
                             void            *data);
unsigned    steady_dial_count (const SteadyDial *self);
void        steady_dial_free (SteadyDial *self);

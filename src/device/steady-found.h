/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

#include "device/steady-driver.h"
#include "measure/steady-vocabulary.h"

enum
{
  STEADY_FOUND_MOST = 32, /* ports that are looked at */
  STEADY_FOUND_PATH = 256
};

/* A serial port that is there, and what was found out about its other end. */
typedef struct SteadyFound
{
  char             port[STEADY_FOUND_PATH];   /* as a site file should write it */
  char             device[STEADY_FOUND_PATH]; /* what that leads to */
  char             driver[32];                /* that understands it, or "" */
  char             identity[STEADY_DRIVER_IDENTITY_SIZE];
  SteadyFoundState state;
} SteadyFound;

unsigned steady_found_scan (SteadyFound *ret_found, unsigned size);
void     steady_found_look (SteadyFound *self, bool ask, const atomic_bool *cancel);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "casefile/steady-case-format.h"
#include "measure/steady-channel.h"

typedef struct SteadyEngine SteadyEngine;

/* What is told to each client that arrives, besides what changes. */
typedef struct SteadyWelcomeSetup
{
  const char              *title;
  const char              *case_file; /* NULL: none is kept */
  int64_t                  start_utc;
  bool                     resumed;
  const SteadyCaseChannel *channels;
  unsigned                 n_channels;
} SteadyWelcomeSetup;

bool                steady_welcome_is_own (SteadyChannel channel);
struct json_object *steady_welcome_new (const SteadyEngine       *engine,
                                        const SteadyWelcomeSetup *setup);
struct json_object *steady_welcome_describe_channel (const SteadyCaseChannel *channel);
SteadyCaseChannel  *steady_welcome_channels (const SteadyEngine *engine,
                                             unsigned           *ret_count);

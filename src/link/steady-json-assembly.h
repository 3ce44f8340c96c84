/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "link/steady-frame.h"

enum
{
  /* A configuration is some 50 KiB; anything near this is a fault, not a message. */
  STEADY_JSON_ASSEMBLY_MAX = 4 * 1024 * 1024
};

/* Puts the parts of one long JSON text together again, in order. Zeroed memory is an
 * empty one. */
typedef struct SteadyJsonAssembly
{
  GByteArray *text;
  uint32_t    id;
  uint16_t    next;
  uint16_t    of;
  uint16_t    type;
} SteadyJsonAssembly;

typedef enum SteadyAssemblyResult
{
  STEADY_ASSEMBLY_MORE,  /* waits for the next part */
  STEADY_ASSEMBLY_WHOLE, /* @ret_frame is the whole text */
  STEADY_ASSEMBLY_FAULT  /* out of order, too long, or not what was announced */
} SteadyAssemblyResult;

SteadyAssemblyResult steady_json_assembly_add (SteadyJsonAssembly *self,
                                               const SteadyFrame  *part,
                                               SteadyFrame        *ret_frame);
void                 steady_json_assembly_finish (SteadyJsonAssembly *self);

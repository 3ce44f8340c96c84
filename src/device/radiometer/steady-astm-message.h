/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "measure/steady-laboratory-result.h"

typedef void (*SteadyAstmTold) (void *owner, const SteadyLaboratoryResult *result);

bool steady_astm_message_read (const char    *message,
                               SteadyInstant  t,
                               SteadyAstmTold told,
                               void          *owner);

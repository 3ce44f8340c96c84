/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "base/steady-json.h"

/* What the readers of this folder's files share. */

bool steady_members_known (const SteadyJsonNode *node,
                           const char *const    *known,
                           GError              **error);
bool steady_members_text (
    const SteadyJsonNode *node, const char *key, char *to, size_t size, GError **error);
bool steady_members_id (const SteadyJsonNode *node,
                        const char           *key,
                        char                 *to,
                        GError              **error);
bool steady_members_optional (const SteadyJsonNode *node,
                              const char           *key,
                              const char          **ret_text,
                              GError              **error);
bool steady_members_span (const SteadyJsonNode *node,
                          const char           *key,
                          double                high_s,
                          SteadySpan           *ret_span,
                          GError              **error);

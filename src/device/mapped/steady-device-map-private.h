/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-json.h"
#include "device/mapped/steady-device-map.h"

bool steady_map_text (const SteadyJsonNode *node,
                      const char           *key,
                      const char           *otherwise,
                      char                **ret_text,
                      GError              **error);
bool steady_map_number (const SteadyJsonNode *node,
                        const char           *key,
                        double                low,
                        double                high,
                        double                otherwise,
                        double               *ret_value,
                        GError              **error);
bool steady_map_read_signals (SteadyDeviceMap      *self,
                              const SteadyJsonNode *root,
                              GError              **error);
bool steady_map_read_controls (SteadyDeviceMap      *self,
                               const SteadyJsonNode *root,
                               GError              **error);

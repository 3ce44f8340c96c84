/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

bool steady_intellivue_announced (const uint8_t      *bytes,
                                  size_t              length,
                                  SteadyAnnouncement *ret_announcement);

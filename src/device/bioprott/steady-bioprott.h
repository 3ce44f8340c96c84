/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* em-tec BioProTT FlowTrack SL, a clamp-on flow probe; see README.md beside this. */
extern const SteadyDriverClass steady_bioprott_class;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "measure/steady-vocabulary.h"

const char *steady_control_words (SteadyControl control);
const char *steady_control_unit (SteadyControl control);

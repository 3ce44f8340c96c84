/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "measure/steady-vocabulary.h"

const char *steady_event_words (SteadyEvent event);

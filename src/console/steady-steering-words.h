/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "measure/steady-steering.h"

void steady_steering_words_append (GString *text, const SteadySteering *steering);

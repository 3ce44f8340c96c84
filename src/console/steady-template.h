/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "widgets/steady-template-path.h"

/* A template of this module. */
#define STEADY_TEMPLATE(name) STEADY_TEMPLATE_PATH ("console", name)

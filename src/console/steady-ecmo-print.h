/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecmo/steady-ecmo-page.h"

G_BEGIN_DECLS

/* Thread: main. */
void steady_ecmo_print_follow (SteadyEcmoPage *page);

G_END_DECLS

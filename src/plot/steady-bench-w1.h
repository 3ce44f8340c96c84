/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/steady-wave-view.h"

G_BEGIN_DECLS

int steady_bench_w1 (double seconds, SteadyPlotBackend backend);
int steady_bench_w1_empty (double seconds);

G_END_DECLS

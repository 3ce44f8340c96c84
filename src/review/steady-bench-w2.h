/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int steady_bench_w2 (const char *case_file, unsigned redraws);

G_END_DECLS

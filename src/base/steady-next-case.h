/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/* How a training engine that leaves tells its supervisor which scenario comes next: one
 * file in the private folder of their socket. */
bool  steady_next_case_name (const char *folder, const char *scenario);
char *steady_next_case_take (const char *folder);

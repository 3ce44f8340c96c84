/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

bool steady_case_lock_take (const char *path, int *ret_file, GError **error);
void steady_case_lock_release (int file);

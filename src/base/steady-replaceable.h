/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

bool steady_replaceable (const char *path, const char *beginning);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

bool
steady_paper_file_write (const char *file, const GByteArray *bytes, GError **error);

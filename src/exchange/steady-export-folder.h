/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

bool steady_export_make_folder (const char *folder, GError **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

char *steady_paths_data (const char *name);
char *steady_paths_program (const char *name);
char *steady_paths_user_data (const char *name);
char *steady_paths_runtime (void);

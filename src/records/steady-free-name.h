/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A path in a folder that nothing has yet. Thread: any but the tick. */
char *steady_free_name (const char *folder, const char *base, const char *ending);
char *steady_free_name_base (const char *path);

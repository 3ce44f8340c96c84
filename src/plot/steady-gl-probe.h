/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* How long a driver may take to say what it is. */
#define STEADY_GL_PROBE_LIMIT_MS 2000

int  steady_gl_probe_main (void);
bool steady_gl_probe_run (const char *program,
                          int         limit_ms,
                          char      **ret_name,
                          GError    **error);
bool steady_gl_probe_is_hardware (const char *name);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* @text is what the program printed when it was @fine, else its sentence about what
 * went wrong. */
typedef void (*SteadyCaseProgramDone) (gpointer data, bool fine, const char *text);

/* Thread: main. */
void steady_case_program_run (const char           *program,
                              const char *const    *arguments,
                              const char           *input,
                              GCancellable         *cancellable,
                              SteadyCaseProgramDone done,
                              gpointer              data);

G_END_DECLS

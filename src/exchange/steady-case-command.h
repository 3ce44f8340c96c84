/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-progress.h"

/* What the commands of steady-case have in common: how they speak, make files and tell
 * how far they are. Thread: main. */

int  steady_case_command_misused (const char *what);
int  steady_case_command_failed (GError *error);
int  steady_case_command_no_folder (const char *path);
void steady_case_command_say_if_copied (const char *path, bool copied);
void steady_case_command_print_text (const char *text);

void            steady_case_command_tell_lines (void);
SteadyProgress *steady_case_command_begin (void);
SteadyProgress *steady_case_command_progress (void);
void            steady_case_command_end (void);
bool            steady_case_command_tell (void *data, double part);

/* Makes what becomes the output; @part is what it is called until it is whole. */
typedef bool (*SteadyCaseMake) (void *data, const char *part, GError **error);

bool steady_case_command_make (const char    *path,
                               SteadyCaseMake make,
                               void          *data,
                               GError       **error);

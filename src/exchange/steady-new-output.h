/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

/*
 * A file or folder that is being made: it has another name (NAME.part) until it is
 * whole, so that whoever finds it after a crash, a full disk or a change of mind does
 * not take a half for the whole. Thread: one at a time.
 */
typedef struct SteadyNewOutput
{
  char *path; /* what it is going to be called */
  char *part; /* what it is called while it is made */
} SteadyNewOutput;

bool steady_new_output_begin (SteadyNewOutput *self, const char *path, GError **error);
bool steady_new_output_keep (SteadyNewOutput *self, GError **error);
void steady_new_output_discard (SteadyNewOutput *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gio/gio.h>

G_BEGIN_DECLS

#define STEADY_TYPE_CASE_JOB (steady_case_job_get_type ())
G_DECLARE_FINAL_TYPE (SteadyCaseJob, steady_case_job, STEADY, CASE_JOB, GObject)

/*
 * A run of steady-case that takes a while, in a process of its own, so that a huge or a
 * damaged file neither stops the screen nor ends it. Emits "progress" with a part from
 * 0 to 1, and last of all "done": whether it was fine, what it printed, what it said.
 * Thread: main.
 */
SteadyCaseJob *steady_case_job_start (const char *const *arguments, GError **error);
void           steady_case_job_cancel (SteadyCaseJob *self);
bool           steady_case_job_cancelled (SteadyCaseJob *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

/*
 * What the alarms of a case were told, read by a thread of its own ahead of who tells
 * it again: of a case of any length only some minutes are in memory.
 */
typedef struct SteadyJudgedFeed SteadyJudgedFeed;

SteadyJudgedFeed      *
steady_judged_feed_new (const char *case_file, int64_t from_id, GError **error);
void steady_judged_feed_free (SteadyJudgedFeed *self);
bool steady_judged_feed_next (void *self, const uint8_t **ret_bytes, size_t *ret_size);
bool steady_judged_feed_failed (const SteadyJudgedFeed *self);

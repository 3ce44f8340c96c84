/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

struct json_object;

/* What Stuffy says of a run: plainly, kindly, and only what the debrief holds. Free
 * with g_free (). Thread: any. */
char *steady_debrief_words (struct json_object *debrief);

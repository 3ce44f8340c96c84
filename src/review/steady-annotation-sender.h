/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-clock.h"
#include "base/steady-json.h"

/*
 * Notes, artefacts and amendments for a case that is over: each goes through
 * "steady-engine --annotate", since nothing else may write a case. Thread: main.
 */

/* @problem NULL: it stands in the case now. Called once for each that was sent. */
typedef void (*SteadyAnnotationCallback) (void *data, const char *problem);

void steady_annotation_send (const char              *case_file,
                             struct json_object      *annotation,
                             SteadyAnnotationCallback callback,
                             void                    *data);
struct json_object *
steady_annotation_note (SteadySpan t, const char *author, const char *text);
struct json_object *steady_annotation_artefact (SteadySpan  from,
                                                SteadySpan  to,
                                                const char *channel,
                                                const char *author,
                                                const char *text);
struct json_object *
steady_annotation_withdraw (int64_t note, const char *author, const char *text);
struct json_object *
steady_annotation_amend (int64_t event, const char *author, const char *text);

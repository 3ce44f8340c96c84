/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "measure/steady-channel.h"

/* What notes about artefacts begin with; steady_case_reader_artefacts () reads them. */
#define STEADY_CASE_ABOUT_ARTEFACT  "artefact"
#define STEADY_CASE_ABOUT_WITHDRAWN "artefact-withdrawn"

typedef enum SteadyCaseAnnotationKind
{
  STEADY_CASE_ANNOTATION_NOTE,      /* text about something, at an instant */
  STEADY_CASE_ANNOTATION_ARTEFACT,  /* a channel is not to be trusted from … to */
  STEADY_CASE_ANNOTATION_WITHDRAWN, /* … it is, after all: of note @row */
  STEADY_CASE_ANNOTATION_AMENDMENT  /* what event @row should say */
} SteadyCaseAnnotationKind;

/* What a person adds to a case that is over. Times are case times. */
typedef struct SteadyCaseAnnotation
{
  SteadyCaseAnnotationKind kind;
  SteadySpan               from; /* STEADY_INSTANT_NEVER: the end of the case */
  SteadySpan               to;   /* of an artefact */
  char                     channel[64];
  int64_t                  row;
  double                   value; /* of an amendment; NaN: none */
  char                     author[64];
  char                     about[64]; /* of a note */
  char                     text[2048];
} SteadyCaseAnnotation;

bool steady_case_annotate (const char                 *path,
                           const SteadyCaseAnnotation *items,
                           unsigned                    count,
                           int64_t                     utc_ns,
                           int64_t                    *ret_rows,
                           GError                    **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-json.h"
#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-targets.h"
#include "casefile/steady-case-wall.h"
#include "review/steady-timeline-scene.h"

/* One event that can be amended. */
typedef struct SteadyReviewEvent
{
  int64_t       id;
  SteadyInstant t;
  SteadyEvent   event;
} SteadyReviewEvent;

/*
 * What is known of a case beside its curves: how it is, whose it is and all that
 * happened in it. Read once, in any thread, and not changed any more.
 */
typedef struct SteadyReviewCase
{
  char               *path;
  char               *title;
  char               *patient;
  double              weight_kg; /* NaN: not known */
  SteadyMode          mode;
  SteadyCaseSpan      span;
  SteadyCaseWall     *wall; /* times of day are of it */
  bool                finished;
  bool                copied; /* read from a copy, since its place cannot be written */
  bool                simulated;
  bool                writable; /* annotations can be added */
  bool                journal;  /* its alarms can be judged again, to the last bit */
  SteadyCaseChannel  *channels;
  unsigned            n_channels;
  SteadyEnvelope     *extents; /* what each channel reached, in the order of channels */
  GPtrArray          *marks; /* SteadyTimelineMark, in the order of their beginnings */
  GArray             *artefacts;      /* SteadyTimelineArtefact */
  GArray             *artefact_notes; /* their rows, int64_t */
  GArray             *events;         /* SteadyReviewEvent */
  GHashTable         *acts;    /* set of the instants at which people's acts came in */
  GArray             *targets; /* SteadyCaseTargets, in the order of time */
  GPtrArray          *lists;   /* the checklists of today: what their ids say */
  struct json_object *rules;
} SteadyReviewCase;

SteadyReviewCase *steady_review_case_load (const char *path, GError **error);
void              steady_review_case_free (SteadyReviewCase *self);
bool steady_review_case_limit_is_share (const SteadyReviewCase *self, const char *id);
SteadyChannel            steady_review_case_limit_channel (const SteadyReviewCase *self,
                                                           const char             *id);
const char              *steady_review_case_alarm (const SteadyReviewCase *self,
                                                   const char             *id,
                                                   const char             *key);
const SteadyCaseChannel *steady_review_case_channel (const SteadyReviewCase *self,
                                                     SteadyChannel           channel);
int64_t steady_review_case_utc (const SteadyReviewCase *self, SteadyInstant t);

/* parts of loading, each in a file of its own */
bool steady_review_marks_read (SteadyReviewCase *self,
                               SteadyCaseReader *reader,
                               GError          **error);
void steady_review_marks_add (SteadyReviewCase *self, SteadyTimelineMark *mark);
bool steady_review_clinical_read (SteadyReviewCase *self,
                                  SteadyCaseReader *reader,
                                  GError          **error);
bool steady_review_checks_read (SteadyReviewCase *self,
                                SteadyCaseReader *reader,
                                GError          **error);
bool steady_review_notes_read (SteadyReviewCase *self,
                               SteadyCaseReader *reader,
                               GError          **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-case.h"

G_BEGIN_DECLS

#define STEADY_TYPE_REVIEW_ENTRY (steady_review_entry_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyReviewEntry, steady_review_entry, STEADY, REVIEW_ENTRY, GtkWidget)

typedef enum SteadyReviewEntryKind
{
  STEADY_REVIEW_ENTRY_NOTE,
  STEADY_REVIEW_ENTRY_ARTEFACT,
  STEADY_REVIEW_ENTRY_AMENDMENT
} SteadyReviewEntryKind;

/*
 * Where a person writes what is to be added to a case. Emits "added" when it stands
 * there, and "closed" when the person is done. Thread: main.
 */
void        steady_review_entry_begin (SteadyReviewEntry         *self,
                                       SteadyReviewEntryKind      kind,
                                       const SteadyReviewCase    *review,
                                       SteadyInstant              a,
                                       SteadyInstant              b,
                                       const SteadyTimelineTrace *traces,
                                       unsigned                   n_traces,
                                       SteadyChannel              tapped);
void        steady_review_entry_write (SteadyReviewEntry *self,
                                       const char        *author,
                                       const char        *text);
void        steady_review_entry_add (SteadyReviewEntry *self);
const char *steady_review_entry_answer (SteadyReviewEntry *self);

G_END_DECLS

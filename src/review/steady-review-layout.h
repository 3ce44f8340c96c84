/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "review/steady-review-case.h"

enum
{
  STEADY_REVIEW_ROWS = 64
};

/* A row that can be shown: one or some channels that share a scale. */
typedef struct SteadyReviewRow
{
  char     label[48];
  bool     wave;
  bool     there; /* the case has at least one of its channels */
  bool     shown;
  unsigned n_channels;
  uint16_t channels[4];
  double   low; /* scale; low >= high: by what was recorded */
  double   high;
} SteadyReviewRow;

/* The rows of a case, in the order from the top, and which of them are seen. */
typedef struct SteadyReviewLayout
{
  unsigned        count;
  SteadyReviewRow rows[STEADY_REVIEW_ROWS];
} SteadyReviewLayout;

void     steady_review_layout_init (SteadyReviewLayout     *self,
                                    const SteadyReviewCase *review);
void     steady_review_layout_fit (SteadyReviewLayout *self, unsigned rows);
char    *steady_review_layout_missing (const SteadyReviewLayout *self);
unsigned steady_review_layout_traces (const SteadyReviewLayout *self,
                                      const SteadyReviewCase   *review,
                                      SteadyTimelineTrace      *ret_traces);
unsigned steady_review_layout_bands (const SteadyReviewCase    *review,
                                     const SteadyTimelineTrace *traces,
                                     unsigned                   n_traces,
                                     SteadyTimelineBand        *ret_bands,
                                     unsigned                   most);

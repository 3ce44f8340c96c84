/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-progress.h"
#include "quality/steady-case-story.h"
#include "quality/steady-quality-rules.h"
#include "quality/steady-quality-track.h"

/* One rule over one case. */
typedef struct SteadyQualityResult
{
  const SteadyQualityRule *rule;
  SteadyQualityTrack       track;
  double                   limit;     /* in force; meaningless unless @judged */
  bool                     from_plan; /* @limit is the plan's */
  bool                     recorded;  /* the case has the channel */
  bool                     judged;    /* it was looked at: a limit, and time in phase */
  double                   percentile; /* of the earlier cases, this share was better or
                                          as good; NaN: too few to say */
  unsigned compared;                   /* earlier cases it was compared with */
} SteadyQualityResult;

/* The quality of a case, in the order of the rules; borrows the rules. */
typedef struct SteadyCaseQuality
{
  SteadyQualityResult results[STEADY_QUALITY_RULES_MOST];
  unsigned            n;
} SteadyCaseQuality;

bool  steady_case_quality_read (SteadyCaseQuality        *self,
                                SteadyCaseReader         *reader,
                                const SteadyCaseStory    *story,
                                const SteadyQualityRules *rules,
                                SteadyProgress           *progress,
                                GError                  **error);
void  steady_case_quality_compare (SteadyQualityResult *result,
                                   const double        *earlier,
                                   unsigned             n,
                                   unsigned             least);
char *steady_case_quality_json (const SteadyCaseQuality *self,
                                const SteadyCaseStory   *story);
bool  steady_quality_result_notable (const SteadyQualityResult *self);

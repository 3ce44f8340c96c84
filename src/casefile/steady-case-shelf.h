/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

enum
{
  STEADY_CARD_PHASES = 24,
  STEADY_CARD_METRICS = 48,
  STEADY_CARD_TEXT = 96
};

/* A stretch of a case, for its thumbnail: parts of its length. */
typedef struct SteadyCardPhase
{
  uint8_t kind; /* SteadyCasePhaseKind */
  float   from; /* 0 … 1 */
  float   to;
} SteadyCardPhase;

/* How a case did by one rule. */
typedef struct SteadyCardMetric
{
  char   rule[40];
  double outside_pct; /* of the known time; NaN: nothing was known */
  double outside_s;
  double longest_s;
  double known_s;
  double missing_s;
  double area; /* unit × minutes beyond the limit */
} SteadyCardMetric;

/* A case as it stands on the shelf: all that a list shows, without opening it. Numbers
 * that are not known are NaN, texts empty. */
typedef struct SteadyCaseCard
{
  int64_t          id;
  char             path[512];
  char             name[STEADY_CARD_TEXT];
  char             title[STEADY_CARD_TEXT];
  char             lesion[STEADY_CARD_TEXT];
  char             operation[STEADY_CARD_TEXT];
  char             profile[16];
  char             problem[160]; /* why it cannot be read; empty: it can */
  uint16_t         mode;         /* SteadyMode */
  bool             simulated;
  bool             finished;
  int64_t          start_utc; /* ns */
  double           length_s;
  double           bypass_s;
  double           clamp_s;
  double           weight_kg;
  double           age_days;
  unsigned         high; /* alarms by priority */
  unsigned         medium;
  unsigned         low;
  unsigned         marks; /* 1 teaching, 2 good catch */
  unsigned         n_phases;
  SteadyCardPhase  phases[STEADY_CARD_PHASES];
  unsigned         n_metrics; /* written, not read back by a page */
  SteadyCardMetric metrics[STEADY_CARD_METRICS];
} SteadyCaseCard;

/* What is looked for. */
typedef struct SteadyShelfQuery
{
  const char *text;  /* words that must all occur; NULL: any case */
  unsigned    marks; /* must have all of these */
  bool        real;  /* no simulated ones */
} SteadyShelfQuery;

/* Fills a card from a case; a case that cannot be read gives a card with a problem. */
typedef void (*SteadyShelfDescribe) (void           *data,
                                     const char     *path,
                                     SteadyCaseCard *ret_card);

/* Told now and then; false: stop. */
typedef bool (*SteadyShelfProgress) (void *data, unsigned done, unsigned all);

typedef struct SteadyShelfScan
{
  unsigned files; /* cases in the folder */
  unsigned read;  /* new or changed ones that were opened */
  unsigned gone;  /* cards whose case is no longer there */
} SteadyShelfScan;

/*
 * The index of a folder of cases: one small SQLite file that can be thrown away and is
 * then made anew. Thread: one at a time for each shelf; each thread opens its own.
 */
typedef struct SteadyCaseShelf SteadyCaseShelf;

SteadyCaseShelf *steady_case_shelf_open (const char *file, GError **error);
void             steady_case_shelf_free (SteadyCaseShelf *self);
bool             steady_case_shelf_scan (SteadyCaseShelf    *self,
                                         const char         *folder,
                                         SteadyShelfDescribe describe,
                                         SteadyShelfProgress progress,
                                         void               *data,
                                         SteadyShelfScan    *ret_scan,
                                         GError            **error);
bool             steady_case_shelf_count (SteadyCaseShelf        *self,
                                          const SteadyShelfQuery *query,
                                          unsigned               *ret_count,
                                          GError                **error);
bool             steady_case_shelf_page (SteadyCaseShelf        *self,
                                         const SteadyShelfQuery *query,
                                         unsigned                from,
                                         SteadyCaseCard         *ret_cards,
                                         unsigned                size,
                                         unsigned               *ret_count,
                                         GError                **error);
bool             steady_case_shelf_earlier (SteadyCaseShelf *self,
                                            const char      *rule,
                                            const char      *profile,
                                            bool             simulated,
                                            int64_t          before_utc,
                                            GArray         **ret_percents,
                                            GError         **error);
bool             steady_case_shelf_metrics (SteadyCaseShelf  *self,
                                            int64_t           card,
                                            SteadyCardMetric *ret_metrics,
                                            unsigned          size,
                                            unsigned         *ret_count,
                                            GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyCaseShelf, steady_case_shelf_free)

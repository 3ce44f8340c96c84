/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include "quality/steady-ecmo-clotting.h"
#include "quality/steady-ecmo-course.h"

enum
{
  STEADY_ECMO_COLUMNS = 16, /* hours that are shown beside each other, at most */
  STEADY_ECMO_TRACES = 8,
  STEADY_ECMO_TREND_COLUMNS = 2048
};

/* What is asked of a case. */
typedef struct SteadyEcmoQuestion
{
  unsigned      hours; /* columns of the chart */
  unsigned      back;  /* hours between the last column and the running one */
  SteadySpan    span;  /* of the trends; 0: they are not asked for */
  unsigned      columns;
  unsigned      n_traces;
  SteadyChannel traces[STEADY_ECMO_TRACES];
} SteadyEcmoQuestion;

/* All that the page shows, as the file has it. */
typedef struct SteadyEcmoSheet
{
  SteadyEcmoQuestion question;
  SteadyEcmoCourse  *course;   /* NULL with @error */
  SteadyInstant      end;      /* of what is stored */
  int64_t            offset_s; /* of the wall clock here, ahead of UTC */
  unsigned           back;     /* as asked, or as far back as the case goes */
  unsigned           n_hours;
  SteadyEcmoHour     hours[STEADY_ECMO_COLUMNS]; /* oldest first */
  uint8_t            fitted[STEADY_ECMO_ROWS];   /* 1: the case knows of a source */
  double             balance_ml;                 /* since ECMO began */
  SteadyEcmoClotting clotting;
  SteadyInstant      from; /* of the trends */
  SteadyInstant      to;
  SteadyEnvelope    *data;  /* n_traces × columns; NULL: not asked for */
  char              *error; /* NULL: none */
} SteadyEcmoSheet;

/* Called in the main loop; takes the answer over. */
typedef void (*SteadyEcmoCallback) (SteadyEcmoSheet *answer, void *data);

/*
 * Reads a case in a thread of its own, so that a slow disk never holds up the screen;
 * each query is a short transaction. Hours that are over are read once. One question at
 * a time; a newer one replaces one that waits.
 */
typedef struct SteadyEcmoSource SteadyEcmoSource;

SteadyEcmoSource *
steady_ecmo_source_new (const char *case_file, SteadyEcmoCallback callback, void *data);
void             steady_ecmo_source_free (SteadyEcmoSource *self);
void             steady_ecmo_source_ask (SteadyEcmoSource         *self,
                                         const SteadyEcmoQuestion *question);
bool             steady_ecmo_source_busy (SteadyEcmoSource *self);
void             steady_ecmo_sheet_free (SteadyEcmoSheet *answer);
SteadyEcmoSheet *steady_ecmo_sheet_read (SteadyCaseReader         *reader,
                                         const char               *case_file,
                                         const SteadyEcmoQuestion *question,
                                         GHashTable               *known);
GHashTable      *steady_ecmo_known_new (void);

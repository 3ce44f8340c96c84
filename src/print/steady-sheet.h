/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/steady-paper.h"
#include "quality/steady-case-quality.h"
#include "quality/steady-ecmo-chart.h"

/* What the sheets of a case are drawn from. Borrowed. */
typedef struct SteadySheet
{
  const SteadyCaseStory   *story;
  SteadyCaseReader        *reader;
  const SteadyCaseQuality *quality;
  unsigned                 row_minutes; /* between two rows of the record */
  bool                     verified;    /* database and chain were looked at … */
  const char              *damage;      /* … and this was found; NULL: it is whole */
  const SteadyEcmoChart   *chart;       /* of the ECMO sheet, else NULL */
} SteadySheet;

/* Each draws a whole document; @data is a SteadySheet. Thread: the reader's. */
void steady_record_draw (SteadyPaper *paper, const void *data);
void steady_debrief_sheet_draw (SteadyPaper *paper, const void *data);
void steady_handoff_draw (SteadyPaper *paper, const void *data);
void steady_family_letter_draw (SteadyPaper *paper, const void *data);
void steady_ecmo_sheet_draw (SteadyPaper *paper, const void *data);

/* What a run on ECMO adds to the hand-off. */
bool steady_handoff_is_ecmo (const SteadySheet *sheet);
void steady_handoff_ecmo_draw (SteadyPaper *paper, const SteadySheet *sheet);

/* Parts of them. */
void steady_record_patient (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_people (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_equipment (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_times (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_plan (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_graphs (SteadyPaper *paper, const SteadySheet *sheet, double height);
void steady_record_rows (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_drugs (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_balance (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_samples (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_alarms (SteadyPaper *paper, const SteadySheet *sheet, unsigned most);
void steady_record_quality (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_checks (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_notes (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_seal (SteadyPaper *paper, const SteadySheet *sheet);
void steady_record_day (SteadyPaper           *paper,
                        const SteadyCaseStory *story,
                        SteadyInstant          t,
                        char                 **day);
double steady_record_volume (const SteadyCaseStory *story, bool in);

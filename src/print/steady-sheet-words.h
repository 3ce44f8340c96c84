/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "measure/steady-ecmo-record.h"
#include "quality/steady-case-story.h"

/* A case in the reader's words. What returns char * is freed with g_free (). Thread:
 * main, all. */
char       *steady_sheet_number (double value, int decimals);
char       *steady_sheet_value (double value, int decimals, const char *unit);
char       *steady_sheet_channel (SteadyChannel channel, double value, bool unit);
char       *steady_sheet_clock (const SteadyCaseStory *story, SteadyInstant t);
char       *steady_sheet_date (const SteadyCaseStory *story);
char       *steady_sheet_minute (const SteadyCaseStory *story, SteadyInstant t);
char       *steady_sheet_day (const SteadyCaseStory *story, SteadyInstant t);
char       *steady_sheet_when (const SteadyCaseStory *story, SteadyInstant t);
char       *steady_sheet_days (SteadySpan span);
const char *steady_sheet_ecmo_part (SteadyEcmoPart part);
char       *steady_sheet_ecmo_handover (const SteadyCaseStory  *story,
                                        const SteadyEcmoRecord *record);
char       *steady_sheet_ecmo_put_in (const SteadyCaseStory  *story,
                                      const SteadyEcmoRecord *record);
char       *steady_sheet_span (SteadySpan span);
char       *steady_sheet_short_span (SteadySpan span);
char       *steady_sheet_age (double days);
char       *steady_sheet_roles (unsigned roles);
const char *steady_sheet_event (SteadyEvent event);
char       *steady_sheet_event_line (const SteadyCaseStory *story,
                                     const GPtrArray       *lists,
                                     const SteadyCaseEvent *event);
const char *steady_sheet_phase (SteadyCasePhaseKind kind);
const char *steady_sheet_part (const char *what);
const char *steady_sheet_profile (const char *profile);
const char *steady_sheet_priority (SteadyPriority priority);
char       *steady_sheet_drug (const char *id);
char       *steady_sheet_act (const SteadyClinicalRecord *act);
const char *steady_sheet_text (const char *text);

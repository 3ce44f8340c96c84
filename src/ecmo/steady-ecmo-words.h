/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "quality/steady-ecmo-clotting.h"
#include "quality/steady-ecmo-course.h"

/* What the ECMO page says, in the user's language. What returns char * is freed with
 * g_free (). Thread: main. */
char       *steady_ecmo_words_clock (const SteadyEcmoCourse *course, SteadyInstant t);
char       *steady_ecmo_words_day (const SteadyEcmoCourse *course, SteadyInstant t);
char       *steady_ecmo_words_age (SteadySpan span);
char       *steady_ecmo_words_cell (const SteadyEcmoCell *cell, SteadyEcmoRow row);
char       *steady_ecmo_words_range (const SteadyEcmoCell *cell,
                                     SteadyEcmoRow         row,
                                     const SteadyEcmoHour *hour,
                                     SteadyInstant         end);
char       *steady_ecmo_words_check (const SteadyEcmoCourse *course,
                                     SteadyInstant           now,
                                     bool                   *ret_late);
char       *steady_ecmo_words_clotting (const SteadyEcmoClotting *clotting);
char       *steady_ecmo_words_entry (const SteadyEcmoCourse *course, SteadyEcmoRow row);
const char *steady_ecmo_words_part (SteadyEcmoPart part);

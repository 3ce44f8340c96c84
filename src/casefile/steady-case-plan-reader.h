/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-reader.h"

/* Whether @text, a plan of the case, is the one that is looked for. */
typedef bool (*SteadyCasePlanTest) (const char *text, void *data);

char *steady_case_reader_find_plan (SteadyCaseReader  *self,
                                    SteadyCasePlanTest test,
                                    void              *data,
                                    GError           **error);

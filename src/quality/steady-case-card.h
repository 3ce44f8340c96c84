/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-shelf.h"
#include "quality/steady-case-quality.h"

void
steady_case_card_describe (void *rules, const char *path, SteadyCaseCard *ret_card);
void  steady_case_card_compare (SteadyCaseQuality        *quality,
                                const SteadyCaseStory    *story,
                                const SteadyQualityRules *rules);
char *steady_case_shelf_file (void);
char *steady_case_shelf_folder (void);

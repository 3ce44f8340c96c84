/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-console-config.h"
#include "link/steady-setting-frame.h"

/* Words about proposals that concern alarms, in the user's language. Thread: any. */
void        steady_setting_words_answer (const SteadyConsoleConfig *config,
                                         const SteadySettingAnswer *answer,
                                         char                      *ret_text,
                                         size_t                     size);
double      steady_setting_words_factor (const SteadyAlarmText *text);
const char *steady_setting_words_unit (const SteadyAlarmText *text);
void        steady_setting_words_limit (const SteadyAlarmText *text,
                                        double                 limit,
                                        char                  *ret_text,
                                        size_t                 size);
int         steady_setting_words_decimals (const SteadyAlarmText *text, double limit);

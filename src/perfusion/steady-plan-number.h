/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-json.h"

enum
{
  STEADY_PLAN_NUMBER_SIZE = 40
};

const char         *steady_plan_number_text (double value,
                                             char   ret_text[STEADY_PLAN_NUMBER_SIZE]);
struct json_object *steady_plan_number_json (double value);

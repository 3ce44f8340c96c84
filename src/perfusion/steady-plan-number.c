/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plan-number.h"

#include <stdio.h>
#include <string.h>

/*
 * The shortest decimal text that reads back as the same double, in the C locale: no
 * digit is lost and none is made up. Returns @ret_text.
 *
 * Thread: any.
 */
const char *
steady_plan_number_text (double value, char ret_text[STEADY_PLAN_NUMBER_SIZE])
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  for (unsigned i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (ret_text, STEADY_PLAN_NUMBER_SIZE, formats[i], value);
      const double back = g_ascii_strtod (ret_text, NULL);
      if (memcmp (&back, &value, sizeof back) == 0)
        break;
    }
  return ret_text;
}

/* The same as a JSON number. Free with json_object_put (). Thread: any. */
struct json_object *
steady_plan_number_json (double value)
{
  char text[STEADY_PLAN_NUMBER_SIZE];
  return json_object_new_double_s (value, steady_plan_number_text (value, text));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-checklist.h"
#include "checklist/steady-checklist-state.h"
#include "steady-fuzz.h"

/* A list from anywhere, and a row of the case's table. */
static void
read_list (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char      *text = g_strndup ((const char *) bytes, length);
  SteadyChecklistRecord record;

  SteadyChecklist *list =
      steady_checklist_parse ("fuzz", (const char *) bytes, (gssize) length, &error);
  if (list == NULL)
    g_assert_nonnull (error);
  else
    {
      g_assert_cmpuint (list->n_items, >, 0);
      g_assert_cmpuint (strlen (list->id), <, STEADY_CHECKLIST_LIST_SIZE);
      steady_checklist_free (list);
    }
  if (steady_case_checklist_parse (text, 5, &record, NULL))
    {
      g_assert_nonnull (memchr (record.item, '\0', sizeof record.item));
      g_autofree char *again = steady_case_checklist_json (&record, 5);
      g_assert_true (g_utf8_validate (again, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  static const char list[] =
      "{\"format\":\"steady-checklist\",\"version\":1,\"id\":\"a\",\"kind\":\"hourly\","
      "\"repeat_min\":60,\"rank\":1,\"title\":\"T\",\"when\":\"W\",\"never\":\"N\","
      "\"alarms\":[\"act-low\"],\"source\":\"S\",\"items\":[{\"id\":\"b\",\"group\":"
      "\"G\",\"text\":\"x\",\"source\":\"s\",\"two\":true,\"expedited\":true,"
      "\"needed_for_bypass\":\"air\",\"choices\":[\"c\"],\"values\":[{\"label\":\"l\","
      "\"unit\":\"mL\",\"low\":0,\"high\":1,\"decimals\":1}]}]}";
  static const char row[] =
      "{\"format\":\"steady-checklist-act\",\"version\":1,\"id\":5,\"t_ns\":7,\"act\":"
      "1,"
      "\"turn\":0,\"list\":\"a\",\"item\":\"b\",\"author\":\"A\",\"second\":\"\","
      "\"text\":\"\",\"values\":[1.5,null,null,null,null,null]}";
  const SteadyFuzzSeed seeds[] = { { list, sizeof list - 1 }, { row, sizeof row - 1 } };

  return steady_fuzz_main (
      argc, argv, "checklist", read_list, seeds, G_N_ELEMENTS (seeds), 6000);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-clinical.h"
#include "measure/steady-channel.h"
#include "steady-fuzz.h"

/* Texts end in their fields, and what was read is written and read the same again. */
static void
read_record (const uint8_t *bytes, size_t length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  g_autoptr (GError) error = NULL;
  SteadyClinicalRecord record, again;

  memset (&record, 0xa5, sizeof record);
  if (!steady_case_clinical_parse (text, 0, &record, &error))
    return;
  g_assert_no_error (error);
  g_assert_cmpuint (record.n_values, <=, STEADY_CLINICAL_VALUES);
  g_assert_nonnull (memchr (record.what, '\0', sizeof record.what));
  g_assert_nonnull (memchr (record.author, '\0', sizeof record.author));
  g_assert_nonnull (memchr (record.text, '\0', sizeof record.text));
  for (unsigned i = 0; i < record.n_values; i++)
    g_assert_nonnull (
        memchr (record.values[i].unit, '\0', sizeof record.values[i].unit));
  g_autofree char *written = steady_case_clinical_json (&record, 0);
  g_assert_true (steady_case_clinical_parse (written, 0, &again, &error));
  g_autofree char *twice = steady_case_clinical_json (&again, 0);
  g_assert_cmpstr (written, ==, twice);
}

int
main (int argc, char **argv)
{
  const SteadyClinicalRecord dose = { .id = 7,
                                      .given = 1000000000,
                                      .recorded = 2000000000,
                                      .kind = STEADY_CLINICAL_DOSE,
                                      .amount = 960,
                                      .concentration = 1000,
                                      .volume_ml = 0.96,
                                      .what = "heparin",
                                      .unit = "IU",
                                      .concentration_unit = "IU/mL",
                                      .route = "circuit",
                                      .author = "A \"B\"",
                                      .text = "ä" };
  const SteadyClinicalRecord sample = {
    .id = 8,
    .amends = 7,
    .kind = STEADY_CLINICAL_SAMPLE,
    .flags = STEADY_CLINICAL_WITHDRAWN,
    .temperature_c = 34,
    .n_values = 2,
    .values = { { 86.3, 11.5, STEADY_CHANNEL_ARTERIAL_PO2, "kPa" },
                { 7.36, 7.36, STEADY_CHANNEL_ARTERIAL_PH, "" } },
    .device = "ABL735 #267"
  };
  g_autofree char     *first = steady_case_clinical_json (&dose, 0);
  g_autofree char     *second = steady_case_clinical_json (&sample, 0);
  const SteadyFuzzSeed seeds[] = { { first, strlen (first) },
                                   { second, strlen (second) } };

  const char *rounds = g_getenv ("STEADY_FUZZ_ROUNDS");

  return steady_fuzz_main (argc,
                           argv,
                           "clinical",
                           read_record,
                           seeds,
                           G_N_ELEMENTS (seeds),
                           rounds != NULL ? (unsigned) strtoul (rounds, NULL, 10)
                                          : 10000);
}

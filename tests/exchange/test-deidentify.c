/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-text-reader.h"
#include "casefile/steady-case-verify.h"
#include "exchange/steady-deidentify-acts.h"
#include "exchange/steady-deidentify.h"
#include "steady-case-maker.h"

/* What may be found nowhere in the copy. */
static const char *const secrets[] = {
  "Quillfeather",  "Rosenblum",  "Thistlewood", "Marigold",
  "St. Elsewhere", "2023-11-14", "1699999",
};

/* An id as a screen makes it: of the time of day. */
#define ID UINT64_C (1699999999123456789)

static const char plan[] =
    "{\"format\": \"steady-plan\", \"version\": 1, \"patient\": {\"name\": "
    "\"Quillfeather\", \"patient_id\": \"1699999\", \"weight_kg\": 3.4, \"diagnosis\": "
    "\"TGA of \\\"Marigold\\\"\", \"profile\": \"neonate\"}, \"warnings\": [\"little "
    "blood\"], \"signatures\": [{\"name\": \"Rosenblum\", \"role\": \"perfusionist\", "
    "\"utc\": \"2023-11-14T22:00:00Z\"}], \"flow_l_min\": 0.51, \"allergies\": []}";

static void
write_acts (SteadyCaseWriter *writer, SteadyInstant t)
{
  SteadyClinicalRecord  dose = { .id = ID,
                                 .given = t,
                                 .recorded = t,
                                 .kind = STEADY_CLINICAL_DOSE,
                                 .amount = 400,
                                 .concentration = NAN,
                                 .volume_ml = NAN,
                                 .pressure_mmhg = NAN,
                                 .temperature_c = NAN,
                                 .what = "Heparin",
                                 .unit = "IU",
                                 .author = "Rosenblum",
                                 .text = "for little Marigold" };
  SteadyClinicalRecord  gas = dose;
  SteadyClinicalRecord  amended = dose;
  SteadyChecklistRecord item = { .id = ID + 1,
                                 .t = t,
                                 .act = STEADY_CHECKLIST_VERIFIED,
                                 .list = "before-bypass",
                                 .item = "heparin",
                                 .author = "Rosenblum",
                                 .second = "Thistlewood",
                                 .text = "" };

  amended.id = ID + 2;
  amended.amends = ID;
  amended.amount = 300;
  amended.text[0] = '\0';
  gas.id = ID + 3;
  gas.kind = STEADY_CLINICAL_SAMPLE;
  gas.amount = NAN;
  gas.what[0] = gas.unit[0] = gas.text[0] = '\0';
  g_strlcpy (gas.device, "ABL of St. Elsewhere", sizeof gas.device);
  gas.n_values = 1;
  gas.values[0] = (SteadyClinicalValue){
    .value = 2.5, .entered = 2.5, .channel = STEADY_CHANNEL_LACTATE, .unit = "mmol/L"
  };
  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    item.values[i] = NAN;
  steady_case_writer_clinical (writer, &dose);
  steady_case_writer_clinical (writer, &amended);
  steady_case_writer_clinical (writer, &gas);
  steady_case_writer_checklist (writer, &item);
  g_assert_true (
      steady_case_writer_note (writer, t, "part", "oxygenator|X|Thistlewood"));
  g_assert_true (steady_case_writer_plan (writer, t, plan, sizeof plan));
}

static void
record (const char *path)
{
  GError           *error = NULL;
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseChannel channels[STEADY_CHANNEL_MAX];

  memcpy (channels, setup.channels, setup.n_channels * sizeof channels[0]);
  g_strlcpy (channels[0].source, "monitor of Marigold", sizeof channels[0].source);
  channels[setup.n_channels] =
      (SteadyCaseChannel){ .channel = STEADY_CHANNEL_FOREIGN + 7,
                           .kind = STEADY_CHANNEL_KIND_NUMERIC,
                           .name = "Quillfeather",
                           .label = "Quillfeather",
                           .unit = "mV",
                           .source = "Quillfeather" };
  setup.channels = channels;
  setup.n_channels++;
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, &error);

  g_assert_no_error (error);
  steady_case_maker_run (writer, 0, 500);
  write_acts (writer, 10 * STEADY_NSEC_PER_SEC);
  steady_case_maker_run (writer, 500, 1000);
  const SteadyCommand command = { .id = ID, .value = 1, .expected = NAN };
  steady_case_writer_command (writer, &command, 20 * STEADY_NSEC_PER_SEC);
  g_assert_true (steady_case_writer_close (writer, &error));
  g_assert_no_error (error);
}

static bool
listed (const SteadyDeidentified *found, const char *text)
{
  return g_ptr_array_find_with_equal_func (found->texts, text, g_str_equal, NULL);
}

static unsigned
number_of (const SteadyDeidentified *found, const char *text)
{
  guint place = 0;

  g_assert_true (
      g_ptr_array_find_with_equal_func (found->texts, text, g_str_equal, &place));
  return place + 1;
}

static void
check_acts (const char *path, const char *drug)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  GArray           *clinical = NULL, *checklist = NULL, *plans = NULL;

  g_assert_true (steady_case_reader_clinical (reader, &clinical, NULL));
  g_assert_cmpuint (clinical->len, ==, 3);
  const SteadyClinicalRecord *acts = (const void *) clinical->data;
  /* the table of doses comes before that of samples */
  g_assert_cmpfloat_with_epsilon (acts[0].amount, 400, 1e-9);
  g_assert_cmpstr (acts[0].what, ==, drug);
  g_assert_cmpstr (acts[0].author, ==, "person 1");
  g_assert_cmpuint (acts[0].id, <, 100); /* no time of day */
  g_assert_cmpuint (acts[1].amends, ==, acts[0].id);
  g_assert_cmpfloat_with_epsilon (acts[2].values[0].value, 2.5, 1e-9);
  g_assert_true (steady_case_reader_checklist (reader, &checklist, NULL));
  g_assert_cmpuint (checklist->len, ==, 1);
  const SteadyChecklistRecord *item = (const void *) checklist->data;
  g_assert_cmpstr (item->item, ==, "heparin");
  g_assert_cmpstr (item->author, ==, "person 1");
  g_assert_cmpstr (item->second, ==, "person 2");
  g_assert_true (steady_case_reader_plans (reader, &plans, NULL));
  g_assert_cmpuint (plans->len, ==, 1);
  const char *json = g_array_index (plans, SteadyCasePlan, 0).json;
  g_assert_nonnull (strstr (json, "\"weight_kg\": 3.4"));
  g_assert_nonnull (strstr (json, "\"profile\": \"neonate\""));
  g_assert_nonnull (strstr (json, "little blood"));
  g_assert_nonnull (strstr (json, "\"utc\": \"20"));
  g_array_unref (clinical);
  g_array_unref (checklist);
  g_array_unref (plans);
  steady_case_reader_free (reader);
}

static void
check_no_secret (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (unsigned i = 0; i < G_N_ELEMENTS (secrets); i++)
    if (memmem (bytes, length, secrets[i], strlen (secrets[i])) != NULL)
      g_error ("“%s” stands in the copy", secrets[i]);
}

/* Neither who made the channels nor when a command was given and which start of which
 * machine wrote it. */
static void
check_nothing_leads_back (const char *path)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, NULL);
  SteadyCaseClock   clock;
  SteadyCaseCommand commands[64];
  unsigned          count;

  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &count);
  g_assert_true (g_str_has_prefix (channels[0].source, "[removed text "));
  const SteadyCaseChannel *foreign = &channels[count - 1];
  g_assert_true (g_str_has_prefix (foreign->label, "[removed text "));
  g_assert_true (g_str_has_prefix (foreign->name, "signal_"));
  g_assert_cmpstr (foreign->unit, ==, "mV");
  g_assert_true (steady_case_reader_clocks (reader, 0, &clock, 1, &count, NULL));
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpstr (clock.boot_id, ==, "unknown");
  g_assert_true (steady_case_reader_commands (
      reader, 0, commands, G_N_ELEMENTS (commands), &count, NULL));
  g_assert_cmpuint (count, >, 0);
  for (unsigned i = 0; i < count; i++)
    g_assert_cmpuint (commands[i].command, <, 1000);
  steady_case_reader_free (reader);
}

static void
test_acts_name_nobody (void)
{
  g_autofree char   *folder = steady_case_maker_folder ();
  g_autofree char   *path = g_build_filename (folder, "a.steady", NULL);
  g_autofree char   *copy = g_build_filename (folder, "b.steady", NULL);
  g_autofree char   *second = g_build_filename (folder, "c.steady", NULL);
  GError            *error = NULL;
  SteadyDeidentified found = { 0 };
  SteadyCaseVerdict  verdict;

  record (path);
  g_assert_true (steady_deidentify (path, copy, NULL, NULL, NULL, &found, &error));
  g_assert_no_error (error);
  g_assert_true (steady_case_verify (copy, &verdict, &error));
  g_assert_true (verdict.finished);
  check_no_secret (copy);
  check_nothing_leads_back (copy);
  g_autofree char *placeholder =
      g_strdup_printf ("[removed text %u]", number_of (&found, "Heparin"));
  check_acts (copy, placeholder);
  g_assert_true (listed (&found, "for little Marigold"));
  g_assert_true (listed (&found, "ABL of St. Elsewhere"));
  g_assert_true (listed (&found, "oxygenator|X|Thistlewood"));
  g_assert_true (listed (&found, "Quillfeather"));
  g_assert_false (listed (&found, "neonate"));

  /* what a person has read and confirmed stays */
  g_autoptr (GArray) keep = g_array_new (FALSE, FALSE, sizeof (unsigned));
  const unsigned number = number_of (&found, "Heparin");
  g_array_append_val (keep, number);
  steady_deidentified_finish (&found);
  g_assert_true (steady_deidentify (path, second, keep, NULL, NULL, &found, &error));
  check_no_secret (second);
  check_acts (second, "Heparin");
  g_assert_cmpuint (found.kept, ==, 1);
  steady_deidentified_finish (&found);
  steady_case_maker_remove (folder);
}

static bool
judge_all (void *data, const char *text, char *ret_text, size_t size)
{
  g_strlcpy (ret_text, "-", size);
  return false;
}

/* Cut anywhere it ends, and gives away nothing. */
static void
test_json_cut_anywhere (void)
{
  for (size_t length = 0; length <= strlen (plan); length++)
    {
      g_autofree char *part = g_strndup (plan, length);
      g_autofree char *json =
          steady_deidentify_json (part, STEADY_NSEC_PER_SEC * 86400, judge_all, NULL);
      for (unsigned i = 0; i < G_N_ELEMENTS (secrets); i++)
        g_assert_null (strstr (json, secrets[i]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/deidentify/acts-name-nobody", test_acts_name_nobody);
  g_test_add_func ("/exchange/deidentify/json-cut-anywhere", test_json_cut_anywhere);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "alarm/steady-alarm-system.h"
#include "casefile/steady-case-shelf.h"
#include "device/mapped/steady-device-map.h"
#include "device/steady-site.h"
#include "engine/steady-annotate.h"
#include "engine/steady-plan-intake.h"
#include "engine/steady-state-row.h"
#include "exchange/steady-deidentify-acts.h"
#include "measure/steady-event-text.h"
#include "perfusion/steady-plan-json.h"
#include "quality/steady-quality-rules.h"
#include "recording/steady-recording.h"
#include "steady-fuzz.h"

/*
 * What else comes from a person, a site or a disk: one reader a name. What is refused
 * says why; what is accepted keeps within its bounds.
 *
 * Usage: fuzz-text READER [FILE …]
 */
static char *folder;
static char *file; /* for readers that want one */

static void
is_refused (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpstr (error->message, !=, "");
}

static void
read_annotation (const uint8_t *bytes, size_t length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  g_autoptr (GError) error = NULL;
  SteadyCaseAnnotation item;

  memset (&item, 0xa5, sizeof item);
  if (!steady_annotate_parse (text, 1, &item, &error))
    {
      is_refused (error);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (item.kind, <=, STEADY_CASE_ANNOTATION_AMENDMENT);
  g_assert_nonnull (memchr (item.author, '\0', sizeof item.author));
  g_assert_nonnull (memchr (item.about, '\0', sizeof item.about));
  g_assert_nonnull (memchr (item.channel, '\0', sizeof item.channel));
  g_assert_nonnull (memchr (item.text, '\0', sizeof item.text));
  g_assert_false (isinf (item.value));
}

/* A plan that a case or a person hands in: adopted, or refused with a reason. */
static void
read_plan_in_force (const uint8_t *bytes, size_t length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  g_autofree char *members =
      steady_plan_in_force_members (text, "{\"flow_l_min\": 0.5}");
  const SteadyPlanInForce plan = steady_plan_in_force_of (text);
  const SteadyPlanCase    about = { .mode = STEADY_MODE_TRAINING, .plan_json = "{}" };
  SteadyPlanIntake        intake = { .n = 0 };
  SteadyPlanInputs        inputs = { .simulated = false };
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (memchr (plan.profile, '\0', sizeof plan.profile));
  g_assert_cmpuint (plan.mark, !=, 0);
  g_assert_nonnull (members);
  steady_plan_intake_init (&intake, &about);
  const SteadyPlanOrder *order =
      steady_plan_intake_read (&intake, "fuzz", text, &inputs, &error);
  if (order == NULL)
    is_refused (error);
  else
    g_assert_true (order->n_limits <= STEADY_PLAN_LIMITS &&
                   isfinite (order->plan.flow_l_min));
  steady_plan_inputs_finish (&inputs);
  steady_plan_intake_finish (&intake);
}

static void
read_site (const uint8_t *bytes, size_t length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (SteadySite) site = steady_site_parse ("fuzz", text, &error);

  if (site == NULL)
    is_refused (error);
}

static void
read_alarm_rules (const uint8_t *bytes, size_t length)
{
  g_autofree char       *text = g_strndup ((const char *) bytes, length);
  const SteadyAlarmSetup setup = { .base_file = "fuzz", .base_text = text };
  g_autoptr (GError) error = NULL;
  SteadyAlarmSystem *system = steady_alarm_system_new (&setup, &error);

  if (system == NULL)
    is_refused (error);
  steady_alarm_system_free (system);
}

static void
read_quality_rules (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;

  steady_fuzz_put (file, bytes, length);
  g_autoptr (SteadyQualityRules) rules = steady_quality_rules_load (file, &error);
  if (rules == NULL)
    is_refused (error);
}

static void
read_device_map (const uint8_t *bytes, size_t length)
{
  g_autoptr (GError) error = NULL;

  steady_fuzz_put (file, bytes, length);
  g_autoptr (SteadyDeviceMap) map = steady_device_map_load (file, &error);
  if (map == NULL)
    is_refused (error);
}

static bool
judge (void *data, const char *text, char *ret_text, size_t size)
{
  unsigned *count = data;

  (*count)++;
  g_strlcpy (ret_text, "[removed]", size);
  return false;
}

/* What a person typed never comes through, however broken the plan around it is. */
static void
read_nameless (const uint8_t *bytes, size_t length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  unsigned         judged = 0;
  g_autofree char *out =
      steady_deidentify_json (text, 86400 * STEADY_NSEC_PER_SEC, judge, &judged);

  g_assert_nonnull (out);
  g_assert_cmpuint (strlen (out), <=, 16 * strlen (text) + 64);
}

static void
read_shelf (const uint8_t *bytes, size_t length)
{
  const SteadyShelfQuery     query = { .text = "a" };
  g_autofree SteadyCaseCard *cards = g_new0 (SteadyCaseCard, 4);
  SteadyCardMetric           metrics[4];
  unsigned                   count = 0;
  g_autoptr (GError) error = NULL;

  steady_fuzz_put (file, bytes, length);
  g_autoptr (SteadyCaseShelf) shelf = steady_case_shelf_open (file, &error);
  if (shelf == NULL)
    {
      is_refused (error);
      return;
    }
  steady_case_shelf_count (shelf, &query, &count, NULL);
  count = 0;
  if (steady_case_shelf_page (shelf, &query, 0, cards, 4, &count, NULL))
    for (unsigned i = 0; i < count; i++)
      {
        g_assert_nonnull (memchr (cards[i].path, '\0', sizeof cards[i].path));
        g_assert_nonnull (memchr (cards[i].title, '\0', sizeof cards[i].title));
        g_assert_cmpuint (cards[i].n_phases, <=, STEADY_CARD_PHASES);
        steady_case_shelf_metrics (shelf, cards[i].id, metrics, 4, &count, NULL);
      }
}

/* Annotations beside a WFDB record that is whole. */
static void
read_wfdb_notes (const uint8_t *bytes, size_t length)
{
  static const char header[] = "r 1 125 4\nr.dat 16 200/mmHg 16 0 0 0 0 ABP\n";
  static const char zeros[8] = { 0 };
  g_autofree char  *head = g_build_filename (folder, "r.hea", NULL);
  g_autofree char  *data = g_build_filename (folder, "r.dat", NULL);
  g_autofree char  *notes = g_build_filename (folder, "r.atr", NULL);
  g_autoptr (GError) error = NULL;
  unsigned count;

  if (!g_file_test (head, G_FILE_TEST_EXISTS))
    {
      steady_fuzz_put (head, header, sizeof header - 1);
      steady_fuzz_put (data, zeros, sizeof zeros);
    }
  steady_fuzz_put (notes, bytes, length);
  SteadyRecording *recording = steady_recording_open (head, &error);
  if (recording == NULL)
    {
      is_refused (error);
      return;
    }
  const SteadyRecordingEvent *events = steady_recording_events (recording, &count);
  for (unsigned i = 0; i < count; i++)
    {
      g_assert_cmpint (events[i].t, >=, 0);
      g_assert_true (g_utf8_validate (events[i].text, -1, NULL));
    }
  steady_recording_free (recording);
}

/* The head of a state row; only the build that wrote it reads the rest. */
static void
read_state_row (const uint8_t *bytes, size_t length)
{
  SteadyStateHead head;

  if (steady_state_row_head (bytes, length, &head))
    {
      g_assert_cmpuint (head.version, ==, STEADY_STATE_ROW_VERSION);
      g_assert_cmpuint (head.size, <=, length);
    }
}

/* What a case says of its events, said to people: the first byte is the event. */
static void
read_event_text (const uint8_t *bytes, size_t length)
{
  static const SteadyEventLore lore = { .data = NULL };
  g_autofree char             *text = g_strndup ((const char *) bytes, length);
  const SteadyEventTold        told = { .value = length,
                                        .text = text[0] != '\0' ? text + 1 : text,
                                        .event = (SteadyEvent) (uint8_t) text[0] };
  g_autofree char             *line = steady_event_text_line (&lore, &told);

  g_assert_true (g_utf8_validate (line, -1, NULL));
  g_assert_cmpuint (strlen (line), <=, 16 * length + 1024);
}

typedef struct Reader
{
  const char      *name;
  SteadyFuzzTarget target;
  const char      *seed; /* a file of data/, or NULL */
  unsigned         rounds;
} Reader;

static const Reader readers[] = {
  { "annotation", read_annotation, NULL, 20000 },
  { "plan-in-force", read_plan_in_force, NULL, 300 },
  { "site", read_site, "devices/example-site.json", 10000 },
  { "alarm-rules", read_alarm_rules, "alarms/base.json", 2000 },
  { "quality-rules", read_quality_rules, "quality/rules.json", 5000 },
  { "device-map", read_device_map, "devices/example-map.json", 6000 },
  { "nameless", read_nameless, NULL, 5000 },
  { "shelf", read_shelf, NULL, 400 },
  { "wfdb-notes", read_wfdb_notes, NULL, 8000 },
  { "state-row", read_state_row, NULL, 4000 },
  { "event-text", read_event_text, NULL, 10000 },
};

/* A plan as steady-plan prints it. */
static char *
make_plan (void)
{
  static const char child[] = "{\"weight_kg\": 3.2, \"height_cm\": 50, \"age_days\": 5,"
                              " \"hct_pct\": 45, \"name\": \"Stuffy \\\"B\\\"\","
                              " \"simulated\": true}";
  g_autoptr (GError) error = NULL;
  SteadyJsonDocument document = { 0 };
  SteadyPlanInputs   inputs = { .simulated = false };
  SteadyPlan         plan = { .n_prime = 0 };
  SteadyPlanTables  *tables =
      steady_plan_tables_load (g_getenv ("STEADY_DATA_DIR"), NULL, &error);

  g_assert_no_error (error);
  g_assert_true (
      steady_json_document_parse (&document, "child", child, -1, NULL, 1, NULL));
  const SteadyJsonNode root = steady_json_document_root (&document);
  g_assert_true (steady_plan_inputs_parse (&inputs, &root, NULL));
  g_assert_true (steady_plan_compute (&inputs, tables, &plan, NULL));
  char *text = steady_plan_to_text (&plan, false);
  steady_plan_finish (&plan);
  steady_plan_inputs_finish (&inputs);
  steady_json_document_finish (&document);
  steady_plan_tables_free (tables);
  return text;
}

static void
describe_card (void *data, const char *path, SteadyCaseCard *ret_card)
{
  *ret_card = (SteadyCaseCard){ .start_utc = 1, .n_phases = 1, .n_metrics = 1 };
  g_strlcpy (ret_card->path, path, sizeof ret_card->path);
  g_strlcpy (ret_card->title, "a title", sizeof ret_card->title);
  g_strlcpy (ret_card->metrics[0].rule, "map-low", sizeof ret_card->metrics[0].rule);
}

/* The index of a folder with one case. */
static void
make_shelf (char **ret_bytes, gsize *ret_length)
{
  g_autofree char *cases = g_build_filename (folder, "cases", NULL);
  g_autofree char *one = g_build_filename (cases, "a.steady", NULL);
  g_autoptr (GError) error = NULL;
  SteadyShelfScan scan;

  g_assert_cmpint (g_mkdir (cases, 0700), ==, 0);
  steady_fuzz_put (one, "x", 1);
  SteadyCaseShelf *shelf = steady_case_shelf_open (file, &error);
  g_assert_no_error (error);
  steady_case_shelf_scan (shelf, cases, describe_card, NULL, NULL, &scan, &error);
  g_assert_no_error (error);
  steady_case_shelf_free (shelf);
  g_assert_true (g_file_get_contents (file, ret_bytes, ret_length, NULL));
  g_unlink (one);
  g_rmdir (cases);
}

static void
make_seed (const Reader *reader, char **ret_bytes, gsize *ret_length)
{
  static const char note[] =
      "{\"kind\":\"amendment\",\"author\":\"A. Berg\",\"about\":\"part\",\"channel\":"
      "\"ecg\",\"text\":\"t\",\"event\":7,\"value\":1.5,\"from_s\":1,\"to_s\":2}";
  static const char act[] = "\x3fwithdrawn: heparin, IU by A by B, 3 min ago";
  static const char atr[] = "\x00\x58\x18\xfc## time resolution: 1000"
                            "\x01\x58\x06\xfcnote 1\x00\x00";

  if (reader->seed != NULL)
    {
      g_autofree char *path =
          g_build_filename (g_getenv ("STEADY_DATA_DIR"), reader->seed, NULL);
      g_assert_true (g_file_get_contents (path, ret_bytes, ret_length, NULL));
    }
  else if (reader->target == read_shelf)
    make_shelf (ret_bytes, ret_length);
  else if (reader->target == read_state_row)
    {
      SteadyStateHead *head = g_new0 (SteadyStateHead, 1);
      head->version = STEADY_STATE_ROW_VERSION;
      head->size = sizeof *head;
      *ret_bytes = (char *) head;
      *ret_length = sizeof *head;
    }
  else if (reader->target == read_wfdb_notes)
    {
      *ret_bytes = g_memdup2 (atr, sizeof atr - 1);
      *ret_length = sizeof atr - 1;
    }
  else
    {
      *ret_bytes = reader->target == read_annotation   ? g_strdup (note)
                   : reader->target == read_event_text ? g_strdup (act)
                                                       : make_plan ();
      *ret_length = strlen (*ret_bytes);
    }
}

static void
remove_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  const Reader *reader = NULL;

  for (unsigned i = 0; argc > 1 && i < G_N_ELEMENTS (readers); i++)
    if (strcmp (readers[i].name, argv[1]) == 0)
      reader = &readers[i];
  if (reader == NULL)
    {
      fprintf (stderr, "usage: fuzz-text READER [FILE …]; see readers[]\n");
      return 2;
    }
  folder = g_dir_make_tmp ("steady-fuzz-XXXXXX", NULL);
  file = g_build_filename (folder, "input", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *title = g_strconcat ("text/", reader->name, NULL);
  gsize            length = 0;
  make_seed (reader, &bytes, &length);
  const SteadyFuzzSeed seed = { bytes, length };
  const int            status = steady_fuzz_main (
      argc - 1, argv + 1, title, reader->target, &seed, 1, reader->rounds);
  remove_files ();
  g_free (file);
  g_free (folder);
  return status;
}

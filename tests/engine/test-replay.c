/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "alarm/steady-alarm-limit.h"
#include "base/steady-paths.h"
#include "casefile/steady-case-reader.h"
#include "engine/steady-recall.h"
#include "engine/steady-session.h"

/* A case that is judged anew gives the same alarms at the same instants, to the last
 * bit: whatever people did, however late the engine was, and over a crash. */

#define SEC STEADY_NSEC_PER_SEC

enum
{
  CHANGES = 4000
};

typedef struct Fixture
{
  char         *folder;
  char         *case_file;
  char         *again;
  char         *scenario;
  SteadyOptions options;
  SteadySession session;
  SteadyEngine *engine;
  unsigned      compared; /* changes that were compared in all */
} Fixture;

static void
open_session_from (Fixture     *fixture,
                   SteadySource source,
                   const char  *file,
                   const char  *out,
                   SteadySpan   from,
                   SteadySpan   until)
{
  g_autoptr (GError) error = NULL;
  fixture->options = (SteadyOptions){ .source = source,
                                      .file = file,
                                      .case_file = out,
                                      .listen_fd = -1,
                                      .beat_fd = -1,
                                      .speed = 1,
                                      .manual = true,
                                      .from = from,
                                      .until = until };
  steady_session_open (&fixture->session, &fixture->options, &error);
  g_assert_no_error (error);
  fixture->engine = fixture->session.engine;
}

static void
open_session (Fixture *fixture, SteadySource source, const char *file, const char *out)
{
  open_session_from (fixture, source, file, out, 0, STEADY_INSTANT_NEVER);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("steady-replay-XXXXXX", NULL);
  fixture->case_file = g_build_filename (fixture->folder, "case.steady", NULL);
  fixture->again = g_build_filename (fixture->folder, "again.steady", NULL);
  fixture->scenario = steady_paths_data (data);
  open_session (fixture, STEADY_SOURCE_TRAINING, fixture->scenario, fixture->case_file);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->case_file);
  g_free (fixture->again);
  g_free (fixture->scenario);
}

static void
close_session (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  steady_engine_store_journal (fixture->engine);
  g_assert_true (steady_session_close (&fixture->session, &error));
  g_assert_no_error (error);
}

static void
ask (Fixture *fixture, SteadyAlarmRequestKind kind, const char *id)
{
  SteadyRequest request = { .type = STEADY_FRAME_ALARM_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1 };
  request.alarm.kind = (uint16_t) kind;
  g_strlcpy (request.alarm.id, id, sizeof request.alarm.id);
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &request, sizeof request));
}

static void
change_phase (Fixture *fixture, SteadyControl control, double value)
{
  SteadyRequest request = { .type = STEADY_FRAME_COMMAND,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1 };
  request.command = (SteadyCommand){ .id = 1,
                                     .issued = fixture->engine->moment.real,
                                     .value = value,
                                     .control = (uint16_t) control };
  g_assert_true (
      steady_ring_push (&fixture->engine->requests, &request, sizeof request));
}

static void
press_something (Fixture *fixture)
{
  SteadyAlarmRecord present[STEADY_ENGINE_ALARMS];
  const unsigned    n = steady_alarm_system_present (
      fixture->engine->alarms, present, STEADY_ENGINE_ALARMS);
  const char *id = n > 0 ? present[g_test_rand_int_range (0, (gint32) n)].id : "none";

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      ask (fixture, STEADY_ALARM_REQUEST_PAUSE, "");
      break;
    case 1:
      ask (fixture, STEADY_ALARM_REQUEST_END_PAUSE, "");
      break;
    case 2:
      ask (fixture, STEADY_ALARM_REQUEST_RESET, id);
      break;
    case 3:
      change_phase (fixture,
                    STEADY_CONTROL_SUPPORT_MODE,
                    g_test_rand_int_range (0, STEADY_SUPPORT_ECMO_VV + 1));
      break;
    case 4:
      change_phase (
          fixture, STEADY_CONTROL_SUPPORT_FLAGS, g_test_rand_int_range (0, 32));
      break;
    case 5:
      ask (fixture, STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL, "Tester");
      break;
    default:
      ask (fixture, STEADY_ALARM_REQUEST_ACKNOWLEDGE, id);
      break;
    }
}

/* Ticks that come late, and real time that goes at its own pace. */
static void
run (Fixture *fixture, double seconds, bool late, bool hands)
{
  SteadyMoment        moment = fixture->engine->moment;
  const SteadyInstant end = moment.now + steady_span_from_seconds (seconds);
  while (moment.now < end)
    {
      const SteadySpan step =
          late ? g_test_rand_int_range (5000000, 40000000) : 20 * STEADY_NSEC_PER_MSEC;
      moment.now += step;
      moment.real += late ? step + g_test_rand_int_range (0, 1000) : step;
      if (hands && g_test_rand_int_range (0, 200) == 0)
        press_something (fixture);
      steady_engine_tick (fixture->engine, &moment);
    }
}

static unsigned
read_alarms (const char *file, SteadyAlarmRecord *ret_records)
{
  g_autoptr (GError) error = NULL;
  SteadyCaseSpan    span;
  SteadyCaseReader *reader = steady_case_reader_open (file, &error);
  int64_t           after = 0;
  unsigned          n = 0, count;

  g_assert_no_error (error);
  g_assert_true (steady_case_reader_span (reader, &span, NULL));
  do
    {
      g_assert_true (steady_case_reader_alarms (
          reader, after, ret_records + n, CHANGES - n, &count, &after, NULL));
      n += count;
    }
  while (count > 0);
  g_assert_cmpuint (n, <, CHANGES);
  for (unsigned i = 0; i < n; i++)
    {
      ret_records[i].t -= span.start;
      if (ret_records[i].since != STEADY_INSTANT_NEVER)
        ret_records[i].since -= span.start;
    }
  steady_case_reader_free (reader);
  return n;
}

/* Judges the case anew and compares everything that was stored of its alarms. */
static unsigned
assert_same_again (Fixture *fixture)
{
  g_autofree SteadyAlarmRecord *then = g_new0 (SteadyAlarmRecord, CHANGES);
  g_autofree SteadyAlarmRecord *again = g_new0 (SteadyAlarmRecord, CHANGES);

  open_session (fixture, STEADY_SOURCE_REPLAY, fixture->case_file, fixture->again);
  g_assert_true (steady_session_run (&fixture->session));
  close_session (fixture);
  const unsigned n = read_alarms (fixture->case_file, then);
  const unsigned m = read_alarms (fixture->again, again);
  for (unsigned i = 0; i < MIN (n, m); i++)
    {
      g_assert_cmpstr (then[i].id, ==, again[i].id);
      g_assert_cmpint (then[i].t, ==, again[i].t);
      g_assert_cmpmem (&then[i], sizeof then[i], &again[i], sizeof again[i]);
    }
  g_assert_cmpuint (n, ==, m);
  return n;
}

static void
test_with_hands_and_late_ticks (Fixture *fixture, gconstpointer data)
{
  run (fixture, 150, true, true);
  /* a healthy child in calm hands has no alarm: this one there always is */
  ask (fixture, STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL, "Tester");
  run (fixture, 5, true, false);
  close_session (fixture);
  g_assert_cmpuint (assert_same_again (fixture), >, 0);
}

/* A case that is played again keeps a journal of its own: it can be played again. */
static void
test_a_replay_of_a_replay (Fixture *fixture, gconstpointer data)
{
  run (fixture, 90, false, true);
  close_session (fixture);
  assert_same_again (fixture);
  g_assert_cmpint (g_rename (fixture->again, fixture->case_file), ==, 0);
  g_assert_cmpuint (assert_same_again (fixture), >, 0);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  size_t           length;
  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
}

/* Cut off in the middle of alarms and gone on with: the journal begins anew. */
static void
test_over_a_crash (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->case_file, "-wal", NULL);
  g_autofree char *kept = g_build_filename (fixture->folder, "kept", NULL);
  g_autofree char *kept_log = g_build_filename (fixture->folder, "kept-log", NULL);

  run (fixture, 80, false, true);
  /* the state stands in the case, and everything before it */
  const SteadyInstant now = fixture->engine->moment.now;
  for (unsigned i = 0; i < 1000; i++)
    {
      if (steady_case_writer_progress (fixture->engine->writer).committed_to >=
          now - 2 * SEC)
        break;
      g_usleep (10000);
    }
  copy_file (log, kept_log);
  copy_file (fixture->case_file, kept);
  close_session (fixture);
  copy_file (kept, fixture->case_file);
  copy_file (kept_log, log);
  open_session (fixture, STEADY_SOURCE_RESUME, fixture->case_file, NULL);
  g_assert_true (fixture->session.resumed);
  run (fixture, 60, false, true);
  close_session (fixture);
  g_assert_cmpuint (assert_same_again (fixture), >, 0);
}

/* The pause of then counts the time of then, however fast the case is played. */
static void
test_a_pause_ends_when_it_did (Fixture *fixture, gconstpointer data)
{
  run (fixture, 70, false, false);
  g_assert_cmpint (
      steady_alarm_system_sound (fixture->engine->alarms, fixture->engine->moment.real)
          .priority,
      ==,
      STEADY_PRIORITY_HIGH);
  ask (fixture, STEADY_ALARM_REQUEST_PAUSE, "");
  run (fixture, 150, false, false);
  close_session (fixture);
  assert_same_again (fixture);
  g_autofree SteadyAlarmRecord *records = g_new0 (SteadyAlarmRecord, CHANGES);
  const unsigned                n = read_alarms (fixture->again, records);
  SteadySpan                    silent = 0, heard = 0;
  for (unsigned i = 0; i < n; i++)
    if (strcmp (records[i].id, "arterial-air") == 0 &&
        records[i].state == records[i].before)
      *(records[i].sounding ? &heard : &silent) = records[i].t;
  g_assert_cmpint (heard - silent, ==, 30 * SEC);
}

/* What no careful program does to a case. */
static void
change_case (Fixture *fixture, const char *sql)
{
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (fixture->case_file, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* A journal that was damaged ends the playback with a word. */
static void
test_a_damaged_journal_is_said (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  run (fixture, 20, false, false);
  close_session (fixture);
  change_case (fixture,
               "UPDATE judged SET entries = zeroblob (40) WHERE id ="
               " (SELECT max (id) / 2 FROM judged)");
  open_session (fixture, STEADY_SOURCE_REPLAY, fixture->case_file, NULL);
  g_assert_false (steady_session_run (&fixture->session));
  g_assert_true (steady_recall_damaged (fixture->engine->recall));
  g_assert_true (steady_session_close (&fixture->session, &error));
}

/* Judges the case anew from @from to @until, and compares what was stored of its alarms
 * after @from. Says from where it was judged. */
static SteadyReplayStart
assert_same_from (Fixture *fixture, SteadySpan from, SteadySpan until)
{
  g_autofree SteadyAlarmRecord *then = g_new0 (SteadyAlarmRecord, CHANGES);
  g_autofree SteadyAlarmRecord *again = g_new0 (SteadyAlarmRecord, CHANGES);
  unsigned                      n = 0, compared = 0;

  open_session_from (
      fixture, STEADY_SOURCE_REPLAY, fixture->case_file, fixture->again, from, until);
  const SteadyReplayStart start = fixture->engine->recall->start;
  g_assert_cmpint (fixture->engine->recall->from, <=, from);
  if (start == STEADY_REPLAY_NEAR)
    g_assert_cmpint (fixture->engine->recall->from, >, from - 310 * SEC);
  else
    g_assert_cmpint (fixture->engine->recall->from, ==, 0);
  g_assert_true (steady_session_run (&fixture->session));
  g_assert_cmpuint (steady_recall_differing (fixture->engine->recall), ==, 0);
  close_session (fixture);
  const unsigned m = read_alarms (fixture->again, again);
  const unsigned all = read_alarms (fixture->case_file, then);
  for (unsigned i = 0; i < all; i++)
    if (then[i].t > from && then[i].t <= until)
      {
        while (n < m && again[n].t <= from)
          n++;
        g_assert_cmpuint (n, <, m);
        g_assert_cmpstr (then[i].id, ==, again[n].id);
        g_assert_cmpint (then[i].t, ==, again[n].t);
        g_assert_cmpmem (&then[i], sizeof then[i], &again[n], sizeof again[n]);
        n++;
        compared++;
      }
  g_assert_cmpuint (n, ==, m);
  fixture->compared += compared;
  g_test_message ("%u changes compared", compared);
  g_unlink (fixture->again);
  return start;
}

/* The version that the states within say they are of. */
static void
change_states (Fixture *fixture, uint8_t version)
{
  enum
  {
    AT = 1 + 1 + 1 + 2 + 4 /* entry, version, start, size, magic */
  };
  sqlite3      *database = NULL;
  sqlite3_stmt *row = NULL;
  sqlite3_blob *blob = NULL;
  uint8_t       before;

  g_assert_cmpint (sqlite3_open (fixture->case_file, &database), ==, SQLITE_OK);
  sqlite3_prepare_v2 (
      database, "SELECT id FROM judged WHERE begins AND id > 1", -1, &row, NULL);
  while (sqlite3_step (row) == SQLITE_ROW)
    {
      g_assert_cmpint (sqlite3_blob_open (database,
                                          "main",
                                          "judged",
                                          "entries",
                                          sqlite3_column_int64 (row, 0),
                                          1,
                                          &blob),
                       ==,
                       SQLITE_OK);
      g_assert_cmpint (sqlite3_blob_read (blob, &before, 1, AT), ==, SQLITE_OK);
      g_assert_cmpuint (before, ==, 2);
      g_assert_cmpint (sqlite3_blob_write (blob, &version, 1, AT), ==, SQLITE_OK);
      sqlite3_blob_close (blob);
    }
  sqlite3_finalize (row);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* As far as it goes, so that alarms come and go. */
static void
move_a_limit (Fixture *fixture)
{
  static const char *const ids[] = { "map-low", "map-high", "svo2-low", "flow-low" };
  const char              *id = ids[g_test_rand_int_range (0, G_N_ELEMENTS (ids))];
  SteadyAlarmLimit         limit;

  if (steady_alarm_system_limit (fixture->engine->alarms, id, &limit))
    g_assert_true (steady_alarm_system_set_limit (
        fixture->engine->alarms,
        id,
        g_test_rand_int_range (0, 2) == 0 ? limit.floor : limit.ceiling));
}

/* From far inside, out of what stands in the case; and where that cannot be believed,
 * from the beginning: the alarms are the same. */
static void
test_from_far_inside (Fixture *fixture, gconstpointer data)
{
  const SteadySpan from = 625 * SEC, until = 700 * SEC;

  for (unsigned s = 0; s < 700; s += 7)
    {
      run (fixture, 7, true, true);
      move_a_limit (fixture);
    }
  close_session (fixture);
  g_assert_cmpint (
      assert_same_from (fixture, 330 * SEC, until), ==, STEADY_REPLAY_NEAR);
  g_assert_cmpint (assert_same_from (fixture, from, until), ==, STEADY_REPLAY_NEAR);
  /* another version wrote it: nothing says that it is damaged */
  change_case (fixture,
               "CREATE TABLE kept AS SELECT * FROM chain;"
               "DELETE FROM chain WHERE name = 'judged'");
  change_states (fixture, 99);
  g_assert_cmpint (
      assert_same_from (fixture, from, until), ==, STEADY_REPLAY_OTHER_STATE);
  /* it is not what the chain says it was */
  change_case (fixture,
               "DELETE FROM chain; INSERT INTO chain SELECT * FROM kept;"
               "DROP TABLE kept");
  g_assert_cmpint (
      assert_same_from (fixture, from, until), ==, STEADY_REPLAY_DAMAGED_STATE);
  g_assert_cmpuint (fixture->compared, >, 0);
}

#define ADD(path, scenario, test) \
  g_test_add (                    \
      "/engine/replay/" path, Fixture, "scenarios/" scenario, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("arterial-air", "arterial-air.json", test_with_hands_and_late_ticks);
  ADD ("before-bypass", "before-bypass.json", test_with_hands_and_late_ticks);
  ADD ("clamp", "clamp-closes-in-error.json", test_with_hands_and_late_ticks);
  ADD ("gas-failure", "gas-failure.json", test_with_hands_and_late_ticks);
  ADD ("line-pressure", "line-pressure.json", test_with_hands_and_late_ticks);
  ADD ("pump-failure", "pump-failure.json", test_with_hands_and_late_ticks);
  ADD ("sensor-lost", "sensor-lost.json", test_with_hands_and_late_ticks);
  ADD ("stuffy", "stuffy.json", test_with_hands_and_late_ticks);
  ADD ("venous-return", "venous-return-lost.json", test_with_hands_and_late_ticks);
  ADD ("a-replay-of-a-replay", "arterial-air.json", test_a_replay_of_a_replay);
  ADD ("over-a-crash", "arterial-air.json", test_over_a_crash);
  ADD ("a-pause-ends-when-it-did", "arterial-air.json", test_a_pause_ends_when_it_did);
  ADD ("from-far-inside", "arterial-air.json", test_from_far_inside);
  ADD ("a-damaged-journal-is-said", "stuffy.json", test_a_damaged_journal_is_said);
  return g_test_run ();
}

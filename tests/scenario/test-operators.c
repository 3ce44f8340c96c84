/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-paths.h"
#include "base/steady-random.h"
#include "engine/steady-session.h"
#include "scenario/steady-course-words.h"
#include "scenario/steady-debrief.h"
#include "steady-operator.h"

/*
 * Every scenario is played at the speed of the machine by a good operator, who passes,
 * by one who does nothing, who fails for the reasons that stand beside the scenario,
 * and by one who does anything, whom nothing may break. All they do goes through the
 * engine's gate, as a console's requests do.
 */

#define TICK (20 * STEADY_NSEC_PER_MSEC)
#define SEC  STEADY_NSEC_PER_SEC

/* A run that is never longer than this, whatever its scenario says. */
#define LONGEST (4 * 3600 * SEC)

typedef struct Play
{
  char           *path;
  SteadyOptions   options;
  SteadySession   session;
  SteadyInstant   now;
  SteadyOperator *operator;
} Play;

static SteadyOperator *
load_operator (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "scenario", "operators", file, NULL);
  SteadyOperator *script = steady_operator_load (path, &error);

  g_assert_no_error (error);
  return script;
}

static void
open_play (Play *play, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = g_strconcat ("scenarios/", name, ".json", NULL);

  memset (play, 0, sizeof *play);
  play->path = steady_paths_data (file);
  play->options = (SteadyOptions){ .source = STEADY_SOURCE_TRAINING,
                                   .file = play->path,
                                   .listen_fd = -1,
                                   .beat_fd = -1,
                                   .manual = true,
                                   .speed = 1,
                                   .until = STEADY_INSTANT_NEVER };
  play->     operator= load_operator (name);
  const bool fine = steady_session_open (&play->session, &play->options, &error);
  g_assert_no_error (error);
  g_assert_true (fine);
}

static void
close_play (Play *play)
{
  g_assert_true (steady_session_close (&play->session, NULL));
  steady_operator_free (play->operator);
  g_free (play->path);
}

static void
tick (Play *play)
{
  play->now += TICK;
  const SteadyMoment moment = { .now = play->now,
                                .real = play->session.begin_real + play->now };
  steady_engine_tick (play->session.engine, &moment);
}

static SteadySpan
length_of (const Play *play)
{
  const SteadySpan length = play->session.engine->scenario->length;
  return length > 0 ? MIN (length, LONGEST) : 300 * SEC;
}

/* What a run is judged by, where a scenario can be failed at all. */
static bool
is_judged (const SteadyScenario *scenario)
{
  return scenario->n_expected > 0 || scenario->n_lessons > 0;
}

static void
show_items (const SteadyEngine *engine)
{
  const SteadyScenario *scenario = engine->scenario;

  for (unsigned i = 0; i < scenario->n_expected; i++)
    {
      const SteadyCourseItem *item = &engine->course->items[i];
      g_test_message ("  %-10s %s (from %.1f s, met %.1f s)",
                      steady_item_verdict_name ((SteadyItemVerdict) item->verdict),
                      scenario->expected[i].id,
                      item->when.armed ? steady_span_seconds (item->when.armed_at)
                                       : NAN,
                      item->when.met ? steady_span_seconds (item->when.met_at) : NAN);
    }
  if (engine->course->lesson < scenario->n_lessons)
    g_test_message ("  waits at page %s", scenario->lessons[engine->course->lesson].id);
}

/* How things stand at the end, for whoever must find out why somebody failed. */
static void
show_values (const SteadyEngine *engine)
{
  static const SteadyChannel channels[] = {
    STEADY_CHANNEL_SET_PUMP_FLOW,
    STEADY_CHANNEL_MEASURED_FLOW,
    STEADY_CHANNEL_ARTERIAL_MEAN,
    STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
    STEADY_CHANNEL_RESERVOIR_VOLUME,
    STEADY_CHANNEL_VENOUS_SATURATION,
    STEADY_CHANNEL_ARTERIAL_PUMP,
    STEADY_CHANNEL_ARTERIAL_CLAMP,
    STEADY_CHANNEL_VENOUS_CLAMP,
    STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
    STEADY_CHANNEL_CENTRAL_VENOUS_MEAN,
    STEADY_CHANNEL_POTASSIUM,
    STEADY_CHANNEL_HAEMATOCRIT,
    STEADY_CHANNEL_ARTERIAL_PCO2,
    STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
    STEADY_CHANNEL_ACT,
    STEADY_CHANNEL_HEART_RATE,
    STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (channels); i++)
    {
      double value = NAN;
      steady_value_table_value (&engine->values, channels[i], &value);
      g_test_message ("    %s %.4g", steady_channel_info (channels[i])->name, value);
    }
  for (unsigned i = 0; i < engine->course->n_log; i++)
    g_test_message ("    %.1f s: %u %s %u %g",
                    steady_span_seconds (engine->course->log[i].t),
                    engine->course->log[i].kind,
                    engine->course->log[i].id,
                    engine->course->log[i].number,
                    engine->course->log[i].value);
}

static void
test_good (gconstpointer data)
{
  Play play;

  open_play (&play, data);
  SteadyEngine *engine = play.session.engine;
  while (play.now < length_of (&play))
    {
      tick (&play);
      steady_operator_tick (play.operator, engine);
      /* A lesson is over with its last page. */
      if (engine->scenario->n_lessons > 0 &&
          engine->course->outcome == STEADY_OUTCOME_PASSED)
        break;
    }
  steady_course_end (engine->course, engine->scenario);
  show_items (engine);
  const SteadyOutcome outcome = (SteadyOutcome) engine->course->outcome;
  if (outcome == STEADY_OUTCOME_FAILED)
    show_values (engine);
  g_assert_cmpstr (steady_outcome_name (outcome),
                   ==,
                   is_judged (engine->scenario) ? "passed" : "ended");
  g_autofree char *text = steady_debrief_text (engine->course, engine->scenario);
  g_assert_nonnull (strstr (text, "\"outcome\":\""));
  close_play (&play);
}

static const SteadyCourseItem *
item_called (const SteadyEngine *engine, const char *id)
{
  for (unsigned i = 0; i < engine->scenario->n_expected; i++)
    if (strcmp (engine->scenario->expected[i].id, id) == 0)
      return &engine->course->items[i];
  g_error ("the scenario expects no \"%s\"", id);
}

/* Who does nothing fails, and in what the script says. */
static void
test_passive (gconstpointer data)
{
  Play play;

  open_play (&play, data);
  SteadyEngine *engine = play.session.engine;
  /* A lesson waits for ever; nobody has to wait with it. */
  const SteadySpan end = engine->scenario->n_lessons > 0
                             ? MIN (60 * SEC, length_of (&play))
                             : MIN (900 * SEC, length_of (&play));
  while (play.now < end)
    tick (&play);
  steady_course_end (engine->course, engine->scenario);
  show_items (engine);
  g_assert_cmpstr (steady_outcome_name ((SteadyOutcome) engine->course->outcome),
                   ==,
                   play.operator->passive_outcome);
  g_assert_true (!is_judged (engine->scenario) || play.operator->n_missed> 0 ||
                                                  engine->scenario->n_lessons> 0);
  for (unsigned i = 0; i < play.operator->n_missed; i++)
    {
      const uint32_t verdict = item_called (engine, play.operator->missed[i])->verdict;
      g_test_message ("%s: %s",
                      play.operator->missed[i],
                      steady_item_verdict_name ((SteadyItemVerdict) verdict));
      g_assert_true (verdict == STEADY_ITEM_MISSED || verdict == STEADY_ITEM_BROKEN);
    }
  close_play (&play);
}

static void
do_anything (SteadyEngine *engine, SteadyRandom *random)
{
  static uint64_t       id = 1000000;
  const SteadyScenario *scenario = engine->scenario;
  SteadyRequest         request = { .role = STEADY_ROLE_CONSOLE, .in_control = 1 };

  switch (steady_random_bits (random) % 4)
    {
    case 0:
      request.type = STEADY_FRAME_TRAINING_REQUEST;
      request.training.kind = STEADY_TRAINING_DO;
      g_strlcpy (
          request.training.id,
          scenario->catalogue
              ->actions[steady_random_bits (random) % scenario->catalogue->n_actions]
              .id,
          sizeof request.training.id);
      break;
    case 1:
      request.type = STEADY_FRAME_MARK;
      request.mark.event = (uint16_t) (1 + steady_random_bits (random) % 12);
      break;
    default:
      {
        const unsigned control =
            1 + (unsigned) (steady_random_bits (random) % (STEADY_CONTROL_MAX - 1));
        const SteadyDeviceControl *about = engine->gate.controls[control].about;
        const double               low = about != NULL ? about->low : 0;
        const double               high = about != NULL ? about->high : 10;
        request.type = STEADY_FRAME_COMMAND;
        request.command =
            (SteadyCommand){ .id = ++id,
                             .issued = engine->moment.real,
                             .control = (uint16_t) control,
                             .value =
                                 low + steady_random_uniform (random) * (high - low) };
        break;
      }
    }
  steady_ring_push (&engine->requests, &request, sizeof request);
}

/* No value that cannot be, and a model that could be gone on with. */
static void
check_possible (const SteadyEngine *engine)
{
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      double                   value;
      if (!steady_value_table_value (&engine->values, info->channel, &value))
        continue;
      if (!(value >= info->low && value <= info->high))
        g_error ("%s is %g at %.1f s",
                 info->name,
                 value,
                 steady_span_seconds (engine->moment.now));
    }
}

static void
check_sane (SteadyEngine *engine)
{
  SteadyDevice    *device = engine->simulated;
  const size_t     size = device->class->state_size (device);
  g_autofree void *state = g_malloc0 (size);

  device->class->save (device, state);
  g_assert_true (device->class->restore (device, state, size));
  g_assert_true (steady_course_is_sane (engine->course));
}

static void
test_random (gconstpointer data)
{
  Play         play;
  SteadyRandom random;

  open_play (&play, data);
  SteadyEngine    *engine = play.session.engine;
  const SteadySpan end = MIN (240 * SEC, length_of (&play));
  SteadySpan       next = SEC;
  steady_random_init (&random, g_str_hash (data));
  while (play.now < end)
    {
      tick (&play);
      if (play.now < next)
        continue;
      next += (SteadySpan) (0.5 * SEC + steady_random_uniform (&random) * 3 * SEC);
      do_anything (engine, &random);
      check_possible (engine);
    }
  check_sane (engine);
  close_play (&play);
}

static void
override_protections (SteadyEngine *engine)
{
  SteadyRequest request = { .type = STEADY_FRAME_ALARM_REQUEST,
                            .role = STEADY_ROLE_CONSOLE,
                            .in_control = 1,
                            .alarm = { .kind = STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL,
                                       .id = "test" } };
  g_assert_true (steady_ring_push (&engine->requests, &request, sizeof request));
}

static SteadySpan
end_of_signs (const SteadyOperator *script, SteadySpan fault_at)
{
  SteadySpan end = 0;
  for (unsigned i = 0; i < script->n_signs; i++)
    {
      const SteadyOperatorSign *sign = &script->signs[i];
      end = MAX (end, sign->is_time ? steady_span_from_seconds (sign->high) : sign->at);
    }
  return fault_at + end + 2 * SEC;
}

/* What the incident looks like while nobody and nothing acts: order of magnitude, from
 * half the least to twice the most that the source says; a change keeps its sign. */
static void
test_signs (gconstpointer data)
{
  Play play;
  bool fine = true;

  open_play (&play, data);
  SteadyEngine   *engine = play.session.engine;
  SteadyOperator *script = play.operator;
  while (!engine->course->fault_given ||
         play.now < end_of_signs (script, engine->course->fault_at))
    {
      if (play.now % (60 * SEC) == 0)
        override_protections (engine);
      tick (&play);
      steady_operator_look (script, engine);
      g_assert_cmpint (play.now, <, LONGEST);
    }
  for (unsigned i = 0; i < script->n_signs; i++)
    {
      const SteadyOperatorSign *sign = &script->signs[i];
      const bool                seen =
          sign->has_value && sign->value >= sign->low && sign->value <= sign->high;
      g_test_message ("%s %s: %.4g, expected %.4g to %.4g [%s]",
                      seen ? "as expected" : "NOT SO",
                      sign->text,
                      sign->has_value ? sign->value : NAN,
                      sign->low,
                      sign->high,
                      sign->source);
      fine = fine && seen;
    }
  g_assert_true (fine);
  close_play (&play);
}

static int
compare (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static GPtrArray *
list_scenarios (void)
{
  g_autofree char *folder = steady_paths_data ("scenarios");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray  *names = g_ptr_array_new_with_free_func (g_free);
  const char *file;

  g_assert_nonnull (dir);
  while ((file = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (file, ".json"))
      g_ptr_array_add (names, g_strndup (file, strlen (file) - strlen (".json")));
  g_ptr_array_sort (names, compare);
  return names;
}

static bool
has_signs (const char *name)
{
  SteadyOperator *script = load_operator (name);
  const bool      has = script->n_signs > 0;
  steady_operator_free (script);
  return has;
}

static void
add (const char *name, const char *what, GTestDataFunc function)
{
  g_autofree char *path = g_strdup_printf ("/scenario/operators/%s/%s", name, what);
  g_test_add_data_func (path, name, function);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GPtrArray) names = list_scenarios ();
  /* Under the sanitizers, which take ten times as long, every scenario is still played
   * by somebody. */
  const bool subset = g_getenv ("STEADY_TEST_SUBSET") != NULL;

  for (unsigned i = 0; i < names->len; i++)
    {
      const char *name = names->pdata[i];
      add (name, "random", test_random);
      if (subset)
        continue;
      add (name, "good", test_good);
      add (name, "passive", test_passive);
      if (has_signs (name))
        add (name, "signs", test_signs);
    }
  if (subset)
    g_test_message ("only the random operator plays here; the others play unsanitized");
  return g_test_run ();
}

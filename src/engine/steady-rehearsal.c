/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-rehearsal.h"

#include <math.h>

#include "base/steady-json.h"
#include "engine/steady-session.h"
#include "scenario/steady-json-words.h"

#define TICK  (20 * STEADY_NSEC_PER_MSEC)
#define EVERY (10 * STEADY_NSEC_PER_SEC)
#define MOST  (3 * 3600 * STEADY_NSEC_PER_SEC)

#define COOL_AT_S   120.0
#define HOLD_S      1200.0
#define WARM_STEP_S 240.0

#define FROM_PLAN "the plan"
#define CHOSEN    "a usual course of the rehearsal [GK]"

/* What a plan must tell, and in what limits the simulation can use it. */
typedef struct Plan
{
  double      weight, height, age, area, haematocrit;
  double      blood, prime, planned_haematocrit;
  double      flow, temperature, sweep, fio2;
  double      map_low, map_high, svo2_low, cardioplegia;
  const char *profile, *circuit;
} Plan;

static bool
get (const SteadyJsonNode *root,
     const char           *section,
     const char           *key,
     double                low,
     double                high,
     double               *ret_value,
     GError              **error)
{
  SteadyJsonNode node = *root;

  return (section == NULL || steady_json_get_node (root, section, &node, error)) &&
         steady_json_get_number (&node, key, low, high, ret_value, error);
}

static bool
get_text (const SteadyJsonNode *root,
          const char           *section,
          const char           *key,
          const char          **ret_text,
          GError              **error)
{
  SteadyJsonNode node;
  return steady_json_get_node (root, section, &node, error) &&
         steady_json_get_string (&node, key, ret_text, error);
}

static bool
read_plan (Plan *plan, const SteadyJsonNode *root, GError **error)
{
  const struct
  {
    const char *section, *key;
    double      low, high;
    double     *value;
  } wanted[] = {
    { "patient", "weight_kg", 1.5, 150, &plan->weight },
    { "patient", "height_cm", 30, 220, &plan->height },
    { "patient", "age_days", 0, 40000, &plan->age },
    { "patient", "bsa_m2", 0.1, 3, &plan->area },
    { "patient", "haematocrit_pct", 15, 70, &plan->haematocrit },
    { NULL, "blood_volume_ml", 50, 15000, &plan->blood },
    { NULL, "prime_total_ml", 50, 3000, &plan->prime },
    { NULL, "hct_planned_pct", 5, 60, &plan->planned_haematocrit },
    { "flow_l_min", "plan", 0.05, 8, &plan->flow },
    { "temperature", "planned_c", 12, 37, &plan->temperature },
    { "gas", "sweep_l_min", 0.05, 12, &plan->sweep },
    { "gas", "fio2_pct", 21, 100, &plan->fio2 },
    { "targets", "map_low_mmhg", 10, 100, &plan->map_low },
    { "targets", "map_high_mmhg", 20, 150, &plan->map_high },
    { "targets", "svo2_low_pct", 20, 90, &plan->svo2_low },
    { "cardioplegia", "first_ml", 1, 1000, &plan->cardioplegia },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (!get (root,
              wanted[i].section,
              wanted[i].key,
              wanted[i].low,
              wanted[i].high,
              wanted[i].value,
              error))
      return false;
  return get_text (root, "patient", "profile", &plan->profile, error) &&
         get_text (root, "circuit", "model", &plan->circuit, error);
}

/* Adds a number and where it is from. */
static void
add (struct json_object *object, const char *key, double value, const char *source)
{
  struct json_object *sources = NULL;

  steady_words_number (object, key, value);
  if (!json_object_object_get_ex (object, "sources", &sources))
    {
      sources = json_object_new_object ();
      json_object_object_add (object, "sources", sources);
    }
  steady_words_text (sources, key, source);
}

/* Fetal haemoglobin by age, as in the physiology notes 2.5. [GK] */
static double
fetal_part (double age_days)
{
  return age_days <= 30 ? 0.8 : age_days <= 180 ? 0.2 : 0.0;
}

static struct json_object *
describe_patient (const Plan *plan)
{
  struct json_object *object = json_object_new_object ();

  steady_words_text (object, "name", "Rehearsal");
  steady_words_text (object, "profile", plan->profile);
  add (object, "weight_kg", plan->weight, FROM_PLAN);
  add (object, "height_cm", plan->height, FROM_PLAN);
  add (object, "age_days", plan->age, FROM_PLAN);
  add (object, "bsa_m2", plan->area, FROM_PLAN);
  add (object, "haematocrit_pct", plan->haematocrit, FROM_PLAN);
  add (object, "fetal_haemoglobin_fraction", fetal_part (plan->age), "[GK] by age");
  return object;
}

static struct json_object *
describe_circuit (const Plan *plan)
{
  struct json_object *object = json_object_new_object ();
  /* What the prime must hold so that the mixture is as planned. */
  const double prime = (plan->planned_haematocrit * (plan->blood + plan->prime) -
                        plan->haematocrit * plan->blood) /
                       plan->prime;

  steady_words_text (object, "name", plan->circuit);
  add (object, "prime_ml", plan->prime, FROM_PLAN);
  add (object,
       "prime_haematocrit_pct",
       CLAMP (prime, 0, 70),
       "so that the mixture has the planned haematocrit");
  add (object, "prime_potassium_mmol_l", 4.5, "[GK] washed cells");
  add (object,
       "reservoir_ml",
       plan->flow * 1000 / 60 * 16,
       "about 15 s of flow (PERFL)");
  return object;
}

static struct json_object *
describe_plan (const Plan *plan)
{
  struct json_object *object = json_object_new_object ();
  const double        a_second = plan->flow * 1000 / 60;

  add (object, "flow_l_min", plan->flow, FROM_PLAN);
  add (object, "map_low_mmhg", plan->map_low, FROM_PLAN);
  add (object, "map_high_mmhg", plan->map_high, FROM_PLAN);
  add (object, "svo2_low_pct", plan->svo2_low, FROM_PLAN);
  add (object, "reservoir_warn_ml", CLAMP (8 * a_second, 30, 900), CHOSEN);
  add (object, "reservoir_stop_ml", CLAMP (4 * a_second, 15, 450), CHOSEN);
  return object;
}

static struct json_object *
describe_start (const Plan *plan)
{
  struct json_object *object = json_object_new_object ();

  steady_words_text (object, "support_mode", "full-bypass");
  json_object_object_add (object, "flags", json_object_new_array ());
  add (object, "pump_flow_l_min", plan->flow, FROM_PLAN);
  add (object, "sweep_l_min", plan->sweep, FROM_PLAN);
  add (object, "fio2_pct", plan->fio2, FROM_PLAN);
  add (object, "co2_ml_min", 0, CHOSEN);
  add (object, "water_temperature_c", 36.5, CHOSEN);
  add (object, "body_temperature_c", 36.5, CHOSEN);
  add (object, "vascular_tone", 1, CHOSEN);
  steady_words_bool (object, "cross_clamped", false);
  steady_words_bool (object, "purge_open", false);
  return object;
}

static struct json_object *
add_step (struct json_object *timeline,
          const char         *mechanism,
          double              value,
          const char         *note)
{
  struct json_object *step = json_object_new_object ();

  steady_words_text (step, "mechanism", mechanism);
  steady_words_number (step, "value", value);
  steady_words_number (step, "ramp_s", 0);
  steady_words_text (step, "note", note);
  steady_words_bool (step, "said", true);
  json_object_array_add (timeline, step);
  return step;
}

static void
wait_for_temperature (struct json_object *step, const char *side, double limit)
{
  struct json_object *when = json_object_new_object ();

  steady_words_text (when, "channel", "nasopharyngeal_temperature");
  steady_words_number (when, side, limit);
  steady_words_number (when, "for_s", 10);
  json_object_object_add (step, "when", when);
}

static void
wait_for_step (struct json_object *step, const char *id, double after_s)
{
  struct json_object *when = json_object_new_object ();

  steady_words_text (when, "step", id);
  json_object_object_add (step, "when", when);
  steady_words_number (step, "after_s", after_s);
}

/* Alpha-stat: 0.72 of the warm sweep at 28 °C (physiology notes 4.2, S23), between
 * there and 37 °C in proportion. */
static double
cold_sweep (const Plan *plan)
{
  return plan->sweep * fmax (1 - 0.28 * (37 - plan->temperature) / 9, 0.35);
}

static struct json_object *
describe_timeline (const Plan *plan)
{
  struct json_object *timeline = json_object_new_array ();
  struct json_object *step;

  step = add_step (timeline,
                   "water_temperature",
                   fmax (plan->temperature - 4, 4),
                   "Cooling begins.");
  steady_words_number (step, "at_s", COOL_AT_S);
  step = add_step (timeline, "cross_clamp", 1, "The aorta is clamped.");
  steady_words_text (step, "id", "clamped");
  steady_words_number (step, "at_s", COOL_AT_S);
  wait_for_temperature (step, "below", plan->temperature + 0.5);
  step = add_step (
      timeline, "water_temperature", plan->temperature, "The temperature is held.");
  wait_for_step (step, "clamped", 0);
  step = add_step (timeline, "sweep", cold_sweep (plan), "Sweep is cut for the cold.");
  wait_for_step (step, "clamped", 1);
  step = add_step (
      timeline, "cardioplegia_ml", plan->cardioplegia, "First dose of cardioplegia.");
  wait_for_step (step, "clamped", 10);
  step = add_step (timeline, "sweep", plan->sweep, "Sweep for the warmth.");
  steady_words_text (step, "id", "warming");
  wait_for_step (step, "clamped", HOLD_S);
  double after = 0;
  for (double water = plan->temperature + 8; water < 37; water += 4)
    {
      step = add_step (timeline, "water_temperature", water, "Rewarming.");
      wait_for_step (step, "warming", after);
      after += WARM_STEP_S;
    }
  step = add_step (timeline, "water_temperature", 37, "Rewarming to the end.");
  wait_for_step (step, "warming", after);
  step = add_step (timeline, "cross_clamp", 0, "The clamp is taken off.");
  wait_for_step (step, "warming", 600);
  return timeline;
}

static char *
describe (const Plan *plan)
{
  struct json_object *object = json_object_new_object ();

  steady_words_text (object, "format", STEADY_SCENARIO_FORMAT);
  steady_words_integer (object, "version", STEADY_SCENARIO_VERSION);
  steady_words_text (object, "title", "Rehearsal of a plan");
  steady_words_integer (object, "seed", 1);
  json_object_object_add (object, "patient", describe_patient (plan));
  json_object_object_add (object, "circuit", describe_circuit (plan));
  json_object_object_add (object, "plan", describe_plan (plan));
  json_object_object_add (object, "start", describe_start (plan));
  json_object_object_add (object, "timeline", describe_timeline (plan));
  char *text =
      g_strdup (json_object_to_json_string_ext (object, JSON_C_TO_STRING_PRETTY));
  json_object_put (object);
  return text;
}

/*
 * The training case that plays the plan in @plan_file, as text; free with g_free ().
 * NULL: the file is no plan, or does not say what a rehearsal needs.
 *
 * Thread: main.
 */
char *
steady_rehearsal_scenario (const char *plan_file, GError **error)
{
  SteadyJsonDocument document = { 0 };
  Plan               plan = { 0 };
  char              *text = NULL;

  if (!steady_json_document_load (&document, plan_file, "steady-plan", 1, error))
    return NULL;
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (read_plan (&plan, &root, error))
    text = describe (&plan);
  steady_json_document_finish (&document);
  return text;
}

static const struct
{
  SteadyChannel channel;
  const char   *key;
} curves[] = {
  { STEADY_CHANNEL_PATIENT_FLOW, "patient_flow_l_min" },
  { STEADY_CHANNEL_ARTERIAL_MEAN, "arterial_mean_mmhg" },
  { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, "line_pressure_mmhg" },
  { STEADY_CHANNEL_HAEMATOCRIT, "haematocrit_pct" },
  { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, "nasopharyngeal_temperature_c" },
  { STEADY_CHANNEL_ARTERIAL_TEMPERATURE, "arterial_temperature_c" },
  { STEADY_CHANNEL_RECTAL_TEMPERATURE, "rectal_temperature_c" },
  { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, "do2i_ml_min_m2" },
  { STEADY_CHANNEL_VENOUS_SATURATION, "venous_saturation_pct" },
  { STEADY_CHANNEL_ARTERIAL_PO2, "arterial_po2_mmhg" },
  { STEADY_CHANNEL_ARTERIAL_PCO2, "arterial_pco2_mmhg" },
  { STEADY_CHANNEL_ARTERIAL_PH, "arterial_ph" },
  { STEADY_CHANNEL_LACTATE, "lactate_mmol_l" },
  { STEADY_CHANNEL_POTASSIUM, "potassium_mmol_l" },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, "cerebral_saturation_left_pct" },
  { STEADY_CHANNEL_RESERVOIR_VOLUME, "reservoir_volume_ml" },
};

static void
append_number (struct json_object *list, bool has, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd (number, sizeof number, "%.6g", value);
  json_object_array_add (list, has ? json_object_new_double_s (value, number) : NULL);
}

static void
take_values (const SteadyEngine *engine, struct json_object *lists[])
{
  append_number (lists[0], true, steady_span_seconds (engine->moment.now));
  for (unsigned i = 0; i < G_N_ELEMENTS (curves); i++)
    {
      double     value = 0;
      const bool has =
          steady_value_table_value (&engine->values, curves[i].channel, &value);
      append_number (lists[i + 1], has, value);
    }
}

/* Warm again, or as long as anybody would wait. */
static bool
is_over (const SteadyEngine *engine, SteadyInstant now)
{
  const SteadyScenario *scenario = engine->scenario;
  double                temperature;
  bool                  all_given = true;

  for (unsigned i = 0; i < scenario->n_steps; i++)
    all_given = all_given && engine->course->steps[i].given;
  return now >= MOST ||
         (all_given &&
          steady_value_table_value (&engine->values,
                                    STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
                                    &temperature) &&
          temperature > 36);
}

static struct json_object *
describe_alarms (const SteadyEngine *engine)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < engine->tally.n_alarms; i++)
    {
      const SteadyTallyAlarm *alarm = &engine->tally.alarms[i];
      if (alarm->first == STEADY_INSTANT_NEVER)
        continue;
      struct json_object *object = json_object_new_object ();
      steady_words_text (object, "id", alarm->id);
      steady_words_seconds (object, "first_s", alarm->first - engine->start);
      json_object_array_add (list, object);
    }
  return list;
}

static struct json_object *
describe_steps (const SteadyEngine *engine)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < engine->scenario->n_steps; i++)
    {
      if (!engine->course->steps[i].given)
        continue;
      struct json_object *object = json_object_new_object ();
      steady_words_seconds (object, "t_s", engine->course->steps[i].given_at);
      steady_words_text (object, "text", engine->scenario->steps[i].effect.note);
      json_object_array_add (list, object);
    }
  return list;
}

/*
 * Plays an open session to its end, as fast as it goes, and gives the curves as JSON;
 * free with g_free (). A value that is missing is null.
 *
 * Thread: main, which becomes the tick.
 */
char *
steady_rehearsal_run (SteadySession *session)
{
  SteadyEngine       *engine = session->engine;
  struct json_object *object = json_object_new_object ();
  struct json_object *all = json_object_new_object ();
  struct json_object *lists[G_N_ELEMENTS (curves) + 1];
  SteadyInstant       now = session->begin;

  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      lists[i] = json_object_new_array ();
      json_object_object_add (all, i == 0 ? "t_s" : curves[i - 1].key, lists[i]);
    }
  steady_engine_event (engine, STEADY_EVENT_CASE_START, 0, session->title);
  while (!is_over (engine, now))
    {
      now += TICK;
      const SteadyMoment moment = { .now = now,
                                    .real = steady_clock_now (),
                                    .utc_ns = steady_clock_utc_ns () };
      steady_engine_tick (engine, &moment);
      if (now % EVERY == 0)
        take_values (engine, lists);
    }
  steady_engine_event (engine, STEADY_EVENT_CASE_END, 0, "");
  steady_words_text (object, "format", "steady-rehearsal");
  steady_words_integer (object, "version", 1);
  steady_words_bool (object, "simulated", true);
  steady_words_seconds (object, "duration_s", now);
  json_object_object_add (object, "curves", all);
  json_object_object_add (object, "steps", describe_steps (engine));
  json_object_object_add (object, "alarms", describe_alarms (engine));
  char *text =
      g_strdup (json_object_to_json_string_ext (object, JSON_C_TO_STRING_PLAIN));
  json_object_put (object);
  return text;
}

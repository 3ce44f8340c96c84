/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-child-case.h"

#include <math.h>
#include <string.h>

#include "casefile/steady-case-writer.h"
#include "perfusion/steady-plan-store.h"

#define UTC   INT64_C (1760000000000000000) /* 9 October 2025, 08:53:20 UTC */
#define S(t)  ((SteadyInstant) (t) *STEADY_NSEC_PER_SEC)
#define FIRST "Perfusionist 1"
#define OTHER "Perfusionist 2"

static const char rules[] =
    "{\"profile\":\"neonate\",\"rules\":["
    "{\"id\":\"map-low\",\"title\":\"Arterial pressure low\"},"
    "{\"id\":\"flow-low\",\"title\":\"Flow low\",\"any\":"
    "[{\"channel\":4,\"percent\":80,\"limit\":0.4}]},"
    "{\"id\":\"po2-high\",\"title\":\"Arterial oxygen high\",\"all\":"
    "[{\"channel\":172,\"limit\":300}]},"
    "{\"id\":\"reservoir-warn\",\"title\":\"Reservoir low\"},"
    "{\"id\":\"line-pressure-warn\",\"title\":\"Line pressure high\"}]}";

static const SteadyChannel wanted[] = {
  STEADY_CHANNEL_PATIENT_FLOW,
  STEADY_CHANNEL_FLOW_PER_KG,
  STEADY_CHANNEL_FLOW_INDEX,
  STEADY_CHANNEL_PUMP_SPEED,
  STEADY_CHANNEL_ARTERIAL_MEAN,
  STEADY_CHANNEL_CENTRAL_VENOUS_MEAN,
  STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
  STEADY_CHANNEL_VENOUS_SATURATION,
  STEADY_CHANNEL_ARTERIAL_SATURATION,
  STEADY_CHANNEL_HAEMATOCRIT,
  STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX,
  STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
  STEADY_CHANNEL_VENOUS_TEMPERATURE,
  STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
  STEADY_CHANNEL_RECTAL_TEMPERATURE,
  STEADY_CHANNEL_TEMPERATURE_GRADIENT,
  STEADY_CHANNEL_REWARMING_RATE,
  STEADY_CHANNEL_SWEEP,
  STEADY_CHANNEL_FIO2,
  STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
  STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT,
  STEADY_CHANNEL_RESERVOIR_VOLUME,
  STEADY_CHANNEL_ARTERIAL_PCO2,
  STEADY_CHANNEL_ARTERIAL_PO2,
};

/* From @before to @after in the seconds @from to @to. */
static double
ramp (double t, double from, double to, double before, double after)
{
  return before + (after - before) * CLAMP ((t - from) / (to - from), 0.0, 1.0);
}

static double
nasopharyngeal (double t)
{
  return ramp (t, 960, 2400, 36.4, 28.0) + ramp (t, 4200, 6000, 0, 8.2);
}

static double
arterial (double t)
{
  return ramp (t, 960, 1200, 36.4, 30.0) + ramp (t, 1200, 2400, 0, -2.4) +
         ramp (t, 4200, 4500, 0, 5.0) + ramp (t, 4500, 6000, 0, 4.0);
}

static double
flow_of (double t)
{
  return ramp (t, 900, 1020, 0, 0.59) - ramp (t, 7000, 7190, 0, 0.59);
}

static double
value_at (SteadyChannel channel, double t, const SteadyChildCase *what)
{
  const double flow = flow_of (t), ripple = sin (t / 37.0);

  switch ((int) channel)
    {
    case STEADY_CHANNEL_PATIENT_FLOW:
      return flow;
    case STEADY_CHANNEL_FLOW_PER_KG:
      return flow * 1000 / 3.2;
    case STEADY_CHANNEL_FLOW_INDEX:
      return flow / 0.211;
    case STEADY_CHANNEL_PUMP_SPEED:
      return flow * 1000 / 7;
    case STEADY_CHANNEL_ARTERIAL_MEAN:
      return t >= 2400 && t < 2800 + what->worse ? 24 : 38 + 2 * ripple;
    case STEADY_CHANNEL_CENTRAL_VENOUS_MEAN:
      return 4 + ripple;
    case STEADY_CHANNEL_PRE_OXYGENATOR_MEAN:
      return 20 + 210 * flow + 3 * ripple;
    case STEADY_CHANNEL_VENOUS_SATURATION:
      return t >= 5000 && t < 5100 ? 58 : 72 + ripple;
    case STEADY_CHANNEL_ARTERIAL_SATURATION:
      return 99;
    case STEADY_CHANNEL_HAEMATOCRIT:
      return ramp (t, 900, 1000, 45, 29);
    case STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX:
      return flow / 0.211 * 140;
    case STEADY_CHANNEL_ARTERIAL_TEMPERATURE:
      return arterial (t);
    case STEADY_CHANNEL_VENOUS_TEMPERATURE:
      return nasopharyngeal (t) + 0.2;
    case STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE:
      return nasopharyngeal (t);
    case STEADY_CHANNEL_RECTAL_TEMPERATURE:
      return nasopharyngeal (t - 240) + 0.4;
    case STEADY_CHANNEL_TEMPERATURE_GRADIENT:
      return arterial (t) - nasopharyngeal (t) - 0.2;
    case STEADY_CHANNEL_REWARMING_RATE:
      return (nasopharyngeal (t) - nasopharyngeal (t - 60));
    case STEADY_CHANNEL_SWEEP:
      return 0.44;
    case STEADY_CHANNEL_FIO2:
      return 60;
    case STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT:
      return 71 + 2 * ripple;
    case STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT:
      return 69 - 2 * ripple;
    case STEADY_CHANNEL_RESERVOIR_VOLUME:
      return t >= 6070 && t < 6130 ? 55 : 130 + 6 * ripple;
    case STEADY_CHANNEL_ARTERIAL_PCO2:
      return 40 + ripple;
    case STEADY_CHANNEL_ARTERIAL_PO2:
    default:
      return 180 + 5 * ripple;
    }
}

/* Measured by the circuit, so only while blood is in it. */
static bool
exists (SteadyChannel channel, double t)
{
  if (channel == STEADY_CHANNEL_ARTERIAL_MEAN)
    return t < 3000 || t >= 3060;
  if (channel == STEADY_CHANNEL_VENOUS_SATURATION ||
      channel == STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX ||
      channel == STEADY_CHANNEL_TEMPERATURE_GRADIENT)
    return t >= STEADY_CHILD_CASE_ON;
  return true;
}

static void
push_second (SteadyCaseWriter *writer, int64_t second, const SteadyChildCase *what)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const bool         there = exists (wanted[i], (double) second);
      const SteadySample sample = {
        .t = S (second),
        .t_device = STEADY_NO_DEVICE_TIME,
        .value = there ? value_at (wanted[i], (double) second, what) : 0,
        .channel = (uint16_t) wanted[i],
        .quality = there ? STEADY_QUALITY_VALID : STEADY_QUALITY_SENSOR_OFF,
        .flags = what->real ? 0 : STEADY_SAMPLE_SIMULATED,
        .source = 1,
      };
      steady_case_writer_numeric (writer, &sample);
    }
}

static SteadyClinicalRecord
act_of (SteadyClinicalKind kind, int64_t second, const char *name)
{
  SteadyClinicalRecord act = { .id = (uint64_t) second * 16 + kind,
                               .given = S (second),
                               .recorded = S (second + 20),
                               .kind = kind,
                               .amount = NAN,
                               .concentration = NAN,
                               .volume_ml = NAN,
                               .pressure_mmhg = NAN,
                               .temperature_c = NAN };
  g_strlcpy (act.what, name, sizeof act.what);
  g_strlcpy (act.author, FIRST, sizeof act.author);
  return act;
}

static void
give (SteadyCaseWriter *writer,
      int64_t           second,
      const char       *drug,
      double            amount,
      const char       *unit)
{
  SteadyClinicalRecord act = act_of (STEADY_CLINICAL_DOSE, second, drug);
  act.amount = amount;
  act.volume_ml = strcmp (drug, "heparin") == 0 ? amount / 1000 : (double) NAN;
  g_strlcpy (act.unit, unit, sizeof act.unit);
  steady_case_writer_clinical (writer, &act);
}

static void
move (SteadyCaseWriter *writer, int64_t second, const char *product, double ml)
{
  SteadyClinicalRecord act = act_of (STEADY_CLINICAL_VOLUME, second, product);
  act.amount = ml;
  g_strlcpy (act.unit, "mL", sizeof act.unit);
  steady_case_writer_clinical (writer, &act);
}

static void
plegia (SteadyCaseWriter *writer, int64_t second, double ml)
{
  SteadyClinicalRecord act = act_of (STEADY_CLINICAL_CARDIOPLEGIA, second, "del-nido");
  act.amount = ml;
  act.pressure_mmhg = 65;
  act.temperature_c = 5;
  act.blood_parts = 1;
  act.crystalloid_parts = 4;
  g_strlcpy (act.unit, "mL", sizeof act.unit);
  g_strlcpy (act.route, "antegrade", sizeof act.route);
  steady_case_writer_clinical (writer, &act);
}

static void
draw (SteadyCaseWriter *writer, int64_t second, double act_s, double glucose)
{
  static const struct
  {
    SteadyChannel channel;
    double        value;
    const char   *unit;
  } gas[] = {
    { STEADY_CHANNEL_ARTERIAL_PH, 7.38, "" },
    { STEADY_CHANNEL_ARTERIAL_PCO2, 41, "mmHg" },
    { STEADY_CHANNEL_ARTERIAL_PO2, 182, "mmHg" },
    { STEADY_CHANNEL_BASE_EXCESS, -2.1, "mmol/L" },
    { STEADY_CHANNEL_HAEMATOCRIT, 29, "%" },
    { STEADY_CHANNEL_POTASSIUM, 4.6, "mmol/L" },
    { STEADY_CHANNEL_IONISED_CALCIUM, 1.08, "mmol/L" },
    { STEADY_CHANNEL_LACTATE, 1.9, "mmol/L" },
  };
  SteadyClinicalRecord act = act_of (STEADY_CLINICAL_SAMPLE, second, "");
  SteadyClinicalValue *value = act.values;

  g_strlcpy (act.device, "ABL90", sizeof act.device);
  *value++ = (SteadyClinicalValue){
    .value = act_s, .entered = act_s, .channel = STEADY_CHANNEL_ACT, .unit = "s"
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (gas) && glucose > 0; i++, value++)
    {
      *value = (SteadyClinicalValue){ .value = gas[i].value,
                                      .entered = gas[i].value,
                                      .channel = gas[i].channel };
      g_strlcpy (value->unit, gas[i].unit, sizeof value->unit);
    }
  if (glucose > 0)
    *value++ = (SteadyClinicalValue){ .value = glucose,
                                      .entered = glucose,
                                      .channel = STEADY_CHANNEL_GLUCOSE,
                                      .unit = "mmol/L" };
  act.n_values = (uint32_t) (value - act.values);
  act.temperature_c = 32;
  steady_case_writer_clinical (writer, &act);
}

static void
alarm_changes (SteadyCaseWriter *writer,
               const char       *id,
               SteadyPriority    priority,
               int64_t           second,
               SteadyAlarmState  before,
               SteadyAlarmState  state,
               double            value,
               double            limit)
{
  SteadyAlarmRecord record = { .t = S (second),
                               .since = S (second),
                               .value = value,
                               .limit = limit,
                               .has_value = 1,
                               .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                               .state = (uint8_t) state,
                               .before = (uint8_t) before,
                               .priority = (uint8_t) priority };
  g_strlcpy (record.id, id, sizeof record.id);
  if (strcmp (id, "reservoir-warn") == 0)
    record.channel = STEADY_CHANNEL_RESERVOIR_VOLUME;
  steady_case_writer_alarm (writer, &record);
}

static void
mode (SteadyCaseWriter *writer, int64_t second, SteadySupportMode to)
{
  steady_case_writer_event (writer, STEADY_EVENT_MODE, S (second), to, "");
}

static void
flags (SteadyCaseWriter *writer, int64_t second, uint32_t to)
{
  const SteadyCommand command = { .id = (uint64_t) second,
                                  .issued = S (second),
                                  .value = to,
                                  .control = STEADY_CONTROL_SUPPORT_FLAGS,
                                  .origin = STEADY_ROLE_CONSOLE };
  const SteadyAnswer  answer = { .id = (uint64_t) second,
                                 .t = S (second),
                                 .value = to,
                                 .control = STEADY_CONTROL_SUPPORT_FLAGS,
                                 .status = STEADY_ANSWER_CONFIRMED };
  steady_case_writer_command (writer, &command, S (second));
  steady_case_writer_answer (writer, &answer);
}

static void
event (SteadyCaseWriter *writer, int64_t second, SteadyEvent what, const char *text)
{
  steady_case_writer_event (writer, what, S (second), NAN, text);
}

static void
push_early (SteadyCaseWriter *writer, int64_t second)
{
  switch (second)
    {
    case 5:
      event (writer, second, STEADY_EVENT_OPERATOR, FIRST);
      break;
    case 300:
      give (writer, second, "heparin", 1280, "IU");
      break;
    case 480:
      draw (writer, second, 520, 0);
      break;
    case STEADY_CHILD_CASE_ON:
      event (writer, second, STEADY_EVENT_ON_BYPASS, "");
      mode (writer, second, STEADY_SUPPORT_FULL_BYPASS);
      break;
    case 960:
      flags (writer, second, STEADY_FLAG_COOLING);
      break;
    case STEADY_CHILD_CASE_CLAMP_ON:
      event (writer, second, STEADY_EVENT_CLAMP_ON, "");
      flags (writer, second, STEADY_FLAG_COOLING | STEADY_FLAG_CROSS_CLAMPED);
      break;
    case 1620:
      plegia (writer, second, 64);
      break;
    case 2460:
      alarm_changes (writer, "map-low", STEADY_PRIORITY_MEDIUM, second, 1, 2, 24.1, 30);
      break;
    case 2490:
      alarm_changes (writer, "map-low", STEADY_PRIORITY_MEDIUM, second, 2, 3, 24, 30);
      event (writer, second, STEADY_EVENT_NOTE, "Surgeon told; flow raised by 10 %");
      break;
    case 2805:
      alarm_changes (writer, "map-low", STEADY_PRIORITY_MEDIUM, second, 3, 0, 36, 30);
      break;
    default:
      break;
    }
}

static void
push_late (SteadyCaseWriter *writer, int64_t second)
{
  SteadyClinicalRecord seen;

  switch (second)
    {
    case 3600:
      draw (writer, second, 505, 7.4);
      break;
    case 4000:
      seen = act_of (STEADY_CLINICAL_GOOD_CATCH, second, "");
      g_strlcpy (
          seen.text, "Kinked venous line seen before the level fell", sizeof seen.text);
      steady_case_writer_clinical (writer, &seen);
      break;
    case 4200:
      flags (writer, second, STEADY_FLAG_REWARMING | STEADY_FLAG_CROSS_CLAMPED);
      break;
    case STEADY_CHILD_CASE_CLAMP_OFF:
      event (writer, second, STEADY_EVENT_CLAMP_OFF, "");
      flags (writer, second, STEADY_FLAG_REWARMING);
      break;
    case 5500:
      move (writer, second, "red-cells", 30);
      break;
    case 5700:
      draw (writer, second, 470, 8.1);
      break;
    case 6100:
      alarm_changes (
          writer, "reservoir-warn", STEADY_PRIORITY_MEDIUM, second, 1, 2, 55, 60);
      break;
    case 6131:
      alarm_changes (
          writer, "reservoir-warn", STEADY_PRIORITY_MEDIUM, second, 2, 0, 128, 60);
      break;
    case STEADY_CHILD_CASE_OFF:
      event (writer, second, STEADY_EVENT_OFF_BYPASS, "");
      mode (writer, second, STEADY_SUPPORT_POST_BYPASS);
      flags (writer, second, 0);
      break;
    case 7260:
      mode (writer, second, STEADY_SUPPORT_MUF);
      break;
    case 7980:
      move (writer, second, "ultrafiltrate", -130);
      mode (writer, second, STEADY_SUPPORT_POST_BYPASS);
      give (writer, second, "protamine", 12.8, "mg");
      break;
    default:
      break;
    }
}

static char *
plan_text (const char *name, GError **error)
{
  SteadyPlanInputs  inputs = { .simulated = false };
  SteadyPlan        plan = { .n_prime = 0 };
  SteadyPlanSigning signing = { .count = 0 };
  char             *text = NULL;

  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_WEIGHT, 3.2);
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_HEIGHT, 50);
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_AGE, 6);
  steady_plan_inputs_set (&inputs, STEADY_PLAN_INPUT_HAEMATOCRIT, 45);
  steady_plan_inputs_set_text (&inputs, STEADY_PLAN_TEXT_NAME, name);
  steady_plan_inputs_set_text (
      &inputs, STEADY_PLAN_TEXT_DIAGNOSIS, "Transposition of the great arteries");
  steady_plan_inputs_set_text (
      &inputs, STEADY_PLAN_TEXT_PROCEDURE, "Arterial switch operation");
  steady_plan_inputs_set_text (&inputs, STEADY_PLAN_TEXT_ALLERGIES, "none known");
  g_autoptr (SteadyPlanTables) tables = steady_plan_tables_load_installed (error);
  if (tables != NULL && steady_plan_compute (&inputs, tables, &plan, error))
    {
      steady_plan_signing_first (&signing, &plan, FIRST, "2025-10-09T08:40:00Z");
      steady_plan_signing_second (
          &signing, &plan, OTHER, "2025-10-09T08:44:00Z", 3.2, 50);
      text = steady_plan_store_text (&plan, &signing);
    }
  steady_plan_finish (&plan);
  steady_plan_inputs_finish (&inputs);
  return text;
}

static void
check (SteadyCaseWriter  *writer,
       int64_t            second,
       SteadyChecklistAct act,
       const char        *item)
{
  SteadyChecklistRecord record = { .id = (uint64_t) second,
                                   .t = S (second),
                                   .act = act };

  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    record.values[i] = NAN;
  g_strlcpy (record.list, "before-bypass", sizeof record.list);
  g_strlcpy (record.item, item, sizeof record.item);
  g_strlcpy (record.author, FIRST, sizeof record.author);
  if (act == STEADY_CHECKLIST_VERIFIED)
    g_strlcpy (record.second, OTHER, sizeof record.second);
  if (act == STEADY_CHECKLIST_SKIPPED)
    g_strlcpy (record.text, "nobody was free", sizeof record.text);
  steady_case_writer_checklist (writer, &record);
}

/* The same plan, with another lower bound of the pressure. */
static void
push_other_plan (SteadyCaseWriter *writer, const char *name)
{
  g_autofree char *text = plan_text (name, NULL);
  g_autoptr (GRegex) bound = g_regex_new ("\"map_low_mmhg\":\\s*[0-9.]+", 0, 0, NULL);
  g_autofree char *other =
      g_regex_replace_literal (bound, text, -1, 0, "\"map_low_mmhg\": 42.0", 0, NULL);

  steady_case_writer_plan (writer, S (4000), other, strlen (other) + 1);
  steady_case_writer_event (writer, STEADY_EVENT_PLAN_IN_FORCE, S (4000), 0.59, "");
}

/* What a case of a whole team has beside. */
static void
push_more (SteadyCaseWriter *writer, int64_t second, const char *name)
{
  switch (second)
    {
    case 20:
      steady_case_writer_event (writer, STEADY_EVENT_PLAN_IN_FORCE, S (20), 0.59, "");
      break;
    case 30:
      steady_case_writer_event (writer,
                                STEADY_EVENT_STORED_PLAN,
                                S (30),
                                0,
                                "offered, signed by " FIRST ": clear");
      steady_case_writer_event (writer,
                                STEADY_EVENT_STORED_PLAN,
                                S (30) + 1,
                                1,
                                "followed; a clear match: " OTHER);
      steady_case_writer_event (writer,
                                STEADY_EVENT_STORED_PLAN,
                                S (30) + 2,
                                1,
                                "followed; the child was confirmed: " FIRST);
      break;
    case 60:
      check (writer, 60, STEADY_CHECKLIST_READ, "identity");
      break;
    case 70:
      check (writer, 70, STEADY_CHECKLIST_VERIFIED, "identity");
      break;
    case 80:
      check (writer, 80, STEADY_CHECKLIST_SKIPPED, "briefing");
      break;
    case 90:
      steady_case_writer_event (
          writer, STEADY_EVENT_LIMIT, S (90), 300.0248, "po2-high was 200 by " FIRST);
      steady_case_writer_event (writer,
                                STEADY_EVENT_LIMIT,
                                S (90) + 1,
                                32.5,
                                "flow-low was 28.125, of the plan signed by " FIRST);
      steady_case_writer_event (
          writer, STEADY_EVENT_INTERVENTION, S (90) + 2, 1, "line-pressure-warn");
      break;
    case 1501:
      event (writer, second, STEADY_EVENT_TIMER, "clamp 1 began at 0:25:00");
      break;
    case 2600:
      steady_case_writer_note (writer,
                               S (2400),
                               "artefact",
                               "arterial_mean 2400000000000 2500000000000 flushed");
      break;
    case 4000:
      push_other_plan (writer, name);
      break;
    case 5401:
      event (writer, second, STEADY_EVENT_TIMER, "clamp 1 from 0:25:00 to 1:29:30");
      break;
    case 6000:
      event (writer, second, STEADY_EVENT_TIMER, "free 1 began at 1:40:00: Walk");
      break;
    default:
      break;
    }
}

static bool
push_plan (SteadyCaseWriter *writer, const char *name, GError **error)
{
  g_autofree char *text = plan_text (name, error);

  if (text == NULL)
    return false;
  event (writer, 10, STEADY_EVENT_PLAN, FIRST);
  steady_case_writer_plan (writer, S (10), text, strlen (text) + 1);
  steady_case_writer_note (writer, S (11), "part", "oxygenator||70123456");
  steady_case_writer_note (writer, S (12), "mark", "teaching");
  return true;
}

/* The channels of @wanted as a case holds them. */
static void
describe (SteadyCaseChannel *channels)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const SteadyChannelInfo *info = steady_channel_info (wanted[i]);
      channels[i] = (SteadyCaseChannel){ .channel = (uint16_t) wanted[i],
                                         .kind = (uint16_t) info->kind,
                                         .decimals = info->decimals };
      g_strlcpy (channels[i].name, info->name, sizeof channels[i].name);
      g_strlcpy (channels[i].label, info->label, sizeof channels[i].label);
      g_strlcpy (channels[i].unit, info->unit, sizeof channels[i].unit);
      g_strlcpy (channels[i].source, "made up", sizeof channels[i].source);
    }
}

/* As if the engine were killed: what is on the disk stays, nothing is closed. */
static bool
wait_for_disk (SteadyCaseWriter *writer, SteadyInstant t)
{
  for (unsigned i = 0; i < 3000; i++)
    {
      if (steady_case_writer_progress (writer).committed_to >= t)
        return true;
      g_usleep (10000);
    }
  return false;
}

/* Records the case; a file that is there is refused. */
bool
steady_child_case_make (const char *file, const SteadyChildCase *what, GError **error)
{
  SteadyCaseChannel channels[G_N_ELEMENTS (wanted)];
  const char       *name = what->name != NULL ? what->name : "Stuffy";
  const int64_t     end = what->seconds > 0 ? what->seconds : STEADY_CHILD_CASE_END;
  g_autofree char  *meta = g_strdup_printf (
      "{\"title\":\"Made-up operation\",\"build\":\"made-up\",\"patient\":{"
       "\"name\":\"%s\",\"weight_kg\":3.2,\"height_cm\":50,\"age_days\":6,"
       "\"bsa_m2\":0.211,\"profile\":\"neonate\",\"diagnosis\":"
       "\"Transposition of the great arteries\"},"
       "\"support\":{\"mode\":2,\"flags\":0}}",
      name);
  const SteadyCaseSetup setup = { .path = file,
                                  .wait = true,
                                  .mode = what->real ? STEADY_MODE_LIVE
                                                     : STEADY_MODE_TRAINING,
                                  .start = 0,
                                  .start_utc = UTC + what->days * S (86400),
                                  .meta_json = meta,
                                  .rules_json = rules,
                                  .channels = channels,
                                  .n_channels = G_N_ELEMENTS (wanted) };

  describe (channels);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, error);
  if (writer == NULL || (!what->no_plan && !push_plan (writer, name, error)))
    return false;
  for (int64_t second = 0; second < end; second++)
    {
      push_second (writer, second, what);
      push_early (writer, second);
      push_late (writer, second);
      if (what->full)
        push_more (writer, second, name);
      steady_case_writer_tick (
          writer, S (second + 1), UTC + what->days * S (86400) + S (second + 1));
    }
  if (what->open)
    return wait_for_disk (writer, S (end - 2));
  event (writer, end - 1, STEADY_EVENT_CASE_END, "");
  return steady_case_writer_close (writer, error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-ecmo-case.h"

#include <math.h>
#include <string.h>

#include "casefile/steady-case-ecmo.h"
#include "casefile/steady-case-writer.h"
#include "quality/steady-ecmo-hour.h"

#define UTC  INT64_C (1760000000000000000) /* 9 October 2025, 08:53:20 UTC */
#define S(t) ((SteadyInstant) (t) *STEADY_NSEC_PER_SEC)

static const SteadyChannel wanted[] = {
  STEADY_CHANNEL_PATIENT_FLOW,
  STEADY_CHANNEL_FLOW_PER_KG,
  STEADY_CHANNEL_ARTERIAL_MEAN,
  STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE,
};

static const char meta[] =
    "{\"title\":\"Made-up ECMO\",\"build\":\"made-up\",\"patient\":{"
    "\"name\":\"Stuffy\",\"weight_kg\":3.0,\"height_cm\":49,\"age_days\":6,"
    "\"bsa_m2\":0.204,\"profile\":\"neonate\",\"diagnosis\":"
    "\"Persistent pulmonary hypertension\"},\"plan\":{\"flow_l_min\":0.36},"
    "\"support\":{\"mode\":9,\"flags\":0}}";

/* What MAP is in a second of the case. */
double
steady_ecmo_case_map (int64_t second)
{
  return second == 5000 ? 300 : 45 + 5 * sin ((double) second / 41.0);
}

static void
push_second (SteadyCaseWriter *writer, int64_t second)
{
  const bool known = second < 9000 || second >= 10800;

  for (unsigned i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      const double       values[] = { 0.36,
                                      120,
                                      steady_ecmo_case_map (second),
                                      30 + 0.25 * floor ((double) second / 3600) };
      const bool         valid = known || wanted[i] == STEADY_CHANNEL_ARTERIAL_MEAN;
      const SteadySample sample = { .t = S (second),
                                    .t_device = STEADY_NO_DEVICE_TIME,
                                    .value = valid ? values[i] : 0,
                                    .channel = (uint16_t) wanted[i],
                                    .quality = valid ? STEADY_QUALITY_VALID
                                                     : STEADY_QUALITY_SENSOR_OFF,
                                    .flags = STEADY_SAMPLE_SIMULATED,
                                    .source = 1 };
      steady_case_writer_numeric (writer, &sample);
    }
}

static void
check (SteadyCaseWriter  *writer,
       int64_t            second,
       SteadyChecklistAct act,
       unsigned           turn,
       const char        *item,
       double             first,
       double             other)
{
  SteadyChecklistRecord record = {
    .id = (uint64_t) second, .t = S (second), .act = act, .turn = turn
  };

  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    record.values[i] = NAN;
  record.values[0] = first;
  record.values[1] = other;
  g_strlcpy (record.list, "ecmo-circuit", sizeof record.list);
  g_strlcpy (record.item, item, sizeof record.item);
  g_strlcpy (record.author, "Specialist 1", sizeof record.author);
  if (act == STEADY_CHECKLIST_VERIFIED)
    g_strlcpy (record.second, "Nurse 2", sizeof record.second);
  steady_case_writer_checklist (writer, &record);
}

static void
sample (SteadyCaseWriter *writer,
        int64_t           second,
        int64_t           drawn,
        SteadyChannel     channel,
        double            value)
{
  SteadyClinicalRecord act = { .id = (uint64_t) second,
                               .given = S (drawn),
                               .recorded = S (second),
                               .kind = STEADY_CLINICAL_SAMPLE,
                               .amount = NAN,
                               .n_values = 1 };

  act.values[0] =
      (SteadyClinicalValue){ .value = value, .entered = value, .channel = channel };
  g_strlcpy (act.values[0].unit,
             steady_channel_info (channel)->unit,
             sizeof act.values[0].unit);
  g_strlcpy (act.author, "Specialist 1", sizeof act.author);
  steady_case_writer_clinical (writer, &act);
}

static void
move (SteadyCaseWriter *writer, int64_t second, const char *product, double ml)
{
  SteadyClinicalRecord act = { .id = (uint64_t) second,
                               .given = S (second),
                               .recorded = S (second),
                               .kind = STEADY_CLINICAL_VOLUME,
                               .amount = ml,
                               .unit = "mL" };

  g_strlcpy (act.what, product, sizeof act.what);
  steady_case_writer_clinical (writer, &act);
}

static void
tell (SteadyCaseWriter *writer, int64_t second, const SteadyEcmoRecord *record)
{
  char text[STEADY_CASE_ECMO_TEXT];

  steady_case_ecmo_write (record, 0, text, sizeof text);
  steady_case_writer_told (writer, S (second), STEADY_CASE_ECMO_ABOUT, text);
}

static void
push_acts (SteadyCaseWriter *writer, int64_t second)
{
  SteadyEcmoRecord record = { .id = (uint64_t) second + 1,
                              .given = S (second),
                              .recorded = S (second),
                              .act = STEADY_ECMO_PUT_IN,
                              .author = "Specialist 1" };

  switch (second)
    {
    case 100:
      record.given = -S (12 * 3600);
      record.part = STEADY_ECMO_PART_CIRCUIT;
      tell (writer, second, &record);
      break;
    case 3000:
      check (writer, second, STEADY_CHECKLIST_READ, 1, "light", NAN, NAN);
      break;
    case 3005:
      check (writer, second, STEADY_CHECKLIST_READ, 1, "anticoagulation", 0.35, 18);
      break;
    case 3010:
      check (writer, second, STEADY_CHECKLIST_READ, 1, "urine", 10, 0);
      break;
    case 3050:
      check (writer, second, STEADY_CHECKLIST_VERIFIED, 1, "light", NAN, NAN);
      break;
    case 3060:
      steady_case_writer_event (
          writer,
          STEADY_EVENT_CHECKLIST,
          S (second),
          3,
          "ecmo-circuit gone through, 0 skipped, by Specialist 1");
      break;
    case 4500:
      sample (writer, second, 4400, STEADY_CHANNEL_ACT, 180);
      move (writer, second + 1, "red-cells", 30);
      break;
    case 4600:
      sample (writer, second, 4100, STEADY_CHANNEL_ACT, 172);
      move (writer, second + 1, "urine", -12);
      break;
    case 7000:
      check (writer, second, STEADY_CHECKLIST_READ, 2, "light", NAN, NAN);
      check (writer, second + 1, STEADY_CHECKLIST_READ, 2, "urine", 99, 99);
      check (writer, second + 2, STEADY_CHECKLIST_TAKEN_BACK, 2, "urine", NAN, NAN);
      break;
    case 7200:
      record.part = STEADY_ECMO_PART_OXYGENATOR;
      g_strlcpy (record.name, "Quadrox-i Neonatal", sizeof record.name);
      g_strlcpy (record.lot, "70123456", sizeof record.lot);
      tell (writer, second, &record);
      break;
    case 20000:
      sample (writer, second, second, STEADY_CHANNEL_ARTERIAL_PCO2, 45);
      sample (writer, second + 1, second, STEADY_CHANNEL_ARTERIAL_PO2, 90);
      sample (writer, second + 2, second, STEADY_CHANNEL_LACTATE, 2);
      sample (writer, second + 3, second, STEADY_CHANNEL_HAEMOGLOBIN, 12);
      break;
    case 86400:
      sample (writer, second, second, STEADY_CHANNEL_FREE_HAEMOGLOBIN, 24);
      break;
    case 90000:
      record.act = STEADY_ECMO_HANDOVER;
      g_strlcpy (record.second, "Specialist 2", sizeof record.second);
      g_strlcpy (record.concerns, "Fibrin at the outlet", sizeof record.concerns);
      tell (writer, second, &record);
      break;
    default:
      break;
    }
}

static SteadyCaseWriter *
begin (const char          *file,
       bool                 resume,
       const char          *meta_json,
       const char          *rules_json,
       const SteadyChannel *of,
       unsigned             n,
       GError             **error)
{
  SteadyCaseChannel     channels[STEADY_ECMO_ROWS + 8];
  const SteadyCaseSetup setup = { .path = file,
                                  .resume = resume,
                                  .wait = true,
                                  .mode = STEADY_MODE_TRAINING,
                                  .start = 0,
                                  .start_utc = UTC,
                                  .meta_json = meta_json,
                                  .rules_json = rules_json,
                                  .channels = channels,
                                  .n_channels = n };

  for (unsigned i = 0; i < n; i++)
    {
      const SteadyChannelInfo *info = steady_channel_info (of[i]);
      channels[i] = (SteadyCaseChannel){ .channel = (uint16_t) of[i],
                                         .kind = (uint16_t) info->kind,
                                         .decimals = info->decimals };
      g_strlcpy (channels[i].name, info->name, sizeof channels[i].name);
      g_strlcpy (channels[i].label, info->label, sizeof channels[i].label);
      g_strlcpy (channels[i].unit, info->unit, sizeof channels[i].unit);
      g_strlcpy (channels[i].source, "made up", sizeof channels[i].source);
    }
  return steady_case_writer_open (&setup, error);
}

/* Records the case; a file that is there is refused. */
bool
steady_ecmo_case_make (const char *file, GError **error)
{
  SteadyCaseWriter *writer =
      begin (file, false, meta, "{\"rules\":[]}", wanted, G_N_ELEMENTS (wanted), error);

  if (writer == NULL)
    return false;
  for (int64_t second = 0; second < STEADY_ECMO_CASE_END; second++)
    {
      push_second (writer, second);
      push_acts (writer, second);
      steady_case_writer_tick (writer, S (second + 1), UTC + S (second + 1));
    }
  return steady_case_writer_close (writer, error);
}

/* An engine that was killed after two hours and went on after five: nothing was
 * measured between. */
bool
steady_ecmo_case_make_hole (const char *file, GError **error)
{
  const int64_t     from[] = { 0, STEADY_ECMO_CASE_HOLE_END };
  const int64_t     to[] = { STEADY_ECMO_CASE_HOLE, STEADY_ECMO_CASE_HOLE_LAST };
  SteadyCaseWriter *writer = NULL;

  for (unsigned part = 0; part < G_N_ELEMENTS (from); part++)
    {
      writer = begin (
          file, part > 0, meta, "{\"rules\":[]}", wanted, G_N_ELEMENTS (wanted), error);
      if (writer == NULL)
        return false;
      for (int64_t second = from[part]; second < to[part]; second++)
        {
          push_second (writer, second);
          steady_case_writer_tick (writer, S (second + 1), UTC + S (second + 1));
        }
      if (part == 0)
        steady_case_writer_leave (writer);
    }
  return steady_case_writer_close (writer, error);
}

/* Texts as long as people can make them. */
#define LONG_NAME "Dr. med. Maximiliane von Hohenstein-Württemb"
#define LONG_TEXT                                                              \
  "Fibrin am Auslass des Oxygenators, in zwei Stunden wieder ansehen; blutet " \
  "an der Kanüle, Druckverband um sechs gewechselt; Heparin nach Anti-Xa, "   \
  "Ziel 0,3 bis 0,5; Urin wird weniger, Nephrologie weiß es; ruft an bei "    \
  "Fluss < 0,3."

static const char full_meta[] =
    "{\"title\":\"Made-up ECMO\",\"build\":\"made-up\",\"patient\":{"
    "\"name\":\"Maximiliane Annegret von Hohenstein-Württemberg\","
    "\"patient_id\":\"1234567890-2025-KCH\",\"weight_kg\":3.25,"
    "\"height_cm\":49,\"age_days\":6,\"bsa_m2\":0.204,\"profile\":"
    "\"neonate\",\"diagnosis\":\"Hypoplastisches Linksherzsyndrom mit "
    "restriktivem Vorhofseptum, Mitralstenose und Aortenatresie, nach "
    "Norwood-Operation mit Sano-Shunt\",\"procedure\":\"Norwood-Operation mit "
    "Sano-Shunt, Rekonstruktion des Aortenbogens, Vorhofseptektomie\","
    "\"allergies\":\"Penicillin, Latex, Pflaster, Chlorhexidin\"},"
    "\"plan\":{\"flow_l_min\":0.36},\"support\":{\"mode\":9,\"flags\":0}}";

static const char full_rules[] =
    "{\"profile\":\"neonate\",\"rules\":["
    "{\"id\":\"map-low\",\"title\":\"Arterial pressure low\"}]}";

/* All that a chart can hold, some of it far from where it should be. */
static double
full_value (const SteadyChannelInfo *info, int64_t second)
{
  const double wave = sin ((double) second / 997.0);

  switch ((int) info->channel)
    {
    case STEADY_CHANNEL_ARTERIAL_MEAN:
      return 22 + wave;
    case STEADY_CHANNEL_VENOUS_SATURATION:
    case STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT:
    case STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT:
      return 38 + wave;
    case STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX:
      return 190 + wave;
    case STEADY_CHANNEL_VENOUS_LINE_PRESSURE:
      return -62.4 + 9 * wave;
    case STEADY_CHANNEL_PUMP_SPEED:
      return 3250 + 90 * wave;
    case STEADY_CHANNEL_ARTERIAL_TEMPERATURE:
      return 38.4;
    case STEADY_CHANNEL_PATIENT_FLOW:
    case STEADY_CHANNEL_SWEEP:
      return 0.36 + 0.02 * wave;
    default:
      return 120 + 11 * wave;
    }
}

static void
full_alarm (SteadyCaseWriter *writer, int64_t second, bool on)
{
  SteadyAlarmRecord record = { .t = S (second),
                               .since = S (second),
                               .value = 22,
                               .limit = 30,
                               .has_value = 1,
                               .channel = STEADY_CHANNEL_ARTERIAL_MEAN,
                               .state = on ? 2 : 0,
                               .before = on ? 0 : 2,
                               .priority = STEADY_PRIORITY_HIGH };

  g_strlcpy (record.id, "map-low", sizeof record.id);
  steady_case_writer_alarm (writer, &record);
}

static void
full_acts (SteadyCaseWriter *writer, int64_t second)
{
  static const SteadyChannel drawn[] = {
    STEADY_CHANNEL_ACT,
    STEADY_CHANNEL_ANTI_XA,
    STEADY_CHANNEL_APTT,
    STEADY_CHANNEL_ARTERIAL_PH,
    STEADY_CHANNEL_ARTERIAL_PO2,
    STEADY_CHANNEL_ARTERIAL_PCO2,
    STEADY_CHANNEL_LACTATE,
    STEADY_CHANNEL_HAEMOGLOBIN,
    STEADY_CHANNEL_FREE_HAEMOGLOBIN,
  };
  static const double values[] = { 185, 0.35, 72, 7.31, 92, 46, 12.5, 11.8, 1240 };
  SteadyEcmoRecord    record = { .id = (uint64_t) second + 1,
                                 .given = S (second) - S (300 * 3600),
                                 .recorded = S (second),
                                 .act = STEADY_ECMO_PUT_IN,
                                 .author = LONG_NAME,
                                 .name = "Quadrox-iD Pediatric, Softline, 0,5–2,8 L",
                                 .lot = "70123456-2025-11 / SN 884412" };

  if (second % 700 == 350)
    full_alarm (writer, second, true);
  if (second % 700 == 400)
    full_alarm (writer, second, false);
  if (second == 100)
    for (record.part = STEADY_ECMO_PART_CIRCUIT; record.part < STEADY_ECMO_PARTS;
         record.part++, record.id++)
      tell (writer, second, &record);
  if (second >= 6000 && second < 6000 + (int64_t) G_N_ELEMENTS (drawn))
    sample (writer, second, second, drawn[second - 6000], values[second - 6000]);
  if (second == 6100)
    check (writer, second, STEADY_CHECKLIST_READ, 1, "anticoagulation", 0.35, 18.5);
  if (second == 6101)
    check (writer, second, STEADY_CHECKLIST_READ, 1, "urine", 110, 100);
  if (second == 6102)
    check (writer, second, STEADY_CHECKLIST_VERIFIED, 1, "light", NAN, NAN);
  if (second == 6103)
    steady_case_writer_event (writer,
                              STEADY_EVENT_CHECKLIST,
                              S (second),
                              3,
                              "ecmo-circuit gone through, 0 skipped, by Specialist 1");
  if (second == 6500)
    {
      record.act = STEADY_ECMO_HANDOVER;
      record.part = 0;
      g_strlcpy (record.second, LONG_NAME, sizeof record.second);
      g_strlcpy (record.concerns, LONG_TEXT, sizeof record.concerns);
      g_strlcpy (record.plan, LONG_TEXT, sizeof record.plan);
      tell (writer, second, &record);
    }
}

/* As full as it can get for @end seconds; NULL: it could not be begun. */
static SteadyCaseWriter *
push_full (const char *file, int64_t end, GError **error)
{
  SteadyChannel     all[STEADY_ECMO_ROWS + 8];
  SteadyCaseWriter *writer;
  unsigned          n = 0;

  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    if (steady_ecmo_row (row)->measured)
      all[n++] = steady_ecmo_row (row)->channel;
  all[n++] = STEADY_CHANNEL_HAEMATOCRIT;
  all[n++] = STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX;
  writer = begin (file, false, full_meta, full_rules, all, n, error);
  for (int64_t second = 0; writer != NULL && second < end; second++)
    {
      for (unsigned i = 0; i < n; i++)
        {
          const SteadySample one = { .t = S (second),
                                     .t_device = STEADY_NO_DEVICE_TIME,
                                     .value = full_value (steady_channel_info (all[i]),
                                                          second),
                                     .channel = (uint16_t) all[i],
                                     .quality = STEADY_QUALITY_VALID,
                                     .flags = STEADY_SAMPLE_SIMULATED,
                                     .source = 1 };
          steady_case_writer_numeric (writer, &one);
        }
      full_acts (writer, second);
      steady_case_writer_tick (writer, S (second + 1), UTC + S (second + 1));
    }
  return writer;
}

/* A case of two hours that says as much as one can, at the greatest length: what is
 * printed of it is as full as it can get. */
bool
steady_ecmo_case_make_full (const char *file, GError **error)
{
  SteadyCaseWriter *writer = push_full (file, STEADY_ECMO_CASE_FULL_END, error);

  return writer != NULL && steady_case_writer_close (writer, error);
}

/* The same for @seconds, left open as while it is recorded. */
bool
steady_ecmo_case_make_open (const char *file, int64_t seconds, GError **error)
{
  SteadyCaseWriter *writer = push_full (file, seconds, error);

  if (writer != NULL)
    steady_case_writer_leave (writer);
  return writer != NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-ecmo-case.h"

#include <math.h>
#include <string.h>

#include "casefile/steady-case-ecmo.h"
#include "casefile/steady-case-writer.h"

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

/* Records the case; a file that is there is refused. */
bool
steady_ecmo_case_make (const char *file, GError **error)
{
  SteadyCaseChannel     channels[G_N_ELEMENTS (wanted)];
  const SteadyCaseSetup setup = { .path = file,
                                  .wait = true,
                                  .mode = STEADY_MODE_TRAINING,
                                  .start = 0,
                                  .start_utc = UTC,
                                  .meta_json = meta,
                                  .rules_json = "{\"rules\":[]}",
                                  .channels = channels,
                                  .n_channels = G_N_ELEMENTS (wanted) };

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
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, error);
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

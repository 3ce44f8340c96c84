/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-ecmo-hour.h"

/* Marks text for translation; it is translated where it is shown. */
#define N_(text) text

enum
{
  SECONDS = 3600
};

#define NONE STEADY_CHANNEL_NONE

static const SteadyEcmoRowInfo rows[STEADY_ECMO_ROWS] = {
  /* clang-format off */
  [STEADY_ECMO_ROW_FLOW] = { "flow", N_ ("Flow"), "L/min", 2, STEADY_ECMO_GROUP_FLOW, STEADY_CHANNEL_PATIENT_FLOW, true },
  [STEADY_ECMO_ROW_FLOW_PER_KG] = { "flow-per-kg", N_ ("Flow per kg"), "mL/kg/min", 0, STEADY_ECMO_GROUP_FLOW, STEADY_CHANNEL_FLOW_PER_KG, true },
  [STEADY_ECMO_ROW_FLOW_INDEX] = { "flow-index", N_ ("Flow index"), "L/min/m²", 2, STEADY_ECMO_GROUP_FLOW, STEADY_CHANNEL_FLOW_INDEX, true },
  [STEADY_ECMO_ROW_SPEED] = { "speed", N_ ("Pump speed"), "rpm", 0, STEADY_ECMO_GROUP_FLOW, STEADY_CHANNEL_PUMP_SPEED, true },
  [STEADY_ECMO_ROW_SWEEP] = { "sweep", N_ ("Sweep"), "L/min", 2, STEADY_ECMO_GROUP_GAS, STEADY_CHANNEL_SWEEP, true },
  [STEADY_ECMO_ROW_FDO2] = { "fdo2", N_ ("FdO₂"), "%", 0, STEADY_ECMO_GROUP_GAS, STEADY_CHANNEL_FIO2, true },
  [STEADY_ECMO_ROW_INLET] = { "inlet", N_ ("Drainage, P1"), "mmHg", 0, STEADY_ECMO_GROUP_PRESSURE, STEADY_CHANNEL_VENOUS_LINE_PRESSURE, true },
  [STEADY_ECMO_ROW_PRE] = { "pre", N_ ("Pre-oxygenator, P2"), "mmHg", 0, STEADY_ECMO_GROUP_PRESSURE, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, true },
  [STEADY_ECMO_ROW_POST] = { "post", N_ ("Post-oxygenator, P3"), "mmHg", 0, STEADY_ECMO_GROUP_PRESSURE, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, true },
  [STEADY_ECMO_ROW_MEMBRANE] = { "membrane", N_ ("ΔP oxygenator"), "mmHg", 0, STEADY_ECMO_GROUP_PRESSURE, STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE, true },
  [STEADY_ECMO_ROW_SVO2] = { "svo2", N_ ("SvO₂"), "%", 0, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_VENOUS_SATURATION, true },
  [STEADY_ECMO_ROW_SAO2] = { "sao2", N_ ("SaO₂"), "%", 0, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_ARTERIAL_SATURATION, true },
  [STEADY_ECMO_ROW_MAP] = { "map", N_ ("MAP"), "mmHg", 0, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_ARTERIAL_MEAN, true },
  [STEADY_ECMO_ROW_CVP] = { "cvp", N_ ("CVP"), "mmHg", 0, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, true },
  [STEADY_ECMO_ROW_HEART_RATE] = { "heart-rate", N_ ("Heart rate"), "/min", 0, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_HEART_RATE, true },
  [STEADY_ECMO_ROW_NIRS_LEFT] = { "nirs-left", N_ ("NIRS left"), "%", 0, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, true },
  [STEADY_ECMO_ROW_NIRS_RIGHT] = { "nirs-right", N_ ("NIRS right"), "%", 0, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, true },
  [STEADY_ECMO_ROW_BLOOD_TEMPERATURE] = { "blood-temperature", N_ ("Return blood"), "°C", 1, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_ARTERIAL_TEMPERATURE, true },
  [STEADY_ECMO_ROW_CORE_TEMPERATURE] = { "core-temperature", N_ ("Nasopharyngeal temperature"), "°C", 1, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, true },
  [STEADY_ECMO_ROW_WATER_TEMPERATURE] = { "water-temperature", N_ ("Water"), "°C", 1, STEADY_ECMO_GROUP_CHILD, STEADY_CHANNEL_WATER_TEMPERATURE, true },
  [STEADY_ECMO_ROW_ACT] = { "act", N_ ("ACT"), "s", 0, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_ACT, false },
  [STEADY_ECMO_ROW_ANTI_XA] = { "anti-xa", N_ ("Anti-Xa"), "IU/mL", 2, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_ANTI_XA, false },
  [STEADY_ECMO_ROW_APTT] = { "aptt", N_ ("aPTT"), "s", 0, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_APTT, false },
  [STEADY_ECMO_ROW_HEPARIN] = { "heparin", N_ ("Heparin"), "IU/kg/h", 1, STEADY_ECMO_GROUP_LABORATORY, NONE, false },
  [STEADY_ECMO_ROW_PH] = { "ph", N_ ("pH"), "", 2, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_ARTERIAL_PH, false },
  [STEADY_ECMO_ROW_PCO2] = { "pco2", N_ ("pCO₂"), "mmHg", 0, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_ARTERIAL_PCO2, false },
  [STEADY_ECMO_ROW_PO2] = { "po2", N_ ("pO₂"), "mmHg", 0, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_ARTERIAL_PO2, false },
  [STEADY_ECMO_ROW_LACTATE] = { "lactate", N_ ("Lactate"), "mmol/L", 1, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_LACTATE, false },
  [STEADY_ECMO_ROW_HAEMOGLOBIN] = { "haemoglobin", N_ ("Haemoglobin"), "g/dL", 1, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_HAEMOGLOBIN, false },
  [STEADY_ECMO_ROW_FREE_HAEMOGLOBIN] = { "free-haemoglobin", N_ ("Free haemoglobin"), "mg/dL", 0, STEADY_ECMO_GROUP_LABORATORY, STEADY_CHANNEL_FREE_HAEMOGLOBIN, false },
  [STEADY_ECMO_ROW_GIVEN] = { "given", N_ ("Given"), "mL", 0, STEADY_ECMO_GROUP_FLUIDS, NONE, false },
  [STEADY_ECMO_ROW_URINE] = { "urine", N_ ("Urine"), "mL", 0, STEADY_ECMO_GROUP_FLUIDS, NONE, false },
  [STEADY_ECMO_ROW_REMOVED] = { "removed", N_ ("Ultrafiltrate"), "mL", 0, STEADY_ECMO_GROUP_FLUIDS, NONE, false },
  [STEADY_ECMO_ROW_LOST] = { "lost", N_ ("Blood taken or lost"), "mL", 0, STEADY_ECMO_GROUP_FLUIDS, NONE, false },
  [STEADY_ECMO_ROW_BALANCE] = { "balance", N_ ("Balance"), "mL", 0, STEADY_ECMO_GROUP_FLUIDS, NONE, false },
  /* clang-format on */
};

static const char *const groups[STEADY_ECMO_GROUPS] = {
  N_ ("Flow"),      N_ ("Gas"),        N_ ("Pressures"),
  N_ ("The child"), N_ ("Laboratory"), N_ ("Fluids"),
};

/* Thread: any. */
const SteadyEcmoRowInfo *
steady_ecmo_row (SteadyEcmoRow row)
{
  return &rows[row];
}

/* The heading above its rows, in the source language. Thread: any. */
const char *
steady_ecmo_group (SteadyEcmoGroup group)
{
  return groups[group];
}

/* By how many seconds the wall clock of this place is ahead of UTC at @t. Thread: any.
 */
int64_t
steady_ecmo_local_offset (const SteadyCaseSpan *span, SteadyInstant t)
{
  const int64_t utc = span->start_utc + (t - span->start);
  g_autoptr (GDateTime) when =
      g_date_time_new_from_unix_local (utc / STEADY_NSEC_PER_SEC);

  return when != NULL ? g_date_time_get_utc_offset (when) / G_USEC_PER_SEC : 0;
}

/*
 * When the hour of the wall clock began in which @t lies: a flow sheet is kept by the
 * clock on the wall, not by the age of the file. Rounded to a whole second of the case,
 * so that each second of it belongs to one hour.
 *
 * Thread: any.
 */
SteadyInstant
steady_ecmo_hour_of (const SteadyCaseSpan *span, int64_t offset_s, SteadyInstant t)
{
  const int64_t hour = INT64_C (3600) * STEADY_NSEC_PER_SEC;
  const int64_t local =
      span->start_utc + (t - span->start) + offset_s * STEADY_NSEC_PER_SEC;
  const int64_t into = ((local % hour) + hour) % hour;
  SteadySpan    begins = t - into - span->start;
  const int64_t rest =
      ((begins % STEADY_NSEC_PER_SEC) + STEADY_NSEC_PER_SEC) % STEADY_NSEC_PER_SEC;

  if (rest > 0)
    begins += STEADY_NSEC_PER_SEC - rest;
  if (span->start + begins > t)
    begins -= hour; /* the part of a second belongs to the hour before */
  return span->start + begins;
}

/*
 * Fills the cells of the measured rows @first … @last of @self, whose @from is set, and
 * nothing else. Each channel is a short transaction of its own.
 *
 * Thread: the reader's.
 */
bool
steady_ecmo_hour_measure (SteadyEcmoHour   *self,
                          SteadyCaseReader *reader,
                          unsigned          first,
                          unsigned          last,
                          GError          **error)
{
  g_autofree SteadyEnvelope *seconds = g_new (SteadyEnvelope, SECONDS);

  for (unsigned i = first; i <= last && i < STEADY_ECMO_ROWS; i++)
    {
      if (!rows[i].measured)
        continue;
      if (!steady_case_reader_envelope (reader,
                                        rows[i].channel,
                                        self->from,
                                        self->from + SECONDS * STEADY_NSEC_PER_SEC,
                                        SECONDS,
                                        seconds,
                                        error))
        return false;
      steady_ecmo_cell_measure (&self->cells[i], seconds, SECONDS);
    }
  return true;
}

/* For how many seconds of the hour anything at all was measured: a hole in the record
 * shows in it. Thread: any. */
unsigned
steady_ecmo_hour_recorded (const SteadyEcmoHour *self)
{
  unsigned most = 0;

  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    if (self->cells[row].kind == STEADY_ECMO_CELL_MEASURED)
      most = MAX (most, self->cells[row].count);
  return most;
}

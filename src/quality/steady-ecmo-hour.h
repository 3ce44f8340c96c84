/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "casefile/steady-case-reader.h"
#include "measure/steady-checklist-record.h"
#include "quality/steady-ecmo-cell.h"

/* The rows of the hourly chart, in their order. */
typedef enum SteadyEcmoRow
{
  STEADY_ECMO_ROW_FLOW = 0,
  STEADY_ECMO_ROW_FLOW_PER_KG,
  STEADY_ECMO_ROW_FLOW_INDEX,
  STEADY_ECMO_ROW_SPEED,
  STEADY_ECMO_ROW_SWEEP,
  STEADY_ECMO_ROW_FDO2,
  STEADY_ECMO_ROW_INLET,    /* P1 */
  STEADY_ECMO_ROW_PRE,      /* P2 */
  STEADY_ECMO_ROW_POST,     /* P3 */
  STEADY_ECMO_ROW_MEMBRANE, /* P2 - P3 */
  STEADY_ECMO_ROW_SVO2,
  STEADY_ECMO_ROW_SAO2,
  STEADY_ECMO_ROW_MAP,
  STEADY_ECMO_ROW_CVP,
  STEADY_ECMO_ROW_HEART_RATE,
  STEADY_ECMO_ROW_NIRS_LEFT,
  STEADY_ECMO_ROW_NIRS_RIGHT,
  STEADY_ECMO_ROW_BLOOD_TEMPERATURE,
  STEADY_ECMO_ROW_CORE_TEMPERATURE,
  STEADY_ECMO_ROW_WATER_TEMPERATURE,
  STEADY_ECMO_ROW_ACT,
  STEADY_ECMO_ROW_ANTI_XA,
  STEADY_ECMO_ROW_APTT,
  STEADY_ECMO_ROW_HEPARIN,
  STEADY_ECMO_ROW_PH,
  STEADY_ECMO_ROW_PCO2,
  STEADY_ECMO_ROW_PO2,
  STEADY_ECMO_ROW_LACTATE,
  STEADY_ECMO_ROW_HAEMOGLOBIN,
  STEADY_ECMO_ROW_FREE_HAEMOGLOBIN,
  STEADY_ECMO_ROW_GIVEN,
  STEADY_ECMO_ROW_URINE,
  STEADY_ECMO_ROW_REMOVED,
  STEADY_ECMO_ROW_LOST,
  STEADY_ECMO_ROW_BALANCE,
  STEADY_ECMO_ROWS
} SteadyEcmoRow;

typedef enum SteadyEcmoGroup
{
  STEADY_ECMO_GROUP_FLOW = 0,
  STEADY_ECMO_GROUP_GAS,
  STEADY_ECMO_GROUP_PRESSURE,
  STEADY_ECMO_GROUP_CHILD,
  STEADY_ECMO_GROUP_LABORATORY,
  STEADY_ECMO_GROUP_FLUIDS,
  STEADY_ECMO_GROUPS
} SteadyEcmoGroup;

/* What a row is. Texts are in the source language. */
typedef struct SteadyEcmoRowInfo
{
  const char     *name;  /* stable: "membrane" */
  const char     *label; /* "ΔP oxygenator" */
  const char     *unit;
  int             decimals;
  SteadyEcmoGroup group;
  SteadyChannel   channel;  /* 0: it is summed up or asked for by the hourly check */
  bool            measured; /* second by second; else only what people entered */
} SteadyEcmoRowInfo;

/* One column of the chart: [@from, @to). */
typedef struct SteadyEcmoHour
{
  SteadyInstant  from;
  SteadyInstant  to;
  SteadyInstant  checked; /* the circuit check was gone through; NEVER: it was not */
  unsigned       items;   /* of it that were answered in this hour */
  char           reader[STEADY_OPERATOR_SIZE];
  char           second[STEADY_OPERATOR_SIZE];
  SteadyEcmoCell cells[STEADY_ECMO_ROWS];
} SteadyEcmoHour;

const SteadyEcmoRowInfo *steady_ecmo_row (SteadyEcmoRow row);
unsigned                 steady_ecmo_hour_recorded (const SteadyEcmoHour *self);
const char              *steady_ecmo_group (SteadyEcmoGroup group);
int64_t steady_ecmo_local_offset (const SteadyCaseSpan *span, SteadyInstant t);
SteadyInstant
steady_ecmo_hour_of (const SteadyCaseSpan *span, int64_t offset_s, SteadyInstant t);
bool steady_ecmo_hour_measure (SteadyEcmoHour   *self,
                               SteadyCaseReader *reader,
                               unsigned          first,
                               unsigned          last,
                               GError          **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "base/steady-json.h"
#include "measure/steady-channel.h"
#include "measure/steady-vocabulary.h"

/* What the attached devices let the console set. */
typedef struct SteadyConsoleControl
{
  bool     present; /* some device has it */
  double   low;
  double   high;
  double   step;
  uint16_t readback; /* SteadyChannel, 0: none */
} SteadyConsoleControl;

/* The child as the engine described it. Numbers are NAN where they are not known. */
typedef struct SteadyConsolePatient
{
  char  *name;
  char  *profile;
  double weight_kg;
  double height_cm;
  double age_days;
  double bsa_m2;
} SteadyConsolePatient;

/* What one alarm rule says to a person, in the source language, and when it is armed.
 */
typedef struct SteadyAlarmText
{
  char    *title;
  char    *what;
  char    *first;        /* do this first */
  char    *did;          /* what the machine does by itself; NULL: nothing */
  char    *causes;       /* one to a line; NULL: none */
  uint32_t wires;        /* bits 1 << SteadyControl of what it asks a device to do */
  uint32_t modes;        /* bits 1 << SteadySupportMode: armed in these … */
  uint32_t not_flags;    /* … unless one of these flags is declared */
  bool     always_armed; /* no phase disarms it */
  bool     fitted;       /* its sensors are there */
  bool     latching;     /* a person must reset it */
  uint16_t limit_channel;
  double   limit;          /* NAN: no plain number */
  char    *judged_is;      /* first comparison: "above", "at-least" …; NULL: none */
  char    *judged_source;  /* where its number is from; NULL: not said */
  double   judged_limit;   /* NAN: none */
  double   judged_percent; /* of what @judged_of measures; NAN: none */
  uint16_t judged_channel; /* SteadyChannel, 0: none */
  uint16_t judged_of;      /* SteadyChannel, 0: none */
  double   judged_floor;   /* NAN: nobody may change it here */
  double   judged_ceiling;
  double   delay_s;
  double   resume_after_s; /* over so long, the pump may go on by itself; NAN: never */
  uint32_t may_add;        /* bits of what a person may make it ask for, too */
  uint32_t wires_alone;    /* bits of wires that no device carries out: ALARM ONLY */
  uint32_t advisory;       /* bits 1 << SteadySupportMode: of low priority only */
  char    *base_missing;   /* channel, or "plan", that its limit is a share of and that
                              nobody gives; NULL: none */
  char   *twin;     /* the rule that judges the same by other channels, or NULL */
  char   *protects; /* ids, one to a line, not watched while this one is present */
  uint8_t priority; /* SteadyPriority */
} SteadyAlarmText;

/* What WELCOME said: who, what for, with which limits. Empty before the first. */
typedef struct SteadyConsoleConfig
{
  bool                 valid;
  bool                 in_control; /* false: a viewer */
  bool                 simulated;
  bool                 resumed;
  SteadyMode           mode;
  double               speed;
  SteadyInstant        case_start;
  int64_t              start_utc;
  char                *case_file; /* NULL: no case is kept */
  char                *title;
  SteadyConsolePatient patient;
  SteadyConsoleControl controls[STEADY_CONTROL_MAX];
  bool   expected[STEADY_CHANNEL_MAX]; /* some device or the engine gives it */
  double rate_hz[STEADY_CHANNEL_MAX];  /* of waves */
  struct json_object *plan;            /* NULL: none */
  GHashTable         *alarms;          /* id → SteadyAlarmText */
  char *devices[STEADY_CONTROL_MAX]; /* names of those that carry wires out, or NULL */
} SteadyConsoleConfig;

void   steady_console_config_init (SteadyConsoleConfig *self);
void   steady_console_config_finish (SteadyConsoleConfig *self);
bool   steady_console_config_parse (SteadyConsoleConfig *self, const char *json);
bool   steady_console_config_take_plan (SteadyConsoleConfig *self, const char *json);
double steady_console_config_plan (const SteadyConsoleConfig *self, const char *key);
const SteadyAlarmText *steady_console_config_alarm (const SteadyConsoleConfig *self,
                                                    const char                *id);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"

/*
 * Every measured or set quantity of the circuit and the child has one channel. The
 * numbers stand on the wire and in case files: append only, never renumber (the
 * committed list in tests/golden/vocabulary.txt holds them).
 */
typedef enum SteadyChannel
{
  STEADY_CHANNEL_NONE = 0,

  /* waveforms */
  STEADY_CHANNEL_ECG = 1,                      /* mV */
  STEADY_CHANNEL_ARTERIAL_PRESSURE = 2,        /* mmHg, the child's */
  STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE = 3,  /* mmHg */
  STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE = 4,  /* mmHg, arterial line */
  STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE = 5, /* mmHg, arterial line */
  STEADY_CHANNEL_FLOW_WAVE = 6,                /* L/min, a fast flow probe */
  STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE = 7,    /* mmHg */
  STEADY_CHANNEL_PERIPHERAL_PRESSURE = 8,      /* mmHg, a second arterial site */
  STEADY_CHANNEL_PULMONARY_PRESSURE = 9,       /* mmHg */
  STEADY_CHANNEL_PLETHYSMOGRAM = 10,           /* no unit */
  STEADY_CHANNEL_RESPIRATION = 11,             /* no unit */
  STEADY_CHANNEL_ECG_2 = 12,                   /* mV */
  STEADY_CHANNEL_ECG_3 = 13,                   /* mV */
  STEADY_CHANNEL_POST_FILTER_PRESSURE = 14,    /* mmHg, arterial line */

  /* the child: derived from waveforms, or given by a monitor */
  STEADY_CHANNEL_ARTERIAL_MEAN = 100,      /* mmHg, MAP by time window */
  STEADY_CHANNEL_ARTERIAL_SYSTOLIC = 101,  /* mmHg, only with accepted beats */
  STEADY_CHANNEL_ARTERIAL_DIASTOLIC = 102, /* mmHg, only with accepted beats */
  STEADY_CHANNEL_PULSE_RATE = 103,         /* 1/min, only with accepted beats */
  STEADY_CHANNEL_HEART_RATE = 104,         /* 1/min, from the ECG */
  STEADY_CHANNEL_CENTRAL_VENOUS_MEAN = 105,
  STEADY_CHANNEL_PRE_OXYGENATOR_MEAN = 106,
  STEADY_CHANNEL_POST_OXYGENATOR_MEAN = 107,
  STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE = 108, /* mmHg, pre minus post oxygenator */
  STEADY_CHANNEL_VENOUS_LINE_PRESSURE =
      109, /* mmHg, before the pump of a closed circuit (P1) */
  STEADY_CHANNEL_VENOUS_VACUUM =
      110, /* mmHg below the air, in the reservoir; negative: above it */
  STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE =
      111, /* % of the first on bypass: pressure drop per flow */
  STEADY_CHANNEL_POST_FILTER_MEAN = 112,
  STEADY_CHANNEL_FILTER_PRESSURE_DROP =
      113, /* mmHg, post oxygenator minus post filter */

  /* flow: three different things (calculated, measured, patient) and their derivations
   */
  STEADY_CHANNEL_PUMP_SPEED = 120,    /* rpm, arterial pump, delivered */
  STEADY_CHANNEL_PUMP_FLOW = 121,     /* L/min, calculated from speed and tubing */
  STEADY_CHANNEL_MEASURED_FLOW = 122, /* L/min, flow probe */
  STEADY_CHANNEL_PATIENT_FLOW = 123,  /* L/min, measured minus open shunts */
  STEADY_CHANNEL_FLOW_PER_KG = 124,   /* mL/kg/min, of patient flow */
  STEADY_CHANNEL_FLOW_INDEX = 125,    /* L/min/m², of patient flow */
  STEADY_CHANNEL_SHUNT_FLOW = 126,    /* L/min, purge and haemofilter after the probe */
  STEADY_CHANNEL_CARDIOPLEGIA_FLOW = 127, /* mL/min */
  STEADY_CHANNEL_VENT_SPEED = 128,        /* rpm */
  STEADY_CHANNEL_SUCKER_1_SPEED = 129,    /* rpm */
  STEADY_CHANNEL_SUCKER_2_SPEED = 130,    /* rpm */

  /* what was set, as read back from the device */
  STEADY_CHANNEL_SET_PUMP_FLOW = 140,         /* L/min */
  STEADY_CHANNEL_SET_SWEEP = 141,             /* L/min */
  STEADY_CHANNEL_SET_FIO2 = 142,              /* % */
  STEADY_CHANNEL_SET_CO2 = 143,               /* mL/min */
  STEADY_CHANNEL_SET_WATER_TEMPERATURE = 144, /* °C */
  STEADY_CHANNEL_SET_VENOUS_VACUUM = 145,     /* mmHg below the air */
  STEADY_CHANNEL_SET_PUMP_SPEED = 146,        /* rpm */
  STEADY_CHANNEL_SET_CARDIOPLEGIA_FLOW = 147, /* mL/min */

  /* gas, delivered */
  STEADY_CHANNEL_SWEEP = 150,               /* L/min */
  STEADY_CHANNEL_FIO2 = 151,                /* % */
  STEADY_CHANNEL_CO2_FLOW = 152,            /* mL/min */
  STEADY_CHANNEL_GAS_SUPPLY_PRESSURE = 153, /* bar */

  /* temperature, °C */
  STEADY_CHANNEL_ARTERIAL_TEMPERATURE = 160, /* oxygenator outlet */
  STEADY_CHANNEL_VENOUS_TEMPERATURE = 161,
  STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE = 162,
  STEADY_CHANNEL_RECTAL_TEMPERATURE = 163,
  STEADY_CHANNEL_WATER_TEMPERATURE = 164,
  STEADY_CHANNEL_TEMPERATURE_GRADIENT = 165, /* arterial minus venous */
  STEADY_CHANNEL_CARDIOPLEGIA_TEMPERATURE =
      166,                                   /* at the outlet of its heat exchanger */
  STEADY_CHANNEL_WATER_BLOOD_GRADIENT = 167, /* water minus venous blood */
  STEADY_CHANNEL_REWARMING_RATE =
      168, /* °C/min, nasopharyngeal, over the last minutes */
  STEADY_CHANNEL_WATER_LAG =
      169, /* water minus where its set point should have it by now */

  /* blood */
  STEADY_CHANNEL_VENOUS_SATURATION = 170,   /* % */
  STEADY_CHANNEL_ARTERIAL_SATURATION = 171, /* % */
  STEADY_CHANNEL_ARTERIAL_PO2 = 172,        /* mmHg */
  STEADY_CHANNEL_ARTERIAL_PCO2 = 173,       /* mmHg */
  STEADY_CHANNEL_ARTERIAL_PH = 174,
  STEADY_CHANNEL_HAEMATOCRIT = 175,              /* % */
  STEADY_CHANNEL_HAEMOGLOBIN = 176,              /* g/dL */
  STEADY_CHANNEL_LACTATE = 177,                  /* mmol/L */
  STEADY_CHANNEL_POTASSIUM = 178,                /* mmol/L */
  STEADY_CHANNEL_GLUCOSE = 179,                  /* mmol/L */
  STEADY_CHANNEL_IONISED_CALCIUM = 180,          /* mmol/L */
  STEADY_CHANNEL_BASE_EXCESS = 181,              /* mmol/L */
  STEADY_CHANNEL_ACT = 182,                      /* s, activated clotting time */
  STEADY_CHANNEL_OXYGEN_CONSUMPTION_INDEX = 183, /* mL/min/m², VO2i */
  STEADY_CHANNEL_CO2_PRODUCTION_INDEX = 184,     /* mL/min/m², VCO2i */
  STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX = 185,    /* mL/min/m², DO2i */
  STEADY_CHANNEL_OXYGEN_EXTRACTION = 186,        /* % of what arterial blood carries */
  STEADY_CHANNEL_DELIVERY_NADIR = 187,    /* mL/min/m², lowest DO2i while it counted */
  STEADY_CHANNEL_DELIVERY_DEFICIT = 188,  /* mL/m², area below the target of DO2i */
  STEADY_CHANNEL_DELIVERY_LOW_TIME = 189, /* min below the target of DO2i */
  STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT = 190,   /* %, NIRS */
  STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT = 191,  /* %, NIRS */
  STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE = 192,  /* % of baseline */
  STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE = 193, /* % of baseline */
  STEADY_CHANNEL_DELIVERY_PER_CO2 = 196,           /* DO2i / VCO2i */
  STEADY_CHANNEL_EXHAUST_CO2 = 195, /* mmHg, of the oxygenator's exhaust gas */
  STEADY_CHANNEL_CEREBRAL_DIFFERENCE =
      194,                      /* % points between the sides, never negative */
  STEADY_CHANNEL_ANTI_XA = 197, /* IU/mL; entered */
  STEADY_CHANNEL_APTT = 198,    /* s; entered */
  STEADY_CHANNEL_FREE_HAEMOGLOBIN = 199, /* mg/dL of plasma; entered */

  /* reservoir */
  STEADY_CHANNEL_RESERVOIR_VOLUME = 200,         /* mL */
  STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN = 201, /* s to STOP level if return stops */
  STEADY_CHANNEL_RESERVOIR_TIME_TREND =
      202, /* s to STOP level at the present trend; missing unless falling */
  STEADY_CHANNEL_VOLUME_DRIFT =
      203, /* % of the blood volume in 10 min that nobody has entered */

  /* states of protections and devices: values of the enumerations in
     steady-vocabulary.h */
  STEADY_CHANNEL_ARTERIAL_AIR = 210,            /* SteadyDetectorState */
  STEADY_CHANNEL_LEVEL_DETECTOR = 211,          /* SteadyLevelState */
  STEADY_CHANNEL_ARTERIAL_CLAMP = 212,          /* SteadyClampState */
  STEADY_CHANNEL_VENOUS_CLAMP = 213,            /* SteadyClampState */
  STEADY_CHANNEL_ARTERIAL_PUMP = 214,           /* SteadyPumpState */
  STEADY_CHANNEL_BUBBLE_VOLUME = 215,           /* mL, the last bubble seen */
  STEADY_CHANNEL_CARDIOPLEGIA_PUMP = 216,       /* SteadyPumpState */
  STEADY_CHANNEL_CARDIOPLEGIA_AIR = 217,        /* SteadyDetectorState */
  STEADY_CHANNEL_VENOUS_AIR = 218,              /* SteadyDetectorState */
  STEADY_CHANNEL_ARTERIAL_PUMP_KIND = 219,      /* SteadyPumpKind */
  STEADY_CHANNEL_CEREBRAL_BASELINE = 220,       /* SteadyTaken; told by the engine */
  STEADY_CHANNEL_CARDIOPLEGIA_GIVEN = 221,      /* SteadyTaken; told by the engine */
  STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE = 222, /* 1: runs; told by the engine */
  STEADY_CHANNEL_STEERING_LOST = 223, /* 1: a ramp, servo or follower ended by itself */

  /* times that the engine counts, as sources of alarms */
  STEADY_CHANNEL_ACT_AGE =
      230, /* min since the last one, or since bypass began without one */
  STEADY_CHANNEL_GAS_AGE =
      231, /* min since the last one, or since bypass began without one */
  STEADY_CHANNEL_CARDIOPLEGIA_AGE = 232, /* min since the end of the last dose, or since
                                            the clamp; only while clamped */
  STEADY_CHANNEL_ARREST_TIME = 233,      /* min, this one; only while arrested */
  STEADY_CHANNEL_CLAMP_TIME = 234,       /* min, total; only while clamped */
  STEADY_CHANNEL_BYPASS_TIME = 235,      /* min, total; only on bypass */

  /* the system itself: judged like any other source */
  STEADY_CHANNEL_ENGINE_LATENESS = 240, /* ms, worst tick of the last second */
  STEADY_CHANNEL_DEVICE_LINK =
      241, /* SteadyLinkState, the worst of all expected devices */
  STEADY_CHANNEL_SOUNDER_LINK = 242,    /* SteadyLinkState */
  STEADY_CHANNEL_SUPERVISOR_LINK = 243, /* SteadyLinkState */
  STEADY_CHANNEL_RECORDER = 244,        /* SteadyRecorderState */
  STEADY_CHANNEL_MAINS = 245,           /* 1 on mains, 0 on battery */
  STEADY_CHANNEL_BATTERY_MINUTES = 246, /* min */
  STEADY_CHANNEL_DISK_HOURS = 247,      /* h of recording left */
  STEADY_CHANNEL_INTERVENTION_FAILED =
      248, /* 1: the last stop or clamp that an alarm asked for was not read back */
  STEADY_CHANNEL_COMMAND_FAILED =
      249, /* 1: the last set-point that was sent was not read back */
  STEADY_CHANNEL_OVERRIDE = 250,      /* SteadyOverride, the greatest in force */
  STEADY_CHANNEL_CONSOLE_LINK = 251,  /* SteadyLinkState */
  STEADY_CHANNEL_WAL_SIZE = 252,      /* MiB of the case's write-ahead log */
  STEADY_CHANNEL_CLOCK_STEPPED = 253, /* 1: was set within the last minute */
  STEADY_CHANNEL_BYPASS_NEEDS = 254,  /* bits of SteadyBypassNeed that are open */

  STEADY_CHANNEL_MAX = 256, /* one past the last fixed channel */

  /* signals of a foreign recording that have no place above get numbers from here */
  STEADY_CHANNEL_FOREIGN = 1000
} SteadyChannel;

typedef enum SteadyChannelKind
{
  STEADY_CHANNEL_KIND_NUMERIC = 0, /* one value now and then */
  STEADY_CHANNEL_KIND_WAVE = 1,    /* evenly sampled */
  STEADY_CHANNEL_KIND_STATE = 2 /* a value of an enumeration; stored when it changes */
} SteadyChannelKind;

/* What a channel is. Text is in the source language; show it through gettext. */
typedef struct SteadyChannelInfo
{
  SteadyChannel     channel;
  SteadyChannelKind kind;
  const char       *name;  /* stable, in files: "arterial_mean" */
  const char       *label; /* on screen: "MAP" */
  const char       *unit;  /* canonical: "mmHg"; "" for none */
  int               decimals;
  double            low; /* outside low … high a value is implausible */
  double            high;
  SteadySpan        stale; /* older than this is stale; 0: never */
} SteadyChannelInfo;

const SteadyChannelInfo *steady_channel_info (SteadyChannel channel);
const SteadyChannelInfo *steady_channel_at (unsigned index);
unsigned                 steady_channel_count (void);
bool steady_channel_from_name (const char *name, SteadyChannel *ret_channel);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the sensors of the simulated circuit and child show, lag and noise included. */
typedef enum SteadyReading
{
  /* every millisecond */
  STEADY_READING_ECG,                   /* mV */
  STEADY_READING_ARTERIAL_PRESSURE,     /* mmHg */
  STEADY_READING_VENOUS_PRESSURE,       /* mmHg */
  STEADY_READING_PRE_OXYGENATOR,        /* mmHg */
  STEADY_READING_POST_OXYGENATOR,       /* mmHg */
  STEADY_READING_CARDIOPLEGIA_PRESSURE, /* mmHg */
  STEADY_READING_PUMP_SPEED,            /* rpm */
  STEADY_READING_PUMP_FLOW,             /* L/min, from the speed */
  STEADY_READING_MEASURED_FLOW,         /* L/min, probe after the oxygenator */
  STEADY_READING_SHUNT_FLOW,            /* L/min, purge, after the probe */
  STEADY_READING_CARDIOPLEGIA_FLOW,     /* mL/min */
  STEADY_READING_RESERVOIR_VOLUME,      /* mL */
  STEADY_READING_BUBBLE_VOLUME,         /* mL, the last bubble */
  STEADY_READING_ARTERIAL_AIR,          /* 1: the detector sees air */
  STEADY_READING_HEART_RATE,            /* 1/min, electrical */
  /* every 20 ms or more slowly */
  STEADY_READING_SWEEP,                /* L/min, delivered */
  STEADY_READING_FIO2,                 /* %, delivered */
  STEADY_READING_CO2_FLOW,             /* mL/min, delivered */
  STEADY_READING_GAS_SUPPLY_PRESSURE,  /* bar */
  STEADY_READING_VENOUS_SATURATION,    /* % */
  STEADY_READING_ARTERIAL_SATURATION,  /* % */
  STEADY_READING_ARTERIAL_PO2,         /* mmHg, at 37 °C */
  STEADY_READING_ARTERIAL_PCO2,        /* mmHg, at 37 °C */
  STEADY_READING_ARTERIAL_PH,          /* at 37 °C */
  STEADY_READING_HAEMATOCRIT,          /* % */
  STEADY_READING_HAEMOGLOBIN,          /* g/dL */
  STEADY_READING_LACTATE,              /* mmol/L */
  STEADY_READING_POTASSIUM,            /* mmol/L */
  STEADY_READING_CEREBRAL_LEFT,        /* % */
  STEADY_READING_CEREBRAL_RIGHT,       /* % */
  STEADY_READING_ARTERIAL_TEMPERATURE, /* °C */
  STEADY_READING_VENOUS_TEMPERATURE,   /* °C */
  STEADY_READING_NASOPHARYNX,          /* °C */
  STEADY_READING_RECTUM,               /* °C */
  STEADY_READING_WATER_TEMPERATURE,    /* °C */
  /* states, every millisecond */
  STEADY_READING_ARTERIAL_CLAMP,    /* SteadyClampPosition */
  STEADY_READING_VENOUS_CLAMP,      /* SteadyClampPosition */
  STEADY_READING_ARTERIAL_PUMP,     /* 1: runs */
  STEADY_READING_CARDIOPLEGIA_PUMP, /* 1: runs */
  STEADY_READING_VENT_SPEED,        /* rpm */
  STEADY_READING_SUCKER_1_SPEED,    /* rpm */
  STEADY_READING_SUCKER_2_SPEED,    /* rpm */
  STEADY_READING_MAINS,             /* 1: on mains */
  STEADY_READING_BATTERY,           /* min */
  STEADY_READING_LEVEL,             /* 0 fine, 1 warn, 2 stop */
  /* added later, so that the numbers above stay; waves first, every 4 ms */
  STEADY_READING_PULMONARY_PRESSURE,   /* mmHg */
  STEADY_READING_PERIPHERAL_PRESSURE,  /* mmHg, femoral */
  STEADY_READING_PLETHYSMOGRAM,        /* of 1 */
  STEADY_READING_VENOUS_LINE_PRESSURE, /* mmHg, before the pump of a closed circuit */
  STEADY_READING_VENOUS_VACUUM,        /* mmHg below the air, in the reservoir */
  STEADY_READING_CARDIOPLEGIA_TEMPERATURE, /* °C */
  STEADY_READING_BLADDER,                  /* °C */
  STEADY_READING_OESOPHAGUS,               /* °C */
  STEADY_READING_PATIENT_SATURATION,       /* %, of a finger */
  STEADY_READING_FOOT_SATURATION,          /* % */
  STEADY_READING_GLUCOSE,                  /* mmol/L */
  STEADY_READING_SODIUM,                   /* mmol/L */
  STEADY_READING_CALCIUM,                  /* mmol/L, ionised */
  STEADY_READING_BASE_EXCESS,              /* mmol/L */
  STEADY_READING_ACT,        /* s, the last that was asked for; off before the first */
  STEADY_READING_VENOUS_AIR, /* 1: the detector of the venous line sees air */
  STEADY_READING_COUNT
} SteadyReading;

typedef enum SteadyClampPosition
{
  STEADY_CLAMP_POSITION_OPEN = 0,
  STEADY_CLAMP_POSITION_CLOSING = 1,
  STEADY_CLAMP_POSITION_CLOSED = 2,
  STEADY_CLAMP_POSITION_OPENING = 3,
  STEADY_CLAMP_POSITION_UNKNOWN = 4,
  STEADY_CLAMP_POSITION_DEFECTIVE = 5
} SteadyClampPosition;

/* What the operator can set, and how it comes back. */
typedef enum SteadySetting
{
  STEADY_SETTING_PUMP_FLOW,         /* L/min */
  STEADY_SETTING_SWEEP,             /* L/min */
  STEADY_SETTING_FIO2,              /* % */
  STEADY_SETTING_CO2,               /* mL/min */
  STEADY_SETTING_WATER_TEMPERATURE, /* °C */
  STEADY_SETTING_PUMP_RUNS,         /* 1 or 0 */
  STEADY_SETTING_ARTERIAL_CLAMP,    /* 1 closed, 0 open */
  STEADY_SETTING_VENOUS_CLAMP,      /* 1 closed, 0 open */
  STEADY_SETTING_CARDIOPLEGIA,      /* mL still to give; 0 stops */
  STEADY_SETTING_COUNT
} SteadySetting;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/*
 * What a scenario or an instructor can change: always a cause, never a result. Each is
 * one parameter that moves from its present value to another over a ramp.
 */
typedef enum SteadyMechanism
{
  STEADY_MECHANISM_VENOUS_LINE_RESISTANCE,      /* factor, 1 is healthy */
  STEADY_MECHANISM_VENOUS_CLAMP,                /* 0 open … 1 closed by somebody */
  STEADY_MECHANISM_ARTERIAL_AIR_ML,             /* a bolus into the arterial line */
  STEADY_MECHANISM_GAS_LINE_OFF,                /* 1: no gas reaches the oxygenator */
  STEADY_MECHANISM_OXYGENATOR_RESISTANCE,       /* factor */
  STEADY_MECHANISM_OXYGENATOR_SHUNT,            /* added fraction */
  STEADY_MECHANISM_ARTERIAL_CANNULA_RESISTANCE, /* factor */
  STEADY_MECHANISM_BLEEDING_ML_MIN,             /* out of the child, lost */
  STEADY_MECHANISM_VOLUME_ML,                   /* a bolus into the reservoir */
  STEADY_MECHANISM_PUMP_FAILURE,                /* 1: the arterial pump stands still */
  STEADY_MECHANISM_HEATER_FAILURE,              /* 1: water drifts to the room */
  STEADY_MECHANISM_HEART,                       /* SteadyHeartState by number */
  STEADY_MECHANISM_VASCULAR_TONE,               /* factor */
  STEADY_MECHANISM_OXYGEN_DEMAND,               /* factor */
  STEADY_MECHANISM_CROSS_CLAMP,                 /* 1: the surgeon clamps the aorta */
  STEADY_MECHANISM_ARTERIAL_PRESSURE_OFF,       /* 1: sensor unplugged */
  STEADY_MECHANISM_ARTERIAL_PRESSURE_FROZEN,    /* 1: repeats itself */
  STEADY_MECHANISM_ARTERIAL_PRESSURE_DRIFT,     /* mmHg of zero drift */
  STEADY_MECHANISM_FLOW_PROBE_OFF,              /* 1: sensor unplugged */
  STEADY_MECHANISM_DEVICE_LINK_LOST,            /* 1: nothing comes, nothing is heard */
  STEADY_MECHANISM_ARTERIAL_CLAMP_FAULT, /* 1: closes in error, whatever was asked */
  STEADY_MECHANISM_VENTILATION,          /* 1: the anaesthetist ventilates the lungs */
  STEADY_MECHANISM_CAVAL_SNARES,         /* 1: caval blood goes to the cannula alone */
  STEADY_MECHANISM_VENOUS_VACUUM,        /* mmHg below the air, at the reservoir */
  STEADY_MECHANISM_VENOUS_AIR_ML,        /* a bolus into the venous line */
  STEADY_MECHANISM_ULTRAFILTRATION,      /* mL/min of water out of the circuit */
  STEADY_MECHANISM_MODIFIED_FILTRATION,  /* mL/min of blood, aorta to right atrium */
  STEADY_MECHANISM_PULMONARY_RESISTANCE, /* factor */
  STEADY_MECHANISM_HEPARIN_U_KG,         /* a bolus */
  STEADY_MECHANISM_PROTAMINE_MG_KG,      /* a bolus */
  STEADY_MECHANISM_ANTITHROMBIN,         /* factor; resistance to heparin below 1 */
  STEADY_MECHANISM_PHENYLEPHRINE,        /* microgram/kg/min */
  /* the same as the operator's settings, for a scripted operator */
  STEADY_MECHANISM_PUMP_FLOW,
  STEADY_MECHANISM_SWEEP,
  STEADY_MECHANISM_FIO2,
  STEADY_MECHANISM_WATER_TEMPERATURE,
  STEADY_MECHANISM_CARDIOPLEGIA_ML,
  STEADY_MECHANISM_COUNT
} SteadyMechanism;

typedef struct SteadyMechanismInfo
{
  const char *name; /* in scenarios */
  double      low;
  double      high;
  double      normal; /* where it stands when nothing is wrong */
  bool        bolus;  /* an amount that is given, not a level that is held */
} SteadyMechanismInfo;

const SteadyMechanismInfo *steady_mechanism_info (SteadyMechanism mechanism);
bool steady_mechanism_from_name (const char *name, SteadyMechanism *ret_mechanism);

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
  STEADY_MECHANISM_PUMP_SPEED_RPM, /* rpm of a centrifugal pump; 0: the flow that is set
                                    */
  STEADY_MECHANISM_ZERO_FLOW,      /* 1: a centrifugal pump holds against the patient's
                                      pressure, no flow */
  STEADY_MECHANISM_PUMP_SPEED_FACTOR, /* factor on the speed, whatever was set: a
                                         runaway */
  STEADY_MECHANISM_PUMP_STUCK,        /* 1: the speed stays what it is */
  STEADY_MECHANISM_PUMP_REVERSED,     /* 1: the rotor turns backwards */
  STEADY_MECHANISM_HAND_CRANK_RPM,    /* rpm by hand while the pump has failed */
  STEADY_MECHANISM_MAINS_FAILURE,     /* 1: on battery, which ends */
  STEADY_MECHANISM_BLENDER_FAILURE,   /* 1: air comes, whatever fraction was set */
  STEADY_MECHANISM_WATER_LEAK_ML_MIN, /* water of the heat exchanger into the blood */
  STEADY_MECHANISM_VENT_RPM,          /* of the left heart's vent */
  STEADY_MECHANISM_SUCKER_1_RPM,      /* out of the surgeon's field */
  STEADY_MECHANISM_SUCKER_2_RPM,      /* out of the surgeon's field */
  STEADY_MECHANISM_VENT_REVERSED,     /* 1: the vent pumps air into the left heart */
  STEADY_MECHANISM_FIELD_BLEEDING_ML_MIN, /* out of the child, to where suckers reach */
  STEADY_MECHANISM_RED_CELLS_ML, /* a bolus into the reservoir, as are the next three */
  STEADY_MECHANISM_PLASMA_ML,
  STEADY_MECHANISM_ALBUMIN_ML,       /* 5 g/dL */
  STEADY_MECHANISM_CRYSTALLOID_ML,   /* balanced */
  STEADY_MECHANISM_BICARBONATE_MMOL, /* a bolus into the child, as are the next three */
  STEADY_MECHANISM_CALCIUM_MMOL,
  STEADY_MECHANISM_POTASSIUM_MMOL,
  STEADY_MECHANISM_GLUCOSE_MMOL,
  STEADY_MECHANISM_INSULIN_U_KG_H,
  STEADY_MECHANISM_NORADRENALINE,      /* microgram/kg/min */
  STEADY_MECHANISM_ADRENALINE,         /* microgram/kg/min */
  STEADY_MECHANISM_NITROPRUSSIDE,      /* microgram/kg/min */
  STEADY_MECHANISM_ISOFLURANE_PCT,     /* vapour in the gas */
  STEADY_MECHANISM_NITRIC_OXIDE_PPM,   /* in the gas of the ventilator */
  STEADY_MECHANISM_PROTAMINE_REACTION, /* how hard this child reacts to protamine */
  STEADY_MECHANISM_HEART_STRENGTH,     /* factor on what the ventricles can do */
  STEADY_MECHANISM_PACING_RATE,        /* 1/min; 0: not paced */
  STEADY_MECHANISM_DEFIBRILLATION_J,   /* a shock */
  STEADY_MECHANISM_CEREBRAL_PERFUSION, /* 1: the arterial line feeds the brain alone */
  STEADY_MECHANISM_LEFT_BRAIN_RESISTANCE, /* factor on the vessels of the left side */
  STEADY_MECHANISM_UPPER_CANNULA_RESISTANCE, /* factor on the way out of the upper veins
                                              */
  STEADY_MECHANISM_LOWER_CANNULA_RESISTANCE, /* factor on the way out of the lower veins
                                              */
  STEADY_MECHANISM_LESION_REPAIRED,   /* 1: the heart is as the surgeon leaves it */
  STEADY_MECHANISM_SHUNTS_CLAMPED,    /* 1: duct and arterial shunt are tied */
  STEADY_MECHANISM_LUNG_SHUNT,        /* part of the lungs' blood that meets no air */
  STEADY_MECHANISM_CAPILLARY_LEAK,    /* factor on what vessels let through */
  STEADY_MECHANISM_AORTIC_DISSECTION, /* 0 none … 1 the cannula's blood runs into the
                                         wall */
  STEADY_MECHANISM_HEART_AIR_ML,      /* a bolus into the left heart */
  STEADY_MECHANISM_ARTERIAL_LINE_OFF, /* 1: the arterial line has come off the cannula
                                       */
  STEADY_MECHANISM_VENOUS_LINE_OFF,   /* 1: the venous line has come off the cannula */
  STEADY_MECHANISM_RECIRCULATION, /* part of the returned blood that is drained at once,
                                     added */
  STEADY_MECHANISM_CARDIOPLEGIA_LINE_RESISTANCE, /* factor */
  STEADY_MECHANISM_CARDIOPLEGIA_RATE_ML_MIN,     /* 0: 110 mL/min/m2 */
  STEADY_MECHANISM_CARDIOPLEGIA_BLOOD_PART,      /* of the mixture */
  STEADY_MECHANISM_ARTERIAL_LINE_DAMPING, /* factor on the damping of the pressure line
                                           */
  STEADY_MECHANISM_ARTERIAL_FLUSH_S,      /* a fast flush of the pressure line */
  STEADY_MECHANISM_ARTERIAL_SAMPLE_S,     /* the tap is turned to draw blood */
  STEADY_MECHANISM_TRANSDUCER_HEIGHT_CM,  /* of the arterial transducer above the heart
                                           */
  STEADY_MECHANISM_VENOUS_PRESSURE_DRIFT, /* mmHg of zero drift */
  STEADY_MECHANISM_LINE_PRESSURE_DRIFT,   /* mmHg, before the oxygenator */
  STEADY_MECHANISM_FLOW_PROBE_FACTOR,     /* what the probe shows of the flow */
  STEADY_MECHANISM_NASOPHARYNX_OUT,       /* 1: the probe has slipped out */
  STEADY_MECHANISM_VENOUS_SATURATION_OFF, /* 1: the cuvette shows nothing */
  STEADY_MECHANISM_ACT_MEASURE,           /* 1: a clotting time is asked for */
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

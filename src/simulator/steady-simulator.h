/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-random.h"
#include "simulator/steady-body.h"
#include "simulator/steady-lesion.h"
#include "simulator/steady-mechanism.h"
#include "simulator/steady-reading.h"

enum
{
  STEADY_SIMULATOR_VERSION = 3, /* of the state below; a resume wants the same */
  STEADY_SIMULATOR_SLICE_MS = 20
};

/* Blood that is pumped and squeezed: stressed volumes, in mL. */
typedef enum SteadyChamber
{
  STEADY_CHAMBER_LEFT_ATRIUM,
  STEADY_CHAMBER_LEFT_VENTRICLE,
  STEADY_CHAMBER_RIGHT_ATRIUM,
  STEADY_CHAMBER_RIGHT_VENTRICLE,
  STEADY_CHAMBER_AORTA,
  STEADY_CHAMBER_ARTERIES,
  STEADY_CHAMBER_PULMONARY_ARTERIES,
  STEADY_CHAMBER_PULMONARY_VEINS,
  STEADY_CHAMBER_UPPER_VEINS,
  STEADY_CHAMBER_LOWER_VEINS,
  STEADY_CHAMBER_RESERVOIR,
  STEADY_CHAMBER_PRE_OXYGENATOR,
  STEADY_CHAMBER_POST_OXYGENATOR,
  STEADY_CHAMBER_COUNT
} SteadyChamber;

/* Ways between the pools of the transport model. */
typedef enum SteadyEdge
{
  STEADY_EDGE_MITRAL,             /* left atrium → left ventricle */
  STEADY_EDGE_EJECTION,           /* left ventricle → aorta */
  STEADY_EDGE_LEFT_TO_LUNGS,      /* left ventricle → pulmonary arteries */
  STEADY_EDGE_TRICUSPID,          /* right atrium → right ventricle */
  STEADY_EDGE_RIGHT_EJECTION,     /* right ventricle → pulmonary arteries */
  STEADY_EDGE_RIGHT_TO_AORTA,     /* right ventricle → aorta */
  STEADY_EDGE_LUNGS,              /* pulmonary arteries → pulmonary veins */
  STEADY_EDGE_PULMONARY_RETURN,   /* pulmonary veins → left atrium */
  STEADY_EDGE_ANOMALOUS_RETURN,   /* pulmonary veins → right atrium */
  STEADY_EDGE_ATRIAL_SEPTUM,      /* left atrium → right atrium */
  STEADY_EDGE_VENTRICULAR_SEPTUM, /* left ventricle → right ventricle */
  STEADY_EDGE_DUCT,               /* descending aorta → pulmonary arteries */
  STEADY_EDGE_ARTERIAL_SHUNT,     /* aorta → pulmonary arteries */
  STEADY_EDGE_ISTHMUS,            /* aorta → descending aorta */
  STEADY_EDGE_UPPER_BEDS,         /* aorta → upper veins */
  STEADY_EDGE_LOWER_BEDS,         /* descending aorta → lower veins */
  STEADY_EDGE_UPPER_RETURN,
  STEADY_EDGE_LOWER_RETURN,
  STEADY_EDGE_BRONCHIAL,     /* descending aorta → pulmonary veins */
  STEADY_EDGE_VENOUS_LINE,   /* where the venous cannula lies → reservoir */
  STEADY_EDGE_PUMP,          /* reservoir → oxygenator */
  STEADY_EDGE_ARTERIAL,      /* oxygenator → where the arterial cannula lies */
  STEADY_EDGE_RECIRCULATION, /* oxygenator → where the venous cannula lies */
  STEADY_EDGE_PURGE,         /* oxygenator → reservoir */
  STEADY_EDGE_VENT,          /* left atrium → reservoir */
  STEADY_EDGE_CARDIOPLEGIA,  /* oxygenator → right atrium, by the coronary sinus */
  STEADY_EDGE_FILTER,        /* aorta → right atrium, by the modified ultrafilter */
  STEADY_EDGE_FIELD,         /* descending aorta → the surgeon's field */
  STEADY_EDGE_SUCKERS,       /* the surgeon's field → reservoir */
  STEADY_EDGE_COUNT
} SteadyEdge;

/* Well-mixed pools of blood, and the water between the cells. */
typedef enum SteadyPool
{
  STEADY_POOL_ARTERIES, /* aorta, its arch, and what leaves it */
  STEADY_POOL_UPPER,
  STEADY_POOL_LOWER,
  STEADY_POOL_RIGHT, /* right atrium */
  STEADY_POOL_LEFT,  /* left atrium */
  STEADY_POOL_RESERVOIR,
  STEADY_POOL_OXYGENATOR, /* and the arterial line */
  STEADY_POOL_DESCENDING, /* aorta beyond the isthmus */
  STEADY_POOL_RIGHT_VENTRICLE,
  STEADY_POOL_LEFT_VENTRICLE,
  STEADY_POOL_PULMONARY_ARTERIES, /* and the lungs */
  STEADY_POOL_PULMONARY_VEINS,
  STEADY_POOL_FIELD,
  STEADY_POOL_INTERSTITIUM,
  STEADY_POOL_COUNT
} SteadyPool;

/* What blood carries, as amounts. What follows HEAT is dissolved in plasma; BASE is
 * counted against the whole blood. */
typedef enum SteadySpecies
{
  STEADY_SPECIES_VOLUME,         /* mL */
  STEADY_SPECIES_OXYGEN,         /* mL STPD */
  STEADY_SPECIES_CARBON_DIOXIDE, /* mL STPD */
  STEADY_SPECIES_HAEMOGLOBIN,    /* g */
  STEADY_SPECIES_FETAL,          /* g of it that is fetal */
  STEADY_SPECIES_HEAT,           /* mL °C */
  STEADY_SPECIES_BASE,           /* mmol beyond the normal */
  STEADY_SPECIES_PROTEIN,        /* g */
  STEADY_SPECIES_SODIUM,         /* mmol */
  STEADY_SPECIES_POTASSIUM,      /* mmol */
  STEADY_SPECIES_CALCIUM,        /* mmol, ionised */
  STEADY_SPECIES_GLUCOSE,        /* mmol */
  STEADY_SPECIES_LACTATE,        /* mmol */
  STEADY_SPECIES_COUNT
} SteadySpecies;

/* What can be poured into the reservoir. */
typedef enum SteadyFluid
{
  STEADY_FLUID_BLOOD, /* red cells thinned to a haematocrit of 0.4 */
  STEADY_FLUID_RED_CELLS,
  STEADY_FLUID_PLASMA,
  STEADY_FLUID_ALBUMIN,
  STEADY_FLUID_CRYSTALLOID,
  STEADY_FLUID_WATER, /* out of a leaking heat exchanger */
  STEADY_FLUID_COUNT
} SteadyFluid;

typedef enum SteadyRhythm
{
  STEADY_RHYTHM_SINUS = 0,
  STEADY_RHYTHM_FIBRILLATION = 1,
  STEADY_RHYTHM_ASYSTOLE = 2,
  STEADY_RHYTHM_BLOCK = 3, /* atria and ventricles beat apart */
  STEADY_RHYTHM_PACED = 4,
  STEADY_RHYTHM_ATRIAL_FIBRILLATION = 5,
  STEADY_RHYTHM_TACHYCARDIA = 6 /* out of the junction, without a P wave in front */
} SteadyRhythm;

/* How a simulation begins. */
typedef struct SteadySimulatorSetup
{
  SteadyBody    body;
  SteadyCircuit circuit;
  SteadyLesion  lesion;
  uint64_t      seed;
  double        setting[STEADY_SETTING_COUNT];
  double        haematocrit;       /* before bypass, fraction */
  double        fetal_fraction;    /* of the child's haemoglobin */
  double        prime_haematocrit; /* fraction */
  double        prime_potassium;   /* mmol/L */
  double        prime_protein;     /* g/dL of its plasma; 0 is crystalloid */
  double        reservoir_ml;      /* when the case begins */
  double        plan_flow;         /* L/min, for which the venous line is set */
  double        level_warn_ml;
  double        level_stop_ml;
  double        body_temperature; /* °C */
  double        vascular_tone;    /* factor on the resistance of the beds */
  bool          on_bypass;        /* else lines clamped, lungs ventilated */
  bool          cross_clamped;
  bool          purge_open;
} SteadySimulatorSetup;

/* What follows from the body, the circuit and the blood; renewed every slice. */
typedef struct SteadyCoefficients
{
  double       elastance[STEADY_CHAMBER_COUNT]; /* mmHg/mL, of ventricles the least */
  double       left_rise; /* mmHg/mL that a full contraction adds */
  double       right_rise;
  double       upper_conductance; /* brain and upper body */
  double       lower_conductance;
  double       bronchial_conductance;
  double       pulmonary_resistance;
  double       isthmus_resistance;
  double       arch_inertance;
  double       tricuspid_resistance;
  SteadyLesion lesion; /* as it is now: before or after its repair */
  double       oxygenator_resistance;
  double       arterial_cannula; /* mmHg / (mL/s)^1.75 */
  double       venous_cannula;
  double       arterial_line; /* mmHg s/mL */
  double       venous_line;
  double       venous_occluder; /* set by the perfusionist, once */
  double       arterial_inertance;
  double       venous_inertance;
  double       purge_conductance;
  double       pleg_flow; /* mL/s while a dose runs */
  double       beat_s;
  double       systole_s;
  double       siphon_mmhg;
  double       target_speed; /* rev/s */
  double       tone;         /* factor on the resistance of the beds */
  double       filtration;   /* part of its rate that blood this thick still allows */
  double       upper_leak;   /* mL/s of water out of the capillaries */
  double       lower_leak;
  double       urine;     /* mL/s */
  double       vent_most; /* mL/s that a vent or sucker at its speed can take */
  double       sucker_most;
  double       spilling;    /* 1: the arterial line has come off */
  double       collapse_ml; /* volume around which a vessel shuts on the cannula */
} SteadyCoefficients;

typedef struct SteadyHydraulics
{
  double volume[STEADY_CHAMBER_COUNT];
  double pressure[STEADY_CHAMBER_COUNT];
  double upper_relaxed; /* mL that overfilled veins have given way for */
  double lower_relaxed;
  double interstitium;  /* mL of water between the cells */
  double field;         /* mL of blood where the surgeon works */
  double arterial_flow; /* mL/s, a state: the line has inertance */
  double venous_flow;
  double pump_flow; /* mL/s; of a centrifugal pump a state, and negative backwards */
  double cardioplegia_flow; /* mL/s, blood and crystalloid */
  double arch_flow;         /* mL/s, a state */
  double purge_flow;
  double vent_flow;
  double sucker_flow;
  double speed;          /* rev/s of the arterial pump */
  double angle;          /* of its rotor, rev */
  double gate;           /* 0 the vein has collapsed around the cannula … 1 open */
  double arterial_clamp; /* 0 open … 1 closed */
  double venous_clamp;
  double dose_left;                /* mL of cardioplegia */
  double moved[STEADY_EDGE_COUNT]; /* mL over each edge in this slice */
  double crystalloid;              /* mL of cardioplegia from outside in this slice */
  double filtered;                 /* mL of water out of the circuit in this slice */
  double filtered_child;           /* mL of water out of the modified ultrafilter */
  double filtrate;                 /* mL of both, ever */
  double urine;                    /* mL in this slice */
  double leaked_upper;             /* mL of water into the tissue in this slice */
  double leaked_lower;
  double line_air;                      /* mL of air in the venous line */
  double pump_air;                      /* mL of air in a centrifugal pump */
  double heart_air;                     /* mL of air in the left heart */
  double waiting[STEADY_FLUID_COUNT];   /* mL still to be poured */
  double pour_rate[STEADY_FLUID_COUNT]; /* mL/s */
  double given[STEADY_FLUID_COUNT];     /* mL from outside in this slice */
  double bled;                          /* mL lost in this slice */
  double bled_ever;                     /* mL lost, ever */
  double balance;     /* mL that came from outside, less what left, ever */
  double bubble_left; /* mL of air in the detector */
  double bubble_seen; /* mL, the last or present bubble */
  double air_to_child;
  double clot;  /* 0 … : what the oxygenator has caught */
  double cut_s; /* s for which a speed control holds at no flow */
} SteadyHydraulics;

typedef struct SteadyHeart
{
  SteadyRhythm rhythm;
  double       phase;         /* of the beat, 0 … 1 */
  double       atrial_phase;  /* of atria that beat apart */
  double       beat_s;        /* length of this beat */
  double       atrial;        /* contraction of the atria, 0 … 1 */
  double       activation;    /* of the ventricles, 0 … 1 */
  double       potassium;     /* mmol/L in the muscle */
  double       temperature;   /* °C of the muscle */
  double       flutter;       /* phase of a fibrillating wave */
  double       starved;       /* s without coronary flow, unprotected */
  double       injury;        /* 1: as a warm heart after 20 min without blood */
  double       stunned;       /* 0 … 1, passes within an hour */
  double       lost;          /* 0 … 1 of the muscle, does not come back */
  double       water;         /* of the muscle, beyond the normal; 0.1 is a tenth */
  double       contractility; /* factor on the greatest elastance */
  double       stiffness;     /* factor on the least */
} SteadyHeart;

typedef struct SteadyTissue
{
  double core;        /* °C */
  double viscera;     /* °C */
  double shell;       /* °C */
  double water;       /* °C of the heater-cooler */
  double base_excess; /* mmol/L of arterial blood, as are the next five */
  double potassium;
  double lactate;
  double sodium;
  double calcium;
  double glucose;
  double protein;           /* g/dL of plasma */
  double oncotic;           /* mmHg */
  double oncotic_rest;      /* mmHg before anything was thinned */
  double interstitium_rest; /* mL */
  double lymph;             /* mL/s that drains what a healthy vessel leaks */
  double flow;              /* mL/s through the beds, smoothed */
  double mean_pressure;     /* mmHg, smoothed */
  double oxygen_demand;     /* mL/min */
  double oxygen_asked;      /* mL/min, what the supply allows */
  double oxygen_use;        /* mL/min, what the blood gave */
  double debt;              /* mL of oxygen that the body went without, ever */
  double cerebral;          /* %, left and right by one */
  double cerebral_right;
  double brain_flow; /* of that of the warm, waking child */
  double brain_metabolism;
  double brain_store; /* % of saturation that an arrest uses up first */
  double brain_store_right;
  double brain_injury; /* 1: as a warm brain after 5 min without blood */
  double gas_oxygen;   /* mmHg in the oxygenator's gas */
  double gas_carbon_dioxide;
  double sweep; /* L/min that arrives */
  double fio2;  /* fraction that arrives */
  double co2;   /* mL/min that arrives */
  double amount[STEADY_SPECIES_COUNT][STEADY_POOL_COUNT];
  /* ledgers for the conservation tests */
  double oxygen_in; /* mL from gas and transfused blood */
  double oxygen_used;
  double oxygen_lost;
  double haemoglobin_in;
  double haemoglobin_lost;
  double
      carbon_dioxide_in; /* mL from metabolism and transfused blood, less what left */
  double heat_in;        /* J from metabolism, water, fluids, less what left */
  double carried_in[STEADY_SPECIES_COUNT]; /* of the dissolved, less what left */
} SteadyTissue;

/* What is in the child by way of drugs. */
typedef struct SteadyDrugs
{
  double heparin;           /* U/kg */
  double protamine;         /* mg/kg, free */
  double phenylephrine;     /* microgram/kg/min at its place of effect */
  double response;          /* this child's clotting time, as a factor */
  double circuit_heparin;   /* U in the circuit's blood */
  double circuit_protamine; /* mg that suckers and a running pump took there */
  double pressor;      /* noradrenaline, as microgram/kg/min at its place of effect */
  double inotrope;     /* adrenaline, the same */
  double dilator;      /* nitroprusside, the same */
  double vapour;       /* % of isoflurane in the brain */
  double nitric_oxide; /* ppm that the lungs have taken up */
  double reaction;     /* 0 … 1 to protamine */
} SteadyDrugs;

/* A transducer: second order, with an offset of its own. */
typedef struct SteadyTransducer
{
  double value;
  double slope;
  double offset;
} SteadyTransducer;

typedef struct SteadySensors
{
  SteadyTransducer arterial;
  SteadyTransducer venous;
  SteadyTransducer pre_oxygenator;
  SteadyTransducer post_oxygenator;
  SteadyTransducer cardioplegia;
  SteadyTransducer pulmonary;
  SteadyTransducer peripheral;
  SteadyTransducer venous_line;
  double           flow;
  double           atrial_mean; /* mmHg */
  double           flow_gain;
  double           wander;
  double           detector_hold; /* s until the air detector lets go */
  double           frozen_at;     /* mmHg that a frozen arterial signal repeats */
  double           flush_left;    /* s of a fast flush of the arterial line */
  double           sample_left;   /* s for which its tap is turned to a syringe */
  double           act;           /* s, the last that was measured; 0: none yet */
  uint64_t         act_step;      /* when it was shown */
  double           act_waits;     /* s until the tube has clotted */
  double           act_pending;   /* s that it will show */
  double           saturation;    /* % of a finger, and of a foot */
  double           saturation_lower;
  bool             frozen;
} SteadySensors;

/* One mechanism on its way. */
typedef struct SteadyRamp
{
  double target;
  double per_slice;
} SteadyRamp;

/*
 * A child and a heart-lung machine. Plain data: whoever keeps the bytes can go on from
 * them, bit for bit, with the same build.
 */
typedef struct SteadySimulator
{
  uint32_t             version;
  uint32_t             size;
  SteadySimulatorSetup setup;
  SteadyRandom         random;
  uint64_t             step; /* milliseconds since the start */
  double               setting[STEADY_SETTING_COUNT];
  double               mechanism[STEADY_MECHANISM_COUNT];
  SteadyRamp           ramp[STEADY_MECHANISM_COUNT];
  uint64_t             ramping[2];           /* a bit for each mechanism on its way */
  bool                 held_by_intervention; /* the pump, by its last stop */
  SteadyCoefficients   coefficients;
  SteadyHydraulics     hydraulics;
  SteadyHeart          heart;
  SteadyTissue         tissue;
  SteadyDrugs          drugs;
  SteadySensors        sensors;
  double               reading[STEADY_READING_COUNT];
  bool                 off[STEADY_READING_COUNT]; /* the sensor says that it is off */
} SteadySimulator;

void steady_simulator_init (SteadySimulator *self, const SteadySimulatorSetup *setup);
void steady_simulator_step (SteadySimulator *self);
void steady_simulator_set (SteadySimulator *self, SteadySetting setting, double value);
bool steady_simulator_inject (SteadySimulator *self,
                              SteadyMechanism  mechanism,
                              double           value,
                              double           ramp_s);
double steady_simulator_target (const SteadySimulator *self, SteadyMechanism mechanism);
bool   steady_simulator_is_sane (const SteadySimulator *self);
double steady_simulator_volume (const SteadySimulator *self);

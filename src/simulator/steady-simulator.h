/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/steady-random.h"
#include "simulator/steady-body.h"
#include "simulator/steady-mechanism.h"
#include "simulator/steady-reading.h"

enum
{
  STEADY_SIMULATOR_VERSION = 2, /* of the state below; a resume wants the same */
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
  STEADY_EDGE_EJECTION,   /* left → arteries */
  STEADY_EDGE_LUNGS,      /* right → left */
  STEADY_EDGE_UPPER_BEDS, /* arteries → upper veins */
  STEADY_EDGE_LOWER_BEDS, /* arteries → lower veins */
  STEADY_EDGE_UPPER_RETURN,
  STEADY_EDGE_LOWER_RETURN,
  STEADY_EDGE_BRONCHIAL,    /* arteries → left */
  STEADY_EDGE_VENOUS_LINE,  /* right → reservoir */
  STEADY_EDGE_PUMP,         /* reservoir → oxygenator */
  STEADY_EDGE_ARTERIAL,     /* oxygenator → arteries */
  STEADY_EDGE_PURGE,        /* oxygenator → reservoir */
  STEADY_EDGE_VENT,         /* left → reservoir */
  STEADY_EDGE_CARDIOPLEGIA, /* oxygenator → right, by the coronary sinus */
  STEADY_EDGE_FILTER,       /* arteries → right, by the modified ultrafilter */
  STEADY_EDGE_COUNT
} SteadyEdge;

/* Well-mixed pools of blood. */
typedef enum SteadyPool
{
  STEADY_POOL_ARTERIES,
  STEADY_POOL_UPPER,
  STEADY_POOL_LOWER,
  STEADY_POOL_RIGHT, /* right heart and pulmonary arteries */
  STEADY_POOL_LEFT,  /* pulmonary veins and left heart */
  STEADY_POOL_RESERVOIR,
  STEADY_POOL_OXYGENATOR, /* and the arterial line */
  STEADY_POOL_COUNT
} SteadyPool;

/* What blood carries, as amounts. */
typedef enum SteadySpecies
{
  STEADY_SPECIES_VOLUME,         /* mL */
  STEADY_SPECIES_OXYGEN,         /* mL STPD */
  STEADY_SPECIES_CARBON_DIOXIDE, /* mL STPD */
  STEADY_SPECIES_HAEMOGLOBIN,    /* g */
  STEADY_SPECIES_FETAL,          /* g of it that is fetal */
  STEADY_SPECIES_HEAT,           /* mL °C */
  STEADY_SPECIES_COUNT
} SteadySpecies;

typedef enum SteadyRhythm
{
  STEADY_RHYTHM_SINUS = 0,
  STEADY_RHYTHM_FIBRILLATION = 1,
  STEADY_RHYTHM_ASYSTOLE = 2
} SteadyRhythm;

/* How a simulation begins. */
typedef struct SteadySimulatorSetup
{
  SteadyBody    body;
  SteadyCircuit circuit;
  uint64_t      seed;
  double        setting[STEADY_SETTING_COUNT];
  double        haematocrit;       /* before bypass, fraction */
  double        fetal_fraction;    /* of the child's haemoglobin */
  double        prime_haematocrit; /* fraction */
  double        prime_potassium;   /* mmol/L */
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
  double upper_conductance; /* brain and upper body */
  double lower_conductance;
  double bronchial_conductance;
  double oxygenator_resistance;
  double arterial_cannula; /* mmHg / (mL/s)^1.75 */
  double venous_cannula;
  double arterial_line; /* mmHg s/mL */
  double venous_line;
  double venous_occluder; /* set by the perfusionist, once */
  double arterial_inertance;
  double venous_inertance;
  double purge_conductance;
  double pleg_flow; /* mL/s while a dose runs */
  double beat_s;
  double systole_s;
  double siphon_mmhg;
  double target_speed; /* rev/s */
  double tone;         /* factor on the resistance of the beds */
  double filtration;   /* part of its rate that blood this thick still allows */
} SteadyCoefficients;

typedef struct SteadyHydraulics
{
  double volume[STEADY_CHAMBER_COUNT];
  double pressure[STEADY_CHAMBER_COUNT];
  double upper_relaxed; /* mL that overfilled veins have given way for */
  double lower_relaxed;
  double arterial_flow; /* mL/s, a state: the line has inertance */
  double venous_flow;
  double pump_flow;
  double cardioplegia_flow; /* mL/s, blood and crystalloid */
  double purge_flow;
  double speed;          /* rev/s of the arterial pump */
  double angle;          /* of its rotor, rev */
  double gate;           /* 0 the atrium has collapsed around the cannula … 1 open */
  double arterial_clamp; /* 0 open … 1 closed */
  double venous_clamp;
  double dose_left;                /* mL of cardioplegia */
  double moved[STEADY_EDGE_COUNT]; /* mL over each edge in this slice */
  double crystalloid;              /* mL that came from outside in this slice */
  double filtered;                 /* mL of water out of the circuit in this slice */
  double filtered_child;           /* mL of water out of the modified ultrafilter */
  double filtrate;                 /* mL of both, ever */
  double line_air;                 /* mL of air in the venous line */
  double given;                    /* mL into the reservoir from outside */
  double bled;                     /* mL lost */
  double balance;                  /* mL that came from outside, less what left, ever */
  double bubble_left;              /* mL of air in the detector */
  double bubble_seen;              /* mL, the last or present bubble */
  double air_to_child;
} SteadyHydraulics;

typedef struct SteadyHeart
{
  SteadyRhythm rhythm;
  double       phase;       /* of the beat, 0 … 1 */
  double       beat_s;      /* length of this beat */
  double       activation;  /* of the ventricles, 0 … 1 */
  double       potassium;   /* mmol/L in the muscle */
  double       temperature; /* °C of the muscle */
  double       flutter;     /* phase of a fibrillating wave */
  double       starved;     /* s without coronary flow, unprotected */
} SteadyHeart;

typedef struct SteadyTissue
{
  double core;    /* °C */
  double viscera; /* °C */
  double shell;   /* °C */
  double water;   /* °C of the heater-cooler */
  double base_excess;
  double potassium;     /* mmol/L, extracellular */
  double lactate;       /* mmol/L */
  double flow;          /* mL/s through the beds, smoothed */
  double mean_pressure; /* mmHg, smoothed */
  double oxygen_demand; /* mL/min */
  double oxygen_asked;  /* mL/min, what the supply allows */
  double oxygen_use;    /* mL/min, what the blood gave */
  double cerebral;      /* % */
  double brain_flow;    /* of that of the warm, waking child */
  double brain_metabolism;
  double brain_store; /* % of saturation that an arrest uses up first */
  double gas_oxygen;  /* mmHg in the oxygenator's gas */
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
} SteadyTissue;

/* What is in the child by way of drugs. */
typedef struct SteadyDrugs
{
  double heparin;       /* U/kg */
  double protamine;     /* mg/kg, free */
  double phenylephrine; /* microgram/kg/min at its place of effect */
  double response;      /* this child's clotting time, as a factor */
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
  double           flow;
  double           flow_gain;
  double           wander;
  double           detector_hold; /* s until the air detector lets go */
  double           frozen_at;     /* mmHg that a frozen arterial signal repeats */
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
  uint64_t             ramping;              /* a bit for each mechanism on its way */
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
bool steady_simulator_is_sane (const SteadySimulator *self);
double steady_simulator_volume (const SteadySimulator *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-json.h"

#define STEADY_BODIES_FORMAT  "steady-bodies"
#define STEADY_CIRCUIT_FORMAT "steady-circuit"

enum
{
  STEADY_BODIES_VERSION = 1,
  STEADY_CIRCUIT_VERSION = 1
};

/*
 * The child as numbers: pressures in mmHg, volumes in mL, compliances in mL/mmHg,
 * elastances in mmHg/mL, resistances in mmHg s/mL. Only doubles, so that any two bodies
 * can be interpolated member by member.
 */
typedef struct SteadyBody
{
  double weight_kg;
  double bsa_m2;
  double heart_rate_min;
  double mean_arterial_mmhg;
  double central_venous_mmhg;
  double left_atrial_mmhg;
  double pulmonary_mean_mmhg;
  double blood_volume_ml;
  double cardiac_output_l_min;
  double pulmonary_resistance;
  double aortic_compliance;
  double arterial_compliance;
  double upper_venous_compliance;
  double lower_venous_compliance;
  double pulmonary_arterial_compliance;
  double pulmonary_venous_compliance;
  double unstressed_volume_ml;
  double left_ventricle_v0_ml;
  double left_ventricle_edv_ml;
  double left_ventricle_emin;
  double left_ventricle_emax;
  double right_ventricle_v0_ml;
  double right_ventricle_edv_ml;
  double right_ventricle_emin;
  double right_ventricle_emax;
  double left_atrium_elastance;
  double right_atrium_elastance;
  double valve_resistance;
  double brain_resistance;
  double upper_resistance;
  double lower_resistance;
  double superior_vena_cava_resistance;
  double inferior_vena_cava_resistance;
  double oxygen_demand_ml_min_m2; /* at 37 °C, anaesthetised */
} SteadyBody;

/* Where a venous cannula's holes lie. */
typedef enum SteadyDrain
{
  STEADY_DRAIN_RIGHT_ATRIUM = 0,
  STEADY_DRAIN_LOWER_VEINS = 1
} SteadyDrain;

/* Where an arterial cannula's tip lies. */
typedef enum SteadyInlet
{
  STEADY_INLET_AORTA = 0,
  STEADY_INLET_FEMORAL = 1, /* the descending aorta, against the stream */
  STEADY_INLET_RIGHT_ATRIUM = 2
} SteadyInlet;

/* The heart-lung machine's disposables and where they hang. */
typedef struct SteadyCircuit
{
  double prime_ml;
  double oxygenator_resistance_mmhg_min_l; /* at 2.8 cP */
  double oxygenator_max_l_min;
  double oxygenator_prime_ml;
  double boot_ml_per_revolution;
  double pump_max_rpm;
  double arterial_line_mm;
  double arterial_line_cm;
  double venous_line_mm;
  double venous_line_cm;
  double arterial_cannula_m; /* Sinard's M number */
  double venous_cannula_m;
  double siphon_cm; /* of the right atrium above the reservoir */
  /* What a file may leave out. */
  double head_square;   /* of a centrifugal pump: mmHg at rest for (1000 rpm)² */
  double head_mixed;    /* mmHg lost for each 1000 rpm and L/min */
  double head_flow;     /* mmHg lost for each (L/min)² */
  double closed;        /* 1: no reservoir but a small bladder, as in ECMO */
  double drain;         /* SteadyDrain */
  double inlet;         /* SteadyInlet */
  double recirculation; /* part of what is returned that is drained at once */
} SteadyCircuit;

bool steady_body_parse (const SteadyJsonNode *bodies,
                        double                weight_kg,
                        SteadyBody           *ret_body,
                        GError              **error);
bool steady_circuit_parse (const SteadyJsonNode *circuit,
                           SteadyCircuit        *ret_circuit,
                           GError              **error);

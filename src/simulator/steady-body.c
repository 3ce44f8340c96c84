/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "simulator/steady-body.h"

#include <math.h>
#include <stddef.h>

/* Where a member of the file goes, and what it can be. */
typedef struct Field
{
  const char *key;
  size_t      offset;
  double      low;
  double      high;
} Field;

#define BODY(member, low, high)                          \
  {                                                      \
#    member, offsetof(SteadyBody, member), (low), (high) \
  }
#define CIRCUIT(member, low, high)                          \
  {                                                         \
#    member, offsetof(SteadyCircuit, member), (low), (high) \
  }

static const Field body_fields[] = {
  BODY (weight_kg, 1, 200),
  BODY (bsa_m2, 0.1, 3),
  BODY (heart_rate_min, 30, 220),
  BODY (mean_arterial_mmhg, 20, 140),
  BODY (central_venous_mmhg, 1, 20),
  BODY (left_atrial_mmhg, 1, 25),
  BODY (pulmonary_mean_mmhg, 5, 60),
  BODY (blood_volume_ml, 80, 12000),
  BODY (cardiac_output_l_min, 0.1, 12),
  BODY (pulmonary_resistance, 0.01, 10),
  BODY (aortic_compliance, 0.01, 5),
  BODY (arterial_compliance, 0.01, 5),
  BODY (upper_venous_compliance, 0.1, 100),
  BODY (lower_venous_compliance, 0.1, 100),
  BODY (pulmonary_arterial_compliance, 0.05, 50),
  BODY (pulmonary_venous_compliance, 0.1, 100),
  BODY (unstressed_volume_ml, 50, 9000),
  BODY (left_ventricle_v0_ml, 0.1, 100),
  BODY (left_ventricle_edv_ml, 1, 400),
  BODY (left_ventricle_emin, 0.005, 10),
  BODY (left_ventricle_emax, 0.3, 200),
  BODY (right_ventricle_v0_ml, 0.1, 100),
  BODY (right_ventricle_edv_ml, 1, 400),
  BODY (right_ventricle_emin, 0.005, 10),
  BODY (right_ventricle_emax, 0.05, 100),
  BODY (left_atrium_elastance, 0.01, 10),
  BODY (right_atrium_elastance, 0.01, 10),
  BODY (valve_resistance, 0.0005, 1),
  BODY (brain_resistance, 0.5, 100),
  BODY (upper_resistance, 0.5, 100),
  BODY (lower_resistance, 0.2, 100),
  BODY (superior_vena_cava_resistance, 0.001, 5),
  BODY (inferior_vena_cava_resistance, 0.001, 5),
  BODY (oxygen_demand_ml_min_m2, 50, 300),
};

static const Field circuit_fields[] = {
  CIRCUIT (prime_ml, 50, 3000),
  CIRCUIT (oxygenator_resistance_mmhg_min_l, 1, 200),
  CIRCUIT (oxygenator_max_l_min, 0.3, 10),
  CIRCUIT (oxygenator_prime_ml, 10, 600),
  CIRCUIT (boot_ml_per_revolution, 1, 80),
  CIRCUIT (pump_max_rpm, 50, 10000),
  CIRCUIT (arterial_line_mm, 2, 15),
  CIRCUIT (arterial_line_cm, 20, 400),
  CIRCUIT (venous_line_mm, 2, 20),
  CIRCUIT (venous_line_cm, 20, 400),
  CIRCUIT (arterial_cannula_m, 1, 6),
  CIRCUIT (venous_cannula_m, 0.5, 5),
  CIRCUIT (siphon_cm, 5, 100),
};

/* These may be left out, and are 0 then: a roller pump on an open reservoir, from the
 * right atrium to the aorta. */
static const Field more_circuit_fields[] = {
  CIRCUIT (head_square, 0, 60),    CIRCUIT (head_mixed, 0, 60),
  CIRCUIT (head_flow, 0, 200),     CIRCUIT (closed, 0, 1),
  CIRCUIT (drain, 0, 1),           CIRCUIT (inlet, 0, 2),
  CIRCUIT (recirculation, 0, 0.9),
};

static double *
member_at (void *record, size_t offset)
{
  return (double *) (void *) ((char *) record + offset);
}

static bool
parse_fields (const SteadyJsonNode *node,
              const Field          *fields,
              size_t                count,
              void                 *record,
              GError              **error)
{
  for (size_t i = 0; i < count; i++)
    if (!steady_json_get_number (node,
                                 fields[i].key,
                                 fields[i].low,
                                 fields[i].high,
                                 member_at (record, fields[i].offset),
                                 error))
      return false;
  return true;
}

/* Sizes grow as powers of weight: a straight line between logarithms. */
static void
interpolate (const SteadyBody *small,
             const SteadyBody *large,
             double            weight_kg,
             SteadyBody       *ret_body)
{
  SteadyBody   a = *small, b = *large;
  const double share =
      log (weight_kg / small->weight_kg) / log (large->weight_kg / small->weight_kg);

  for (size_t i = 0; i < G_N_ELEMENTS (body_fields); i++)
    {
      const double low = *member_at (&a, body_fields[i].offset);
      const double high = *member_at (&b, body_fields[i].offset);
      *member_at (ret_body, body_fields[i].offset) = low * pow (high / low, share);
    }
}

/*
 * The body of a child of @weight_kg out of the root of a table of bodies, which stand
 * there by rising weight. Between two it is interpolated; outside the table the nearest
 * two are drawn further.
 *
 * Thread: main.
 */
bool
steady_body_parse (const SteadyJsonNode *bodies,
                   double                weight_kg,
                   SteadyBody           *ret_body,
                   GError              **error)
{
  SteadyJsonNode list, node;
  size_t         count;
  SteadyBody     small = { 0 }, large = { 0 };

  if (!steady_json_get_array (bodies, "bodies", &list, &count, error))
    return false;
  if (count < 2)
    {
      steady_json_set_error (&list, error, "needs at least two bodies; add one");
      return false;
    }
  for (size_t i = 0; i < count; i++)
    {
      SteadyBody body;
      if (!steady_json_get_element (&list, i, &node, error) ||
          !parse_fields (&node, body_fields, G_N_ELEMENTS (body_fields), &body, error))
        return false;
      if (i > 0 && body.weight_kg <= (i == 1 ? small : large).weight_kg)
        {
          steady_json_set_error (
              &node, error, "weight_kg: must be more than that of the body before");
          return false;
        }
      if (i == 0)
        small = body;
      else if (i == 1)
        large = body;
      else if (weight_kg > large.weight_kg)
        {
          small = large;
          large = body;
        }
    }
  interpolate (&small, &large, weight_kg, ret_body);
  return true;
}

/* The circuit of a circuit file. Thread: main. */
bool
steady_circuit_parse (const SteadyJsonNode *circuit,
                      SteadyCircuit        *ret_circuit,
                      GError              **error)
{
  SteadyCircuit found;

  if (!parse_fields (
          circuit, circuit_fields, G_N_ELEMENTS (circuit_fields), &found, error))
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS (more_circuit_fields); i++)
    {
      const Field *field = &more_circuit_fields[i];
      *member_at (&found, field->offset) = 0;
      if (steady_json_has (circuit, field->key) &&
          !parse_fields (circuit, field, 1, &found, error))
        return false;
    }
  *ret_circuit = found;
  return true;
}

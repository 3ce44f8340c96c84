/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-crank-guide.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"

/* Remembers how fast the pump turned, and what it gave, while it runs. Thread: main. */
void
steady_crank_guide_follow (SteadyCrankGuide *self, const SteadyConsoleState *state)
{
  double pump, rpm, flow;

  if (state->silent ||
      !steady_value_table_value (&state->values, STEADY_CHANNEL_ARTERIAL_PUMP, &pump) ||
      lround (pump) != STEADY_PUMP_RUNNING ||
      !steady_value_table_value (&state->values, STEADY_CHANNEL_PUMP_SPEED, &rpm) ||
      !steady_value_table_value (&state->values, STEADY_CHANNEL_PUMP_FLOW, &flow) ||
      rpm < 1 || flow <= 0)
    return;
  self->last_rpm = rpm;
  self->last_flow = flow;
}

/* mL a turn of a roller with @tubing ("1/4 in") in a 6 inch raceway, of
 * data/circuits/tubing.json; 0: not known. Thread: main; reads a file. */
double
steady_crank_stroke_ml (const char *tubing)
{
  g_autofree char   *path = steady_paths_data ("circuits/tubing.json");
  SteadyJsonDocument document = { 0 };
  SteadyJsonNode     items, item;
  size_t             n = 0;
  double             stroke = 0;
  const char        *id;

  if (!steady_json_document_load (&document, path, "steady-tubing", 1, NULL))
    return 0;
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (steady_json_get_array (&root, "items", &items, &n, NULL))
    for (size_t i = 0; i < n; i++)
      if (steady_json_get_element (&items, i, &item, NULL) &&
          steady_json_get_string (&item, "id", &id, NULL) &&
          g_str_has_prefix (tubing, id) && tubing[strlen (id)] == ' ')
        steady_json_get_number (&item, "stroke_ml", 0, 200, &stroke, NULL);
  steady_json_document_finish (&document);
  return stroke;
}

/*
 * Turns a minute that keep up the last flow, or where none was seen, the planned one.
 * Source: flow = stroke × speed. Thread: main.
 */
SteadyCrankSource
steady_crank_guide_rpm (const SteadyCrankGuide *self,
                        double                  plan_flow_l_min,
                        const char             *tubing,
                        double                 *ret_rpm)
{
  if (self->last_rpm > 0)
    {
      *ret_rpm = self->last_rpm;
      return STEADY_CRANK_LAST_SPEED;
    }
  const double stroke = tubing != NULL ? steady_crank_stroke_ml (tubing) : 0;
  if (!(plan_flow_l_min > 0) || stroke <= 0)
    return STEADY_CRANK_UNKNOWN;
  *ret_rpm = plan_flow_l_min * 1000 / stroke;
  return STEADY_CRANK_TUBING;
}

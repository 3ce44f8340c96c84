/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "perfusion/steady-full-flow.h"
#include "perfusion/steady-line-pressure.h"
#include "perfusion/steady-oxygen.h"
#include "perfusion/steady-plan-private.h"

typedef struct Need
{
  double      l_min;
  const char *what;
} Need;

/* The largest of what is known; above 30 kg not less than a child of 30 kg gets, so
 * that the flow does not fall as the weight rises past it. */
static Need
largest_need (SteadyPlanWork *work)
{
  static const struct
  {
    SteadyPlanItem item;
    const char    *what;
  } ways[] = { { STEADY_PLAN_FLOW_WEIGHT, "weight" },
               { STEADY_PLAN_FLOW_INDEX, "index" },
               { STEADY_PLAN_FLOW_DO2, "do2" } };
  const SteadyPractice *practice = &work->tables->practice;
  const SteadyWeight    edge = {
       practice->numbers[STEADY_PRACTICE_FLOW_WEIGHT_MOST_KG].value
  };
  Need       need = { 0, NULL };
  SteadyFlow floor_flow;

  for (unsigned i = 0; i < G_N_ELEMENTS (ways); i++)
    if (steady_plan_has (work, ways[i].item) &&
        steady_plan_of (work, ways[i].item) > need.l_min)
      need = (Need){ steady_plan_of (work, ways[i].item), ways[i].what };
  if (steady_plan_weight (work).kg > edge.kg &&
      steady_full_flow_smooth (
          &practice->bands[STEADY_PRACTICE_FLOW_BY_WEIGHT], edge, edge, &floor_flow) &&
      floor_flow.l_min > need.l_min)
    need = (Need){ floor_flow.l_min, "weight" };
  return need;
}

/* What the circuit must carry: the need, or the flow that a person chose. */
static double
carried_flow (SteadyPlanWork *work)
{
  return steady_plan_is_used (work, STEADY_PLAN_INPUT_FLOW_CHOSEN)
             ? work->plan->used[STEADY_PLAN_INPUT_FLOW_CHOSEN].number
             : largest_need (work).l_min;
}

/*
 * The first circuit that carries the flow, or the one that was chosen; never a smaller
 * one than before. Thread: any.
 */
void
steady_plan_choose_pack (SteadyPlanWork *work)
{
  const SteadyParts *parts = &work->tables->parts;
  const char        *entered = work->plan->inputs.texts[STEADY_PLAN_TEXT_PACK];
  const SteadyPack  *chosen =
      entered != NULL ? steady_parts_pack (parts, entered) : NULL;
  const double flow = carried_flow (work);

  for (unsigned i = 0; i < parts->n_packs && chosen == NULL; i++)
    if (parts->packs[i].name.stocked && parts->packs[i].up_to.value >= flow)
      chosen = &parts->packs[i];
  if (chosen == NULL)
    chosen = &parts->packs[parts->n_packs - 1];
  if (work->plan->pack == NULL || entered != NULL ||
      chosen->up_to.value > work->plan->pack->up_to.value)
    work->plan->pack = chosen;
}

static bool
unknown (GError **error, SteadyPlanText text, const char *value)
{
  g_set_error (
      error,
      STEADY_PLAN_ERROR,
      STEADY_PLAN_ERROR_INPUT,
      "plan: %s: \"%.60s\" is not in the catalogue; choose one that is, or add it "
      "to the site's file",
      steady_plan_text_key (text),
      value);
  return false;
}

static bool
choose_oxygenator (SteadyPlanWork *work, double need, GError **error)
{
  const SteadyParts *parts = &work->tables->parts;
  const char        *entered = work->plan->inputs.texts[STEADY_PLAN_TEXT_OXYGENATOR];
  const SteadyOxygenator *chosen = NULL, *largest = NULL;
  const double            reserve = steady_plan_practice (
      work, STEADY_PLAN_OXYGENATOR_NEEDED, STEADY_PRACTICE_OXYGENATOR_RESERVE);

  if (entered != NULL)
    {
      chosen = steady_parts_oxygenator (parts, entered);
      if (chosen == NULL)
        return unknown (error, STEADY_PLAN_TEXT_OXYGENATOR, entered);
    }
  for (unsigned i = 0; i < parts->n_oxygenators; i++)
    if (parts->oxygenators[i].name.stocked)
      {
        largest = &parts->oxygenators[i];
        if (chosen == NULL && largest->rated_max.value >= reserve * need)
          chosen = largest;
      }
  work->plan->oxygenator = chosen != NULL ? chosen : largest;
  if (work->plan->oxygenator == NULL)
    work->plan->oxygenator = &parts->oxygenators[parts->n_oxygenators - 1];
  chosen = work->plan->oxygenator;
  steady_plan_put (work, STEADY_PLAN_OXYGENATOR_NEEDED, reserve * need);
  steady_plan_put_text (work, STEADY_PLAN_OXYGENATOR_NAME, chosen->name.name);
  steady_plan_put (work, STEADY_PLAN_OXYGENATOR_RATED, chosen->rated_max.value);
  steady_plan_put (work, STEADY_PLAN_OXYGENATOR_PRIME, chosen->prime.value);
  steady_plan_cite (work, STEADY_PLAN_OXYGENATOR_NAME, &chosen->rated_max.cite);
  steady_plan_cite (work, STEADY_PLAN_OXYGENATOR_RATED, &chosen->rated_max.cite);
  steady_plan_cite (work, STEADY_PLAN_OXYGENATOR_PRIME, &chosen->prime.cite);
  return true;
}

/* The plan's flow: the need, unless the oxygenator or a person says less. */
static void
put_flow (SteadyPlanWork *work, Need need)
{
  const double rated = work->plan->oxygenator->rated_max.value;
  const bool   chosen = steady_plan_is_used (work, STEADY_PLAN_INPUT_FLOW_CHOSEN);
  double       flow =
      chosen ? work->plan->used[STEADY_PLAN_INPUT_FLOW_CHOSEN].number : need.l_min;
  const char *limited = chosen && flow < need.l_min ? "chosen" : NULL;

  if (flow > rated)
    {
      flow = rated;
      limited = "oxygenator";
      steady_plan_cite (
          work, STEADY_PLAN_FLOW_PLAN, &work->plan->oxygenator->rated_max.cite);
      steady_plan_warn (
          work,
          N_ ("The plan's flow stays under the largest need: the oxygenator "
              "is rated for less."));
    }
  else if (limited != NULL)
    steady_plan_warn (work, N_ ("The chosen flow stays under the largest need."));
  if (rated < steady_plan_of (work, STEADY_PLAN_OXYGENATOR_NEEDED) && flow < rated)
    steady_plan_warn (work, N_ ("The oxygenator has less than 1.2 times the flow."));
  steady_plan_put (work, STEADY_PLAN_FLOW_PLAN, flow);
  steady_plan_put_text (
      work, STEADY_PLAN_FLOW_GOVERNED_BY, chosen ? "chosen" : need.what);
  if (limited != NULL)
    steady_plan_put_text (work, STEADY_PLAN_FLOW_LIMITED_BY, limited);
  else
    steady_plan_miss (work, STEADY_PLAN_FLOW_LIMITED_BY, N_ ("not limited"));
}

static void
put_flow_units (SteadyPlanWork *work)
{
  const SteadyFlow flow = { steady_plan_of (work, STEADY_PLAN_FLOW_PLAN) };
  const SteadyArea area = { steady_plan_of (work, STEADY_PLAN_SURFACE) };
  double           do2i;

  steady_plan_put (work,
                   STEADY_PLAN_FLOW_PLAN_PER_KG,
                   steady_flow_per_kg (flow, steady_plan_weight (work)));
  steady_plan_put (work, STEADY_PLAN_FLOW_PLAN_INDEX, steady_flow_index (flow, area));
  if (!steady_plan_has (work, STEADY_PLAN_CAO2) ||
      !steady_oxygen_delivery_index (
          flow, area, steady_plan_of (work, STEADY_PLAN_CAO2), &do2i))
    {
      steady_plan_miss (
          work, STEADY_PLAN_DO2I, work->plan->values[STEADY_PLAN_CAO2].because);
      return;
    }
  steady_plan_put (work, STEADY_PLAN_DO2I, do2i);
  if (do2i < steady_plan_of (work, STEADY_PLAN_DO2I_TARGET) - 1e-9)
    steady_plan_warn (work, N_ ("The oxygen delivery stays under its target."));
}

static void
put_lines (SteadyPlanWork *work)
{
  const SteadyPack  *pack = work->plan->pack;
  const SteadyLength arterial = { pack->arterial_line.value };
  const SteadyLength venous = { pack->venous_line.value };
  SteadyVolume       volume;

  steady_plan_put_text (work, STEADY_PLAN_CIRCUIT_NAME, pack->name.name);
  steady_plan_cite (work, STEADY_PLAN_CIRCUIT_NAME, &pack->up_to.cite);
  steady_plan_cite (work, STEADY_PLAN_CIRCUIT_ARTERIAL_ML, &pack->arterial_line.cite);
  steady_plan_cite (work, STEADY_PLAN_CIRCUIT_VENOUS_ML, &pack->venous_line.cite);
  if (steady_tubing_volume (pack->arterial, arterial, &volume))
    steady_plan_put (work, STEADY_PLAN_CIRCUIT_ARTERIAL_ML, volume.ml);
  if (steady_tubing_volume (pack->venous, venous, &volume))
    steady_plan_put (work, STEADY_PLAN_CIRCUIT_VENOUS_ML, volume.ml);
  if (steady_plan_of (work, STEADY_PLAN_FLOW_PLAN) > pack->up_to.value)
    steady_plan_warn (work, N_ ("The circuit's lines are small for the flow."));
}

/* The smallest boot that gives the flow at 100 rpm; not thinner than the line. */
static const SteadyBoot *
boot_for (const SteadyPlanWork *work, SteadyFlow flow, double most_rpm)
{
  const SteadyParts *parts = &work->tables->parts;
  SteadyFlow         given;

  for (unsigned i = 0; i < parts->n_boots; i++)
    {
      const SteadyVolume stroke = { parts->boots[i].stroke.value };
      if (steady_tubing_roller_flow (stroke, most_rpm, &given) &&
          given.l_min >= flow.l_min)
        return &parts->boots[i];
    }
  return NULL;
}

static void
put_pump (SteadyPlanWork *work)
{
  const SteadyFlow flow = { steady_plan_of (work, STEADY_PLAN_FLOW_PLAN) };
  const char      *entered = work->plan->inputs.texts[STEADY_PLAN_TEXT_ARTERIAL_PUMP];
  const double     most_rpm = steady_plan_practice (
      work, STEADY_PLAN_PUMP_BOOT, STEADY_PRACTICE_ROLLER_MOST_RPM);
  const SteadyBoot *boot = boot_for (work, flow, most_rpm);
  const bool        centrifugal =
      entered != NULL ? strcmp (entered, "centrifugal") == 0 : boot == NULL;
  double rpm;

  steady_plan_put_text (
      work, STEADY_PLAN_PUMP_KIND, centrifugal ? "centrifugal" : "roller");
  if (centrifugal || boot == NULL)
    {
      const char *because = centrifugal ? N_ ("a centrifugal pump has none")
                                        : N_ ("no boot gives the flow at 100 rpm");
      steady_plan_miss (work, STEADY_PLAN_PUMP_BOOT, because);
      steady_plan_miss (work, STEADY_PLAN_PUMP_STROKE, because);
      steady_plan_miss (work, STEADY_PLAN_PUMP_RPM, because);
      return;
    }
  const SteadyVolume stroke = { boot->stroke.value };
  steady_plan_put_text (work, STEADY_PLAN_PUMP_BOOT, boot->name.name);
  steady_plan_cite (work, STEADY_PLAN_PUMP_STROKE, &boot->stroke.cite);
  steady_plan_put (work, STEADY_PLAN_PUMP_STROKE, stroke.ml);
  if (steady_tubing_roller_speed (stroke, flow, &rpm))
    steady_plan_put (work, STEADY_PLAN_PUMP_RPM, rpm);
}

/* What was entered must be in the catalogue, or be a pump that is made. */
static bool
check_choices (SteadyPlanWork *work, GError **error)
{
  char *const *texts = work->plan->inputs.texts;
  const char  *pump = texts[STEADY_PLAN_TEXT_ARTERIAL_PUMP];
  const char  *pack = texts[STEADY_PLAN_TEXT_PACK];
  const char  *formula = texts[STEADY_PLAN_TEXT_SURFACE_FORMULA];

  if (pack != NULL && steady_parts_pack (&work->tables->parts, pack) == NULL)
    return unknown (error, STEADY_PLAN_TEXT_PACK, pack);
  if (pump != NULL && strcmp (pump, "roller") != 0 && strcmp (pump, "centrifugal") != 0)
    return unknown (error, STEADY_PLAN_TEXT_ARTERIAL_PUMP, pump);
  if (formula != NULL && strcmp (formula, "mosteller") != 0 &&
      strcmp (formula, "dubois") != 0 && strcmp (formula, "haycock") != 0)
    return unknown (error, STEADY_PLAN_TEXT_SURFACE_FORMULA, formula);
  return true;
}

/* Oxygenator, flow, lines, pump. False for what the catalogue has not. Thread: any. */
bool
steady_plan_choose_circuit (SteadyPlanWork *work, GError **error)
{
  const Need need = largest_need (work);

  if (!check_choices (work, error) ||
      !choose_oxygenator (work, carried_flow (work), error))
    return false;
  put_flow (work, need);
  put_flow_units (work);
  put_lines (work);
  put_pump (work);
  const char *entered = work->plan->inputs.texts[STEADY_PLAN_TEXT_ARTERIAL_CANNULA];
  if (entered == NULL)
    return true;
  work->plan->cannula = steady_parts_arterial (&work->tables->parts, entered);
  return work->plan->cannula != NULL ||
         unknown (error, STEADY_PLAN_TEXT_ARTERIAL_CANNULA, entered);
}

/* The M number of a cannula: its own, or by the law for its size. */
static SteadyCannulaNumber
number_of (SteadyPlanWork *work, const SteadyArterialCannula *cannula)
{
  const SteadyFact   *numbers = work->tables->practice.numbers;
  SteadyCannulaNumber number = { cannula->m.value };

  if (!cannula->m.known)
    steady_cannula_number_for_size (cannula->fr.value,
                                    numbers[STEADY_PRACTICE_CANNULA_M_AT_8_FR].value,
                                    numbers[STEADY_PRACTICE_CANNULA_M_SLOPE].value,
                                    &number);
  return number;
}

/* What the cannula may drop at the plan's flow at most, so that the stop limit of the
 * line pressure, a margin above what is expected, stays within its bounds. */
static double
room_for_cannula (SteadyPlanWork *work, SteadyPressure line, SteadyPressure oxygenator)
{
  const SteadyFact *numbers = work->tables->practice.numbers;
  const double      most = fmin (numbers[STEADY_PRACTICE_LINE_PRESSURE_MOST_MMHG].value,
                            work->plan->oxygenator->rated_pressure.value);

  return most - numbers[STEADY_PRACTICE_LINE_PRESSURE_STOP_ABOVE_MMHG].value -
         steady_plan_of (work, STEADY_PLAN_MAP_PLANNED) - line.mmhg - oxygenator.mmhg;
}

static const SteadyArterialCannula *
choose_cannula (SteadyPlanWork *work,
                SteadyViscosity viscosity,
                SteadyFlow      sized_for,
                double          room)
{
  const SteadyFlow   flow = { steady_plan_of (work, STEADY_PLAN_FLOW_PLAN) };
  const SteadyParts *parts = &work->tables->parts;
  const double       most = steady_plan_practice (
      work, STEADY_PLAN_CANNULA_NAME, STEADY_PRACTICE_CANNULA_DROP_MOST_MMHG);
  const SteadyArterialCannula *largest = NULL;
  SteadyPressure               drop, at_plan;

  for (unsigned i = 0; i < parts->n_arterial; i++)
    {
      const SteadyArterialCannula *cannula = &parts->arterial[i];
      if (!cannula->name.stocked)
        continue;
      largest = cannula;
      if (cannula->most.value >= sized_for.l_min &&
          steady_cannula_drop (
              number_of (work, cannula), viscosity, sized_for, &drop) &&
          steady_cannula_drop (number_of (work, cannula), viscosity, flow, &at_plan) &&
          drop.mmhg < most && at_plan.mmhg <= room)
        return cannula;
    }
  return largest != NULL ? largest : &parts->arterial[parts->n_arterial - 1];
}

/* A child's cannula is sized for 3.2 L/min/m², since the need may rise. */
static SteadyFlow
cannula_flow (SteadyPlanWork *work)
{
  SteadyFlow   flow = { steady_plan_of (work, STEADY_PLAN_FLOW_PLAN) };
  const double index = steady_plan_practice (
      work, STEADY_PLAN_CANNULA_SIZED_FOR, STEADY_PRACTICE_FLOW_INDEX_MOST);
  const double edge =
      work->tables->practice.numbers[STEADY_PRACTICE_FLOW_WEIGHT_MOST_KG].value;

  if (steady_plan_weight (work).kg <= edge)
    flow.l_min = fmax (flow.l_min, index * steady_plan_of (work, STEADY_PLAN_SURFACE));
  return flow;
}

static void
put_cannula (SteadyPlanWork *work, SteadyViscosity viscosity, double room)
{
  const SteadyFlow sized_for = cannula_flow (work);

  steady_plan_put (work, STEADY_PLAN_CANNULA_SIZED_FOR, sized_for.l_min);
  if (work->plan->cannula == NULL)
    work->plan->cannula = choose_cannula (work, viscosity, sized_for, room);
  const SteadyArterialCannula *cannula = work->plan->cannula;
  steady_plan_put_text (work, STEADY_PLAN_CANNULA_NAME, cannula->name.name);
  steady_plan_cite (work, STEADY_PLAN_CANNULA_NAME, &cannula->most.cite);
  steady_plan_put (work, STEADY_PLAN_CANNULA_FR, cannula->fr.value);
  steady_plan_cite (work, STEADY_PLAN_CANNULA_FR, &cannula->fr.cite);
  steady_plan_put (work, STEADY_PLAN_CANNULA_M, number_of (work, cannula).m);
  if (cannula->m.known)
    steady_plan_cite (work, STEADY_PLAN_CANNULA_M, &cannula->m.cite);
  else
    {
      steady_plan_practice (
          work, STEADY_PLAN_CANNULA_M, STEADY_PRACTICE_CANNULA_M_AT_8_FR);
      steady_plan_practice (
          work, STEADY_PLAN_CANNULA_M, STEADY_PRACTICE_CANNULA_M_SLOPE);
    }
  if (cannula->most.value < steady_plan_of (work, STEADY_PLAN_FLOW_PLAN))
    steady_plan_warn (work, N_ ("The arterial cannula was not tested at this flow."));
}

static void
put_limits (SteadyPlanWork *work, double expected)
{
  const double above = steady_plan_practice (
      work, STEADY_PLAN_LIMIT_STOP, STEADY_PRACTICE_LINE_PRESSURE_STOP_ABOVE_MMHG);
  const double warn = steady_plan_practice (
      work, STEADY_PLAN_LIMIT_WARN, STEADY_PRACTICE_LINE_PRESSURE_WARN_ABOVE_MMHG);
  const double most = steady_plan_practice (
      work, STEADY_PLAN_LIMIT_STOP, STEADY_PRACTICE_LINE_PRESSURE_MOST_MMHG);
  const SteadyFact *rated = &work->plan->oxygenator->rated_pressure;

  steady_plan_cite (work, STEADY_PLAN_LIMIT_STOP, &rated->cite);
  if (expected + above > fmin (most, rated->value))
    {
      steady_plan_refuse (
          work,
          N_ ("the expected line pressure with its margin is above 350 mmHg "
              "or a component's rating; take a larger arterial cannula"));
      steady_plan_miss (
          work, STEADY_PLAN_LIMIT_STOP, N_ ("a larger arterial cannula is needed"));
      steady_plan_miss (
          work, STEADY_PLAN_LIMIT_WARN, N_ ("a larger arterial cannula is needed"));
      return;
    }
  steady_plan_put (work, STEADY_PLAN_LIMIT_STOP, expected + above);
  steady_plan_put (work, STEADY_PLAN_LIMIT_WARN, expected + warn);
}

static void
put_venous (SteadyPlanWork *work, SteadyViscosity viscosity, SteadyFlow flow)
{
  const SteadyParts         *parts = &work->tables->parts;
  const SteadyVenousCannula *chosen = NULL;
  SteadyPressure             drop;

  for (unsigned i = 0; i < parts->n_venous && chosen == NULL; i++)
    if (parts->venous[i].name.stocked && parts->venous[i].up_to.value >= flow.l_min)
      chosen = &parts->venous[i];
  steady_plan_put (
      work,
      STEADY_PLAN_VACUUM,
      steady_plan_practice (work, STEADY_PLAN_VACUUM, STEADY_PRACTICE_VAVD_MMHG));
  if (chosen == NULL)
    {
      steady_plan_miss (work,
                        STEADY_PLAN_VENOUS_CANNULA,
                        N_ ("none in the catalogue carries the flow"));
      steady_plan_miss (
          work, STEADY_PLAN_VENOUS_DROP, N_ ("none in the catalogue carries the flow"));
      return;
    }
  const SteadyCannulaNumber number = { chosen->m.value };
  steady_plan_put_text (work, STEADY_PLAN_VENOUS_CANNULA, chosen->name.name);
  steady_plan_cite (work, STEADY_PLAN_VENOUS_CANNULA, &chosen->up_to.cite);
  steady_plan_cite (work, STEADY_PLAN_VENOUS_DROP, &chosen->m.cite);
  if (steady_cannula_drop (number, viscosity, flow, &drop))
    steady_plan_put (work, STEADY_PLAN_VENOUS_DROP, drop.mmhg);
}

static void
miss_pressures (SteadyPlanWork *work, const char *because)
{
  static const SteadyPlanItem items[] = {
    STEADY_PLAN_VISCOSITY,       STEADY_PLAN_CANNULA_NAME,
    STEADY_PLAN_CANNULA_FR,      STEADY_PLAN_CANNULA_M,
    STEADY_PLAN_CANNULA_DROP,    STEADY_PLAN_LINE_DROP,
    STEADY_PLAN_PRESSURE_POST,   STEADY_PLAN_PRESSURE_PRE,
    STEADY_PLAN_OXYGENATOR_DROP, STEADY_PLAN_CANNULA_SIZED_FOR,
    STEADY_PLAN_VENOUS_CANNULA,  STEADY_PLAN_VENOUS_DROP,
    STEADY_PLAN_LIMIT_WARN,      STEADY_PLAN_LIMIT_STOP
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (items); i++)
    steady_plan_miss (work, items[i], because);
}

/* Cannulae, the pressures to expect and their limits. Thread: any. */
void
steady_plan_line_pressure (SteadyPlanWork *work)
{
  const SteadyFlow   flow = { steady_plan_of (work, STEADY_PLAN_FLOW_PLAN) };
  const SteadyPack  *pack = work->plan->pack;
  const SteadyLength length = { pack->arterial_line.value };
  const SteadyFact  *resistance = &work->plan->oxygenator->resistance;
  const SteadyTemp   temperature = { steady_plan_of (work, STEADY_PLAN_TEMPERATURE) };
  const SteadyHaematocrit blood = { steady_plan_of (work,
                                                    STEADY_PLAN_HAEMATOCRIT_PLANNED) };
  SteadyViscosity         viscosity;
  SteadyPressure          cannula, line, oxygenator;

  if (!steady_plan_has (work, STEADY_PLAN_HAEMATOCRIT_PLANNED) ||
      !steady_viscosity_of_blood (blood, temperature, &viscosity))
    {
      miss_pressures (work, N_ ("the haematocrit was not entered"));
      return;
    }
  steady_plan_put (work, STEADY_PLAN_VISCOSITY, viscosity.mpa_s);
  if (!steady_tubing_drop (pack->arterial, length, viscosity, flow, &line) ||
      !steady_oxygenator_drop (resistance->value, viscosity, flow, &oxygenator))
    return;
  put_cannula (work, viscosity, room_for_cannula (work, line, oxygenator));
  put_venous (work, viscosity, flow);
  steady_plan_cite (work, STEADY_PLAN_OXYGENATOR_DROP, &resistance->cite);
  steady_plan_cite (work, STEADY_PLAN_LINE_DROP, &pack->arterial_line.cite);
  const SteadyCannulaNumber number = { steady_plan_of (work, STEADY_PLAN_CANNULA_M) };
  if (!steady_cannula_drop (number, viscosity, flow, &cannula))
    return;
  const double post =
      steady_plan_of (work, STEADY_PLAN_MAP_PLANNED) + cannula.mmhg + line.mmhg;
  steady_plan_put (work, STEADY_PLAN_CANNULA_DROP, cannula.mmhg);
  steady_plan_put (work, STEADY_PLAN_LINE_DROP, line.mmhg);
  steady_plan_put (work, STEADY_PLAN_OXYGENATOR_DROP, oxygenator.mmhg);
  steady_plan_put (work, STEADY_PLAN_PRESSURE_POST, post);
  steady_plan_put (work, STEADY_PLAN_PRESSURE_PRE, post + oxygenator.mmhg);
  if (cannula.mmhg >
      work->tables->practice.numbers[STEADY_PRACTICE_CANNULA_DROP_MOST_MMHG].value)
    steady_plan_warn (
        work, N_ ("The arterial cannula drops more than 100 mmHg at this flow."));
  put_limits (work, post + oxygenator.mmhg);
}

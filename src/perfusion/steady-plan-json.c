/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plan-json.h"

#include <string.h>

#include "perfusion/steady-plan-number.h"

enum
{
  PATH_MOST = 80
};

static struct json_object *
value_json (const SteadyPlanValue *value)
{
  if (!value->known)
    return NULL;
  return value->text != NULL ? json_object_new_string (value->text)
                             : steady_plan_number_json (value->number);
}

/* The object @name of @parent, made where it is missing. */
static struct json_object *
child (struct json_object *parent, const char *name)
{
  struct json_object *object;

  if (json_object_object_get_ex (parent, name, &object))
    return object;
  object = json_object_new_object ();
  json_object_object_add (parent, name, object);
  return object;
}

/* Puts @value at "a.b.c" below @root. */
static void
add_at (struct json_object *root, const char *path, struct json_object *value)
{
  char  copy[PATH_MOST];
  char *rest = copy, *dot;

  g_strlcpy (copy, path, sizeof copy);
  while ((dot = strchr (rest, '.')) != NULL)
    {
      *dot = '\0';
      root = child (root, rest);
      rest = dot + 1;
    }
  json_object_object_add (root, rest, value);
}

static void
add_number (struct json_object *object, const char *key, double number)
{
  json_object_object_add (object, key, steady_plan_number_json (number));
}

static void
add_text (struct json_object *object, const char *key, const char *text)
{
  json_object_object_add (
      object, key, text != NULL ? json_object_new_string (text) : NULL);
}

/* As a scenario describes its child, so that a rehearsal reads the same members. */
static struct json_object *
patient_json (const SteadyPlan *self)
{
  struct json_object *object = json_object_new_object ();
  char *const        *texts = self->inputs.texts;

  add_text (object, "name", texts[STEADY_PLAN_TEXT_NAME]);
  add_text (object, "patient_id", texts[STEADY_PLAN_TEXT_PATIENT_ID]);
  add_number (object, "weight_kg", self->inputs.numbers[STEADY_PLAN_INPUT_WEIGHT]);
  add_number (object, "height_cm", self->inputs.numbers[STEADY_PLAN_INPUT_HEIGHT]);
  add_number (object, "age_days", self->inputs.numbers[STEADY_PLAN_INPUT_AGE]);
  json_object_object_add (
      object, "bsa_m2", value_json (&self->values[STEADY_PLAN_SURFACE]));
  add_text (object, "profile", self->profile->id);
  add_text (object, "diagnosis", texts[STEADY_PLAN_TEXT_DIAGNOSIS]);
  add_text (object, "procedure", texts[STEADY_PLAN_TEXT_PROCEDURE]);
  add_text (object, "allergies", texts[STEADY_PLAN_TEXT_ALLERGIES]);
  json_object_object_add (
      object,
      "haematocrit_pct",
      self->used[STEADY_PLAN_INPUT_HAEMATOCRIT].known
          ? steady_plan_number_json (self->used[STEADY_PLAN_INPUT_HAEMATOCRIT].number)
          : NULL);
  return object;
}

/* As far above the planned haematocrit as a clear prime's may be above what is
 * computed; red cells that were planned for are not above the target. */
static struct json_object *
haematocrit_high_json (const SteadyPlan *self)
{
  double planned, clear, high;

  if (!steady_plan_number (self, STEADY_PLAN_HAEMATOCRIT_PLANNED, &planned) ||
      !steady_plan_number (self, STEADY_PLAN_HAEMATOCRIT_CLEAR, &clear) ||
      !steady_plan_number (self, STEADY_PLAN_HAEMATOCRIT_HIGH, &high))
    return NULL;
  return steady_plan_number_json (MIN (planned + (high - clear), 100));
}

/* What the case is run against; the names are those of a scenario's plan. */
static void
add_targets (const SteadyPlan *self, struct json_object *root)
{
  static const struct
  {
    const char    *key;
    SteadyPlanItem item;
  } copies[] = {
    { "flow_l_min", STEADY_PLAN_FLOW_PLAN },
    { "do2i_target_ml_min_m2", STEADY_PLAN_DO2I_TARGET },
    { "arterial_temperature_c", STEADY_PLAN_TEMPERATURE },
    { "line_pressure_expected_mmhg", STEADY_PLAN_PRESSURE_PRE },
    { "cardioplegia_first_ml", STEADY_PLAN_PLEGIA_FIRST },
    { "cardioplegia_interval_min", STEADY_PLAN_PLEGIA_INTERVAL },
  };
  struct json_object *targets = child (root, "targets");

  for (size_t i = 0; i < G_N_ELEMENTS (copies); i++)
    json_object_object_add (
        targets, copies[i].key, value_json (&self->values[copies[i].item]));
  json_object_object_add (
      targets, "haematocrit_high_pct", haematocrit_high_json (self));
  add_text (targets, "line_pressure_place", "pre-oxygenator");
}

static struct json_object *
prime_json (const SteadyPlan *self)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < self->n_prime; i++)
    {
      struct json_object *part = json_object_new_object ();
      add_text (part, "name", self->prime[i].name);
      add_number (part, "amount", self->prime[i].amount);
      add_text (part, "unit", self->prime[i].unit);
      add_text (part,
                "source",
                self->prime[i].cite != NULL ? self->prime[i].cite->source
                                            : "this plan");
      json_object_array_add (list, part);
    }
  return list;
}

static struct json_object *
texts_json (const char *const *texts, unsigned n)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < n; i++)
    json_object_array_add (list, json_object_new_string (texts[i]));
  return list;
}

/* Every input with what it counted as, and which of them nobody entered. */
static void
add_inputs (const SteadyPlan *self, struct json_object *root)
{
  struct json_object *used = json_object_new_object ();

  json_object_object_add (root, "inputs", steady_plan_inputs_to_json (&self->inputs));
  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    if (!self->inputs.given[i] && self->used[i].known)
      add_number (used,
                  steady_plan_input_rule ((SteadyPlanInput) i)->key,
                  self->used[i].number);
  json_object_object_add (root, "inputs_not_entered", used);
}

/* The name and the member of each data file that @value was computed with. */
static struct json_object *
cites_json (const SteadyPlanValue *value)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < value->n_cites; i++)
    {
      struct json_object *cite = json_object_new_object ();
      add_text (cite, "file", value->cites[i]->file);
      add_text (cite, "place", value->cites[i]->place);
      add_text (cite, "source", value->cites[i]->source);
      json_object_object_add (
          cite,
          "unreviewed",
          json_object_new_boolean (steady_cite_is_unreviewed (value->cites[i])));
      json_object_array_add (list, cite);
    }
  return list;
}

static struct json_object *
need_json (const SteadyPlan *self, const char *path)
{
  SteadyPlanItem item;

  if (steady_plan_item_from_path (path, &item))
    return value_json (&self->values[item]);
  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    if (strcmp (steady_plan_input_rule ((SteadyPlanInput) i)->key, path) == 0)
      return self->used[i].known ? steady_plan_number_json (self->used[i].number)
                                 : NULL;
  return NULL;
}

/*
 * What stands behind @item: value, unit, formula, its source, what went in, and each
 * number of a data file with its file and source. Free with json_object_put ().
 *
 * Thread: any.
 */
struct json_object *
steady_plan_explain_json (const SteadyPlan *self, SteadyPlanItem item)
{
  const SteadyPlanItemRule *rule = steady_plan_item_rule (item);
  struct json_object       *object = json_object_new_object ();
  struct json_object       *needs = json_object_new_object ();
  g_auto (GStrv) paths = g_strsplit (rule->needs, " ", -1);

  add_text (object, "label", rule->label);
  json_object_object_add (object, "value", value_json (&self->values[item]));
  add_text (object, "unit", rule->unit);
  if (self->values[item].because != NULL)
    add_text (object, "quality", self->values[item].because);
  add_text (object, "formula", rule->formula);
  add_text (object, "source", rule->source);
  for (unsigned i = 0; paths[i] != NULL; i++)
    if (paths[i][0] != '\0')
      json_object_object_add (needs, paths[i], need_json (self, paths[i]));
  json_object_object_add (object, "inputs", needs);
  json_object_object_add (object, "data", cites_json (&self->values[item]));
  return object;
}

static struct json_object *
explanations_json (const SteadyPlan *self)
{
  struct json_object *object = json_object_new_object ();

  for (unsigned i = 0; i < STEADY_PLAN_ITEMS; i++)
    json_object_object_add (object,
                            steady_plan_item_rule ((SteadyPlanItem) i)->path,
                            steady_plan_explain_json (self, (SteadyPlanItem) i));
  return object;
}

/*
 * The whole plan as data/formats/steady-plan.schema.json describes it. What is not
 * known is null, and "quality" says why. Free with json_object_put ().
 *
 * Thread: any.
 */
struct json_object *
steady_plan_to_json (const SteadyPlan *self, bool explain)
{
  struct json_object *root = json_object_new_object ();
  struct json_object *quality = json_object_new_object ();

  add_text (root, "format", STEADY_PLAN_FORMAT);
  json_object_object_add (root, "version", json_object_new_int (STEADY_PLAN_VERSION));
  json_object_object_add (
      root, "simulated", json_object_new_boolean (self->inputs.simulated));
  json_object_object_add (root, "patient", patient_json (self));
  add_inputs (self, root);
  for (unsigned i = 0; i < STEADY_PLAN_ITEMS; i++)
    {
      const char *path = steady_plan_item_rule ((SteadyPlanItem) i)->path;
      add_at (root, path, value_json (&self->values[i]));
      if (self->values[i].because != NULL)
        add_text (quality, path, self->values[i].because);
    }
  add_targets (self, root);
  add_text (child (root, "circuit"), "id", self->pack->name.id);
  add_text (child (root, "circuit"), "model", self->pack->model);
  add_text (child (root, "oxygenator"), "id", self->oxygenator->name.id);
  add_text (child (root, "arterial_cannula"),
            "id",
            self->cannula != NULL ? self->cannula->name.id : NULL);
  add_text (child (root, "cardioplegia"), "id", self->solution->name.id);
  json_object_object_add (root, "prime_recipe", prime_json (self));
  json_object_object_add (root, "quality", quality);
  json_object_object_add (
      root, "refusals", texts_json (self->refusals, self->n_refusals));
  json_object_object_add (
      root, "warnings", texts_json (self->warnings, self->n_warnings));
  json_object_object_add (root, "signatures", json_object_new_array ());
  if (explain)
    json_object_object_add (root, "explain", explanations_json (self));
  return root;
}

/* The same as text, in the C locale. Free with g_free (). Thread: any. */
char *
steady_plan_to_text (const SteadyPlan *self, bool explain)
{
  struct json_object *root = steady_plan_to_json (self, explain);
  char               *text = g_strconcat (json_object_to_json_string_ext (
                                root,
                                JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
                                    JSON_C_TO_STRING_NOSLASHESCAPE),
                            "\n",
                            NULL);
  json_object_put (root);
  return text;
}

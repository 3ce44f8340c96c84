/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plan-inputs.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "perfusion/steady-plan-number.h"
#include "perfusion/steady-plausible.h"

G_DEFINE_QUARK (steady - plan - error - quark, steady_plan_error)

enum
{
  TEXT_MOST = 2000
};

/* Limits are where a number was mistyped or has another unit, not where it is unwise.
 */
static const SteadyPlanInputRule rules[STEADY_PLAN_INPUTS] = {
  /* clang-format off */
  [STEADY_PLAN_INPUT_WEIGHT] = { "weight_kg", 0.3, 300, "kilograms", 300, 300000, N_ ("it looks like grams") },
  [STEADY_PLAN_INPUT_HEIGHT] = { "height_cm", 20, 250, "centimetres", 0.2, 2.5, N_ ("it looks like metres") },
  [STEADY_PLAN_INPUT_AGE] = { "age_days", 0, 45000, "days", 45000, 1e9, N_ ("it is more than 123 years") },
  [STEADY_PLAN_INPUT_HAEMATOCRIT] = { "hct_pct", 10, 75, "per cent", 0.1, 1, N_ ("it looks like a fraction") },
  [STEADY_PLAN_INPUT_HAEMATOCRIT_TARGET] = { "hct_target_pct", 15, 50, "per cent", 0.1, 1, N_ ("it looks like a fraction") },
  [STEADY_PLAN_INPUT_PRIME] = { "prime_ml", 50, 5000, "millilitres", 0.05, 5, N_ ("it looks like litres") },
  [STEADY_PLAN_INPUT_RED_CELLS_HAEMATOCRIT] = { "rbc_hct_pct", 30, 90, "per cent", 0.3, 1, N_ ("it looks like a fraction") },
  [STEADY_PLAN_INPUT_DO2I_TARGET] = { "do2i_target", 100, 800, "mL/min/m²", 0, 0, NULL },
  [STEADY_PLAN_INPUT_STAT] = { "stat_category", 1, 5, "a category from 1 to 5", 0, 0, NULL },
  [STEADY_PLAN_INPUT_FLOW_INDEX] = { "flow_index_l_min_m2", 0.5, 4, "L/min/m²", 500, 4000, N_ ("it looks like mL/min/m²") },
  [STEADY_PLAN_INPUT_FLOW_CHOSEN] = { "flow_l_min", 0.05, 8, "L/min", 50, 8000, N_ ("it looks like mL/min") },
  [STEADY_PLAN_INPUT_BLOOD_VOLUME] = { "blood_volume_ml_kg", 50, 110, "mL/kg", 0, 0, NULL },
  [STEADY_PLAN_INPUT_ANAESTHESIA_VOLUME] = { "anaesthesia_ml", 0, 5000, "millilitres", 0, 0, NULL },
  [STEADY_PLAN_INPUT_RAP] = { "rap_ml", 0, 3000, "millilitres", 0, 0, NULL },
  [STEADY_PLAN_INPUT_CARDIOPLEGIA_BACK] = { "cardioplegia_to_circulation_pct", 0, 100, "per cent", 0, 0, NULL },
  [STEADY_PLAN_INPUT_HAEMATOCRIT_LOWEST] = { "hct_lowest_pct", 10, 45, "per cent", 0.1, 1, N_ ("it looks like a fraction") },
  [STEADY_PLAN_INPUT_HEPARIN] = { "heparin_iu_kg", 50, 800, "IU/kg", 0, 0, NULL },
  [STEADY_PLAN_INPUT_PROTAMINE_RATIO] = { "protamine_mg_per_100_iu", 0.2, 2, "mg for 100 IU", 0, 0, NULL },
  [STEADY_PLAN_INPUT_TEMPERATURE] = { "temperature_c", 15, 37.5, "°C", 59, 100, N_ ("it looks like °F") },
  [STEADY_PLAN_INPUT_MAP_LOW] = { "map_low_mmhg", 10, 100, "mmHg", 1, 10, N_ ("it looks like kPa") },
  [STEADY_PLAN_INPUT_MAP_PLANNED] = { "map_planned_mmhg", 15, 110, "mmHg", 2, 15, N_ ("it looks like kPa") },
  [STEADY_PLAN_INPUT_MAP_HIGH] = { "map_high_mmhg", 20, 150, "mmHg", 2, 20, N_ ("it looks like kPa") },
  [STEADY_PLAN_INPUT_SVO2_LOW] = { "svo2_low_pct", 20, 90, "per cent", 0.2, 1, N_ ("it looks like a fraction") },
  [STEADY_PLAN_INPUT_SATURATION] = { "sao2_pct", 50, 100, "per cent", 0.5, 1, N_ ("it looks like a fraction") },
  [STEADY_PLAN_INPUT_PO2] = { "pao2_mmhg", 40, 600, "mmHg", 5, 40, N_ ("it looks like kPa") },
  /* clang-format on */
};

static const char *const text_keys[STEADY_PLAN_TEXTS] = {
  [STEADY_PLAN_TEXT_NAME] = "name",
  [STEADY_PLAN_TEXT_PATIENT_ID] = "patient_id",
  [STEADY_PLAN_TEXT_DIAGNOSIS] = "diagnosis",
  [STEADY_PLAN_TEXT_PROCEDURE] = "procedure",
  [STEADY_PLAN_TEXT_ALLERGIES] = "allergies",
  [STEADY_PLAN_TEXT_NOTES] = "notes",
  [STEADY_PLAN_TEXT_SURFACE_FORMULA] = "bsa_formula",
  [STEADY_PLAN_TEXT_OXYGENATOR] = "oxygenator",
  [STEADY_PLAN_TEXT_PACK] = "circuit",
  [STEADY_PLAN_TEXT_ARTERIAL_PUMP] = "arterial_pump",
  [STEADY_PLAN_TEXT_ARTERIAL_CANNULA] = "arterial_cannula",
  [STEADY_PLAN_TEXT_CARDIOPLEGIA] = "cardioplegia",
  [STEADY_PLAN_TEXT_GAS_STRATEGY] = "gas_strategy",
};

/* Members of a file of inputs that say what file it is. */
static const char *const about_keys[] = { "format", "version", "simulated", "source" };

/* What @input may be. Thread: any. */
const SteadyPlanInputRule *
steady_plan_input_rule (SteadyPlanInput input)
{
  return &rules[input];
}

/* The key of @text in a file. Thread: any. */
const char *
steady_plan_text_key (SteadyPlanText text)
{
  return text_keys[text];
}

/*
 * Whether @value can be what @input means; the error names @file, the key, the value
 * and what was probably meant.
 *
 * Thread: any.
 */
bool
steady_plan_input_check (SteadyPlanInput input,
                         double          value,
                         const char     *file,
                         GError        **error)
{
  const SteadyPlanInputRule *rule = &rules[input];
  char                       text[3][STEADY_PLAN_NUMBER_SIZE];

  if (isfinite (value) && value >= rule->low && value <= rule->high)
    return true;
  const bool hinted =
      rule->hint != NULL && value >= rule->hint_low && value <= rule->hint_high;
  g_set_error (error,
               STEADY_PLAN_ERROR,
               STEADY_PLAN_ERROR_INPUT,
               "%s: %s: %s is not between %s and %s%s%s; enter %s",
               file,
               rule->key,
               steady_plan_number_text (value, text[0]),
               steady_plan_number_text (rule->low, text[1]),
               steady_plan_number_text (rule->high, text[2]),
               hinted ? "; " : "",
               hinted ? rule->hint : "",
               rule->what);
  return false;
}

static bool
is_about (const char *key)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (about_keys); i++)
    if (strcmp (key, about_keys[i]) == 0)
      return true;
  return false;
}

static bool
parse_number (SteadyPlanInputs     *self,
              SteadyPlanInput       input,
              const SteadyJsonNode *root,
              GError              **error)
{
  double value;

  if (!steady_json_get_number (
          root, rules[input].key, -DBL_MAX, DBL_MAX, &value, error) ||
      !steady_plan_input_check (input, value, root->file, error))
    return false;
  steady_plan_inputs_set (self, input, value);
  return true;
}

/* Allergies may be a list; they are kept as one text. */
static char *
joined (const SteadyJsonNode *root, const char *key, GError **error)
{
  SteadyJsonNode array, item;
  size_t         length;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!steady_json_get_array (root, key, &array, &length, error))
    return NULL;
  for (size_t i = 0; i < length && text->len <= TEXT_MOST; i++)
    {
      const char *word;
      if (!steady_json_get_element (&array, i, &item, error) ||
          !steady_json_as_string (&item, &word, error))
        return NULL;
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", word);
    }
  return g_strdup (text->str);
}

static bool
parse_text (SteadyPlanInputs     *self,
            SteadyPlanText        which,
            const SteadyJsonNode *root,
            GError              **error)
{
  const char      *key = text_keys[which], *text = NULL;
  SteadyJsonNode   node;
  g_autofree char *list = NULL;

  if (!steady_json_get_node (root, key, &node, error))
    return false;
  if (which == STEADY_PLAN_TEXT_ALLERGIES &&
      json_object_is_type (node.object, json_type_array))
    text = list = joined (root, key, error);
  else if (!steady_json_get_string (root, key, &text, error))
    return false;
  if (text == NULL)
    return false;
  if (strlen (text) > TEXT_MOST)
    {
      steady_json_set_error (&node, error, "is longer than %d bytes", TEXT_MOST);
      return false;
    }
  steady_plan_inputs_set_text (self, which, text);
  return true;
}

static bool
parse_member (SteadyPlanInputs     *self,
              const SteadyJsonNode *root,
              const char           *key,
              GError              **error)
{
  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    if (strcmp (key, rules[i].key) == 0)
      return parse_number (self, (SteadyPlanInput) i, root, error);
  for (unsigned i = 0; i < STEADY_PLAN_TEXTS; i++)
    if (strcmp (key, text_keys[i]) == 0)
      return parse_text (self, (SteadyPlanText) i, root, error);
  if (strcmp (key, "simulated") == 0)
    return steady_json_get_bool (root, key, &self->simulated, error);
  if (is_about (key))
    return true;
  g_set_error (error,
               STEADY_PLAN_ERROR,
               STEADY_PLAN_ERROR_INPUT,
               "%s: \"%.60s\" is not known to a plan; correct it or leave it out",
               root->file,
               key);
  return false;
}

/*
 * Reads the inputs of a plan from the members of @root and checks them one by one; they
 * need not be complete. null means: nothing is said. @self must be all zero; on failure
 * it owns nothing and the error names file and key, and what was probably meant.
 *
 * Thread: any.
 */
bool
steady_plan_inputs_read (SteadyPlanInputs     *self,
                         const SteadyJsonNode *root,
                         GError              **error)
{
  bool fine = true;

  json_object_object_foreach (root->object, key, value)
  {
    if (fine && (value != NULL || is_about (key)))
      fine = parse_member (self, root, key, error);
  }
  if (!fine)
    steady_plan_inputs_finish (self);
  return fine;
}

/*
 * As steady_plan_inputs_read (), and they must be complete and fit each other.
 *
 * Thread: any.
 */
bool
steady_plan_inputs_parse (SteadyPlanInputs     *self,
                          const SteadyJsonNode *root,
                          GError              **error)
{
  if (!steady_plan_inputs_read (self, root, error))
    return false;
  if (steady_plan_inputs_check (self, root->file, error))
    return true;
  steady_plan_inputs_finish (self);
  return false;
}

/*
 * As steady_plan_inputs_parse (), from a file: { "weight_kg": 3.2, … }.
 *
 * Thread: any but the tick.
 */
bool
steady_plan_inputs_load (SteadyPlanInputs *self, const char *file, GError **error)
{
  SteadyJsonDocument document = { 0 };

  if (!steady_json_document_load (&document, file, NULL, 1, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine = steady_plan_inputs_parse (self, &root, error);
  steady_json_document_finish (&document);
  return fine;
}

static bool refuse (GError **error, const char *file, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static bool
refuse (GError **error, const char *file, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, STEADY_PLAN_ERROR, STEADY_PLAN_ERROR_INPUT, "%s: %s", file, what);
  return false;
}

/*
 * Whether the inputs are complete and fit each other: a newborn of 30 kg is none.
 *
 * Thread: any. Does not allocate.
 */
SteadyPlanFit
steady_plan_inputs_fit (const SteadyPlanInputs *self)
{
  static const struct
  {
    SteadyPlanInput upper, lower;
    SteadyPlanFit   fit;
  } orders[] = {
    { STEADY_PLAN_INPUT_RED_CELLS_HAEMATOCRIT,
      STEADY_PLAN_INPUT_HAEMATOCRIT_TARGET,
      STEADY_PLAN_FIT_NOT_CELLS },
    { STEADY_PLAN_INPUT_MAP_HIGH, STEADY_PLAN_INPUT_MAP_LOW, STEADY_PLAN_FIT_NOT_MAP },
  };
  const double *numbers = self->numbers;
  const double  age = numbers[STEADY_PLAN_INPUT_AGE];
  SteadyRange   weight, height;

  for (unsigned i = STEADY_PLAN_INPUT_WEIGHT; i <= STEADY_PLAN_INPUT_AGE; i++)
    if (!self->given[i])
      return STEADY_PLAN_FIT_MISSING;
  steady_plausible_at_age (age, &weight, &height);
  if (numbers[STEADY_PLAN_INPUT_WEIGHT] < weight.low ||
      numbers[STEADY_PLAN_INPUT_WEIGHT] > weight.high)
    return STEADY_PLAN_FIT_NOT_WEIGHT;
  if (numbers[STEADY_PLAN_INPUT_HEIGHT] < height.low ||
      numbers[STEADY_PLAN_INPUT_HEIGHT] > height.high)
    return STEADY_PLAN_FIT_NOT_HEIGHT;
  if (!steady_plausible_build (
          numbers[STEADY_PLAN_INPUT_WEIGHT], numbers[STEADY_PLAN_INPUT_HEIGHT], age))
    return STEADY_PLAN_FIT_NOT_BUILD;
  for (unsigned i = 0; i < G_N_ELEMENTS (orders); i++)
    if (self->given[orders[i].upper] && self->given[orders[i].lower] &&
        numbers[orders[i].upper] <= numbers[orders[i].lower])
      return orders[i].fit;
  const double stat = numbers[STEADY_PLAN_INPUT_STAT];
  if (self->given[STEADY_PLAN_INPUT_STAT] && fabs (stat - rint (stat)) > 1e-9)
    return STEADY_PLAN_FIT_NOT_STAT;
  return STEADY_PLAN_FITS;
}

/* What to tell a person; translatable. Thread: any. */
const char *
steady_plan_fit_words (SteadyPlanFit fit)
{
  switch (fit)
    {
    case STEADY_PLAN_FITS:
      return "";
    case STEADY_PLAN_FIT_MISSING:
      return N_ ("A plan needs weight, height and age.");
    case STEADY_PLAN_FIT_NOT_WEIGHT:
      return N_ ("The weight does not fit the age: correct one.");
    case STEADY_PLAN_FIT_NOT_HEIGHT:
      return N_ ("The height does not fit the age: correct one.");
    case STEADY_PLAN_FIT_NOT_BUILD:
      return N_ ("The weight does not fit the height: correct one.");
    case STEADY_PLAN_FIT_NOT_CELLS:
      return N_ ("The red cells must be richer than the wanted haematocrit.");
    case STEADY_PLAN_FIT_NOT_MAP:
      return N_ ("The high limit of the arterial pressure must be above the low one.");
    case STEADY_PLAN_FIT_NOT_STAT:
    default:
      return N_ ("The STAT category is a whole number from 1 to 5.");
    }
}

static const char *
missing_key (const SteadyPlanInputs *self)
{
  for (unsigned i = STEADY_PLAN_INPUT_WEIGHT; i < STEADY_PLAN_INPUT_AGE; i++)
    if (!self->given[i])
      return rules[i].key;
  return rules[STEADY_PLAN_INPUT_AGE].key;
}

/* "weight_kg: 30 kg does not fit an age of 5 days (0.3 to 6.7 kg)". */
static bool
refuse_age (const SteadyPlanInputs *self,
            SteadyPlanInput         input,
            const char             *unit,
            const char             *file,
            GError                **error)
{
  SteadyRange range, weight, height;
  char        text[4][STEADY_PLAN_NUMBER_SIZE];

  steady_plausible_at_age (self->numbers[STEADY_PLAN_INPUT_AGE], &weight, &height);
  range = input == STEADY_PLAN_INPUT_WEIGHT ? weight : height;
  return refuse (
      error,
      file,
      "%s: %s %s does not fit an age of %s days (%s to %s %s); correct one",
      rules[input].key,
      steady_plan_number_text (self->numbers[input], text[0]),
      unit,
      steady_plan_number_text (self->numbers[STEADY_PLAN_INPUT_AGE], text[1]),
      steady_plan_number_text (rint (10 * range.low) / 10, text[2]),
      steady_plan_number_text (rint (10 * range.high) / 10, text[3]),
      unit);
}

/*
 * As steady_plan_inputs_fit (); the error names @file, the key and the value.
 *
 * Thread: any.
 */
bool
steady_plan_inputs_check (const SteadyPlanInputs *self,
                          const char             *file,
                          GError                **error)
{
  switch (steady_plan_inputs_fit (self))
    {
    case STEADY_PLAN_FITS:
      return true;
    case STEADY_PLAN_FIT_MISSING:
      return refuse (error,
                     file,
                     "%s is missing; a plan needs weight_kg, height_cm and age_days",
                     missing_key (self));
    case STEADY_PLAN_FIT_NOT_WEIGHT:
      return refuse_age (self, STEADY_PLAN_INPUT_WEIGHT, "kg", file, error);
    case STEADY_PLAN_FIT_NOT_HEIGHT:
      return refuse_age (self, STEADY_PLAN_INPUT_HEIGHT, "cm", file, error);
    case STEADY_PLAN_FIT_NOT_BUILD:
      return refuse (
          error, file, "weight_kg and height_cm do not fit each other; correct one");
    case STEADY_PLAN_FIT_NOT_CELLS:
      return refuse (
          error, file, "rbc_hct_pct must be above hct_target_pct; correct one");
    case STEADY_PLAN_FIT_NOT_MAP:
      return refuse (
          error, file, "map_high_mmhg must be above map_low_mmhg; correct one");
    case STEADY_PLAN_FIT_NOT_STAT:
    default:
      return refuse (error, file, "stat_category must be a whole number from 1 to 5");
    }
}

/* Thread: any. */
void
steady_plan_inputs_set (SteadyPlanInputs *self, SteadyPlanInput input, double value)
{
  self->numbers[input] = value;
  self->given[input] = true;
}

/* Copies @value; NULL and the empty text mean that nothing is said. Thread: any. */
void
steady_plan_inputs_set_text (SteadyPlanInputs *self,
                             SteadyPlanText    text,
                             const char       *value)
{
  g_free (self->texts[text]);
  self->texts[text] = value != NULL && value[0] != '\0' ? g_strdup (value) : NULL;
}

/* @ret_copy need not be initialised. Thread: any. */
void
steady_plan_inputs_copy (const SteadyPlanInputs *self, SteadyPlanInputs *ret_copy)
{
  *ret_copy = *self;
  for (unsigned i = 0; i < STEADY_PLAN_TEXTS; i++)
    ret_copy->texts[i] = g_strdup (self->texts[i]);
}

/* What was given, as a file of inputs would have it. Free with json_object_put ().
 * Thread: any. */
struct json_object *
steady_plan_inputs_to_json (const SteadyPlanInputs *self)
{
  struct json_object *object = json_object_new_object ();

  for (unsigned i = 0; i < STEADY_PLAN_TEXTS; i++)
    if (self->texts[i] != NULL)
      json_object_object_add (
          object, text_keys[i], json_object_new_string (self->texts[i]));
  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    if (self->given[i])
      json_object_object_add (
          object, rules[i].key, steady_plan_number_json (self->numbers[i]));
  json_object_object_add (
      object, "simulated", json_object_new_boolean (self->simulated));
  return object;
}

/* Accepts one that is all zero; leaves it so. Thread: any. */
void
steady_plan_inputs_finish (SteadyPlanInputs *self)
{
  for (unsigned i = 0; i < STEADY_PLAN_TEXTS; i++)
    g_free (self->texts[i]);
  memset (self, 0, sizeof *self);
}

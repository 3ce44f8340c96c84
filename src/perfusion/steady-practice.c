/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-practice.h"

#include <string.h>

/* Beyond these a number is refused: nobody practises so. */
static const struct
{
  const char *name;
  double      low, high;
} numbers[STEADY_PRACTICE_NUMBERS] = {
  /* clang-format off */
  [STEADY_PRACTICE_HAEMATOCRIT_PER_HAEMOGLOBIN] = { "haematocrit_per_haemoglobin", 2.5, 3.5 },
  [STEADY_PRACTICE_OXYGEN_ML_PER_G] = { "oxygen_ml_per_g", 1.2, 1.5 },
  [STEADY_PRACTICE_OXYGEN_ML_PER_DL_MMHG] = { "oxygen_ml_per_dl_mmhg", 0.002, 0.004 },
  [STEADY_PRACTICE_ARTERIAL_SATURATION_PCT] = { "arterial_saturation_pct", 50, 100 },
  [STEADY_PRACTICE_ARTERIAL_PO2_MMHG] = { "arterial_po2_mmhg", 40, 600 },
  [STEADY_PRACTICE_HAEMOGLOBIN_BAND_G_DL] = { "haemoglobin_band_g_dl", 0, 5 },
  [STEADY_PRACTICE_BLOOD_VOLUME_FLAT_ML_KG] = { "blood_volume_flat_ml_kg", 50, 110 },
  [STEADY_PRACTICE_RED_CELLS_HAEMATOCRIT_PCT] = { "red_cells_haematocrit_pct", 30, 90 },
  [STEADY_PRACTICE_RED_CELL_UNIT_ML] = { "red_cell_unit_ml", 50, 600 },
  [STEADY_PRACTICE_FLOW_WEIGHT_MOST_KG] = { "flow_weight_most_kg", 5, 60 },
  [STEADY_PRACTICE_OXYGENATOR_RESERVE] = { "oxygenator_reserve", 1, 2 },
  [STEADY_PRACTICE_FLOW_INDEX_MOST] = { "flow_index_most_l_min_m2", 1, 5 },
  [STEADY_PRACTICE_CANNULA_DROP_MOST_MMHG] = { "cannula_drop_most_mmhg", 20, 250 },
  [STEADY_PRACTICE_CANNULA_M_AT_8_FR] = { "cannula_m_at_8_fr", 3, 6 },
  [STEADY_PRACTICE_CANNULA_M_SLOPE] = { "cannula_m_slope", 1, 4 },
  [STEADY_PRACTICE_LINE_PRESSURE_WARN_ABOVE_MMHG] = { "line_pressure_warn_above_mmhg", 10, 100 },
  [STEADY_PRACTICE_LINE_PRESSURE_STOP_ABOVE_MMHG] = { "line_pressure_stop_above_mmhg", 20, 200 },
  [STEADY_PRACTICE_LINE_PRESSURE_MOST_MMHG] = { "line_pressure_most_mmhg", 100, 350 },
  [STEADY_PRACTICE_ROLLER_MOST_RPM] = { "roller_most_rpm", 50, 250 },
  [STEADY_PRACTICE_HEPARIN_PRIME_IU_ML] = { "heparin_prime_iu_ml", 0, 10 },
  [STEADY_PRACTICE_ACT_TARGET_S] = { "act_target_s", 200, 1000 },
  [STEADY_PRACTICE_PROTAMINE_MG_PER_100_IU] = { "protamine_mg_per_100_iu", 0.2, 2 },
  [STEADY_PRACTICE_ANAESTHESIA_VOLUME_ML] = { "anaesthesia_volume_ml", 0, 5000 },
  [STEADY_PRACTICE_RAP_ML] = { "rap_ml", 0, 3000 },
  [STEADY_PRACTICE_CARDIOPLEGIA_TO_CIRCULATION_PCT] = { "cardioplegia_to_circulation_pct", 0, 100 },
  [STEADY_PRACTICE_COOLING_C_MIN] = { "cooling_c_min", 0.05, 3 },
  [STEADY_PRACTICE_REWARMING_COLD_C_MIN] = { "rewarming_cold_c_min", 0.05, 3 },
  [STEADY_PRACTICE_REWARMING_WARM_C_MIN] = { "rewarming_warm_c_min", 0.05, 1 },
  [STEADY_PRACTICE_REWARMING_SLOW_FROM_C] = { "rewarming_slow_from_c", 20, 36 },
  [STEADY_PRACTICE_REWARMING_TO_C] = { "rewarming_to_c", 30, 37.5 },
  [STEADY_PRACTICE_BODY_TEMPERATURE_C] = { "body_temperature_c", 30, 40 },
  [STEADY_PRACTICE_ARTERIAL_OUTLET_MOST_C] = { "arterial_outlet_most_c", 34, 37.5 },
  [STEADY_PRACTICE_GRADIENT_MOST_C] = { "gradient_most_c", 2, 15 },
  [STEADY_PRACTICE_GRADIENT_MOST_WARM_C] = { "gradient_most_warm_c", 1, 10 },
  [STEADY_PRACTICE_PH_STAT_BELOW_C] = { "ph_stat_below_c", 10, 37 },
  [STEADY_PRACTICE_SWEEP_PER_FLOW] = { "sweep_per_flow", 0.1, 3 },
  [STEADY_PRACTICE_INSPIRED_OXYGEN_PCT] = { "inspired_oxygen_pct", 21, 100 },
  [STEADY_PRACTICE_DO2I_ALARM_ABOVE_C] = { "do2i_alarm_above_c", 15, 37 },
  [STEADY_PRACTICE_DO2I_INFANT_STAT_1_TO_3] = { "do2i_infant_stat_1_to_3", 100, 800 },
  [STEADY_PRACTICE_MUF_ML_KG_MIN] = { "muf_ml_kg_min", 1, 50 },
  [STEADY_PRACTICE_MUF_HAEMATOCRIT_PCT] = { "muf_haematocrit_pct", 20, 60 },
  [STEADY_PRACTICE_MUF_FILTRATE_FRACTION] = { "muf_filtrate_fraction", 0.05, 0.8 },
  [STEADY_PRACTICE_HAEMATOCRIT_LOWEST_PCT] = { "haematocrit_lowest_pct", 10, 45 },
  [STEADY_PRACTICE_VAVD_MMHG] = { "vavd_mmhg", -100, 0 },
  /* clang-format on */
};

static const char *const bands[STEADY_PRACTICE_BANDS] = {
  [STEADY_PRACTICE_BLOOD_VOLUME_BY_WEIGHT] = "blood_volume_by_weight_ml_kg",
  [STEADY_PRACTICE_BLOOD_VOLUME_BY_AGE] = "blood_volume_by_age_ml_kg",
  [STEADY_PRACTICE_BLOOD_VOLUME_PRETERM] = "blood_volume_preterm_ml_kg",
  [STEADY_PRACTICE_BLOOD_VOLUME_OBESE] = "blood_volume_obese_ml_kg",
  [STEADY_PRACTICE_FLOW_BY_WEIGHT] = "flow_by_weight_ml_kg_min",
  [STEADY_PRACTICE_FLOW_INDEX_BY_WEIGHT] = "flow_index_by_weight_l_min_m2",
  [STEADY_PRACTICE_DO2I_TARGET_BY_WEIGHT] = "do2i_target_by_weight_ml_min_m2",
  [STEADY_PRACTICE_HEPARIN_BY_WEIGHT] = "heparin_by_weight_iu_kg",
  [STEADY_PRACTICE_CEREBRAL_FLOW_BY_WEIGHT] = "cerebral_flow_by_weight_ml_kg_min",
};

static const char *const choices[STEADY_PRACTICE_CHOICES] = {
  [STEADY_PRACTICE_CHOICE_SURFACE_FORMULA] = "surface_formula",
  [STEADY_PRACTICE_CHOICE_CARDIOPLEGIA] = "cardioplegia",
  [STEADY_PRACTICE_CHOICE_GAS_STRATEGY_COLD] = "gas_strategy_cold",
  [STEADY_PRACTICE_CHOICE_GAS_STRATEGY_WARM] = "gas_strategy_warm",
  [STEADY_PRACTICE_CHOICE_PROTAMINE_BASIS] = "protamine_basis",
};

static const struct
{
  const char *name;
  double      low, high;
} profile_numbers[STEADY_PROFILE_NUMBERS] = {
  [STEADY_PROFILE_UP_TO_KG] = { "up_to_kg", 1, 300 },
  [STEADY_PROFILE_UP_TO_DAYS] = { "up_to_days", 0, 45000 },
  [STEADY_PROFILE_MAP_LOW] = { "map_low_mmhg", 10, 100 },
  [STEADY_PROFILE_MAP_PLANNED] = { "map_planned_mmhg", 15, 110 },
  [STEADY_PROFILE_MAP_HIGH] = { "map_high_mmhg", 20, 150 },
  [STEADY_PROFILE_SVO2_LOW] = { "svo2_low_pct", 20, 90 },
  [STEADY_PROFILE_HAEMATOCRIT_LOW] = { "haematocrit_low_pct", 10, 45 },
  [STEADY_PROFILE_HAEMATOCRIT_TARGET] = { "haematocrit_target_pct", 15, 50 },
  [STEADY_PROFILE_TEMPERATURE] = { "temperature_c", 15, 37 },
};

static bool
read_numbers (SteadyPractice *self, const SteadyDataLayers *layers, GError **error)
{
  const char    *names[STEADY_PRACTICE_NUMBERS];
  SteadyJsonNode section;

  for (unsigned i = 0; i < STEADY_PRACTICE_NUMBERS; i++)
    {
      names[i] = numbers[i].name;
      if (!steady_data_layers_section (layers, "numbers", names[i], &section, error) ||
          !steady_fact_read_valued (&section,
                                    names[i],
                                    numbers[i].low,
                                    numbers[i].high,
                                    &self->numbers[i],
                                    error))
        return false;
    }
  return steady_data_layers_check (
      layers, "numbers", names, STEADY_PRACTICE_NUMBERS, error);
}

static bool
read_bands (SteadyPractice *self, const SteadyDataLayers *layers, GError **error)
{
  SteadyJsonNode section;

  for (unsigned i = 0; i < STEADY_PRACTICE_BANDS; i++)
    if (!steady_data_layers_section (layers, "bands", bands[i], &section, error) ||
        !steady_bands_read (&section, bands[i], &self->bands[i], error))
      return false;
  return steady_data_layers_check (
      layers, "bands", bands, STEADY_PRACTICE_BANDS, error);
}

static bool
read_choices (SteadyPractice *self, const SteadyDataLayers *layers, GError **error)
{
  SteadyJsonNode section, node;
  const char    *value;

  for (unsigned i = 0; i < STEADY_PRACTICE_CHOICES; i++)
    {
      if (!steady_data_layers_section (
              layers, "choices", choices[i], &section, error) ||
          !steady_json_get_node (&section, choices[i], &node, error) ||
          !steady_json_get_string (&node, "value", &value, error) ||
          !steady_cite_read (&section, choices[i], &self->choices[i].cite, error))
        return false;
      self->choices[i].value = g_strdup (value);
    }
  return steady_data_layers_check (
      layers, "choices", choices, STEADY_PRACTICE_CHOICES, error);
}

static bool
read_profile (SteadyPracticeProfile *profile,
              const SteadyJsonNode  *node,
              GError               **error)
{
  const char *id, *title;

  if (!steady_json_get_string (node, "id", &id, error) ||
      !steady_json_get_string (node, "title", &title, error))
    return false;
  profile->id = g_strdup (id);
  profile->title = g_strdup (title);
  for (unsigned i = 0; i < STEADY_PROFILE_NUMBERS; i++)
    if (!steady_fact_read (node,
                           profile_numbers[i].name,
                           profile_numbers[i].low,
                           profile_numbers[i].high,
                           &profile->numbers[i],
                           error))
      return false;
  return true;
}

static bool
read_profiles (SteadyPractice *self, const SteadyDataLayers *layers, GError **error)
{
  SteadyJsonNode items[STEADY_DATA_ITEMS_MOST];
  unsigned       n;

  if (!steady_data_layers_items (layers, "profiles", items, &n, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      if (self->n_profiles == STEADY_PRACTICE_PROFILES_MOST)
        {
          steady_json_set_error (&items[i], error, "is one profile too many");
          return false;
        }
      if (!read_profile (&self->profiles[self->n_profiles++], &items[i], error))
        return false;
    }
  return true;
}

static bool
read_part (SteadyPrimePart *part, const SteadyJsonNode *node, GError **error)
{
  const char *id, *name, *unit, *source;

  if (!steady_json_get_string (node, "id", &id, error) ||
      !steady_json_get_string (node, "name", &name, error) ||
      !steady_json_get_string (node, "unit", &unit, error) ||
      !steady_json_get_string (node, "source", &source, error) ||
      !steady_json_get_number (
          node, "per_l_prime", 0, 10000, &part->per_l_prime, error) ||
      !steady_json_get_number (node, "per_kg", 0, 1000, &part->per_kg, error) ||
      !steady_json_get_number (
          node, "per_l_red_cells", 0, 10000, &part->per_l_red_cells, error))
    return false;
  part->id = g_strdup (id);
  part->name = g_strdup (name);
  part->unit = g_strdup (unit);
  part->cite = (SteadyCite){ .file = g_strdup (node->file),
                             .place = g_strdup (node->place),
                             .source = g_strdup (source) };
  return true;
}

static bool
read_prime (SteadyPractice *self, const SteadyDataLayers *layers, GError **error)
{
  SteadyJsonNode items[STEADY_DATA_ITEMS_MOST];
  unsigned       n;

  if (!steady_data_layers_items (layers, "prime", items, &n, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      if (self->n_prime == STEADY_PRACTICE_PRIME_MOST)
        {
          steady_json_set_error (&items[i], error, "is one part of the prime too many");
          return false;
        }
      if (!read_part (&self->prime[self->n_prime++], &items[i], error))
        return false;
    }
  return true;
}

/*
 * Reads all of the practice; @self must be all zero. On failure @self owns nothing and
 * the error names the file and the place.
 *
 * Thread: any.
 */
bool
steady_practice_read (SteadyPractice         *self,
                      const SteadyDataLayers *layers,
                      GError                **error)
{
  if (read_numbers (self, layers, error) && read_bands (self, layers, error) &&
      read_choices (self, layers, error) && read_profiles (self, layers, error) &&
      read_prime (self, layers, error))
    return true;
  steady_practice_finish (self);
  return false;
}

static void
finish_profile (SteadyPracticeProfile *profile)
{
  g_free (profile->id);
  g_free (profile->title);
  for (unsigned i = 0; i < STEADY_PROFILE_NUMBERS; i++)
    steady_cite_finish (&profile->numbers[i].cite);
}

/* Accepts one that is all zero; leaves it so. Thread: any. */
void
steady_practice_finish (SteadyPractice *self)
{
  for (unsigned i = 0; i < STEADY_PRACTICE_NUMBERS; i++)
    steady_cite_finish (&self->numbers[i].cite);
  for (unsigned i = 0; i < STEADY_PRACTICE_BANDS; i++)
    steady_cite_finish (&self->bands[i].cite);
  for (unsigned i = 0; i < STEADY_PRACTICE_CHOICES; i++)
    {
      g_free (self->choices[i].value);
      steady_cite_finish (&self->choices[i].cite);
    }
  for (unsigned i = 0; i < self->n_profiles; i++)
    finish_profile (&self->profiles[i]);
  for (unsigned i = 0; i < self->n_prime; i++)
    {
      g_free (self->prime[i].id);
      g_free (self->prime[i].name);
      g_free (self->prime[i].unit);
      steady_cite_finish (&self->prime[i].cite);
    }
  memset (self, 0, sizeof *self);
}

/*
 * The size of patients that @weight belongs to: the first whose weight it is below (its
 * edge belongs to the next), or by age for the first days of life. NULL beyond all.
 *
 * Thread: any. Does not allocate.
 */
const SteadyPracticeProfile *
steady_practice_profile (const SteadyPractice *self,
                         SteadyWeight          weight,
                         double                age_days)
{
  for (unsigned i = 0; i < self->n_profiles; i++)
    {
      const SteadyFact *n = self->profiles[i].numbers;
      if (weight.kg < n[STEADY_PROFILE_UP_TO_KG].value ||
          (n[STEADY_PROFILE_UP_TO_DAYS].value > 0 &&
           age_days <= n[STEADY_PROFILE_UP_TO_DAYS].value))
        return &self->profiles[i];
    }
  return self->n_profiles > 0 ? &self->profiles[self->n_profiles - 1] : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "simulator/steady-blood.h"

static const SteadyBlood adult = { .haemoglobin = 15, .p50 = 26.8, .base_excess = 0 };

static void
test_saturation_as_severinghaus_printed_it (void)
{
  /* Severinghaus 1979, table; his equation is within 0.55 %. */
  g_assert_cmpfloat_with_epsilon (
      steady_blood_saturation (50, 7.4, 26.8), 0.8508, 0.0055);
  g_assert_cmpfloat_with_epsilon (
      steady_blood_saturation (70, 7.4, 26.8), 0.9406, 0.0055);
  g_assert_cmpfloat_with_epsilon (
      steady_blood_saturation (90, 7.4, 26.8), 0.9688, 0.0055);
  g_assert_cmpfloat_with_epsilon (
      steady_blood_saturation (26.8, 7.4, 26.8), 0.5, 0.005);
  g_assert_cmpfloat_with_epsilon (
      steady_blood_saturation (75.0062, 7.4, 26.8), 0.950795, 0.005);
}

static void
test_fetal_blood_binds_better (void)
{
  const double newborn = steady_blood_p50 (1.0);
  g_assert_cmpfloat (newborn, >=, 18);
  g_assert_cmpfloat (newborn, <=, 20);
  g_assert_cmpfloat_with_epsilon (
      steady_blood_saturation (newborn, 7.4, newborn), 0.5, 0.005);
  g_assert_cmpfloat (steady_blood_saturation (30, 7.4, newborn),
                     >,
                     steady_blood_saturation (30, 7.4, 26.8) + 0.1);
  /* Acid lets oxygen go. */
  g_assert_cmpfloat (steady_blood_saturation (40, 7.2, 26.8),
                     <,
                     steady_blood_saturation (40, 7.4, 26.8));
}

/* pH, haemoglobin, saturation, measured content in mL/dL, PCO2: the odd rows of table 3
 * of Douglas 1988. */
static const double douglas[][5] = {
  { 7.51, 16.5, .93, 40.3, 28.6 },   { 7.471, 18, .849, 39.8, 31 },
  { 7.433, 18.4, .853, 34, 27.3 },   { 7.411, 19, .84, 30.4, 26.4 },
  { 7.5, 16.1, .979, 40.6, 29.8 },   { 7.455, 17.5, .893, 40.9, 31.7 },
  { 7.432, 18.2, .889, 36.1, 31.1 }, { 7.474, 15.7, .949, 46.3, 34.8 },
  { 7.471, 16.2, .881, 45.3, 34 },   { 7.447, 16.5, .87, 45.5, 36.1 },
  { 7.436, 16.9, .881, 40.4, 32.6 }, { 7.437, 16.9, .889, 37.5, 30.2 },
  { 7.485, 16.8, .933, 42.2, 31.1 }, { 7.467, 17.9, .867, 42.7, 33.9 },
  { 7.457, 18.3, .858, 39, 31.8 },   { 7.467, 17.8, .903, 37.7, 30 },
  { 7.473, 16.1, .883, 43, 32.3 },   { 7.442, 16.4, .888, 42.4, 33.5 },
  { 7.394, 17.1, .899, 35.6, 33.7 },
};

static void
test_carbon_dioxide_as_douglas_measured_it (void)
{
  const int n = G_N_ELEMENTS (douglas);
  double    sum = 0, squares = 0;

  for (int i = 0; i < n; i++)
    {
      const SteadyBlood blood = { .haemoglobin = douglas[i][1], .p50 = 26.8 };
      const double      content =
          100 * steady_blood_carbon_dioxide (
                    &blood, douglas[i][4], douglas[i][0], douglas[i][2]);
      sum += content - douglas[i][3];
      squares += (content - douglas[i][3]) * (content - douglas[i][3]);
    }
  const double bias = sum / n, deviation = sqrt (squares / n - bias * bias);
  g_test_message ("bias %.2f, standard deviation %.2f mL/dL", bias, deviation);
  g_assert_cmpfloat (fabs (bias), <=, 0.6);
  g_assert_cmpfloat (deviation, <=, 1.3);
}

static void
test_carbon_dioxide_of_a_published_vector (void)
{
  const SteadyBlood blood = { .haemoglobin = 10, .p50 = 26.8 };
  g_assert_cmpfloat_with_epsilon (
      100 * steady_blood_carbon_dioxide (&blood, 37.503, 7.40, 0.90), 47.55, 0.3);
}

static void
test_oxygenator_gas_gives_the_published_ph (void)
{
  /* Annals of Surgery 1977: base excess about 0, PaCO2 30: pH 7.48. */
  const SteadyBlood blood = { .haemoglobin = 9, .p50 = 26.8, .base_excess = 0 };
  g_assert_cmpfloat_with_epsilon (steady_blood_ph (&blood, 30, 1.0), 7.48, 0.02);
  g_assert_cmpfloat_with_epsilon (steady_blood_ph (&adult, 40, 1.0), 7.40, 0.01);
}

static void
test_contents_and_tensions_are_inverse (void)
{
  for (double po2 = 5; po2 < 600; po2 *= 1.3)
    {
      const double oxygen = steady_blood_oxygen (&adult, po2, 7.35);
      g_assert_cmpfloat_with_epsilon (
          steady_blood_po2_of (&adult, oxygen, 7.35), po2, 0.001 * po2 + 0.01);
    }
  for (double excess = -20; excess <= 15; excess += 5)
    for (double pco2 = 12; pco2 < 140; pco2 *= 1.4)
      {
        const SteadyBlood blood = { .haemoglobin = 9,
                                    .p50 = 24,
                                    .base_excess = excess };
        const double      ph = steady_blood_ph (&blood, pco2, 0.8);
        const double      co2 = steady_blood_carbon_dioxide (&blood, pco2, ph, 0.8);
        double            found;
        g_assert_cmpfloat_with_epsilon (
            steady_blood_pco2_of (&blood, co2, 0.8, &found), pco2, 0.002 * pco2);
        g_assert_cmpfloat_with_epsilon (found, ph, 1e-4);
      }
}

static void
test_temperature_changes_tensions (void)
{
  /* PCO2 40 at 37 °C reads 26.0 at 27 °C (Bradley 1956). */
  g_assert_cmpfloat_with_epsilon (steady_blood_pco2_to_37 (26.0, 27), 40, 0.9);
  /* d ln PO2 / dT at 100 mmHg is 0.0708 (Severinghaus 1979). */
  g_assert_cmpfloat_with_epsilon (
      log (steady_blood_po2_to_37 (100, 36) / 100), 0.0708, 0.003);
  g_assert_cmpfloat_with_epsilon (steady_blood_water_pressure (37), 47, 0.1);
  g_assert_cmpfloat_with_epsilon (steady_blood_water_pressure (28), 28, 0.5);
}

static void
test_viscosity (void)
{
  g_assert_cmpfloat_with_epsilon (steady_blood_viscosity (0.30, 35), 2.8, 0.05);
  g_assert_cmpfloat_with_epsilon (
      steady_blood_viscosity (0.3, 22) / steady_blood_viscosity (0.3, 37), 1.57, 0.02);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulator/blood/saturation-as-severinghaus-printed-it",
                   test_saturation_as_severinghaus_printed_it);
  g_test_add_func ("/simulator/blood/fetal-blood-binds-better",
                   test_fetal_blood_binds_better);
  g_test_add_func ("/simulator/blood/carbon-dioxide-as-douglas-measured-it",
                   test_carbon_dioxide_as_douglas_measured_it);
  g_test_add_func ("/simulator/blood/carbon-dioxide-of-a-published-vector",
                   test_carbon_dioxide_of_a_published_vector);
  g_test_add_func ("/simulator/blood/oxygenator-gas-gives-the-published-ph",
                   test_oxygenator_gas_gives_the_published_ph);
  g_test_add_func ("/simulator/blood/contents-and-tensions-are-inverse",
                   test_contents_and_tensions_are_inverse);
  g_test_add_func ("/simulator/blood/temperature-changes-tensions",
                   test_temperature_changes_tensions);
  g_test_add_func ("/simulator/blood/viscosity", test_viscosity);
  return g_test_run ();
}

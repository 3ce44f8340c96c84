/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "steady-validation.h"

/* Rows A0 to A12: the equations of the blood, at 37 °C unless said. */

/* Nineteen bloods of Douglas 1988, table 3, odd rows: pH, haemoglobin, saturation,
 * measured carbon dioxide (mL/dL), tension. */
static const double douglas[19][5] = {
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

/* Kelman 1966, for comparison: saturation at 37 °C and a tension of 40 mmHg CO2. */
static double
kelman (double po2, double ph, double pco2)
{
  const double x = po2 * pow (10, 0.40 * (ph - 7.4) + 0.06 * log10 (40 / pco2));
  const double up = x * (x * (x * (x - 67.073989) + 2121.4010) - 8532.2289);
  const double down =
      x * (x * (x * (x - 67.104406) + 2396.1674) - 31346.258) + 935960.87;

  return up / down;
}

/* A heat exchanger of the neonatal circuit by its law, against what the running model
 * does with it: mean of twenty waters, °C. */
static double
heat_exchanger_error (SteadyRandom *random)
{
  SteadySimulatorSetup setup;
  SteadySimulator      model;
  double               error = 0;

  steady_model_setup (&setup, &steady_model_columns[0], true);
  steady_simulator_init (&model, &setup);
  for (int i = 0; i < 20; i++)
    {
      const double water = 15 + 25 * steady_random_uniform (random);
      const double flow = 0.612 * 7 / 1.5;
      const double share = 1 - exp (-1.35 * pow (3 / flow, 0.9));
      for (int step = 0; step < 60000; step++)
        {
          model.tissue.water = water;
          model.tissue.amount[STEADY_SPECIES_HEAT][STEADY_POOL_RESERVOIR] =
              30 * model.tissue.amount[STEADY_SPECIES_VOLUME][STEADY_POOL_RESERVOIR];
          steady_simulator_step (&model);
        }
      const double in =
          steady_transport_content (&model, STEADY_POOL_RESERVOIR, STEADY_SPECIES_HEAT);
      const double out = steady_transport_content (
          &model, STEADY_POOL_OXYGENATOR, STEADY_SPECIES_HEAT);
      error += (out - in - share * (water - in)) / 20;
    }
  return error;
}

static void
run_reference (SteadyValidation *self)
{
  SteadyRandom random;
  double       oxygen = 0, transfer = 0;

  steady_random_init (&random, 24);
  for (int i = 0; i < 24; i++)
    {
      const SteadyBlood blood = { .haemoglobin =
                                      6 + 10 * steady_random_uniform (&random),
                                  .p50 = 26.8,
                                  .base_excess =
                                      12 * steady_random_uniform (&random) - 8 };
      const double      po2 = 30 + 300 * steady_random_uniform (&random);
      const double      pco2 = 25 + 35 * steady_random_uniform (&random);
      const double      ph = steady_blood_ph (&blood, pco2, 0.9);
      const double      reference =
          0.0134 * blood.haemoglobin * kelman (po2, ph, pco2) + 0.000031 * po2;
      oxygen += (steady_blood_oxygen (&blood, po2, ph) / reference - 1) / 24;
      /* What blood loses on its way to a tension of 35, there and back by the solvers.
       */
      double       solved;
      const double before = steady_blood_carbon_dioxide (&blood, pco2, ph, 0.9);
      const double back = steady_blood_pco2_of (&blood, before, 0.9, &solved);
      transfer += 1000 *
                  (steady_blood_carbon_dioxide (&blood, back, solved, 0.9) - before) /
                  24;
    }
  steady_validation_row (
      self, 0, STEADY_VALIDATION_CHEMISTRY, "against a reference, 20 states or more");
  steady_validation_near (self, "oxygen content against Kelman, %", 100 * oxygen, 0, 1);
  steady_validation_near (self, "carbon dioxide transfer, mL/L", transfer, 0, 0.05);
  steady_validation_near (
      self, "heat exchanger, deg C", heat_exchanger_error (&random), 0, 0.05);
}

static void
run_saturations (SteadyValidation *self)
{
  static const double known[3][2] = { { 50, 85.08 }, { 70, 94.06 }, { 90, 96.88 } };

  for (unsigned i = 0; i < 3; i++)
    {
      steady_validation_row (self,
                             1 + i,
                             STEADY_VALIDATION_CHEMISTRY,
                             "adult blood, pH 7.40 (Severinghaus 1979)");
      steady_validation_near (self,
                              "saturation, %",
                              100 * steady_blood_saturation (known[i][0], 7.4, 26.8),
                              known[i][1],
                              0.55);
    }
  steady_validation_row (
      self, 4, STEADY_VALIDATION_CHEMISTRY, "PO2 10 kPa, PCO2 5.33 kPa (Kelman)");
  steady_validation_near (
      self, "saturation", steady_blood_saturation (75.006, 7.4, 26.8), 0.950795, 0.005);
  steady_validation_row (
      self, 5, STEADY_VALIDATION_CHEMISTRY, "PO2 26.8, standard (Siggaard-Andersen)");
  steady_validation_near (
      self, "saturation, %", 100 * steady_blood_saturation (26.8, 7.4, 26.8), 50, 0.3);
}

static void
run_carbon_dioxide (SteadyValidation *self)
{
  SteadyBlood blood = { .haemoglobin = 10, .p50 = 26.8 };
  double      mean = 0, square = 0;

  steady_validation_row (self, 6, STEADY_VALIDATION_CHEMISTRY, "pH 7.35 (Kelman)");
  steady_validation_near (self, "pK'", steady_blood_pk (7.35), 6.0928895, 1e-4);
  steady_validation_row (
      self, 7, STEADY_VALIDATION_CHEMISTRY, "Hb 10, S 0.90, 5 kPa, pH 7.40 (Douglas)");
  steady_validation_near (self,
                          "carbon dioxide, mL/dL",
                          100 * steady_blood_carbon_dioxide (&blood, 37.503, 7.4, 0.9),
                          47.55,
                          0.3);
  for (unsigned i = 0; i < 19; i++)
    {
      const double *row = douglas[i];
      blood.haemoglobin = row[1];
      const double off =
          100 * steady_blood_carbon_dioxide (&blood, row[4], row[0], row[2]) - row[3];
      mean += off / 19;
      square += off * off;
    }
  steady_validation_row (
      self, 8, STEADY_VALIDATION_CHEMISTRY, "19 measured bloods (Douglas 1988)");
  steady_validation_near (self, "bias, mL/dL", mean, 0, 0.6);
  steady_validation_inside (
      self, "deviation, mL/dL", sqrt ((square - 19 * mean * mean) / 18), 0, 1.3);
}

static void
run_temperatures (SteadyValidation *self)
{
  const SteadyBlood blood = { .haemoglobin = 10, .p50 = 26.8, .base_excess = 0 };

  steady_validation_row (self, 9, STEADY_VALIDATION_CHEMISTRY, "7.40 at 27 deg C");
  steady_validation_near (self, "pH", steady_blood_ph_at (7.4, 27), 7.547, 0.01);
  steady_validation_row (self, 10, STEADY_VALIDATION_CHEMISTRY, "PCO2 40 at 27 deg C");
  steady_validation_near (
      self, "PCO2", 40 * 40 / steady_blood_pco2_to_37 (40, 27), 26.0, 0.6);
  steady_validation_row (self, 11, STEADY_VALIDATION_CHEMISTRY, "PO2 100, a degree");
  steady_validation_near (self,
                          "d ln PO2 / dT",
                          log (steady_blood_po2_to_37 (100, 36) / 100),
                          0.0708,
                          0.003);
  steady_validation_row (self,
                         12,
                         STEADY_VALIDATION_CHEMISTRY,
                         "PaCO2 30, base excess 0, Hb 10 (haemoglobin not stated)");
  steady_validation_near (self, "pH", steady_blood_ph (&blood, 30, 1), 7.48, 0.02);
}

void
steady_validation_chemistry (SteadyValidation *self)
{
  run_reference (self);
  run_saturations (self);
  run_carbon_dioxide (self);
  run_temperatures (self);
}

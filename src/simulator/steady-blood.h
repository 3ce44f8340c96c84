/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * The chemistry of blood, all at 37 °C: what a blood gas machine reports. Contents in
 * mL gas (STPD) per mL of blood, tensions in mmHg, haemoglobin in g/dL.
 */
typedef struct SteadyBlood
{
  double haemoglobin; /* g/dL */
  double p50;         /* mmHg */
  double base_excess; /* mmol/L */
} SteadyBlood;

double steady_blood_p50 (double fetal_fraction);
double steady_blood_viscosity (double haematocrit, double temperature);
double steady_blood_saturation (double po2, double ph, double p50);
double steady_blood_oxygen (const SteadyBlood *self, double po2, double ph);
double steady_blood_ph (const SteadyBlood *self, double pco2, double saturation);
double steady_blood_carbon_dioxide (const SteadyBlood *self,
                                    double             pco2,
                                    double             ph,
                                    double             saturation);
double steady_blood_po2_of (const SteadyBlood *self, double oxygen, double ph);
double steady_blood_pco2_of (const SteadyBlood *self,
                             double             carbon_dioxide,
                             double             saturation,
                             double            *ret_ph);
double steady_blood_water_pressure (double temperature);
double steady_blood_pco2_to_37 (double pco2, double temperature);
double steady_blood_po2_to_37 (double po2, double temperature);
double steady_blood_pk (double ph);
double steady_blood_ph_at (double ph, double temperature);
double steady_blood_oncotic (double protein);
double steady_blood_oncotic_albumin (double albumin);

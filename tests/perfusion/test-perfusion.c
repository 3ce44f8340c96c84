/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "perfusion/steady-body.h"
#include "perfusion/steady-dilution.h"
#include "perfusion/steady-full-flow.h"
#include "perfusion/steady-oxygen.h"
#include "perfusion/steady-tubing.h"

/* The worked examples that the literature and its pages print, and some computed apart
 * from this code; each as exact as it was printed. */

#define PERCENT(value) ((SteadyHaematocrit){ value })
#define ML(value)      ((SteadyVolume){ value })
#define KG(value)      ((SteadyWeight){ value })
#define CM(value)      ((SteadyLength){ value })

static void
test_surface (void)
{
  static const struct
  {
    double kg, cm, mosteller, du_bois, haycock;
  } rows[] = {
    { 3.2, 50, .211, .201, .214 },    { 5, 58, .284, .270, .288 },
    { 8, 70, .394, .378, .400 },      { 12, 86, .535, .522, .540 },
    { 30, 135, 1.061, 1.068, 1.056 }, { 50, 160, 1.491, 1.501, 1.487 },
    { 70, 175, 1.845, 1.848, 1.847 },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SteadyWeight weight = KG (rows[i].kg);
      const SteadyLength height = CM (rows[i].cm);
      SteadyArea         area;
      g_assert_true (
          steady_body_surface (STEADY_SURFACE_MOSTELLER, weight, height, &area));
      g_assert_cmpfloat_with_epsilon (area.m2, rows[i].mosteller, 0.0006);
      g_assert_true (
          steady_body_surface (STEADY_SURFACE_DU_BOIS, weight, height, &area));
      g_assert_cmpfloat_with_epsilon (area.m2, rows[i].du_bois, 0.0006);
      g_assert_true (
          steady_body_surface (STEADY_SURFACE_HAYCOCK, weight, height, &area));
      g_assert_cmpfloat_with_epsilon (area.m2, rows[i].haycock, 0.0006);
    }
}

/* The child of the incident report SCPS-120: 19.5 kg, 107 cm, 0.76 m², 2 L/min. */
static void
test_real_child (void)
{
  const SteadyFlow flow = { 2 };
  SteadyArea       area;

  g_assert_true (
      steady_body_surface (STEADY_SURFACE_MOSTELLER, KG (19.5), CM (107), &area));
  g_assert_cmpfloat_with_epsilon (area.m2, 0.76, 0.005);
  g_assert_cmpfloat_with_epsilon (steady_flow_index (flow, area), 2.63, 0.005);
  g_assert_cmpfloat_with_epsilon (steady_flow_per_kg (flow, KG (19.5)), 103, 0.5);
}

static void
test_surface_domain (void)
{
  static const double bad_kg[] = { 0, -3.2, 0.29, 301, NAN, INFINITY };
  static const double bad_cm[] = { 0, -50, 19.9, 251, NAN, INFINITY };
  SteadyArea          area = { 7 };

  for (unsigned i = 0; i < G_N_ELEMENTS (bad_kg); i++)
    {
      g_assert_false (steady_body_surface (
          STEADY_SURFACE_MOSTELLER, KG (bad_kg[i]), CM (50), &area));
      g_assert_false (steady_body_surface (
          STEADY_SURFACE_HAYCOCK, KG (3.2), CM (bad_cm[i]), &area));
    }
  g_assert_false (
      steady_body_surface ((SteadySurfaceFormula) 9, KG (3.2), CM (50), &area));
  g_assert_cmpfloat_with_epsilon (area.m2, 7, 1e-12);
}

static void
test_blood_volume (void)
{
  static const struct
  {
    double kg, ml;
  } rows[] = { { 3.2, 272 }, { 5, 425 },   { 10, 850 }, { 11, 880 },
               { 25, 1875 }, { 35, 2450 }, { 70, 4550 } };
  SteadyVolume volume = { 7 };

  g_assert_false (steady_body_blood_volume (KG (0.2), &volume));
  g_assert_false (steady_body_blood_volume (KG (NAN), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 7, 1e-12);
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (steady_body_blood_volume (KG (rows[i].kg), &volume));
      g_assert_cmpfloat_with_epsilon (volume.ml, rows[i].ml, 0.01);
    }
}

static void
test_flow_by_weight (void)
{
  static const struct
  {
    double kg, ml_min;
  } rows[] = { { 3.2, 480 }, { 2.5, 500 },   { 5, 750 },
               { 12, 1500 }, { 19.5, 1950 }, { 40, 3000 } };
  SteadyFlow flow = { 7 };

  g_assert_false (steady_full_flow_by_weight (KG (0), &flow));
  g_assert_false (steady_full_flow_by_weight (KG (NAN), &flow));
  g_assert_cmpfloat_with_epsilon (flow.l_min, 7, 1e-12);
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (steady_full_flow_by_weight (KG (rows[i].kg), &flow));
      g_assert_cmpfloat_with_epsilon (flow.l_min * 1000, rows[i].ml_min, 0.01);
    }
}

/* Never falls as the weight rises, meets the table in the middle of each band, and lies
 * between its neighbours. */
static void
test_smooth_flow (void)
{
  SteadyFlow flow = { 7 };
  double     before = 0;

  g_assert_false (steady_full_flow_smooth (KG (30.01), &flow));
  g_assert_false (steady_full_flow_smooth (KG (0.1), &flow));
  g_assert_cmpfloat_with_epsilon (flow.l_min, 7, 1e-12);
  for (double kg = 0.3; kg <= 30; kg += 0.05)
    {
      g_assert_true (steady_full_flow_smooth (KG (kg), &flow));
      g_assert_cmpfloat (flow.l_min, >, before);
      g_assert_cmpfloat (steady_flow_per_kg (flow, KG (kg)), <=, 200.001);
      g_assert_cmpfloat (steady_flow_per_kg (flow, KG (kg)), >=, 75);
      before = flow.l_min;
    }
  g_assert_true (steady_full_flow_smooth (KG (6.5), &flow));
  g_assert_cmpfloat_with_epsilon (flow.l_min, 0.975, 1e-9);
  g_assert_true (steady_full_flow_smooth (KG (12.5), &flow));
  g_assert_cmpfloat_with_epsilon (flow.l_min, 1.5625, 1e-9);
}

/* Neonate of 3.2 kg, Hb = Hct / 3, saturation 1, pO2 200: content and flow for 340. */
static void
test_oxygen (void)
{
  static const struct
  {
    double haematocrit, content, flow;
  } rows[] = { { 25, 11.77, 0.609 }, { 30, 14.00, 0.512 }, { 35, 16.23, 0.442 } };
  SteadyArea area;

  g_assert_true (
      steady_body_surface (STEADY_SURFACE_MOSTELLER, KG (3.2), CM (50), &area));
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SteadyHaemoglobin haemoglobin = { rows[i].haematocrit / 3 };
      double                  content, delivery;
      SteadyFlow              flow;
      g_assert_true (steady_oxygen_content (&steady_oxygen_goal_directed,
                                            haemoglobin,
                                            1,
                                            (SteadyPressure){ 200 },
                                            &content));
      g_assert_cmpfloat_with_epsilon (content, rows[i].content, 0.005);
      g_assert_true (steady_oxygen_flow_for_delivery (340, area, content, &flow));
      g_assert_cmpfloat_with_epsilon (flow.l_min, rows[i].flow, 0.001);
      g_assert_true (steady_oxygen_delivery_index (flow, area, content, &delivery));
      g_assert_cmpfloat_with_epsilon (delivery, 340, 1e-9);
    }
}

/* At a haematocrit of 25 % the rule of 150 mL/kg misses a DO2i of 340. */
static void
test_rule_of_150_misses (void)
{
  SteadyArea area;
  SteadyFlow flow;
  double     content, delivery;

  g_assert_true (
      steady_body_surface (STEADY_SURFACE_MOSTELLER, KG (3.2), CM (50), &area));
  g_assert_true (steady_full_flow_by_weight (KG (3.2), &flow));
  g_assert_cmpfloat_with_epsilon (steady_flow_index (flow, area), 2.28, 0.005);
  g_assert_true (steady_oxygen_content (&steady_oxygen_goal_directed,
                                        (SteadyHaemoglobin){ 25 / 3.0 },
                                        1,
                                        (SteadyPressure){ 200 },
                                        &content));
  g_assert_true (steady_oxygen_delivery_index (flow, area, content, &delivery));
  g_assert_cmpfloat (delivery, <, 340);
}

static void
test_oxygen_domain (void)
{
  const SteadyOxygenConstants *constants = &steady_oxygen_hemosphere;
  const SteadyHaemoglobin      ten = { 10 };
  const SteadyPressure         po2 = { 100 };
  const SteadyArea             area = { 0.2 };
  double                       value = 7;
  SteadyFlow                   flow = { 7 };

  g_assert_false (
      steady_oxygen_content (constants, (SteadyHaemoglobin){ 26 }, 1, po2, &value));
  g_assert_false (steady_oxygen_content (constants, ten, 98, po2, &value)); /* in % */
  g_assert_false (steady_oxygen_content (constants, ten, NAN, po2, &value));
  g_assert_false (
      steady_oxygen_content (constants, ten, 1, (SteadyPressure){ -1 }, &value));
  g_assert_false (steady_oxygen_delivery_index ((SteadyFlow){ -1 }, area, 14, &value));
  g_assert_false (
      steady_oxygen_delivery_index ((SteadyFlow){ 1 }, (SteadyArea){ 0 }, 14, &value));
  g_assert_false (steady_oxygen_delivery_index ((SteadyFlow){ 1 }, area, 41, &value));
  g_assert_false (steady_oxygen_flow_for_delivery (340, area, 0, &flow));
  g_assert_false (steady_oxygen_flow_for_delivery (-1, area, 14, &flow));
  g_assert_false (steady_oxygen_flow_for_delivery (2000, (SteadyArea){ 4 }, 1, &flow));
  g_assert_cmpfloat_with_epsilon (value, 7, 1e-12);
  g_assert_cmpfloat_with_epsilon (flow.l_min, 7, 1e-12);
  g_assert_true (steady_oxygen_content (constants, ten, 1, po2, &value));
  g_assert_cmpfloat_with_epsilon (value, 14.11, 1e-9);
}

static void
test_tubing (void)
{
  static const struct
  {
    SteadyTubing tubing;
    double       ml_m, ml_ft, stroke, most_l_min;
  } rows[] = {
    { STEADY_TUBING_1_8, 7.9, 2.41, 0, 0 },
    { STEADY_TUBING_3_16, 17.8, 5.43, 7, 0.7 },
    { STEADY_TUBING_1_4, 31.7, 9.65, 13, 1.3 },
    { STEADY_TUBING_3_8, 71.3, 21.7, 27, 2.7 },
    { STEADY_TUBING_1_2, 126.7, 38.6, 45, 4.5 },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SteadyVolume volume, stroke;
      SteadyFlow   flow;
      g_assert_true (steady_tubing_volume (rows[i].tubing, CM (100), &volume));
      g_assert_cmpfloat_with_epsilon (volume.ml, rows[i].ml_m, 0.05);
      g_assert_true (steady_tubing_volume (rows[i].tubing, CM (30.48), &volume));
      g_assert_cmpfloat_with_epsilon (volume.ml, rows[i].ml_ft, 0.05);
      if (rows[i].stroke <= 0)
        {
          g_assert_false (steady_tubing_stroke (rows[i].tubing, &stroke));
          continue;
        }
      g_assert_true (steady_tubing_stroke (rows[i].tubing, &stroke));
      g_assert_cmpfloat_with_epsilon (stroke.ml, rows[i].stroke, 1e-12);
      g_assert_true (steady_tubing_roller_flow (rows[i].tubing, 100, &flow));
      g_assert_cmpfloat_with_epsilon (flow.l_min, rows[i].most_l_min, 1e-9);
    }
}

static void
test_tubing_domain (void)
{
  SteadyVolume volume = { 7 };
  SteadyFlow   flow = { 7 };

  g_assert_false (steady_tubing_volume ((SteadyTubing) 5, CM (100), &volume));
  g_assert_false (steady_tubing_volume (STEADY_TUBING_1_4, CM (-1), &volume));
  g_assert_false (steady_tubing_volume (STEADY_TUBING_1_4, CM (2001), &volume));
  g_assert_false (steady_tubing_volume (STEADY_TUBING_1_4, CM (NAN), &volume));
  g_assert_false (steady_tubing_stroke ((SteadyTubing) 0, &volume));
  g_assert_false (steady_tubing_roller_flow (STEADY_TUBING_1_4, -1, &flow));
  g_assert_false (steady_tubing_roller_flow (STEADY_TUBING_1_4, 301, &flow));
  g_assert_false (steady_tubing_roller_flow (STEADY_TUBING_1_8, 60, &flow));
  g_assert_cmpfloat_with_epsilon (volume.ml, 7, 1e-12);
  g_assert_cmpfloat_with_epsilon (flow.l_min, 7, 1e-12);
}

static void
test_dilution (void)
{
  SteadyHaematocrit mixed;
  SteadyVolume      volume;

  /* crystalloid, then blood, added to 5 L */
  g_assert_true (
      steady_dilution_mix (ML (5000), PERCENT (43.9), ML (500), PERCENT (0), &mixed));
  g_assert_cmpfloat_with_epsilon (mixed.percent, 39.9, 0.05);
  g_assert_true (
      steady_dilution_mix (ML (5000), PERCENT (25), ML (500), PERCENT (35), &mixed));
  g_assert_cmpfloat_with_epsilon (mixed.percent, 25.9, 0.05);
  /* red cells as part of a prime of 2 L */
  g_assert_true (steady_dilution_cells_in_prime (
      ML (5000), PERCENT (25), ML (2000), PERCENT (25), PERCENT (60), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 833, 0.5);
  g_assert_true (steady_dilution_cells_in_prime (
      ML (5000), PERCENT (25), ML (2000), PERCENT (25), PERCENT (35), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 1429, 0.5);
  /* 4667 mL were added when 7 L fell from 25 to 15 % */
  g_assert_true (steady_dilution_to_remove (
      ML (7000 * 25 / 15.0), PERCENT (15), PERCENT (25), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 4667, 0.5);
  g_assert_true (
      steady_dilution_allowable_loss (ML (400), PERCENT (36), PERCENT (25), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 122, 0.5);
}

static void
test_small_children (void)
{
  SteadyHaematocrit mixed;
  SteadyVolume      volume;

  g_assert_true (
      steady_dilution_mix (ML (272), PERCENT (45), ML (180), PERCENT (0), &mixed));
  g_assert_cmpfloat_with_epsilon (mixed.percent, 27.1, 0.05);
  g_assert_true (steady_dilution_cells_in_prime (
      ML (272), PERCENT (45), ML (180), PERCENT (30), PERCENT (60), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 22.0, 0.05);
  g_assert_true (steady_dilution_cells_in_prime (
      ML (272), PERCENT (45), ML (180), PERCENT (35), PERCENT (60), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 59.7, 0.05);
  g_assert_true (
      steady_dilution_mix (ML (425), PERCENT (36), ML (250), PERCENT (0), &mixed));
  g_assert_cmpfloat_with_epsilon (mixed.percent, 22.7, 0.05);
  g_assert_true (steady_dilution_cells_in_prime (
      ML (425), PERCENT (36), ML (250), PERCENT (28), PERCENT (60), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 60.0, 0.05);
  g_assert_true (steady_dilution_cells_on_top (
      ML (425), PERCENT (36), ML (250), PERCENT (28), PERCENT (60), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 112.5, 0.05);
  g_assert_true (steady_dilution_cells_in_prime (
      ML (425), PERCENT (36), ML (250), PERCENT (30), PERCENT (60), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 82.5, 0.05);
  /* none needed */
  g_assert_true (steady_dilution_cells_on_top (
      ML (425), PERCENT (36), ML (250), PERCENT (20), PERCENT (60), &volume));
  g_assert_cmpfloat_with_epsilon (volume.ml, 0, 1e-12);
}

static void
test_dilution_domain (void)
{
  SteadyHaematocrit mixed = { 7 };
  SteadyVolume      volume = { 7 };

  g_assert_false (
      steady_dilution_mix (ML (0), PERCENT (40), ML (100), PERCENT (0), &mixed));
  g_assert_false (
      steady_dilution_mix (ML (272), PERCENT (140), ML (100), PERCENT (0), &mixed));
  g_assert_false (
      steady_dilution_mix (ML (272), PERCENT (40), ML (-1), PERCENT (0), &mixed));
  g_assert_false (
      steady_dilution_mix (ML (272), PERCENT (40), ML (1), PERCENT (NAN), &mixed));
  /* cells no richer than what is wanted, and more than the prime holds */
  g_assert_false (steady_dilution_cells_on_top (
      ML (272), PERCENT (45), ML (180), PERCENT (60), PERCENT (60), &volume));
  g_assert_false (steady_dilution_cells_in_prime (
      ML (272), PERCENT (20), ML (100), PERCENT (45), PERCENT (60), &volume));
  g_assert_false (
      steady_dilution_to_remove (ML (300), PERCENT (30), PERCENT (30), &volume));
  g_assert_false (
      steady_dilution_allowable_loss (ML (300), PERCENT (20), PERCENT (25), &volume));
  g_assert_cmpfloat_with_epsilon (mixed.percent, 7, 1e-12);
  g_assert_cmpfloat_with_epsilon (volume.ml, 7, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/perfusion/body/surface", test_surface);
  g_test_add_func ("/perfusion/body/real-child", test_real_child);
  g_test_add_func ("/perfusion/body/surface-domain", test_surface_domain);
  g_test_add_func ("/perfusion/body/blood-volume", test_blood_volume);
  g_test_add_func ("/perfusion/flow/by-weight", test_flow_by_weight);
  g_test_add_func ("/perfusion/flow/smooth", test_smooth_flow);
  g_test_add_func ("/perfusion/oxygen/content-and-delivery", test_oxygen);
  g_test_add_func ("/perfusion/oxygen/rule-of-150-misses", test_rule_of_150_misses);
  g_test_add_func ("/perfusion/oxygen/domain", test_oxygen_domain);
  g_test_add_func ("/perfusion/tubing/volume-and-stroke", test_tubing);
  g_test_add_func ("/perfusion/tubing/domain", test_tubing_domain);
  g_test_add_func ("/perfusion/dilution/worked-examples", test_dilution);
  g_test_add_func ("/perfusion/dilution/small-children", test_small_children);
  g_test_add_func ("/perfusion/dilution/domain", test_dilution_domain);
  return g_test_run ();
}

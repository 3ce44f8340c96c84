/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "checklist/steady-bypass-gate.h"
#include "measure/steady-channel.h"

/* What "On bypass" needs (safety rulings, 22), to the second and the next number. */

#define SEC  STEADY_NSEC_PER_SEC
#define MIN_ (60 * SEC)

static SteadyClinicalRecord
heparin (uint64_t id, SteadyInstant given)
{
  SteadyClinicalRecord record = { .id = id,
                                  .given = given,
                                  .kind = STEADY_CLINICAL_DOSE };
  g_strlcpy (record.what, "heparin", sizeof record.what);
  return record;
}

static SteadyClinicalRecord
act (uint64_t id, SteadyInstant given, double seconds, const char *device)
{
  SteadyClinicalRecord record = {
    .id = id, .given = given, .kind = STEADY_CLINICAL_SAMPLE, .n_values = 1
  };
  record.values[0] =
      (SteadyClinicalValue){ .value = seconds, .channel = STEADY_CHANNEL_ACT };
  g_strlcpy (record.device, device, sizeof record.device);
  return record;
}

static void
take (SteadyBypassFacts *facts, SteadyClinicalRecord record)
{
  steady_bypass_facts_take (facts, &record);
}

static SteadyBypassView
ready_view (SteadyInstant now)
{
  return (SteadyBypassView){ .now = now,
                             .act_least_s = 480,
                             .sweep_l_min = 0.3,
                             .met = STEADY_NEED_PRIME | STEADY_NEED_LEVEL |
                                    STEADY_NEED_AIR | STEADY_NEED_LINE_PRESSURE |
                                    STEADY_NEED_LINE_TEST | STEADY_NEED_TUBING };
}

static void
test_nothing_done (void)
{
  SteadyBypassFacts      facts = { 0 };
  const SteadyBypassView view = { .now = SEC,
                                  .act_least_s = 480,
                                  .sweep_l_min = (double) NAN };

  g_assert_cmpuint (
      steady_bypass_needs (&facts, &view, NULL), ==, (unsigned) STEADY_NEED_ALL);
}

static void
test_all_done (void)
{
  SteadyBypassFacts  facts = { 0 };
  SteadyBypassView   view = ready_view (10 * MIN_);
  SteadyBypassAnswer answer;

  take (&facts, heparin (1, 4 * MIN_));
  take (&facts, act (2, 8 * MIN_, 480, "Hemochron"));
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, &answer), ==, 0);
  g_assert_cmpint (answer, ==, STEADY_BYPASS_MET);
  /* each that a list must meet is needed by itself */
  for (unsigned bit = STEADY_NEED_PRIME; bit <= STEADY_NEED_TUBING; bit <<= 1)
    {
      if ((view.met & bit) == 0)
        continue;
      SteadyBypassView less = view;
      less.met &= ~bit;
      g_assert_cmpuint (steady_bypass_needs (&facts, &less, NULL), ==, bit);
    }
}

static void
test_act (void)
{
  static const struct
  {
    SteadyInstant      given, now;
    double             seconds;
    const char        *device;
    SteadyBypassAnswer answer;
  } tries[] = {
    { 8 * MIN_, 10 * MIN_, 480, "i-STAT", STEADY_BYPASS_MET },
    { 8 * MIN_, 10 * MIN_, 479, "i-STAT", STEADY_BYPASS_LOW },
    { 8 * MIN_, 10 * MIN_, 480, "", STEADY_BYPASS_UNNAMED },
    { 8 * MIN_, 38 * MIN_, 480, "i-STAT", STEADY_BYPASS_MET },
    { 8 * MIN_, 38 * MIN_ + 1, 480, "i-STAT", STEADY_BYPASS_OLD },
    { 3 * MIN_, 10 * MIN_, 900, "i-STAT", STEADY_BYPASS_NONE }, /* before heparin */
    { 4 * MIN_, 10 * MIN_, 900, "i-STAT", STEADY_BYPASS_MET },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      SteadyBypassFacts  facts = { 0 };
      SteadyBypassView   view = ready_view (tries[i].now);
      SteadyBypassAnswer answer;
      take (&facts, act (2, tries[i].given, tries[i].seconds, tries[i].device));
      g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL),
                        ==,
                        STEADY_NEED_HEPARIN | STEADY_NEED_ACT);
      take (&facts, heparin (1, 4 * MIN_));
      g_assert_cmpuint (steady_bypass_needs (&facts, &view, &answer),
                        ==,
                        tries[i].answer == STEADY_BYPASS_MET ? 0 : STEADY_NEED_ACT);
      g_assert_cmpint (answer, ==, tries[i].answer);
    }
}

static void
test_amended (void)
{
  SteadyBypassFacts    facts = { 0 };
  SteadyBypassView     view = ready_view (10 * MIN_);
  SteadyClinicalRecord later = act (3, 8 * MIN_, 310, "i-STAT");

  take (&facts, heparin (1, 4 * MIN_));
  take (&facts, act (2, 8 * MIN_, 520, "i-STAT"));
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, 0);
  later.amends = 2; /* it was read wrongly */
  take (&facts, later);
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, STEADY_NEED_ACT);
  later = act (4, 8 * MIN_, 530, "i-STAT");
  later.amends = 3;
  take (&facts, later);
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, 0);
  later = heparin (5, 4 * MIN_);
  later.amends = 1;
  later.flags = STEADY_CLINICAL_WITHDRAWN;
  take (&facts, later);
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL),
                    ==,
                    STEADY_NEED_HEPARIN | STEADY_NEED_ACT);
}

/* A prime without blood needs no gas, unless the plan has blood in it. */
static void
test_clear_prime (void)
{
  SteadyBypassFacts facts = { 0 };
  SteadyBypassView  view = ready_view (10 * MIN_);

  take (&facts, heparin (1, 4 * MIN_));
  take (&facts, act (2, 8 * MIN_, 480, "Hemochron"));
  view.met &= ~(unsigned) STEADY_NEED_PRIME;
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, STEADY_NEED_PRIME);
  view.met |= STEADY_NEED_CLEAR_PRIME;
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, 0);
  view.blood_planned = true;
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, STEADY_NEED_PRIME);
}

static void
test_sweep (void)
{
  SteadyBypassFacts facts = { 0 };
  SteadyBypassView  view = ready_view (10 * MIN_);

  take (&facts, heparin (1, 4 * MIN_));
  take (&facts, act (2, 8 * MIN_, 480, "Hemochron"));
  view.sweep_l_min = 0.01;
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, STEADY_NEED_SWEEP);
  view.sweep_l_min = (double) NAN; /* missing is not zero, and not gas either */
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, STEADY_NEED_SWEEP);
  view.sweep_l_min = 0.02;
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, 0);
}

/* More samples than there is room for: the newest count. */
static void
test_many (void)
{
  SteadyBypassFacts facts = { 0 };

  for (unsigned i = 0; i < 500; i++)
    {
      take (&facts, heparin (1000 + 2 * i, (SteadyInstant) i * MIN_));
      take (&facts, act (1001 + 2 * i, (SteadyInstant) i * MIN_ + SEC, 600, "i-STAT"));
    }
  SteadyBypassView view = ready_view (500 * MIN_);
  g_assert_cmpuint (steady_bypass_needs (&facts, &view, NULL), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bypass-gate/nothing", test_nothing_done);
  g_test_add_func ("/bypass-gate/all", test_all_done);
  g_test_add_func ("/bypass-gate/act", test_act);
  g_test_add_func ("/bypass-gate/amended", test_amended);
  g_test_add_func ("/bypass-gate/clear-prime", test_clear_prime);
  g_test_add_func ("/bypass-gate/sweep", test_sweep);
  g_test_add_func ("/bypass-gate/many", test_many);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "console/steady-adjust-draft.h"
#include "feeder.h"

#define SECOND STEADY_NSEC_PER_SEC

typedef struct Fixture
{
  SteadyConsoleState *state;
  SteadyAdjustDraft   draft;
} Fixture;

static void
take (Fixture *fixture, SteadyFrameType type, const void *payload, size_t length)
{
  const SteadyFrame frame = { .header = { .type = (uint16_t) type, .t = SECOND },
                              .payload = payload,
                              .length = length };
  steady_console_state_take (fixture->state, &frame, SECOND);
}

static void
numeric (Fixture *fixture, SteadyChannel channel, double value)
{
  const SteadySample sample = { .t = SECOND,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = STEADY_QUALITY_VALID };
  take (fixture, STEADY_FRAME_NUMERICS, &sample, sizeof sample);
}

/* Stuffy, 3.2 kg, flow set to 0.400 L/min. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = feeder_welcome_text (NULL);

  (void) data;
  steady_step_rule_set_flow_unit (STEADY_FLOW_UNIT_USUAL);
  fixture->state = steady_console_state_new (1);
  take (fixture, STEADY_FRAME_WELCOME, text, strlen (text));
  numeric (fixture, STEADY_CHANNEL_SET_PUMP_FLOW, 0.4);
  steady_adjust_draft_init (&fixture->draft);
  fixture->draft.state = fixture->state;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  (void) data;
  steady_console_state_free (fixture->state);
}

/* The unit that is pressed is the one that the numbers are in, whatever the weight. */
static void
test_unit_is_the_shown_one (Fixture *fixture, gconstpointer data)
{
  (void) data;
  g_assert_cmpstr (steady_adjust_draft_unit (&fixture->draft, 0).unit, ==, "mL/kg/min");
  g_assert_cmpuint (steady_adjust_draft_option (&fixture->draft), ==, 1);
  fixture->state->config.patient.weight_kg = 40;
  g_assert_cmpstr (steady_adjust_draft_unit (&fixture->draft, 0).unit, ==, "L/min");
  g_assert_cmpuint (steady_adjust_draft_option (&fixture->draft), ==, 0);
  steady_adjust_draft_choose (&fixture->draft, 2);
  g_assert_cmpstr (steady_adjust_draft_unit (&fixture->draft, 0).unit, ==, "L/min/m²");
  fixture->draft.tab = STEADY_ADJUST_RAMP; /* one unit for the whole console */
  g_assert_cmpuint (steady_adjust_draft_option (&fixture->draft), ==, 2);
  steady_step_rule_set_flow_unit (STEADY_FLOW_UNIT_USUAL);
}

/* To the plan's 0.480 L/min at 10 mL/kg/min a minute: 80 mL at 32 mL/min a minute. */
static void
test_ramp_proposes_the_plan (Fixture *fixture, gconstpointer data)
{
  SteadySteerRequest request;
  char               text[64];

  (void) data;
  fixture->draft.tab = STEADY_ADJUST_RAMP;
  g_assert_true (steady_adjust_draft_describe (&fixture->draft, 2, text, sizeof text));
  g_assert_cmpstr (text, ==, "0:02:30");
  steady_adjust_draft_enter (&fixture->draft, 0, 140); /* mL/kg/min */
  steady_adjust_draft_request (&fixture->draft, SECOND, &request);
  g_assert_cmpuint (request.kind, ==, STEADY_STEER_RAMP);
  g_assert_cmpfloat_with_epsilon (request.target, 0.448, 1e-9);
  g_assert_cmpfloat_with_epsilon (request.rate, 0.032, 1e-9);
  g_assert_cmpfloat_with_epsilon (request.expected, 0.4, 1e-9);
}

/* More than the plan asks once more; lowering the flow never does. */
static void
test_only_upwards_leaves_the_plan (Fixture *fixture, gconstpointer data)
{
  (void) data;
  g_assert_false (steady_adjust_draft_leaves_plan (&fixture->draft));
  steady_adjust_draft_enter (&fixture->draft, 0, 300);
  g_assert_true (steady_adjust_draft_leaves_plan (&fixture->draft));
  steady_adjust_draft_enter (&fixture->draft, 0, 10);
  g_assert_false (steady_adjust_draft_leaves_plan (&fixture->draft));
  /* from above the plan to less, which may still be above it */
  numeric (fixture, STEADY_CHANNEL_SET_PUMP_FLOW, 1.2);
  steady_adjust_draft_enter (&fixture->draft, 0, 300);
  g_assert_false (steady_adjust_draft_leaves_plan (&fixture->draft));
}

/* What nobody knows is a dash, and no request is made of it. */
static void
test_unknown_is_a_dash (Fixture *fixture, gconstpointer data)
{
  char text[64];

  (void) data;
  g_assert_false (steady_adjust_draft_describe (&fixture->draft, 1, text, sizeof text));
  g_assert_cmpstr (text, ==, "—");
  fixture->draft.tab = STEADY_ADJUST_SERVO;
  g_assert_true (isnan (steady_adjust_draft_value (&fixture->draft, 0)));
  numeric (fixture, STEADY_CHANNEL_ARTERIAL_MEAN, 41.6);
  g_assert_cmpfloat_with_epsilon (
      steady_adjust_draft_value (&fixture->draft, 0), 42, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_adjust_draft_value (&fixture->draft, 2), 0.48, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/console/adjust/unit-is-the-shown-one", test_unit_is_the_shown_one);
  ADD ("/console/adjust/ramp-proposes-the-plan", test_ramp_proposes_the_plan);
  ADD ("/console/adjust/only-upwards-leaves-the-plan",
       test_only_upwards_leaves_the_plan);
  ADD ("/console/adjust/unknown-is-a-dash", test_unknown_is_a_dash);
#undef ADD
  return g_test_run ();
}

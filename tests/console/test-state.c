/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "console/steady-alarm-table-words.h"
#include "console/steady-alarm-words.h"
#include "console/steady-console-options.h"
#include "console/steady-console-state.h"
#include "console/steady-live-arrangement.h"
#include "console/steady-readout.h"
#include "console/steady-step-rule.h"
#include "console/steady-theme.h"
#include "feeder.h"
#include "widgets/steady-words.h"

#define SECOND STEADY_NSEC_PER_SEC

static unsigned
take (SteadyConsoleState *state,
      SteadyFrameType     type,
      const void         *payload,
      size_t              length,
      SteadyInstant       t,
      SteadyInstant       real)
{
  const SteadyFrame frame = { .header = { .type = (uint16_t) type, .t = t },
                              .payload = payload,
                              .length = length };
  return steady_console_state_take (state, &frame, real);
}

static SteadyConsoleState *
welcomed (const char *rules)
{
  SteadyConsoleState *state = steady_console_state_new (1);
  g_autofree char    *text = feeder_welcome_text (rules);
  g_assert_cmpuint (take (state, STEADY_FRAME_WELCOME, text, strlen (text), 0, 1) &
                        STEADY_CHANGE_CONFIG,
                    !=,
                    0);
  return state;
}

static void
numeric (SteadyConsoleState *state,
         SteadyChannel       channel,
         double              value,
         SteadyQuality       quality,
         SteadyInstant       t)
{
  const SteadySample sample = {
    .t = t, .value = value, .channel = (uint16_t) channel, .quality = (uint8_t) quality
  };
  take (state, STEADY_FRAME_NUMERICS, &sample, sizeof sample, t, t);
}

static void
test_welcome (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  g_assert_true (state->config.valid);
  g_assert_cmpstr (state->config.patient.name, ==, "Stuffy");
  g_assert_cmpfloat_with_epsilon (state->config.patient.weight_kg, 3.2, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_console_config_plan (&state->config, "flow_l_min"), 0.48, 1e-9);
  g_assert_true (isnan (steady_console_config_plan (&state->config, "nothing")));
  g_assert_true (state->config.controls[STEADY_CONTROL_PUMP_FLOW].present);
  g_assert_false (state->config.controls[STEADY_CONTROL_CARDIOPLEGIA_STOP].present);
  g_assert_null (state->config.case_file);
  steady_console_state_free (state);
}

/* A list that tells no moment leaves the engine's time alone: else what has lasted for
 * minutes, the time without flow among it, would read as begun just now. */
static void
test_lists_tell_no_time (void)
{
  SteadyConsoleState *state = welcomed (NULL);

  numeric (state, STEADY_CHANNEL_ARTERIAL_MEAN, 40, STEADY_QUALITY_VALID, 90 * SECOND);
  take (state, STEADY_FRAME_DEVICE_STATES, NULL, 0, 0, 91 * SECOND);
  g_assert_cmpint (steady_console_state_now (state, 92 * SECOND), ==, 92 * SECOND);
  g_assert_cmpint (state->last_heard, ==, 91 * SECOND);
  steady_console_state_free (state);
}

static void
take_links (SteadyConsoleState *state, SteadyLinkState first, SteadyLinkState second)
{
  const SteadyDeviceState states[] = { { .device = 1, .link = (uint16_t) first },
                                       { .device = 2, .link = (uint16_t) second } };
  const SteadyFrame       frame = { .header = { .type = STEADY_FRAME_DEVICE_STATES,
                                                .count = G_N_ELEMENTS (states) },
                                    .payload = states,
                                    .length = sizeof states };

  steady_console_state_take (state, &frame, SECOND);
}

/* A lost pump is not a lost cerebral oximeter: the alarm says which device it is. */
static void
test_lost_device_is_named (void)
{
  static const char devices[] =
      "{\"devices\": [{\"number\": 1, \"title\": \"Roller pump, with a long tail\"}, "
      "{\"number\": 2, \"title\": \"Oximeter\"}]}";
  SteadyConsoleState *state = welcomed (NULL);
  SteadyAlarmRecord   record = { .id = "device-link-lost",
                                 .channel = STEADY_CHANNEL_DEVICE_LINK };
  SteadyAlarmWords    words;

  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.devices, ==, ""); /* nobody told */
  take (state, STEADY_FRAME_DEVICES, devices, sizeof devices, 0, 1);
  take_links (state, STEADY_LINK_UP, STEADY_LINK_LOST);
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.devices, ==, "Oximeter");
  take_links (state, STEADY_LINK_LOST, STEADY_LINK_LOST);
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.devices, ==, "Roller pump, Oximeter");
  record.channel = STEADY_CHANNEL_ARTERIAL_AIR;
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.devices, ==, "");
  record.channel = STEADY_CHANNEL_DEVICE_LINK;
  take_links (state, STEADY_LINK_UP, STEADY_LINK_CONNECTING);
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.devices, ==, "");
  steady_console_state_free (state);
}

/* A limit that moves is shown where it is, until somebody holds it. */
static void
test_moving_limit (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyAlarmText     text = { .judged_limit = 250, .judged_percent = NAN };
  SteadyMovingLimit   moving = { .id = "line-pressure-warn",
                                 .limit = 131,
                                 .at_plan = 170,
                                 .expected = 81,
                                 .flow = 0.24,
                                 .moves = 1 };

  take (state, STEADY_FRAME_MOVING_LIMITS, &moving, sizeof moving - 1, 1, 1);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_table_in_force (state, moving.id, &text), 250, 1e-9);
  take (state, STEADY_FRAME_MOVING_LIMITS, &moving, sizeof moving, 1, 1);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_table_in_force (state, moving.id, &text), 131, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_table_original (state, moving.id, &text), 170, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_table_in_force (state, "map-low", &text), 250, 1e-9);
  g_autofree char *says = steady_alarm_table_source (state, moving.id, &text);
  g_assert_nonnull (strstr (says, "81 mmHg"));
  g_assert_nonnull (strstr (says, "0.24 L/min"));
  /* beside another one */
  SteadyMovingLimit two[] = { moving, moving };
  g_strlcpy (two[1].id, "post-filter-pressure-warn", sizeof two[1].id);
  two[1].limit = 121;
  take (state, STEADY_FRAME_MOVING_LIMITS, two, sizeof two, 2, 1);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_table_in_force (state, moving.id, &text), 131, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_table_in_force (state, two[1].id, &text), 121, 1e-9);
  moving.moves = 0;
  take (state, STEADY_FRAME_MOVING_LIMITS, &moving, sizeof moving, 1, 1);
  g_assert_cmpfloat_with_epsilon (
      steady_alarm_table_in_force (state, moving.id, &text), 250, 1e-9);
  steady_console_state_free (state);
}

/* Cut at every byte, a WELCOME is either refused or whole. */
static void
test_welcome_truncated (void)
{
  g_autofree char    *text = feeder_welcome_text (NULL);
  SteadyConsoleConfig config;
  const size_t        length = strlen (text);
  steady_console_config_init (&config);
  for (size_t i = 0; i < length; i++)
    {
      g_autofree char *cut = g_strndup (text, i);
      g_assert_false (steady_console_config_parse (&config, cut));
    }
  g_assert_true (steady_console_config_parse (&config, text));
  steady_console_config_finish (&config);
}

static void
test_welcome_garbled (void)
{
  g_autofree char *text = feeder_welcome_text (NULL);
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);
  SteadyConsoleConfig config;
  const gint32        length = (gint32) strlen (text);
  steady_console_config_init (&config);
  for (unsigned i = 0; i < 2000; i++)
    {
      g_autofree char *bad = g_strdup (text);
      for (unsigned j = 0; j < 3; j++)
        {
          char *byte = &bad[g_rand_int_range (chance, 0, length)];
          *byte = (char) (*byte ^ (1 << g_rand_int_range (chance, 0, 7)));
          if (*byte == '\0')
            *byte = ' ';
        }
      if (steady_console_config_parse (&config, bad))
        g_assert_false (config.patient.weight_kg <= 0); /* not known, at most */
    }
  /* what was read before leaves nothing behind */
  g_assert_true (steady_console_config_parse (&config, text));
  g_assert_cmpfloat_with_epsilon (config.patient.weight_kg, 3.2, 1e-9);
  steady_console_config_finish (&config);
}

static void
test_frames_truncated (void)
{
  static const SteadyFrameType types[] = {
    STEADY_FRAME_NUMERICS, STEADY_FRAME_PRESENT, STEADY_FRAME_EVENT,
    STEADY_FRAME_ANSWER,   STEADY_FRAME_SOUND,   STEADY_FRAME_HEARTBEAT,
    STEADY_FRAME_ALARM,    STEADY_FRAME_WAVES,
  };
  SteadyConsoleState *state = welcomed (NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (types); i++)
    for (size_t length = 0; length < 300; length++)
      {
        /* as long as it says and not a byte more, so that reading on is found */
        uint8_t *bytes = g_malloc (length + 1);
        memset (bytes, 0x5a, length + 1);
        take (state, types[i], bytes, length, 1, 1);
        g_free (bytes);
      }
  steady_console_state_free (state);
}

static void
test_missing_is_never_zero (void)
{
  static const SteadyQuality qualities[] = {
    STEADY_QUALITY_MISSING,        STEADY_QUALITY_IMPLAUSIBLE, STEADY_QUALITY_FROZEN,
    STEADY_QUALITY_STALE,          STEADY_QUALITY_SENSOR_OFF,  STEADY_QUALITY_LINK_LOST,
    STEADY_QUALITY_NOT_APPLICABLE,
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (qualities); i++)
    {
      SteadyConsoleState *state = welcomed (NULL);
      SteadyReadout       readout;
      numeric (state, STEADY_CHANNEL_ARTERIAL_MEAN, 0, qualities[i], SECOND);
      steady_readout_channel (state, STEADY_CHANNEL_ARTERIAL_MEAN, SECOND, &readout);
      g_assert_cmpstr (readout.value, ==, "—");
      g_assert_cmpuint (strlen (readout.note), >, 0);
      steady_console_state_free (state);
    }
}

static void
test_stale_keeps_its_value_and_says_its_age (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyReadout       readout;
  numeric (state, STEADY_CHANNEL_ARTERIAL_MEAN, 42, STEADY_QUALITY_VALID, SECOND);
  numeric (state, STEADY_CHANNEL_ARTERIAL_MEAN, 0, STEADY_QUALITY_STALE, 9 * SECOND);
  steady_readout_channel (state, STEADY_CHANNEL_ARTERIAL_MEAN, 9 * SECOND, &readout);
  g_assert_cmpint (readout.kind, ==, STEADY_READOUT_OLD);
  g_assert_cmpstr (readout.value, ==, "42");
  g_assert_cmpstr (readout.note, ==, "8 s old");
  steady_console_state_free (state);
}

/* What would be below zero is shown as 0, and says why. */
static void
test_what_cannot_be_below_zero_says_why (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyReadout       readout;

  numeric (state,
           STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX,
           0,
           STEADY_QUALITY_QUESTIONABLE,
           SECOND);
  steady_readout_channel (
      state, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, SECOND, &readout);
  g_assert_cmpstr (readout.note, ==, "doubtful");
  numeric (state, STEADY_CHANNEL_FLOW_INDEX, -0.3, STEADY_QUALITY_VALID, SECOND);
  steady_readout_channel (
      state, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, SECOND, &readout);
  g_assert_cmpint (readout.kind, ==, STEADY_READOUT_DOUBTFUL);
  g_assert_cmpstr (readout.value, ==, "0");
  g_assert_cmpstr (readout.note, ==, "flow runs backwards");
  numeric (
      state, STEADY_CHANNEL_OXYGEN_EXTRACTION, 0, STEADY_QUALITY_QUESTIONABLE, SECOND);
  numeric (state, STEADY_CHANNEL_VENOUS_SATURATION, 99, STEADY_QUALITY_VALID, SECOND);
  numeric (state, STEADY_CHANNEL_ARTERIAL_SATURATION, 90, STEADY_QUALITY_VALID, SECOND);
  steady_readout_channel (state, STEADY_CHANNEL_OXYGEN_EXTRACTION, SECOND, &readout);
  g_assert_cmpstr (readout.note, ==, "SvO₂ above SaO₂");
  steady_console_state_free (state);
}

/* A heartbeat that says the same tells once a second that time has passed, and no more;
 * what can be seen of it is told at once. */
static void
test_a_second_is_no_news (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyHeartbeat     beat = { .support_mode = 1 };

  g_assert_cmpuint (take (state, STEADY_FRAME_HEARTBEAT, &beat, sizeof beat, 1, SECOND),
                    ==,
                    STEADY_CHANGE_HEARTBEAT);
  g_assert_cmpuint (
      take (state, STEADY_FRAME_HEARTBEAT, &beat, sizeof beat, 1, SECOND * 3 / 2),
      ==,
      STEADY_CHANGE_NONE);
  g_assert_cmpuint (
      take (state, STEADY_FRAME_HEARTBEAT, &beat, sizeof beat, 1, 2 * SECOND),
      ==,
      STEADY_CHANGE_SECOND);
  beat.recorder = 1;
  g_assert_cmpuint (
      take (state, STEADY_FRAME_HEARTBEAT, &beat, sizeof beat, 1, 2 * SECOND + 1),
      ==,
      STEADY_CHANGE_HEARTBEAT);
  steady_console_state_free (state);
}

static void
test_silence_greys_everything (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyReadout       readout;
  SteadyCommand       command;
  numeric (state, STEADY_CHANNEL_ARTERIAL_MEAN, 42, STEADY_QUALITY_VALID, SECOND);
  g_assert_cmpuint (steady_console_state_pass (state, true, 2 * SECOND), ==, 0);
  g_assert_false (state->silent);
  const unsigned changes = steady_console_state_pass (state, false, 2 * SECOND + 2);
  g_assert_cmpuint (changes & STEADY_CHANGE_SILENCE, !=, 0);
  g_assert_true (state->silent);
  steady_readout_channel (state, STEADY_CHANNEL_ARTERIAL_MEAN, 6 * SECOND, &readout);
  g_assert_cmpint (readout.kind, ==, STEADY_READOUT_OLD);
  g_assert_cmpstr (readout.value, ==, "42");
  g_assert_cmpstr (readout.note, ==, "5 s old");
  g_assert_false (steady_console_state_propose (
      state, STEADY_CONTROL_SWEEP, 1, 6 * SECOND, &command));
  g_assert_true (state->message_bad);
  numeric (state, STEADY_CHANNEL_ARTERIAL_MEAN, 43, STEADY_QUALITY_VALID, 7 * SECOND);
  g_assert_false (state->silent);
  steady_console_state_free (state);
}

static void
test_worst_alarm_first (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyAlarmRecord   records[4] = {
      { .id = "low", .since = 1, .state = STEADY_ALARM_ACTIVE, .priority = 1 },
      { .id = "seen", .since = 1, .state = STEADY_ALARM_ACKNOWLEDGED, .priority = 3 },
      { .id = "follows", .since = 1, .state = STEADY_ALARM_ACTIVE, .priority = 3 },
      { .id = "first",
        .since = 2,
        .state = STEADY_ALARM_LATCHED,
        .priority = 3,
        .first_out = 1 },
  };
  take (state, STEADY_FRAME_PRESENT, records, sizeof records, 1, 1);
  g_assert_cmpuint (state->n_present, ==, 4);
  g_assert_cmpstr (state->present[0].id, ==, "first");
  g_assert_cmpstr (state->present[1].id, ==, "follows");
  g_assert_cmpstr (state->present[2].id, ==, "seen");
  g_assert_cmpstr (state->present[3].id, ==, "low");
  steady_console_state_free (state);
}

static void
answer (SteadyConsoleState  *state,
        const SteadyCommand *command,
        SteadyAnswerStatus   status,
        SteadyRefusal        refusal,
        SteadyInstant        real)
{
  const SteadyAnswer reply = { .id = command->id,
                               .value = command->value,
                               .low = 0,
                               .high = 1.5,
                               .control = command->control,
                               .status = (uint16_t) status,
                               .refusal = (uint16_t) refusal };
  take (state, STEADY_FRAME_ANSWER, &reply, sizeof reply, real, real);
}

static void
test_step_and_undo (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyCommand       step, undo;
  numeric (state, STEADY_CHANNEL_SET_PUMP_FLOW, 0.48, STEADY_QUALITY_VALID, SECOND);
  g_assert_false (steady_console_state_can_undo (state, SECOND));
  g_assert_true (steady_console_state_propose (
      state, STEADY_CONTROL_PUMP_FLOW, 0.49, SECOND, &step));
  g_assert_cmpuint (step.flags & STEADY_COMMAND_HAS_EXPECTED, !=, 0);
  g_assert_cmpfloat_with_epsilon (step.expected, 0.48, 1e-9);
  g_assert_true (steady_console_state_is_pending (state, STEADY_CONTROL_PUMP_FLOW));
  answer (state, &step, STEADY_ANSWER_ACCEPTED, STEADY_REFUSAL_NONE, SECOND);
  answer (state, &step, STEADY_ANSWER_CONFIRMED, STEADY_REFUSAL_NONE, SECOND);
  g_assert_false (steady_console_state_is_pending (state, STEADY_CONTROL_PUMP_FLOW));
  numeric (state, STEADY_CHANNEL_SET_PUMP_FLOW, 0.49, STEADY_QUALITY_VALID, SECOND + 1);
  g_assert_true (steady_console_state_can_undo (state, 10 * SECOND));
  g_assert_false (steady_console_state_can_undo (state, 12 * SECOND));
  g_assert_true (steady_console_state_undo (state, 2 * SECOND, &undo));
  g_assert_cmpfloat_with_epsilon (undo.value, 0.48, 1e-9);
  g_assert_cmpfloat_with_epsilon (undo.expected, 0.49, 1e-9);
  g_assert_cmpuint (undo.id, !=, step.id);
  answer (state, &undo, STEADY_ANSWER_ACCEPTED, STEADY_REFUSAL_NONE, 2 * SECOND);
  answer (state, &undo, STEADY_ANSWER_CONFIRMED, STEADY_REFUSAL_NONE, 2 * SECOND);
  g_assert_false (steady_console_state_can_undo (state, 2 * SECOND));
  steady_console_state_free (state);
}

static void
test_stop_is_no_step (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyCommand       stop;
  g_assert_true (
      steady_console_state_propose (state, STEADY_CONTROL_PUMP_STOP, 0, SECOND, &stop));
  answer (state, &stop, STEADY_ANSWER_ACCEPTED, STEADY_REFUSAL_NONE, SECOND);
  answer (state, &stop, STEADY_ANSWER_CONFIRMED, STEADY_REFUSAL_NONE, SECOND);
  g_assert_false (steady_console_state_can_undo (state, SECOND));
  steady_console_state_free (state);
}

static void
test_every_refusal_has_a_sentence (void)
{
  char text[240], none[240];
  for (int refusal = STEADY_REFUSAL_NO_CONTROL; refusal <= STEADY_REFUSAL_LINK;
       refusal++)
    {
      SteadyAnswer reply = { .control = STEADY_CONTROL_SWEEP,
                             .status = STEADY_ANSWER_REFUSED,
                             .refusal = (uint16_t) refusal,
                             .high = 5 };
      steady_words_answer (&reply, text, sizeof text);
      reply.refusal = STEADY_REFUSAL_NONE;
      steady_words_answer (&reply, none, sizeof none);
      g_assert_cmpstr (text, !=, none);
      g_assert_true (g_str_has_prefix (text, "Sweep gas: not done, "));
    }
}

static void
test_step_rule_fits_a_neonate (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyStepRule      rule;
  double              next = 0;
  g_assert_true (
      steady_step_rule_make (&state->config, STEADY_CONTROL_PUMP_FLOW, &rule));
  g_assert_cmpstr (rule.unit, ==, "mL/kg/min");
  g_assert_cmpint (steady_step_rule_next (&rule, 150, 1, &next), ==, STEADY_STEP_GO);
  g_assert_cmpfloat_with_epsilon (next, 151, 1e-9);
  /* 1 mL/kg/min is about 3 mL/min for 3.2 kg */
  g_assert_cmpfloat_with_epsilon (steady_step_rule_canonical (&rule, 151), 0.483, 1e-9);
  /* plan 150: up to 187.5 without a question */
  g_assert_cmpint (steady_step_rule_next (&rule, 187, 1, &next), ==, STEADY_STEP_ASK);
  g_assert_cmpint (steady_step_rule_next (&rule, 190, 1, &next), ==, STEADY_STEP_GO);
  /* lowering never asks */
  g_assert_cmpint (steady_step_rule_next (&rule, 113, -5, &next), ==, STEADY_STEP_GO);
  g_assert_cmpint (
      steady_step_rule_next (&rule, 0, -1, &next), ==, STEADY_STEP_AT_LIMIT);
  steady_console_state_free (state);
}

static void
test_step_rule_sweep (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyStepRule      rule;
  double              next = 0;
  g_assert_true (steady_step_rule_make (&state->config, STEADY_CONTROL_SWEEP, &rule));
  g_assert_cmpfloat_with_epsilon (
      steady_step_rule_size (&rule, 0.45, false, true), 0.01, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_step_rule_size (&rule, 1.0, false, true), 0.05, 1e-9);
  g_assert_cmpfloat_with_epsilon (
      steady_step_rule_size (&rule, 1.0, false, false), 0.01, 1e-9);
  steady_step_rule_next (&rule, 0.45, 0.01, &next);
  g_assert_cmpfloat_with_epsilon (next, 0.46, 1e-9);
  g_assert_false (
      steady_step_rule_make (&state->config, STEADY_CONTROL_CARDIOPLEGIA_STOP, &rule));
  steady_console_state_free (state);
}

#define AIR_RULE                                                                      \
  "{\"rules\": [{\"id\": \"arterial-air\", \"title\": \"Air\", \"what\": \"Seen.\", " \
  "\"first\": \"Clamp.\", \"interventions\": [{\"control\": \"pump-stop\", "          \
  "\"value\": 1}, {\"control\": \"arterial-clamp\", \"value\": 1}], \"armed\": "      \
  "{\"always\": true, \"modes\": 0, \"not_flags\": 0}}, {\"id\": \"map-low\", "       \
  "\"title\": \"MAP\", \"armed\": {\"always\": false, \"modes\": 16, "                \
  "\"not_flags\": 1}}]}"

static void
test_did_is_read_back (void)
{
  SteadyConsoleState *state = welcomed (AIR_RULE);
  SteadyAlarmRecord   record = { .id = "arterial-air", .since = 1, .priority = 3 };
  SteadyAlarmWords    words;
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.title, ==, "Air");
  g_assert_nonnull (strstr (words.did, "pump stop sent, NOT CONFIRMED"));
  g_assert_nonnull (strstr (words.did, "clamp close sent, NOT CONFIRMED"));
  numeric (state,
           STEADY_CHANNEL_ARTERIAL_PUMP,
           STEADY_PUMP_STOPPED_BY_INTERVENTION,
           STEADY_QUALITY_VALID,
           SECOND);
  numeric (state,
           STEADY_CHANNEL_ARTERIAL_CLAMP,
           STEADY_CLAMP_CLOSED,
           STEADY_QUALITY_VALID,
           SECOND);
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.did, ==, "pump stopped, arterial clamp closed");
  /* what a person added acts like the rest, what he switched off does not */
  state->desk.n_settings = 1;
  SteadyAlarmSetting *setting = &state->desk.settings[0];
  g_strlcpy (setting->id, "arterial-air", sizeof setting->id);
  setting->cut = UINT32_C (1) << STEADY_CONTROL_ARTERIAL_CLAMP;
  setting->added = UINT32_C (1) << STEADY_CONTROL_VENOUS_CLAMP;
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (
      words.did, ==, "pump stopped, venous clamp close sent, NOT CONFIRMED");
  numeric (state,
           STEADY_CHANNEL_VENOUS_CLAMP,
           STEADY_CLAMP_CLOSED,
           STEADY_QUALITY_VALID,
           SECOND);
  setting->cut |= UINT32_C (1) << STEADY_CONTROL_PUMP_STOP;
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.did, ==, "venous clamp closed");
  setting->added = 0;
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.did, ==, "nothing: this response was switched off");
  state->desk.n_settings = 0;
  /* a device that cannot be told says so */
  state->config.controls[STEADY_CONTROL_PUMP_STOP].present = false;
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_nonnull (strstr (words.did, "ALARM ONLY"));
  steady_console_state_free (state);
}

static void
test_unknown_alarm_still_has_words (void)
{
  SteadyConsoleState *state = welcomed (NULL);
  SteadyAlarmRecord   record = { .id = "of-tomorrow", .since = 1, .priority = 3 };
  SteadyAlarmWords    words;
  steady_alarm_words_make (state, &record, SECOND, &words);
  g_assert_cmpstr (words.title, ==, "of-tomorrow");
  g_assert_cmpuint (strlen (words.first), >, 0);
  steady_console_state_free (state);
}

static void
test_disarmed_are_counted (void)
{
  SteadyConsoleState *state = welcomed (AIR_RULE);
  SteadyHeartbeat     beat = { .support_mode = STEADY_SUPPORT_FULL_BYPASS, .speed = 1 };
  take (state, STEADY_FRAME_HEARTBEAT, &beat, sizeof beat, 1, 1);
  g_assert_cmpuint (steady_console_state_disarmed (state), ==, 0);
  beat.support_flags = STEADY_FLAG_CROSS_CLAMPED;
  take (state, STEADY_FRAME_HEARTBEAT, &beat, sizeof beat, 1, 1);
  g_assert_cmpuint (steady_console_state_disarmed (state), ==, 1);
  beat.support_flags = 0;
  beat.support_mode = STEADY_SUPPORT_PRIMING;
  take (state, STEADY_FRAME_HEARTBEAT, &beat, sizeof beat, 1, 1);
  g_assert_cmpuint (steady_console_state_disarmed (state), ==, 1);
  steady_console_state_free (state);
}

static void
test_numbers (void)
{
  char text[32];
  steady_words_number (-0.0004, 3, text, sizeof text);
  g_assert_cmpstr (text, ==, "0.000");
  steady_words_number (-1.25, 1, text, sizeof text);
  g_assert_cmpstr (text, ==, "−1.2");
  steady_words_span (2472 * SECOND, text, sizeof text);
  g_assert_cmpstr (text, ==, "0:41:12");
  steady_words_span (-5, text, sizeof text);
  g_assert_cmpstr (text, ==, "0:00:00");
}

static gboolean
overlap (const GdkRectangle *a, const GdkRectangle *b)
{
  return gdk_rectangle_intersect (a, b, NULL);
}

/* On either page what is shown lies inside it and beside all else that is shown. */
static void
check_places (int width, int height, gboolean alarms)
{
  const GdkRectangle    page = { 0, 0, width, height };
  const SteadyLiveShape shape = steady_live_shape (width, height);
  GdkRectangle          places[STEADY_LIVE_PARTS], both;
  if (alarms)
    steady_live_arrangement_alarms (width, height, places);
  else
    steady_live_arrangement (width, height, places);
  for (unsigned a = 0; a < STEADY_LIVE_PARTS; a++)
    {
      if (!steady_live_arrangement_shows (shape, alarms, (SteadyLivePart) a))
        continue;
      g_assert_cmpint (places[a].width, >, 40);
      g_assert_cmpint (places[a].height, >, 20);
      g_assert_true (gdk_rectangle_intersect (&page, &places[a], &both));
      g_assert_true (gdk_rectangle_equal (&both, &places[a]));
      for (unsigned b = 0; b < a; b++)
        if (steady_live_arrangement_shows (shape, alarms, (SteadyLivePart) b))
          g_assert_false (overlap (&places[a], &places[b]));
    }
}

static void
test_nothing_overlaps (void)
{
  static const int sizes[][2] = {
    { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 }, { 2560, 1440 },
    { 1366, 800 },  { 1600, 900 }, { 3840, 2160 }, { 1200, 1920 },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      check_places (sizes[i][0], sizes[i][1], FALSE);
      check_places (sizes[i][0], sizes[i][1], TRUE);
    }
}

static void
test_touch_is_fifteen_millimetres (void)
{
  g_assert_cmpint (steady_theme_touch_pixels (1920, 0), ==, 56);
  g_assert_cmpint (steady_theme_touch_pixels (1920, 531), ==, 56); /* 54.2: the least */
  g_assert_cmpint (steady_theme_touch_pixels (1920, 480), ==, 60);
}

static void
test_options (void)
{
  static const struct
  {
    const char *words;
    bool        good;
  } lines[] = {
    { "x --socket /s --renderer cpu --fullscreen", true },
    { "x --renderer metal", false },
    { "x --socket", false },
    { "x --screenshot live out.png", true },
    { "x --screenshot drugs out.png", true }, /* the window knows its pages */
    { "x --screenshot live", false },
    { "x --bench-w1 5", true },
    { "x --bench-w1 -5", false },
    { "x --bench-w2 a.steady", true },
    { "x --size 1280x800", true },
    { "x --size 1280", false },
    { "x --beat-fd 7", true },
    { "x --beat-fd seven", false },
    { "x live", false },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (GStrv) argv = g_strsplit (lines[i].words, " ", -1);
      SteadyConsoleOptions options;
      g_autofree char     *wrong = NULL;
      g_assert_cmpint (steady_console_options_parse (
                           (int) g_strv_length (argv), argv, &options, &wrong),
                       ==,
                       lines[i].good);
      g_assert_true (lines[i].good == (wrong == NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/console/state/welcome", test_welcome);
  g_test_add_func ("/console/state/second-is-no-news", test_a_second_is_no_news);
  g_test_add_func ("/console/state/lists-tell-no-time", test_lists_tell_no_time);
  g_test_add_func ("/console/state/moving-limit", test_moving_limit);
  g_test_add_func ("/console/state/welcome-truncated", test_welcome_truncated);
  g_test_add_func ("/console/state/welcome-garbled", test_welcome_garbled);
  g_test_add_func ("/console/state/frames-truncated", test_frames_truncated);
  g_test_add_func ("/console/readout/missing-is-never-zero",
                   test_missing_is_never_zero);
  g_test_add_func ("/console/readout/stale-keeps-its-value-and-says-its-age",
                   test_stale_keeps_its_value_and_says_its_age);
  g_test_add_func ("/console/state/lost-device-is-named", test_lost_device_is_named);
  g_test_add_func ("/console/readout/what-cannot-be-below-zero-says-why",
                   test_what_cannot_be_below_zero_says_why);
  g_test_add_func ("/console/state/silence-greys-everything",
                   test_silence_greys_everything);
  g_test_add_func ("/console/state/worst-alarm-first", test_worst_alarm_first);
  g_test_add_func ("/console/command/step-and-undo", test_step_and_undo);
  g_test_add_func ("/console/command/stop-is-no-step", test_stop_is_no_step);
  g_test_add_func ("/console/command/every-refusal-has-a-sentence",
                   test_every_refusal_has_a_sentence);
  g_test_add_func ("/console/step/fits-a-neonate", test_step_rule_fits_a_neonate);
  g_test_add_func ("/console/step/sweep", test_step_rule_sweep);
  g_test_add_func ("/console/alarm/did-is-read-back", test_did_is_read_back);
  g_test_add_func ("/console/alarm/unknown-still-has-words",
                   test_unknown_alarm_still_has_words);
  g_test_add_func ("/console/alarm/disarmed-are-counted", test_disarmed_are_counted);
  g_test_add_func ("/console/words/numbers", test_numbers);
  g_test_add_func ("/console/page/nothing-overlaps", test_nothing_overlaps);
  g_test_add_func ("/console/page/touch-is-fifteen-millimetres",
                   test_touch_is_fifteen_millimetres);
  g_test_add_func ("/console/options/lines", test_options);
  return g_test_run ();
}

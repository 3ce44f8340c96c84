/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "feeder.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* Channels that the pretended engine has, besides those it sends as waves. */
static const struct
{
  SteadyChannel channel;
  double        value;
} usual[] = {
  { STEADY_CHANNEL_ARTERIAL_MEAN, 42 },
  { STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, 4 },
  { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 138 },
  { STEADY_CHANNEL_PUMP_SPEED, 94 },
  { STEADY_CHANNEL_PUMP_FLOW, 0.480 },
  { STEADY_CHANNEL_MEASURED_FLOW, 0.478 },
  { STEADY_CHANNEL_PATIENT_FLOW, 0.478 },
  { STEADY_CHANNEL_FLOW_PER_KG, 149 },
  { STEADY_CHANNEL_FLOW_INDEX, 2.28 },
  { STEADY_CHANNEL_SET_PUMP_FLOW, 0.480 },
  { STEADY_CHANNEL_SET_SWEEP, 0.45 },
  { STEADY_CHANNEL_SET_FIO2, 60 },
  { STEADY_CHANNEL_SET_CO2, 0 },
  { STEADY_CHANNEL_SET_WATER_TEMPERATURE, 32 },
  { STEADY_CHANNEL_SWEEP, 0.45 },
  { STEADY_CHANNEL_FIO2, 60 },
  { STEADY_CHANNEL_CO2_FLOW, 0 },
  { STEADY_CHANNEL_GAS_SUPPLY_PRESSURE, 4.1 },
  { STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 31.9 },
  { STEADY_CHANNEL_VENOUS_TEMPERATURE, 32.4 },
  { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 32.8 },
  { STEADY_CHANNEL_WATER_TEMPERATURE, 32 },
  { STEADY_CHANNEL_TEMPERATURE_GRADIENT, -0.5 },
  { STEADY_CHANNEL_VENOUS_SATURATION, 72 },
  { STEADY_CHANNEL_ARTERIAL_SATURATION, 100 },
  { STEADY_CHANNEL_ARTERIAL_PO2, 234 },
  { STEADY_CHANNEL_HAEMATOCRIT, 29 },
  { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 341 },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 67 },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 68 },
  { STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE, 98 },
  { STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE, 101 },
  { STEADY_CHANNEL_RESERVOIR_VOLUME, 132 },
  { STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN, 13 },
  { STEADY_CHANNEL_ARTERIAL_AIR, STEADY_DETECTOR_CLEAR },
  { STEADY_CHANNEL_LEVEL_DETECTOR, STEADY_LEVEL_FINE },
  { STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_OPEN },
  { STEADY_CHANNEL_VENOUS_CLAMP, STEADY_CLAMP_OPEN },
  { STEADY_CHANNEL_ARTERIAL_PUMP, STEADY_PUMP_RUNNING },
  { STEADY_CHANNEL_CARDIOPLEGIA_FLOW, 120 },
  { STEADY_CHANNEL_VENT_SPEED, 20 },
  { STEADY_CHANNEL_SUCKER_1_SPEED, -30 },
  { STEADY_CHANNEL_SUCKER_2_SPEED, 0 },
  { STEADY_CHANNEL_MAINS, 1 },
  { STEADY_CHANNEL_BATTERY_MINUTES, 90 },
};

static const SteadyChannel waves[] = { STEADY_CHANNEL_ECG,
                                       STEADY_CHANNEL_ARTERIAL_PRESSURE,
                                       STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE,
                                       STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE };

/* WELCOME of a desk with @controls and with @rules as its rules (JSON, or NULL). */
static char *
welcome_with (const char *controls, const char *rules)
{
  GString *text = g_string_new (
      "{\"build\": \"x\", \"control\": true, \"mode\": \"training\", "
      "\"simulated\": true, \"case_file\": null, \"case_start\": 0, \"start_utc\": 0, "
      "\"speed\": 1.0, \"resumed\": false, \"title\": \"Test\", \"patient\": "
      "{\"name\": "
      "\"Stuffy\", \"weight_kg\": 3.2, \"height_cm\": 50, \"age_days\": 5, "
      "\"bsa_m2\": 0.21, \"profile\": \"neonate\"}, \"plan\": {\"flow_l_min\": 0.48, "
      "\"map_low_mmhg\": 30, \"map_high_mmhg\": 50, \"reservoir_stop_ml\": 50, "
      "\"line_pressure_warn_mmhg\": 170, \"line_pressure_stop_mmhg\": 220, "
      "\"do2i_target_ml_min_m2\": 300, \"cardioplegia_first_ml\": 64, "
      "\"cardioplegia_interval_min\": 60}, \"channels\": [");
  for (unsigned i = 0; i < G_N_ELEMENTS (waves); i++)
    g_string_append_printf (
        text, "{\"channel\": %d, \"kind\": 1, \"rate_hz\": 250},", waves[i]);
  for (unsigned i = 0; i < G_N_ELEMENTS (usual); i++)
    g_string_append_printf (text,
                            "{\"channel\": %d, \"kind\": 0, \"rate_hz\": 0}%s",
                            usual[i].channel,
                            i + 1 < G_N_ELEMENTS (usual) ? "," : "");
  g_string_append_printf (text,
                          "], \"controls\": [%s], \"rules\": %s}",
                          controls,
                          rules != NULL ? rules : "{\"rules\": []}");
  return g_string_free (text, FALSE);
}

/* WELCOME with @rules as its rules (JSON, or NULL). Free with g_free (). */
char *
feeder_welcome_text (const char *rules)
{
  return welcome_with (
      "{\"control\": 1, \"low\": 0, \"high\": 1.5, \"step\": 0.001, \"readback\": 140},"
      "{\"control\": 2, \"low\": 0, \"high\": 1, \"step\": 1, \"readback\": 0},"
      "{\"control\": 3, \"low\": 0, \"high\": 1, \"step\": 1, \"readback\": 0},"
      "{\"control\": 4, \"low\": 0, \"high\": 5, \"step\": 0.01, \"readback\": 141},"
      "{\"control\": 5, \"low\": 21, \"high\": 100, \"step\": 1, \"readback\": 142},"
      "{\"control\": 6, \"low\": 0, \"high\": 500, \"step\": 1, \"readback\": 143},"
      "{\"control\": 7, \"low\": 4, \"high\": 42, \"step\": 0.1, \"readback\": 144},"
      "{\"control\": 8, \"low\": 0, \"high\": 1, \"step\": 1, \"readback\": 212},"
      "{\"control\": 9, \"low\": 0, \"high\": 1, \"step\": 1, \"readback\": 213}",
      rules);
}

/* The same of a desk whose devices give values and take no command. */
char *
feeder_welcome_by_hand (const char *rules)
{
  return welcome_with ("", rules);
}

static char *
on_welcome (void *data, const SteadyLinkPeer *peer)
{
  Feeder *self = data;
  return g_strdup (self->welcome);
}

static void
on_arrived (void *data, const SteadyLinkPeer *peer)
{
  Feeder *self = data;
  self->arrived++;
}

static void
on_left (void *data, const SteadyLinkPeer *peer, bool clean)
{
  Feeder *self = data;
  self->left++;
}

static void
on_frame (void *data, const SteadyLinkPeer *peer, const SteadyFrame *frame)
{
  Feeder *self = data;
  self->n_heard++;
  if (frame->header.type == STEADY_FRAME_COMMAND && self->n_commands < 64)
    {
      const SteadyCommand *command = &self->commands[self->n_commands];
      memcpy (&self->commands[self->n_commands++], frame->payload, sizeof *command);
      if (!self->answers)
        return;
      feeder_answer (self, command, STEADY_ANSWER_ACCEPTED, STEADY_REFUSAL_NONE);
      if (command->control == STEADY_CONTROL_PUMP_FLOW)
        {
          self->set_flow = command->value;
          feeder_numeric (
              self, STEADY_CHANNEL_SET_PUMP_FLOW, command->value, STEADY_QUALITY_VALID);
        }
      feeder_answer (self, command, STEADY_ANSWER_CONFIRMED, STEADY_REFUSAL_NONE);
    }
  else if (frame->header.type == STEADY_FRAME_ALARM_REQUEST && self->n_requests < 64)
    memcpy (&self->requests[self->n_requests++],
            frame->payload,
            sizeof (SteadyAlarmRequest));
  else if (frame->header.type == STEADY_FRAME_MARK && self->n_marks < 64)
    memcpy (&self->marks[self->n_marks++], frame->payload, sizeof (SteadyMark));
  else if (frame->header.type == STEADY_FRAME_SETTING && self->n_settings < 64)
    memcpy (&self->settings[self->n_settings++],
            frame->payload,
            sizeof (SteadySettingRequest));
  else if (frame->header.type == STEADY_FRAME_CLINICAL_REQUEST && self->n_clinical < 8)
    memcpy (&self->clinical[self->n_clinical++],
            frame->payload,
            sizeof (SteadyClinicalRecord));
  else if (frame->header.type == STEADY_FRAME_DEVICE_REQUEST && self->n_devices < 8)
    memcpy (&self->devices[self->n_devices++],
            frame->payload,
            sizeof (SteadyDeviceRequest));
  else if (frame->header.type == STEADY_FRAME_TIMER_REQUEST && self->n_timers < 16)
    memcpy (
        &self->timers[self->n_timers++], frame->payload, sizeof (SteadyTimerRequest));
  else if (frame->header.type == STEADY_FRAME_STEER && self->n_steers < 16)
    memcpy (
        &self->steers[self->n_steers++], frame->payload, sizeof (SteadySteerRequest));
  else if (frame->header.type == STEADY_FRAME_CRANK_BEAT && self->n_beats < 64)
    memcpy (&self->beats[self->n_beats++], frame->payload, sizeof self->beats[0]);
  else if (frame->header.type == STEADY_FRAME_SOUND_SETTING && self->n_sounds < 64)
    memcpy (
        &self->sounds[self->n_sounds++], frame->payload, sizeof (SteadySoundSetting));
  else if (frame->header.type == STEADY_FRAME_CLIENT_STATE)
    self->n_states++;
}

/* Begins to listen. */
void
feeder_live (Feeder *self)
{
  g_autoptr (GError) error = NULL;
  const int fd = steady_link_server_listen (self->path, &error);
  g_assert_no_error (error);
  self->server = steady_link_server_new (fd, &self->handler);
}

/* Vanishes as a killed engine does. */
void
feeder_die (Feeder *self)
{
  g_clear_pointer (&self->server, steady_link_server_free);
  g_unlink (self->path);
}

void
feeder_init (Feeder *self)
{
  memset (self, 0, sizeof *self);
  self->support_mode = STEADY_SUPPORT_FULL_BYPASS;
  self->folder = g_dir_make_tmp ("steady-feeder-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "s", NULL);
  self->welcome = feeder_welcome_text (NULL);
  self->t = STEADY_NSEC_PER_SEC;
  self->set_flow = 0.48;
  self->handler = (SteadyLinkHandler){ .data = self,
                                       .welcome = on_welcome,
                                       .arrived = on_arrived,
                                       .frame = on_frame,
                                       .left = on_left };
  feeder_live (self);
}

void
feeder_finish (Feeder *self)
{
  feeder_die (self);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->welcome);
}

/* One turn of the server and of the main loop. */
void
feeder_poll (Feeder *self)
{
  if (self->server != NULL)
    steady_link_server_poll (self->server, -1, 1, steady_clock_now ());
  else
    g_usleep (1000);
  for (int i = 0; i < 20 && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

static void
send_frame (Feeder         *self,
            SteadyFrameType type,
            const void     *payload,
            size_t          length,
            unsigned        count)
{
  const SteadyFrameHeader header = { .type = (uint16_t) type,
                                     .length = (uint32_t) (sizeof header + length),
                                     .count = count,
                                     .t = self->t };
  if (self->server != NULL)
    steady_link_server_send (self->server, STEADY_LINK_ALL, &header, payload, length);
}

void
feeder_beat (Feeder *self, uint32_t support_flags)
{
  const SteadyHeartbeat beat = { .real = steady_clock_now (),
                                 .speed = self->frozen ? 0 : 1,
                                 .support_mode = self->support_mode,
                                 .support_flags = support_flags,
                                 .no_flow_since = STEADY_INSTANT_NEVER,
                                 .bypass_time = 2472 * STEADY_NSEC_PER_SEC,
                                 .clamp_time = 1325 * STEADY_NSEC_PER_SEC,
                                 .recorder = STEADY_RECORDER_WRITING,
                                 .sounder = STEADY_LINK_UP,
                                 .supervisor = STEADY_LINK_UP,
                                 .devices = STEADY_LINK_UP };
  self->beaten = beat.real;
  if (!self->frozen)
    self->t += 100 * STEADY_NSEC_PER_MSEC;
  send_frame (self, STEADY_FRAME_HEARTBEAT, &beat, sizeof beat, 1);
}

static void
beat_when_due (Feeder *self, uint32_t support_flags)
{
  if (steady_clock_now () - self->beaten > 100 * STEADY_NSEC_PER_MSEC)
    feeder_beat (self, support_flags);
}

/* As feeder_poll (), with a heart beat where one is due: between the steps of the main
 * loop too, since an engine is a process of its own and beats however long one step of
 * the console takes. Else a window that takes a second to lay out would find it silent
 * each time, and for that be laid out anew. */
void
feeder_poll_beating (Feeder *self, uint32_t support_flags)
{
  unsigned steps = 0;

  if (self->server != NULL)
    steady_link_server_poll (self->server, -1, 1, steady_clock_now ());
  else
    g_usleep (1000);
  do
    beat_when_due (self, support_flags);
  while (++steps < 20 && g_main_context_iteration (NULL, FALSE));
}

void
feeder_numeric (Feeder       *self,
                SteadyChannel channel,
                double        value,
                SteadyQuality quality)
{
  const SteadySample sample = { .t = self->t,
                                .value = value,
                                .channel = (uint16_t) channel,
                                .quality = (uint8_t) quality,
                                .flags = STEADY_SAMPLE_SIMULATED };
  send_frame (self, STEADY_FRAME_NUMERICS, &sample, sizeof sample, 1);
}

void
feeder_all_numerics (Feeder *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (usual); i++)
    feeder_numeric (self, usual[i].channel, usual[i].value, STEADY_QUALITY_VALID);
  feeder_numeric (
      self, STEADY_CHANNEL_ARTERIAL_SYSTOLIC, 0, STEADY_QUALITY_NOT_APPLICABLE);
}

/* @samples of each wave. */
void
feeder_waves (Feeder *self, unsigned samples)
{
  enum
  {
    MOST = 250
  };
  struct
  {
    SteadyWaveRun run;
    float         values[MOST + 1];
  } one;
  g_assert_cmpuint (samples, <=, MOST);
  for (unsigned i = 0; i < G_N_ELEMENTS (waves); i++)
    {
      memset (&one, 0, sizeof one);
      one.run = (SteadyWaveRun){ .first_index = self->index,
                                 .t_first = self->t,
                                 .rate_hz = 250,
                                 .channel = (uint16_t) waves[i],
                                 .count = (uint16_t) samples };
      for (unsigned j = 0; j < samples; j++)
        one.values[j] = (float) (40 + 10 * sin ((double) (self->index + j) / 20));
      send_frame (self,
                  STEADY_FRAME_WAVES,
                  &one,
                  sizeof one.run + ((samples * sizeof (float) + 7) & ~(size_t) 7),
                  1);
    }
  self->index += samples;
}

void
feeder_no_alarms (Feeder *self)
{
  send_frame (self, STEADY_FRAME_PRESENT, NULL, 0, 0);
}

/* Exactly one alarm is present. */
void
feeder_alarm (Feeder        *self,
              const char    *id,
              SteadyPriority priority,
              SteadyChannel  channel,
              double         value,
              double         limit)
{
  SteadyAlarmRecord record = { .t = self->t,
                               .since = self->t,
                               .value = value,
                               .limit = limit,
                               .channel = (uint16_t) channel,
                               .state = STEADY_ALARM_ACTIVE,
                               .priority = (uint8_t) priority,
                               .has_value = 1,
                               .sounding = 1,
                               .condition = 1 };
  g_strlcpy (record.id, id, sizeof record.id);
  send_frame (self, STEADY_FRAME_PRESENT, &record, sizeof record, 1);
}

/* The alarm is over and waits for its reset. */
void
feeder_latch (Feeder *self, const char *id)
{
  SteadyAlarmRecord record = { .t = self->t,
                               .since = self->t,
                               .state = STEADY_ALARM_LATCHED,
                               .before = STEADY_ALARM_ACTIVE,
                               .priority = STEADY_PRIORITY_HIGH };
  g_strlcpy (record.id, id, sizeof record.id);
  send_frame (self, STEADY_FRAME_PRESENT, &record, sizeof record, 1);
}

void
feeder_desk (Feeder *self, const SteadyDesk *desk)
{
  send_frame (self, STEADY_FRAME_DESK, desk, sizeof *desk, 1);
}

void
feeder_settings (Feeder *self, const SteadyAlarmSetting *all, unsigned count)
{
  send_frame (self, STEADY_FRAME_SETTINGS, all, count * sizeof *all, count);
}

void
feeder_setting_answer (Feeder *self, const SteadySettingAnswer *answer)
{
  send_frame (self, STEADY_FRAME_SETTING_ANSWER, answer, sizeof *answer, 1);
}

void
feeder_sounder (Feeder *self, const SteadySounderState *state)
{
  send_frame (self, STEADY_FRAME_SOUNDER_TOLD, state, sizeof *state, 1);
}

void
feeder_result (Feeder *self, const SteadyLaboratoryResult *result)
{
  send_frame (self, STEADY_FRAME_LABORATORY_RESULTS, result, sizeof *result, 1);
}

void
feeder_event (Feeder *self, SteadyEvent event)
{
  const SteadyEventFrame frame = { .t = self->t, .event = (uint16_t) event };
  send_frame (self, STEADY_FRAME_EVENT, &frame, sizeof frame, 1);
}

void
feeder_sound (Feeder *self, SteadyInstant pause_end)
{
  const SteadySound sound = { .pause_end = pause_end, .episode = 1 };
  send_frame (self, STEADY_FRAME_SOUND, &sound, sizeof sound, 1);
}

void
feeder_answer (Feeder              *self,
               const SteadyCommand *command,
               SteadyAnswerStatus   status,
               SteadyRefusal        refusal)
{
  const SteadyAnswer answer = { .id = command->id,
                                .t = self->t,
                                .value = command->value,
                                .low = 0,
                                .high = 1.5,
                                .control = command->control,
                                .status = (uint16_t) status,
                                .refusal = (uint16_t) refusal,
                                .origin = STEADY_ROLE_CONSOLE };
  send_frame (self, STEADY_FRAME_ANSWER, &answer, sizeof answer, 1);
}

void
feeder_timers (Feeder *self, const SteadyTimerSegment *all, unsigned count)
{
  send_frame (self, STEADY_FRAME_TIMERS, all, count * sizeof *all, count);
}

void
feeder_steering (Feeder *self, const SteadySteering *all, unsigned count)
{
  send_frame (self, STEADY_FRAME_STEERING, all, count * sizeof *all, count);
}

void
feeder_steer_refused (Feeder                   *self,
                      const SteadySteerRequest *request,
                      SteadyRefusal             refusal)
{
  const SteadySteerAnswer answer = { .id = request->id,
                                     .control = request->control,
                                     .status = STEADY_ANSWER_REFUSED,
                                     .refusal = (uint16_t) refusal };
  send_frame (self, STEADY_FRAME_STEER_ANSWER, &answer, sizeof answer, 1);
}

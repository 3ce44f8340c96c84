/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link/steady-frame.h"

#include <string.h>

#include <glib.h>

#include "base/steady-require.h"

typedef enum Shape
{
  SHAPE_NONE = 0, /* no such frame */
  SHAPE_EMPTY,
  SHAPE_ONE,  /* one struct */
  SHAPE_MANY, /* any number of one struct */
  SHAPE_JSON,
  SHAPE_RUNS,
  SHAPE_PART
} Shape;

typedef struct Form
{
  Shape    shape;
  uint16_t size; /* of one struct */
  uint16_t text; /* where a text that must end with NUL stands in it; 0: nowhere */
  uint16_t text_size;
} Form;

#define TEXT(type, member) offsetof (type, member), sizeof (((type *) NULL)->member)

/* Timers, and set-points that move. */
static Form
form_of_conduct (unsigned type)
{
  switch (type)
    {
    case STEADY_FRAME_TIMERS:
      return (Form){ SHAPE_MANY,
                     sizeof (SteadyTimerSegment),
                     TEXT (SteadyTimerSegment, label) };
    case STEADY_FRAME_TIMER_REQUEST:
      return (Form){ SHAPE_ONE,
                     sizeof (SteadyTimerRequest),
                     TEXT (SteadyTimerRequest, label) };
    case STEADY_FRAME_ECMO_REQUEST:
      /* its other texts are bounded where they are read */
      return (
          Form){ SHAPE_ONE, sizeof (SteadyEcmoRecord), TEXT (SteadyEcmoRecord, name) };
    case STEADY_FRAME_ECMO_ANSWER:
      return (Form){ SHAPE_ONE, sizeof (SteadyEcmoAnswer), 0, 0 };
    case STEADY_FRAME_STEER:
      return (Form){ SHAPE_ONE, sizeof (SteadySteerRequest), 0, 0 };
    case STEADY_FRAME_STEER_ANSWER:
      return (Form){ SHAPE_ONE, sizeof (SteadySteerAnswer), 0, 0 };
    case STEADY_FRAME_STEERING:
      return (Form){ SHAPE_MANY, sizeof (SteadySteering), TEXT (SteadySteering, who) };
    case STEADY_FRAME_REPLAY_PROGRESS:
      return (Form){ SHAPE_ONE, sizeof (SteadyReplayProgress), 0, 0 };
    default:
      return (Form){ SHAPE_NONE, 0, 0, 0 };
    }
}

static Form
form_of (unsigned type)
{
  switch (type)
    {
    case STEADY_FRAME_HELLO:
    case STEADY_FRAME_WELCOME:
    case STEADY_FRAME_REFUSED:
    case STEADY_FRAME_SNAPSHOT:
    case STEADY_FRAME_TRAINING:
    case STEADY_FRAME_INSTRUCTOR:
    case STEADY_FRAME_DEBRIEF:
    case STEADY_FRAME_COURSE:
    case STEADY_FRAME_TRAINING_ANSWER:
    case STEADY_FRAME_PLAN:
    case STEADY_FRAME_PLAN_IN_FORCE:
    case STEADY_FRAME_PLAN_PROPOSAL:
    case STEADY_FRAME_STORED_PLAN:
    case STEADY_FRAME_DEVICES:
      return (Form){ SHAPE_JSON, 0, 0, 0 };
    case STEADY_FRAME_BYE:
      return (Form){ SHAPE_EMPTY, 0, 0, 0 };
    case STEADY_FRAME_HEARTBEAT:
      return (Form){ SHAPE_ONE, sizeof (SteadyHeartbeat), 0, 0 };
    case STEADY_FRAME_WAVES:
      return (Form){ SHAPE_RUNS, 0, 0, 0 };
    case STEADY_FRAME_NUMERICS:
      return (Form){ SHAPE_MANY, sizeof (SteadySample), 0, 0 };
    case STEADY_FRAME_ALARM:
    case STEADY_FRAME_PRESENT:
      return (Form){ SHAPE_MANY, sizeof (SteadyAlarmRecord), 0, STEADY_ALARM_ID_SIZE };
    case STEADY_FRAME_EVENT:
      return (
          Form){ SHAPE_ONE, sizeof (SteadyEventFrame), TEXT (SteadyEventFrame, text) };
    case STEADY_FRAME_ANSWER:
      return (Form){ SHAPE_ONE, sizeof (SteadyAnswer), 0, 0 };
    case STEADY_FRAME_SOUND:
      return (Form){ SHAPE_ONE, sizeof (SteadySound), 0, 0 };
    case STEADY_FRAME_COMMAND:
      return (Form){ SHAPE_ONE, sizeof (SteadyCommand), 0, 0 };
    case STEADY_FRAME_ALARM_REQUEST:
      return (Form){ SHAPE_ONE,
                     sizeof (SteadyAlarmRequest),
                     TEXT (SteadyAlarmRequest, id) };
    case STEADY_FRAME_MARK:
      return (Form){ SHAPE_ONE, sizeof (SteadyMark), TEXT (SteadyMark, text) };
    case STEADY_FRAME_SOUNDER_STATE:
    case STEADY_FRAME_SOUNDER_TOLD:
      return (Form){ SHAPE_ONE,
                     sizeof (SteadySounderState),
                     TEXT (SteadySounderState, notice) };
    case STEADY_FRAME_SOUND_SETTING:
      return (Form){ SHAPE_ONE, sizeof (SteadySoundSetting), 0, 0 };
    case STEADY_FRAME_CRANK_BEAT:
      return (Form){ SHAPE_ONE, sizeof (SteadyCrankBeat), 0, 0 };
    case STEADY_FRAME_SETTINGS:
      return (Form){ SHAPE_MANY, sizeof (SteadyAlarmSetting), 0, STEADY_ALARM_ID_SIZE };
    case STEADY_FRAME_MOVING_LIMITS:
      return (Form){ SHAPE_MANY, sizeof (SteadyMovingLimit), 0, STEADY_ALARM_ID_SIZE };
    case STEADY_FRAME_SETTING_ANSWER:
      return (Form){ SHAPE_ONE,
                     sizeof (SteadySettingAnswer),
                     TEXT (SteadySettingAnswer, rule) };
    case STEADY_FRAME_DESK:
      return (Form){ SHAPE_ONE, sizeof (SteadyDesk), TEXT (SteadyDesk, operator_name) };
    case STEADY_FRAME_SETTING:
      /* the name behind it is bounded where it is read */
      return (Form){ SHAPE_ONE,
                     sizeof (SteadySettingRequest),
                     TEXT (SteadySettingRequest, rule) };
    case STEADY_FRAME_CLINICAL_REQUEST:
      /* its other texts are bounded where they are read */
      return (Form){ SHAPE_ONE,
                     sizeof (SteadyClinicalRecord),
                     TEXT (SteadyClinicalRecord, what) };
    case STEADY_FRAME_CLINICAL:
      return (Form){ SHAPE_MANY,
                     sizeof (SteadyClinicalRecord),
                     TEXT (SteadyClinicalRecord, what) };
    case STEADY_FRAME_LABORATORY_RESULTS:
      return (Form){ SHAPE_MANY,
                     sizeof (SteadyLaboratoryResult),
                     TEXT (SteadyLaboratoryResult, analyser) };
    case STEADY_FRAME_CLINICAL_ANSWER:
      return (Form){ SHAPE_ONE, sizeof (SteadyClinicalAnswer), 0, 0 };
    case STEADY_FRAME_CHECKLIST:
      return (Form){ SHAPE_MANY,
                     sizeof (SteadyChecklistRecord),
                     TEXT (SteadyChecklistRecord, text) };
    case STEADY_FRAME_CHECKLIST_REQUEST:
      /* its other texts are bounded where they are read */
      return (Form){ SHAPE_ONE,
                     sizeof (SteadyChecklistRecord),
                     TEXT (SteadyChecklistRecord, text) };
    case STEADY_FRAME_CHECKLIST_ANSWER:
      return (Form){ SHAPE_ONE, sizeof (SteadyChecklistAnswer), 0, 0 };
    case STEADY_FRAME_CLIENT_STATE:
      return (Form){ SHAPE_ONE, sizeof (SteadyClientState), 0, 0 };
    case STEADY_FRAME_TRAINING_REQUEST:
      return (Form){ SHAPE_ONE,
                     sizeof (SteadyTrainingRequest),
                     TEXT (SteadyTrainingRequest, text) };
    case STEADY_FRAME_DEVICE_STATES:
      return (Form){ SHAPE_MANY,
                     sizeof (SteadyDeviceState),
                     TEXT (SteadyDeviceState, identity) };
    case STEADY_FRAME_DEVICE_REQUEST:
      return (Form){ SHAPE_ONE,
                     sizeof (SteadyDeviceRequest),
                     TEXT (SteadyDeviceRequest, signal) };
    case STEADY_FRAME_DEVICE_ANSWER:
      return (Form){ SHAPE_ONE, sizeof (SteadyDeviceAnswer), 0, 0 };
    case STEADY_FRAME_JSON_PART:
      return (Form){ SHAPE_PART, 0, 0, 0 };
    default:
      return form_of_conduct (type);
    }
}

/* Whether frames of @type carry JSON text. Thread: any. */
bool
steady_frame_is_json (unsigned type)
{
  return form_of (type).shape == SHAPE_JSON;
}

/* Whether a frame of @type may be left out for a slow client. Thread: any. */
bool
steady_frame_is_droppable (unsigned type)
{
  return type == STEADY_FRAME_WAVES;
}

/* Whether a client that was welcomed may send frames of @type: any other from it ends
 * its connection. Thread: any. */
bool
steady_frame_is_from_client (unsigned type)
{
  switch (type)
    {
    case STEADY_FRAME_COMMAND:
    case STEADY_FRAME_ALARM_REQUEST:
    case STEADY_FRAME_MARK:
    case STEADY_FRAME_SOUNDER_STATE:
    case STEADY_FRAME_CLIENT_STATE:
    case STEADY_FRAME_SOUND_SETTING:
    case STEADY_FRAME_TRAINING_REQUEST:
    case STEADY_FRAME_CLINICAL_REQUEST:
    case STEADY_FRAME_SETTING:
    case STEADY_FRAME_PLAN_PROPOSAL:
    case STEADY_FRAME_STEER:
    case STEADY_FRAME_CHECKLIST_REQUEST:
    case STEADY_FRAME_ECMO_REQUEST:
    case STEADY_FRAME_DEVICE_REQUEST:
    case STEADY_FRAME_TIMER_REQUEST:
    case STEADY_FRAME_CRANK_BEAT:
    case STEADY_FRAME_STORED_PLAN:
      return true;
    default:
      return false;
    }
}

static bool
structs_fit (const Form *form, const SteadyFrame *frame)
{
  if ((uint64_t) frame->header.count * form->size != frame->length)
    return false;
  if (form->shape == SHAPE_ONE && frame->header.count != 1)
    return false;
  const char *bytes = frame->payload;
  for (uint32_t i = 0; form->text_size > 0 && i < frame->header.count; i++)
    if (memchr (bytes + (size_t) i * form->size + form->text, '\0', form->text_size) ==
        NULL)
      return false;
  return true;
}

static bool
runs_fit (const SteadyFrame *frame)
{
  size_t        offset = 0;
  SteadyWaveRun run;
  const float  *values;
  uint32_t      n = 0;

  while (steady_frame_next_wave (frame, &offset, &run, &values))
    n++;
  return offset == frame->length && n == frame->header.count;
}

static bool
payload_fits (const SteadyFrame *frame)
{
  const Form form = form_of (frame->header.type);
  switch (form.shape)
    {
    case SHAPE_EMPTY:
      return frame->length == 0;
    case SHAPE_ONE:
    case SHAPE_MANY:
      return structs_fit (&form, frame);
    case SHAPE_JSON:
      return g_utf8_validate (frame->payload, (gssize) frame->length, NULL);
    case SHAPE_RUNS:
      return runs_fit (frame);
    case SHAPE_PART:
      return frame->length >= sizeof (SteadyJsonPart);
    case SHAPE_NONE:
    default:
      return false;
    }
}

/*
 * Reads one packet. True, with @ret_frame pointing into @bytes, only when all of it is
 * what a frame of its type must be; whoever uses it afterwards need not check lengths
 * again. @bytes are aligned to 8.
 *
 * Thread: any.
 */
bool
steady_frame_check (const void *bytes, size_t length, SteadyFrame *ret_frame)
{
  SteadyFrame frame;

  if (length < sizeof frame.header || length > STEADY_FRAME_MAX)
    return false;
  memcpy (&frame.header, bytes, sizeof frame.header);
  frame.payload = (const uint8_t *) bytes + sizeof frame.header;
  frame.length = length - sizeof frame.header;
  if (frame.header.length != length || !payload_fits (&frame))
    return false;
  *ret_frame = frame;
  return true;
}

/*
 * The next run of a WAVES frame. @offset is 0 before the first call and stands at the
 * frame's end after the last.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_frame_next_wave (const SteadyFrame *frame,
                        size_t            *offset,
                        SteadyWaveRun     *ret_run,
                        const float      **ret_values)
{
  const uint8_t *at = (const uint8_t *) frame->payload + *offset;
  const size_t   left = frame->length - *offset;
  SteadyWaveRun  run;

  if (left < sizeof run)
    return false;
  memcpy (&run, at, sizeof run);
  const size_t size = steady_wave_run_size (run.count);
  if (left < size)
    return false;
  *ret_run = run;
  *ret_values = (const float *) (const void *) (at + sizeof run);
  *offset += size;
  return true;
}

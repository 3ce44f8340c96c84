/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-vocabulary.h"

#include <stddef.h>
#include <string.h>

typedef struct Name
{
  int         value;
  const char *name;
} Name;

static const char *
name_of (const Name *names, size_t count, int value)
{
  for (size_t i = 0; i < count; i++)
    if (names[i].value == value)
      return names[i].name;
  return "unknown";
}

static int
value_of (const Name *names, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp (names[i].name, name) == 0)
      return names[i].value;
  return -1;
}

#define NAMES(array) array, sizeof (array) / sizeof ((array)[0])

static const Name mode_names[] = {
  { STEADY_MODE_TRAINING, "training" },
  { STEADY_MODE_LIVE, "live" },
  { STEADY_MODE_REVIEW, "review" },
};

static const Name quality_names[] = {
  { STEADY_QUALITY_MISSING, "missing" },
  { STEADY_QUALITY_VALID, "valid" },
  { STEADY_QUALITY_QUESTIONABLE, "questionable" },
  { STEADY_QUALITY_IMPLAUSIBLE, "implausible" },
  { STEADY_QUALITY_FROZEN, "frozen" },
  { STEADY_QUALITY_STALE, "stale" },
  { STEADY_QUALITY_SENSOR_OFF, "sensor-off" },
  { STEADY_QUALITY_LINK_LOST, "link-lost" },
  { STEADY_QUALITY_NOT_APPLICABLE, "not-applicable" },
};

static const Name priority_names[] = {
  { STEADY_PRIORITY_NONE, "none" },
  { STEADY_PRIORITY_LOW, "low" },
  { STEADY_PRIORITY_MEDIUM, "medium" },
  { STEADY_PRIORITY_HIGH, "high" },
};

static const Name category_names[] = {
  { STEADY_CATEGORY_GENERAL, "general" },
  { STEADY_CATEGORY_CARDIAC, "cardiac" },
  { STEADY_CATEGORY_PERFUSION, "perfusion" },
  { STEADY_CATEGORY_VENTILATION, "ventilation" },
  { STEADY_CATEGORY_OXYGEN, "oxygen" },
  { STEADY_CATEGORY_TEMPERATURE, "temperature" },
  { STEADY_CATEGORY_DRUG, "drug" },
  { STEADY_CATEGORY_EQUIPMENT, "equipment" },
};

static const Name alarm_state_names[] = {
  { STEADY_ALARM_INACTIVE, "inactive" }, { STEADY_ALARM_PENDING, "pending" },
  { STEADY_ALARM_ACTIVE, "active" },     { STEADY_ALARM_ACKNOWLEDGED, "acknowledged" },
  { STEADY_ALARM_LATCHED, "latched" },
};

static const Name support_mode_names[] = {
  { STEADY_SUPPORT_SET_UP, "set-up" },
  { STEADY_SUPPORT_PRIMING, "priming" },
  { STEADY_SUPPORT_PRE_BYPASS, "pre-bypass" },
  { STEADY_SUPPORT_PARTIAL_BYPASS, "partial-bypass" },
  { STEADY_SUPPORT_FULL_BYPASS, "full-bypass" },
  { STEADY_SUPPORT_WEANING, "weaning" },
  { STEADY_SUPPORT_POST_BYPASS, "post-bypass" },
  { STEADY_SUPPORT_MUF, "muf" },
  { STEADY_SUPPORT_RETURN_TO_BYPASS, "return-to-bypass" },
  { STEADY_SUPPORT_ECMO_VA, "ecmo-va" },
  { STEADY_SUPPORT_ECMO_VV, "ecmo-vv" },
};

static const Name control_names[] = {
  { STEADY_CONTROL_NONE, "none" },
  { STEADY_CONTROL_PUMP_FLOW, "pump-flow" },
  { STEADY_CONTROL_PUMP_STOP, "pump-stop" },
  { STEADY_CONTROL_PUMP_START, "pump-start" },
  { STEADY_CONTROL_SWEEP, "sweep" },
  { STEADY_CONTROL_FIO2, "fio2" },
  { STEADY_CONTROL_CO2, "co2" },
  { STEADY_CONTROL_WATER_TEMPERATURE, "water-temperature" },
  { STEADY_CONTROL_ARTERIAL_CLAMP, "arterial-clamp" },
  { STEADY_CONTROL_VENOUS_CLAMP, "venous-clamp" },
  { STEADY_CONTROL_CARDIOPLEGIA_STOP, "cardioplegia-stop" },
  { STEADY_CONTROL_SUPPORT_MODE, "support-mode" },
  { STEADY_CONTROL_SUPPORT_FLAGS, "support-flags" },
  { STEADY_CONTROL_CARDIOPLEGIA_DOSE, "cardioplegia-dose" },
  { STEADY_CONTROL_PUMP_SPEED, "pump-speed" },
  { STEADY_CONTROL_CARDIOPLEGIA_FLOW, "cardioplegia-flow" },
  { STEADY_CONTROL_VENT_SPEED, "vent-speed" },
  { STEADY_CONTROL_SUCKER_1_SPEED, "sucker-1-speed" },
};

static const Name answer_status_names[] = {
  { STEADY_ANSWER_ACCEPTED, "accepted" },
  { STEADY_ANSWER_REFUSED, "refused" },
  { STEADY_ANSWER_CONFIRMED, "confirmed" },
  { STEADY_ANSWER_FAILED, "failed" },
};

static const Name refusal_names[] = {
  { STEADY_REFUSAL_NONE, "none" },
  { STEADY_REFUSAL_NO_CONTROL, "no-control" },
  { STEADY_REFUSAL_OUT_OF_LIMITS, "out-of-limits" },
  { STEADY_REFUSAL_STALE, "stale" },
  { STEADY_REFUSAL_EXPIRED, "expired" },
  { STEADY_REFUSAL_NOT_IN_CONTROL, "not-in-control" },
  { STEADY_REFUSAL_BUSY, "busy" },
  { STEADY_REFUSAL_INTERVENTION, "intervention" },
  { STEADY_REFUSAL_MODE, "mode" },
  { STEADY_REFUSAL_LINK, "link" },
  { STEADY_REFUSAL_UNPROTECTED, "unprotected" },
  { STEADY_REFUSAL_NO_OPERATOR, "no-operator" },
  { STEADY_REFUSAL_NOT_CLEAR, "not-clear" },
  { STEADY_REFUSAL_NO_SUCH_LIMIT, "no-such-limit" },
  { STEADY_REFUSAL_NO_FLOW, "no-flow" },
  { STEADY_REFUSAL_TIME, "time" },
  { STEADY_REFUSAL_UNIT, "unit" },
  { STEADY_REFUSAL_NO_SUCH_RECORD, "no-such-record" },
  { STEADY_REFUSAL_SENSOR, "sensor" },
  { STEADY_REFUSAL_STOPPED, "stopped" },
  { STEADY_REFUSAL_TOO_FAST, "too-fast" },
  { STEADY_REFUSAL_NO_SUCH_ITEM, "no-such-item" },
  { STEADY_REFUSAL_NOT_READ, "not-read" },
  { STEADY_REFUSAL_SAME_PERSON, "same-person" },
  { STEADY_REFUSAL_NO_REASON, "no-reason" },
  { STEADY_REFUSAL_NOT_ARMED, "not-armed" },
  { STEADY_REFUSAL_NOT_NEAR_ZERO, "not-near-zero" },
  { STEADY_REFUSAL_PLACE, "place" },
  { STEADY_REFUSAL_NO_SUCH_DEVICE, "no-such-device" },
  { STEADY_REFUSAL_FILE, "file" },
  { STEADY_REFUSAL_READ_ONLY, "read-only" },
  { STEADY_REFUSAL_DEVICE, "device" },
  { STEADY_REFUSAL_CLAMP_ALONE, "clamp-alone" },
  { STEADY_REFUSAL_NO_SUCH_WIRE, "no-such-wire" },
  { STEADY_REFUSAL_EVENT_PRESENT, "event-present" },
  { STEADY_REFUSAL_OTHER_PERSON, "other-person" },
};

static const Name event_names[] = {
  { STEADY_EVENT_NOTE, "note" },
  { STEADY_EVENT_ON_BYPASS, "on-bypass" },
  { STEADY_EVENT_OFF_BYPASS, "off-bypass" },
  { STEADY_EVENT_CLAMP_ON, "clamp-on" },
  { STEADY_EVENT_CLAMP_OFF, "clamp-off" },
  { STEADY_EVENT_CARDIOPLEGIA, "cardioplegia" },
  { STEADY_EVENT_HEPARIN, "heparin" },
  { STEADY_EVENT_GAS_SAMPLE, "gas-sample" },
  { STEADY_EVENT_CEREBRAL_BASELINE, "cerebral-baseline" },
  { STEADY_EVENT_PROTAMINE, "protamine" },
  { STEADY_EVENT_VALUE_ENTERED, "value-entered" },
  { STEADY_EVENT_VOLUME, "volume" },
  { STEADY_EVENT_CASE_START, "case-start" },
  { STEADY_EVENT_CASE_END, "case-end" },
  { STEADY_EVENT_GAP, "gap" },
  { STEADY_EVENT_RESUMED, "resumed" },
  { STEADY_EVENT_MODE, "mode" },
  { STEADY_EVENT_AUDIO_PAUSE, "audio-pause" },
  { STEADY_EVENT_AUDIO_PAUSE_END, "audio-pause-end" },
  { STEADY_EVENT_INTERVENTION, "intervention" },
  { STEADY_EVENT_MECHANISM, "mechanism" },
  { STEADY_EVENT_DEVICE, "device" },
  { STEADY_EVENT_OPERATOR, "operator" },
  { STEADY_EVENT_START_REFUSED, "start-refused" },
  { STEADY_EVENT_OVERRIDE, "override" },
  { STEADY_EVENT_OVERRIDE_END, "override-end" },
  { STEADY_EVENT_ALARM_ACT, "alarm-act" },
  { STEADY_EVENT_LIMIT, "limit" },
  { STEADY_EVENT_WIRE, "wire" },
  { STEADY_EVENT_INSPECTED, "inspected" },
  { STEADY_EVENT_RESUME, "resume" },
  { STEADY_EVENT_SOUND_HEARD, "sound-heard" },
  { STEADY_EVENT_OVERRIDE_REASON, "override-reason" },
  { STEADY_EVENT_AUTO_RESUME, "auto-resume" },
  { STEADY_EVENT_PLAN, "plan" },
  { STEADY_EVENT_INSTRUCTOR, "instructor" },
  { STEADY_EVENT_TRAINEE, "trainee" },
  { STEADY_EVENT_DOSE, "dose" },
  { STEADY_EVENT_GOOD_CATCH, "good-catch" },
  { STEADY_EVENT_AMENDED, "amended" },
  { STEADY_EVENT_PLAN_IN_FORCE, "plan-in-force" },
  { STEADY_EVENT_CHECKLIST, "checklist" },
  { STEADY_EVENT_ITEM_SKIPPED, "item-skipped" },
  { STEADY_EVENT_PLACED, "placed" },
  { STEADY_EVENT_ZEROED, "zeroed" },
  { STEADY_EVENT_TAPE, "tape" },
  { STEADY_EVENT_ARMED, "armed" },
  { STEADY_EVENT_RESTORED, "restored" },
  { STEADY_EVENT_DEVICE_FOUND, "device-found" },
  { STEADY_EVENT_TIMER, "timer" },
  { STEADY_EVENT_STEERING, "steering" },
  { STEADY_EVENT_ANNOTATED, "annotated" },
  { STEADY_EVENT_HANDOVER, "handover" },
  { STEADY_EVENT_CIRCUIT_PART, "circuit-part" },
  { STEADY_EVENT_CLOCK_SET, "clock-set" },
  { STEADY_EVENT_WIRE_ADDED, "wire-added" },
  { STEADY_EVENT_WIRE_REMOVED, "wire-removed" },
  { STEADY_EVENT_STORED_PLAN, "stored-plan" },
};

static const Name role_names[] = {
  { STEADY_ROLE_CONSOLE, "console" },
  { STEADY_ROLE_INSTRUCTOR, "instructor" },
  { STEADY_ROLE_TEAM, "team" },
  { STEADY_ROLE_SOUNDER, "sounder" },
};

/* Thread: any. */
const char *
steady_mode_name (SteadyMode value)
{
  return name_of (NAMES (mode_names), (int) value);
}

/* Thread: any. */
const char *
steady_quality_name (SteadyQuality value)
{
  return name_of (NAMES (quality_names), (int) value);
}

/* Thread: any. */
const char *
steady_priority_name (SteadyPriority value)
{
  return name_of (NAMES (priority_names), (int) value);
}

/* Thread: any. */
const char *
steady_category_name (SteadyCategory value)
{
  return name_of (NAMES (category_names), (int) value);
}

/* Thread: any. */
const char *
steady_alarm_state_name (SteadyAlarmState value)
{
  return name_of (NAMES (alarm_state_names), (int) value);
}

/* Thread: any. */
const char *
steady_support_mode_name (SteadySupportMode value)
{
  return name_of (NAMES (support_mode_names), (int) value);
}

/* Thread: any. */
const char *
steady_control_name (SteadyControl value)
{
  return name_of (NAMES (control_names), (int) value);
}

/* Thread: any. */
const char *
steady_answer_status_name (SteadyAnswerStatus value)
{
  return name_of (NAMES (answer_status_names), (int) value);
}

/* Thread: any. */
const char *
steady_refusal_name (SteadyRefusal value)
{
  return name_of (NAMES (refusal_names), (int) value);
}

/* Thread: any. */
const char *
steady_event_name (SteadyEvent value)
{
  return name_of (NAMES (event_names), (int) value);
}

/* Thread: any. */
const char *
steady_role_name (SteadyRole value)
{
  return name_of (NAMES (role_names), (int) value);
}

/* The value of @name, or -1. Thread: any. */
int
steady_mode_from_name (const char *name)
{
  return value_of (NAMES (mode_names), name);
}

/* The value of @name, or -1. Thread: any. */
int
steady_priority_from_name (const char *name)
{
  return value_of (NAMES (priority_names), name);
}

/* The value of @name, or -1. Thread: any. */
int
steady_category_from_name (const char *name)
{
  return value_of (NAMES (category_names), name);
}

/* The value of @name, or -1. Thread: any. */
int
steady_support_mode_from_name (const char *name)
{
  return value_of (NAMES (support_mode_names), name);
}

/* The value of @name, or -1. Thread: any. */
int
steady_control_from_name (const char *name)
{
  return value_of (NAMES (control_names), name);
}

/* The value of @name, or -1. Thread: any. */
int
steady_event_from_name (const char *name)
{
  return value_of (NAMES (event_names), name);
}

/* The value of @name, or -1. Thread: any. */
int
steady_role_from_name (const char *name)
{
  return value_of (NAMES (role_names), name);
}

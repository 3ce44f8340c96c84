/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * Enumerations that go on the wire or into a case file. Numbers are explicit and append
 * only; tests/golden/vocabulary.txt holds them.
 */

typedef enum SteadyMode
{
  STEADY_MODE_TRAINING = 1,
  STEADY_MODE_LIVE = 2,
  STEADY_MODE_REVIEW = 3
} SteadyMode;

/* Why a value can or cannot be used. 0 is "missing", so that zeroed memory claims
 * nothing. */
typedef enum SteadyQuality
{
  STEADY_QUALITY_MISSING = 0, /* never came */
  STEADY_QUALITY_VALID = 1,
  STEADY_QUALITY_QUESTIONABLE = 2, /* the device doubts it */
  STEADY_QUALITY_IMPLAUSIBLE = 3,  /* outside what the quantity can be */
  STEADY_QUALITY_FROZEN = 4,       /* the source repeats itself */
  STEADY_QUALITY_STALE = 5,        /* too old */
  STEADY_QUALITY_SENSOR_OFF = 6, /* the device says that its sensor is off or broken */
  STEADY_QUALITY_LINK_LOST = 7,  /* the device is gone */
  STEADY_QUALITY_NOT_APPLICABLE =
      8 /* cannot exist now, and that is no fault: no beats */
} SteadyQuality;

/* Bits of SteadySample.flags. */
typedef enum SteadySampleFlag
{
  STEADY_SAMPLE_SIMULATED = 1 << 0,
  STEADY_SAMPLE_DERIVED = 1 << 1,
  STEADY_SAMPLE_SET = 1 << 2,        /* a set-point read back, not a measurement */
  STEADY_SAMPLE_CALCULATED = 1 << 3, /* from a speed, not from a sensor */
  STEADY_SAMPLE_ENTERED = 1 << 4,    /* by hand */
  STEADY_SAMPLE_GAP = 1 << 5         /* something is missing before this sample */
} SteadySampleFlag;

typedef enum SteadyPriority
{
  STEADY_PRIORITY_NONE = 0,
  STEADY_PRIORITY_LOW = 1,
  STEADY_PRIORITY_MEDIUM = 2,
  STEADY_PRIORITY_HIGH = 3
} SteadyPriority;

/* Categories of IEC 60601-1-8 style melodies. */
typedef enum SteadyCategory
{
  STEADY_CATEGORY_GENERAL = 0,
  STEADY_CATEGORY_CARDIAC = 1,
  STEADY_CATEGORY_PERFUSION = 2,
  STEADY_CATEGORY_VENTILATION = 3,
  STEADY_CATEGORY_OXYGEN = 4,
  STEADY_CATEGORY_TEMPERATURE = 5,
  STEADY_CATEGORY_DRUG = 6,
  STEADY_CATEGORY_EQUIPMENT = 7
} SteadyCategory;

typedef enum SteadyAlarmState
{
  STEADY_ALARM_INACTIVE = 0,
  STEADY_ALARM_PENDING = 1, /* the condition holds, the delay runs */
  STEADY_ALARM_ACTIVE = 2,
  STEADY_ALARM_ACKNOWLEDGED = 3, /* active, seen by a person, silent */
  STEADY_ALARM_LATCHED = 4       /* the condition is gone, a person must reset it */
} SteadyAlarmState;

/* safety rulings, 14 */
typedef enum SteadySupportMode
{
  STEADY_SUPPORT_SET_UP = 0,
  STEADY_SUPPORT_PRIMING = 1,
  STEADY_SUPPORT_PRE_BYPASS = 2,
  STEADY_SUPPORT_PARTIAL_BYPASS = 3,
  STEADY_SUPPORT_FULL_BYPASS = 4,
  STEADY_SUPPORT_WEANING = 5,
  STEADY_SUPPORT_POST_BYPASS = 6,
  STEADY_SUPPORT_MUF = 7,
  STEADY_SUPPORT_RETURN_TO_BYPASS = 8,
  STEADY_SUPPORT_ECMO_VA = 9,
  STEADY_SUPPORT_ECMO_VV = 10
} SteadySupportMode;

/* Bits, independent of each other and of the mode. */
typedef enum SteadySupportFlag
{
  STEADY_FLAG_CROSS_CLAMPED = 1 << 0,
  STEADY_FLAG_CIRCULATORY_ARREST = 1 << 1,
  STEADY_FLAG_CEREBRAL_PERFUSION = 1 << 2,
  STEADY_FLAG_COOLING = 1 << 3,
  STEADY_FLAG_REWARMING = 1 << 4
} SteadySupportFlag;

typedef enum SteadyDetectorState
{
  STEADY_DETECTOR_CLEAR = 0,
  STEADY_DETECTOR_TRIPPED = 1
} SteadyDetectorState;

typedef enum SteadyLevelState
{
  STEADY_LEVEL_FINE = 0,
  STEADY_LEVEL_WARN = 1,
  STEADY_LEVEL_STOP = 2
} SteadyLevelState;

typedef enum SteadyClampState
{
  STEADY_CLAMP_OPEN = 0,
  STEADY_CLAMP_CLOSING = 1,
  STEADY_CLAMP_CLOSED = 2,
  STEADY_CLAMP_OPENING = 3,
  STEADY_CLAMP_UNKNOWN = 4,
  STEADY_CLAMP_DEFECTIVE = 5
} SteadyClampState;

typedef enum SteadyPumpState
{
  STEADY_PUMP_STOPPED = 0,
  STEADY_PUMP_RUNNING = 1,
  STEADY_PUMP_STOPPED_BY_INTERVENTION = 2,
  STEADY_PUMP_LOCAL = 3, /* controlled at the pump itself */
  STEADY_PUMP_UNKNOWN = 4
} SteadyPumpState;

typedef enum SteadyLinkState
{
  STEADY_LINK_NONE = 0, /* not expected */
  STEADY_LINK_UP = 1,
  STEADY_LINK_CONNECTING = 2,
  STEADY_LINK_LOST = 3
} SteadyLinkState;

typedef enum SteadyRecorderState
{
  STEADY_RECORDER_NONE = 0, /* no case is kept */
  STEADY_RECORDER_WRITING = 1,
  STEADY_RECORDER_BEHIND = 2, /* the disk is slow, nothing is lost yet */
  STEADY_RECORDER_FAILED = 3
} SteadyRecorderState;

/* How an arterial pump moves blood: what it does at 0 rpm differs. */
typedef enum SteadyPumpKind
{
  STEADY_PUMP_KIND_ROLLER = 0,
  STEADY_PUMP_KIND_CENTRIFUGAL = 1
} SteadyPumpKind;

/* Whether something that must be taken or given once has been. */
typedef enum SteadyTaken
{
  STEADY_TAKEN_NOT_YET = 0,
  STEADY_TAKEN_YES = 1
} SteadyTaken;

/* What a named person has taken upon himself. */
typedef enum SteadyOverride
{
  STEADY_OVERRIDE_NONE = 0,
  STEADY_OVERRIDE_START = 1,  /* bypass without protection from air */
  STEADY_OVERRIDE_GLOBAL = 2, /* no alarm stops or clamps anything, for some minutes */
  STEADY_OVERRIDE_WIRE = 3    /* at least one automatic stop is switched off */
} SteadyOverride;

/* Why, asked afterwards (safety rule 7). */
typedef enum SteadyOverrideReason
{
  STEADY_REASON_SENSOR = 1,  /* misled or broken */
  STEADY_REASON_SURGEON = 2, /* asked for by the surgeon */
  STEADY_REASON_EMERGENCY = 3,
  STEADY_REASON_TEST = 4,
  STEADY_REASON_OTHER = 5
} SteadyOverrideReason;

/* What an operator proposes about alarms. */
typedef enum SteadySettingKind
{
  STEADY_SETTING_OPERATOR = 1,   /* signs in */
  STEADY_SETTING_LIMIT = 2,      /* rule, value */
  STEADY_SETTING_LIMIT_BACK = 3, /* rule: what profile and plan say */
  STEADY_SETTING_WIRE = 4,       /* rule, control; value 1: acts, 0: none */
  STEADY_SETTING_RESUME = 5,     /* rule; value 1: it was true, 0: a false alarm */
  STEADY_SETTING_HEARD = 6,      /* value: SteadySoundHeard */
  STEADY_SETTING_AUTO_RESUME =
      7, /* rule; value 1: the pump may go on by itself, 0: a person starts it */
  STEADY_SETTING_REASON = 8, /* value: SteadyOverrideReason */
  STEADY_SETTING_ADDED_WIRE =
      9 /* rule, control; value 1: a stop that the rule did not ask for, 0: taken out */
} SteadySettingKind;

/* What an operator proposes about devices. */
typedef enum SteadyDeviceAct
{
  STEADY_DEVICE_ACT_PLACE = 1,      /* device, signal; channel, 0: not used */
  STEADY_DEVICE_ACT_PLACE_BACK = 2, /* device, signal: as the site says */
  STEADY_DEVICE_ACT_ZERO = 3,       /* channel: of the line; value: what is read */
  STEADY_DEVICE_ACT_ZERO_BACK = 4,  /* channel: nothing is taken off any more */
  STEADY_DEVICE_ACT_TAPE = 5,       /* device; value: 1 begin, 0 end */
  STEADY_DEVICE_ACT_ARM = 6,        /* device; value: 1 arm, 0 disarm */
  STEADY_DEVICE_ACT_LOOK = 7,       /* value: 1 ask silent ports too */
  STEADY_DEVICE_ACT_RESTART = 8     /* the engine begins anew, in the same case */
} SteadyDeviceAct;

/* What was found at a port that no site names. */
typedef enum SteadyFoundState
{
  STEADY_FOUND_NEW = 0, /* not listened to yet */
  STEADY_FOUND_LISTENING = 1,
  STEADY_FOUND_ASKING = 2,
  STEADY_FOUND_SILENT = 3,  /* nothing was heard */
  STEADY_FOUND_UNKNOWN = 4, /* something speaks that no driver understands */
  STEADY_FOUND_KNOWN = 5,   /* a driver understands it */
  STEADY_FOUND_BUSY = 6,    /* another program has it */
  STEADY_FOUND_DENIED = 7,  /* no permission */
  STEADY_FOUND_FAILED = 8   /* it cannot be opened as a serial line */
} SteadyFoundState;

/* The answer to "did you hear three tones?". */
typedef enum SteadySoundHeard
{
  STEADY_SOUND_NOT_ANSWERED = 0,
  STEADY_SOUND_WAS_HEARD = 1,
  STEADY_SOUND_NOT_HEARD = 2
} SteadySoundHeard;

/* The way back to the flow before an alarm stopped the pump. */
typedef enum SteadyResumeState
{
  STEADY_RESUME_NONE = 0,
  STEADY_RESUME_LOW = 1,   /* the set-point is brought down first */
  STEADY_RESUME_OPEN = 2,  /* the arterial clamp opens */
  STEADY_RESUME_START = 3, /* the pump starts */
  STEADY_RESUME_RAMP = 4,
  STEADY_RESUME_DONE = 5,
  STEADY_RESUME_FAILED = 6
} SteadyResumeState;

/* What an operator can set, and what an intervention can do. */
typedef enum SteadyControl
{
  STEADY_CONTROL_NONE = 0,
  STEADY_CONTROL_PUMP_FLOW = 1,         /* L/min, arterial pump */
  STEADY_CONTROL_PUMP_STOP = 2,         /* stop the arterial pump; value unused */
  STEADY_CONTROL_PUMP_START = 3,        /* run again at the set flow; value unused */
  STEADY_CONTROL_SWEEP = 4,             /* L/min */
  STEADY_CONTROL_FIO2 = 5,              /* % */
  STEADY_CONTROL_CO2 = 6,               /* mL/min */
  STEADY_CONTROL_WATER_TEMPERATURE = 7, /* °C */
  STEADY_CONTROL_ARTERIAL_CLAMP = 8,    /* 1 close, 0 open */
  STEADY_CONTROL_VENOUS_CLAMP = 9,      /* 1 close, 0 open */
  STEADY_CONTROL_CARDIOPLEGIA_STOP = 10,
  STEADY_CONTROL_SUPPORT_MODE = 11,  /* SteadySupportMode; kept by the engine */
  STEADY_CONTROL_SUPPORT_FLAGS = 12, /* bits of SteadySupportFlag; kept by the engine */
  STEADY_CONTROL_CARDIOPLEGIA_DOSE = 13, /* mL; starts its delivery */
  STEADY_CONTROL_PUMP_SPEED = 14,        /* rpm, arterial pump: a rig's */
  STEADY_CONTROL_CARDIOPLEGIA_FLOW = 15, /* mL/min: a rig's */
  STEADY_CONTROL_VENT_SPEED = 16,        /* rpm */
  STEADY_CONTROL_SUCKER_1_SPEED = 17,    /* rpm */
  STEADY_CONTROL_MAX = 18
} SteadyControl;

typedef enum SteadyAnswerStatus
{
  STEADY_ANSWER_ACCEPTED = 1,  /* passed on to the device */
  STEADY_ANSWER_REFUSED = 2,   /* checked and refused; see the reason */
  STEADY_ANSWER_CONFIRMED = 3, /* read back from the device */
  STEADY_ANSWER_FAILED = 4     /* not read back in time */
} SteadyAnswerStatus;

typedef enum SteadyRefusal
{
  STEADY_REFUSAL_NONE = 0,
  STEADY_REFUSAL_NO_CONTROL = 1, /* no attached device can do this */
  STEADY_REFUSAL_OUT_OF_LIMITS = 2,
  STEADY_REFUSAL_STALE = 3,   /* the set-point was another one than the sender saw */
  STEADY_REFUSAL_EXPIRED = 4, /* older than 1 s */
  STEADY_REFUSAL_NOT_IN_CONTROL = 5, /* a viewer asked */
  STEADY_REFUSAL_BUSY = 6,           /* one proposal at a time for a control */
  STEADY_REFUSAL_INTERVENTION = 7,   /* held stopped by an alarm that was not reset */
  STEADY_REFUSAL_MODE = 8,           /* not in this mode: replay, for one */
  STEADY_REFUSAL_LINK = 9,           /* the device is gone */
  STEADY_REFUSAL_UNPROTECTED = 10,   /* air is not watched or stops nothing: override */
  STEADY_REFUSAL_NO_OPERATOR = 20,   /* nobody is signed in */
  STEADY_REFUSAL_NOT_CLEAR = 21,     /* the sensor does not read clear */
  STEADY_REFUSAL_NO_SUCH_LIMIT = 22, /* the rule has no such limit or wire */
  STEADY_REFUSAL_NO_FLOW = 23,       /* the flow before the stop is not known */
  STEADY_REFUSAL_TIME = 24,          /* a time that has not come, or before the case */
  STEADY_REFUSAL_UNIT = 25,          /* no unit of this value */
  STEADY_REFUSAL_NO_SUCH_RECORD = 26, /* what is to be amended is not there */
  STEADY_REFUSAL_SENSOR = 27,         /* its signal is not valid */
  STEADY_REFUSAL_STOPPED = 28,        /* the arterial pump does not run */
  STEADY_REFUSAL_TOO_FAST =
      30, /* a step, a slew or an interval that the device forbids */
  STEADY_REFUSAL_NO_SUCH_ITEM = 32,  /* no such list or item, or it takes no such act */
  STEADY_REFUSAL_NOT_READ = 33,      /* is read before it is verified */
  STEADY_REFUSAL_SAME_PERSON = 34,   /* who has read it cannot verify it */
  STEADY_REFUSAL_NO_REASON = 35,     /* is skipped with a reason only */
  STEADY_REFUSAL_NOT_ARMED = 36,     /* nobody has armed the rig's commands */
  STEADY_REFUSAL_NOT_NEAR_ZERO = 37, /* the line is not open to air, or moves */
  STEADY_REFUSAL_PLACE = 38,         /* taken, or of another unit or kind */
  STEADY_REFUSAL_NO_SUCH_DEVICE = 39, /* or it has no such signal */
  STEADY_REFUSAL_FILE = 40,           /* what is to be kept could not be written */
  STEADY_REFUSAL_READ_ONLY = 41,      /* a clinical device: it is never commanded */
  STEADY_REFUSAL_OTHER_PERSON = 50,   /* who takes over must be another, with a name */
  STEADY_REFUSAL_DEVICE = 58, /* it is in no state to do this, as its driver knows */
  STEADY_REFUSAL_CLAMP_ALONE = 59,  /* a clamp would close on a pump that runs */
  STEADY_REFUSAL_NO_SUCH_WIRE = 60, /* the rule cannot be made to ask for this */
  STEADY_REFUSAL_EVENT_PRESENT = 61 /* the alarm is there: the wire would not act */
} SteadyRefusal;

/* Buttons of the event pad and marks made by the engine. */
typedef enum SteadyEvent
{
  STEADY_EVENT_NOTE = 1,
  STEADY_EVENT_ON_BYPASS = 2,
  STEADY_EVENT_OFF_BYPASS = 3,
  STEADY_EVENT_CLAMP_ON = 4,
  STEADY_EVENT_CLAMP_OFF = 5,
  STEADY_EVENT_CARDIOPLEGIA = 6,
  STEADY_EVENT_HEPARIN = 7,
  STEADY_EVENT_GAS_SAMPLE = 8,        /* value: ACT in s, 0 where none was taken */
  STEADY_EVENT_CEREBRAL_BASELINE = 9, /* the NIRS of now is the baseline */
  STEADY_EVENT_PROTAMINE = 10,        /* it has begun; value: mg */
  STEADY_EVENT_VALUE_ENTERED = 11,    /* value; text: the name of its channel */
  STEADY_EVENT_VOLUME = 12, /* value: mL given to the circuit, negative: taken out */
  STEADY_EVENT_CASE_START = 20,
  STEADY_EVENT_CASE_END = 21,
  STEADY_EVENT_GAP = 22,
  STEADY_EVENT_RESUMED = 23,
  STEADY_EVENT_MODE = 24, /* support mode or flags changed */
  STEADY_EVENT_AUDIO_PAUSE = 25,
  STEADY_EVENT_AUDIO_PAUSE_END = 26,
  STEADY_EVENT_INTERVENTION = 27,
  STEADY_EVENT_MECHANISM =
      28,                   /* the scenario or an instructor changed the simulation */
  STEADY_EVENT_DEVICE = 29, /* attached, lost, back */
  STEADY_EVENT_OPERATOR = 30,
  STEADY_EVENT_START_REFUSED = 31, /* "on bypass" without protection from air */
  STEADY_EVENT_OVERRIDE = 32,      /* value: SteadyOverride; text: who */
  STEADY_EVENT_OVERRIDE_END = 33,  /* value: SteadyOverride */
  STEADY_EVENT_INSTRUCTOR = 34,  /* what the instructor did; the trainee is not told */
  STEADY_EVENT_TRAINEE = 35,     /* what the trainee said or did beside the controls */
  STEADY_EVENT_ALARM_ACT = 50,   /* value: 3 seen, 4 reset; text: alarm, who */
  STEADY_EVENT_LIMIT = 51,       /* value: new limit; text: alarm, old limit, who */
  STEADY_EVENT_WIRE = 52,        /* value: 1 acts, 0 none; text: alarm, control, who */
  STEADY_EVENT_INSPECTED = 53,   /* value: 1 true, 0 false alarm; text: alarm, who */
  STEADY_EVENT_RESUME = 54,      /* value: flow; text: how the way back to it went */
  STEADY_EVENT_SOUND_HEARD = 55, /* value: SteadySoundHeard; text: who */
  STEADY_EVENT_OVERRIDE_REASON = 56, /* value: SteadyOverrideReason; text: why, who */
  STEADY_EVENT_AUTO_RESUME = 57,   /* value 1: may go on by itself; text: alarm, who */
  STEADY_EVENT_PLAN = 60,          /* a signed plan is kept; text: who made it */
  STEADY_EVENT_DOSE = 61,          /* value: amount; text: drug, unit, who */
  STEADY_EVENT_GOOD_CATCH = 62,    /* text: what was seen in time */
  STEADY_EVENT_AMENDED = 63,       /* an earlier record was corrected */
  STEADY_EVENT_PLAN_IN_FORCE = 70, /* value: planned flow; text: profile, who signed */
  STEADY_EVENT_TIMER = 71, /* value: seconds of a stretch that ended; text: which */
  STEADY_EVENT_STEERING =
      72, /* value: target; text: what moves a set-point, who, end */
  STEADY_EVENT_CHECKLIST = 80,    /* value: items done; text: a list was gone through */
  STEADY_EVENT_ITEM_SKIPPED = 81, /* text: list, item, reason, who */
  STEADY_EVENT_PLACED = 90,   /* value: channel, 0 none; text: device, signal, who */
  STEADY_EVENT_ZEROED = 91,   /* value: mmHg taken off; text: line, who */
  STEADY_EVENT_TAPE = 92,     /* value: 1 begun, 0 ended; text: device, file, who */
  STEADY_EVENT_ARMED = 93,    /* value: 1 armed, 0 not; text: device, who or why */
  STEADY_EVENT_RESTORED = 94, /* value: set-point sent again; text: control */
  STEADY_EVENT_DEVICE_FOUND =
      95, /* value: 1 plugged in, 0 pulled; text: port, driver */
  /* after the case: "amends 12 by …: …", 12 being the row of an event */
  STEADY_EVENT_ANNOTATED = 100,
  STEADY_EVENT_HANDOVER = 110,     /* text: who hands over to whom */
  STEADY_EVENT_CIRCUIT_PART = 111, /* value: SteadyEcmoPart; text: its name, who */
  STEADY_EVENT_CLOCK_SET = 158,    /* value: s by which the wall clock was set */
  STEADY_EVENT_WIRE_ADDED = 162,   /* value: SteadyControl; text: alarm, control, who */
  STEADY_EVENT_WIRE_REMOVED = 163, /* likewise */
  STEADY_EVENT_STORED_PLAN = 165   /* value: 1 followed, 0 offered or not; text: who */
} SteadyEvent;

/* Who speaks to the engine. */
typedef enum SteadyRole
{
  STEADY_ROLE_CONSOLE = 1,
  STEADY_ROLE_INSTRUCTOR = 2,
  STEADY_ROLE_TEAM = 3,
  STEADY_ROLE_SOUNDER = 4
} SteadyRole;

/* The names that stand in files and JSON ("high", "full-bypass"); "unknown" for others.
 */
const char *steady_mode_name (SteadyMode value);
const char *steady_quality_name (SteadyQuality value);
const char *steady_priority_name (SteadyPriority value);
const char *steady_category_name (SteadyCategory value);
const char *steady_alarm_state_name (SteadyAlarmState value);
const char *steady_support_mode_name (SteadySupportMode value);
const char *steady_control_name (SteadyControl value);
const char *steady_answer_status_name (SteadyAnswerStatus value);
const char *steady_refusal_name (SteadyRefusal value);
const char *steady_event_name (SteadyEvent value);
const char *steady_role_name (SteadyRole value);

/* The value of a name, or -1. */
int steady_mode_from_name (const char *name);
int steady_priority_from_name (const char *name);
int steady_category_from_name (const char *name);
int steady_support_mode_from_name (const char *name);
int steady_control_from_name (const char *name);
int steady_event_from_name (const char *name);
int steady_role_from_name (const char *name);

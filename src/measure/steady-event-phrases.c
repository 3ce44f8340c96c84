/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-event-phrases.h"

#include <stddef.h>

#include <glib.h>

#define N_(text) text

#define SAYS(event, pattern, words)                       \
  {                                                       \
    STEADY_EVENT_##event, pattern, words, false, 0, false \
  }
#define SAYS_FOR(event, number, pattern, words)               \
  {                                                           \
    STEADY_EVENT_##event, pattern, words, true, number, false \
  }
#define SENTENCE(event, pattern, words)                  \
  {                                                      \
    STEADY_EVENT_##event, pattern, words, false, 0, true \
  }
#define SAYS_OF(group, pattern, words)                           \
  {                                                              \
    STEADY_EVENT_PHRASE_##group, pattern, words, false, 0, false \
  }

/*
 * All that src/engine writes into the text of an event, and how people say it. A place
 * in braces is what was named: see steady-event-text.c. The first that fits counts, so
 * what is longer stands before what is shorter. A case is old for ever: a pattern is
 * never taken out, and a text that the engine words anew gets one more.
 */
static const SteadyEventPhrase phrases[] = {
  /* alarms and their stops */
  SAYS (ALARM_ACT, "{rule} seen by {who}", N_ ("{rule}: seen ({who})")),
  SAYS (ALARM_ACT, "{rule} reset by {who}", N_ ("{rule}: reset ({who})")),
  SAYS (INTERVENTION, "{rule}", "{rule}"),
  SAYS (INSPECTED, "{rule} inspected: air by {who}", N_ ("{rule}: it was air ({who})")),
  SAYS (INSPECTED,
        "{rule} inspected: false alarm by {who}",
        N_ ("{rule}: false alarm ({who})")),
  SAYS (WIRE,
        "{rule}: {control} is switched off, nothing done",
        N_ ("{rule}: “{control}” is switched off, nothing was done")),
  SAYS_FOR (WIRE,
            1,
            "{rule} {control} by {who}",
            N_ ("{rule}: “{control}” switched on again ({who})")),
  SAYS (WIRE,
        "{rule} {control} by {who}",
        N_ ("{rule}: “{control}” switched off ({who})")),
  SAYS (WIRE_ADDED, "{rule} {control} by {who}", "{rule}: {control} ({who})"),
  SAYS (WIRE_REMOVED, "{rule} {control} by {who}", "{rule}: {control} ({who})"),
  SAYS_FOR (AUTO_RESUME,
            1,
            "{rule} by {who}",
            N_ ("{rule}: the pump may go on by itself ({who})")),
  SAYS (
      AUTO_RESUME, "{rule} by {who}", N_ ("{rule}: a person starts the pump ({who})")),
  SAYS (OVERRIDE, "{rule}: {control} held back", N_ ("{rule}: “{control}” held back")),
  SAYS (OVERRIDE_END, "ended by the operator", N_ ("by the operator")),
  SAYS (OVERRIDE_END, "its time is over", N_ ("its time is over")),
  SAYS (OVERRIDE_REASON,
        "the sensor was misled or broken by {who}",
        N_ ("the sensor was misled or broken ({who})")),
  SAYS (OVERRIDE_REASON,
        "the surgeon asked for it by {who}",
        N_ ("the surgeon asked for it ({who})")),
  SAYS (OVERRIDE_REASON, "emergency by {who}", N_ ("emergency ({who})")),
  SAYS (OVERRIDE_REASON, "a test by {who}", N_ ("a test ({who})")),
  SAYS (OVERRIDE_REASON, "another reason by {who}", N_ ("another reason ({who})")),

  /* the way back to the flow before a stop */
  SAYS (RESUME,
        "{rule} is over: going back to the former flow by itself, as was chosen",
        N_ ("{rule} is over: going back to the former flow by itself, as was chosen")),
  SAYS (RESUME,
        "{rule} is over: the arterial clamp is not open; start the pump by hand",
        N_ ("{rule} is over: the arterial clamp is not open; start the pump by hand")),
  SAYS (RESUME,
        "{rule} is over: no device starts the pump; start it by hand",
        N_ ("{rule} is over: no device starts the pump; start it by hand")),
  SAYS (RESUME, "going back to the former flow", N_ ("going back to the former flow")),
  SAYS (RESUME, "former flow reached", N_ ("former flow reached")),
  SAYS (RESUME,
        "the pump did not follow; run it by hand",
        N_ ("the pump did not follow; run it by hand")),
  SAYS (RESUME, "an alarm holds the pump again", N_ ("an alarm holds the pump again")),
  SAYS (RESUME,
        "ended: an alarm lowers the flow",
        N_ ("ended: an alarm lowers the flow")),
  SAYS (RESUME,
        "ended: the pump was set otherwise",
        N_ ("ended: the pump was set otherwise")),
  SAYS (RESTORED,
        "{control}: not confirmed, set back to {set}",
        N_ ("{control}: not confirmed, set back to {set}")),

  /* what moves a set-point by itself */
  SAYS (STEERING,
        "ramp of {control} to {set}, {rate} a minute by {who}",
        N_ ("{control}: ramp to {set}, {rate} a minute ({who})")),
  SAYS (STEERING,
        "servo of {control} to {number}, {channel}, from {low} to {high} by {who}",
        N_ ("{control}: servo on {channel}, target {number}, from {low} to {high} "
            "({who})")),
  SAYS (STEERING,
        "follower of {control} to {number} by {who}",
        N_ ("{control}: follows the arterial pump, {number} ({who})")),
  SAYS (STEERING, "{steer} of {control} ended: {why}", "{control}: {steer} – {why}"),

  /* plans */
  SAYS (PLAN,
        "the stored plan is not followed: {why}",
        N_ ("the stored plan is not followed: {why}")),
  SENTENCE (PLAN_IN_FORCE,
            "profile {text}, flow {number} L/min, of the plan signed by {who}",
            N_ ("Plan in force: flow {number} L/min, signed by {who}")),
  SENTENCE (STORED_PLAN,
            "followed; a clear match: {who}",
            N_ ("Stored plan followed, a clear match: {who}")),
  SENTENCE (STORED_PLAN,
            "followed; the child was confirmed: {who}",
            N_ ("Stored plan followed, the child confirmed by {who}")),
  SENTENCE (STORED_PLAN,
            "offered, signed by {who}: {text}",
            N_ ("Stored plan signed by {who} was offered")),
  SENTENCE (STORED_PLAN,
            "not followed, signed by {who}: {why}",
            N_ ("Stored plan signed by {who} is not followed: {why}")),

  /* checklists and the way on bypass */
  SENTENCE (CHECKLIST,
            "{list} gone through, {number} skipped, by {who}",
            N_ ("Checklist “{list}” gone through, skipped: {number}")),
  SAYS (ITEM_SKIPPED,
        "{list}, {item}: {said}, by {who}",
        "{list}: {item} – {said} ({who})"),
  SAYS (
      START_REFUSED,
      "air in the arterial line is not watched, or stops no pump: a named override is "
      "needed",
      N_ ("air in the arterial line is not watched, or stops no pump: a named "
          "override is needed")),
  SAYS (START_REFUSED,
        "not ready:{needs} or a named override",
        N_ ("not ready: {needs}; or a named override")),
  SAYS (MODE,
        "flow to the patient armed the alarms of bypass",
        N_ ("flow to the patient armed the alarms of bypass")),

  /* sound and devices */
  SAYS (SOUND_HEARD, "three tones heard by {who}", N_ ("three tones heard ({who})")),
  SAYS (SOUND_HEARD,
        "three tones not heard by {who}",
        N_ ("three tones NOT heard ({who})")),
  SAYS (DEVICE,
        "alarm volume asked for: {number} dB",
        N_ ("alarm volume asked for: {number} dB")),
  SAYS (DEVICE, "alarm volume is {number} dB", N_ ("alarm volume is {number} dB")),
  SAYS (DEVICE, "sound test played to its end", N_ ("sound test played to its end")),
  SAYS (DEVICE,
        "sound test cut short by an alarm",
        N_ ("sound test cut short by an alarm")),
  SAYS (DEVICE, "{device}: lost", N_ ("{device}: lost")),
  SAYS (DEVICE, "{device}: back", N_ ("{device}: back")),
  SAYS (DEVICE, "{device}: attached", N_ ("{device}: attached")),
  SAYS (DEVICE,
        "what was changed on the Devices page is left out: {text}",
        N_ ("what was changed on the Devices page is left out: {text}")),
  SAYS (ARMED, "{device}: armed by {who}", N_ ("{device}: armed ({who})")),
  SAYS (ARMED, "{device}: disarmed by {who}", N_ ("{device}: disarmed ({who})")),
  SAYS (ARMED,
        "{device}: disarmed: the link is lost",
        N_ ("{device}: disarmed, the link is lost")),
  SAYS (ZEROED,
        "{channel}: {number} mmHg taken off by {who}",
        N_ ("{channel}: {number} mmHg taken off ({who})")),
  SAYS (PLACED,
        "{device}: {channel} from the next start, by {who}",
        N_ ("{device}: {channel} from the next start ({who})")),
  SAYS (PLACED,
        "{device}: as the site says from the next start, by {who}",
        N_ ("{device}: as the site says, from the next start ({who})")),
  SAYS (PLACED,
        "{device}: not used from the next start, by {who}",
        N_ ("{device}: not used from the next start ({who})")),
  SAYS (TAPE, "{device}: tape ended by {who}", N_ ("{device}: tape ended ({who})")),
  SAYS (TAPE, "{device}: {text} by {who}", "{device}: {text} ({who})"),
  SAYS (DEVICE_FOUND,
        "ports listened to and asked by {who}",
        N_ ("ports listened to and asked ({who})")),
  SAYS (DEVICE_FOUND, "ports listened to by {who}", N_ ("ports listened to ({who})")),
  SAYS (DEVICE_FOUND, "{port} plugged in: {text}", N_ ("{port} plugged in: {text}")),
  SAYS (DEVICE_FOUND, "{port} plugged in", N_ ("{port} plugged in")),
  SAYS (DEVICE_FOUND, "{port} pulled: {text}", N_ ("{port} pulled: {text}")),
  SAYS (DEVICE_FOUND, "{port} pulled", N_ ("{port} pulled")),
  SAYS (DEVICE_FOUND,
        "{port} made itself known: {text}",
        N_ ("{port} made itself known: {text}")),
  SAYS (DEVICE_FOUND, "{port} made itself known", N_ ("{port} made itself known")),
  SAYS (DEVICE_FOUND, "{port} is silent: {text}", N_ ("{port} is silent: {text}")),
  SAYS (DEVICE_FOUND, "{port} is silent", N_ ("{port} is silent")),

  /* ECMO, and what was added later */
  SAYS (HANDOVER, "{who} to {other}", "{who} → {other}"),
  SAYS (CIRCUIT_PART,
        "{text}, by {who}, {number} h ago",
        N_ ("{text} ({who}), {number} h before")),
  SAYS (CIRCUIT_PART, "{text}, by {who}", "{text} ({who})"),
  SAYS (ANNOTATED,
        "amends {number} by {who}: {text}",
        N_ ("amends entry {number}: {text} ({who})")),

  /* what was given or drawn, and marks that were dated back */
  SAYS_OF (MARK, "withdrawn: {more}", N_ ("withdrawn: {more}")),
  SAYS_OF (MARK, ", {number} min ago", N_ ("{number} min earlier")),
  SAYS_OF (MARK, "{more}, {number} min ago", N_ ("{more}, {number} min earlier")),
  SAYS_OF (ACT, "{given}, {unit} by {who}", "{given}, {unit} ({who})"),
  SAYS_OF (ACT, "{given} by {who}", "{given} ({who})"),
  SAYS_OF (ACT, "{given}, {unit}", "{given}, {unit}"),
  SAYS_OF (ACT, "{given}", "{given}"),
  SAYS_OF (ACT, "{channel} by {who}", "{channel} ({who})"),
  SAYS_OF (ACT, "{channel}", "{channel}"),
  SAYS_OF (ACT, " by {who}", "({who})"),

  /* training */
  SAYS (INSTRUCTOR,
        "{act} to {number} over {seconds} s",
        N_ ("{act}: to {number} over {seconds} s")),
  SAYS (INSTRUCTOR, "frozen", N_ ("frozen")),
  SAYS (INSTRUCTOR, "goes on", N_ ("goes on")),
  SAYS (INSTRUCTOR, "speed", N_ ("pace changed")),
  SAYS (INSTRUCTOR, "leaves for {text}", N_ ("leaves for {text}")),
  SAYS (TRAINEE, "{act}", "{act}"),
};

/* The @i-th; NULL behind the last. Thread: any. */
const SteadyEventPhrase *
steady_event_phrase (unsigned i)
{
  return i < G_N_ELEMENTS (phrases) ? &phrases[i] : NULL;
}

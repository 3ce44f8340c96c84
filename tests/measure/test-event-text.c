/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "measure/steady-event-phrases.h"
#include "measure/steady-event-text.h"
#include "measure/steady-text-pattern.h"

static const char *
alarm_title (const void *data, const char *rule)
{
  (void) data;
  return strcmp (rule, "map-low") == 0 ? "MAP low" : NULL;
}

static char *
limit_words (const void *data, const char *rule, double limit)
{
  (void) data;
  (void) rule;
  return g_strdup_printf ("%.0f mmHg", limit);
}

static const char *
list_title (const void *data, const char *list)
{
  (void) data;
  return strcmp (list, "before-bypass") == 0 ? "Before bypass" : NULL;
}

static const char *
item_text (const void *data, const char *list, const char *item)
{
  (void) data;
  return strcmp (list, "before-bypass") == 0 && strcmp (item, "name") == 0
             ? "The name is the same"
             : NULL;
}

static char *
clock_words (const void *data, SteadyInstant t, SteadySpan more)
{
  (void) data;
  return g_strdup_printf ("%d s", (int) ((t + more) / STEADY_NSEC_PER_SEC));
}

static const SteadyEventLore lore = { .alarm = alarm_title,
                                      .limit = limit_words,
                                      .list = list_title,
                                      .item = item_text,
                                      .clock = clock_words };

/* As src/engine writes it, or wrote it once, and what people read. */
static const struct
{
  SteadyEvent event;
  double      value;
  const char *text, *line;
} said[] = {
  { STEADY_EVENT_ALARM_ACT, 3, "map-low seen by Anna", "Alarm: MAP low: seen (Anna)" },
  { STEADY_EVENT_ALARM_ACT,
    4,
    "map-low reset by nobody signed in",
    "Alarm: MAP low: reset (nobody signed in)" },
  { STEADY_EVENT_INTERVENTION, 2, "map-low", "Intervention: MAP low" },
  { STEADY_EVENT_INSPECTED,
    1,
    "map-low inspected: air by Anna",
    "Inspected: MAP low: it was air (Anna)" },
  { STEADY_EVENT_INSPECTED,
    0,
    "map-low inspected: false alarm by Anna",
    "Inspected: MAP low: false alarm (Anna)" },
  { STEADY_EVENT_WIRE,
    0,
    "map-low: pump-stop is switched off, nothing done",
    "Automatic stop: MAP low: “Pump stop” is switched off, nothing was done" },
  { STEADY_EVENT_WIRE,
    1,
    "map-low pump-stop by Anna",
    "Automatic stop: MAP low: “Pump stop” switched on again (Anna)" },
  { STEADY_EVENT_WIRE,
    0,
    "map-low pump-stop by Anna",
    "Automatic stop: MAP low: “Pump stop” switched off (Anna)" },
  { STEADY_EVENT_WIRE_ADDED,
    9,
    "map-low venous-clamp by Anna",
    "Automatic stop added: MAP low: Venous clamp (Anna)" },
  { STEADY_EVENT_WIRE_REMOVED,
    9,
    "old-rule venous-clamp by Anna",
    "Automatic stop removed: old-rule: Venous clamp (Anna)" },
  { STEADY_EVENT_AUTO_RESUME,
    1,
    "map-low by Anna",
    "Going on by itself: MAP low: the pump may go on by itself (Anna)" },
  { STEADY_EVENT_AUTO_RESUME,
    0,
    "map-low by Anna",
    "Going on by itself: MAP low: a person starts the pump (Anna)" },
  { STEADY_EVENT_OVERRIDE,
    2,
    "map-low: pump-stop held back",
    "Override: MAP low: “Pump stop” held back" },
  { STEADY_EVENT_OVERRIDE, 2, "Anna", "Override: Anna" },
  { STEADY_EVENT_OVERRIDE_END,
    2,
    "ended by the operator",
    "Override ended: by the operator" },
  { STEADY_EVENT_OVERRIDE_END,
    2,
    "its time is over",
    "Override ended: its time is over" },
  { STEADY_EVENT_OVERRIDE_REASON,
    1,
    "the sensor was misled or broken by Anna",
    "Reason of an override: the sensor was misled or broken (Anna)" },
  { STEADY_EVENT_OVERRIDE_REASON,
    2,
    "the surgeon asked for it by Anna by the sea",
    "Reason of an override: the surgeon asked for it (Anna by the sea)" },
  { STEADY_EVENT_OVERRIDE_REASON,
    3,
    "emergency by Anna",
    "Reason of an override: emergency (Anna)" },
  { STEADY_EVENT_OVERRIDE_REASON,
    4,
    "a test by Anna",
    "Reason of an override: a test (Anna)" },
  { STEADY_EVENT_OVERRIDE_REASON,
    5,
    "another reason by Anna",
    "Reason of an override: another reason (Anna)" },
  { STEADY_EVENT_RESUME,
    0.5,
    "map-low is over: going back to the former flow by itself, as was chosen",
    "Flow resumed: MAP low is over: going back to the former flow by itself, as was "
    "chosen" },
  { STEADY_EVENT_RESUME,
    0,
    "map-low is over: the arterial clamp is not open; start the pump by hand",
    "Flow resumed: MAP low is over: the arterial clamp is not open; start the pump by "
    "hand" },
  { STEADY_EVENT_RESUME,
    0,
    "map-low is over: no device starts the pump; start it by hand",
    "Flow resumed: MAP low is over: no device starts the pump; start it by hand" },
  { STEADY_EVENT_RESUME,
    0.5,
    "going back to the former flow",
    "Flow resumed: going back to the former flow" },
  { STEADY_EVENT_RESUME,
    0.5,
    "former flow reached",
    "Flow resumed: former flow reached" },
  { STEADY_EVENT_RESUME,
    0,
    "the pump did not follow; run it by hand",
    "Flow resumed: the pump did not follow; run it by hand" },
  { STEADY_EVENT_RESUME,
    0,
    "an alarm holds the pump again",
    "Flow resumed: an alarm holds the pump again" },
  { STEADY_EVENT_RESUME,
    0,
    "ended: an alarm lowers the flow",
    "Flow resumed: ended: an alarm lowers the flow" },
  { STEADY_EVENT_RESUME,
    0,
    "ended: the pump was set otherwise",
    "Flow resumed: ended: the pump was set otherwise" },
  { STEADY_EVENT_RESTORED,
    0.5,
    "pump-flow: not confirmed, set back to 0.5",
    "Restored: Pump flow: not confirmed, set back to 0.5 L/min" },
  { STEADY_EVENT_STEERING,
    32,
    "ramp of water-temperature to 32, 0.5 a minute by Anna",
    "Automatic setting: Water temperature: ramp to 32 °C, 0.5 a minute (Anna)" },
  { STEADY_EVENT_STEERING,
    45,
    "servo of pump-flow to 45, arterial_mean, from -0.2 to 0.6 by Anna",
    "Automatic setting: Pump flow: servo on MAP, target 45, from −0.2 to 0.6 (Anna)" },
  { STEADY_EVENT_STEERING,
    0.2,
    "follower of cardioplegia-flow to 0.2 by Anna",
    "Automatic setting: Cardioplegia flow: follows the arterial pump, 0.2 (Anna)" },
  { STEADY_EVENT_STEERING,
    0.2,
    "ramp of sweep ended: target reached",
    "Automatic setting: Sweep gas: ramp – target reached" },
  { STEADY_EVENT_PLAN,
    0,
    "the stored plan is not followed: it was changed",
    "Plan: the stored plan is not followed: it was changed" },
  { STEADY_EVENT_PLAN_IN_FORCE,
    0.59,
    "profile neonate, flow 0.590 L/min, of the plan signed by Anna",
    "Plan in force: flow 0.590 L/min, signed by Anna" },
  { STEADY_EVENT_STORED_PLAN,
    1,
    "followed; a clear match: Anna",
    "Stored plan followed, a clear match: Anna" },
  { STEADY_EVENT_STORED_PLAN,
    1,
    "followed; the child was confirmed: Anna",
    "Stored plan followed, the child confirmed by Anna" },
  { STEADY_EVENT_STORED_PLAN,
    0,
    "offered, signed by Anna: clear",
    "Stored plan signed by Anna was offered" },
  { STEADY_EVENT_STORED_PLAN,
    0,
    "not followed, signed by Anna: doubtful",
    "Stored plan signed by Anna is not followed: doubtful" },
  { STEADY_EVENT_CHECKLIST,
    12,
    "before-bypass gone through, 1 skipped, by Anna and Berta",
    "Checklist “Before bypass” gone through, skipped: 1" },
  { STEADY_EVENT_ITEM_SKIPPED,
    0,
    "before-bypass, name: emergency, no time, by Anna",
    "Checklist item skipped: Before bypass: The name is the same – emergency, no time "
    "(Anna)" },
  { STEADY_EVENT_START_REFUSED,
    0,
    "air in the arterial line is not watched, or stops no pump: a named override is "
    "needed",
    "Start refused: air in the arterial line is not watched, or stops no pump: a named "
    "override is needed" },
  { STEADY_EVENT_START_REFUSED,
    3,
    "not ready: heparin, gas of the prime, or a named override",
    "Start refused: not ready: heparin, gas of the prime; or a named override" },
  { STEADY_EVENT_MODE,
    4,
    "flow to the patient armed the alarms of bypass",
    "Mode: flow to the patient armed the alarms of bypass" },
  { STEADY_EVENT_SOUND_HEARD,
    1,
    "three tones heard by Anna",
    "Sound test: three tones heard (Anna)" },
  { STEADY_EVENT_SOUND_HEARD,
    2,
    "three tones not heard by Anna",
    "Sound test: three tones NOT heard (Anna)" },
  { STEADY_EVENT_DEVICE,
    0,
    "alarm volume asked for: -12 dB",
    "Device: alarm volume asked for: −12 dB" },
  { STEADY_EVENT_DEVICE,
    0,
    "alarm volume is -12 dB",
    "Device: alarm volume is −12 dB" },
  { STEADY_EVENT_DEVICE,
    0,
    "sound test played to its end",
    "Device: sound test played to its end" },
  { STEADY_EVENT_DEVICE,
    0,
    "sound test cut short by an alarm",
    "Device: sound test cut short by an alarm" },
  { STEADY_EVENT_DEVICE, 3, "2 rig: lost", "Device: 2 rig: lost" },
  { STEADY_EVENT_DEVICE, 1, "2 rig: back", "Device: 2 rig: back" },
  { STEADY_EVENT_DEVICE, 1, "2 rig: attached", "Device: 2 rig: attached" },
  { STEADY_EVENT_DEVICE,
    0,
    "what was changed on the Devices page is left out: no such port",
    "Device: what was changed on the Devices page is left out: no such port" },
  { STEADY_EVENT_ARMED, 1, "2 rig: armed by Anna", "Armed: 2 rig: armed (Anna)" },
  { STEADY_EVENT_ARMED, 0, "2 rig: disarmed by Anna", "Armed: 2 rig: disarmed (Anna)" },
  { STEADY_EVENT_ARMED,
    0,
    "2 rig: disarmed: the link is lost",
    "Armed: 2 rig: disarmed, the link is lost" },
  { STEADY_EVENT_ZEROED,
    2.5,
    "arterial_mean: 2.5 mmHg taken off by Anna",
    "Zeroed: MAP: 2.5 mmHg taken off (Anna)" },
  { STEADY_EVENT_PLACED,
    9,
    "2 rig P1: arterial_mean from the next start, by Anna",
    "Signal placed: 2 rig P1: MAP from the next start (Anna)" },
  { STEADY_EVENT_PLACED,
    9,
    "2 rig P1: as the site says from the next start, by Anna",
    "Signal placed: 2 rig P1: as the site says, from the next start (Anna)" },
  { STEADY_EVENT_PLACED,
    0,
    "2 rig P1: not used from the next start, by Anna",
    "Signal placed: 2 rig P1: not used from the next start (Anna)" },
  { STEADY_EVENT_TAPE, 1, "2 rig: /a/b.tape by Anna", "Tape: 2 rig: /a/b.tape (Anna)" },
  { STEADY_EVENT_TAPE,
    0,
    "2 rig: tape ended by Anna",
    "Tape: 2 rig: tape ended (Anna)" },
  { STEADY_EVENT_DEVICE_FOUND,
    1,
    "ports listened to and asked by Anna",
    "Device found: ports listened to and asked (Anna)" },
  { STEADY_EVENT_DEVICE_FOUND,
    1,
    "ports listened to by Anna",
    "Device found: ports listened to (Anna)" },
  { STEADY_EVENT_DEVICE_FOUND,
    1,
    "/dev/ttyUSB0 plugged in: rig",
    "Device found: /dev/ttyUSB0 plugged in: rig" },
  { STEADY_EVENT_DEVICE_FOUND,
    1,
    "/dev/ttyUSB0 plugged in",
    "Device found: /dev/ttyUSB0 plugged in" },
  { STEADY_EVENT_DEVICE_FOUND,
    0,
    "/dev/ttyUSB0 pulled: rig",
    "Device found: /dev/ttyUSB0 pulled: rig" },
  { STEADY_EVENT_DEVICE_FOUND,
    0,
    "/dev/ttyUSB0 pulled",
    "Device found: /dev/ttyUSB0 pulled" },
  { STEADY_EVENT_DEVICE_FOUND,
    1,
    "1.2.3.4 made itself known: rig",
    "Device found: 1.2.3.4 made itself known: rig" },
  { STEADY_EVENT_DEVICE_FOUND,
    1,
    "1.2.3.4 made itself known",
    "Device found: 1.2.3.4 made itself known" },
  { STEADY_EVENT_DEVICE_FOUND,
    0,
    "1.2.3.4 is silent: rig",
    "Device found: 1.2.3.4 is silent: rig" },
  { STEADY_EVENT_DEVICE_FOUND,
    0,
    "1.2.3.4 is silent",
    "Device found: 1.2.3.4 is silent" },
  { STEADY_EVENT_HANDOVER, 0, "Anna to Berta", "Handover: Anna → Berta" },
  { STEADY_EVENT_CIRCUIT_PART,
    1,
    "Quadrox, 123, by Anna, 2.5 h ago",
    "Circuit part: Quadrox, 123 (Anna), 2.5 h before" },
  { STEADY_EVENT_CIRCUIT_PART, 1, "Quadrox, by Anna", "Circuit part: Quadrox (Anna)" },
  { STEADY_EVENT_ANNOTATED,
    0,
    "amends 12 by Anna: it was 300 mL",
    "Added later: amends entry 12: it was 300 mL (Anna)" },
  { STEADY_EVENT_AMENDED,
    300,
    "withdrawn: heparin, IU by Anna, 3 min ago",
    "Amended: withdrawn: Heparin, IU (Anna), 3 min earlier" },
  { STEADY_EVENT_ON_BYPASS, 0, ", 3 min ago", "On bypass: 3 min earlier" },
  { STEADY_EVENT_NOTE, 0, "pale, 3 min ago", "pale, 3 min earlier" },
  { STEADY_EVENT_HEPARIN,
    1200,
    "heparin, IU by Anna",
    "Heparin 1200: Heparin, IU (Anna)" },
  { STEADY_EVENT_DOSE, 2, "red-cells by Anna", "Dose: Red cells (Anna)" },
  { STEADY_EVENT_VOLUME, -30, "red-cells, mL", "Volume −30: Red cells, mL" },
  { STEADY_EVENT_CARDIOPLEGIA, 64, "del-nido", "Cardioplegia 64: del Nido" },
  { STEADY_EVENT_VALUE_ENTERED,
    40,
    "arterial_mean by Anna",
    "Value entered 40: MAP (Anna)" },
  { STEADY_EVENT_VALUE_ENTERED, 40, "arterial_mean", "Value entered 40: MAP" },
  { STEADY_EVENT_GAS_SAMPLE, 480, " by Anna", "Gas/ACT 480: (Anna)" },
  { STEADY_EVENT_INSTRUCTOR,
    3,
    "venous_line_resistance to 3 over 2 s",
    "Instructor: Venous line kinked: to 3 over 2 s" },
  { STEADY_EVENT_INSTRUCTOR, 0, "frozen", "Instructor: frozen" },
  { STEADY_EVENT_INSTRUCTOR, 1, "goes on", "Instructor: goes on" },
  { STEADY_EVENT_INSTRUCTOR, 2, "speed", "Instructor: pace changed" },
  { STEADY_EVENT_INSTRUCTOR, 0, "leaves for stuffy", "Instructor: leaves for stuffy" },
  { STEADY_EVENT_TRAINEE,
    0,
    "look-at-venous-line",
    "Trainee: Look along the venous line" },
};

static SteadyEventTold
told_of (unsigned i)
{
  return (SteadyEventTold){ .value = said[i].value,
                            .text = said[i].text,
                            .event = said[i].event };
}

static void
test_lines (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (said); i++)
    {
      const SteadyEventTold told = told_of (i);
      g_autofree char      *line = steady_event_text_line (&lore, &told);
      g_assert_cmpstr (line, ==, said[i].line);
      if (strcmp (said[i].text, "Anna") != 0)
        g_assert_true (steady_event_text_known (&lore, &told));
    }
}

/* Anything that a pattern could mean; a place for one word holds no blank. */
static bool
fits_any (const char *name, const char *text)
{
  const bool words = strcmp (name, "who") == 0 || strcmp (name, "text") == 0 ||
                     strcmp (name, "said") == 0 || strcmp (name, "why") == 0 ||
                     strcmp (name, "device") == 0 || strcmp (name, "more") == 0 ||
                     strcmp (name, "needs") == 0 || strcmp (name, "steer") == 0 ||
                     strcmp (name, "other") == 0;
  return words || strchr (text, ' ') == NULL;
}

/* No phrase stands in the table that no text above says. */
static void
test_all_are_tried (void)
{
  const SteadyEventPhrase *phrase;
  unsigned                 i = 0;

  for (; (phrase = steady_event_phrase (i)) != NULL; i++)
    {
      bool tried = false;
      for (unsigned k = 0; k < G_N_ELEMENTS (said) && !tried; k++)
        {
          SteadyTextPlaces places = { .count = 0 };
          tried = (phrase->event >= STEADY_EVENT_PHRASE_ACT ||
                   phrase->event == (int) said[k].event) &&
                  steady_text_pattern_match (
                      phrase->pattern, said[k].text, fits_any, &places);
          steady_text_places_finish (&places);
        }
      if (!tried)
        g_error ("No test says “%s”.", phrase->pattern);
    }
  g_assert_cmpuint (i, >, 80);
}

/* Stretches, limits and clocks are told with times of day and units. */
static void
test_sentences (void)
{
  static const struct
  {
    SteadyEvent event;
    double      value;
    const char *text, *line;
  } rows[] = {
    { STEADY_EVENT_TIMER,
      30,
      "clamp 1 from 0:00:10 to 0:00:40",
      "Timer “Cross-clamp” from 10 s to 40 s: 0:00:30 h" },
    { STEADY_EVENT_TIMER,
      0,
      "free 1 began at 0:00:09: tea",
      "Timer “tea” began at 9 s" },
    { STEADY_EVENT_LIMIT,
      40,
      "map-low was 35 by Anna",
      "Limit of “MAP low”: 40 mmHg, was 35 mmHg, by Anna" },
    { STEADY_EVENT_LIMIT,
      40,
      "map-low was 35, of the plan signed by Anna",
      "Limit of “MAP low”: 40 mmHg, was 35 mmHg, by the plan of Anna" },
    { STEADY_EVENT_CLOCK_SET,
      60,
      "",
      "The computer’s clock was set: it showed 40 s, and from here on 100 s" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SteadyEventTold told = { .t = 100 * STEADY_NSEC_PER_SEC,
                                     .value = rows[i].value,
                                     .text = rows[i].text,
                                     .event = rows[i].event };
      g_autofree char      *line = steady_event_text_line (&lore, &told);
      g_assert_cmpstr (line, ==, rows[i].line);
    }
}

/* What nobody understands is shown as it stands in the case, however it came there. */
static void
test_unknown (void)
{
  static const SteadyEventLore nobody = { .data = NULL };
  static const char *const     texts[] = {
        "something that a newer engine writes", "map-low looked at by Anna", "{who}", "}{",
        "heparin by mouth and then by vein",    "{rule} seen by {who}",
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const SteadyEventTold told = { .text = texts[i], .event = STEADY_EVENT_NOTE };
      g_autofree char      *line = steady_event_text_line (&nobody, &told);
      g_assert_cmpstr (line, ==, texts[i]);
      g_assert_false (steady_event_text_known (&nobody, &told));
    }
  const SteadyEventTold broken = { .text = "caf\xe9 by Anna",
                                   .event = STEADY_EVENT_OPERATOR };
  g_autofree char      *line = steady_event_text_line (&nobody, &broken);
  g_assert_true (g_utf8_validate (line, -1, NULL));
  const SteadyEventTold empty = { .text = "", .event = STEADY_EVENT_RESUMED };
  g_autofree char      *name = steady_event_text_line (&nobody, &empty);
  g_assert_cmpstr (name, ==, "Resumed");
}

/* Text that could be cut in very many ways is given up at once. */
static void
test_bounded (void)
{
  g_autofree char *commas = g_strnfill (199, ',');
  g_autofree char *blanks = g_strnfill (199, ' ');

  for (unsigned event = 0; event < 256; event++)
    for (unsigned i = 0; i < 2; i++)
      {
        const SteadyEventTold told = { .value = (double) NAN,
                                       .text = i == 0 ? commas : blanks,
                                       .event = (SteadyEvent) event };
        g_autofree char      *line = steady_event_text_line (&lore, &told);
        g_assert_true (g_utf8_validate (line, -1, NULL));
        g_assert_cmpuint (strlen (line), <, 1000);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/event-text/lines", test_lines);
  g_test_add_func ("/measure/event-text/all-are-tried", test_all_are_tried);
  g_test_add_func ("/measure/event-text/sentences", test_sentences);
  g_test_add_func ("/measure/event-text/unknown", test_unknown);
  g_test_add_func ("/measure/event-text/bounded", test_bounded);
  return g_test_run ();
}

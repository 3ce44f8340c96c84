/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-event-words.h"

#include <stddef.h>

#include <glib.h>

#define N_(text) text

static const struct
{
  SteadyEvent event;
  const char *words;
} table[] = {
  { STEADY_EVENT_NOTE, N_ ("Note") },
  { STEADY_EVENT_ON_BYPASS, N_ ("On bypass") },
  { STEADY_EVENT_OFF_BYPASS, N_ ("Off bypass") },
  { STEADY_EVENT_CLAMP_ON, N_ ("Aortic clamp on") },
  { STEADY_EVENT_CLAMP_OFF, N_ ("Aortic clamp off") },
  { STEADY_EVENT_CARDIOPLEGIA, N_ ("Cardioplegia") },
  { STEADY_EVENT_HEPARIN, N_ ("Heparin") },
  { STEADY_EVENT_GAS_SAMPLE, N_ ("Gas/ACT") },
  { STEADY_EVENT_CEREBRAL_BASELINE, N_ ("NIRS baseline") },
  { STEADY_EVENT_PROTAMINE, N_ ("Protamine") },
  { STEADY_EVENT_VALUE_ENTERED, N_ ("Value entered") },
  { STEADY_EVENT_VOLUME, N_ ("Volume") },
  { STEADY_EVENT_CASE_START, N_ ("Case begins") },
  { STEADY_EVENT_CASE_END, N_ ("Case ends") },
  { STEADY_EVENT_GAP, N_ ("Gap") },
  { STEADY_EVENT_RESUMED, N_ ("Resumed") },
  { STEADY_EVENT_MODE, N_ ("Mode") },
  { STEADY_EVENT_AUDIO_PAUSE, N_ ("Audio paused") },
  { STEADY_EVENT_AUDIO_PAUSE_END, N_ ("Audio on") },
  { STEADY_EVENT_INTERVENTION, N_ ("Intervention") },
  { STEADY_EVENT_MECHANISM, N_ ("Scenario") },
  { STEADY_EVENT_DEVICE, N_ ("Device") },
  { STEADY_EVENT_OPERATOR, N_ ("Operator") },
  { STEADY_EVENT_START_REFUSED, N_ ("Start refused") },
  { STEADY_EVENT_OVERRIDE, N_ ("Override") },
  { STEADY_EVENT_OVERRIDE_END, N_ ("Override ended") },
  { STEADY_EVENT_INSTRUCTOR, N_ ("Instructor") },
  { STEADY_EVENT_TRAINEE, N_ ("Trainee") },
  { STEADY_EVENT_ALARM_ACT, N_ ("Alarm") },
  { STEADY_EVENT_LIMIT, N_ ("Limit") },
  { STEADY_EVENT_WIRE, N_ ("Automatic stop") },
  { STEADY_EVENT_WIRE_ADDED, N_ ("Automatic stop added") },
  { STEADY_EVENT_WIRE_REMOVED, N_ ("Automatic stop removed") },
  { STEADY_EVENT_INSPECTED, N_ ("Inspected") },
  { STEADY_EVENT_RESUME, N_ ("Flow resumed") },
  { STEADY_EVENT_SOUND_HEARD, N_ ("Sound test") },
  { STEADY_EVENT_OVERRIDE_REASON, N_ ("Reason of an override") },
  { STEADY_EVENT_AUTO_RESUME, N_ ("Going on by itself") },
  { STEADY_EVENT_PLAN, N_ ("Plan") },
  { STEADY_EVENT_DOSE, N_ ("Dose") },
  { STEADY_EVENT_GOOD_CATCH, N_ ("Good catch") },
  { STEADY_EVENT_AMENDED, N_ ("Amended") },
  { STEADY_EVENT_PLAN_IN_FORCE, N_ ("Plan in force") },
  { STEADY_EVENT_TIMER, N_ ("Timer") },
  { STEADY_EVENT_STEERING, N_ ("Automatic setting") },
  { STEADY_EVENT_CHECKLIST, N_ ("Checklist") },
  { STEADY_EVENT_ITEM_SKIPPED, N_ ("Checklist item skipped") },
  { STEADY_EVENT_PLACED, N_ ("Signal placed") },
  { STEADY_EVENT_ZEROED, N_ ("Zeroed") },
  { STEADY_EVENT_TAPE, N_ ("Tape") },
  { STEADY_EVENT_ARMED, N_ ("Armed") },
  { STEADY_EVENT_RESTORED, N_ ("Restored") },
  { STEADY_EVENT_DEVICE_FOUND, N_ ("Device found") },
  { STEADY_EVENT_ANNOTATED, N_ ("Added later") },
  { STEADY_EVENT_HANDOVER, N_ ("Handover") },
  { STEADY_EVENT_CIRCUIT_PART, N_ ("Circuit part") },
  { STEADY_EVENT_CLOCK_SET, N_ ("Clock set") },
  { STEADY_EVENT_STORED_PLAN, N_ ("Stored plan") },
};

/*
 * What an event is called, short enough for a mark in the trends, in the source
 * language: screen and paper translate it with _ (). Never NULL.
 *
 * Thread: any.
 */
const char *
steady_event_words (SteadyEvent event)
{
  for (size_t i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].event == event)
      return table[i].words;
  return N_ ("Event");
}

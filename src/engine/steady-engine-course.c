/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/steady-engine.h"
#include "perfusion/steady-body.h"

/*
 * The engine's hand on the course of the case: marks go in, times and states that
 * alarms judge come out. A case that is judged anew brings what was told that day.
 */

/* Thread: main, before the tick starts. */
void
steady_engine_begin_course (SteadyEngine *self)
{
  SteadyVolume blood = { 0 };

  if (!steady_body_blood_volume ((SteadyWeight){ self->patient.weight_kg }, &blood))
    blood.ml = 0;
  steady_course_init (&self->course, blood.ml);
}

/*
 * What the laboratory gave goes to its channel, unless a device measures that: two
 * sources must never alternate on one tile.
 */
static void
show_entered (SteadyEngine *self, const SteadySample *sample)
{
  if (self->owner_of[sample->channel] == 0)
    steady_engine_tell_own (self, sample);
}

static void
enter (SteadyEngine *self, const char *name, double value)
{
  SteadySample sample;
  if (steady_course_enter (&self->course, self->moment.now, name, value, &sample))
    show_entered (self, &sample);
}

/*
 * A person has marked @event, which stands in the case already.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_note_mark (SteadyEngine *self,
                         SteadyEvent   event,
                         double        value,
                         const char   *text)
{
  char name[64] = { 0 };

  memcpy (name, text, strnlen (text, sizeof name - 1));
  steady_course_mark (&self->course, self->moment.now, event, value, &self->values);
  if (event == STEADY_EVENT_CEREBRAL_BASELINE)
    steady_deriver_set_baseline (
        &self->deriver, self->course.baseline_left, self->course.baseline_right);
  if (self->recall != NULL)
    return; /* what was entered then comes with the recording */
  if (event == STEADY_EVENT_GAS_SAMPLE && value > 0)
    enter (self, "act", value);
  else if (event == STEADY_EVENT_VALUE_ENTERED)
    enter (self, name, value);
}

/* After a restart: what was entered and taken before still holds. Thread: main. */
void
steady_engine_resume_course (SteadyEngine *self)
{
  steady_deriver_set_baseline (
      &self->deriver, self->course.baseline_left, self->course.baseline_right);
  for (unsigned i = 0; i < STEADY_COURSE_ENTRIES; i++)
    {
      const SteadyCourseEntry *entry = &self->course.entries[i];
      if (entry->channel == 0 || entry->channel >= STEADY_CHANNEL_MAX ||
          self->owner_of[entry->channel] != 0)
        continue;
      const SteadySample sample = steady_course_entered (entry);
      steady_value_table_set (&self->values, &sample);
    }
}

/*
 * Follows the course and tells what it gives.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_follow_course (SteadyEngine *self)
{
  SteadySample samples[STEADY_COURSE_SAMPLES];

  if (self->mode == STEADY_MODE_REVIEW)
    return;
  const unsigned n = steady_course_update (
      &self->course, self->moment.now, &self->phase, &self->values, samples);
  for (unsigned i = 0; i < n; i++)
    steady_engine_tell_own (self, &samples[i]);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/steady-engine.h"
#include "perfusion/steady-body.h"

/*
 * The engine's hand on the conduct of the case: marks go in, times and states that
 * alarms judge come out. A case that is judged anew brings what was told that day.
 */

/* The flat rule that did best in 522 children below 15 kg; enough for a share of it. */
#define BLOOD_ML_KG 80.0

/* Thread: main, before the tick starts. */
void
steady_engine_begin_conduct (SteadyEngine *self)
{
  SteadyVolume blood = { 0 };

  if (!steady_body_blood_volume (
          (SteadyWeight){ self->patient.weight_kg }, BLOOD_ML_KG, &blood))
    blood.ml = 0;
  steady_conduct_init (&self->conduct, blood.ml);
}

/*
 * What the laboratory gave goes to its channel, unless a device measures that now: two
 * sources must never alternate on one tile. A device that answers only when asked, and
 * has not, keeps nobody's entry from being seen.
 */
static void
show_entered (SteadyEngine *self, const SteadySample *sample)
{
  const SteadySample *now =
      steady_value_table_get (&self->values, (SteadyChannel) sample->channel);
  if (self->owner_of[sample->channel] == 0 || !steady_sample_usable (now) ||
      (now->flags & STEADY_SAMPLE_ENTERED) != 0)
    steady_engine_tell_own (self, sample);
}

/* A value of the laboratory, drawn at @t. Thread: tick. Does not allocate or lock. */
void
steady_engine_show_entered (SteadyEngine *self,
                            SteadyInstant t,
                            SteadyChannel channel,
                            double        value)
{
  SteadySample sample;
  if (!steady_conduct_keep (&self->conduct, t, channel, value, &sample))
    return;
  sample.t = self->moment.now; /* channels run forward; when it was drawn stands in its
                                  record */
  show_entered (self, &sample);
}

static void
enter (SteadyEngine *self, const char *name, double value)
{
  SteadySample sample;
  if (steady_conduct_enter (&self->conduct, self->moment.now, name, value, &sample))
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
  steady_conduct_mark (&self->conduct, self->moment.now, event, value, &self->values);
  steady_engine_note_fact_mark (self, event, value);
  if (event == STEADY_EVENT_CEREBRAL_BASELINE)
    steady_deriver_set_baseline (
        &self->deriver, self->conduct.baseline_left, self->conduct.baseline_right);
  if (self->recall != NULL)
    return; /* what was entered then comes with the recording */
  if (event == STEADY_EVENT_GAS_SAMPLE && value > 0)
    enter (self, "act", value);
  else if (event == STEADY_EVENT_VALUE_ENTERED)
    enter (self, name, value);
}

/* After a restart: what was entered and taken before still holds. Thread: main. */
void
steady_engine_resume_conduct (SteadyEngine *self)
{
  self->conduct.told_at = STEADY_INSTANT_NEVER; /* nobody was told yet */
  steady_deriver_set_baseline (
      &self->deriver, self->conduct.baseline_left, self->conduct.baseline_right);
  for (unsigned i = 0; i < STEADY_CONDUCT_ENTRIES; i++)
    {
      const SteadyConductEntry *entry = &self->conduct.entries[i];
      if (entry->channel == 0 || entry->channel >= STEADY_CHANNEL_MAX ||
          self->owner_of[entry->channel] != 0)
        continue;
      const SteadySample sample = steady_conduct_entered (entry);
      steady_value_table_set (&self->values, &sample);
    }
}

/*
 * Follows the conduct of the case and tells what it gives.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_follow_conduct (SteadyEngine *self)
{
  SteadySample samples[STEADY_CONDUCT_SAMPLES];

  if (self->mode == STEADY_MODE_REVIEW)
    return;
  const unsigned n = steady_conduct_update (
      &self->conduct, self->moment.now, &self->phase, &self->values, samples);
  for (unsigned i = 0; i < n; i++)
    steady_engine_tell_own (self, &samples[i]);
}

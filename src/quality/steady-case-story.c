/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-case-story.h"

#include <math.h>
#include <string.h>

#include "quality/steady-case-story-private.h"

static void
clear_person (gpointer data)
{
  SteadyStoryPerson *person = data;
  g_free (person->name);
}

static void
clear_part (gpointer data)
{
  SteadyStoryPart *part = data;
  g_free (part->what);
  g_free (part->name);
  g_free (part->lot);
}

static SteadyCaseStory *
new_story (const char *file)
{
  SteadyCaseStory *self = g_new0 (SteadyCaseStory, 1);

  self->file = g_strdup (file);
  self->patient.weight_kg = NAN;
  self->patient.height_cm = NAN;
  self->patient.age_days = NAN;
  self->patient.bsa_m2 = NAN;
  self->people = g_array_new (FALSE, FALSE, sizeof (SteadyStoryPerson));
  g_array_set_clear_func (self->people, clear_person);
  self->parts = g_array_new (FALSE, FALSE, sizeof (SteadyStoryPart));
  g_array_set_clear_func (self->parts, clear_part);
  self->phases = g_array_new (FALSE, FALSE, sizeof (SteadyCasePhase));
  self->events = g_array_new (FALSE, FALSE, sizeof (SteadyCaseEvent));
  self->alarms = g_array_new (FALSE, FALSE, sizeof (SteadyStoryAlarm));
  self->artefacts = g_array_new (FALSE, FALSE, sizeof (SteadyCaseArtefact));
  return self;
}

/* A text of the case is JSON that this program wrote; one that is not is as if it were
 * not there. */
static void
parse (SteadyCaseReader *reader, const char *key, SteadyJsonDocument *document)
{
  g_autofree char *text = steady_case_reader_meta (reader, key);

  if (text == NULL ||
      !steady_json_document_parse (document, key, text, -1, NULL, 0, NULL))
    steady_json_document_finish (document);
}

/*
 * Reads all that the case of @reader says but its samples. @file is what it is called.
 * Free with steady_case_story_free ().
 *
 * Thread: the reader's.
 */
SteadyCaseStory *
steady_case_story_read (SteadyCaseReader *reader, const char *file, GError **error)
{
  g_autoptr (SteadyCaseStory) self = new_story (file);

  self->mode = steady_case_reader_mode (reader);
  self->finished = steady_case_reader_finished (reader);
  parse (reader, "case", &self->meta);
  parse (reader, "rules", &self->rules);
  if (!steady_case_reader_span (reader, &self->span, error) ||
      !steady_case_reader_head (reader, &self->head, &self->links, error) ||
      !steady_case_story_read_record (self, reader, error))
    return NULL;
  steady_case_story_describe (self);
  return g_steal_pointer (&self);
}

/*
 * Opens the case @file and reads it. With @ret_reader the reader stays open and is the
 * caller's.
 *
 * Thread: any; one at a time for a reader.
 */
SteadyCaseStory *
steady_case_story_open (const char *file, SteadyCaseReader **ret_reader, GError **error)
{
  SteadyCaseReader *reader = steady_case_reader_open (file, error);

  if (reader == NULL)
    return NULL;
  SteadyCaseStory *self = steady_case_story_read (reader, file, error);
  if (self != NULL && ret_reader != NULL)
    *ret_reader = reader;
  else
    steady_case_reader_free (reader);
  return self;
}

/* Accepts NULL. Thread: any. */
void
steady_case_story_free (SteadyCaseStory *self)
{
  if (self == NULL)
    return;
  g_free (self->file);
  g_free (self->title);
  g_free (self->build);
  g_free (self->imported_from);
  g_free (self->patient.name);
  g_free (self->patient.patient_id);
  g_free (self->patient.diagnosis);
  g_free (self->patient.procedure);
  g_free (self->patient.allergies);
  g_free (self->patient.profile);
  steady_json_document_finish (&self->meta);
  steady_json_document_finish (&self->rules);
  steady_json_document_finish (&self->plan);
  steady_case_wall_free (self->wall);
  g_array_unref (self->people);
  g_array_unref (self->parts);
  g_array_unref (self->phases);
  g_array_unref (self->events);
  g_array_unref (self->alarms);
  g_clear_pointer (&self->plans, g_array_unref);
  g_array_unref (self->artefacts);
  g_clear_pointer (&self->acts, g_array_unref);
  g_clear_pointer (&self->notes, g_array_unref);
  g_clear_pointer (&self->checks, g_array_unref);
  g_free (self);
}

/* The plan's number called @key; false: no plan says it. Thread: any. */
bool
steady_case_story_target (const SteadyCaseStory *self,
                          const char            *key,
                          double                *ret_value)
{
  return self->targets.object != NULL && steady_json_has (&self->targets, key) &&
         steady_json_get_number (&self->targets, key, -1e6, 1e6, ret_value, NULL);
}

/* The number called @key of the plan that was in force at @t; false: it says none.
 * Thread: any. */
bool
steady_case_story_target_at (const SteadyCaseStory *self,
                             const char            *key,
                             SteadyInstant          t,
                             double                *ret_value)
{
  const double value = steady_case_targets_at (self->plans, t, key);

  if (!isfinite (value))
    return false;
  *ret_value = value;
  return true;
}

/* Whether a value of @channel is made of one of @of, which a person marked. */
static bool
is_made_of (SteadyChannel channel, SteadyChannel of)
{
  static const SteadyChannel made[][2] = {
    { STEADY_CHANNEL_ARTERIAL_MEAN, STEADY_CHANNEL_ARTERIAL_PRESSURE },
    { STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE },
    { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE },
    { STEADY_CHANNEL_POST_OXYGENATOR_MEAN, STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE },
    { STEADY_CHANNEL_TEMPERATURE_GRADIENT, STEADY_CHANNEL_ARTERIAL_TEMPERATURE },
    { STEADY_CHANNEL_TEMPERATURE_GRADIENT, STEADY_CHANNEL_VENOUS_TEMPERATURE },
    { STEADY_CHANNEL_REWARMING_RATE, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE },
    { STEADY_CHANNEL_WATER_LAG, STEADY_CHANNEL_WATER_TEMPERATURE },
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_PATIENT_FLOW },
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_HAEMATOCRIT },
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, STEADY_CHANNEL_ARTERIAL_SATURATION },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (made); i++)
    if (made[i][0] == channel && made[i][1] == of)
      return true;
  return channel == of;
}

/* Whether somebody marked @channel at @t, or what it is made of, as an artefact.
 * Thread: any. */
bool
steady_case_story_excluded (const SteadyCaseStory *self,
                            SteadyChannel          channel,
                            SteadyInstant          t)
{
  for (unsigned i = 0; i < self->artefacts->len; i++)
    {
      const SteadyCaseArtefact *artefact =
          &g_array_index (self->artefacts, SteadyCaseArtefact, i);
      if (t >= artefact->from && t < artefact->to &&
          is_made_of (channel, (SteadyChannel) artefact->channel))
        return true;
    }
  return false;
}

/* Whether a phase of @kind holds at @t. Thread: any. */
bool
steady_case_story_in (const SteadyCaseStory *self,
                      SteadyCasePhaseKind    kind,
                      SteadyInstant          t)
{
  if (kind == STEADY_CASE_PHASE_WHOLE)
    return true;
  for (unsigned i = 0; i < self->phases->len; i++)
    {
      const SteadyCasePhase *phase = &g_array_index (self->phases, SteadyCasePhase, i);
      if (phase->kind == kind && t >= phase->from && t < phase->to)
        return true;
    }
  return false;
}

/* How long phases of @kind lasted together. Thread: any. */
SteadySpan
steady_case_story_total (const SteadyCaseStory *self, SteadyCasePhaseKind kind)
{
  SteadySpan total = 0;

  if (kind == STEADY_CASE_PHASE_WHOLE)
    return self->span.end - self->span.start;
  for (unsigned i = 0; i < self->phases->len; i++)
    {
      const SteadyCasePhase *phase = &g_array_index (self->phases, SteadyCasePhase, i);
      if (phase->kind == kind)
        total += phase->to - phase->from;
    }
  return total;
}

/* How often an alarm of @priority came. Thread: any. */
unsigned
steady_case_story_alarms (const SteadyCaseStory *self, SteadyPriority priority)
{
  unsigned count = 0;

  for (unsigned i = 0; i < self->alarms->len; i++)
    count +=
        g_array_index (self->alarms, SteadyStoryAlarm, i).priority == priority ? 1 : 0;
  return count;
}

/* The patient's name; "" where nobody entered one. Thread: any. */
const char *
steady_case_story_name (const SteadyCaseStory *self)
{
  return self->patient.name != NULL ? self->patient.name : "";
}

/* What the clock on the wall showed at @t, in ns since 1970. Thread: any. */
int64_t
steady_case_story_utc (const SteadyCaseStory *self, SteadyInstant t)
{
  return self->wall != NULL ? steady_case_wall_utc (self->wall, t)
                            : self->span.start_utc + (t - self->span.start);
}

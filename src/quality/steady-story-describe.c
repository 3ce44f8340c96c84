/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "casefile/steady-case-ecmo.h"
#include "quality/steady-case-story-private.h"

/* A text member; NULL where there is none. Borrowed. */
static const char *
text_of (const SteadyJsonNode *node, const char *key)
{
  const char *text;

  if (node->object == NULL || !steady_json_has (node, key) ||
      !steady_json_get_string (node, key, &text, NULL))
    return NULL;
  return text;
}

static bool
child_of (const SteadyJsonNode *node, const char *key, SteadyJsonNode *ret_child)
{
  return node->object != NULL && steady_json_has (node, key) &&
         steady_json_get_node (node, key, ret_child, NULL) &&
         json_object_is_type (ret_child->object, json_type_object);
}

static void
take_text (char **text, const SteadyJsonNode *node, const char *key)
{
  const char *found = text_of (node, key);

  if (found != NULL && found[0] != '\0')
    {
      g_free (*text);
      *text = g_utf8_make_valid (found, -1);
    }
}

static void
take_number (double *number, const SteadyJsonNode *node, const char *key, double most)
{
  double found;

  if (node->object != NULL && steady_json_has (node, key) &&
      steady_json_get_number (node, key, 0, most, &found, NULL))
    *number = found;
}

static void
take_patient (SteadyStoryPatient *patient, const SteadyJsonNode *node)
{
  take_text (&patient->name, node, "name");
  take_text (&patient->patient_id, node, "patient_id");
  take_text (&patient->diagnosis, node, "diagnosis");
  take_text (&patient->procedure, node, "procedure");
  take_text (&patient->allergies, node, "allergies");
  take_text (&patient->profile, node, "profile");
  take_number (&patient->weight_kg, node, "weight_kg", 400);
  take_number (&patient->height_cm, node, "height_cm", 260);
  take_number (&patient->age_days, node, "age_days", 50000);
  take_number (&patient->bsa_m2, node, "bsa_m2", 5);
}

static void
end_texts (SteadyCaseStory *self)
{
  char **const texts[] = {
    &self->title,
    &self->build,
    &self->imported_from,
    &self->patient.name,
    &self->patient.patient_id,
    &self->patient.diagnosis,
    &self->patient.procedure,
    &self->patient.allergies,
    &self->patient.profile,
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    if (*texts[i] == NULL)
      *texts[i] = g_strdup ("");
}

/* What a signed plan says of the patient goes before what the case began with. */
static void
describe_patient (SteadyCaseStory *self)
{
  const SteadyJsonNode meta = steady_json_document_root (&self->meta);
  const SteadyJsonNode plan = steady_json_document_root (&self->plan);
  SteadyJsonNode       node;
  bool                 simulated;

  take_text (&self->title, &meta, "title");
  take_text (&self->build, &meta, "build");
  take_text (&self->imported_from, &meta, "imported_from");
  if (child_of (&meta, "patient", &node))
    take_patient (&self->patient, &node);
  if (child_of (&plan, "patient", &node))
    take_patient (&self->patient, &node);
  self->simulated = self->mode == STEADY_MODE_TRAINING;
  if (plan.object != NULL && steady_json_has (&plan, "simulated") &&
      steady_json_get_bool (&plan, "simulated", &simulated, NULL))
    self->simulated = self->simulated || simulated;
  end_texts (self);
}

static void
add_person (SteadyCaseStory *self, const char *name, unsigned role, SteadyInstant t)
{
  if (name == NULL || name[0] == '\0' || strcmp (name, "engine") == 0)
    return;
  for (unsigned i = 0; i < self->people->len; i++)
    {
      SteadyStoryPerson *person = &g_array_index (self->people, SteadyStoryPerson, i);
      if (strcmp (person->name, name) != 0)
        continue;
      person->roles |= role;
      person->first = MIN (person->first, t);
      return;
    }
  const SteadyStoryPerson person = { .name = g_utf8_make_valid (name, -1),
                                     .roles = role,
                                     .first = t };
  g_array_append_val (self->people, person);
}

static void
describe_signers (SteadyCaseStory *self)
{
  const SteadyJsonNode plan = steady_json_document_root (&self->plan);
  SteadyJsonNode       array, node;
  size_t               n = 0;

  if (plan.object == NULL || !steady_json_has (&plan, "signatures") ||
      !steady_json_get_array (&plan, "signatures", &array, &n, NULL))
    return;
  for (size_t i = 0; i < n; i++)
    if (steady_json_get_element (&array, i, &node, NULL))
      add_person (self, text_of (&node, "name"), STEADY_STORY_SIGNED, self->plan_at);
}

/* Who gave an ECMO child to whom, and who connected its circuit. */
static void
describe_ecmo (SteadyCaseStory *self, const SteadyCaseNote *note)
{
  SteadyEcmoRecord record;

  if (strcmp (note->about, STEADY_CASE_ECMO_ABOUT) != 0 ||
      !steady_case_ecmo_parse (note->text, self->span.start, &record))
    return;
  add_person (self, record.author, STEADY_STORY_RECORDED, record.recorded);
  if (record.act == STEADY_ECMO_HANDOVER)
    add_person (self, record.second, STEADY_STORY_TOOK_OVER, record.recorded);
}

static void
describe_people (SteadyCaseStory *self)
{
  for (unsigned i = 0; i < self->events->len; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (self->events, SteadyCaseEvent, i);
      if (event->event == STEADY_EVENT_OPERATOR)
        add_person (self, event->text, STEADY_STORY_OPERATOR, event->t);
    }
  describe_signers (self);
  for (unsigned i = 0; i < self->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (self->acts, SteadyClinicalRecord, i);
      add_person (self, act->author, STEADY_STORY_RECORDED, act->recorded);
    }
  for (unsigned i = 0; i < self->notes->len; i++)
    {
      const SteadyCaseNote *note = &g_array_index (self->notes, SteadyCaseNote, i);
      add_person (self, note->author, STEADY_STORY_RECORDED, note->t);
      describe_ecmo (self, note);
    }
  for (unsigned i = 0; i < self->checks->len; i++)
    {
      const SteadyChecklistRecord *check =
          &g_array_index (self->checks, SteadyChecklistRecord, i);
      add_person (self, check->author, STEADY_STORY_CHECKED, check->t);
      add_person (self, check->second, STEADY_STORY_CHECKED, check->t);
    }
}

static void
add_part (SteadyCaseStory *self, const char *what, const char *name, const char *lot)
{
  for (unsigned i = 0; i < self->parts->len; i++)
    {
      SteadyStoryPart *part = &g_array_index (self->parts, SteadyStoryPart, i);
      if (strcmp (part->what, what) != 0)
        continue;
      if (name[0] != '\0')
        {
          g_free (part->name);
          part->name = g_utf8_make_valid (name, -1);
        }
      g_free (part->lot);
      part->lot = g_utf8_make_valid (lot, -1);
      return;
    }
  const SteadyStoryPart part = { .what = g_utf8_make_valid (what, -1),
                                 .name = g_utf8_make_valid (name, -1),
                                 .lot = g_utf8_make_valid (lot, -1) };
  g_array_append_val (self->parts, part);
}

/* What the plan chose, then what was noted: "what|name|lot". */
static void
describe_parts (SteadyCaseStory *self)
{
  static const char *const chosen[][2] = {
    { "oxygenator", "oxygenator" },
    { "circuit", "tubing" },
    { "arterial_cannula", "arterial-cannula" },
    { "venous_cannula", "venous-cannula" },
  };
  const SteadyJsonNode plan = steady_json_document_root (&self->plan);
  SteadyJsonNode       node;

  for (unsigned i = 0; i < G_N_ELEMENTS (chosen); i++)
    if (child_of (&plan, chosen[i][0], &node) && text_of (&node, "name") != NULL)
      add_part (self, chosen[i][1], text_of (&node, "name"), "");
  for (unsigned i = 0; i < self->notes->len; i++)
    {
      const SteadyCaseNote *note = &g_array_index (self->notes, SteadyCaseNote, i);
      if (strcmp (note->about, "part") != 0)
        continue;
      g_auto (GStrv) words = g_strsplit (note->text, "|", 3);
      if (g_strv_length (words) == 3)
        add_part (self, words[0], words[1], words[2]);
    }
}

static void
describe_marks (SteadyCaseStory *self)
{
  for (unsigned i = 0; i < self->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (self->acts, SteadyClinicalRecord, i);
      if (act->kind == STEADY_CLINICAL_GOOD_CATCH &&
          (act->flags & STEADY_CLINICAL_WITHDRAWN) == 0)
        self->marks |= strcmp (act->what, "teaching") == 0 ? STEADY_STORY_TEACHING
                                                           : STEADY_STORY_GOOD_CATCH;
    }
  for (unsigned i = 0; i < self->notes->len; i++)
    {
      const SteadyCaseNote *note = &g_array_index (self->notes, SteadyCaseNote, i);
      if (strcmp (note->about, "mark") != 0)
        continue;
      const bool     off = note->text[0] == '-';
      const unsigned mark = strcmp (note->text + (off ? 1 : 0), "teaching") == 0
                                ? STEADY_STORY_TEACHING
                            : strcmp (note->text + (off ? 1 : 0), "good-catch") == 0
                                ? STEADY_STORY_GOOD_CATCH
                                : 0;
      self->marks = off ? self->marks & ~mark : self->marks | mark;
    }
}

/* Who, with what, and how the case was marked. Thread: any. */
void
steady_case_story_describe (SteadyCaseStory *self)
{
  describe_patient (self);
  describe_people (self);
  describe_parts (self);
  describe_marks (self);
}

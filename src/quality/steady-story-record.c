/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "measure/steady-command.h"
#include "quality/steady-case-story-private.h"

enum
{
  BATCH = 128,
  ROWS_MOST = 200000 /* of one table that are looked at */
};

static bool
read_events (SteadyCaseStory *self, SteadyCaseReader *reader, GError **error)
{
  SteadyCaseEvent events[BATCH];
  unsigned        count = BATCH;
  int64_t         last = 0;

  while (count == BATCH && self->events->len < ROWS_MOST)
    {
      if (!steady_case_reader_events (reader, last, events, BATCH, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          g_autofree char *valid = g_utf8_make_valid (events[i].text, -1);
          g_strlcpy (events[i].text, valid, sizeof events[i].text);
        }
      g_array_append_vals (self->events, events, count);
      if (count > 0)
        last = events[count - 1].id;
    }
  return true;
}

/* A step of the wall clock that no event of the case tells becomes one here. */
static bool
read_wall (SteadyCaseStory *self, SteadyCaseReader *reader, GError **error)
{
  unsigned count;

  self->wall = steady_case_wall_read (reader, error);
  if (self->wall == NULL)
    return false;
  const SteadyCaseWallStep *steps = steady_case_wall_steps (self->wall, &count);
  for (unsigned i = 0; i < count; i++)
    {
      const SteadyCaseEvent *events =
          (const SteadyCaseEvent *) (void *) self->events->data;
      const SteadyCaseEvent event = { .t = steps[i].t,
                                      .event = STEADY_EVENT_CLOCK_SET,
                                      .value = steady_span_seconds (steps[i].by) };
      guint                 at = 0;
      if (steady_case_wall_is_told (&steps[i], events, self->events->len))
        continue;
      while (at < self->events->len && events[at].t <= event.t)
        at++;
      g_array_insert_val (self->events, at, event);
    }
  return true;
}

/* Only what the engine keeps itself: phases. */
static bool
read_commands (SteadyCaseReader *reader, GArray *commands, GError **error)
{
  SteadyCaseCommand batch[BATCH];
  unsigned          count = BATCH;
  int64_t           last = 0;

  while (count == BATCH && commands->len < ROWS_MOST)
    {
      if (!steady_case_reader_commands (reader, last, batch, BATCH, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        if (batch[i].control == STEADY_CONTROL_SUPPORT_FLAGS)
          g_array_append_val (commands, batch[i]);
      if (count > 0)
        last = batch[count - 1].id;
    }
  return true;
}

/* The rule @id of that day; false: they do not know it. */
static bool
find_rule (const SteadyCaseStory *self, const char *id, SteadyJsonNode *ret_rule)
{
  const SteadyJsonNode root = steady_json_document_root (&self->rules);
  SteadyJsonNode       array, node;
  size_t               n;
  const char          *name;

  if (root.object == NULL || !steady_json_has (&root, "rules") ||
      !steady_json_get_array (&root, "rules", &array, &n, NULL))
    return false;
  for (size_t i = 0; i < n; i++)
    if (steady_json_get_element (&array, i, &node, NULL) &&
        steady_json_get_string (&node, "id", &name, NULL) && strcmp (name, id) == 0)
      {
        *ret_rule = node;
        return true;
      }
  return false;
}

/* What an alarm is called, by the rules of that day; NULL: they do not know it.
 * Thread: any. */
const char *
steady_case_story_alarm_title (const SteadyCaseStory *self, const char *id)
{
  SteadyJsonNode rule;
  const char    *title;

  return find_rule (self, id, &rule) &&
                 steady_json_get_string (&rule, "title", &title, NULL)
             ? title
             : NULL;
}

/* Of the rules of that day: what the limit of alarm @id stands in. */
static bool
find_limit (const SteadyCaseStory *self, const char *id, SteadyJsonNode *ret_clause)
{
  SteadyJsonNode rule, clauses, clause;
  size_t         n;

  if (!find_rule (self, id, &rule) ||
      !steady_json_get_array (
          &rule, steady_json_has (&rule, "all") ? "all" : "any", &clauses, &n, NULL))
    return false;
  for (size_t i = 0; i < n; i++)
    if (steady_json_get_element (&clauses, i, &clause, NULL) &&
        (steady_json_has (&clause, "limit") || steady_json_has (&clause, "percent")))
      {
        *ret_clause = clause;
        return true;
      }
  return false;
}

/* Whether the limit of alarm @id is a share of another value, in per cent. Thread: any.
 */
bool
steady_case_story_limit_is_share (const SteadyCaseStory *self, const char *id)
{
  SteadyJsonNode clause;

  return find_limit (self, id, &clause) && steady_json_has (&clause, "percent");
}

/* What the limit of alarm @id is about, by the rules of that day; NONE: it is none, or
 * a share of another value. Thread: any. */
SteadyChannel
steady_case_story_limit_channel (const SteadyCaseStory *self, const char *id)
{
  SteadyJsonNode clause;
  int64_t        channel;

  return find_limit (self, id, &clause) && !steady_json_has (&clause, "percent") &&
                 steady_json_get_integer (
                     &clause, "channel", 1, STEADY_CHANNEL_MAX - 1, &channel, NULL)
             ? (SteadyChannel) channel
             : STEADY_CHANNEL_NONE;
}

static SteadyStoryAlarm *
present (SteadyCaseStory *self, const char *id)
{
  for (unsigned i = self->alarms->len; i-- > 0;)
    {
      SteadyStoryAlarm *alarm = &g_array_index (self->alarms, SteadyStoryAlarm, i);
      if (strcmp (alarm->id, id) == 0)
        return alarm->open ? alarm : NULL;
    }
  return NULL;
}

static void
take_alarm (SteadyCaseStory *self, const SteadyAlarmRecord *record)
{
  SteadyStoryAlarm *alarm = present (self, record->id);

  if (alarm == NULL && record->state == STEADY_ALARM_ACTIVE)
    {
      SteadyStoryAlarm begun = { .title =
                                     steady_case_story_alarm_title (self, record->id),
                                 .priority = (SteadyPriority) record->priority,
                                 .from = record->t,
                                 .to = self->span.end,
                                 .seen = STEADY_INSTANT_NEVER,
                                 .open = true,
                                 .has_value = record->has_value != 0,
                                 .technical = record->technical != 0,
                                 .channel = (SteadyChannel) record->channel,
                                 .value = record->value,
                                 .limit = record->limit };
      g_strlcpy (begun.id, record->id, sizeof begun.id);
      g_array_append_val (self->alarms, begun);
    }
  if (alarm == NULL)
    return;
  alarm->priority = MAX (alarm->priority, (SteadyPriority) record->priority);
  if (record->state == STEADY_ALARM_ACKNOWLEDGED && alarm->seen == STEADY_INSTANT_NEVER)
    alarm->seen = record->t;
  if (record->state == STEADY_ALARM_INACTIVE)
    {
      alarm->open = false;
      alarm->to = record->t;
    }
}

static bool
read_alarms (SteadyCaseStory *self, SteadyCaseReader *reader, GError **error)
{
  SteadyAlarmRecord records[BATCH];
  unsigned          count = BATCH;
  int64_t           last = 0;

  while (count == BATCH && self->alarms->len < ROWS_MOST)
    {
      if (!steady_case_reader_alarms (
              reader, last, records, BATCH, &count, &last, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        take_alarm (self, &records[i]);
    }
  return true;
}

static int
by_given (gconstpointer a, gconstpointer b)
{
  const SteadyClinicalRecord *one = a, *other = b;
  if (one->given != other->given)
    return one->given < other->given ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

/* An amendment takes the place of what it amends; amendments of amendments too. */
static GArray *
amended (const GArray *records)
{
  GArray *acts = g_array_new (FALSE, FALSE, sizeof (SteadyClinicalRecord));

  for (unsigned i = 0; i < records->len; i++)
    {
      const SteadyClinicalRecord *record =
          &g_array_index (records, SteadyClinicalRecord, i);
      SteadyClinicalRecord *before = NULL;
      for (unsigned k = 0; k < acts->len && record->amends != 0 && before == NULL; k++)
        {
          SteadyClinicalRecord *act = &g_array_index (acts, SteadyClinicalRecord, k);
          if (act->id == record->amends || act->amends == record->amends)
            before = act;
        }
      if (before != NULL)
        *before = *record;
      else
        g_array_append_val (acts, *record);
    }
  g_array_sort (acts, by_given);
  return acts;
}

static bool
read_acts (SteadyCaseStory *self, SteadyCaseReader *reader, GError **error)
{
  GArray *records;

  if (!steady_case_reader_clinical (reader, &records, error))
    return false;
  self->acts = amended (records);
  g_array_unref (records);
  return true;
}

/* The last kept plan, of which the patient is described; and the targets that held,
 * each in its time. */
static bool
read_plan (SteadyCaseStory *self, SteadyCaseReader *reader, GError **error)
{
  g_autoptr (GArray) plans = NULL;

  if (!steady_case_reader_plans (reader, &plans, error) ||
      !steady_case_targets_read (reader, &self->plans, error))
    return false;
  for (unsigned i = plans->len; i-- > 0 && self->plan.root == NULL;)
    {
      const SteadyCasePlan *plan = &g_array_index (plans, SteadyCasePlan, i);
      if (!steady_json_document_parse (
              &self->plan, "plan", plan->json, -1, NULL, 0, NULL))
        continue;
      self->plan_kept = true;
      self->plan_at = plan->t;
    }
  if (self->plans->len > 0)
    self->targets =
        g_array_index (self->plans, SteadyCaseTargets, self->plans->len - 1).targets;
  return true;
}

static void
read_artefacts (SteadyCaseStory *self, SteadyCaseReader *reader)
{
  unsigned                 n_channels;
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &n_channels);

  for (unsigned i = 0; i < self->notes->len; i++)
    {
      const SteadyCaseNote *note = &g_array_index (self->notes, SteadyCaseNote, i);
      SteadyCaseArtefact    artefact;
      if (steady_case_artefact_read (
              note, channels, n_channels, self->span.start, &artefact) &&
          !steady_case_artefact_is_withdrawn (self->notes, note->id))
        g_array_append_val (self->artefacts, artefact);
    }
}

/* Reads the tables of @reader into @self. Thread: the reader's. */
bool
steady_case_story_read_record (SteadyCaseStory  *self,
                               SteadyCaseReader *reader,
                               GError          **error)
{
  g_autoptr (GArray) commands = g_array_new (FALSE, FALSE, sizeof (SteadyCaseCommand));

  if (!read_events (self, reader, error) || !read_wall (self, reader, error) ||
      !read_commands (reader, commands, error) || !read_alarms (self, reader, error) ||
      !read_acts (self, reader, error) ||
      !steady_case_reader_notes (reader, &self->notes, error) ||
      !steady_case_reader_checklist (reader, &self->checks, error) ||
      !read_plan (self, reader, error))
    return false;
  read_artefacts (self, reader);
  steady_case_story_find_phases (self, commands);
  return true;
}

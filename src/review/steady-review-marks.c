/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-shown-unit.h"
#include "review/steady-review-case.h"
#include "review/steady-review-event.h"
#include "review/steady-review-timers.h"
#include "review/steady-timeline-words.h"
#include "widgets/steady-words.h"

enum
{
  BATCH = 256,
  MOST = 200000 /* of one kind; a damaged case must not take all memory */
};

static SteadyTimelineMark *
mark_new (SteadyTimelineLane lane, SteadyInstant t, int64_t id, const char *name)
{
  SteadyTimelineMark *mark = g_new0 (SteadyTimelineMark, 1);

  mark->lane = lane;
  mark->from = mark->to = t;
  mark->id = id;
  mark->name = g_strdup (name);
  return mark;
}

/* In which lane an event stands. */
static SteadyTimelineLane
lane_of (SteadyEvent event)
{
  switch ((int) event)
    {
    case STEADY_EVENT_NOTE:
    case STEADY_EVENT_GOOD_CATCH:
    case STEADY_EVENT_ANNOTATED:
      return STEADY_TIMELINE_NOTES;
    case STEADY_EVENT_HEPARIN:
    case STEADY_EVENT_PROTAMINE:
    case STEADY_EVENT_CARDIOPLEGIA:
    case STEADY_EVENT_VOLUME:
      return STEADY_TIMELINE_DOSES;
    case STEADY_EVENT_GAS_SAMPLE:
    case STEADY_EVENT_VALUE_ENTERED:
      return STEADY_TIMELINE_GASES;
    case STEADY_EVENT_CHECKLIST:
      return STEADY_TIMELINE_CHECKS;
    default:
      return STEADY_TIMELINE_EVENTS;
    }
}

/* What stands in the case in full beside the event, and would be told twice: an act of
 * people, given in its own words, and an act on a checklist. */
static bool
is_told_elsewhere (const SteadyReviewCase *self, const SteadyCaseEvent *event)
{
  switch ((int) event->event)
    {
    case STEADY_EVENT_DOSE:
    case STEADY_EVENT_AMENDED:
    case STEADY_EVENT_ITEM_SKIPPED:
      return true;
    case STEADY_EVENT_HEPARIN:
    case STEADY_EVENT_PROTAMINE:
    case STEADY_EVENT_CARDIOPLEGIA:
    case STEADY_EVENT_GAS_SAMPLE:
    case STEADY_EVENT_VOLUME:
    case STEADY_EVENT_GOOD_CATCH:
      return g_hash_table_contains (self->acts, &event->t);
    default:
      return false;
    }
}

static void
add_event (SteadyReviewCase *self, const SteadyCaseEvent *event)
{
  const SteadyReviewEvent known = { event->id, event->t, event->event };
  const bool              said = event->event == STEADY_EVENT_NOTE ||
                    event->event == STEADY_EVENT_MECHANISM ||
                    event->event == STEADY_EVENT_ANNOTATED;

  g_array_append_val (self->events, known);
  if (is_told_elsewhere (self, event))
    return;
  g_autofree char    *detail = said ? steady_review_event_detail (self, event) : NULL;
  const bool          alone = detail != NULL && detail[0] != '\0';
  SteadyTimelineMark *mark =
      mark_new (lane_of (event->event),
                event->t,
                event->id,
                alone ? detail : steady_words_event (event->event));
  mark->text = steady_review_event_line (self, event);
  steady_review_marks_add (self, mark);
}

/* What the phase is called: the mode, and whether the aorta is clamped. */
static void
begin_phase (SteadyReviewCase    *self,
             SteadyTimelineMark **phase,
             SteadyInstant        t,
             uint32_t             mode,
             bool                 clamped)
{
  const char *name = steady_words_support_mode ((SteadySupportMode) mode);

  if (*phase != NULL)
    (*phase)->to = t;
  SteadyTimelineMark *mark = mark_new (STEADY_TIMELINE_PHASES, t, (int64_t) mode, NULL);
  mark->withdrawn = clamped;
  mark->name = clamped ? g_strdup_printf (_ ("%s, clamped"), name) : g_strdup (name);
  mark->text = g_strdup (mark->name);
  mark->to = self->span.end;
  *phase = mark;
  steady_review_marks_add (self, mark);
}

static uint32_t
first_mode (const SteadyReviewCase *self, SteadyCaseReader *reader, bool *ret_clamped)
{
  g_autofree char    *about = steady_case_reader_meta (reader, "case");
  struct json_object *meta = about != NULL ? json_tokener_parse (about) : NULL;
  struct json_object *support = NULL, *value = NULL;
  uint32_t            mode = STEADY_SUPPORT_SET_UP;

  *ret_clamped = false;
  if (json_object_object_get_ex (meta, "support", &support))
    {
      if (json_object_object_get_ex (support, "mode", &value))
        mode = (uint32_t) json_object_get_int (value);
      if (json_object_object_get_ex (support, "flags", &value))
        *ret_clamped = (json_object_get_int (value) & STEADY_FLAG_CROSS_CLAMPED) != 0;
    }
  json_object_put (meta);
  return mode;
}

typedef struct Phases
{
  GHashTable         *timers;
  SteadyTimelineMark *open;
  uint32_t            mode;
  bool                clamped;
} Phases;

static void
follow_phase (SteadyReviewCase *self, Phases *phases, const SteadyCaseEvent *event)
{
  const uint32_t mode = event->event == STEADY_EVENT_MODE && isfinite (event->value)
                            ? (uint32_t) lround (event->value)
                            : phases->mode;
  const bool     clamped = event->event == STEADY_EVENT_CLAMP_ON    ? true
                           : event->event == STEADY_EVENT_CLAMP_OFF ? false
                                                                    : phases->clamped;

  if (mode == phases->mode && clamped == phases->clamped)
    return;
  phases->mode = mode;
  phases->clamped = clamped;
  begin_phase (self, &phases->open, event->t, mode, clamped);
}

/* What a scenario does to the child and has said aloud stands there twice. */
static bool
is_said_again (const SteadyCaseEvent *event, const SteadyCaseEvent *next)
{
  return event->event == STEADY_EVENT_MECHANISM && next != NULL &&
         next->event == STEADY_EVENT_NOTE && next->t == event->t &&
         strcmp (event->text, next->text) == 0;
}

static bool
read_events (SteadyReviewCase *self, SteadyCaseReader *reader, GError **error)
{
  g_autofree SteadyCaseEvent *events = g_new (SteadyCaseEvent, BATCH);
  g_autoptr (GHashTable) timers = steady_review_timers_new ();
  Phases   phases = { .timers = timers };
  int64_t  after = 0;
  unsigned count = 0, total = 0;

  phases.mode = first_mode (self, reader, &phases.clamped);
  begin_phase (self, &phases.open, self->span.start, phases.mode, phases.clamped);
  do
    {
      if (!steady_case_reader_events (reader, after, events, BATCH, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          after = events[i].id;
          if (events[i].event != STEADY_EVENT_MODE &&
              !steady_review_timers_take (phases.timers, self, &events[i]) &&
              !is_said_again (&events[i], i + 1 < count ? &events[i + 1] : NULL))
            add_event (self, &events[i]);
          follow_phase (self, &phases, &events[i]);
        }
      total += count;
    }
  while (count == BATCH && total < MOST);
  return true;
}

static char *
alarm_text (const SteadyReviewCase *self, const SteadyAlarmRecord *record)
{
  const char              *title = steady_review_case_alarm (self, record->id, "title");
  const SteadyChannelInfo *info = steady_channel_info (record->channel);
  char                     value[32], limit[32];

  if (title == NULL)
    title = record->id;
  /* a state has no number that says anything */
  if (!record->has_value || info == NULL || info->kind == STEADY_CHANNEL_KIND_STATE)
    return g_strdup_printf (
        "%s %s", steady_words_priority_mark (record->priority), _ (title));
  const SteadyShownUnit shown = steady_shown_unit (record->channel);
  steady_words_number (
      record->value * shown.factor, shown.decimals, value, sizeof value);
  steady_words_number (
      record->limit * shown.factor,
      steady_shown_unit_limit_decimals (record->channel, record->limit),
      limit,
      sizeof limit);
  return g_strdup_printf (_ ("%s %s: %s, limit %s %s"),
                          steady_words_priority_mark (record->priority),
                          _ (title),
                          value,
                          limit,
                          shown.unit);
}

/* One bar from the onset until the alarm is over, whatever people did about it. */
static void
follow_alarm (SteadyReviewCase        *self,
              GHashTable              *open,
              const SteadyAlarmRecord *record,
              int64_t                  id)
{
  SteadyTimelineMark *mark = g_hash_table_lookup (open, record->id);
  const bool          on = record->state == STEADY_ALARM_ACTIVE ||
                  record->state == STEADY_ALARM_ACKNOWLEDGED ||
                  record->state == STEADY_ALARM_LATCHED;
  const char *title = steady_review_case_alarm (self, record->id, "title");

  if (mark != NULL)
    mark->to = record->t;
  if (!on)
    g_hash_table_remove (open, record->id);
  if (!on || mark != NULL)
    return;
  mark = mark_new (
      STEADY_TIMELINE_ALARMS, record->t, id, title != NULL ? _ (title) : record->id);
  mark->priority = (SteadyPriority) record->priority;
  mark->text = alarm_text (self, record);
  g_hash_table_insert (open, g_strdup (record->id), mark);
  steady_review_marks_add (self, mark);
}

static bool
read_alarms (SteadyReviewCase *self, SteadyCaseReader *reader, GError **error)
{
  g_autofree SteadyAlarmRecord *records = g_new (SteadyAlarmRecord, BATCH);
  g_autoptr (GHashTable) open =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  void          *value;
  int64_t        after = 0;
  unsigned       count = 0, total = 0;

  do
    {
      int64_t last = after;
      if (!steady_case_reader_alarms (
              reader, after, records, BATCH, &count, &last, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          records[i].id[STEADY_ALARM_ID_SIZE - 1] = '\0';
          follow_alarm (self, open, &records[i], last);
        }
      after = last;
      total += count;
    }
  while (count == BATCH && total < MOST);
  g_hash_table_iter_init (&iter, open);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((SteadyTimelineMark *) value)->to = self->span.end;
  return true;
}

static bool
is_phase (const SteadyCaseCommand *command)
{
  return command->control == STEADY_CONTROL_SUPPORT_MODE ||
         command->control == STEADY_CONTROL_SUPPORT_FLAGS;
}

/* What was asked for, and what became of it. */
static void
add_command (SteadyReviewCase *self, const SteadyCaseCommand *command)
{
  const SteadyControl control = (SteadyControl) command->control;
  const char         *unit = steady_words_control_unit (control);
  char                value[32] = "", answer[200] = "";

  if (command->step == 0 || is_phase (command))
    return;
  if (isfinite (command->value) && unit[0] != '\0')
    steady_words_number (
        command->value, steady_words_control_decimals (control), value, sizeof value);
  if (command->step == STEADY_ANSWER_REFUSED)
    g_snprintf (answer,
                sizeof answer,
                _ ("refused: %s"),
                steady_words_refusal ((SteadyRefusal) command->refusal));
  else
    g_strlcpy (answer,
               command->step == STEADY_ANSWER_CONFIRMED ? _ ("read back")
               : command->step == STEADY_ANSWER_FAILED  ? _ ("NOT CONFIRMED")
                                                        : _ ("sent"),
               sizeof answer);
  if (command->step == STEADY_ANSWER_ACCEPTED)
    return; /* what became of it follows */
  SteadyTimelineMark *mark = mark_new (STEADY_TIMELINE_COMMANDS,
                                       command->t,
                                       command->id,
                                       steady_words_control (control));
  if (value[0] != '\0')
    {
      g_free (mark->name);
      mark->name = g_strdup_printf ("%s %s", steady_words_control (control), value);
    }
  mark->text = g_strdup_printf (
      "%s %s %s: %s", steady_words_control (control), value, unit, answer);
  mark->withdrawn = command->step == STEADY_ANSWER_REFUSED;
  steady_review_marks_add (self, mark);
}

static bool
read_commands (SteadyReviewCase *self, SteadyCaseReader *reader, GError **error)
{
  g_autofree SteadyCaseCommand *commands = g_new (SteadyCaseCommand, BATCH);
  int64_t                       after = 0;
  unsigned                      count = 0, total = 0;

  do
    {
      if (!steady_case_reader_commands (reader, after, commands, BATCH, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        {
          after = commands[i].id;
          add_command (self, &commands[i]);
        }
      total += count;
    }
  while (count == BATCH && total < MOST);
  return true;
}

/* The clock was set while nothing was recorded, or before there was such an event. */
static void
add_untold_steps (SteadyReviewCase *self)
{
  unsigned                  count;
  const SteadyCaseWallStep *steps = steady_case_wall_steps (self->wall, &count);

  for (unsigned i = 0; i < count; i++)
    {
      bool                  told = false;
      const SteadyCaseEvent event = { .t = steps[i].t,
                                      .event = STEADY_EVENT_CLOCK_SET,
                                      .value = steady_span_seconds (steps[i].by) };
      for (guint k = 0; k < self->events->len && !told; k++)
        {
          const SteadyReviewEvent *known =
              &g_array_index (self->events, SteadyReviewEvent, k);
          told = known->event == STEADY_EVENT_CLOCK_SET &&
                 ABS (known->t - event.t) < STEADY_NSEC_PER_SEC;
        }
      if (told)
        continue;
      SteadyTimelineMark *mark = mark_new (
          lane_of (event.event), event.t, 0, steady_words_event (event.event));
      mark->text = steady_review_event_line (self, &event);
      steady_review_marks_add (self, mark);
    }
}

/* Reads events, phases, alarms and set-points into marks. Thread: any. */
bool
steady_review_marks_read (SteadyReviewCase *self,
                          SteadyCaseReader *reader,
                          GError          **error)
{
  if (!read_events (self, reader, error) || !read_alarms (self, reader, error) ||
      !read_commands (self, reader, error))
    return false;
  add_untold_steps (self);
  return true;
}

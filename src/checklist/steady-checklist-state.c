/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checklist/steady-checklist-state.h"

#include <math.h>
#include <string.h>

/* The line of an item; NULL: nobody has touched it. Thread: any. Does not allocate. */
const SteadyChecklistLine *
steady_checklist_state_line (const SteadyChecklistState *self,
                             const char                 *list,
                             const char                 *item)
{
  for (unsigned i = 0; i < self->n_lines; i++)
    if (strcmp (self->lines[i].item, item) == 0 &&
        strcmp (self->lines[i].list, list) == 0)
      return &self->lines[i];
  return NULL;
}

/* A line without an item holds which turn a list is in. */
static const SteadyChecklistLine *
head_of (const SteadyChecklistState *self, const char *list)
{
  return steady_checklist_state_line (self, list, "");
}

/*
 * Which turn @list is in: 0 where it does not repeat or never began. @ret_began, which
 * may be NULL, is when that turn began, or STEADY_INSTANT_NEVER.
 *
 * Thread: any. Does not allocate.
 */
unsigned
steady_checklist_state_turn (const SteadyChecklistState *self,
                             const char                 *list,
                             SteadyInstant              *ret_began)
{
  const SteadyChecklistLine *head = head_of (self, list);

  if (ret_began != NULL)
    *ret_began = head != NULL ? head->read_at : STEADY_INSTANT_NEVER;
  return head != NULL ? head->turn : 0;
}

/* Whether @line is all that @item asks for in @turn. Thread: any. */
bool
steady_checklist_line_done (const SteadyChecklistLine *line,
                            const SteadyChecklistItem *item,
                            unsigned                   turn)
{
  if (line == NULL || line->turn != turn)
    return false;
  return line->state == STEADY_CHECKLIST_VERIFIED ||
         (line->state == STEADY_CHECKLIST_READ && !item->two);
}

static void
count_item (SteadyChecklistCount      *count,
            const SteadyChecklistLine *line,
            const SteadyChecklistItem *item)
{
  count->items++;
  if (line != NULL && line->turn != count->turn)
    line = NULL;
  if (line == NULL || line->state == 0)
    count->open++;
  else if (line->state == STEADY_CHECKLIST_SKIPPED)
    count->skipped++;
  else if (steady_checklist_line_done (line, item, count->turn))
    count->done++;
  else
    count->read++;
  if (line == NULL)
    return;
  const SteadyInstant act =
      line->state == STEADY_CHECKLIST_VERIFIED ? line->verified_at : line->read_at;
  if (count->last_act == STEADY_INSTANT_NEVER || act > count->last_act)
    count->last_act = act;
}

/* How far @list is; with @expedited only its emergency short list counts. Thread: any.
 * Does not allocate. */
SteadyChecklistCount
steady_checklist_state_count (const SteadyChecklistState *self,
                              const SteadyChecklist      *list,
                              bool                        expedited)
{
  SteadyChecklistCount count = { .last_act = STEADY_INSTANT_NEVER };

  count.turn = steady_checklist_state_turn (self, list->id, &count.began);
  for (unsigned i = 0; i < list->n_items; i++)
    if (!expedited || list->items[i].expedited)
      count_item (&count,
                  steady_checklist_state_line (self, list->id, list->items[i].id),
                  &list->items[i]);
  return count;
}

static void
end_text (char *text, size_t size)
{
  const size_t length = strnlen (text, size - 1);
  memset (text + length, 0, size - length);
}

/* Whoever sent it: texts end in their fields. */
static void
tidy (SteadyChecklistRecord *record)
{
  end_text (record->list, sizeof record->list);
  end_text (record->item, sizeof record->item);
  end_text (record->author, sizeof record->author);
  end_text (record->second, sizeof record->second);
  end_text (record->text, sizeof record->text);
}

/* What was measured and chosen is there and can be; what was not asked is empty. */
static bool
answers (const SteadyChecklistItem *item, SteadyChecklistRecord *record)
{
  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    {
      const SteadyChecklistValue *value = &item->values[i];
      if (i >= item->n_values)
        record->values[i] = (double) NAN;
      else if (!(record->values[i] >= value->low && record->values[i] <= value->high))
        return false;
    }
  if (item->choices == NULL)
    memset (record->text, 0, sizeof record->text);
  return item->choices == NULL ||
         g_strv_contains ((const char *const *) item->choices, record->text);
}

static SteadyRefusal
check_verified (const SteadyChecklistState  *self,
                const SteadyChecklistItem   *item,
                const SteadyChecklistRecord *record)
{
  const SteadyChecklistLine *line =
      steady_checklist_state_line (self, record->list, record->item);

  if (!item->two)
    return STEADY_REFUSAL_NO_SUCH_ITEM;
  if (line == NULL || line->state != STEADY_CHECKLIST_READ ||
      line->turn != steady_checklist_state_turn (self, record->list, NULL))
    return STEADY_REFUSAL_NOT_READ;
  if (record->second[0] == '\0' ||
      g_ascii_strcasecmp (record->second, line->reader) == 0)
    return STEADY_REFUSAL_SAME_PERSON;
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
check_item (const SteadyChecklistState *self,
            const SteadyChecklistItem  *item,
            SteadyChecklistRecord      *record)
{
  switch ((SteadyChecklistAct) record->act)
    {
    case STEADY_CHECKLIST_READ:
      return answers (item, record) ? STEADY_REFUSAL_NONE
                                    : STEADY_REFUSAL_OUT_OF_LIMITS;
    case STEADY_CHECKLIST_VERIFIED:
      return check_verified (self, item, record);
    case STEADY_CHECKLIST_SKIPPED:
      return record->text[0] != '\0' ? STEADY_REFUSAL_NONE : STEADY_REFUSAL_NO_REASON;
    case STEADY_CHECKLIST_TAKEN_BACK:
      return steady_checklist_state_line (self, record->list, record->item) != NULL
                 ? STEADY_REFUSAL_NONE
                 : STEADY_REFUSAL_NOT_READ;
    case STEADY_CHECKLIST_ROUND:
    default:
      return STEADY_REFUSAL_NO_SUCH_ITEM;
    }
}

/*
 * Whether @record can be: of a list and item of @all, read before it is verified, and
 * verified by somebody else than who read it. The turn is filled in, texts are ended.
 * Its author must be set.
 *
 * Thread: any. Does not allocate.
 */
SteadyRefusal
steady_checklist_state_check (const SteadyChecklistState *self,
                              const GPtrArray            *all,
                              SteadyChecklistRecord      *record)
{
  tidy (record);
  const SteadyChecklist *list = steady_checklist_find (all, record->list);
  if (record->id == 0 || record->id > INT64_MAX || record->id <= self->last_id)
    return STEADY_REFUSAL_STALE;
  if (list == NULL || self->n_lines + 2 > STEADY_CHECKLIST_LINES)
    return STEADY_REFUSAL_NO_SUCH_ITEM;
  record->turn = steady_checklist_state_turn (self, record->list, NULL);
  if (record->act == STEADY_CHECKLIST_ROUND)
    {
      record->turn++;
      return list->kind != STEADY_CHECKLIST_PHASE && record->item[0] == '\0'
                 ? STEADY_REFUSAL_NONE
                 : STEADY_REFUSAL_NO_SUCH_ITEM;
    }
  const SteadyChecklistItem *item = steady_checklist_item (list, record->item);
  if (record->act != STEADY_CHECKLIST_READ)
    for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
      record->values[i] = (double) NAN;
  return item != NULL ? check_item (self, item, record) : STEADY_REFUSAL_NO_SUCH_ITEM;
}

static SteadyChecklistLine *
line_for (SteadyChecklistState *self, const SteadyChecklistRecord *record)
{
  SteadyChecklistLine *line = (SteadyChecklistLine *) steady_checklist_state_line (
      self, record->list, record->item);

  if (line != NULL || self->n_lines == STEADY_CHECKLIST_LINES)
    return line;
  line = &self->lines[self->n_lines++];
  *line = (SteadyChecklistLine){ .read_at = STEADY_INSTANT_NEVER,
                                 .verified_at = STEADY_INSTANT_NEVER };
  memcpy (line->list, record->list, sizeof line->list);
  memcpy (line->item, record->item, sizeof line->item);
  return line;
}

/*
 * Adds a record that was checked, now or when the case was recorded. False: there is
 * no place for it.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_checklist_state_take (SteadyChecklistState        *self,
                             const SteadyChecklistRecord *record)
{
  SteadyChecklistLine *line = line_for (self, record);

  self->last_id = MAX (self->last_id, record->id);
  if (line == NULL)
    return false;
  line->turn = record->turn;
  if (record->act == STEADY_CHECKLIST_VERIFIED)
    {
      line->state = STEADY_CHECKLIST_VERIFIED;
      line->verified_at = record->t;
      memcpy (line->second, record->second, sizeof line->second);
      return true;
    }
  line->state = record->act == STEADY_CHECKLIST_TAKEN_BACK ||
                        record->act == STEADY_CHECKLIST_ROUND
                    ? 0
                    : record->act;
  line->read_at = record->t;
  line->verified_at = STEADY_INSTANT_NEVER;
  memset (line->second, 0, sizeof line->second);
  memcpy (line->reader, record->author, sizeof line->reader);
  memcpy (line->text, record->text, sizeof line->text);
  memcpy (line->values, record->values, sizeof line->values);
  return true;
}

/* Bits of SteadyBypassNeed that items verified by two have met. Thread: any. Does not
 * allocate. */
unsigned
steady_checklist_state_met (const SteadyChecklistState *self, const GPtrArray *all)
{
  unsigned met = 0;

  for (unsigned i = 0; i < self->n_lines; i++)
    {
      const SteadyChecklistLine *line = &self->lines[i];
      if (line->state != STEADY_CHECKLIST_VERIFIED)
        continue;
      const SteadyChecklist     *list = steady_checklist_find (all, line->list);
      const SteadyChecklistItem *item =
          list != NULL ? steady_checklist_item (list, line->item) : NULL;
      if (item != NULL)
        met |= item->need;
    }
  return met;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-ecmo-course.h"

#include <math.h>
#include <string.h>

#include "casefile/steady-case-ecmo.h"

/* Numbers that items of the hourly list ask for. */
static const struct
{
  const char   *item;
  unsigned      value;
  SteadyEcmoRow row;
  bool          zero_is_none; /* "0: not taken" */
} asked[] = {
  { "anticoagulation", 0, STEADY_ECMO_ROW_ANTI_XA, true },
  { "anticoagulation", 1, STEADY_ECMO_ROW_HEPARIN, false },
  { "urine", 0, STEADY_ECMO_ROW_URINE, false },
  { "urine", 1, STEADY_ECMO_ROW_REMOVED, false },
};

enum
{
  /* an entry stands in its channel for a second or two; a sensor fills the hour */
  LEAST_SECONDS = 60
};

static bool
is_ecmo (double mode)
{
  return mode > STEADY_SUPPORT_ECMO_VA - 0.5 && mode < STEADY_SUPPORT_ECMO_VV + 0.5;
}

static void
end_stretch (SteadyEcmoCourse *self, SteadyInstant t)
{
  if (self->stretches->len == 0 || !is_ecmo (self->support.mode))
    return;
  SteadyEcmoStretch *last =
      &g_array_index (self->stretches, SteadyEcmoStretch, self->stretches->len - 1);
  last->to = MAX (t, last->from);
  self->total += last->to - last->from;
}

static void
change_mode (SteadyEcmoCourse *self, SteadyInstant t, double mode)
{
  const unsigned now = mode >= 0 && mode < 256 ? (unsigned) lround (mode) : 0;

  if (now == self->support.mode)
    return;
  end_stretch (self, t);
  self->support.mode = now;
  self->support.mode_since = t;
  if (!is_ecmo (now))
    return;
  const SteadyEcmoStretch stretch = { .from = t,
                                      .to = t,
                                      .mode = (SteadySupportMode) now };
  g_array_append_val (self->stretches, stretch);
}

static void
read_stretches (SteadyEcmoCourse *self, const SteadyCaseStory *story)
{
  const SteadyJsonNode root = steady_json_document_root (&story->meta);
  SteadyJsonNode       support;
  double               mode = 0;

  self->support = (SteadySupport){ .mode = UINT32_MAX, .mode_since = self->span.start };
  if (root.object == NULL || !steady_json_has (&root, "support") ||
      !steady_json_get_node (&root, "support", &support, NULL) ||
      !steady_json_get_number (&support, "mode", 0, 255, &mode, NULL))
    mode = STEADY_SUPPORT_SET_UP;
  change_mode (self, self->span.start, mode);
  for (unsigned i = 0; i < story->events->len; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (story->events, SteadyCaseEvent, i);
      if (event->event == STEADY_EVENT_MODE && isfinite (event->value))
        change_mode (self, event->t, event->value);
    }
  end_stretch (self, self->span.end);
}

static void
add_entry (SteadyEcmoCourse *self,
           SteadyInstant     at,
           SteadyEcmoRow     row,
           double            value,
           bool              of_check)
{
  const SteadyEcmoEntry entry = {
    .at = at, .row = row, .value = value, .of_check = of_check
  };

  if (isfinite (value))
    g_array_append_val (self->entries, entry);
}

static void
read_sample (SteadyEcmoCourse *self, const SteadyClinicalRecord *act)
{
  for (unsigned i = 0; i < act->n_values && i < STEADY_CLINICAL_VALUES; i++)
    for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
      if (steady_ecmo_row (row)->channel == (SteadyChannel) act->values[i].channel)
        add_entry (self, act->given, row, act->values[i].value, false);
}

/* What goes out is negative in its record, and positive in its row. */
static void
read_volume (SteadyEcmoCourse *self, const SteadyClinicalRecord *act)
{
  if (act->amount >= 0)
    add_entry (self, act->given, STEADY_ECMO_ROW_GIVEN, act->amount, false);
  else if (strcmp (act->what, "urine") == 0)
    add_entry (self, act->given, STEADY_ECMO_ROW_URINE, -act->amount, false);
  else if (strcmp (act->what, "ultrafiltrate") == 0)
    add_entry (self, act->given, STEADY_ECMO_ROW_REMOVED, -act->amount, false);
  else
    add_entry (self, act->given, STEADY_ECMO_ROW_LOST, -act->amount, false);
}

static void
read_acts (SteadyEcmoCourse *self, const SteadyCaseStory *story)
{
  for (unsigned i = 0; i < story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (story->acts, SteadyClinicalRecord, i);
      if ((act->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
        continue;
      if (act->kind == STEADY_CLINICAL_SAMPLE)
        read_sample (self, act);
      else if (act->kind == STEADY_CLINICAL_VOLUME)
        read_volume (self, act);
    }
}

/* Whether a later act of the same round took @check back, skipped or repeated it. */
static bool
is_superseded (const GArray *checks, unsigned at)
{
  const SteadyChecklistRecord *check =
      &g_array_index (checks, SteadyChecklistRecord, at);

  for (unsigned i = at + 1; i < checks->len; i++)
    {
      const SteadyChecklistRecord *later =
          &g_array_index (checks, SteadyChecklistRecord, i);
      if (strcmp (later->list, check->list) != 0 || later->turn != check->turn ||
          strcmp (later->item, check->item) != 0)
        continue;
      if (later->act != STEADY_CHECKLIST_VERIFIED)
        return true;
    }
  return false;
}

static void
read_numbers (SteadyEcmoCourse *self, const SteadyChecklistRecord *check)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      const double value = check->values[asked[i].value];
      if (strcmp (check->item, asked[i].item) == 0 &&
          !(asked[i].zero_is_none && value <= 0))
        add_entry (self, check->t, asked[i].row, value, true);
    }
}

static SteadyEcmoRound *
round_of (SteadyEcmoCourse *self, const SteadyChecklistRecord *check)
{
  for (unsigned i = self->rounds->len; i-- > 0;)
    {
      SteadyEcmoRound *known = &g_array_index (self->rounds, SteadyEcmoRound, i);
      if (known->turn == check->turn)
        return known;
    }
  const SteadyEcmoRound fresh = { .begun = check->t,
                                  .done = STEADY_INSTANT_NEVER,
                                  .turn = check->turn };
  g_array_append_val (self->rounds, fresh);
  return &g_array_index (self->rounds, SteadyEcmoRound, self->rounds->len - 1);
}

static void
read_checks (SteadyEcmoCourse *self, const SteadyCaseStory *story)
{
  for (unsigned i = 0; i < story->checks->len; i++)
    {
      const SteadyChecklistRecord *check =
          &g_array_index (story->checks, SteadyChecklistRecord, i);
      if (strcmp (check->list, STEADY_ECMO_CHECK_LIST) != 0)
        continue;
      SteadyEcmoRound *round = round_of (self, check);
      if (check->act == STEADY_CHECKLIST_VERIFIED)
        g_strlcpy (round->second, check->second, sizeof round->second);
      if ((check->act != STEADY_CHECKLIST_READ &&
           check->act != STEADY_CHECKLIST_SKIPPED) ||
          is_superseded (story->checks, i))
        continue;
      round->items++;
      g_strlcpy (round->reader, check->author, sizeof round->reader);
      if (check->act == STEADY_CHECKLIST_READ)
        read_numbers (self, check);
    }
}

/* The engine says when a list was gone through; it alone knows its items that day. */
static void
read_completed (SteadyEcmoCourse *self, const SteadyCaseStory *story)
{
  for (unsigned i = 0; i < story->events->len; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (story->events, SteadyCaseEvent, i);
      if (event->event != STEADY_EVENT_CHECKLIST ||
          !g_str_has_prefix (event->text, STEADY_ECMO_CHECK_LIST " gone through"))
        continue;
      for (unsigned k = self->rounds->len; k-- > 0;)
        {
          SteadyEcmoRound *round = &g_array_index (self->rounds, SteadyEcmoRound, k);
          if (round->begun > event->t)
            continue;
          if (round->done == STEADY_INSTANT_NEVER)
            round->done = event->t;
          break;
        }
    }
}

/* A new circuit brings its oxygenator and pump head with it. */
static void
put_in (SteadyEcmoCourse *self, const SteadyEcmoRecord *record)
{
  static const SteadyEcmoPart with[] = { STEADY_ECMO_PART_OXYGENATOR,
                                         STEADY_ECMO_PART_PUMP_HEAD };

  if (record->part == 0)
    return;
  if (self->parts[record->part].id == 0 ||
      record->given >= self->parts[record->part].given)
    self->parts[record->part] = *record;
  if (record->part != STEADY_ECMO_PART_CIRCUIT)
    return;
  for (unsigned i = 0; i < G_N_ELEMENTS (with); i++)
    if (self->parts[with[i]].id != 0 && self->parts[with[i]].given < record->given)
      {
        self->parts[with[i]] = *record;
        self->parts[with[i]].name[0] = '\0';
        self->parts[with[i]].lot[0] = '\0';
      }
}

static void
read_records (SteadyEcmoCourse *self, const SteadyCaseStory *story)
{
  for (unsigned i = 0; i < story->notes->len; i++)
    {
      const SteadyCaseNote *note = &g_array_index (story->notes, SteadyCaseNote, i);
      SteadyEcmoRecord      record;
      if (strcmp (note->about, STEADY_CASE_ECMO_ABOUT) != 0 ||
          !steady_case_ecmo_parse (note->text, self->span.start, &record))
        continue;
      g_array_append_val (self->records, record);
      if (record.act == STEADY_ECMO_PUT_IN)
        put_in (self, &record);
    }
}

static int
by_time (gconstpointer a, gconstpointer b)
{
  const SteadyEcmoEntry *one = a, *other = b;
  return one->at < other->at ? -1 : one->at > other->at;
}

/* Free with steady_ecmo_course_free (). Thread: any; @story is only read. */
SteadyEcmoCourse *
steady_ecmo_course_new (const SteadyCaseStory *story)
{
  SteadyEcmoCourse *self = g_new0 (SteadyEcmoCourse, 1);

  self->span = story->span;
  self->wall = steady_case_wall_copy (story->wall);
  self->hours = story->span;
  self->hours.start_utc = steady_case_story_utc (story, story->span.end) -
                          (story->span.end - story->span.start);
  self->mode = story->mode;
  self->simulated = story->simulated;
  self->weight_kg = story->patient.weight_kg;
  self->stretches = g_array_new (FALSE, FALSE, sizeof (SteadyEcmoStretch));
  self->entries = g_array_new (FALSE, FALSE, sizeof (SteadyEcmoEntry));
  self->rounds = g_array_new (FALSE, FALSE, sizeof (SteadyEcmoRound));
  self->records = g_array_new (FALSE, FALSE, sizeof (SteadyEcmoRecord));
  if (!steady_case_story_target (story, "flow_l_min", &self->plan_flow_l_min))
    self->plan_flow_l_min = NAN;
  self->plan_flow_ml_kg_min = self->plan_flow_l_min * 1000 / self->weight_kg;
  read_stretches (self, story);
  read_acts (self, story);
  read_checks (self, story);
  read_completed (self, story);
  read_records (self, story);
  g_array_sort (self->entries, by_time);
  return self;
}

/* Accepts NULL. Thread: any. */
void
steady_ecmo_course_free (SteadyEcmoCourse *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->stretches);
  g_array_unref (self->entries);
  g_array_unref (self->rounds);
  g_array_unref (self->records);
  steady_case_wall_free (self->wall);
  g_free (self);
}

/* What the clock on the wall showed at @t, in ns since 1970. Thread: any. */
int64_t
steady_ecmo_course_utc (const SteadyEcmoCourse *self, SteadyInstant t)
{
  return self->wall != NULL ? steady_case_wall_utc (self->wall, t)
                            : self->span.start_utc + (t - self->span.start);
}

/* Whether the child was on ECMO when the record ends. Thread: any. */
bool
steady_ecmo_course_runs (const SteadyEcmoCourse *self)
{
  return is_ecmo (self->support.mode);
}

/* When ECMO first began; NEVER: it has not. Thread: any. */
SteadyInstant
steady_ecmo_course_begin (const SteadyEcmoCourse *self)
{
  return self->stretches->len > 0
             ? g_array_index (self->stretches, SteadyEcmoStretch, 0).from
             : STEADY_INSTANT_NEVER;
}

/*
 * Since when @part is in the circuit: what people said. Where nobody said anything, a
 * circuit is as old as the run that the case knows of, and its parts as the circuit;
 * the caller says so. NEVER: nobody knows.
 *
 * Thread: any.
 */
SteadyInstant
steady_ecmo_course_since (const SteadyEcmoCourse *self, SteadyEcmoPart part)
{
  if (self->parts[part].id != 0)
    return self->parts[part].given;
  if (self->parts[STEADY_ECMO_PART_CIRCUIT].id != 0 &&
      (part == STEADY_ECMO_PART_OXYGENATOR || part == STEADY_ECMO_PART_PUMP_HEAD))
    return self->parts[STEADY_ECMO_PART_CIRCUIT].given;
  return steady_ecmo_course_begin (self);
}

/* The last round that was gone through to its end; NULL: none. Thread: any. */
const SteadyEcmoRound *
steady_ecmo_course_last_round (const SteadyEcmoCourse *self)
{
  for (unsigned i = self->rounds->len; i-- > 0;)
    {
      const SteadyEcmoRound *round = &g_array_index (self->rounds, SteadyEcmoRound, i);
      if (round->done != STEADY_INSTANT_NEVER)
        return round;
    }
  return NULL;
}

/* When the next circuit check is due: an hour after the last was done, or after this
 * stretch of ECMO began. NEVER: the child is not on ECMO. Thread: any. */
SteadyInstant
steady_ecmo_course_due (const SteadyEcmoCourse *self)
{
  const SteadyEcmoRound *last = steady_ecmo_course_last_round (self);
  SteadyInstant          from;

  if (!steady_ecmo_course_runs (self))
    return STEADY_INSTANT_NEVER;
  from =
      g_array_index (self->stretches, SteadyEcmoStretch, self->stretches->len - 1).from;
  if (last != NULL && last->done > from)
    from = last->done;
  return from + STEADY_ECMO_CHECK_EVERY;
}

/* The last handover; NULL: there was none. Thread: any. */
const SteadyEcmoRecord *
steady_ecmo_course_handover (const SteadyEcmoCourse *self)
{
  for (unsigned i = self->records->len; i-- > 0;)
    {
      const SteadyEcmoRecord *record =
          &g_array_index (self->records, SteadyEcmoRecord, i);
      if (record->act == STEADY_ECMO_HANDOVER)
        return record;
    }
  return NULL;
}

/* What was entered last for @row; NULL: nothing. Thread: any. */
const SteadyEcmoEntry *
steady_ecmo_course_last (const SteadyEcmoCourse *self, SteadyEcmoRow row)
{
  for (unsigned i = self->entries->len; i-- > 0;)
    {
      const SteadyEcmoEntry *entry = &g_array_index (self->entries, SteadyEcmoEntry, i);
      if (entry->row == row)
        return entry;
    }
  return NULL;
}

static bool
is_volume (SteadyEcmoRow row)
{
  return row >= STEADY_ECMO_ROW_GIVEN && row <= STEADY_ECMO_ROW_LOST;
}

/* Urine and ultrafiltrate can stand twice, in Drugs & gas and in the hourly check: what
 * Drugs & gas says of an hour counts, and the check only where that says nothing. */
static void
fill_volumes (const SteadyEcmoCourse *self, SteadyEcmoHour *hour)
{
  SteadyEcmoCell of_check[STEADY_ECMO_ROWS] = { 0 };

  for (unsigned i = 0; i < self->entries->len; i++)
    {
      const SteadyEcmoEntry *entry = &g_array_index (self->entries, SteadyEcmoEntry, i);
      if (entry->at < hour->from || entry->at >= hour->to || !is_volume (entry->row))
        continue;
      steady_ecmo_cell_add (entry->of_check ? &of_check[entry->row]
                                            : &hour->cells[entry->row],
                            entry->at,
                            entry->value);
    }
  for (unsigned row = STEADY_ECMO_ROW_GIVEN; row <= STEADY_ECMO_ROW_LOST; row++)
    {
      if (hour->cells[row].kind == STEADY_ECMO_CELL_NONE)
        hour->cells[row] = of_check[row];
      if (hour->cells[row].kind != STEADY_ECMO_CELL_NONE)
        steady_ecmo_cell_add (&hour->cells[STEADY_ECMO_ROW_BALANCE],
                              hour->cells[row].at,
                              row == STEADY_ECMO_ROW_GIVEN ? hour->cells[row].value
                                                           : -hour->cells[row].value);
    }
}

static void
fill_check (const SteadyEcmoCourse *self, SteadyEcmoHour *hour)
{
  hour->checked = STEADY_INSTANT_NEVER;
  hour->items = 0;
  for (unsigned i = 0; i < self->rounds->len; i++)
    {
      const SteadyEcmoRound *round = &g_array_index (self->rounds, SteadyEcmoRound, i);
      const bool             done = round->done != STEADY_INSTANT_NEVER;
      const SteadyInstant    at = done ? round->done : round->begun;
      if (at < hour->from || at >= hour->to)
        continue;
      if (done)
        hour->checked = round->done;
      hour->items = round->items;
      memcpy (hour->reader, round->reader, sizeof hour->reader);
      memcpy (hour->second, round->second, sizeof hour->second);
    }
}

/*
 * What people entered for the hour goes into the cells of @hour, whose @from and @to
 * are set: laboratory values as last entered, volumes added up, who went through the
 * circuit check. Where a saturation was entered and nothing measured it, the entry
 * stands in its row.
 *
 * Thread: any.
 */
void
steady_ecmo_course_fill (const SteadyEcmoCourse *self, SteadyEcmoHour *hour)
{
  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    if (!steady_ecmo_row (row)->measured)
      hour->cells[row] = (SteadyEcmoCell){ .kind = STEADY_ECMO_CELL_NONE };
  for (unsigned i = 0; i < self->entries->len; i++)
    {
      const SteadyEcmoEntry *entry = &g_array_index (self->entries, SteadyEcmoEntry, i);
      if (entry->at < hour->from || entry->at >= hour->to || is_volume (entry->row))
        continue;
      const SteadyEcmoCell *cell = &hour->cells[entry->row];
      if (cell->kind != STEADY_ECMO_CELL_MEASURED || cell->count < LEAST_SECONDS)
        steady_ecmo_cell_enter (&hour->cells[entry->row], entry->at, entry->value);
    }
  fill_volumes (self, hour);
  fill_check (self, hour);
}

/* The balance of fluids from @from to before @to, in mL; NaN: nobody entered any.
 * Counted hour by hour, as the chart does. Thread: any. */
double
steady_ecmo_course_balance (const SteadyEcmoCourse *self,
                            SteadyInstant           from,
                            SteadyInstant           to)
{
  const SteadySpan hour_span = 60 * STEADY_NSEC_PER_MIN;
  double           sum = NAN;

  for (SteadyInstant t = from; t < to; t += hour_span)
    {
      SteadyEcmoHour hour = { .from = t, .to = MIN (t + hour_span, to) };
      fill_volumes (self, &hour);
      const SteadyEcmoCell *cell = &hour.cells[STEADY_ECMO_ROW_BALANCE];
      if (cell->kind != STEADY_ECMO_CELL_NONE)
        sum = (isfinite (sum) ? sum : 0) + cell->value;
    }
  return sum;
}

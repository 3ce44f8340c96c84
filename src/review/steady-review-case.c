/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-review-case.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include "casefile/steady-case-judged.h"
#include "checklist/steady-checklist.h"
#include "review/steady-review-timers.h"

enum
{
  EXTENT_COLUMNS = 256,
  EXTENT_IGNORED = 3 /* of them: flushes and calibrations do not set a scale */
};

static struct json_object *
member (struct json_object *object, const char *key)
{
  struct json_object *value = NULL;

  json_object_object_get_ex (object, key, &value);
  return value;
}

static double
number (struct json_object *object, const char *key)
{
  struct json_object *value = member (object, key);
  const bool          given = json_object_is_type (value, json_type_double) ||
                     json_object_is_type (value, json_type_int);

  return given ? json_object_get_double (value) : (double) NAN;
}

static const char *
text (struct json_object *object, const char *key)
{
  struct json_object *value = member (object, key);

  return json_object_is_type (value, json_type_string) ? json_object_get_string (value)
                                                       : NULL;
}

static void
mark_free (void *data)
{
  SteadyTimelineMark *mark = data;

  g_free (mark->name);
  g_free (mark->text);
  g_free (mark);
}

/* Accepts NULL. Thread: any. */
void
steady_review_case_free (SteadyReviewCase *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->title);
  g_free (self->patient);
  g_free (self->channels);
  g_free (self->extents);
  g_ptr_array_unref (self->marks);
  g_array_unref (self->artefacts);
  g_array_unref (self->artefact_notes);
  g_array_unref (self->events);
  g_hash_table_unref (self->acts);
  g_clear_pointer (&self->targets, g_array_unref);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  json_object_put (self->rules);
  steady_case_wall_free (self->wall);
  g_free (self);
}

/* The rule @id of that day, or NULL. */
static struct json_object *
rule_of (const SteadyReviewCase *self, const char *id)
{
  struct json_object *rules = member (self->rules, "rules");

  if (!json_object_is_type (rules, json_type_array))
    return NULL;
  for (size_t i = 0; i < json_object_array_length (rules); i++)
    {
      struct json_object *rule = json_object_array_get_idx (rules, i);
      if (g_strcmp0 (text (rule, "id"), id) == 0)
        return rule;
    }
  return NULL;
}

/* What the rules of that day say of alarm @id under @key, or NULL. Thread: any. */
const char *
steady_review_case_alarm (const SteadyReviewCase *self, const char *id, const char *key)
{
  return text (rule_of (self, id), key);
}

/* Of the rules of that day: what the limit of alarm @id stands in, or NULL. */
static struct json_object *
limit_of (const SteadyReviewCase *self, const char *id)
{
  struct json_object *rule = rule_of (self, id), *clauses = member (rule, "all");

  if (clauses == NULL)
    clauses = member (rule, "any");
  for (size_t i = 0; json_object_is_type (clauses, json_type_array) &&
                     i < json_object_array_length (clauses);
       i++)
    {
      struct json_object *clause = json_object_array_get_idx (clauses, i);
      if (member (clause, "percent") != NULL || member (clause, "limit") != NULL)
        return clause;
    }
  return NULL;
}

/* Whether the limit of alarm @id is a share of another value, in per cent. Thread: any.
 */
bool
steady_review_case_limit_is_share (const SteadyReviewCase *self, const char *id)
{
  return member (limit_of (self, id), "percent") != NULL;
}

/* What the limit of alarm @id is about, by the rules of that day; NONE: it is none, or
 * a share of another value. Thread: any. */
SteadyChannel
steady_review_case_limit_channel (const SteadyReviewCase *self, const char *id)
{
  struct json_object *clause = limit_of (self, id);
  const int           channel = json_object_get_int (member (clause, "channel"));

  return member (clause, "percent") == NULL && channel > 0 &&
                 channel < STEADY_CHANNEL_MAX
             ? (SteadyChannel) channel
             : STEADY_CHANNEL_NONE;
}

/* NULL: the case has no such channel. Thread: any. */
const SteadyCaseChannel *
steady_review_case_channel (const SteadyReviewCase *self, SteadyChannel channel)
{
  for (unsigned i = 0; i < self->n_channels; i++)
    if (self->channels[i].channel == channel)
      return &self->channels[i];
  return NULL;
}

/* What the wall clock showed at @t. Thread: any. */
int64_t
steady_review_case_utc (const SteadyReviewCase *self, SteadyInstant t)
{
  return steady_case_wall_utc (self->wall, t);
}

static void
read_about (SteadyReviewCase *self, SteadyCaseReader *reader)
{
  g_autofree char    *about = steady_case_reader_meta (reader, "case");
  g_autofree char    *rules = steady_case_reader_meta (reader, "rules");
  struct json_object *meta = about != NULL ? json_tokener_parse (about) : NULL;
  struct json_object *patient = member (meta, "patient");

  self->title = g_strdup (text (meta, "title"));
  self->patient = g_strdup (text (patient, "name"));
  self->weight_kg = number (patient, "weight_kg");
  self->rules = rules != NULL ? json_tokener_parse (rules) : NULL;
  json_object_put (meta);
}

static int
compare_floats (const void *a, const void *b)
{
  const float one = *(const float *) a, other = *(const float *) b;
  return one < other ? -1 : one > other;
}

/* The range in which nearly all of a channel lies. */
static SteadyEnvelope
extent_of (const SteadyEnvelope *columns)
{
  float    low[EXTENT_COLUMNS], high[EXTENT_COLUMNS];
  unsigned n = 0;

  for (unsigned i = 0; i < EXTENT_COLUMNS; i++)
    if (columns[i].count > 0)
      {
        low[n] = columns[i].low;
        high[n++] = columns[i].high;
      }
  if (n == 0)
    return (SteadyEnvelope){ 0 };
  qsort (low, n, sizeof *low, compare_floats);
  qsort (high, n, sizeof *high, compare_floats);
  const unsigned skip = n > 20 * EXTENT_IGNORED ? EXTENT_IGNORED : 0;
  return (SteadyEnvelope){ low[skip], high[n - 1 - skip], n };
}

static bool
read_extents (SteadyReviewCase *self, SteadyCaseReader *reader, GError **error)
{
  SteadyEnvelope columns[EXTENT_COLUMNS];
  bool           fine = true;

  self->extents = g_new0 (SteadyEnvelope, self->n_channels + 1);
  steady_case_reader_hold (reader);
  for (unsigned i = 0; i < self->n_channels && fine; i++)
    if (self->channels[i].kind != STEADY_CHANNEL_KIND_STATE)
      {
        fine = steady_case_reader_envelope (reader,
                                            (SteadyChannel) self->channels[i].channel,
                                            self->span.start,
                                            self->span.end,
                                            EXTENT_COLUMNS,
                                            columns,
                                            error);
        self->extents[i] = extent_of (columns);
      }
  steady_case_reader_release (reader);
  return fine;
}

static void
read_channels (SteadyReviewCase *self, SteadyCaseReader *reader)
{
  const SteadyCaseChannel *channels =
      steady_case_reader_channels (reader, &self->n_channels);

  self->channels = g_memdup2 (channels, self->n_channels * sizeof *channels);
  self->simulated = self->mode == STEADY_MODE_TRAINING;
  for (unsigned i = 0; i < self->n_channels; i++)
    if (channels[i].flags & STEADY_SAMPLE_SIMULATED)
      self->simulated = true;
}

static int
compare_marks (const void *a, const void *b)
{
  const SteadyTimelineMark *one = *(SteadyTimelineMark *const *) a;
  const SteadyTimelineMark *other = *(SteadyTimelineMark *const *) b;

  if (one->from != other->from)
    return one->from < other->from ? -1 : 1;
  return one->lane < other->lane ? -1 : one->lane > other->lane;
}

/* Takes @mark over. Thread: any. */
void
steady_review_marks_add (SteadyReviewCase *self, SteadyTimelineMark *mark)
{
  g_ptr_array_add (self->marks, mark);
}

/*
 * Reads what is known of the case @path. Its samples are not read but for their
 * extents.
 *
 * Thread: any.
 */
SteadyReviewCase *
steady_review_case_load (const char *path, GError **error)
{
  SteadyCaseReader *reader = steady_case_reader_open (path, error);

  if (reader == NULL)
    return NULL;
  SteadyReviewCase *self = g_new0 (SteadyReviewCase, 1);
  g_autofree char  *folder = g_path_get_dirname (path);
  self->path = g_strdup (path);
  self->marks = g_ptr_array_new_with_free_func (mark_free);
  self->artefacts = g_array_new (FALSE, FALSE, sizeof (SteadyTimelineArtefact));
  self->artefact_notes = g_array_new (FALSE, FALSE, sizeof (int64_t));
  self->events = g_array_new (FALSE, FALSE, sizeof (SteadyReviewEvent));
  self->acts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->lists = steady_checklist_load_all (NULL);
  self->mode = steady_case_reader_mode (reader);
  self->finished = steady_case_reader_finished (reader);
  self->copied = steady_case_reader_copied (reader);
  self->writable = access (path, W_OK) == 0 && access (folder, W_OK) == 0;
  read_channels (self, reader);
  read_about (self, reader);
  self->wall = steady_case_wall_read (reader, error);
  const bool fine = self->wall != NULL &&
                    steady_case_reader_span (reader, &self->span, error) &&
                    steady_case_reader_has_judged (reader, &self->journal, error) &&
                    steady_case_targets_read (reader, &self->targets, error) &&
                    steady_review_clinical_read (self, reader, error) &&
                    steady_review_marks_read (self, reader, error) &&
                    steady_review_checks_read (self, reader, error) &&
                    steady_review_notes_read (self, reader, error) &&
                    read_extents (self, reader, error);
  steady_case_reader_free (reader);
  if (fine)
    {
      g_ptr_array_sort (self->marks, compare_marks);
      steady_review_timers_place (self);
      return self;
    }
  steady_review_case_free (self);
  return NULL;
}

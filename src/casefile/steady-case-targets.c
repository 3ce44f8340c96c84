/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-targets.h"

#include <math.h>

#include "casefile/steady-case-reader-private.h"
#include "casefile/steady-case-text-reader.h"

enum
{
  ROWS = 64, /* read at a time, so that no transaction is long */
  MOST = 256 /* times that a plan was adopted */
};

/* A plan that came in force so soon after the beginning began with the case. */
#define AT_ONCE STEADY_NSEC_PER_SEC

typedef struct Adoption
{
  int64_t    id;
  SteadySpan t;
} Adoption;

static void
read_adoption (SteadyCaseReader *self, sqlite3_stmt *row, void *ret, unsigned i)
{
  Adoption *adoptions = ret;

  (void) self;
  adoptions[i] =
      (Adoption){ sqlite3_column_int64 (row, 0), sqlite3_column_int64 (row, 1) };
}

/* When plans were put in force: event 70. */
static bool
read_adoptions (SteadyCaseReader *reader, GArray *ret_adoptions, GError **error)
{
  Adoption batch[ROWS];
  unsigned count = ROWS;
  int64_t  last = 0;

  while (count == ROWS && ret_adoptions->len < MOST)
    {
      if (!steady_case_reader_enter (reader, error))
        return false;
      const int code = steady_case_read_rows (
          reader,
          "SELECT id, t_ns FROM event WHERE id > ? AND event = 70 ORDER BY id",
          last,
          ROWS,
          read_adoption,
          batch,
          &count);
      if (!steady_case_reader_leave (reader, code, error))
        return false;
      g_array_append_vals (ret_adoptions, batch, count);
      if (count > 0)
        last = batch[count - 1].id;
    }
  return true;
}

static void
clear_targets (void *data)
{
  SteadyCaseTargets *self = data;
  steady_json_document_finish (&self->document);
}

/* @text as targets from @from on: member @key of it. One that is no plan is none. */
static bool
add (GArray *all, SteadyInstant from, bool kept, const char *text, const char *key)
{
  SteadyCaseTargets self = { .from = from, .kept = kept };

  if (text == NULL ||
      !steady_json_document_parse (&self.document, key, text, -1, NULL, 0, NULL))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&self.document);
  if (root.object == NULL || !steady_json_has (&root, key) ||
      !steady_json_get_node (&root, key, &self.targets, NULL) ||
      !json_object_is_type (self.targets.object, json_type_object))
    {
      steady_json_document_finish (&self.document);
      return false;
    }
  g_array_append_val (all, self);
  return true;
}

/* The last plan that was kept up to @t. */
static bool
add_plan (GArray *all, const GArray *plans, SteadyInstant from, SteadyInstant t)
{
  for (unsigned i = plans->len; i-- > 0;)
    {
      const SteadyCasePlan *plan = &g_array_index (plans, SteadyCasePlan, i);
      if (plan->t <= t && add (all, from, true, plan->json, "targets"))
        return true;
    }
  return false;
}

/*
 * The targets of a case in the order of their time: what it began with, and each signed
 * plan from the instant on at which it was put in force. A case that says of none when
 * that was (older ones) is held against its last plan from its beginning on. Free with
 * g_array_unref ().
 *
 * Thread: the reader's.
 */
bool
steady_case_targets_read (SteadyCaseReader *reader,
                          GArray          **ret_targets,
                          GError          **error)
{
  g_autofree char *about = steady_case_reader_meta (reader, "case");
  g_autoptr (GArray) adoptions = g_array_new (FALSE, FALSE, sizeof (Adoption));
  g_autoptr (GArray) plans = NULL;
  GArray        *all = g_array_new (FALSE, FALSE, sizeof (SteadyCaseTargets));
  SteadyCaseSpan span;

  g_array_set_clear_func (all, clear_targets);
  if (!steady_case_reader_span (reader, &span, error) ||
      !steady_case_reader_plans (reader, &plans, error) ||
      !read_adoptions (reader, adoptions, error))
    {
      g_array_unref (all);
      return false;
    }
  add (all, span.start, false, about, "plan");
  if (adoptions->len == 0 && add_plan (all, plans, span.start, INT64_MAX) &&
      all->len > 1)
    g_array_remove_index (all, 0);
  for (unsigned i = 0; i < adoptions->len; i++)
    {
      const Adoption *adoption = &g_array_index (adoptions, Adoption, i);
      const bool      first = i == 0 && adoption->t <= AT_ONCE;
      if (add_plan (all,
                    plans,
                    first ? span.start : span.start + adoption->t,
                    span.start + adoption->t) &&
          first && all->len > 1)
        g_array_remove_index (all, 0);
    }
  *ret_targets = all;
  return true;
}

/* The number called @key; NaN: the plan does not say it. Thread: any. */
double
steady_case_targets_number (const SteadyCaseTargets *self, const char *key)
{
  double value;

  if (!steady_json_has (&self->targets, key) ||
      !steady_json_get_number (&self->targets, key, -1e6, 1e6, &value, NULL))
    return NAN;
  return value;
}

/* The number called @key that was in force at @t; NaN: none was. Thread: any. */
double
steady_case_targets_at (const GArray *targets, SteadyInstant t, const char *key)
{
  for (unsigned i = targets->len; i-- > 0;)
    {
      const SteadyCaseTargets *self = &g_array_index (targets, SteadyCaseTargets, i);
      if (self->from <= t || i == 0)
        return steady_case_targets_number (self, key);
    }
  return NAN;
}

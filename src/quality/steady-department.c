/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-department.h"

#include <math.h>
#include <string.h>

#include "casefile/steady-case-format.h"

enum
{
  PAGE = 64
};

/* One percentage of one case. */
typedef struct Value
{
  unsigned rule;
  int      month;
  double   percent;
} Value;

typedef struct Reading
{
  SteadyDepartment         *department;
  SteadyCaseShelf          *shelf;
  const SteadyQualityRules *rules;
  bool                      simulated;
  GArray                   *values; /* of Value */
  GString                  *cases;
  GString                  *quality;
  SteadyProgress           *progress;
} Reading;

static int
by_size (gconstpointer a, gconstpointer b)
{
  const double one = *(const double *) a, other = *(const double *) b;
  return one < other ? -1 : one > other;
}

/* The value below which @part of @values (doubles, sorted here) lie, in between two
 * where it must; NaN where there are none. Thread: any. */
double
steady_department_quantile (GArray *values, double part)
{
  if (values->len == 0)
    return NAN;
  g_array_sort (values, by_size);
  const double   place = part * (values->len - 1);
  const unsigned below = (unsigned) floor (place);
  const unsigned above = MIN (below + 1, values->len - 1);
  const double   low = g_array_index (values, double, below);
  return low + (g_array_index (values, double, above) - low) * (place - below);
}

static int
month_of (int64_t utc_ns)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (utc_ns / 1000000000);
  return when != NULL
             ? g_date_time_get_year (when) * 12 + g_date_time_get_month (when) - 1
             : 0;
}

static void
append_number (GString *csv, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_c (csv, ',');
  if (isfinite (value))
    g_string_append (csv, g_ascii_formatd (text, sizeof text, "%.6g", value));
}

/* No quote, comma or line end can break out of its field; no spreadsheet computes it.
 */
static void
append_text (GString *csv, const char *text)
{
  g_string_append (
      csv, strchr ("=+-@", text[0]) != NULL && text[0] != '\0' ? ",\"'" : ",\"");
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '"')
      g_string_append (csv, "\"\"");
    else
      g_string_append_c (csv, (unsigned char) *c < 0x20 ? ' ' : *c);
  g_string_append_c (csv, '"');
}

static void
append_case (GString *csv, unsigned number, const SteadyCaseCard *card)
{
  const int month = month_of (card->start_utc);

  g_string_append_printf (csv, "%u,%04d-%02d", number, month / 12, month % 12 + 1);
  append_text (csv, card->profile);
  append_text (csv, card->lesion);
  append_text (csv, card->operation);
  append_number (csv, card->weight_kg);
  append_number (csv, card->age_days);
  append_number (csv, card->length_s);
  append_number (csv, card->bypass_s);
  append_number (csv, card->clamp_s);
  g_string_append_printf (csv,
                          ",%u,%u,%u,%d,%d\n",
                          card->high,
                          card->medium,
                          card->low,
                          (card->marks & 1) != 0,
                          (card->marks & 2) != 0);
}

static int
rule_at (const SteadyQualityRules *rules, const char *id)
{
  for (unsigned i = 0; i < rules->n; i++)
    if (strcmp (rules->rules[i].id, id) == 0)
      return (int) i;
  return -1;
}

static bool
take_metrics (Reading              *self,
              unsigned              number,
              const SteadyCaseCard *card,
              GError              **error)
{
  SteadyCardMetric metrics[STEADY_CARD_METRICS];
  unsigned         n;

  if (!steady_case_shelf_metrics (
          self->shelf, card->id, metrics, STEADY_CARD_METRICS, &n, error))
    return false;
  for (unsigned i = 0; i < n; i++)
    {
      const int   rule = rule_at (self->rules, metrics[i].rule);
      const Value value = { .rule = (unsigned) MAX (rule, 0),
                            .month = month_of (card->start_utc),
                            .percent = metrics[i].outside_pct };
      g_string_append_printf (self->quality, "%u", number);
      append_text (self->quality, metrics[i].rule);
      append_number (self->quality, metrics[i].outside_pct);
      append_number (self->quality, metrics[i].outside_s);
      append_number (self->quality, metrics[i].longest_s);
      append_number (self->quality, metrics[i].known_s);
      append_number (self->quality, metrics[i].missing_s);
      append_number (self->quality, metrics[i].area);
      g_string_append_c (self->quality, '\n');
      if (rule >= 0 && isfinite (value.percent))
        g_array_append_val (self->values, value);
    }
  return true;
}

static bool
take_card (Reading *self, const SteadyCaseCard *card, GError **error)
{
  SteadyDepartment *department = self->department;

  if (!card->finished || card->problem[0] != '\0')
    {
      department->open++;
      return true;
    }
  if (card->simulated != self->simulated)
    {
      department->simulated++;
      return true;
    }
  department->cases++;
  department->last_month = MAX (department->last_month, month_of (card->start_utc));
  append_case (self->cases, department->cases, card);
  return take_metrics (self, department->cases, card, error);
}

static bool
read_cards (Reading *self, GError **error)
{
  const SteadyShelfQuery     all = { .text = NULL };
  g_autofree SteadyCaseCard *cards = g_new0 (SteadyCaseCard, PAGE);
  unsigned                   count = PAGE, whole = 0;

  if (!steady_case_shelf_count (self->shelf, &all, &whole, error))
    return false;
  for (unsigned from = 0; count == PAGE; from += PAGE)
    {
      if (!steady_case_shelf_page (self->shelf, &all, from, cards, PAGE, &count, error))
        return false;
      for (unsigned i = 0; i < count; i++)
        if (!take_card (self, &cards[i], error))
          return false;
      if (!steady_progress_tell (self->progress,
                                 MIN ((double) (from + count) / MAX (whole, 1U), 1)))
        {
          g_set_error_literal (error,
                               STEADY_CASE_ERROR,
                               STEADY_CASE_ERROR_STOPPED,
                               "the shelf was not read to the end: stopped as asked");
          return false;
        }
    }
  return true;
}

/* Of one month, or of all with @month -1. */
static void
pick (const GArray *values, unsigned rule, int month, GArray *ret_percents)
{
  g_array_set_size (ret_percents, 0);
  for (unsigned i = 0; i < values->len; i++)
    {
      const Value *value = &g_array_index (values, Value, i);
      if (value->rule == rule && (month < 0 || value->month == month))
        g_array_append_val (ret_percents, value->percent);
    }
}

static void
summarise (Reading *self)
{
  SteadyDepartment *department = self->department;
  g_autoptr (GArray) percents = g_array_new (FALSE, FALSE, sizeof (double));

  department->n = self->rules->n;
  for (unsigned i = 0; i < department->n; i++)
    {
      SteadyDepartmentRule *rule = &department->rules[i];
      rule->rule = &self->rules->rules[i];
      pick (self->values, i, -1, percents);
      rule->cases = percents->len;
      for (unsigned k = 0; k < percents->len; k++)
        rule->never_outside += g_array_index (percents, double, k) <= 0 ? 1 : 0;
      rule->median = steady_department_quantile (percents, 0.5);
      rule->upper = steady_department_quantile (percents, 0.75);
      for (int m = 0; m < STEADY_DEPARTMENT_MONTHS; m++)
        {
          SteadyDepartmentMonth *month = &rule->months[m];
          pick (self->values,
                i,
                department->last_month - STEADY_DEPARTMENT_MONTHS + 1 + m,
                percents);
          month->cases = percents->len;
          month->median = steady_department_quantile (percents, 0.5);
          month->upper = steady_department_quantile (percents, 0.75);
        }
    }
}

/*
 * Reads the whole shelf: what the cases of a department say together, and two tables as
 * CSV: a line for each case, and a line for each case and rule. Neither has a name, a
 * patient id or a day in it; lesion and operation are as people wrote them.
 *
 * Thread: the shelf's.
 */
bool
steady_department_read (SteadyDepartment             *self,
                        SteadyCaseShelf              *shelf,
                        const SteadyQualityRules     *rules,
                        const SteadyDepartmentChoice *choice,
                        GString                      *ret_cases_csv,
                        GString                      *ret_quality_csv,
                        GError                      **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (Value));
  Reading reading = { .department = self,
                      .shelf = shelf,
                      .rules = rules,
                      .simulated = choice->simulated,
                      .progress = choice->progress,
                      .values = values,
                      .cases = ret_cases_csv,
                      .quality = ret_quality_csv };

  *self = (SteadyDepartment){ .cases = 0 };
  g_string_append (ret_cases_csv,
                   "case,month,profile,lesion,operation,weight_kg,age_days,length_s,"
                   "bypass_s,clamp_s,alarms_high,alarms_medium,alarms_low,teaching,"
                   "good_catch\n");
  g_string_append (ret_quality_csv,
                   "case,rule,outside_pct_of_known,outside_s,longest_s,known_s,"
                   "missing_s,area_unit_min\n");
  if (!read_cards (&reading, error))
    return false;
  summarise (&reading);
  return true;
}

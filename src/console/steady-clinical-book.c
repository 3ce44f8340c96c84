/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-clinical-book.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-clinical-list.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-words.h"

/* Nothing was done yet. */
void
steady_clinical_book_init (SteadyClinicalBook *self)
{
  self->records = g_array_new (FALSE, FALSE, sizeof (SteadyClinicalRecord));
  self->serial = 0;
}

void
steady_clinical_book_finish (SteadyClinicalBook *self)
{
  g_clear_pointer (&self->records, g_array_unref);
}

/* True where @frame changed the book. A WELCOME begins it anew: all follows it. */
bool
steady_clinical_book_take (SteadyClinicalBook *self, const SteadyFrame *frame)
{
  if (frame->header.type == STEADY_FRAME_WELCOME)
    g_array_set_size (self->records, 0);
  else if (frame->header.type == STEADY_FRAME_CLINICAL)
    g_array_append_vals (self->records, frame->payload, frame->header.count);
  else
    return false;
  self->serial++;
  return true;
}

/* The @i-th record, oldest first; NULL behind the last. */
const SteadyClinicalRecord *
steady_clinical_book_at (const SteadyClinicalBook *self, unsigned i)
{
  return i < self->records->len
             ? &g_array_index (self->records, SteadyClinicalRecord, i)
             : NULL;
}

/* The record called @id; NULL: there is none. */
const SteadyClinicalRecord *
steady_clinical_book_find (const SteadyClinicalBook *self, uint64_t id)
{
  for (guint i = self->records->len; i-- > 0;)
    if (steady_clinical_book_at (self, i)->id == id)
      return steady_clinical_book_at (self, i);
  return NULL;
}

/* The first record of which @record is an amendment, itself where it is none. */
static uint64_t
root_of (const SteadyClinicalBook *self, const SteadyClinicalRecord *record)
{
  const SteadyClinicalRecord *at = record;
  for (guint i = 0; i < self->records->len && at->amends != 0; i++)
    {
      const SteadyClinicalRecord *earlier =
          steady_clinical_book_find (self, at->amends);
      if (earlier == NULL)
        return at->amends;
      at = earlier;
    }
  return at->id;
}

/* Whether the @i-th record counts: not withdrawn, and no later one amends it. */
bool
steady_clinical_book_stands (const SteadyClinicalBook *self, unsigned i)
{
  const SteadyClinicalRecord *record = steady_clinical_book_at (self, i);
  if (record == NULL || (record->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
    return false;
  const uint64_t root = root_of (self, record);
  for (guint k = i + 1; k < self->records->len; k++)
    {
      const SteadyClinicalRecord *later = steady_clinical_book_at (self, k);
      if (later->amends != 0 && root_of (self, later) == root)
        return false;
    }
  return true;
}

/* What stands, added up. */
SteadyClinicalTotals
steady_clinical_book_totals (const SteadyClinicalBook *self)
{
  SteadyClinicalTotals totals = { .cardioplegia_end = STEADY_INSTANT_NEVER };

  for (guint i = 0; i < self->records->len; i++)
    {
      const SteadyClinicalRecord *record = steady_clinical_book_at (self, i);
      if (!steady_clinical_book_stands (self, i))
        continue;
      if (record->kind == STEADY_CLINICAL_VOLUME && record->amount > 0)
        totals.volume_in_ml += record->amount;
      else if (record->kind == STEADY_CLINICAL_VOLUME)
        totals.volume_out_ml -= record->amount;
      if (record->kind == STEADY_CLINICAL_VOLUME &&
          strcmp (record->what, "ultrafiltrate") == 0)
        totals.filtered_ml -= record->amount;
      if (record->kind != STEADY_CLINICAL_CARDIOPLEGIA)
        continue;
      totals.cardioplegia_ml += record->amount;
      totals.cardioplegia_doses++;
      if (totals.cardioplegia_end == STEADY_INSTANT_NEVER ||
          record->given > totals.cardioplegia_end)
        totals.cardioplegia_end = record->given;
    }
  return totals;
}

static void
append_values (GString *text, const SteadyClinicalRecord *record)
{
  for (unsigned i = 0; i < record->n_values && i < STEADY_CLINICAL_VALUES; i++)
    {
      const SteadyClinicalValue *value = &record->values[i];
      const SteadyChannelInfo   *info =
          steady_channel_info ((SteadyChannel) value->channel);
      const SteadyShownUnit shown =
          steady_shown_unit_of_entry ((SteadyChannel) value->channel, value->unit);
      char number[32];
      if (info == NULL)
        continue;
      steady_words_number (
          value->entered * shown.factor, shown.decimals, number, sizeof number);
      g_string_append_printf (text,
                              "%s%s %s%s%s",
                              i > 0 ? ", " : "",
                              _ (info->label),
                              number,
                              shown.unit[0] != '\0' ? " " : "",
                              shown.unit);
    }
}

/* What @record says, in the user's language. Free with g_free (). */
char *
steady_clinical_words (const SteadyClinicalRecord *record)
{
  GString *text = g_string_new (NULL);
  char     number[32];

  if (record->kind == STEADY_CLINICAL_SAMPLE)
    append_values (text, record);
  else if (record->kind == STEADY_CLINICAL_GOOD_CATCH)
    g_string_append (text, record->text);
  else
    {
      const bool   drug = record->kind == STEADY_CLINICAL_DOSE;
      const double most = fabs (record->amount);
      steady_words_number (record->amount,
                           most < 1    ? 2
                           : most < 20 ? 1
                                       : 0,
                           number,
                           sizeof number);
      g_string_append_printf (text,
                              "%s %s %s",
                              steady_clinical_list_name (record->what),
                              number,
                              drug ? record->unit : "mL");
      if (record->kind == STEADY_CLINICAL_CARDIOPLEGIA)
        g_string_append_printf (text,
                                _ (", blood : crystalloid %u : %u"),
                                record->blood_parts,
                                record->crystalloid_parts);
    }
  if ((record->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
    g_string_prepend (text, _ ("withdrawn: "));
  else if (record->amends != 0)
    g_string_prepend (text, _ ("amended: "));
  return g_string_free (text, FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "checklist/steady-checklist.h"
#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"

static const char *
act_words (uint32_t act)
{
  switch ((SteadyChecklistAct) act)
    {
    case STEADY_CHECKLIST_READ:
      return _ ("read");
    case STEADY_CHECKLIST_VERIFIED:
      return _ ("verified by a second person");
    case STEADY_CHECKLIST_SKIPPED:
      return _ ("SKIPPED");
    case STEADY_CHECKLIST_TAKEN_BACK:
      return _ ("taken back");
    case STEADY_CHECKLIST_ROUND:
      return _ ("begun anew");
    default:
      return "—";
    }
}

/* What was read: the words of the item; its id where the lists of today lack it. */
static char *
item_words (const SteadyChecklist *list, const SteadyChecklistRecord *check)
{
  const SteadyChecklistItem *item =
      list != NULL ? steady_checklist_item (list, check->item) : NULL;

  return item != NULL ? g_strdup (_ (item->text)) : g_utf8_make_valid (check->item, -1);
}

/* The act, what was chosen or why it was skipped, and the numbers that were given. */
static char *
what_words (const SteadyChecklist *list, const SteadyChecklistRecord *check)
{
  const SteadyChecklistItem *item =
      list != NULL ? steady_checklist_item (list, check->item) : NULL;
  g_autofree char *text = g_utf8_make_valid (check->text, -1);
  GString         *words = g_string_new (act_words (check->act));

  if (check->turn > 0)
    g_string_append_printf (words, _ (", turn %u"), check->turn);
  if (text[0] != '\0')
    g_string_append_printf (words, ": %s", _ (text));
  for (unsigned i = 0; item != NULL && i < item->n_values; i++)
    if (isfinite (check->values[i]))
      {
        const SteadyShownUnit shown = steady_checklist_value_shown (&item->values[i]);
        g_autofree char      *value = steady_sheet_value (
            check->values[i] * shown.factor, shown.decimals, _ (shown.unit));
        g_string_append_printf (words, "; %s %s", _ (item->values[i].label), value);
      }
  return g_string_free (words, FALSE);
}

/* Whether @next is the second person's word on what @check says was read. */
static bool
is_its_verification (const SteadyChecklistRecord *check,
                     const SteadyChecklistRecord *next)
{
  return next != NULL && check->act == STEADY_CHECKLIST_READ &&
         next->act == STEADY_CHECKLIST_VERIFIED && check->turn == next->turn &&
         strcmp (check->list, next->list) == 0 &&
         strcmp (check->item, next->item) == 0 &&
         next->t - check->t < STEADY_NSEC_PER_MIN;
}

/* @verified: the second person's word that followed at once; NULL: none did. */
static void
draw_check (SteadyPaper                 *paper,
            const SteadySheet           *sheet,
            const SteadyChecklist       *list,
            const SteadyChecklistRecord *check,
            const SteadyChecklistRecord *verified)
{
  const bool       skipped = check->act == STEADY_CHECKLIST_SKIPPED;
  g_autofree char *when = steady_sheet_clock (sheet->story, check->t);
  g_autofree char *item = item_words (list, check);
  g_autofree char *read = what_words (list, check);
  g_autofree char *what =
      verified != NULL ? g_strdup_printf ("%s; %s", read, act_words (verified->act))
                       : g_strdup (read);
  const char      *second = verified != NULL ? verified->second : check->second;
  g_autofree char *both =
      g_strdup_printf ("%s%s%s", check->author, second[0] != '\0' ? ", " : "", second);
  g_autofree char  *who = g_utf8_make_valid (both, -1);
  const char *const cells[] = { when, item, what, who };

  steady_paper_table_row (paper,
                          cells,
                          G_N_ELEMENTS (cells),
                          skipped ? STEADY_PAPER_CELL_STRONG : STEADY_PAPER_CELL);
}

/* The list that the following rows are of. */
static void
draw_list (SteadyPaper *paper, const SteadyChecklist *list, const char *id)
{
  g_autofree char *valid = g_utf8_make_valid (id, -1);

  steady_paper_need (paper, 40);
  steady_paper_space (paper, 2);
  steady_paper_table_across (
      paper, STEADY_PAPER_STRONG, list != NULL ? _ (list->title) : valid);
}

/* Every act on a checklist, under the name of its list; what was skipped stands out,
 * with why. */
void
steady_record_checks (SteadyPaper *paper, const SteadySheet *sheet)
{
  const GArray           *checks = sheet->story->checks;
  const SteadyPaperColumn columns[] = {
    { _ ("Time"), 52, STEADY_PAPER_LEFT },
    { _ ("Item"), 232, STEADY_PAPER_LEFT },
    { _ ("What"), 141, STEADY_PAPER_LEFT },
    { _ ("By"), STEADY_PAPER_INNER - 425, STEADY_PAPER_LEFT },
  };
  const char *before = "";

  if (checks->len == 0)
    return;
  g_autoptr (GPtrArray) all = steady_checklist_load_all (NULL);
  steady_paper_heading (paper, _ ("Checklists"));
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < checks->len; i++)
    {
      const SteadyChecklistRecord *check =
          &g_array_index (checks, SteadyChecklistRecord, i);
      const SteadyChecklist *list = steady_checklist_find (all, check->list);
      if (strcmp (before, check->list) != 0)
        draw_list (paper, list, check->list);
      before = check->list;
      const SteadyChecklistRecord *next = i + 1 < checks->len ? check + 1 : NULL;
      const bool                   both = is_its_verification (check, next);
      draw_check (paper, sheet, list, check, both ? next : NULL);
      i += both ? 1 : 0;
    }
  steady_paper_table_end (paper);
}

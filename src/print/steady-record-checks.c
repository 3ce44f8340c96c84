/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

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

static void
draw_check (SteadyPaper                 *paper,
            const SteadySheet           *sheet,
            const SteadyChecklistRecord *check)
{
  const bool       skipped = check->act == STEADY_CHECKLIST_SKIPPED;
  g_autofree char *when = steady_sheet_clock (sheet->story, check->t);
  g_autofree char *list = g_utf8_make_valid (check->list, -1);
  g_autofree char *item = g_utf8_make_valid (check->item, -1);
  g_autofree char *text = g_utf8_make_valid (check->text, -1);
  g_autofree char *what = g_strdup_printf (
      "%s%s%s", act_words (check->act), text[0] != '\0' ? ": " : "", text);
  g_autofree char *both = g_strdup_printf (
      "%s%s%s", check->author, check->second[0] != '\0' ? ", " : "", check->second);
  g_autofree char  *who = g_utf8_make_valid (both, -1);
  const char *const cells[] = { when, list, item, what, who };

  steady_paper_table_row (paper,
                          cells,
                          G_N_ELEMENTS (cells),
                          skipped ? STEADY_PAPER_CELL_STRONG : STEADY_PAPER_CELL);
}

/* Every act on a checklist; what was skipped stands out, with why. */
void
steady_record_checks (SteadyPaper *paper, const SteadySheet *sheet)
{
  const GArray           *checks = sheet->story->checks;
  const SteadyPaperColumn columns[] = {
    { _ ("Time"), 52, STEADY_PAPER_LEFT },
    { _ ("List"), 110, STEADY_PAPER_LEFT },
    { _ ("Item"), 130, STEADY_PAPER_LEFT },
    { _ ("What"), 128, STEADY_PAPER_LEFT },
    { _ ("By"), STEADY_PAPER_INNER - 420, STEADY_PAPER_LEFT },
  };

  if (checks->len == 0)
    return;
  steady_paper_heading (paper, _ ("Checklists"));
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < checks->len; i++)
    draw_check (paper, sheet, &g_array_index (checks, SteadyChecklistRecord, i));
  steady_paper_table_end (paper);
}

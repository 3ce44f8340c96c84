/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "checklist/steady-checklist.h"
#include "review/steady-review-case.h"

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
      return "";
    }
}

/* "Before bypass: read: the name is the same … (who)" */
static void
add_check (SteadyReviewCase            *self,
           const GPtrArray             *lists,
           const SteadyChecklistRecord *check)
{
  const SteadyChecklist     *list = steady_checklist_find (lists, check->list);
  const SteadyChecklistItem *item =
      list != NULL ? steady_checklist_item (list, check->item) : NULL;
  SteadyTimelineMark *mark = g_new0 (SteadyTimelineMark, 1);
  const bool          skipped = check->act == STEADY_CHECKLIST_SKIPPED;
  const char         *title = list != NULL ? _ (list->title) : check->list;
  const char         *what = item != NULL ? _ (item->text) : check->item;
  g_autofree char    *name =
      skipped ? g_strdup_printf ("%s: %s", _ ("SKIPPED"), what) : g_strdup (title);
  g_autofree char *text =
      g_strdup_printf ("%s: %s%s%s%s%s (%s%s%s)",
                       title,
                       act_words (check->act),
                       what[0] != '\0' ? ": " : "",
                       what,
                       check->text[0] != '\0' ? " – " : "",
                       check->text[0] != '\0' ? _ (check->text) : "",
                       check->author,
                       check->second[0] != '\0' ? ", " : "",
                       check->second);

  mark->lane = STEADY_TIMELINE_CHECKS;
  mark->from = mark->to = check->t;
  mark->name = g_utf8_make_valid (name, -1);
  mark->text = g_utf8_make_valid (text, -1);
  steady_review_marks_add (self, mark);
}

/* Reads what was gone through with whom into marks. Thread: any. */
bool
steady_review_checks_read (SteadyReviewCase *self,
                           SteadyCaseReader *reader,
                           GError          **error)
{
  g_autoptr (GArray) checks = NULL;

  if (!steady_case_reader_checklist (reader, &checks, error))
    return false;
  if (checks->len == 0)
    return true;
  for (guint i = 0; i < checks->len; i++)
    add_check (self, self->lists, &g_array_index (checks, SteadyChecklistRecord, i));
  return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_CHECKLIST_CHOICES (steady_checklist_choices_get_type ())
G_DECLARE_FINAL_TYPE (SteadyChecklistChoices,
                      steady_checklist_choices,
                      STEADY,
                      CHECKLIST_CHOICES,
                      GtkWidget)

/* A question of a checklist with its answers as buttons: who verifies, why an item is
 * skipped, what was found. Emits "chosen" with a name and "cancelled". Thread: main. */
GtkWidget *steady_checklist_choices_new (void);
void       steady_checklist_choices_begin (SteadyChecklistChoices *self,
                                           const char             *title,
                                           gboolean                writes);
void       steady_checklist_choices_add (SteadyChecklistChoices *self,
                                         const char             *name,
                                         const char             *label);

G_END_DECLS

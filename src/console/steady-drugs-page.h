/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-clinical-book.h"
#include "console/steady-console-link.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_DRUGS_PAGE (steady_drugs_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyDrugsPage, steady_drugs_page, STEADY, DRUGS_PAGE, GtkWidget)

/* Laboratory, drugs, fluids and what was entered so far. Thread: main. */
GtkWidget *steady_drugs_page_new (void);
void       steady_drugs_page_bind (SteadyDrugsPage *self, SteadyConsoleLink *link);
void       steady_drugs_page_choose (SteadyDrugsPage *self, const char *id);
SteadyNumberPad *steady_drugs_page_pad (SteadyDrugsPage *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"
#include "widgets/steady-number-pad.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CARDIOPLEGIA_PAGE (steady_cardioplegia_page_get_type ())
G_DECLARE_FINAL_TYPE (SteadyCardioplegiaPage,
                      steady_cardioplegia_page,
                      STEADY,
                      CARDIOPLEGIA_PAGE,
                      GtkWidget)

/* Doses of cardioplegia by pump or by hand, their totals, and when the next is due.
 * Thread: main. */
GtkWidget *steady_cardioplegia_page_new (void);
void       steady_cardioplegia_page_bind (SteadyCardioplegiaPage *self,
                                          SteadyConsoleLink      *link);

G_END_DECLS

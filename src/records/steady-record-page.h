/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/steady-sheet-bar.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

#define STEADY_TYPE_RECORD_PAGE (steady_record_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyRecordPage, steady_record_page, STEADY, RECORD_PAGE, GtkWidget)

/* What is being recorded: whether it is, where, for how many hours there is room;
 * notes, marks, and its sheets on paper. Thread: main. */
GtkWidget  *steady_record_page_new (void);
const char *steady_record_page_facts (SteadyRecordPage *self);
const char *steady_record_page_answer (SteadyRecordPage *self);
void        steady_record_page_note (SteadyRecordPage *self, const char *text);
void        steady_record_page_mark (SteadyRecordPage *self, const char *mark);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_REASON_QUESTION (steady_reason_question_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyReasonQuestion, steady_reason_question, STEADY, REASON_QUESTION, GtkWidget)

/* "Why was protection overridden?", asked when there is time again. Thread: main. */
void steady_reason_question_bind (SteadyReasonQuestion *self, SteadyConsoleLink *link);
gboolean steady_reason_question_refresh (SteadyReasonQuestion *self,
                                         SteadyInstant         real_now);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_SOUND_QUESTION (steady_sound_question_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadySoundQuestion, steady_sound_question, STEADY, SOUND_QUESTION, GtkWidget)

/* "Did you hear three tones?" at the start of a case. Thread: main. */
void steady_sound_question_bind (SteadySoundQuestion *self, SteadyConsoleLink *link);
gboolean steady_sound_question_refresh (SteadySoundQuestion *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_SOUND_VIEW (steady_sound_view_get_type ())
G_DECLARE_FINAL_TYPE (SteadySoundView, steady_sound_view, STEADY, SOUND_VIEW, GtkWidget)

/* Volume, sound test, and whether alarms can be heard. Thread: main. */
GtkWidget *steady_sound_view_new (void);
void       steady_sound_view_bind (SteadySoundView *self, SteadyConsoleLink *link);
void       steady_sound_view_refresh (SteadySoundView *self, SteadyInstant real_now);

G_END_DECLS

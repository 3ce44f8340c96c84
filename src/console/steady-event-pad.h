/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"

G_BEGIN_DECLS

#define STEADY_TYPE_EVENT_PAD (steady_event_pad_get_type ())
G_DECLARE_FINAL_TYPE (SteadyEventPad, steady_event_pad, STEADY, EVENT_PAD, GtkWidget)

/* Six buttons for what happens most; what needs a number or a word asks in place.
 * Thread: main. */
void steady_event_pad_bind (SteadyEventPad *self, SteadyConsoleLink *link);
void steady_event_pad_refresh (SteadyEventPad *self, SteadyInstant real_now);
void steady_event_pad_choose (SteadyEventPad *self, SteadyEvent event);
void steady_event_pad_record (SteadyEventPad *self);

G_END_DECLS

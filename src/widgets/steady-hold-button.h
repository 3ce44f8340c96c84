/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_HOLD_BUTTON (steady_hold_button_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyHoldButton, steady_hold_button, STEADY, HOLD_BUTTON, GtkWidget)

/* A button that acts only after it was held for a while; letting go early does nothing.
 * Emits "held". Thread: main. */
GtkWidget *steady_hold_button_new (void);
void       steady_hold_button_set_label (SteadyHoldButton *self, const char *label);
void       steady_hold_button_set_detail (SteadyHoldButton *self, const char *detail);
void       steady_hold_button_press (SteadyHoldButton *self);
void       steady_hold_button_release (SteadyHoldButton *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-device-words.h"

G_BEGIN_DECLS

#define STEADY_TYPE_DEVICE_DETAIL (steady_device_detail_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyDeviceDetail, steady_device_detail, STEADY, DEVICE_DETAIL, GtkWidget)

/* One device in full. Emits "act" with a SteadyDeviceAct, the name of a signal or "",
 * and 1 or 0; and "left". Thread: main. */
GtkWidget *steady_device_detail_new (void);
void       steady_device_detail_show (SteadyDeviceDetail       *self,
                                      const SteadyDeviceBook   *book,
                                      const SteadyBookDevice   *device,
                                      const SteadyConsoleState *state);
GtkWidget *steady_device_detail_arm (SteadyDeviceDetail *self);
GtkWidget *steady_device_detail_restart (SteadyDeviceDetail *self);

G_END_DECLS

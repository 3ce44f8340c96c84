/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-link.h"
#include "console/steady-device-book.h"
#include "console/steady-device-detail.h"

G_BEGIN_DECLS

#define STEADY_TYPE_DEVICES_PAGE (steady_devices_page_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyDevicesPage, steady_devices_page, STEADY, DEVICES_PAGE, GtkWidget)

/* What is attached, found or expected, and what people do about it. Thread: main. */
GtkWidget *steady_devices_page_new (void);
void       steady_devices_page_bind (SteadyDevicesPage *self, SteadyConsoleLink *link);
SteadyDeviceBook   *steady_devices_page_book (SteadyDevicesPage *self);
SteadyDeviceDetail *steady_devices_page_detail (SteadyDevicesPage *self);
void                steady_devices_page_open (SteadyDevicesPage *self, unsigned number);
void                steady_devices_page_ask (SteadyDevicesPage *self,
                                             SteadyDeviceAct    act,
                                             const char        *signal);
void        steady_devices_page_choose (SteadyDevicesPage *self, const char *id);
const char *steady_devices_page_words (SteadyDevicesPage *self);

G_END_DECLS

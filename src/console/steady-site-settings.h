/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "measure/steady-channel.h"

/* What the site has chosen, with what holds where the settings are not installed.
 * Thread: main. */
GSettings *steady_site_settings_new (void);
GSettings *steady_site_settings_follow_units (void);
char     **steady_site_settings_operators (void);
char      *steady_site_settings_unit (SteadyChannel channel);
char      *steady_site_settings_act_device (void);
void       steady_site_settings_next_act_device (void);

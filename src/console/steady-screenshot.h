/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

bool steady_screenshot_save (GtkWidget *widget, const char *path, GError **error);

G_END_DECLS

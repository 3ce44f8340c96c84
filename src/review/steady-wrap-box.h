/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_WRAP_BOX (steady_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (SteadyWrapBox, steady_wrap_box, STEADY, WRAP_BOX, GtkWidget)

/* Children beside each other, in as many lines as the width asks for, each as wide as
 * it wants to be. Made by templates; its children are those of the template. */

G_END_DECLS

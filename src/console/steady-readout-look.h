/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-readout.h"

G_BEGIN_DECLS

/* How the kind of a value reaches the style sheet. Thread: main. */
void steady_look_readout (GtkWidget *widget, SteadyReadoutKind kind);

G_END_DECLS

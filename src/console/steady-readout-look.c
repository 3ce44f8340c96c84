/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-readout-look.h"

#include "widgets/steady-look.h"

/* Greys what is old and thins what is missing. */
void
steady_look_readout (GtkWidget *widget, SteadyReadoutKind kind)
{
  steady_look_class (widget, "old", kind == STEADY_READOUT_OLD);
  steady_look_class (
      widget, "missing", kind == STEADY_READOUT_MISSING || kind == STEADY_READOUT_NONE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>

#include "measure/steady-vocabulary.h"

/* Events as one line of text, for formats that know nothing else: "clamp-on",
 * "heparin=1200: patient", "note: what a person wrote". */
void steady_event_label_write (
    SteadyEvent event, double value, const char *text, char *ret_label, size_t size);
SteadyEvent
steady_event_label_read (const char *label, double *ret_value, const char **ret_text);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "casefile/steady-case-shelf.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CASE_THUMB (steady_case_thumb_get_type ())
G_DECLARE_FINAL_TYPE (SteadyCaseThumb, steady_case_thumb, STEADY, CASE_THUMB, GtkWidget)

/* The phases of a case as strips over its length. Thread: main. */
GtkWidget *steady_case_thumb_new (void);
void       steady_case_thumb_show (SteadyCaseThumb *self, const SteadyCaseCard *card);

G_END_DECLS

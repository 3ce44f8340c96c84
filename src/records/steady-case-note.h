/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/steady-case-program.h"

G_BEGIN_DECLS

/* Adds a note to a case that is closed; nothing in it is ever changed. Thread: main. */
void steady_case_note_add (const char           *case_path,
                           const char           *author,
                           const char           *about,
                           const char           *text,
                           GCancellable         *cancellable,
                           SteadyCaseProgramDone done,
                           gpointer              data);

G_END_DECLS

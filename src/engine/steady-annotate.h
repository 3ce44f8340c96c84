/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include <glib.h>

#include "casefile/steady-case-annotate.h"

bool steady_annotate_run (const char *case_file,
                          FILE       *input,
                          int64_t     utc_ns,
                          char      **ret_rows,
                          GError    **error);
bool steady_annotate_parse (const char           *line,
                            unsigned              number,
                            SteadyCaseAnnotation *ret_item,
                            GError              **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-progress.h"
#include "casefile/steady-case-chain.h"

/* What was found in a case that is whole. */
typedef struct SteadyCaseVerdict
{
  int64_t        links;     /* of the hash chain */
  SteadyCaseLink head;      /* the last one */
  bool           finished;  /* closed for good */
  bool           copied;    /* read from a temporary copy */
  int64_t        uncovered; /* rows of the last minute that no link covers yet */
} SteadyCaseVerdict;

bool
steady_case_verify (const char *path, SteadyCaseVerdict *ret_verdict, GError **error);
bool steady_case_verify_told (const char        *path,
                              SteadyProgress    *progress,
                              SteadyCaseVerdict *ret_verdict,
                              GError           **error);

bool steady_case_copy (const char *path, const char *to, GError **error);
bool steady_case_copy_told (const char        *path,
                            const char        *to,
                            SteadyProgressTold told,
                            void              *data,
                            GError           **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-chain.h"
#include "casefile/steady-case-reader.h"

/* What a person or a program has written beside the case. */
typedef struct SteadyCaseNote
{
  int64_t       id;
  SteadyInstant t;
  char         *author;
  char         *about; /* "good-catch", "debrief", "mark" … */
  char         *text;
} SteadyCaseNote;

/* A plan that was in force from an instant on. */
typedef struct SteadyCasePlan
{
  int64_t       id;
  SteadyInstant t;
  char         *json;
} SteadyCasePlan;

/* Each fills an array that frees its texts with g_array_unref (). */
bool
steady_case_reader_notes (SteadyCaseReader *self, GArray **ret_notes, GError **error);
bool
steady_case_reader_plans (SteadyCaseReader *self, GArray **ret_plans, GError **error);

/* The last link of the hash chain; @ret_links 0: there is none. */
bool steady_case_reader_head (SteadyCaseReader *self,
                              SteadyCaseLink   *ret_head,
                              int64_t          *ret_links,
                              GError          **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "scenario/steady-scenario.h"

/* A scenario as it stands on the shelf. */
typedef struct SteadyShelfEntry
{
  char    *path;
  char    *name;  /* of the file, without .json: "venous-return-lost" */
  char    *title; /* in the source language */
  char    *story;
  char    *category; /* "case", "incident", "ecmo", "tutorial" */
  char    *profile;  /* "neonate" … */
  double   weight_kg;
  unsigned difficulty; /* 1 … 5; 0: not said */
  unsigned length_s;   /* 0: not said */
  unsigned n_hints;
} SteadyShelfEntry;

GPtrArray *steady_shelf_load (GPtrArray *ret_problems);

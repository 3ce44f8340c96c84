/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A scenario as it stands on the shelf; texts in the source language. */
typedef struct SteadyShelfItem
{
  char    *name; /* of the file, without .json; in requests */
  char    *title;
  char    *story;
  char    *category;   /* "tutorial", "case", "incident", "ecmo" */
  char    *patient;    /* name */
  char    *profile;    /* "neonate" … */
  double   weight_kg;  /* 0: not said */
  unsigned difficulty; /* 1 … 5; 0: not said */
  unsigned length_s;   /* 0: not said */
} SteadyShelfItem;

GPtrArray *steady_shelf_read (const char *data_folder, GPtrArray *ret_problems);

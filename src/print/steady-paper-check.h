/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _PangoLayout PangoLayout;

/* What can be computed of how readable a page is. */
typedef struct SteadyPaperCheck
{
  GArray  *areas;    /* of the lines of text on this page */
  unsigned outside;  /* lines that leave the paper's margins */
  unsigned broken;   /* words that a column was too narrow for */
  unsigned overlaps; /* pairs of lines that stand on each other */
  char    *first;    /* text of the first of these; NULL: there is none */
} SteadyPaperCheck;

void steady_paper_check_init (SteadyPaperCheck *self);
void steady_paper_check_finish (SteadyPaperCheck *self);
void steady_paper_check_page (SteadyPaperCheck *self);
void steady_paper_check_text (
    SteadyPaperCheck *self, PangoLayout *layout, double x, double y, double width);

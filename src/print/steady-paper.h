/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-progress.h"

typedef struct _cairo cairo_t;

/* A4 in points. */
#define STEADY_PAPER_WIDTH  595.0
#define STEADY_PAPER_HEIGHT 842.0
#define STEADY_PAPER_MARGIN 40.0
#define STEADY_PAPER_INNER  (STEADY_PAPER_WIDTH - 2 * STEADY_PAPER_MARGIN)

enum
{
  STEADY_PAPER_COLUMNS = 20,
  STEADY_PAPER_WATERMARKS = 3
};

typedef enum SteadyPaperFont
{
  STEADY_PAPER_BODY,
  STEADY_PAPER_STRONG,
  STEADY_PAPER_SMALL,
  STEADY_PAPER_TINY,
  STEADY_PAPER_CELL,
  STEADY_PAPER_CELL_STRONG,
  STEADY_PAPER_HEADING,
  STEADY_PAPER_TITLE,
  STEADY_PAPER_LETTER,
  STEADY_PAPER_LETTER_TITLE,
  STEADY_PAPER_WATERMARK,
  STEADY_PAPER_FONTS
} SteadyPaperFont;

typedef enum SteadyPaperAlign
{
  STEADY_PAPER_LEFT,
  STEADY_PAPER_RIGHT,
  STEADY_PAPER_CENTRE
} SteadyPaperAlign;

typedef struct SteadyPaperColumn
{
  const char      *title; /* translated; may have two lines */
  double           width; /* points */
  SteadyPaperAlign align;
} SteadyPaperColumn;

/* What stands on every page. Texts are translated and borrowed. */
typedef struct SteadyPaperFrame
{
  const char *title; /* of the document, for programs that show it */
  const char *head;  /* whose it is: pages get separated */
  const char *state; /* at the right of the head */
  const char *foot;
  const char *watermarks[STEADY_PAPER_WATERMARKS]; /* NULL or "": none */
  bool        letter; /* for people outside: only the watermarks and page numbers */
  bool one_page; /* letters get smaller, as far as one can read them, until it is */
  SteadyProgress *progress; /* told by steady_paper_tell (); NULL: nobody waits */
} SteadyPaperFrame;

typedef struct SteadyPaper SteadyPaper;

/* What draws the sheets; called twice, since only the first time tells how many pages
 * there are. */
typedef void (*SteadyPaperDraw) (SteadyPaper *paper, const void *data);

typedef struct SteadyPaperResult
{
  unsigned pages;
  unsigned unknown_glyphs; /* letters that no font has: a sheet with one is not fit */
  unsigned outside;        /* lines of text beyond the paper's margins */
  unsigned broken;         /* words wider than their column */
  unsigned overlaps;       /* pairs of lines that stand on each other */
  double   scale;          /* of the letters; below 1 to get all on one page */
} SteadyPaperResult;

bool steady_paper_print (const SteadyPaperFrame *frame,
                         SteadyPaperDraw         draw,
                         const void             *data,
                         const char             *file,
                         SteadyPaperResult      *ret_result,
                         GError                **error);

cairo_t *steady_paper_cairo (SteadyPaper *self);
double   steady_paper_y (const SteadyPaper *self);
double   steady_paper_left (const SteadyPaper *self);
void     steady_paper_need (SteadyPaper *self, double height);
void     steady_paper_space (SteadyPaper *self, double height);
void     steady_paper_new_page (SteadyPaper *self);
bool     steady_paper_tell (SteadyPaper *self, double part);

double steady_paper_write (SteadyPaper     *self,
                           SteadyPaperFont  font,
                           SteadyPaperAlign align,
                           double           x,
                           double           y,
                           double           width,
                           const char      *text);
double steady_paper_height (SteadyPaper    *self,
                            SteadyPaperFont font,
                            double          width,
                            const char     *text);
double
steady_paper_text_width (SteadyPaper *self, SteadyPaperFont font, const char *text);
void steady_paper_colour (SteadyPaper *self, double red, double green, double blue);
void steady_paper_line (
    SteadyPaper *self, double x1, double y1, double x2, double y2, double width);

void steady_paper_title (SteadyPaper *self, const char *text);
void steady_paper_heading (SteadyPaper *self, const char *text);
void steady_paper_paragraph (SteadyPaper *self, SteadyPaperFont font, const char *text);
void steady_paper_bullet (SteadyPaper *self, SteadyPaperFont font, const char *text);
void steady_paper_fields (SteadyPaper *self, const char *const *pairs, unsigned n);
void steady_paper_fields_beside (SteadyPaper       *self,
                                 const char *const *pairs,
                                 unsigned           n,
                                 unsigned           columns);

void steady_paper_table_begin (SteadyPaper             *self,
                               const SteadyPaperColumn *columns,
                               unsigned                 n);
void steady_paper_table_row (SteadyPaper       *self,
                             const char *const *cells,
                             unsigned           n,
                             SteadyPaperFont    font);
void steady_paper_table_row_noted (SteadyPaper       *self,
                                   const char *const *cells,
                                   const char *const *notes,
                                   unsigned           n,
                                   SteadyPaperFont    font);
void steady_paper_table_rule (SteadyPaper *self);
void
steady_paper_table_across (SteadyPaper *self, SteadyPaperFont font, const char *text);
void steady_paper_table_end (SteadyPaper *self);

void steady_paper_signatures (SteadyPaper *self, const char *const *roles, unsigned n);

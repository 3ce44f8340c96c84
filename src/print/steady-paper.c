/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <glib/gi18n-lib.h>

#include "base/steady-require.h"
#include "print/steady-paper-check.h"
#include "print/steady-paper-file.h"

#define HEAD_Y  26.0
#define TOP     56.0
#define FOOT    (STEADY_PAPER_HEIGHT - 38)
#define ROW_GAP 3.0

/* Letters that get all on one page: smaller by this each time, at least as large as
 * that [GK]; what is 7.5 points high is then 6, the leaflet's usual size. */
#define STEP  0.04
#define LEAST 0.8

struct SteadyPaper
{
  const SteadyPaperFrame *frame;
  cairo_t                *cairo;
  PangoLayout            *layout;
  PangoFontDescription   *fonts[STEADY_PAPER_FONTS];
  double                  y;
  double                  scale; /* of the letters, and of what is between lines */
  unsigned                page;
  unsigned                pages; /* 0: not known yet */
  unsigned                unknown;
  SteadyProgress          drawing; /* this time of drawing it */
  SteadyPaperCheck        check;
  SteadyPaperColumn       columns[STEADY_PAPER_COLUMNS];
  unsigned                n_columns; /* 0: no table */
};

/* Inter has figures of one width and is installed with Steady; DejaVu has what it
 * lacks. */
static const char *const fonts[STEADY_PAPER_FONTS] = {
  [STEADY_PAPER_BODY] = "Inter, DejaVu Sans 9",
  [STEADY_PAPER_STRONG] = "Inter, DejaVu Sans Semi-Bold 9",
  [STEADY_PAPER_SMALL] = "Inter, DejaVu Sans 7.5",
  [STEADY_PAPER_TINY] = "Inter, DejaVu Sans 6.5",
  [STEADY_PAPER_CELL] = "Inter, DejaVu Sans 7.5",
  [STEADY_PAPER_CELL_STRONG] = "Inter, DejaVu Sans Semi-Bold 7.5",
  [STEADY_PAPER_HEADING] = "Inter, DejaVu Sans Bold 11",
  [STEADY_PAPER_TITLE] = "Inter, DejaVu Sans Bold 17",
  [STEADY_PAPER_LETTER] = "Inter, DejaVu Sans 15",
  [STEADY_PAPER_LETTER_TITLE] = "Inter, DejaVu Sans Bold 22",
  [STEADY_PAPER_WATERMARK] = "Inter, DejaVu Sans Bold 76",
};

static void
set_text (SteadyPaper     *self,
          SteadyPaperFont  font,
          SteadyPaperAlign align,
          double           width,
          const char      *text)
{
  pango_layout_set_font_description (self->layout, self->fonts[font]);
  pango_layout_set_width (self->layout, width > 0 ? (int) (width * PANGO_SCALE) : -1);
  pango_layout_set_alignment (self->layout,
                              align == STEADY_PAPER_RIGHT    ? PANGO_ALIGN_RIGHT
                              : align == STEADY_PAPER_CENTRE ? PANGO_ALIGN_CENTER
                                                             : PANGO_ALIGN_LEFT);
  pango_layout_set_text (self->layout, text, -1);
}

/* Writes @text, wrapped to @width, with its upper left corner at @x, @y; returns its
 * height. In the colour that holds. Thread: main. */
double
steady_paper_write (SteadyPaper     *self,
                    SteadyPaperFont  font,
                    SteadyPaperAlign align,
                    double           x,
                    double           y,
                    double           width,
                    const char      *text)
{
  int height;

  set_text (self, font, align, width, text);
  pango_layout_get_size (self->layout, NULL, &height);
  self->unknown += (unsigned) pango_layout_get_unknown_glyphs_count (self->layout);
  if (font != STEADY_PAPER_WATERMARK && self->pages > 0)
    steady_paper_check_text (&self->check, self->layout, x, y, width);
  cairo_move_to (self->cairo, x, y);
  pango_cairo_show_layout (self->cairo, self->layout);
  return (double) height / PANGO_SCALE;
}

/* The height that @text would have. Thread: main. */
double
steady_paper_height (SteadyPaper    *self,
                     SteadyPaperFont font,
                     double          width,
                     const char     *text)
{
  int height;

  set_text (self, font, STEADY_PAPER_LEFT, width, text);
  pango_layout_get_size (self->layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

/* The width that @text would have on one line. Thread: main. */
double
steady_paper_text_width (SteadyPaper *self, SteadyPaperFont font, const char *text)
{
  int width;

  set_text (self, font, STEADY_PAPER_LEFT, 0, text);
  pango_layout_get_size (self->layout, &width, NULL);
  return (double) width / PANGO_SCALE;
}

/* In which all is drawn from now on, each from 0 to 1. Thread: main. */
void
steady_paper_colour (SteadyPaper *self, double red, double green, double blue)
{
  cairo_set_source_rgb (self->cairo, red, green, blue);
}

/* Thread: main. */
void
steady_paper_line (
    SteadyPaper *self, double x1, double y1, double x2, double y2, double width)
{
  cairo_set_line_width (self->cairo, width);
  cairo_move_to (self->cairo, x1, y1);
  cairo_line_to (self->cairo, x2, y2);
  cairo_stroke (self->cairo);
}

/* For lines and areas. Borrowed. Thread: main. */
cairo_t *
steady_paper_cairo (SteadyPaper *self)
{
  return self->cairo;
}

/* Where the next thing goes. Thread: main. */
double
steady_paper_y (const SteadyPaper *self)
{
  return self->y;
}

/* Points between there and the foot of this page. Thread: main. */
double
steady_paper_left (const SteadyPaper *self)
{
  return FOOT - self->y;
}

/* Large, across the page, behind all else: a copy of any part of it shows what it is.
 */
static void
draw_watermarks (SteadyPaper *self)
{
  unsigned n = 0;

  for (unsigned i = 0; i < STEADY_PAPER_WATERMARKS; i++)
    {
      const char *word = self->frame->watermarks[i];
      if (word == NULL || word[0] == '\0')
        continue;
      const double width = steady_paper_text_width (self, STEADY_PAPER_WATERMARK, word);
      const double most = 640.0;
      cairo_save (self->cairo);
      cairo_translate (self->cairo, STEADY_PAPER_MARGIN, 430.0 + 250.0 * n++);
      cairo_rotate (self->cairo, -0.5);
      cairo_scale (self->cairo, MIN (1.0, most / width), MIN (1.0, most / width));
      steady_paper_colour (self, 0.92, 0.92, 0.92);
      steady_paper_write (
          self, STEADY_PAPER_WATERMARK, STEADY_PAPER_LEFT, 0, 0, 0, word);
      cairo_restore (self->cairo);
    }
}

static void
draw_frame (SteadyPaper *self)
{
  const SteadyPaperFrame *frame = self->frame;
  const double            right = STEADY_PAPER_WIDTH - STEADY_PAPER_MARGIN;
  g_autofree char        *number =
      g_strdup_printf (_ ("page %u of %u"), self->page, self->pages);

  steady_paper_colour (self, 0.25, 0.25, 0.25);
  steady_paper_write (
      self, STEADY_PAPER_SMALL, STEADY_PAPER_RIGHT, right - 90, FOOT + 8, 90, number);
  steady_paper_write (self,
                      STEADY_PAPER_TINY,
                      STEADY_PAPER_LEFT,
                      STEADY_PAPER_MARGIN,
                      FOOT + 8,
                      STEADY_PAPER_INNER - 96,
                      frame->foot != NULL ? frame->foot : "");
  steady_paper_colour (self, 0, 0, 0);
  if (frame->letter)
    return;
  steady_paper_write (self,
                      STEADY_PAPER_STRONG,
                      STEADY_PAPER_LEFT,
                      STEADY_PAPER_MARGIN,
                      HEAD_Y,
                      STEADY_PAPER_INNER - 150,
                      frame->head != NULL ? frame->head : "");
  steady_paper_write (self,
                      STEADY_PAPER_STRONG,
                      STEADY_PAPER_RIGHT,
                      right - 145,
                      HEAD_Y,
                      145,
                      frame->state != NULL ? frame->state : "");
  steady_paper_line (self, STEADY_PAPER_MARGIN, 50, right, 50, 0.8);
}

/* Ends this page. Thread: main. */
void
steady_paper_new_page (SteadyPaper *self)
{
  if (self->page > 0)
    cairo_show_page (self->cairo);
  self->page++;
  steady_paper_check_page (&self->check);
  draw_watermarks (self);
  draw_frame (self);
  self->y = TOP;
}

static void
draw_table_head (SteadyPaper *self)
{
  double height = 0, x = STEADY_PAPER_MARGIN;

  for (unsigned i = 0; i < self->n_columns; i++)
    height = MAX (height,
                  steady_paper_height (self,
                                       STEADY_PAPER_TINY,
                                       self->columns[i].width - ROW_GAP,
                                       self->columns[i].title));
  steady_paper_colour (self, 0.2, 0.2, 0.2);
  for (unsigned i = 0; i < self->n_columns; i++)
    {
      steady_paper_write (self,
                          STEADY_PAPER_TINY,
                          self->columns[i].align,
                          x,
                          self->y,
                          self->columns[i].width - ROW_GAP,
                          self->columns[i].title);
      x += self->columns[i].width;
    }
  self->y += height + 2;
  steady_paper_line (self, STEADY_PAPER_MARGIN, self->y, x - ROW_GAP, self->y, 0.6);
  steady_paper_colour (self, 0, 0, 0);
  self->y += 2;
}

/* Begins a new page where less than @height is left; a table begins anew there with its
 * head. Thread: main. */
void
steady_paper_need (SteadyPaper *self, double height)
{
  if (self->y + height <= FOOT)
    return;
  steady_paper_new_page (self);
  if (self->n_columns > 0)
    draw_table_head (self);
}

/* Thread: main. */
void
steady_paper_space (SteadyPaper *self, double height)
{
  self->y += height;
}

/* The first line of a sheet. Thread: main. */
void
steady_paper_title (SteadyPaper *self, const char *text)
{
  self->y += steady_paper_write (self,
                                 self->frame->letter ? STEADY_PAPER_LETTER_TITLE
                                                     : STEADY_PAPER_TITLE,
                                 STEADY_PAPER_LEFT,
                                 STEADY_PAPER_MARGIN,
                                 self->y,
                                 STEADY_PAPER_INNER,
                                 text);
  self->y += self->frame->letter ? 14 : 4;
}

/* A heading never stands alone at the foot of a page. Thread: main. */
void
steady_paper_heading (SteadyPaper *self, const char *text)
{
  steady_paper_need (self, 70);
  self->y += self->y > TOP + 1 ? 9 * self->scale : 0;
  self->y += steady_paper_write (self,
                                 STEADY_PAPER_HEADING,
                                 STEADY_PAPER_LEFT,
                                 STEADY_PAPER_MARGIN,
                                 self->y,
                                 STEADY_PAPER_INNER,
                                 text);
  steady_paper_colour (self, 0.5, 0.5, 0.5);
  steady_paper_line (self,
                     STEADY_PAPER_MARGIN,
                     self->y + 1,
                     STEADY_PAPER_MARGIN + STEADY_PAPER_INNER,
                     self->y + 1,
                     0.5);
  steady_paper_colour (self, 0, 0, 0);
  self->y += 5 * self->scale;
}

/* Thread: main. */
void
steady_paper_paragraph (SteadyPaper *self, SteadyPaperFont font, const char *text)
{
  steady_paper_need (self,
                     steady_paper_height (self, font, STEADY_PAPER_INNER, text) + 4);
  self->y += steady_paper_write (self,
                                 font,
                                 STEADY_PAPER_LEFT,
                                 STEADY_PAPER_MARGIN,
                                 self->y,
                                 STEADY_PAPER_INNER,
                                 text);
  self->y += font == STEADY_PAPER_LETTER ? 11 : 4;
}

/* Thread: main. */
void
steady_paper_bullet (SteadyPaper *self, SteadyPaperFont font, const char *text)
{
  const double indent = 12, width = STEADY_PAPER_INNER - indent;

  steady_paper_need (self, steady_paper_height (self, font, width, text) + 3);
  steady_paper_write (
      self, font, STEADY_PAPER_LEFT, STEADY_PAPER_MARGIN, self->y, indent, "•");
  self->y += steady_paper_write (self,
                                 font,
                                 STEADY_PAPER_LEFT,
                                 STEADY_PAPER_MARGIN + indent,
                                 self->y,
                                 width,
                                 text);
  self->y += 3;
}

/* @n pairs of label and value, @columns pairs on a line. Thread: main. */
void
steady_paper_fields_beside (SteadyPaper       *self,
                            const char *const *pairs,
                            unsigned           n,
                            unsigned           columns)
{
  const double half = STEADY_PAPER_INNER / columns, gap = 6;
  const double label = columns > 2 ? 74 : 96;

  for (unsigned i = 0; i < n; i += columns)
    {
      double height = 0;
      for (unsigned k = i; k < MIN (i + columns, n); k++)
        {
          height = MAX (height,
                        steady_paper_height (
                            self, STEADY_PAPER_SMALL, label - gap, pairs[2 * k]));
          height = MAX (
              height,
              steady_paper_height (
                  self, STEADY_PAPER_STRONG, half - label - gap, pairs[2 * k + 1]));
        }
      steady_paper_need (self, height + 3);
      for (unsigned k = i; k < MIN (i + columns, n); k++)
        {
          const double x = STEADY_PAPER_MARGIN + (k - i) * half;
          steady_paper_colour (self, 0.3, 0.3, 0.3);
          steady_paper_write (self,
                              STEADY_PAPER_SMALL,
                              STEADY_PAPER_LEFT,
                              x,
                              self->y + 1,
                              label - gap,
                              pairs[2 * k]);
          steady_paper_colour (self, 0, 0, 0);
          steady_paper_write (self,
                              STEADY_PAPER_STRONG,
                              STEADY_PAPER_LEFT,
                              x + label,
                              self->y,
                              half - label - gap,
                              pairs[2 * k + 1]);
        }
      self->y += height + 3 * self->scale;
    }
}

/* The same with two pairs on a line. Thread: main. */
void
steady_paper_fields (SteadyPaper *self, const char *const *pairs, unsigned n)
{
  steady_paper_fields_beside (self, pairs, n, 2);
}

/* Rows follow until steady_paper_table_end (). Thread: main. */
void
steady_paper_table_begin (SteadyPaper             *self,
                          const SteadyPaperColumn *columns,
                          unsigned                 n)
{
  steady_paper_need (self, 40);
  self->n_columns = MIN (n, (unsigned) STEADY_PAPER_COLUMNS);
  for (unsigned i = 0; i < self->n_columns; i++)
    self->columns[i] = columns[i];
  draw_table_head (self);
}

/* @n cells, one for each column. Thread: main. */
void
steady_paper_table_row (SteadyPaper       *self,
                        const char *const *cells,
                        unsigned           n,
                        SteadyPaperFont    font)
{
  double height = 0, x = STEADY_PAPER_MARGIN;

  steady_require (n == self->n_columns);
  for (unsigned i = 0; i < self->n_columns; i++)
    height = MAX (
        height,
        steady_paper_height (self, font, self->columns[i].width - ROW_GAP, cells[i]));
  steady_paper_need (self, height + 3);
  for (unsigned i = 0; i < self->n_columns; i++)
    {
      steady_paper_write (self,
                          font,
                          self->columns[i].align,
                          x,
                          self->y,
                          self->columns[i].width - ROW_GAP,
                          cells[i]);
      x += self->columns[i].width;
    }
  self->y += height + 1.5 * self->scale;
  steady_paper_colour (self, 0.85, 0.85, 0.85);
  steady_paper_line (self, STEADY_PAPER_MARGIN, self->y, x - ROW_GAP, self->y, 0.4);
  steady_paper_colour (self, 0, 0, 0);
  self->y += 1.5 * self->scale;
}

/* The same with a small text below each cell; "" where there is none. Thread: main. */
void
steady_paper_table_row_noted (SteadyPaper       *self,
                              const char *const *cells,
                              const char *const *notes,
                              unsigned           n,
                              SteadyPaperFont    font)
{
  double height = 0, x = STEADY_PAPER_MARGIN;

  steady_require (n == self->n_columns);
  for (unsigned i = 0; i < n; i++)
    {
      const double width = self->columns[i].width - ROW_GAP;
      double       both = steady_paper_height (self, font, width, cells[i]);
      if (notes[i][0] != '\0')
        both += steady_paper_height (self, STEADY_PAPER_TINY, width, notes[i]);
      height = MAX (height, both);
    }
  steady_paper_need (self, height + 2);
  for (unsigned i = 0; i < n; x += self->columns[i++].width)
    {
      const double           width = self->columns[i].width - ROW_GAP;
      const SteadyPaperAlign align = self->columns[i].align;
      const double           down =
          steady_paper_write (self, font, align, x, self->y, width, cells[i]);
      if (notes[i][0] == '\0')
        continue;
      steady_paper_colour (self, 0.25, 0.25, 0.25);
      steady_paper_write (
          self, STEADY_PAPER_TINY, align, x, self->y + down, width, notes[i]);
      steady_paper_colour (self, 0, 0, 0);
    }
  self->y += height + self->scale;
  steady_paper_colour (self, 0.85, 0.85, 0.85);
  steady_paper_line (self, STEADY_PAPER_MARGIN, self->y, x - ROW_GAP, self->y, 0.4);
  steady_paper_colour (self, 0, 0, 0);
  self->y += self->scale;
}

/* A line between groups of rows. Thread: main. */
void
steady_paper_table_rule (SteadyPaper *self)
{
  const double y = self->y - self->scale;
  double       x = STEADY_PAPER_MARGIN;

  for (unsigned i = 0; i < self->n_columns; i++)
    x += self->columns[i].width;
  steady_paper_colour (self, 0.2, 0.2, 0.2);
  steady_paper_line (self, STEADY_PAPER_MARGIN, y, x - ROW_GAP, y, 0.8);
  steady_paper_colour (self, 0, 0, 0);
}

/* A line over all columns of the table. Thread: main. */
void
steady_paper_table_across (SteadyPaper *self, SteadyPaperFont font, const char *text)
{
  const double x = STEADY_PAPER_MARGIN + self->columns[0].width;
  const double width = STEADY_PAPER_INNER - self->columns[0].width;

  steady_paper_need (self, steady_paper_height (self, font, width, text) + 2);
  self->y +=
      steady_paper_write (self, font, STEADY_PAPER_LEFT, x, self->y, width, text);
  self->y += 2;
}

/* Thread: main. */
void
steady_paper_table_end (SteadyPaper *self)
{
  self->n_columns = 0;
  self->y += 2;
}

/* @n lines to sign on, two beside each other. Thread: main. */
void
steady_paper_signatures (SteadyPaper *self, const char *const *roles, unsigned n)
{
  const double half = STEADY_PAPER_INNER / 2, height = 62;

  for (unsigned i = 0; i < n; i++)
    {
      if (i % 2 == 0)
        steady_paper_need (self, height + 6);
      const double x = STEADY_PAPER_MARGIN + i % 2 * half;
      steady_paper_write (
          self, STEADY_PAPER_BODY, STEADY_PAPER_LEFT, x, self->y, half - 14, roles[i]);
      steady_paper_line (self, x, self->y + 44, x + half - 20, self->y + 44, 0.7);
      steady_paper_colour (self, 0.3, 0.3, 0.3);
      steady_paper_write (self,
                          STEADY_PAPER_TINY,
                          STEADY_PAPER_LEFT,
                          x,
                          self->y + 47,
                          half - 20,
                          _ ("name, date, time, signature"));
      steady_paper_colour (self, 0, 0, 0);
      if (i % 2 == 1 || i + 1 == n)
        self->y += height;
    }
}

/*
 * Called by what draws a long document, with how much of it is drawn, 0 to 1. False: it
 * shall stop, and what was drawn is thrown away.
 *
 * Thread: main.
 */
bool
steady_paper_tell (SteadyPaper *self, double part)
{
  return steady_progress_tell (&self->drawing, part);
}

static cairo_status_t
write_bytes (void *data, const unsigned char *bytes, unsigned length)
{
  if (data != NULL)
    g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Draws the whole document into @bytes; NULL: only to see how many pages it has. */
static bool
draw_once (SteadyPaper *self, SteadyPaperDraw draw, const void *data, GByteArray *bytes)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      write_bytes, bytes, STEADY_PAPER_WIDTH, STEADY_PAPER_HEIGHT);

  cairo_pdf_surface_set_metadata (
      surface, CAIRO_PDF_METADATA_TITLE, self->frame->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Steady");
  self->cairo = cairo_create (surface);
  self->layout = pango_cairo_create_layout (self->cairo);
  /* one point of a font is one point of the page */
  pango_cairo_context_set_resolution (pango_layout_get_context (self->layout), 72);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  self->page = 0;
  self->unknown = 0;
  self->n_columns = 0;
  self->drawing = steady_progress_part (
      self->frame->progress, bytes == NULL ? 0 : 0.5, bytes == NULL ? 0.5 : 1);
  steady_paper_new_page (self);
  draw (self, data);
  cairo_show_page (self->cairo);
  const bool drawn = cairo_status (self->cairo) == CAIRO_STATUS_SUCCESS;
  g_clear_object (&self->layout);
  cairo_destroy (self->cairo);
  cairo_surface_finish (surface);
  const bool finished = cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);
  return drawn && finished && !steady_progress_stopped (&self->drawing);
}

static void
choose_fonts (SteadyPaper *self, double scale)
{
  self->scale = scale;
  for (unsigned i = 0; i < STEADY_PAPER_FONTS; i++)
    {
      g_clear_pointer (&self->fonts[i], pango_font_description_free);
      self->fonts[i] = pango_font_description_from_string (fonts[i]);
      if (i != STEADY_PAPER_WATERMARK)
        pango_font_description_set_size (
            self->fonts[i],
            (int) (pango_font_description_get_size (self->fonts[i]) * scale));
    }
}

/* Draws until all that there is fits the frame; tells how many pages that takes. */
static bool
measure (SteadyPaper *self, SteadyPaperDraw draw, const void *data)
{
  choose_fonts (self, 1);
  bool fine = draw_once (self, draw, data, NULL);
  while (fine && self->frame->one_page && self->page > 1 &&
         self->scale - STEP >= LEAST - 1e-9)
    {
      choose_fonts (self, self->scale - STEP);
      fine = draw_once (self, draw, data, NULL);
    }
  self->pages = self->page;
  return fine;
}

/*
 * Prints a document as PDF on A4. A file that is there is replaced only when the new
 * one is whole; nobody but its owner may read it. @ret_result may be NULL.
 *
 * Thread: main.
 */
bool
steady_paper_print (const SteadyPaperFrame *frame,
                    SteadyPaperDraw         draw,
                    const void             *data,
                    const char             *file,
                    SteadyPaperResult      *ret_result,
                    GError                **error)
{
  SteadyPaper self = { .frame = frame };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  steady_paper_check_init (&self.check);
  bool fine = measure (&self, draw, data);
  fine = fine && draw_once (&self, draw, data, bytes);
  for (unsigned i = 0; i < STEADY_PAPER_FONTS; i++)
    pango_font_description_free (self.fonts[i]);
  const SteadyPaperResult result = { .pages = self.pages,
                                     .unknown_glyphs = self.unknown,
                                     .outside = self.check.outside,
                                     .broken = self.check.broken,
                                     .overlaps = self.check.overlaps,
                                     .scale = self.scale };
  if (self.check.first != NULL)
    g_debug ("%s: text is not as it should be: %s", file, self.check.first);
  steady_paper_check_finish (&self.check);
  if (steady_progress_stopped (&self.drawing))
    {
      g_set_error (error,
                   G_FILE_ERROR,
                   G_FILE_ERROR_INTR,
                   _ ("%s: stopped as asked; nothing of it is left"),
                   file);
      return false;
    }
  if (!fine)
    {
      g_set_error (error,
                   G_FILE_ERROR,
                   G_FILE_ERROR_FAILED,
                   _ ("%s: the sheet could not be drawn; try again with more free "
                      "memory"),
                   file);
      return false;
    }
  if (!steady_paper_file_write (file, bytes, error))
    return false;
  if (ret_result != NULL)
    *ret_result = result;
  return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/steady-plan-print.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <glib/gi18n-lib.h>

#include "perfusion/steady-plan-chapter.h"
#include "print/steady-paper-file.h"
#include "print/steady-plan-words.h"

/* A4 in points. */
#define PAGE_WIDTH  595.0
#define PAGE_HEIGHT 842.0
#define MARGIN      42.0
#define FOOT        (PAGE_HEIGHT - 40)
#define LABEL_X     MARGIN
#define LABEL_WIDTH 186.0
#define VALUE_X     (MARGIN + 192)
#define VALUE_WIDTH 108.0
#define WHY_X       (MARGIN + 306)
#define WHY_WIDTH   (PAGE_WIDTH - MARGIN - WHY_X)
#define STATE_WIDTH 196.0
#define STATE_LEFT  (PAGE_WIDTH - MARGIN - STATE_WIDTH)

/* Characters of a name in the head of a page; all of it stands in the first chapter. */
#define NAME_MOST 16

/* A pen that begins a new page where one is full. */
typedef struct Pen
{
  cairo_t                 *cairo;
  PangoLayout             *layout;
  const SteadyPlan        *plan;
  const SteadyPlanTables  *tables;
  const SteadyPlanSigning *signing;
  double                   y;
  unsigned                 page;
} Pen;

/* Writes @text and returns its height; @grey from 0 (black) to 1. */
static double
write_at (Pen        *pen,
          const char *font,
          double      grey,
          double      x,
          double      y,
          double      width,
          const char *text)
{
  PangoFontDescription *description = pango_font_description_from_string (font);
  int                   height;

  pango_layout_set_font_description (pen->layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (pen->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (pen->layout, text, -1);
  pango_layout_get_pixel_size (pen->layout, NULL, &height);
  cairo_set_source_rgb (pen->cairo, grey, grey, grey);
  cairo_move_to (pen->cairo, x, y);
  pango_cairo_show_layout (pen->cairo, pen->layout);
  return height;
}

static double
height_of (Pen *pen, const char *font, double width, const char *text)
{
  PangoFontDescription *description = pango_font_description_from_string (font);
  int                   height;

  pango_layout_set_font_description (pen->layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (pen->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (pen->layout, text, -1);
  pango_layout_get_pixel_size (pen->layout, NULL, &height);
  return height;
}

/* One large word across the page, behind all else. */
static void
watermark (Pen *pen, const char *word, double y)
{
  cairo_save (pen->cairo);
  cairo_translate (pen->cairo, MARGIN, y);
  cairo_rotate (pen->cairo, -0.6);
  write_at (pen, "Sans Bold 72", 0.9, 0, 0, 700, word);
  cairo_restore (pen->cairo);
}

static void
rule (Pen *pen, double y, double grey)
{
  cairo_set_source_rgb (pen->cairo, grey, grey, grey);
  cairo_set_line_width (pen->cairo, 0.5);
  cairo_move_to (pen->cairo, MARGIN, y);
  cairo_line_to (pen->cairo, PAGE_WIDTH - MARGIN, y);
  cairo_stroke (pen->cairo);
}

/* The name as it fits into the head of a page; free with g_free (). */
static char *
short_name (const char *name)
{
  if (name == NULL)
    return g_strdup (_ ("(no name)"));
  if (g_utf8_strlen (name, -1) <= NAME_MOST)
    return g_strdup (name);
  g_autofree char *start = g_utf8_substring (name, 0, NAME_MOST - 1);
  return g_strconcat (start, "…", NULL);
}

static const char *
state_words (const Pen *pen)
{
  return steady_plan_signing_complete (pen->signing) ? _ ("SIGNED") : _ ("DRAFT");
}

/* The patient stands on every page: pages get separated. */
static void
begin_page (Pen *pen)
{
  const SteadyPlanInputs *inputs = &pen->plan->inputs;
  g_autofree char        *name = short_name (inputs->texts[STEADY_PLAN_TEXT_NAME]);
  g_autofree char *age = steady_plan_words_age (inputs->numbers[STEADY_PLAN_INPUT_AGE]);
  g_autofree char *weight =
      steady_plan_words_number (inputs->numbers[STEADY_PLAN_INPUT_WEIGHT], 2, "kg");
  g_autofree char *height =
      steady_plan_words_number (inputs->numbers[STEADY_PLAN_INPUT_HEIGHT], 1, "cm");
  g_autofree char *number = g_strdup_printf (_ ("page %u"), ++pen->page);

  if (pen->page > 1)
    cairo_show_page (pen->cairo);
  if (!steady_plan_signing_complete (pen->signing))
    watermark (pen, _ ("DRAFT"), 620);
  if (inputs->simulated)
    watermark (pen, _ ("SIMULATED"), 780);
  g_autofree char *head =
      g_strdup_printf ("%s · %s · %s · %s", name, weight, height, age);
  g_autofree char *state = g_strdup_printf ("%s%s%s",
                                            state_words (pen),
                                            inputs->simulated ? " · " : "",
                                            inputs->simulated ? _ ("SIMULATED") : "");
  write_at (pen, "Sans Bold 12", 0, MARGIN, 28, STATE_LEFT - MARGIN - 8, head);
  write_at (pen, "Sans Bold 12", 0, STATE_LEFT, 28, STATE_WIDTH, state);
  rule (pen, 48, 0.3);
  write_at (pen, "Sans 8", 0.3, PAGE_WIDTH - MARGIN - 60, FOOT + 8, 60, number);
  write_at (pen,
            "Sans 8",
            0.3,
            MARGIN,
            FOOT + 8,
            420,
            _ ("Perfusion plan made with Steady. A proposal until two people have "
               "signed it."));
  pen->y = 54;
}

static void
need (Pen *pen, double height)
{
  if (pen->y + height > FOOT)
    begin_page (pen);
}

static void
heading (Pen *pen, const char *text)
{
  need (pen, 60);
  pen->y += 8;
  pen->y += write_at (pen, "Sans Bold 11", 0, MARGIN, pen->y, 400, text);
  rule (pen, pen->y + 1, 0.6);
  pen->y += 4;
}

static void
row (Pen *pen, const char *label, const char *value, const char *why)
{
  const double height = MAX (MAX (height_of (pen, "Sans 9", LABEL_WIDTH, label),
                                  height_of (pen, "Sans Bold 9", VALUE_WIDTH, value)),
                             height_of (pen, "Sans 7", WHY_WIDTH, why));

  need (pen, height + 2);
  write_at (pen, "Sans 9", 0, LABEL_X, pen->y, LABEL_WIDTH, label);
  write_at (pen, "Sans Bold 9", 0, VALUE_X, pen->y, VALUE_WIDTH, value);
  write_at (pen, "Sans 7", 0.25, WHY_X, pen->y, WHY_WIDTH, why);
  pen->y += height + 2;
}

/* Whether the file of number @at was named already. */
static bool
is_named (const SteadyPlanValue *value, unsigned at)
{
  for (unsigned i = 0; i < at; i++)
    if (g_str_equal (value->cites[i]->file, value->cites[at]->file) &&
        steady_cite_is_unreviewed (value->cites[i]) ==
            steady_cite_is_unreviewed (value->cites[at]))
      return true;
  return false;
}

/* "formula [source]; file". */
static char *
why_of (const SteadyPlan *plan, SteadyPlanItem item)
{
  const SteadyPlanItemRule *rules = steady_plan_item_rule (item);
  const SteadyPlanValue    *value = &plan->values[item];
  GString                  *text = g_string_new (_ (rules->formula));

  g_string_append_printf (text, " [%s]", rules->source);
  for (unsigned i = 0; i < value->n_cites; i++)
    {
      if (is_named (value, i))
        continue;
      g_autofree char *file = steady_plan_words_file (value->cites[i]->file);
      g_string_append_printf (text,
                              "; %s%s",
                              file,
                              steady_cite_is_unreviewed (value->cites[i]) ? " [GK]"
                                                                          : "");
    }
  return g_string_free (text, FALSE);
}

static void
print_inputs (Pen *pen, const SteadyPlanChapter *chapter)
{
  const SteadyPlan *plan = pen->plan;

  for (unsigned i = 0; chapter->inputs[i] != STEADY_PLAN_INPUTS; i++)
    {
      const SteadyPlanInput input = chapter->inputs[i];
      const SteadyCite     *cite = plan->used[input].cite;
      g_autofree char *value = steady_plan_words_input (&plan->inputs, plan, input);
      if (plan->used[input].known)
        row (pen,
             _ (steady_plan_input_label (input)),
             value,
             plan->inputs.given[input] ? _ ("entered")
             : cite != NULL            ? cite->source
                                       : "");
    }
  for (unsigned i = 0; chapter->texts[i] != STEADY_PLAN_TEXTS; i++)
    {
      const SteadyPlanText text = chapter->texts[i];
      g_autofree char     *value =
          steady_plan_words_text (&plan->inputs, pen->tables, text);
      row (pen, _ (steady_plan_text_label (text)), value, "");
    }
}

static void
print_prime (Pen *pen)
{
  const SteadyPlan *plan = pen->plan;

  for (unsigned i = 0; i < plan->n_prime; i++)
    {
      const SteadyPlanPrimePart *part = &plan->prime[i];
      g_autofree char           *amount = steady_plan_words_number (
          part->amount, part->amount < 10 ? 1 : 0, part->unit);
      g_autofree char *label =
          g_strdup_printf (_ ("Into the prime: %s"), _ (part->name));
      row (pen, label, amount, part->cite != NULL ? part->cite->source : "");
    }
}

static void
print_chapter (Pen *pen, const SteadyPlanChapter *chapter)
{
  heading (pen, _ (chapter->title));
  print_inputs (pen, chapter);
  for (unsigned i = 0; chapter->items[i] != STEADY_PLAN_ITEMS; i++)
    {
      const SteadyPlanItem item = chapter->items[i];
      g_autofree char     *value = steady_plan_words_value (pen->plan, item);
      g_autofree char     *why = why_of (pen->plan, item);
      row (pen, _ (steady_plan_item_rule (item)->label), value, why);
    }
  if (chapter->prime)
    print_prime (pen);
}

static void
print_sentences (Pen *pen)
{
  const SteadyPlan *plan = pen->plan;

  for (unsigned i = 0; i < plan->n_refusals; i++)
    {
      g_autofree char *text =
          g_strdup_printf (_ ("NOT TO BE FOLLOWED: %s"), _ (plan->refusals[i]));
      need (pen, 30);
      pen->y += write_at (
          pen, "Sans Bold 10", 0, MARGIN, pen->y, PAGE_WIDTH - 2 * MARGIN, text);
    }
  for (unsigned i = 0; i < plan->n_warnings; i++)
    {
      g_autofree char *text = g_strdup_printf ("▲ %s", _ (plan->warnings[i]));
      need (pen, 24);
      pen->y +=
          write_at (pen, "Sans 9", 0, MARGIN, pen->y, PAGE_WIDTH - 2 * MARGIN, text);
    }
}

/* Two lines; a signature that was given on the screen stands on its line. */
static void
print_signatures (Pen *pen)
{
  static const char *const roles[] = { N_ ("Made by"), N_ ("Checked by") };

  need (pen, 150);
  heading (pen, _ ("Signatures"));
  for (unsigned i = 0; i < STEADY_PLAN_SIGNERS; i++)
    {
      const double     x = MARGIN + i * 265;
      g_autofree char *given = i < pen->signing->count
                                   ? g_strdup_printf (_ ("%s, signed on the screen %s"),
                                                      pen->signing->signatures[i].name,
                                                      pen->signing->signatures[i].utc)
                                   : NULL;
      write_at (pen, "Sans 9", 0, x, pen->y, 240, _ (roles[i]));
      if (given != NULL)
        write_at (pen, "Sans Bold 9", 0, x, pen->y + 20, 240, given);
      cairo_set_source_rgb (pen->cairo, 0, 0, 0);
      cairo_move_to (pen->cairo, x, pen->y + 70);
      cairo_line_to (pen->cairo, x + 240, pen->y + 70);
      cairo_stroke (pen->cairo);
      write_at (pen, "Sans 8", 0.3, x, pen->y + 73, 240, _ ("name, date, signature"));
    }
  pen->y += 95;
}

static cairo_status_t
write_bytes (void *data, const unsigned char *bytes, unsigned length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static bool
draw (Pen *pen, GByteArray *bytes)
{
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (write_bytes, bytes, PAGE_WIDTH, PAGE_HEIGHT);

  cairo_pdf_surface_set_metadata (
      surface, CAIRO_PDF_METADATA_TITLE, _ ("Perfusion plan"));
  pen->cairo = cairo_create (surface);
  pen->layout = pango_cairo_create_layout (pen->cairo);
  /* one point of a font is one point of the page */
  pango_cairo_context_set_resolution (pango_layout_get_context (pen->layout), 72);
  pango_layout_set_wrap (pen->layout, PANGO_WRAP_WORD_CHAR);
  begin_page (pen);
  print_sentences (pen);
  for (unsigned i = 0; i < STEADY_PLAN_CHAPTERS; i++)
    print_chapter (pen, steady_plan_chapter (i));
  print_signatures (pen);
  g_object_unref (pen->layout);
  cairo_show_page (pen->cairo);
  const bool fine = cairo_status (pen->cairo) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (pen->cairo);
  cairo_surface_finish (surface);
  const bool finished = cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy (surface);
  return fine && finished;
}

/*
 * Prints the plan as PDF: the patient, every number with formula, source and file, two
 * lines to sign on. DRAFT stands across it until two have signed, SIMULATED where no
 * patient is real. @tables are those it was computed with. A file that is there is
 * replaced only when the new one is whole.
 *
 * Thread: main.
 */
bool
steady_plan_print (const SteadyPlan        *plan,
                   const SteadyPlanTables  *tables,
                   const SteadyPlanSigning *signing,
                   const char              *file,
                   GError                 **error)
{
  Pen pen = { .plan = plan, .tables = tables, .signing = signing };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  if (!draw (&pen, bytes))
    {
      g_set_error (
          error,
          G_FILE_ERROR,
          G_FILE_ERROR_FAILED,
          _ ("%s: the plan could not be drawn; try again with more free memory"),
          file);
      return false;
    }
  return steady_paper_file_write (file, bytes, error);
}

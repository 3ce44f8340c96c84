/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "print/steady-plain-words.h"
#include "print/steady-sheet.h"

/* The child, in the letter: a name, or words where nobody entered one. */
static const char *
child_of (const SteadyCaseStory *story)
{
  return story->patient.name[0] != '\0' ? story->patient.name : _ ("your child");
}

static void
circle (cairo_t *cairo, double x, double y, double radius)
{
  cairo_new_sub_path (cairo);
  cairo_arc (cairo, x, y, radius, 0, 2 * G_PI);
}

static void
heart (cairo_t *cairo, double x, double y, double size)
{
  cairo_move_to (cairo, x, y + size);
  cairo_curve_to (cairo,
                  x - 1.6 * size,
                  y - 0.1 * size,
                  x - 0.8 * size,
                  y - 1.2 * size,
                  x,
                  y - 0.35 * size);
  cairo_curve_to (cairo,
                  x + 0.8 * size,
                  y - 1.2 * size,
                  x + 1.6 * size,
                  y - 0.1 * size,
                  x,
                  y + size);
}

/* Stuffy, the bear of the perfusion team. */
static void
draw_bear (SteadyPaper *paper, double x, double y, double scale)
{
  cairo_t *cairo = steady_paper_cairo (paper);

  cairo_save (cairo);
  cairo_translate (cairo, x, y);
  cairo_scale (cairo, scale, scale);
  cairo_set_source_rgb (cairo, 0.72, 0.53, 0.36); /* ears, body, head */
  circle (cairo, -20, -24, 11);
  circle (cairo, 20, -24, 11);
  circle (cairo, 0, 38, 27);
  circle (cairo, -27, 28, 9); /* paws */
  circle (cairo, 27, 28, 9);
  circle (cairo, -16, 62, 10);
  circle (cairo, 16, 62, 10);
  circle (cairo, 0, -6, 28);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0.90, 0.78, 0.64); /* inner ears, muzzle */
  circle (cairo, -20, -24, 5.5);
  circle (cairo, 20, -24, 5.5);
  circle (cairo, 0, 4, 12);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0.20, 0.13, 0.09); /* eyes, nose, smile */
  circle (cairo, -10, -11, 3);
  circle (cairo, 10, -11, 3);
  circle (cairo, 0, 0, 3.6);
  cairo_fill (cairo);
  cairo_set_line_width (cairo, 1.6);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  cairo_arc (cairo, 0, 3.5, 6, 0.35, G_PI - 0.35);
  cairo_stroke (cairo);
  cairo_set_source_rgb (cairo, 0.78, 0.25, 0.32);
  heart (cairo, 0, 40, 9);
  cairo_fill (cairo);
  cairo_restore (cairo);
  steady_paper_colour (paper, 0, 0, 0);
}

static void
say (SteadyPaper *paper, const char *format, const char *child)
{
  /* the formats are ours and translated; each takes the child's name, once */
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *text = g_strconcat (
      parts[0], parts[1] != NULL ? child : "", parts[1] != NULL ? parts[1] : "", NULL);
  steady_paper_paragraph (paper, STEADY_PAPER_LETTER, text);
}

static void
say_time (SteadyPaper *paper, const char *format, SteadySpan span)
{
  say (paper, format, steady_plain_span (span));
}

static bool
was_given (const SteadyCaseStory *story, SteadyClinicalKind kind, const char *what)
{
  for (unsigned i = 0; i < story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (story->acts, SteadyClinicalRecord, i);
      if (act->kind == (uint32_t) kind &&
          (act->flags & STEADY_CLINICAL_WITHDRAWN) == 0 && act->amount > 0 &&
          (what == NULL || strcmp (act->what, what) == 0))
        return true;
    }
  return false;
}

static bool
had_blood (const SteadyCaseStory *story)
{
  return was_given (story, STEADY_CLINICAL_VOLUME, "red-cells") ||
         was_given (story, STEADY_CLINICAL_VOLUME, "plasma") ||
         was_given (story, STEADY_CLINICAL_VOLUME, "platelets");
}

static void
tell_bypass (SteadyPaper *paper, const SteadyCaseStory *story)
{
  const char      *child = child_of (story);
  const SteadySpan bypass = steady_case_story_total (story, STEADY_CASE_PHASE_BYPASS);

  if (bypass == 0)
    {
      say (paper, _ ("The machine stood ready for %s the whole time."), child);
      return;
    }
  say_time (paper,
            _ ("The machine moved the blood for %s. It gave the blood oxygen, as lungs "
               "do, and kept it at the right warmth."),
            bypass);
}

static void
tell_cold (SteadyPaper *paper, const SteadyCaseStory *story)
{
  const SteadySpan clamp = steady_case_story_total (story, STEADY_CASE_PHASE_CLAMP);

  if (steady_case_story_total (story, STEADY_CASE_PHASE_COOLING) > 0)
    say (
        paper,
        _ ("We cooled %s gently. A cool body needs less, and that protects the brain."),
        child_of (story));
  if (steady_case_story_total (story, STEADY_CASE_PHASE_REWARMING) > 0)
    say (paper, _ ("Later we warmed the blood again, slowly."), child_of (story));
  if (clamp > 0)
    say_time (paper,
              was_given (story, STEADY_CLINICAL_CARDIOPLEGIA, NULL)
                  ? _ ("While the surgeons worked inside, the heart itself rested for "
                       "%s. A special fluid protected it.")
                  : _ ("While the surgeons worked inside, the heart itself rested for "
                       "%s."),
              clamp);
  if (steady_case_story_total (story, STEADY_CASE_PHASE_ARREST) > 0)
    say (paper,
         _ ("For one part of the operation the blood had to stand still. %s was cold "
            "then, so that the body could rest. The doctors will gladly tell you more "
            "about it."),
         child_of (story));
}

static void
tell_people (SteadyPaper *paper, const SteadyCaseStory *story)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (unsigned i = 0; i < story->people->len; i++)
    {
      const SteadyStoryPerson *person =
          &g_array_index (story->people, SteadyStoryPerson, i);
      bool digit = false;
      for (const char *c = person->name; *c != '\0'; c++)
        digit = digit || g_ascii_isdigit (*c);
      /* "Operator 2" is a place and nobody's name */
      if (!digit && (person->roles & STEADY_STORY_OPERATOR) != 0)
        g_string_append_printf (
            names, "%s%s", names->len > 0 ? ", " : "", person->name);
    }
  if (names->len > 0)
    say (paper, _ ("At the machine: %s."), names->str);
}

static void
tell_all (SteadyPaper *paper, const SteadyCaseStory *story)
{
  const char *child = child_of (story);

  say (paper, _ ("Dear family,"), "");
  say (paper,
       steady_case_story_total (story, STEADY_CASE_PHASE_ECMO) > 0
           ? _ ("a machine helps the heart and lungs of %s while they rest. We are the "
                "people who look after that machine. This letter tells you what it "
                "does.")
           : _ ("while the surgeons worked on the heart of %s, a machine was there to "
                "do "
                "the work of heart and lungs. We are the people who look after that "
                "machine. This letter tells you what it did."),
       child);
  tell_bypass (paper, story);
  tell_cold (paper, story);
  if (had_blood (story))
    say (paper,
         _ ("%s was also given blood. Somebody donated it, for a child they will never "
            "meet."),
         child);
  say (paper,
       _ ("All that time people stood beside the machine and watched over %s."),
       child);
  say (paper,
       _ ("This letter is only about the machine. How the operation went, and what "
          "comes "
          "next, the doctors will tell you. Please ask them, and ask us, as often as "
          "you "
          "like. No question is too small."),
       child);
  tell_people (paper, story);
}

/*
 * One page in plain words and large type. It says only what is recorded, holds no
 * number but the date, and judges nothing: that is for people, face to face.
 *
 * Thread: the reader's.
 */
void
steady_family_letter_draw (SteadyPaper *paper, const void *data)
{
  const SteadyCaseStory *story = ((const SteadySheet *) data)->story;
  g_autofree char       *date = steady_plain_date (story);
  g_autofree char       *title =
      story->patient.name[0] != '\0'
                ? g_strdup_printf (_ ("For the family of %s"), story->patient.name)
                : g_strdup (_ ("For the family"));

  draw_bear (paper, STEADY_PAPER_WIDTH - STEADY_PAPER_MARGIN - 34, 92, 0.95);
  steady_paper_space (paper, 24);
  steady_paper_write (paper,
                      STEADY_PAPER_LETTER_TITLE,
                      STEADY_PAPER_LEFT,
                      STEADY_PAPER_MARGIN,
                      steady_paper_y (paper),
                      STEADY_PAPER_INNER - 90,
                      title);
  steady_paper_space (
      paper,
      8 + steady_paper_height (
              paper, STEADY_PAPER_LETTER_TITLE, STEADY_PAPER_INNER - 90, title));
  steady_paper_paragraph (paper, STEADY_PAPER_LETTER, date);
  steady_paper_space (paper, 10);
  tell_all (paper, story);
  say (paper, _ ("With our best wishes, and those of Stuffy, our bear"), "");
  steady_paper_space (paper, 26);
  steady_paper_line (paper,
                     STEADY_PAPER_MARGIN,
                     steady_paper_y (paper),
                     STEADY_PAPER_MARGIN + 240,
                     steady_paper_y (paper),
                     0.7);
  steady_paper_space (paper, 4);
  steady_paper_paragraph (paper, STEADY_PAPER_BODY, _ ("The perfusion team"));
  if (story->simulated)
    steady_paper_paragraph (
        paper,
        STEADY_PAPER_STRONG,
        _ ("This letter was written for practice. Nobody was operated on."));
}

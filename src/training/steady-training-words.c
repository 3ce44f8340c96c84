/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-training-words.h"

#include <string.h>

#include <glib.h>
#include <glib/gi18n-lib.h>

typedef struct Word
{
  const char *name;
  const char *text;
} Word;

/* What is not in the list keeps its name: nothing is hidden because it is new. */
static const char *
find (const Word *words, unsigned count, const char *name)
{
  for (unsigned i = 0; i < count; i++)
    if (strcmp (words[i].name, name) == 0)
      return _ (words[i].text);
  return name;
}

/* A shelf of scenarios. */
const char *
steady_training_words_category (const char *category)
{
  static const Word words[] = { { "tutorial", N_ ("Lessons") },
                                { "case", N_ ("Whole cases") },
                                { "incident", N_ ("Incidents") },
                                { "ecmo", N_ ("ECMO") } };
  return find (words, G_N_ELEMENTS (words), category);
}

/* A profile of alarms, as an age. */
const char *
steady_training_words_profile (const char *profile)
{
  static const Word words[] = { { "neonate", N_ ("neonate") },
                                { "infant", N_ ("infant") },
                                { "child", N_ ("child") },
                                { "adolescent", N_ ("adolescent") },
                                { "adult", N_ ("adult") } };
  return find (words, G_N_ELEMENTS (words), profile);
}

/* Who speaks. */
const char *
steady_training_words_who (const char *who)
{
  static const Word words[] = { { "surgeon", N_ ("Surgeon") },
                                { "anaesthetist", N_ ("Anaesthetist") },
                                { "nurse", N_ ("Nurse") },
                                { "perfusionist", N_ ("Second perfusionist") } };
  return find (words, G_N_ELEMENTS (words), who);
}

/* How a run went, in a sentence. */
const char *
steady_training_words_outcome (const char *outcome)
{
  static const Word words[] = {
    { "running", N_ ("Not finished yet") },
    { "passed", N_ ("Passed: all that matters was done in time") },
    { "failed", N_ ("Not passed yet: something that matters came late or not at all") },
    { "ended", N_ ("Ended") },
  };
  return find (words, G_N_ELEMENTS (words), outcome);
}

/* What became of one thing that was expected. */
const char *
steady_training_words_verdict (const char *verdict)
{
  static const Word words[] = {
    { "waiting", N_ ("did not come up") }, { "open", N_ ("still open") },
    { "met", N_ ("done in time") },        { "late", N_ ("done, but late") },
    { "missed", N_ ("not done") },         { "broken", N_ ("happened, and must not") }
  };
  return find (words, G_N_ELEMENTS (words), verdict);
}

/* The three steps of every incident. */
const char *
steady_training_words_milestone (const char *milestone)
{
  static const Word words[] = { { "detected", N_ ("Noticed") },
                                { "first-action", N_ ("First right action") },
                                { "stable", N_ ("Stable again") },
                                { "item", N_ ("Step") } };
  return find (words, G_N_ELEMENTS (words), milestone);
}

/* Kinds of what a trainee can do beside the screen. */
const char *
steady_training_words_group (const char *group)
{
  static const Word words[] = { { "look", N_ ("Look") },
                                { "tell", N_ ("Tell") },
                                { "ask", N_ ("Ask for") },
                                { "hands", N_ ("Do by hand") },
                                { "drugs", N_ ("Drugs and blood") } };
  return find (words, G_N_ELEMENTS (words), group);
}

/* What became of a call-out. */
const char *
steady_training_words_callout (const char *state)
{
  static const Word words[] = { { "open", N_ ("waits for an answer") },
                                { "answered", N_ ("answered") },
                                { "wrong", N_ ("answered wrongly") },
                                { "unanswered", N_ ("not answered in time") } };
  return find (words, G_N_ELEMENTS (words), state);
}

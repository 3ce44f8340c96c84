/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sounder/steady-recorded-set.h"

#include <libintl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <glib.h>

#include "sounder/steady-recorded-sound.h"
#include "sounder/steady-sound-settings.h"

#define _(text)  gettext (text)
#define N_(text) (text)

struct SteadyRecordedSet
{
  SteadySoundSet      sounds; /* first, so that a set is one of these */
  SteadyRecordedSound recorded[STEADY_SOUND_HIGH][STEADY_SOUND_CATEGORIES];
  unsigned            count;
  char               *problem;
};

static const char *const priorities[] = { "low", "medium", "high" };

/* The names of the vocabulary, as in alarm rules. */
static const char *const categories[STEADY_SOUND_CATEGORIES] = {
  "general", "cardiac",     "perfusion", "ventilation",
  "oxygen",  "temperature", "drug",      "equipment"
};

static void
recorded_burst (const SteadySoundSet *set,
                SteadySoundPriority   priority,
                unsigned              category,
                SteadySoundBurst     *ret_burst)
{
  const SteadyRecordedSet *self = (const SteadyRecordedSet *) set;
  const unsigned           known = category < STEADY_SOUND_CATEGORIES ? category : 0;

  /* the tones check the priority, and stand in */
  steady_sound_set_tones ()->burst (set, priority, category, ret_burst);
  if (priority == STEADY_SOUND_NONE)
    return;
  const SteadyRecordedSound *sound = &self->recorded[priority - 1][known];
  if (sound->samples == NULL)
    return;
  *ret_burst = (SteadySoundBurst){
    .recorded = sound->samples,
    .length = sound->length,
    .least_recorded = priority == STEADY_SOUND_HIGH ? sound->length / 2 : sound->length,
    .level = steady_sound_level (priority),
  };
}

/* NULL, or why the file is not used. */
static const char *
load_one (const char *path, SteadyRecordedSound *ret_sound)
{
  g_autofree char *bytes = NULL;
  gsize            length;
  struct stat      about;

  if (stat (path, &about) != 0 || !S_ISREG (about.st_mode))
    return N_ ("is missing");
  if (about.st_size > STEADY_RECORDED_SOUND_MAX)
    return N_ ("is larger than 8 MiB");
  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return N_ ("cannot be read");
  return steady_recorded_sound_parse (bytes, length, ret_sound);
}

static void
describe_problem (SteadyRecordedSet *self,
                  const char        *folder,
                  const char        *first,
                  const char        *why)
{
  const unsigned others = STEADY_RECORDED_SOUNDS - self->count - 1;

  self->problem =
      others == 0
          ? g_strdup_printf (_ ("%s %s, so its tone sounds instead; mend it in %s"),
                             first,
                             why,
                             folder)
          : g_strdup_printf (
                _ ("%s %s, and %u more recorded sounds are of no use, so tones sound "
                   "instead; mend them in %s"),
                first,
                why,
                others,
                folder);
}

/*
 * Loads PRIORITY-CATEGORY.wav for each of the three priorities and eight categories
 * from @folder. What is missing or of no use is a tone, and told by
 * steady_recorded_set_problem ().
 *
 * Thread: main, before the stream starts.
 */
SteadyRecordedSet *
steady_recorded_set_load (const char *folder)
{
  SteadyRecordedSet *self = g_new0 (SteadyRecordedSet, 1);
  g_autofree char   *first = NULL;
  const char        *why = NULL;

  self->sounds = *steady_sound_set_tones ();
  self->sounds.name = "recorded";
  self->sounds.burst = recorded_burst;
  for (int p = STEADY_SOUND_HIGH - 1; p >= 0; p--)
    for (unsigned c = 0; c < STEADY_SOUND_CATEGORIES; c++)
      {
        g_autofree char *name =
            g_strdup_printf ("%s-%s.wav", priorities[p], categories[c]);
        g_autofree char *path = g_build_filename (folder, name, NULL);
        const char      *problem = load_one (path, &self->recorded[p][c]);
        self->count += problem == NULL;
        if (problem != NULL && first == NULL)
          {
            first = g_steal_pointer (&name);
            why = _ (problem);
          }
      }
  if (first != NULL)
    describe_problem (self, folder, first, why);
  return self;
}

/*
 * The set of the folder that the environment names, and one sentence on stderr where
 * not all of it can be used. NULL without such a folder.
 *
 * Thread: main, before the stream starts.
 */
SteadyRecordedSet *
steady_recorded_set_from_site (void)
{
  const char *folder = getenv (STEADY_SOUND_SET_VARIABLE);

  if (folder == NULL || folder[0] == '\0')
    return NULL;
  SteadyRecordedSet *self = steady_recorded_set_load (folder);
  if (self->problem != NULL)
    fprintf (stderr, "steady-sounder: %s\n", self->problem);
  return self;
}

/* Accepts NULL. Not while a stream plays it. Thread: main. */
void
steady_recorded_set_free (SteadyRecordedSet *self)
{
  if (self == NULL)
    return;
  for (unsigned p = 0; p < STEADY_SOUND_HIGH; p++)
    for (unsigned c = 0; c < STEADY_SOUND_CATEGORIES; c++)
      g_free (self->recorded[p][c].samples);
  g_free (self->problem);
  g_free (self);
}

/* Lives as long as @self. Thread: any. */
const SteadySoundSet *
steady_recorded_set_sounds (const SteadyRecordedSet *self)
{
  return &self->sounds;
}

/* How many of the 24 are recorded ones. Thread: any. */
unsigned
steady_recorded_set_count (const SteadyRecordedSet *self)
{
  return self->count;
}

/* One sentence, or "" when all are recorded ones. Thread: any. */
const char *
steady_recorded_set_problem (const SteadyRecordedSet *self)
{
  return self->problem != NULL ? self->problem : "";
}

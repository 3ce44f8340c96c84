/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-dialogue.h"

#include <string.h>

/* Where the tapes are. */
char *
steady_dialogue_folder (void)
{
  return g_build_filename (g_getenv ("STEADY_TEST_DATA"), "tapes", NULL);
}

SteadyDialogue
steady_dialogue_load (const char *file)
{
  g_autoptr (GError) error = NULL;
  SteadyDialogue   self = { .tape = steady_tape_open (file, &error) };
  SteadyTapeRecord record;

  g_assert_no_error (error);
  self.records = g_array_new (FALSE, FALSE, sizeof record);
  while (steady_tape_next (self.tape, &record, &error))
    g_array_append_val (self.records, record);
  g_assert_no_error (error);
  g_assert_cmpuint (self.records->len, >, 10);
  guint first = 0;
  while (steady_dialogue_at (&self, first)->kind != STEADY_TAPE_CAME &&
         steady_dialogue_at (&self, first)->kind != STEADY_TAPE_SENT)
    first++;
  self.unasked = steady_dialogue_at (&self, first)->kind == STEADY_TAPE_CAME;
  return self;
}

void
steady_dialogue_finish (SteadyDialogue *self)
{
  g_array_unref (self->records);
  steady_tape_free (self->tape);
}

const SteadyTapeRecord *
steady_dialogue_at (const SteadyDialogue *self, guint i)
{
  return &g_array_index (self->records, SteadyTapeRecord, i);
}

/* The tape's driver, with its settings, that has seen nothing yet. */
SteadyDriverBench *
steady_dialogue_bench (const SteadyDialogue *self)
{
  return steady_driver_bench_new (steady_tape_driver (self->tape),
                                  steady_tape_settings (self->tape));
}

/* Of the message on the tape and as many bytes; too many where it is none or longer. */
static unsigned
differences (const SteadyTapeRecord *record, const uint8_t *bytes, size_t length)
{
  unsigned n = 0;

  if (record->kind != STEADY_TAPE_SENT || record->length > length)
    return G_MAXUINT;
  for (size_t i = 0; i < record->length; i++)
    n += record->bytes[i] != bytes[i];
  return n;
}

/*
 * Where on the tape the driver said what @bytes begin with, from *@at on and then from
 * the beginning: the very message if it can be, or else one in which up to @most bytes
 * are others (a number that each message has anew, and its check). 0 and nothing
 * changed where it never said so; otherwise the length of the message.
 */
size_t
steady_dialogue_find (const SteadyDialogue *self,
                      const uint8_t        *bytes,
                      size_t                length,
                      unsigned              most,
                      guint                *at)
{
  const guint n = self->records->len;

  for (unsigned allowed = 0; allowed <= most; allowed++)
    for (guint i = 0; i < n; i++)
      {
        const guint             where = (*at + i) % n;
        const SteadyTapeRecord *record = steady_dialogue_at (self, where);
        if (differences (record, bytes, length) > allowed)
          continue;
        *at = where;
        return record->length;
      }
  return 0;
}

void
steady_dialogue_each (SteadyDialogueAdd add)
{
  g_autofree char *folder = steady_dialogue_folder ();
  GDir            *list = g_dir_open (folder, 0, NULL);
  const char      *name;

  g_assert_nonnull (list);
  while ((name = g_dir_read_name (list)) != NULL)
    {
      if (!g_str_has_suffix (name, ".tape"))
        continue;
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *bare = g_strndup (name, strlen (name) - strlen (".tape"));
      add (bare, file);
    }
  g_dir_close (list);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "steady-dialogue.h"

/*
 * Every driver is unplugged at every byte of its tape, and with that in every stage of
 * its dialogue, which is proved: a stage at which no line was ever cut fails.
 *
 * A line is lost in two ways. A port that closes (USB, TCP) is opened again and the
 * driver started; a plug pulled from the instrument leaves the port open and silent.
 */
enum
{
  RETURN_RECORDS = 120, /* of the tape, after the line is back */
  STAGES_MOST = 8,
  NUMBERED = 4 /* bytes of a message: its number, and its check */
};

#define AWAY   (7 * STEADY_NSEC_PER_SEC)
#define SILENT (40 * STEADY_NSEC_PER_SEC) /* longer than any driver waits */

/* A driver in the middle of its dialogue, to come back to after it was cut. */
typedef struct Kept
{
  SteadyDriver      driver;
  SteadyDriverGuard guard;
  guint             n_values;
  guint             n_sent;
} Kept;

static void
keep (const SteadyDriverBench *bench, Kept *ret_kept)
{
  ret_kept->driver = bench->driver;
  ret_kept->guard = bench->guard;
  ret_kept->n_values = bench->values->len;
  ret_kept->n_sent = bench->sent->len;
}

static void
give_back (SteadyDriverBench *bench, const Kept *kept)
{
  bench->driver = kept->driver;
  bench->guard = kept->guard;
  g_array_set_size (bench->values, kept->n_values);
  g_byte_array_set_size (bench->sent, kept->n_sent);
}

static bool
is_usable (const SteadyDriverValue *value)
{
  return value->quality == STEADY_QUALITY_VALID ||
         value->quality == STEADY_QUALITY_QUESTIONABLE;
}

static const SteadyDriverValue *
value_at (const SteadyDriverBench *bench, guint i)
{
  return &g_array_index (bench->values, SteadyDriverValue, i);
}

static unsigned
usable_since (const SteadyDriverBench *bench, guint from)
{
  unsigned n = 0;

  for (guint i = from; i < bench->values->len; i++)
    n += is_usable (value_at (bench, i));
  return n;
}

/* The beginning of the tape once more, its first instant put to @t. */
static void
play_return (const SteadyDialogue *dialogue, SteadyDriverBench *bench, SteadyInstant t)
{
  const guint n = MIN (dialogue->records->len - 1, (guint) RETURN_RECORDS);

  for (guint i = 0; i < n; i++)
    {
      SteadyTapeRecord record = *steady_dialogue_at (dialogue, i);
      record.t += t - steady_dialogue_at (dialogue, 0)->t;
      steady_driver_bench_play (bench, &record);
    }
}

/* As a driver that never was cut: the same values, at instants @later, and the same
 * bytes sent; so nothing from before comes out again, and no command. */
static void
assert_as_new (const SteadyDriverBench *bench,
               const Kept              *kept,
               const SteadyDriverBench *fresh,
               SteadySpan               later)
{
  const guint n = bench->values->len - kept->n_values;

  g_assert_cmpuint (n, ==, fresh->values->len);
  for (guint i = 0; i < n; i++)
    {
      const SteadyDriverValue *one = value_at (bench, kept->n_values + i);
      const SteadyDriverValue *other = value_at (fresh, i);
      g_assert_cmpuint (one->signal, ==, other->signal);
      g_assert_cmpuint (one->quality, ==, other->quality);
      g_assert_cmpint (one->t, ==, other->t + later);
      g_assert_true (memcmp (&one->value, &other->value, sizeof one->value) == 0);
    }
  g_assert_cmpmem (bench->sent->data + kept->n_sent,
                   bench->sent->len - kept->n_sent,
                   fresh->sent->data,
                   fresh->sent->len);
  g_assert_cmpstr (bench->identity, ==, fresh->identity);
  g_assert_cmpuint (bench->guard.breaches, ==, 0);
}

/* ---- where it is cut ---- */

/* What is done at each place, with the instant of it. */
typedef void (*Cut) (void                 *owner,
                     const SteadyDialogue *dialogue,
                     SteadyDriverBench    *bench,
                     SteadyInstant         t);

/* Plays the tape byte by byte and cuts before and after each of them, and after each
 * other thing that happens. Gives the stages that were met, bit by bit. */
static unsigned
cut_everywhere (const SteadyDialogue *dialogue, Cut cut, void *owner)
{
  SteadyDriverBench  *bench = steady_dialogue_bench (dialogue);
  const SteadyDriver *driver = &bench->driver;
  const bool          whole = steady_tape_link (dialogue->tape) == STEADY_DRIVER_UDP;
  unsigned            met = 0;

  for (guint i = 0; i + 1 < dialogue->records->len; i++)
    {
      const SteadyTapeRecord *record = steady_dialogue_at (dialogue, i);
      const bool              came = record->kind == STEADY_TAPE_CAME;
      const size_t            step = whole || !came ? MAX (record->length, 1) : 1;
      for (size_t at = 0; at < MAX (record->length, 1); at += step)
        {
          if (came)
            steady_driver_bench_rx (bench, record->bytes + at, step, record->t);
          else
            steady_driver_bench_play (bench, record);
          met |= 1u << driver->class->stage (driver);
          cut (owner, dialogue, bench, record->t);
        }
    }
  steady_driver_bench_free (bench);
  return met;
}

/* ---- the port closes ---- */

typedef struct Closing
{
  SteadyDriverBench *fresh; /* never cut */
  unsigned           cuts;
  unsigned           commands; /* taken before a cut */
} Closing;

/* A rig is told something just before, which must not reach it afterwards. */
static void
command_in_vain (Closing *self, SteadyDriverBench *bench, SteadyInstant t)
{
  SteadyDriver *driver = &bench->driver;

  if (driver->n_controls == 0)
    return;
  const SteadyDriverControl *control =
      &driver->controls[self->cuts % driver->n_controls];
  const SteadyCommand command = { .id = self->cuts + 1,
                                  .control = control->control,
                                  .value = (control->low + control->high) / 2 };
  steady_driver_guard_enter (&bench->guard, t);
  self->commands += driver->class->command (driver, &command, t);
}

static void
close_and_open (void                 *owner,
                const SteadyDialogue *dialogue,
                SteadyDriverBench    *bench,
                SteadyInstant         t)
{
  Closing *self = owner;
  Kept     before, kept;

  keep (bench, &before);
  command_in_vain (self, bench, t);
  keep (bench, &kept);
  play_return (dialogue, bench, t + AWAY);
  assert_as_new (
      bench, &kept, self->fresh, t + AWAY - steady_dialogue_at (dialogue, 0)->t);
  give_back (bench, &before);
  self->cuts++;
}

static unsigned
close_everywhere (const char *file)
{
  SteadyDialogue dialogue = steady_dialogue_load (file);
  Closing        closing = { .fresh = steady_dialogue_bench (&dialogue) };

  play_return (&dialogue, closing.fresh, steady_dialogue_at (&dialogue, 0)->t);
  g_assert_cmpuint (closing.fresh->values->len, >, 0);
  const unsigned met = cut_everywhere (&dialogue, close_and_open, &closing);
  g_test_message (
      "cut at %u places, %u commands in vain", closing.cuts, closing.commands);
  g_assert_cmpuint (closing.cuts, >, 20);
  g_assert_true ((closing.commands > 0) == (closing.fresh->driver.n_controls > 0));
  steady_driver_bench_free (closing.fresh);
  steady_dialogue_finish (&dialogue);
  return met;
}

/* ---- the port stays open and is silent ---- */

typedef struct Silence
{
  unsigned turn;
  unsigned back;
} Silence;

/* Time goes by without a byte; gives when it ends. What the driver asks is heard by
 * nobody, and it makes no value of its own. */
static SteadyInstant
be_silent (SteadyDriverBench *bench, SteadyInstant t, SteadyInstant end)
{
  const guint n = bench->values->len;

  while (t < end)
    t = MIN (MAX (steady_driver_bench_tick (bench, t), t + STEADY_NSEC_PER_MSEC), end);
  g_assert_cmpuint (usable_since (bench, n), ==, 0);
  return t;
}

/* Modbus over TCP numbers each question, and a device repeats the number. */
static bool
is_numbered (const SteadyDialogue *dialogue, const uint8_t *said, size_t length)
{
  return steady_tape_link (dialogue->tape) == STEADY_DRIVER_TCP && length > 6 &&
         said[2] == 0 && said[3] == 0 && said[5] == length - 6;
}

/* What follows on the tape after the driver said @said, until it says something again;
 * all of it at the instant @t. */
static void
answer (const SteadyDialogue *dialogue,
        SteadyDriverBench    *bench,
        guint                *at,
        const uint8_t        *said,
        size_t                length,
        SteadyInstant         t)
{
  const bool    numbered = is_numbered (dialogue, said, length);
  const uint8_t number[2] = { said[0], said[length > 1] };

  for (++*at; *at < dialogue->records->len; ++*at)
    {
      SteadyTapeRecord record = *steady_dialogue_at (dialogue, *at);
      if (record.kind == STEADY_TAPE_SENT)
        return;
      if (record.kind != STEADY_TAPE_CAME)
        continue;
      if (numbered)
        memcpy (record.bytes, number, sizeof number);
      steady_driver_bench_rx (bench, record.bytes, record.length, t);
    }
}

/* Answers all that the driver said from @said on, also while it was answered. */
static void
answer_all (const SteadyDialogue *dialogue,
            SteadyDriverBench    *bench,
            guint                 said,
            guint                *at,
            SteadyInstant         t)
{
  while (said < bench->sent->len)
    {
      const size_t length = steady_dialogue_find (
          dialogue, bench->sent->data + said, bench->sent->len - said, NUMBERED, at);
      if (length == 0)
        return; /* it was never asked that: it does not answer */
      answer (dialogue, bench, at, bench->sent->data + said, length, t);
      said += (guint) length;
    }
}

/* The device as on its tape: what it is asked it answers as it did. Until @wanted
 * values came, or it has taken far too long. */
static void
converse (const SteadyDialogue *dialogue,
          SteadyDriverBench    *bench,
          guint                 wanted,
          SteadyInstant         t)
{
  const guint         n = bench->values->len;
  const SteadyInstant limit = t + 2 * SILENT;
  guint               at = 0;

  while (usable_since (bench, n) < wanted && t < limit)
    {
      const guint         said = bench->sent->len;
      const SteadyInstant due = steady_driver_bench_tick (bench, t);
      answer_all (dialogue, bench, said, &at, t);
      t = MIN (MAX (due, t + STEADY_NSEC_PER_MSEC), t + STEADY_NSEC_PER_SEC);
    }
  g_assert_cmpuint (usable_since (bench, n), >=, wanted);
}

/* It goes on in the middle of what it says, if it speaks unasked. */
static void
be_silent_and_return (void                 *owner,
                      const SteadyDialogue *dialogue,
                      SteadyDriverBench    *bench,
                      SteadyInstant         t)
{
  Silence *self = owner;
  Kept     kept;

  /* some hundred of the places */
  if (self->turn++ % 17 != 0)
    return;
  keep (bench, &kept);
  t = be_silent (bench, t, t + SILENT);
  const guint from = bench->values->len;
  if (!dialogue->unasked)
    converse (dialogue, bench, 1, t);
  else
    for (guint i = 1; i + 1 < dialogue->records->len; i++)
      {
        SteadyTapeRecord record = *steady_dialogue_at (dialogue, i);
        record.t += t - steady_dialogue_at (dialogue, 0)->t;
        steady_driver_bench_play (bench, &record);
      }
  g_assert_cmpuint (usable_since (bench, from), >, 0);
  g_assert_cmpuint (bench->guard.breaches, ==, 0);
  give_back (bench, &kept);
  self->back++;
}

static void
test_silent (gconstpointer data)
{
  SteadyDialogue dialogue = steady_dialogue_load (data);
  Silence        silence = { .turn = 0 };

  cut_everywhere (&dialogue, be_silent_and_return, &silence);
  g_test_message ("silent and back at %u places", silence.back);
  g_assert_cmpuint (silence.back, >, 2);
  steady_dialogue_finish (&dialogue);
}

/* ---- every stage of every driver ---- */

static const SteadyDriverClass *sought;
static unsigned                 met_stages;

static void
meet_stages (const char *name, const char *file)
{
  SteadyDialogue dialogue = steady_dialogue_load (file);
  const bool is_it = steady_driver_find (steady_tape_driver (dialogue.tape)) == sought;

  steady_dialogue_finish (&dialogue);
  if (is_it)
    met_stages |= close_everywhere (file);
}

/* The tapes of a driver, taken together, stood in all of its stages when they were
 * cut. */
static void
test_closed (gconstpointer data)
{
  sought = data;
  met_stages = 0;
  g_assert_nonnull (sought->stages);
  g_assert_nonnull (sought->stage);
  steady_dialogue_each (meet_stages);
  for (unsigned i = 0; sought->stages[i] != NULL; i++)
    {
      g_assert_cmpuint (i, <, STAGES_MOST);
      if ((met_stages >> i & 1) == 0)
        g_error (
            "no tape of %s was cut when it was %s", sought->name, sought->stages[i]);
      g_test_message ("%s: cut when %s", sought->name, sought->stages[i]);
    }
}

static void
add_tests (const char *name, const char *file)
{
  g_autofree char *silent = g_strdup_printf ("/device/unplugged/%s/silent", name);

  g_test_add_data_func_full (silent, g_strdup (file), test_silent, g_free);
}

int
main (int argc, char **argv)
{
  const SteadyDriverClass *class;

  g_test_init (&argc, &argv, NULL);
  steady_dialogue_each (add_tests);
  for (unsigned i = 0; (class = steady_driver_at (i)) != NULL; i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/device/unplugged/%s/closed", class->name);
      g_test_add_data_func (path, class, test_closed);
    }
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "measure/steady-channel.h"
#include "measure/steady-vocabulary.h"

/*
 * Numbers and names that stand on the wire and in case files never change and never go:
 * tests/golden/vocabulary.txt holds them, as "ENUMERATOR number" and as "channel number
 * name unit kind". New ones are added there by hand.
 */
static char *
source_text (const char *name)
{
  g_autofree char *path = g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "..", "src", "measure", name, NULL);
  char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static long
number_of (const char *text)
{
  return g_str_has_prefix (text, "1 << ") ? 1L << strtol (text + 5, NULL, 10)
                                          : strtol (text, NULL, 10);
}

/* Adds the enumerators of a header as lines. Ends of lists are no vocabulary. */
static void
add_enumerators (GHashTable *lines, const char *header)
{
  g_autofree char *text = source_text (header);
  g_autoptr (GRegex) comments = g_regex_new ("/\\*.*?\\*/", G_REGEX_DOTALL, 0, NULL);
  g_autoptr (GRegex) entries =
      g_regex_new ("\\b(STEADY_[A-Z0-9_]+)\\s*=\\s*(1 << \\d+|\\d+)", 0, 0, NULL);
  g_autofree char *bare = g_regex_replace_literal (comments, text, -1, 0, " ", 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (entries, bare, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);
      g_autofree char *value = g_match_info_fetch (match, 2);
      if (!g_str_has_suffix (name, "_MAX"))
        g_hash_table_add (lines, g_strdup_printf ("%s %ld", name, number_of (value)));
    }
}

static GHashTable *
present_lines (void)
{
  static const char *const kinds[] = { "numeric", "wave", "state" };
  GHashTable *lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  add_enumerators (lines, "steady-vocabulary.h");
  add_enumerators (lines, "steady-channel.h");
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      g_hash_table_add (lines,
                        g_strdup_printf ("channel %d %s %s %s",
                                         (int) info->channel,
                                         info->name,
                                         info->unit[0] != '\0' ? info->unit : "-",
                                         kinds[info->kind]));
    }
  return lines;
}

static char **
golden_lines (void)
{
  g_autofree char *path = g_build_filename (
      g_getenv ("STEADY_TEST_DATA"), "golden", "vocabulary.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (text, "\n", 0);
}

static void
test_nothing_changed_or_gone (void)
{
  g_autoptr (GHashTable) present = present_lines ();
  g_auto (GStrv) golden = golden_lines ();
  unsigned count = 0;

  for (unsigned i = 0; golden[i] != NULL; i++)
    {
      if (golden[i][0] == '\0' || golden[i][0] == '#')
        continue;
      count++;
      if (!g_hash_table_contains (present, golden[i]))
        g_test_fail_printf (
            "\"%s\" has changed or gone: old cases hold it; put it back", golden[i]);
    }
  g_assert_cmpuint (count, >, 200);
}

static void
test_all_is_listed (void)
{
  g_autoptr (GHashTable) present = present_lines ();
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) golden = golden_lines ();
  GHashTableIter iter;
  gpointer       line;

  for (unsigned i = 0; golden[i] != NULL; i++)
    g_hash_table_add (listed, golden[i]);
  g_hash_table_iter_init (&iter, present);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    if (!g_hash_table_contains (listed, line))
      g_test_fail_printf ("\"%s\" is new: add the line to tests/golden/vocabulary.txt",
                          (char *) line);
}

/* Each fixed channel is found by number and by name, and makes sense. */
static void
test_channels (void)
{
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      SteadyChannel            channel = STEADY_CHANNEL_NONE;
      g_assert_true (steady_channel_info (info->channel) == info);
      g_assert_true (steady_channel_info (info->channel) == info); /* remembered */
      g_assert_true (steady_channel_from_name (info->name, &channel));
      g_assert_cmpint (channel, ==, info->channel);
      g_assert_cmpfloat (info->low, <, info->high);
      g_assert_cmpint (info->decimals, >=, 0);
      g_assert_cmpint (info->stale, >=, 0);
      g_assert_cmpint (info->channel, <, STEADY_CHANNEL_MAX);
      g_assert_cmpuint (strlen (info->label), >, 0);
    }
  SteadyChannel untouched = STEADY_CHANNEL_ECG;
  g_assert_null (steady_channel_at (steady_channel_count ()));
  g_assert_null (steady_channel_info (STEADY_CHANNEL_NONE));
  g_assert_null (steady_channel_info (STEADY_CHANNEL_NONE));
  g_assert_null (steady_channel_info (STEADY_CHANNEL_FOREIGN));
  g_assert_null (steady_channel_info ((SteadyChannel) 60000));
  g_assert_false (steady_channel_from_name ("no_such_channel", &untouched));
  g_assert_cmpint (untouched, ==, STEADY_CHANNEL_ECG);
}

/* What a file may hold as text comes back as the same number. */
static void
test_names (void)
{
  for (int i = 1; i <= 3; i++)
    {
      g_assert_cmpint (steady_mode_from_name (steady_mode_name (i)), ==, i);
      g_assert_cmpint (steady_priority_from_name (steady_priority_name (i)), ==, i);
    }
  for (int i = 0; i <= 7; i++)
    g_assert_cmpint (steady_category_from_name (steady_category_name (i)), ==, i);
  for (int i = 0; i <= 10; i++)
    g_assert_cmpint (
        steady_support_mode_from_name (steady_support_mode_name (i)), ==, i);
  for (int i = 0; i < STEADY_CONTROL_MAX; i++)
    g_assert_cmpint (steady_control_from_name (steady_control_name (i)), ==, i);
  for (int i = 1; i <= 4; i++)
    g_assert_cmpint (steady_role_from_name (steady_role_name (i)), ==, i);
  g_assert_cmpint (steady_mode_from_name ("nonsense"), ==, -1);
  g_assert_cmpstr (steady_quality_name ((SteadyQuality) 99), ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/measure/vocabulary/nothing-changed-or-gone",
                   test_nothing_changed_or_gone);
  g_test_add_func ("/measure/vocabulary/all-is-listed", test_all_is_listed);
  g_test_add_func ("/measure/vocabulary/channels", test_channels);
  g_test_add_func ("/measure/vocabulary/names", test_names);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/wait.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "steady-case-maker.h"

static char *folder;
static char *path;

/* Runs the program; the exit status, with what it printed. */
static int
run (char **ret_out, char **ret_error, ...)
{
  GPtrArray *words = g_ptr_array_new ();
  GError    *error = NULL;
  int        status = -1;
  va_list    arguments;

  g_ptr_array_add (words, (char *) g_getenv ("STEADY_CASE_PROGRAM"));
  va_start (arguments, ret_error);
  for (char *word = va_arg (arguments, char *); word != NULL;
       word = va_arg (arguments, char *))
    g_ptr_array_add (words, word);
  va_end (arguments);
  g_ptr_array_add (words, NULL);
  g_assert_true (
      g_spawn_sync (NULL,
                    (char **) words->pdata,
                    NULL,
                    ret_out == NULL ? G_SPAWN_STDOUT_TO_DEV_NULL : G_SPAWN_DEFAULT,
                    NULL,
                    NULL,
                    ret_out,
                    ret_error,
                    &status,
                    &error));
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  g_ptr_array_unref (words);
  return WEXITSTATUS (status);
}

/* One sentence on stderr that names @part. */
static void
assert_sentence (const char *said, const char *part)
{
  g_assert_nonnull (strstr (said, part));
  g_assert_true (g_str_has_prefix (said, "steady-case: "));
  g_assert_true (g_str_has_suffix (said, "\n"));
  g_assert_cmpuint (strcspn (said, "\n"), ==, strlen (said) - 1);
}

static void
test_usage (void)
{
  static const char *const wrong[][6] = {
    { NULL },
    { "dance", NULL },
    { "info", NULL },
    { "info", "a", "b", NULL },
    { "export", "--format", "gdf", "a", "b", NULL },
    { "export", "a", "b", NULL },
    { "deidentify", "a", NULL },
    { "verify", "--alarms", NULL },
    { "verify", "--alarms", "a", "b", NULL },
    { "import", "a", NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *said = NULL;
      g_assert_cmpint (run (&out,
                            &said,
                            wrong[i][0],
                            wrong[i][1],
                            wrong[i][2],
                            wrong[i][3],
                            wrong[i][4],
                            NULL),
                       ==,
                       2);
      g_assert_cmpstr (out, ==, "");
      assert_sentence (said, "steady-case --help");
    }
  g_autofree char *help = NULL;
  g_autofree char *version = NULL;
  g_autofree char *nothing = NULL;
  g_assert_cmpint (run (&help, &nothing, "--help", NULL), ==, 0);
  g_assert_nonnull (strstr (help, "export --format FORMAT"));
  g_assert_nonnull (strstr (help, "deidentify"));
  g_assert_cmpint (run (&version, NULL, "--version", NULL), ==, 0);
  g_assert_true (g_str_has_prefix (version, "steady-case "));
}

static void
test_info_verify_export_copy (void)
{
  g_autofree char *info = NULL;
  g_autofree char *verified = NULL;
  g_autofree char *out = g_build_filename (folder, "out", NULL);
  g_autofree char *channels = g_build_filename (out, "TRAINING-channels.csv", NULL);
  g_autofree char *copy = g_build_filename (folder, "copy.steady", NULL);

  g_assert_cmpint (run (&info, NULL, "info", path, NULL), ==, 0);
  g_assert_nonnull (strstr (info, "\"mode\": \"training\""));
  g_assert_nonnull (strstr (info, "\"arterial_pressure\""));
  g_assert_cmpint (run (&verified, NULL, "verify", path, NULL), ==, 0);
  g_assert_nonnull (strstr (verified, "\"whole\": true"));
  g_assert_cmpint (
      run (NULL, NULL, "export", "--format", "csv", path, out, NULL), ==, 0);
  g_assert_true (g_file_test (channels, G_FILE_TEST_EXISTS));
  g_assert_cmpint (run (NULL, NULL, "copy", path, copy, NULL), ==, 0);
  g_assert_cmpint (run (NULL, NULL, "verify", copy, NULL), ==, 0);
}

static void
test_bad_files_in_one_sentence (void)
{
  g_autofree char *broken = g_build_filename (folder, "broken.steady", NULL);
  g_autofree char *text = g_build_filename (folder, "text.steady", NULL);
  char            *bytes = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  memset (bytes + length / 2, 0x55, 4096);
  g_assert_true (g_file_set_contents (broken, bytes, (gssize) length, NULL));
  g_free (bytes);
  g_assert_true (g_file_set_contents (text, "no case", -1, NULL));
  const char *const cases[] = { "/nowhere/at/all.steady", broken, text };
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = NULL;
      g_assert_cmpint (run (NULL, &said, "verify", cases[i], NULL), ==, 1);
      assert_sentence (said, cases[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = steady_case_maker_folder ();
  path = g_build_filename (folder, "a.steady", NULL);
  SteadyCaseSetup   setup = steady_case_maker_setup (path);
  SteadyCaseWriter *writer = steady_case_writer_open (&setup, NULL);
  steady_case_maker_run (writer, 0, 5000);
  g_assert_true (steady_case_writer_close (writer, NULL));
  g_test_add_func ("/exchange/program/usage", test_usage);
  g_test_add_func ("/exchange/program/info-verify-export-copy",
                   test_info_verify_export_copy);
  g_test_add_func ("/exchange/program/bad-files-in-one-sentence",
                   test_bad_files_in_one_sentence);
  const int result = g_test_run ();
  steady_case_maker_remove (folder);
  g_free (folder);
  g_free (path);
  return result;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-replaceable.h"

static void
test_kinds (void)
{
  static const struct
  {
    const char *text;
    bool        fine;
  } rows[] = {
    { "", true },          { "%PDF-1.5\nold", true }, { "%PDF-", true },
    { "%PDF", false },     { "{ \"a\": 1 }", false }, { "\n%PDF-1.5", false },
    { "%pdf-1.5", false },
  };
  g_autofree char *folder = g_dir_make_tmp ("steady-replaceable-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "out", NULL);

  g_assert_true (steady_replaceable (path, "%PDF-"));
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (g_file_set_contents (path, rows[i].text, -1, NULL));
      g_assert_true (steady_replaceable (path, "%PDF-") == rows[i].fine);
    }
  g_unlink (path);
  g_assert_false (steady_replaceable (folder, "%PDF-"));
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  g_assert_false (steady_replaceable (path, "%PDF-"));
  g_unlink (path);
  g_assert_false (steady_replaceable ("/dev/null", "%PDF-"));
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/replaceable/kinds", test_kinds);
  return g_test_run ();
}

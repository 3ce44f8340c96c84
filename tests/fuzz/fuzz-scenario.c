/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "scenario/steady-scenario.h"
#include "steady-fuzz.h"

enum
{
  SEEDS_MOST = 64
};

/* What is read keeps within its bounds; what is not says why. */
static void
read_scenario (const uint8_t *bytes, size_t length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  g_autoptr (GError) error = NULL;
  SteadyScenario *scenario = steady_scenario_parse ("fuzz", text, &error);

  if (scenario == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_no_error (error);
  steady_scenario_free (scenario);
}

/* All scenarios that come with Steady. */
int
main (int argc, char **argv)
{
  const char      *rounds = g_getenv ("STEADY_FUZZ_ROUNDS");
  g_autofree char *folder =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), "scenarios", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  SteadyFuzzSeed seeds[SEEDS_MOST];
  char          *texts[SEEDS_MOST];
  unsigned       n = 0;
  const char    *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL && n < SEEDS_MOST)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gsize            length;
      if (!g_str_has_suffix (name, ".json"))
        continue;
      g_assert_true (g_file_get_contents (path, &texts[n], &length, NULL));
      seeds[n] = (SteadyFuzzSeed){ texts[n], length };
      n++;
    }
  g_assert_cmpuint (n, >, 0);
  const int status =
      steady_fuzz_main (argc,
                        argv,
                        "scenario",
                        read_scenario,
                        seeds,
                        n,
                        rounds != NULL ? (unsigned) strtoul (rounds, NULL, 10) : 2000);
  for (unsigned i = 0; i < n; i++)
    g_free (texts[i]);
  return status;
}

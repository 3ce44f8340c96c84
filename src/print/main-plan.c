/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "perfusion/steady-plan-json.h"
#include "print/steady-plan-print.h"

enum
{
  EXIT_USAGE = 2
};

typedef struct Options
{
  const char *input;
  const char *pdf;
  bool        explain;
} Options;

static int
show_help (void)
{
  fputs (
      _ ("Usage: steady-plan INPUT.json [--pdf OUT] [--explain]\n"
         "Computes a perfusion plan and prints it as JSON.\n"
         "\n"
         "  INPUT.json    what is known of the patient: weight_kg, height_cm, "
         "age_days,\n"
         "                and as far as it is known hct_pct, hct_target_pct, "
         "prime_ml,\n"
         "                rbc_hct_pct, do2i_target; see data/formats/README.md\n"
         "  --pdf OUT     also prints it, a DRAFT with two lines to sign on\n"
         "  --explain     with each number its formula, source, inputs and data file\n"
         "  --help, --version\n"
         "\n"
         "A plan is a proposal: two perfusionists check it and sign it.\n"),
      stdout);
  return EXIT_SUCCESS;
}

static int
wrong_usage (const char *what)
{
  fprintf (stderr, _ ("steady-plan: %s; see steady-plan --help\n"), what);
  return EXIT_USAGE;
}

/* Prints and frees @error. */
static int
failed (GError *error)
{
  fprintf (stderr, "steady-plan: %s\n", error->message);
  g_error_free (error);
  return EXIT_FAILURE;
}

/* Whether both names, by whatever way, lead to one file. */
static bool
is_same_file (const char *one, const char *other)
{
  GStatBuf a, b;

  return g_stat (one, &a) == 0 && g_stat (other, &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

/* 0 when @options are complete, else the exit status. */
static int
read_options (int argc, char **argv, Options *options)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--explain") == 0)
      options->explain = true;
    else if (strcmp (argv[i], "--pdf") == 0)
      {
        if (i + 1 == argc)
          return wrong_usage (_ ("--pdf takes the name of a file"));
        options->pdf = argv[++i];
      }
    else if (argv[i][0] == '-' && argv[i][1] != '\0')
      {
        g_autofree char *what =
            g_strdup_printf (_ ("the option %s is not known"), argv[i]);
        return wrong_usage (what);
      }
    else if (options->input != NULL)
      return wrong_usage (_ ("one file of inputs is enough"));
    else
      options->input = argv[i];
  if (options->input == NULL || options->input[0] == '\0')
    return wrong_usage (_ ("name a file of inputs"));
  if (options->pdf != NULL && is_same_file (options->pdf, options->input))
    return wrong_usage (_ ("--pdf would overwrite the file of inputs; name another"));
  return 0;
}

static int
print_plan (const Options          *options,
            const SteadyPlan       *plan,
            const SteadyPlanTables *tables)
{
  const SteadyPlanSigning nobody = { .count = 0 };
  GError                 *error = NULL;

  g_autofree char *text = steady_plan_to_text (plan, options->explain);
  if (steady_plan_is_refused (plan, options->input, &error))
    return failed (error);
  if (options->pdf != NULL &&
      !steady_plan_print (plan, tables, &nobody, options->pdf, &error))
    return failed (error);
  if (fputs (text, stdout) < 0 || fflush (stdout) != 0)
    {
      fputs (_ ("steady-plan: the plan could not be written; check where it goes\n"),
             stderr);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}

static int
run (const Options *options)
{
  GError          *error = NULL;
  SteadyPlanInputs inputs = { .simulated = false };
  SteadyPlan       plan = { .n_prime = 0 };

  if (!steady_plan_inputs_load (&inputs, options->input, &error))
    return failed (error);
  g_autoptr (SteadyPlanTables) tables = steady_plan_tables_load_installed (&error);
  const bool fine =
      tables != NULL && steady_plan_compute (&inputs, tables, &plan, &error);
  if (tables != NULL && !fine)
    g_prefix_error (&error, "%s: ", options->input);
  const int status = fine ? print_plan (options, &plan, tables) : failed (error);
  steady_plan_finish (&plan);
  steady_plan_inputs_finish (&inputs);
  return status;
}

int
main (int argc, char **argv)
{
  Options options = { .input = NULL };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, STEADY_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  for (int i = 1; i < argc; i++)
    {
      if (strcmp (argv[i], "--help") == 0)
        return show_help ();
      if (strcmp (argv[i], "--version") != 0)
        continue;
      printf ("steady-plan %s\n", STEADY_VERSION);
      return EXIT_SUCCESS;
    }
  const int status = read_options (argc, argv, &options);
  return status != 0 ? status : run (&options);
}

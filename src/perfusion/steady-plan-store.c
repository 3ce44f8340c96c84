/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plan-store.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "perfusion/steady-plan-json.h"

#define DRAFT   "draft.json"
#define SIGNERS "signers.txt"

/* The folder of plans, made where it is missing; only its owner may look into it. */
static char *
folder (GError **error)
{
  g_autofree char *path = steady_paths_user_data ("plans");

  if (g_mkdir_with_parents (path, 0700) == 0)
    return g_steal_pointer (&path);
  g_set_error (error,
               STEADY_JSON_ERROR,
               STEADY_JSON_ERROR_FILE,
               "%s: cannot be made (%s); check the permissions of the folder above",
               path,
               g_strerror (errno));
  return NULL;
}

/* The plan with its signatures, as the case and the file of a plan hold it. Free with
 * g_free (). Thread: any. */
char *
steady_plan_store_text (const SteadyPlan *plan, const SteadyPlanSigning *signing)
{
  struct json_object *root = steady_plan_to_json (plan, false);

  json_object_object_add (root, "signatures", steady_plan_signing_to_json (signing));
  char *text =
      g_strconcat (json_object_to_json_string_ext (
                       root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED),
                   "\n",
                   NULL);
  json_object_put (root);
  return text;
}

/* A file name of letters that every file system takes: the time it was signed and the
 * name. */
static char *
file_name (const SteadyPlan *plan, const SteadyPlanSigning *signing, const char *suffix)
{
  const char *who = plan->inputs.texts[STEADY_PLAN_TEXT_NAME];
  const char *when =
      signing->count > 0 ? signing->signatures[signing->count - 1].utc : "draft";
  char *name = g_strdup_printf ("%s %.40s%s", when, who != NULL ? who : "plan", suffix);

  for (char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr (" -.", *c) == NULL)
      *c = '-';
  return name;
}

/* Where a file of this plan with @suffix (".json", ".pdf") belongs; NULL when the
 * folder of plans cannot be made. Free with g_free (). Thread: any but the tick. */
char *
steady_plan_store_name (const SteadyPlan        *plan,
                        const SteadyPlanSigning *signing,
                        const char              *suffix)
{
  g_autofree char *path = folder (NULL);
  g_autofree char *name = file_name (plan, signing, suffix);
  return path != NULL ? g_build_filename (path, name, NULL) : NULL;
}

/*
 * Writes the plan into $XDG_DATA_HOME/steady/plans, where it stays until a case copies
 * it. Returns the file, free with g_free ().
 *
 * Thread: any but the tick.
 */
char *
steady_plan_store_save (const SteadyPlan        *plan,
                        const SteadyPlanSigning *signing,
                        GError                 **error)
{
  g_autofree char *path = folder (error);
  if (path == NULL)
    return NULL;
  g_autofree char *text = steady_plan_store_text (plan, signing);
  g_autofree char *name = file_name (plan, signing, ".json");
  g_autofree char *file = g_build_filename (path, name, NULL);
  if (!g_file_set_contents_full (
          file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return NULL;
  return g_steal_pointer (&file);
}

/* What was entered so far, so that a console that dies loses none of it. Thread: any
 * but the tick. */
bool
steady_plan_store_save_draft (const SteadyPlanInputs *inputs, GError **error)
{
  g_autofree char *path = folder (error);
  if (path == NULL)
    return false;
  g_autofree char    *file = g_build_filename (path, DRAFT, NULL);
  struct json_object *root = steady_plan_inputs_to_json (inputs);
  const bool          fine = g_file_set_contents_full (file,
                                              json_object_to_json_string (root),
                                              -1,
                                              G_FILE_SET_CONTENTS_CONSISTENT,
                                              0600,
                                              error);
  json_object_put (root);
  return fine;
}

/* Reads it back; false without one, then @error is set only where there is one that
 * cannot be read. A draft may be incomplete. Thread: any but the tick. */
bool
steady_plan_store_load_draft (SteadyPlanInputs *ret_inputs, GError **error)
{
  g_autofree char   *name = g_build_filename ("plans", DRAFT, NULL);
  g_autofree char   *file = steady_paths_user_data (name);
  SteadyJsonDocument document = { 0 };
  SteadyPlanInputs   inputs = { .simulated = false };

  if (!g_file_test (file, G_FILE_TEST_EXISTS) ||
      !steady_json_document_load (&document, file, NULL, 1, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool           fine = steady_plan_inputs_read (&inputs, &root, error);
  steady_json_document_finish (&document);
  if (fine)
    *ret_inputs = inputs;
  return fine;
}

/* Who has signed on this machine, the newest first, at most STEADY_PLAN_STORE_SIGNERS;
 * free with g_strfreev (). Thread: any but the tick. */
char **
steady_plan_store_signers (void)
{
  g_autofree char *file = steady_paths_user_data ("plans/" SIGNERS);
  g_autofree char *text = NULL;
  gsize            length;
  GPtrArray       *names = g_ptr_array_new ();

  if (g_file_get_contents (file, &text, &length, NULL) && length < 65536 &&
      g_utf8_validate (text, (gssize) length, NULL))
    {
      g_auto (GStrv) lines = g_strsplit (text, "\n", STEADY_PLAN_STORE_SIGNERS + 1);
      for (unsigned i = 0; lines[i] != NULL && i < STEADY_PLAN_STORE_SIGNERS; i++)
        if (lines[i][0] != '\0' && strlen (lines[i]) < STEADY_PLAN_NAME_SIZE)
          g_ptr_array_add (names, g_strdup (lines[i]));
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

/* Remembers that @name has signed. Thread: any but the tick. */
void
steady_plan_store_add_signer (const char *name)
{
  g_autofree char *path = folder (NULL);
  g_auto (GStrv) known = steady_plan_store_signers ();
  g_autoptr (GString) text = g_string_new (name);

  if (path == NULL || strchr (name, '\n') != NULL)
    return;
  g_string_append_c (text, '\n');
  for (unsigned i = 0; known[i] != NULL && i + 1 < STEADY_PLAN_STORE_SIGNERS; i++)
    if (strcmp (known[i], name) != 0)
      g_string_append_printf (text, "%s\n", known[i]);
  g_autofree char *file = g_build_filename (path, SIGNERS, NULL);
  g_file_set_contents_full (
      file, text->str, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

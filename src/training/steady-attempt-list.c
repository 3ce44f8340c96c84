/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "training/steady-attempt-list.h"

#include <math.h>
#include <string.h>

#include "base/steady-json.h"
#include "training/steady-training-json.h"

enum
{
  BYTES_MAX = 4 * 1024 * 1024,
  DEPTH_MAX = 4
};

static void
free_line (gpointer data)
{
  SteadyAttemptLine *line = data;
  g_free (line->scenario);
  g_free (line);
}

/* A line that is damaged is passed over: it was cut off, and the others are whole. */
static void
add_line (GPtrArray *attempts, const char *text)
{
  struct json_tokener *tokener = json_tokener_new_ex (DEPTH_MAX);
  struct json_object *root = json_tokener_parse_ex (tokener, text, (int) strlen (text));
  json_tokener_free (tokener);
  const char *scenario = steady_training_text (root, "scenario");
  if (scenario[0] != '\0')
    {
      SteadyAttemptLine *line = g_new0 (SteadyAttemptLine, 1);
      *line = (SteadyAttemptLine){
        .scenario = g_strdup (scenario),
        .utc_ns = steady_training_integer (root, "utc_ns"),
        .passed = strcmp (steady_training_text (root, "outcome"), "passed") == 0,
        .detected_s = steady_training_number (root, "detected_s"),
        .first_action_s = steady_training_number (root, "first_action_s"),
        .stable_s = steady_training_number (root, "stable_s"),
        .deficit_ml_m2 = steady_training_number (root, "do2_deficit_ml_m2"),
      };
      g_ptr_array_add (attempts, line);
    }
  if (root != NULL)
    json_object_put (root);
}

/*
 * The attempts that the engine has kept at @path, one JSON object a line, oldest first,
 * as SteadyAttemptLine. None where there is no such file, or where it is larger than
 * any such file is. Free with g_ptr_array_unref ().
 *
 * Thread: main.
 */
GPtrArray *
steady_attempt_list_read (const char *path)
{
  GPtrArray       *attempts = g_ptr_array_new_with_free_func (free_line);
  g_autofree char *text = NULL;
  gsize            length = 0;

  if (!g_file_get_contents (path, &text, &length, NULL) || length > BYTES_MAX)
    return attempts;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    add_line (attempts, lines[i]);
  return attempts;
}

static bool
is_better (const SteadyAttemptLine *line, const SteadyAttemptLine *best)
{
  if (best == NULL || line->passed != best->passed)
    return best == NULL || line->passed;
  if (!isfinite (line->stable_s))
    return false;
  return !isfinite (best->stable_s) || line->stable_s < best->stable_s;
}

/* The best run of @scenario: one that was passed before one that was not, the child
 * stable sooner before later. NULL: there is none. Thread: main. */
const SteadyAttemptLine *
steady_attempt_list_best (GPtrArray *attempts, const char *scenario)
{
  const SteadyAttemptLine *best = NULL;
  for (unsigned i = 0; i < attempts->len; i++)
    {
      const SteadyAttemptLine *line = g_ptr_array_index (attempts, i);
      if (strcmp (line->scenario, scenario) == 0 && is_better (line, best))
        best = line;
    }
  return best;
}

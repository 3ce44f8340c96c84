/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-attempts.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/steady-paths.h"
#include "scenario/steady-debrief.h"
#include "scenario/steady-json-words.h"

/* One JSON object a line: a line that was cut off spoils only itself. */
#define STORE "training/attempts.jsonl"

enum
{
  MAX_BYTES = 4 * 1024 * 1024
};

static char *
name_of (const char *scenario_file)
{
  g_autofree char *name = g_path_get_basename (scenario_file);
  if (g_str_has_suffix (name, ".json"))
    name[strlen (name) - strlen (".json")] = '\0';
  return g_steal_pointer (&name);
}

static void
copy_member (struct json_object *to,
             struct json_object *from,
             const char         *section,
             const char         *key)
{
  struct json_object *where = from, *member = NULL;

  if (section != NULL && !json_object_object_get_ex (from, section, &where))
    return;
  if (json_object_object_get_ex (where, key, &member))
    json_object_object_add (to, key, json_object_get (member));
}

static char *
line_of (const char           *scenario_file,
         const char           *case_file,
         int64_t               utc_ns,
         const SteadyCourse   *course,
         const SteadyScenario *scenario)
{
  struct json_object *line = json_object_new_object ();
  struct json_object *debrief = steady_debrief_new (course, scenario);
  g_autofree char    *name = name_of (scenario_file);

  steady_words_text (line, "scenario", name);
  steady_words_text (line, "case_file", case_file);
  steady_words_integer (line, "utc_ns", utc_ns);
  copy_member (line, debrief, NULL, "outcome");
  copy_member (line, debrief, NULL, "duration_s");
  copy_member (line, debrief, "milestones", "detected_s");
  copy_member (line, debrief, "milestones", "first_action_s");
  copy_member (line, debrief, "milestones", "stable_s");
  copy_member (line, debrief, "cost", "do2_deficit_ml_m2");
  copy_member (line, debrief, "cost", "map_under_limit_s");
  copy_member (line, debrief, "cost", "air_ml");
  copy_member (line, debrief, NULL, "hints_used");
  char *text = g_strdup_printf (
      "%s\n", json_object_to_json_string_ext (line, JSON_C_TO_STRING_PLAIN));
  json_object_put (line);
  json_object_put (debrief);
  return text;
}

static bool
append (const char *path, const char *text)
{
  const int fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0)
    return false;
  /* Two engines may end at once. */
  bool fine = flock (fd, LOCK_EX) == 0 &&
              write (fd, text, strlen (text)) == (ssize_t) strlen (text);
  return close (fd) == 0 && fine;
}

/*
 * Keeps the figures of a run beside the earlier ones, in
 * $XDG_DATA_HOME/steady/training/attempts.jsonl.
 *
 * Thread: main, after the tick has ended.
 */
bool
steady_attempts_add (const char           *scenario_file,
                     const char           *case_file,
                     int64_t               utc_ns,
                     const SteadyCourse   *course,
                     const SteadyScenario *scenario,
                     GError              **error)
{
  g_autofree char *path = steady_paths_user_data (STORE);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = line_of (scenario_file, case_file, utc_ns, course, scenario);

  if (g_mkdir_with_parents (folder, 0700) == 0 && append (path, text))
    return true;
  g_set_error (error,
               G_FILE_ERROR,
               (int) g_file_error_from_errno (errno),
               "%s: the attempt could not be kept (%s); look at the room on the disk",
               path,
               g_strerror (errno));
  return false;
}

static void
free_attempt (void *data)
{
  SteadyAttempt *attempt = data;
  g_free (attempt->scenario);
  g_free (attempt->case_file);
  g_free (attempt->outcome);
  g_free (attempt);
}

static char *
text_of (struct json_object *line, const char *key)
{
  struct json_object *member = NULL;
  return json_object_object_get_ex (line, key, &member) &&
                 json_object_is_type (member, json_type_string)
             ? g_strdup (json_object_get_string (member))
             : NULL;
}

static double
number_of (struct json_object *line, const char *key)
{
  struct json_object *member = NULL;
  const bool          has = json_object_object_get_ex (line, key, &member) &&
                   (json_object_is_type (member, json_type_double) ||
                    json_object_is_type (member, json_type_int));
  return has ? json_object_get_double (member) : NAN;
}

/* NULL where the line is none, or of another scenario. */
static SteadyAttempt *
read_line (const char *text, const char *wanted)
{
  struct json_object *line = json_tokener_parse (text);
  struct json_object *utc = NULL;
  g_autofree char    *scenario = text_of (line, "scenario");
  g_autofree char    *outcome = text_of (line, "outcome");

  if (scenario == NULL || outcome == NULL ||
      (wanted != NULL && strcmp (scenario, wanted) != 0))
    {
      json_object_put (line);
      return NULL;
    }
  SteadyAttempt *attempt = g_new0 (SteadyAttempt, 1);
  const double   hints = number_of (line, "hints_used");
  *attempt = (SteadyAttempt){
    .scenario = g_steal_pointer (&scenario),
    .case_file = text_of (line, "case_file"),
    .outcome = g_steal_pointer (&outcome),
    .duration_s = number_of (line, "duration_s"),
    .detected_s = number_of (line, "detected_s"),
    .first_action_s = number_of (line, "first_action_s"),
    .stable_s = number_of (line, "stable_s"),
    .do2_deficit_ml_m2 = number_of (line, "do2_deficit_ml_m2"),
    .map_under_limit_s = number_of (line, "map_under_limit_s"),
    .air_ml = number_of (line, "air_ml"),
    .hints = hints >= 0 && hints <= STEADY_SCENARIO_HINTS_MAX ? (int) hints : 0,
  };
  if (json_object_object_get_ex (line, "utc_ns", &utc))
    attempt->utc_ns = json_object_get_int64 (utc);
  json_object_put (line);
  return attempt;
}

/*
 * All attempts at @scenario (name of its file without .json; NULL: at any), oldest
 * first, as SteadyAttempt; lines that cannot be read are left out. Free with
 * g_ptr_array_unref ().
 *
 * Thread: any but the tick; reads a file.
 */
GPtrArray *
steady_attempts_load (const char *scenario)
{
  g_autofree char *path = steady_paths_user_data (STORE);
  g_autofree char *text = NULL;
  GPtrArray       *attempts = g_ptr_array_new_with_free_func (free_attempt);
  gsize            length;

  if (!g_file_get_contents (path, &text, &length, NULL) || length > MAX_BYTES)
    return attempts;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      SteadyAttempt *attempt = read_line (lines[i], scenario);
      if (attempt != NULL)
        g_ptr_array_add (attempts, attempt);
    }
  return attempts;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/steady-case-note.h"

#include <json-c/json.h>

/* The engine is the only writer of a case, also of one that is closed. */
void
steady_case_note_add (const char           *case_path,
                      const char           *author,
                      const char           *about,
                      const char           *text,
                      GCancellable         *cancellable,
                      SteadyCaseProgramDone done,
                      gpointer              data)
{
  const char *const   arguments[] = { "--annotate", case_path, NULL };
  struct json_object *line = json_object_new_object ();

  json_object_object_add (line, "kind", json_object_new_string ("note"));
  json_object_object_add (line, "author", json_object_new_string (author));
  json_object_object_add (line, "about", json_object_new_string (about));
  json_object_object_add (line, "text", json_object_new_string (text));
  g_autofree char *input = g_strconcat (
      json_object_to_json_string_ext (line, JSON_C_TO_STRING_PLAIN), "\n", NULL);
  json_object_put (line);
  steady_case_program_run ("steady-engine", arguments, input, cancellable, done, data);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-annotate.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/steady-json.h"

enum
{
  MAX_LINE = 16384,
  MAX_ITEMS = 1000,
  /* longer ones would be cut where events are listed */
  MAX_AMENDMENT = 120
};

#define LONGEST_S (3650.0 * 86400)

static bool
refuse (const SteadyJsonNode *node, GError **error, const char *what)
{
  steady_json_set_error (node, error, "%s", what);
  return false;
}

/* A text that need not be there. One that does not fit is refused, never cut. */
static bool
get_text (const SteadyJsonNode *node,
          const char           *key,
          char                 *ret_text,
          size_t                size,
          GError              **error)
{
  const char *text = "";

  if (steady_json_has (node, key) && !steady_json_get_string (node, key, &text, error))
    return false;
  if (strlen (text) >= size)
    return refuse (node, error, "a text is too long; shorten it");
  g_strlcpy (ret_text, text, size);
  return true;
}

static bool
get_time (const SteadyJsonNode *node,
          const char           *key,
          SteadySpan           *ret_t,
          GError              **error)
{
  double seconds;

  if (!steady_json_get_number (node, key, 0, LONGEST_S, &seconds, error))
    return false;
  *ret_t = steady_span_from_seconds (seconds);
  return true;
}

static bool
get_kind (const SteadyJsonNode *node, SteadyCaseAnnotation *item, GError **error)
{
  static const char *const kinds[] = {
    [STEADY_CASE_ANNOTATION_NOTE] = "note",
    [STEADY_CASE_ANNOTATION_ARTEFACT] = "artefact",
    [STEADY_CASE_ANNOTATION_WITHDRAWN] = "artefact-withdrawn",
    [STEADY_CASE_ANNOTATION_AMENDMENT] = "amendment",
  };
  const char *kind;

  if (!steady_json_get_string (node, "kind", &kind, error))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kind, kinds[i]) == 0)
      {
        item->kind = (SteadyCaseAnnotationKind) i;
        return true;
      }
  return refuse (
      node, error, "\"kind\" is note, artefact, artefact-withdrawn or amendment");
}

static bool
get_amendment (const SteadyJsonNode *node, SteadyCaseAnnotation *item, GError **error)
{
  if (strlen (item->text) > MAX_AMENDMENT)
    return refuse (node,
                   error,
                   "the text of an amendment is at most 120 bytes long; add a note for "
                   "the rest");
  if (steady_json_has (node, "value") &&
      !steady_json_get_number (node, "value", -1e12, 1e12, &item->value, error))
    return false;
  return steady_json_get_integer (node, "event", 1, INT64_MAX, &item->row, error);
}

static bool
get_rest (const SteadyJsonNode *node, SteadyCaseAnnotation *item, GError **error)
{
  switch (item->kind)
    {
    case STEADY_CASE_ANNOTATION_ARTEFACT:
      return get_time (node, "from_s", &item->from, error) &&
             get_time (node, "to_s", &item->to, error);
    case STEADY_CASE_ANNOTATION_WITHDRAWN:
      return steady_json_get_integer (node, "id", 1, INT64_MAX, &item->row, error);
    case STEADY_CASE_ANNOTATION_AMENDMENT:
      return get_amendment (node, item, error);
    case STEADY_CASE_ANNOTATION_NOTE:
    default:
      return !steady_json_has (node, "t_s") ||
             get_time (node, "t_s", &item->from, error);
    }
}

/* Reads one line, number @number of the input. Thread: any. */
bool
steady_annotate_parse (const char           *line,
                       unsigned              number,
                       SteadyCaseAnnotation *ret_item,
                       GError              **error)
{
  SteadyCaseAnnotation item = { .from = STEADY_INSTANT_NEVER, .value = (double) NAN };
  g_autofree char     *name = g_strdup_printf ("standard input, line %u", number);
  SteadyJsonNode       node = { .file = name };

  node.object = json_tokener_parse (line);
  bool fine = json_object_is_type (node.object, json_type_object);
  if (!fine)
    refuse (&node, error, "is no JSON object; write one a line");
  fine = fine && get_kind (&node, &item, error) &&
         get_text (&node, "author", item.author, sizeof item.author, error) &&
         get_text (&node, "about", item.about, sizeof item.about, error) &&
         get_text (&node, "channel", item.channel, sizeof item.channel, error) &&
         get_text (&node, "text", item.text, sizeof item.text, error) &&
         get_rest (&node, &item, error);
  json_object_put (node.object);
  if (fine)
    *ret_item = item;
  return fine;
}

static bool
read_items (FILE *input, GArray *items, GError **error)
{
  g_autofree char *line = g_malloc (MAX_LINE);

  for (unsigned number = 1; fgets (line, MAX_LINE, input) != NULL; number++)
    {
      SteadyCaseAnnotation item;
      const size_t         length = strlen (line);
      if (length + 1 == MAX_LINE || number > MAX_ITEMS)
        {
          g_set_error (error,
                       STEADY_JSON_ERROR,
                       STEADY_JSON_ERROR_VALUE,
                       "standard input, line %u: is too much at once; at most %d lines "
                       "of %d bytes",
                       number,
                       MAX_ITEMS,
                       MAX_LINE - 1);
          return false;
        }
      if (strspn (line, " \t\r\n") == length)
        continue;
      if (!steady_annotate_parse (line, number, &item, error))
        return false;
      g_array_append_val (items, item);
    }
  return true;
}

static char *
describe_rows (const GArray *items, const int64_t *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (text,
                            "{\"table\":\"%s\",\"id\":%" PRId64 "}\n",
                            g_array_index (items, SteadyCaseAnnotation, i).kind ==
                                    STEADY_CASE_ANNOTATION_AMENDMENT
                                ? "event"
                                : "note",
                            rows[i]);
  return g_string_free (text, FALSE);
}

/*
 * Adds what stands on @input, a JSON object a line, to the case @case_file: all of it
 * or nothing. @ret_rows: a JSON object a line with the row that each became; free with
 * g_free ().
 *
 * Thread: main.
 */
bool
steady_annotate_run (
    const char *case_file, FILE *input, int64_t utc_ns, char **ret_rows, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (SteadyCaseAnnotation));

  if (!read_items (input, items, error))
    return false;
  g_autofree int64_t *rows = g_new0 (int64_t, items->len + 1);
  if (!steady_case_annotate (case_file,
                             (const SteadyCaseAnnotation *) (void *) items->data,
                             items->len,
                             utc_ns,
                             rows,
                             error))
    return false;
  *ret_rows = describe_rows (items, rows);
  return true;
}

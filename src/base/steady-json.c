/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-json.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/steady-require.h"

G_DEFINE_QUARK (steady - json - error - quark, steady_json_error)

enum
{
  MAX_FILE_SIZE = 4 * 1024 * 1024,
  MAX_DEPTH = 32
};

/* Sets an error that begins with the file and the place of @self. Thread: any. */
void
steady_json_set_error (const SteadyJsonNode *self,
                       GError              **error,
                       const char           *format,
                       ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error,
               STEADY_JSON_ERROR,
               STEADY_JSON_ERROR_VALUE,
               "%s: %s: %s",
               self->file,
               self->place[0] != '\0' ? self->place : "top level",
               what);
}

static bool
read_whole (const char *file, char **ret_text, gsize *ret_length, GError **error)
{
  struct stat about;

  if (stat (file, &about) != 0)
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_FILE,
                   "%s: cannot be read (%s); check the name and the permissions",
                   file,
                   g_strerror (errno));
      return false;
    }
  if (!S_ISREG (about.st_mode) || about.st_size > MAX_FILE_SIZE)
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_FILE,
                   "%s: not a file of at most %d MiB; name a Steady data file",
                   file,
                   MAX_FILE_SIZE / 1024 / 1024);
      return false;
    }
  g_autoptr (GError) cause = NULL;
  if (!g_file_get_contents (file, ret_text, ret_length, &cause))
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_FILE,
                   "%s: cannot be read (%s); check the permissions",
                   file,
                   access (file, R_OK) != 0 ? g_strerror (errno) : cause->message);
      return false;
    }
  return true;
}

static void
line_of (const char *text, size_t offset, unsigned *ret_line, unsigned *ret_column)
{
  unsigned line = 1, column = 1;
  for (size_t i = 0; i < offset && text[i] != '\0'; i++)
    {
      column = text[i] == '\n' ? 1 : column + 1;
      line += text[i] == '\n';
    }
  *ret_line = line;
  *ret_column = column;
}

/* What the scan below knows of the object or list that it is in. */
typedef struct Scope
{
  GHashTable *names; /* of members so far; NULL in a list */
  bool        name_next;
} Scope;

/* The end of the text that begins with the quote at @start. */
static size_t
end_of_quoted (const char *text, size_t start)
{
  size_t end = start + 1;
  while (text[end] != '"' && text[end] != '\0')
    end += text[end] == '\\' && text[end + 1] != '\0' ? 2 : 1;
  return end;
}

/* Takes a quoted text; false when it names a member that its object has already. */
static bool
take_quoted (Scope *scope, const char *text, size_t start, size_t end)
{
  if (scope->names == NULL || !scope->name_next)
    return true;
  scope->name_next = false;
  return g_hash_table_add (scope->names, g_strndup (text + start, end - start));
}

/*
 * Looks through text that json-c has read for what it lets pass: a member that stands
 * twice (the last would win, and a limit be another than the one that a person reads),
 * and single quotes.
 */
static const char *
find_lax (const char *text, size_t *ret_offset)
{
  Scope       scopes[MAX_DEPTH + 2] = { { NULL, false } };
  unsigned    depth = 0;
  const char *problem = NULL;
  size_t      i = 0;

  for (; text[i] != '\0' && problem == NULL; i++)
    {
      Scope *scope = &scopes[depth];
      if (text[i] == '{' || text[i] == '[')
        {
          steady_require (depth + 1 < G_N_ELEMENTS (scopes));
          scope = &scopes[++depth];
          scope->name_next = true;
          if (text[i] == '{')
            scope->names =
                g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
        }
      else if ((text[i] == '}' || text[i] == ']') && depth > 0)
        {
          g_clear_pointer (&scope->names, g_hash_table_unref);
          depth--;
        }
      else if (text[i] == ',')
        scope->name_next = true;
      else if (text[i] == '\'')
        problem = "single quotes";
      else if (text[i] == '"')
        {
          const size_t end = end_of_quoted (text, i);
          if (!take_quoted (scope, text, i, end))
            problem = "a member that stands twice";
          else
            i = text[end] == '\0' ? end - 1 : end;
        }
    }
  while (depth > 0)
    g_clear_pointer (&scopes[depth--].names, g_hash_table_unref);
  *ret_offset = i > 0 ? i - 1 : 0;
  return problem;
}

static bool
refuse_lax (const SteadyJsonDocument *self, GError **error)
{
  size_t      offset;
  unsigned    line, column;
  const char *problem = find_lax (self->text, &offset);

  if (problem == NULL)
    return true;
  line_of (self->text, offset, &line, &column);
  g_set_error (error,
               STEADY_JSON_ERROR,
               STEADY_JSON_ERROR_SYNTAX,
               "%s: line %u, column %u: %s; correct the file",
               self->file,
               line,
               column,
               problem);
  return false;
}

static bool
parse_text (SteadyJsonDocument *self, size_t length, GError **error)
{
  if (!g_utf8_validate (self->text, (gssize) length, NULL))
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_SYNTAX,
                   "%s: is not UTF-8 text; name a Steady data file",
                   self->file);
      return false;
    }
  struct json_tokener *tokener = json_tokener_new_ex (MAX_DEPTH);
  json_tokener_set_flags (tokener, JSON_TOKENER_STRICT);
  self->root = json_tokener_parse_ex (tokener, self->text, (int) length);
  const enum json_tokener_error problem = json_tokener_get_error (tokener);
  size_t                        end = json_tokener_get_parse_end (tokener);
  while (problem == json_tokener_success && end < length &&
         g_ascii_isspace (self->text[end]))
    end++;
  const bool fine = problem == json_tokener_success && end == length;
  json_tokener_free (tokener);
  if (fine)
    return refuse_lax (self, error);
  unsigned line, column;
  line_of (self->text, end, &line, &column);
  g_set_error (error,
               STEADY_JSON_ERROR,
               STEADY_JSON_ERROR_SYNTAX,
               "%s: line %u, column %u: %s; correct the file",
               self->file,
               line,
               column,
               problem == json_tokener_success    ? "unexpected text after the end"
               : problem == json_tokener_continue ? "the file ends too early"
                                                  : json_tokener_error_desc (problem));
  return false;
}

static bool
check_format (const SteadyJsonDocument *self,
              const char               *format,
              int                       version,
              GError                  **error)
{
  SteadyJsonNode root = steady_json_document_root (self);
  const char    *found;
  int64_t        found_version;

  if (!steady_json_get_string (&root, "format", &found, error))
    return false;
  if (strcmp (found, format) != 0)
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_FORMAT,
                   "%s: format: is \"%s\" where \"%s\" is needed; name another file",
                   self->file,
                   found,
                   format);
      return false;
    }
  if (!steady_json_get_integer (&root, "version", 1, INT64_MAX, &found_version, error))
    return false;
  if (found_version > version)
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_FORMAT,
                   "%s: version: is %" PRId64
                   ", newer than the %d that this Steady reads; use a newer Steady",
                   self->file,
                   found_version,
                   version);
      return false;
    }
  return true;
}

/*
 * Parses @text (@length bytes, or -1 for a terminated string), which must hold one JSON
 * object whose "format" is @format and whose "version" is at most @version; a @format
 * of NULL asks for no such members. @name stands in errors for the file. On failure
 * @self owns nothing.
 *
 * Thread: any.
 */
bool
steady_json_document_parse (SteadyJsonDocument *self,
                            const char         *name,
                            const char         *text,
                            gssize              length,
                            const char         *format,
                            int                 version,
                            GError            **error)
{
  const size_t bytes = length < 0 ? strlen (text) : (size_t) length;

  self->file = g_strdup (name);
  self->text = g_strndup (text, bytes);
  self->root = NULL;
  bool fine = bytes <= MAX_FILE_SIZE && parse_text (self, bytes, error);
  if (fine && !json_object_is_type (self->root, json_type_object))
    {
      g_set_error (error,
                   STEADY_JSON_ERROR,
                   STEADY_JSON_ERROR_SYNTAX,
                   "%s: is not a JSON object; name a Steady data file",
                   name);
      fine = false;
    }
  if (bytes > MAX_FILE_SIZE)
    g_set_error (
        error, STEADY_JSON_ERROR, STEADY_JSON_ERROR_FILE, "%s: is too large", name);
  if (fine && format != NULL)
    fine = check_format (self, format, version, error);
  if (!fine)
    steady_json_document_finish (self);
  return fine;
}

/*
 * Loads a data file of at most 4 MiB; see steady_json_document_parse ().
 *
 * Thread: any but the tick.
 */
bool
steady_json_document_load (SteadyJsonDocument *self,
                           const char         *file,
                           const char         *format,
                           int                 version,
                           GError            **error)
{
  g_autofree char *text = NULL;
  gsize            length;

  return read_whole (file, &text, &length, error) &&
         steady_json_document_parse (
             self, file, text, (gssize) length, format, version, error);
}

/* Accepts a document that is all zero. Thread: any. */
void
steady_json_document_finish (SteadyJsonDocument *self)
{
  g_clear_pointer (&self->file, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->root, json_object_put);
}

/* The outermost object. Thread: any. */
SteadyJsonNode
steady_json_document_root (const SteadyJsonDocument *self)
{
  return (SteadyJsonNode){ .file = self->file, .place = "", .object = self->root };
}

static SteadyJsonNode
member (const SteadyJsonNode *self, const char *key, struct json_object *object)
{
  SteadyJsonNode node = { .file = self->file, .object = object };
  g_snprintf (node.place,
              sizeof node.place,
              "%s%s%s",
              self->place,
              self->place[0] != '\0' ? "." : "",
              key);
  return node;
}

/* Whether @self is an object with a member @key that is not null. Thread: any. */
bool
steady_json_has (const SteadyJsonNode *self, const char *key)
{
  struct json_object *object;
  return json_object_is_type (self->object, json_type_object) &&
         json_object_object_get_ex (self->object, key, &object) && object != NULL;
}

/* The member @key, of any type. Thread: any. */
bool
steady_json_get_node (const SteadyJsonNode *self,
                      const char           *key,
                      SteadyJsonNode       *ret_node,
                      GError              **error)
{
  struct json_object *object = NULL;
  if (!steady_json_has (self, key))
    {
      SteadyJsonNode wanted = member (self, key, NULL);
      steady_json_set_error (&wanted, error, "is missing; add it");
      return false;
    }
  json_object_object_get_ex (self->object, key, &object);
  *ret_node = member (self, key, object);
  return true;
}

static bool
get_typed (const SteadyJsonNode *self,
           const char           *key,
           enum json_type        type,
           const char           *words,
           SteadyJsonNode       *ret_node,
           GError              **error)
{
  SteadyJsonNode node;
  if (!steady_json_get_node (self, key, &node, error))
    return false;
  if (!json_object_is_type (node.object, type))
    {
      steady_json_set_error (&node, error, "must be %s", words);
      return false;
    }
  *ret_node = node;
  return true;
}

/* The array @key and its length. Thread: any. */
bool
steady_json_get_array (const SteadyJsonNode *self,
                       const char           *key,
                       SteadyJsonNode       *ret_array,
                       size_t               *ret_length,
                       GError              **error)
{
  SteadyJsonNode node;
  if (!get_typed (self, key, json_type_array, "a list", &node, error))
    return false;
  *ret_length = json_object_array_length (node.object);
  *ret_array = node;
  return true;
}

/* Element @index of an array from steady_json_get_array (). Thread: any. */
bool
steady_json_get_element (const SteadyJsonNode *array,
                         size_t                index,
                         SteadyJsonNode       *ret_node,
                         GError              **error)
{
  SteadyJsonNode node = { .file = array->file };
  g_snprintf (node.place, sizeof node.place, "%s[%zu]", array->place, index);
  node.object = json_object_array_get_idx (array->object, index);
  if (node.object == NULL)
    {
      steady_json_set_error (&node, error, "is missing; add it");
      return false;
    }
  *ret_node = node;
  return true;
}

/* A finite number from @low to @high. Thread: any. */
bool
steady_json_as_number (const SteadyJsonNode *self,
                       double                low,
                       double                high,
                       double               *ret_value,
                       GError              **error)
{
  if (!json_object_is_type (self->object, json_type_double) &&
      !json_object_is_type (self->object, json_type_int))
    {
      steady_json_set_error (self, error, "must be a number");
      return false;
    }
  const double value = json_object_get_double (self->object);
  if (!isfinite (value))
    {
      steady_json_set_error (self, error, "must be a finite number");
      return false;
    }
  if (value < low || value > high)
    {
      steady_json_set_error (
          self, error, "is %g, must be from %g to %g", value, low, high);
      return false;
    }
  *ret_value = value;
  return true;
}

/* Text without a NUL in it, where it would seem to end; borrowed from the document.
 * Thread: any. */
bool
steady_json_as_string (const SteadyJsonNode *self,
                       const char          **ret_value,
                       GError              **error)
{
  if (!json_object_is_type (self->object, json_type_string))
    {
      steady_json_set_error (self, error, "must be text");
      return false;
    }
  if (strlen (json_object_get_string (self->object)) !=
      (size_t) json_object_get_string_len (self->object))
    {
      steady_json_set_error (self, error, "must be text without \\u0000");
      return false;
    }
  *ret_value = json_object_get_string (self->object);
  return true;
}

/* The number @key, finite, from @low to @high. Thread: any. */
bool
steady_json_get_number (const SteadyJsonNode *self,
                        const char           *key,
                        double                low,
                        double                high,
                        double               *ret_value,
                        GError              **error)
{
  SteadyJsonNode node;
  return steady_json_get_node (self, key, &node, error) &&
         steady_json_as_number (&node, low, high, ret_value, error);
}

/* The whole number @key from @low to @high. Thread: any. */
bool
steady_json_get_integer (const SteadyJsonNode *self,
                         const char           *key,
                         int64_t               low,
                         int64_t               high,
                         int64_t              *ret_value,
                         GError              **error)
{
  SteadyJsonNode node;
  if (!get_typed (self, key, json_type_int, "a whole number", &node, error))
    return false;
  const int64_t value = json_object_get_int64 (node.object);
  if (value < low || value > high)
    {
      steady_json_set_error (&node,
                             error,
                             "is %" PRId64 ", must be from %" PRId64 " to %" PRId64,
                             value,
                             low,
                             high);
      return false;
    }
  *ret_value = value;
  return true;
}

/* The truth value @key. Thread: any. */
bool
steady_json_get_bool (const SteadyJsonNode *self,
                      const char           *key,
                      bool                 *ret_value,
                      GError              **error)
{
  SteadyJsonNode node;
  if (!get_typed (self, key, json_type_boolean, "true or false", &node, error))
    return false;
  *ret_value = json_object_get_boolean (node.object);
  return true;
}

/* The text @key; borrowed from the document. Thread: any. */
bool
steady_json_get_string (const SteadyJsonNode *self,
                        const char           *key,
                        const char          **ret_value,
                        GError              **error)
{
  SteadyJsonNode node;
  return steady_json_get_node (self, key, &node, error) &&
         steady_json_as_string (&node, ret_value, error);
}

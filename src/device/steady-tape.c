/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-tape.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/steady-json.h"

G_DEFINE_QUARK (steady - tape - error - quark, steady_tape_error)

enum
{
  LONGEST_LINE = 2 * STEADY_DRIVER_MESSAGE + 64
};

struct SteadyTape
{
  char                *name;
  FILE                *file;
  char                *driver;
  SteadyDriverLink     link;
  SteadyDriverSettings settings;
  unsigned             line;
  SteadyInstant        last;
};

static bool
set_error (const SteadyTape *self, const char *what, GError **error)
{
  g_set_error (error,
               STEADY_TAPE_ERROR,
               STEADY_TAPE_ERROR_FORMAT,
               "%s: line %u %s; the tape is damaged or is none",
               self->name,
               self->line,
               what);
  return false;
}

/* A line without its end; false at the end of the file or with an error. */
static bool
next_line (SteadyTape *self, char *ret_line, GError **error)
{
  if (fgets (ret_line, LONGEST_LINE, self->file) == NULL)
    return false;
  self->line++;
  const size_t length = strlen (ret_line);
  if (length == 0 || ret_line[length - 1] != '\n')
    {
      /* the last line of a tape that was cut off is no error: it never happened */
      if (feof (self->file) != 0)
        return false;
      return set_error (self, "is too long", error);
    }
  ret_line[length - 1] = '\0';
  return true;
}

static bool
read_settings (SteadyTape *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode node;

  if (!steady_json_has (root, "settings"))
    return true;
  if (!steady_json_get_node (root, "settings", &node, error))
    return false;
  if (!json_object_is_type (node.object, json_type_object))
    return set_error (self, "has settings that are no object", error);
  json_object_object_foreach (node.object, key, value)
  {
    if (!steady_driver_settings_add (
            &self->settings, key, json_object_get_string (value)))
      return set_error (self, "has too many settings", error);
  }
  return true;
}

static bool
read_link (SteadyTape *self, const SteadyJsonNode *root, GError **error)
{
  const char *link;

  if (!steady_json_get_string (root, "link", &link, error))
    return false;
  if (strcmp (link, "serial") == 0)
    self->link = STEADY_DRIVER_SERIAL;
  else if (strcmp (link, "tcp") == 0)
    self->link = STEADY_DRIVER_TCP;
  else if (strcmp (link, "udp") == 0)
    self->link = STEADY_DRIVER_UDP;
  else
    return set_error (self, "names no link that there is", error);
  self->settings.link = self->link;
  return true;
}

static bool
read_header (SteadyTape *self, GError **error)
{
  SteadyJsonDocument document;
  const char        *driver;
  char               line[LONGEST_LINE];

  if (!next_line (self, line, error))
    return error != NULL && *error != NULL
               ? false
               : set_error (self, "is missing: the file is empty", error);
  if (!steady_json_document_parse (
          &document, self->name, line, -1, "steady-tape", 1, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool fine = steady_json_get_string (&root, "driver", &driver, error) &&
                    read_link (self, &root, error) &&
                    read_settings (self, &root, error);
  if (fine)
    self->driver = g_strdup (driver);
  steady_json_document_finish (&document);
  return fine;
}

/* Thread: main. */
SteadyTape *
steady_tape_open (const char *file, GError **error)
{
  FILE *stream = fopen (file, "re");

  if (stream == NULL)
    {
      g_set_error (error,
                   STEADY_TAPE_ERROR,
                   STEADY_TAPE_ERROR_OPEN,
                   "%s: cannot be read (%s)",
                   file,
                   g_strerror (errno));
      return NULL;
    }
  SteadyTape *self = g_new0 (SteadyTape, 1);
  self->name = g_strdup (file);
  self->file = stream;
  self->last = INT64_MIN;
  self->settings.folder = g_path_get_dirname (file);
  GError *problem = NULL;
  if (!read_header (self, &problem))
    {
      g_propagate_error (error, problem);
      g_clear_pointer (&self, steady_tape_free);
    }
  return self;
}

/* Name of the driver that was at work. Thread: any. */
const char *
steady_tape_driver (const SteadyTape *self)
{
  return self->driver;
}

/* Over what it spoke. Thread: any. */
SteadyDriverLink
steady_tape_link (const SteadyTape *self)
{
  return self->link;
}

/* The site's settings of the device. Thread: any. */
const SteadyDriverSettings *
steady_tape_settings (const SteadyTape *self)
{
  return &self->settings;
}

static bool
read_bytes (const char *text, SteadyTapeRecord *record)
{
  const size_t length = strlen (text);

  if (length % 2 != 0 || length / 2 > sizeof record->bytes)
    return false;
  for (size_t i = 0; i < length / 2; i++)
    {
      const int high = g_ascii_xdigit_value (text[2 * i]);
      const int low = g_ascii_xdigit_value (text[2 * i + 1]);
      if (high < 0 || low < 0)
        return false;
      record->bytes[i] = (uint8_t) (high << 4 | low);
    }
  record->length = length / 2;
  return true;
}

static bool
parse_record (const char *line, SteadyTapeRecord *record)
{
  char       *end = NULL;
  const char *kinds = "+<>.-";

  errno = 0;
  record->t = g_ascii_strtoll (line, &end, 10);
  if (end == line || errno != 0 || end[0] != ' ' || end[1] == '\0' ||
      strchr (kinds, end[1]) == NULL)
    return false;
  record->kind = (SteadyTapeKind) end[1];
  record->length = 0;
  if (end[2] == '\0')
    return true;
  return end[2] == ' ' && read_bytes (end + 3, record);
}

/*
 * The next record; false at the end (without an error) or where the tape is damaged.
 *
 * Thread: main, or the tick of a replay (it reads a file, as a replay of a case does).
 */
bool
steady_tape_next (SteadyTape *self, SteadyTapeRecord *ret_record, GError **error)
{
  char line[LONGEST_LINE];

  if (!next_line (self, line, error))
    return false;
  if (!parse_record (line, ret_record))
    return set_error (self, "is no record", error);
  if (ret_record->t < self->last)
    return set_error (self, "goes back in time", error);
  self->last = ret_record->t;
  return true;
}

/* Accepts NULL. Thread: main. */
void
steady_tape_free (SteadyTape *self)
{
  if (self == NULL)
    return;
  fclose (self->file);
  steady_driver_settings_finish (&self->settings);
  g_free (self->driver);
  g_free (self->name);
  g_free (self);
}

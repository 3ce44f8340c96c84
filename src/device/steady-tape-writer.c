/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "device/steady-tape.h"

/* A day of a fast device; a tape that was forgotten must not fill the disk. */
#define MOST_BYTES (512L * 1024 * 1024)

struct SteadyTapeWriter
{
  FILE *file;
  long  written;
  bool  ended; /* the disk is full, or the tape is */
};

static void
write_header (SteadyTapeWriter           *self,
              const char                 *driver,
              SteadyDriverLink            link,
              const SteadyDriverSettings *settings)
{
  struct json_object *header = json_object_new_object ();
  struct json_object *list = json_object_new_object ();

  for (unsigned i = 0; settings != NULL && i < settings->n; i++)
    json_object_object_add (
        list, settings->list[i].name, json_object_new_string (settings->list[i].value));
  json_object_object_add (header, "format", json_object_new_string ("steady-tape"));
  json_object_object_add (header, "version", json_object_new_int (1));
  json_object_object_add (header, "driver", json_object_new_string (driver));
  json_object_object_add (header,
                          "link",
                          json_object_new_string (link == STEADY_DRIVER_UDP ? "udp"
                                                  : link == STEADY_DRIVER_TCP
                                                      ? "tcp"
                                                      : "serial"));
  json_object_object_add (header, "settings", list);
  fprintf (self->file,
           "%s\n",
           json_object_to_json_string_ext (header, JSON_C_TO_STRING_SPACED));
  json_object_put (header);
}

/*
 * Begins a tape in @file, which must not exist yet: nothing recorded is lost.
 *
 * Thread: main; the writer may then go to another thread.
 */
SteadyTapeWriter *
steady_tape_writer_new (const char                 *file,
                        const char                 *driver,
                        SteadyDriverLink            link,
                        const SteadyDriverSettings *settings,
                        GError                    **error)
{
  const int fd = open (file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      const bool exists = errno == EEXIST;
      g_set_error (error,
                   STEADY_TAPE_ERROR,
                   exists ? STEADY_TAPE_ERROR_EXISTS : STEADY_TAPE_ERROR_OPEN,
                   "%s: the tape cannot be begun (%s); name another file",
                   file,
                   g_strerror (errno));
      return NULL;
    }
  SteadyTapeWriter *self = g_new0 (SteadyTapeWriter, 1);
  self->file = fdopen (fd, "w");
  write_header (self, driver, link, settings);
  return self;
}

/*
 * Adds what happened. What finds no room on the disk ends the tape, never the device.
 *
 * Thread: the device's; touches a file.
 */
void
steady_tape_writer_put (SteadyTapeWriter *self,
                        SteadyInstant     t,
                        SteadyTapeKind    kind,
                        const uint8_t    *bytes,
                        size_t            length)
{
  static const char digits[] = "0123456789abcdef";
  char              text[2 * STEADY_DRIVER_MESSAGE + 2];
  size_t            n = 0;

  if (self->ended)
    return;
  for (size_t i = 0; i < length && i < STEADY_DRIVER_MESSAGE; i++)
    {
      text[n++] = digits[bytes[i] >> 4];
      text[n++] = digits[bytes[i] & 15];
    }
  text[n] = '\0';
  const int put = fprintf (self->file,
                           n > 0 ? "%" PRId64 " %c %s\n" : "%" PRId64 " %c%s\n",
                           t,
                           (char) kind,
                           text);
  self->written += MAX (put, 0);
  self->ended = put < 0 || self->written > MOST_BYTES;
}

/* Whether the tape had to end before the device. Thread: the device's. */
bool
steady_tape_writer_ended (const SteadyTapeWriter *self)
{
  return self->ended;
}

/* Accepts NULL. Thread: main, when no other thread writes. */
void
steady_tape_writer_free (SteadyTapeWriter *self)
{
  if (self == NULL)
    return;
  fclose (self->file);
  g_free (self);
}

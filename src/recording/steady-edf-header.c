/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-edf-header.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

/*
 * EDF allows ASCII alone in its header, and libedf refuses all else; yet files of other
 * programs have a degree sign in a unit. Such a file is read from a copy with plain
 * letters, and its units are taken from here. EDF+D, which libedf refuses as well, is
 * read from a copy that calls itself plain EDF; the times of its records and its
 * annotations are read in steady-edf-onsets.c.
 */
enum
{
  HEAD = 256,       /* of the file, and again for each signal */
  SIGNALS_AT = 252, /* their number, four digits */
  KIND_AT = 192,    /* EDF+C or EDF+D */
  MAX_SIGNALS = 640,
  LABEL = 16,
  UNIT_AT = 16 + 80, /* per signal before the units: labels and transducers */
  UNIT = 8,
  COPY_PART = 1 << 16
};

/* The header, or NULL when there is none. Thread: any but the tick. */
SteadyEdfHeader *
steady_edf_header_load (const char *path)
{
  FILE *stream = fopen (path, "rbe");
  char  head[HEAD];
  char  digits[5] = "";

  if (stream == NULL)
    return NULL;
  if (fread (head, 1, HEAD, stream) != HEAD)
    {
      fclose (stream);
      return NULL;
    }
  memcpy (digits, head + SIGNALS_AT, 4);
  const long signals = strtol (digits, NULL, 10);
  if (signals < 1 || signals > MAX_SIGNALS)
    {
      fclose (stream);
      return NULL;
    }
  SteadyEdfHeader *self = g_new0 (SteadyEdfHeader, 1);
  self->signals = (unsigned) signals;
  self->bytes = g_byte_array_new ();
  g_byte_array_set_size (self->bytes, HEAD * (self->signals + 1));
  memcpy (self->bytes->data, head, HEAD);
  const size_t rest = self->bytes->len - HEAD;
  if (fread (self->bytes->data + HEAD, 1, rest, stream) != rest)
    g_clear_pointer (&self, steady_edf_header_free);
  fclose (stream);
  return self;
}

/* Accepts NULL. Thread: any. */
void
steady_edf_header_free (SteadyEdfHeader *self)
{
  if (self == NULL)
    return;
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static bool
is_plain (guint8 byte)
{
  return byte >= 0x20 && byte <= 0x7e;
}

/* Whether all of it is what the format allows. Thread: any. */
bool
steady_edf_header_is_plain (const SteadyEdfHeader *self)
{
  for (guint i = 0; i < self->bytes->len; i++)
    if (!is_plain (self->bytes->data[i]))
      return false;
  return true;
}

/* Whether @signal (annotation signals are counted) holds annotations. Thread: any. */
bool
steady_edf_header_is_mark (const SteadyEdfHeader *self, unsigned signal)
{
  const char *bytes = (const char *) self->bytes->data + HEAD;

  return strncmp (bytes + (size_t) signal * LABEL, "EDF Annotations", 15) == 0;
}

/* Makes the header of an EDF+D file that of a plain EDF file, for whoever reads times
 * and annotations by himself; false: it is none. Thread: any. */
bool
steady_edf_header_join (SteadyEdfHeader *self)
{
  if (memcmp (self->bytes->data + KIND_AT, "EDF+D", 5) != 0)
    return false;
  memset (self->bytes->data + KIND_AT, ' ', 5);
  return true;
}

/* The unit of @signal (annotation signals are not counted) as UTF-8, or NULL. Thread:
 * any. */
char *
steady_edf_header_unit (const SteadyEdfHeader *self, unsigned signal)
{
  const char *bytes = (const char *) self->bytes->data + HEAD;

  for (unsigned i = 0; i < self->signals; i++)
    {
      if (steady_edf_header_is_mark (self, i))
        continue;
      if (signal-- > 0)
        continue;
      const char *unit = bytes + (size_t) self->signals * UNIT_AT + (size_t) i * UNIT;
      char *text = g_convert (unit, UNIT, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
      return text != NULL ? g_strstrip (text) : NULL;
    }
  return NULL;
}

static bool
copy_rest (FILE *from, FILE *to)
{
  g_autofree char *part = g_malloc (COPY_PART);
  size_t           got;

  while ((got = fread (part, 1, COPY_PART, from)) > 0)
    if (fwrite (part, 1, got, to) != got)
      return false;
  return ferror (from) == 0;
}

/*
 * A temporary copy of the file at @path with "_" for each letter that the format
 * forbids; the caller removes it. NULL when it cannot be made.
 *
 * Thread: any but the tick.
 */
char *
steady_edf_header_copy_plain (const SteadyEdfHeader *self, const char *path)
{
  g_autofree char *name = NULL;
  const int        file = g_file_open_tmp ("steady-XXXXXX.edf", &name, NULL);
  FILE            *to = file >= 0 ? fdopen (file, "wb") : NULL;
  FILE            *from = fopen (path, "rbe");
  bool             fine = to != NULL && from != NULL;

  for (guint i = 0; fine && i < self->bytes->len; i++)
    fine =
        putc (is_plain (self->bytes->data[i]) ? self->bytes->data[i] : '_', to) != EOF;
  fine = fine && fseek (from, (long) self->bytes->len, SEEK_SET) == 0 &&
         copy_rest (from, to);
  if (from != NULL)
    fclose (from);
  if (to != NULL)
    fine = fclose (to) == 0 && fine;
  if (!fine && name != NULL)
    unlink (name);
  return fine ? g_steal_pointer (&name) : NULL;
}

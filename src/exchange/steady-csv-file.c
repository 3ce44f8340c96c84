/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-csv-file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/steady-clock.h"

G_DEFINE_QUARK (steady - exchange - error - quark, steady_exchange_error)

static void
set_error (const char *path, int number, GError **error)
{
  const bool exists = number == EEXIST;

  g_set_error (error,
               STEADY_EXCHANGE_ERROR,
               exists ? STEADY_EXCHANGE_ERROR_EXISTS : STEADY_EXCHANGE_ERROR_WRITE,
               "%s: cannot be written (%s); %s",
               path,
               g_strerror (number),
               exists ? "name a new folder"
                      : "check the folder and the room on the disk");
}

/* Makes a file that must not exist. Thread: any but the tick. */
bool
steady_csv_file_create (SteadyCsvFile *self,
                        const char    *folder,
                        const char    *name,
                        GError       **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const int        file = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (file < 0)
    {
      set_error (path, errno, error);
      return false;
    }
  *self =
      (SteadyCsvFile){ .stream = fdopen (file, "w"), .path = g_steal_pointer (&path) };
  return true;
}

/* Writes all to the disk. The first error while writing is told here. Thread: any but
 * the tick. */
bool
steady_csv_file_close (SteadyCsvFile *self, GError **error)
{
  errno = 0;
  bool fine = ferror (self->stream) == 0 && fflush (self->stream) == 0;
  int  number = errno;
  if (fine && fsync (fileno (self->stream)) != 0 && errno != EINVAL)
    {
      fine = false;
      number = errno;
    }
  if (fclose (self->stream) != 0 && fine)
    {
      fine = false;
      number = errno;
    }
  if (!fine)
    set_error (self->path, number != 0 ? number : EIO, error);
  g_free (self->path);
  *self = (SteadyCsvFile){ 0 };
  return fine;
}

/* Closes without caring; accepts one that is all zero. Thread: any but the tick. */
void
steady_csv_file_discard (SteadyCsvFile *self)
{
  g_clear_pointer (&self->stream, fclose);
  g_clear_pointer (&self->path, g_free);
}

static void
next_field (SteadyCsvFile *self)
{
  if (self->begun)
    putc_unlocked (',', self->stream);
  self->begun = true;
}

/* Text, in quotes where it needs them. Thread: the file's. */
void
steady_csv_file_text (SteadyCsvFile *self, const char *text)
{
  next_field (self);
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      fputs (text, self->stream);
      return;
    }
  putc_unlocked ('"', self->stream);
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        putc_unlocked ('"', self->stream);
      putc_unlocked (*c, self->stream);
    }
  putc_unlocked ('"', self->stream);
}

/* Nothing: a value that is missing. Thread: the file's. */
void
steady_csv_file_empty (SteadyCsvFile *self)
{
  next_field (self);
}

/* Thread: the file's. */
void
steady_csv_file_integer (SteadyCsvFile *self, int64_t value)
{
  next_field (self);
  fprintf (self->stream, "%" PRId64, value);
}

/* Ten digits, more than any sensor has; empty when not finite. Thread: the file's. */
void
steady_csv_file_real (SteadyCsvFile *self, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  next_field (self);
  if (isfinite (value))
    fputs (g_ascii_formatd (text, sizeof text, "%.10g", value), self->stream);
}

/* As few digits as give the same number again; empty when not finite. Thread: the
 * file's. */
void
steady_csv_file_float (SteadyCsvFile *self, float value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  next_field (self);
  if (!isfinite (value))
    return;
  g_ascii_formatd (text, sizeof text, "%.7g", value);
  const float back = (float) g_ascii_strtod (text, NULL);
  if (back < value || back > value)
    g_ascii_formatd (text, sizeof text, "%.9g", value);
  fputs (text, self->stream);
}

/* Seconds, exact. Thread: the file's. */
void
steady_csv_file_seconds (SteadyCsvFile *self, int64_t nanoseconds)
{
  const uint64_t size =
      nanoseconds < 0 ? 0 - (uint64_t) nanoseconds : (uint64_t) nanoseconds;
  char     text[48];
  unsigned length = (unsigned) snprintf (text,
                                         sizeof text,
                                         "%s%" PRIu64 ".%09" PRIu64,
                                         nanoseconds < 0 ? "-" : "",
                                         size / STEADY_NSEC_PER_SEC,
                                         size % STEADY_NSEC_PER_SEC);

  while (text[length - 1] == '0')
    length--;
  if (text[length - 1] == '.')
    length--;
  text[length] = '\0';
  next_field (self);
  fputs (text, self->stream);
}

/* Days since 1970 as year, month and day (after H. Hinnant's public algorithm). */
static void
civil_from_days (int64_t   days,
                 int64_t  *ret_year,
                 unsigned *ret_month,
                 unsigned *ret_day)
{
  days += 719468;
  const int64_t  era = (days >= 0 ? days : days - 146096) / 146097;
  const unsigned of_era = (unsigned) (days - era * 146097);
  const unsigned year_of_era =
      (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const unsigned of_year =
      of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * of_year + 2) / 153;

  *ret_day = of_year - (153 * shifted + 2) / 5 + 1;
  *ret_month = shifted < 10 ? shifted + 3 : shifted - 9;
  *ret_year = (int64_t) year_of_era + era * 400 + (*ret_month <= 2);
}

/* UTC to a millisecond, empty when the clock was not known (0). Thread: the file's. */
void
steady_csv_file_utc (SteadyCsvFile *self, int64_t utc_ns)
{
  const int64_t day = 86400 * STEADY_NSEC_PER_SEC;
  int64_t       year;
  unsigned      month, number;

  next_field (self);
  if (utc_ns <= 0)
    return;
  civil_from_days (utc_ns / day, &year, &month, &number);
  const int64_t ms = utc_ns % day / STEADY_NSEC_PER_MSEC;
  fprintf (self->stream,
           "%04" PRId64 "-%02u-%02uT%02d:%02d:%02d.%03dZ",
           year,
           month,
           number,
           (int) (ms / 3600000),
           (int) (ms / 60000 % 60),
           (int) (ms / 1000 % 60),
           (int) (ms % 1000));
}

/* Thread: the file's. */
void
steady_csv_file_end_line (SteadyCsvFile *self)
{
  putc_unlocked ('\n', self->stream);
  self->begun = false;
  self->lines++;
}

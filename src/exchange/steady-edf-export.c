/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-edf-export.h"

#include <edflib.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "exchange/steady-csv-file.h"
#include "exchange/steady-export-grid.h"
#include "recording/steady-edf-seal.h"
#include "recording/steady-signal-alias.h"

enum
{
  TEXT_MOST = 40,    /* bytes of an annotation that libedf writes */
  MARK_SIGNALS = 64, /* the most annotation signals */
  TELL_EVERY = 64    /* records */
};

/* Begins an annotation that goes on with the text of the one before. */
#define GOES_ON "…"

#define TICKS_PER_SECOND 10000 /* of an annotation's onset */

#define WRITING 0.9 /* of all the work; the rest is the checksum */

typedef struct Export
{
  SteadyExportGrid grid;
  const char      *file;
  int              handle;
  int64_t          marks;
  bool             fine;
} Export;

static bool
write_failed (const Export *self, GError **error)
{
  g_set_error (error,
               STEADY_EXCHANGE_ERROR,
               STEADY_EXCHANGE_ERROR_WRITE,
               "%s: cannot be written (%s); check the folder and the room on the disk",
               self->file,
               g_strerror (errno != 0 ? errno : EIO));
  return false;
}

/* Bytes of @text that fit, not within a letter. */
static size_t
piece_of (const char *text, size_t most)
{
  size_t length = strlen (text);

  if (length <= most)
    return length;
  length = most;
  while (length > 0 && ((unsigned char) text[length] & 0xc0) == 0x80)
    length--;
  return length;
}

/* Counts the annotations that a mark takes, and writes them once the file is open. */
static void
take_mark (void *data, SteadySpan t, const char *label)
{
  Export *self = data;
  bool    first = true;

  do
    {
      const size_t length =
          piece_of (label, first ? TEXT_MOST : TEXT_MOST - strlen (GOES_ON));
      g_autofree char *text =
          g_strdup_printf ("%s%.*s", first ? "" : GOES_ON, (int) length, label);
      if (self->handle < 0)
        self->marks++;
      else
        self->fine =
            edfwrite_annotation_utf8 (
                self->handle, t * TICKS_PER_SECOND / STEADY_NSEC_PER_SEC, -1, text) ==
                0 &&
            self->fine;
      label += length;
      first = false;
    }
  while (*label != '\0');
}

static void
describe_signal (int handle, int number, const SteadyExportSignal *signal)
{
  char unit[24], label[24], channel[81];

  steady_unit_fold (signal->channel->unit, unit, sizeof unit);
  steady_unit_fold (signal->channel->name, label, sizeof label);
  g_snprintf (
      channel, sizeof channel, "channel %.48s, unit %s", signal->channel->name, unit);
  edf_set_samplefrequency (handle, number, (int) signal->per_record);
  edf_set_digital_minimum (handle, number, -32768);
  edf_set_digital_maximum (handle, number, 32767);
  edf_set_physical_minimum (handle, number, signal->offset - 32768 * signal->scale);
  edf_set_physical_maximum (handle, number, signal->offset + 32767 * signal->scale);
  edf_set_physical_dimension (handle, number, unit);
  edf_set_label (handle, number, label);
  edf_set_transducer (handle, number, channel);
  edf_set_prefilter (handle, number, "missing=-32768");
}

static void
describe_start (int handle, int64_t start_utc)
{
  g_autoptr (GDateTime) start =
      g_date_time_new_from_unix_utc (start_utc / STEADY_NSEC_PER_SEC);

  if (start_utc <= 0 || start == NULL || g_date_time_get_year (start) < 1985)
    return;
  edf_set_startdatetime (handle,
                         g_date_time_get_year (start),
                         g_date_time_get_month (start),
                         g_date_time_get_day_of_month (start),
                         g_date_time_get_hour (start),
                         g_date_time_get_minute (start),
                         g_date_time_get_second (start));
  /* no finer than 0.1 ms: more does not fit with some readers */
  edf_set_subsecond_starttime (handle,
                               (int) (start_utc % STEADY_NSEC_PER_SEC / 100000 * 1000));
}

static bool
describe (Export *self, GError **error)
{
  const SteadyExportGrid *grid = &self->grid;
  const int64_t           signals = self->marks / grid->records + 1;

  if (signals > MARK_SIGNALS)
    {
      g_set_error (error,
                   STEADY_EXCHANGE_ERROR,
                   STEADY_EXCHANGE_ERROR_FORMAT,
                   "%s: EDF has no room for so many events in so short a case; export "
                   "it as CSV or JSON",
                   self->file);
      return false;
    }
  edf_set_datarecord_duration (self->handle, (int) grid->record_s * 100000);
  edf_set_number_of_annotation_signals (self->handle, (int) signals);
  describe_start (self->handle, grid->span.start_utc);
  edf_set_equipment (self->handle, "Steady");
  edf_set_recording_additional (self->handle, steady_export_grid_title (grid));
  edf_set_patient_additional (self->handle, steady_export_grid_title (grid));
  for (unsigned i = 0; i < grid->n_signals; i++)
    describe_signal (self->handle, (int) i, &grid->signals[i]);
  return true;
}

static bool
write_records (Export                *self,
               SteadyExchangeProgress progress,
               void                  *data,
               GError               **error)
{
  SteadyExportGrid *grid = &self->grid;
  unsigned          most = 1;

  for (unsigned i = 0; i < grid->n_signals; i++)
    most = MAX (most, grid->signals[i].per_record);
  g_autofree int16_t *digital = g_new (int16_t, most);
  for (int64_t record = 0; record < grid->records; record++)
    {
      for (unsigned i = 0; i < grid->n_signals; i++)
        {
          if (!steady_export_grid_read (
                  grid, &grid->signals[i], record, digital, error))
            return false;
          errno = 0;
          if (edfwrite_digital_short_samples (self->handle, digital) != 0)
            return write_failed (self, error);
        }
      if (record % TELL_EVERY == 0 &&
          !steady_exchange_tell (progress,
                                 data,
                                 WRITING * (double) record / (double) grid->records,
                                 self->file,
                                 error))
        return false;
    }
  return true;
}

/* Opened once in vain, so that no file of somebody's is overwritten. */
static bool
make_file (const Export *self, GError **error)
{
  const int file = open (self->file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (file >= 0)
    {
      close (file);
      return true;
    }
  g_set_error (error,
               STEADY_EXCHANGE_ERROR,
               errno == EEXIST ? STEADY_EXCHANGE_ERROR_EXISTS
                               : STEADY_EXCHANGE_ERROR_WRITE,
               "%s: cannot be written (%s); name a new file",
               self->file,
               g_strerror (errno));
  return false;
}

static bool
write_file (Export *self, SteadyExchangeProgress progress, void *data, GError **error)
{
  self->handle = edfopen_file_writeonly (
      self->file, EDFLIB_FILETYPE_EDFPLUS, (int) self->grid.n_signals);
  if (self->handle < 0)
    return write_failed (self, error);
  self->fine = true;
  bool fine = describe (self, error) && write_records (self, progress, data, error) &&
              steady_export_grid_marks (&self->grid, take_mark, self, error);
  errno = 0;
  /* libedf writes the annotations now */
  if (edfclose_file (self->handle) != 0 || !self->fine)
    fine = fine ? write_failed (self, error) : false;
  return fine;
}

typedef struct Sealing
{
  const Export *export;
  SteadyExchangeProgress progress;
  void                  *data;
  GError                *stopped;
} Sealing;

static bool
tell_sealing (void *data, double done)
{
  Sealing *self = data;

  return steady_exchange_tell (self->progress,
                               self->data,
                               WRITING + (1 - WRITING) * done,
                               self->export->file,
                               &self->stopped);
}

/* libedf wrote the file; now it gets its checksum. */
static bool
seal_file (const Export          *self,
           SteadyExchangeProgress progress,
           void                  *data,
           GError               **error)
{
  Sealing sealing = { self, progress, data, NULL };

  errno = 0;
  if (steady_edf_seal_write (self->file, tell_sealing, &sealing))
    return true;
  if (sealing.stopped == NULL)
    return write_failed (self, error);
  g_propagate_error (error, sealing.stopped);
  return false;
}

/*
 * Writes the case at @path as one EDF+C file, which must not exist: waves at their
 * rates, numerics once a second, a missing sample as -32768 (the prefilter field says
 * so), events and alarms as annotations, and a checksum in a reserved field of the
 * header (recording/steady-edf-seal.c). It says SIMULATED where that is so, and holds
 * no name.
 *
 * Thread: main (libedf keeps a table).
 */
bool
steady_edf_export (const char            *path,
                   const char            *file,
                   SteadyExchangeProgress progress,
                   void                  *data,
                   GError               **error)
{
  Export self = { .file = file, .handle = -1 };

  if (!steady_export_grid_open (&self.grid, path, error))
    return false;
  bool fine = steady_export_grid_marks (&self.grid, take_mark, &self, error) &&
              make_file (&self, error);
  if (fine)
    {
      fine = write_file (&self, progress, data, error) &&
             seal_file (&self, progress, data, error);
      if (!fine)
        unlink (file);
    }
  steady_export_grid_close (&self.grid);
  return fine;
}

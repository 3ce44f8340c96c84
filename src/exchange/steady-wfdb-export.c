/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-wfdb-export.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "exchange/steady-csv-file.h"
#include "exchange/steady-export-folder.h"
#include "exchange/steady-export-grid.h"
#include "recording/steady-file-sum.h"
#include "recording/steady-wfdb-seal.h"

enum
{
  NOTE = 22,
  SKIP = 59,
  AUX = 63,
  TIME_BITS = 10,
  AUX_MOST = 255,
  TICKS_PER_SECOND = 1000, /* of an annotation */
  TELL_EVERY = 64          /* frames */
};

typedef struct Export
{
  SteadyExportGrid grid;
  const char      *folder;
  const char      *name; /* of the record */
  uint32_t        *sums; /* by signal, of all samples */
  int16_t         *firsts;
  GChecksum       *samples; /* of the bytes of all of them */
  SteadyCsvFile    notes;
  int64_t          tick; /* of the last annotation */
} Export;

static void
put_word (FILE *stream, uint32_t word)
{
  putc_unlocked ((int) (word & 0xff), stream);
  putc_unlocked ((int) (word >> 8 & 0xff), stream);
}

/* Samples of a frame, all signals in turn: format 16. */
static bool
write_frame (
    Export *self, FILE *stream, int64_t record, int16_t *digital, GError **error)
{
  for (unsigned i = 0; i < self->grid.n_signals; i++)
    {
      SteadyExportSignal *signal = &self->grid.signals[i];
      if (!steady_export_grid_read (&self->grid, signal, record, digital, error))
        return false;
      if (record == 0)
        self->firsts[i] = digital[0];
      for (unsigned k = 0; k < signal->per_record; k++)
        {
          self->sums[i] += (uint32_t) (int32_t) digital[k];
          digital[k] = (int16_t) GUINT16_TO_LE ((uint16_t) digital[k]);
        }
      const size_t bytes = signal->per_record * sizeof digital[0];
      fwrite (digital, 1, bytes, stream);
      g_checksum_update (self->samples, (const guchar *) digital, (gssize) bytes);
    }
  return true;
}

static bool
write_samples (Export                *self,
               SteadyExchangeProgress progress,
               void                  *data,
               GError               **error)
{
  g_autofree char *name = g_strconcat (self->name, ".dat", NULL);
  SteadyCsvFile    file;
  unsigned         most = 1;

  for (unsigned i = 0; i < self->grid.n_signals; i++)
    most = MAX (most, self->grid.signals[i].per_record);
  g_autofree int16_t *digital = g_new (int16_t, most);
  if (!steady_csv_file_create (&file, self->folder, name, error))
    return false;
  for (int64_t record = 0; record < self->grid.records; record++)
    {
      if (!write_frame (self, file.stream, record, digital, error))
        {
          steady_csv_file_discard (&file);
          return false;
        }
      if (record % TELL_EVERY == 0 &&
          !steady_exchange_tell (progress,
                                 data,
                                 (double) record / (double) self->grid.records,
                                 self->folder,
                                 error))
        {
          steady_csv_file_discard (&file);
          return false;
        }
    }
  return steady_csv_file_close (&file, error);
}

/* One annotation of the MIT format, with its text. */
static void
put_note (Export *self, int64_t tick, const char *text)
{
  FILE   *stream = self->notes.stream;
  int64_t interval = MAX (tick - self->tick, 0);
  size_t  length = MIN (strlen (text), AUX_MOST);

  while (length < strlen (text) && ((unsigned char) text[length] & 0xc0) == 0x80)
    length--;
  self->tick += interval;
  if (interval >= 1 << TIME_BITS)
    {
      put_word (stream, SKIP << TIME_BITS);
      put_word (stream, (uint32_t) interval >> 16);
      put_word (stream, (uint32_t) interval & 0xffff);
      interval = 0;
    }
  put_word (stream, NOTE << TIME_BITS | (uint32_t) interval);
  put_word (stream, AUX << TIME_BITS | (uint32_t) length);
  fwrite (text, 1, length, stream);
  if (length % 2 != 0)
    putc_unlocked (0, stream);
}

static void
take_mark (void *data, SteadySpan t, const char *label)
{
  put_note (data, t * TICKS_PER_SECOND / STEADY_NSEC_PER_SEC, label);
}

static bool
write_notes (Export *self, GError **error)
{
  g_autofree char *name = g_strconcat (self->name, ".atr", NULL);
  g_autofree char *resolution =
      g_strdup_printf ("## time resolution: %d", TICKS_PER_SECOND);

  if (!steady_csv_file_create (&self->notes, self->folder, name, error))
    return false;
  put_note (self, 0, resolution);
  if (!steady_export_grid_marks (&self->grid, take_mark, self, error))
    {
      steady_csv_file_discard (&self->notes);
      return false;
    }
  put_word (self->notes.stream, 0);
  return steady_csv_file_close (&self->notes, error);
}

static void
write_signal_line (const Export *self, FILE *stream, unsigned number)
{
  const SteadyExportSignal *signal = &self->grid.signals[number];
  char                      gain[G_ASCII_DTOSTR_BUF_SIZE];
  char                      baseline[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char          *unit = g_strdup (signal->channel->unit);

  g_strdelimit (unit, " \t\r\n", '_');
  g_ascii_dtostr (gain, sizeof gain, 1 / signal->scale);
  g_ascii_formatd (
      baseline, sizeof baseline, "%.0f", round (-signal->offset / signal->scale) + 0.0);
  fprintf (stream,
           "%s.dat 16x%u %s(%s)/%s 16 0 %d %d 0 %s\n",
           self->name,
           signal->per_record,
           gain,
           baseline,
           unit[0] != '\0' ? unit : "NU",
           self->firsts[number],
           (int16_t) self->sums[number],
           signal->channel->name);
}

static void
put_seal (FILE *stream, const char *name, const char *sum)
{
  fprintf (stream, STEADY_WFDB_SEAL "%s %s\n", name, sum);
}

static bool
write_seal (FILE *stream, const char *path, const char *name, GError **error)
{
  g_autofree char *sum = steady_file_sum_hex (path, NULL);

  if (sum != NULL)
    put_seal (stream, name, sum);
  else
    g_set_error (error,
                 STEADY_EXCHANGE_ERROR,
                 STEADY_EXCHANGE_ERROR_WRITE,
                 "%s: cannot be read again for its checksum; check the disk",
                 path);
  return sum != NULL;
}

/* The samples' 16 bits see a changed byte, but not two that changed places; annotations
 * and header have no sum of their own at all. */
static bool
write_seals (const Export *self, const SteadyCsvFile *file, GError **error)
{
  g_autofree char *samples = g_strconcat (self->name, ".dat", NULL);
  g_autofree char *notes = g_strconcat (self->name, ".atr", NULL);
  g_autofree char *path = g_build_filename (self->folder, notes, NULL);

  put_seal (file->stream, samples, g_checksum_get_string (self->samples));
  if (!write_seal (file->stream, path, notes, error))
    return false;
  fflush (file->stream);
  return write_seal (file->stream, file->path, STEADY_WFDB_SEAL_ABOVE, error);
}

/* Last of all, since it holds the checksums. */
static bool
write_header (const Export *self, GError **error)
{
  g_autofree char *name = g_strconcat (self->name, ".hea", NULL);
  const int64_t    start = self->grid.span.start_utc;
  g_autoptr (GDateTime) date =
      g_date_time_new_from_unix_utc (start / STEADY_NSEC_PER_SEC);
  char          rate[G_ASCII_DTOSTR_BUF_SIZE];
  SteadyCsvFile file;

  if (!steady_csv_file_create (&file, self->folder, name, error))
    return false;
  g_ascii_dtostr (rate, sizeof rate, 1.0 / self->grid.record_s);
  fprintf (file.stream,
           "%s %u %s %" PRId64,
           self->name,
           self->grid.n_signals,
           rate,
           self->grid.records);
  if (start > 0 && date != NULL)
    fprintf (file.stream,
             " %02d:%02d:%02d.%03d %02d/%02d/%04d",
             g_date_time_get_hour (date),
             g_date_time_get_minute (date),
             g_date_time_get_second (date),
             (int) (start % STEADY_NSEC_PER_SEC / STEADY_NSEC_PER_MSEC),
             g_date_time_get_day_of_month (date),
             g_date_time_get_month (date),
             g_date_time_get_year (date));
  fputs ("\n", file.stream);
  for (unsigned i = 0; i < self->grid.n_signals; i++)
    write_signal_line (self, file.stream, i);
  fprintf (file.stream,
           "# %s, exported by Steady; times are UTC\n",
           steady_export_grid_title (&self->grid));
  const bool fine = write_seals (self, &file, error);
  return steady_csv_file_close (&file, fine ? error : NULL) && fine;
}

/*
 * A WFDB baseline is a whole number; steps of a source whose zero lies between two of
 * them move by less than half a step.
 */
static void
settle_baselines (SteadyExportGrid *grid)
{
  for (unsigned i = 0; i < grid->n_signals; i++)
    grid->signals[i].offset = round (grid->signals[i].offset / grid->signals[i].scale) *
                              grid->signals[i].scale;
}

/*
 * Writes the case at @path as a WFDB record of format 16 into @folder, which is made or
 * is empty: a header with gains, units and checksums of itself and of the others, one
 * signal file, and the events and alarms as annotations. Numerics stand once a second;
 * a missing sample is -32768.
 *
 * Thread: any but the tick.
 */
bool
steady_wfdb_export (const char            *path,
                    const char            *folder,
                    SteadyExchangeProgress progress,
                    void                  *data,
                    GError               **error)
{
  Export self = { .folder = folder };

  if (!steady_export_grid_open (&self.grid, path, error))
    return false;
  settle_baselines (&self.grid);
  self.name = self.grid.mode == STEADY_MODE_TRAINING ? "TRAINING_case"
              : self.grid.mode == STEADY_MODE_REVIEW ? "REVIEW_case"
                                                     : "case";
  self.sums = g_new0 (uint32_t, self.grid.n_signals + 1);
  self.firsts = g_new0 (int16_t, self.grid.n_signals + 1);
  self.samples = g_checksum_new (G_CHECKSUM_SHA256);
  const bool fine = steady_export_make_folder (folder, error) &&
                    write_samples (&self, progress, data, error) &&
                    write_notes (&self, error) && write_header (&self, error);
  g_free (self.sums);
  g_free (self.firsts);
  g_checksum_free (self.samples);
  steady_export_grid_close (&self.grid);
  return fine;
}

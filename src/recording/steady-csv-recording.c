/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/steady-json.h"
#include "base/steady-text.h"
#include "recording/steady-recording-private.h"
#include "recording/steady-signal-alias.h"

enum
{
  MAX_COLUMNS = 64,
  MAX_LINE = 8192
};

/* One column that is read. */
typedef struct Column
{
  unsigned         column; /* in the file, from 0 */
  SteadyUnitChange change;
  bool             seen;
  bool             gap;
} Column;

typedef struct Csv
{
  SteadyRecording base;
  char           *path;
  FILE           *stream;
  char            separator;
  double          rate_hz;
  int             time_column; /* -1: none, rows are evenly spaced */
  double          time_scale;  /* to seconds */
  GArray         *columns;     /* of Column, parallel to base.signals */
  unsigned        line;        /* in the file, from 1 */
  int64_t         row;         /* of data, from 0 */
  int64_t         rows;        /* that the sidecar promises, or -1 */
  double          first_seconds;
  double          last_seconds;
  unsigned        next_column;
  double          row_seconds;
  double          values[MAX_COLUMNS];
  bool            present[MAX_COLUMNS];
} Csv;

static void
csv_free (SteadyRecording *recording)
{
  Csv *self = (Csv *) recording;
  g_clear_pointer (&self->stream, fclose);
  g_clear_pointer (&self->columns, g_array_unref);
  g_free (self->path);
  g_free (self);
}

static bool
bad_line (const Csv *self, GError **error, const char *what)
{
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_FORMAT,
               "%s: line %u: %s; correct the file or its sidecar",
               self->path,
               self->line,
               what);
  return false;
}

/* A file that ends behind a line looks like a whole one: the sidecar may know better.
 */
static bool
is_whole (const Csv *self, GError **error)
{
  if (self->rows < 0 || self->row == self->rows)
    return true;
  g_set_error (error,
               STEADY_RECORDING_ERROR,
               STEADY_RECORDING_ERROR_TRUNCATED,
               "%s: has %" G_GINT64_FORMAT
               " rows where its sidecar says %" G_GINT64_FORMAT
               "; it is cut off, or the sidecar belongs to another file",
               self->path,
               self->row,
               self->rows);
  return false;
}

/* False at the end of the file (*@ret_end), or with an error for a line that is too
 * long. */
static bool
read_line (Csv *self, char *line, size_t size, bool *ret_end, GError **error)
{
  *ret_end = fgets (line, (int) size, self->stream) == NULL;
  if (*ret_end)
    return false;
  self->line++;
  const size_t length = strlen (line);
  if (length + 1 == size && line[length - 1] != '\n')
    return bad_line (self, error, "is longer than 8 KiB");
  /* where the rows are counted the last one is ended, or its last number may be cut */
  if (self->rows >= 0 && length > 0 && line[length - 1] != '\n')
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_TRUNCATED,
                   "%s: ends in the middle of line %u; the file is cut off",
                   self->path,
                   self->line);
      return false;
    }
  line[strcspn (line, "\r\n")] = '\0';
  return true;
}

static unsigned
split_line (const Csv *self, char *line, char **ret_fields)
{
  unsigned count = 0;
  char    *from = line;
  while (count < MAX_COLUMNS)
    {
      char *end = strchr (from, self->separator);
      ret_fields[count++] = from;
      if (end == NULL)
        break;
      *end = '\0';
      from = end + 1;
    }
  return count;
}

static bool
take_time (Csv *self, char **fields, unsigned count, GError **error)
{
  double seconds = (double) self->row / self->rate_hz;
  if (self->time_column >= 0)
    {
      if ((unsigned) self->time_column >= count ||
          !steady_text_to_number (g_strstrip (fields[self->time_column]), &seconds))
        return bad_line (self, error, "its time is not a number");
      seconds *= self->time_scale;
      if (self->row == 0)
        self->first_seconds = seconds;
      seconds -= self->first_seconds;
      if (self->row > 0 && seconds <= self->last_seconds)
        return bad_line (self, error, "its time does not grow");
    }
  self->last_seconds = seconds;
  self->row_seconds = seconds;
  return true;
}

static bool
take_row (Csv *self, char *line, GError **error)
{
  char          *fields[MAX_COLUMNS];
  const unsigned count = split_line (self, line, fields);

  if (!take_time (self, fields, count, error))
    return false;
  for (unsigned i = 0; i < self->columns->len; i++)
    {
      const Column *column = &g_array_index (self->columns, Column, i);
      if (column->column >= count)
        return bad_line (self, error, "has fewer columns than the sidecar says");
      const char *text = g_strstrip (fields[column->column]);
      self->present[i] = text[0] != '\0';
      if (self->present[i] && !steady_text_to_number (text, &self->values[i]))
        return bad_line (self, error, "holds something that is not a number");
    }
  self->row++;
  self->next_column = 0;
  return true;
}

static bool
give_column (Csv *self, unsigned index, SteadySample *ret_sample)
{
  Column *column = &g_array_index (self->columns, Column, index);
  if (!self->present[index])
    {
      column->gap = true;
      return false;
    }
  *ret_sample = (SteadySample){
    .t = steady_span_from_seconds (self->row_seconds),
    .t_device = STEADY_NO_DEVICE_TIME,
    .value = self->values[index] * column->change.scale + column->change.offset,
    .channel = g_array_index (self->base.signals, SteadyRecordingSignal, index).channel,
    .quality = STEADY_QUALITY_VALID,
    .flags = column->gap && column->seen ? STEADY_SAMPLE_GAP : 0,
  };
  column->seen = true;
  column->gap = false;
  return true;
}

static bool
csv_next (SteadyRecording *recording, SteadySample *ret_sample, GError **error)
{
  Csv *self = (Csv *) recording;
  char line[MAX_LINE];
  bool end;

  while (true)
    {
      while (self->next_column < self->columns->len)
        if (give_column (self, self->next_column++, ret_sample))
          return true;
      do
        if (!read_line (self, line, sizeof line, &end, error))
          {
            if (end)
              is_whole (self, error);
            return false;
          }
      while (line[0] == '\0');
      if (!take_row (self, line, error))
        return false;
    }
}

/* {"column": 1, "channel": "flow_wave", "unit": "mL/s"} */
static bool
load_column (Csv *self, const SteadyJsonNode *node, GError **error)
{
  int64_t       index;
  const char   *name, *unit;
  SteadyChannel channel;
  Column        column = { 0 };

  if (!steady_json_get_integer (node, "column", 0, MAX_COLUMNS - 1, &index, error) ||
      !steady_json_get_string (node, "channel", &name, error) ||
      !steady_json_get_string (node, "unit", &unit, error))
    return false;
  column.column = (unsigned) index;
  if (!steady_channel_from_name (name, &channel))
    {
      steady_json_set_error (
          node,
          error,
          "\"%s\" is no channel; see the names in src/measure/steady-channel.h",
          name);
      return false;
    }
  const SteadyChannelInfo *info = steady_channel_info (channel);
  if (!steady_unit_change_find (unit, info->unit, &column.change))
    {
      steady_json_set_error (node,
                             error,
                             "%s cannot be converted to %s, the unit of %s",
                             unit,
                             info->unit,
                             name);
      return false;
    }
  SteadyRecordingSignal signal = { .channel = (uint16_t) channel,
                                   .kind = (uint16_t) info->kind };
  signal.rate_hz = info->kind == STEADY_CHANNEL_KIND_WAVE ? self->rate_hz : 0;
  g_strlcpy (signal.name, name, sizeof signal.name);
  g_strlcpy (signal.unit, info->unit, sizeof signal.unit);
  for (unsigned i = 0; i < self->base.signals->len; i++)
    if (g_array_index (self->base.signals, SteadyRecordingSignal, i).channel ==
        signal.channel)
      {
        steady_json_set_error (node, error, "\"%s\" is given twice", name);
        return false;
      }
  g_array_append_val (self->base.signals, signal);
  g_array_append_val (self->columns, column);
  return true;
}

/* {"column": 0, "unit": "s"} */
static bool
load_time (Csv *self, const SteadyJsonNode *root, GError **error)
{
  SteadyJsonNode   node;
  int64_t          column;
  const char      *unit;
  SteadyUnitChange change;

  self->time_column = -1;
  if (!steady_json_has (root, "time"))
    return true;
  if (!steady_json_get_node (root, "time", &node, error) ||
      !steady_json_get_integer (&node, "column", 0, MAX_COLUMNS - 1, &column, error) ||
      !steady_json_get_string (&node, "unit", &unit, error))
    return false;
  if (!steady_unit_change_find (unit, "s", &change))
    {
      steady_json_set_error (&node, error, "the unit of time must be s or ms");
      return false;
    }
  self->time_column = (int) column;
  self->time_scale = change.scale;
  return true;
}

static bool
load_sidecar (Csv                  *self,
              const SteadyJsonNode *root,
              int64_t              *ret_header_lines,
              GError              **error)
{
  SteadyJsonNode columns, node;
  size_t         count;
  const char    *separator;

  *ret_header_lines = 0;
  self->separator = ',';
  if (!steady_json_get_number (root, "rate_hz", 1e-4, 1e5, &self->rate_hz, error) ||
      !load_time (self, root, error))
    return false;
  if (steady_json_has (root, "header_lines") &&
      !steady_json_get_integer (root, "header_lines", 0, 1000, ret_header_lines, error))
    return false;
  if (steady_json_has (root, "separator"))
    {
      if (!steady_json_get_string (root, "separator", &separator, error))
        return false;
      self->separator = separator[0];
    }
  self->rows = -1;
  if (steady_json_has (root, "rows") &&
      !steady_json_get_integer (root, "rows", 1, INT64_C (1) << 40, &self->rows, error))
    return false;
  if (!steady_json_get_array (root, "columns", &columns, &count, error))
    return false;
  if (count == 0 || count > MAX_COLUMNS || self->separator == '\0')
    {
      steady_json_set_error (
          &columns,
          error,
          "must name 1 to %d columns, and the separator one character",
          MAX_COLUMNS);
      return false;
    }
  for (size_t i = 0; i < count; i++)
    if (!steady_json_get_element (&columns, i, &node, error) ||
        !load_column (self, &node, error))
      return false;
  if (self->rows < 0)
    steady_recording_repair (&self->base, STEADY_RECORDING_REPAIR_UNCHECKED);
  return true;
}

static bool
open_data (Csv *self, int64_t header_lines, GError **error)
{
  char line[MAX_LINE];
  bool end;

  self->stream = fopen (self->path, "rbe");
  if (self->stream == NULL)
    {
      g_set_error (error,
                   STEADY_RECORDING_ERROR,
                   STEADY_RECORDING_ERROR_FILE,
                   "%s: cannot be read (%s); check the permissions",
                   self->path,
                   g_strerror (errno));
      return false;
    }
  int64_t rows = -header_lines;
  for (int c = getc (self->stream), last = '\n'; c != EOF;
       last = c, c = getc (self->stream))
    rows += last == '\n' && c != '\n' && c != '\r';
  self->base.length =
      steady_span_from_seconds ((double) (rows > 0 ? rows : 0) / self->rate_hz);
  rewind (self->stream);
  for (int64_t i = 0; i < header_lines; i++)
    if (!read_line (self, line, sizeof line, &end, error))
      return error != NULL && *error != NULL
                 ? false
                 : bad_line (self, error, "ends before its header lines");
  return true;
}

static const SteadyRecordingClass csv_class = { csv_next, csv_free };

/* Opens @path as @sidecar describes it. Thread: any but the tick. */
SteadyRecording *
steady_csv_recording_open (const char *path, const char *sidecar, GError **error)
{
  SteadyJsonDocument document;
  int64_t            header_lines;

  if (!steady_json_document_load (&document, sidecar, "steady-csv", 1, error))
    return NULL;
  Csv *self = g_new0 (Csv, 1);
  self->base.class = &csv_class;
  self->base.signals = g_array_new (FALSE, TRUE, sizeof (SteadyRecordingSignal));
  self->columns = g_array_new (FALSE, TRUE, sizeof (Column));
  self->path = g_strdup (path);
  SteadyJsonNode root = steady_json_document_root (&document);
  const bool     fine = load_sidecar (self, &root, &header_lines, error) &&
                    open_data (self, header_lines, error);
  steady_json_document_finish (&document);
  self->next_column = self->columns->len;
  if (!fine)
    {
      steady_recording_free (&self->base);
      return NULL;
    }
  return &self->base;
}

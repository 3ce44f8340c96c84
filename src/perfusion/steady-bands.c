/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-bands.h"

#define VALUE_MOST 100000.0

static bool
read_row (const SteadyJsonNode *row, double above, SteadyBand *ret_band, GError **error)
{
  SteadyBand  band;
  const char *x = steady_json_has (row, "at") ? "at" : "up_to";

  if (!steady_json_get_number (row, x, 0, VALUE_MOST, &band.up_to, error) ||
      !steady_json_get_number (row, "value", 0, VALUE_MOST, &band.value, error))
    return false;
  band.low = band.high = band.value;
  if (steady_json_has (row, "low") &&
      (!steady_json_get_number (row, "low", 0, band.value, &band.low, error) ||
       !steady_json_get_number (
           row, "high", band.value, VALUE_MOST, &band.high, error)))
    return false;
  if (band.up_to <= above)
    {
      steady_json_set_error (
          row, error, "must lie above the row before it; sort the rows");
      return false;
    }
  *ret_band = band;
  return true;
}

/*
 * The table @key of @object: { "source": …, "rows": [ { "up_to", "value" }, … ] }, or
 * "at" in place of "up_to" for a table of points. Errors name the file and the place.
 *
 * Thread: any.
 */
bool
steady_bands_read (const SteadyJsonNode *object,
                   const char           *key,
                   SteadyBands          *ret_bands,
                   GError              **error)
{
  SteadyBands    bands = { .n = 0 };
  SteadyJsonNode node, rows, row;
  size_t         count;

  if (!steady_json_get_node (object, key, &node, error) ||
      !steady_json_get_array (&node, "rows", &rows, &count, error))
    return false;
  if (count < 1 || count > STEADY_BANDS_MOST)
    {
      steady_json_set_error (&rows, error, "must have 1 to %d rows", STEADY_BANDS_MOST);
      return false;
    }
  for (size_t i = 0; i < count; i++)
    if (!steady_json_get_element (&rows, i, &row, error) ||
        !read_row (&row, i > 0 ? bands.rows[i - 1].up_to : 0, &bands.rows[i], error))
      return false;
  bands.n = (unsigned) count;
  if (!steady_cite_read (object, key, &bands.cite, error))
    return false;
  *ret_bands = bands;
  return true;
}

/*
 * The band that @x lies in; an edge belongs to the lighter (younger) band. @ret_above
 * is where the band begins, and may be NULL. False at or below 0 and above the last
 * band.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_bands_at (const SteadyBands *self,
                 double             x,
                 SteadyBand        *ret_band,
                 double            *ret_above)
{
  if (!(x >= 0))
    return false;
  for (unsigned i = 0; i < self->n; i++)
    if (x <= self->rows[i].up_to)
      {
        *ret_band = self->rows[i];
        if (ret_above != NULL)
          *ret_above = i > 0 ? self->rows[i - 1].up_to : 0;
        return true;
      }
  return false;
}

static double
middle (const SteadyBands *self, unsigned i)
{
  return (self->rows[i].up_to + (i > 0 ? self->rows[i - 1].up_to : 0)) / 2;
}

static double
line (double x, double x0, double y0, double x1, double y1)
{
  return y0 + (x - x0) / (x1 - x0) * (y1 - y0);
}

/*
 * The table as a line through the middles of its bands, so that nothing jumps at an
 * edge; flat before the first and after the last middle. False outside the table.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_bands_smooth (const SteadyBands *self, double x, double *ret_value)
{
  unsigned i = 1;

  if (!(x >= 0) || self->n == 0 || x > self->rows[self->n - 1].up_to)
    return false;
  if (x <= middle (self, 0))
    {
      *ret_value = self->rows[0].value;
      return true;
    }
  while (i < self->n && x > middle (self, i))
    i++;
  *ret_value = i == self->n ? self->rows[i - 1].value
                            : line (x,
                                    middle (self, i - 1),
                                    self->rows[i - 1].value,
                                    middle (self, i),
                                    self->rows[i].value);
  return true;
}

/*
 * A table of points as a line through them; flat before the first and after the last.
 * False below 0 and without rows.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_bands_between (const SteadyBands *self, double x, double *ret_value)
{
  unsigned i = 0;

  if (!(x >= 0) || self->n == 0)
    return false;
  while (i < self->n && x > self->rows[i].up_to)
    i++;
  if (i == 0 || i == self->n)
    *ret_value = self->rows[i == 0 ? 0 : self->n - 1].value;
  else
    *ret_value = line (x,
                       self->rows[i - 1].up_to,
                       self->rows[i - 1].value,
                       self->rows[i].up_to,
                       self->rows[i].value);
  return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quality/steady-ecmo-chart.h"

#define HOUR (60 * STEADY_NSEC_PER_MIN)

/* Which rows the case of @reader has a source for; what people enter always has one.
 * Thread: the reader's. */
void
steady_ecmo_chart_fitted (SteadyCaseReader *reader,
                          uint8_t           ret_fitted[STEADY_ECMO_ROWS])
{
  unsigned                 n = 0;
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &n);

  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    {
      ret_fitted[row] = !steady_ecmo_row (row)->measured;
      for (unsigned i = 0; i < n && ret_fitted[row] == 0; i++)
        ret_fitted[row] = channels[i].channel == steady_ecmo_row (row)->channel;
    }
}

/*
 * Reads the hours since ECMO first began, or the last @most of them where that is not
 * 0; none where there was no ECMO. Each channel of an hour is a short transaction of
 * its own. @progress may be NULL; one that stops the work is an error. Finish with
 * steady_ecmo_chart_finish (), also after an error.
 *
 * Thread: the reader's.
 */
bool
steady_ecmo_chart_read (SteadyEcmoChart        *self,
                        SteadyCaseReader       *reader,
                        const SteadyEcmoCourse *course,
                        unsigned                most,
                        SteadyProgress         *progress,
                        GError                **error)
{
  const SteadyCaseSpan *span = &course->span;
  const SteadyCaseSpan *hours = &course->hours;
  const int64_t         offset = steady_ecmo_local_offset (hours, span->end);
  const SteadyInstant   begin = steady_ecmo_course_begin (course);
  const SteadyInstant   last =
      steady_ecmo_hour_of (hours, offset, MAX (span->end - 1, span->start));

  *self = (SteadyEcmoChart){ .n = 0 };
  steady_ecmo_chart_fitted (reader, self->fitted);
  if (begin == STEADY_INSTANT_NEVER)
    return true;
  const SteadyInstant first = steady_ecmo_hour_of (hours, offset, begin);
  const unsigned      there = (unsigned) (MAX (last - first, 0) / HOUR) + 1;
  const unsigned      n = most > 0 ? MIN (there, most) : there;
  self->hours = g_new0 (SteadyEcmoHour, n);
  for (unsigned i = 0; i < n; i++)
    {
      SteadyEcmoHour *hour = &self->hours[i];
      hour->from = last - (SteadySpan) (n - 1 - i) * HOUR;
      hour->to = hour->from + HOUR;
      if (!steady_ecmo_hour_measure (hour, reader, 0, STEADY_ECMO_ROWS - 1, error))
        return false;
      steady_ecmo_course_fill (course, hour);
      self->n++;
      if (!steady_progress_tell (progress, (double) self->n / n))
        {
          g_set_error_literal (error,
                               STEADY_CASE_ERROR,
                               STEADY_CASE_ERROR_STOPPED,
                               "the hours were not read to the end: stopped as asked");
          return false;
        }
    }
  return true;
}

/* Thread: any. */
void
steady_ecmo_chart_finish (SteadyEcmoChart *self)
{
  g_clear_pointer (&self->hours, g_free);
  self->n = 0;
}

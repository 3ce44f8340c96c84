/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-driver-bench.h"

#include <string.h>

static void
keep_value (void *owner, const SteadyDriverValue *told)
{
  SteadyDriverBench *self = owner;
  SteadyDriverValue  value = *told;

  if (steady_driver_guard_value (&self->guard, &value))
    g_array_append_val (self->values, value);
}

static void
keep_bytes (void *owner, const uint8_t *bytes, size_t length)
{
  SteadyDriverBench *self = owner;
  if (steady_driver_guard_send (&self->guard, length))
    g_byte_array_append (self->sent, bytes, (guint) length);
}

static void
keep_identity (void *owner, const char *text)
{
  SteadyDriverBench *self = owner;
  g_strlcpy (self->identity, text, sizeof self->identity);
}

static void
keep_result (void *owner, const SteadyLaboratoryResult *result)
{
  SteadyDriverBench *self = owner;
  g_array_append_val (self->results, *result);
}

/* A driver by its name, started at instant 0. */
SteadyDriverBench *
steady_driver_bench_new (const char *driver, const SteadyDriverSettings *settings)
{
  g_autoptr (GError) error = NULL;
  SteadyDriverBench *self = g_new0 (SteadyDriverBench, 1);
  const SteadyDriverClass *class = steady_driver_find (driver);
  const SteadyDriverSink sink = { .owner = self,
                                  .value = keep_value,
                                  .send = keep_bytes,
                                  .identity = keep_identity,
                                  .result = keep_result };

  g_assert_nonnull (class);
  self->values = g_array_new (FALSE, FALSE, sizeof (SteadyDriverValue));
  self->results = g_array_new (FALSE, FALSE, sizeof (SteadyLaboratoryResult));
  self->sent = g_byte_array_new ();
  self->driver.class = class;
  self->driver.n_signals = class->n_signals;
  self->driver.signals = class->signals;
  steady_driver_guard_init (&self->guard, &self->driver);
  g_assert_true (steady_driver_init (&self->driver, class, settings, &sink, 0, &error));
  g_assert_no_error (error);
  return self;
}

void
steady_driver_bench_free (SteadyDriverBench *self)
{
  steady_driver_finish (&self->driver);
  g_array_unref (self->values);
  g_array_unref (self->results);
  g_byte_array_unref (self->sent);
  g_free (self);
}

void
steady_driver_bench_start (SteadyDriverBench *self, SteadyInstant t)
{
  steady_driver_guard_enter (&self->guard, t);
  self->driver.class->start (&self->driver, t);
}

/* What came is given in memory of just its size, so that a sanitizer sees every step
 * beyond it. */
void
steady_driver_bench_rx (SteadyDriverBench *self,
                        const void        *bytes,
                        size_t             length,
                        SteadyInstant      t)
{
  g_autofree uint8_t *copy = g_memdup2 (bytes, length);
  steady_driver_guard_enter (&self->guard, t);
  self->driver.class->rx (&self->driver, copy, length, t);
}

SteadyInstant
steady_driver_bench_tick (SteadyDriverBench *self, SteadyInstant t)
{
  steady_driver_guard_enter (&self->guard, t);
  return steady_driver_guard_due (&self->guard,
                                  self->driver.class->tick (&self->driver, t));
}

/* Begins a new page of what was said and asked. */
void
steady_driver_bench_forget (SteadyDriverBench *self)
{
  g_array_set_size (self->values, 0);
  g_array_set_size (self->results, 0);
  g_byte_array_set_size (self->sent, 0);
}

/* The latest value of a signal, or NULL. */
const SteadyDriverValue *
steady_driver_bench_last (const SteadyDriverBench *self, const char *signal)
{
  const int index = steady_driver_signal (&self->driver, signal);

  g_assert_cmpint (index, >=, 0);
  for (guint i = self->values->len; i-- > 0;)
    {
      const SteadyDriverValue *value =
          &g_array_index (self->values, SteadyDriverValue, i);
      if (value->signal == index)
        return value;
    }
  return NULL;
}

/* @value is compared only where @quality means that it can be used. */
void
steady_driver_bench_expect (const SteadyDriverBench *self,
                            const char              *signal,
                            SteadyQuality            quality,
                            double                   value,
                            double                   tolerance)
{
  const SteadyDriverValue *last = steady_driver_bench_last (self, signal);

  if (last == NULL)
    g_error ("no value of %s came", signal);
  if (last->quality != quality)
    g_error ("%s has the quality %u and not %u", signal, last->quality, quality);
  if ((quality == STEADY_QUALITY_VALID || quality == STEADY_QUALITY_QUESTIONABLE) &&
      !(last->value >= value - tolerance && last->value <= value + tolerance))
    g_error ("%s is %g and not %g", signal, last->value, value);
}

/* As the transport does it. */
void
steady_driver_bench_play (SteadyDriverBench *self, const SteadyTapeRecord *record)
{
  if (record->kind == STEADY_TAPE_OPENED)
    steady_driver_bench_start (self, record->t);
  else if (record->kind == STEADY_TAPE_CAME)
    steady_driver_bench_rx (self, record->bytes, record->length, record->t);
  else if (record->kind == STEADY_TAPE_DUE)
    steady_driver_bench_tick (self, record->t);
}

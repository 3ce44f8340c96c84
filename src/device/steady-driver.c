/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-driver.h"

#include <string.h>

#include "base/steady-require.h"
#include "device/alicat/steady-alicat.h"
#include "device/bioprott/steady-bioprott.h"
#include "device/bronkhorst/steady-bronkhorst.h"
#include "device/cdi/steady-cdi.h"
#include "device/datex/steady-datex.h"
#include "device/intellivue/steady-intellivue.h"
#include "device/invos/steady-invos.h"
#include "device/julabo/steady-julabo.h"
#include "device/levitronix/steady-levitronix.h"
#include "device/mapped/steady-mapped.h"
#include "device/mcq/steady-gb100.h"
#include "device/medibus/steady-medibus.h"
#include "device/nonin/steady-nonin.h"
#include "device/radiometer/steady-radiometer.h"
#include "device/roller/steady-roller.h"

G_DEFINE_QUARK (steady - driver - error - quark, steady_driver_error)

/* All drivers there are. A plain list: nothing is found or loaded at run time. */
static const SteadyDriverClass *const drivers[] = {
  /* clang-format off */
  &steady_alicat_class,
  &steady_bioprott_class,
  &steady_bronkhorst_class,
  &steady_cdi_class,
  &steady_datex_class,
  &steady_gb100_class,
  &steady_intellivue_class,
  &steady_invos_class,
  &steady_ismatec_class,
  &steady_julabo_class,
  &steady_leviflow_class,
  &steady_mapped_class,
  &steady_masterflex_class,
  &steady_medibus_class,
  &steady_nonin_class,
  &steady_puralev_class,
  &steady_radiometer_class,
  /* clang-format on */
};

/* The driver at @index, or NULL after the last one. Thread: any. */
const SteadyDriverClass *
steady_driver_at (unsigned index)
{
  return index < G_N_ELEMENTS (drivers) ? drivers[index] : NULL;
}

/* The driver that site files call @name, or NULL. Thread: any. */
const SteadyDriverClass *
steady_driver_find (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (drivers); i++)
    if (strcmp (drivers[i]->name, name) == 0)
      return drivers[i];
  return NULL;
}

static bool
configure (SteadyDriver *self, const SteadyDriverSettings *settings, GError **error)
{
  static const char *const none[] = { NULL };

  return self->class->configure != NULL
             ? self->class->configure (self, settings, error)
             : steady_driver_settings_only (settings, none, error);
}

/*
 * Makes a driver ready that puts what it understands into @sink. @settings may be NULL.
 *
 * Thread: main; the driver may then go to another thread.
 */
bool
steady_driver_init (SteadyDriver *self,
                    const SteadyDriverClass *class,
                    const SteadyDriverSettings *settings,
                    const SteadyDriverSink     *sink,
                    SteadyInstant               now,
                    GError                    **error)
{
  memset (self, 0, sizeof *self);
  self->class = class;
  self->sink = *sink;
  self->signals = class->signals;
  self->n_signals = class->n_signals;
  self->controls = class->controls;
  self->n_controls = class->n_controls;
  self->quiet = class->quiet;
  if (!configure (self, settings, error))
    {
      steady_driver_finish (self);
      return false;
    }
  steady_require (self->n_signals <= STEADY_DRIVER_SIGNALS);
  steady_require (self->n_controls <= STEADY_DRIVER_CONTROLS);
  steady_require (self->n_controls == 0 || class->laboratory);
  class->start (self, now);
  return true;
}

/* Thread: main, when no other thread uses the driver. */
void
steady_driver_finish (SteadyDriver *self)
{
  if (self->class->finish != NULL)
    self->class->finish (self);
  self->own = NULL;
}

/* Passes a value on that has no device time. Thread: the driver's. */
void
steady_driver_tell (SteadyDriver *self,
                    unsigned      signal,
                    SteadyInstant t,
                    double        value,
                    SteadyQuality quality)
{
  const SteadyDriverValue told = { .t = t,
                                   .t_device = STEADY_NO_DEVICE_TIME,
                                   .value = value,
                                   .signal = (uint16_t) signal,
                                   .quality = (uint8_t) quality };
  self->sink.value (self->sink.owner, &told);
}

/* Passes a laboratory's sample on, to whom wants it. Thread: the driver's. */
void
steady_driver_tell_result (SteadyDriver *self, const SteadyLaboratoryResult *result)
{
  if (self->sink.result != NULL)
    self->sink.result (self->sink.owner, result);
}

/* Thread: the driver's. */
void
steady_driver_send (SteadyDriver *self, const void *bytes, size_t length)
{
  self->sink.send (self->sink.owner, bytes, length);
}

/* For finish (): frees what configure () allocated as one piece. Thread: main. */
void
steady_driver_free_own (SteadyDriver *self)
{
  g_free (self->own);
}

/* For tick (): the device speaks unasked, and nothing is ever asked. Thread: the
 * driver's. */
SteadyInstant
steady_driver_never_due (SteadyDriver *self, SteadyInstant now)
{
  return STEADY_INSTANT_NEVER;
}

/* For probe (): the device speaks only when it is asked. Thread: any. */
SteadyProbe
steady_driver_never_heard (const uint8_t *bytes, size_t length)
{
  return STEADY_PROBE_NO;
}

/* The index of the signal that site files call @name, or -1. Thread: any. */
int
steady_driver_signal (const SteadyDriver *self, const char *name)
{
  for (unsigned i = 0; i < self->n_signals; i++)
    if (strcmp (self->signals[i].name, name) == 0)
      return (int) i;
  return -1;
}

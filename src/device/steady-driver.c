/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-driver.h"

#include <string.h>

#include "device/bioprott/steady-bioprott.h"

/* All drivers there are. A plain list: nothing is found or loaded at run time. */
static const SteadyDriverClass *const drivers[] = {
  &steady_bioprott_class,
};

/* The driver at @index, or NULL after the last one. Thread: any. */
const SteadyDriverClass *
steady_driver_at (unsigned index)
{
  return index < sizeof drivers / sizeof drivers[0] ? drivers[index] : NULL;
}

/* The driver that site files call @name, or NULL. Thread: any. */
const SteadyDriverClass *
steady_driver_find (const char *name)
{
  for (unsigned i = 0; i < sizeof drivers / sizeof drivers[0]; i++)
    if (strcmp (drivers[i]->name, name) == 0)
      return drivers[i];
  return NULL;
}

/*
 * Makes a driver ready that puts what it understands into @sink.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_driver_init (SteadyDriver *self,
                    const SteadyDriverClass *class,
                    const SteadyDriverSink *sink,
                    SteadyInstant           now)
{
  memset (self, 0, sizeof *self);
  self->class = class;
  self->sink = *sink;
  class->start (self, now);
}

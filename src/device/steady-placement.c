/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-placement.h"

#include <string.h>

/* Signals without a place get numbers of their own, which differ between devices. */
static uint16_t
own_number (const SteadyWiring *wiring, unsigned signal)
{
  return (uint16_t) (STEADY_CHANNEL_FOREIGN +
                     wiring->number * (unsigned) STEADY_DRIVER_SIGNALS + signal);
}

static bool
refuse (const SteadyDriver *driver, const char *signal, const char *why, GError **error)
{
  g_set_error (error,
               STEADY_DRIVER_ERROR,
               STEADY_DRIVER_ERROR_PLACE,
               "signal \"%s\" of the driver %s %s",
               signal,
               driver->class->name,
               why);
  return false;
}

static bool
fits (const SteadySignal *signal, uint16_t channel)
{
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) channel);

  return info != NULL && info->kind == (SteadyChannelKind) signal->kind &&
         strcmp (info->unit, signal->unit) == 0;
}

static bool
move_signals (SteadyPlacement    *self,
              const SteadyDriver *driver,
              const SteadyWiring *wiring,
              GError            **error)
{
  for (unsigned i = 0; i < wiring->n_placings; i++)
    {
      const SteadyPlacing *placing = &wiring->placings[i];
      const int            signal = steady_driver_signal (driver, placing->signal);
      if (signal < 0)
        return refuse (driver,
                       placing->signal,
                       "does not exist; steady --list-devices names those there are",
                       error);
      if (placing->channel != STEADY_CHANNEL_NONE &&
          !fits (&driver->signals[signal], placing->channel))
        return refuse (driver,
                       placing->signal,
                       "cannot feed this place: its unit or its kind is another one",
                       error);
      self->channel_of[signal] = placing->channel;
    }
  return true;
}

static bool
is_taken (const SteadyPlacement *self, unsigned signal)
{
  for (unsigned i = 0; i < signal; i++)
    if (self->channel_of[i] == self->channel_of[signal])
      return true;
  return false;
}

static void
add_channel (SteadyPlacement *self, const SteadyDriver *driver, unsigned signal)
{
  const SteadySignal      *from = &driver->signals[signal];
  const uint16_t           channel = self->channel_of[signal];
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) channel);
  SteadyCaseChannel       *to = &self->channels[self->n_channels];

  *to = (SteadyCaseChannel){ .channel = channel,
                             .kind = from->kind,
                             .decimals = info != NULL ? info->decimals : from->decimals,
                             .rate_hz = from->rate_hz };
  if (info != NULL)
    g_strlcpy (to->name, info->name, sizeof to->name);
  else
    g_snprintf (to->name, sizeof to->name, "%s_%s", driver->class->name, from->name);
  g_strlcpy (to->label, info != NULL ? info->label : from->label, sizeof to->label);
  g_strlcpy (to->unit, from->unit, sizeof to->unit);
  g_strlcpy (to->source, driver->class->name, sizeof to->source);
  self->stale[self->n_channels] = from->stale;
  self->signal_of[self->n_channels] = signal;
  self->n_channels++;
}

/*
 * Works out which channel each signal feeds: the driver's word, unless the site says
 * otherwise. What has no place is recorded under its own name.
 *
 * Thread: main.
 */
bool
steady_placement_make (SteadyPlacement    *self,
                       const SteadyDriver *driver,
                       const SteadyWiring *wiring,
                       GError            **error)
{
  *self = (SteadyPlacement){ .n_signals = driver->n_signals };
  for (unsigned i = 0; i < driver->n_signals; i++)
    self->channel_of[i] = driver->signals[i].channel != STEADY_CHANNEL_NONE
                              ? driver->signals[i].channel
                              : own_number (wiring, i);
  if (!move_signals (self, driver, wiring, error))
    return false;
  for (unsigned i = 0; i < driver->n_signals; i++)
    {
      if (self->channel_of[i] == STEADY_CHANNEL_NONE)
        continue;
      if (is_taken (self, i))
        return refuse (driver,
                       driver->signals[i].name,
                       "feeds a place that another of its signals feeds; give one of "
                       "them another place, or null",
                       error);
      add_channel (self, driver, i);
    }
  return true;
}

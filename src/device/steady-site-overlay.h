/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-site.h"

/*
 * What people changed of a site on the Devices page: which place a signal feeds. It is
 * kept beside the user's other data and laid over the site file, which stays as it is.
 */
typedef struct SteadySiteOverlay
{
  char      *file;    /* of the overlay */
  char      *site;    /* file that it belongs to */
  GPtrArray *entries; /* of SteadySiteOverlayEntry */
} SteadySiteOverlay;

typedef struct SteadySiteOverlayEntry
{
  char    *driver;
  char    *port;
  char    *signal;
  uint16_t channel; /* STEADY_CHANNEL_NONE: it is not used */
} SteadySiteOverlayEntry;

SteadySiteOverlay *steady_site_overlay_load (const char *site, GError **error);
void steady_site_overlay_apply (const SteadySiteOverlay *self, SteadySite *site);
bool steady_site_overlay_get (const SteadySiteOverlay *self,
                              const char              *driver,
                              const char              *port,
                              const char              *signal,
                              uint16_t                *ret_channel);
void steady_site_overlay_set (SteadySiteOverlay *self,
                              const char        *driver,
                              const char        *port,
                              const char        *signal,
                              uint16_t           channel);
void steady_site_overlay_forget (SteadySiteOverlay *self,
                                 const char        *driver,
                                 const char        *port,
                                 const char        *signal);
bool steady_site_overlay_save (const SteadySiteOverlay *self, GError **error);
void steady_site_overlay_free (SteadySiteOverlay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadySiteOverlay, steady_site_overlay_free)

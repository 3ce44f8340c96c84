/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/steady-units.h"
#include "device/steady-site-device.h"

enum
{
  STEADY_SITE_DEVICES = 16,
  STEADY_SITE_VERSION = 1
};

/*
 * What `steady --live SITE.json` is told: the child, the plan, and the devices that
 * stand around the table. The body surface is not in it: the engine works it out.
 */
typedef struct SteadySite
{
  char            *file;
  char            *text; /* the whole file, to be stored with the case */
  char            *title;
  char            *patient_name;
  SteadyWeight     weight;
  SteadyLength     height;
  double           age_days;
  char            *profile;        /* "neonate" … */
  SteadyFlow       plan_flow;      /* 0: no plan */
  SteadyVolume     reservoir_stop; /* the STOP level */
  unsigned         n_devices;
  SteadySiteDevice devices[STEADY_SITE_DEVICES];
  char            *patient_json; /* the members as they stand in the file */
  char            *plan_json;    /* "{}" without a plan */
} SteadySite;

SteadySite *steady_site_load (const char *file, GError **error);
SteadySite *steady_site_parse (const char *file, const char *text, GError **error);
void        steady_site_free (SteadySite *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadySite, steady_site_free)

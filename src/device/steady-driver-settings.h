/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

enum
{
  STEADY_DRIVER_SETTINGS = 16
};

typedef struct SteadyDriverSetting
{
  char *name;
  char *value;
} SteadyDriverSetting;

/* What a site says of one device beside its port: {"address": "3"}. */
typedef struct SteadyDriverSettings
{
  char               *folder; /* of the site file: where named files are looked for */
  unsigned            link;   /* SteadyDriverLink that the port has; 0: not known */
  unsigned            n;
  SteadyDriverSetting list[STEADY_DRIVER_SETTINGS];
} SteadyDriverSettings;

bool        steady_driver_settings_add (SteadyDriverSettings *self,
                                        const char           *name,
                                        const char           *value);
const char *steady_driver_settings_get (const SteadyDriverSettings *self,
                                        const char                 *name,
                                        const char                 *otherwise);
bool        steady_driver_settings_number (const SteadyDriverSettings *self,
                                           const char                 *name,
                                           double                      low,
                                           double                      high,
                                           double                      otherwise,
                                           double                     *ret_value,
                                           GError                    **error);
bool        steady_driver_settings_only (const SteadyDriverSettings *self,
                                         const char *const          *names,
                                         GError                    **error);
void        steady_driver_settings_copy (SteadyDriverSettings       *ret_copy,
                                         const SteadyDriverSettings *from);
void        steady_driver_settings_finish (SteadyDriverSettings *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-json.h"

enum
{
  STEADY_DATA_LAYERS_MOST = 2,
  STEADY_DATA_ITEMS_MOST = 64
};

/*
 * A data file of ours and a site's own file over it: what the site says wins, member by
 * member, and in lists item by item ("id"). Neither file is touched.
 */
typedef struct SteadyDataLayers
{
  SteadyJsonDocument documents[STEADY_DATA_LAYERS_MOST]; /* ours, then the site's */
  unsigned           n;
} SteadyDataLayers;

bool steady_data_layers_load (SteadyDataLayers *self,
                              const char       *folder,
                              const char       *site_folder,
                              const char       *name,
                              const char       *format,
                              GError          **error);
void steady_data_layers_finish (SteadyDataLayers *self);
bool steady_data_layers_section (const SteadyDataLayers *self,
                                 const char             *section,
                                 const char             *key,
                                 SteadyJsonNode         *ret_section,
                                 GError                **error);
bool steady_data_layers_items (const SteadyDataLayers *self,
                               const char             *list,
                               SteadyJsonNode         *ret_items,
                               unsigned               *ret_n,
                               GError                **error);
bool steady_data_layers_check (const SteadyDataLayers *self,
                               const char             *section,
                               const char *const      *names,
                               unsigned                n,
                               GError                **error);

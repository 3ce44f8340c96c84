/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "base/steady-json.h"
#include "scenario/steady-condition.h"

#define STEADY_CATALOGUE_FORMAT "steady-training-actions"

enum
{
  STEADY_CATALOGUE_VERSION = 1,
  STEADY_CATALOGUE_ACTIONS = 96,
  STEADY_CATALOGUE_EFFECTS = 4
};

typedef struct SteadyCatalogueEffect
{
  char       mechanism[STEADY_CONDITION_ID_SIZE];
  double     value;
  double     value_per_kg; /* added, times the weight */
  SteadySpan ramp;
} SteadyCatalogueEffect;

/* What a trainee can do away from the screen: look, tell, ask, use the hands. Texts are
 * borrowed from the catalogue and in the source language. */
typedef struct SteadyCatalogueAction
{
  char                  id[STEADY_CONDITION_ID_SIZE];
  const char           *label;
  const char           *group; /* "look", "tell", "ask", "hands", "drugs" */
  SteadySpan            takes; /* done only after that long */
  unsigned              n_effects;
  SteadyCatalogueEffect effects[STEADY_CATALOGUE_EFFECTS];
} SteadyCatalogueAction;

/* All actions of data/training/actions.json. Any scenario offers all of them, since a
 * list of the right ones would be the answer. */
typedef struct SteadyCatalogue
{
  SteadyJsonDocument    document;
  unsigned              n_actions;
  SteadyCatalogueAction actions[STEADY_CATALOGUE_ACTIONS];
} SteadyCatalogue;

SteadyCatalogue             *steady_catalogue_load (const char *path, GError **error);
void                         steady_catalogue_free (SteadyCatalogue *self);
const SteadyCatalogueAction *steady_catalogue_find (const SteadyCatalogue *self,
                                                    const char            *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyCatalogue, steady_catalogue_free)

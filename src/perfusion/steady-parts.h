/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include "base/steady-units.h"
#include "perfusion/steady-cardioplegia.h"
#include "perfusion/steady-data-layers.h"
#include "perfusion/steady-fact.h"
#include "perfusion/steady-tubing.h"

/* What an item of the catalogue is called; @stocked says whether a plan may choose it
 * by itself. */
typedef struct SteadyItemName
{
  char *id;
  char *name;
  bool  stocked;
} SteadyItemName;

typedef struct SteadyOxygenator
{
  SteadyItemName name;
  SteadyFact     rated_max;      /* L/min */
  SteadyFact     prime;          /* mL */
  SteadyFact     resistance;     /* mmHg·min/L at 2.8 mPa·s */
  SteadyFact     rated_pressure; /* mmHg */
} SteadyOxygenator;

typedef struct SteadyArterialCannula
{
  SteadyItemName name;
  SteadyFact     fr;
  SteadyFact     most; /* L/min it was tested to */
  SteadyFact     m;    /* not known: by the law for its size */
} SteadyArterialCannula;

typedef struct SteadyVenousCannula
{
  SteadyItemName name;
  SteadyFact     up_to; /* L/min */
  SteadyFact     m;
} SteadyVenousCannula;

typedef struct SteadyBoot
{
  SteadyItemName name;
  SteadyTubing   tubing;
  SteadyFact     stroke; /* mL a revolution; 0: no boot */
} SteadyBoot;

typedef struct SteadyPack
{
  SteadyItemName name;
  SteadyTubing   arterial;
  SteadyTubing   venous;
  char          *arterial_name;
  char          *venous_name;
  char          *model;         /* the simulator's circuit */
  SteadyFact     up_to;         /* L/min */
  SteadyFact     arterial_line; /* cm */
  SteadyFact     venous_line;   /* cm */
  SteadyFact     prime;         /* mL */
} SteadyPack;

typedef struct SteadyPumpModel
{
  SteadyItemName name;
  char          *use;
  char          *kind;
  SteadyFact     most_rpm;
  bool           has_dose_unit;
  SteadyDoseUnit dose_unit;
  SteadyCite     dose_cite;
} SteadyPumpModel;

typedef struct SteadySolution
{
  SteadyItemName name;
  SteadyFact     first;      /* mL/kg */
  SteadyFact     first_cap;  /* mL */
  SteadyFact     redose;     /* mL/kg; 0: a single dose */
  SteadyFact     redose_cap; /* mL */
  SteadyFact     interval;   /* min */
  SteadyFact     blood;      /* parts */
  SteadyFact     crystalloid;
  SteadyFact     temperature; /* °C */
} SteadySolution;

enum
{
  STEADY_PARTS_MOST = 64
};

/* data/circuits and data/drugs/cardioplegia.json with a site's own items over them. */
typedef struct SteadyParts
{
  SteadyOxygenator      oxygenators[STEADY_PARTS_MOST]; /* by rated maximum, prime */
  unsigned              n_oxygenators;
  SteadyArterialCannula arterial[STEADY_PARTS_MOST]; /* by size */
  unsigned              n_arterial;
  SteadyVenousCannula   venous[STEADY_PARTS_MOST]; /* by flow */
  unsigned              n_venous;
  SteadyBoot            boots[STEADY_PARTS_MOST]; /* by bore */
  unsigned              n_boots;
  SteadyPack            packs[STEADY_PARTS_MOST]; /* by flow */
  unsigned              n_packs;
  SteadyPumpModel       pumps[STEADY_PARTS_MOST];
  unsigned              n_pumps;
  SteadySolution        solutions[STEADY_PARTS_MOST];
  unsigned              n_solutions;
} SteadyParts;

bool steady_parts_load (SteadyParts *self,
                        const char  *folder,
                        const char  *site_folder,
                        GError     **error);
void steady_parts_finish (SteadyParts *self);

const SteadyOxygenator      *steady_parts_oxygenator (const SteadyParts *self,
                                                      const char        *id);
const SteadyArterialCannula *steady_parts_arterial (const SteadyParts *self,
                                                    const char        *id);
const SteadyPack     *steady_parts_pack (const SteadyParts *self, const char *id);
const SteadySolution *steady_parts_solution (const SteadyParts *self, const char *id);
const SteadyPumpModel *
steady_parts_pump (const SteadyParts *self, const char *use, const char *kind);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "device/steady-site.h"

/* Who lies on the table and what is planned, as far as the engine needs it. */
typedef struct SteadyPatient
{
  char  *name;
  char  *profile; /* "neonate" … */
  double weight_kg;
  double height_cm;
  double area_m2;
  double age_days;
  double plan_flow_l_min;   /* 0: no plan */
  double reservoir_stop_ml; /* 0: unknown */
  char  *patient_json;      /* the members as they stand in the file */
  char  *plan_json;
} SteadyPatient;

bool steady_patient_parse_scenario (SteadyPatient *ret_patient,
                                    const char    *file,
                                    const char    *text,
                                    GError       **error);
bool steady_patient_parse_case (SteadyPatient *ret_patient, const char *meta);
void steady_patient_from_site (SteadyPatient *ret_patient, const SteadySite *site);
void steady_patient_unknown (SteadyPatient *ret_patient);
void steady_patient_finish (SteadyPatient *self);

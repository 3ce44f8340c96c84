/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "base/steady-json.h"

#define STEADY_LESIONS_FORMAT "steady-lesions"

enum
{
  STEADY_LESIONS_VERSION = 1
};

/*
 * What is different in a heart that is not built like others: the ways that blood has,
 * and how wide they are. A way is a multiple of the resistance of a healthy valve
 * (inside the heart) or of the lungs (arteries to lungs); 0 means that there is none.
 * Only doubles, so that a table can name them.
 */
typedef struct SteadyLesion
{
  double left_to_aorta; /* of a valve */
  double left_to_lungs;
  double right_to_lungs;
  double right_to_aorta;
  double mitral;
  double tricuspid;
  double atrial_septum;
  double ventricular_septum;
  double pulmonary_veins; /* to the left atrium */
  double anomalous_veins; /* pulmonary veins to the right atrium */
  double duct;            /* descending aorta to lungs, of the lungs */
  double arterial_shunt;  /* aorta to lungs, of the lungs */
  double isthmus;         /* factor on the impedance of the aortic arch, 1 is normal */
  double collaterals;     /* factor on what the bronchial arteries bring */
  double mixing;          /* part of the flow that crosses the septum both ways */
  double pulmonary_bed;   /* factor on the resistance of the lungs */
  double systemic_bed;    /* factor on the resistance of the body */
  double left_strength;   /* factor on the left ventricle's greatest elastance */
  double right_strength;  /* and on the right one's */
  double left_stiffness;  /* factor on the left ventricle's least elastance */
  double right_stiffness;
  double volume; /* factor on the stressed blood volume */
} SteadyLesion;

/* A heart without a malformation. */
extern const SteadyLesion steady_lesion_none;

bool steady_lesion_parse (const SteadyJsonNode *lesions,
                          const char           *id,
                          SteadyLesion         *ret_lesion,
                          GError              **error);

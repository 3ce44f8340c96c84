/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

enum
{
  STEADY_ROLLER_SPEED,
  STEADY_ROLLER_SET_SPEED,
  STEADY_ROLLER_STATE,
  STEADY_ROLLER_FLOW,
  STEADY_ROLLER_SET_FLOW,
  STEADY_ROLLER_SIGNALS
};

enum
{
  STEADY_ROLLER_CONTROLS = 3
};

/* What a site says of a roller pump; @own of the driver. */
typedef struct SteadyRollerSite
{
  char                address;      /* the digit in front of every message */
  bool                backwards;    /* turning counter-clockwise moves the blood on */
  double              ml_per_turn;  /* of its tubing; 0: not known */
  double              flow_of_turn; /* in the flow's unit */
  bool                sets_flow;    /* its set-point is a flow, not a speed */
  SteadySignal        signals[STEADY_ROLLER_SIGNALS];
  unsigned            n_signals;
  SteadyDriverControl controls[STEADY_ROLLER_CONTROLS];
  unsigned            n_controls;
} SteadyRollerSite;

SteadyRollerSite *steady_roller_site_new (const SteadyDriverSettings *settings,
                                          GError                    **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A fixed yardstick of computing speed: a closed ring of 24 elastic compartments, each
 * joined to the next by a resistance, every third one by a valve, two of them beating,
 * integrated by the classic Runge-Kutta method of fourth order in steps of 1 ms. It is
 * no model of anything; what a simulator costs is told as a multiple of it, so that
 * the figure means the same on every machine. Never change it.
 */
enum
{
  STEADY_REFERENCE_STATES = 24
};

typedef struct SteadyReferenceKernel
{
  double volume[STEADY_REFERENCE_STATES];
  double time;
} SteadyReferenceKernel;

void steady_reference_kernel_init (SteadyReferenceKernel *self);
void steady_reference_kernel_step (SteadyReferenceKernel *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-reference-kernel.h"

#include <math.h>

enum
{
  N = STEADY_REFERENCE_STATES
};

#define DT 0.001

void
steady_reference_kernel_init (SteadyReferenceKernel *self)
{
  self->time = 0.0;
  for (int i = 0; i < N; i++)
    self->volume[i] = 10.0 + i;
}

static void
derive (const double *volume, double time, double *ret_slope)
{
  const double beat = sin (6.2831853 * 2.2 * time);
  const double active = beat > 0.0 ? beat : 0.0;
  double       pressure[N], flow[N];

  for (int i = 0; i < N; i++)
    {
      const double stiff = i % 12 == 0 ? 0.3 + 6.0 * active : 0.3 + 0.02 * i;
      pressure[i] = stiff * (volume[i] - 5.0);
    }
  for (int i = 0; i < N; i++)
    {
      const double difference = pressure[i] - pressure[(i + 1) % N];
      flow[i] = (i % 3 == 0 && difference < 0.0) ? 0.0 : difference / (0.5 + 0.05 * i);
    }
  for (int i = 0; i < N; i++)
    ret_slope[i] = flow[(i + N - 1) % N] - flow[i];
}

static void
shift (const double *volume, const double *slope, double dt, double *ret_volume)
{
  for (int i = 0; i < N; i++)
    ret_volume[i] = volume[i] + dt * slope[i];
}

void
steady_reference_kernel_step (SteadyReferenceKernel *self)
{
  double k1[N], k2[N], k3[N], k4[N], at[N];

  derive (self->volume, self->time, k1);
  shift (self->volume, k1, DT / 2, at);
  derive (at, self->time + DT / 2, k2);
  shift (self->volume, k2, DT / 2, at);
  derive (at, self->time + DT / 2, k3);
  shift (self->volume, k3, DT, at);
  derive (at, self->time + DT, k4);
  for (int i = 0; i < N; i++)
    self->volume[i] += DT / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  self->time += DT;
}

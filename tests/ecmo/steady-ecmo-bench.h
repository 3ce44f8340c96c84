/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ecmo/steady-ecmo-page.h"

/* The ECMO page in a window, and what it sent to the engine that is none. */
typedef struct SteadyEcmoBench
{
  GtkWidget           *window;
  SteadyEcmoPage      *page;
  SteadyPageHost       host;
  SteadyInstant        now;
  SteadyEcmoRecord     asked[4]; /* of the engine */
  unsigned             n_asked;
  SteadyClinicalRecord clinical;
  unsigned             n_clinical;
} SteadyEcmoBench;

void       steady_ecmo_bench_set_up (SteadyEcmoBench  *self,
                                     const char       *case_file,
                                     int               width,
                                     int               height,
                                     SteadySupportMode mode,
                                     SteadyInstant     now);
void       steady_ecmo_bench_tear_down (SteadyEcmoBench *self);
void       steady_ecmo_bench_tell (SteadyEcmoBench *self,
                                   SteadyFrameType  type,
                                   const void      *payload,
                                   size_t           length);
void       steady_ecmo_bench_beat (SteadyEcmoBench *self, SteadySupportMode mode);
void       steady_ecmo_bench_sign_in (SteadyEcmoBench *self, const char *name);
void       steady_ecmo_bench_settle (SteadyEcmoBench *self);
GtkWidget *steady_ecmo_bench_button (GtkWidget *widget, const char *name);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

#include "device/steady-hidden.h"
#include "link/steady-link-server.h"

/* The I/O thread's end of a training case: judges what is asked, and words what the
 * tick gives. */
typedef struct SteadyInstructorDesk
{
  SteadyMode   mode;
  bool         simulated; /* there is something to inject into */
  bool         manual;    /* the case runs as fast as it goes */
  char        *folder;    /* of the supervisor's socket; NULL: there is none */
  bool         has_hidden;
  SteadyHidden hidden;
} SteadyInstructorDesk;

bool  steady_instructor_desk_judge (const SteadyInstructorDesk  *self,
                                    const SteadyLinkPeer        *peer,
                                    const SteadyTrainingRequest *request,
                                    char                        *ret_text,
                                    size_t                       size);
bool  steady_instructor_desk_start (const SteadyInstructorDesk  *self,
                                    const SteadyTrainingRequest *request,
                                    char                        *ret_text,
                                    size_t                       size);
char *steady_instructor_desk_answer (const SteadyTrainingRequest *request,
                                     bool                         accepted,
                                     const char                  *text);
char *steady_instructor_desk_hidden (const SteadyInstructorDesk *self, double speed);

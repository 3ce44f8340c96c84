/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "training/steady-training-state.h"
#include "widgets/steady-page.h"

G_BEGIN_DECLS

/*
 * How the training pages speak to the engine: over the console's own connection, and,
 * where somebody opens the instructor's panel on this screen, over a second one that
 * has the role of instructor. Thread: main.
 */
typedef struct SteadyTrainingLink SteadyTrainingLink;

SteadyTrainingLink *steady_training_link_new (void);
void                steady_training_link_free (SteadyTrainingLink *self);
void steady_training_link_start (SteadyTrainingLink *self, const SteadyPageHost *host);
SteadyTrainingState *steady_training_link_state (SteadyTrainingLink *self);
bool steady_training_link_take (SteadyTrainingLink *self, const SteadyFrame *frame);
void steady_training_link_follow (SteadyTrainingLink *self);
void steady_training_link_open (SteadyTrainingLink *self);
void steady_training_link_close (SteadyTrainingLink *self);
bool steady_training_link_is_open (const SteadyTrainingLink *self);
bool steady_training_link_ask (SteadyTrainingLink          *self,
                               const SteadyTrainingRequest *request);
bool steady_training_link_ask_simple (SteadyTrainingLink       *self,
                                      SteadyTrainingRequestKind kind,
                                      const char               *id,
                                      unsigned                  number,
                                      double                    value);
void steady_training_link_point (SteadyTrainingLink *self, const char *part);
void steady_training_link_show (SteadyTrainingLink *self, const char *page);

G_END_DECLS

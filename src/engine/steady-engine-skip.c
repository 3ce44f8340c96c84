/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-engine.h"
#include "engine/steady-recall.h"

/* What people did is done again this close to its instant. */
#define STEP (100 * STEADY_NSEC_PER_MSEC)

/* Nobody is told what came and went on the way, and no device is asked for anything. */
static void
drop_news (SteadyEngine *self)
{
  SteadyIntervention interventions[16];

  while (steady_alarm_system_take_changes (
             self->alarms, self->records, STEADY_ENGINE_ALARMS) > 0)
    continue;
  while (steady_alarm_system_take_interventions (
             self->alarms, interventions, G_N_ELEMENTS (interventions)) > 0)
    continue;
}

/*
 * Brings a replayed case to the instant @to without its devices, by what its alarms
 * were told and what people did. False: it has no journal of that.
 *
 * Thread: main, before the first tick.
 */
bool
steady_engine_skip (SteadyEngine *self, SteadyInstant to)
{
  if (self->recall == NULL || self->recall->judged->len == 0)
    return false;
  while (self->moment.now < to)
    {
      self->moment.now = MIN (self->moment.now + STEP, to);
      steady_recall_tick (self->recall, self);
      steady_recall_judge (self->recall, self);
      drop_news (self);
    }
  return true;
}

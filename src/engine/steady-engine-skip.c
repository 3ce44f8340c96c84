/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-engine-skip.h"

#include "engine/steady-engine.h"
#include "engine/steady-recall.h"

/* What people did is done again this close to its instant. */
#define STEP (100 * STEADY_NSEC_PER_MSEC)

enum
{
  TELL_TURNS = 256 /* some milliseconds */
};

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

/* The step that comes next; before the alarms begin those in which nobody did anything
 * are left out. */
static SteadyInstant
next_step (const SteadyEngine *self, SteadyInstant judged_from)
{
  const SteadyInstant now = self->moment.now;
  const SteadySpan    act = steady_recall_next_act (self->recall);
  SteadyInstant       wanted = judged_from;

  if (act != STEADY_INSTANT_NEVER)
    wanted = MIN (wanted, self->start + act);
  return wanted > now + STEP ? now + (wanted - now + STEP - 1) / STEP * STEP
                             : now + STEP;
}

/*
 * Brings a replayed case to the instant @to without its devices, by what its alarms
 * were told and what people did; asks @on_the_way now and then whether to go on. False:
 * it has no journal of that.
 *
 * Thread: main, before the first tick.
 */
bool
steady_engine_skip (SteadyEngine        *self,
                    SteadyInstant        to,
                    SteadyEngineOnTheWay on_the_way,
                    void                *data)
{
  SteadyRecall *recall = self->recall;
  unsigned      turn = 0;

  if (recall == NULL || recall->feed == NULL)
    return false;
  const SteadyInstant judged_from = self->start + recall->from;
  while (self->moment.now < to)
    {
      self->moment.now = MIN (next_step (self, judged_from), to);
      steady_recall_tick (recall, self);
      if (self->moment.now >= judged_from)
        steady_recall_judge (recall, self);
      drop_news (self);
      if (turn++ % TELL_TURNS == 0 &&
          !on_the_way (data,
                       (double) MAX (self->moment.now - judged_from, 0) /
                           (double) MAX (to - judged_from, 1)))
        return true;
    }
  return true;
}

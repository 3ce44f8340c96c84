/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/sim/steady-simulated-hidden.h"

#include <assert.h>
#include <string.h>

#include "measure/steady-channel.h"

#define S_PER_MIN 60.0
#define ML_PER_L  1000.0

static_assert ((int) STEADY_MECHANISM_COUNT <= (int) STEADY_HIDDEN_MECHANISMS,
               "room for every mechanism");

static void
add (SteadyHidden *hidden, SteadyChannel channel, double value)
{
  hidden->truths[hidden->n_truths++] =
      (SteadyHiddenTruth){ .value = value, .channel = (uint16_t) channel };
}

/*
 * What is true in the simulated child and circuit, whatever the sensors show.
 *
 * Thread: the simulator's owner's. Does not allocate or lock.
 */
void
steady_simulated_hidden (const SteadySimulator *simulator, SteadyHidden *ret_hidden)
{
  const SteadyTissue     *tissue = &simulator->tissue;
  const SteadyHydraulics *hydraulics = &simulator->hydraulics;

  memset (ret_hidden, 0, sizeof *ret_hidden);
  ret_hidden->n_mechanisms = STEADY_MECHANISM_COUNT;
  for (unsigned i = 0; i < STEADY_MECHANISM_COUNT; i++)
    ret_hidden->mechanisms[i] = (SteadyHiddenMechanism){
      .value = simulator->mechanism[i],
      .target = steady_simulator_target (simulator, (SteadyMechanism) i),
    };
  add (ret_hidden, STEADY_CHANNEL_ARTERIAL_MEAN, tissue->mean_pressure);
  add (ret_hidden,
       STEADY_CHANNEL_PATIENT_FLOW,
       hydraulics->arterial_flow * S_PER_MIN / ML_PER_L);
  add (ret_hidden,
       STEADY_CHANNEL_RESERVOIR_VOLUME,
       hydraulics->volume[STEADY_CHAMBER_RESERVOIR]);
  add (ret_hidden, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, tissue->core);
  add (ret_hidden, STEADY_CHANNEL_WATER_TEMPERATURE, tissue->water);
  add (ret_hidden, STEADY_CHANNEL_SWEEP, tissue->sweep);
  add (ret_hidden, STEADY_CHANNEL_FIO2, tissue->fio2 * 100);
  if (!simulator->off[STEADY_READING_ACT])
    add (ret_hidden, STEADY_CHANNEL_ACT, simulator->reading[STEADY_READING_ACT]);
  ret_hidden->air_to_child_ml = hydraulics->air_to_child;
  ret_hidden->bled_ml = hydraulics->bled_ever;
  ret_hidden->heparin_u_kg = simulator->drugs.heparin;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "base/steady-ring.h"
#include "casefile/steady-case-format.h"
#include "device/steady-hidden.h"
#include "measure/steady-command.h"
#include "measure/steady-laboratory-result.h"
#include "measure/steady-sample.h"

typedef struct SteadyDevice SteadyDevice;

/* What one control of a device can do. Hard limits hold whoever asks. */
typedef struct SteadyDeviceControl
{
  uint16_t   control;  /* SteadyControl */
  uint16_t   readback; /* SteadyChannel on which the set-point comes back; 0: none */
  double     low;
  double     high;
  double     step;        /* micro-step of the device */
  double     tolerance;   /* of the read-back */
  SteadySpan answer_time; /* the read-back must agree within this */
} SteadyDeviceControl;

/* How fast a control of a real machine may be moved. 0: as one likes. */
typedef struct SteadyDevicePace
{
  double     most_step;  /* largest change of one command */
  double     slew_per_s; /* largest change a second */
  SteadySpan interval;   /* least time between two commands */
} SteadyDevicePace;

/*
 * The engine's view of an attached device, whatever stands behind it: the simulator and
 * a replay (driven by tick ()), or a real transport with a thread of its own that fills
 * the ring. Nothing else in the engine can tell them apart.
 */
typedef struct SteadyDeviceClass
{
  const char *name; /* "simulator" */

  /* Produces all samples up to and including @now into the ring. NULL for threaded
   * devices. Thread: tick; may not allocate. */
  void (*tick) (SteadyDevice *self, SteadyInstant now);
  /* Sends a checked command. The read-back tells whether it took effect. Thread: tick;
   * may not allocate or block. NULL: no controls. */
  bool (*command) (SteadyDevice *self, SteadyInstant now, const SteadyCommand *command);
  /* The id of the last command of @control that was taken by command () and then
   * refused where it would have been sent: the device is in no state for it, or has
   * just gone. 0: none. NULL: command () knows at once. Thread: tick. */
  uint64_t (*refused) (const SteadyDevice *self, uint16_t control);
  /* Changes a mechanism of the simulation ("venous_line_resistance" …). NULL: cannot.
   * Thread: tick. */
  bool (*inject) (SteadyDevice *self,
                  SteadyInstant now,
                  const char   *mechanism,
                  double        value,
                  SteadySpan    ramp);
  /* Plain bytes with a version for a resume; NULL: nothing to keep. Thread: tick. */
  size_t (*state_size) (const SteadyDevice *self);
  void (*save) (const SteadyDevice *self, void *ret_state);
  bool (*restore) (SteadyDevice *self, const void *state, size_t size);
  /* A recording has come to its end. NULL: never. */
  bool (*at_end) (const SteadyDevice *self);
  SteadyLinkState (*link) (const SteadyDevice *self);
  /* What is true and what was changed, for the instructor. NULL: nothing is hidden.
   * Thread: tick; may not allocate. */
  void (*hidden) (const SteadyDevice *self, SteadyHidden *ret_hidden);
  void (*free) (SteadyDevice *self);
} SteadyDeviceClass;

struct SteadyDevice
{
  const SteadyDeviceClass *class;
  uint32_t                 number; /* source of its samples; set by the engine */
  char                     name[64];
  bool                     simulated; /* LIVE refuses it */
  bool                     arming;    /* it is commanded only while a person armed it */
  const SteadyCaseChannel *channels;
  const SteadySpan        *stale; /* beside @channels, 0: as the channel; may be NULL */
  unsigned                 n_channels;
  const SteadyDeviceControl *controls;
  const SteadyDevicePace    *paces; /* beside @controls; NULL: none */
  unsigned                   n_controls;
  SteadyRing samples; /* of SteadySample; the engine drains it each tick */
  SteadyRing results; /* of SteadyLaboratoryResult; without room where there are none */
};

SteadyDevice *steady_device_new_replay (const char *recording, GError **error);
bool          steady_device_next_sample (SteadyDevice *self, SteadySample *ret_sample);
bool steady_device_next_result (SteadyDevice *self, SteadyLaboratoryResult *ret_result);
SteadyDevice *
steady_device_new_replay_from (const char *recording, SteadySpan from, GError **error);
void steady_device_free (SteadyDevice *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/steady-clock.h"

enum
{
  STEADY_MEDIBUS_LONGEST = 2048, /* bytes of a message without its ends */
  STEADY_MEDIBUS_COMMAND = 64    /* bytes of ours at most */
};

/* A command (ESC) or an answer (SOH), up to the CR that ends it. */
typedef struct SteadyMedibusFrame
{
  bool          inside;
  bool          command; /* of the device to us */
  SteadyInstant t;       /* when its first byte came */
  size_t        length;
  uint8_t       bytes[STEADY_MEDIBUS_LONGEST]; /* code, data, check */
} SteadyMedibusFrame;

typedef enum SteadyMedibusResult
{
  STEADY_MEDIBUS_MORE,
  STEADY_MEDIBUS_WHOLE, /* code in bytes[0], data after it; check is taken off */
  STEADY_MEDIBUS_FAULT
} SteadyMedibusResult;

SteadyMedibusResult
steady_medibus_frame_take (SteadyMedibusFrame *self, uint8_t byte, SteadyInstant t);
size_t steady_medibus_frame_make (bool        command,
                                  uint8_t     code,
                                  const char *data,
                                  uint8_t    *ret_frame);

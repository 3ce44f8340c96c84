/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-zero.h"
#include "link/steady-frame.h"

enum
{
  STEADY_DEVICE_NEWS_MOST = 16
};

/* What the I/O thread hands to the tick: a proposal for it to judge, or, with @event,
 * something that is done and is to be written down. */
typedef struct SteadyDeviceOrder
{
  SteadyDeviceRequest request; /* its act 0: nobody waits for an answer */
  double              value;   /* of the event */
  uint32_t            event;   /* SteadyEvent; 0: the tick judges */
  uint32_t            refusal; /* SteadyRefusal that was found already */
  char                text[STEADY_EVENT_TEXT_SIZE];
} SteadyDeviceOrder;

/* What the tick tells the I/O thread about devices, once a second and at changes. */
typedef struct SteadyDeviceNews
{
  uint64_t      taken[STEADY_DEVICE_NEWS_MOST]; /* samples, by device */
  SteadyInstant heard[STEADY_DEVICE_NEWS_MOST]; /* real; 0: never */
  double        offset[STEADY_ZERO_LINES];      /* mmHg taken off, by line */
  uint32_t      armed;                          /* bits 1 << number */
  uint32_t      n;
  uint16_t      link[STEADY_DEVICE_NEWS_MOST]; /* SteadyLinkState */
} SteadyDeviceNews;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a message of the monitor is. */
typedef enum SteadyIntellivueKind
{
  STEADY_INTELLIVUE_OTHER,
  STEADY_INTELLIVUE_ACCEPTED, /* the association */
  STEADY_INTELLIVUE_REFUSED,
  STEADY_INTELLIVUE_ENDED,   /* released or aborted */
  STEADY_INTELLIVUE_CREATED, /* the monitor presents itself, and waits for an answer */
  STEADY_INTELLIVUE_POLLED   /* numbers */
} SteadyIntellivueKind;

/* One number of the monitor. */
typedef struct SteadyIntellivueNumber
{
  uint16_t id;   /* physiological identifier, of the SCADA partition */
  uint16_t unit; /* of the dimension partition */
  bool     valid;
  double   value;
} SteadyIntellivueNumber;

typedef void (*SteadyIntellivueTold) (void                         *owner,
                                      const SteadyIntellivueNumber *number);

SteadyIntellivueKind steady_intellivue_kind (const uint8_t *message, size_t length);
bool                 steady_intellivue_numbers (const uint8_t       *message,
                                                size_t               length,
                                                SteadyIntellivueTold told,
                                                void                *owner);
size_t               steady_intellivue_associate (uint8_t *ret_message);
size_t steady_intellivue_created (const uint8_t *event, uint8_t *ret_message);
size_t steady_intellivue_poll (uint16_t number, uint8_t *ret_message);
size_t steady_intellivue_alive (uint16_t number, uint8_t *ret_message);
size_t steady_intellivue_release (uint8_t *ret_message);

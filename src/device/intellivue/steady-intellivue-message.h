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

/* Classes of objects that can be polled. */
enum
{
  STEADY_INTELLIVUE_NUMERICS = 0x0006,
  STEADY_INTELLIVUE_CURVES = 0x0009,
  STEADY_INTELLIVUE_CHOSEN = 8 /* curves at most that are chosen at a time */
};

/* One attribute of an object; @id 0: that was its last. */
typedef void (*SteadyIntellivueAttribute) (
    void *owner, uint32_t object, unsigned id, const uint8_t *bytes, size_t length);

SteadyIntellivueKind steady_intellivue_kind (const uint8_t *message, size_t length);
bool                 steady_intellivue_numbers (const uint8_t       *message,
                                                size_t               length,
                                                SteadyIntellivueTold told,
                                                void                *owner);
bool                 steady_intellivue_objects (const uint8_t            *message,
                                                size_t                    length,
                                                unsigned                  wanted,
                                                SteadyIntellivueAttribute told,
                                                void                     *owner);
bool                 steady_intellivue_float (const uint8_t *bytes, double *ret_value);
size_t               steady_intellivue_associate (uint8_t *ret_message);
size_t steady_intellivue_created (const uint8_t *event, uint8_t *ret_message);
size_t steady_intellivue_poll (uint16_t number, uint16_t objects, uint8_t *ret_message);
size_t steady_intellivue_choose (uint16_t        number,
                                 const uint16_t *curves,
                                 unsigned        n,
                                 uint8_t        *ret_message);
size_t steady_intellivue_alive (uint16_t number, uint8_t *ret_message);
size_t steady_intellivue_release (uint8_t *ret_message);

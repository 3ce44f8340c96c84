/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum
{
  STEADY_INTELLIVUE_MESSAGE = 2500, /* bytes of a message at most */
  STEADY_INTELLIVUE_FRAME = 2 * (STEADY_INTELLIVUE_MESSAGE + 6) + 2
};

/* A message on a serial line: between two flags, with a header and a check sequence. */
typedef struct SteadyIntellivueFrame
{
  uint8_t bytes[STEADY_INTELLIVUE_MESSAGE + 6]; /* header, message, check sequence */
  size_t  length;
  bool    inside;
  bool    escaped;
} SteadyIntellivueFrame;

typedef enum SteadyIntellivueResult
{
  STEADY_INTELLIVUE_MORE,
  STEADY_INTELLIVUE_WHOLE,
  STEADY_INTELLIVUE_FAULT
} SteadyIntellivueResult;

uint16_t               steady_intellivue_check (const uint8_t *bytes, size_t length);
SteadyIntellivueResult steady_intellivue_frame_take (SteadyIntellivueFrame *self,
                                                     uint8_t                byte,
                                                     const uint8_t        **ret_message,
                                                     size_t                *ret_length);
size_t                 steady_intellivue_frame_make (const uint8_t *message,
                                                     size_t         length,
                                                     uint8_t       *ret_frame);

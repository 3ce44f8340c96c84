/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/steady-clock.h"

enum
{
  STEADY_ASTM_FRAME = 1024,   /* bytes of one frame at most */
  STEADY_ASTM_MESSAGE = 10240 /* characters of a whole message at most */
};

/* What the sender of frames is answered. */
typedef enum SteadyAstmResult
{
  STEADY_ASTM_MORE,   /* nothing */
  STEADY_ASTM_ANSWER, /* @ret_answer */
  STEADY_ASTM_FAULT,  /* the same; the frame was not sound */
  STEADY_ASTM_WHOLE   /* nothing: the message is whole */
} SteadyAstmResult;

/* The receiver of ASTM E1381: a message comes in frames with a number and a check, each
 * of which is acknowledged. */
typedef struct SteadyAstmSession
{
  bool          open;     /* between ENQ and EOT */
  bool          in_frame; /* between STX and LF */
  bool          lost;     /* the message does not fit: refused to its end */
  unsigned      next;     /* number of the next frame, 0 to 7 */
  SteadyInstant begun;
  SteadyInstant heard;
  size_t        n; /* of @frame */
  size_t        length;
  uint8_t       frame[STEADY_ASTM_FRAME];
  char          message[STEADY_ASTM_MESSAGE + 1];
} SteadyAstmSession;

SteadyAstmResult steady_astm_session_take (SteadyAstmSession *self,
                                           uint8_t            byte,
                                           SteadyInstant      t,
                                           uint8_t           *ret_answer);

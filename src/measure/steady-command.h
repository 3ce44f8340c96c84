/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "measure/steady-vocabulary.h"

/* A proposal: nothing happens before the engine has checked it. */
typedef struct SteadyCommand
{
  uint64_t      id;     /* chosen by the sender, never used twice in a case */
  SteadyInstant issued; /* real time; refused when more than 1 s old */
  double        value;  /* in the control's unit */
  double expected;  /* the set-point the sender saw; refused when another is in force */
  uint16_t control; /* SteadyControl */
  uint16_t origin;  /* SteadyRole, or 0 for an intervention of the engine's */
  uint32_t flags;   /* STEADY_COMMAND_* */
} SteadyCommand;

enum
{
  STEADY_COMMAND_HAS_EXPECTED = 1 << 0
};

static_assert (sizeof (SteadyCommand) == 40, "commands stand on the wire");

bool steady_command_is_stop (const SteadyCommand *command);

/* What became of a command. */
typedef struct SteadyAnswer
{
  uint64_t      id;
  SteadyInstant t;     /* case time base, as samples */
  double        value; /* set-point in force afterwards */
  double        low;   /* the limits that hold, for a refusal that can be explained */
  double        high;
  uint16_t      control; /* SteadyControl */
  uint16_t      status;  /* SteadyAnswerStatus */
  uint16_t      refusal; /* SteadyRefusal */
  uint16_t      origin;
} SteadyAnswer;

static_assert (sizeof (SteadyAnswer) == 48, "answers stand on the wire");

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <glib.h>

#include "measure/steady-channel.h"
#include "measure/steady-vocabulary.h"

#define STEADY_CASE_ERROR (steady_case_error_quark ())
GQuark steady_case_error_quark (void);

typedef enum SteadyCaseError
{
  STEADY_CASE_ERROR_OPEN,
  STEADY_CASE_ERROR_EXISTS,
  STEADY_CASE_ERROR_FORMAT,  /* not a case, or a newer schema */
  STEADY_CASE_ERROR_DAMAGED, /* integrity or hash chain */
  STEADY_CASE_ERROR_WRITE,
  STEADY_CASE_ERROR_LOCKED,   /* another engine writes it */
  STEADY_CASE_ERROR_FINISHED, /* closed for good: nothing more is recorded into it */
  STEADY_CASE_ERROR_STOPPED   /* by a person */
} SteadyCaseError;

enum
{
  STEADY_CASE_APPLICATION_ID = 0x53746479, /* "Stdy" */
  STEADY_CASE_SCHEMA = 2
};

/* A channel as a case holds it: fixed ones and those of foreign recordings. */
typedef struct SteadyCaseChannel
{
  uint16_t channel;
  uint16_t kind; /* SteadyChannelKind */
  int32_t  decimals;
  double   rate_hz; /* of a wave; 0 otherwise */
  char     name[64];
  char     label[64];
  char     unit[24];
  char source[64]; /* device, "engine", or the signal's name in the recording it came
                      from */
  uint32_t flags;  /* SteadySampleFlag common to all its samples */
  double   scale;  /* value = offset + scale × n for a whole n of 16 bits, where the
                      source's converter is known; 0: not known */
  double offset;
} SteadyCaseChannel;

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/steady-clock.h"
#include "casefile/steady-case-format.h"
#include "device/steady-device.h"
#include "measure/steady-command.h"
#include "measure/steady-sample.h"

enum
{
  STEADY_DRIVER_STATE_SIZE = 4096, /* bytes of state a driver may keep */
  STEADY_DRIVER_IDENTITY_SIZE = 96
};

/* Whether bytes that were only listened to come from a driver's device. */
typedef enum SteadyProbe
{
  STEADY_PROBE_MORE = 0, /* not enough seen */
  STEADY_PROBE_NO = 1,
  STEADY_PROBE_YES = 2
} SteadyProbe;

/* How the line must be set. */
typedef struct SteadySerialLine
{
  uint32_t baud;
  uint8_t  data_bits; /* 7 or 8 */
  char     parity;    /* 'N', 'E', 'O' */
  uint8_t  stop_bits; /* 1 or 2 */
  bool     handshake; /* RTS/CTS */
} SteadySerialLine;

/*
 * Where a driver puts what it understood. The transport gives it; a test gives another
 * one. None of the calls fails: what finds no room is counted by the owner.
 */
typedef struct SteadyDriverSink
{
  void *owner;
  void (*sample) (void *owner, const SteadySample *sample);
  void (*send) (void *owner, const uint8_t *bytes, size_t length);
  void (*identity) (void *owner, const char *text);
} SteadyDriverSink;

typedef struct SteadyDriver SteadyDriver;

/*
 * One kind of device. A driver never opens, reads, writes, sleeps, allocates or asks
 * for the time: bytes and instants are given to it, samples and bytes come out of it.
 * So the same code runs on a cable, on an emulator, on a captured tape and under a
 * fuzzer.
 */
typedef struct SteadyDriverClass
{
  const char              *name;  /* in site files: "bioprott" */
  const char              *title; /* for people; translatable */
  SteadySerialLine         line;
  SteadySpan               quiet; /* longer silence means the link is lost */
  const SteadyCaseChannel *channels;
  unsigned                 n_channels;

  /* Judges bytes that were heard. Sends nothing. */
  SteadyProbe (*probe) (const uint8_t *bytes, size_t length);
  /* Begins anew: also after each reconnect. */
  void (*start) (SteadyDriver *self, SteadyInstant now);
  /* Any fragmentation. @t is when the first of @bytes came in. */
  void (*rx) (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t);
  /* Polls and keep-alives; gives the instant of the next call it needs. */
  SteadyInstant (*tick) (SteadyDriver *self, SteadyInstant now);
  /* Only called by the engine's gate. NULL: the device offers no commands. */
  bool (*command) (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now);
} SteadyDriverClass;

struct SteadyDriver
{
  const SteadyDriverClass *class;
  SteadyDriverSink sink;
  uint64_t         frames; /* understood */
  uint64_t         faults; /* not understood, resynchronised after */
  _Alignas(16) uint8_t state[STEADY_DRIVER_STATE_SIZE];
};

const SteadyDriverClass *steady_driver_at (unsigned index);
const SteadyDriverClass *steady_driver_find (const char *name);
void                     steady_driver_init (SteadyDriver *self,
                                             const SteadyDriverClass *class,
                                             const SteadyDriverSink *sink,
                                             SteadyInstant           now);

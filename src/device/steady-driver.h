/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/steady-clock.h"
#include "device/steady-driver-settings.h"
#include "measure/steady-channel.h"
#include "measure/steady-command.h"
#include "measure/steady-laboratory-result.h"
#include "measure/steady-sample.h"

enum
{
  STEADY_DRIVER_STATE_SIZE = 16384, /* bytes of state a driver may keep */
  STEADY_DRIVER_IDENTITY_SIZE = 96,
  STEADY_DRIVER_SIGNALS = 64,  /* of one device at most */
  STEADY_DRIVER_CONTROLS = 8,  /* of one device at most */
  STEADY_DRIVER_MESSAGE = 2048 /* bytes of one message to a device at most */
};

#define STEADY_DRIVER_ERROR (steady_driver_error_quark ())
GQuark steady_driver_error_quark (void);

typedef enum SteadyDriverError
{
  STEADY_DRIVER_ERROR_UNKNOWN, /* there is no driver of that name */
  STEADY_DRIVER_ERROR_PORT,    /* not a port that this driver can use */
  STEADY_DRIVER_ERROR_SETTING, /* of the site, unknown or not to be used */
  STEADY_DRIVER_ERROR_PLACE    /* a signal that feeds what it cannot */
} SteadyDriverError;

/* Whether bytes that were only listened to come from a driver's device. */
typedef enum SteadyProbe
{
  STEADY_PROBE_MORE = 0, /* not enough seen */
  STEADY_PROBE_NO = 1,
  STEADY_PROBE_YES = 2
} SteadyProbe;

/* What a device may be reached over; bits. */
typedef enum SteadyDriverLink
{
  STEADY_DRIVER_SERIAL = 1 << 0,
  STEADY_DRIVER_TCP = 1 << 1,
  STEADY_DRIVER_UDP = 1 << 2
} SteadyDriverLink;

/* How a serial line must be set. */
typedef struct SteadySerialLine
{
  uint32_t baud;
  uint8_t  data_bits; /* 7 or 8 */
  char     parity;    /* 'N', 'E', 'O' */
  uint8_t  stop_bits; /* 1 or 2 */
  bool     handshake; /* RTS/CTS */
} SteadySerialLine;

/* One thing that a device measures or tells. */
typedef struct SteadySignal
{
  const char *name;    /* in site files, and in cases where it has no place: "p1" */
  const char *label;   /* for people; translatable */
  const char *unit;    /* of its values: the canonical one of its channel */
  uint16_t    channel; /* the place it feeds unless the site says otherwise;
                          STEADY_CHANNEL_NONE: recorded under its own name */
  uint16_t   kind;     /* SteadyChannelKind */
  int32_t    decimals;
  double     low; /* outside low … high the device cannot mean it */
  double     high;
  double     resolution; /* smallest difference it tells; 0: not known */
  double     rate_hz;    /* of a wave */
  SteadySpan period;     /* between two values of a numeric; 0: now and then */
  SteadySpan stale;      /* an older value is stale; 0: as its channel */
  uint32_t   code;       /* IEEE 11073, partition × 65536 + term; 0: none is known */
} SteadySignal;

/* A value of one signal. Without usable quality @value is the last one, or 0. */
typedef struct SteadyDriverValue
{
  SteadyInstant t;        /* when it was measured, host time */
  int64_t       t_device; /* ns of the device's own clock, or STEADY_NO_DEVICE_TIME */
  double        value;
  uint16_t      signal;  /* index among the driver's signals */
  uint8_t       quality; /* SteadyQuality */
  uint8_t       unused[5];
} SteadyDriverValue;

/* What a device can be told to do. Clinical drivers have none. */
typedef struct SteadyDriverControl
{
  const char *name;     /* in site files: "speed" */
  uint16_t    control;  /* SteadyControl it serves unless the site says otherwise */
  uint16_t    readback; /* index of the signal on which the set-point comes back */
  double      low;      /* hard limits, whoever asks */
  double      high;
  double      step;        /* micro-step of the device */
  double      most_step;   /* largest change of one command; 0: any */
  double      slew_per_s;  /* largest change a second; 0: any */
  SteadySpan  interval;    /* least time between two commands */
  double      tolerance;   /* of the read-back */
  SteadySpan  answer_time; /* the read-back must agree within this */
} SteadyDriverControl;

/*
 * Where a driver puts what it understood. The transport gives it; a test gives another
 * one. None of the calls fails: what finds no room is counted by the owner.
 */
typedef struct SteadyDriverSink
{
  void *owner;
  void (*value) (void *owner, const SteadyDriverValue *value);
  void (*send) (void *owner, const uint8_t *bytes, size_t length);
  void (*identity) (void *owner, const char *text);
  /* A laboratory's sample. NULL: nobody wants them. */
  void (*result) (void *owner, const SteadyLaboratoryResult *result);
} SteadyDriverSink;

/* What a device says of itself to everybody on its network. */
typedef struct SteadyAnnouncement
{
  uint16_t port; /* at which it is spoken to; 0: its usual one */
  char     identity[STEADY_DRIVER_IDENTITY_SIZE];
} SteadyAnnouncement;

typedef struct SteadyDriver SteadyDriver;

/*
 * One kind of device. A driver never opens, reads, writes, sleeps, allocates (but in
 * configure; "mapped" alone, whose regular expressions do, in its device's own thread)
 * or asks for the time: bytes and instants are given to it, values and bytes come out
 * of it. So the same code runs on a cable, on an emulator, on a tape and under a
 * fuzzer.
 *
 * The contract, checked around every call (steady-driver-guard.c):
 * - a value's signal is one of the driver's, its quality is one of the vocabulary, it
 *   is finite, and where it is usable it lies within the signal's low … high; otherwise
 *   it is passed on as implausible;
 * - instants of one signal never go back, and none is later than the call's own
 * instant;
 * - a message is at most STEADY_DRIVER_MESSAGE bytes; probe () sends nothing;
 * - tick () returns an instant later than the one it was given.
 */
typedef struct SteadyDriverClass
{
  const char      *name;  /* in site files: "bioprott" */
  const char      *title; /* for people; translatable */
  unsigned         links; /* SteadyDriverLink */
  SteadySerialLine line;  /* as the device leaves the factory */
  uint16_t         port;  /* its own TCP or UDP port; 0: the site names one */
  SteadySpan quiet; /* longer silence means the link is lost; 0: it speaks now and then
                       only, and the link is up while its port is open */
  const SteadySignal        *signals; /* NULL: made by configure () */
  unsigned                   n_signals;
  const SteadyDriverControl *controls;
  unsigned                   n_controls;
  bool                       laboratory; /* for rigs: takes commands */
  SteadySpan                 talks; /* unasked, at least so often; 0: only when asked */

  /* Judges bytes that were heard. Sends nothing. */
  SteadyProbe (*probe) (const uint8_t *bytes, size_t length);
  /* A question that changes nothing in the device, to find it; NULL: it talks unasked.
   * Gives its length, at most @size. */
  size_t (*question) (uint8_t *ret_bytes, size_t size);
  /* Takes the site's settings, once, before the first start (); may allocate. NULL: no
   * settings. Every setting must be known: steady_driver_settings_only (). */
  bool (*configure) (SteadyDriver               *self,
                     const SteadyDriverSettings *settings,
                     GError                    **error);
  /* Begins anew: also after each reconnect. */
  void (*start) (SteadyDriver *self, SteadyInstant now);
  /* Any fragmentation; a datagram comes whole. @t is when the first of @bytes came in.
   */
  void (*rx) (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t);
  /* Polls and keep-alives; gives the instant of the next call it needs. */
  SteadyInstant (*tick) (SteadyDriver *self, SteadyInstant now);
  /* Only called by the engine's gate. NULL: the device offers no commands. */
  bool (*command) (SteadyDriver *self, const SteadyCommand *command, SteadyInstant now);
  /* Takes leave of the device before the port is closed; NULL: it needs none. */
  void (*stop) (SteadyDriver *self, SteadyInstant now);
  /* Frees what configure () made; NULL: nothing. */
  void (*finish) (SteadyDriver *self);

  /* Where the dialogue can stand, ended by NULL, and which of them it is. Nothing that
   * runs needs it: tests cut the line at each, and prove that they were there. */
  const char *const *stages;
  unsigned (*stage) (const SteadyDriver *self);

  uint16_t announces; /* UDP port at which its device makes itself known; 0: none */
  /* Reads such a word, sends nothing; false: it is none. NULL where @announces is 0. */
  bool (*announced) (const uint8_t      *bytes,
                     size_t              length,
                     SteadyAnnouncement *ret_announcement);
} SteadyDriverClass;

struct SteadyDriver
{
  const SteadyDriverClass *class;
  SteadyDriverSink           sink;
  const SteadySignal        *signals; /* the class's, or made by configure () */
  unsigned                   n_signals;
  const SteadyDriverControl *controls;
  unsigned                   n_controls;
  SteadySpan                 quiet;  /* the class's, or set by configure () */
  void                      *own;    /* of configure () */
  uint64_t                   frames; /* understood */
  uint64_t                   faults; /* not understood, resynchronised after */
  _Alignas(16) uint8_t state[STEADY_DRIVER_STATE_SIZE];
};

const SteadyDriverClass *steady_driver_at (unsigned index);
const SteadyDriverClass *steady_driver_find (const char *name);
bool                     steady_driver_init (SteadyDriver *self,
                                             const SteadyDriverClass *class,
                                             const SteadyDriverSettings *settings,
                                             const SteadyDriverSink     *sink,
                                             SteadyInstant               now,
                                             GError                    **error);
void                     steady_driver_finish (SteadyDriver *self);
void                     steady_driver_tell (SteadyDriver *self,
                                             unsigned      signal,
                                             SteadyInstant t,
                                             double        value,
                                             SteadyQuality quality);
void                     steady_driver_tell_result (SteadyDriver                 *self,
                                                    const SteadyLaboratoryResult *result);
void          steady_driver_send (SteadyDriver *self, const void *bytes, size_t length);
void          steady_driver_free_own (SteadyDriver *self);
SteadyInstant steady_driver_never_due (SteadyDriver *self, SteadyInstant now);
SteadyProbe   steady_driver_never_heard (const uint8_t *bytes, size_t length);
int           steady_driver_signal (const SteadyDriver *self, const char *name);

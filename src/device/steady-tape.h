/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/*
 * A tape holds a dialogue with a device as it went: every byte both ways with its
 * instant, so that what a driver made of it can be made again, without the device. It
 * is text, a line each:
 *
 *   {"format": "steady-tape", "version": 1, "driver": "bioprott", "link": "serial", …}
 *   1000000000 +                 the port was opened
 *   1000200000 < 30302030…       bytes came in, in hexadecimal
 *   1000300000 > 530d            bytes were sent
 *   1000400000 .                 the driver was called because it was due
 *   1000500000 -                 the port was closed or lost
 */
typedef enum SteadyTapeKind
{
  STEADY_TAPE_OPENED = '+',
  STEADY_TAPE_CAME = '<',
  STEADY_TAPE_SENT = '>',
  STEADY_TAPE_DUE = '.',
  STEADY_TAPE_CLOSED = '-'
} SteadyTapeKind;

#define STEADY_TAPE_ERROR (steady_tape_error_quark ())
GQuark steady_tape_error_quark (void);

typedef enum SteadyTapeError
{
  STEADY_TAPE_ERROR_OPEN,
  STEADY_TAPE_ERROR_EXISTS,
  STEADY_TAPE_ERROR_FORMAT
} SteadyTapeError;

typedef struct SteadyTapeRecord
{
  SteadyInstant  t;
  SteadyTapeKind kind;
  size_t         length;
  uint8_t        bytes[STEADY_DRIVER_MESSAGE];
} SteadyTapeRecord;

typedef struct SteadyTapeWriter SteadyTapeWriter;
typedef struct SteadyTape       SteadyTape;

SteadyTapeWriter *steady_tape_writer_new (const char                 *file,
                                          const char                 *driver,
                                          SteadyDriverLink            link,
                                          const SteadyDriverSettings *settings,
                                          GError                    **error);
void              steady_tape_writer_put (SteadyTapeWriter *self,
                                          SteadyInstant     t,
                                          SteadyTapeKind    kind,
                                          const uint8_t    *bytes,
                                          size_t            length);
bool              steady_tape_writer_ended (const SteadyTapeWriter *self);
void              steady_tape_writer_free (SteadyTapeWriter *self);

SteadyTape                 *steady_tape_open (const char *file, GError **error);
const char                 *steady_tape_driver (const SteadyTape *self);
SteadyDriverLink            steady_tape_link (const SteadyTape *self);
const SteadyDriverSettings *steady_tape_settings (const SteadyTape *self);
bool steady_tape_next (SteadyTape *self, SteadyTapeRecord *ret_record, GError **error);
void steady_tape_free (SteadyTape *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyTape, steady_tape_free)

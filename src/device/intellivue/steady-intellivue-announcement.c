/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/intellivue/steady-intellivue-announcement.h"

#include <string.h>

#include "device/steady-bytes.h"

/*
 * The "connect indication" that a monitor sends to everybody on its network: a version
 * of its nomenclature, then an event report of the whole bed with a list of attributes.
 */
enum
{
  OPERATION = 4, /* where it stands */
  COMMAND = 10,
  OBJECT = 14,
  EVENT = 24,
  COUNT = 28,
  ATTRIBUTES = 32,

  INVOKE = 1,
  EVENT_REPORT = 0,
  SINGLE_BED = 0x23,
  CONNECT_INDICATION = 0x0d17,

  MODEL = 0x0928,
  PROTOCOLS = 0xf101,
  BED_LABEL = 0xf135,

  PROTOCOL_SIZE = 8, /* protocol, transport, port, options */
  DATA_EXPORT = 5,
  OVER_UDP = 1
};

/* Adds the characters of a text of @size bytes each; what is no plain one is left out.
 */
static void
add_text (char *identity, const uint8_t *bytes, size_t length, size_t size)
{
  size_t at = strlen (identity);

  for (size_t i = 0; i + size <= length && at + 1 < STEADY_DRIVER_IDENTITY_SIZE;
       i += size)
    {
      const unsigned c = size == 2 ? steady_be16 (bytes + i) : bytes[i];
      if (c == 0)
        break;
      if (c >= ' ' && c < 0x7f)
        identity[at++] = (char) c;
    }
  identity[at] = '\0';
}

/* Maker and model, each with its length before it. */
static void
add_model (char *identity, const uint8_t *bytes, size_t length)
{
  for (size_t at = 0; at + 2 <= length;)
    {
      const size_t size = steady_be16 (bytes + at);
      at += 2;
      if (size > length - at)
        return;
      if (identity[0] != '\0')
        g_strlcat (identity, " ", STEADY_DRIVER_IDENTITY_SIZE);
      add_text (identity, bytes + at, size, 1);
      at += size;
    }
}

/* The port of the data export interface, where the monitor names one. */
static void
take_protocols (SteadyAnnouncement *self, const uint8_t *bytes, size_t length)
{
  for (size_t at = 4; at + PROTOCOL_SIZE <= length; at += PROTOCOL_SIZE)
    if (steady_be16 (bytes + at) == DATA_EXPORT &&
        steady_be16 (bytes + at + 2) == OVER_UDP)
      self->port = steady_be16 (bytes + at + 4);
}

/*
 * Reads what a monitor says of itself to everybody; false where it is something else or
 * is cut. Nothing is answered.
 *
 * Thread: any.
 */
bool
steady_intellivue_announced (const uint8_t      *bytes,
                             size_t              length,
                             SteadyAnnouncement *ret_announcement)
{
  SteadyAnnouncement self = { .port = 0 };
  char               bed[STEADY_DRIVER_IDENTITY_SIZE] = "";

  if (length < ATTRIBUTES || steady_be16 (bytes + OPERATION) != INVOKE ||
      steady_be16 (bytes + COMMAND) != EVENT_REPORT ||
      steady_be16 (bytes + OBJECT) != SINGLE_BED ||
      steady_be16 (bytes + EVENT) != CONNECT_INDICATION)
    return false;
  unsigned count = steady_be16 (bytes + COUNT);
  for (size_t at = ATTRIBUTES; count > 0; count--)
    {
      if (length - at < 4 || steady_be16 (bytes + at + 2) > length - at - 4)
        return false;
      const uint8_t *value = bytes + at + 4;
      const size_t   size = steady_be16 (bytes + at + 2);
      switch (steady_be16 (bytes + at))
        {
        case MODEL:
          add_model (self.identity, value, size);
          break;
        case PROTOCOLS:
          take_protocols (&self, value, size);
          break;
        case BED_LABEL:
          bed[0] = '\0';
          add_text (bed, value, size, 2);
          break;
        default:
          break;
        }
      at += 4 + size;
    }
  if (bed[0] != '\0')
    {
      g_strlcat (
          self.identity, self.identity[0] != '\0' ? ", " : "", sizeof self.identity);
      g_strlcat (self.identity, bed, sizeof self.identity);
    }
  *ret_announcement = self;
  return true;
}

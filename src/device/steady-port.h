/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/*
 * Where a device is plugged in, as site files say it:
 *   /dev/serial/by-id/…   a serial line
 *   tcp:HOST:PORT         a stream; the port may be left out where the driver has one
 *   udp:HOST:PORT         datagrams
 *   listen:PORT           a stream that the instrument opens to us, as analysers do;
 *   listen:HOST:PORT      at one address of this computer only
 */
typedef struct SteadyPort
{
  SteadyDriverLink link;
  char             path[256]; /* of a serial line */
  char             host[128];
  uint16_t         number;
  bool             listens;
  int              listener; /* while it listens; else -1 */
} SteadyPort;

bool steady_port_parse (SteadyPort              *self,
                        const char              *text,
                        const SteadyDriverClass *driver,
                        GError                 **error);
int  steady_port_open (SteadyPort *self, const SteadySerialLine *line, int wake);
void steady_port_close (const SteadyPort *self, int fd);
void steady_port_finish (SteadyPort *self);

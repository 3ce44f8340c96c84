/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "device/steady-device.h"

#define STEADY_SERIAL_ERROR (steady_serial_error_quark ())
GQuark steady_serial_error_quark (void);

typedef enum SteadySerialError
{
  STEADY_SERIAL_ERROR_DRIVER /* there is none of that name */
} SteadySerialError;

/*
 * A device on a serial line (or a pty), read by a thread of its own. It need not be
 * there yet: the thread opens @port when it appears and again after each loss, with a
 * pause that grows from 0.1 to 2 s, and never gives up.
 */
SteadyDevice *
steady_device_new_serial (const char *driver, const char *port, GError **error);

/* One line for each driver and each serial port found, for --list-devices. */
char *steady_serial_list (void);

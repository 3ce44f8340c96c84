/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

int  steady_serial_port_open (const char *path, const SteadySerialLine *line);
bool steady_serial_port_set (int fd, const SteadySerialLine *line);
void steady_serial_port_close (int fd);

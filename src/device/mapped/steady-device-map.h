/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "device/steady-driver.h"
#include "device/steady-modbus-poll.h"

/* How a register's bits are read. */
typedef enum SteadyMapType
{
  STEADY_MAP_UINT16,
  STEADY_MAP_INT16,
  STEADY_MAP_UINT32, /* two registers, the higher one first */
  STEADY_MAP_INT32,
  STEADY_MAP_FLOAT32
} SteadyMapType;

/* Where a signal's number comes from: a group of a line, or a register. */
typedef struct SteadyMapSource
{
  unsigned      pattern; /* which of the map's patterns */
  char         *group;   /* NULL: a register */
  unsigned      read;    /* which of the map's reads */
  unsigned      offset;  /* register within it */
  SteadyMapType type;
  double        scale; /* value = offset_value + scale × number */
  double        shift;
} SteadyMapSource;

/* How a control is told. */
typedef struct SteadyMapCommand
{
  char    *before; /* text around the number of a line; NULL: a register */
  char    *after;
  int      decimals;
  uint16_t address;
  double   scale; /* number = (value − shift) / scale */
  double   shift;
} SteadyMapCommand;

enum
{
  STEADY_MAP_PATTERNS = 8,
  STEADY_MAP_VERSION = 1
};

/* A rig's device, described by a file: no C. */
typedef struct SteadyDeviceMap
{
  SteadySpan          quiet;
  unsigned            n_patterns;
  GRegex             *patterns[STEADY_MAP_PATTERNS];
  char               *question; /* sent each @ask_period; NULL: it talks unasked */
  SteadySpan          ask_period;
  bool                modbus;
  uint8_t             unit;
  unsigned            n_reads;
  SteadyModbusRead    reads[STEADY_MODBUS_READS];
  unsigned            n_signals;
  SteadySignal        signals[STEADY_DRIVER_SIGNALS];
  SteadyMapSource     sources[STEADY_DRIVER_SIGNALS];
  unsigned            n_controls;
  SteadyDriverControl controls[STEADY_DRIVER_CONTROLS];
  SteadyMapCommand    commands[STEADY_DRIVER_CONTROLS];
} SteadyDeviceMap;

SteadyDeviceMap *steady_device_map_load (const char *file, GError **error);
void             steady_device_map_free (SteadyDeviceMap *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyDeviceMap, steady_device_map_free)

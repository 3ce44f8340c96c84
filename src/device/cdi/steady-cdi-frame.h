/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/steady-wire-text.h"
#include "measure/steady-vocabulary.h"

/* What the monitor tells of the blood, in the order of its codes. */
typedef enum SteadyCdiSignal
{
  STEADY_CDI_ARTERIAL_PH,
  STEADY_CDI_ARTERIAL_PCO2,
  STEADY_CDI_ARTERIAL_PO2,
  STEADY_CDI_ARTERIAL_TEMPERATURE,
  STEADY_CDI_ARTERIAL_SATURATION,
  STEADY_CDI_BICARBONATE,
  STEADY_CDI_BASE_EXCESS,
  STEADY_CDI_POTASSIUM,
  STEADY_CDI_OXYGEN_CONSUMPTION,
  STEADY_CDI_VENOUS_PH,
  STEADY_CDI_VENOUS_PCO2,
  STEADY_CDI_VENOUS_PO2,
  STEADY_CDI_VENOUS_TEMPERATURE,
  STEADY_CDI_VENOUS_SATURATION,
  STEADY_CDI_VENOUS_BICARBONATE,
  STEADY_CDI_VENOUS_BASE_EXCESS,
  STEADY_CDI_HAEMATOCRIT,
  STEADY_CDI_HAEMOGLOBIN,
  STEADY_CDI_CODES, /* these have codes in packets; the rest only columns */
  STEADY_CDI_FLOW = STEADY_CDI_CODES,
  STEADY_CDI_BODY_SURFACE,
  STEADY_CDI_SIGNALS
} SteadyCdiSignal;

enum
{
  STEADY_CDI_PACKET_LONGEST = 1024
};

typedef struct SteadyCdiReading
{
  bool    has[STEADY_CDI_SIGNALS]; /* was told of at all */
  uint8_t quality[STEADY_CDI_SIGNALS];
  double  value[STEADY_CDI_SIGNALS];
} SteadyCdiReading;

/* At which temperature pH and gas tensions are meant. */
typedef enum SteadyCdiBasis
{
  STEADY_CDI_BASIS_UNKNOWN,
  STEADY_CDI_BASIS_37,
  STEADY_CDI_BASIS_ACTUAL
} SteadyCdiBasis;

uint8_t steady_cdi_crc (const uint8_t *bytes, size_t length);
bool    steady_cdi_read_columns (const char *line, SteadyCdiReading *ret_reading);
SteadyCdiBasis steady_cdi_read_basis (const char *line);
bool steady_cdi_packet_length (const uint8_t *packet, size_t length, size_t *ret_whole);
bool steady_cdi_read_packet (const uint8_t    *packet,
                             size_t            length,
                             SteadyCdiReading *ret_reading);

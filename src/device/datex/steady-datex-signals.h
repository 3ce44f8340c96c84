/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* A pressure is told by what its line is called on the monitor, not by its plug. */
typedef enum SteadyDatexPressure
{
  STEADY_DATEX_ART,
  STEADY_DATEX_ABP,
  STEADY_DATEX_FEM,
  STEADY_DATEX_UAC,
  STEADY_DATEX_CVP,
  STEADY_DATEX_PA,
  STEADY_DATEX_LAP,
  STEADY_DATEX_UVC,
  STEADY_DATEX_PRESSURES
} SteadyDatexPressure;

typedef enum SteadyDatexTemperature
{
  STEADY_DATEX_ESO,
  STEADY_DATEX_NASO,
  STEADY_DATEX_RECT,
  STEADY_DATEX_BLAD,
  STEADY_DATEX_CORE,
  STEADY_DATEX_TEMPERATURES
} SteadyDatexTemperature;

enum
{
  STEADY_DATEX_SYSTOLIC = 0, /* of each pressure */
  STEADY_DATEX_DIASTOLIC = STEADY_DATEX_SYSTOLIC + STEADY_DATEX_PRESSURES,
  STEADY_DATEX_MEAN = STEADY_DATEX_DIASTOLIC + STEADY_DATEX_PRESSURES,
  STEADY_DATEX_WAVE = STEADY_DATEX_MEAN + STEADY_DATEX_PRESSURES,
  STEADY_DATEX_TEMPERATURE = STEADY_DATEX_WAVE + STEADY_DATEX_PRESSURES,
  STEADY_DATEX_HEART_RATE = STEADY_DATEX_TEMPERATURE + STEADY_DATEX_TEMPERATURES,
  STEADY_DATEX_SPO2,
  STEADY_DATEX_END_TIDAL_CO2,
  STEADY_DATEX_ECG,
  STEADY_DATEX_PLETH,
  STEADY_DATEX_SIGNALS
};

int                 steady_datex_pressure_of (unsigned label);
int                 steady_datex_temperature_of (unsigned label);
const SteadySignal *steady_datex_signals (bool waves);

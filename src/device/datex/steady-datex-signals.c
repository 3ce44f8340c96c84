/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/datex/steady-datex-signals.h"

#define N_(text) text

/* The monitor's codes for what a line is called. */
static const uint16_t pressure_labels[STEADY_DATEX_PRESSURES] = {
  [STEADY_DATEX_ART] = 1,  [STEADY_DATEX_CVP] = 2,  [STEADY_DATEX_PA] = 3,
  [STEADY_DATEX_LAP] = 6,  [STEADY_DATEX_ABP] = 8,  [STEADY_DATEX_FEM] = 16,
  [STEADY_DATEX_UAC] = 17, [STEADY_DATEX_UVC] = 18,
};

static const uint16_t temperature_labels[STEADY_DATEX_TEMPERATURES] = {
  [STEADY_DATEX_ESO] = 1,  [STEADY_DATEX_NASO] = 2,  [STEADY_DATEX_RECT] = 4,
  [STEADY_DATEX_BLAD] = 5, [STEADY_DATEX_CORE] = 15,
};

static int
find_label (const uint16_t *labels, int n, unsigned label)
{
  for (int i = 0; i < n; i++)
    if (labels[i] == label)
      return i;
  return -1;
}

/* SteadyDatexPressure of a monitor's label, or -1. Thread: any. */
int
steady_datex_pressure_of (unsigned label)
{
  return find_label (pressure_labels, STEADY_DATEX_PRESSURES, label);
}

/* SteadyDatexTemperature of a monitor's label, or -1. Thread: any. */
int
steady_datex_temperature_of (unsigned label)
{
  return find_label (temperature_labels, STEADY_DATEX_TEMPERATURES, label);
}

#define NUMERIC_STALE (12500 * STEADY_NSEC_PER_MSEC) /* two and a half intervals */
#define NONE          STEADY_CHANNEL_NONE

#define NUMERIC(index, text, words, dimension, place, least, most, step) \
  [index] = { .name = text,                                              \
              .label = words,                                            \
              .unit = dimension,                                         \
              .channel = place,                                          \
              .kind = STEADY_CHANNEL_KIND_NUMERIC,                       \
              .decimals = (step) < 0.5 ? 1 : 0,                          \
              .low = least,                                              \
              .high = most,                                              \
              .resolution = step,                                        \
              .period = 5 * STEADY_NSEC_PER_SEC,                         \
              .stale = NUMERIC_STALE }

#define WAVE(index, text, words, dimension, place, rate, least, most) \
  [index] = { .name = text,                                           \
              .label = words,                                         \
              .unit = dimension,                                      \
              .channel = place,                                       \
              .kind = STEADY_CHANNEL_KIND_WAVE,                       \
              .decimals = 1,                                          \
              .low = least,                                           \
              .high = most,                                           \
              .rate_hz = rate,                                        \
              .stale = 2 * STEADY_NSEC_PER_SEC }

/* Systolic, diastolic, mean and wave of one pressure. */
#define PRESSURE(which, text, words, mean_place, wave_place) \
  NUMERIC (STEADY_DATEX_SYSTOLIC + (which),                  \
           text "_systolic",                                 \
           words,                                            \
           "mmHg",                                           \
           NONE,                                             \
           -300,                                             \
           320,                                              \
           0.1),                                             \
      NUMERIC (STEADY_DATEX_DIASTOLIC + (which),             \
               text "_diastolic",                            \
               words,                                        \
               "mmHg",                                       \
               NONE,                                         \
               -300,                                         \
               320,                                          \
               0.1),                                         \
      NUMERIC (STEADY_DATEX_MEAN + (which),                  \
               text "_mean",                                 \
               words,                                        \
               "mmHg",                                       \
               mean_place,                                   \
               -300,                                         \
               320,                                          \
               0.1),                                         \
      WAVE (STEADY_DATEX_WAVE + (which),                     \
            text "_wave",                                    \
            words,                                           \
            "mmHg",                                          \
            wave_place,                                      \
            100,                                             \
            -300,                                            \
            320)

/* Where waveforms come, the engine makes the means of them, by its own rules. */
#define TABLE(arterial_mean, arterial_wave, venous_mean, venous_wave)                \
  {                                                                                  \
    PRESSURE (                                                                       \
        STEADY_DATEX_ART, "art", N_ ("Pressure ART"), arterial_mean, arterial_wave), \
        PRESSURE (STEADY_DATEX_ABP, "abp", N_ ("Pressure ABP"), NONE, NONE),         \
        PRESSURE (STEADY_DATEX_FEM, "fem", N_ ("Pressure FEM"), NONE, NONE),         \
        PRESSURE (STEADY_DATEX_UAC, "uac", N_ ("Pressure UAC"), NONE, NONE),         \
        PRESSURE (                                                                   \
            STEADY_DATEX_CVP, "cvp", N_ ("Pressure CVP"), venous_mean, venous_wave), \
        PRESSURE (STEADY_DATEX_PA, "pa", N_ ("Pressure PA"), NONE, NONE),            \
        PRESSURE (STEADY_DATEX_LAP, "lap", N_ ("Pressure LAP"), NONE, NONE),         \
        PRESSURE (STEADY_DATEX_UVC, "uvc", N_ ("Pressure UVC"), NONE, NONE),         \
        NUMERIC (STEADY_DATEX_TEMPERATURE + STEADY_DATEX_ESO,                        \
                 "t_eso",                                                            \
                 N_ ("Oesophageal temperature"),                                     \
                 "°C",                                                               \
                 NONE,                                                               \
                 0,                                                                  \
                 50,                                                                 \
                 0.1),                                                               \
        NUMERIC (STEADY_DATEX_TEMPERATURE + STEADY_DATEX_NASO,                       \
                 "t_naso",                                                           \
                 N_ ("Nasopharyngeal temperature"),                                  \
                 "°C",                                                               \
                 STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,                          \
                 0,                                                                  \
                 50,                                                                 \
                 0.1),                                                               \
        NUMERIC (STEADY_DATEX_TEMPERATURE + STEADY_DATEX_RECT,                       \
                 "t_rect",                                                           \
                 N_ ("Rectal temperature"),                                          \
                 "°C",                                                               \
                 STEADY_CHANNEL_RECTAL_TEMPERATURE,                                  \
                 0,                                                                  \
                 50,                                                                 \
                 0.1),                                                               \
        NUMERIC (STEADY_DATEX_TEMPERATURE + STEADY_DATEX_BLAD,                       \
                 "t_blad",                                                           \
                 N_ ("Bladder temperature"),                                         \
                 "°C",                                                               \
                 NONE,                                                               \
                 0,                                                                  \
                 50,                                                                 \
                 0.1),                                                               \
        NUMERIC (STEADY_DATEX_TEMPERATURE + STEADY_DATEX_CORE,                       \
                 "t_core",                                                           \
                 N_ ("Core temperature"),                                            \
                 "°C",                                                               \
                 NONE,                                                               \
                 0,                                                                  \
                 50,                                                                 \
                 0.1),                                                               \
        NUMERIC (STEADY_DATEX_HEART_RATE,                                            \
                 "heart_rate",                                                       \
                 N_ ("Heart rate of the monitor"),                                   \
                 "1/min",                                                            \
                 NONE,                                                               \
                 0,                                                                  \
                 350,                                                                \
                 1),                                                                 \
        NUMERIC (STEADY_DATEX_SPO2, "spo2", N_ ("SpO2"), "%", NONE, 0, 100, 1),      \
        NUMERIC (STEADY_DATEX_END_TIDAL_CO2,                                         \
                 "end_tidal_co2",                                                    \
                 N_ ("End-tidal CO2"),                                               \
                 "%",                                                                \
                 NONE,                                                               \
                 0,                                                                  \
                 20,                                                                 \
                 0.1),                                                               \
        WAVE (STEADY_DATEX_ECG,                                                      \
              "ecg_wave",                                                            \
              N_ ("ECG in the monitor's own unit"),                                  \
              "",                                                                    \
              NONE,                                                                  \
              300,                                                                   \
              -32000,                                                                \
              32767),                                                                \
        WAVE (STEADY_DATEX_PLETH,                                                    \
              "pleth_wave",                                                          \
              N_ ("Plethysmogram"),                                                  \
              "",                                                                    \
              STEADY_CHANNEL_PLETHYSMOGRAM,                                          \
              100,                                                                   \
              -32000,                                                                \
              32767),                                                                \
  }

/* clang-format off */
static const SteadySignal with_waves[STEADY_DATEX_SIGNALS] =
  TABLE (NONE, STEADY_CHANNEL_ARTERIAL_PRESSURE, NONE, STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE);
static const SteadySignal without_waves[STEADY_DATEX_SIGNALS] =
  TABLE (STEADY_CHANNEL_ARTERIAL_MEAN, NONE, STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, NONE);
/* clang-format on */

/* STEADY_DATEX_SIGNALS of them. Thread: any. */
const SteadySignal *
steady_datex_signals (bool waves)
{
  return waves ? with_waves : without_waves;
}

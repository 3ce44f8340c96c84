/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-signal-alias.h"

#include <string.h>

/*
 * Names that monitors and public recordings give to what Steady has a channel for. One
 * name may stand for several channels: the first that is still free is taken (three ECG
 * leads become three channels). A name that is not here keeps it as a foreign channel;
 * it is never guessed from the values.
 */
static const struct
{
  const char   *name;
  SteadyChannel channel;
} aliases[] = {
  /* clang-format off */
  { "ABP", STEADY_CHANNEL_ARTERIAL_PRESSURE }, { "ART", STEADY_CHANNEL_ARTERIAL_PRESSURE },
  { "AOBP", STEADY_CHANNEL_ARTERIAL_PRESSURE }, { "UAP", STEADY_CHANNEL_ARTERIAL_PRESSURE },
  { "FEM", STEADY_CHANNEL_ARTERIAL_PRESSURE }, { "ABP", STEADY_CHANNEL_PERIPHERAL_PRESSURE },
  { "ART", STEADY_CHANNEL_PERIPHERAL_PRESSURE }, { "FEM", STEADY_CHANNEL_PERIPHERAL_PRESSURE },
  { "CVP", STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE }, { "RAP", STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE },
  { "UVP", STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE }, { "PAP", STEADY_CHANNEL_PULMONARY_PRESSURE },
  { "PLETH", STEADY_CHANNEL_PLETHYSMOGRAM }, { "RESP", STEADY_CHANNEL_RESPIRATION },
  { "ECG", STEADY_CHANNEL_ECG }, { "ECG", STEADY_CHANNEL_ECG_2 }, { "ECG", STEADY_CHANNEL_ECG_3 },
  { "HR", STEADY_CHANNEL_HEART_RATE }, { "PULSE", STEADY_CHANNEL_PULSE_RATE },
  { "ABP Mean", STEADY_CHANNEL_ARTERIAL_MEAN }, { "ABPMean", STEADY_CHANNEL_ARTERIAL_MEAN },
  { "ABP Sys", STEADY_CHANNEL_ARTERIAL_SYSTOLIC }, { "ABPSys", STEADY_CHANNEL_ARTERIAL_SYSTOLIC },
  { "ABP Dias", STEADY_CHANNEL_ARTERIAL_DIASTOLIC }, { "ABPDias", STEADY_CHANNEL_ARTERIAL_DIASTOLIC },
  { "CVP Mean", STEADY_CHANNEL_CENTRAL_VENOUS_MEAN }
  /* clang-format on */
};

/* Names of single leads are ECGs. */
static const char *const ecg_leads[] = { "I",   "II",  "III", "V",   "V1",  "V2",
                                         "V3",  "V4",  "V5",  "V6",  "aVR", "aVL",
                                         "aVF", "AVR", "AVL", "AVF", "MCL", "MCL1" };

/* From a unit that files use to a canonical one; temperatures have an offset. */
static const struct
{
  const char      *from;
  const char      *to;
  SteadyUnitChange change;
} changes[] = { { "uV", "mV", { 0.001, 0 } },
                { "V", "mV", { 1000, 0 } },
                { "kPa", "mmHg", { 760.0 / 101.325, 0 } },
                { "mL/s", "L/min", { 0.06, 0 } },
                { "mL/min", "L/min", { 0.001, 0 } },
                { "degC", "°C", { 1, 0 } },
                { "C", "°C", { 1, 0 } },
                { "degF", "°C", { 1 / 1.8, -32 / 1.8 } },
                { "bpm", "/min", { 1, 0 } },
                { "pm", "/min", { 1, 0 } },
                { "ms", "s", { 0.001, 0 } } };

/* How a value in @from becomes one in @to; false when that is not known. Thread: any.
 */
bool
steady_unit_change_find (const char *from, const char *to, SteadyUnitChange *ret_change)
{
  if (strcmp (from, to) == 0)
    {
      *ret_change = (SteadyUnitChange){ 1, 0 };
      return true;
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (changes); i++)
    if (strcmp (changes[i].from, from) == 0 && strcmp (changes[i].to, to) == 0)
      {
        *ret_change = changes[i].change;
        return true;
      }
  return false;
}

static const char *
general_name (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (ecg_leads); i++)
    if (strcmp (ecg_leads[i], name) == 0)
      return "ECG";
  return name;
}

static bool
is_taken (const GArray *signals, uint16_t channel)
{
  for (unsigned i = 0; i < signals->len; i++)
    if (g_array_index (signals, SteadyRecordingSignal, i).channel == channel)
      return true;
  return false;
}

/* A unit in letters that every format can hold: "°C" is "degC", "m²" is "m2". Thread:
 * any. */
void
steady_unit_fold (const char *unit, char *ret_text, size_t size)
{
  static const struct
  {
    const char *from;
    const char *to;
  } letters[] = { { "°", "deg" }, { "²", "2" }, { "³", "3" }, { "µ", "u" },
                  { "μ", "u" },   { "·", "." }, { "₂", "2" }, { "−", "-" } };
  GString *text = g_string_new (unit);

  for (unsigned i = 0; i < G_N_ELEMENTS (letters); i++)
    g_string_replace (text, letters[i].from, letters[i].to, 0);
  for (gsize i = 0; i < text->len; i++)
    if ((unsigned char) text->str[i] < 0x20 || (unsigned char) text->str[i] > 0x7e)
      text->str[i] = '_';
  g_strlcpy (ret_text, text->str, size);
  g_string_free (text, TRUE);
}

/* A fixed channel by Steady's own name for it, in its own unit: what Steady exported.
 */
static const SteadyChannelInfo *
find_own (const GArray     *signals,
          const char       *name,
          const char       *unit,
          SteadyChannelKind kind)
{
  SteadyChannel channel;
  char          own[24], given[24];

  if (!steady_channel_from_name (name, &channel) ||
      is_taken (signals, (uint16_t) channel))
    return NULL;
  const SteadyChannelInfo *info = steady_channel_info (channel);
  steady_unit_fold (info->unit, own, sizeof own);
  steady_unit_fold (unit, given, sizeof given);
  const bool wave = info->kind == STEADY_CHANNEL_KIND_WAVE;
  return wave == (kind == STEADY_CHANNEL_KIND_WAVE) && strcmp (own, given) == 0 ? info
                                                                                : NULL;
}

static const SteadyChannelInfo *
find_channel (const GArray     *signals,
              const char       *name,
              const char       *unit,
              SteadyChannelKind kind,
              SteadyUnitChange *ret_change)
{
  const char *wanted = general_name (name);
  for (unsigned i = 0; i < G_N_ELEMENTS (aliases); i++)
    {
      const SteadyChannelInfo *info = steady_channel_info (aliases[i].channel);
      if (g_ascii_strcasecmp (aliases[i].name, wanted) != 0 || info->kind != kind ||
          is_taken (signals, (uint16_t) aliases[i].channel))
        continue;
      if (info->unit[0] == '\0' ||
          steady_unit_change_find (unit, info->unit, ret_change))
        return info;
    }
  return NULL;
}

static uint16_t
next_foreign (const GArray *signals)
{
  uint16_t next = STEADY_CHANNEL_FOREIGN;
  for (unsigned i = 0; i < signals->len; i++)
    {
      const uint16_t channel =
          g_array_index (signals, SteadyRecordingSignal, i).channel;
      if (channel >= next)
        next = (uint16_t) (channel + 1);
    }
  return next;
}

/*
 * Appends a signal that a file calls @name, measured in @unit at @rate_hz, to @signals:
 * with a fixed channel where the name has one and the unit can be converted, else with
 * a foreign one in the unit of the file. Signals slower than 2 Hz are numerics.
 *
 * Thread: any.
 */
void
steady_signal_alias_assign (GArray           *signals,
                            const char       *name,
                            const char       *unit,
                            double            rate_hz,
                            SteadyUnitChange *ret_change)
{
  const SteadyChannelKind kind =
      rate_hz < 2 ? STEADY_CHANNEL_KIND_NUMERIC : STEADY_CHANNEL_KIND_WAVE;
  SteadyRecordingSignal signal = { .kind = (uint16_t) kind, .rate_hz = rate_hz };
  SteadyUnitChange      change = { 1, 0 };
  if (strcmp (unit, "NU") == 0) /* WFDB for "no unit" */
    unit = "";
  const SteadyChannelInfo *info = find_own (signals, name, unit, kind);

  if (info != NULL)
    signal.kind = (uint16_t) info->kind;
  else
    info = find_channel (signals, name, unit, kind, &change);

  g_strlcpy (signal.name, name, sizeof signal.name);
  g_strlcpy (signal.unit,
             info != NULL && info->unit[0] != '\0' ? info->unit : unit,
             sizeof signal.unit);
  signal.channel = info != NULL ? (uint16_t) info->channel : next_foreign (signals);
  g_array_append_val (signals, signal);
  *ret_change = change;
}

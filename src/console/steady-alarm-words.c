/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-alarm-words.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-device-words.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-words.h"

static bool
reads_back (const SteadyConsoleState *state, SteadyChannel channel, int wanted)
{
  double value;
  return steady_value_table_value (&state->values, channel, &value) &&
         lround (value) == wanted;
}

static bool
pump_stands (const SteadyConsoleState *state, SteadyChannel channel)
{
  return reads_back (state, channel, STEADY_PUMP_STOPPED) ||
         reads_back (state, channel, STEADY_PUMP_STOPPED_BY_INTERVENTION);
}

static bool
can (const SteadyConsoleState *state, SteadyControl control)
{
  return state->config.controls[control].present;
}

static const char *
say_stop (const SteadyConsoleState *state)
{
  if (!can (state, STEADY_CONTROL_PUMP_STOP))
    return _ ("ALARM ONLY: Steady cannot stop this pump");
  if (pump_stands (state, STEADY_CHANNEL_ARTERIAL_PUMP))
    return _ ("pump stopped");
  return _ ("pump stop sent, NOT CONFIRMED");
}

static const char *
say_clamp (const SteadyConsoleState *state)
{
  /* it closes behind a stop of the pump alone */
  if (!can (state, STEADY_CONTROL_ARTERIAL_CLAMP) ||
      !can (state, STEADY_CONTROL_PUMP_STOP))
    return _ ("ALARM ONLY: clamp the arterial line by hand");
  if (reads_back (state, STEADY_CHANNEL_ARTERIAL_CLAMP, STEADY_CLAMP_CLOSED))
    return _ ("arterial clamp closed");
  return _ ("clamp close sent, NOT CONFIRMED");
}

static const char *
say_cardioplegia (const SteadyConsoleState *state)
{
  if (!can (state, STEADY_CONTROL_CARDIOPLEGIA_STOP))
    return _ ("ALARM ONLY: stop cardioplegia by hand");
  if (pump_stands (state, STEADY_CHANNEL_CARDIOPLEGIA_PUMP))
    return _ ("cardioplegia stopped");
  return _ ("cardioplegia stop sent, NOT CONFIRMED");
}

static void
append (GString *all, const char *text)
{
  g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", text);
}

static const char *
say_venous_clamp (const SteadyConsoleState *state)
{
  if (reads_back (state, STEADY_CHANNEL_VENOUS_CLAMP, STEADY_CLAMP_CLOSED))
    return _ ("venous clamp closed");
  return _ ("venous clamp close sent, NOT CONFIRMED");
}

/* What it asks devices to do in this case: people switch stops off, and add others. */
static uint32_t
wires_now (const SteadyConsoleState *state, const char *id, const SteadyAlarmText *text)
{
  const SteadyAlarmSetting *setting = steady_console_desk_setting (&state->desk, id);
  const uint32_t            wires = text != NULL ? text->wires : 0;
  return setting != NULL ? (wires & ~setting->cut) | setting->added : wires;
}

/* What the machine did is printed from read-back only (safety rulings, 2). */
static void
say_did (const SteadyConsoleState *state,
         const char               *id,
         const SteadyAlarmText    *text,
         char                     *ret_text,
         size_t                    size)
{
  const uint32_t wires = wires_now (state, id, text);
  const bool     is_cut = text != NULL && (text->wires & ~wires) != 0;
  g_autoptr (GString) all = g_string_new (NULL);
  if (wires & (1 << STEADY_CONTROL_PUMP_STOP))
    append (all, say_stop (state));
  if (wires & (1 << STEADY_CONTROL_ARTERIAL_CLAMP))
    append (all, say_clamp (state));
  if (wires & (1 << STEADY_CONTROL_VENOUS_CLAMP))
    append (all, say_venous_clamp (state));
  if (wires & (1 << STEADY_CONTROL_CARDIOPLEGIA_STOP))
    append (all, say_cardioplegia (state));
  if (all->len > 0)
    g_strlcpy (ret_text, all->str, size);
  else if (is_cut)
    g_strlcpy (ret_text, _ ("nothing: this response was switched off"), size);
  else if (text != NULL && text->did != NULL && text->did[0] != '\0')
    g_strlcpy (ret_text, _ (text->did), size);
  else
    g_strlcpy (ret_text, _ ("nothing by itself, it only warns"), size);
}

static void
say_what (const SteadyAlarmRecord *record,
          const SteadyAlarmText   *text,
          char                    *ret_text,
          size_t                   size)
{
  const SteadyChannelInfo *info = steady_channel_info (record->channel);
  const char *what = text != NULL && text->what != NULL ? _ (text->what) : "";
  char        value[32], limit[32];
  if (!record->has_value || info == NULL || info->kind == STEADY_CHANNEL_KIND_STATE ||
      !isfinite (record->value))
    {
      g_strlcpy (ret_text, what, size);
      return;
    }
  const SteadyChannel   channel = (SteadyChannel) record->channel;
  const SteadyShownUnit shown = steady_shown_unit (channel);
  steady_words_number (
      record->value * shown.factor, shown.decimals, value, sizeof value);
  steady_words_number (record->limit * shown.factor,
                       steady_shown_unit_limit_decimals (channel, record->limit),
                       limit,
                       sizeof limit);
  g_snprintf (ret_text,
              size,
              _ ("%s %s %s, limit %s. %s"),
              _ (info->label),
              value,
              shown.unit,
              limit,
              what);
}

/* Whether there was air at all is the first question of an air alarm (safety rulings,
 * 8): how much was seen, as long as the alarm waits, and what is seen now. */
static void
say_air (const SteadyConsoleState *state,
         const SteadyAlarmRecord  *record,
         SteadyAlarmWords         *ret_words)
{
  const SteadyChannel channel = (SteadyChannel) record->channel;
  double              detector, volume;
  char                number[32];

  ret_words->bubble[0] = ret_words->sensor[0] = '\0';
  if (channel != STEADY_CHANNEL_ARTERIAL_AIR &&
      channel != STEADY_CHANNEL_CARDIOPLEGIA_AIR &&
      channel != STEADY_CHANNEL_VENOUS_AIR)
    return;
  const char *now =
      !steady_value_table_value (&state->values, channel, &detector)
          ? _ ("reads nothing now")
          : (lround (detector) == STEADY_DETECTOR_CLEAR ? _ ("reads CLEAR now")
                                                        : _ ("SEES AIR now"));
  g_snprintf (ret_words->sensor,
              sizeof ret_words->sensor,
              "%s: %s",
              _ (steady_channel_info (channel)->label),
              now);
  if (channel != STEADY_CHANNEL_ARTERIAL_AIR ||
      !steady_value_table_value (
          &state->values, STEADY_CHANNEL_BUBBLE_VOLUME, &volume) ||
      !(volume > 0))
    return;
  steady_words_number (volume, 2, number, sizeof number);
  g_snprintf (ret_words->bubble, sizeof ret_words->bubble, _ ("bubble %s mL"), number);
}

/* A lost pump is not a lost cerebral oximeter. */
static void
say_devices (const SteadyConsoleState *state,
             const SteadyAlarmRecord  *record,
             SteadyAlarmWords         *ret_words)
{
  ret_words->devices[0] = '\0';
  if (record->channel == STEADY_CHANNEL_DEVICE_LINK)
    steady_device_words_lost (
        &state->devices, ret_words->devices, sizeof ret_words->devices);
}

/*
 * Words @record in the user's language. A rule that was not described keeps its id as
 * a title, so that no alarm is ever without words.
 *
 * Thread: main.
 */
void
steady_alarm_words_make (const SteadyConsoleState *state,
                         const SteadyAlarmRecord  *record,
                         SteadyInstant             real_now,
                         SteadyAlarmWords         *ret_words)
{
  const SteadyAlarmText *text =
      steady_console_config_alarm (&state->config, record->id);
  const SteadyInstant now = steady_console_state_now (state, real_now);

  g_strlcpy (ret_words->title,
             text != NULL && text->title != NULL ? _ (text->title) : record->id,
             sizeof ret_words->title);
  say_what (record, text, ret_words->what, sizeof ret_words->what);
  g_strlcpy (ret_words->first,
             text != NULL && text->first != NULL
                 ? _ (text->first)
                 : _ ("Look at the pump and the child."),
             sizeof ret_words->first);
  say_did (state, record->id, text, ret_words->did, sizeof ret_words->did);
  say_air (state, record, ret_words);
  say_devices (state, record, ret_words);
  ret_words->since[0] = '\0';
  if (record->since != STEADY_INSTANT_NEVER)
    steady_words_age (now - record->since, ret_words->since, sizeof ret_words->since);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-device-words.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "widgets/steady-words.h"

/* A clock that is off by less says nothing. */
#define NO_OFFSET (50 * STEADY_NSEC_PER_MSEC)

const char *
steady_device_words_title (const SteadyBookDevice *device)
{
  return device->title[0] != '\0' ? _ (device->title) : device->driver;
}

/* The title without what stands after its first comma. */
char *
steady_device_words_short (const SteadyBookDevice *device)
{
  const char *title = steady_device_words_title (device);
  const char *comma = strchr (title, ',');

  return comma != NULL ? g_strndup (title, (gsize) (comma - title)) : g_strdup (title);
}

/* The devices whose link is lost, by name; "" where there is none, or nobody told. */
void
steady_device_words_lost (const SteadyDeviceBook *book, char *ret_text, size_t size)
{
  const uint32_t lost = steady_device_book_lost (book);
  const char    *whole;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < book->devices->len; i++)
    {
      const SteadyBookDevice *device = book->devices->pdata[i];
      if (device->number >= 32 || (lost & UINT32_C (1) << device->number) == 0)
        continue;
      g_autofree char *name = steady_device_words_short (device);
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }
  g_strlcpy (ret_text, names->str, size);
  g_utf8_validate (ret_text, -1, &whole); /* no letter is cut in the middle */
  ret_text[whole - ret_text] = '\0';
}

/* A port without its folder. */
char *
steady_device_words_port (const SteadyBookDevice *device)
{
  if (device->port[0] == '\0')
    return g_strdup (_ ("inside the engine"));
  return device->port[0] == '/' ? g_path_get_basename (device->port)
                                : g_strdup (device->port);
}

char *
steady_device_words_state (const SteadyBookDevice *device)
{
  if (!device->has_state)
    return g_strdup ("—");
  if (device->state.openings > 1 && device->state.link == STEADY_LINK_UP)
    return g_strdup_printf (_ ("%s, opened %u times"),
                            steady_words_link (STEADY_LINK_UP),
                            device->state.openings);
  return g_strdup (steady_words_link ((SteadyLinkState) device->state.link));
}

char *
steady_device_words_age (const SteadyBookDevice *device)
{
  char text[48], number[16];

  if (!device->has_state || (device->state.flags & STEADY_DEVICE_HAS_AGE) == 0)
    return g_strdup (_ ("never"));
  if (device->state.age >= 10 * STEADY_NSEC_PER_SEC)
    {
      steady_words_age (device->state.age, text, sizeof text);
      return g_strdup (text);
    }
  steady_words_number (
      steady_span_seconds (device->state.age), 1, number, sizeof number);
  return g_strdup_printf (_ ("%s s"), number);
}

char *
steady_device_words_rate (const SteadyBookDevice *device)
{
  char values[16], frames[16];

  if (!device->has_state)
    return g_strdup ("—");
  steady_words_number (device->state.values_per_s,
                       device->state.values_per_s < 10 ? 1 : 0,
                       values,
                       sizeof values);
  if ((device->state.flags & STEADY_DEVICE_WIRED) == 0)
    return g_strdup_printf (_ ("%s values/s"), values);
  steady_words_number (device->state.frames_per_s, 1, frames, sizeof frames);
  return g_strdup_printf (_ ("%s values/s in %s frames/s"), values, frames);
}

char *
steady_device_words_errors (const SteadyBookDevice *device)
{
  const SteadyDeviceState *state = &device->state;
  char                     faults[24], lost[24], mended[24];

  if (!device->has_state)
    return g_strdup ("—");
  if (state->faults + state->dropped + state->breaches == 0)
    return g_strdup (_ ("none"));
  g_snprintf (faults, sizeof faults, "%" G_GUINT64_FORMAT, state->faults);
  g_snprintf (lost, sizeof lost, "%" G_GUINT64_FORMAT, state->dropped);
  g_snprintf (mended, sizeof mended, "%" G_GUINT64_FORMAT, state->breaches);
  return g_strdup_printf (
      _ ("%s not understood, %s lost, %s mended"), faults, lost, mended);
}

char *
steady_device_words_offset (const SteadyBookDevice *device)
{
  char number[24];

  if (!device->has_state || (device->state.flags & STEADY_DEVICE_HAS_OFFSET) == 0)
    return g_strdup (_ ("tells no time"));
  if (ABS (device->state.clock_offset) < NO_OFFSET)
    return g_strdup (_ ("as ours"));
  steady_words_number (
      steady_span_seconds (ABS (device->state.clock_offset)), 1, number, sizeof number);
  return device->state.clock_offset > 0 ? g_strdup_printf (_ ("%s s ahead"), number)
                                        : g_strdup_printf (_ ("%s s behind"), number);
}

/* How long a question takes, and a value on its way through this machine. */
char *
steady_device_words_transport (const SteadyBookDevice *device)
{
  char answered[24], handled[24];

  if (!device->has_state || (device->state.flags & STEADY_DEVICE_WIRED) == 0)
    return g_strdup (_ ("no line"));
  if (device->state.answered == 0 && device->state.handled == 0)
    return g_strdup ("—"); /* nothing came yet */
  steady_words_number (
      steady_span_seconds (device->state.handled) * 1000, 2, handled, sizeof handled);
  if (device->state.answered == 0)
    return g_strdup_printf (_ ("unasked; %s ms to the engine"), handled);
  steady_words_number (steady_span_seconds (device->state.answered) * 1000,
                       0,
                       answered,
                       sizeof answered);
  return g_strdup_printf (
      _ ("answers in %s ms; %s ms to the engine"), answered, handled);
}

char *
steady_device_words_commands (const SteadyBookDevice *device)
{
  if (device->arming)
    return g_strdup_printf ("%s: %s",
                            device->has_state &&
                                    (device->state.flags & STEADY_DEVICE_ARMED) != 0
                                ? _ ("ARMED")
                                : _ ("not armed"),
                            device->controls);
  if (device->simulated)
    return g_strdup (_ ("simulated: takes all commands"));
  return g_strdup (device->laboratory ? _ ("the site offers none")
                                      : _ ("only read, never commanded"));
}

/* A place in the circuit. */
char *
steady_device_words_place (unsigned channel)
{
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) channel);

  if (channel == STEADY_CHANNEL_NONE)
    return g_strdup (_ ("not used"));
  return g_strdup (info != NULL ? _ (info->label) : _ ("recorded only"));
}

/* Where a signal goes now, and where from the next start. */
char *
steady_device_words_feeds (const SteadyBookSignal *signal)
{
  g_autofree char *now = steady_device_words_place (signal->channel);
  g_autofree char *next = steady_device_words_place (signal->next);

  if (signal->next == signal->channel)
    return g_steal_pointer (&now);
  return g_strdup_printf (_ ("%s; after the restart: %s"), now, next);
}

const char *
steady_device_words_found (unsigned state)
{
  switch (state)
    {
    case STEADY_FOUND_NEW:
    case STEADY_FOUND_LISTENING:
      return _ ("being listened to");
    case STEADY_FOUND_ASKING:
      return _ ("being asked");
    case STEADY_FOUND_SILENT:
      return _ ("silent");
    case STEADY_FOUND_UNKNOWN:
      return _ ("something speaks that no driver understands");
    case STEADY_FOUND_KNOWN:
      return _ ("found");
    case STEADY_FOUND_BUSY:
      return _ ("another program has it");
    case STEADY_FOUND_DENIED:
      return _ ("no permission; join group dialout");
    case STEADY_FOUND_FAILED:
    default:
      return _ ("cannot be used as a serial line");
    }
}

/* The pressure line of which @channel comes, or NONE. */
SteadyChannel
steady_device_words_line (unsigned channel)
{
  switch (channel)
    {
    case STEADY_CHANNEL_ARTERIAL_PRESSURE:
    case STEADY_CHANNEL_ARTERIAL_MEAN:
      return STEADY_CHANNEL_ARTERIAL_PRESSURE;
    case STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE:
    case STEADY_CHANNEL_CENTRAL_VENOUS_MEAN:
      return STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE;
    case STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE:
    case STEADY_CHANNEL_PRE_OXYGENATOR_MEAN:
      return STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE;
    case STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE:
    case STEADY_CHANNEL_POST_OXYGENATOR_MEAN:
      return STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE;
    case STEADY_CHANNEL_POST_FILTER_PRESSURE:
    case STEADY_CHANNEL_POST_FILTER_MEAN:
      return STEADY_CHANNEL_POST_FILTER_PRESSURE;
    case STEADY_CHANNEL_CARDIOPLEGIA_PRESSURE:
    case STEADY_CHANNEL_PERIPHERAL_PRESSURE:
    case STEADY_CHANNEL_PULMONARY_PRESSURE:
    case STEADY_CHANNEL_VENOUS_LINE_PRESSURE:
      return (SteadyChannel) channel;
    default:
      return STEADY_CHANNEL_NONE;
    }
}

/* What a signal reads now; false: nothing that can be shown as a number. */
bool
steady_device_words_reading (const SteadyDeviceBook   *book,
                             const SteadyConsoleState *state,
                             unsigned                  channel,
                             double                   *ret_value)
{
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) channel);

  if (info == NULL || channel >= STEADY_CHANNEL_MAX || state->silent)
    return false;
  if (info->kind != STEADY_CHANNEL_KIND_WAVE)
    return steady_value_table_value (
        &state->values, (SteadyChannel) channel, ret_value);
  if (!isfinite (book->wave_mean[channel]))
    return false;
  *ret_value = book->wave_mean[channel];
  return true;
}

/* What became of a proposal. */
void
steady_device_words_answer (const SteadyDeviceAnswer *answer,
                            char                     *ret_text,
                            size_t                    size)
{
  char number[24];

  if (answer->status != STEADY_ANSWER_CONFIRMED)
    {
      g_snprintf (ret_text,
                  size,
                  _ ("Refused: %s"),
                  steady_words_refusal ((SteadyRefusal) answer->refusal));
      return;
    }
  steady_words_number (answer->value, 1, number, sizeof number);
  switch ((int) answer->act)
    {
    case STEADY_DEVICE_ACT_PLACE:
    case STEADY_DEVICE_ACT_PLACE_BACK:
      g_strlcpy (ret_text, _ ("Kept. It counts from the next start."), size);
      break;
    case STEADY_DEVICE_ACT_ZERO:
      g_snprintf (
          ret_text, size, _ ("Zeroed: %s mmHg is taken off from now on."), number);
      break;
    case STEADY_DEVICE_ACT_ZERO_BACK:
      g_strlcpy (ret_text, _ ("The line reads as its transducer does."), size);
      break;
    case STEADY_DEVICE_ACT_LOOK:
      g_strlcpy (ret_text, _ ("Listening; that takes up to half a minute."), size);
      break;
    case STEADY_DEVICE_ACT_RESTART:
      g_strlcpy (ret_text, _ ("Monitoring begins anew."), size);
      break;
    default:
      g_strlcpy (ret_text, _ ("Done."), size);
      break;
    }
}

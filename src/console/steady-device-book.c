/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-device-book.h"

#include <math.h>
#include <string.h>

#include "base/steady-json.h"
#include "widgets/steady-words.h"

/* How much of the last second a run of a waveform counts in its mean. */
#define WEIGHT_A_SECOND 3.0

static void
signal_free (gpointer data)
{
  SteadyBookSignal *signal = data;
  g_free (signal->name);
  g_free (signal->label);
  g_free (signal->unit);
  g_free (signal);
}

static void
device_free (gpointer data)
{
  SteadyBookDevice *device = data;
  g_free (device->title);
  g_free (device->driver);
  g_free (device->port);
  g_free (device->place);
  g_free (device->controls);
  g_ptr_array_unref (device->signals);
  g_free (device);
}

static void
found_free (gpointer data)
{
  SteadyBookFound *found = data;
  g_free (found->port);
  g_free (found->driver);
  g_free (found->title);
  g_free (found->identity);
  g_free (found);
}

/* Empty: nothing was told yet. Thread: main. */
void
steady_device_book_init (SteadyDeviceBook *self)
{
  *self = (SteadyDeviceBook){ .told = false };
  self->devices = g_ptr_array_new_with_free_func (device_free);
  self->found = g_ptr_array_new_with_free_func (found_free);
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    self->wave_mean[i] = NAN;
}

/* Thread: main. */
void
steady_device_book_finish (SteadyDeviceBook *self)
{
  g_clear_pointer (&self->devices, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);
}

static struct json_object *
member (struct json_object *object, const char *key, json_type type)
{
  struct json_object *value = NULL;
  return json_object_is_type (object, json_type_object) &&
                 json_object_object_get_ex (object, key, &value) &&
                 json_object_is_type (value, type)
             ? value
             : NULL;
}

static char *
text_of (struct json_object *object, const char *key)
{
  struct json_object *value = member (object, key, json_type_string);
  return g_strdup (value != NULL ? json_object_get_string (value) : "");
}

static bool
truth_of (struct json_object *object, const char *key)
{
  struct json_object *value = member (object, key, json_type_boolean);
  return value != NULL && json_object_get_boolean (value) != 0;
}

static unsigned
number_of (struct json_object *object, const char *key, unsigned otherwise)
{
  struct json_object *value = member (object, key, json_type_int);
  const int64_t       number = value != NULL ? json_object_get_int64 (value) : -1;
  return number >= 0 && number <= UINT16_MAX ? (unsigned) number : otherwise;
}

static struct json_object *
element (struct json_object *list, size_t i)
{
  return json_object_array_get_idx (list, i);
}

static size_t
length_of (struct json_object *list, size_t most)
{
  return list != NULL ? MIN (json_object_array_length (list), most) : 0;
}

static void
read_signals (SteadyBookDevice *device, struct json_object *object)
{
  struct json_object *list = member (object, "signals", json_type_array);

  device->signals = g_ptr_array_new_with_free_func (signal_free);
  for (size_t i = 0; i < length_of (list, STEADY_CHANNEL_MAX); i++)
    {
      SteadyBookSignal *signal = g_new0 (SteadyBookSignal, 1);
      signal->name = text_of (element (list, i), "name");
      signal->label = text_of (element (list, i), "label");
      signal->unit = text_of (element (list, i), "unit");
      signal->kind = number_of (element (list, i), "kind", 0);
      signal->decimals = (int) number_of (element (list, i), "decimals", 0);
      signal->channel = number_of (element (list, i), "channel", 0);
      signal->next = number_of (element (list, i), "next", signal->channel);
      signal->changed = truth_of (element (list, i), "changed");
      g_ptr_array_add (device->signals, signal);
    }
}

/* In the words of the buttons that use them. */
static char *
read_controls (struct json_object *object)
{
  struct json_object *list = member (object, "controls", json_type_array);
  GString            *text = g_string_new (NULL);

  for (size_t i = 0; i < length_of (list, 32); i++)
    {
      const int control = number_of (element (list, i), "control", 0);
      g_string_append_printf (text,
                              "%s%s",
                              i > 0 ? ", " : "",
                              steady_words_control ((SteadyControl) control));
    }
  return g_string_free (text, FALSE);
}

static SteadyBookDevice *
read_device (struct json_object *object)
{
  SteadyBookDevice *device = g_new0 (SteadyBookDevice, 1);

  device->number = number_of (object, "number", 0);
  device->title = text_of (object, "title");
  device->driver = text_of (object, "driver");
  device->port = text_of (object, "port");
  device->place = text_of (object, "place");
  device->simulated = truth_of (object, "simulated");
  device->wired = truth_of (object, "wired");
  device->laboratory = truth_of (object, "laboratory");
  device->arming = truth_of (object, "arming");
  device->controls = read_controls (object);
  read_signals (device, object);
  return device;
}

static SteadyBookFound *
read_found (struct json_object *object)
{
  SteadyBookFound *found = g_new0 (SteadyBookFound, 1);

  found->port = text_of (object, "port");
  found->driver = text_of (object, "driver");
  found->title = text_of (object, "title");
  found->identity = text_of (object, "identity");
  found->state = number_of (object, "state", 0);
  return found;
}

static void
read_lines (SteadyDeviceBook *self, struct json_object *root)
{
  struct json_object *list = member (root, "zeros", json_type_array);

  self->n_lines = (unsigned) length_of (list, STEADY_BOOK_LINES);
  for (unsigned i = 0; i < self->n_lines; i++)
    {
      struct json_object *offset =
          member (element (list, i), "offset", json_type_double);
      self->lines[i].channel = number_of (element (list, i), "channel", 0);
      self->lines[i].offset = offset != NULL ? json_object_get_double (offset) : 0;
    }
}

/* States come apart from what they are states of. */
static void
keep_states (GPtrArray *before, GPtrArray *now)
{
  for (guint i = 0; i < now->len; i++)
    for (guint k = 0; k < before->len; k++)
      {
        SteadyBookDevice       *to = now->pdata[i];
        const SteadyBookDevice *from = before->pdata[k];
        if (to->number != from->number)
          continue;
        to->has_state = from->has_state;
        to->state = from->state;
      }
}

static void
take_description (SteadyDeviceBook *self, const char *text)
{
  struct json_object *root = json_tokener_parse (text);
  struct json_object *devices = member (root, "devices", json_type_array);
  struct json_object *found = member (root, "found", json_type_array);
  GPtrArray          *before = self->devices;

  if (root == NULL)
    return;
  self->devices = g_ptr_array_new_with_free_func (device_free);
  g_ptr_array_set_size (self->found, 0);
  for (size_t i = 0; i < length_of (devices, STEADY_BOOK_DEVICES); i++)
    g_ptr_array_add (self->devices, read_device (element (devices, i)));
  for (size_t i = 0; i < length_of (found, 64); i++)
    g_ptr_array_add (self->found, read_found (element (found, i)));
  keep_states (before, self->devices);
  g_ptr_array_unref (before);
  self->scheduled = truth_of (root, "scheduled");
  self->locked = truth_of (root, "locked");
  self->site = truth_of (root, "site");
  self->supervised = truth_of (root, "supervised");
  read_lines (self, root);
  self->told = true;
  self->serial++;
  json_object_put (root);
}

static void
take_states (SteadyDeviceBook *self, const SteadyFrame *frame)
{
  const SteadyDeviceState *states = frame->payload;

  for (unsigned i = 0; i < frame->header.count; i++)
    {
      SteadyBookDevice *device = steady_device_book_find (self, states[i].device);
      if (device == NULL)
        continue;
      device->state = states[i];
      device->has_state = true;
    }
  self->serial++;
}

static void
take_waves (SteadyDeviceBook *self, const SteadyFrame *frame)
{
  size_t        offset = 0;
  SteadyWaveRun run;
  const float  *values;

  while (steady_frame_next_wave (frame, &offset, &run, &values))
    {
      double sum = 0;
      if (run.channel >= STEADY_CHANNEL_MAX || run.count == 0 || run.rate_hz <= 0)
        continue;
      for (unsigned i = 0; i < run.count; i++)
        sum += (double) values[i];
      const double mean = sum / run.count;
      const double seconds = run.count / (double) run.rate_hz;
      const double weight = MIN (1.0, seconds * WEIGHT_A_SECOND);
      double      *kept = &self->wave_mean[run.channel];
      *kept = isfinite (*kept) ? *kept + weight * (mean - *kept) : mean;
    }
}

/* Whether @frame changed what the page shows. Thread: main. */
bool
steady_device_book_take (SteadyDeviceBook *self, const SteadyFrame *frame)
{
  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_DEVICES:
      take_description (self, frame->payload);
      return true;
    case STEADY_FRAME_DEVICE_STATES:
      take_states (self, frame);
      return true;
    case STEADY_FRAME_WAVES:
      take_waves (self, frame);
      return false;
    default:
      return false;
    }
}

/* The device of that number, or NULL. Thread: main. */
SteadyBookDevice *
steady_device_book_find (SteadyDeviceBook *self, unsigned number)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      SteadyBookDevice *device = self->devices->pdata[i];
      if (device->number == number)
        return device;
    }
  return NULL;
}

/* The devices whose link is lost, bits 1 << number. Thread: main. */
uint32_t
steady_device_book_lost (const SteadyDeviceBook *self)
{
  uint32_t lost = 0;

  for (guint i = 0; i < self->devices->len; i++)
    {
      const SteadyBookDevice *device = self->devices->pdata[i];
      if (device->has_state && device->state.link == STEADY_LINK_LOST &&
          device->number < 32)
        lost |= UINT32_C (1) << device->number;
    }
  return lost;
}

/* Whether some signal will feed @channel at the next start. Thread: main. */
bool
steady_device_book_is_taken (const SteadyDeviceBook *self, unsigned channel)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const SteadyBookDevice *device = self->devices->pdata[i];
      for (guint k = 0; k < device->signals->len; k++)
        {
          const SteadyBookSignal *signal = device->signals->pdata[k];
          if (signal->next == channel)
            return true;
        }
    }
  return false;
}

/* Whether something was changed that counts only from the next start. Thread: main. */
bool
steady_device_book_pending (const SteadyDeviceBook *self)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const SteadyBookDevice *device = self->devices->pdata[i];
      for (guint k = 0; k < device->signals->len; k++)
        {
          const SteadyBookSignal *signal = device->signals->pdata[k];
          if (signal->next != signal->channel)
            return true;
        }
    }
  return false;
}

/* The zero of a pressure line that can be zeroed; false: it is none. Thread: main. */
bool
steady_device_book_line (const SteadyDeviceBook *self,
                         unsigned                channel,
                         double                 *ret_offset)
{
  for (unsigned i = 0; i < self->n_lines; i++)
    if (self->lines[i].channel == channel)
      {
        *ret_offset = self->lines[i].offset;
        return true;
      }
  return false;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-device-desk.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/steady-json-members.h"
#include "base/steady-json.h"
#include "base/steady-paths.h"
#include "device/steady-placement.h"
#include "engine/steady-welcome.h"

/* States are told with the news of the tick, which come each second, and no oftener
 * than this. */
#define PERIOD (500 * STEADY_NSEC_PER_MSEC)
/* A clock that shows more counts since 1970, ns. */
#define SINCE_1970 (INT64_C (1000000000) * STEADY_NSEC_PER_SEC)
#define DAY        (24 * 60 * STEADY_NSEC_PER_MIN)

/* Begins to watch the ports of a live case. Thread: main, before the I/O thread. */
void
steady_device_desk_init (SteadyDeviceDesk *self, SteadyEngine *engine)
{
  const char *claimed[STEADY_ENGINE_DEVICES];
  unsigned    n = 0;

  *self = (SteadyDeviceDesk){ .engine = engine };
  self->found = g_new0 (SteadyFound, STEADY_FOUND_MOST);
  if (engine->site_file == NULL)
    return;
  for (unsigned i = 0; i < engine->n_devices; i++)
    {
      SteadyDeviceAbout about;
      if (steady_device_about (engine->devices[i], &about))
        claimed[n++] = about.port;
    }
  self->overlay = steady_site_overlay_load (engine->site_file, NULL);
  self->discovery = steady_discovery_new (claimed, n);
}

/* Thread: main, after the I/O thread. */
void
steady_device_desk_finish (SteadyDeviceDesk *self)
{
  steady_discovery_free (self->discovery);
  steady_site_overlay_free (self->overlay);
  g_free (self->found);
  g_free (self->text);
}

static struct json_object *
describe_controls (const SteadyDevice *device)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < device->n_controls; i++)
    {
      struct json_object *object = json_object_new_object ();
      steady_json_add_text (
          object,
          "name",
          steady_control_name ((SteadyControl) device->controls[i].control));
      steady_json_add_integer (object, "control", device->controls[i].control);
      steady_json_add_number (object, "low", device->controls[i].low);
      steady_json_add_number (object, "high", device->controls[i].high);
      json_object_array_add (list, object);
    }
  return list;
}

/* The signals of a wired device, with the place that each feeds now and, where people
 * chose another, after the next start. */
static struct json_object *
describe_signals (const SteadyDeviceDesk *self, const SteadyDeviceAbout *about)
{
  struct json_object *list = json_object_new_array ();
  uint16_t            next;

  for (unsigned i = 0; i < about->driver->n_signals; i++)
    {
      const SteadySignal *signal = &about->driver->signals[i];
      const uint16_t      now = about->placement->channel_of[i];
      struct json_object *object = json_object_new_object ();
      steady_json_add_text (object, "name", signal->name);
      steady_json_add_text (object, "label", signal->label);
      steady_json_add_text (object, "unit", signal->unit);
      steady_json_add_integer (object, "kind", signal->kind);
      steady_json_add_integer (object, "decimals", signal->decimals);
      steady_json_add_integer (object, "channel", now);
      if (steady_site_overlay_get (self->overlay,
                                   about->driver->class->name,
                                   about->port,
                                   signal->name,
                                   &next) &&
          next != now)
        steady_json_add_integer (object, "next", next);
      steady_json_add_bool (object,
                            "changed",
                            steady_site_overlay_get (self->overlay,
                                                     about->driver->class->name,
                                                     about->port,
                                                     signal->name,
                                                     &next));
      json_object_array_add (list, object);
    }
  return list;
}

/* Those of a device without a line: what it gives cannot be placed elsewhere. */
static struct json_object *
describe_channels (const SteadyDevice *device)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < device->n_channels; i++)
    json_object_array_add (list,
                           steady_welcome_describe_channel (&device->channels[i]));
  return list;
}

static struct json_object *
describe_device (const SteadyDeviceDesk *self, const SteadyDevice *device)
{
  struct json_object *object = json_object_new_object ();
  SteadyDeviceAbout   about;
  const bool          wired = steady_device_about (device, &about);

  steady_json_add_integer (object, "number", device->number);
  steady_json_add_text (object, "name", device->name);
  steady_json_add_text (
      object, "title", wired ? about.driver->class->title : device->name);
  steady_json_add_text (
      object, "driver", wired ? about.driver->class->name : device->class->name);
  steady_json_add_text (object, "port", wired ? about.port : "");
  steady_json_add_text (object, "place", wired ? about.place : "");
  steady_json_add_bool (object, "simulated", device->simulated);
  steady_json_add_bool (object, "wired", wired);
  steady_json_add_bool (object, "laboratory", wired && about.driver->class->laboratory);
  steady_json_add_bool (object, "arming", device->arming);
  json_object_object_add (object, "controls", describe_controls (device));
  json_object_object_add (object,
                          "signals",
                          wired && self->overlay != NULL
                              ? describe_signals (self, &about)
                              : describe_channels (device));
  return object;
}

static struct json_object *
describe_found (const SteadyDeviceDesk *self)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < self->n_found; i++)
    {
      const SteadyFound       *found = &self->found[i];
      const SteadyDriverClass *driver = steady_driver_find (found->driver);
      struct json_object      *object = json_object_new_object ();
      steady_json_add_text (object, "port", found->port);
      steady_json_add_integer (object, "state", found->state);
      steady_json_add_text (object, "driver", found->driver);
      steady_json_add_text (object, "title", driver != NULL ? driver->title : "");
      steady_json_add_text (object, "identity", found->identity);
      json_object_array_add (list, object);
    }
  return list;
}

static struct json_object *
describe_zeros (const SteadyDeviceDesk *self)
{
  struct json_object *list = json_object_new_array ();

  for (unsigned i = 0; i < STEADY_ZERO_LINES; i++)
    {
      struct json_object *object = json_object_new_object ();
      steady_json_add_integer (object, "channel", steady_zero_channel (i));
      steady_json_add_number (object, "offset", self->news.offset[i]);
      json_object_array_add (list, object);
    }
  return list;
}

/*
 * DEVICES: what is attached, expected and found, and whether the engine is as real-time
 * as it asked to be. Free with g_free ().
 *
 * Thread: I/O.
 */
char *
steady_device_desk_describe (const SteadyDeviceDesk *self)
{
  const SteadyEngine *engine = self->engine;
  struct json_object *root = json_object_new_object ();
  struct json_object *list = json_object_new_array ();

  steady_json_add_bool (root, "scheduled", engine->realtime.scheduled);
  steady_json_add_bool (root, "locked", engine->realtime.locked);
  steady_json_add_bool (root, "site", engine->site_file != NULL);
  steady_json_add_bool (root, "supervised", engine->watch.supervised);
  for (unsigned i = 0; i < engine->n_devices; i++)
    json_object_array_add (list, describe_device (self, engine->devices[i]));
  json_object_object_add (root, "devices", list);
  json_object_object_add (root, "found", describe_found (self));
  json_object_object_add (root, "zeros", describe_zeros (self));
  char *text = g_strdup (json_object_to_json_string_ext (root, JSON_C_TO_STRING_PLAIN));
  json_object_put (root);
  return text;
}

/* Time of day here, ns. */
static SteadySpan
time_of_day (int64_t utc_ns)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (utc_ns / STEADY_NSEC_PER_SEC);

  return now != NULL ? steady_span_from_seconds (g_date_time_get_hour (now) * 3600.0 +
                                                 g_date_time_get_minute (now) * 60.0 +
                                                 g_date_time_get_seconds (now))
                     : 0;
}

/*
 * How far a device's clock is from the time on the wall. Some tell the date, some the
 * time of day alone; one that counts from when it was switched on has no such offset.
 */
static bool
wall_offset (SteadySpan offset, SteadyInstant real_now, SteadySpan *ret_offset)
{
  const int64_t utc = steady_clock_utc_ns ();
  const int64_t shows = offset + real_now;

  if (shows > SINCE_1970)
    *ret_offset = shows - utc;
  else if (shows >= 0 && shows <= DAY)
    {
      const SteadySpan apart = shows - time_of_day (utc);
      *ret_offset = apart > DAY / 2    ? apart - DAY
                    : apart < -DAY / 2 ? apart + DAY
                                       : apart;
    }
  else
    return false;
  return true;
}

static SteadyDeviceState
state_of (SteadyDeviceDesk *self, unsigned i, SteadyInstant real_now, double seconds)
{
  const SteadyDevice     *device = self->engine->devices[i];
  const SteadyDeviceNews *news = &self->news;
  SteadyDeviceCounts     *before = &self->before[i];
  SteadyInstant           heard = news->heard[i];
  SteadyDeviceHealth      health = { .link = (SteadyLinkState) news->link[i] };
  SteadyDeviceState       state = { .device = (uint16_t) device->number };

  if (steady_device_health (device, &health))
    {
      state.flags |= STEADY_DEVICE_WIRED;
      heard = health.heard > 0 ? health.heard : 0;
    }
  state.link = (uint16_t) health.link;
  state.bytes = health.bytes;
  state.frames = health.frames;
  state.faults = health.faults;
  state.values = news->taken[i];
  state.dropped = health.dropped;
  state.breaches = health.breaches;
  state.openings = (uint32_t) health.openings;
  state.answered = health.answered;
  state.handled = health.handled;
  if (heard > 0)
    {
      state.flags |= STEADY_DEVICE_HAS_AGE;
      state.age = MAX (real_now - heard, 0);
    }
  if (health.has_offset &&
      wall_offset (health.clock_offset, real_now, &state.clock_offset))
    state.flags |= STEADY_DEVICE_HAS_OFFSET;
  state.flags |= health.taping ? STEADY_DEVICE_TAPING : 0;
  state.flags |=
      (news->armed & (UINT32_C (1) << device->number)) != 0 ? STEADY_DEVICE_ARMED : 0;
  if (seconds > 0)
    {
      state.frames_per_s = (double) (health.frames - before->frames) / seconds;
      state.values_per_s = (double) (news->taken[i] - before->taken) / seconds;
    }
  *before = (SteadyDeviceCounts){ health.frames, news->taken[i] };
  g_strlcpy (state.identity, health.identity, sizeof state.identity);
  return state;
}

static void
tell_states (SteadyDeviceDesk *self, SteadyLinkServer *server, SteadyInstant real_now)
{
  const double seconds =
      self->told > 0 ? steady_span_seconds (real_now - self->told) : 0;
  SteadyDeviceState       states[STEADY_ENGINE_DEVICES];
  const unsigned          n = self->engine->n_devices;
  const SteadyFrameHeader header = { .type = STEADY_FRAME_DEVICE_STATES, .count = n };

  for (unsigned i = 0; i < n; i++)
    states[i] = state_of (self, i, real_now, seconds);
  self->told = real_now;
  steady_link_server_send (
      server, STEADY_LINK_ALL, &header, states, n * sizeof states[0]);
}

static void
tell_description (SteadyDeviceDesk *self, SteadyLinkServer *server)
{
  g_autofree char *text = steady_device_desk_describe (self);

  if (self->text != NULL && strcmp (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_steal_pointer (&text);
  steady_link_server_send_json (
      server, STEADY_LINK_ALL, STEADY_FRAME_DEVICES, 0, self->text);
}

/* Has the tick write down what became known by itself. */
static void
log_found (SteadyDeviceDesk *self, const SteadyFound *found, bool there)
{
  const SteadyDriverClass *driver = steady_driver_find (found->driver);
  SteadyRequest            request = { .type = STEADY_FRAME_DEVICE_REQUEST };

  const bool plug = found->port[0] == '/';

  request.device.event = STEADY_EVENT_DEVICE_FOUND;
  request.device.value = there;
  g_snprintf (request.device.text,
              sizeof request.device.text,
              "%s %s%s%s",
              found->port,
              plug    ? (there ? "plugged in" : "pulled")
              : there ? "made itself known"
                      : "is silent",
              driver != NULL ? ": " : "",
              driver != NULL ? driver->name : "");
  steady_ring_push (&self->engine->requests, &request, sizeof request);
}

static const SteadyFound *
find_port (const SteadyFound *found, unsigned n, const char *port)
{
  for (unsigned i = 0; i < n; i++)
    if (strcmp (found[i].port, port) == 0)
      return &found[i];
  return NULL;
}

static bool
is_judged (const SteadyFound *found)
{
  return found != NULL && found->state > STEADY_FOUND_ASKING;
}

/* What was plugged in is logged when it is known what it is, and what was pulled. */
static void
follow_discovery (SteadyDeviceDesk *self)
{
  g_autofree SteadyFound *now = NULL;

  if (self->discovery == NULL)
    return;
  now = g_new0 (SteadyFound, STEADY_FOUND_MOST);
  const unsigned n =
      steady_discovery_found (self->discovery, &self->serial, now, STEADY_FOUND_MOST);
  if (n > STEADY_FOUND_MOST)
    return;
  for (unsigned i = 0; i < n; i++)
    if (is_judged (&now[i]) &&
        !is_judged (find_port (self->found, self->n_found, now[i].port)))
      log_found (self, &now[i], true);
  for (unsigned i = 0; i < self->n_found; i++)
    if (find_port (now, n, self->found[i].port) == NULL)
      log_found (self, &self->found[i], false);
  memcpy (self->found, now, n * sizeof now[0]);
  self->n_found = n;
}

/* News of the tick. Thread: I/O. */
void
steady_device_desk_take (SteadyDeviceDesk *self, const SteadyDeviceNews *news)
{
  memcpy (&self->news, news, sizeof self->news);
  self->heard = true;
}

/* With the news of the tick: how the devices do, and what changed. Thread: I/O. */
void
steady_device_desk_turn (SteadyDeviceDesk *self,
                         SteadyLinkServer *server,
                         SteadyInstant     real_now)
{
  if (!self->heard)
    return;
  self->heard = false;
  follow_discovery (self);
  tell_description (self, server);
  if (real_now - self->told >= PERIOD)
    tell_states (self, server, real_now);
}

/* Thread: I/O. */
void
steady_device_desk_arrived (SteadyDeviceDesk *self,
                            SteadyLinkServer *server,
                            unsigned          client)
{
  if (self->text == NULL)
    self->text = steady_device_desk_describe (self);
  steady_link_server_send_json (server, client, STEADY_FRAME_DEVICES, 0, self->text);
}

static SteadyDevice *
find_device (const SteadyDeviceDesk *self, unsigned number)
{
  return number >= 1 && number <= self->engine->n_devices
             ? self->engine->devices[number - 1]
             : NULL;
}

/* Where a signal will go at the next start. */
static uint16_t
next_place (const SteadyDeviceDesk  *self,
            const SteadyDeviceAbout *about,
            unsigned                 signal)
{
  uint16_t channel = about->placement->channel_of[signal];
  steady_site_overlay_get (self->overlay,
                           about->driver->class->name,
                           about->port,
                           about->driver->signals[signal].name,
                           &channel);
  return channel;
}

/* Whether any other signal of any device will feed @channel at the next start. */
static bool
is_taken (const SteadyDeviceDesk *self,
          const SteadyDriver     *driver,
          unsigned                signal,
          uint16_t                channel)
{
  SteadyDeviceAbout about;

  for (unsigned i = 0; i < self->engine->n_devices; i++)
    for (unsigned k = 0; steady_device_about (self->engine->devices[i], &about) &&
                         k < about.driver->n_signals;
         k++)
      if ((about.driver != driver || k != signal) &&
          next_place (self, &about, k) == channel)
        return true;
  return false;
}

static bool
fits (const SteadySignal *signal, uint16_t channel)
{
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) channel);

  return channel == STEADY_CHANNEL_NONE ||
         (info != NULL && info->kind == (SteadyChannelKind) signal->kind &&
          strcmp (info->unit, signal->unit) == 0);
}

static SteadyRefusal
keep_place (SteadyDeviceDesk          *self,
            const SteadyDeviceRequest *request,
            const SteadyDeviceAbout   *about,
            unsigned                   signal)
{
  const SteadySignal *from = &about->driver->signals[signal];
  const char         *driver = about->driver->class->name;
  uint16_t            before;
  const bool          had =
      steady_site_overlay_get (self->overlay, driver, about->port, from->name, &before);

  if (request->act == STEADY_DEVICE_ACT_PLACE)
    {
      if (!fits (from, request->channel) ||
          (request->channel != STEADY_CHANNEL_NONE &&
           is_taken (self, about->driver, signal, request->channel)))
        return STEADY_REFUSAL_PLACE;
      steady_site_overlay_set (
          self->overlay, driver, about->port, from->name, request->channel);
    }
  else
    steady_site_overlay_forget (self->overlay, driver, about->port, from->name);
  if (steady_site_overlay_save (self->overlay, NULL))
    return STEADY_REFUSAL_NONE;
  if (had)
    steady_site_overlay_set (self->overlay, driver, about->port, from->name, before);
  else
    steady_site_overlay_forget (self->overlay, driver, about->port, from->name);
  return STEADY_REFUSAL_FILE;
}

static SteadyRefusal
place (SteadyDeviceDesk *self, SteadyDeviceOrder *order, const char *operator_name)
{
  const SteadyDeviceRequest *request = &order->request;
  SteadyDevice              *device = find_device (self, request->device);
  SteadyDeviceAbout          about;

  if (device == NULL || self->overlay == NULL || !steady_device_about (device, &about))
    return STEADY_REFUSAL_NO_SUCH_DEVICE;
  const int signal = steady_driver_signal (about.driver, request->signal);
  if (signal < 0)
    return STEADY_REFUSAL_NO_SUCH_DEVICE;
  const SteadyRefusal refusal = keep_place (self, request, &about, (unsigned) signal);
  if (refusal != STEADY_REFUSAL_NONE)
    return refusal;
  const uint16_t           channel = request->act == STEADY_DEVICE_ACT_PLACE
                                         ? request->channel
                                         : about.placement->channel_of[signal];
  const SteadyChannelInfo *info = steady_channel_info ((SteadyChannel) channel);
  order->event = STEADY_EVENT_PLACED;
  order->value = channel;
  g_snprintf (order->text,
              sizeof order->text,
              "%u %s %s: %s from the next start, by %s",
              device->number,
              device->name,
              request->signal,
              request->act == STEADY_DEVICE_ACT_PLACE_BACK ? "as the site says"
              : info != NULL                               ? info->name
                                                           : "not used",
              operator_name);
  return STEADY_REFUSAL_NONE;
}

/* A new file in the user's folder of tapes, named by device and time. */
static char *
tape_file (const SteadyDevice *device)
{
  g_autofree char *folder = steady_paths_user_data ("tapes");
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_utc (steady_clock_utc_ns () / STEADY_NSEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *name =
      g_strdup_printf ("%s-%u-%s.tape", device->name, device->number, stamp);

  g_mkdir_with_parents (folder, 0700);
  return g_build_filename (folder, name, NULL);
}

static SteadyRefusal
tape (SteadyDeviceDesk *self, SteadyDeviceOrder *order, const char *operator_name)
{
  SteadyDevice     *device = find_device (self, order->request.device);
  const bool        begin = order->request.value > 0.5;
  g_autofree char  *file = NULL;
  SteadyDeviceAbout about;

  if (device == NULL || !steady_device_about (device, &about))
    return STEADY_REFUSAL_NO_SUCH_DEVICE;
  file = begin ? tape_file (device) : NULL;
  if (!steady_device_tape (device, file, NULL))
    return STEADY_REFUSAL_FILE;
  order->event = STEADY_EVENT_TAPE;
  order->value = begin;
  g_snprintf (order->text,
              sizeof order->text,
              "%u %s: %s by %s",
              device->number,
              device->name,
              begin ? file : "tape ended",
              operator_name);
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
look (SteadyDeviceDesk *self, SteadyDeviceOrder *order, const char *operator_name)
{
  const bool ask = order->request.value > 0.5;

  if (self->discovery == NULL)
    return STEADY_REFUSAL_MODE;
  steady_discovery_look (self->discovery, ask);
  order->event = STEADY_EVENT_DEVICE_FOUND;
  order->value = 1;
  g_snprintf (order->text,
              sizeof order->text,
              "ports %s by %s",
              ask ? "listened to and asked" : "listened to",
              operator_name);
  return STEADY_REFUSAL_NONE;
}

/*
 * Does what of a request is not the tick's, and fills @order, which goes to the tick:
 * to be judged there, or to be written down. The tick alone answers, also what was
 * refused here.
 * @operator_name is who is signed in, or "".
 *
 * Thread: I/O; touches files.
 */
void
steady_device_desk_request (SteadyDeviceDesk          *self,
                            const SteadyDeviceRequest *request,
                            SteadyRequest             *order,
                            const char                *operator_name)
{
  const SteadyDeviceAct act = (SteadyDeviceAct) request->act;
  SteadyRefusal         refusal = STEADY_REFUSAL_NONE;

  order->device = (SteadyDeviceOrder){ .request = *request };
  order->device.request.signal[sizeof request->signal - 1] = '\0';
  const SteadySpan age = steady_clock_now () - request->issued;
  if (order->in_control == 0 || operator_name[0] == '\0' ||
      self->engine->mode == STEADY_MODE_REVIEW || age > STEADY_NSEC_PER_SEC ||
      age < -STEADY_NSEC_PER_SEC)
    return; /* the tick finds the same, and says so */
  if (act == STEADY_DEVICE_ACT_PLACE || act == STEADY_DEVICE_ACT_PLACE_BACK)
    refusal = place (self, &order->device, operator_name);
  else if (act == STEADY_DEVICE_ACT_TAPE)
    refusal = tape (self, &order->device, operator_name);
  else if (act == STEADY_DEVICE_ACT_LOOK)
    refusal = look (self, &order->device, operator_name);
  order->device.refusal = refusal;
}

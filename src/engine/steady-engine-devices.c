/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/steady-engine-desk.h"

/* A proposal older than this is refused: the person may have given it up. */
#define EXPIRY STEADY_NSEC_PER_SEC
/* Clients are told of devices so often, and at changes. */
#define PERIOD STEADY_NSEC_PER_SEC
/* Blood that moves as much is a running pump, L/min. [GK] */
#define STILL_FLOW 0.02

static SteadyLinkState
link_of (const SteadyDevice *device)
{
  return device->class->link != NULL ? device->class->link (device) : STEADY_LINK_UP;
}

static const char *
operator_of (const SteadyEngine *self)
{
  return self->desk.operator_name[0] != '\0' ? self->desk.operator_name
                                             : "nobody signed in";
}

static SteadyDevice *
find_device (const SteadyEngine *self, unsigned number)
{
  return number >= 1 && number <= self->n_devices ? self->devices[number - 1] : NULL;
}

static void
log_device (SteadyEngine       *self,
            SteadyEvent         event,
            double              value,
            const SteadyDevice *device,
            const char         *what)
{
  char text[STEADY_EVENT_TEXT_SIZE];
  g_snprintf (text, sizeof text, "%u %s: %s", device->number, device->name, what);
  steady_engine_event (self, event, value, text);
}

static SteadyRefusal
zero (SteadyEngine *self, const SteadyDeviceRequest *request)
{
  const int line = steady_zero_line (request->channel);
  char      text[STEADY_EVENT_TEXT_SIZE];

  if (line < 0)
    return STEADY_REFUSAL_NO_SUCH_DEVICE;
  if (request->act == STEADY_DEVICE_ACT_ZERO_BACK)
    self->zero.offset[line] = 0;
  else
    {
      const SteadyRefusal refusal = steady_zero_set (
          &self->zero, (unsigned) line, request->value, self->moment.now);
      if (refusal != STEADY_REFUSAL_NONE)
        return refusal;
    }
  g_snprintf (text,
              sizeof text,
              "%s: %.1f mmHg taken off by %s",
              steady_channel_info (steady_zero_channel ((unsigned) line))->name,
              self->zero.offset[line],
              operator_of (self));
  steady_engine_event (self, STEADY_EVENT_ZEROED, self->zero.offset[line], text);
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
arm (SteadyEngine *self, const SteadyDeviceRequest *request)
{
  const SteadyDevice *device = find_device (self, request->device);
  const bool          wanted = request->value > 0.5;
  char                text[STEADY_EVENT_TEXT_SIZE];

  if (device == NULL)
    return STEADY_REFUSAL_NO_SUCH_DEVICE;
  const SteadyRefusal refusal =
      wanted ? steady_gate_arm (&self->gate, device) : STEADY_REFUSAL_NONE;
  if (refusal != STEADY_REFUSAL_NONE)
    return refusal;
  if (!wanted && !steady_gate_disarm (&self->gate, device))
    return STEADY_REFUSAL_NONE;
  g_snprintf (
      text, sizeof text, "%s by %s", wanted ? "armed" : "disarmed", operator_of (self));
  log_device (self, STEADY_EVENT_ARMED, wanted, device, text);
  return STEADY_REFUSAL_NONE;
}

/* Monitoring is away for about a second: never while blood is moved. */
static SteadyRefusal
begin_anew (SteadyEngine *self)
{
  double flow, state;

  if (self->mode != STEADY_MODE_LIVE || !self->watch.supervised || self->writer == NULL)
    return STEADY_REFUSAL_MODE;
  if (steady_phase_on_bypass (&self->phase) ||
      (steady_value_table_value (&self->values, STEADY_CHANNEL_PATIENT_FLOW, &flow) &&
       fabs (flow) > STILL_FLOW) ||
      (steady_value_table_value (&self->values, STEADY_CHANNEL_ARTERIAL_PUMP, &state) &&
       lround (state) == STEADY_PUMP_RUNNING))
    return STEADY_REFUSAL_BUSY;
  self->restart = true;
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
judge (const SteadyEngine *self, const SteadyDeviceRequest *request, bool in_control)
{
  const SteadySpan age = self->moment.real - request->issued;
  const bool disarms = request->act == STEADY_DEVICE_ACT_ARM && request->value < 0.5;

  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (!in_control)
    return STEADY_REFUSAL_NOT_IN_CONTROL;
  if (age > EXPIRY || age < -EXPIRY)
    return STEADY_REFUSAL_EXPIRED;
  if (!isfinite (request->value))
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  if (!disarms && self->desk.operator_name[0] == '\0')
    return STEADY_REFUSAL_NO_OPERATOR;
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
carry_out (SteadyEngine *self, const SteadyDeviceRequest *request)
{
  switch ((SteadyDeviceAct) request->act)
    {
    case STEADY_DEVICE_ACT_ZERO:
    case STEADY_DEVICE_ACT_ZERO_BACK:
      return zero (self, request);
    case STEADY_DEVICE_ACT_ARM:
      return arm (self, request);
    case STEADY_DEVICE_ACT_RESTART:
      return begin_anew (self);
    case STEADY_DEVICE_ACT_PLACE:
    case STEADY_DEVICE_ACT_PLACE_BACK:
    case STEADY_DEVICE_ACT_TAPE:
    case STEADY_DEVICE_ACT_LOOK: /* done by the I/O thread, or refused */
    default:
      return STEADY_REFUSAL_NO_SUCH_DEVICE;
    }
}

static void
answer (SteadyEngine *self, const SteadyDeviceRequest *request, SteadyRefusal refusal)
{
  const int                line = steady_zero_line (request->channel);
  const SteadyDeviceAnswer told = { .id = request->id,
                                    .value = line >= 0 ? self->zero.offset[line] : 0,
                                    .act = request->act,
                                    .status = refusal == STEADY_REFUSAL_NONE
                                                  ? STEADY_ANSWER_CONFIRMED
                                                  : STEADY_ANSWER_REFUSED,
                                    .refusal = (uint16_t) refusal,
                                    .device = request->device,
                                    .channel = request->channel };
  steady_outlet_put (&self->outlet,
                     STEADY_FRAME_DEVICE_ANSWER,
                     self->moment.now,
                     1,
                     &told,
                     sizeof told);
}

/*
 * Writes down what the I/O thread did, or judges what a person proposes, and answers.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_take_device (SteadyEngine            *self,
                           const SteadyDeviceOrder *order,
                           bool                     in_control)
{
  SteadyRefusal refusal = STEADY_REFUSAL_NONE;

  if (order->event != 0)
    steady_engine_event (self, (SteadyEvent) order->event, order->value, order->text);
  else
    {
      refusal = judge (self, &order->request, in_control);
      if (refusal == STEADY_REFUSAL_NONE)
        refusal = (SteadyRefusal) order->refusal;
      if (refusal == STEADY_REFUSAL_NONE)
        refusal = carry_out (self, &order->request);
    }
  if (order->request.act != 0)
    answer (self, &order->request, refusal);
  self->news_real = 0; /* what changed is told at once */
}

/* Loss disarms, before anything else can be asked of the device. */
static void
follow_device (SteadyEngine *self, unsigned index)
{
  const SteadyDevice   *device = self->devices[index];
  const SteadyLinkState link = link_of (device);
  const SteadyLinkState before = (SteadyLinkState) self->news.link[index];

  if (link == before)
    return;
  self->news.link[index] = (uint16_t) link;
  if (link != STEADY_LINK_UP && steady_gate_disarm (&self->gate, device))
    log_device (self, STEADY_EVENT_ARMED, 0, device, "disarmed: the link is lost");
  if (device->simulated || self->mode == STEADY_MODE_REVIEW)
    return;
  if (link == STEADY_LINK_LOST)
    log_device (self, STEADY_EVENT_DEVICE, link, device, "lost");
  else if (link == STEADY_LINK_UP)
    log_device (self,
                STEADY_EVENT_DEVICE,
                link,
                device,
                before == STEADY_LINK_LOST ? "back" : "attached");
}

/*
 * Follows the links of the devices. Once a second, and after changes, hands on how they
 * do, with zeros and arming.
 *
 * Thread: tick. Does not allocate or lock.
 */
void
steady_engine_follow_devices (SteadyEngine *self)
{
  SteadyDeviceNews *news = &self->news;

  for (unsigned i = 0; i < self->n_devices; i++)
    follow_device (self, i);
  if (self->moment.real - self->news_real < PERIOD)
    return;
  self->news_real = self->moment.real;
  news->n = self->n_devices;
  news->armed = self->gate.armed;
  memcpy (news->offset, self->zero.offset, sizeof news->offset);
  steady_outlet_put (
      &self->outlet, STEADY_INTERNAL_DEVICES, self->moment.now, 1, news, sizeof *news);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/radiometer/steady-radiometer.h"

#include <assert.h>
#include <string.h>

#include "device/radiometer/steady-astm-message.h"
#include "device/radiometer/steady-astm-session.h"

#define N_(text) text

/* A sender that stops in the middle has gone. */
#define PATIENCE (30 * STEADY_NSEC_PER_SEC)

enum
{
  VALUES,
  N_SIGNALS
};

static_assert (sizeof (SteadyAstmSession) <= STEADY_DRIVER_STATE_SIZE,
               "the state fits its place");

static SteadyAstmSession *
session_of (SteadyDriver *self)
{
  return (SteadyAstmSession *) (void *) self->state;
}

/* Whose sample it is nobody knows yet: it feeds nothing, it is shown to a person. */
static void
take_result (void *owner, const SteadyLaboratoryResult *result)
{
  SteadyDriver *self = owner;

  steady_driver_tell_result (self, result);
  steady_driver_tell (
      self, VALUES, session_of (self)->heard, result->n_values, STEADY_QUALITY_VALID);
  if (self->sink.identity != NULL)
    self->sink.identity (self->sink.owner, result->analyser);
}

static void
radiometer_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  SteadyAstmSession *session = session_of (self);
  uint8_t            answer;

  for (size_t i = 0; i < length; i++)
    switch (steady_astm_session_take (session, bytes[i], t, &answer))
      {
      case STEADY_ASTM_MORE:
        break;
      case STEADY_ASTM_ANSWER:
        self->frames++;
        steady_driver_send (self, &answer, 1);
        break;
      case STEADY_ASTM_FAULT:
        self->faults++;
        steady_driver_send (self, &answer, 1);
        break;
      case STEADY_ASTM_WHOLE:
        self->faults += !steady_astm_message_read (
            session->message, session->begun, take_result, self);
        break;
      }
}

static void
radiometer_start (SteadyDriver *self, SteadyInstant now)
{
  memset (session_of (self), 0, sizeof (SteadyAstmSession));
}

static SteadyInstant
radiometer_tick (SteadyDriver *self, SteadyInstant now)
{
  SteadyAstmSession *session = session_of (self);

  if (session->open && now - session->heard >= PATIENCE)
    {
      session->open = false;
      self->faults++;
    }
  return now + STEADY_NSEC_PER_SEC;
}

static SteadyProbe
radiometer_probe (const uint8_t *bytes, size_t length)
{
  /* it waits to be told that somebody listens, which listening does not do */
  static const char head[] = "H|\\^&|";

  for (size_t i = 0; i + sizeof head - 1 <= length; i++)
    if (memcmp (bytes + i, head, sizeof head - 1) == 0)
      return STEADY_PROBE_YES;
  return length > STEADY_ASTM_FRAME ? STEADY_PROBE_NO : STEADY_PROBE_MORE;
}

static const SteadySignal signals[N_SIGNALS] = {
  [VALUES] = { .name = "values",
               .label = N_ ("Values of a sample"),
               .unit = "",
               .channel = STEADY_CHANNEL_NONE,
               .kind = STEADY_CHANNEL_KIND_NUMERIC,
               .high = STEADY_LABORATORY_VALUES },
};

/* How its line is set is not in the sheet: the site says it. */
static const char *const radiometer_stages[] = {
  "idle", "between frames", "in a frame", NULL
};

static unsigned
radiometer_stage (const SteadyDriver *self)
{
  const SteadyAstmSession *session =
      (const SteadyAstmSession *) (const void *) self->state;

  if (!session->open)
    return 0;
  return session->in_frame ? 2 : 1;
}

const SteadyDriverClass steady_radiometer_class = {
  .name = "radiometer",
  .title = N_ ("Radiometer blood gas analysers (ASTM)"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_TCP,
  .line = { .baud = 0, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .quiet = 0,
  .signals = signals,
  .n_signals = N_SIGNALS,
  .probe = radiometer_probe,
  .start = radiometer_start,
  .rx = radiometer_rx,
  .tick = radiometer_tick,
  .stages = radiometer_stages,
  .stage = radiometer_stage,
};

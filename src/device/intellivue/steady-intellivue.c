/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/intellivue/steady-intellivue.h"

#include <assert.h>
#include <string.h>

#include "device/intellivue/steady-intellivue-frame.h"
#include "device/intellivue/steady-intellivue-message.h"

#define N_(text) text

#define ASSOCIATE_AGAIN (10 * STEADY_NSEC_PER_SEC)
#define ALIVE_AGAIN     (5 * STEADY_NSEC_PER_SEC)
#define SILENT          (8 * STEADY_NSEC_PER_SEC)
#define POLL_AGAIN      (9 * STEADY_NSEC_PER_MIN) /* the wish holds for ten */

typedef enum Phase
{
  PHASE_ASKING, /* for an association */
  PHASE_ACCEPTED,
  PHASE_POLLING
} Phase;

typedef struct State
{
  SteadyIntellivueFrame frame;
  SteadyInstant         t; /* when the message's first byte came */
  Phase                 phase;
  SteadyInstant         asked; /* for the association, or for numbers */
  SteadyInstant         alive; /* when the monitor was asked who it is */
  SteadyInstant         heard;
  uint16_t              number; /* of the last request */
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

typedef struct Site
{
  bool datagrams;
} Site;

/* The numbers that are told, by the monitor's identifiers (SCADA partition), in the
 * unit that each must have. */
typedef struct Known
{
  uint16_t id;
  uint16_t unit;
} Known;

enum
{
  UNIT_MMHG = 0x0f20,
  UNIT_CELSIUS = 0x17a0,
  UNIT_PERCENT = 0x0220,
  UNIT_PER_MINUTE = 0x0aa0
};

enum
{
  ART_SYSTOLIC,
  ART_DIASTOLIC,
  ART_MEAN,
  ABP_SYSTOLIC,
  ABP_DIASTOLIC,
  ABP_MEAN,
  CVP_MEAN,
  PA_MEAN,
  LAP_MEAN,
  UAP_MEAN,
  HEART_RATE,
  PULSE_RATE,
  SPO2,
  T_NASO,
  T_ESO,
  T_CORE,
  T_RECT,
  T_ARTERIAL,
  T_VENOUS,
  N_SIGNALS
};

static const Known known[N_SIGNALS] = {
  [ART_SYSTOLIC] = { 0x4a11, UNIT_MMHG },
  [ART_DIASTOLIC] = { 0x4a12, UNIT_MMHG },
  [ART_MEAN] = { 0x4a13, UNIT_MMHG },
  [ABP_SYSTOLIC] = { 0x4a15, UNIT_MMHG },
  [ABP_DIASTOLIC] = { 0x4a16, UNIT_MMHG },
  [ABP_MEAN] = { 0x4a17, UNIT_MMHG },
  [CVP_MEAN] = { 0x4a47, UNIT_MMHG },
  [PA_MEAN] = { 0x4a1f, UNIT_MMHG },
  [LAP_MEAN] = { 0x4a33, UNIT_MMHG },
  [UAP_MEAN] = { 0x4a2b, UNIT_MMHG },
  [HEART_RATE] = { 0x4182, UNIT_PER_MINUTE },
  [PULSE_RATE] = { 0x480a, UNIT_PER_MINUTE },
  [SPO2] = { 0x4bb8, UNIT_PERCENT },
  [T_NASO] = { 0x4b6c, UNIT_CELSIUS },
  [T_ESO] = { 0x4b64, UNIT_CELSIUS },
  [T_CORE] = { 0x4b60, UNIT_CELSIUS },
  [T_RECT] = { 0xe004, UNIT_CELSIUS },
  [T_ARTERIAL] = { 0x4b50, UNIT_CELSIUS },
  [T_VENOUS] = { 0x4b7c, UNIT_CELSIUS },
};

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

static void
send_message (SteadyDriver *self, const uint8_t *message, size_t length)
{
  const Site *site = self->own;
  uint8_t     frame[STEADY_DRIVER_MESSAGE];

  if (site->datagrams)
    steady_driver_send (self, message, length);
  else
    steady_driver_send (
        self, frame, steady_intellivue_frame_make (message, length, frame));
}

/* A number in another unit than its place's is no number of ours: it is doubted away.
 */
static void
tell_number (void *owner, const SteadyIntellivueNumber *number)
{
  SteadyDriver *self = owner;

  for (unsigned i = 0; i < N_SIGNALS; i++)
    {
      if (known[i].id != number->id)
        continue;
      SteadyQuality quality = STEADY_QUALITY_SENSOR_OFF;
      if (number->valid)
        quality = number->unit == known[i].unit ? STEADY_QUALITY_VALID
                                                : STEADY_QUALITY_IMPLAUSIBLE;
      steady_driver_tell (self, i, state_of (self)->t, number->value, quality);
    }
}

static void
ask_association (SteadyDriver *self, State *state, SteadyInstant now)
{
  uint8_t message[256];

  state->phase = PHASE_ASKING;
  state->asked = now;
  send_message (self, message, steady_intellivue_associate (message));
}

static void
ask_numbers (SteadyDriver *self, State *state, SteadyInstant now)
{
  uint8_t message[64];

  state->asked = now;
  send_message (self, message, steady_intellivue_poll (++state->number, message));
}

static void
take_message (SteadyDriver *self, State *state, const uint8_t *message, size_t length)
{
  uint8_t answer[64];

  state->heard = state->t;
  self->frames++;
  switch (steady_intellivue_kind (message, length))
    {
    case STEADY_INTELLIVUE_ACCEPTED:
      state->phase = PHASE_ACCEPTED;
      break;
    case STEADY_INTELLIVUE_CREATED:
      send_message (self, answer, steady_intellivue_created (message, answer));
      ask_numbers (self, state, state->t);
      state->phase = PHASE_POLLING;
      break;
    case STEADY_INTELLIVUE_POLLED:
      state->phase = PHASE_POLLING;
      self->faults += !steady_intellivue_numbers (message, length, tell_number, self);
      break;
    case STEADY_INTELLIVUE_REFUSED:
    case STEADY_INTELLIVUE_ENDED:
      state->phase = PHASE_ASKING; /* and again after a while */
      break;
    case STEADY_INTELLIVUE_OTHER:
      break;
    }
}

static void
intellivue_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  const Site    *site = self->own;
  State         *state = state_of (self);
  const uint8_t *message;
  size_t         n;

  if (site->datagrams)
    {
      state->t = t;
      take_message (self, state, bytes, length);
      return;
    }
  for (size_t i = 0; i < length; i++)
    {
      if (state->frame.length == 0)
        state->t = t;
      const SteadyIntellivueResult result =
          steady_intellivue_frame_take (&state->frame, bytes[i], &message, &n);
      if (result == STEADY_INTELLIVUE_WHOLE)
        take_message (self, state, message, n);
      else if (result == STEADY_INTELLIVUE_FAULT)
        self->faults++;
    }
}

static void
intellivue_start (SteadyDriver *self, SteadyInstant now)
{
  State *state = state_of (self);

  memset (state, 0, sizeof *state);
  state->asked = now - ASSOCIATE_AGAIN;
  state->alive = now;
  state->heard = now;
}

static SteadyInstant
intellivue_tick (SteadyDriver *self, SteadyInstant now)
{
  State  *state = state_of (self);
  uint8_t message[64];

  const bool waits = state->phase == PHASE_ASKING || state->phase == PHASE_ACCEPTED;
  if (waits && now - state->asked >= ASSOCIATE_AGAIN)
    ask_association (self, state, now);
  else if (state->phase == PHASE_POLLING && now - state->heard >= SILENT)
    ask_association (self, state, now); /* it was restarted, or the cable was out */
  else if (state->phase == PHASE_POLLING && now - state->asked >= POLL_AGAIN)
    ask_numbers (self, state, now);
  if (state->phase == PHASE_POLLING && now - state->alive >= ALIVE_AGAIN)
    {
      state->alive = now;
      send_message (self, message, steady_intellivue_alive (++state->number, message));
    }
  return now + STEADY_NSEC_PER_SEC;
}

static void
intellivue_stop (SteadyDriver *self, SteadyInstant now)
{
  uint8_t message[64];

  if (state_of (self)->phase == PHASE_POLLING)
    send_message (self, message, steady_intellivue_release (message));
}

static bool
intellivue_configure (SteadyDriver               *self,
                      const SteadyDriverSettings *settings,
                      GError                    **error)
{
  static const char *const none[] = { NULL };

  if (!steady_driver_settings_only (settings, none, error))
    return false;
  Site *site = g_new0 (Site, 1);
  site->datagrams = settings != NULL && settings->link == STEADY_DRIVER_UDP;
  self->own = site;
  return true;
}

static void
intellivue_finish (SteadyDriver *self)
{
  g_free (self->own);
}

static SteadyProbe
intellivue_probe (const uint8_t *bytes, size_t length)
{
  SteadyIntellivueFrame frame = { .length = 0 };
  const uint8_t        *message;
  size_t                n;

  for (size_t i = 0; i < length; i++)
    if (steady_intellivue_frame_take (&frame, bytes[i], &message, &n) ==
        STEADY_INTELLIVUE_WHOLE)
      return STEADY_PROBE_YES;
  return length > STEADY_INTELLIVUE_FRAME ? STEADY_PROBE_NO : STEADY_PROBE_MORE;
}

#define SIGNAL(index, text, words, dimension, place, least, most) \
  [index] = { .name = text,                                       \
              .label = words,                                     \
              .unit = dimension,                                  \
              .channel = place,                                   \
              .kind = STEADY_CHANNEL_KIND_NUMERIC,                \
              .decimals = 1,                                      \
              .low = least,                                       \
              .high = most,                                       \
              .period = STEADY_NSEC_PER_SEC,                      \
              .stale = 3 * STEADY_NSEC_PER_SEC }
#define PRESSURE(index, text, words, place) \
  SIGNAL (index, text, words, "mmHg", place, -100, 400)
#define TEMPERATURE(index, text, words, place) \
  SIGNAL (index, text, words, "°C", place, 0, 50)
#define NONE STEADY_CHANNEL_NONE

static const SteadySignal signals[N_SIGNALS] = {
  /* clang-format off */
  PRESSURE (ART_SYSTOLIC, "art_systolic", N_ ("Pressure ART"), NONE),
  PRESSURE (ART_DIASTOLIC, "art_diastolic", N_ ("Pressure ART"), NONE),
  PRESSURE (ART_MEAN, "art_mean", N_ ("Pressure ART"), NONE),
  PRESSURE (ABP_SYSTOLIC, "abp_systolic", N_ ("Pressure ABP"), STEADY_CHANNEL_ARTERIAL_SYSTOLIC),
  PRESSURE (ABP_DIASTOLIC, "abp_diastolic", N_ ("Pressure ABP"), STEADY_CHANNEL_ARTERIAL_DIASTOLIC),
  PRESSURE (ABP_MEAN, "abp_mean", N_ ("Pressure ABP"), STEADY_CHANNEL_ARTERIAL_MEAN),
  PRESSURE (CVP_MEAN, "cvp_mean", N_ ("Pressure CVP"), STEADY_CHANNEL_CENTRAL_VENOUS_MEAN),
  PRESSURE (PA_MEAN, "pa_mean", N_ ("Pressure PA"), NONE),
  PRESSURE (LAP_MEAN, "lap_mean", N_ ("Pressure LAP"), NONE),
  PRESSURE (UAP_MEAN, "uap_mean", N_ ("Pressure UAP"), NONE),
  SIGNAL (HEART_RATE, "heart_rate", N_ ("Heart rate"), "/min", STEADY_CHANNEL_HEART_RATE, 0, 350),
  SIGNAL (PULSE_RATE, "pulse_rate", N_ ("Pulse rate"), "/min", STEADY_CHANNEL_PULSE_RATE, 0, 350),
  SIGNAL (SPO2, "spo2", N_ ("SpO2"), "%", NONE, 0, 100),
  TEMPERATURE (T_NASO, "t_naso", N_ ("Nasopharyngeal temperature"), STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE),
  TEMPERATURE (T_ESO, "t_eso", N_ ("Oesophageal temperature"), NONE),
  TEMPERATURE (T_CORE, "t_core", N_ ("Core temperature"), NONE),
  TEMPERATURE (T_RECT, "t_rect", N_ ("Rectal temperature"), STEADY_CHANNEL_RECTAL_TEMPERATURE),
  TEMPERATURE (T_ARTERIAL, "t_arterial", N_ ("Temperature of arterial blood"), NONE),
  TEMPERATURE (T_VENOUS, "t_venous", N_ ("Temperature of venous blood"), NONE),
  /* clang-format on */
};

const SteadyDriverClass steady_intellivue_class = {
  .name = "intellivue",
  .title = N_ ("Philips IntelliVue monitors"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_UDP,
  .line = { .baud = 115200, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .port = 24105,
  .quiet = 3 * STEADY_NSEC_PER_SEC,
  .signals = signals,
  .n_signals = N_SIGNALS,
  .probe = intellivue_probe,
  .configure = intellivue_configure,
  .start = intellivue_start,
  .rx = intellivue_rx,
  .tick = intellivue_tick,
  .stop = intellivue_stop,
  .finish = intellivue_finish,
};

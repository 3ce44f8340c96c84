/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/intellivue/steady-intellivue.h"

#include <assert.h>
#include <string.h>

#include "device/intellivue/steady-intellivue-announcement.h"
#include "device/intellivue/steady-intellivue-curves.h"
#include "device/intellivue/steady-intellivue-frame.h"
#include "device/intellivue/steady-intellivue-message.h"
#include "device/steady-wave-clock.h"

#define N_(text) text

#define ASSOCIATE_AGAIN (10 * STEADY_NSEC_PER_SEC)
#define ALIVE_AGAIN     (5 * STEADY_NSEC_PER_SEC)
#define SILENT          (8 * STEADY_NSEC_PER_SEC)
#define POLL_AGAIN      (9 * STEADY_NSEC_PER_MIN) /* the wish holds for ten */
#define CURVES_SILENT   (3 * STEADY_NSEC_PER_SEC)

typedef enum Phase
{
  PHASE_ASKING, /* for an association */
  PHASE_ACCEPTED,
  PHASE_POLLING
} Phase;

enum
{
  WAVE_KINDS = 6
};

typedef struct State
{
  SteadyIntellivueFrame  frame;
  SteadyIntellivueCurves curves;
  SteadyWaveClock        clocks[WAVE_KINDS];
  SteadyInstant          curves_asked;
  SteadyInstant          curves_came; /* or asked */
  bool                   lacking;     /* a curve came whose scale was lost */
  SteadyInstant          t;           /* when the message's first byte came */
  Phase                  phase;
  SteadyInstant          asked; /* for the association, or for numbers */
  SteadyInstant          alive; /* when the monitor was asked who it is */
  SteadyInstant          heard;
  uint16_t               number; /* of the last request */
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

typedef struct Site
{
  bool          datagrams;
  bool          waves;
  unsigned      n_signals;
  SteadySignal *signals;
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
  UNIT_PER_MINUTE = 0x0aa0,
  UNIT_MILLIVOLT = 0x10b2,
  UNIT_NONE = 0
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
  N_NUMERICS,
  ECG_WAVE = N_NUMERICS,
  ART_WAVE,
  ABP_WAVE,
  CVP_WAVE,
  PA_WAVE,
  PLETH_WAVE,
  N_SIGNALS
};

static_assert ((int) N_SIGNALS - (int) N_NUMERICS == (int) WAVE_KINDS,
               "a clock for each wave");
static_assert ((int) WAVE_KINDS <= (int) STEADY_INTELLIVUE_CHOSEN,
               "they can be chosen");

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
  [ECG_WAVE] = { 0x0102, UNIT_MILLIVOLT }, /* lead II */
  [ART_WAVE] = { 0x4a10, UNIT_MMHG },
  [ABP_WAVE] = { 0x4a14, UNIT_MMHG },
  [CVP_WAVE] = { 0x4a44, UNIT_MMHG },
  [PA_WAVE] = { 0x4a1c, UNIT_MMHG },
  [PLETH_WAVE] = { 0x4bb4, UNIT_NONE },
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

  for (unsigned i = 0; i < N_NUMERICS; i++)
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

static bool
is_described (const SteadyIntellivueScale *scale)
{
  return scale->significant != 0 && scale->has_scale && scale->period != 0;
}

/* A piece of a curve without its scale, in another unit or at another rate than its
 * signal's is none of ours. */
static bool
is_understood (const SteadySignal          *signal,
               const Known                 *about,
               const SteadyIntellivueCurve *curve)
{
  const SteadyIntellivueScale *scale = curve->scale;

  if (!is_described (scale) || scale->period != (uint32_t) (8000 / signal->rate_hz))
    return false;
  return about->unit == UNIT_NONE ||
         (scale->has_range && scale->has_unit && scale->unit == about->unit);
}

static void
tell_curve (void *owner, const SteadyIntellivueCurve *curve)
{
  SteadyDriver *self = owner;
  State        *state = state_of (self);
  SteadySpan    spacing;
  unsigned      i = ECG_WAVE;

  state->curves_came = state->t;
  while (i < N_SIGNALS && known[i].id != curve->id)
    i++;
  if (i == N_SIGNALS)
    return;
  if (!is_understood (&self->signals[i], &known[i], curve))
    {
      self->faults++;
      state->lacking = state->lacking || !is_described (curve->scale);
      return;
    }
  const SteadyInstant first = steady_wave_clock_packet (
      &state->clocks[i - ECG_WAVE], state->t, curve->n, &spacing);
  for (unsigned k = 0; k < curve->n; k++)
    steady_driver_tell (self,
                        i,
                        first + (SteadySpan) k * spacing,
                        curve->valid ? steady_intellivue_curve_at (curve, k) : 0,
                        curve->valid ? STEADY_QUALITY_VALID
                                     : STEADY_QUALITY_SENSOR_OFF);
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
  send_message (
      self,
      message,
      steady_intellivue_poll (++state->number, STEADY_INTELLIVUE_NUMERICS, message));
}

/* Which curves, then for them. */
static void
ask_curves (SteadyDriver *self, State *state, SteadyInstant now)
{
  uint16_t chosen[WAVE_KINDS];
  uint8_t  message[128];

  for (unsigned i = 0; i < WAVE_KINDS; i++)
    chosen[i] = known[ECG_WAVE + i].id;
  state->curves_asked = state->curves_came = now;
  state->lacking = false;
  send_message (
      self,
      message,
      steady_intellivue_choose (++state->number, chosen, WAVE_KINDS, message));
  send_message (
      self,
      message,
      steady_intellivue_poll (++state->number, STEADY_INTELLIVUE_CURVES, message));
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
      state->curves = (SteadyIntellivueCurves){ .n = 0 };
      ask_numbers (self, state, state->t);
      if (((const Site *) self->own)->waves)
        ask_curves (self, state, state->t);
      state->phase = PHASE_POLLING;
      break;
    case STEADY_INTELLIVUE_POLLED:
      state->phase = PHASE_POLLING;
      self->faults += !steady_intellivue_numbers (message, length, tell_number, self) ||
                      !steady_intellivue_curves_take (
                          &state->curves, message, length, tell_curve, self);
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
  State        *state = state_of (self);
  SteadyInstant last[WAVE_KINDS];

  for (unsigned i = 0; i < WAVE_KINDS; i++)
    last[i] = state->clocks[i].last;
  memset (state, 0, sizeof *state);
  for (unsigned i = 0; ECG_WAVE + i < self->n_signals; i++)
    steady_wave_clock_init (
        &state->clocks[i], self->signals[ECG_WAVE + i].rate_hz, last[i]);
  state->asked = now - ASSOCIATE_AGAIN;
  state->alive = now;
  state->heard = now;
}

static SteadyInstant
intellivue_tick (SteadyDriver *self, SteadyInstant now)
{
  State      *state = state_of (self);
  const Site *site = self->own;
  uint8_t     message[64];

  const bool waits = state->phase == PHASE_ASKING || state->phase == PHASE_ACCEPTED;
  if (waits && now - state->asked >= ASSOCIATE_AGAIN)
    ask_association (self, state, now);
  else if (state->phase == PHASE_POLLING && now - state->heard >= SILENT)
    ask_association (self, state, now); /* it was restarted, or the cable was out */
  else if (state->phase == PHASE_POLLING && now - state->asked >= POLL_AGAIN)
    ask_numbers (self, state, now);
  if (site->waves && state->phase == PHASE_POLLING &&
      (now - state->curves_came >= CURVES_SILENT ||
       (state->lacking && now - state->curves_asked >= CURVES_SILENT) ||
       now - state->curves_asked >= POLL_AGAIN))
    ask_curves (self, state, now);
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
  WAVE (ECG_WAVE, "ecg_wave", N_ ("ECG II"), "mV", STEADY_CHANNEL_ECG, 500, -20, 20),
  WAVE (ART_WAVE, "art_wave", N_ ("Pressure ART"), "mmHg", NONE, 125, -100, 400),
  WAVE (ABP_WAVE, "abp_wave", N_ ("Pressure ABP"), "mmHg", STEADY_CHANNEL_ARTERIAL_PRESSURE, 125, -100, 400),
  WAVE (CVP_WAVE, "cvp_wave", N_ ("Pressure CVP"), "mmHg", STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE, 125, -100, 400),
  WAVE (PA_WAVE, "pa_wave", N_ ("Pressure PA"), "mmHg", STEADY_CHANNEL_PULMONARY_PRESSURE, 125, -100, 400),
  WAVE (PLETH_WAVE, "pleth_wave", N_ ("Plethysmogram"), "", STEADY_CHANNEL_PLETHYSMOGRAM, 125, 0, 65535),
  /* clang-format on */
};

/* Where curves come, the engine makes the means itself. */
static void
place_waves (Site *site, double ecg_hz)
{
  static const unsigned derived[] = { ABP_SYSTOLIC, ABP_DIASTOLIC, ABP_MEAN, CVP_MEAN };

  for (unsigned i = 0; i < G_N_ELEMENTS (derived); i++)
    site->signals[derived[i]].channel = STEADY_CHANNEL_NONE;
  site->signals[ECG_WAVE].rate_hz = ecg_hz;
}

static bool
intellivue_configure (SteadyDriver               *self,
                      const SteadyDriverSettings *settings,
                      GError                    **error)
{
  static const char *const names[] = { "waves", "ecg_hz", NULL };
  const char *waves = steady_driver_settings_get (settings, "waves", "off");
  const char *ecg = steady_driver_settings_get (settings, "ecg_hz", "500");

  if (!steady_driver_settings_only (settings, names, error))
    return false;
  if ((strcmp (waves, "on") != 0 && strcmp (waves, "off") != 0) ||
      (strcmp (ecg, "500") != 0 && strcmp (ecg, "250") != 0))
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_SETTING,
                   "setting \"waves\" is on or off, and \"ecg_hz\" 500 or 250, not "
                   "\"%s\" and \"%s\"",
                   waves,
                   ecg);
      return false;
    }
  Site *site = g_new0 (Site, 1);
  site->datagrams = settings != NULL && settings->link == STEADY_DRIVER_UDP;
  site->waves = strcmp (waves, "on") == 0;
  site->signals = g_memdup2 (signals, sizeof signals);
  if (site->waves)
    place_waves (site, strcmp (ecg, "500") == 0 ? 500 : 250);
  self->own = site;
  self->signals = site->signals;
  self->n_signals = site->waves ? N_SIGNALS : N_NUMERICS;
  return true;
}

static void
intellivue_finish (SteadyDriver *self)
{
  Site *site = self->own;

  if (site == NULL)
    return;
  g_free (site->signals);
  g_free (site);
}

static const char *const intellivue_stages[] = { "asking for an association",
                                                 "accepted",
                                                 "polling",
                                                 "in a message while asking",
                                                 "in a message when accepted",
                                                 "in a message while polling",
                                                 NULL };

static unsigned
intellivue_stage (const SteadyDriver *self)
{
  const State *state = (const State *) (const void *) self->state;

  return state->phase + (state->frame.inside && state->frame.length > 0 ? 3 : 0);
}

const SteadyDriverClass steady_intellivue_class = {
  .name = "intellivue",
  .title = N_ ("Philips IntelliVue monitors"),
  .links = STEADY_DRIVER_SERIAL | STEADY_DRIVER_UDP,
  .line = { .baud = 115200, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .port = 24105,
  .announces = 24005,
  .announced = steady_intellivue_announced,
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
  .stages = intellivue_stages,
  .stage = intellivue_stage,
};

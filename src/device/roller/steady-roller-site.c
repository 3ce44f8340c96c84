/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/roller/steady-roller-site.h"

#include <string.h>

#define N_(text) text

enum
{
  SPEED_MOST = 600 /* rpm */
};

/* What a roller can do in a circuit, and the places its signals then feed. */
typedef struct Work
{
  const char *name;
  const char *flow_unit;
  double      flow_of_ml;
  uint16_t    places[STEADY_ROLLER_SIGNALS];
  uint16_t    start; /* control, or none */
  uint16_t    stop;
  uint16_t    set;
} Work;

#define NONE STEADY_CHANNEL_NONE

static const Work works[] = {
  { .name = "arterial",
    .flow_unit = "L/min",
    .flow_of_ml = 0.001,
    .places = { STEADY_CHANNEL_PUMP_SPEED,
                STEADY_CHANNEL_SET_PUMP_SPEED,
                STEADY_CHANNEL_ARTERIAL_PUMP,
                STEADY_CHANNEL_PUMP_FLOW,
                NONE },
    .start = STEADY_CONTROL_PUMP_START,
    .stop = STEADY_CONTROL_PUMP_STOP,
    .set = STEADY_CONTROL_PUMP_SPEED },
  { .name = "cardioplegia",
    .flow_unit = "mL/min",
    .flow_of_ml = 1,
    .places = { NONE,
                NONE,
                STEADY_CHANNEL_CARDIOPLEGIA_PUMP,
                STEADY_CHANNEL_CARDIOPLEGIA_FLOW,
                STEADY_CHANNEL_SET_CARDIOPLEGIA_FLOW },
    .stop = STEADY_CONTROL_CARDIOPLEGIA_STOP,
    .set = STEADY_CONTROL_CARDIOPLEGIA_FLOW },
  { .name = "vent",
    .flow_unit = "mL/min",
    .flow_of_ml = 1,
    .places = { STEADY_CHANNEL_VENT_SPEED, NONE, NONE, NONE, NONE } },
  { .name = "sucker_1",
    .flow_unit = "mL/min",
    .flow_of_ml = 1,
    .places = { STEADY_CHANNEL_SUCKER_1_SPEED, NONE, NONE, NONE, NONE } },
  { .name = "sucker_2",
    .flow_unit = "mL/min",
    .flow_of_ml = 1,
    .places = { STEADY_CHANNEL_SUCKER_2_SPEED, NONE, NONE, NONE, NONE } },
};

#define SIGNAL(index, text, words, dimension, sort, least, most) \
  [index] = { .name = text,                                      \
              .label = words,                                    \
              .unit = dimension,                                 \
              .kind = sort,                                      \
              .decimals = 1,                                     \
              .low = least,                                      \
              .high = most,                                      \
              .period = 200 * STEADY_NSEC_PER_MSEC,              \
              .stale = 1 * STEADY_NSEC_PER_SEC }

static const SteadySignal usual[STEADY_ROLLER_SIGNALS] = {
  SIGNAL (STEADY_ROLLER_SPEED,
          "speed",
          N_ ("Pump speed"),
          "rpm",
          STEADY_CHANNEL_KIND_NUMERIC,
          -SPEED_MOST,
          SPEED_MOST),
  SIGNAL (STEADY_ROLLER_SET_SPEED,
          "set_speed",
          N_ ("Pump speed, set"),
          "rpm",
          STEADY_CHANNEL_KIND_NUMERIC,
          -SPEED_MOST,
          SPEED_MOST),
  SIGNAL (STEADY_ROLLER_STATE,
          "state",
          N_ ("State of the pump"),
          "",
          STEADY_CHANNEL_KIND_STATE,
          0,
          STEADY_PUMP_UNKNOWN),
  SIGNAL (STEADY_ROLLER_FLOW,
          "flow",
          N_ ("Flow, calculated"),
          "",
          STEADY_CHANNEL_KIND_NUMERIC,
          -10000,
          10000),
  SIGNAL (STEADY_ROLLER_SET_FLOW,
          "set_flow",
          N_ ("Flow, set"),
          "",
          STEADY_CHANNEL_KIND_NUMERIC,
          -10000,
          10000),
};

static void
place_signals (SteadyRollerSite *site, const Work *work)
{
  memcpy (site->signals, usual, sizeof usual);
  for (unsigned i = 0; i < STEADY_ROLLER_SIGNALS; i++)
    site->signals[i].channel = work->places[i];
  site->signals[STEADY_ROLLER_FLOW].unit = work->flow_unit;
  site->signals[STEADY_ROLLER_SET_FLOW].unit = work->flow_unit;
  site->flow_of_turn = site->ml_per_turn * work->flow_of_ml;
  /* without its tubing a turn is no volume */
  site->n_signals = site->ml_per_turn > 0 ? STEADY_ROLLER_SIGNALS : STEADY_ROLLER_FLOW;
}

static void
add_switch (SteadyRollerSite *site, uint16_t control, const char *name)
{
  if (control == STEADY_CONTROL_NONE)
    return;
  site->controls[site->n_controls++] =
      (SteadyDriverControl){ .name = name,
                             .control = control,
                             .readback = STEADY_ROLLER_STATE,
                             .high = 1,
                             .step = 1,
                             .tolerance = 0.5,
                             .answer_time = 2 * STEADY_NSEC_PER_SEC };
}

/* It can always be stopped: a roller that stands closes its tube. How fast it may be
 * turned must be known before it can be commanded. */
static void
add_controls (SteadyRollerSite *site, const Work *work, double most_rpm)
{
  const double most = site->sets_flow ? most_rpm * site->flow_of_turn : most_rpm;

  add_switch (site, work->stop, "stop");
  if (work->set == STEADY_CONTROL_NONE || most <= 0)
    return;
  add_switch (site, work->start, "start");
  site->controls[site->n_controls++] = (SteadyDriverControl){
    .name = site->sets_flow ? "flow" : "speed",
    .control = work->set,
    .readback = site->sets_flow ? STEADY_ROLLER_SET_FLOW : STEADY_ROLLER_SET_SPEED,
    .low = most / 1000, /* nought is a stop, and asked for as one */
    .high = most,
    .step = most / 1000,
    .most_step = most / 4,  /* [GK] */
    .slew_per_s = most / 4, /* [GK] */
    .interval = 200 * STEADY_NSEC_PER_MSEC,
    .tolerance = most / 500,
    .answer_time = 1 * STEADY_NSEC_PER_SEC,
  };
}

static const Work *
find_work (const char *name, GError **error)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (works); i++)
    if (strcmp (works[i].name, name) == 0)
      return &works[i];
  g_set_error (error,
               STEADY_DRIVER_ERROR,
               STEADY_DRIVER_ERROR_SETTING,
               "setting \"serves\" is \"%s\"; give arterial, cardioplegia, vent, "
               "sucker_1 or sucker_2",
               name);
  return NULL;
}

static bool
read_numbers (SteadyRollerSite           *site,
              const SteadyDriverSettings *settings,
              double                     *ret_most_rpm,
              GError                    **error)
{
  double address;

  if (!steady_driver_settings_number (settings, "address", 1, 8, 1, &address, error) ||
      !steady_driver_settings_number (
          settings, "ml_per_turn", 0.001, 100, 0, &site->ml_per_turn, error) ||
      !steady_driver_settings_number (
          settings, "most_rpm", 1, SPEED_MOST, 0, ret_most_rpm, error))
    return false;
  site->address = (char) ('0' + (int) address);
  return true;
}

/*
 * What the settings say: "serves", "address", "forward", "ml_per_turn", "most_rpm".
 *
 * Thread: main.
 */
SteadyRollerSite *
steady_roller_site_new (const SteadyDriverSettings *settings, GError **error)
{
  static const char *const names[] = { "serves",      "address",  "forward",
                                       "ml_per_turn", "most_rpm", NULL };
  const char *forward = steady_driver_settings_get (settings, "forward", "cw");
  const Work *work =
      find_work (steady_driver_settings_get (settings, "serves", ""), error);
  double most_rpm;

  if (work == NULL || !steady_driver_settings_only (settings, names, error))
    return NULL;
  if (strcmp (forward, "cw") != 0 && strcmp (forward, "ccw") != 0)
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_SETTING,
                   "setting \"forward\" is \"%s\"; give cw or ccw, as the pump turns "
                   "when it moves the blood on",
                   forward);
      return NULL;
    }
  SteadyRollerSite *site = g_new0 (SteadyRollerSite, 1);
  site->backwards = strcmp (forward, "ccw") == 0;
  if (!read_numbers (site, settings, &most_rpm, error))
    {
      g_free (site);
      return NULL;
    }
  site->sets_flow = work->set == STEADY_CONTROL_CARDIOPLEGIA_FLOW;
  place_signals (site, work);
  add_controls (site, work, most_rpm);
  return site;
}

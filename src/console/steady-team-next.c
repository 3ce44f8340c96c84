/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-team-next.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-checklist-record.h"

/* Digits are read well at 22 minutes of arc, so 26 mm at 4 m (ISO 9241-303: 20 to 22).
 */
#define ARC_MINUTES 22.0
/* A monitor that tells no size counts as one of 24 inches and 1920 pixels. */
#define USUAL_PX_MM 3.6
/* Later than this is not "next". */
#define SOON_MIN 30.0
/* Where the plan says nothing [GK]. */
#define ACT_INTERVAL_MIN    30.0
#define PLEGIA_INTERVAL_MIN 20.0
#define RUN_MIN             360.0

/*
 * Height of a digit in pixels, so that it is read from @distance_m on a screen of
 * @px_per_mm, which may be 0 or less where nobody knows it.
 *
 * Source: visual angle, h = 2 d tan (a / 2). Thread: any.
 */
double
steady_team_numeral_px (double px_per_mm, double distance_m)
{
  const double angle = ARC_MINUTES / 60.0 * G_PI / 180.0;
  const double mm = 2 * distance_m * 1000 * tan (angle / 2);

  return ceil (mm * (px_per_mm > 0 ? px_per_mm : USUAL_PX_MM));
}

static void
add (SteadyTeamNext *next, unsigned *n, double minutes, const char *words)
{
  unsigned at = *n;

  if (!isfinite (minutes) || minutes > SOON_MIN)
    return;
  while (at > 0 && next[at - 1].minutes > minutes)
    at--;
  if (at == STEADY_TEAM_NEXT)
    return;
  for (unsigned i = MIN (*n, (unsigned) STEADY_TEAM_NEXT - 1); i > at; i--)
    next[i] = next[i - 1];
  next[at].minutes = minutes;
  g_strlcpy (next[at].words, words, sizeof next[at].words);
  *n = MIN (*n + 1, (unsigned) STEADY_TEAM_NEXT);
}

/* Minutes until @interval has passed since a time that @channel counts. */
static double
left_of (const SteadyConsoleState *state,
         SteadyChannel             channel,
         const char               *plan,
         double                    usual)
{
  const double interval =
      plan != NULL ? steady_console_config_plan (&state->config, plan) : (double) NAN;
  double age;

  if (!steady_value_table_value (&state->values, channel, &age))
    return (double) NAN;
  return (isnan (interval) ? usual : interval) - age;
}

static void
add_bypass (const SteadyConsoleState *state, SteadyTeamNext *next, unsigned *n)
{
  double   needs = 0;
  unsigned open = 0;
  char     words[96];

  if (!steady_value_table_value (&state->values, STEADY_CHANNEL_BYPASS_NEEDS, &needs))
    return;
  for (unsigned bit = 1; bit <= STEADY_NEED_ALL; bit <<= 1)
    open += ((unsigned) needs & bit & STEADY_NEED_ALL) != 0;
  if (open == 0)
    add (next, n, 0, _ ("Ready for bypass"));
  else
    {
      g_snprintf (words, sizeof words, _ ("Before bypass: %u things missing"), open);
      add (next, n, 0, words);
    }
}

/*
 * What comes next in this case, the soonest first, overdue things before all. Returns
 * how many there are.
 *
 * Thread: main. Only reads @state.
 */
unsigned
steady_team_next (const SteadyConsoleState *state,
                  SteadyInstant             real_now,
                  SteadyTeamNext            ret_next[STEADY_TEAM_NEXT])
{
  const uint32_t flags = state->heartbeat.support_flags;
  unsigned       n = 0;

  (void) real_now;
  add_bypass (state, ret_next, &n);
  add (ret_next,
       &n,
       left_of (state,
                STEADY_CHANNEL_CARDIOPLEGIA_AGE,
                "cardioplegia_interval_min",
                PLEGIA_INTERVAL_MIN),
       _ ("Cardioplegia"));
  add (ret_next,
       &n,
       left_of (state, STEADY_CHANNEL_ACT_AGE, "act_interval_min", ACT_INTERVAL_MIN),
       _ ("ACT"));
  add (ret_next,
       &n,
       left_of (state, STEADY_CHANNEL_GAS_AGE, NULL, ACT_INTERVAL_MIN),
       _ ("Blood gas"));
  add (ret_next,
       &n,
       left_of (state, STEADY_CHANNEL_BYPASS_TIME, NULL, RUN_MIN),
       _ ("Six hours on this circuit"));
  if ((flags & STEADY_FLAG_CIRCULATORY_ARREST) != 0)
    add (ret_next,
         &n,
         left_of (state, STEADY_CHANNEL_ARREST_TIME, NULL, 30),
         _ ("Arrest of 30 min"));
  return n;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-alarm-table-words.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-shown-unit.h"
#include "widgets/steady-source-words.h"
#include "widgets/steady-words.h"

/* Marks a number that a perfusionist has to look over. */
#define REVIEW "[GK]"

/* The title of a rule, or its id where it was not described. */
const char *
steady_alarm_table_title (const SteadyConsoleState *state, const char *id)
{
  const SteadyAlarmText *text = steady_console_config_alarm (&state->config, id);
  return text != NULL && text->title != NULL ? _ (text->title) : id;
}

/* Where a present alarm stands. */
const char *
steady_alarm_table_state (const SteadyAlarmRecord *record)
{
  switch ((SteadyAlarmState) record->state)
    {
    case STEADY_ALARM_ACTIVE:
      return record->sounding ? _ ("sounding") : _ ("sound paused");
    case STEADY_ALARM_ACKNOWLEDGED:
      return _ ("seen");
    case STEADY_ALARM_LATCHED:
      return record->sounding ? _ ("over, sounding, waits for reset")
                              : _ ("over, waits for reset");
    case STEADY_ALARM_PENDING:
    case STEADY_ALARM_INACTIVE:
    default:
      return "";
    }
}

/* What a stored record says has changed. */
const char *
steady_alarm_table_change (const SteadyAlarmRecord *record)
{
  switch ((SteadyAlarmState) record->state)
    {
    case STEADY_ALARM_ACTIVE:
      if (record->before == STEADY_ALARM_LATCHED)
        return _ ("back before its reset");
      return record->before == STEADY_ALARM_ACKNOWLEDGED ? _ ("sounding again")
                                                         : _ ("began");
    case STEADY_ALARM_ACKNOWLEDGED:
      return _ ("seen");
    case STEADY_ALARM_LATCHED:
      return _ ("over, waits for reset");
    case STEADY_ALARM_INACTIVE:
      return record->before == STEADY_ALARM_LATCHED ? _ ("reset") : _ ("over");
    case STEADY_ALARM_PENDING:
    default:
      return "";
    }
}

/* A limit is never rounded: half a turn a minute is not 0. */
static int
decimals_of (double value, int least)
{
  int decimals = least;
  while (decimals < 3 &&
         fabs (value * pow (10, decimals) - round (value * pow (10, decimals))) > 1e-6)
    decimals++;
  return decimals;
}

/* The value that tripped against the limit in force then; "" for states. */
char *
steady_alarm_table_value (const SteadyAlarmRecord *record)
{
  const SteadyChannelInfo *info = steady_channel_info (record->channel);
  char                     value[32], limit[32];
  if (!record->has_value || info == NULL || info->kind == STEADY_CHANNEL_KIND_STATE ||
      !isfinite (record->value) || !isfinite (record->limit))
    return g_strdup ("");
  const SteadyChannel   channel = (SteadyChannel) record->channel;
  const SteadyShownUnit shown = steady_shown_unit (channel);
  steady_words_number (
      record->value * shown.factor, shown.decimals, value, sizeof value);
  steady_words_number (record->limit * shown.factor,
                       steady_shown_unit_limit_decimals (channel, record->limit),
                       limit,
                       sizeof limit);
  return g_strdup_printf (_ ("%s %s, limit %s"), value, shown.unit, limit);
}

/* Whether the lines of @all have @id. */
static bool
names (const char *all, const char *id)
{
  const size_t length = strlen (id);
  for (const char *at = all; at != NULL; at = strchr (at, '\n'))
    {
      at += *at == '\n';
      if (strncmp (at, id, length) == 0 && (at[length] == '\n' || at[length] == '\0'))
        return true;
    }
  return false;
}

/* The present alarm about a lost sensor that @id depends on, or NULL. */
static const char *
lost_sensor (const SteadyConsoleState *state, const char *id)
{
  for (unsigned i = 0; i < state->n_present; i++)
    {
      const SteadyAlarmText *text =
          steady_console_config_alarm (&state->config, state->present[i].id);
      if (text != NULL && state->present[i].condition && names (text->protects, id))
        return state->present[i].id;
    }
  return NULL;
}

/* Whether it judges a share of a baseline that nobody has taken: the engine calls that
 * "not applicable", and the alarm could not come. */
static bool
has_no_baseline (const SteadyConsoleState *state, const SteadyAlarmText *text)
{
  const SteadyChannelInfo *info = steady_channel_info (text->judged_channel);
  return text->judged_channel != 0 && info != NULL &&
         g_str_has_suffix (info->name, "_of_baseline") &&
         !steady_sample_usable (
             steady_value_table_get (&state->values, text->judged_channel));
}

/* What the limit of @text is a share of, where that is not known now although the rule
 * has something to judge; NULL: it is known. */
static const SteadyChannelInfo *
unknown_base (const SteadyConsoleState *state, const SteadyAlarmText *text)
{
  const SteadySample *judged =
      steady_value_table_get (&state->values, text->judged_channel);
  if (text->judged_of == 0 || judged->quality == STEADY_QUALITY_NOT_APPLICABLE ||
      steady_sample_usable (steady_value_table_get (&state->values, text->judged_of)))
    return NULL;
  return steady_channel_info (text->judged_of);
}

/* Whether @id would come now. */
SteadyArming
steady_alarm_table_arming (const SteadyConsoleState *state,
                           const char               *id,
                           const SteadyAlarmText    *text)
{
  const SteadyHeartbeat *beat = &state->heartbeat;
  if (!text->fitted && text->base_missing == NULL)
    return STEADY_ARMING_NOT_FITTED;
  if (state->silent || !state->has_heartbeat || beat->support_mode >= 32)
    return STEADY_ARMING_UNKNOWN;
  if (steady_alarm_text_disarmed (text, beat->support_mode, beat->support_flags))
    return STEADY_ARMING_DISARMED;
  if (text->base_missing != NULL || lost_sensor (state, id) != NULL ||
      unknown_base (state, text) != NULL)
    return STEADY_ARMING_NOT_PROTECTED;
  return has_no_baseline (state, text) ? STEADY_ARMING_CANNOT_JUDGE
                                       : STEADY_ARMING_ARMED;
}

/* The one word for it. */
const char *
steady_alarm_table_armed (SteadyArming arming)
{
  switch (arming)
    {
    case STEADY_ARMING_NOT_PROTECTED:
      return _ ("NOT PROTECTED");
    case STEADY_ARMING_CANNOT_JUDGE:
      return _ ("CANNOT JUDGE");
    case STEADY_ARMING_DISARMED:
      return _ ("DISARMED");
    case STEADY_ARMING_ARMED:
      return _ ("armed");
    case STEADY_ARMING_NOT_FITTED:
      return _ ("not fitted");
    case STEADY_ARMING_UNKNOWN:
    default:
      return _ ("not known");
    }
}

static char *
why_disarmed (const SteadyHeartbeat *beat, const SteadyAlarmText *text)
{
  const uint32_t   declared = text->not_flags & beat->support_flags;
  g_autofree char *flags = steady_words_support_flags (declared);
  if (declared != 0 && (text->modes & (UINT32_C (1) << beat->support_mode)))
    return g_strdup_printf (_ ("while %s"), flags);
  return g_strdup_printf (_ ("in this phase: %s"),
                          steady_words_support_mode (beat->support_mode));
}

/* What is lost, or what its limit is a share of and nobody gives. */
static char *
why_not_protected (const SteadyConsoleState *state,
                   const char               *id,
                   const SteadyAlarmText    *text)
{
  const char *lost = lost_sensor (state, id);
  if (lost != NULL)
    return g_strdup (steady_alarm_table_title (state, lost));
  if (g_strcmp0 (text->base_missing, "plan") == 0)
    return g_strdup (_ ("there is no plan: the limit is a share of its flow"));
  SteadyChannel            base;
  const SteadyChannelInfo *of = unknown_base (state, text);
  if (text->base_missing != NULL)
    of = steady_channel_from_name (text->base_missing, &base)
             ? steady_channel_info (base)
             : NULL;
  /* Translators: a rule that judges nothing; “set flow” is what its limit is a share of
   */
  return g_strdup_printf (
      text->base_missing != NULL
          ? _ ("the limit is a share of “%s”, which no device gives")
          : _ ("the limit is a share of “%s”, which is not known now"),
      of != NULL ? _ (of->label) : "—");
}

/* Who watches where it cannot. */
static char *
why_not_fitted (const SteadyConsoleState *state, const SteadyAlarmText *text)
{
  const SteadyAlarmText *twin =
      text->twin != NULL ? steady_console_config_alarm (&state->config, text->twin)
                         : NULL;
  if (twin == NULL || !twin->fitted)
    return g_strdup (
        _ ("nothing measures it here, or what it is computed from is missing"));
  return g_strdup_printf (_ ("in its place: %s"),
                          steady_alarm_table_title (state, text->twin));
}

/* Why it is armed or not. */
char *
steady_alarm_table_why (const SteadyConsoleState *state,
                        const char               *id,
                        const SteadyAlarmText    *text)
{
  switch (steady_alarm_table_arming (state, id, text))
    {
    case STEADY_ARMING_NOT_PROTECTED:
      return why_not_protected (state, id, text);
    case STEADY_ARMING_CANNOT_JUDGE:
      return g_strdup (_ ("no baseline was taken"));
    case STEADY_ARMING_DISARMED:
      return why_disarmed (&state->heartbeat, text);
    case STEADY_ARMING_ARMED:
      if (text->always_armed)
        return g_strdup (_ ("in every phase"));
      return g_strdup_printf (
          _ ("in this phase: %s"),
          steady_words_support_mode (state->heartbeat.support_mode));
    case STEADY_ARMING_NOT_FITTED:
      return why_not_fitted (state, text);
    case STEADY_ARMING_UNKNOWN:
    default:
      return g_strdup (_ ("nothing is heard from the engine"));
    }
}

static const char *
sign (const char *is)
{
  static const char *const all[][2] = {
    { "above", ">" }, { "at-least", "≥" }, { "below", "<" }, { "at-most", "≤" }
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_strcmp0 (is, all[i][0]) == 0)
      return all[i][1];
  return "";
}

/* The sign that the value of a rule is compared with: "<", "≥" …; "" for states. */
const char *
steady_alarm_table_sign (const SteadyAlarmText *text)
{
  return sign (text->judged_is);
}

/* A share is counted in percent, whatever it comes to. */
static double
given_by_file (const SteadyAlarmText *text)
{
  return isfinite (text->judged_percent) ? text->judged_percent : text->judged_limit;
}

/* The limit that profile or plan give, in percent where it is a share; NAN where the
 * rule has none. */
double
steady_alarm_table_original (const SteadyConsoleState *state,
                             const char               *id,
                             const SteadyAlarmText    *text)
{
  const SteadyAlarmSetting *setting = steady_console_desk_setting (&state->desk, id);
  const SteadyMovingLimit  *moving = steady_console_desk_moving (&state->desk, id);
  if (moving != NULL)
    return moving->at_plan;
  return setting != NULL && setting->has_limit != STEADY_LIMIT_UNTOUCHED
             ? setting->original
             : given_by_file (text);
}

/* The limit in force: the operator's, or what profile or plan give. */
double
steady_alarm_table_in_force (const SteadyConsoleState *state,
                             const char               *id,
                             const SteadyAlarmText    *text)
{
  const SteadyAlarmSetting *setting = steady_console_desk_setting (&state->desk, id);
  const SteadyMovingLimit  *moving = steady_console_desk_moving (&state->desk, id);
  if (moving != NULL)
    return moving->limit;
  return setting != NULL && setting->has_limit != STEADY_LIMIT_UNTOUCHED
             ? setting->limit
             : given_by_file (text);
}

/* What needs a person first, then by priority and name. */
static int
compare_arming (gconstpointer a, gconstpointer b, gpointer data)
{
  const SteadyConsoleState *state = data;
  const char               *left = *(const char *const *) a;
  const char               *right = *(const char *const *) b;
  const SteadyAlarmText    *l = steady_console_config_alarm (&state->config, left);
  const SteadyAlarmText    *r = steady_console_config_alarm (&state->config, right);
  const int by_arming = (int) steady_alarm_table_arming (state, left, l) -
                        (int) steady_alarm_table_arming (state, right, r);
  if (by_arming != 0)
    return by_arming;
  if (l->priority != r->priority)
    return (int) r->priority - (int) l->priority;
  return strcmp (left, right);
}

/* The ids of all rules in the order of the tables. Free with g_free (). */
const char **
steady_alarm_table_ids (const SteadyConsoleState *state, unsigned *ret_count)
{
  const char **ids =
      (const char **) g_hash_table_get_keys_as_array (state->config.alarms, ret_count);
  g_qsort_with_data (
      ids, (int) *ret_count, sizeof *ids, compare_arming, (gpointer) state);
  return ids;
}

/* The limit in force with its unit; "" for a rule about states. */
char *
steady_alarm_table_limit (const SteadyConsoleState *state,
                          const char               *id,
                          const SteadyAlarmText    *text)
{
  const double             limit = steady_alarm_table_in_force (state, id, text);
  const SteadyChannelInfo *info = steady_channel_info (text->judged_channel);
  char                     number[32];
  if (text->judged_channel == 0 || info == NULL || !isfinite (limit))
    return g_strdup ("");
  if (isnan (text->judged_percent))
    {
      const SteadyShownUnit shown = steady_shown_unit (text->judged_channel);
      steady_words_number (
          limit * shown.factor,
          steady_shown_unit_limit_decimals (text->judged_channel, limit),
          number,
          sizeof number);
      return g_strdup_printf (
          "%s %s %s %s", _ (info->label), sign (text->judged_is), number, shown.unit);
    }
  const SteadyChannelInfo *of = steady_channel_info (text->judged_of);
  steady_words_number (limit, decimals_of (limit, 0), number, sizeof number);
  /* Translators: “Flow < 10 % of: Set flow” */
  return g_strdup_printf (_ ("%s %s %s %% of: %s"),
                          _ (info->label),
                          sign (text->judged_is),
                          number,
                          text->judged_of != 0 && of != NULL ? _ (of->label)
                                                             : _ ("Plan"));
}

/* What a limit that moves follows. */
static char *
say_moving (const SteadyMovingLimit *moving)
{
  char expected[32], flow[32];
  steady_words_number (moving->expected, 0, expected, sizeof expected);
  steady_words_number (moving->flow, 2, flow, sizeof flow);
  /* Translators: the line pressure’s warning limit; “%s mmHg expected at %s L/min” */
  return g_strdup_printf (
      _ ("moves with the set flow: %s mmHg expected at %s L/min, and 50 more"),
      expected,
      flow);
}

/* Where the limit of @id is from, and whether somebody has to look it over. */
char *
steady_alarm_table_source (const SteadyConsoleState *state,
                           const char               *id,
                           const SteadyAlarmText    *text)
{
  const SteadyMovingLimit *moving = steady_console_desk_moving (&state->desk, id);
  if (moving != NULL)
    return say_moving (moving);
  if (text->judged_source == NULL)
    return g_strdup ("");
  g_autofree char *source = steady_source_words (text->judged_source);
  if (strstr (source, REVIEW) == NULL)
    return g_steal_pointer (&source);
  return g_strdup_printf (_ ("%s: needs a perfusionist’s review"), source);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-system.h"

#include <string.h>

#include "alarm/steady-alarm-system-private.h"
#include "base/steady-require.h"

/*
 * The state machine of each alarm:
 *
 *   inactive ── condition ──► pending ── delay ──► active ◄──────────── again ─┐
 *      ▲                         │                   │ ╲                       │
 *      │◄──────── gone ──────────┘     acknowledge ──┘  ╲ gone, if latching    │
 *      │◄──────── gone ───── active, acknowledged        ►  latched ───────────┘
 *      └◄──────────────────── reset, only when gone ────────┘
 *
 * A condition that cannot be judged keeps the state until the technical alarm of its
 * source is up; then the alarm steps back and shows as "not protected".
 */

enum
{
  CHANGES_PER_RULE = 16
};

/* FNV-1a of 64 bits. */
#define HASH_START  UINT64_C (14695981039346656037)
#define HASH_FACTOR UINT64_C (1099511628211)

static uint64_t
fingerprint (const SteadyAlarmRules *rules)
{
  uint64_t hash = HASH_START;
  for (unsigned i = 0; i < rules->count; i++)
    for (const char *c = rules->rules[i].id; *c != '\0'; c++)
      hash = (hash ^ (uint8_t) *c) * HASH_FACTOR;
  return hash ^ rules->count;
}

/* All that can be asked for at once, and one place more, so that there is some. */
static unsigned
places_for_wires (const SteadyAlarmRules *rules)
{
  unsigned wires = 1;
  for (unsigned i = 0; i < rules->count; i++)
    wires += rules->rules[i].n_wires + STEADY_ALARM_ADDED;
  return wires;
}

/*
 * Loads the rules and takes all memory. NULL and a sentence in @error when a file is
 * not right. Free with steady_alarm_system_free ().
 *
 * Thread: any but the tick.
 */
SteadyAlarmSystem *
steady_alarm_system_new (const SteadyAlarmSetup *setup, GError **error)
{
  SteadyAlarmRules rules;

  if (!steady_alarm_rules_load (&rules, setup, error))
    return NULL;
  SteadyAlarmSystem *self = g_malloc0 (sizeof *self);
  self->rules = rules;
  self->plan_flow_l_min = setup->plan_flow_l_min;
  self->fingerprint = fingerprint (&rules);
  self->devices_known = setup->devices != NULL;
  if (self->devices_known)
    memcpy (self->devices, setup->devices, sizeof self->devices);
  if (setup->fitted != NULL)
    memcpy (self->fitted, setup->fitted, sizeof self->fitted);
  else
    memset (self->fitted, true, sizeof self->fitted);
  self->statuses = g_new0 (SteadyAlarmStatus, rules.count);
  for (unsigned i = 0; i < rules.count; i++)
    self->statuses[i].true_since = self->statuses[i].false_since =
        self->statuses[i].since = STEADY_INSTANT_NEVER;
  self->common.last_onset = self->common.signal_since = STEADY_INSTANT_NEVER;
  self->changes_size = rules.count * CHANGES_PER_RULE;
  self->changes = g_new0 (SteadyAlarmRecord, self->changes_size);
  self->wires = g_new0 (SteadyIntervention, places_for_wires (&rules));
  return self;
}

/* Accepts NULL. Thread: any but the tick. */
void
steady_alarm_system_free (SteadyAlarmSystem *self)
{
  if (self == NULL)
    return;
  steady_alarm_rules_finish (&self->rules);
  steady_alarm_journal_free (self->journal);
  g_free (self->statuses);
  g_free (self->changes);
  g_free (self->wires);
  g_free (self);
}

/* Whether the alarm is to be seen. Thread: the owner's. */
bool
steady_alarm_present (const SteadyAlarmStatus *status)
{
  return status->state >= STEADY_ALARM_ACTIVE;
}

static SteadyAlarmRecord
make_record (const SteadyAlarmSystem *self, unsigned index, uint8_t before)
{
  const SteadyAlarmRule   *rule = &self->rules.rules[index];
  const SteadyAlarmStatus *status = &self->statuses[index];
  SteadyAlarmRecord        record = { 0 };

  memcpy (record.id, rule->id, sizeof record.id);
  record.t = status->changed;
  record.since = status->since;
  record.value = status->value;
  record.limit = status->limit;
  record.channel = status->channel;
  record.state = status->state;
  record.before = before;
  record.priority = status->priority;
  record.category = (uint8_t) rule->category;
  record.has_value = status->has_value;
  record.first_out = status->first_out;
  record.sounding = status->sounding;
  record.condition = status->truth == STEADY_ALARM_TRUE;
  record.technical = rule->technical;
  return record;
}

/*
 * Notes a change of the alarm at @index for steady_alarm_system_take_changes (). When
 * nobody takes them the oldest give way: what is present stays right.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_note (SteadyAlarmSystem *self, unsigned index, uint8_t before)
{
  if (self->changes_used == self->changes_size)
    {
      self->changes_first = (self->changes_first + 1) % self->changes_size;
      self->changes_used--;
    }
  const unsigned at = (self->changes_first + self->changes_used) % self->changes_size;
  self->changes[at] = make_record (self, index, before);
  self->changes_used++;
}

static void
queue_wire (SteadyAlarmSystem     *self,
            const SteadyAlarmRule *rule,
            const SteadyAlarmWire *wanted,
            unsigned               order)
{
  unsigned at = 0;

  for (unsigned k = 0; k < self->wires_used; k++)
    {
      const SteadyIntervention *other = &self->wires[k];
      if (other->control == wanted->control && strcmp (other->alarm, rule->id) == 0)
        return;
      at += other->order <= order;
    }
  memmove (&self->wires[at + 1],
           &self->wires[at],
           (self->wires_used - at) * sizeof self->wires[0]);
  SteadyIntervention *wire = &self->wires[at];
  memcpy (wire->alarm, rule->id, sizeof wire->alarm);
  wire->control = wanted->control;
  wire->order = (uint16_t) order;
  wire->value = wanted->value;
  wire->step = wanted->step;
  wire->every = wanted->every;
  self->wires_used++;
}

static void
queue_wires (SteadyAlarmSystem *self, unsigned index)
{
  const SteadyAlarmRule *rule = &self->rules.rules[index];

  for (unsigned i = 0; i < rule->n_wires; i++)
    queue_wire (self, rule, &rule->wires[i], i);
  for (unsigned i = 0; i < STEADY_ALARM_ADDED; i++)
    if ((rule->added & UINT32_C (1) << steady_alarm_added[i].wire.control) != 0)
      queue_wire (self, rule, &steady_alarm_added[i].wire, steady_alarm_added[i].order);
}

/* A mode that no build knows is in no table. */
static bool
among (uint32_t modes, uint32_t mode)
{
  return mode < 32 && (modes >> mode & 1) != 0;
}

static bool
armed_by_table (const SteadyAlarmRule *rule, uint32_t mode, uint32_t flags)
{
  return among (rule->modes, mode) && (rule->not_flags & flags) == 0;
}

/* The operator's word arms and disarms; flow can only arm, as if on full bypass. What
 * is armed outweighs what is an advisory. */
static bool
is_armed (const SteadyAlarmSystem *self,
          const SteadyAlarmRule   *rule,
          const SteadySupport     *support)
{
  const uint32_t declared =
      STEADY_FLAG_CIRCULATORY_ARREST | STEADY_FLAG_CEREBRAL_PERFUSION;

  if (rule->always_armed || armed_by_table (rule, support->mode, support->flags))
    return true;
  return self->common.signal_arms && (support->flags & declared) == 0 &&
         armed_by_table (rule, STEADY_SUPPORT_FULL_BYPASS, support->flags);
}

static bool
is_advisory (const SteadyAlarmRule *rule, const SteadySupport *support)
{
  return among (rule->advisory, support->mode) &&
         (rule->not_flags & support->flags) == 0;
}

static void
update_signal (SteadyAlarmSystem        *self,
               const SteadyAlarmContext *context,
               const SteadySupport      *support)
{
  SteadyAlarmCommon       *common = &self->common;
  const SteadyAlarmSignal *signal = &self->rules.signal;

  if (support->mode != common->mode || support->mode_since != common->mode_since)
    {
      common->mode = support->mode;
      common->mode_since = support->mode_since;
      common->signal_arms = common->signal_true = false;
      common->signal_since = STEADY_INSTANT_NEVER;
    }
  const bool               here = among (signal->modes, support->mode);
  const SteadyAlarmFinding finding =
      steady_alarm_judge_clause (&signal->clause, context, common->signal_true);
  common->signal_true = finding.truth == STEADY_ALARM_TRUE;
  if (!here || !common->signal_true)
    common->signal_since = STEADY_INSTANT_NEVER;
  else if (common->signal_since == STEADY_INSTANT_NEVER)
    common->signal_since = common->now;
  if (common->signal_since != STEADY_INSTANT_NEVER &&
      common->now - common->signal_since >= signal->delay)
    common->signal_arms = true;
}

static bool
any_suppressor (const SteadyAlarmSystem *self,
                const SteadyAlarmRule   *rule,
                bool                     present_only)
{
  for (unsigned i = 0; i < rule->n_suppressors; i++)
    {
      const SteadyAlarmStatus *status = &self->statuses[rule->suppressors[i]];
      if (steady_alarm_present (status) && status->state != STEADY_ALARM_LATCHED)
        return true;
      if (!present_only && status->truth == STEADY_ALARM_TRUE)
        return true;
    }
  return false;
}

/* Whether a technical alarm already says that a source of @rule is lost. */
static bool
loss_is_known (const SteadyAlarmSystem *self, const SteadyAlarmRule *rule)
{
  for (unsigned i = 0; i < self->rules.count; i++)
    {
      const SteadyAlarmRule *sensor = &self->rules.rules[i];
      if (steady_alarm_rule_judges (rule, sensor) &&
          (steady_alarm_present (&self->statuses[i]) ||
           any_suppressor (self, sensor, true)))
        return true;
    }
  return false;
}

static void
set_state (SteadyAlarmSystem *self, unsigned index, SteadyAlarmState state)
{
  SteadyAlarmStatus *status = &self->statuses[index];
  status->state = (uint8_t) state;
  status->changed = self->common.now;
}

static void
onset (SteadyAlarmSystem *self, unsigned index)
{
  SteadyAlarmStatus *status = &self->statuses[index];

  set_state (self, index, STEADY_ALARM_ACTIVE);
  status->priority = status->advisory ? STEADY_PRIORITY_LOW
                                      : (uint8_t) self->rules.rules[index].priority;
  status->since = status->true_since;
  status->acknowledged = false;
  status->first_out = false;
  status->onset = ++self->common.onsets;
  queue_wires (self, index);
}

/* A present alarm that is to be heard anew, at @priority. It asks for nothing again. */
static void
raise_alarm (SteadyAlarmSystem *self, unsigned index, SteadyPriority priority)
{
  SteadyAlarmStatus *status = &self->statuses[index];

  set_state (self, index, STEADY_ALARM_ACTIVE);
  status->priority = (uint8_t) priority;
  status->acknowledged = false;
  status->onset = ++self->common.onsets;
  status->raised = true;
}

/* Time, or a phase that takes it more seriously, makes a present alarm more urgent. */
static void
step_present (SteadyAlarmSystem *self, unsigned index)
{
  const SteadyAlarmRule *rule = &self->rules.rules[index];
  SteadyAlarmStatus     *status = &self->statuses[index];
  const SteadyInstant    now = self->common.now;
  SteadyPriority         due = (SteadyPriority) status->priority;

  if (!status->advisory)
    due = MAX (due, rule->priority);
  /* without escalation that is NONE */
  if (!status->advisory && now - status->since >= rule->escalates)
    due = MAX (due, rule->escalates_to);
  if (due > (SteadyPriority) status->priority)
    raise_alarm (self, index, due);
  else if (status->state == STEADY_ALARM_ACKNOWLEDGED && rule->again != 0 &&
           now - status->changed >= rule->again)
    raise_alarm (self, index, due);
}

static void
gone (SteadyAlarmSystem *self, unsigned index)
{
  SteadyAlarmStatus *status = &self->statuses[index];
  const bool         latches =
      self->rules.rules[index].latching && steady_alarm_present (status);

  set_state (self, index, latches ? STEADY_ALARM_LATCHED : STEADY_ALARM_INACTIVE);
  status->true_since = STEADY_INSTANT_NEVER;
}

static void
step_true (SteadyAlarmSystem        *self,
           unsigned                  index,
           const SteadyAlarmFinding *finding,
           bool                      suppressed)
{
  const SteadyAlarmRule *rule = &self->rules.rules[index];
  SteadyAlarmStatus     *status = &self->statuses[index];

  status->false_since = STEADY_INSTANT_NEVER;
  if (status->true_since == STEADY_INSTANT_NEVER)
    status->true_since = self->common.now;
  const bool idle =
      !steady_alarm_present (status) || status->state == STEADY_ALARM_LATCHED;
  if (suppressed)
    {
      if (status->state != STEADY_ALARM_INACTIVE)
        set_state (self, index, STEADY_ALARM_INACTIVE);
      return;
    }
  if (!idle)
    {
      step_present (self, index);
      return;
    }
  if (status->state == STEADY_ALARM_INACTIVE)
    set_state (self, index, STEADY_ALARM_PENDING);
  if (self->common.now - status->true_since < rule->delay_on)
    return;
  status->channel = (uint16_t) finding->channel;
  status->has_value = finding->has_value;
  status->value = finding->value;
  status->limit = finding->limit;
  onset (self, index);
}

static void
step_false (SteadyAlarmSystem *self, unsigned index, bool at_once)
{
  const SteadyAlarmRule *rule = &self->rules.rules[index];
  SteadyAlarmStatus     *status = &self->statuses[index];

  if (status->false_since == STEADY_INSTANT_NEVER)
    status->false_since = self->common.now;
  switch ((SteadyAlarmState) status->state)
    {
    case STEADY_ALARM_ACTIVE:
    case STEADY_ALARM_ACKNOWLEDGED:
      if (at_once || self->common.now - status->false_since >= rule->delay_off)
        gone (self, index);
      break;
    case STEADY_ALARM_PENDING:
      gone (self, index);
      break;
    case STEADY_ALARM_INACTIVE:
    case STEADY_ALARM_LATCHED:
    default:
      status->true_since = STEADY_INSTANT_NEVER;
      break;
    }
}

/*
 * Whether nothing watches for what @rule is there to see, although the circuit measures
 * it: what its limit is a share of is not given, and no other rule stands in for it.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_alarm_is_baseless (const SteadyAlarmSystem  *self,
                          const SteadyAlarmRule    *rule,
                          const SteadyAlarmContext *context,
                          SteadyChannel            *ret_of)
{
  if (rule->twin >= 0 &&
      steady_alarm_rule_fitted (&self->rules.rules[rule->twin], context))
    return false;
  return steady_alarm_rule_lacks_base (rule, context, ret_of);
}

static SteadyProtection
protection (bool blind, bool fitted, bool armed, bool advisory)
{
  if (!fitted)
    return STEADY_PROTECTION_NOT_FITTED;
  if (!armed)
    return STEADY_PROTECTION_DISARMED;
  if (blind)
    return STEADY_PROTECTION_NONE;
  return advisory ? STEADY_PROTECTION_ADVISORY : STEADY_PROTECTION_ARMED;
}

static void
step_unknown (SteadyAlarmSystem *self, unsigned index)
{
  if (!loss_is_known (self, &self->rules.rules[index]))
    return; /* a short dropout: keep the state and the delay */
  if (self->statuses[index].state == STEADY_ALARM_INACTIVE ||
      self->statuses[index].state == STEADY_ALARM_LATCHED)
    self->statuses[index].true_since = STEADY_INSTANT_NEVER;
  else
    gone (self, index);
}

static void
step (SteadyAlarmSystem        *self,
      unsigned                  index,
      const SteadyAlarmContext *context,
      const SteadySupport      *support)
{
  const SteadyAlarmRule *rule = &self->rules.rules[index];
  SteadyAlarmStatus     *status = &self->statuses[index];
  const bool             sensor = rule->n_watches > 0;
  const bool             fitted = steady_alarm_rule_fitted (rule, context);
  const bool             full = is_armed (self, rule, support);
  const bool             wanted = full || is_advisory (rule, support);
  const bool             armed = fitted && wanted;
  SteadyAlarmFinding     finding = { .truth = STEADY_ALARM_FALSE };
  SteadyChannel          of;

  if (fitted)
    finding = sensor ? steady_alarm_judge_sensor (
                           rule, context, any_suppressor (self, rule, false))
                     : steady_alarm_judge_rule (rule, context, &status->clauses_true);
  status->truth = (uint8_t) finding.truth;
  status->advisory = !full;
  const bool baseless = !fitted && steady_alarm_is_baseless (self, rule, context, &of);
  status->protection = (uint8_t) protection (
      finding.blind || baseless, fitted || baseless, wanted, !full);
  if (!armed)
    step_false (self, index, true);
  else if (finding.truth == STEADY_ALARM_TRUE)
    step_true (self, index, &finding, !sensor && any_suppressor (self, rule, true));
  else if (finding.truth == STEADY_ALARM_FALSE)
    step_false (self, index, false);
  else
    step_unknown (self, index);
}

/* Of the onsets of this tick the most urgent is the first, if none came shortly before.
 */
static void
mark_first_out (SteadyAlarmSystem *self, uint32_t onsets_before)
{
  const SteadyInstant last = self->common.last_onset;
  SteadyAlarmStatus  *best = NULL;

  for (unsigned i = 0; i < self->rules.count; i++)
    {
      SteadyAlarmStatus *status = &self->statuses[i];
      if (status->onset > onsets_before && !status->raised &&
          (best == NULL || status->priority > best->priority))
        best = status;
    }
  if (best == NULL)
    return;
  self->common.last_onset = self->common.now;
  if (last == STEADY_INSTANT_NEVER || self->common.now - last > self->rules.cascade)
    best->first_out = true;
}

/* A pump that may be running, or should: unknown counts as running. */
static bool
pump_may_turn (const SteadyValueTable *values, const SteadySupport *support)
{
  const uint32_t on = 1 << STEADY_SUPPORT_PARTIAL_BYPASS |
                      1 << STEADY_SUPPORT_FULL_BYPASS | 1 << STEADY_SUPPORT_WEANING |
                      1 << STEADY_SUPPORT_RETURN_TO_BYPASS |
                      1 << STEADY_SUPPORT_ECMO_VA | 1 << STEADY_SUPPORT_ECMO_VV;
  double state, speed;

  if (support->mode >= 32 || (on >> support->mode & 1) != 0)
    return true;
  if (steady_value_table_value (values, STEADY_CHANNEL_PUMP_SPEED, &speed) &&
      (speed > 0.5 || speed < -0.5))
    return true;
  return !steady_value_table_value (values, STEADY_CHANNEL_ARTERIAL_PUMP, &state) ||
         ((int) state != STEADY_PUMP_STOPPED &&
          (int) state != STEADY_PUMP_STOPPED_BY_INTERVENTION);
}

/* Marks the channels that the rules look at, by themselves or for what a pause may be.
 */
static void
find_judged (const SteadyAlarmSystem *self, bool *ret_channels)
{
  ret_channels[STEADY_CHANNEL_PUMP_SPEED] = true;
  ret_channels[STEADY_CHANNEL_ARTERIAL_PUMP] = true;
  ret_channels[self->rules.signal.clause.channel] = true;
  if (self->rules.signal.clause.reference == STEADY_ALARM_REFERENCE_CHANNEL)
    ret_channels[self->rules.signal.clause.of] = true;
  /* every channel of a clause is watched by a sensor, or the rules are refused */
  for (unsigned i = 0; i < self->rules.count; i++)
    for (unsigned k = 0; k < self->rules.rules[i].n_watches; k++)
      ret_channels[self->rules.rules[i].watches[k]] = true;
}

/*
 * Keeps a journal of all that it is told from now on, in a case that began at @start;
 * its owner takes the bytes from it about once a second. Belongs to @self.
 *
 * Thread: any but the tick, once.
 */
SteadyAlarmJournal *
steady_alarm_system_keep_journal (SteadyAlarmSystem *self, SteadyInstant start)
{
  bool channels[STEADY_CHANNEL_MAX] = { false };

  steady_require (self->journal == NULL);
  find_judged (self, channels);
  self->journal = steady_alarm_journal_new (
      start, channels, self->rules.count, steady_alarm_system_state_size (self));
  return self->journal;
}

static void
tell_journal (SteadyAlarmSystem      *self,
              SteadyInstant           now,
              const SteadyValueTable *values,
              const SteadySupport    *support)
{
  const bool anew = steady_alarm_journal_wants_state (self->journal);

  if (anew || steady_alarm_journal_is_due (self->journal, now))
    {
      const size_t size = self->told ? steady_alarm_system_state_size (self) : 0;
      void        *room = anew ? steady_alarm_journal_begin (self->journal, size)
                               : steady_alarm_journal_put_state (self->journal, size);
      if (self->told)
        steady_alarm_system_save (self, room);
      steady_alarm_tell_limits (self);
    }
  steady_alarm_journal_tick (self->journal, now, values, support);
}

/*
 * Judges all rules at @now against @values, whose qualities must have been judged.
 *
 * Thread: the owner's. Does not allocate; some microseconds.
 */
void
steady_alarm_system_update (SteadyAlarmSystem      *self,
                            SteadyInstant           now,
                            const SteadyValueTable *values,
                            const SteadySupport    *support)
{
  const SteadyAlarmContext context = { .values = values,
                                       .fitted = self->fitted,
                                       .plan_flow_l_min = self->plan_flow_l_min };
  const uint32_t           onsets_before = self->common.onsets;

  if (self->journal != NULL)
    tell_journal (self, now, values, support);
  self->told = true;
  /* a clock that went back (a reboot between save and restore) takes all along */
  if (now < self->common.now)
    steady_alarm_shift_statuses (self, now - self->common.now);
  self->common.now = now;
  self->common.pump_may_turn = pump_may_turn (values, support);
  update_signal (self, &context, support);
  for (unsigned i = 0; i < self->rules.count; i++)
    {
      self->statuses[i].before = self->statuses[i].state;
      self->statuses[i].raised = false;
      step (self, i, &context, support);
    }
  mark_first_out (self, onsets_before);
  for (unsigned i = 0; i < self->rules.count; i++)
    {
      SteadyAlarmStatus *status = &self->statuses[i];
      if (status->onset > onsets_before)
        steady_alarm_hear_onset (self, i);
      status->sounding = steady_alarm_audible (status);
      if (status->raised ||
          (status->state != status->before && (status->state >= STEADY_ALARM_ACTIVE ||
                                               status->before >= STEADY_ALARM_ACTIVE)))
        steady_alarm_note (self, i, status->before);
    }
}

/*
 * Takes up to @size changes, oldest first, and returns how many.
 *
 * Thread: the owner's. Does not allocate.
 */
unsigned
steady_alarm_system_take_changes (SteadyAlarmSystem *self,
                                  SteadyAlarmRecord *ret_changes,
                                  unsigned           size)
{
  unsigned taken = 0;
  while (taken < size && self->changes_used > 0)
    {
      ret_changes[taken++] = self->changes[self->changes_first];
      self->changes_first = (self->changes_first + 1) % self->changes_size;
      self->changes_used--;
    }
  return taken;
}

/*
 * Takes up to @size interventions in the order in which they are to be carried out:
 * every stop before every clamp.
 *
 * Thread: the owner's. Does not allocate.
 */
unsigned
steady_alarm_system_take_interventions (SteadyAlarmSystem  *self,
                                        SteadyIntervention *ret_interventions,
                                        unsigned            size)
{
  const unsigned taken = MIN (size, self->wires_used);

  memcpy (ret_interventions, self->wires, taken * sizeof self->wires[0]);
  self->wires_used -= taken;
  memmove (self->wires, self->wires + taken, self->wires_used * sizeof self->wires[0]);
  return taken;
}

/*
 * Asks again for the interventions of all alarms whose condition holds now: an override
 * that held them back has ended.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_alarm_system_renew_interventions (SteadyAlarmSystem *self)
{
  if (self->journal != NULL)
    steady_alarm_journal_act (
        self->journal, STEADY_ALARM_ENTRY_RENEW, self->common.now, 0);
  for (unsigned i = 0; i < self->rules.count; i++)
    if (steady_alarm_present (&self->statuses[i]) &&
        self->statuses[i].truth == STEADY_ALARM_TRUE)
      queue_wires (self, i);
}

/* How long an override of all interventions may last. Thread: any. */
SteadySpan
steady_alarm_system_override_span (const SteadyAlarmSystem *self)
{
  return self->rules.override;
}

/*
 * The least rate at which the water of a heater-cooler follows its set point, °C/min;
 * 0: the rules do not say it.
 *
 * Thread: any.
 */
double
steady_alarm_system_water_rate (const SteadyAlarmSystem *self)
{
  return self->rules.water_per_min;
}

/*
 * The operator resets a latched alarm. False when there is none of this @id, or its
 * condition is not known to be gone.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_system_reset (SteadyAlarmSystem *self, SteadyInstant now, const char *id)
{
  const int index = steady_alarm_rules_find (&self->rules, id);

  if (self->journal != NULL && index >= 0)
    steady_alarm_journal_act (
        self->journal, STEADY_ALARM_ENTRY_RESET, now, (unsigned) index);
  if (index < 0 || self->statuses[index].state != STEADY_ALARM_LATCHED ||
      self->statuses[index].truth != STEADY_ALARM_FALSE)
    return false;
  SteadyAlarmStatus *status = &self->statuses[index];
  status->state = STEADY_ALARM_INACTIVE;
  status->changed = now;
  status->sounding = false;
  steady_alarm_note (self, (unsigned) index, STEADY_ALARM_LATCHED);
  return true;
}

/*
 * Writes up to @size records of the alarms that are present, in the order of the file,
 * and returns how many are present.
 *
 * Thread: the owner's. Does not allocate.
 */
unsigned
steady_alarm_system_present (const SteadyAlarmSystem *self,
                             SteadyAlarmRecord       *ret_present,
                             unsigned                 size)
{
  unsigned present = 0;
  for (unsigned i = 0; i < self->rules.count; i++)
    {
      if (!steady_alarm_present (&self->statuses[i]))
        continue;
      if (present < size)
        ret_present[present] = make_record (self, i, self->statuses[i].state);
      present++;
    }
  return present;
}

/* Whether an alarm that holds the pump is present: then no start is passed on. Thread:
 * the owner's. */
bool
steady_alarm_system_holds_pump (const SteadyAlarmSystem *self)
{
  for (unsigned i = 0; i < self->rules.count; i++)
    if (self->rules.rules[i].holds_pump && steady_alarm_present (&self->statuses[i]))
      return true;
  return false;
}

/* Whether the condition of the alarm @id holds and the alarm is present: what it asks
 * for again and again is still wanted. Thread: the owner's. */
bool
steady_alarm_system_holds (const SteadyAlarmSystem *self, const char *id)
{
  const int index = steady_alarm_rules_find (&self->rules, id);
  return index >= 0 && steady_alarm_present (&self->statuses[index]) &&
         self->statuses[index].truth == STEADY_ALARM_TRUE;
}

/* Whether the alarm @id is not present, or its condition is known to be gone: what it
 * asks for again and again is not wanted any more. While nobody knows, for a source
 * that was lost or an engine that has just begun, it is neither. Thread: the owner's.
 */
bool
steady_alarm_system_is_over (const SteadyAlarmSystem *self, const char *id)
{
  const int index = steady_alarm_rules_find (&self->rules, id);
  return index < 0 || !steady_alarm_present (&self->statuses[index]) ||
         self->statuses[index].truth == STEADY_ALARM_FALSE;
}

/* Whether the alarm @id could come now, as of the last update. Thread: the owner's. */
SteadyProtection
steady_alarm_system_protection (const SteadyAlarmSystem *self, const char *id)
{
  const int index = steady_alarm_rules_find (&self->rules, id);
  return index < 0 ? STEADY_PROTECTION_NOT_FITTED
                   : (SteadyProtection) self->statuses[index].protection;
}

/* How many rules there are: the most that can be present. Thread: any. */
unsigned
steady_alarm_system_rules (const SteadyAlarmSystem *self)
{
  return self->rules.count;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alarm/steady-alarm-added.h"

#include "alarm/steady-alarm-system-private.h"

/*
 * Wires that a person adds to a rule. They only stop and clamp; every stop, the file's
 * too, goes before every one of these clamps.
 */
const SteadyAlarmAdded steady_alarm_added[STEADY_ALARM_ADDED] = {
  { { .control = STEADY_CONTROL_PUMP_STOP }, 0 },
  { { .control = STEADY_CONTROL_CARDIOPLEGIA_STOP }, 0 },
  { { .control = STEADY_CONTROL_ARTERIAL_CLAMP, .value = 1 }, STEADY_ALARM_WIRES },
  { { .control = STEADY_CONTROL_VENOUS_CLAMP, .value = 1 }, STEADY_ALARM_WIRES }
};

/* What the file asks for stays the file's; a pump that it slows down is asked for. */
static bool
is_asked (const SteadyAlarmRule *rule, SteadyControl control)
{
  for (unsigned i = 0; i < rule->n_wires; i++)
    if (rule->wires[i].control == (uint16_t) control ||
        (rule->wires[i].control == STEADY_CONTROL_PUMP_FLOW &&
         control == STEADY_CONTROL_PUMP_STOP))
      return true;
  return false;
}

static bool
may_stop (SteadyControl control)
{
  for (unsigned i = 0; i < STEADY_ALARM_ADDED; i++)
    if (steady_alarm_added[i].wire.control == (uint16_t) control)
      return true;
  return false;
}

/*
 * Whether a person may make the rule @id ask for @control, which it does not by itself.
 * A rule that a phase disarms would fail in silence, a fault of a sensor or of this
 * program is no reason to stop a pump, and what is of low priority is none either.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_alarm_system_may_add (const SteadyAlarmSystem *self,
                             const char              *id,
                             SteadyControl            control)
{
  const int index = steady_alarm_rules_find (&self->rules, id);

  if (index < 0)
    return false;
  const SteadyAlarmRule *rule = &self->rules.rules[index];
  return rule->always_armed && !rule->technical &&
         rule->priority >= STEADY_PRIORITY_MEDIUM && may_stop (control) &&
         !is_asked (rule, control);
}

/*
 * From its next onset on the rule @id asks for @controls, bits 1 << SteadyControl, too,
 * and for nothing else that was added before. False, and nothing changes, where
 * steady_alarm_system_may_add () says no to one of them.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_alarm_system_add (SteadyAlarmSystem *self, const char *id, uint32_t controls)
{
  const int index = steady_alarm_rules_find (&self->rules, id);

  if (index < 0)
    return false;
  for (unsigned i = 0; i < 32; i++)
    if ((controls & UINT32_C (1) << i) != 0 &&
        !steady_alarm_system_may_add (self, id, (SteadyControl) i))
      return false;
  self->rules.rules[index].added = controls;
  return true;
}

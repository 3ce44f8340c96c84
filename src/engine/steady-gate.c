/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-gate.h"

#include <math.h>
#include <string.h>

#include "base/steady-require.h"

/* A proposal older than this is refused: the person may have given it up. */
#define EXPIRY STEADY_NSEC_PER_SEC
/* In the id of a set-point that the gate put back; the rest is the failed command's. */
#define RESTORING (UINT64_C (3) << 62)
/* Where a device says nothing of how exact its read-back is. */
#define TOLERANCE 1e-6

/* Thread: before the tick starts. */
void
steady_gate_init (SteadyGate *self, SteadyMode mode)
{
  memset (self, 0, sizeof *self);
  self->mode = mode;
}

/* The first device that offers a control gets it. Thread: before the tick starts. */
void
steady_gate_attach (SteadyGate *self, SteadyDevice *device)
{
  for (unsigned i = 0; i < device->n_controls; i++)
    {
      const SteadyDeviceControl *about = &device->controls[i];
      steady_require (about->control < STEADY_CONTROL_MAX);
      SteadyGateControl *control = &self->controls[about->control];
      if (device->class->command == NULL || control->device != NULL)
        continue;
      control->device = device;
      control->about = about;
      control->pace = device->paces != NULL ? &device->paces[i] : NULL;
    }
}

static uint32_t
bit_of (const SteadyDevice *device)
{
  return device->number < 32 ? UINT32_C (1) << device->number : 0;
}

/* Whether @device takes commands now. Thread: tick. */
bool
steady_gate_is_armed (const SteadyGate *self, const SteadyDevice *device)
{
  return !device->arming || (self->armed & bit_of (device)) != 0;
}

/*
 * A person arms a rig: from now on it takes commands, until it is lost, is disarmed, or
 * the engine begins anew.
 *
 * Thread: tick. Does not allocate.
 */
SteadyRefusal
steady_gate_arm (SteadyGate *self, const SteadyDevice *device)
{
  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (!device->arming || device->class->command == NULL)
    return STEADY_REFUSAL_READ_ONLY;
  if (device->class->link != NULL && device->class->link (device) != STEADY_LINK_UP)
    return STEADY_REFUSAL_LINK;
  self->armed |= bit_of (device);
  return STEADY_REFUSAL_NONE;
}

/* False: it was not armed. Thread: tick. Does not allocate. */
bool
steady_gate_disarm (SteadyGate *self, const SteadyDevice *device)
{
  const bool was = (self->armed & bit_of (device)) != 0;
  self->armed &= ~bit_of (device);
  return was;
}

/* The set-point in force as read back, or false when nobody knows it. */
static bool
in_force (const SteadyGateControl *control,
          const SteadyValueTable  *values,
          double                  *ret_value)
{
  return control->about != NULL && control->about->readback != 0 &&
         control->about->readback < STEADY_CHANNEL_MAX &&
         steady_value_table_value (values, control->about->readback, ret_value);
}

static void
answer (SteadyGate           *self,
        const SteadyGateView *view,
        const SteadyCommand  *command,
        SteadyAnswerStatus    status,
        SteadyRefusal         refusal)
{
  const SteadyGateControl *control =
      &self->controls[command->control < STEADY_CONTROL_MAX ? command->control : 0];
  SteadyAnswer told = { .id = command->id,
                        .t = view->now,
                        .value = command->value,
                        .control = command->control,
                        .status = (uint16_t) status,
                        .refusal = (uint16_t) refusal,
                        .origin = command->origin };
  if (control->about != NULL)
    {
      told.low = control->about->low;
      told.high = control->about->high;
      if (status != STEADY_ANSWER_ACCEPTED)
        in_force (control, view->values, &told.value);
    }
  if (self->n_answers < STEADY_GATE_ANSWERS)
    self->answers[self->n_answers++] = told;
}

static bool
is_slower (const SteadyGateControl *control,
           const SteadyGateView    *view,
           const SteadyCommand     *command)
{
  double now;
  return (command->control == STEADY_CONTROL_PUMP_FLOW ||
          command->control == STEADY_CONTROL_PUMP_SPEED ||
          command->control == STEADY_CONTROL_CARDIOPLEGIA_FLOW) &&
         in_force (control, view->values, &now) && command->value < now;
}

/* What a pump held by an alarm may not do: run, or be opened to the child. */
static bool
is_held (const SteadyGateView *view, const SteadyCommand *command)
{
  return view->pump_held &&
         (command->control == STEADY_CONTROL_PUMP_START ||
          (command->control == STEADY_CONTROL_ARTERIAL_CLAMP && command->value < 0.5));
}

static bool
is_expired (const SteadyGateView *view, const SteadyCommand *command)
{
  const SteadySpan age = view->real_now - command->issued;
  return age > EXPIRY || age < -EXPIRY;
}

static bool
takes_value (unsigned control)
{
  return control != STEADY_CONTROL_PUMP_STOP && control != STEADY_CONTROL_PUMP_START &&
         control != STEADY_CONTROL_CARDIOPLEGIA_STOP;
}

static bool
is_outside (const SteadyGateControl *control, const SteadyCommand *command)
{
  return takes_value (command->control) && !(command->value >= control->about->low &&
                                             command->value <= control->about->high);
}

static bool
is_stale (const SteadyGateControl *control,
          const SteadyGateView    *view,
          const SteadyCommand     *command)
{
  double now;
  if ((command->flags & STEADY_COMMAND_HAS_EXPECTED) == 0)
    return false;
  return !in_force (control, view->values, &now) ||
         fabs (now - command->expected) > fmax (control->about->tolerance, TOLERANCE);
}

/*
 * Whether a step is larger, or comes sooner, than a real machine should be moved. Where
 * the set-point in force is not known, no step can be judged: it is refused.
 */
static bool
is_too_fast (const SteadyGateControl *control,
             const SteadyGateView    *view,
             const SteadyCommand     *command)
{
  const SteadyDevicePace *pace = control->pace;
  double                  now;

  if (pace == NULL || !takes_value (command->control))
    return false;
  const SteadySpan since = view->now - control->sent;
  if (control->moved && since < pace->interval)
    return true;
  if (pace->most_step <= 0 && pace->slew_per_s <= 0)
    return false;
  if (!in_force (control, view->values, &now))
    return true;
  const double step = fabs (command->value - now);
  return (pace->most_step > 0 && step > pace->most_step + TOLERANCE) ||
         (pace->slew_per_s > 0 && control->moved &&
          step > pace->slew_per_s * steady_span_seconds (since) + TOLERANCE);
}

static bool
is_away (const SteadyDevice *device)
{
  return device->class->link != NULL &&
         device->class->link (device) == STEADY_LINK_LOST;
}

static SteadyRefusal
judge (const SteadyGate *self, const SteadyGateView *view, const SteadyCommand *command)
{
  if (command->control == STEADY_CONTROL_NONE ||
      command->control >= STEADY_CONTROL_MAX ||
      self->controls[command->control].device == NULL)
    return STEADY_REFUSAL_NO_CONTROL;
  const SteadyGateControl *control = &self->controls[command->control];
  const bool               stop = steady_command_is_stop (command);
  const bool               safer = stop || is_slower (control, view, command);

  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (is_outside (control, command))
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  if (!stop && is_expired (view, command))
    return STEADY_REFUSAL_EXPIRED;
  if (!safer && !view->in_control)
    return STEADY_REFUSAL_NOT_IN_CONTROL;
  if (is_held (view, command))
    return STEADY_REFUSAL_INTERVENTION;
  if (!safer && !steady_gate_is_armed (self, control->device))
    return STEADY_REFUSAL_NOT_ARMED;
  if (!safer && is_stale (control, view, command))
    return STEADY_REFUSAL_STALE;
  if (!safer && control->pending)
    return STEADY_REFUSAL_BUSY;
  if (!safer && is_too_fast (control, view, command))
    return STEADY_REFUSAL_TOO_FAST;
  if (!stop && is_away (control->device))
    return STEADY_REFUSAL_LINK;
  return STEADY_REFUSAL_NONE;
}

/* What was asked before and is not read back yet gives way. */
static bool
pass_on (SteadyGate           *self,
         SteadyGateControl    *control,
         const SteadyGateView *view,
         const SteadyCommand  *command)
{
  if (control->pending)
    answer (self, view, &control->command, STEADY_ANSWER_FAILED, STEADY_REFUSAL_BUSY);
  control->pending = false;
  control->restoring = false;
  control->has_before = in_force (control, view->values, &control->before);
  if (!control->device->class->command (
          control->device, view->now - view->behind, command))
    return false;
  control->pending = true;
  control->moved = true;
  control->command = *command;
  control->sent = view->now;
  return true;
}

/* A stop or a clamp ends whatever else was on its way to the pump. */
static void
empty_queue (SteadyGate *self, const SteadyGateView *view, const SteadyCommand *command)
{
  for (unsigned i = 1; i < STEADY_CONTROL_MAX; i++)
    {
      SteadyGateControl *control = &self->controls[i];
      const bool         replaced =
          control->pending && !steady_command_is_stop (&control->command) &&
          (i == STEADY_CONTROL_PUMP_FLOW || i == STEADY_CONTROL_PUMP_SPEED ||
           i == STEADY_CONTROL_PUMP_START || i == STEADY_CONTROL_ARTERIAL_CLAMP ||
           i == command->control);
      if (!replaced)
        continue;
      control->pending = false;
      answer (self,
              view,
              &control->command,
              STEADY_ANSWER_FAILED,
              STEADY_REFUSAL_INTERVENTION);
    }
}

/* A stop that did not happen, or what an alarm asked for, is told until the same was
 * read back: another pump's stop or a clamp does not make it good. */
static void
note_intervention (SteadyGate *self, unsigned control, bool done)
{
  uint32_t bits = UINT32_C (1) << control;

  if (!done)
    {
      self->intervention_failed |= bits;
      return;
    }
  bits |= UINT32_C (1) << STEADY_CONTROL_NONE; /* of a case that kept no more of it */
  if (control == STEADY_CONTROL_PUMP_STOP)     /* which need not be slowed any more */
    bits |= UINT32_C (1) << STEADY_CONTROL_PUMP_FLOW | UINT32_C (1)
                                                           << STEADY_CONTROL_PUMP_SPEED;
  self->intervention_failed &= ~bits;
}

/*
 * Tests a proposal and passes it on or refuses it; the answer waits to be taken. A stop
 * that the device cannot be told is a failed one: the alarm says what to do by hand.
 *
 * Thread: tick. Does not allocate.
 */
void
steady_gate_propose (SteadyGate           *self,
                     const SteadyGateView *view,
                     const SteadyCommand  *command)
{
  SteadyRefusal refusal = judge (self, view, command);
  if (refusal == STEADY_REFUSAL_NONE)
    {
      SteadyGateControl *control = &self->controls[command->control];
      if (steady_command_is_stop (command))
        empty_queue (self, view, command);
      if (!pass_on (self, control, view, command))
        {
          refusal = STEADY_REFUSAL_LINK;
          if (steady_command_is_stop (command))
            note_intervention (self, command->control, false);
        }
    }
  answer (self,
          view,
          command,
          refusal == STEADY_REFUSAL_NONE ? STEADY_ANSWER_ACCEPTED
                                         : STEADY_ANSWER_REFUSED,
          refusal);
}

static bool
state_agrees (const SteadyCommand *command, long state)
{
  switch ((int) command->control)
    {
    case STEADY_CONTROL_PUMP_STOP:
    case STEADY_CONTROL_CARDIOPLEGIA_STOP:
      return state == STEADY_PUMP_STOPPED ||
             state == STEADY_PUMP_STOPPED_BY_INTERVENTION;
    case STEADY_CONTROL_PUMP_START:
    case STEADY_CONTROL_CARDIOPLEGIA_DOSE:
      return state == STEADY_PUMP_RUNNING;
    case STEADY_CONTROL_ARTERIAL_CLAMP:
    case STEADY_CONTROL_VENOUS_CLAMP:
      return state == (command->value > 0.5 ? STEADY_CLAMP_CLOSED : STEADY_CLAMP_OPEN);
    default:
      return false;
    }
}

static bool
closes_a_clamp (const SteadyCommand *command)
{
  return (command->control == STEADY_CONTROL_ARTERIAL_CLAMP ||
          command->control == STEADY_CONTROL_VENOUS_CLAMP) &&
         command->value > 0.5;
}

/* Whether the arterial pump stands, or its stop is on the way to it. */
static bool
pump_is_stopped (const SteadyGate *self, const SteadyValueTable *values)
{
  const SteadyGateControl *stop = &self->controls[STEADY_CONTROL_PUMP_STOP];
  double                   state;

  if (stop->pending)
    return true;
  return steady_value_table_value (values, STEADY_CHANNEL_ARTERIAL_PUMP, &state) &&
         state_agrees (&(SteadyCommand){ .control = STEADY_CONTROL_PUMP_STOP },
                       lround (state));
}

/*
 * What an alarm asks for: goes to the device at once, untested but for one thing: no
 * clamp closes on a pump whose stop no device took (safety rule 3), since a roller that
 * runs on bursts the line. A device that cannot be reached makes the intervention fail
 * at once.
 *
 * Thread: tick. Does not allocate.
 */
void
steady_gate_intervene (SteadyGate           *self,
                       const SteadyGateView *view,
                       const SteadyCommand  *command)
{
  steady_require (command->control < STEADY_CONTROL_MAX);
  SteadyGateControl *control = &self->controls[command->control];
  if (control->device == NULL)
    {
      answer (self, view, command, STEADY_ANSWER_REFUSED, STEADY_REFUSAL_NO_CONTROL);
      return;
    }
  if (closes_a_clamp (command) && !pump_is_stopped (self, view->values))
    {
      answer (self, view, command, STEADY_ANSWER_REFUSED, STEADY_REFUSAL_CLAMP_ALONE);
      return;
    }
  if (steady_command_is_stop (command))
    empty_queue (self, view, command);
  const bool sent = pass_on (self, control, view, command);
  if (!sent)
    note_intervention (self, command->control, false);
  answer (self,
          view,
          command,
          sent ? STEADY_ANSWER_ACCEPTED : STEADY_ANSWER_FAILED,
          sent ? STEADY_REFUSAL_NONE : STEADY_REFUSAL_LINK);
}

/* Whether mode and flags, which the engine keeps itself, may be set now. Thread: tick.
 */
SteadyRefusal
steady_gate_judge_kept (const SteadyGate     *self,
                        const SteadyGateView *view,
                        const SteadyCommand  *command)
{
  if (self->mode == STEADY_MODE_REVIEW)
    return STEADY_REFUSAL_MODE;
  if (!view->in_control)
    return STEADY_REFUSAL_NOT_IN_CONTROL;
  return is_expired (view, command) ? STEADY_REFUSAL_EXPIRED : STEADY_REFUSAL_NONE;
}

/* The answer to what the engine keeps itself. Thread: tick. */
void
steady_gate_answer_kept (SteadyGate           *self,
                         const SteadyGateView *view,
                         const SteadyCommand  *command,
                         SteadyRefusal         refusal)
{
  answer (self,
          view,
          command,
          refusal == STEADY_REFUSAL_NONE ? STEADY_ANSWER_CONFIRMED
                                         : STEADY_ANSWER_REFUSED,
          refusal);
}

static bool
is_read_back (const SteadyGateControl *control, const SteadyValueTable *values)
{
  double value;
  if (!in_force (control, values, &value) ||
      steady_value_table_get (values, control->about->readback)->t <= control->sent)
    return false;
  if (steady_channel_info (control->about->readback)->kind == STEADY_CHANNEL_KIND_STATE)
    return state_agrees (&control->command, lround (value));
  return fabs (value - control->command.value) <=
         fmax (control->about->tolerance, TOLERANCE);
}

/* What moves no blood may be put back either way. */
static bool
is_harmless (unsigned control)
{
  return control == STEADY_CONTROL_SWEEP || control == STEADY_CONTROL_FIO2 ||
         control == STEADY_CONTROL_CO2 || control == STEADY_CONTROL_WATER_TEMPERATURE;
}

/*
 * Whether the set-point of before may be sent again after a command that was not
 * confirmed. That never raises a speed, restarts a pump or opens a clamp (safety rule
 * 1): a flow goes back only where what is read back is above it.
 */
static bool
may_restore (const SteadyGateControl *control, const SteadyGateView *view)
{
  const unsigned             number = control->command.control;
  const SteadyDeviceControl *about = control->about;
  double                     now;

  if (control->restoring || control->command.origin == 0 || !control->has_before ||
      !takes_value (number) || about->readback == 0 ||
      number == STEADY_CONTROL_CARDIOPLEGIA_DOSE ||
      steady_channel_info (about->readback)->kind == STEADY_CHANNEL_KIND_STATE ||
      control->before < about->low || control->before > about->high ||
      is_away (control->device))
    return false;
  if (!in_force (control, view->values, &now))
    return is_harmless (number);
  if (fabs (now - control->before) <= fmax (about->tolerance, TOLERANCE))
    return false; /* it is in force already */
  return is_harmless (number) || control->before < now;
}

static void
restore (SteadyGate *self, const SteadyGateView *view, SteadyGateControl *control)
{
  SteadyCommand command = control->command;

  command.id |= RESTORING;
  command.value = control->before;
  command.issued = view->real_now;
  command.flags = 0;
  if (self->n_restored == STEADY_GATE_RESTORED ||
      !pass_on (self, control, view, &command))
    return;
  control->restoring = true;
  self->restored[self->n_restored++] = command;
}

/* The next set-point that was put back, for the record. Thread: tick. Does not
 * allocate. */
bool
steady_gate_take_restored (SteadyGate *self, SteadyCommand *ret_command)
{
  if (self->n_restored == 0)
    return false;
  *ret_command = self->restored[0];
  self->n_restored--;
  memmove (
      self->restored, self->restored + 1, self->n_restored * sizeof self->restored[0]);
  return true;
}

static void
settle (SteadyGate           *self,
        const SteadyGateView *view,
        SteadyGateControl    *control,
        SteadyRefusal         problem)
{
  const bool confirmed = problem == STEADY_REFUSAL_NONE;

  if (control->command.origin == 0 || steady_command_is_stop (&control->command))
    note_intervention (self, control->command.control, confirmed);
  else /* what was put back does not make good what was asked for */
    self->command_failed = !confirmed || (control->restoring && self->command_failed);
  control->pending = false;
  answer (self,
          view,
          &control->command,
          confirmed ? STEADY_ANSWER_CONFIRMED : STEADY_ANSWER_FAILED,
          problem);
}

/* The device took the command and then said no: nothing was sent. */
static bool
is_refused (const SteadyGateControl *control)
{
  const SteadyDeviceClass *class = control->device->class;

  return class->refused != NULL && control->command.id != 0 &&
         class->refused (control->device, control->command.control) ==
             control->command.id;
}

/*
 * Compares what came back with what was asked: confirmed, or failed when its time is
 * over or the device refused it. A command without a read-back is never confirmed.
 *
 * Thread: tick. Does not allocate.
 */
void
steady_gate_update (SteadyGate *self, const SteadyGateView *view)
{
  for (unsigned i = 1; i < STEADY_CONTROL_MAX; i++)
    {
      SteadyGateControl *control = &self->controls[i];
      if (!control->pending)
        continue;
      if (is_read_back (control, view->values))
        settle (self, view, control, STEADY_REFUSAL_NONE);
      else if (is_refused (control))
        settle (self,
                view,
                control,
                is_away (control->device) ? STEADY_REFUSAL_LINK
                                          : STEADY_REFUSAL_DEVICE);
      else if (view->now - control->sent > control->about->answer_time)
        {
          settle (self, view, control, STEADY_REFUSAL_LINK);
          if (may_restore (control, view))
            restore (self, view, control);
        }
    }
}

/* Answers since the last call, oldest first. Thread: tick. Does not allocate. */
unsigned
steady_gate_take_answers (SteadyGate *self, SteadyAnswer *ret_answers, unsigned size)
{
  const unsigned n = self->n_answers < size ? self->n_answers : size;
  memcpy (ret_answers, self->answers, n * sizeof ret_answers[0]);
  memmove (self->answers,
           self->answers + n,
           (self->n_answers - n) * sizeof self->answers[0]);
  self->n_answers -= n;
  return n;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/steady-course.h"

#include <string.h>

#include "base/steady-require.h"

/* The action that turns the page of a lesson. */
#define CONTINUE "continue"

/* A course before its first second. Thread: main. */
void
steady_course_init (SteadyCourse *self)
{
  memset (self, 0, sizeof *self);
  self->version = STEADY_COURSE_VERSION;
  self->size = sizeof *self;
}

/* Whether bytes that were kept can be a course of this build's. Thread: any. */
bool
steady_course_is_sane (const SteadyCourse *self)
{
  return self->version == STEADY_COURSE_VERSION && self->size == sizeof *self &&
         self->n_log <= STEADY_COURSE_LOG && self->n_doing <= STEADY_COURSE_DOING &&
         self->lesson <= STEADY_SCENARIO_TUTORIAL_MAX &&
         self->hints <= STEADY_SCENARIO_HINTS_MAX &&
         self->outcome <= STEADY_OUTCOME_ENDED;
}

/* Writes down what the debrief tells; a full log counts what it loses. Thread: the
 * tick. Does not allocate. */
void
steady_course_log (SteadyCourse       *self,
                   SteadyCourseLogKind kind,
                   unsigned            number,
                   double              value,
                   const char         *id)
{
  if (self->n_log == STEADY_COURSE_LOG)
    {
      self->n_log_lost++;
      return;
    }
  SteadyCourseLog *entry = &self->log[self->n_log++];
  *entry = (SteadyCourseLog){
    .t = self->now, .value = value, .kind = (uint16_t) kind, .number = (uint16_t) number
  };
  const size_t length = strnlen (id, sizeof entry->id - 1);
  memcpy (entry->id, id, length);
}

/* The page of a lesson without a condition waits for the reader. */
static const SteadyCondition *
lesson_condition (const SteadyScenarioLesson *lesson)
{
  static const SteadyCondition next = {
    .n_tests = 1, .tests = { { .kind = STEADY_CONDITION_DID, .id = CONTINUE } }
  };
  return lesson->has_when ? &lesson->when : &next;
}

static bool
is_given (const SteadyCourse *self, const SteadyScenario *scenario, const char *id)
{
  for (unsigned i = 0; i < scenario->n_steps; i++)
    if (self->steps[i].given && strcmp (scenario->steps[i].id, id) == 0)
      return true;
  return false;
}

static bool
is_answered (const SteadyCourse *self, const SteadyScenario *scenario, const char *id)
{
  for (unsigned i = 0; i < scenario->n_callouts; i++)
    if (self->callouts[i].state == STEADY_CALLOUT_ANSWERED &&
        strcmp (scenario->callouts[i].id, id) == 0)
      return true;
  return false;
}

/* A step that was given and a question that was answered stay so: whoever waits for
 * them later does not wait in vain. */
static void
arm (const SteadyCourse    *self,
     const SteadyScenario  *scenario,
     const SteadyCondition *condition,
     SteadyConditionState  *state,
     SteadySpan             now)
{
  steady_condition_arm (state, now);
  for (unsigned i = 0; i < condition->n_tests; i++)
    {
      const SteadyConditionTest *test = &condition->tests[i];
      if ((test->kind == STEADY_CONDITION_STEP &&
           is_given (self, scenario, test->id)) ||
          (test->kind == STEADY_CONDITION_REPLIED &&
           is_answered (self, scenario, test->id)))
        state->latched |= (uint16_t) (1u << i);
    }
}

/* Tells all conditions that wait. */
static void
spread (SteadyCourse          *self,
        const SteadyScenario  *scenario,
        const SteadyHappening *happening)
{
  for (unsigned i = 0; i < scenario->n_steps; i++)
    steady_condition_happen (&scenario->steps[i].when, &self->steps[i].when, happening);
  for (unsigned i = 0; i < scenario->n_expected; i++)
    {
      steady_condition_happen (
          &scenario->expected[i].from, &self->items[i].from, happening);
      steady_condition_happen (
          &scenario->expected[i].when, &self->items[i].when, happening);
    }
  for (unsigned i = 0; i < scenario->n_callouts; i++)
    steady_condition_happen (
        &scenario->callouts[i].when, &self->callouts[i].when, happening);
  if (self->lesson < scenario->n_lessons)
    steady_condition_happen (lesson_condition (&scenario->lessons[self->lesson]),
                             &self->lesson_state,
                             happening);
}

/*
 * Something happened on the console: a command that passed the gate, a mark, an alarm
 * acknowledged.
 *
 * Thread: the tick. Does not allocate.
 */
void
steady_course_happen (SteadyCourse          *self,
                      const SteadyScenario  *scenario,
                      const SteadyHappening *happening)
{
  static const SteadyCourseLogKind kinds[] = {
    [STEADY_CONDITION_COMMAND] = STEADY_COURSE_LOG_COMMAND,
    [STEADY_CONDITION_MARK] = STEADY_COURSE_LOG_MARK,
    [STEADY_CONDITION_DID] = STEADY_COURSE_LOG_DID,
    [STEADY_CONDITION_ACKNOWLEDGED] = STEADY_COURSE_LOG_ACKNOWLEDGED,
  };

  spread (self, scenario, happening);
  if (happening->kind < G_N_ELEMENTS (kinds) && kinds[happening->kind] != 0)
    steady_course_log (self,
                       kinds[happening->kind],
                       happening->number,
                       happening->value,
                       happening->id);
}

static void
happened (SteadyCourse         *self,
          const SteadyScenario *scenario,
          SteadyConditionKind   kind,
          const char           *id)
{
  const SteadyHappening happening = { .kind = (uint16_t) kind, .id = id };
  steady_course_happen (self, scenario, &happening);
}

/*
 * The trainee begins to do something of the catalogue; it takes effect when its time
 * has passed. False: there is no such action, it is under way, or the hands are full.
 *
 * Thread: the tick. Does not allocate.
 */
bool
steady_course_do (SteadyCourse *self, const SteadyScenario *scenario, const char *id)
{
  const SteadyCatalogueAction *action = steady_catalogue_find (scenario->catalogue, id);

  if (action == NULL || self->n_doing == STEADY_COURSE_DOING)
    return false;
  for (unsigned i = 0; i < self->n_doing; i++)
    if (strcmp (self->doing[i].id, id) == 0)
      return false;
  SteadyCourseDoing *doing = &self->doing[self->n_doing++];
  *doing = (SteadyCourseDoing){ .begun = self->now, .done = self->now + action->takes };
  memcpy (doing->id, action->id, sizeof doing->id);
  self->changes++;
  return true;
}

/*
 * The trainee answers somebody. False: nobody who waits for an answer is called so.
 *
 * Thread: the tick. Does not allocate.
 */
bool
steady_course_reply (SteadyCourse         *self,
                     const SteadyScenario *scenario,
                     const char           *id,
                     unsigned              choice)
{
  for (unsigned i = 0; i < scenario->n_callouts; i++)
    {
      const SteadyScenarioCallout *callout = &scenario->callouts[i];
      SteadyCourseCallout         *state = &self->callouts[i];
      const bool                   open = state->state == STEADY_CALLOUT_OPEN ||
                        state->state == STEADY_CALLOUT_UNANSWERED;
      if (strcmp (callout->id, id) != 0 || !open || choice >= callout->n_replies)
        continue;
      const bool right = choice == callout->right;
      state->state = right ? STEADY_CALLOUT_ANSWERED : STEADY_CALLOUT_WRONG;
      state->choice = choice;
      state->answered_at = self->now;
      steady_course_log (self, STEADY_COURSE_LOG_REPLY, choice, right, callout->id);
      if (right)
        happened (self, scenario, STEADY_CONDITION_REPLIED, callout->id);
      self->changes++;
      return true;
    }
  return false;
}

/* Shows one hint more; false when there is none left. Thread: the tick. Does not
 * allocate. */
bool
steady_course_hint (SteadyCourse *self, const SteadyScenario *scenario)
{
  if (self->hints >= scenario->n_hints)
    return false;
  steady_course_log (self, STEADY_COURSE_LOG_HINT, self->hints, 0, "");
  self->hints++;
  self->changes++;
  return true;
}

/* The instructor writes to the trainee; @text is cut to its room. Thread: the tick.
 * Does not allocate. */
void
steady_course_note (SteadyCourse *self, const char *text)
{
  SteadyCourseNote *note = &self->notes[self->n_notes++ % STEADY_COURSE_NOTES];
  const char       *end;

  memset (note, 0, sizeof *note);
  note->t = self->now;
  memcpy (note->text, text, strnlen (text, sizeof note->text - 1));
  if (!g_utf8_validate (note->text, -1, &end))
    note->text[end - note->text] = '\0';
  self->changes++;
}

static void
give (SteadyCourse         *self,
      const SteadyScenario *scenario,
      unsigned              i,
      SteadyCourseEffect   *ret_effect)
{
  const SteadyScenarioStep *step = &scenario->steps[i];

  self->steps[i].given = true;
  self->steps[i].given_at = self->now;
  if (!step->effect.said && !self->fault_given)
    {
      self->fault_given = true;
      self->fault_at = self->now;
    }
  steady_course_log (self, STEADY_COURSE_LOG_STEP, i, step->effect.value, step->id);
  happened (self, scenario, STEADY_CONDITION_STEP, step->id);
  self->changes++;
  *ret_effect = (SteadyCourseEffect){ .effect = step->effect, .step = step->id };
}

/* The instructor wants a step now, whatever it waits for. False: there is none, or it
 * was given. Thread: the tick. Does not allocate. */
bool
steady_course_give_step (SteadyCourse         *self,
                         const SteadyScenario *scenario,
                         unsigned              step)
{
  if (step >= scenario->n_steps || self->steps[step].given)
    return false;
  self->steps[step].when.armed = true;
  self->steps[step].when.met = true;
  self->steps[step].when.met_at = self->now - scenario->steps[step].after;
  return true;
}

static bool
step_is_due (SteadyCourse              *self,
             const SteadyScenario      *scenario,
             unsigned                   i,
             const SteadyConditionView *view)
{
  const SteadyScenarioStep *step = &scenario->steps[i];
  SteadyCourseStep         *state = &self->steps[i];

  if (state->given)
    return false;
  if (!state->when.armed)
    {
      if (view->now < step->at)
        return false;
      arm (self, scenario, &step->when, &state->when, view->now);
    }
  return steady_condition_update (&step->when, &state->when, view) &&
         view->now - state->when.met_at >= step->after;
}

static unsigned
run_steps (SteadyCourse              *self,
           const SteadyScenario      *scenario,
           const SteadyConditionView *view,
           SteadyCourseEffect        *ret_effects,
           unsigned                   size)
{
  unsigned n = 0;

  for (unsigned i = 0; i < scenario->n_steps && n < size; i++)
    if (step_is_due (self, scenario, i, view))
      give (self, scenario, i, &ret_effects[n++]);
  return n;
}

static SteadyCourseEffect
effect_of (const SteadyScenario        *scenario,
           const SteadyCatalogueAction *action,
           unsigned                     i)
{
  const SteadyCatalogueEffect *from = &action->effects[i];
  SteadyCourseEffect           effect = { .step = action->id, .by_trainee = true };

  memcpy (effect.effect.mechanism, from->mechanism, sizeof effect.effect.mechanism);
  effect.effect.value = from->value + from->value_per_kg * scenario->weight_kg;
  effect.effect.ramp = from->ramp;
  effect.effect.said = true;
  return effect;
}

/* What the trainee began and whose time has passed is done now. */
static unsigned
finish_doing (SteadyCourse         *self,
              const SteadyScenario *scenario,
              SteadyCourseEffect   *ret_effects,
              unsigned              size)
{
  unsigned n = 0, kept = 0;

  for (unsigned i = 0; i < self->n_doing; i++)
    {
      const SteadyCourseDoing      doing = self->doing[i];
      const SteadyCatalogueAction *action =
          steady_catalogue_find (scenario->catalogue, doing.id);
      if (self->now < doing.done || action == NULL || n + action->n_effects > size)
        {
          self->doing[kept++] = doing;
          continue;
        }
      for (unsigned k = 0; k < action->n_effects; k++)
        ret_effects[n++] = effect_of (scenario, action, k);
      happened (self, scenario, STEADY_CONDITION_DID, action->id);
      self->changes++;
    }
  self->n_doing = kept;
  return n;
}

static void
raise_callouts (SteadyCourse              *self,
                const SteadyScenario      *scenario,
                const SteadyConditionView *view)
{
  for (unsigned i = 0; i < scenario->n_callouts; i++)
    {
      const SteadyScenarioCallout *callout = &scenario->callouts[i];
      SteadyCourseCallout         *state = &self->callouts[i];
      if (state->state == STEADY_CALLOUT_OPEN &&
          callout->within != STEADY_INSTANT_NEVER &&
          view->now - state->raised_at > callout->within)
        {
          state->state = STEADY_CALLOUT_UNANSWERED;
          self->changes++;
        }
      if (state->state != STEADY_CALLOUT_WAITING || view->now < callout->at)
        continue;
      if (!state->when.armed)
        arm (self, scenario, &callout->when, &state->when, view->now);
      if (!steady_condition_update (&callout->when, &state->when, view) ||
          view->now - state->when.met_at < callout->after)
        continue;
      state->state = STEADY_CALLOUT_OPEN;
      state->raised_at = view->now;
      steady_course_log (self, STEADY_COURSE_LOG_CALLOUT, i, 0, callout->id);
      self->changes++;
    }
}

static void
turn_page (SteadyCourse              *self,
           const SteadyScenario      *scenario,
           const SteadyConditionView *view)
{
  if (self->lesson >= scenario->n_lessons)
    return;
  const SteadyScenarioLesson *lesson = &scenario->lessons[self->lesson];
  const SteadyCondition      *when = lesson_condition (lesson);
  if (!self->lesson_state.armed)
    {
      arm (self, scenario, when, &self->lesson_state, view->now);
      self->changes++;
    }
  if (!steady_condition_update (when, &self->lesson_state, view))
    return;
  self->lesson++;
  self->lesson_state = (SteadyConditionState){ 0 };
  self->changes++;
}

static bool
item_has_begun (SteadyCourse                 *self,
                const SteadyScenarioExpected *item,
                const SteadyScenario         *scenario,
                SteadyCourseItem             *state,
                const SteadyConditionView    *view)
{
  bool has_fault = false;

  if (state->when.armed)
    return true;
  for (unsigned i = 0; i < scenario->n_steps; i++)
    has_fault = has_fault || !scenario->steps[i].effect.said;
  if (item->has_from)
    {
      if (!state->from.armed)
        arm (self, scenario, &item->from, &state->from, view->now);
      if (!steady_condition_update (&item->from, &state->from, view))
        return false;
    }
  else if (has_fault && !self->fault_given)
    return false;
  arm (self, scenario, &item->when, &state->when, view->now);
  return true;
}

static SteadyItemVerdict
judge_item (const SteadyScenarioExpected *item,
            SteadyCourseItem             *state,
            const SteadyConditionView    *view)
{
  const bool       met = steady_condition_update (&item->when, &state->when, view);
  const SteadySpan end = met ? state->when.met_at : view->now;
  const bool       over =
      item->within != STEADY_INSTANT_NEVER && end - state->when.armed_at > item->within;

  if (item->forbidden)
    return met ? STEADY_ITEM_BROKEN : STEADY_ITEM_OPEN;
  if (met)
    return over ? STEADY_ITEM_LATE : STEADY_ITEM_MET;
  return over ? STEADY_ITEM_MISSED : STEADY_ITEM_OPEN;
}

static void
judge_items (SteadyCourse              *self,
             const SteadyScenario      *scenario,
             const SteadyConditionView *view)
{
  for (unsigned i = 0; i < scenario->n_expected; i++)
    {
      const SteadyScenarioExpected *item = &scenario->expected[i];
      SteadyCourseItem             *state = &self->items[i];
      if (!item_has_begun (self, item, scenario, state, view))
        continue;
      const uint32_t verdict = (uint32_t) judge_item (item, state, view);
      if (verdict != state->verdict)
        self->changes++;
      state->verdict = verdict;
    }
}

static bool
is_bad (uint32_t verdict)
{
  return verdict == STEADY_ITEM_LATE || verdict == STEADY_ITEM_MISSED ||
         verdict == STEADY_ITEM_BROKEN;
}

static SteadyOutcome
judge (const SteadyCourse *self, const SteadyScenario *scenario, bool over)
{
  unsigned n_wanted = scenario->n_lessons > 0;
  bool     all_met = self->lesson >= scenario->n_lessons;

  for (unsigned i = 0; i < scenario->n_expected; i++)
    {
      const SteadyScenarioExpected *item = &scenario->expected[i];
      if (!item->required)
        continue;
      if (is_bad (self->items[i].verdict))
        return STEADY_OUTCOME_FAILED;
      n_wanted++;
      /* What never came to be asked for is not missed; before the end it still may. */
      const bool not_asked =
          over && item->has_from && self->items[i].verdict == STEADY_ITEM_WAITING;
      if (!item->forbidden && !not_asked && self->items[i].verdict != STEADY_ITEM_MET)
        all_met = false;
    }
  if (n_wanted == 0)
    return over ? STEADY_OUTCOME_ENDED : STEADY_OUTCOME_RUNNING;
  if (all_met)
    return STEADY_OUTCOME_PASSED;
  return over ? STEADY_OUTCOME_FAILED : STEADY_OUTCOME_RUNNING;
}

/*
 * One look at how things stand. Writes the mechanisms that change now and returns how
 * many; what finds no room in @size comes with the next look.
 *
 * Thread: the tick. Does not allocate or lock.
 */
unsigned
steady_course_update (SteadyCourse              *self,
                      const SteadyScenario      *scenario,
                      const SteadyConditionView *view,
                      SteadyCourseEffect        *ret_effects,
                      unsigned                   size)
{
  const SteadySpan passed = self->begun ? view->now - self->now : 0;

  steady_require (passed >= 0);
  self->begun = true;
  self->now = view->now;
  if (self->ended)
    return run_steps (self, scenario, view, ret_effects, size);
  const SteadyCostLimits limits = steady_cost_limits (
      scenario->profile, scenario->map_low, scenario->plan_flow_l_min);
  steady_cost_add (&self->cost, &limits, passed, view->values, view->support);
  unsigned n = run_steps (self, scenario, view, ret_effects, size);
  n += finish_doing (self, scenario, ret_effects + n, size - n);
  raise_callouts (self, scenario, view);
  turn_page (self, scenario, view);
  judge_items (self, scenario, view);
  const bool     over = scenario->length > 0 && view->now >= scenario->length;
  const uint32_t outcome = (uint32_t) judge (self, scenario, over);
  if (outcome != self->outcome)
    self->changes++;
  self->outcome = outcome;
  return n;
}

/* An alarm came or went. Thread: the tick. Does not allocate. */
void
steady_course_alarm (SteadyCourse *self, const SteadyAlarmRecord *record)
{
  const bool was =
      record->before >= STEADY_ALARM_ACTIVE && record->before <= STEADY_ALARM_LATCHED;
  const bool is =
      record->state >= STEADY_ALARM_ACTIVE && record->state <= STEADY_ALARM_LATCHED;

  if (was != is)
    steady_course_log (self,
                       is ? STEADY_COURSE_LOG_ALARM : STEADY_COURSE_LOG_ALARM_END,
                       record->priority,
                       record->has_value ? record->value : 0,
                       record->id);
}

/* The trainee or the instructor ends the run: what is not done is missed. Thread: the
 * tick. Does not allocate. */
void
steady_course_end (SteadyCourse *self, const SteadyScenario *scenario)
{
  if (self->ended)
    return;
  self->ended = true;
  for (unsigned i = 0; i < scenario->n_expected; i++)
    if (!scenario->expected[i].forbidden && self->items[i].verdict == STEADY_ITEM_OPEN)
      self->items[i].verdict = STEADY_ITEM_MISSED;
  self->outcome = (uint32_t) judge (self, scenario, true);
  self->changes++;
}

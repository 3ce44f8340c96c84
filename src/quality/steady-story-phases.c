/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "measure/steady-command.h"
#include "measure/steady-timer-text.h"
#include "quality/steady-case-story-private.h"

/* What holds at one instant of the case: a bit for each kind of phase. */
typedef struct Holding
{
  SteadyCaseStory *story;
  unsigned         kinds;
  SteadyInstant    since[STEADY_CASE_PHASE_KINDS];
} Holding;

static unsigned
kinds_of_mode (double mode)
{
  switch ((SteadySupportMode) lround (mode))
    {
    case STEADY_SUPPORT_PARTIAL_BYPASS:
    case STEADY_SUPPORT_FULL_BYPASS:
    case STEADY_SUPPORT_WEANING:
    case STEADY_SUPPORT_RETURN_TO_BYPASS:
      return 1U << STEADY_CASE_PHASE_BYPASS;
    case STEADY_SUPPORT_ECMO_VA:
    case STEADY_SUPPORT_ECMO_VV:
      return 1U << STEADY_CASE_PHASE_BYPASS | 1U << STEADY_CASE_PHASE_ECMO;
    case STEADY_SUPPORT_MUF:
      return 1U << STEADY_CASE_PHASE_MUF;
    case STEADY_SUPPORT_SET_UP:
    case STEADY_SUPPORT_PRIMING:
    case STEADY_SUPPORT_PRE_BYPASS:
    case STEADY_SUPPORT_POST_BYPASS:
    default:
      return 0;
    }
}

static unsigned
kinds_of_flags (double value)
{
  static const struct
  {
    unsigned            flag;
    SteadyCasePhaseKind kind;
  } table[] = {
    { STEADY_FLAG_CROSS_CLAMPED, STEADY_CASE_PHASE_CLAMP },
    { STEADY_FLAG_CIRCULATORY_ARREST, STEADY_CASE_PHASE_ARREST },
    { STEADY_FLAG_CEREBRAL_PERFUSION, STEADY_CASE_PHASE_CEREBRAL },
    { STEADY_FLAG_COOLING, STEADY_CASE_PHASE_COOLING },
    { STEADY_FLAG_REWARMING, STEADY_CASE_PHASE_REWARMING },
  };
  const unsigned flags = value >= 0 && value < 256 ? (unsigned) lround (value) : 0;
  unsigned       kinds = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (table); i++)
    kinds |= (flags & table[i].flag) != 0 ? 1U << table[i].kind : 0;
  return kinds;
}

#define OF_MODE                                                    \
  (1U << STEADY_CASE_PHASE_BYPASS | 1U << STEADY_CASE_PHASE_ECMO | \
   1U << STEADY_CASE_PHASE_MUF)

static void
change (Holding *self, SteadyInstant t, unsigned kinds, bool open)
{
  for (unsigned i = 0; i < STEADY_CASE_PHASE_KINDS; i++)
    {
      const unsigned bit = 1U << i;
      if ((kinds & bit) != 0 && (self->kinds & bit) == 0)
        self->since[i] = t;
      if ((kinds & bit) != 0 || (self->kinds & bit) == 0)
        continue;
      const SteadyCasePhase phase = { .kind = (SteadyCasePhaseKind) i,
                                      .from = self->since[i],
                                      .to = MAX (t, self->since[i]),
                                      .open = open };
      g_array_append_val (self->story->phases, phase);
    }
  self->kinds = kinds;
}

static void
take_event (Holding *self, const SteadyCaseEvent *event)
{
  const unsigned clamp = 1U << STEADY_CASE_PHASE_CLAMP;

  if (event->event == STEADY_EVENT_MODE && isfinite (event->value))
    change (
        self, event->t, (self->kinds & ~OF_MODE) | kinds_of_mode (event->value), false);
  else if (event->event == STEADY_EVENT_CLAMP_ON)
    change (self, event->t, self->kinds | clamp, false);
  else if (event->event == STEADY_EVENT_CLAMP_OFF)
    change (self, event->t, self->kinds & ~clamp, false);
}

static void
take_command (Holding *self, const SteadyCaseCommand *command)
{
  if (command->step != STEADY_ANSWER_CONFIRMED &&
      command->step != STEADY_ANSWER_ACCEPTED)
    return;
  if (command->control == STEADY_CONTROL_SUPPORT_FLAGS && isfinite (command->value))
    change (self,
            command->t,
            (self->kinds & OF_MODE) | kinds_of_flags (command->value),
            false);
}

/* What held when the recording began. */
static unsigned
kinds_at_start (const SteadyCaseStory *story)
{
  const SteadyJsonNode root = steady_json_document_root (&story->meta);
  SteadyJsonNode       support;
  double               mode, flags;

  if (root.object == NULL || !steady_json_has (&root, "support") ||
      !steady_json_get_node (&root, "support", &support, NULL) ||
      !steady_json_get_number (&support, "mode", 0, 255, &mode, NULL) ||
      !steady_json_get_number (&support, "flags", 0, 255, &flags, NULL))
    return 0;
  return kinds_of_mode (mode) | kinds_of_flags (flags);
}

static int
by_beginning (gconstpointer a, gconstpointer b)
{
  const SteadyCasePhase *one = a, *other = b;
  if (one->from != other->from)
    return one->from < other->from ? -1 : 1;
  return (int) one->kind - (int) other->kind;
}

static bool
has_kind (const SteadyCaseStory *story, SteadyCasePhaseKind kind)
{
  for (unsigned i = 0; i < story->phases->len; i++)
    if (g_array_index (story->phases, SteadyCasePhase, i).kind == kind)
      return true;
  return false;
}

static void
forget_kind (SteadyCaseStory *story, SteadyCasePhaseKind kind)
{
  for (unsigned i = story->phases->len; i-- > 0;)
    if (g_array_index (story->phases, SteadyCasePhase, i).kind == kind)
      g_array_remove_index (story->phases, i);
}

/* Adds a stretch of a timer, or tells of one that was added before when it ended. */
static void
take_segment (SteadyCaseStory          *story,
              SteadyCasePhaseKind       kind,
              const SteadyTimerSegment *segment)
{
  const bool            open = segment->until == STEADY_INSTANT_NEVER;
  const SteadyInstant   to = MIN (segment->until, story->span.end);
  const SteadyCasePhase phase = {
    .kind = kind, .from = segment->since, .to = MAX (to, segment->since), .open = open
  };

  for (unsigned i = 0; i < story->phases->len; i++)
    {
      SteadyCasePhase *before = &g_array_index (story->phases, SteadyCasePhase, i);
      if (before->kind != kind || before->from != segment->since)
        continue;
      *before = phase;
      return;
    }
  g_array_append_val (story->phases, phase);
}

/*
 * The case's timers know better than marks and modes: what is dated back counts from
 * then on (safety ruling 23), and arrest is declared there. ECMO has no such timer.
 */
static void
follow_timers (SteadyCaseStory *self)
{
  static const struct
  {
    unsigned            timer;
    SteadyCasePhaseKind kind;
  } table[] = {
    { STEADY_TIMER_BYPASS, STEADY_CASE_PHASE_BYPASS },
    { STEADY_TIMER_CLAMP, STEADY_CASE_PHASE_CLAMP },
    { STEADY_TIMER_ARREST, STEADY_CASE_PHASE_ARREST },
    { STEADY_TIMER_CEREBRAL, STEADY_CASE_PHASE_CEREBRAL },
  };
  unsigned           told = 0;
  SteadyTimerSegment segment;

  for (unsigned i = 0; i < self->events->len; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (self->events, SteadyCaseEvent, i);
      if (event->event != STEADY_EVENT_TIMER ||
          !steady_timer_text_read (event->text, self->span.start, &segment))
        continue;
      for (unsigned k = 0; k < G_N_ELEMENTS (table); k++)
        {
          const SteadyCasePhaseKind kind = table[k].kind;
          if (table[k].timer != segment.kind ||
              (kind == STEADY_CASE_PHASE_BYPASS &&
               has_kind (self, STEADY_CASE_PHASE_ECMO)))
            continue;
          if ((told & 1U << kind) == 0)
            forget_kind (self, kind);
          told |= 1U << kind;
          take_segment (self, kind, &segment);
        }
    }
}

/* The phases as people declared them; @commands of SteadyCaseCommand in their order.
 * Thread: any. */
void
steady_case_story_find_phases (SteadyCaseStory *self, const GArray *commands)
{
  Holding  holding = { .story = self };
  unsigned next = 0;

  change (&holding, self->span.start, kinds_at_start (self), false);
  for (unsigned i = 0; i < self->events->len; i++)
    {
      const SteadyCaseEvent *event = &g_array_index (self->events, SteadyCaseEvent, i);
      for (; next < commands->len; next++)
        {
          const SteadyCaseCommand *command =
              &g_array_index (commands, SteadyCaseCommand, next);
          if (command->t > event->t)
            break;
          take_command (&holding, command);
        }
      take_event (&holding, event);
    }
  for (; next < commands->len; next++)
    take_command (&holding, &g_array_index (commands, SteadyCaseCommand, next));
  change (&holding, self->span.end, 0, true);
  follow_timers (self);
  g_array_sort (self->phases, by_beginning);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-review-status.h"

#include <glib/gi18n-lib.h>

#include "widgets/steady-words.h"

static const char *
silence_text (SteadyReviewSilence silence)
{
  switch (silence)
    {
    case STEADY_REVIEW_SILENT_FASTER:
      return _ ("Alarms are heard at 1× only.");
    case STEADY_REVIEW_SILENT_LIVE:
      return _ ("No sound: a live case runs on this machine.");
    case STEADY_REVIEW_SILENT_NO_DEVICE:
      return _ ("No sound: no loudspeaker answers.");
    case STEADY_REVIEW_SILENT_BY_CHOICE:
      return _ ("Sound is switched off.");
    case STEADY_REVIEW_SOUNDS:
    default:
      return _ ("Alarms are heard.");
    }
}

/* The alarms that the engine has judged again for this instant. */
static void
append_alarms (const SteadyReviewCase   *review,
               const SteadyReviewReplay *replay,
               GString                  *text)
{
  unsigned                 count;
  const SteadyAlarmRecord *present = steady_review_replay_present (replay, &count);

  for (unsigned i = 0; i < count && i < 3; i++)
    {
      const char *title = steady_review_case_alarm (review, present[i].id, "title");
      g_string_append_printf (
          text,
          "  %s %s",
          steady_words_priority_mark ((SteadyPriority) present[i].priority),
          title != NULL ? _ (title) : present[i].id);
    }
  if (count > 3)
    g_string_append_printf (text, "  +%u", count - 3);
  if (count == 0)
    g_string_append_printf (text, "  %s", _ ("no alarm"));
}

/* Why the alarms are not judged from a state near the place; NULL: they are. */
static const char *
start_text (SteadyReplayStart start)
{
  switch (start)
    {
    case STEADY_REPLAY_NO_STATE:
      return _ ("the case holds no state of them near here");
    case STEADY_REPLAY_OTHER_STATE:
      return _ ("another version of Steady wrote their state");
    case STEADY_REPLAY_DAMAGED_STATE:
      return _ ("their stored state is damaged");
    case STEADY_REPLAY_NO_JOURNAL:
      return _ ("the case does not say what they were told");
    case STEADY_REPLAY_NEAR:
    default:
      return NULL;
    }
}

static void
append_way (const SteadyReviewReplay *replay, GString *text)
{
  SteadyReplayProgress way = { .start = STEADY_REPLAY_NEAR };
  const char          *why = NULL;

  if (steady_review_replay_progress (replay, &way))
    why = start_text ((SteadyReplayStart) way.start);
  if (why == NULL)
    g_string_append_printf (text, ": %s", _ ("the alarms are judged up to here …"));
  else
    {
      g_string_append (text, ": ");
      g_string_append_printf (
          text,
          _ ("the alarms are judged from the beginning of the case, %u %% (%s)"),
          MIN (way.permille / 10, 100),
          why);
    }
}

/* What is to be known of a playback in one line; free with g_free (). Thread: main. */
char *
steady_review_status (const SteadyReviewCase   *review,
                      const SteadyReviewReplay *replay,
                      bool                      playing,
                      const char               *problem)
{
  g_autoptr (GString) text = g_string_new (_ ("REPLAY"));

  switch (steady_review_replay_state (replay))
    {
    case STEADY_REVIEW_REPLAY_MARK:
      g_string_append_printf (text, ": %s", _ ("the replay mark sounds …"));
      break;
    case STEADY_REVIEW_REPLAY_PREPARING:
      append_way (replay, text);
      break;
    case STEADY_REVIEW_REPLAY_RUNNING:
      append_alarms (review, replay, text);
      g_string_append_printf (
          text, "  ·  %s", silence_text (steady_review_replay_silence (replay)));
      break;
    case STEADY_REVIEW_REPLAY_FAILED:
      g_string_append_printf (
          text,
          ": %s",
          _ ("the alarms cannot be judged again; only curves are played"));
      break;
    case STEADY_REVIEW_REPLAY_OFF:
    default:
      g_string_append_printf (
          text, ": %s", playing ? _ ("playing") : _ ("standing still"));
      break;
    }
  if (problem != NULL)
    g_string_assign (text, problem);
  return g_strdup (text->str);
}

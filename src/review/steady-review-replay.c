/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-review-replay.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "link/steady-link-client.h"
#include "link/steady-live-mark.h"

enum
{
  POLL_MS = 40
};

struct SteadyReviewReplay
{
  SteadyReviewReplayCallback changed;
  void                      *data;
  SteadyReviewReplayState    state;
  SteadyReviewSilence        silence;
  char                      *folder; /* of the socket */
  char                      *socket;
  char                      *case_file;
  SteadySpan                 from;
  double                     speed;
  GSubprocess               *mark;
  GSubprocess               *engine;
  GSubprocess               *sounder;
  GCancellable              *cancel; /* of what is waited for */
  SteadyLinkClient          *link;
  guint                      poll;
  bool                       has_at;
  SteadySpan                 at; /* case time of the engine */
  bool                       has_progress;
  SteadyReplayProgress       progress; /* of the engine on its way to @from */
  unsigned                   n_present;
  SteadyAlarmRecord          present[STEADY_REVIEW_PRESENT];
};

static void begin_engine (SteadyReviewReplay *self);

/* A child never outlives the screen that shows what it does. */
static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static GSubprocess *
spawn (const char *program, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autofree char *path = steady_paths_program (program);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_ptr_array_add (words, path);
  for (unsigned i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (words, (void *) arguments[i]);
  g_ptr_array_add (words, NULL);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  return g_subprocess_launcher_spawnv (
      launcher, (const char *const *) words->pdata, NULL);
}

static void
tell (SteadyReviewReplay *self, SteadyReviewReplayState state)
{
  self->state = state;
  self->changed (self->data);
}

/* Asks it to leave; what it says on leaving is not waited for. */
static void
end (GSubprocess **process)
{
  if (*process == NULL)
    return;
  g_subprocess_send_signal (*process, SIGTERM);
  g_clear_object (process);
}

/* The sounder goes first: an engine that has gone would be an alarm to it. */
static void
end_all (SteadyReviewReplay *self)
{
  g_cancellable_cancel (self->cancel);
  g_clear_object (&self->cancel);
  g_clear_handle_id (&self->poll, g_source_remove);
  g_clear_pointer (&self->link, steady_link_client_free);
  if (self->sounder != NULL)
    {
      g_subprocess_force_exit (self->sounder);
      g_clear_object (&self->sounder);
    }
  end (&self->mark);
  end (&self->engine);
  self->n_present = 0;
  self->has_at = false;
  self->has_progress = false;
  if (self->socket != NULL)
    g_unlink (self->socket);
}

/* Makes one that plays nothing. @changed is called in the main loop. Thread: main. */
SteadyReviewReplay *
steady_review_replay_new (SteadyReviewReplayCallback changed, void *data)
{
  SteadyReviewReplay *self = g_new0 (SteadyReviewReplay, 1);

  self->changed = changed;
  self->data = data;
  return self;
}

/* Thread: main. Accepts NULL. */
void
steady_review_replay_free (SteadyReviewReplay *self)
{
  if (self == NULL)
    return;
  end_all (self);
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->socket);
  g_free (self->case_file);
  g_free (self);
}

/* Said again only when another figure is to be read. */
static void
take_progress (SteadyReviewReplay *self, const SteadyReplayProgress *progress)
{
  const bool other = !self->has_progress ||
                     progress->permille / 10 != self->progress.permille / 10 ||
                     progress->start != self->progress.start;

  self->progress = *progress;
  self->has_progress = true;
  if (other)
    self->changed (self->data);
}

static void
take_frame (SteadyReviewReplay *self, const SteadyFrame *frame)
{
  const unsigned most = (unsigned) (frame->length / sizeof (SteadyAlarmRecord));

  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_HEARTBEAT:
      self->at = frame->header.t;
      self->has_at = true;
      if (self->state == STEADY_REVIEW_REPLAY_PREPARING && self->at >= self->from)
        tell (self, STEADY_REVIEW_REPLAY_RUNNING);
      break;
    case STEADY_FRAME_REPLAY_PROGRESS:
      take_progress (self, frame->payload);
      break;
    case STEADY_FRAME_PRESENT:
      self->n_present = MIN (frame->header.count, most);
      self->n_present = MIN (self->n_present, STEADY_REVIEW_PRESENT);
      memcpy (self->present, frame->payload, self->n_present * sizeof self->present[0]);
      for (unsigned i = 0; i < self->n_present; i++)
        self->present[i].id[STEADY_ALARM_ID_SIZE - 1] = '\0';
      self->changed (self->data);
      break;
    default:
      break;
    }
}

static gboolean
on_poll (gpointer data)
{
  SteadyReviewReplay *self = data;
  SteadyFrame         frame;

  if (!steady_link_client_connected (self->link))
    steady_link_client_connect (self->link);
  while (self->link != NULL && steady_link_client_receive (self->link, &frame))
    take_frame (self, &frame);
  return G_SOURCE_CONTINUE;
}

/* It ended by itself: at the end of the case, or since it cannot play it. */
static void
on_engine_end (GObject *source, GAsyncResult *result, gpointer data)
{
  SteadyReviewReplay *self = data;
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    return; /* stopped by us */
  const bool fine = g_subprocess_get_successful (G_SUBPROCESS (source));
  end_all (self);
  tell (self, fine ? STEADY_REVIEW_REPLAY_OFF : STEADY_REVIEW_REPLAY_FAILED);
}

static void
on_mark_end (GObject *source, GAsyncResult *result, gpointer data)
{
  SteadyReviewReplay *self = data;
  g_autoptr (GError) error = NULL;

  if (!g_subprocess_wait_finish (G_SUBPROCESS (source), result, &error))
    return;
  /* Without its mark nothing is to be heard. */
  if (!g_subprocess_get_successful (G_SUBPROCESS (source)))
    self->silence = steady_live_mark_is_set () ? STEADY_REVIEW_SILENT_LIVE
                                               : STEADY_REVIEW_SILENT_NO_DEVICE;
  g_clear_object (&self->mark);
  begin_engine (self);
}

static bool
make_socket_path (SteadyReviewReplay *self)
{
  if (self->folder != NULL)
    return true;
  g_autofree char *runtime = steady_paths_runtime ();
  g_mkdir_with_parents (runtime, 0700);
  char *folder = g_build_filename (runtime, "steady-review-XXXXXX", NULL);
  if (g_mkdtemp_full (folder, 0700) == NULL)
    {
      g_free (folder);
      return false;
    }
  self->folder = folder;
  self->socket = g_build_filename (folder, "engine", NULL);
  return true;
}

static void
begin_engine (SteadyReviewReplay *self)
{
  char            from[32], speed[32];
  const long long ms = self->from / STEADY_NSEC_PER_MSEC;
  const char     *listener[] = { "--socket", self->socket, NULL };

  g_snprintf (from, sizeof from, "%lld.%03llds", ms / 1000, ms % 1000);
  g_ascii_formatd (speed, sizeof speed, "%.3f", self->speed);
  const char *player[] = { "--replay", self->case_file, "--from",     from, "--speed",
                           speed,      "--socket",      self->socket, NULL };
  self->engine = spawn ("steady-engine", player);
  if (self->engine == NULL)
    {
      tell (self, STEADY_REVIEW_REPLAY_FAILED);
      return;
    }
  g_subprocess_wait_async (self->engine, self->cancel, on_engine_end, self);
  if (self->silence == STEADY_REVIEW_SOUNDS)
    self->sounder = spawn ("steady-sounder", listener);
  self->link = steady_link_client_new (self->socket, STEADY_ROLE_TEAM);
  self->poll = g_timeout_add (POLL_MS, on_poll, self);
  tell (self, STEADY_REVIEW_REPLAY_PREPARING);
}

/*
 * Plays @case_file from case time @from on. With @sound its alarms are heard where they
 * may be: at the pace of life, after the mark, and never beside a live case.
 *
 * Thread: main.
 */
void
steady_review_replay_start (SteadyReviewReplay *self,
                            const char         *case_file,
                            SteadySpan          from,
                            double              speed,
                            bool                sound)
{
  const char *mark[] = { "--replay-mark", NULL };

  end_all (self);
  g_free (self->case_file);
  self->case_file = g_strdup (case_file);
  self->from = MAX (from, 0);
  self->speed = speed;
  self->cancel = g_cancellable_new ();
  self->silence = !sound                       ? STEADY_REVIEW_SILENT_BY_CHOICE
                  : speed > 1 || speed < 1     ? STEADY_REVIEW_SILENT_FASTER
                  : steady_live_mark_is_set () ? STEADY_REVIEW_SILENT_LIVE
                                               : STEADY_REVIEW_SOUNDS;
  if (!make_socket_path (self))
    {
      tell (self, STEADY_REVIEW_REPLAY_FAILED);
      return;
    }
  if (self->silence != STEADY_REVIEW_SOUNDS)
    {
      begin_engine (self);
      return;
    }
  self->mark = spawn ("steady-sounder", mark);
  if (self->mark == NULL)
    {
      self->silence = STEADY_REVIEW_SILENT_NO_DEVICE;
      begin_engine (self);
      return;
    }
  g_subprocess_wait_async (self->mark, self->cancel, on_mark_end, self);
  tell (self, STEADY_REVIEW_REPLAY_MARK);
}

/* Ends what is played. Thread: main. */
void
steady_review_replay_stop (SteadyReviewReplay *self)
{
  end_all (self);
  if (self->state != STEADY_REVIEW_REPLAY_OFF)
    tell (self, STEADY_REVIEW_REPLAY_OFF);
}

/* Thread: main. */
SteadyReviewReplayState
steady_review_replay_state (const SteadyReviewReplay *self)
{
  return self->state;
}

/* Thread: main. */
SteadyReviewSilence
steady_review_replay_silence (const SteadyReviewReplay *self)
{
  return self->silence;
}

/* The alarms that stand now, as the engine judged them again. Thread: main. */
const SteadyAlarmRecord *
steady_review_replay_present (const SteadyReviewReplay *self, unsigned *ret_count)
{
  *ret_count = self->n_present;
  return self->present;
}

/* How far the engine has come on its way to the place, and from where it judges. False:
 * it has not said yet. Thread: main. */
bool
steady_review_replay_progress (const SteadyReviewReplay *self,
                               SteadyReplayProgress     *ret_progress)
{
  if (self->has_progress)
    *ret_progress = self->progress;
  return self->has_progress;
}

/* The case time at which the engine was heard last. False: not yet. Thread: main. */
bool
steady_review_replay_at (const SteadyReviewReplay *self, SteadySpan *ret_t)
{
  if (self->has_at)
    *ret_t = self->at;
  return self->has_at;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "supervisor/steady-supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib.h>

#include "base/steady-next-case.h"
#include "base/steady-paths.h"

enum
{
  ENGINE,
  SOUNDER,
  CONSOLE,
  CHILDREN,
  GL_CRASHES_BEFORE_CPU = 2,
  /* A case that cannot be gone on with must not cost the monitoring. */
  REFUSED_RESUMES_BEFORE_NEW_CASE = 3,
  POLL_MS = 50
};

static const SteadySpan patience = STEADY_NSEC_PER_SEC;
static const SteadySpan console_patience = 5 * STEADY_NSEC_PER_SEC;
/* Who was not running itself (suspended, starved) cannot blame its children for
 * silence. */
static const SteadySpan own_pause = 500 * STEADY_NSEC_PER_MSEC;
static const SteadySpan leave_grace = 3 * STEADY_NSEC_PER_SEC;
/* The engine may have a large case to close. */
static const SteadySpan engine_grace = 30 * STEADY_NSEC_PER_SEC;

typedef struct Supervisor
{
  const SteadySupervisorSetup *setup;
  SteadyChild                  children[CHILDREN];
  char                        *folder; /* of the socket, mode 0700 */
  char                        *socket_path;
  int                          listen_fd;
  int                          signal_fd;
  SteadyInstant                last_step;
  char                        *source;          /* file that the engine begins with */
  char                        *case_file;       /* NULL: none is kept */
  unsigned                     cases;           /* begun in this run */
  unsigned                     refused_resumes; /* in a row */
  unsigned                     console_crashes; /* in a row */
  bool                         console_on_cpu;
  bool                         leaving;
  int                          status;
} Supervisor;

/* The one socket that all engines of this case inherit; a connected end is never held.
 */
static bool
make_socket (Supervisor *self)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char   *runtime = steady_paths_runtime ();

  g_mkdir_with_parents (runtime, 0700);
  self->folder = g_build_filename (runtime, "steady-XXXXXX", NULL);
  if (g_mkdtemp_full (self->folder, 0700) == NULL)
    return false;
  self->socket_path = g_build_filename (self->folder, "engine", NULL);
  if (strlen (self->socket_path) >= sizeof address.sun_path)
    {
      errno = ENAMETOOLONG;
      return false;
    }
  g_strlcpy (address.sun_path, self->socket_path, sizeof address.sun_path);
  self->listen_fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  return self->listen_fd >= 0 &&
         bind (self->listen_fd, (struct sockaddr *) &address, sizeof address) == 0 &&
         listen (self->listen_fd, 16) == 0;
}

static void
prepare_engine (Supervisor *self, bool resume)
{
  SteadyChild *engine = &self->children[ENGINE];
  char         number[16];

  engine->n_arguments = 0;
  engine->inherited_fd = self->listen_fd;
  snprintf (number, sizeof number, "%d", self->listen_fd);
  if (resume)
    {
      steady_child_argument (engine, "--resume");
      steady_child_argument (engine, self->case_file);
    }
  else
    {
      steady_child_argument (engine, self->setup->source_option);
      steady_child_argument (engine, self->source);
      if (self->case_file != NULL)
        {
          steady_child_argument (engine, "--case");
          steady_child_argument (engine, self->case_file);
        }
    }
  steady_child_argument (engine, "--listen-fd");
  steady_child_argument (engine, number);
}

static void
prepare_console (Supervisor *self)
{
  SteadyChild *console = &self->children[CONSOLE];
  const char  *renderer = self->console_on_cpu ? "cpu" : self->setup->renderer;

  console->n_arguments = 0;
  steady_child_argument (console, "--socket");
  steady_child_argument (console, self->socket_path);
  if (renderer != NULL)
    {
      steady_child_argument (console, "--renderer");
      steady_child_argument (console, renderer);
    }
  if (self->setup->fullscreen)
    steady_child_argument (console, "--fullscreen");
}

static void
prepare_children (Supervisor *self)
{
  steady_child_init (&self->children[ENGINE], "steady-engine", patience);
  steady_child_init (&self->children[SOUNDER], "steady-sounder", patience);
  steady_child_init (&self->children[CONSOLE], "steady-console", console_patience);
  prepare_engine (self, false);
  steady_child_argument (&self->children[SOUNDER], "--socket");
  steady_child_argument (&self->children[SOUNDER], self->socket_path);
  prepare_console (self);
}

static void
leave (Supervisor *self, int status)
{
  self->leaving = true;
  self->status = status;
}

/* A console that crashes twice in a row draws without the GPU from then on. */
static void
count_console_crash (Supervisor        *self,
                     const SteadyChild *console,
                     int                status,
                     SteadyInstant      now)
{
  const bool killed_by_other =
      WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL && !console->frozen;

  if (now - console->started > 60 * STEADY_NSEC_PER_SEC)
    self->console_crashes = 0;
  if (!killed_by_other)
    self->console_crashes++;
  if (self->console_crashes == GL_CRASHES_BEFORE_CPU && !self->console_on_cpu)
    {
      fprintf (
          stderr,
          "steady: the screen failed twice; it goes on without the graphics card\n");
      self->console_on_cpu = true;
      prepare_console (self);
    }
}

/* Another case beside the first: "x.steady", "x-2.steady". */
static void
name_new_case (Supervisor *self)
{
  const char  *file = self->setup->case_file;
  const size_t stem =
      g_str_has_suffix (file, ".steady") ? strlen (file) - 7 : strlen (file);
  g_autofree char *start = g_strndup (file, stem);

  g_free (self->case_file);
  self->case_file = g_strdup_printf ("%s-%u%s", start, ++self->cases, file + stem);
  self->refused_resumes = 0;
}

/* The case is left as it is. */
static void
begin_new_case (Supervisor *self)
{
  name_new_case (self);
  fprintf (stderr,
           "steady: %s cannot be gone on with; the record goes on in %s\n",
           self->setup->case_file,
           self->case_file);
  prepare_engine (self, access (self->case_file, F_OK) == 0);
}

/* How the engine is started again: in its own case while that can be gone on with. */
static void
prepare_another_engine (Supervisor *self, SteadyChildEnd end)
{
  if (self->case_file == NULL || access (self->case_file, F_OK) != 0)
    return;
  self->refused_resumes = end == STEADY_CHILD_REFUSED ? self->refused_resumes + 1 : 0;
  if (self->refused_resumes >= REFUSED_RESUMES_BEFORE_NEW_CASE)
    begin_new_case (self);
  else
    prepare_engine (self, true);
}

/* A training engine that has left may have named the scenario that comes next; it gets
 * a case of its own. Nothing else can ask for that. */
static bool
begin_next_scenario (Supervisor *self, SteadyInstant now)
{
  if (strcmp (self->setup->source_option, "--training") != 0)
    return false;
  char *next = steady_next_case_take (self->folder);
  if (next == NULL)
    return false;
  g_free (self->source);
  self->source = next;
  if (self->case_file != NULL)
    do
      name_new_case (self);
    while (access (self->case_file, F_OK) == 0);
  prepare_engine (self, false);
  self->children[ENGINE].next_start = now;
  return true;
}

static void
child_ended (Supervisor *self, unsigned which, int status, SteadyInstant now)
{
  SteadyChild *child = &self->children[which];
  const bool first = which != SOUNDER && child->back_off == 100 * STEADY_NSEC_PER_MSEC;
  const SteadyChildEnd end = steady_child_ended (child, status, now);

  if (end == STEADY_CHILD_LEFT && which == ENGINE && begin_next_scenario (self, now))
    return;
  if (end == STEADY_CHILD_LEFT && which != SOUNDER)
    leave (self, EXIT_SUCCESS);
  else if (end == STEADY_CHILD_REFUSED && first)
    leave (self, WEXITSTATUS (status)); /* it has said why in a sentence */
  else if (which == CONSOLE)
    count_console_crash (self, child, status, now);
  if (which == ENGINE)
    prepare_another_engine (self, end);
}

static void
reap (Supervisor *self, SteadyInstant now)
{
  int   status;
  pid_t pid;

  while ((pid = waitpid (-1, &status, WNOHANG)) > 0)
    for (unsigned i = 0; i < CHILDREN; i++)
      if (self->children[i].pid == pid)
        child_ended (self, i, status, now);
}

static void
read_signals (Supervisor *self)
{
  struct signalfd_siginfo signal;

  while (read (self->signal_fd, &signal, sizeof signal) == sizeof signal)
    if (signal.ssi_signo != SIGCHLD)
      leave (self, EXIT_SUCCESS);
}

static void
wait_for_something (const Supervisor *self)
{
  struct pollfd watched[CHILDREN + 1] = { { .fd = self->signal_fd, .events = POLLIN } };

  for (unsigned i = 0; i < CHILDREN; i++)
    watched[i + 1] =
        (struct pollfd){ .fd = self->children[i].beat_fd, .events = POLLIN };
  poll (watched, CHILDREN + 1, POLL_MS);
}

static void
forgive_own_pause (Supervisor *self, SteadyInstant now)
{
  if (self->last_step != 0 && now - self->last_step > own_pause)
    for (unsigned i = 0; i < CHILDREN; i++)
      self->children[i].last_beat += now - self->last_step;
  self->last_step = now;
}

static void
step (Supervisor *self, SteadyInstant now)
{
  forgive_own_pause (self, now);
  read_signals (self);
  reap (self, now);
  for (unsigned i = 0; i < CHILDREN && !self->leaving; i++)
    {
      SteadyChild *child = &self->children[i];
      steady_child_read_beats (child, now);
      steady_child_watch (child, now);
      if (child->pid == 0 && now >= child->next_start &&
          !steady_child_start (child, now))
        fprintf (stderr,
                 "steady: %s could not be started (%s); it is tried again\n",
                 child->program,
                 strerror (errno));
    }
}

static bool
take_signals (Supervisor *self)
{
  sigset_t taken;

  sigemptyset (&taken);
  sigaddset (&taken, SIGCHLD);
  sigaddset (&taken, SIGTERM);
  sigaddset (&taken, SIGINT);
  sigaddset (&taken, SIGHUP);
  sigprocmask (SIG_BLOCK, &taken, NULL);
  self->signal_fd = signalfd (-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
  return self->signal_fd >= 0;
}

static void
clean_up (Supervisor *self)
{
  if (self->socket_path != NULL)
    unlink (self->socket_path);
  if (self->folder != NULL)
    {
      g_free (steady_next_case_take (self->folder));
      rmdir (self->folder);
    }
  g_free (self->socket_path);
  g_free (self->folder);
  g_free (self->source);
  g_free (self->case_file);
}

/*
 * Starts the engine, the sounder and the console, restarts whichever dies or freezes,
 * and ends all in order when asked to or when the user leaves: the screen first, the
 * engine next, so that it can close the case and say goodbye to the sounder.
 *
 * Returns the exit status. Thread: main.
 */
int
steady_supervisor_run (const SteadySupervisorSetup *setup)
{
  Supervisor self = { .setup = setup, .listen_fd = -1, .signal_fd = -1, .cases = 1 };

  self.source = g_strdup (setup->source);
  self.case_file = g_strdup (setup->case_file);

  if (!make_socket (&self) || !take_signals (&self))
    {
      fprintf (stderr,
               "steady: no socket could be made in %s (%s); set XDG_RUNTIME_DIR to a "
               "folder of yours\n",
               self.folder != NULL ? self.folder : "the runtime folder",
               strerror (errno));
      clean_up (&self);
      return EXIT_FAILURE;
    }
  prepare_children (&self);
  while (!self.leaving)
    {
      step (&self, steady_clock_now ());
      if (!self.leaving)
        wait_for_something (&self);
    }
  steady_child_stop (&self.children[CONSOLE], leave_grace);
  steady_child_stop (&self.children[ENGINE], engine_grace);
  steady_child_stop (&self.children[SOUNDER], leave_grace);
  clean_up (&self);
  return self.status;
}

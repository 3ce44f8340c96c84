/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-dial.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib-unix.h>

enum
{
  DIALS_MOST = 8,
  NOTCHES_MOST = 100, /* in one report: more is no hand */
  READ_AT_ONCE = 32
};

/* One device that is read. */
typedef struct Source
{
  SteadyDial *owner; /* NULL: the place is free */
  char       *name;  /* "event7" */
  int         fd;
  guint       watch;
  int         notches; /* since the last report */
  bool        torn;    /* events were lost: nothing counts until the next report */
} Source;

struct SteadyDial
{
  char            *devices;   /* "/dev/input" */
  char            *described; /* "/sys/class/input" */
  GFileMonitor    *monitor;
  SteadyDialTurned turned;
  void            *data;
  Source           sources[DIALS_MOST];
};

static void
forget (Source *source)
{
  if (source->owner == NULL)
    return;
  g_clear_handle_id (&source->watch, g_source_remove);
  close (source->fd);
  g_free (source->name);
  *source = (Source){ .fd = -1 };
}

static void
take_event (Source *source, const struct input_event *event)
{
  if (event->type == EV_SYN && event->code == SYN_DROPPED)
    source->torn = true;
  else if (event->type == EV_SYN && event->code == SYN_REPORT)
    {
      const int notches = CLAMP (source->notches, -NOTCHES_MOST, NOTCHES_MOST);
      if (notches != 0 && !source->torn)
        source->owner->turned (source->owner->data, notches);
      source->notches = 0;
      source->torn = false;
    }
  else if (event->type == EV_REL && event->code == REL_DIAL)
    source->notches += CLAMP (event->value, -NOTCHES_MOST, NOTCHES_MOST);
}

/* A device that was pulled ends the watch. */
static gboolean
on_readable (int fd, GIOCondition condition, gpointer data)
{
  Source            *source = data;
  struct input_event events[READ_AT_ONCE];
  const ssize_t      size = read (fd, events, sizeof events);

  if (size < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (size < (ssize_t) sizeof events[0])
    {
      source->watch = 0;
      forget (source);
      return G_SOURCE_REMOVE;
    }
  for (size_t i = 0; i < (size_t) size / sizeof events[0]; i++)
    take_event (source, &events[i]);
  return G_SOURCE_CONTINUE;
}

/* Whether the kernel describes @name as a dial and as no wheel: what has a wheel too is
 * GDK's, and its notches must not count twice. The device need not be opened for this,
 * so no keyboard ever is. */
static bool
is_dial (const SteadyDial *self, const char *name)
{
  g_autofree char *file =
      g_build_filename (self->described, name, "device", "capabilities", "rel", NULL);
  g_autofree char *text = NULL;

  if (!g_str_has_prefix (name, "event") ||
      !g_file_get_contents (file, &text, NULL, NULL))
    return false;
  /* words of 64 bits, the lowest last */
  const char   *last = strrchr (g_strstrip (text), ' ');
  const guint64 rel = g_ascii_strtoull (last != NULL ? last + 1 : text, NULL, 16);
  return (rel & (G_GUINT64_CONSTANT (1) << REL_DIAL)) != 0 &&
         (rel & (G_GUINT64_CONSTANT (1) << REL_WHEEL)) == 0 &&
         (rel & (G_GUINT64_CONSTANT (1) << REL_HWHEEL)) == 0;
}

static Source *
find (SteadyDial *self, const char *name)
{
  for (unsigned i = 0; i < DIALS_MOST; i++)
    if (g_strcmp0 (self->sources[i].name, name) == 0)
      return &self->sources[i];
  return NULL;
}

static void
look_at (SteadyDial *self, const char *name)
{
  Source *place = find (self, NULL);

  if (find (self, name) != NULL || place == NULL || !is_dial (self, name))
    return;
  g_autofree char *file = g_build_filename (self->devices, name, NULL);
  const int        fd = open (file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    {
      g_message ("The dial %s cannot be read (%s); let this user read it, as a member "
                 "of the group “input”, and plug it in again.",
                 file,
                 g_strerror (errno));
      return;
    }
  *place = (Source){ .owner = self, .name = g_strdup (name), .fd = fd };
  place->watch = g_unix_fd_add (fd, G_IO_IN, on_readable, place);
}

static void
look_around (SteadyDial *self)
{
  GDir       *dir = g_dir_open (self->devices, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    look_at (self, name);
  if (dir != NULL)
    g_dir_close (dir);
}

/* Plugged in, or its rights were set just now. What was pulled ends by itself. */
static void
on_changed (GFileMonitor     *monitor,
            GFile            *file,
            GFile            *other,
            GFileMonitorEvent event,
            SteadyDial       *self)
{
  g_autofree char *name = g_file_get_basename (file);

  if (event == G_FILE_MONITOR_EVENT_CREATED ||
      event == G_FILE_MONITOR_EVENT_ATTRIBUTE_CHANGED)
    look_at (self, name);
}

/*
 * Reads every dial below @devices that @described ("/sys/class/input") says is one, now
 * and when it is plugged in, without keeping it from others. One that may not be read
 * is named in the log. A turn to the right is more than 0 notches.
 *
 * Thread: main.
 */
SteadyDial *
steady_dial_new (const char      *devices,
                 const char      *described,
                 SteadyDialTurned turned,
                 void            *data)
{
  SteadyDial *self = g_new0 (SteadyDial, 1);
  g_autoptr (GFile) folder = g_file_new_for_path (devices);

  self->devices = g_strdup (devices);
  self->described = g_strdup (described);
  self->turned = turned;
  self->data = data;
  for (unsigned i = 0; i < DIALS_MOST; i++)
    self->sources[i].fd = -1;
  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect (self->monitor, "changed", G_CALLBACK (on_changed), self);
  look_around (self);
  return self;
}

/* How many are read now. Thread: main. */
unsigned
steady_dial_count (const SteadyDial *self)
{
  unsigned n = 0;
  for (unsigned i = 0; i < DIALS_MOST; i++)
    n += self->sources[i].owner != NULL;
  return n;
}

/* Accepts NULL. Thread: main. */
void
steady_dial_free (SteadyDial *self)
{
  if (self == NULL)
    return;
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  for (unsigned i = 0; i < DIALS_MOST; i++)
    forget (&self->sources[i]);
  g_free (self->devices);
  g_free (self->described);
  g_free (self);
}

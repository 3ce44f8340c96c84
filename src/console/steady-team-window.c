/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-team-window.h"

#include <glib/gi18n-lib.h>

struct _SteadyTeamWindow
{
  GtkWindow          parent_instance;
  SteadyTeamView    *view;
  SteadyConsoleLink *link;
};

G_DEFINE_FINAL_TYPE (SteadyTeamWindow, steady_team_window, GTK_TYPE_WINDOW)

static void
on_changed (void *data, unsigned changes)
{
  SteadyTeamWindow *self = data;
  (void) changes;
  if (self->link != NULL && self->view != NULL)
    steady_team_view_refresh (self->view, steady_clock_now ());
}

static void
on_frame (void *data, const SteadyFrame *frame)
{
  (void) data;
  (void) frame;
}

/* F11 fills the screen that it was moved to, and gives it back. */
static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        gpointer               data)
{
  GtkWindow *window = data;
  (void) controller;
  (void) code;
  (void) modifiers;
  if (key != GDK_KEY_F11)
    return FALSE;
  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
  return TRUE;
}

/* The view in the window. */
SteadyTeamView *
steady_team_window_view (SteadyTeamWindow *self)
{
  return self->view;
}

static void
steady_team_window_dispose (GObject *object)
{
  SteadyTeamWindow *self = STEADY_TEAM_WINDOW (object);
  if (self->view != NULL)
    steady_team_view_bind (self->view, NULL);
  self->view = NULL;
  g_clear_pointer (&self->link, steady_console_link_free);
  G_OBJECT_CLASS (steady_team_window_parent_class)->dispose (object);
}

static void
steady_team_window_class_init (SteadyTeamWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = steady_team_window_dispose;
}

static void
steady_team_window_init (SteadyTeamWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->view = STEADY_TEAM_VIEW (steady_team_view_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self), "console");
  gtk_window_set_title (GTK_WINDOW (self), _ ("Steady: team display"));
  gtk_window_set_default_size (GTK_WINDOW (self), 1280, 720);
  gtk_window_set_child (GTK_WINDOW (self), GTK_WIDGET (self->view));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* A window that shows the case of the engine at @socket_path. */
GtkWidget *
steady_team_window_new (const char *socket_path)
{
  SteadyTeamWindow           *self = g_object_new (STEADY_TYPE_TEAM_WINDOW, NULL);
  const SteadyConsoleListener listener = { .data = self,
                                           .changed = on_changed,
                                           .frame = on_frame };

  self->link = steady_console_link_new (socket_path, STEADY_ROLE_TEAM, &listener);
  steady_team_view_bind (self->view, self->link);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-team-page.h"

#include <glib/gi18n-lib.h>

#include "console/steady-team-window.h"
#include "widgets/steady-fit-text.h"

struct _SteadyTeamPage
{
  GtkWidget             parent_instance;
  GtkWidget            *box;
  SteadyTeamView       *view;
  GtkButton            *open;
  GtkWindow            *window; /* NULL: it is not open */
  const SteadyPageHost *host;
};

static void steady_team_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyTeamPage,
                               steady_team_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_team_page_page_init))

static void
say (SteadyTeamPage *self)
{
  gtk_button_set_label (self->open,
                        self->window != NULL ? _ ("Close the second window")
                                             : _ ("Open in a second window"));
}

static void
on_open (SteadyTeamPage *self)
{
  if (self->window != NULL)
    gtk_window_destroy (self->window);
  else
    {
      self->window = GTK_WINDOW (steady_team_window_new (self->host->socket_path));
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
      gtk_window_present (self->window);
    }
  say (self);
}

/* Tells which link the picture on the page reads. */
void
steady_team_page_bind (SteadyTeamPage *self, SteadyConsoleLink *link)
{
  steady_team_view_bind (self->view, link);
}

static void
start (SteadyPage *page, const SteadyPageHost *host)
{
  STEADY_TEAM_PAGE (page)->host = host;
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  SteadyTeamPage *self = STEADY_TEAM_PAGE (page);
  steady_team_view_refresh (self->view, real_now);
  say (self);
}

static void
steady_team_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "team";
  interface->title = N_ ("Team display");
  interface->start = start;
  interface->refresh = refresh;
}

static void
steady_team_page_dispose (GObject *object)
{
  SteadyTeamPage *self = STEADY_TEAM_PAGE (object);
  if (self->window != NULL)
    {
      g_object_remove_weak_pointer (G_OBJECT (self->window),
                                    (gpointer *) &self->window);
      gtk_window_destroy (self->window);
      self->window = NULL;
    }
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_team_page_parent_class)->dispose (object);
}

static void
steady_team_page_class_init (SteadyTeamPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_team_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_team_page_init (SteadyTeamPage *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = steady_fit_text_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->view = STEADY_TEAM_VIEW (steady_team_view_new ());
  self->open = GTK_BUTTON (gtk_button_new_with_label (_ ("Open in a second window")));
  gtk_widget_set_size_request (GTK_WIDGET (self->open), 280, 56);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (on_open), self);
  steady_fit_text_set_text (
      STEADY_FIT_TEXT (words),
      _ ("Read only: for surgeon and anaesthetist. F11 fills its screen."));
  gtk_widget_add_css_class (words, "planstatus");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->open));
  gtk_box_append (GTK_BOX (self->box), head);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Team display"), -1);
}

/* A page that knows no case yet. */
GtkWidget *
steady_team_page_new (void)
{
  return g_object_new (STEADY_TYPE_TEAM_PAGE, NULL);
}

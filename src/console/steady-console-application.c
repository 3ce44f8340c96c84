/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-console-application.h"

#include <stdio.h>

#include <glib/gi18n-lib.h>

#include "base/steady-life-sign.h"
#include "base/steady-paths.h"
#include "console/steady-console-window.h"
#include "console/steady-review-window.h"
#include "console/steady-screenshot.h"
#include "console/steady-site-settings.h"
#include "console/steady-team-window.h"
#include "console/steady-theme.h"
#include "steady-console-resources.h"

#define BEAT_MS 200
/* Frames between a complete picture and the screenshot, so that it was drawn. */
#define SETTLE_MS 400

/* The application; not unique, since two engines may run on one machine. */
struct _SteadyConsoleApplication
{
  GtkApplication       parent_instance;
  GSettings           *units; /* followed; NULL: no settings here */
  SteadyConsoleOptions options;
  SteadyPlotBackend    backend;
  SteadyConsoleWindow *window; /* NULL where a case is reviewed */
  SteadyReviewWindow  *review; /* NULL otherwise */
  SteadyLifeSign       beat;
  guint                timer;
  guint                settle;
  gulong               painted;
  gboolean             settling; /* the picture is complete */
  SteadyInstant        started;
  int                  status;
};

G_DEFINE_FINAL_TYPE (SteadyConsoleApplication,
                     steady_console_application,
                     GTK_TYPE_APPLICATION)

/* The one window that there is. */
static GtkWidget *
window_of (SteadyConsoleApplication *self)
{
  return self->review != NULL ? GTK_WIDGET (self->review) : GTK_WIDGET (self->window);
}

/* A widget has its picture only right after it was painted. */
static void
on_painted (SteadyConsoleApplication *self, GdkFrameClock *clock)
{
  g_autoptr (GError) error = NULL;
  g_clear_signal_handler (&self->painted, clock);
  if (!steady_screenshot_save (window_of (self), self->options.picture, &error))
    {
      fprintf (stderr, "steady-console: %s\n", error->message);
      self->status = 1;
    }
  g_application_quit (G_APPLICATION (self));
}

static gboolean
on_settled (gpointer data)
{
  SteadyConsoleApplication *self = data;
  GdkFrameClock            *clock = gtk_widget_get_frame_clock (window_of (self));
  self->painted = g_signal_connect_object (
      clock, "after-paint", G_CALLBACK (on_painted), self, G_CONNECT_SWAPPED);
  gtk_widget_queue_draw (window_of (self));
  self->settle = 0;
  return G_SOURCE_REMOVE;
}

static void
fail (SteadyConsoleApplication *self, int status, const char *format)
{
  g_autofree char *reason = g_strdup_printf (format, self->options.page);
  fprintf (stderr, "steady-console: %s\n", reason);
  self->status = status;
  g_application_quit (G_APPLICATION (self));
}

static bool
is_complete (SteadyConsoleApplication *self)
{
  return self->review != NULL
             ? steady_review_window_is_complete (self->review)
             : steady_console_window_is_complete (self->window, self->options.after);
}

/* Of a review the page is a tab: "review" is the timeline. */
static bool
show_page (SteadyConsoleApplication *self)
{
  const char *page = self->options.page;
  if (self->review == NULL)
    return steady_live_page_show (steady_console_window_page (self->window), page);
  return g_strcmp0 (page, "review") == 0 ||
         steady_review_page_show_tab (steady_review_window_page (self->review), page);
}

static void
follow_screenshot (SteadyConsoleApplication *self, SteadyInstant now)
{
  if (self->options.task != STEADY_CONSOLE_SCREENSHOT || self->settling)
    return;
  if (is_complete (self))
    {
      self->settling = TRUE;
      if (!show_page (self))
        {
          fail (self, 1, _ ("this case has no page “%s”"));
          return;
        }
      self->settle = g_timeout_add (SETTLE_MS, on_settled, self);
    }
  else if (steady_span_seconds (now - self->started) > self->options.patience)
    {
      fprintf (
          stderr,
          _ ("steady-console: no complete picture for “%s” in %.0f s; is an engine "
             "running at the socket?\n"),
          self->options.picture,
          self->options.patience);
      self->status = 1;
      g_application_quit (G_APPLICATION (self));
    }
}

/* The sign of life comes from the main loop, since that does the work. */
static gboolean
on_timer (gpointer data)
{
  SteadyConsoleApplication *self = data;
  const SteadyInstant       now = steady_clock_now ();
  steady_life_sign_beat (&self->beat, now);
  if (self->review != NULL)
    steady_review_window_refresh (self->review);
  else
    steady_console_window_report (self->window);
  follow_screenshot (self, now);
  return G_SOURCE_CONTINUE;
}

static char *
socket_path (const SteadyConsoleOptions *options)
{
  g_autofree char *folder = steady_paths_runtime ();
  if (options->socket != NULL)
    return g_strdup (options->socket);
  return g_build_filename (folder, "steady", "engine.socket", NULL);
}

/* The command line first, then the site, then what fits most rooms. */
static void
follow_site (SteadyConsoleApplication *self)
{
  g_autoptr (GSettings) site = steady_site_settings_new ();
  if (self->units == NULL)
    self->units = steady_site_settings_follow_units ();
  g_autofree char *theme =
      site != NULL ? g_settings_get_string (site, "theme") : g_strdup ("day");
  const gboolean clock = site == NULL || g_settings_get_boolean (site, "show-clock");
  const int      touch = site != NULL ? g_settings_get_int (site, "touch-pixels") : 0;
  const char    *wanted = self->options.theme != NULL ? self->options.theme : theme;

  if (self->review != NULL)
    steady_review_window_set_dark (self->review, g_strcmp0 (wanted, "dim") == 0);
  else
    {
      steady_console_window_set_dark (self->window, g_strcmp0 (wanted, "dim") == 0);
      steady_live_page_set_clock (steady_console_window_page (self->window),
                                  clock && !self->options.no_clock);
    }
  if (touch > 0)
    steady_theme_set_touch (gtk_widget_get_display (window_of (self)), touch);
}

static void
size_window (SteadyConsoleApplication *self)
{
  GdkDisplay *display = gtk_widget_get_display (window_of (self));
  g_autoptr (GdkMonitor) monitor =
      g_list_model_get_item (gdk_display_get_monitors (display), 0);
  GdkRectangle place = { 0, 0, 1920, 1080 };
  if (monitor != NULL)
    {
      gdk_monitor_get_geometry (monitor, &place);
      steady_theme_set_touch (
          display,
          steady_theme_touch_pixels (place.width, gdk_monitor_get_width_mm (monitor)));
    }
  if (self->options.width > 0)
    gtk_window_set_default_size (
        GTK_WINDOW (window_of (self)), self->options.width, self->options.height);
  else
    gtk_window_set_default_size (
        GTK_WINDOW (window_of (self)), place.width, place.height);
  if (self->options.fullscreen)
    {
      gtk_window_set_decorated (GTK_WINDOW (window_of (self)), FALSE);
      gtk_window_fullscreen (GTK_WINDOW (window_of (self)));
    }
}

/* The display for the team: no control, no pages. */
static void
open_team (SteadyConsoleApplication *self, const char *path)
{
  GtkWindow *window = GTK_WINDOW (steady_team_window_new (path));

  steady_theme_load (gtk_widget_get_display (GTK_WIDGET (window)),
                     g_strcmp0 (self->options.theme, "dim") == 0);
  gtk_window_set_application (window, GTK_APPLICATION (self));
  if (self->options.width > 0)
    gtk_window_set_default_size (window, self->options.width, self->options.height);
  if (self->options.fullscreen)
    gtk_window_fullscreen (window);
  gtk_window_present (window);
}

static void
start_timer (SteadyConsoleApplication *self)
{
  self->started = steady_clock_now ();
  self->timer = g_timeout_add (BEAT_MS, on_timer, self);
}

/* The place that the command line named, once. */
static void
on_opened (SteadyConsoleApplication *self, SteadyReviewPage *page)
{
  SteadyTimelineView *view =
      steady_review_timeline_view (steady_review_page_timeline (page));
  const SteadyInstant t = steady_timeline_view_window (view)->first +
                          steady_span_from_seconds (self->options.at);
  const SteadySpan span = steady_span_from_seconds (self->options.span);

  if (self->options.span > 0)
    steady_timeline_view_set_window (view, t - span / 2, t + span / 2);
  if (self->options.at > 0)
    steady_timeline_view_set_cursor (view, STEADY_TIMELINE_CURSOR_A, t);
  if (self->options.play > 0)
    steady_review_timeline_play (steady_review_page_timeline (page),
                                 self->options.play);
  self->options.at = self->options.span = self->options.play = 0;
}

/* A case that is over needs neither an engine nor a machine that stays awake. */
static void
begin_review (SteadyConsoleApplication *self)
{
  self->review = steady_review_window_new (GTK_APPLICATION (self));
  size_window (self);
  follow_site (self);
  g_signal_connect_object (steady_review_window_page (self->review),
                           "opened",
                           G_CALLBACK (on_opened),
                           self,
                           G_CONNECT_SWAPPED);
  steady_review_page_open (steady_review_window_page (self->review),
                           self->options.review);
  gtk_window_present (GTK_WINDOW (self->review));
  start_timer (self);
}

static void
steady_console_application_activate (GApplication *application)
{
  SteadyConsoleApplication *self = STEADY_CONSOLE_APPLICATION (application);
  g_autofree char          *path = socket_path (&self->options);
  if (window_of (self) != NULL)
    {
      gtk_window_present (GTK_WINDOW (window_of (self)));
      return;
    }
  if (self->options.review != NULL)
    {
      begin_review (self);
      return;
    }
  if (self->options.team)
    {
      open_team (self, path);
      return;
    }
  self->window = steady_console_window_new (GTK_APPLICATION (self));
  if (self->options.page != NULL &&
      !steady_live_page_knows (steady_console_window_page (self->window),
                               self->options.page))
    {
      fail (self, 2, _ ("there is no page “%s”; live and alarms are always there"));
      return;
    }
  if (self->options.instructor)
    steady_console_window_set_role (self->window, STEADY_ROLE_INSTRUCTOR);
  size_window (self);
  follow_site (self);
  steady_console_window_start (self->window, path, self->backend);
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_application_inhibit (GTK_APPLICATION (self),
                           GTK_WINDOW (self->window),
                           GTK_APPLICATION_INHIBIT_SUSPEND |
                               GTK_APPLICATION_INHIBIT_IDLE,
                           _ ("A child is on the pump."));
  start_timer (self);
}

static void
steady_console_application_startup (GApplication *application)
{
  steady_console_resources_register_resource ();
  G_APPLICATION_CLASS (steady_console_application_parent_class)->startup (application);
  gtk_icon_theme_add_resource_path (
      gtk_icon_theme_get_for_display (gdk_display_get_default ()),
      "/org/steady_perfusion/Steady/icons");
  gtk_window_set_default_icon_name (STEADY_APP_ID);
}

static void
steady_console_application_shutdown (GApplication *application)
{
  SteadyConsoleApplication *self = STEADY_CONSOLE_APPLICATION (application);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->settle, g_source_remove);
  if (window_of (self) != NULL)
    gtk_window_destroy (GTK_WINDOW (window_of (self)));
  self->window = NULL;
  self->review = NULL;
  g_clear_object (&self->units);
  steady_life_sign_bye (&self->beat);
  G_APPLICATION_CLASS (steady_console_application_parent_class)->shutdown (application);
}

static void
steady_console_application_class_init (SteadyConsoleApplicationClass *class)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (class);
  application_class->activate = steady_console_application_activate;
  application_class->startup = steady_console_application_startup;
  application_class->shutdown = steady_console_application_shutdown;
}

static void
steady_console_application_init (SteadyConsoleApplication *self)
{
}

/* What the program answers when it has ended. */
int
steady_console_application_status (SteadyConsoleApplication *self)
{
  return self->status;
}

/* The application for @options; texts in them must outlive it. */
SteadyConsoleApplication *
steady_console_application_new (const SteadyConsoleOptions *options,
                                SteadyPlotBackend           backend)
{
  SteadyConsoleApplication *self = g_object_new (STEADY_TYPE_CONSOLE_APPLICATION,
                                                 "application-id",
                                                 STEADY_APP_ID,
                                                 "flags",
                                                 G_APPLICATION_NON_UNIQUE,
                                                 NULL);
  self->options = *options;
  self->backend = backend;
  steady_life_sign_init (&self->beat, options->beat_fd);
  return self;
}

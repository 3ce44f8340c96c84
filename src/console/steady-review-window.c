/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-review-window.h"

#include <glib/gi18n-lib.h>

#include "console/steady-live-arrangement.h"
#include "console/steady-review-tabs.h"
#include "console/steady-theme.h"
#include "widgets/steady-look.h"

struct _SteadyReviewWindow
{
  GtkApplicationWindow parent_instance;
  SteadyReviewPage    *page;
  gboolean             dark;
};

G_DEFINE_FINAL_TYPE (SteadyReviewWindow,
                     steady_review_window,
                     GTK_TYPE_APPLICATION_WINDOW)

/* Day or dim. */
void
steady_review_window_set_dark (SteadyReviewWindow *self, gboolean dark)
{
  self->dark = dark;
  steady_theme_load (gtk_widget_get_display (GTK_WIDGET (self)), dark);
}

static void
on_theme (GtkButton *button, SteadyReviewWindow *self)
{
  steady_review_window_set_dark (self, !self->dark);
}

/* Lets the page show what is true now; about ten times a second. */
void
steady_review_window_refresh (SteadyReviewWindow *self)
{
  steady_page_refresh (STEADY_PAGE (self->page), steady_clock_now ());
}

/* Whether there is something to see: the case was read and drawn, or could not be. */
gboolean
steady_review_window_is_complete (SteadyReviewWindow *self)
{
  SteadyTimelineView *view =
      steady_review_timeline_view (steady_review_page_timeline (self->page));

  if (steady_review_page_is_loading (self->page))
    return FALSE;
  return steady_review_page_case (self->page) == NULL ||
         (steady_timeline_view_is_settled (view) &&
          steady_timeline_view_filled (view) > 0);
}

/* The page. */
SteadyReviewPage *
steady_review_window_page (SteadyReviewWindow *self)
{
  return self->page;
}

static void
on_layout (SteadyReviewWindow *self, int width, int height)
{
  const SteadyLiveShape shape = steady_live_shape (width, height);
  steady_look_class (GTK_WIDGET (self), "compact", shape == STEADY_LIVE_COMPACT);
  steady_look_class (GTK_WIDGET (self), "portrait", shape == STEADY_LIVE_PORTRAIT);
}

static void
steady_review_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (steady_review_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)),
                           "layout",
                           G_CALLBACK (on_layout),
                           widget,
                           G_CONNECT_SWAPPED);
}

static void
steady_review_window_dispose (GObject *object)
{
  SteadyReviewWindow *self = STEADY_REVIEW_WINDOW (object);
  gtk_window_set_child (GTK_WINDOW (self), NULL);
  self->page = NULL;
  G_OBJECT_CLASS (steady_review_window_parent_class)->dispose (object);
}

static void
steady_review_window_class_init (SteadyReviewWindowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = steady_review_window_dispose;
  GTK_WIDGET_CLASS (class)->realize = steady_review_window_realize;
}

static void
steady_review_window_init (SteadyReviewWindow *self)
{
  GtkWidget *theme = gtk_button_new_with_label (_ ("Day / dim"));

  self->page = STEADY_REVIEW_PAGE (steady_review_page_new ());
  steady_review_tabs_add (self->page);
  gtk_widget_add_css_class (GTK_WIDGET (self), "console");
  gtk_widget_add_css_class (GTK_WIDGET (self->page), "review-whole");
  gtk_window_set_title (GTK_WINDOW (self), _ ("Steady: review of a case"));
  gtk_window_set_child (GTK_WINDOW (self), GTK_WIDGET (self->page));
  g_signal_connect_object (theme, "clicked", G_CALLBACK (on_theme), self, 0);
  steady_review_page_add_button (self->page, theme);
}

/* A window without a case. */
SteadyReviewWindow *
steady_review_window_new (GtkApplication *application)
{
  return g_object_new (STEADY_TYPE_REVIEW_WINDOW, "application", application, NULL);
}

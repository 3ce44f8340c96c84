/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-ecmo-bench.h"

#include <string.h>

#include "console/steady-theme.h"

#define PATIENCE (300 * STEADY_NSEC_PER_SEC)

static bool
on_send (void *data, SteadyFrameType type, const void *payload, size_t length)
{
  SteadyEcmoBench *self = data;

  if (type == STEADY_FRAME_ECMO_REQUEST && self->n_asked < 4)
    memcpy (&self->asked[self->n_asked++], payload, length);
  if (type == STEADY_FRAME_CLINICAL_REQUEST)
    {
      memcpy (&self->clinical, payload, length);
      self->n_clinical++;
    }
  return true;
}

/* As if the engine said it. */
void
steady_ecmo_bench_tell (SteadyEcmoBench *self,
                        SteadyFrameType  type,
                        const void      *payload,
                        size_t           length)
{
  const SteadyFrame frame = {
    .header = { .type = (uint16_t) type, .count = 1, .t = self->now },
    .payload = payload,
    .length = length
  };
  steady_page_take (STEADY_PAGE (self->page), &frame);
}

void
steady_ecmo_bench_beat (SteadyEcmoBench *self, SteadySupportMode mode)
{
  const SteadyHeartbeat heartbeat = { .support_mode = mode };

  steady_ecmo_bench_tell (self, STEADY_FRAME_HEARTBEAT, &heartbeat, sizeof heartbeat);
}

void
steady_ecmo_bench_sign_in (SteadyEcmoBench *self, const char *name)
{
  SteadyDesk desk = { 0 };

  g_strlcpy (desk.operator_name, name, sizeof desk.operator_name);
  steady_ecmo_bench_tell (self, STEADY_FRAME_DESK, &desk, sizeof desk);
}

/* As the console does, until all that was asked for is there. */
void
steady_ecmo_bench_settle (SteadyEcmoBench *self)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;
  const SteadyInstant least = steady_clock_now () + 200 * STEADY_NSEC_PER_MSEC;

  while (steady_clock_now () < least || !steady_ecmo_page_is_shown (self->page))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      steady_page_refresh (STEADY_PAGE (self->page), steady_clock_now ());
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (5000);
    }
}

/* Shows the case @case_file as it is at @now of the engine. */
void
steady_ecmo_bench_set_up (SteadyEcmoBench  *self,
                          const char       *case_file,
                          int               width,
                          int               height,
                          SteadySupportMode mode,
                          SteadyInstant     now)
{
  g_autofree char *welcome = g_strdup_printf ("{\"case_file\": \"%s\"}", case_file);

  memset (self, 0, sizeof *self);
  self->now = now;
  self->window = gtk_window_new ();
  self->page = STEADY_ECMO_PAGE (steady_ecmo_page_new ());
  self->host = (SteadyPageHost){ .data = self, .send = on_send };
  gtk_widget_add_css_class (self->window, "console");
  if (width <= 920) /* as the console does for the shape of its window */
    gtk_widget_add_css_class (self->window, "compact");
  else if (height >= 1000)
    gtk_widget_add_css_class (self->window, "portrait");
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->page));
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  steady_theme_load (gtk_widget_get_display (self->window), TRUE);
  steady_page_start (STEADY_PAGE (self->page), &self->host);
  gtk_window_present (GTK_WINDOW (self->window));
  steady_ecmo_bench_tell (self, STEADY_FRAME_WELCOME, welcome, strlen (welcome) + 1);
  steady_ecmo_bench_beat (self, mode);
  steady_ecmo_bench_settle (self);
}

void
steady_ecmo_bench_tear_down (SteadyEcmoBench *self)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The button called @name in @widget; NULL: there is none. */
GtkWidget *
steady_ecmo_bench_button (GtkWidget *widget, const char *name)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && strcmp (gtk_widget_get_name (widget), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = steady_ecmo_bench_button (child, name);
  return found;
}

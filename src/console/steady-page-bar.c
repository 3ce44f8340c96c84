/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-page-bar.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-fit-text.h"
#include "console/steady-hold-button.h"
#include "console/steady-look.h"
#include "console/steady-template.h"
#include "console/steady-words.h"

/* How long the last answer stays. Bad ones stay until the next. */
#define MESSAGE_TIME (20 * STEADY_NSEC_PER_SEC)

/* The bottom line. */
struct _SteadyPageBar
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkToggleButton   *live;
  SteadyFitText     *message;
  GtkButton         *undo;
  GtkButton         *theme;
  SteadyHoldButton  *lock;
  SteadyConsoleLink *link;
  gboolean           locked;
};

enum
{
  THEME,
  LOCK,
  PAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyPageBar, steady_page_bar, GTK_TYPE_WIDGET)

static void
on_undo (SteadyPageBar *self)
{
  steady_console_link_undo (self->link);
}

static void
on_theme (SteadyPageBar *self)
{
  g_signal_emit (self, signals[THEME], 0);
}

static void
on_lock (SteadyPageBar *self)
{
  g_signal_emit (self, signals[LOCK], 0);
}

/* The two buttons are one group: where Live is up, Alarms is down. */
static void
on_live (SteadyPageBar *self)
{
  g_signal_emit (self, signals[PAGE], 0, !gtk_toggle_button_get_active (self->live));
}

static void
show_undo (SteadyPageBar *self, const SteadyConsoleState *state, SteadyInstant real_now)
{
  const gboolean   can = steady_console_state_can_undo (state, real_now);
  char             number[32];
  g_autofree char *label = NULL;
  if (can)
    {
      steady_words_number (state->last_step.before,
                           steady_words_control_decimals (state->last_step.control),
                           number,
                           sizeof number);
      label = g_strdup_printf (_ ("Undo: %s %s %s"),
                               steady_words_control (state->last_step.control),
                               number,
                               steady_words_control_unit (state->last_step.control));
    }
  else
    label = g_strdup (_ ("Undo"));
  if (g_strcmp0 (gtk_button_get_label (self->undo), label) != 0)
    gtk_button_set_label (self->undo, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->undo), can && !self->locked);
}

/* Shows the last answer and whether its step can be taken back. */
void
steady_page_bar_refresh (SteadyPageBar *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const gboolean            fresh = real_now - state->message_at < MESSAGE_TIME;
  const char *text = self->locked ? _ ("Locked against wiping. Alarms still work.")
                     : fresh || state->message_bad ? state->message
                                                   : "";
  steady_fit_text_set_text (self->message, text);
  steady_look_class (
      GTK_WIDGET (self->message), "bad", state->message_bad && !self->locked);
  steady_hold_button_set_label (
      self->lock, self->locked ? _ ("Hold to unlock") : _ ("Hold to lock"));
  show_undo (self, state, real_now);
}

/* Whether everything but the alarm bar and this bar's lock is out of reach. */
void
steady_page_bar_set_locked (SteadyPageBar *self, gboolean locked)
{
  self->locked = locked;
  gtk_widget_set_sensitive (GTK_WIDGET (self->theme), !locked);
}

/* Tells which link an undo goes to. */
void
steady_page_bar_bind (SteadyPageBar *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_page_bar_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PAGE_BAR (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_page_bar_parent_class)->dispose (object);
}

static void
steady_page_bar_class_init (SteadyPageBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_page_bar_dispose;
  signals[THEME] = g_signal_new ("theme",
                                 STEADY_TYPE_PAGE_BAR,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
  signals[LOCK] = g_signal_new ("lock",
                                STEADY_TYPE_PAGE_BAR,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  signals[PAGE] = g_signal_new ("page",
                                STEADY_TYPE_PAGE_BAR,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_BOOLEAN);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-page-bar"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, live);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, message);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, undo);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, theme);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, lock);
  gtk_widget_class_bind_template_callback (widget_class, on_undo);
  gtk_widget_class_bind_template_callback (widget_class, on_theme);
  gtk_widget_class_bind_template_callback (widget_class, on_lock);
  gtk_widget_class_bind_template_callback (widget_class, on_live);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pagebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_page_bar_init (SteadyPageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pages"), -1);
}

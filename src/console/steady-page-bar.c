/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-page-bar.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* How long the last answer stays. Bad ones stay until the next. */
#define MESSAGE_TIME (20 * STEADY_NSEC_PER_SEC)

/* Pixels for the buttons of pages on the widest bar: German leaves no more of 1920. */
#define OTHERS_WIDTH 760

/* The bottom line. */
struct _SteadyPageBar
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkToggleButton   *live;
  GtkToggleButton   *alarms_page;
  GtkToggleButton   *more;
  GtkWidget         *others;
  SteadyFitText     *message;
  GtkButton         *person;
  GtkButton         *undo;
  GtkButton         *theme;
  SteadyHoldButton  *lock;
  SteadyConsoleLink *link;
  gboolean           locked;
  gboolean           wide; /* there is room for all pages */
};

enum
{
  THEME,
  LOCK,
  PAGE,
  OPERATOR,
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
on_person (SteadyPageBar *self)
{
  g_signal_emit (self, signals[OPERATOR], 0);
}

static void
on_lock (SteadyPageBar *self)
{
  g_signal_emit (self, signals[LOCK], 0);
}

/* All pages are one group: one goes up when another goes down. */
static void
on_toggled (SteadyPageBar *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    g_signal_emit (self, signals[PAGE], 0, gtk_widget_get_name (GTK_WIDGET (button)));
}

static GtkWidget *
find_page (SteadyPageBar *self, const char *name)
{
  GtkWidget *const fixed[] = { GTK_WIDGET (self->live),
                               GTK_WIDGET (self->alarms_page),
                               GTK_WIDGET (self->more) };
  for (unsigned i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (g_strcmp0 (gtk_widget_get_name (fixed[i]), name) == 0)
      return fixed[i];
  for (GtkWidget *child = gtk_widget_get_first_child (self->others); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (gtk_widget_get_name (child), name) == 0)
      return child;
  return NULL;
}

static bool
exists (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), "exists") != NULL;
}

static int
width_of (GtkWidget *button)
{
  int natural = 0;

  gtk_widget_set_visible (button, TRUE); /* what is hidden measures nothing */
  gtk_widget_measure (
      button, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural + gtk_box_get_spacing (GTK_BOX (gtk_widget_get_parent (button)));
}

/* Buttons as far as there is room for them; where there is none for all pages, one
 * button more leads to the rest. */
static void
show_pages (SteadyPageBar *self)
{
  int  used = 0;
  bool any = false, left_out = false;

  for (GtkWidget *child = gtk_widget_get_first_child (self->others); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!exists (child))
        {
          gtk_widget_set_visible (child, FALSE);
          continue;
        }
      any = true;
      used += width_of (child);
      gtk_widget_set_visible (child, used <= OTHERS_WIDTH);
      left_out = left_out || used > OTHERS_WIDTH;
    }
  gtk_widget_set_visible (self->others, any && self->wide);
  gtk_widget_set_visible (GTK_WIDGET (self->more), any && (!self->wide || left_out));
}

/* One more page, called @title. It is not seen before it is said to exist. */
void
steady_page_bar_add (SteadyPageBar *self, const char *name, const char *title)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (title);
  gtk_widget_set_name (button, name);
  gtk_widget_set_visible (button, FALSE);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), self->live);
  g_signal_connect_object (
      button, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->others), button);
}

/* Whether the page called @name is there in this case. */
void
steady_page_bar_set_exists (SteadyPageBar *self, const char *name, gboolean there)
{
  GtkWidget *button = find_page (self, name);
  if (button != NULL)
    g_object_set_data (G_OBJECT (button), "exists", GINT_TO_POINTER (there));
  show_pages (self);
}

/* Brings a page up as if its button had been tapped. */
void
steady_page_bar_show (SteadyPageBar *self, const char *name)
{
  GtkWidget *button = find_page (self, name);
  if (button != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

/* The whole name where there is room, else what it begins with: "Anna Berg" is AB. */
static char *
short_name (const char *name)
{
  g_auto (GStrv) words = g_strsplit_set (name, " -", -1);
  GString *all = g_string_new (NULL);
  for (unsigned i = 0; words[i] != NULL && i < 3; i++)
    if (words[i][0] != '\0')
      g_string_append_unichar (all, g_unichar_toupper (g_utf8_get_char (words[i])));
  return g_string_free (all, FALSE);
}

static void
show_person (SteadyPageBar *self, const SteadyConsoleState *state)
{
  const char      *name = state->desk.desk.operator_name;
  g_autofree char *label = name[0] == '\0'
                               ? g_strdup (self->wide ? _ ("Sign in") : _ ("Who?"))
                           : self->wide ? g_strdup (name)
                                        : short_name (name);
  if (g_strcmp0 (gtk_button_get_label (self->person), label) == 0)
    return;
  gtk_button_set_label (self->person, label);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (self->person)),
                           PANGO_ELLIPSIZE_END);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->person),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name[0] != '\0' ? name : _ ("Sign in"),
                                  -1);
}

/* Whether there is room for a button a page. */
void
steady_page_bar_set_wide (SteadyPageBar *self, gboolean wide)
{
  self->wide = wide;
  show_pages (self);
  if (self->link != NULL)
    show_person (self, steady_console_link_state (self->link));
}

/* Two lines, and no wider than the bar has room for: what stands right of it, the lock,
 * never leaves the window. */
static void
fold (GtkLabel *label)
{
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (label, 2);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (label, 14);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
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
      /* in a narrow bar the number counts: what it is of was touched a moment ago */
      label =
          self->wide
              ? g_strdup_printf (_ ("Undo: %s %s %s"),
                                 steady_words_control (state->last_step.control),
                                 number,
                                 steady_words_control_unit (state->last_step.control))
              : g_strdup_printf (_ ("Undo: %s %s"),
                                 number,
                                 steady_words_control_unit (state->last_step.control));
    }
  else
    label = g_strdup (_ ("Undo"));
  if (g_strcmp0 (gtk_button_get_label (self->undo), label) != 0)
    {
      gtk_button_set_label (self->undo, label);
      fold (GTK_LABEL (gtk_button_get_child (self->undo)));
    }
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
  show_person (self, state);
  show_undo (self, state, real_now);
}

/* Whether everything but the alarm bar and this bar's lock is out of reach. */
void
steady_page_bar_set_locked (SteadyPageBar *self, gboolean locked)
{
  self->locked = locked;
  gtk_widget_set_sensitive (GTK_WIDGET (self->theme), !locked);
  gtk_widget_set_sensitive (GTK_WIDGET (self->person), !locked);
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
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-page-bar"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, live);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, alarms_page);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, more);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, others);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, message);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, person);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, undo);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, theme);
  gtk_widget_class_bind_template_child (widget_class, SteadyPageBar, lock);
  gtk_widget_class_bind_template_callback (widget_class, on_undo);
  gtk_widget_class_bind_template_callback (widget_class, on_theme);
  gtk_widget_class_bind_template_callback (widget_class, on_lock);
  gtk_widget_class_bind_template_callback (widget_class, on_person);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled);
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
  signals[OPERATOR] = g_signal_new ("operator",
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
                                G_TYPE_STRING);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pagebar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_page_bar_init (SteadyPageBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("More pages"), -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pages"), -1);
}

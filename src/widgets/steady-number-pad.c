/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widgets/steady-number-pad.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-template-path.h"
#include "widgets/steady-words.h"

enum
{
  TYPED_MOST = 9
};

/* A number in the making, beside its keys. */
struct _SteadyNumberPad
{
  GtkWidget               parent_instance;
  GtkWidget              *box;
  GtkGrid                *keys;
  SteadyFitText          *title;
  SteadyFitText          *detail;
  SteadyFitText          *number;
  SteadyFitText          *limits;
  SteadyFitText          *words;
  GtkButton              *less;
  GtkButton              *more;
  SteadyNumberPadQuestion question; /* its texts are not kept here */
  char                   *unit;
  double                  value;
  char                    typed[TYPED_MOST + 1]; /* empty: @value stands */
};

enum
{
  ENTERED,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyNumberPad, steady_number_pad, GTK_TYPE_WIDGET)

static void
word (const SteadyNumberPad *self, double value, char *ret_text, size_t size)
{
  char number[32];
  steady_words_number (value, self->question.decimals, number, sizeof number);
  g_snprintf (
      ret_text, size, "%s%s%s", number, self->unit[0] != '\0' ? " " : "", self->unit);
}

/* What is typed as a number; the comma counts as a point. */
static double
typed_number (const SteadyNumberPad *self)
{
  char  text[TYPED_MOST + 1];
  char *end = NULL;
  g_strlcpy (text, self->typed, sizeof text);
  g_strdelimit (text, ",", '.');
  const double number = g_ascii_strtod (text, &end);
  return text[0] != '\0' && *end == '\0' && end != text ? number : NAN;
}

static void
show (SteadyNumberPad *self)
{
  char text[80];
  if (self->typed[0] != '\0')
    g_snprintf (text, sizeof text, "%s %s", self->typed, self->unit);
  else
    word (self, self->value, text, sizeof text);
  steady_fit_text_set_text (self->number, text);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* Says why a number was not taken, or what somebody else has to say about it. */
void
steady_number_pad_say (SteadyNumberPad *self, const char *words)
{
  steady_fit_text_set_text (self->words, words);
  steady_look_class (GTK_WIDGET (self->words), "bad", words[0] != '\0');
}

/* What it says now; "" where there is nothing to say. */
const char *
steady_number_pad_words (SteadyNumberPad *self)
{
  return steady_fit_text_get_text (self->words);
}

/* The number as it stands: typed, stepped to, or in force; NAN: what is typed is none.
 */
double
steady_number_pad_value (SteadyNumberPad *self)
{
  return self->typed[0] != '\0' ? typed_number (self) : self->value;
}

static void
refuse (SteadyNumberPad *self, double value)
{
  char low[48], high[48], text[240];
  word (self, self->question.low, low, sizeof low);
  word (self, self->question.high, high, sizeof high);
  if (isnan (value))
    g_strlcpy (text, _ ("That is no number."), sizeof text);
  else if (value < self->question.low)
    g_snprintf (text, sizeof text, _ ("Not taken: below %s."), low);
  else
    g_snprintf (text, sizeof text, _ ("Not taken: above %s."), high);
  steady_number_pad_say (self, text);
}

static void
enter (SteadyNumberPad *self)
{
  const double value = steady_number_pad_value (self);
  if (!(value >= self->question.low && value <= self->question.high))
    {
      refuse (self, value);
      return;
    }
  steady_number_pad_say (self, "");
  g_signal_emit (self, signals[ENTERED], 0, value);
}

static void
step (SteadyNumberPad *self, double by)
{
  const double from = steady_number_pad_value (self);
  const double scale = pow (10, self->question.decimals);
  const double to = round (((isnan (from) ? self->value : from) + by) * scale) / scale;
  self->typed[0] = '\0';
  steady_number_pad_say (self, "");
  if (to < self->question.low || to > self->question.high)
    refuse (self, to);
  self->value = CLAMP (to, self->question.low, self->question.high);
  show (self);
}

static void
on_less (SteadyNumberPad *self)
{
  step (self, -self->question.step);
}

static void
on_more (SteadyNumberPad *self)
{
  step (self, self->question.step);
}

static void
type_one (SteadyNumberPad *self, char key)
{
  const size_t length = strlen (self->typed);
  const bool   point = key == '.' || key == ',';
  if (key == '\b')
    {
      if (length > 0)
        self->typed[length - 1] = '\0';
    }
  else if (length == TYPED_MOST ||
           (point &&
            (strpbrk (self->typed, ".,") != NULL || self->question.decimals == 0)) ||
           (key == '-' && length > 0))
    return;
  else
    {
      self->typed[length] = key;
      self->typed[length + 1] = '\0';
    }
  steady_number_pad_say (self, "");
  show (self);
}

/* As if @keys were typed: digits, point, minus, "\b" (back), "\n" (enter), "\x1b"
 * (cancel). */
void
steady_number_pad_type (SteadyNumberPad *self, const char *keys)
{
  for (; *keys != '\0'; keys++)
    if (*keys == '\n')
      enter (self);
    else if (*keys == '\x1b')
      g_signal_emit (self, signals[CANCELLED], 0);
    else if (g_ascii_isdigit (*keys) || strchr (".,-\b", *keys) != NULL)
      type_one (self, *keys);
}

static void
on_key_button (GtkWidget *button, SteadyNumberPad *self)
{
  steady_number_pad_type (self, g_object_get_data (G_OBJECT (button), "keys"));
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        SteadyNumberPad       *self)
{
  const guint32 letter = gdk_keyval_to_unicode (key);
  char          keys[2] = "";
  if (key == GDK_KEY_Escape)
    keys[0] = '\x1b';
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    keys[0] = '\n';
  else if (key == GDK_KEY_BackSpace)
    keys[0] = '\b';
  else if (letter < 128 && (g_ascii_isdigit ((char) letter) ||
                            (letter != 0 && strchr (".,-", (int) letter) != NULL)))
    keys[0] = (char) letter;
  else
    return GDK_EVENT_PROPAGATE;
  steady_number_pad_type (self, keys);
  return GDK_EVENT_STOP;
}

/* Begins anew with @question. */
void
steady_number_pad_ask (SteadyNumberPad *self, const SteadyNumberPadQuestion *question)
{
  char low[48], high[48], text[120], number[32];
  self->question = *question;
  self->question.title = self->question.detail = self->question.unit = NULL;
  g_free (self->unit);
  self->unit = g_strdup (question->unit);
  self->value = question->value;
  self->typed[0] = '\0';
  steady_fit_text_set_text (self->title, question->title);
  steady_fit_text_set_text (self->detail,
                            question->detail != NULL ? question->detail : "");
  word (self, question->low, low, sizeof low);
  word (self, question->high, high, sizeof high);
  g_snprintf (text, sizeof text, _ ("from %s to %s"), low, high);
  steady_fit_text_set_text (self->limits, text);
  steady_words_number (question->step, question->decimals, number, sizeof number);
  g_snprintf (text, sizeof text, "−%s", number);
  gtk_button_set_label (self->less, text);
  g_snprintf (text, sizeof text, "+%s", number);
  gtk_button_set_label (self->more, text);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, question->title, -1);
  steady_number_pad_say (self, "");
  show (self);
}

static void
add_key (SteadyNumberPad *self,
         const char      *label,
         const char      *name,
         const char      *keys,
         int              column,
         int              row)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_object_set_data (G_OBJECT (button), "keys", (gpointer) keys);
  gtk_widget_set_name (button, name);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_key_button), self);
  gtk_grid_attach (self->keys, button, column, row, 1, 1);
}

static void
make_keys (SteadyNumberPad *self)
{
  static const char *const digits[] = {
    "7", "8", "9", "4", "5", "6", "1", "2", "3", "0"
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (digits); i++)
    add_key (self,
             digits[i],
             digits[i],
             digits[i],
             i < 9 ? (int) (i % 3) : 1,
             (int) (i / 3));
  add_key (self, ".", "point", ".", 2, 3);
  add_key (self, "±", "minus", "-", 0, 3);
  add_key (self, _ ("Back"), "back", "\b", 3, 0);
  add_key (self, _ ("Cancel"), "cancel", "\x1b", 3, 1);
  add_key (self, _ ("Set"), "set", "\n", 3, 3);
}

static void
steady_number_pad_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_NUMBER_PAD (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_number_pad_parent_class)->dispose (object);
}

static void
steady_number_pad_finalize (GObject *object)
{
  g_free (STEADY_NUMBER_PAD (object)->unit);
  G_OBJECT_CLASS (steady_number_pad_parent_class)->finalize (object);
}

static void
make_signals (void)
{
  signals[ENTERED] = g_signal_new ("entered",
                                   STEADY_TYPE_NUMBER_PAD,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_DOUBLE);
  signals[CANCELLED] = g_signal_new ("cancelled",
                                     STEADY_TYPE_NUMBER_PAD,
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     0);
}

static void
steady_number_pad_class_init (SteadyNumberPadClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_number_pad_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_number_pad_finalize;
  make_signals ();
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("widgets", "steady-number-pad"));
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, keys);
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, detail);
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, number);
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, limits);
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, words);
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, less);
  gtk_widget_class_bind_template_child (widget_class, SteadyNumberPad, more);
  gtk_widget_class_bind_template_callback (widget_class, on_less);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "numberpad");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_number_pad_init (SteadyNumberPad *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->unit = g_strdup ("");
  make_keys (self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* A pad that asks for nothing yet. */
GtkWidget *
steady_number_pad_new (void)
{
  return g_object_new (STEADY_TYPE_NUMBER_PAD, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-entry.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-plan-cell.h"
#include "console/steady-template.h"
#include "perfusion/steady-plan-chapter.h"
#include "print/steady-plan-words.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"

enum
{
  TYPED_MOST = 8,
  PREVIEWS = 6
};

/* What a person watches while a number is typed. */
static const SteadyPlanItem previews[PREVIEWS] = {
  STEADY_PLAN_FLOW_PLAN,    STEADY_PLAN_HAEMATOCRIT_CLEAR, STEADY_PLAN_CELLS_INSIDE,
  STEADY_PLAN_PRESSURE_PRE, STEADY_PLAN_HEPARIN_BOLUS,     STEADY_PLAN_PLEGIA_FIRST
};

/* An age may be typed in days, months or years. */
static const double days_of_unit[] = { 1, 30.4375, 365.25 };

struct _SteadyPlanEntry
{
  GtkWidget             parent_instance;
  GtkWidget            *box;
  SteadyFitText        *title;
  SteadyFitText        *number;
  SteadyFitText        *words;
  GtkGrid              *keys;
  GtkFlowBox           *preview;
  GtkButton            *empty;
  GtkBox               *units;
  GtkToggleButton      *unit_buttons[G_N_ELEMENTS (days_of_unit)];
  SteadyPlanCell       *cells[PREVIEWS];
  const SteadyPlanDesk *desk; /* NULL: blind */
  SteadyPlanInput       input;
  char                  typed[TYPED_MOST + 1];
};

enum
{
  ENTERED,
  KEPT,
  EMPTIED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyPlanEntry, steady_plan_entry, GTK_TYPE_WIDGET)

static double
unit_factor (SteadyPlanEntry *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (days_of_unit); i++)
    if (self->input == STEADY_PLAN_INPUT_AGE &&
        gtk_toggle_button_get_active (self->unit_buttons[i]))
      return days_of_unit[i];
  return 1;
}

/* What is typed; NAN: nothing, or no number. */
static double
typed_number (SteadyPlanEntry *self)
{
  char        *end = NULL;
  const double value = g_ascii_strtod (self->typed, &end);

  if (self->typed[0] == '\0' || end == self->typed || *end != '\0')
    return NAN;
  return self->input == STEADY_PLAN_INPUT_AGE ? rint (value * unit_factor (self))
                                              : value;
}

static void
say (SteadyPlanEntry *self, const char *words)
{
  steady_fit_text_set_text (self->words, words);
}

static void
show_number (SteadyPlanEntry *self)
{
  const char      *unit = self->input == STEADY_PLAN_INPUT_AGE
                              ? ""
                              : _ (steady_plan_input_unit (self->input));
  g_autofree char *text = NULL;

  if (self->typed[0] != '\0')
    text = g_strdup_printf ("%s %s", self->typed, unit);
  else if (self->desk != NULL)
    text = steady_plan_words_input (&self->desk->inputs,
                                    self->desk->computed ? &self->desk->plan : NULL,
                                    self->input);
  else
    text = g_strdup_printf ("— %s", unit);
  steady_fit_text_set_text (self->number, text);
  steady_look_class (GTK_WIDGET (self->number), "typed", self->typed[0] != '\0');
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/* The plan with what is typed, else as it is. */
static void
show_preview (SteadyPlanEntry *self)
{
  SteadyPlan   tried;
  const double value = typed_number (self);
  bool         fine = false;

  if (self->desk == NULL)
    return;
  if (!isnan (value))
    fine = steady_plan_desk_try (self->desk, self->input, value, &tried);
  const SteadyPlan *plan = fine                                    ? &tried
                           : isnan (value) && self->desk->computed ? &self->desk->plan
                                                                   : NULL;
  for (unsigned i = 0; i < PREVIEWS; i++)
    {
      g_autofree char *text =
          plan != NULL ? steady_plan_words_value (plan, previews[i]) : g_strdup ("—");
      steady_plan_cell_show (self->cells[i],
                             _ (steady_plan_item_rule (previews[i])->label),
                             text,
                             plan != NULL && plan->values[previews[i]].known);
    }
  if (fine)
    steady_plan_finish (&tried);
}

static void
show (SteadyPlanEntry *self)
{
  show_number (self);
  show_preview (self);
}

static void
enter (SteadyPlanEntry *self)
{
  const double value = typed_number (self);

  if (self->typed[0] == '\0' && self->desk != NULL)
    {
      g_signal_emit (self, signals[KEPT], 0);
      return;
    }
  g_autofree char *objection = steady_plan_desk_objection (self->input, value);
  if (objection != NULL)
    say (self, objection);
  else
    g_signal_emit (self, signals[ENTERED], 0, value);
}

static void
type_one (SteadyPlanEntry *self, char key)
{
  const size_t length = strlen (self->typed);

  if (key == '\b' && length > 0)
    self->typed[length - 1] = '\0';
  else if (key != '\b' && length < TYPED_MOST &&
           (key != '.' || strchr (self->typed, '.') == NULL))
    {
      self->typed[length] = key;
      self->typed[length + 1] = '\0';
    }
  say (self, "");
  show (self);
}

/* As if @keys were tapped: digits, point, "\b" (back), "\n" (set), "\x1b" (leave). */
void
steady_plan_entry_type (SteadyPlanEntry *self, const char *keys)
{
  for (; *keys != '\0'; keys++)
    if (*keys == '\n')
      enter (self);
    else if (*keys == '\x1b')
      g_signal_emit (self, signals[LEFT], 0);
    else if (*keys == ',' || *keys == '.')
      type_one (self, '.');
    else if (g_ascii_isdigit (*keys) || *keys == '\b')
      type_one (self, *keys);
}

static void
on_key_button (GtkWidget *button, SteadyPlanEntry *self)
{
  steady_plan_entry_type (self, g_object_get_data (G_OBJECT (button), "keys"));
}

static void
on_empty (SteadyPlanEntry *self)
{
  g_signal_emit (self, signals[EMPTIED], 0);
}

static void
on_unit (SteadyPlanEntry *self)
{
  show (self);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint                  key,
        guint                  code,
        GdkModifierType        modifiers,
        SteadyPlanEntry       *self)
{
  const guint32 letter = gdk_keyval_to_unicode (key);
  char          keys[2] = "";

  if (key == GDK_KEY_Escape)
    keys[0] = '\x1b';
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    keys[0] = '\n';
  else if (key == GDK_KEY_BackSpace)
    keys[0] = '\b';
  else if (letter != 0 && letter < 128 &&
           (g_ascii_isdigit ((char) letter) || strchr (".,", (int) letter) != NULL))
    keys[0] = (char) letter;
  else
    return GDK_EVENT_PROPAGATE;
  steady_plan_entry_type (self, keys);
  return GDK_EVENT_STOP;
}

static void
add_key (
    SteadyPlanEntry *self, const char *label, const char *keys, int column, int row)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_object_set_data (G_OBJECT (button), "keys", (gpointer) keys);
  gtk_widget_set_name (button,
                       keys[0] == '\n'     ? "set"
                       : keys[0] == '\b'   ? "back"
                       : keys[0] == '\x1b' ? "cancel"
                       : keys[0] == '.'    ? "point"
                                           : keys);
  g_signal_connect (button, "clicked", G_CALLBACK (on_key_button), self);
  gtk_grid_attach (self->keys, button, column, row, 1, 1);
}

static void
make_keys (SteadyPlanEntry *self)
{
  static const char *const digits[] = { "7", "8", "9", "4", "5", "6", "1", "2", "3" };

  for (unsigned i = 0; i < G_N_ELEMENTS (digits); i++)
    add_key (self, digits[i], digits[i], (int) (i % 3), (int) (i / 3));
  add_key (self, "0", "0", 1, 3);
  add_key (self, ".", ".", 2, 3);
  add_key (self, "⌫", "\b", 0, 3);
  add_key (self, _ ("Leave"), "\x1b", 3, 0);
  add_key (self, _ ("Set"), "\n", 3, 3);
  gtk_widget_add_css_class (gtk_grid_get_child_at (self->keys, 3, 3), "suggested");
}

static void
make_units (SteadyPlanEntry *self)
{
  static const char *const names[] = { N_ ("days"), N_ ("months"), N_ ("years") };

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_ (names[i]));
      self->unit_buttons[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (self->unit_buttons[i], self->unit_buttons[0]);
      gtk_box_append (self->units, button);
      gtk_widget_set_name (button, names[i]);
    }
  gtk_toggle_button_set_active (self->unit_buttons[0], TRUE);
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect_swapped (
        self->unit_buttons[i], "toggled", G_CALLBACK (on_unit), self);
}

static void
make_preview (SteadyPlanEntry *self)
{
  for (unsigned i = 0; i < PREVIEWS; i++)
    {
      GtkWidget *cell = steady_plan_cell_new (STEADY_PLAN_CELL_ITEM, previews[i]);
      self->cells[i] = STEADY_PLAN_CELL (cell);
      steady_plan_cell_fold (self->cells[i]);
      gtk_widget_set_can_target (cell, FALSE);
      gtk_widget_set_focusable (cell, FALSE);
      gtk_flow_box_append (self->preview, cell);
      gtk_widget_set_focusable (gtk_widget_get_parent (cell), FALSE);
    }
}

static void
begin (SteadyPlanEntry *self, SteadyPlanInput input)
{
  self->input = input;
  self->typed[0] = '\0';
  steady_fit_text_set_text (self->title, _ (steady_plan_input_label (input)));
  gtk_widget_set_visible (GTK_WIDGET (self->units), input == STEADY_PLAN_INPUT_AGE);
  gtk_toggle_button_set_active (self->unit_buttons[0], TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->preview), self->desk != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->empty),
                          self->desk != NULL && self->desk->inputs.given[input]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (steady_plan_input_label (input)),
                                  -1);
}

/* Which file a number is from that counts since nobody entered one. Free with g_free
 * (); NULL: a person entered it, or it is not known. */
static char *
where_from (const SteadyPlanDesk *desk, SteadyPlanInput input)
{
  const SteadyPlanUsed *used = &desk->plan.used[input];

  if (!desk->computed || !used->known || used->cite == NULL)
    return NULL;
  g_autofree char *file = steady_plan_words_file (used->cite->file);
  return g_strdup_printf (
      _ ("Assumed, from %s: %s (%s)"), file, used->cite->place, used->cite->source);
}

/* Asks for @input; "Set" without typing keeps what stands there. @desk must live as
 * long as it asks. */
void
steady_plan_entry_ask (SteadyPlanEntry      *self,
                       const SteadyPlanDesk *desk,
                       SteadyPlanInput       input)
{
  g_autofree char *assumed = NULL;

  self->desk = desk;
  begin (self, input);
  if (desk->trouble == NULL)
    assumed = where_from (desk, input);
  say (self, desk->trouble != NULL ? desk->trouble : assumed != NULL ? assumed : "");
  show (self);
}

/* Asks for @input without showing what is known of it. */
void
steady_plan_entry_ask_blind (SteadyPlanEntry *self, SteadyPlanInput input)
{
  self->desk = NULL;
  begin (self, input);
  say (self, _ ("Read it from the patient's papers, not from this screen."));
  show (self);
}

/* What is asked for. */
SteadyPlanInput
steady_plan_entry_input (SteadyPlanEntry *self)
{
  return self->input;
}

/* What it says now. */
const char *
steady_plan_entry_words (SteadyPlanEntry *self)
{
  return steady_fit_text_get_text (self->words);
}

static void
steady_plan_entry_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PLAN_ENTRY (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_plan_entry_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, unsigned numbers)
{
  return g_signal_new (name,
                       STEADY_TYPE_PLAN_ENTRY,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       numbers,
                       G_TYPE_DOUBLE);
}

static void
steady_plan_entry_class_init (SteadyPlanEntryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_plan_entry_dispose;
  signals[ENTERED] = new_signal ("entered", 1);
  signals[KEPT] = new_signal ("kept", 0);
  signals[EMPTIED] = new_signal ("emptied", 0);
  signals[LEFT] = new_signal ("left", 0);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-plan-entry"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanEntry, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanEntry, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanEntry, number);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanEntry, words);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanEntry, keys);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanEntry, preview);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanEntry, empty);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanEntry, units);
  gtk_widget_class_bind_template_callback (widget_class, on_empty);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planentry");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_plan_entry_init (SteadyPlanEntry *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  make_keys (self);
  make_units (self);
  make_preview (self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

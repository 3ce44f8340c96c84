/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ecmo/steady-ecmo-circuit.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ecmo/steady-ecmo-words.h"
#include "measure/steady-laboratory-unit.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-number-pad.h"

/* No circuit is older [GK]. */
#define MOST_HOURS 2000

/* What people enter here: what no other page asks for, and what a meter at the bed
 * tells. */
static const SteadyChannel values[] = {
  STEADY_CHANNEL_ACT,     STEADY_CHANNEL_ANTI_XA,     STEADY_CHANNEL_APTT,
  STEADY_CHANNEL_LACTATE, STEADY_CHANNEL_HAEMOGLOBIN, STEADY_CHANNEL_FREE_HAEMOGLOBIN,
};

struct _SteadyEcmoCircuit
{
  GtkWidget         parent_instance;
  GtkStack         *stack;
  SteadyFitText    *parts[STEADY_ECMO_PARTS];
  SteadyFitText    *config;
  GtkWidget        *entry_title;
  GtkWidget        *name;
  GtkWidget        *lot;
  SteadyNumberPad  *pad;
  SteadyEcmoSender *sender;
  SteadyEcmoPart    part;    /* that is being put in … */
  SteadyChannel     channel; /* … or the value that the pad asks for */
  const char       *unit;    /* … and in what, which a site may change meanwhile */
};

static guint asking_signal;

G_DEFINE_FINAL_TYPE (SteadyEcmoCircuit, steady_ecmo_circuit, GTK_TYPE_WIDGET)

static void
show_part (SteadyEcmoCircuit      *self,
           const SteadyEcmoCourse *course,
           SteadyEcmoPart          part,
           SteadyInstant           now)
{
  const SteadyEcmoRecord *record = &course->parts[part];
  const SteadyInstant     since = steady_ecmo_course_since (course, part);
  g_autoptr (GString) text = g_string_new (steady_ecmo_words_part (part));

  if (since == STEADY_INSTANT_NEVER)
    g_string_append (text, _ (": age not known"));
  else
    {
      g_autofree char *age = steady_ecmo_words_age (now - since);
      g_autofree char *clock = steady_ecmo_words_clock (course, since);
      g_autofree char *day = steady_ecmo_words_day (course, since);
      g_string_append_printf (text, _ (": %s, since %s %s"), age, day, clock);
      if (record->id == 0 && since != steady_ecmo_course_begin (course))
        g_string_append (text, _ (" (as the circuit: nobody said)"));
      else if (record->id == 0)
        g_string_append (text, _ (" (as the run: nobody said)"));
    }
  if (record->name[0] != '\0')
    g_string_append_printf (text, " · %s", record->name);
  if (record->lot[0] != '\0')
    g_string_append_printf (text, _ (" · lot %s"), record->lot);
  steady_fit_text_set_text (self->parts[part], text->str);
}

static void
show_config (SteadyEcmoCircuit *self, const SteadyEcmoSheet *sheet)
{
  const SteadyEcmoCourse *course = sheet->course;
  g_autoptr (GString) text = g_string_new ("");

  for (unsigned i = 0; i < course->stretches->len; i++)
    {
      const SteadyEcmoStretch *stretch =
          &g_array_index (course->stretches, SteadyEcmoStretch, i);
      g_autofree char *clock = steady_ecmo_words_clock (course, stretch->from);
      g_autofree char *day = steady_ecmo_words_day (course, stretch->from);
      if (i + 3 < course->stretches->len)
        continue; /* the last three tell the run */
      g_string_append_printf (text,
                              "%s%s %s %s",
                              text->len > 0 ? " · " : "",
                              stretch->mode == STEADY_SUPPORT_ECMO_VV ? _ ("VV since")
                                                                      : _ ("VA since"),
                              day,
                              clock);
    }
  if (text->len == 0)
    g_string_append (text, _ ("No ECMO in this case."));
  steady_fit_text_set_text (self->config, text->str);
}

/* Shows ages as they are at @now. */
void
steady_ecmo_circuit_show (SteadyEcmoCircuit     *self,
                          const SteadyEcmoSheet *sheet,
                          SteadyInstant          now)
{
  for (unsigned part = STEADY_ECMO_PART_CIRCUIT; part < STEADY_ECMO_PARTS; part++)
    show_part (self, sheet->course, (SteadyEcmoPart) part, now);
  show_config (self, sheet);
}

/* What is said of a part, for tests. Borrowed. */
const char *
steady_ecmo_circuit_part (SteadyEcmoCircuit *self, SteadyEcmoPart part)
{
  return steady_fit_text_get_text (self->parts[part]);
}

static void
ask_value (SteadyEcmoCircuit *self, SteadyChannel channel)
{
  const SteadyLaboratoryUnit *unit =
      steady_laboratory_unit (channel, steady_shown_unit (channel).unit);

  if (unit == NULL)
    return; /* no laboratory gives it */
  self->channel = channel;
  self->unit = unit->unit;
  steady_number_pad_ask (
      self->pad,
      &(SteadyNumberPadQuestion){ .title = _ (steady_channel_info (channel)->label),
                                  .detail = _ ("Set records it at once."),
                                  .unit = unit->unit,
                                  .value = unit->low,
                                  .low = unit->low,
                                  .high = unit->high,
                                  .step = unit->step,
                                  .decimals = unit->decimals });
  gtk_stack_set_visible_child_name (self->stack, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

static void
ask_part (SteadyEcmoCircuit *self, SteadyEcmoPart part)
{
  self->part = part;
  gtk_label_set_text (GTK_LABEL (self->entry_title), steady_ecmo_words_part (part));
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  gtk_editable_set_text (GTK_EDITABLE (self->lot), "");
  gtk_stack_set_visible_child_name (self->stack, "entry");
}

/* Types on the pad, for tests. */
void
steady_ecmo_circuit_type (SteadyEcmoCircuit *self, const char *keys)
{
  steady_number_pad_type (self->pad, keys);
}

/* Fills the entries of a part, for tests. */
void
steady_ecmo_circuit_name (SteadyEcmoCircuit *self, const char *name, const char *lot)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  gtk_editable_set_text (GTK_EDITABLE (self->lot), lot);
}

static void
send_part (SteadyEcmoCircuit *self, double hours_ago)
{
  SteadyEcmoRecord record = { .act = STEADY_ECMO_PUT_IN,
                              .part = (uint32_t) self->part,
                              .given = self->sender->now -
                                       steady_span_from_seconds (hours_ago * 3600) };

  g_strlcpy (record.name,
             gtk_editable_get_text (GTK_EDITABLE (self->name)),
             sizeof record.name);
  g_strlcpy (
      record.lot, gtk_editable_get_text (GTK_EDITABLE (self->lot)), sizeof record.lot);
  steady_ecmo_sender_send (self->sender, &record);
  gtk_stack_set_visible_child_name (self->stack, "parts");
}

static void
ask_age (SteadyEcmoCircuit *self)
{
  self->channel = STEADY_CHANNEL_NONE;
  steady_number_pad_ask (
      self->pad,
      &(SteadyNumberPadQuestion){ .title = steady_ecmo_words_part (self->part),
                                  .detail = _ ("How many hours ago was it connected?"),
                                  .unit = "h",
                                  .value = 1,
                                  .low = 0,
                                  .high = MOST_HOURS,
                                  .step = 1,
                                  .decimals = 1 });
  gtk_stack_set_visible_child_name (self->stack, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

/* As if the button called @name were tapped: "part-2", a channel, "just-now", "earlier"
 * or "parts". */
void
steady_ecmo_circuit_choose (SteadyEcmoCircuit *self, const char *name)
{
  SteadyChannel channel;

  if (g_str_has_prefix (name, "part-"))
    ask_part (self, (SteadyEcmoPart) g_ascii_strtoull (name + 5, NULL, 10));
  else if (steady_channel_from_name (name, &channel))
    ask_value (self, channel);
  else if (strcmp (name, "just-now") == 0)
    send_part (self, 0);
  else if (strcmp (name, "earlier") == 0)
    ask_age (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "parts");
}

static void
on_entered (SteadyEcmoCircuit *self, double value)
{
  if (self->channel == STEADY_CHANNEL_NONE)
    send_part (self, value);
  else
    steady_ecmo_sender_enter (self->sender, self->channel, value, self->unit);
  gtk_stack_set_visible_child_name (self->stack, "parts");
}

/* Whether the number pad is up, which needs all the height there is. */
gboolean
steady_ecmo_circuit_is_asking (SteadyEcmoCircuit *self)
{
  return strcmp (gtk_stack_get_visible_child_name (self->stack), "pad") == 0;
}

static void
on_child (SteadyEcmoCircuit *self)
{
  g_signal_emit (self, asking_signal, 0);
}

static void
on_back (SteadyEcmoCircuit *self)
{
  gtk_stack_set_visible_child_name (self->stack, "parts");
}

static void
on_named (GtkWidget *button, SteadyEcmoCircuit *self)
{
  steady_ecmo_circuit_choose (self, gtk_widget_get_name (button));
}

static GtkWidget *
add_button (SteadyEcmoCircuit *self,
            GtkWidget         *row,
            const char        *name,
            const char        *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_name (button, name);
  gtk_widget_set_size_request (button, 90, 56);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
  gtk_label_set_justify (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                         GTK_JUSTIFY_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (on_named), self);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

static SteadyFitText *
add_text (GtkWidget *box, int lines, int height)
{
  SteadyFitText *text = g_object_new (STEADY_TYPE_FIT_TEXT,
                                      "xalign",
                                      0.0,
                                      "lines",
                                      lines,
                                      "height-request",
                                      height,
                                      NULL);
  gtk_widget_add_css_class (GTK_WIDGET (text), "planstatus");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (text));
  return text;
}

/* What the buttons behind it are for. */
static void
add_title (GtkWidget *row, const char *words)
{
  GtkWidget *title = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_size_request (title, 100, -1);
  gtk_widget_add_css_class (title, "checkgroup");
  gtk_box_append (GTK_BOX (row), title);
}

static GtkWidget *
build_parts (SteadyEcmoCircuit *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *parts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *laboratory = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (parts, "plantabs");
  gtk_widget_add_css_class (laboratory, "plantabs");
  add_title (parts, _ ("Put in:"));
  add_title (laboratory, _ ("Measured:"));
  for (unsigned part = STEADY_ECMO_PART_CIRCUIT; part < STEADY_ECMO_PARTS; part++)
    {
      g_autofree char *name = g_strdup_printf ("part-%u", part);
      self->parts[part] = add_text (box, 1, 22);
      add_button (self, parts, name, steady_ecmo_words_part ((SteadyEcmoPart) part));
    }
  self->config = add_text (box, 1, 22);
  gtk_box_append (GTK_BOX (box), parts);
  for (unsigned i = 0; i < G_N_ELEMENTS (values); i++)
    add_button (self,
                laboratory,
                steady_channel_info (values[i])->name,
                _ (steady_channel_info (values[i])->label));
  gtk_box_append (GTK_BOX (box), laboratory);
  return box;
}

static GtkWidget *
new_entry (const char *words, int most)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_max_length (GTK_ENTRY (entry), most);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), words);
  gtk_widget_set_size_request (entry, -1, 56);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  return entry;
}

static GtkWidget *
build_entry (SteadyEcmoCircuit *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->entry_title = gtk_label_new ("");
  gtk_label_set_xalign (GTK_LABEL (self->entry_title), 0);
  gtk_widget_add_css_class (self->entry_title, "checkgroup");
  gtk_box_append (GTK_BOX (box), self->entry_title);
  self->name = new_entry (_ ("Make and size, as on the label"), 40);
  self->lot = new_entry (_ ("Lot or serial number"), 28);
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->lot);
  add_button (self, row, "just-now", _ ("Put in just now"));
  add_button (self, row, "earlier", _ ("Was put in earlier"));
  add_button (self, row, "parts", _ ("Cancel"));
  gtk_box_append (GTK_BOX (box), row);
  return box;
}

static void
steady_ecmo_circuit_dispose (GObject *object)
{
  SteadyEcmoCircuit *self = STEADY_ECMO_CIRCUIT (object);

  if (self->stack != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->stack, self);
      gtk_widget_unparent (GTK_WIDGET (self->stack));
    }
  self->stack = NULL;
  G_OBJECT_CLASS (steady_ecmo_circuit_parent_class)->dispose (object);
}

static void
steady_ecmo_circuit_class_init (SteadyEcmoCircuitClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_ecmo_circuit_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ecmocircuit");
  asking_signal = g_signal_new ("asking",
                                G_TYPE_FROM_CLASS (class),
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_ecmo_circuit_init (SteadyEcmoCircuit *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_stack_add_named (self->stack, build_parts (self), "parts");
  gtk_stack_add_named (self->stack, build_entry (self), "entry");
  self->pad = STEADY_NUMBER_PAD (steady_number_pad_new ());
  g_signal_connect_swapped (self->pad, "entered", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->pad, "cancelled", G_CALLBACK (on_back), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->pad), "pad");
  g_signal_connect_swapped (
      self->stack, "notify::visible-child", G_CALLBACK (on_child), self);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Circuit"), -1);
}

/* @sender is borrowed. */
GtkWidget *
steady_ecmo_circuit_new (SteadyEcmoSender *sender)
{
  SteadyEcmoCircuit *self = g_object_new (STEADY_TYPE_ECMO_CIRCUIT, NULL);

  self->sender = sender;
  return GTK_WIDGET (self);
}

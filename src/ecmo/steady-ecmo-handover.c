/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ecmo/steady-ecmo-handover.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ecmo/steady-ecmo-words.h"
#include "quality/steady-ecmo-shown.h"
#include "widgets/steady-words.h"

enum
{
  NAMES = 4
};

struct _SteadyEcmoHandoverView
{
  GtkWidget         parent_instance;
  GtkWidget        *box;
  GtkLabel         *text;
  GtkWidget        *concerns;
  GtkWidget        *plan;
  GtkWidget        *taker;
  GtkWidget        *names;
  SteadyEcmoSender *sender;
};

G_DEFINE_FINAL_TYPE (SteadyEcmoHandoverView, steady_ecmo_handover_view, GTK_TYPE_WIDGET)

/* Lowest and highest median of the hours that are shown. */
static bool
bounds_of (const SteadyEcmoSheet *sheet, SteadyEcmoRow row, SteadyEcmoCell *ret_cell)
{
  SteadyEcmoCell cell = { .kind = STEADY_ECMO_CELL_NONE };

  for (unsigned i = 0; i < sheet->n_hours; i++)
    {
      const SteadyEcmoCell *hour = &sheet->hours[i].cells[row];
      if (hour->kind == STEADY_ECMO_CELL_NONE)
        continue;
      if (cell.kind == STEADY_ECMO_CELL_NONE)
        cell = (SteadyEcmoCell){ .kind = hour->kind,
                                 .low = hour->value,
                                 .high = hour->value };
      cell.value = hour->value;
      cell.low = MIN (cell.low, hour->value);
      cell.high = MAX (cell.high, hour->value);
    }
  *ret_cell = cell;
  return cell.kind != STEADY_ECMO_CELL_NONE;
}

/* "Flow 0.36 (0.34–0.38) L/min" for each row; what is not known is said. */
static void
append_rows (GString               *text,
             const SteadyEcmoSheet *sheet,
             const SteadyEcmoRow   *rows,
             unsigned               n)
{
  for (unsigned i = 0; i < n; i++)
    {
      const SteadyEcmoRowInfo *info = steady_ecmo_row (rows[i]);
      const SteadyShownUnit    shown = steady_ecmo_shown (rows[i]);
      const double             factor = shown.factor;
      SteadyEcmoCell           cell;
      g_string_append_printf (text, "%s%s ", i > 0 ? " · " : "", _ (info->label));
      if (!bounds_of (sheet, rows[i], &cell))
        {
          g_string_append (text, "—");
          continue;
        }
      char value[32], low[32], high[32];
      steady_words_number (cell.value * factor, shown.decimals, value, sizeof value);
      steady_words_number (cell.low * factor, shown.decimals, low, sizeof low);
      steady_words_number (cell.high * factor, shown.decimals, high, sizeof high);
      g_string_append (text, value);
      if (strcmp (low, high) != 0)
        g_string_append_printf (text, " (%s – %s)", low, high);
      g_string_append_printf (
          text, "%s%s", shown.unit[0] != '\0' ? " " : "", shown.unit);
    }
  g_string_append_c (text, '\n');
}

static void
append_situation (GString *text, const SteadyEcmoSheet *sheet)
{
  static const SteadyEcmoRow circuit[] = {
    STEADY_ECMO_ROW_FLOW,  STEADY_ECMO_ROW_FLOW_PER_KG, STEADY_ECMO_ROW_SPEED,
    STEADY_ECMO_ROW_SWEEP, STEADY_ECMO_ROW_FDO2,        STEADY_ECMO_ROW_INLET,
    STEADY_ECMO_ROW_PRE,   STEADY_ECMO_ROW_POST,        STEADY_ECMO_ROW_MEMBRANE,
  };
  static const SteadyEcmoRow child[] = {
    STEADY_ECMO_ROW_MAP,        STEADY_ECMO_ROW_CVP,
    STEADY_ECMO_ROW_HEART_RATE, STEADY_ECMO_ROW_SVO2,
    STEADY_ECMO_ROW_SAO2,       STEADY_ECMO_ROW_NIRS_LEFT,
    STEADY_ECMO_ROW_NIRS_RIGHT, STEADY_ECMO_ROW_CORE_TEMPERATURE,
  };
  const SteadyEcmoCourse *course = sheet->course;
  g_autofree char        *total = steady_ecmo_words_age (course->total);

  g_string_append_printf (
      text,
      _ ("S – Situation: %s, on ECMO for %s. Last value (medians "
         "of the last %u hours):"),
      steady_words_support_mode ((SteadySupportMode) course->support.mode),
      total,
      sheet->n_hours);
  g_string_append_c (text, '\n');
  append_rows (text, sheet, circuit, G_N_ELEMENTS (circuit));
  append_rows (text, sheet, child, G_N_ELEMENTS (child));
}

static void
append_background (GString *text, const SteadyEcmoSheet *sheet)
{
  const SteadyEcmoCourse *course = sheet->course;
  char                    plan[32], per_kg[32];

  g_string_append (text, _ ("B – Background: "));
  for (unsigned part = STEADY_ECMO_PART_CIRCUIT; part < STEADY_ECMO_PARTS; part++)
    {
      const SteadyInstant since =
          steady_ecmo_course_since (course, (SteadyEcmoPart) part);
      g_autofree char *age = since == STEADY_INSTANT_NEVER
                                 ? g_strdup ("—")
                                 : steady_ecmo_words_age (sheet->end - since);
      g_string_append_printf (text,
                              "%s%s %s%s%s",
                              part > STEADY_ECMO_PART_CIRCUIT ? " · " : "",
                              steady_ecmo_words_part ((SteadyEcmoPart) part),
                              age,
                              course->parts[part].name[0] != '\0' ? " " : "",
                              course->parts[part].name);
    }
  steady_words_number (course->plan_flow_l_min, 2, plan, sizeof plan);
  steady_words_number (course->plan_flow_ml_kg_min, 0, per_kg, sizeof per_kg);
  if (course->plan_flow_l_min > 0)
    g_string_append_printf (
        text, _ (" · flow wanted %s L/min (%s mL/kg/min)"), plan, per_kg);
  g_string_append_c (text, '\n');
}

static void
append_assessment (GString *text, const SteadyEcmoSheet *sheet)
{
  static const SteadyEcmoRow entered[] = {
    STEADY_ECMO_ROW_ACT,         STEADY_ECMO_ROW_ANTI_XA,
    STEADY_ECMO_ROW_APTT,        STEADY_ECMO_ROW_HEPARIN,
    STEADY_ECMO_ROW_PH,          STEADY_ECMO_ROW_PCO2,
    STEADY_ECMO_ROW_PO2,         STEADY_ECMO_ROW_LACTATE,
    STEADY_ECMO_ROW_HAEMOGLOBIN, STEADY_ECMO_ROW_FREE_HAEMOGLOBIN,
  };
  const SteadyEcmoCourse *course = sheet->course;
  g_autofree char        *clotting = steady_ecmo_words_clotting (&sheet->clotting);
  bool                    late;
  g_autofree char        *check = steady_ecmo_words_check (course, sheet->end, &late);
  const double            day = steady_ecmo_course_balance (
      course, sheet->end - 24 * 60 * STEADY_NSEC_PER_MIN, sheet->end + 1);
  char balance[32];

  g_string_append (text, _ ("A – Assessment: "));
  for (unsigned i = 0; i < G_N_ELEMENTS (entered); i++)
    {
      g_autofree char *words = steady_ecmo_words_entry (course, entered[i]);
      if (steady_ecmo_course_last (course, entered[i]) != NULL)
        g_string_append_printf (text, "%s · ", words);
    }
  if (isfinite (day))
    {
      steady_words_number (day, 0, balance, sizeof balance);
      g_string_append_printf (text, _ ("balance of 24 h: %s mL"), balance);
    }
  else
    g_string_append (text, _ ("balance of 24 h: nothing entered"));
  g_string_append_printf (text, "\n%s\n%s", clotting, check);
}

/* Shows what the case says; what people type stays. */
void
steady_ecmo_handover_view_show (SteadyEcmoHandoverView *self,
                                const SteadyEcmoSheet  *sheet)
{
  const SteadyEcmoRecord *last = steady_ecmo_course_handover (sheet->course);
  g_autoptr (GString) text = g_string_new ("");

  append_situation (text, sheet);
  append_background (text, sheet);
  append_assessment (text, sheet);
  if (last != NULL)
    {
      g_autofree char *clock = steady_ecmo_words_clock (sheet->course, last->recorded);
      g_autofree char *day = steady_ecmo_words_day (sheet->course, last->recorded);
      g_string_append_c (text, '\n');
      g_string_append_printf (
          text,
          _ ("Last handover %s %s, %s to %s. Concerns: %s. Plan: %s."),
          day,
          clock,
          last->author,
          last->second,
          last->concerns[0] != '\0' ? last->concerns : "—",
          last->plan[0] != '\0' ? last->plan : "—");
    }
  if (strcmp (gtk_label_get_text (self->text), text->str) != 0)
    gtk_label_set_text (self->text, text->str);
}

/* What is shown, for tests. Borrowed. */
const char *
steady_ecmo_handover_view_words (SteadyEcmoHandoverView *self)
{
  return gtk_label_get_text (self->text);
}

/* As if a person typed it. */
void
steady_ecmo_handover_view_fill (SteadyEcmoHandoverView *self,
                                const char             *taker,
                                const char             *concerns,
                                const char             *plan)
{
  gtk_editable_set_text (GTK_EDITABLE (self->taker), taker);
  gtk_editable_set_text (GTK_EDITABLE (self->concerns), concerns);
  gtk_editable_set_text (GTK_EDITABLE (self->plan), plan);
}

/* Who is signed in gives the child to who is named. */
void
steady_ecmo_handover_view_sign (SteadyEcmoHandoverView *self)
{
  SteadyEcmoRecord record = { .act = STEADY_ECMO_HANDOVER, .given = self->sender->now };
  g_autofree char *taker =
      g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->taker)));

  g_strlcpy (record.second, g_strstrip (taker), sizeof record.second);
  g_strlcpy (record.concerns,
             gtk_editable_get_text (GTK_EDITABLE (self->concerns)),
             sizeof record.concerns);
  g_strlcpy (record.plan,
             gtk_editable_get_text (GTK_EDITABLE (self->plan)),
             sizeof record.plan);
  if (steady_ecmo_sender_send (self->sender, &record))
    steady_ecmo_handover_view_fill (self, "", "", "");
}

static void
on_sign (SteadyEcmoHandoverView *self)
{
  steady_ecmo_handover_view_sign (self);
}

static void
on_name (GtkButton *button, SteadyEcmoHandoverView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->taker), gtk_button_get_label (button));
}

/* Names that one tap puts into the entry of who takes over. */
void
steady_ecmo_handover_view_set_names (SteadyEcmoHandoverView *self,
                                     const char *const      *names)
{
  for (unsigned i = 0; i < NAMES && names[i] != NULL; i++)
    {
      GtkWidget *button = gtk_button_new_with_label (names[i]);
      gtk_widget_set_size_request (button, 80, 56);
      g_signal_connect (button, "clicked", G_CALLBACK (on_name), self);
      gtk_box_append (GTK_BOX (self->names), button);
    }
}

static void
steady_ecmo_handover_view_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_ECMO_HANDOVER_VIEW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_ecmo_handover_view_parent_class)->dispose (object);
}

static void
steady_ecmo_handover_view_class_init (SteadyEcmoHandoverViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_ecmo_handover_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ecmohandover");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_entry (GtkWidget *box, const char *words, int most)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_max_length (GTK_ENTRY (entry), most);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), words);
  gtk_widget_set_size_request (entry, -1, 56);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_box_append (GTK_BOX (box), entry);
  return entry;
}

static void
steady_ecmo_handover_view_init (SteadyEcmoHandoverView *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->text = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->text, TRUE);
  gtk_label_set_wrap_mode (self->text, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (self->text, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->text), "planstatus");
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->text));
  self->concerns = new_entry (body, _ ("R – Open concerns"), 100);
  self->plan =
      new_entry (body, _ ("R – Plan of the next hours, whom to call when"), 100);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_ALWAYS);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), body);
  gtk_widget_add_css_class (scroller, "training-scroller");
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), scroller);
  self->taker = new_entry (row, _ ("Who takes over"), 40);
  self->names = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_append (GTK_BOX (row), self->names);
  GtkWidget *sign = gtk_button_new_with_label (_ ("Hand over, both sign"));
  gtk_widget_set_name (sign, "sign-handover");
  gtk_widget_add_css_class (sign, "suggested");
  gtk_widget_set_size_request (sign, 150, 56);
  g_signal_connect_swapped (sign, "clicked", G_CALLBACK (on_sign), self);
  gtk_box_append (GTK_BOX (row), sign);
  gtk_box_append (GTK_BOX (self->box), row);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Handover"), -1);
}

/* @sender is borrowed. */
GtkWidget *
steady_ecmo_handover_view_new (SteadyEcmoSender *sender)
{
  SteadyEcmoHandoverView *self = g_object_new (STEADY_TYPE_ECMO_HANDOVER_VIEW, NULL);

  self->sender = sender;
  return GTK_WIDGET (self);
}

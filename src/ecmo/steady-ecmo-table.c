/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ecmo/steady-ecmo-table.h"

#include <glib/gi18n-lib.h>

#include "ecmo/steady-ecmo-line.h"
#include "ecmo/steady-ecmo-words.h"
#include "quality/steady-ecmo-shown.h"

enum
{
  HEADS = 2, /* the circuit check and what is recorded stand first */
  LINES = STEADY_ECMO_ROWS + HEADS,
  LEAST_CELL = 88
};

struct _SteadyEcmoTable
{
  GtkWidget       parent_instance;
  GtkWidget      *box;
  SteadyEcmoLine *head;
  SteadyEcmoLine *lines[LINES];
};

G_DEFINE_FINAL_TYPE (SteadyEcmoTable, steady_ecmo_table, GTK_TYPE_WIDGET)

/* How many hours there is room for; 0 before it has a size. */
unsigned
steady_ecmo_table_columns (SteadyEcmoTable *self)
{
  const int room =
      gtk_widget_get_width (GTK_WIDGET (self->lines[0])) - STEADY_ECMO_LINE_LABEL;

  return room > 0 ? (unsigned) CLAMP (room / LEAST_CELL, 2, STEADY_ECMO_COLUMNS) : 0;
}

static void
show_head (SteadyEcmoTable *self, const SteadyEcmoSheet *sheet)
{
  SteadyEcmoLineCell cells[STEADY_ECMO_COLUMNS] = { 0 };

  for (unsigned i = 0; i < sheet->n_hours; i++)
    {
      const SteadyEcmoHour *hour = &sheet->hours[i];
      cells[i].value = steady_ecmo_words_clock (sheet->course, hour->from);
      cells[i].note = hour->to > sheet->end
                          ? g_strdup (_ ("so far"))
                          : steady_ecmo_words_day (sheet->course, hour->from);
    }
  steady_ecmo_line_show (self->head, cells, sheet->n_hours);
}

static void
show_check (SteadyEcmoTable *self, const SteadyEcmoSheet *sheet)
{
  SteadyEcmoLineCell cells[STEADY_ECMO_COLUMNS] = { 0 };

  for (unsigned i = 0; i < sheet->n_hours; i++)
    {
      const SteadyEcmoHour *hour = &sheet->hours[i];
      if (hour->checked != STEADY_INSTANT_NEVER)
        cells[i].value = steady_ecmo_words_clock (sheet->course, hour->checked);
      else if (hour->items > 0)
        cells[i].value = g_strdup_printf (_ ("%u items"), hour->items);
      else
        cells[i].value = g_strdup ("—");
      cells[i].note = hour->second[0] != '\0'
                          ? g_strdup_printf ("%s + %s", hour->reader, hour->second)
                          : g_strdup (hour->reader);
    }
  steady_ecmo_line_show (self->lines[0], cells, sheet->n_hours);
}

/* How much of each hour is in the record: where the engine was down is seen at once. */
static void
show_recorded (SteadyEcmoTable *self, const SteadyEcmoSheet *sheet)
{
  SteadyEcmoLineCell cells[STEADY_ECMO_COLUMNS] = { 0 };

  for (unsigned i = 0; i < sheet->n_hours; i++)
    {
      const unsigned seconds = steady_ecmo_hour_recorded (&sheet->hours[i]);
      cells[i].value = g_strdup_printf ("%u", (seconds + 59) / 60);
      cells[i].note = g_strdup (seconds == 0 ? _ ("hole") : "");
    }
  steady_ecmo_line_show (self->lines[1], cells, sheet->n_hours);
}

static void
show_row (SteadyEcmoTable *self, const SteadyEcmoSheet *sheet, unsigned row)
{
  SteadyEcmoLineCell cells[STEADY_ECMO_COLUMNS] = { 0 };

  for (unsigned i = 0; i < sheet->n_hours; i++)
    {
      const SteadyEcmoHour *hour = &sheet->hours[i];
      if (sheet->fitted[row] == 0)
        {
          cells[i].value = g_strdup ("—");
          cells[i].note = g_strdup (_ ("not fitted"));
          continue;
        }
      cells[i].value = steady_ecmo_words_cell (&hour->cells[row], row);
      cells[i].note =
          steady_ecmo_words_range (&hour->cells[row], row, hour, sheet->end);
    }
  steady_ecmo_line_set_unit (self->lines[HEADS + row], steady_ecmo_shown (row).unit);
  steady_ecmo_line_show (self->lines[HEADS + row], cells, sheet->n_hours);
}

/* Shows the hours of @sheet, which has a course. */
void
steady_ecmo_table_show (SteadyEcmoTable *self, const SteadyEcmoSheet *sheet)
{
  show_head (self, sheet);
  show_check (self, sheet);
  show_recorded (self, sheet);
  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    show_row (self, sheet, row);
}

/* What stands in a cell, for tests; "" where there is none. Borrowed. */
const char *
steady_ecmo_table_cell (SteadyEcmoTable *self, unsigned row, unsigned column)
{
  return steady_ecmo_line_value (self->lines[HEADS + row], column);
}

/* How many minutes of a column are recorded, for tests. Borrowed. */
const char *
steady_ecmo_table_recorded (SteadyEcmoTable *self, unsigned column)
{
  return steady_ecmo_line_value (self->lines[1], column);
}

/* The unit beside a row, for tests. Borrowed. */
const char *
steady_ecmo_table_unit (SteadyEcmoTable *self, unsigned row)
{
  return steady_ecmo_line_unit (self->lines[HEADS + row]);
}

static void
steady_ecmo_table_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_ECMO_TABLE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_ecmo_table_parent_class)->dispose (object);
}

static void
steady_ecmo_table_class_init (SteadyEcmoTableClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_ecmo_table_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ecmotable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static SteadyEcmoLine *
add_line (GtkWidget *box, const char *label, const char *unit, bool head)
{
  GtkWidget *line = steady_ecmo_line_new (label, unit, head);

  gtk_box_append (GTK_BOX (box), line);
  return STEADY_ECMO_LINE (line);
}

static GtkWidget *
build_body (SteadyEcmoTable *self)
{
  GtkWidget      *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  SteadyEcmoGroup group = STEADY_ECMO_GROUPS;

  self->lines[0] = add_line (body, _ ("Circuit check"), "", false);
  self->lines[1] = add_line (body, _ ("Recorded"), _ ("min"), false);
  for (unsigned row = 0; row < STEADY_ECMO_ROWS; row++)
    {
      const SteadyEcmoRowInfo *info = steady_ecmo_row (row);
      if (info->group != group)
        {
          GtkWidget *label = gtk_label_new (_ (steady_ecmo_group (info->group)));
          group = info->group;
          gtk_label_set_xalign (GTK_LABEL (label), 0);
          gtk_widget_add_css_class (label, "checkgroup");
          gtk_box_append (GTK_BOX (body), label);
        }
      self->lines[HEADS + row] =
          add_line (body, _ (info->label), steady_ecmo_shown (row).unit, false);
    }
  return body;
}

static void
steady_ecmo_table_init (SteadyEcmoTable *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *body = build_body (self);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->head = add_line (head, _ ("Hour"), "", true);
  gtk_widget_set_margin_end (head, 18); /* the scroll bar below it */
  gtk_box_append (GTK_BOX (self->box), head);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_ALWAYS);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), body);
  gtk_widget_add_css_class (scroller, "training-scroller");
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Hourly chart"), -1);
}

GtkWidget *
steady_ecmo_table_new (void)
{
  return g_object_new (STEADY_TYPE_ECMO_TABLE, NULL);
}

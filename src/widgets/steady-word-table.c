/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widgets/steady-word-table.h"

#include "widgets/steady-look.h"

#define GAP 10
/* Narrower than this a column of running text would be a ladder of words. */
#define LEAST_WIDTH 125
/* Of a button in a row. */
#define ACT_WIDTH 124

/* Captions over a list. Rows are kept and moved, never made again while their thing is
 * there: a tap always means the row that the finger went down on. */
struct _SteadyWordTable
{
  GtkWidget        parent_instance;
  GtkWidget       *header;
  GtkWidget       *scroller;
  GtkListBox      *list;
  GtkWidget       *empty;
  SteadyWordColumn columns[STEADY_WORD_COLUMNS];
  unsigned         n_columns;
  char            *acts[STEADY_WORD_ACTS];
  unsigned         n_acts;
  GHashTable      *rows; /* key → Line */
  unsigned         put;  /* rows of this round */
  unsigned         round;
  gboolean         moved;
  gboolean         chooses; /* rows can be tapped */
};

/* A row of the list. */
typedef struct Line
{
  GtkWidget *row;
  GtkWidget *cells[STEADY_WORD_COLUMNS];
  GtkWidget *acts[STEADY_WORD_ACTS];
  unsigned   place;
  unsigned   round;
} Line;

static guint act_signal;
static guint chosen_signal;

G_DEFINE_FINAL_TYPE (SteadyWordTable, steady_word_table, GTK_TYPE_WIDGET)

static int
least_width (const SteadyWordTable *self)
{
  int width = (int) (self->n_acts * (ACT_WIDTH + GAP));
  for (unsigned i = 0; i < self->n_columns; i++)
    width += (i > 0 ? GAP : 0) +
             (self->columns[i].width > 0 ? self->columns[i].width : LEAST_WIDTH);
  return width;
}

/* How wide the thing number @index of a row is where the row has @total pixels: the
 * same in every row, whatever its words are. */
static int
width_of (const SteadyWordTable *self, unsigned index, int total)
{
  int shares = 0;
  if (index >= self->n_columns)
    return ACT_WIDTH;
  if (self->columns[index].width > 0)
    return self->columns[index].width;
  for (unsigned i = 0; i < self->n_columns; i++)
    shares += self->columns[i].width == 0;
  return LEAST_WIDTH + MAX (0, total - least_width (self)) / shares;
}

static SteadyWordTable *
table_of (GtkWidget *row)
{
  return STEADY_WORD_TABLE (gtk_widget_get_ancestor (row, STEADY_TYPE_WORD_TABLE));
}

static GtkSizeRequestMode
row_mode (GtkWidget *row)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
measure_row (GtkWidget     *row,
             GtkOrientation orientation,
             int            for_size,
             int           *minimum,
             int           *natural,
             int           *minimum_baseline,
             int           *natural_baseline)
{
  const SteadyWordTable *self = table_of (row);
  unsigned               index = 0;
  *minimum = *natural = self != NULL ? least_width (self) : 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || self == NULL)
    return;
  const int total = MAX (for_size, *minimum);
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int height;
      gtk_widget_measure (child,
                          GTK_ORIENTATION_VERTICAL,
                          width_of (self, index++, total),
                          &height,
                          NULL,
                          NULL,
                          NULL);
      *minimum = *natural = MAX (*minimum, height);
    }
}

static void
allocate_row (GtkWidget *row, int width, int height, int baseline)
{
  const SteadyWordTable *self = table_of (row);
  unsigned               index = 0;
  int                    x = 0;
  if (self == NULL)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const int           wide = width_of (self, index++, width);
      const GtkAllocation place = { x, 0, wide, height };
      gtk_widget_size_allocate (child, &place, -1);
      x += wide + GAP;
    }
}

/* A box whose things stand in the columns of the table. */
static GtkWidget *
make_row (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_layout_manager (
      box, gtk_custom_layout_new (row_mode, measure_row, allocate_row));
  return box;
}

static GtkWidget *
make_cell (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
on_act (GtkWidget *button, SteadyWordTable *self)
{
  const char    *key = g_object_get_data (G_OBJECT (button), "key");
  const unsigned act = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "act"));
  g_signal_emit (self, act_signal, 0, key, act);
}

static GtkWidget *
make_act (SteadyWordTable *self, const char *key, unsigned act)
{
  GtkWidget *button = gtk_button_new_with_label (self->acts[act]);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "key", g_strdup (key), g_free);
  g_object_set_data (G_OBJECT (button), "act", GUINT_TO_POINTER (act));
  g_signal_connect (button, "clicked", G_CALLBACK (on_act), self);
  return button;
}

static Line *
make_line (SteadyWordTable *self, const char *key)
{
  Line      *line = g_new0 (Line, 1);
  GtkWidget *box = make_row ();
  for (unsigned i = 0; i < self->n_columns; i++)
    {
      line->cells[i] = make_cell ("", "word");
      gtk_box_append (GTK_BOX (box), line->cells[i]);
    }
  for (unsigned i = 0; i < self->n_acts; i++)
    {
      line->acts[i] = make_act (self, key, i);
      gtk_box_append (GTK_BOX (box), line->acts[i]);
    }
  gtk_widget_add_css_class (line->cells[0], "first-word");
  line->row = gtk_list_box_row_new ();
  g_object_set_data (G_OBJECT (line->row), "line", line);
  g_object_set_data_full (G_OBJECT (line->row), "key", g_strdup (key), g_free);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line->row), self->chooses);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (line->row), box);
  gtk_list_box_append (self->list, line->row);
  g_hash_table_insert (self->rows, g_strdup (key), line);
  self->moved = TRUE;
  return line;
}

static int
compare_places (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  const Line *left = g_object_get_data (G_OBJECT (a), "line");
  const Line *right = g_object_get_data (G_OBJECT (b), "line");
  return left->place < right->place ? -1 : left->place > right->place;
}

/* Begins a new round: what is not put in it goes. */
void
steady_word_table_begin (SteadyWordTable *self)
{
  self->put = 0;
  self->round++;
  self->moved = FALSE;
}

static void
name_row (SteadyWordTable *self, Line *line, const SteadyWordRow *row)
{
  g_autoptr (GString) all = g_string_new (NULL);
  for (unsigned i = 0; i < self->n_columns; i++)
    if (row->cells[i] != NULL && row->cells[i][0] != '\0')
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", row->cells[i]);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (line->row), GTK_ACCESSIBLE_PROPERTY_LABEL, all->str, -1);
  for (unsigned i = 0; i < self->n_acts; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s: %s", self->acts[i], all->str);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (line->acts[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

/* The next row of this round. */
void
steady_word_table_put (SteadyWordTable *self, const SteadyWordRow *row)
{
  Line    *line = g_hash_table_lookup (self->rows, row->key);
  gboolean changed = line == NULL;
  if (line == NULL)
    line = make_line (self, row->key);
  self->moved = self->moved || line->place != self->put;
  line->place = self->put++;
  line->round = self->round;
  for (unsigned i = 0; i < self->n_columns; i++)
    {
      const char *text = row->cells[i] != NULL ? row->cells[i] : "";
      if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (line->cells[i])), text) == 0)
        continue;
      gtk_label_set_text (GTK_LABEL (line->cells[i]), text);
      changed = TRUE;
    }
  for (unsigned i = 0; i < self->n_acts; i++)
    gtk_widget_set_sensitive (line->acts[i], (row->acts & (1U << i)) != 0);
  steady_look_alarm (line->row, row->priority);
  steady_look_class (line->row, "strong", row->strong);
  if (changed)
    name_row (self, line, row);
}

static gboolean
drop_old (gpointer key, gpointer value, gpointer data)
{
  SteadyWordTable *self = data;
  Line            *line = value;
  if (line->round == self->round)
    return FALSE;
  gtk_list_box_remove (self->list, line->row);
  return TRUE;
}

/* Ends a round. */
void
steady_word_table_end (SteadyWordTable *self)
{
  g_hash_table_foreach_remove (self->rows, drop_old, self);
  if (self->moved)
    gtk_list_box_invalidate_sort (self->list);
}

/* How many rows there are. */
unsigned
steady_word_table_rows (SteadyWordTable *self)
{
  return g_hash_table_size (self->rows);
}

/* What cell @i of the row @key says; NULL where there is no such row. */
const char *
steady_word_table_cell (SteadyWordTable *self, const char *key, unsigned i)
{
  const Line *line = g_hash_table_lookup (self->rows, key);
  return line != NULL && i < self->n_columns
             ? gtk_label_get_text (GTK_LABEL (line->cells[i]))
             : NULL;
}

/* Gives back the words of a row that was put. */
void
steady_word_row_clear (SteadyWordRow *row)
{
  for (unsigned i = 0; i < STEADY_WORD_COLUMNS; i++)
    g_clear_pointer (&row->cells[i], g_free);
}

/* What is said where there is no row. */
void
steady_word_table_set_empty (SteadyWordTable *self, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->empty)), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->empty), text);
}

/* One more button in each row; before the first row. */
void
steady_word_table_add_act (SteadyWordTable *self, const char *caption)
{
  g_return_if_fail (self->n_acts < STEADY_WORD_ACTS);
  self->acts[self->n_acts++] = g_strdup (caption);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, SteadyWordTable *self)
{
  g_signal_emit (self, chosen_signal, 0, g_object_get_data (G_OBJECT (row), "key"));
}

/* A row that is tapped emits "chosen" with its key; before the first row. */
void
steady_word_table_choose (SteadyWordTable *self)
{
  self->chooses = TRUE;
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
}

static void
steady_word_table_map (GtkWidget *widget)
{
  SteadyWordTable *self = STEADY_WORD_TABLE (widget);
  GtkWidget       *bar =
      gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (self->scroller));
  int width = 0;
  GTK_WIDGET_CLASS (steady_word_table_parent_class)->map (widget);
  gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  gtk_widget_set_margin_end (self->header, width);
}

static void
steady_word_table_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_word_table_parent_class)->dispose (object);
}

static void
steady_word_table_finalize (GObject *object)
{
  SteadyWordTable *self = STEADY_WORD_TABLE (object);
  g_hash_table_unref (self->rows);
  for (unsigned i = 0; i < self->n_acts; i++)
    g_free (self->acts[i]);
  G_OBJECT_CLASS (steady_word_table_parent_class)->finalize (object);
}

static void
steady_word_table_class_init (SteadyWordTableClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_word_table_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_word_table_finalize;
  widget_class->map = steady_word_table_map;
  act_signal = g_signal_new ("act",
                             STEADY_TYPE_WORD_TABLE,
                             G_SIGNAL_RUN_LAST,
                             0,
                             NULL,
                             NULL,
                             NULL,
                             G_TYPE_NONE,
                             2,
                             G_TYPE_STRING,
                             G_TYPE_UINT);
  chosen_signal = g_signal_new ("chosen",
                                STEADY_TYPE_WORD_TABLE,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "wordtable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_word_table_init (SteadyWordTable *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->header = make_row ();
  gtk_widget_add_css_class (self->header, "table-header");
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (self->list, compare_places, NULL, NULL);
  self->empty = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_widget_add_css_class (self->empty, "question");
  gtk_list_box_set_placeholder (self->list, self->empty);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_ALWAYS);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (self->scroller),
                                             FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller),
                                 GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

/* A table called @name to assistive technology. */
GtkWidget *
steady_word_table_new (const char             *name,
                       const SteadyWordColumn *columns,
                       unsigned                count)
{
  SteadyWordTable *self = g_object_new (STEADY_TYPE_WORD_TABLE, NULL);
  g_return_val_if_fail (count <= STEADY_WORD_COLUMNS, NULL);
  self->n_columns = count;
  for (unsigned i = 0; i < count; i++)
    {
      self->columns[i] = columns[i];
      gtk_box_append (GTK_BOX (self->header),
                      make_cell (columns[i].caption, "caption"));
    }
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}

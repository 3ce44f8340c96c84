/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-sheet.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "perfusion/steady-plan-chapter.h"
#include "print/steady-plan-words.h"
#include "widgets/steady-look.h"

enum
{
  CELL_WIDTH = 246 /* three side by side on the smallest screen */
};

/* One chapter: its heading, its cells, and the recipe of the prime below some. */
typedef struct Chapter
{
  GtkWidget  *heading;
  GtkFlowBox *cells;
  GtkWidget  *recipe; /* NULL in most */
} Chapter;

struct _SteadyPlanSheet
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkBox            *tabs;
  GtkScrolledWindow *scroller;
  GtkBox            *chapters;
  Chapter            all[STEADY_PLAN_CHAPTERS];
  GPtrArray         *cells; /* of SteadyPlanCell, borrowed */
};

static guint tapped_signal;

G_DEFINE_FINAL_TYPE (SteadyPlanSheet, steady_plan_sheet, GTK_TYPE_WIDGET)

static void
on_cell (SteadyPlanCell *cell, SteadyPlanSheet *self)
{
  g_signal_emit (self, tapped_signal, 0, cell);
}

static void
add_cell (SteadyPlanSheet   *self,
          GtkFlowBox        *box,
          SteadyPlanCellKind kind,
          unsigned           index,
          gboolean           first)
{
  GtkWidget *cell = steady_plan_cell_new (kind, index);

  g_object_set_data (G_OBJECT (cell), "first", GINT_TO_POINTER (first));
  g_signal_connect (cell, "clicked", G_CALLBACK (on_cell), self);
  gtk_widget_set_size_request (cell, CELL_WIDTH, -1);
  gtk_flow_box_append (box, cell);
  gtk_widget_set_focusable (gtk_widget_get_parent (cell), FALSE);
  g_ptr_array_add (self->cells, cell);
}

static void
fill_chapter (SteadyPlanSheet *self, GtkFlowBox *box, const SteadyPlanChapter *chapter)
{
  for (unsigned i = 0; chapter->inputs[i] != STEADY_PLAN_INPUTS; i++)
    add_cell (self,
              box,
              STEADY_PLAN_CELL_INPUT,
              chapter->inputs[i],
              i < chapter->first_inputs);
  for (unsigned i = 0; chapter->texts[i] != STEADY_PLAN_TEXTS; i++)
    add_cell (
        self, box, STEADY_PLAN_CELL_TEXT, chapter->texts[i], i < chapter->first_texts);
  for (unsigned i = 0; chapter->items[i] != STEADY_PLAN_ITEMS; i++)
    add_cell (
        self, box, STEADY_PLAN_CELL_ITEM, chapter->items[i], i < chapter->first_items);
}

/* Brings the chapter of @tab to the top. */
static void
on_tab (GtkWidget *tab, SteadyPlanSheet *self)
{
  const Chapter *chapter = g_object_get_data (G_OBJECT (tab), "chapter");
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double         y;

  if (gtk_widget_translate_coordinates (
          chapter->heading, GTK_WIDGET (self->chapters), 0, 0, NULL, &y))
    gtk_adjustment_set_value (adjustment, y);
}

static GtkWidget *
new_recipe (void)
{
  GtkWidget *recipe = gtk_label_new ("");

  gtk_label_set_wrap (GTK_LABEL (recipe), TRUE);
  gtk_label_set_xalign (GTK_LABEL (recipe), 0);
  gtk_widget_add_css_class (recipe, "planrecipe");
  return recipe;
}

static void
make_chapter (SteadyPlanSheet *self, unsigned index)
{
  const SteadyPlanChapter *chapter = steady_plan_chapter (index);
  Chapter                 *mine = &self->all[index];
  GtkWidget               *box = gtk_flow_box_new ();
  GtkWidget               *tab = gtk_button_new_with_label (_ (chapter->tab));

  mine->heading = gtk_label_new (_ (chapter->title));
  mine->cells = GTK_FLOW_BOX (box);
  gtk_label_set_xalign (GTK_LABEL (mine->heading), 0);
  gtk_widget_add_css_class (mine->heading, "heading");
  gtk_flow_box_set_selection_mode (mine->cells, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (mine->cells, TRUE);
  gtk_flow_box_set_max_children_per_line (mine->cells, 6);
  gtk_flow_box_set_row_spacing (mine->cells, 8);
  gtk_flow_box_set_column_spacing (mine->cells, 8);
  gtk_box_append (self->chapters, mine->heading);
  gtk_box_append (self->chapters, box);
  fill_chapter (self, mine->cells, chapter);
  if (chapter->prime)
    {
      mine->recipe = new_recipe ();
      gtk_box_append (self->chapters, mine->recipe);
    }
  gtk_widget_set_name (tab, chapter->tab);
  g_object_set_data (G_OBJECT (tab), "chapter", mine);
  g_signal_connect (tab, "clicked", G_CALLBACK (on_tab), self);
  gtk_box_append (self->tabs, tab);
}

static void
steady_plan_sheet_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PLAN_SHEET (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_plan_sheet_parent_class)->dispose (object);
}

static void
steady_plan_sheet_finalize (GObject *object)
{
  g_ptr_array_unref (STEADY_PLAN_SHEET (object)->cells);
  G_OBJECT_CLASS (steady_plan_sheet_parent_class)->finalize (object);
}

static void
steady_plan_sheet_class_init (SteadyPlanSheetClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_plan_sheet_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_plan_sheet_finalize;
  tapped_signal = g_signal_new ("tapped",
                                STEADY_TYPE_PLAN_SHEET,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                STEADY_TYPE_PLAN_CELL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-plan-sheet"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanSheet, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanSheet, tabs);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanSheet, scroller);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanSheet, chapters);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "plansheet");
}

static void
steady_plan_sheet_init (SteadyPlanSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cells = g_ptr_array_new ();
  for (unsigned i = 0; i < STEADY_PLAN_CHAPTERS; i++)
    make_chapter (self, i);
  steady_plan_sheet_set_all (self, FALSE);
}

static void
show_cell (SteadyPlanCell *cell, const SteadyPlanDesk *desk)
{
  const unsigned    index = steady_plan_cell_index (cell);
  const SteadyPlan *plan = desk->computed ? &desk->plan : NULL;
  g_autofree char  *value = NULL;
  const char       *caption = "";
  gboolean          known = TRUE;

  switch (steady_plan_cell_kind (cell))
    {
    case STEADY_PLAN_CELL_INPUT:
      caption = steady_plan_input_label ((SteadyPlanInput) index);
      value = steady_plan_words_input (&desk->inputs, plan, (SteadyPlanInput) index);
      known = desk->inputs.given[index];
      break;
    case STEADY_PLAN_CELL_TEXT:
      caption = steady_plan_text_label ((SteadyPlanText) index);
      value =
          steady_plan_words_text (&desk->inputs, desk->tables, (SteadyPlanText) index);
      known = desk->inputs.texts[index] != NULL;
      break;
    case STEADY_PLAN_CELL_ITEM:
    default:
      caption = steady_plan_item_rule ((SteadyPlanItem) index)->label;
      known = plan != NULL && plan->values[index].known;
      value = plan != NULL ? steady_plan_words_value (plan, (SteadyPlanItem) index)
                           : g_strdup ("—");
      break;
    }
  steady_plan_cell_show (cell, _ (caption), value, known);
}

/* Which file each part of the prime is from, each said once. */
static void
append_files (GString *text, const SteadyPlan *plan)
{
  g_autoptr (GString) places = g_string_new (NULL);

  for (unsigned i = 0; i < plan->n_prime; i++)
    {
      const SteadyCite *cite = plan->prime[i].cite;
      g_autofree char *file = cite != NULL ? steady_plan_words_file (cite->file) : NULL;
      g_autofree char *place =
          cite != NULL ? g_strdup_printf ("%s: %s", file, cite->place) : NULL;
      if (place != NULL && strstr (places->str, place) == NULL)
        g_string_append_printf (places, "%s%s", places->len > 0 ? " · " : "", place);
    }
  if (places->len > 0)
    g_string_append_printf (text, _ ("\nNumbers of data files: %s"), places->str);
}

static void
show_recipe (GtkWidget *label, const SteadyPlanDesk *desk)
{
  g_autoptr (GString) text = g_string_new (_ ("The prime: "));

  for (unsigned i = 0; desk->computed && i < desk->plan.n_prime; i++)
    {
      const SteadyPlanPrimePart *part = &desk->plan.prime[i];
      g_autofree char           *amount = steady_plan_words_number (
          part->amount, part->amount < 10 ? 1 : 0, part->unit);
      g_string_append_printf (
          text, "%s%s %s", i > 0 ? " · " : "", amount, _ (part->name));
    }
  if (desk->computed)
    append_files (text, &desk->plan);
  gtk_label_set_label (GTK_LABEL (label), desk->computed ? text->str : "");
}

/* Redraws everything from @desk. */
void
steady_plan_sheet_show (SteadyPlanSheet *self, const SteadyPlanDesk *desk)
{
  for (unsigned i = 0; i < self->cells->len; i++)
    show_cell (self->cells->pdata[i], desk);
  for (unsigned i = 0; i < STEADY_PLAN_CHAPTERS; i++)
    if (self->all[i].recipe != NULL)
      show_recipe (self->all[i].recipe, desk);
}

/* Every number, or those that people look at first. */
void
steady_plan_sheet_set_all (SteadyPlanSheet *self, gboolean all)
{
  for (unsigned i = 0; i < self->cells->len; i++)
    {
      GtkWidget     *cell = self->cells->pdata[i];
      const gboolean first =
          GPOINTER_TO_INT (g_object_get_data (G_OBJECT (cell), "first"));
      gtk_widget_set_visible (gtk_widget_get_parent (cell), all || first);
    }
}

/* The first cell of that kind and index, or NULL. */
SteadyPlanCell *
steady_plan_sheet_cell (SteadyPlanSheet *self, SteadyPlanCellKind kind, unsigned index)
{
  for (unsigned i = 0; i < self->cells->len; i++)
    {
      SteadyPlanCell *cell = self->cells->pdata[i];
      if (steady_plan_cell_kind (cell) == kind &&
          steady_plan_cell_index (cell) == index)
        return cell;
    }
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-checklist-sheet.h"

#include <glib/gi18n-lib.h>

#include "console/steady-checklist-layout.h"
#include "console/steady-checklist-row.h"
#include "widgets/steady-fit-text.h"

enum
{
  READ,
  VERIFIED,
  MORE,
  SECOND,
  TURN,
  N_SIGNALS
};

struct _SteadyChecklistSheet
{
  GtkWidget              parent_instance;
  GtkWidget             *box;
  SteadyFitText         *head;
  GtkButton             *second;
  GtkButton             *turn;
  GtkWidget             *rows; /* box of SteadyChecklistRow and headings */
  GtkAdjustment         *scroll;
  const SteadyChecklist *list; /* shown; NULL: none yet */
  gboolean               expedited;
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyChecklistSheet, steady_checklist_sheet, GTK_TYPE_WIDGET)

/* The list that is shown; NULL: none yet. */
const SteadyChecklist *
steady_checklist_sheet_list (SteadyChecklistSheet *self)
{
  return self->list;
}

static char *
word_head (SteadyChecklistSheet *self, const SteadyChecklistBook *book)
{
  const char *name =
      book->link != NULL
          ? steady_console_link_state (book->link)->desk.desk.operator_name
          : "";

  if (self->list->kind == STEADY_CHECKLIST_CARD)
    return g_strdup (_ (self->list->title));
  const SteadyChecklistCount count =
      steady_checklist_state_count (book->state, self->list, self->expedited);
  g_autofree char *began = steady_checklist_book_clock (book, count.began);
  return g_strdup_printf (_ ("%u of %u done, %u skipped · read by %s%s%s"),
                          count.done,
                          count.items,
                          count.skipped,
                          name[0] != '\0' ? name : _ ("nobody: sign in first"),
                          began[0] != '\0' ? _ (" · begun ") : "",
                          began);
}

/* Shows how far the list is. */
void
steady_checklist_sheet_show (SteadyChecklistSheet      *self,
                             const SteadyChecklistBook *book)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->rows); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (STEADY_IS_CHECKLIST_ROW (child))
      steady_checklist_row_show (STEADY_CHECKLIST_ROW (child), book);
  if (self->list == NULL)
    return;
  g_autofree char *head = word_head (self, book);
  steady_fit_text_set_text (self->head, head);
  gtk_widget_set_visible (GTK_WIDGET (self->second),
                          self->list->kind != STEADY_CHECKLIST_CARD);
  gtk_widget_set_visible (GTK_WIDGET (self->turn),
                          self->list->kind != STEADY_CHECKLIST_PHASE);
  g_autofree char *second = book->second[0] != '\0'
                                ? g_strdup_printf (_ ("Verified by %s"), book->second)
                                : g_strdup (_ ("Who verifies?"));
  gtk_button_set_label (self->second, second);
}

static void
on_read (SteadyChecklistSheet *self, SteadyChecklistRow *row)
{
  g_signal_emit (self, signals[READ], 0, row);
}

static void
on_verified (SteadyChecklistSheet *self, SteadyChecklistRow *row)
{
  g_signal_emit (self, signals[VERIFIED], 0, row);
}

static void
on_more (SteadyChecklistSheet *self, SteadyChecklistRow *row)
{
  g_signal_emit (self, signals[MORE], 0, row);
}

static void
on_second (SteadyChecklistSheet *self)
{
  g_signal_emit (self, signals[SECOND], 0);
}

static void
on_turn (SteadyChecklistSheet *self)
{
  g_signal_emit (self, signals[TURN], 0);
}

static void
add_row (SteadyChecklistSheet *self, const SteadyChecklistItem *item)
{
  GtkWidget *row = steady_checklist_row_new (self->list, item);

  g_signal_connect_swapped (row, "read", G_CALLBACK (on_read), self);
  g_signal_connect_swapped (row, "verified", G_CALLBACK (on_verified), self);
  g_signal_connect_swapped (row, "more", G_CALLBACK (on_more), self);
  gtk_box_append (GTK_BOX (self->rows), row);
}

static void
add_words (SteadyChecklistSheet *self, const char *words, bool strong)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, strong ? "checkgroup" : "checktext");
  gtk_box_append (GTK_BOX (self->rows), label);
}

static void
build_rows (SteadyChecklistSheet *self)
{
  const char *group = NULL;
  GtkWidget  *child;

  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), child);
  add_words (self, _ (self->list->when), false);
  if (self->list->never != NULL)
    add_words (self, _ (self->list->never), true);
  for (unsigned i = 0; i < self->list->n_items; i++)
    {
      const SteadyChecklistItem *item = &self->list->items[i];
      if (self->expedited && !item->expedited)
        continue;
      if (item->group != NULL && g_strcmp0 (group, item->group) != 0)
        {
          add_words (self, _ (item->group), true);
          group = item->group;
        }
      add_row (self, item);
    }
  gtk_adjustment_set_value (self->scroll, 0);
}

/* Takes a list, or with @expedited only what of it a hurry leaves; one that is there
 * already stays as far scrolled as it is. */
void
steady_checklist_sheet_take (SteadyChecklistSheet  *self,
                             const SteadyChecklist *list,
                             gboolean               expedited)
{
  if (self->list == list && self->expedited == expedited)
    return;
  self->list = list;
  self->expedited = expedited;
  build_rows (self);
}

/* Marks the item that @need of “On bypass” waits for. */
void
steady_checklist_sheet_mark (SteadyChecklistSheet *self, unsigned need)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->rows); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (STEADY_IS_CHECKLIST_ROW (child) &&
        steady_checklist_row_item (STEADY_CHECKLIST_ROW (child))->need == need)
      {
        steady_checklist_row_mark (STEADY_CHECKLIST_ROW (child));
        return;
      }
}

static void
scroll_by (SteadyChecklistSheet *self, double pages)
{
  gtk_adjustment_set_value (self->scroll,
                            gtk_adjustment_get_value (self->scroll) +
                                pages * gtk_adjustment_get_page_size (self->scroll));
}

static void
on_up (SteadyChecklistSheet *self)
{
  scroll_by (self, -0.8);
}

static void
on_down (SteadyChecklistSheet *self)
{
  scroll_by (self, 0.8);
}

static GtkWidget *
build_head (SteadyChecklistSheet *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->head = STEADY_FIT_TEXT (steady_fit_text_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->head), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->head), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->head), "checktext");
  self->second = GTK_BUTTON (steady_checklist_layout_button (
      _ ("Who verifies?"), _ ("Who verifies?"), G_CALLBACK (on_second), self));
  gtk_widget_set_size_request (GTK_WIDGET (self->second), 210, 56);
  self->turn = GTK_BUTTON (steady_checklist_layout_button (
      _ ("Begin anew"), _ ("Begin anew"), G_CALLBACK (on_turn), self));
  gtk_widget_set_size_request (GTK_WIDGET (self->turn), 120, 56);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->turn));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->second));
  gtk_box_append (
      GTK_BOX (head),
      steady_checklist_layout_button ("▲", _ ("Page up"), G_CALLBACK (on_up), self));
  gtk_box_append (GTK_BOX (head),
                  steady_checklist_layout_button (
                      "▼", _ ("Page down"), G_CALLBACK (on_down), self));
  return head;
}

static void
steady_checklist_sheet_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_CHECKLIST_SHEET (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_checklist_sheet_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, gboolean of_row)
{
  return g_signal_new (name,
                       STEADY_TYPE_CHECKLIST_SHEET,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       of_row ? 1 : 0,
                       STEADY_TYPE_CHECKLIST_ROW);
}

static void
steady_checklist_sheet_class_init (SteadyChecklistSheetClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_checklist_sheet_dispose;
  signals[READ] = new_signal ("read", TRUE);
  signals[VERIFIED] = new_signal ("verified", TRUE);
  signals[MORE] = new_signal ("more", TRUE);
  signals[SECOND] = new_signal ("second", FALSE);
  signals[TURN] = new_signal ("turn", FALSE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "checklistsheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_checklist_sheet_init (SteadyChecklistSheet *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), build_head (self));
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *scroller = steady_checklist_layout_scroller (self->rows);
  self->scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Checklist"), -1);
}

/* A sheet without a list. */
GtkWidget *
steady_checklist_sheet_new (void)
{
  return g_object_new (STEADY_TYPE_CHECKLIST_SHEET, NULL);
}

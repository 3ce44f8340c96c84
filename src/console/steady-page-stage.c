/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-page-stage.h"

#include <glib/gi18n-lib.h>

/* Of the page of buttons. */
#define CHOOSER "more"

/* The pages and the buttons that lead to them. */
struct _SteadyPageStage
{
  GtkWidget  parent_instance;
  GtkStack  *stack;
  GtkWidget *chooser;
  GPtrArray *pages;   /* of SteadyPage, borrowed from the stack */
  GPtrArray *buttons; /* one a page */
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (SteadyPageStage, steady_page_stage, GTK_TYPE_WIDGET)

static void
on_button (GtkWidget *button, SteadyPageStage *self)
{
  g_signal_emit (self, chosen_signal, 0, gtk_widget_get_name (button));
}

/* A page that needs more than its place is scrolled: it must never lie over the stop of
 * the pump. */
static GtkWidget *
in_its_place (GtkWidget *page)
{
  GtkWidget *place = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (place), page);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (place), FALSE);
  gtk_widget_add_css_class (place, "page-place");
  return place;
}

/* Takes over one more page; before the start. */
void
steady_page_stage_add (SteadyPageStage *self, SteadyPage *page)
{
  GtkWidget *button = gtk_button_new_with_label (steady_page_title (page));
  gtk_widget_set_name (button, steady_page_name (page));
  gtk_widget_set_size_request (button, 208, 72); /* four stand in 920 */
  g_signal_connect (button, "clicked", G_CALLBACK (on_button), self);
  gtk_flow_box_append (GTK_FLOW_BOX (self->chooser), button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
  gtk_stack_add_named (
      self->stack, in_its_place (GTK_WIDGET (page)), steady_page_name (page));
  g_ptr_array_add (self->pages, page);
  g_ptr_array_add (self->buttons, button);
}

/* How many pages there are, those that do not exist now included. */
unsigned
steady_page_stage_count (SteadyPageStage *self)
{
  return self->pages->len;
}

/* The page number @index. */
SteadyPage *
steady_page_stage_page (SteadyPageStage *self, unsigned index)
{
  return g_ptr_array_index (self->pages, index);
}

/* The page called @name, or NULL. */
SteadyPage *
steady_page_stage_find (SteadyPageStage *self, const char *name)
{
  for (unsigned i = 0; i < self->pages->len; i++)
    if (g_strcmp0 (steady_page_name (self->pages->pdata[i]), name) == 0)
      return self->pages->pdata[i];
  return NULL;
}

/* Starts all pages; once. */
void
steady_page_stage_start (SteadyPageStage *self, const SteadyPageHost *host)
{
  for (unsigned i = 0; i < self->pages->len; i++)
    steady_page_start (self->pages->pdata[i], host);
  steady_page_stage_review (self);
}

/* Shows the page called @name, or the page of buttons ("more"). False: there is none
 * such now. */
bool
steady_page_stage_show (SteadyPageStage *self, const char *name)
{
  SteadyPage *page = steady_page_stage_find (self, name);
  if (g_strcmp0 (name, CHOOSER) != 0 && (page == NULL || !steady_page_exists (page)))
    return false;
  gtk_stack_set_visible_child_name (self->stack, name);
  return true;
}

/* Passes a frame on to all pages, seen or not. */
void
steady_page_stage_take (SteadyPageStage *self, const SteadyFrame *frame)
{
  for (unsigned i = 0; i < self->pages->len; i++)
    steady_page_take (self->pages->pdata[i], frame);
}

/* Refreshes the page that is seen. */
void
steady_page_stage_refresh (SteadyPageStage *self, SteadyInstant real_now)
{
  SteadyPage *shown =
      steady_page_stage_find (self, gtk_stack_get_visible_child_name (self->stack));
  if (gtk_widget_get_visible (GTK_WIDGET (self)) && shown != NULL)
    steady_page_refresh (shown, real_now);
}

/* Asks all pages whether they exist in this case. */
void
steady_page_stage_review (SteadyPageStage *self)
{
  for (unsigned i = 0; i < self->pages->len; i++)
    gtk_widget_set_visible (gtk_widget_get_parent (self->buttons->pdata[i]),
                            steady_page_exists (self->pages->pdata[i]));
}

static void
steady_page_stage_dispose (GObject *object)
{
  SteadyPageStage *self = STEADY_PAGE_STAGE (object);
  GtkWidget       *child;
  g_ptr_array_set_size (self->pages, 0);
  g_ptr_array_set_size (self->buttons, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_page_stage_parent_class)->dispose (object);
}

static void
steady_page_stage_finalize (GObject *object)
{
  SteadyPageStage *self = STEADY_PAGE_STAGE (object);
  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->buttons);
  G_OBJECT_CLASS (steady_page_stage_parent_class)->finalize (object);
}

static void
steady_page_stage_class_init (SteadyPageStageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_page_stage_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_page_stage_finalize;
  chosen_signal = g_signal_new ("chosen",
                                STEADY_TYPE_PAGE_STAGE,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                1,
                                G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "panel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_page_stage_init (SteadyPageStage *self)
{
  self->pages = g_ptr_array_new ();
  self->buttons = g_ptr_array_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  self->chooser = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->chooser), GTK_SELECTION_NONE);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->chooser), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->chooser), 8);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->chooser), 4);
  gtk_widget_set_valign (self->chooser, GTK_ALIGN_START);
  gtk_stack_add_named (self->stack, in_its_place (self->chooser), CHOOSER);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Page"), -1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-cell.h"

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "perfusion/steady-plan-chapter.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"

struct _SteadyPlanCell
{
  GtkButton          parent_instance;
  SteadyFitText     *caption;
  SteadyFitText     *value;
  SteadyPlanCellKind kind;
  unsigned           index;
};

G_DEFINE_FINAL_TYPE (SteadyPlanCell, steady_plan_cell, GTK_TYPE_BUTTON)

static void
steady_plan_cell_class_init (SteadyPlanCellClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-plan-cell"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanCell, caption);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanCell, value);
}

static void
steady_plan_cell_init (SteadyPlanCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What it is called, whatever stands in it. */
static const char *
caption_of (SteadyPlanCellKind kind, unsigned index)
{
  return kind == STEADY_PLAN_CELL_INPUT
             ? steady_plan_input_label ((SteadyPlanInput) index)
         : kind == STEADY_PLAN_CELL_TEXT
             ? steady_plan_text_label ((SteadyPlanText) index)
             : steady_plan_item_rule ((SteadyPlanItem) index)->label;
}

/* A cell for number @index of its kind. */
GtkWidget *
steady_plan_cell_new (SteadyPlanCellKind kind, unsigned index)
{
  static const char *const classes[] = { "entered", "entered", "answer" };
  SteadyPlanCell          *self = g_object_new (STEADY_TYPE_PLAN_CELL, NULL);

  self->kind = kind;
  self->index = index;
  gtk_widget_add_css_class (GTK_WIDGET (self), "plancell");
  gtk_widget_add_css_class (GTK_WIDGET (self), classes[kind]);
  steady_plan_cell_show (self, _ (caption_of (kind, index)), "—", FALSE);
  return GTK_WIDGET (self);
}

/* Gives its name two lines: where the cell is too narrow for one. */
void
steady_plan_cell_fold (SteadyPlanCell *self)
{
  g_object_set (self->caption, "lines", 2, NULL);
}

SteadyPlanCellKind
steady_plan_cell_kind (SteadyPlanCell *self)
{
  return self->kind;
}

unsigned
steady_plan_cell_index (SteadyPlanCell *self)
{
  return self->index;
}

/* Says @caption and @value; what is not known looks so. */
void
steady_plan_cell_show (SteadyPlanCell *self,
                       const char     *caption,
                       const char     *value,
                       gboolean        known)
{
  steady_fit_text_set_text (self->caption, caption);
  steady_fit_text_set_text (self->value, value);
  steady_look_class (GTK_WIDGET (self), "missing", !known);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  caption,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  value,
                                  -1);
}

const char *
steady_plan_cell_value (SteadyPlanCell *self)
{
  return steady_fit_text_get_text (self->value);
}

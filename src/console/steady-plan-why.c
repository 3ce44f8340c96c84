/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-why.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "perfusion/steady-plan-chapter.h"
#include "print/steady-plan-words.h"

struct _SteadyPlanWhy
{
  GtkWidget  parent_instance;
  GtkWidget *box;
  GtkLabel  *title;
  GtkLabel  *value;
  GtkLabel  *text;
};

static guint left_signal;

G_DEFINE_FINAL_TYPE (SteadyPlanWhy, steady_plan_why, GTK_TYPE_WIDGET)

static void
on_back (SteadyPlanWhy *self)
{
  g_signal_emit (self, left_signal, 0);
}

static void
steady_plan_why_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PLAN_WHY (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_plan_why_parent_class)->dispose (object);
}

static void
steady_plan_why_class_init (SteadyPlanWhyClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_plan_why_dispose;
  left_signal = g_signal_new ("left",
                              STEADY_TYPE_PLAN_WHY,
                              G_SIGNAL_RUN_LAST,
                              0,
                              NULL,
                              NULL,
                              NULL,
                              G_TYPE_NONE,
                              0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-plan-why"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanWhy, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanWhy, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanWhy, value);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanWhy, text);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planwhy");
}

static void
steady_plan_why_init (SteadyPlanWhy *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
append_need (GString *text, const SteadyPlanDesk *desk, const char *path)
{
  g_autofree char *value = NULL;
  const char      *label = NULL;
  SteadyPlanItem   item;

  if (steady_plan_item_from_path (path, &item))
    {
      label = steady_plan_item_rule (item)->label;
      value = steady_plan_words_value (&desk->plan, item);
    }
  for (unsigned i = 0; i < STEADY_PLAN_INPUTS && label == NULL; i++)
    if (strcmp (steady_plan_input_rule ((SteadyPlanInput) i)->key, path) == 0)
      {
        label = steady_plan_input_label ((SteadyPlanInput) i);
        value =
            steady_plan_words_input (&desk->inputs, &desk->plan, (SteadyPlanInput) i);
      }
  for (unsigned i = 0; i < STEADY_PLAN_TEXTS && label == NULL; i++)
    if (g_strcmp0 (steady_plan_text_key ((SteadyPlanText) i), path) == 0)
      {
        label = steady_plan_text_label ((SteadyPlanText) i);
        value =
            steady_plan_words_text (&desk->inputs, desk->tables, (SteadyPlanText) i);
      }
  if (label != NULL)
    g_string_append_printf (text, "   %s: %s\n", _ (label), value);
}

static void
append_cite (GString *text, const SteadyCite *cite)
{
  g_autofree char *file = steady_plan_words_file (cite->file);

  g_string_append_printf (text, "   %s: %s\n   %s\n", file, cite->place, cite->source);
  if (steady_cite_is_unreviewed (cite))
    g_string_append_printf (
        text, "   %s\n", _ ("From general knowledge: a perfusionist must review it."));
}

static char *
describe (const SteadyPlanDesk *desk, SteadyPlanItem item)
{
  const SteadyPlanItemRule *rule = steady_plan_item_rule (item);
  const SteadyPlanValue    *value = &desk->plan.values[item];
  g_auto (GStrv) needs = g_strsplit (rule->needs, " ", -1);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _ ("Formula: %s\n"), _ (rule->formula));
  g_string_append_printf (text, _ ("Source of the formula: %s\n"), rule->source);
  if (rule->needs[0] != '\0')
    g_string_append_printf (text, "%s\n", _ ("Computed from:"));
  for (unsigned i = 0; needs[i] != NULL; i++)
    append_need (text, desk, needs[i]);
  if (value->n_cites > 0)
    g_string_append_printf (text, "%s\n", _ ("Numbers of data files:"));
  for (unsigned i = 0; i < value->n_cites; i++)
    append_cite (text, value->cites[i]);
  return g_string_free (text, FALSE);
}

/* Says all of @item. */
void
steady_plan_why_show (SteadyPlanWhy        *self,
                      const SteadyPlanDesk *desk,
                      SteadyPlanItem        item)
{
  const SteadyPlanItemRule *rule = steady_plan_item_rule (item);

  gtk_label_set_label (self->title, _ (rule->label));
  if (!desk->computed)
    {
      gtk_label_set_label (self->value, "—");
      gtk_label_set_label (self->text, desk->trouble != NULL ? desk->trouble : "");
      return;
    }
  g_autofree char *value = steady_plan_words_value (&desk->plan, item);
  g_autofree char *text = describe (desk, item);
  gtk_label_set_label (self->value, value);
  gtk_label_set_label (self->text, text);
}

/* What it says now. */
const char *
steady_plan_why_text (SteadyPlanWhy *self)
{
  return gtk_label_get_label (self->text);
}

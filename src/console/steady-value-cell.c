/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-value-cell.h"

#include <string.h>

#include "console/steady-readout-look.h"
#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"

/* Caption, value, and a few words beside it. */
struct _SteadyValueCell
{
  GtkWidget      parent_instance;
  GtkWidget     *box;
  SteadyFitText *caption;
  SteadyFitText *value;
  GtkLabel      *note;
};

enum
{
  PROP_CAPTION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SteadyValueCell, steady_value_cell, GTK_TYPE_WIDGET)

/* What the value is. */
void
steady_value_cell_set_caption (SteadyValueCell *self, const char *caption)
{
  steady_fit_text_set_text (self->caption, caption);
}

/* The value as it is shown now. */
const char *
steady_value_cell_get_value (SteadyValueCell *self)
{
  return steady_fit_text_get_text (self->value);
}

/* Shows @value, which includes its unit, and @note beside it ("" for none), or instead
 * of it where there is no value. */
void
steady_value_cell_set (SteadyValueCell  *self,
                       const char       *value,
                       const char       *note,
                       SteadyReadoutKind kind)
{
  const bool instead = note[0] != '\0' && strcmp (value, "—") == 0;
  const bool beside = note[0] != '\0' && !instead;

  /* why there is nothing needs all of the place */
  steady_fit_text_set_text (self->value, instead ? note : value);
  if (g_strcmp0 (gtk_label_get_text (self->note), note) != 0)
    gtk_label_set_text (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), beside);
  steady_look_readout (GTK_WIDGET (self), kind);
  steady_look_describe (
      GTK_WIDGET (self), steady_fit_text_get_text (self->caption), value, "", note);
}

static void
steady_value_cell_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  if (id == PROP_CAPTION)
    steady_value_cell_set_caption (STEADY_VALUE_CELL (object),
                                   g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
steady_value_cell_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_VALUE_CELL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_value_cell_parent_class)->dispose (object);
}

static void
steady_value_cell_class_init (SteadyValueCellClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GObjectClass   *object_class = G_OBJECT_CLASS (class);

  object_class->set_property = steady_value_cell_set_property;
  object_class->dispose = steady_value_cell_dispose;
  properties[PROP_CAPTION] = g_param_spec_string (
      "caption", NULL, NULL, "", G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-value-cell"));
  gtk_widget_class_bind_template_child (widget_class, SteadyValueCell, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyValueCell, caption);
  gtk_widget_class_bind_template_child (widget_class, SteadyValueCell, value);
  gtk_widget_class_bind_template_child (widget_class, SteadyValueCell, note);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_value_cell_init (SteadyValueCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-set-bar.h"

#include <math.h>

/* The set value stands at this share of the width. */
#define SET_AT 0.75

/* A bar as long as what is delivered, and a mark where it should end. */
struct _SteadySetBar
{
  GtkWidget parent_instance;
  double    part; /* delivered per set; NAN: not known */
};

G_DEFINE_FINAL_TYPE (SteadySetBar, steady_set_bar, GTK_TYPE_WIDGET)

/* NAN for what is not known: then only the frame is drawn. */
void
steady_set_bar_set (SteadySetBar *self, double set, double delivered)
{
  const double part =
      set > 0 && isfinite (delivered) ? CLAMP (delivered / set, 0, 1 / SET_AT) : NAN;
  /* Less than half a percent of the set value is not seen. */
  if (fabs (part - self->part) < 0.005 || (isnan (part) && isnan (self->part)))
    return;
  self->part = part;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
steady_set_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SteadySetBar *self = STEADY_SET_BAR (widget);
  const float   width = (float) gtk_widget_get_width (widget);
  const float   height = (float) gtk_widget_get_height (widget);
  const float   mark = roundf (width * (float) SET_AT);
  GdkRGBA       colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  if (isfinite (self->part))
    {
      gtk_snapshot_append_color (
          snapshot,
          &colour,
          &GRAPHENE_RECT_INIT (
              0, 3, roundf (width * (float) (self->part * SET_AT)), height - 6));
    }
  gtk_snapshot_append_color (
      snapshot, &colour, &GRAPHENE_RECT_INIT (mark - 1, 0, 3, height));
}

static void
steady_set_bar_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 40 : 12;
}

static void
steady_set_bar_class_init (SteadySetBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  widget_class->snapshot = steady_set_bar_snapshot;
  widget_class->measure = steady_set_bar_measure;
  gtk_widget_class_set_css_name (widget_class, "setbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
steady_set_bar_init (SteadySetBar *self)
{
  self->part = NAN;
}

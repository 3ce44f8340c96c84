/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/steady-case-thumb.h"

#include "quality/steady-case-phase.h"

enum
{
  WIDTH = 180,
  HEIGHT = 44,
  ROWS = 4
};

struct _SteadyCaseThumb
{
  GtkWidget       parent_instance;
  unsigned        n;
  SteadyCardPhase phases[STEADY_CARD_PHASES];
};

G_DEFINE_FINAL_TYPE (SteadyCaseThumb, steady_case_thumb, GTK_TYPE_WIDGET)

/* Which strip a phase lies in: bypass, clamp, temperature, arrest and the rest. */
static unsigned
row_of (unsigned kind)
{
  switch ((SteadyCasePhaseKind) kind)
    {
    case STEADY_CASE_PHASE_BYPASS:
    case STEADY_CASE_PHASE_ECMO:
      return 0;
    case STEADY_CASE_PHASE_CLAMP:
      return 1;
    case STEADY_CASE_PHASE_COOLING:
    case STEADY_CASE_PHASE_REWARMING:
      return 2;
    case STEADY_CASE_PHASE_WHOLE:
    case STEADY_CASE_PHASE_ARREST:
    case STEADY_CASE_PHASE_CEREBRAL:
    case STEADY_CASE_PHASE_MUF:
    case STEADY_CASE_PHASE_KINDS:
    default:
      return 3;
    }
}

static void
steady_case_thumb_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SteadyCaseThumb *self = STEADY_CASE_THUMB (widget);
  const float      width = (float) gtk_widget_get_width (widget);
  const float      height = (float) gtk_widget_get_height (widget) / ROWS;
  GdkRGBA          ink;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  for (unsigned i = 0; i < self->n; i++)
    {
      const SteadyCardPhase *phase = &self->phases[i];
      const float            from = CLAMP (phase->from, 0.0f, 1.0f);
      const float            to = CLAMP (phase->to, from, 1.0f);
      const unsigned         row = row_of (phase->kind);
      const graphene_rect_t  area = GRAPHENE_RECT_INIT (from * width,
                                                       (float) row * height + 1,
                                                       MAX ((to - from) * width, 2.0f),
                                                       height - 2);
      GdkRGBA                colour = ink;
      /* rewarming is paler than cooling, which lies in the same strip */
      colour.alpha = phase->kind == STEADY_CASE_PHASE_REWARMING ? 0.35f
                     : row == 0                                 ? 0.85f
                                                                : 0.6f;
      gtk_snapshot_append_color (snapshot, &colour, &area);
    }
}

static void
steady_case_thumb_measure (GtkWidget     *widget,
                           GtkOrientation orientation,
                           int            for_size,
                           int           *minimum,
                           int           *natural,
                           int           *minimum_baseline,
                           int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

/* Draws the phases of @card. */
void
steady_case_thumb_show (SteadyCaseThumb *self, const SteadyCaseCard *card)
{
  self->n = MIN (card->n_phases, (unsigned) STEADY_CARD_PHASES);
  for (unsigned i = 0; i < self->n; i++)
    self->phases[i] = card->phases[i];
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
steady_case_thumb_class_init (SteadyCaseThumbClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = steady_case_thumb_snapshot;
  widget_class->measure = steady_case_thumb_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
steady_case_thumb_init (SteadyCaseThumb *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

/* One without a case. */
GtkWidget *
steady_case_thumb_new (void)
{
  return g_object_new (STEADY_TYPE_CASE_THUMB, NULL);
}

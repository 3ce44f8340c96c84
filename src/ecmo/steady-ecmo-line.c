/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ecmo/steady-ecmo-line.h"

#include <math.h>
#include <string.h>

#include "widgets/steady-look.h"

/* Sizes in pixels. */
#define HEIGHT      39
#define VALUE_SIZE  18.0
#define NOTE_SIZE   13.0
#define NOTE_TOP    20.5f
#define GAP         6.0
#define LEAST_SHARE 0.5

struct _SteadyEcmoLine
{
  GtkWidget          parent_instance;
  char              *label;
  char              *unit;
  gboolean           head;
  SteadyEcmoLineCell cells[STEADY_ECMO_COLUMNS];
  unsigned           count;
};

G_DEFINE_FINAL_TYPE (SteadyEcmoLine, steady_ecmo_line, GTK_TYPE_WIDGET)

static void
forget (SteadyEcmoLine *self)
{
  for (unsigned i = 0; i < self->count; i++)
    {
      g_free (self->cells[i].value);
      g_free (self->cells[i].note);
    }
  self->count = 0;
}

static gboolean
is_same (const SteadyEcmoLine *self, const SteadyEcmoLineCell *cells, unsigned count)
{
  if (count != self->count)
    return FALSE;
  for (unsigned i = 0; i < count; i++)
    if (g_strcmp0 (cells[i].value, self->cells[i].value) != 0 ||
        g_strcmp0 (cells[i].note, self->cells[i].note) != 0)
      return FALSE;
  return TRUE;
}

/* All cells in words, since no widget stands for one of them. */
static void
describe (SteadyEcmoLine *self)
{
  g_autoptr (GString) text = g_string_new ("");

  for (unsigned i = 0; i < self->count; i++)
    g_string_append_printf (text,
                            "%s%s%s%s%s",
                            i > 0 ? "; " : "",
                            self->cells[i].value,
                            self->cells[i].note[0] != '\0' ? " (" : "",
                            self->cells[i].note,
                            self->cells[i].note[0] != '\0' ? ")" : "");
  steady_look_describe (GTK_WIDGET (self), self->label, text->str, self->unit, "");
}

/* Takes the texts of @cells over. An unchanged line is not drawn again. */
void
steady_ecmo_line_show (SteadyEcmoLine *self, SteadyEcmoLineCell *cells, unsigned count)
{
  const gboolean same = is_same (self, cells, count);

  forget (self);
  for (unsigned i = 0; i < count && i < STEADY_ECMO_COLUMNS; i++)
    self->cells[i] = cells[i];
  self->count = MIN (count, (unsigned) STEADY_ECMO_COLUMNS);
  if (same)
    return;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What stands below the name; a site may choose another one at any time. */
void
steady_ecmo_line_set_unit (SteadyEcmoLine *self, const char *unit)
{
  if (strcmp (self->unit, unit) == 0)
    return;
  g_free (self->unit);
  self->unit = g_strdup (unit);
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Borrowed. */
const char *
steady_ecmo_line_unit (SteadyEcmoLine *self)
{
  return self->unit;
}

/* The value in a column, "" behind the last. Borrowed. */
const char *
steady_ecmo_line_value (SteadyEcmoLine *self, unsigned column)
{
  return column < self->count ? self->cells[column].value : "";
}

/* Writes @text at @x, or with its end at @x where @right; smaller where it is wider
 * than @room. */
static void
write_text (SteadyEcmoLine *self,
            GtkSnapshot    *snapshot,
            const char     *text,
            const GdkRGBA  *colour,
            double          size,
            gboolean        bold,
            gboolean        right,
            double          x,
            float           y,
            double          room)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoFontDescription *font = pango_font_description_new ();
  int                   width, height;
  double                share = 1;

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font,
                                     bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > room && width > 0)
    share = fmax (room / width, LEAST_SHARE);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT ((float) (right ? x - width * share : x),
                            y + (float) (height * (1 - share) / 2)));
  gtk_snapshot_scale (snapshot, (float) share, (float) share);
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
steady_ecmo_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SteadyEcmoLine  *self = STEADY_ECMO_LINE (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  const double     width = gtk_widget_get_width (widget);
  const double     cell =
      (width - STEADY_ECMO_LINE_LABEL) / (self->count > 0 ? self->count : 1);
  GdkRGBA text, quiet, edge;

  gtk_style_context_get_color (style, &text);
  if (!gtk_style_context_lookup_color (style, "quiet", &quiet))
    quiet = text;
  if (!gtk_style_context_lookup_color (style, "edge", &edge))
    edge = text;
  write_text (self,
              snapshot,
              self->label,
              &text,
              VALUE_SIZE,
              self->head,
              FALSE,
              6,
              self->unit[0] != '\0' ? 0.0f : 8.5f,
              STEADY_ECMO_LINE_LABEL - 8);
  write_text (self,
              snapshot,
              self->unit,
              &quiet,
              NOTE_SIZE,
              FALSE,
              FALSE,
              6,
              NOTE_TOP,
              STEADY_ECMO_LINE_LABEL - 8);
  for (unsigned i = 0; i < self->count; i++)
    {
      const double right = STEADY_ECMO_LINE_LABEL + cell * (i + 1) - GAP;
      const float  top = self->cells[i].note[0] != '\0' ? 0.0f : 8.5f;
      write_text (self,
                  snapshot,
                  self->cells[i].value,
                  &text,
                  VALUE_SIZE,
                  TRUE,
                  TRUE,
                  right,
                  top,
                  cell - GAP);
      write_text (self,
                  snapshot,
                  self->cells[i].note,
                  &quiet,
                  NOTE_SIZE,
                  FALSE,
                  TRUE,
                  right,
                  NOTE_TOP,
                  cell - GAP);
    }
  gtk_snapshot_append_color (
      snapshot, &edge, &GRAPHENE_RECT_INIT (0, HEIGHT - 1, (float) width, 1));
}

static void
steady_ecmo_line_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL
                            ? HEIGHT
                            : STEADY_ECMO_LINE_LABEL + 2 * 88;
}

static void
steady_ecmo_line_finalize (GObject *object)
{
  SteadyEcmoLine *self = STEADY_ECMO_LINE (object);

  forget (self);
  g_free (self->label);
  g_free (self->unit);
  G_OBJECT_CLASS (steady_ecmo_line_parent_class)->finalize (object);
}

static void
steady_ecmo_line_class_init (SteadyEcmoLineClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = steady_ecmo_line_finalize;
  widget_class->snapshot = steady_ecmo_line_snapshot;
  widget_class->measure = steady_ecmo_line_measure;
  gtk_widget_class_set_css_name (widget_class, "ecmoline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
steady_ecmo_line_init (SteadyEcmoLine *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

/* @label and @unit in the user's language. */
GtkWidget *
steady_ecmo_line_new (const char *label, const char *unit, gboolean head)
{
  SteadyEcmoLine *self = g_object_new (STEADY_TYPE_ECMO_LINE, NULL);

  self->label = g_strdup (label);
  self->unit = g_strdup (unit);
  self->head = head;
  steady_look_describe (GTK_WIDGET (self), label, "", unit, "");
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/steady-fit-text.h"

#include <math.h>

/* Smaller than this it is cut instead: it could not be read. */
#define SMALLEST 0.6

/* A place for text that keeps its size whatever it says. */
struct _SteadyFitText
{
  GtkWidget    parent_instance;
  char        *text;
  PangoLayout *layout; /* NULL: to be made */
  int          width_chars;
  int          lines;
  float        xalign;
  float        yalign;
  gboolean     numeral; /* only digits' height is asked for, not that of letters */
};

enum
{
  PROP_TEXT = 1,
  PROP_WIDTH_CHARS,
  PROP_LINES,
  PROP_XALIGN,
  PROP_YALIGN,
  PROP_NUMERAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SteadyFitText, steady_fit_text, GTK_TYPE_WIDGET)

static PangoLayout *
get_layout (SteadyFitText *self)
{
  if (self->layout == NULL)
    {
      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self),
                                                     self->text ? self->text : "");
      if (self->lines > 1)
        {
          pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
          pango_layout_set_height (self->layout, -self->lines);
          pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
        }
      const PangoAlignment alignments[] = { PANGO_ALIGN_LEFT,
                                            PANGO_ALIGN_CENTER,
                                            PANGO_ALIGN_RIGHT };
      pango_layout_set_alignment (self->layout,
                                  alignments[(int) lroundf (self->xalign * 2)]);
    }
  return self->layout;
}

static PangoFontMetrics *
get_metrics (SteadyFitText *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  return pango_context_get_metrics (context, NULL, NULL);
}

/* Height of a digit, and how far its top lies below the top of a line. */
static void
measure_digit (SteadyFitText *self, int *ret_top, int *ret_height)
{
  g_autoptr (PangoLayout) digit =
      gtk_widget_create_pango_layout (GTK_WIDGET (self), "0");
  PangoRectangle ink;
  pango_layout_get_pixel_extents (digit, &ink, NULL);
  *ret_top = ink.y;
  *ret_height = ink.height;
}

static void
steady_fit_text_measure (GtkWidget     *widget,
                         GtkOrientation orientation,
                         int            for_size,
                         int           *minimum,
                         int           *natural,
                         int           *minimum_baseline,
                         int           *natural_baseline)
{
  SteadyFitText    *self = STEADY_FIT_TEXT (widget);
  PangoFontMetrics *metrics = get_metrics (self);
  int               size;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    size = PANGO_PIXELS_CEIL (self->width_chars *
                              pango_font_metrics_get_approximate_digit_width (metrics));
  else if (self->numeral)
    {
      int top, height;
      measure_digit (self, &top, &height);
      size = height + 2;
    }
  else
    size = PANGO_PIXELS_CEIL (self->lines * pango_font_metrics_get_height (metrics));
  pango_font_metrics_unref (metrics);
  *minimum = *natural = size;
}

/* Thread: main. How much smaller than wanted the text is drawn; 1: as wanted, less than
 * SMALLEST: cut. */
double
steady_fit_text_get_scale (SteadyFitText *self)
{
  const int    width = gtk_widget_get_width (GTK_WIDGET (self));
  PangoLayout *layout = get_layout (self);
  int          wanted, height;
  if (self->lines > 1)
    {
      pango_layout_set_width (layout, width * PANGO_SCALE);
      return pango_layout_is_ellipsized (layout) ? 0 : 1;
    }
  pango_layout_get_pixel_size (layout, &wanted, &height);
  return wanted <= width || wanted == 0 ? 1 : (double) width / wanted;
}

static void
steady_fit_text_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SteadyFitText *self = STEADY_FIT_TEXT (widget);
  PangoLayout   *layout = get_layout (self);
  const int      width = gtk_widget_get_width (widget);
  const int      height = gtk_widget_get_height (widget);
  double         scale = steady_fit_text_get_scale (self);
  GdkRGBA        colour;
  int            wide, tall, top = 0;

  if (self->text == NULL || self->text[0] == '\0' || width <= 0)
    return;
  if (self->lines > 1)
    scale = 1;
  scale = MAX (scale, SMALLEST);
  pango_layout_get_pixel_size (layout, &wide, &tall);
  if (self->lines > 1)
    wide = width;
  if (self->numeral)
    measure_digit (self, &top, &tall);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  const double x = MAX (0, (width - wide * scale) * self->xalign);
  const double y = (height - tall * scale) * self->yalign - top * scale;
  gtk_snapshot_push_clip (
      snapshot, &GRAPHENE_RECT_INIT (0, -height, (float) width, 3.0f * (float) height));
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) round (x), (float) round (y)));
  if (scale < 1)
    gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_pop (snapshot);
}

static void
forget_layout (SteadyFitText *self)
{
  g_clear_object (&self->layout);
}

static void
steady_fit_text_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (steady_fit_text_parent_class)->css_changed (widget, change);
  forget_layout (STEADY_FIT_TEXT (widget));
}

static void
steady_fit_text_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (steady_fit_text_parent_class)
      ->system_setting_changed (widget, setting);
  forget_layout (STEADY_FIT_TEXT (widget));
  gtk_widget_queue_resize (widget);
}

static void
steady_fit_text_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  SteadyFitText *self = STEADY_FIT_TEXT (object);
  switch (id)
    {
    case PROP_TEXT:
      steady_fit_text_set_text (self, g_value_get_string (value));
      return;
    case PROP_WIDTH_CHARS:
      self->width_chars = g_value_get_int (value);
      break;
    case PROP_LINES:
      self->lines = g_value_get_int (value);
      break;
    case PROP_XALIGN:
      self->xalign = g_value_get_float (value);
      break;
    case PROP_YALIGN:
      self->yalign = g_value_get_float (value);
      break;
    case PROP_NUMERAL:
      self->numeral = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  forget_layout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
steady_fit_text_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  SteadyFitText *self = STEADY_FIT_TEXT (object);
  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    case PROP_WIDTH_CHARS:
      g_value_set_int (value, self->width_chars);
      break;
    case PROP_LINES:
      g_value_set_int (value, self->lines);
      break;
    case PROP_XALIGN:
      g_value_set_float (value, self->xalign);
      break;
    case PROP_YALIGN:
      g_value_set_float (value, self->yalign);
      break;
    case PROP_NUMERAL:
      g_value_set_boolean (value, self->numeral);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
steady_fit_text_dispose (GObject *object)
{
  forget_layout (STEADY_FIT_TEXT (object));
  g_clear_pointer (&STEADY_FIT_TEXT (object)->text, g_free);
  G_OBJECT_CLASS (steady_fit_text_parent_class)->dispose (object);
}

static void
steady_fit_text_class_init (SteadyFitTextClass *class)
{
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (class);
  GObjectClass     *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = steady_fit_text_set_property;
  object_class->get_property = steady_fit_text_get_property;
  object_class->dispose = steady_fit_text_dispose;
  widget_class->measure = steady_fit_text_measure;
  widget_class->snapshot = steady_fit_text_snapshot;
  widget_class->css_changed = steady_fit_text_css_changed;
  widget_class->system_setting_changed = steady_fit_text_system_setting_changed;
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", flags);
  properties[PROP_WIDTH_CHARS] =
      g_param_spec_int ("width-chars", NULL, NULL, 0, 400, 1, flags);
  properties[PROP_LINES] = g_param_spec_int ("lines", NULL, NULL, 1, 9, 1, flags);
  properties[PROP_XALIGN] = g_param_spec_float ("xalign", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_YALIGN] =
      g_param_spec_float ("yalign", NULL, NULL, 0, 1, 0.5f, flags);
  properties[PROP_NUMERAL] = g_param_spec_boolean ("numeral", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "fittext");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
steady_fit_text_init (SteadyFitText *self)
{
  self->width_chars = 1;
  self->lines = 1;
  self->yalign = 0.5f;
}

/* An empty place, one line high. */
GtkWidget *
steady_fit_text_new (void)
{
  return g_object_new (STEADY_TYPE_FIT_TEXT, NULL);
}

/* Says @text; the same text again costs nothing. NULL is "". */
void
steady_fit_text_set_text (SteadyFitText *self, const char *text)
{
  if (g_strcmp0 (text, self->text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  if (self->layout != NULL)
    pango_layout_set_text (self->layout, text != NULL ? text : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text != NULL ? text : "",
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What it says, or NULL. */
const char *
steady_fit_text_get_text (SteadyFitText *self)
{
  return self->text;
}

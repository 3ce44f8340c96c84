/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widgets/steady-hold-button.h"

#include "widgets/steady-fit-text.h"
#include "widgets/steady-template-path.h"

/* A hold is counted in so many parts, each by a turn of the main loop of its own. */
#define PARTS 8

/* A button with a filling bar instead of a click. */
struct _SteadyHoldButton
{
  GtkWidget      parent_instance;
  GtkWidget     *box;
  SteadyFitText *label;
  SteadyFitText *detail;
  guint          hold_ms;
  guint          timeout;
  guint          parts; /* of the hold that were counted */
  gboolean       done;  /* held long enough; wait for the release */
};

enum
{
  PROP_LABEL = 1,
  PROP_DETAIL,
  PROP_DETAIL_LINES,
  PROP_HOLD_MS,
  N_PROPS
};

enum
{
  HELD,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyHoldButton, steady_hold_button, GTK_TYPE_WIDGET)

/* A console that stands still for a while, on a machine that has no time for it, comes
 * back to a timer that is long over and to a release that waits behind it: counted in
 * one piece a short tap would be a hold, and stop a pump. In parts a standstill is one
 * of them, and the release is read before the last. The bar shows what was counted. */
static gboolean
on_part (gpointer data)
{
  SteadyHoldButton *self = data;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (++self->parts < PARTS)
    return G_SOURCE_CONTINUE;
  self->timeout = 0;
  self->done = TRUE;
  g_signal_emit (self, signals[HELD], 0);
  return G_SOURCE_REMOVE;
}

/* Begins to hold, as a finger or the space bar does. */
void
steady_hold_button_press (SteadyHoldButton *self)
{
  if (self->timeout != 0 || self->done || !gtk_widget_is_sensitive (GTK_WIDGET (self)))
    return;
  self->parts = 0;
  self->timeout = g_timeout_add (self->hold_ms / PARTS, on_part, self);
  gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_ACTIVE, FALSE);
}

/* Lets go: before its time nothing has happened. */
void
steady_hold_button_release (SteadyHoldButton *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->parts = 0;
  self->done = FALSE;
  gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_ACTIVE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, SteadyHoldButton *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  steady_hold_button_press (self);
}

static void
on_released (
    GtkGestureClick *gesture, int n, double x, double y, SteadyHoldButton *self)
{
  steady_hold_button_release (self);
}

static void
on_cancel (GtkGesture *gesture, GdkEventSequence *sequence, SteadyHoldButton *self)
{
  steady_hold_button_release (self);
}

static void
on_update (GtkGesture *gesture, GdkEventSequence *sequence, SteadyHoldButton *self)
{
  double x, y;
  if (gtk_gesture_get_point (gesture, sequence, &x, &y) &&
      !gtk_widget_contains (GTK_WIDGET (self), x, y))
    steady_hold_button_release (self);
}

static gboolean
is_hold_key (guint key)
{
  return key == GDK_KEY_space || key == GDK_KEY_KP_Space || key == GDK_KEY_Return ||
         key == GDK_KEY_KP_Enter;
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys,
                guint                  key,
                guint                  code,
                GdkModifierType        modifiers,
                SteadyHoldButton      *self)
{
  if (!is_hold_key (key))
    return GDK_EVENT_PROPAGATE;
  steady_hold_button_press (self);
  return GDK_EVENT_STOP;
}

static void
on_key_released (GtkEventControllerKey *keys,
                 guint                  key,
                 guint                  code,
                 GdkModifierType        modifiers,
                 SteadyHoldButton      *self)
{
  if (is_hold_key (key))
    steady_hold_button_release (self);
}

static double
progress (SteadyHoldButton *self)
{
  return self->done ? 1 : (double) self->parts / PARTS;
}

static void
steady_hold_button_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SteadyHoldButton *self = STEADY_HOLD_BUTTON (widget);
  const double      part = progress (self);
  GdkRGBA           colour;
  if (part > 0)
    {
      gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
      colour.alpha = 0.35f;
      gtk_snapshot_append_color (
          snapshot,
          &colour,
          &GRAPHENE_RECT_INIT (0,
                               0,
                               (float) (gtk_widget_get_width (widget) * part),
                               (float) gtk_widget_get_height (widget)));
    }
  GTK_WIDGET_CLASS (steady_hold_button_parent_class)->snapshot (widget, snapshot);
}

static void
update_name (SteadyHoldButton *self)
{
  const char      *label = steady_fit_text_get_text (self->label);
  const char      *detail = steady_fit_text_get_text (self->detail);
  g_autofree char *name =
      g_strdup_printf ("%s %s", label ? label : "", detail ? detail : "");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, g_strstrip (name), -1);
}

/* The words on it. */
void
steady_hold_button_set_label (SteadyHoldButton *self, const char *label)
{
  if (g_strcmp0 (label, steady_fit_text_get_text (self->label)) == 0)
    return;
  steady_fit_text_set_text (self->label, label);
  update_name (self);
}

/* A second line; NULL or "" for none. */
void
steady_hold_button_set_detail (SteadyHoldButton *self, const char *detail)
{
  if (g_strcmp0 (detail, steady_fit_text_get_text (self->detail)) == 0)
    return;
  steady_fit_text_set_text (self->detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->detail),
                          detail != NULL && detail[0] != '\0');
  update_name (self);
}

static void
steady_hold_button_set_property (GObject      *object,
                                 guint         id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  SteadyHoldButton *self = STEADY_HOLD_BUTTON (object);
  switch (id)
    {
    case PROP_LABEL:
      steady_hold_button_set_label (self, g_value_get_string (value));
      break;
    case PROP_DETAIL:
      steady_hold_button_set_detail (self, g_value_get_string (value));
      break;
    case PROP_DETAIL_LINES:
      g_object_set_property (G_OBJECT (self->detail), "lines", value);
      break;
    case PROP_HOLD_MS:
      self->hold_ms = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
steady_hold_button_dispose (GObject *object)
{
  SteadyHoldButton *self = STEADY_HOLD_BUTTON (object);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_hold_button_parent_class)->dispose (object);
}

static void
steady_hold_button_class_init (SteadyHoldButtonClass *class)
{
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (class);
  GObjectClass     *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = steady_hold_button_set_property;
  object_class->dispose = steady_hold_button_dispose;
  widget_class->snapshot = steady_hold_button_snapshot;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, "", flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, "", flags);
  properties[PROP_DETAIL_LINES] =
      g_param_spec_int ("detail-lines", NULL, NULL, 1, 9, 1, flags);
  properties[PROP_HOLD_MS] =
      g_param_spec_uint ("hold-ms", NULL, NULL, 100, 5000, 500, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[HELD] = g_signal_new ("held",
                                STEADY_TYPE_HOLD_BUTTON,
                                G_SIGNAL_RUN_LAST,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                0);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("widgets", "steady-hold-button"));
  gtk_widget_class_bind_template_child (widget_class, SteadyHoldButton, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyHoldButton, label);
  gtk_widget_class_bind_template_child (widget_class, SteadyHoldButton, detail);
  gtk_widget_class_bind_template_callback (widget_class, on_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_released);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_update);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_key_released);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "holdbutton");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
steady_hold_button_init (SteadyHoldButton *self)
{
  self->hold_ms = 500;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* A hold button without words yet. */
GtkWidget *
steady_hold_button_new (void)
{
  return g_object_new (STEADY_TYPE_HOLD_BUTTON, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-value-tile.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-readout-look.h"
#include "console/steady-readout.h"
#include "console/steady-template.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* A tile with one number. */
struct _SteadyValueTile
{
  GtkWidget      parent_instance;
  GtkWidget     *box;
  SteadyFitText *caption;
  GtkLabel      *unit;
  GtkLabel      *unit_above;
  SteadyFitText *number;
  SteadyFitText *note;
  SteadyChannel  channel;
  char          *extra;
};

enum
{
  PROP_CHANNEL = 1,
  PROP_CAPTION,
  PROP_PRIMARY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SteadyValueTile, steady_value_tile, GTK_TYPE_WIDGET)

/* A second line that is shown while nothing more pressing is to be said. */
void
steady_value_tile_set_extra (SteadyValueTile *self, const char *extra)
{
  if (g_strcmp0 (extra, self->extra) == 0)
    return;
  g_free (self->extra);
  self->extra = g_strdup (extra);
}

static void
say_note (SteadyValueTile         *self,
          const SteadyAlarmRecord *alarm,
          const SteadyReadout     *readout,
          char                    *ret_note,
          size_t                   size)
{
  char limit[32];
  if (alarm != NULL && alarm->has_value && isfinite (alarm->limit) &&
      readout->kind == STEADY_READOUT_LIVE)
    {
      steady_words_number (
          alarm->limit * steady_shown_unit (self->channel).factor,
          steady_shown_unit_limit_decimals (self->channel, alarm->limit),
          limit,
          sizeof limit);
      g_snprintf (ret_note,
                  size,
                  alarm->value < alarm->limit ? _ ("below the limit %s")
                                              : _ ("above the limit %s"),
                  limit);
    }
  else if (readout->note[0] != '\0')
    g_strlcpy (ret_note, readout->note, size);
  else
    g_strlcpy (ret_note, self->extra != NULL ? self->extra : "", size);
}

/* The unit of this site, which may change while the console runs. */
static void
show_unit (SteadyValueTile *self)
{
  const char *unit = steady_shown_unit (self->channel).unit;

  if (g_strcmp0 (gtk_label_get_text (self->unit), unit) == 0)
    return;
  gtk_label_set_text (self->unit, unit);
  gtk_label_set_text (self->unit_above, unit);
}

/* Shows the channel's latest value as @state knows it. */
void
steady_value_tile_refresh (SteadyValueTile          *self,
                           const SteadyConsoleState *state,
                           SteadyInstant             real_now)
{
  const SteadyAlarmRecord *alarm = NULL;
  SteadyReadout            readout;
  char                     note[128];
  const SteadyPriority     priority =
      steady_console_state_channel_alarm (state, self->channel, &alarm);

  steady_readout_channel (state, self->channel, real_now, &readout);
  show_unit (self);
  say_note (self, alarm, &readout, note, sizeof note);
  steady_fit_text_set_text (self->number, readout.value);
  steady_fit_text_set_text (self->note, note);
  steady_look_alarm (GTK_WIDGET (self),
                     state->silent ? STEADY_PRIORITY_NONE : priority);
  steady_look_readout (GTK_WIDGET (self), readout.kind);
  steady_look_describe (GTK_WIDGET (self),
                        steady_fit_text_get_text (self->caption),
                        readout.value,
                        gtk_label_get_text (self->unit),
                        note);
}

static void
set_channel (SteadyValueTile *self, const char *name)
{
  SteadyChannel channel;
  if (!steady_channel_from_name (name, &channel))
    {
      g_critical ("No channel is called “%s”.", name);
      return;
    }
  const SteadyChannelInfo *info = steady_channel_info (channel);
  self->channel = channel;
  steady_fit_text_set_text (self->caption, _ (info->label));
  show_unit (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), steady_look_signal (channel));
}

/* A large number has its unit beside it, a smaller one above. */
static void
set_primary (SteadyValueTile *self, gboolean primary)
{
  steady_look_class (GTK_WIDGET (self), "primary", primary);
  gtk_widget_set_visible (GTK_WIDGET (self->unit), primary);
  gtk_widget_set_visible (GTK_WIDGET (self->unit_above), !primary);
}

static void
steady_value_tile_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  SteadyValueTile *self = STEADY_VALUE_TILE (object);
  switch (id)
    {
    case PROP_CHANNEL:
      set_channel (self, g_value_get_string (value));
      break;
    case PROP_CAPTION:
      steady_fit_text_set_text (self->caption, g_value_get_string (value));
      break;
    case PROP_PRIMARY:
      set_primary (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
steady_value_tile_dispose (GObject *object)
{
  SteadyValueTile *self = STEADY_VALUE_TILE (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->extra, g_free);
  G_OBJECT_CLASS (steady_value_tile_parent_class)->dispose (object);
}

static void
steady_value_tile_class_init (SteadyValueTileClass *class)
{
  GtkWidgetClass   *widget_class = GTK_WIDGET_CLASS (class);
  GObjectClass     *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = steady_value_tile_set_property;
  object_class->dispose = steady_value_tile_dispose;
  properties[PROP_CHANNEL] = g_param_spec_string ("channel", NULL, NULL, NULL, flags);
  properties[PROP_CAPTION] = g_param_spec_string ("caption", NULL, NULL, NULL, flags);
  properties[PROP_PRIMARY] = g_param_spec_boolean ("primary", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-value-tile"));
  gtk_widget_class_bind_template_child (widget_class, SteadyValueTile, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyValueTile, caption);
  gtk_widget_class_bind_template_child (widget_class, SteadyValueTile, unit);
  gtk_widget_class_bind_template_child (widget_class, SteadyValueTile, unit_above);
  gtk_widget_class_bind_template_child (widget_class, SteadyValueTile, number);
  gtk_widget_class_bind_template_child (widget_class, SteadyValueTile, note);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_value_tile_init (SteadyValueTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

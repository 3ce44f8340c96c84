/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-sound-view.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* A step of the volume; half as loud is about 10 dB. */
#define STEP_DB 2.0

/* What is heard, how loud, and whether somebody has heard it. */
struct _SteadySoundView
{
  GtkWidget          parent_instance;
  SteadyFitText     *health;
  SteadyFitText     *volume;
  SteadyFitText     *test;
  SteadyFitText     *heard;
  GtkWidget         *softer;
  GtkWidget         *louder;
  GtkWidget         *play;
  GtkWidget         *yes;
  GtkWidget         *no;
  SteadyConsoleLink *link;
  uint32_t           asked; /* number of the test that was asked for last; 0: none */
};

G_DEFINE_FINAL_TYPE (SteadySoundView, steady_sound_view, GTK_TYPE_WIDGET)

static const SteadyConsoleState *
state_of (SteadySoundView *self)
{
  return steady_console_link_state (self->link);
}

static void
change_volume (SteadySoundView *self, double by)
{
  const SteadySounderState *sounder = &state_of (self)->desk.sounder;
  const double wanted = CLAMP (sounder->volume_db + by, sounder->floor_db, 0.0);
  steady_console_link_sound (self->link, wanted, 0);
}

static void
on_less (SteadySoundView *self)
{
  change_volume (self, -STEP_DB);
}

static void
on_more (SteadySoundView *self)
{
  change_volume (self, STEP_DB);
}

static void
on_play (SteadySoundView *self)
{
  self->asked = steady_console_link_test_sound (self->link);
}

static void
answer (SteadySoundView *self, SteadySoundHeard heard)
{
  const SteadySettingRequest request = { .kind = STEADY_SETTING_HEARD, .value = heard };
  steady_console_link_setting (self->link, &request);
}

static void
on_yes (SteadySoundView *self)
{
  answer (self, STEADY_SOUND_WAS_HEARD);
}

static void
on_no (SteadySoundView *self)
{
  answer (self, STEADY_SOUND_NOT_HEARD);
}

static void
show_health (SteadySoundView *self, const SteadyConsoleState *state)
{
  const unsigned sounder = state->heartbeat.sounder;
  const gboolean good = !state->silent && sounder == STEADY_LINK_UP;
  char           text[200];
  if (state->silent || !state->has_heartbeat)
    g_strlcpy (text, _ ("Nothing is heard from the engine."), sizeof text);
  else if (good)
    g_strlcpy (text, _ ("Sound: working."), sizeof text);
  else if (sounder == STEADY_LINK_NONE)
    g_strlcpy (
        text, _ ("SOUND: NONE. No program for sound is connected."), sizeof text);
  else
    g_strlcpy (text,
               _ ("SOUND FAILED. Keep your eyes on the screen; look at the loudspeaker "
                  "and its cable."),
               sizeof text);
  steady_fit_text_set_text (self->health, text);
  steady_look_class (GTK_WIDGET (self->health), "bad", !good);
}

static void
show_volume (SteadySoundView *self, const SteadyConsoleState *state, gboolean may)
{
  const SteadySounderState *sounder = &state->desk.sounder;
  const gboolean            known = state->desk.sounder_told && !state->silent;
  char                      text[120];
  if (known)
    g_snprintf (text,
                sizeof text,
                _ ("Volume %.0f dB (0 is full, not below %.0f)"),
                sounder->volume_db,
                sounder->floor_db);
  else
    g_strlcpy (text, _ ("Volume: not known"), sizeof text);
  steady_fit_text_set_text (self->volume, text);
  gtk_widget_set_sensitive (self->softer,
                            may && known && sounder->volume_db > sounder->floor_db);
  gtk_widget_set_sensitive (self->louder, may && known && sounder->volume_db < 0);
}

static void
show_test (SteadySoundView *self, const SteadyConsoleState *state, gboolean may)
{
  const SteadySounderState *sounder = &state->desk.sounder;
  const char *text = _ ("Three tones: low, medium, high. An alarm cuts them short.");
  if (self->asked != 0 && sounder->test_playing == self->asked)
    text = _ ("The three tones are played now.");
  else if (self->asked != 0 && sounder->test_cut == self->asked)
    text = _ ("Cut short by an alarm.");
  else if (self->asked != 0 && sounder->test_played == self->asked)
    text = _ ("Played to the end. Did you hear three tones?");
  steady_fit_text_set_text (self->test, text);
  gtk_widget_set_sensitive (self->play,
                            may && state->heartbeat.sounder == STEADY_LINK_UP &&
                                sounder->test_playing == 0);
}

static void
show_heard (SteadySoundView *self, const SteadyConsoleState *state, gboolean may)
{
  const char *text = _ ("Nobody has said yet whether three tones were heard.");
  if (state->desk.desk.heard == STEADY_SOUND_WAS_HEARD)
    text = _ ("Three tones were heard in this case.");
  else if (state->desk.desk.heard == STEADY_SOUND_NOT_HEARD)
    text = _ ("Three tones were NOT heard: do not rely on sound.");
  steady_fit_text_set_text (self->heard, text);
  steady_look_class (GTK_WIDGET (self->heard),
                     "bad",
                     state->desk.desk.heard == STEADY_SOUND_NOT_HEARD);
  /* nobody can have heard what was not played to its end */
  gtk_widget_set_sensitive (self->yes,
                            may && state->heartbeat.sounder == STEADY_LINK_UP &&
                                state->desk.sounder_told &&
                                state->desk.sounder.test_played != 0);
  gtk_widget_set_sensitive (self->no, may);
}

/* Shows what is true now. */
void
steady_sound_view_refresh (SteadySoundView *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = state_of (self);
  const gboolean            may = !state->silent && state->config.in_control;
  show_health (self, state);
  show_volume (self, state, may);
  show_test (self, state, may);
  show_heard (self, state, may);
}

/* Tells which link the wishes go to. */
void
steady_sound_view_bind (SteadySoundView *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_sound_view_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_sound_view_parent_class)->dispose (object);
}

static void
steady_sound_view_class_init (SteadySoundViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_sound_view_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-sound-view"));
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, health);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, volume);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, test);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, heard);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, softer);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, louder);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, play);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, yes);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundView, no);
  gtk_widget_class_bind_template_callback (widget_class, on_less);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
  gtk_widget_class_bind_template_callback (widget_class, on_play);
  gtk_widget_class_bind_template_callback (widget_class, on_yes);
  gtk_widget_class_bind_template_callback (widget_class, on_no);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_sound_view_init (SteadySoundView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sound of alarms"), -1);
}

/* A view that knows nothing yet. */
GtkWidget *
steady_sound_view_new (void)
{
  return g_object_new (STEADY_TYPE_SOUND_VIEW, NULL);
}

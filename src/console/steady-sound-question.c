/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-sound-question.h"

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"

/* A question, the tones it is about, and its answers. */
struct _SteadySoundQuestion
{
  GtkWidget          parent_instance;
  SteadyFitText     *words;
  GtkButton         *play;
  GtkButton         *heard;
  GtkButton         *not_heard;
  GtkButton         *later;
  SteadyConsoleLink *link;
  uint32_t           test;    /* number of the last one that was asked for; 0: none */
  gboolean           put_off; /* until the console starts again */
};

G_DEFINE_FINAL_TYPE (SteadySoundQuestion, steady_sound_question, GTK_TYPE_WIDGET)

static void
on_play (SteadySoundQuestion *self)
{
  self->test = steady_console_link_test_sound (self->link);
}

static void
answer (SteadySoundQuestion *self, SteadySoundHeard heard)
{
  const SteadySettingRequest request = { .kind = STEADY_SETTING_HEARD, .value = heard };
  steady_console_link_setting (self->link, &request);
}

static void
on_heard (SteadySoundQuestion *self)
{
  answer (self, STEADY_SOUND_WAS_HEARD);
}

static void
on_not_heard (SteadySoundQuestion *self)
{
  answer (self, STEADY_SOUND_NOT_HEARD);
}

static void
on_later (SteadySoundQuestion *self)
{
  self->put_off = TRUE;
}

/* Before bypass, once a sounder works and as long as nobody has answered. A case that
 * is on bypass already has more urgent needs: then it stands on the Alarms page only.
 */
static gboolean
is_asked (const SteadyConsoleState *state)
{
  return state->config.valid && state->config.in_control && !state->silent &&
         state->has_heartbeat && state->config.mode != STEADY_MODE_REVIEW &&
         state->heartbeat.sounder == STEADY_LINK_UP &&
         state->heartbeat.support_mode <= STEADY_SUPPORT_PRE_BYPASS &&
         state->desk.desk.heard == STEADY_SOUND_NOT_ANSWERED && state->n_present == 0;
}

/* Brings the words up to date. Returns whether the question is to be seen now. */
gboolean
steady_sound_question_refresh (SteadySoundQuestion *self)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const SteadySounderState *sounder = &state->desk.sounder;
  const gboolean            asked = !self->put_off && is_asked (state);
  const gboolean played = self->test != 0 && sounder->test_played == self->test;
  const char    *text = _ ("Test the sound: three tones.");
  if (self->test != 0 && sounder->test_playing == self->test)
    text = _ ("The three tones are played now.");
  else if (self->test != 0 && sounder->test_cut == self->test)
    text = _ ("Cut short by an alarm.");
  else if (played)
    text = _ ("Did you hear three tones?");
  steady_fit_text_set_text (self->words, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), sounder->test_playing == 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->heard), played);
  gtk_widget_set_sensitive (GTK_WIDGET (self->not_heard), self->test != 0);
  return asked;
}

/* Tells which link the answers go to. */
void
steady_sound_question_bind (SteadySoundQuestion *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_sound_question_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_sound_question_parent_class)->dispose (object);
}

static void
steady_sound_question_class_init (SteadySoundQuestionClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_sound_question_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-sound-question"));
  gtk_widget_class_bind_template_child (widget_class, SteadySoundQuestion, words);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundQuestion, play);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundQuestion, heard);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundQuestion, not_heard);
  gtk_widget_class_bind_template_child (widget_class, SteadySoundQuestion, later);
  gtk_widget_class_bind_template_callback (widget_class, on_play);
  gtk_widget_class_bind_template_callback (widget_class, on_heard);
  gtk_widget_class_bind_template_callback (widget_class, on_not_heard);
  gtk_widget_class_bind_template_callback (widget_class, on_later);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_sound_question_init (SteadySoundQuestion *self)
{
  gtk_box_layout_set_spacing (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 8);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sound test"), -1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-training-page.h"

#include <glib/gi18n-lib.h>

#include "base/steady-paths.h"
#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-template-path.h"

/* How long a refusal stands over the page. */
#define ANSWER_TIME (8 * STEADY_NSEC_PER_SEC)

struct _SteadyTrainingPage
{
  GtkWidget              parent_instance;
  GtkWidget             *box;
  GtkToggleButton       *show_shelf;
  GtkToggleButton       *show_debrief;
  GtkToggleButton       *show_instructor;
  SteadyFitText         *answer;
  GtkStack              *stack;
  SteadyShelfPanel      *shelf;
  SteadyDebriefPanel    *debrief;
  SteadyInstructorPanel *instructor;
  GtkWidget             *card;
  SteadyTrainingLink    *link;
  bool                   loaded; /* the files were read, since the last WELCOME */
  bool                   debriefed;
  bool                   heard;  /* a heartbeat came, and … */
  SteadyInstant          second; /* … it was this one of the case */
  bool                   frozen;
};

static void steady_training_page_iface (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyTrainingPage,
                               steady_training_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_training_page_iface))

static void
on_tab (SteadyTrainingPage *self)
{
  GtkWidget *shown = GTK_WIDGET (self->instructor);
  if (gtk_toggle_button_get_active (self->show_shelf))
    shown = GTK_WIDGET (self->shelf);
  else if (gtk_toggle_button_get_active (self->show_debrief))
    shown = GTK_WIDGET (self->debrief);
  gtk_stack_set_visible_child (self->stack, shown);
}

/* Files are read when the page comes up first: who never trains never waits for them.
 */
static void
load (SteadyTrainingPage *self)
{
  g_autofree char *folder = steady_paths_data ("");
  if (self->loaded)
    return;
  self->loaded = true;
  steady_shelf_panel_load (self->shelf, folder);
  steady_instructor_panel_load (self->instructor, folder);
}

static void
show_answer (SteadyTrainingPage *self, SteadyInstant real_now)
{
  const SteadyTrainingState *state = steady_training_link_state (self->link);
  const bool                 fresh = state->answer_bad && state->answer_at != 0 &&
                     real_now - state->answer_at < ANSWER_TIME;
  gtk_widget_set_visible (GTK_WIDGET (self->answer), fresh);
  if (fresh)
    steady_fit_text_set_text (self->answer, state->answer);
}

static void
steady_training_page_start (SteadyPage *page, const SteadyPageHost *host)
{
  steady_training_link_start (STEADY_TRAINING_PAGE (page)->link, host);
}

/* A run that has ended brings its debrief up, once. */
static void
follow_debrief (SteadyTrainingPage *self)
{
  const bool there = steady_training_link_state (self->link)->debrief != NULL;
  if (there && !self->debriefed)
    {
      gtk_toggle_button_set_active (self->show_debrief, TRUE);
      steady_training_link_show (self->link, "training");
    }
  self->debriefed = there;
}

/* Whether another second of the case has begun, or it stands or goes on since the last
 * heartbeat: the card shows no more than that. */
static bool
has_passed (SteadyTrainingPage *self)
{
  const SteadyTrainingState *state = steady_training_link_state (self->link);
  const SteadyInstant        second = state->now / STEADY_NSEC_PER_SEC;
  const bool                 frozen = steady_training_state_frozen (state);
  const bool passed = !self->heard || second != self->second || frozen != self->frozen;

  self->heard = true;
  self->second = second;
  self->frozen = frozen;
  return passed;
}

static void
steady_training_page_take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyTrainingPage *self = STEADY_TRAINING_PAGE (page);
  const bool          changed = steady_training_link_take (self->link, frame);
  if (frame->header.type == STEADY_FRAME_HEARTBEAT)
    steady_training_link_follow (self->link);
  if (changed || (frame->header.type == STEADY_FRAME_HEARTBEAT && has_passed (self)))
    steady_call_card_refresh (STEADY_CALL_CARD (self->card));
  if (changed)
    follow_debrief (self);
  if (frame->header.type == STEADY_FRAME_WELCOME)
    self->loaded = false; /* a run that has ended is an attempt now */
}

static void
steady_training_page_refresh (SteadyPage *page, SteadyInstant real_now)
{
  SteadyTrainingPage *self = STEADY_TRAINING_PAGE (page);
  load (self);
  show_answer (self, real_now);
  steady_shelf_panel_refresh (self->shelf);
  steady_debrief_panel_refresh (self->debrief);
  steady_instructor_panel_refresh (self->instructor);
}

/* Where the patient is real there is no training. */
static bool
steady_training_page_exists (SteadyPage *page)
{
  return steady_training_link_state (STEADY_TRAINING_PAGE (page)->link)->training;
}

static GtkWidget *
steady_training_page_card (SteadyPage *page)
{
  return STEADY_TRAINING_PAGE (page)->card;
}

static void
steady_training_page_iface (SteadyPageInterface *interface)
{
  interface->name = "training";
  interface->title = N_ ("Training");
  interface->start = steady_training_page_start;
  interface->take = steady_training_page_take;
  interface->refresh = steady_training_page_refresh;
  interface->exists = steady_training_page_exists;
  interface->card = steady_training_page_card;
}

/* What the pages of this module speak through. Borrowed. */
SteadyTrainingLink *
steady_training_page_link (SteadyTrainingPage *self)
{
  return self->link;
}

/* The scenarios. */
SteadyShelfPanel *
steady_training_page_shelf (SteadyTrainingPage *self)
{
  return self->shelf;
}

/* The instructor's panel. */
SteadyInstructorPanel *
steady_training_page_instructor (SteadyTrainingPage *self)
{
  return self->instructor;
}

/* The run and its debrief. */
SteadyDebriefPanel *
steady_training_page_debrief (SteadyTrainingPage *self)
{
  return self->debrief;
}

/* The card of the Live page. */
SteadyCallCard *
steady_training_page_call_card (SteadyTrainingPage *self)
{
  return STEADY_CALL_CARD (self->card);
}

/* Brings up "scenarios", "run" or "instructor". */
void
steady_training_page_tab (SteadyTrainingPage *self, const char *name)
{
  GtkToggleButton *button = g_strcmp0 (name, "instructor") == 0 ? self->show_instructor
                            : g_strcmp0 (name, "run") == 0      ? self->show_debrief
                                                                : self->show_shelf;
  gtk_toggle_button_set_active (button, TRUE);
}

static void
steady_training_page_dispose (GObject *object)
{
  SteadyTrainingPage *self = STEADY_TRAINING_PAGE (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->card);
  G_OBJECT_CLASS (steady_training_page_parent_class)->dispose (object);
}

static void
steady_training_page_finalize (GObject *object)
{
  SteadyTrainingPage *self = STEADY_TRAINING_PAGE (object);
  g_clear_pointer (&self->link, steady_training_link_free);
  G_OBJECT_CLASS (steady_training_page_parent_class)->finalize (object);
}

static void
steady_training_page_class_init (SteadyTrainingPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_training_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_training_page_finalize;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_SHELF_PANEL);
  g_type_ensure (STEADY_TYPE_DEBRIEF_PANEL);
  g_type_ensure (STEADY_TYPE_INSTRUCTOR_PANEL);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("training", "steady-training-page"));
  gtk_widget_class_bind_template_child (widget_class, SteadyTrainingPage, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrainingPage, show_shelf);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrainingPage, show_debrief);
  gtk_widget_class_bind_template_child (
      widget_class, SteadyTrainingPage, show_instructor);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrainingPage, answer);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrainingPage, stack);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrainingPage, shelf);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrainingPage, debrief);
  gtk_widget_class_bind_template_child (widget_class, SteadyTrainingPage, instructor);
  gtk_widget_class_bind_template_callback (widget_class, on_tab);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_training_page_init (SteadyTrainingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->link = steady_training_link_new ();
  self->card = g_object_ref_sink (steady_call_card_new (self->link));
  steady_shelf_panel_bind (self->shelf, self->link);
  steady_debrief_panel_bind (self->debrief, self->link);
  steady_instructor_panel_bind (self->instructor, self->link);
  steady_training_name (GTK_WIDGET (self), _ ("Training"));
}

/* A page that knows no engine yet. */
GtkWidget *
steady_training_page_new (void)
{
  return g_object_new (STEADY_TYPE_TRAINING_PAGE, NULL);
}

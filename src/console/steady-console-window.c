/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-console-window.h"

#include <glib/gi18n-lib.h>

#include "console/steady-adjust-page.h"
#include "console/steady-around-page.h"
#include "console/steady-cardioplegia-page.h"
#include "console/steady-checklist-page.h"
#include "console/steady-control-stepper.h"
#include "console/steady-devices-page.h"
#include "console/steady-dial.h"
#include "console/steady-drugs-page.h"
#include "console/steady-ecmo-print.h"
#include "console/steady-goals-page.h"
#include "console/steady-live-arrangement.h"
#include "console/steady-plan-page.h"
#include "console/steady-review-tabs.h"
#include "console/steady-site-settings.h"
#include "console/steady-team-page.h"
#include "console/steady-template.h"
#include "console/steady-theme.h"
#include "console/steady-timers-page.h"
#include "ecmo/steady-ecmo-page.h"
#include "records/steady-cases-page.h"
#include "records/steady-record-page.h"
#include "review/steady-review-page.h"
#include "training/steady-hands-page.h"
#include "training/steady-training-page.h"
#include "widgets/steady-look.h"

/* Half a period of the fast flash: 2 Hz. Four of them are half a slow one: 0.5 Hz. */
#define FLASH_MS 250
/* However little there is to tell, all widgets are told so often. */
#define LONGEST_STILL (10 * STEADY_NSEC_PER_SEC)
/* An answer has left the bar of pages by then. */
#define MESSAGE_GONE (60 * STEADY_NSEC_PER_SEC)

/* Window, page and link. */
struct _SteadyConsoleWindow
{
  GtkApplicationWindow    parent_instance;
  SteadyLivePage         *page;
  SteadyDrugsPage        *drugs;
  SteadyDevicesPage      *devices;
  SteadyCardioplegiaPage *cardioplegia;
  SteadyAdjustPage       *adjust;
  SteadyTimersPage       *timers;
  SteadyGoalsPage        *goals;
  SteadyReviewPage       *review;
  SteadyChecklistPage    *checklist;
  SteadyTeamPage         *team;
  SteadyConsoleLink      *link;
  SteadyDial             *dial;  /* of the hand; NULL before the start */
  guint                   flash; /* timer; 0: nothing flashes */
  unsigned                phase; /* of the one clock of all flashing */
  gboolean                dark;
  gboolean                locked;
  SteadyRole              role;
  SteadyInstant           refreshed; /* real: all widgets were told */
  int64_t                 minute;    /* … of the wall clock then */
  SteadyInstant           frame_began;
  double                  worst_ms; /* frame since the last report */
  unsigned                frames;
  unsigned                told; /* times that all widgets were */
};

G_DEFINE_FINAL_TYPE (SteadyConsoleWindow,
                     steady_console_window,
                     GTK_TYPE_APPLICATION_WINDOW)

static gboolean
on_flash (gpointer data)
{
  SteadyConsoleWindow *self = data;
  self->phase++;
  steady_look_class (GTK_WIDGET (self), "flash-fast", self->phase % 2 == 0);
  steady_look_class (GTK_WIDGET (self), "flash-slow", self->phase / 4 % 2 == 0);
  return G_SOURCE_CONTINUE;
}

/* Only what nobody has seen yet flashes. */
static gboolean
must_flash (const SteadyConsoleState *state)
{
  if (state->silent)
    return TRUE;
  for (unsigned i = 0; i < state->n_present; i++)
    if (state->present[i].state != STEADY_ALARM_ACKNOWLEDGED &&
        state->present[i].priority > STEADY_PRIORITY_LOW)
      return TRUE;
  return FALSE;
}

static void
follow_flash (SteadyConsoleWindow *self)
{
  const gboolean must = must_flash (steady_console_link_state (self->link));
  if (must && self->flash == 0)
    {
      self->phase = 0;
      steady_look_class (GTK_WIDGET (self), "flash-fast", TRUE);
      steady_look_class (GTK_WIDGET (self), "flash-slow", TRUE);
      self->flash = g_timeout_add (FLASH_MS, on_flash, self);
    }
  else if (!must && self->flash != 0)
    {
      g_clear_handle_id (&self->flash, g_source_remove);
      steady_look_class (GTK_WIDGET (self), "flash-fast", TRUE);
      steady_look_class (GTK_WIDGET (self), "flash-slow", TRUE);
    }
}

/*
 * Whether nothing on the screen counts while a case stands: Live, without alarm, pause,
 * override or anything that was asked for. All else is told by frames, and the minute
 * of the clock is looked at here.
 */
static gboolean
nothing_passes (SteadyConsoleWindow *self, SteadyInstant now, int64_t minute)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);

  for (unsigned i = 0; i < STEADY_STATE_PENDING; i++)
    if (state->pending[i].command.id != 0)
      return FALSE;
  return state->has_heartbeat && state->heartbeat.speed <= 0 && !state->silent &&
         state->n_present == 0 && state->sound.pause_end == 0 &&
         state->desk.desk.override_until == 0 && minute == self->minute &&
         now - self->refreshed < LONGEST_STILL &&
         now - state->message_at > MESSAGE_GONE &&
         steady_live_page_is_live (self->page);
}

static void
on_changed (void *data, unsigned changes)
{
  SteadyConsoleWindow *self = data;
  const SteadyInstant  now = steady_clock_now ();
  const int64_t        minute = steady_clock_utc_ns () / STEADY_NSEC_PER_SEC / 60;
  if (self->link == NULL)
    return;
  if (changes == STEADY_CHANGE_SECOND && nothing_passes (self, now, minute))
    return;
  self->refreshed = now;
  self->minute = minute;
  self->told++;
  steady_live_page_changed (self->page, changes);
  steady_live_page_refresh (self->page, now, self->dark);
  if (changes & (STEADY_CHANGE_ALARMS | STEADY_CHANGE_SILENCE))
    follow_flash (self);
}

static void
on_frame (void *data, const SteadyFrame *frame)
{
  SteadyConsoleWindow *self = data;
  steady_live_page_take (self->page, frame);
}

static void
on_theme (SteadyConsoleWindow *self)
{
  steady_console_window_set_dark (self, !self->dark);
}

static void
on_lock (SteadyConsoleWindow *self)
{
  self->locked = !self->locked;
  steady_live_page_set_locked (self->page, self->locked);
  steady_live_page_refresh (self->page, steady_clock_now (), self->dark);
}

static void
on_layout (SteadyConsoleWindow *self, int width, int height)
{
  const SteadyLiveShape shape = steady_live_shape (width, height);
  steady_look_class (GTK_WIDGET (self), "compact", shape == STEADY_LIVE_COMPACT);
  steady_look_class (GTK_WIDGET (self), "portrait", shape == STEADY_LIVE_PORTRAIT);
  steady_live_page_set_shape (self->page, shape);
}

static void
on_before_paint (SteadyConsoleWindow *self)
{
  self->frame_began = steady_clock_now ();
}

static void
on_after_paint (SteadyConsoleWindow *self)
{
  const double ms =
      steady_span_seconds (steady_clock_now () - self->frame_began) * 1000;
  self->frames++;
  self->worst_ms = MAX (self->worst_ms, ms);
}

static void
steady_console_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (steady_console_window_parent_class)->realize (widget);
  GdkSurface    *surface = gtk_native_get_surface (GTK_NATIVE (widget));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  g_signal_connect_object (
      surface, "layout", G_CALLBACK (on_layout), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      clock, "before-paint", G_CALLBACK (on_before_paint), widget, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      clock, "after-paint", G_CALLBACK (on_after_paint), widget, G_CONNECT_SWAPPED);
}

/* Tells the engine how the drawing goes. */
void
steady_console_window_report (SteadyConsoleWindow *self)
{
  const SteadyClientState state = {
    .frame_ms = self->worst_ms,
    .frames = self->frames,
    .renderer =
        (uint32_t) steady_wave_panel_backend (steady_live_page_waves (self->page)),
  };
  steady_console_link_report (self->link, &state);
  self->worst_ms = 0;
}

/* Whether there is something to see everywhere: @seconds of waveforms, and trends if a
 * case is kept. */
gboolean
steady_console_window_is_complete (SteadyConsoleWindow *self, double seconds)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  double                    rate = 0;
  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    if (state->config.rate_hz[i] > 0)
      rate += state->config.rate_hz[i];
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->page)) || self->frames == 0)
    return FALSE;
  if (!state->config.valid || !state->has_heartbeat || state->value_serial == 0)
    return FALSE;
  if (rate > 0 && (double) steady_wave_panel_samples (
                      steady_live_page_waves (self->page)) < 0.5 * seconds * rate)
    return FALSE;
  return state->config.case_file == NULL ||
         steady_trend_panel_filled (steady_live_page_trends (self->page)) > 0;
}

/* How many frames were drawn, ever. */
unsigned
steady_console_window_frames (SteadyConsoleWindow *self)
{
  return self->frames;
}

/* How often all widgets were told of something, ever: what an idle screen saves. */
unsigned
steady_console_window_told (SteadyConsoleWindow *self)
{
  return self->told;
}

/* Day or dim, for everything. */
void
steady_console_window_set_dark (SteadyConsoleWindow *self, gboolean dark)
{
  self->dark = dark;
  steady_theme_load (gtk_widget_get_display (GTK_WIDGET (self)), dark);
  if (self->link != NULL)
    steady_live_page_refresh (self->page, steady_clock_now (), dark);
}

/* The link; NULL before the start. */
SteadyConsoleLink *
steady_console_window_link (SteadyConsoleWindow *self)
{
  return self->link;
}

/* The page. */
SteadyLivePage *
steady_console_window_page (SteadyConsoleWindow *self)
{
  return self->page;
}

/* As whom it connects; before the start. */
void
steady_console_window_set_role (SteadyConsoleWindow *self, SteadyRole role)
{
  self->role = role;
}

/* A dial turns what has the focus, as a knob does; nothing while the screen is locked.
 */
void
steady_console_window_turn (SteadyConsoleWindow *self, int notches)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *stepper =
      focus != NULL ? gtk_widget_get_ancestor (focus, STEADY_TYPE_CONTROL_STEPPER)
                    : NULL;

  if (!self->locked && stepper != NULL && gtk_widget_get_mapped (stepper) &&
      gtk_widget_is_sensitive (stepper))
    steady_control_stepper_turn (STEADY_CONTROL_STEPPER (stepper), notches);
}

/* The kernel tells every program: only the window that is worked with may act. */
static void
on_dial (void *data, int notches)
{
  if (gtk_window_is_active (GTK_WINDOW (data)))
    steady_console_window_turn (data, notches);
}

/* Connects to the engine and begins to show it; once. */
void
steady_console_window_start (SteadyConsoleWindow *self,
                             const char          *socket_path,
                             SteadyPlotBackend    backend)
{
  const SteadyConsoleListener listener = { .data = self,
                                           .changed = on_changed,
                                           .frame = on_frame };
  self->link = steady_console_link_new (socket_path, self->role, &listener);
  if (self->role != STEADY_ROLE_TEAM)
    self->dial = steady_dial_new ("/dev/input", "/sys/class/input", on_dial, self);
  steady_drugs_page_bind (self->drugs, self->link);
  steady_devices_page_bind (self->devices, self->link);
  steady_cardioplegia_page_bind (self->cardioplegia, self->link);
  steady_adjust_page_bind (self->adjust, self->link);
  steady_timers_page_bind (self->timers, self->link);
  steady_goals_page_bind (self->goals, self->link);
  steady_checklist_page_bind (self->checklist, self->link);
  steady_team_page_bind (self->team, self->link);
  steady_live_page_start (self->page, self->link, backend);
  steady_live_page_refresh (self->page, steady_clock_now (), self->dark);
}

static void
steady_console_window_dispose (GObject *object)
{
  SteadyConsoleWindow *self = STEADY_CONSOLE_WINDOW (object);
  g_clear_handle_id (&self->flash, g_source_remove);
  g_clear_pointer (&self->dial, steady_dial_free);
  gtk_window_set_child (GTK_WINDOW (self), NULL);
  self->page = NULL;
  g_clear_pointer (&self->link, steady_console_link_free);
  G_OBJECT_CLASS (steady_console_window_parent_class)->dispose (object);
}

static void
steady_console_window_class_init (SteadyConsoleWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_console_window_dispose;
  widget_class->realize = steady_console_window_realize;
  g_type_ensure (STEADY_TYPE_LIVE_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-console-window"));
  gtk_widget_class_bind_template_child (widget_class, SteadyConsoleWindow, page);
}

/* The pages of other modules; each says itself whether a case has it. */
static void
add_pages (SteadyConsoleWindow *self)
{
  GtkWidget          *training = steady_training_page_new ();
  SteadyTrainingLink *link =
      steady_training_page_link (STEADY_TRAINING_PAGE (training));
  steady_live_page_add (self->page, STEADY_PAGE (steady_hands_page_new (link)));
  steady_live_page_add (self->page, STEADY_PAGE (training));
}

static void
on_bypass_needs (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SteadyConsoleWindow *self = data;
  (void) action;
  (void) parameter;
  steady_checklist_page_show_gate (self->checklist);
  steady_live_page_show (self->page, "checklist");
}

static void
on_crisis_card (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  SteadyConsoleWindow *self = data;
  (void) action;
  if (steady_checklist_page_show_card_of (self->checklist,
                                          g_variant_get_string (parameter, NULL)))
    steady_live_page_show (self->page, "checklist");
}

/* What one tap anywhere on the Live page leads to. */
static void
add_actions (SteadyConsoleWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "bypass-needs", .activate = on_bypass_needs },
    { .name = "crisis-card", .activate = on_crisis_card, .parameter_type = "s" },
  };
  g_action_map_add_action_entries (
      G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

static void
on_open_case (SteadyConsoleWindow *self, const char *case_file)
{
  steady_review_page_open (self->review, case_file);
  steady_live_page_show (self->page, "review");
}

/* The shelf, and the page that shows what is taken from it. */
static void
add_review (SteadyConsoleWindow *self)
{
  GtkWidget *cases = steady_cases_page_new ();

  self->review = STEADY_REVIEW_PAGE (steady_review_page_new ());
  steady_review_tabs_add (self->review);
  steady_live_page_add (self->page, STEADY_PAGE (cases));
  steady_live_page_add (self->page, STEADY_PAGE (self->review));
  g_signal_connect_object (
      cases, "open-case", G_CALLBACK (on_open_case), self, G_CONNECT_SWAPPED);
}

static void
on_circuit_check (SteadyConsoleWindow *self)
{
  if (steady_checklist_page_show_list (self->checklist, "ecmo-circuit"))
    steady_live_page_show (self->page, "checklist");
}

static void
add_ecmo (SteadyConsoleWindow *self)
{
  GtkWidget *ecmo = steady_ecmo_page_new ();
  g_auto (GStrv) names = steady_site_settings_operators ();

  steady_ecmo_handover_view_set_names (
      steady_ecmo_page_handover (STEADY_ECMO_PAGE (ecmo)), (const char *const *) names);
  steady_ecmo_print_follow (STEADY_ECMO_PAGE (ecmo));
  steady_live_page_add (self->page, STEADY_PAGE (ecmo));
  g_signal_connect_object (
      ecmo, "circuit-check", G_CALLBACK (on_circuit_check), self, G_CONNECT_SWAPPED);
}

static void
steady_console_window_init (SteadyConsoleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->role = STEADY_ROLE_CONSOLE;
  add_pages (self);
  add_actions (self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "console");
  steady_live_page_add (self->page, STEADY_PAGE (steady_plan_page_new ()));
  self->checklist = STEADY_CHECKLIST_PAGE (steady_checklist_page_new ());
  steady_live_page_add (self->page, STEADY_PAGE (self->checklist));
  self->drugs = STEADY_DRUGS_PAGE (steady_drugs_page_new ());
  steady_live_page_add (self->page, STEADY_PAGE (self->drugs));
  self->cardioplegia = STEADY_CARDIOPLEGIA_PAGE (steady_cardioplegia_page_new ());
  steady_live_page_add (self->page, STEADY_PAGE (self->cardioplegia));
  self->timers = STEADY_TIMERS_PAGE (steady_timers_page_new ());
  steady_live_page_add (self->page, STEADY_PAGE (self->timers));
  self->goals = STEADY_GOALS_PAGE (steady_goals_page_new ());
  steady_live_page_add (self->page, STEADY_PAGE (self->goals));
  add_ecmo (self);
  self->adjust = STEADY_ADJUST_PAGE (steady_adjust_page_new ());
  steady_live_page_add (self->page, STEADY_PAGE (self->adjust));
  steady_live_page_add (self->page, STEADY_PAGE (steady_record_page_new ()));
  add_review (self);
  GtkWidget *around = steady_around_page_new ();
  steady_around_page_bind (STEADY_AROUND_PAGE (around),
                           steady_checklist_page_book (self->checklist));
  steady_live_page_add (self->page, STEADY_PAGE (around));
  self->team = STEADY_TEAM_PAGE (steady_team_page_new ());
  steady_live_page_add (self->page, STEADY_PAGE (self->team));
  self->devices = STEADY_DEVICES_PAGE (steady_devices_page_new ());
  steady_live_page_add (self->page, STEADY_PAGE (self->devices));
  g_signal_connect_object (steady_live_page_bar (self->page),
                           "theme",
                           G_CALLBACK (on_theme),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (steady_live_page_bar (self->page),
                           "lock",
                           G_CALLBACK (on_lock),
                           self,
                           G_CONNECT_SWAPPED);
}

/* A window that knows no engine yet. */
SteadyConsoleWindow *
steady_console_window_new (GtkApplication *application)
{
  return g_object_new (STEADY_TYPE_CONSOLE_WINDOW, "application", application, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-live-page.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-bar.h"
#include "console/steady-alarm-table-words.h"
#include "console/steady-alarms-panel.h"
#include "console/steady-control-stepper.h"
#include "console/steady-event-pad.h"
#include "console/steady-flow-tile.h"
#include "console/steady-page-stage.h"
#include "console/steady-patient-strip.h"
#include "console/steady-protections-row.h"
#include "console/steady-pump-panel.h"
#include "console/steady-readout.h"
#include "console/steady-reservoir-panel.h"
#include "console/steady-template.h"
#include "console/steady-timer-row.h"
#include "console/steady-value-tile.h"
#include "console/steady-values-row.h"
#include "widgets/steady-look.h"

/* "alarms-limits" is the Alarms page with its limits up. */
#define ALARMS_TAB "alarms-"

/* The page and its parts. */
struct _SteadyLivePage
{
  GtkWidget             parent_instance;
  SteadyAlarmBar       *alarms;
  SteadyPatientStrip   *strip;
  SteadyFlowTile       *flow;
  SteadyValueTile      *mean;
  SteadyValueTile      *line;
  SteadyValueTile      *saturation;
  SteadyValueTile      *delivery;
  SteadyValueTile      *temperature;
  SteadyValueTile      *venous;
  SteadyWavePanel      *waves;
  SteadyTrendPanel     *trends;
  SteadyProtectionsRow *protections;
  SteadyPumpPanel      *pump;
  SteadyControlStepper *sweep;
  SteadyControlStepper *fio2;
  SteadyControlStepper *co2;
  SteadyControlStepper *water;
  SteadyReservoirPanel *reservoir;
  SteadyValuesRow      *values;
  SteadyTimerRow       *timers;
  SteadyEventPad       *events;
  SteadyPageBar        *pages;
  SteadyAlarmsPanel    *tables;
  SteadyPageStage      *stage;
  GtkWidget            *card; /* holds that of a page */
  SteadyPageHost        host;
  char                 *page; /* name of the one that is seen */
  SteadyConsoleLink    *link;
  GtkWidget            *parts[STEADY_LIVE_PARTS];
  int                   shape; /* SteadyLiveShape; -1: none yet */
};

G_DEFINE_FINAL_TYPE (SteadyLivePage, steady_live_page, GTK_TYPE_WIDGET)

static void
steady_live_page_measure (GtkWidget     *widget,
                          GtkOrientation orientation,
                          int            for_size,
                          int           *minimum,
                          int           *natural,
                          int           *minimum_baseline,
                          int           *natural_baseline)
{
  /* Either way up; anything smaller than 1280 × 800 is not promised. */
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 1080 : 800;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 1920 : 1080;
}

static gboolean
is_live (const SteadyLivePage *self)
{
  return g_strcmp0 (self->page, "live") == 0;
}

static void
steady_live_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  SteadyLivePage *self = STEADY_LIVE_PAGE (widget);
  GdkRectangle    places[STEADY_LIVE_PARTS];
  if (!is_live (self))
    steady_live_arrangement_alarms (width, height, places);
  else
    steady_live_arrangement (width, height, places);
  for (unsigned i = 0; i < STEADY_LIVE_PARTS; i++)
    {
      int minimum;
      if (!gtk_widget_should_layout (self->parts[i]))
        continue;
      /* GTK wants to be asked before it is told. */
      gtk_widget_measure (
          self->parts[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_measure (self->parts[i],
                          GTK_ORIENTATION_VERTICAL,
                          places[i].width,
                          &minimum,
                          NULL,
                          NULL,
                          NULL);
      gtk_widget_size_allocate (self->parts[i], &places[i], -1);
    }
}

/* The blood pressure's second line: a pulse, or that there is none, which is no fault.
 */
static void
say_pulse (SteadyLivePage *self, const SteadyConsoleState *state)
{
  double systolic, diastolic;
  char   text[96];
  if (steady_value_table_value (
          &state->values, STEADY_CHANNEL_ARTERIAL_SYSTOLIC, &systolic) &&
      steady_value_table_value (
          &state->values, STEADY_CHANNEL_ARTERIAL_DIASTOLIC, &diastolic))
    g_snprintf (
        text, sizeof text, _ ("systolic %.0f, diastolic %.0f"), systolic, diastolic);
  else
    g_strlcpy (text, _ ("— non-pulsatile"), sizeof text);
  steady_value_tile_set_extra (self->mean, text);
}

/* The rule whose limit stands below the line pressure. */
#define LINE_PRESSURE "line-pressure-warn"

static void
say_extras (SteadyLivePage *self, const SteadyConsoleState *state)
{
  const SteadyAlarmText *line =
      steady_console_config_alarm (&state->config, LINE_PRESSURE);
  const double warn =
      line != NULL ? steady_alarm_table_in_force (state, LINE_PRESSURE, line) : NAN;
  const double delivery =
      steady_console_config_plan (&state->config, "do2i_target_ml_min_m2");
  char text[96] = "";
  say_pulse (self, state);
  if (warn > 0)
    g_snprintf (text, sizeof text, _ ("warns at %.0f"), warn);
  steady_value_tile_set_extra (self->line, text);
  text[0] = '\0';
  if (delivery > 0)
    g_snprintf (text, sizeof text, _ ("plan: %.0f"), delivery);
  steady_value_tile_set_extra (self->delivery, text);
}

static void
refresh_tiles (SteadyLivePage *self, const SteadyConsoleState *state, SteadyInstant now)
{
  steady_flow_tile_refresh (self->flow, state, now);
  say_extras (self, state);
  steady_value_tile_refresh (self->mean, state, now);
  steady_value_tile_refresh (self->line, state, now);
  steady_value_tile_refresh (self->saturation, state, now);
  steady_value_tile_refresh (self->delivery, state, now);
  steady_value_tile_refresh (self->temperature, state, now);
  steady_value_tile_refresh (self->venous, state, now);
}

/* Shows all that is known at @real_now. Same words again cost nothing. */
void
steady_live_page_refresh (SteadyLivePage *self, SteadyInstant real_now, gboolean dark)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  steady_alarm_bar_refresh (self->alarms, real_now);
  steady_patient_strip_refresh (self->strip, state, real_now);
  refresh_tiles (self, state, real_now);
  steady_wave_panel_refresh (self->waves, state, dark);
  steady_trend_panel_refresh (self->trends, real_now, dark);
  steady_protections_row_refresh (self->protections, real_now);
  steady_pump_panel_refresh (self->pump, real_now);
  steady_control_stepper_refresh (self->sweep, real_now);
  steady_control_stepper_refresh (self->fio2, real_now);
  steady_control_stepper_refresh (self->co2, real_now);
  steady_control_stepper_refresh (self->water, real_now);
  steady_reservoir_panel_refresh (self->reservoir, state, real_now);
  steady_values_row_refresh (self->values, state, real_now);
  steady_timer_row_refresh (self->timers, state, real_now);
  steady_event_pad_refresh (self->events, real_now);
  steady_alarms_panel_refresh (self->tables, real_now);
  steady_page_stage_refresh (self->stage, real_now);
  steady_page_bar_refresh (self->pages, real_now);
}

/* A page that is not there in this case cannot stay up. */
static void
review_pages (SteadyLivePage *self)
{
  steady_page_stage_review (self->stage);
  for (unsigned i = 0; i < steady_page_stage_count (self->stage); i++)
    {
      SteadyPage    *page = steady_page_stage_page (self->stage, i);
      const gboolean exists = steady_page_exists (page);
      steady_page_bar_set_exists (self->pages, steady_page_name (page), exists);
      if (!exists && g_strcmp0 (self->page, steady_page_name (page)) == 0)
        steady_page_bar_show (self->pages, "live");
    }
}

/* "Line pressure" always names its transducer (safety rule 11): the one that the
 * circuit has, the one nearest to the pump where it has more. */
static void
name_line (SteadyLivePage *self)
{
  static const struct
  {
    SteadyChannel channel;
    const char   *name;
    const char   *wide;
    const char   *narrow;
  } lines[] = {
    { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
      "pre_oxygenator_mean",
      N_ ("LINE PRESSURE, pre-oxygenator"),
      N_ ("Line, pre-oxy.") },
    { STEADY_CHANNEL_POST_OXYGENATOR_MEAN,
      "post_oxygenator_mean",
      N_ ("LINE PRESSURE, post-oxygenator"),
      N_ ("Line, post-oxy.") },
    { STEADY_CHANNEL_POST_FILTER_MEAN,
      "post_filter_mean",
      N_ ("LINE PRESSURE, post-filter"),
      N_ ("Line, post-filter") },
  };
  const bool *expected = self->link != NULL
                             ? steady_console_link_state (self->link)->config.expected
                             : NULL;
  size_t      line = 0;

  while (expected != NULL && line < G_N_ELEMENTS (lines) &&
         !expected[lines[line].channel])
    line++;
  if (line == G_N_ELEMENTS (lines))
    line = 0;
  g_object_set (
      self->line,
      "channel",
      lines[line].name,
      "caption",
      gettext (self->shape == STEADY_LIVE_WIDE ? lines[line].wide : lines[line].narrow),
      NULL);
}

/* What a WELCOME asks for beyond a refresh. */
void
steady_live_page_changed (SteadyLivePage *self, unsigned changes)
{
  if (!(changes & STEADY_CHANGE_CONFIG))
    return;
  name_line (self);
  steady_wave_panel_restyle (self->waves);
  steady_trend_panel_open (self->trends);
  steady_alarms_panel_open (self->tables);
  review_pages (self);
}

/* Against wiping: only the alarm bar and the lock itself can be worked. */
void
steady_live_page_set_locked (SteadyLivePage *self, gboolean locked)
{
  for (unsigned i = 0; i < STEADY_LIVE_PARTS; i++)
    if (i != STEADY_LIVE_ALARMS && i != STEADY_LIVE_PAGES)
      {
        gtk_widget_set_can_target (self->parts[i], !locked);
        gtk_widget_set_can_focus (self->parts[i], !locked);
      }
  steady_page_bar_set_locked (self->pages, locked);
  steady_look_class (GTK_WIDGET (self), "locked", locked);
}

/* Whether a page has something to say on Live: then the trends wait. */
static gboolean
has_card (const SteadyLivePage *self)
{
  for (GtkWidget *card = gtk_widget_get_first_child (self->card); card != NULL;
       card = gtk_widget_get_next_sibling (card))
    if (gtk_widget_get_visible (card))
      return TRUE;
  return FALSE;
}

static gboolean
shows (const SteadyLivePage *self, SteadyLivePart part)
{
  const gboolean alarms = g_strcmp0 (self->page, "alarms") == 0;
  if (part == STEADY_LIVE_CARD)
    return is_live (self) && has_card (self);
  if (part == STEADY_LIVE_TRENDS)
    return is_live (self) && !has_card (self);
  if (part == STEADY_LIVE_ALARM_TABLES)
    return alarms;
  if (part == STEADY_LIVE_STAGE)
    return !alarms && !is_live (self);
  return steady_live_arrangement_shows (
      (SteadyLiveShape) self->shape, !is_live (self), part);
}

static void
show_parts (SteadyLivePage *self)
{
  if (self->shape < 0)
    return;
  for (unsigned i = 0; i < STEADY_LIVE_PARTS; i++)
    gtk_widget_set_visible (self->parts[i], shows (self, (SteadyLivePart) i));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Another page instead of waveforms and trends, or back. What keeps the child safe
 * stays where it is. */
static void
on_page (SteadyLivePage *self, const char *name)
{
  if (g_strcmp0 (self->page, name) == 0)
    return;
  if (g_strcmp0 (name, "live") != 0 && g_strcmp0 (name, "alarms") != 0 &&
      !steady_page_stage_show (self->stage, name))
    return;
  g_free (self->page);
  self->page = g_strdup (name);
  show_parts (self);
  if (self->link == NULL)
    return;
  steady_alarms_panel_refresh (self->tables, steady_clock_now ());
  steady_page_stage_refresh (self->stage, steady_clock_now ());
}

/* The alarm that stands in the bar, in full. */
static void
on_details (SteadyLivePage *self, const char *id)
{
  steady_page_bar_show (self->pages, "alarms");
  steady_alarms_panel_show_alarm (self->tables, id);
}

static void
on_operator (SteadyLivePage *self)
{
  steady_page_bar_show (self->pages, "alarms");
  steady_alarms_panel_show_people (self->tables);
}

static void
on_chosen (SteadyLivePage *self, const char *name)
{
  steady_page_bar_show (self->pages, name);
}

/* Brings up the page called @name. False: there is none such now. */
gboolean
steady_live_page_show (SteadyLivePage *self, const char *name)
{
  if (g_str_has_prefix (name, ALARMS_TAB))
    {
      steady_page_bar_show (self->pages, "alarms");
      return steady_alarms_panel_show_tab (self->tables, name + strlen (ALARMS_TAB));
    }
  steady_page_bar_show (self->pages, name);
  return g_strcmp0 (self->page, name) == 0;
}

/* Whether any case can have a page called @name. */
gboolean
steady_live_page_knows (SteadyLivePage *self, const char *name)
{
  return g_strcmp0 (name, "live") == 0 || g_strcmp0 (name, "alarms") == 0 ||
         g_str_has_prefix (name, ALARMS_TAB) ||
         steady_page_stage_find (self->stage, name) != NULL;
}

/* Takes over a page beside Live and Alarms; before the start. */
void
steady_live_page_add (SteadyLivePage *self, SteadyPage *page)
{
  steady_page_stage_add (self->stage, page);
  steady_page_bar_add (self->pages, steady_page_name (page), steady_page_title (page));
  GtkWidget *card = steady_page_card (page);
  if (card == NULL)
    return;
  gtk_widget_set_vexpand (card, TRUE); /* a long sentence needs all of the place */
  gtk_box_append (GTK_BOX (self->card), card);
  g_signal_connect_object (
      card, "notify::visible", G_CALLBACK (show_parts), self, G_CONNECT_SWAPPED);
}

/* Whether Live itself is seen, and no page. */
gboolean
steady_live_page_is_live (SteadyLivePage *self)
{
  return is_live (self);
}

/* A frame for waveforms and pages. */
void
steady_live_page_take (SteadyLivePage *self, const SteadyFrame *frame)
{
  steady_wave_panel_take (self->waves, frame);
  steady_page_stage_take (self->stage, frame);
}

/* What changes beyond the places: a tall alarm bar on a narrow screen. */
void
steady_live_page_set_shape (SteadyLivePage *self, SteadyLiveShape shape)
{
  const gboolean compact = shape == STEADY_LIVE_COMPACT;
  if ((int) shape == self->shape)
    return;
  self->shape = (int) shape;
  steady_alarm_bar_set_shape (
      self->alarms, shape == STEADY_LIVE_PORTRAIT, shape == STEADY_LIVE_WIDE ? 1 : 2);
  steady_trend_panel_set_compact (self->trends, compact);
  steady_control_stepper_set_stacked (self->sweep, compact);
  steady_control_stepper_set_stacked (self->fio2, compact);
  steady_control_stepper_set_stacked (self->co2, compact);
  steady_control_stepper_set_stacked (self->water, compact);
  steady_values_row_set_venous (self->values, compact);
  steady_flow_tile_set_compact (self->flow, compact);
  steady_patient_strip_set_tall (self->strip, shape == STEADY_LIVE_PORTRAIT);
  steady_pump_panel_set_compact (self->pump, compact);
  name_line (self);
  steady_page_bar_set_wide (self->pages, shape == STEADY_LIVE_WIDE);
  show_parts (self);
}

/* Whether the time of day is shown. */
void
steady_live_page_set_clock (SteadyLivePage *self, gboolean shown)
{
  steady_patient_strip_set_clock (self->strip, shown);
}

/* The waveforms. */
SteadyWavePanel *
steady_live_page_waves (SteadyLivePage *self)
{
  return self->waves;
}

/* The trends. */
SteadyTrendPanel *
steady_live_page_trends (SteadyLivePage *self)
{
  return self->trends;
}

/* The bottom line. */
SteadyPageBar *
steady_live_page_bar (SteadyLivePage *self)
{
  return self->pages;
}

static bool
host_send (void *data, SteadyFrameType type, const void *payload, size_t length)
{
  SteadyLivePage *self = data;
  return steady_console_link_send (self->link, type, payload, length);
}

/* What lessons call the parts. */
static const struct
{
  const char    *name;
  SteadyLivePart part;
} pointed[] = {
  { "alarm-bar", STEADY_LIVE_ALARMS },
  { "phase", STEADY_LIVE_STRIP },
  { "flow-tile", STEADY_LIVE_FLOW },
  { "map-tile", STEADY_LIVE_MAP },
  { "line-tile", STEADY_LIVE_LINE },
  { "ecg", STEADY_LIVE_WAVES },
  { "waves", STEADY_LIVE_WAVES },
  { "protections", STEADY_LIVE_PROTECTIONS },
  { "pump-panel", STEADY_LIVE_PUMP },
  { "gas-panel", STEADY_LIVE_SWEEP },
  { "gas-panel", STEADY_LIVE_FIO2 },
  { "reservoir-panel", STEADY_LIVE_RESERVOIR },
  { "timers", STEADY_LIVE_TIMERS },
  { "event-pad", STEADY_LIVE_EVENTS },
  { "cardioplegia-panel", STEADY_LIVE_VALUES },
  { "callouts", STEADY_LIVE_CARD },
};

static void
host_point (void *data, const char *part)
{
  SteadyLivePage *self = data;
  bool            marked[STEADY_LIVE_PARTS] = { false };
  for (unsigned i = 0; i < G_N_ELEMENTS (pointed); i++)
    if (g_strcmp0 (pointed[i].name, part) == 0)
      marked[pointed[i].part] = true;
  for (unsigned i = 0; i < STEADY_LIVE_PARTS; i++)
    steady_look_class (self->parts[i], "pointed", marked[i]);
}

static void
host_show (void *data, const char *name)
{
  steady_live_page_show (data, name);
}

/* Binds all parts to @link, which must outlive the page; once. */
void
steady_live_page_start (SteadyLivePage    *self,
                        SteadyConsoleLink *link,
                        SteadyPlotBackend  backend)
{
  self->link = link;
  steady_alarm_bar_bind (self->alarms, link);
  steady_protections_row_bind (self->protections, link);
  steady_pump_panel_bind (self->pump, link);
  steady_control_stepper_bind (self->sweep, link);
  steady_control_stepper_bind (self->fio2, link);
  steady_control_stepper_bind (self->co2, link);
  steady_control_stepper_bind (self->water, link);
  steady_event_pad_bind (self->events, link);
  steady_page_bar_bind (self->pages, link);
  steady_alarms_panel_start (self->tables, link);
  steady_wave_panel_start (self->waves, backend);
  steady_trend_panel_start (self->trends, steady_console_link_state (link), backend);
  self->host = (SteadyPageHost){ .data = self,
                                 .send = host_send,
                                 .show = host_show,
                                 .point = host_point,
                                 .socket_path = steady_console_link_path (link) };
  steady_page_stage_start (self->stage, &self->host);
}

static void
steady_live_page_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_live_page_parent_class)->dispose (object);
}

static void
steady_live_page_finalize (GObject *object)
{
  g_free (STEADY_LIVE_PAGE (object)->page);
  G_OBJECT_CLASS (steady_live_page_parent_class)->finalize (object);
}

static void
ensure_types (void)
{
  g_type_ensure (STEADY_TYPE_ALARM_BAR);
  g_type_ensure (STEADY_TYPE_PATIENT_STRIP);
  g_type_ensure (STEADY_TYPE_FLOW_TILE);
  g_type_ensure (STEADY_TYPE_VALUE_TILE);
  g_type_ensure (STEADY_TYPE_WAVE_PANEL);
  g_type_ensure (STEADY_TYPE_TREND_PANEL);
  g_type_ensure (STEADY_TYPE_PROTECTIONS_ROW);
  g_type_ensure (STEADY_TYPE_PUMP_PANEL);
  g_type_ensure (STEADY_TYPE_CONTROL_STEPPER);
  g_type_ensure (STEADY_TYPE_RESERVOIR_PANEL);
  g_type_ensure (STEADY_TYPE_VALUES_ROW);
  g_type_ensure (STEADY_TYPE_TIMER_ROW);
  g_type_ensure (STEADY_TYPE_EVENT_PAD);
  g_type_ensure (STEADY_TYPE_PAGE_BAR);
  g_type_ensure (STEADY_TYPE_ALARMS_PANEL);
  g_type_ensure (STEADY_TYPE_PAGE_STAGE);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-live-page"));
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, alarms);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, strip);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, flow);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, mean);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, line);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, saturation);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, delivery);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, temperature);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, venous);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, waves);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, trends);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, protections);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, pump);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, sweep);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, fio2);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, co2);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, water);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, reservoir);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, values);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, timers);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, events);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, pages);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, tables);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, stage);
  gtk_widget_class_bind_template_child (widget_class, SteadyLivePage, card);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_page);
  gtk_widget_class_bind_template_callback (widget_class, on_details);
  gtk_widget_class_bind_template_callback (widget_class, on_operator);
}

static void
steady_live_page_class_init (SteadyLivePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_live_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_live_page_finalize;
  widget_class->measure = steady_live_page_measure;
  widget_class->size_allocate = steady_live_page_size_allocate;
  ensure_types ();
  bind_template (widget_class);
  gtk_widget_class_set_css_name (widget_class, "livepage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
list_parts (SteadyLivePage *self)
{
  GtkWidget **parts = self->parts;
  parts[STEADY_LIVE_ALARMS] = GTK_WIDGET (self->alarms);
  parts[STEADY_LIVE_STRIP] = GTK_WIDGET (self->strip);
  parts[STEADY_LIVE_FLOW] = GTK_WIDGET (self->flow);
  parts[STEADY_LIVE_MAP] = GTK_WIDGET (self->mean);
  parts[STEADY_LIVE_LINE] = GTK_WIDGET (self->line);
  parts[STEADY_LIVE_SATURATION] = GTK_WIDGET (self->saturation);
  parts[STEADY_LIVE_DELIVERY] = GTK_WIDGET (self->delivery);
  parts[STEADY_LIVE_TEMPERATURE] = GTK_WIDGET (self->temperature);
  parts[STEADY_LIVE_VENOUS] = GTK_WIDGET (self->venous);
  parts[STEADY_LIVE_WAVES] = GTK_WIDGET (self->waves);
  parts[STEADY_LIVE_TRENDS] = GTK_WIDGET (self->trends);
  parts[STEADY_LIVE_PROTECTIONS] = GTK_WIDGET (self->protections);
  parts[STEADY_LIVE_PUMP] = GTK_WIDGET (self->pump);
  parts[STEADY_LIVE_SWEEP] = GTK_WIDGET (self->sweep);
  parts[STEADY_LIVE_FIO2] = GTK_WIDGET (self->fio2);
  parts[STEADY_LIVE_CO2] = GTK_WIDGET (self->co2);
  parts[STEADY_LIVE_WATER] = GTK_WIDGET (self->water);
  parts[STEADY_LIVE_RESERVOIR] = GTK_WIDGET (self->reservoir);
  parts[STEADY_LIVE_VALUES] = GTK_WIDGET (self->values);
  parts[STEADY_LIVE_TIMERS] = GTK_WIDGET (self->timers);
  parts[STEADY_LIVE_EVENTS] = GTK_WIDGET (self->events);
  parts[STEADY_LIVE_PAGES] = GTK_WIDGET (self->pages);
  parts[STEADY_LIVE_ALARM_TABLES] = GTK_WIDGET (self->tables);
  parts[STEADY_LIVE_STAGE] = GTK_WIDGET (self->stage);
  parts[STEADY_LIVE_CARD] = self->card;
}

static void
steady_live_page_init (SteadyLivePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  list_parts (self);
  self->shape = -1;
  self->page = g_strdup ("live");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Live page"), -1);
}

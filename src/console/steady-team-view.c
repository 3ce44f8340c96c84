/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-team-view.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-table-words.h"
#include "console/steady-readout.h"
#include "console/steady-team-next.h"
#include "measure/steady-shown-unit.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* From where it is read. */
#define DISTANCE_M 4.0
/* Of the font's size, how high its digits are. */
#define DIGIT 0.72
/* Captions and lists against numerals. */
#define SMALL 0.36

static const struct
{
  SteadyChannel channel;
  const char   *caption;
} numbers[] = {
  { STEADY_CHANNEL_PATIENT_FLOW, N_ ("FLOW") },
  { STEADY_CHANNEL_ARTERIAL_MEAN, N_ ("MAP") },
  { STEADY_CHANNEL_VENOUS_SATURATION, N_ ("SvO₂") },
  { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, N_ ("NIRS left · right") },
  { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, N_ ("Nasopharyngeal") },
  { STEADY_CHANNEL_HAEMATOCRIT, N_ ("Haematocrit") },
};

enum
{
  N_NUMBERS = G_N_ELEMENTS (numbers)
};

struct _SteadyTeamView
{
  GtkWidget          parent_instance;
  SteadyConsoleLink *link;
  SteadyInstant      now;      /* real, of the last refresh */
  double             drawn_px; /* height of digits as last drawn */
  char               values[N_NUMBERS][64];
  char               units[N_NUMBERS][40];
  bool               good[N_NUMBERS];
  char               phase[240];
  char               timers[160];
  char               alarm[200];
  SteadyPriority     priority;
  char               next[STEADY_TEAM_NEXT][120];
  unsigned           n_next;
  char              *shown; /* all of it, as last told */
};

G_DEFINE_FINAL_TYPE (SteadyTeamView, steady_team_view, GTK_TYPE_WIDGET)

/* Pixels in a millimetre of the screen this stands on; 0: it does not say. */
static double
pixels_of_screen (SteadyTeamView *self)
{
  GtkNative   *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkDisplay  *display = gtk_widget_get_display (GTK_WIDGET (self));
  GdkMonitor  *monitor = native != NULL ? gdk_display_get_monitor_at_surface (
                                             display, gtk_native_get_surface (native))
                                        : NULL;
  GdkRectangle place;

  if (monitor == NULL || gdk_monitor_get_width_mm (monitor) <= 0)
    return 0;
  gdk_monitor_get_geometry (monitor, &place);
  return place.width / (double) gdk_monitor_get_width_mm (monitor);
}

/* Height of the digits as last drawn, in pixels. */
double
steady_team_view_numeral_px (SteadyTeamView *self)
{
  return self->drawn_px;
}

static void
make_numbers (SteadyTeamView *self, const SteadyConsoleState *state)
{
  for (unsigned i = 0; i < N_NUMBERS; i++)
    {
      SteadyReadout readout, other;
      steady_readout_channel (state, numbers[i].channel, self->now, &readout);
      self->good[i] = readout.kind == STEADY_READOUT_LIVE && !state->silent;
      g_strlcpy (self->values[i], readout.value, sizeof self->values[i]);
      g_strlcpy (self->units[i],
                 self->good[i] || readout.note[0] == '\0'
                     ? steady_shown_unit (numbers[i].channel).unit
                     : readout.note,
                 sizeof self->units[i]);
      if (numbers[i].channel != STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT)
        continue;
      steady_readout_channel (
          state, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, self->now, &other);
      g_strlcat (self->values[i], " · ", sizeof self->values[i]);
      g_strlcat (self->values[i], other.value, sizeof self->values[i]);
    }
}

static void
make_phase (SteadyTeamView *self, const SteadyConsoleState *state)
{
  g_autofree char *flags = steady_words_support_flags (state->heartbeat.support_flags);

  g_snprintf (self->phase,
              sizeof self->phase,
              "%s%s%s%s",
              steady_words_support_mode (state->heartbeat.support_mode),
              flags[0] != '\0' ? " · " : "",
              flags,
              state->config.simulated ? _ (" · SIMULATED") : "");
}

static void
make_timers (SteadyTeamView *self, const SteadyConsoleState *state)
{
  const SteadyInstant now = steady_console_state_now (state, self->now);
  char                bypass[32], clamp[32], none[48] = "";

  steady_words_span (state->heartbeat.bypass_time, bypass, sizeof bypass);
  steady_words_span (state->heartbeat.clamp_time, clamp, sizeof clamp);
  if (state->heartbeat.no_flow_since != STEADY_INSTANT_NEVER)
    steady_words_span (now - state->heartbeat.no_flow_since, none, sizeof none);
  g_snprintf (self->timers,
              sizeof self->timers,
              _ ("Bypass %s · Clamp %s%s%s"),
              bypass,
              clamp,
              none[0] != '\0' ? _ (" · NO FLOW ") : "",
              none);
}

static void
make_next (SteadyTeamView *self, const SteadyConsoleState *state)
{
  SteadyTeamNext next[STEADY_TEAM_NEXT];

  self->n_next = steady_team_next (state, self->now, next);
  for (unsigned i = 0; i < self->n_next; i++)
    if (next[i].minutes < 0)
      g_snprintf (self->next[i],
                  sizeof self->next[i],
                  _ ("%s: OVERDUE by %.0f min"),
                  next[i].words,
                  ceil (-next[i].minutes));
    else if (next[i].minutes > 0)
      g_snprintf (self->next[i],
                  sizeof self->next[i],
                  _ ("%s in %.0f min"),
                  next[i].words,
                  ceil (next[i].minutes));
    else
      g_strlcpy (self->next[i], next[i].words, sizeof self->next[i]);
}

static void
make_alarm (SteadyTeamView *self, const SteadyConsoleState *state)
{
  self->priority = STEADY_PRIORITY_NONE;
  self->alarm[0] = '\0';
  if (state->silent)
    {
      self->priority = STEADY_PRIORITY_HIGH;
      g_strlcpy (self->alarm, _ ("NO MONITORING"), sizeof self->alarm);
    }
  else if (state->n_present > 0)
    {
      self->priority = state->present[0].priority;
      g_snprintf (self->alarm,
                  sizeof self->alarm,
                  "%s  %s",
                  steady_words_priority_mark (self->priority),
                  steady_alarm_table_title (state, state->present[0].id));
    }
}

/* Tells what is shown to who cannot see it; true where that is news. */
static bool
describe (SteadyTeamView *self)
{
  g_autoptr (GString) all = g_string_new (self->phase);

  for (unsigned i = 0; i < N_NUMBERS; i++)
    g_string_append_printf (
        all, "; %s %s %s", _ (numbers[i].caption), self->values[i], self->units[i]);
  g_string_append_printf (all, "; %s", self->timers);
  for (unsigned i = 0; i < self->n_next; i++)
    g_string_append_printf (all, "; %s", self->next[i]);
  if (self->alarm[0] != '\0')
    g_string_append_printf (all, "; %s", self->alarm);
  if (g_strcmp0 (all->str, self->shown) == 0)
    return false;
  g_free (self->shown);
  self->shown = g_strdup (all->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Team display"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  all->str,
                                  -1);
  return true;
}

/* Shows what is true now, and draws nothing where that is what is seen already. */
void
steady_team_view_refresh (SteadyTeamView *self, SteadyInstant real_now)
{
  const SteadyPriority priority = self->priority;
  bool                 good[N_NUMBERS];

  if (self->link == NULL)
    return;
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  self->now = real_now;
  memcpy (good, self->good, sizeof good);
  make_numbers (self, state);
  make_phase (self, state);
  make_timers (self, state);
  make_next (self, state);
  make_alarm (self, state);
  if (describe (self) || priority != self->priority ||
      memcmp (good, self->good, sizeof good) != 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Tells which link it reads. */
void
steady_team_view_bind (SteadyTeamView *self, SteadyConsoleLink *link)
{
  self->link = link;
}

/* A text in a box of its own: as large as asked, smaller where it is wider. */
static void
draw_text (SteadyTeamView        *self,
           GtkSnapshot           *snapshot,
           const char            *text,
           const graphene_rect_t *place,
           double                 px,
           const GdkRGBA         *colour,
           bool                   bold)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (
          gtk_widget_get_pango_context (GTK_WIDGET (self))));
  int width, height;

  pango_font_description_set_absolute_size (font, px * PANGO_SCALE);
  pango_font_description_set_weight (font,
                                     bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_MEDIUM);
  pango_layout_set_font_description (layout, font);
  pango_layout_get_pixel_size (layout, &width, &height);
  const double scale = MIN (1,
                            MIN (place->size.width / (double) MAX (width, 1),
                                 place->size.height / (double) MAX (height, 1)));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot,
      &GRAPHENE_POINT_INIT (
          place->origin.x,
          place->origin.y +
              (float) (((double) place->size.height - height * scale) / 2)));
  gtk_snapshot_scale (snapshot, (float) scale, (float) scale);
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
  pango_font_description_free (font);
}

static void
draw_number (SteadyTeamView        *self,
             GtkSnapshot           *snapshot,
             unsigned               i,
             const graphene_rect_t *cell,
             double                 font)
{
  const float      x = cell->origin.x + 12, wide = cell->size.width - 24;
  const float      small = cell->size.height * 0.22F;
  GdkRGBA          colour, text;
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  gtk_style_context_get_color (style, &text);
  steady_look_colour (GTK_WIDGET (self), numbers[i].channel, &colour);
  if (!self->good[i])
    {
      text.alpha = 0.6F;
      colour = text;
    }
  draw_text (self,
             snapshot,
             _ (numbers[i].caption),
             &GRAPHENE_RECT_INIT (x, cell->origin.y, wide, small),
             font * SMALL,
             &text,
             true);
  draw_text (self,
             snapshot,
             self->values[i],
             &GRAPHENE_RECT_INIT (
                 x, cell->origin.y + small, wide, cell->size.height - 2 * small),
             font,
             &colour,
             true);
  draw_text (
      self,
      snapshot,
      self->units[i],
      &GRAPHENE_RECT_INIT (x, cell->origin.y + cell->size.height - small, wide, small),
      font * SMALL,
      &text,
      false);
}

static void
draw_numbers (SteadyTeamView *self, GtkSnapshot *snapshot, const graphene_rect_t *place)
{
  const bool   tall = place->size.height > place->size.width;
  const int    columns = tall ? 2 : 3, rows = N_NUMBERS / columns;
  const float  wide = place->size.width / (float) columns;
  const float  high = place->size.height / (float) rows;
  const double wanted =
      steady_team_numeral_px (pixels_of_screen (self), DISTANCE_M) / DIGIT;
  const double most = MIN ((double) high * 0.56 / 1.25, (double) wide / 2.6);
  const double font = MIN (MAX (wanted, most * 0.9), most);

  self->drawn_px = font * DIGIT;
  for (unsigned i = 0; i < N_NUMBERS; i++)
    {
      const graphene_rect_t cell =
          GRAPHENE_RECT_INIT (place->origin.x + wide * (float) ((int) i % columns),
                              place->origin.y + high * (float) ((int) i / columns),
                              wide,
                              high);
      draw_number (self, snapshot, i, &cell, font);
    }
}

/* The worst alarm in its colour, which nothing else on this window has. */
static void
draw_alarm (SteadyTeamView *self, GtkSnapshot *snapshot, const graphene_rect_t *place)
{
  GdkRGBA ground, text = { 0, 0, 0, 1 };

  if (self->priority == STEADY_PRIORITY_NONE)
    return;
  steady_look_alarm_colour (GTK_WIDGET (self), self->priority, &ground);
  if (self->priority == STEADY_PRIORITY_HIGH)
    text = (GdkRGBA){ 1, 1, 1, 1 };
  gtk_snapshot_append_color (snapshot, &ground, place);
  draw_text (self,
             snapshot,
             self->alarm,
             &GRAPHENE_RECT_INIT (place->origin.x + 12,
                                  place->origin.y,
                                  place->size.width - 24,
                                  place->size.height),
             (double) place->size.height * 0.7,
             &text,
             true);
}

static void
draw_next (SteadyTeamView *self, GtkSnapshot *snapshot, const graphene_rect_t *place)
{
  const float high = place->size.height / 2;
  const float wide = place->size.width / 2;
  GdkRGBA     text;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &text);
  for (unsigned i = 0; i < self->n_next; i++)
    draw_text (self,
               snapshot,
               self->next[i],
               &GRAPHENE_RECT_INIT (place->origin.x + 12 + wide * (float) (i % 2),
                                    place->origin.y + high * (float) (i / 2),
                                    wide - 24,
                                    high),
               (double) high * 0.62,
               &text,
               i == 0);
}

static void
steady_team_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SteadyTeamView *self = STEADY_TEAM_VIEW (widget);
  const float     wide = (float) gtk_widget_get_width (widget);
  const float     high = (float) gtk_widget_get_height (widget);
  const float     line = high * 0.09F;
  GdkRGBA         text;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  draw_alarm (self, snapshot, &GRAPHENE_RECT_INIT (0, 0, wide, line));
  draw_text (self,
             snapshot,
             self->phase,
             &GRAPHENE_RECT_INIT (12, line, wide - 24, line),
             (double) line * 0.7,
             &text,
             true);
  draw_numbers (
      self, snapshot, &GRAPHENE_RECT_INIT (0, 2 * line, wide, high - 5 * line));
  draw_text (self,
             snapshot,
             self->timers,
             &GRAPHENE_RECT_INIT (12, high - 3 * line, wide - 24, line),
             (double) line * 0.7,
             &text,
             true);
  draw_next (self, snapshot, &GRAPHENE_RECT_INIT (0, high - 2 * line, wide, 2 * line));
}

static void
steady_team_view_finalize (GObject *object)
{
  g_free (STEADY_TEAM_VIEW (object)->shown);
  G_OBJECT_CLASS (steady_team_view_parent_class)->finalize (object);
}

static void
steady_team_view_class_init (SteadyTeamViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = steady_team_view_finalize;
  widget_class->snapshot = steady_team_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "teamview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
steady_team_view_init (SteadyTeamView *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

/* A display that knows no case yet. */
GtkWidget *
steady_team_view_new (void)
{
  return g_object_new (STEADY_TYPE_TEAM_VIEW, NULL);
}

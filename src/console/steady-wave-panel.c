/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-wave-panel.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "console/steady-wave-place.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

#define MAX_TRACES 4
/* Seconds across the whole width. */
#define SWEEP 10.0

/* What can be swept, in the order of the rows. */
static const struct
{
  SteadyChannel channel;
  double        low;
  double        high;
  double        weight;
  const char   *label;
} known[] = {
  { STEADY_CHANNEL_ECG, -0.8, 1.6, 1, N_ ("ECG") },
  { STEADY_CHANNEL_ARTERIAL_PRESSURE, 0, 100, 1.4, N_ ("Arterial") },
  { STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE, -5, 20, 0.8, N_ ("CVP") },
  { STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE, 0, 300, 1, N_ ("Line, pre-oxy.") },
  { STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE, 0, 300, 1, N_ ("Line, post-oxy.") },
  { STEADY_CHANNEL_POST_FILTER_PRESSURE, 0, 300, 1, N_ ("Line, post-filter") },
};

/* Waveforms in a frame, with the mark of what they are. */
struct _SteadyWavePanel
{
  GtkWidget       parent_instance;
  SteadyWaveView *view; /* NULL before the start */
  uint16_t        shown[MAX_TRACES];
  SteadyWavePlace places[MAX_TRACES];
  SteadyInstant   epoch; /* from which all traces are counted; 0: not yet */
  unsigned        n_shown;
  uint64_t        samples; /* pushed, ever */
  gboolean        restyle;
  gboolean        dark;
};

G_DEFINE_FINAL_TYPE (SteadyWavePanel, steady_wave_panel, GTK_TYPE_WIDGET)

/* Makes the view with @backend; once. */
void
steady_wave_panel_start (SteadyWavePanel *self, SteadyPlotBackend backend)
{
  g_return_if_fail (self->view == NULL);
  self->view = STEADY_WAVE_VIEW (steady_wave_view_new (backend));
  steady_wave_view_set_sweep (self->view, SWEEP);
  steady_wave_view_set_line_width (self->view, 1.6);
  gtk_widget_set_parent (GTK_WIDGET (self->view), GTK_WIDGET (self));
}

static int
place_of (SteadyWavePanel *self, uint16_t channel)
{
  for (unsigned i = 0; i < self->n_shown; i++)
    if (self->shown[i] == channel)
      return (int) i;
  return -1;
}

/* Traces are counted from an hour before the first of them; a playback may go back
 * further. */
static void
choose_epoch (SteadyWavePanel *self, SteadyInstant t)
{
  if (self->epoch != 0 && t >= self->epoch)
    return;
  self->epoch = t - 3600 * STEADY_NSEC_PER_SEC;
  memset (self->places, 0, sizeof self->places);
  steady_wave_view_clear (self->view);
}

static void
push_run (SteadyWavePanel *self, const SteadyWaveRun *run, const float *values)
{
  const int place = place_of (self, run->channel);

  if (place < 0 || run->count == 0)
    return;
  choose_epoch (self, run->t_first);
  const SteadyWavePlaced placed =
      steady_wave_place_run (&self->places[place], self->epoch, run, values);
  for (unsigned i = 0; i < placed.fill; i++)
    steady_wave_view_push (
        self->view, run->channel, placed.first - placed.fill + i, &placed.last, 1);
  if (placed.skip < run->count)
    steady_wave_view_push (self->view,
                           run->channel,
                           placed.first,
                           values + placed.skip,
                           run->count - placed.skip);
  self->samples += run->count;
}

/* Draws the samples of a WAVES frame; other frames are none of its business. */
void
steady_wave_panel_take (SteadyWavePanel *self, const SteadyFrame *frame)
{
  const uint8_t *bytes = frame->payload;
  size_t         at = 0;
  if (self->view == NULL || frame->header.type != STEADY_FRAME_WAVES)
    return;
  while (at + sizeof (SteadyWaveRun) <= frame->length)
    {
      SteadyWaveRun run;
      memcpy (&run, bytes + at, sizeof run);
      at += sizeof run;
      const size_t length = run.count * sizeof (float);
      if (at + length > frame->length)
        return;
      push_run (self, &run, (const float *) (const void *) (bytes + at));
      at += (length + 7) & ~(size_t) 7;
    }
}

static void
set_traces (SteadyWavePanel *self, const SteadyConsoleState *state)
{
  SteadyTraceStyle traces[MAX_TRACES];
  uint16_t         shown[MAX_TRACES] = { 0 };
  unsigned         count = 0;
  memset (traces, 0, sizeof traces);
  for (unsigned i = 0; i < G_N_ELEMENTS (known) && count < MAX_TRACES; i++)
    {
      if (!state->config.expected[known[i].channel])
        continue;
      const SteadyChannelInfo *info = steady_channel_info (known[i].channel);
      SteadyTraceStyle        *trace = &traces[count];
      trace->channel = (uint16_t) known[i].channel;
      trace->rate_hz = state->config.rate_hz[known[i].channel];
      trace->low = known[i].low;
      trace->high = known[i].high;
      trace->weight = known[i].weight;
      trace->label = _ (known[i].label);
      /* no site chooses another for these: their own unit, as their scale and samples
       */
      trace->unit = info->unit;
      steady_look_colour (GTK_WIDGET (self), known[i].channel, &trace->colour);
      shown[count++] = trace->channel;
    }
  if (count != self->n_shown || memcmp (shown, self->shown, sizeof shown) != 0)
    memset (self->places, 0, sizeof self->places);
  memcpy (self->shown, shown, sizeof shown);
  self->n_shown = count;
  steady_wave_view_set_traces (self->view, traces, count);
}

/* Begins again with the colours and channels that hold now. */
void
steady_wave_panel_restyle (SteadyWavePanel *self)
{
  self->restyle = TRUE;
}

/* Follows the configuration, the theme and a silence. */
void
steady_wave_panel_refresh (SteadyWavePanel          *self,
                           const SteadyConsoleState *state,
                           gboolean                  dark)
{
  if (self->view == NULL || !state->config.valid)
    return;
  if (dark != self->dark || self->restyle)
    {
      self->dark = dark;
      self->restyle = FALSE;
      steady_wave_view_set_dark (self->view, dark);
      set_traces (self, state);
      steady_wave_view_set_watermark (self->view,
                                      state->config.mode == STEADY_MODE_REVIEW
                                          ? _ ("REPLAY")
                                      : state->config.simulated ? _ ("SIMULATED")
                                                                : NULL);
    }
  steady_wave_view_set_stale (self->view, state->silent);
}

/* How many samples were drawn. */
uint64_t
steady_wave_panel_samples (SteadyWavePanel *self)
{
  return self->samples;
}

/* What draws; CPU before the start. */
SteadyPlotBackend
steady_wave_panel_backend (SteadyWavePanel *self)
{
  return self->view != NULL ? steady_wave_view_get_backend (self->view)
                            : STEADY_PLOT_BACKEND_CPU;
}

static void
steady_wave_panel_dispose (GObject *object)
{
  SteadyWavePanel *self = STEADY_WAVE_PANEL (object);
  if (self->view != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->view));
  self->view = NULL;
  G_OBJECT_CLASS (steady_wave_panel_parent_class)->dispose (object);
}

static void
steady_wave_panel_class_init (SteadyWavePanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_wave_panel_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-wave-panel"));
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "wavepanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
steady_wave_panel_init (SteadyWavePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->restyle = TRUE;
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Waveforms"), -1);
}

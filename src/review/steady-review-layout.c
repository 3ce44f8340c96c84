/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-review-layout.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* What a perfusionist looks for, in this order; a case that lacks a row names it. */
static const struct
{
  const char   *label;
  bool          wave;
  bool          expected; /* named when the case has none of it */
  SteadyChannel channels[4];
  double        low;
  double        high;
} known[] = {
  { N_ ("Flow"),
    false,
    true,
    { STEADY_CHANNEL_PATIENT_FLOW, STEADY_CHANNEL_SET_PUMP_FLOW },
    0,
    0 },
  { N_ ("MAP"), false, true, { STEADY_CHANNEL_ARTERIAL_MEAN }, 0, 80 },
  { N_ ("Line pressure"),
    false,
    true,
    { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
      STEADY_CHANNEL_POST_OXYGENATOR_MEAN,
      STEADY_CHANNEL_POST_FILTER_MEAN },
    0,
    200 },
  { N_ ("Saturation"),
    false,
    true,
    { STEADY_CHANNEL_VENOUS_SATURATION, STEADY_CHANNEL_ARTERIAL_SATURATION },
    40,
    100 },
  { N_ ("Temperature"),
    false,
    true,
    { STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
      STEADY_CHANNEL_VENOUS_TEMPERATURE,
      STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
      STEADY_CHANNEL_WATER_TEMPERATURE },
    15,
    40 },
  { N_ ("NIRS"),
    false,
    true,
    { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
      STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT },
    20,
    100 },
  { N_ ("DO₂i"), false, true, { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX }, 0, 500 },
  { N_ ("Reservoir"), false, true, { STEADY_CHANNEL_RESERVOIR_VOLUME }, 0, 0 },
  { N_ ("Haematocrit"), false, true, { STEADY_CHANNEL_HAEMATOCRIT }, 15, 45 },
  { N_ ("Sweep"), false, false, { STEADY_CHANNEL_SWEEP }, 0, 0 },
  { N_ ("FiO₂"), false, false, { STEADY_CHANNEL_FIO2 }, 20, 100 },
  { N_ ("CVP"), false, false, { STEADY_CHANNEL_CENTRAL_VENOUS_MEAN }, -5, 20 },
  { N_ ("Heart rate"), false, false, { STEADY_CHANNEL_HEART_RATE }, 0, 200 },
  { N_ ("Arterial"), true, true, { STEADY_CHANNEL_ARTERIAL_PRESSURE }, 0, 80 },
  { N_ ("ECG"), true, true, { STEADY_CHANNEL_ECG }, -0.8, 1.6 },
  { N_ ("CVP"), true, false, { STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE }, -5, 20 },
  { N_ ("Line, pre-oxy."),
    true,
    false,
    { STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE },
    0,
    200 },
  { N_ ("Line, post-oxy."),
    true,
    false,
    { STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE },
    0,
    200 },
  { N_ ("Line, post-filter"),
    true,
    false,
    { STEADY_CHANNEL_POST_FILTER_PRESSURE },
    0,
    200 },
};

static bool
is_known (uint16_t channel)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (known); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (known[i].channels); j++)
      if (known[i].channels[j] != 0 && (uint16_t) known[i].channels[j] == channel)
        return true;
  return false;
}

static void
add_known (SteadyReviewLayout *self, const SteadyReviewCase *review, unsigned place)
{
  SteadyReviewRow *row = &self->rows[self->count];

  *row = (SteadyReviewRow){ .wave = known[place].wave,
                            .low = known[place].low,
                            .high = known[place].high };
  g_strlcpy (row->label, _ (known[place].label), sizeof row->label);
  for (unsigned j = 0; j < G_N_ELEMENTS (known[place].channels); j++)
    if (known[place].channels[j] != 0 &&
        steady_review_case_channel (review, known[place].channels[j]) != NULL)
      row->channels[row->n_channels++] = (uint16_t) known[place].channels[j];
  row->there = row->n_channels > 0;
  if (row->there || known[place].expected)
    self->count++;
}

/* What else was recorded: waveforms, and numerics of foreign recordings. */
static void
add_other (SteadyReviewLayout *self, const SteadyCaseChannel *channel)
{
  const bool wave = channel->kind == STEADY_CHANNEL_KIND_WAVE;
  const bool foreign = channel->channel >= STEADY_CHANNEL_MAX;

  if (self->count == STEADY_REVIEW_ROWS || is_known (channel->channel) ||
      channel->kind == STEADY_CHANNEL_KIND_STATE ||
      (!wave && !foreign &&
       channel->channel >= STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN))
    return;
  SteadyReviewRow *row = &self->rows[self->count++];
  *row = (SteadyReviewRow){ .wave = wave, .there = true, .n_channels = 1 };
  row->channels[0] = channel->channel;
  g_strlcpy (row->label,
             channel->label[0] != '\0' ? _ (channel->label) : channel->name,
             sizeof row->label);
}

/* The rows of @review; none is shown yet. Thread: main. */
void
steady_review_layout_init (SteadyReviewLayout *self, const SteadyReviewCase *review)
{
  memset (self, 0, sizeof *self);
  for (unsigned i = 0; i < G_N_ELEMENTS (known); i++)
    add_known (self, review, i);
  for (unsigned i = 0; i < review->n_channels; i++)
    add_other (self, &review->channels[i]);
}

/* Shows as many rows as there is room for: three of four are trends, as long as there
 * are enough of both. Thread: main. */
void
steady_review_layout_fit (SteadyReviewLayout *self, unsigned rows)
{
  unsigned trends = 0, waves = 0;

  for (unsigned i = 0; i < self->count; i++)
    {
      self->rows[i].shown = false;
      trends += self->rows[i].there && !self->rows[i].wave;
      waves += self->rows[i].there && self->rows[i].wave;
    }
  rows = MIN (MAX (rows, 2), STEADY_TIMELINE_ROWS);
  unsigned some_waves = MIN (waves, MAX (1, (rows + 1) / 4));
  unsigned some_trends = MIN (trends, rows - MIN (some_waves, rows));
  some_waves = MIN (waves, rows - some_trends);
  for (unsigned i = 0; i < self->count; i++)
    {
      unsigned *left = self->rows[i].wave ? &some_waves : &some_trends;
      if (!self->rows[i].there || *left == 0)
        continue;
      self->rows[i].shown = true;
      (*left)--;
    }
}

/* The rows that a case should have and lacks: "ECG, NIRS". Free with g_free ().
 * Thread: main. */
char *
steady_review_layout_missing (const SteadyReviewLayout *self)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < self->count; i++)
    if (!self->rows[i].there)
      g_string_append_printf (
          text, "%s%s", text->len > 0 ? ", " : "", self->rows[i].label);
  return g_string_free (text, FALSE);
}

/* A round number not below @value, of which a scale can be read. */
static double
round_up (double value)
{
  const double power = pow (10, floor (log10 (fmax (value, 1e-6))));
  const double share = value / power;

  return power * (share <= 1   ? 1
                  : share <= 2 ? 2
                  : share <= 4 ? 4
                  : share <= 5 ? 5
                  : share <= 8 ? 8
                               : 10);
}

/* Where a scale that begins at @low begins when something reaches @bottom. What is
 * nearly nothing beside @top is nothing: noise about zero sets no scale. */
static double
lower (double low, double bottom, double top)
{
  if (bottom >= low || (isfinite (low) && bottom > -0.05 * top && low <= 0))
    return low;
  if (bottom < -0.05 * fabs (top))
    return -round_up (-bottom);
  return bottom < 0.5 * top ? 0 : floor (bottom);
}

static double
higher (double high, double top)
{
  if (!(top > high))
    return high;
  return top > 0 ? round_up (top) : ceil (top);
}

/* The usual scale, wider where the case went beyond it; so wide that nearly all of it
 * is seen where there is no usual one. */
static void
scale_row (const SteadyReviewRow  *row,
           const SteadyReviewCase *review,
           double                 *ret_low,
           double                 *ret_high)
{
  const bool chosen = row->low < row->high;
  double     low = chosen ? row->low : INFINITY;
  double     high = chosen ? row->high : -INFINITY;

  for (unsigned i = 0; i < review->n_channels; i++)
    for (unsigned j = 0; j < row->n_channels; j++)
      if (review->channels[i].channel == row->channels[j] &&
          review->extents[i].count > 0)
        {
          low = lower (low, review->extents[i].low, review->extents[i].high);
          high = higher (high, review->extents[i].high);
        }
  for (unsigned i = 0; i < review->targets->len; i++)
    if (row->n_channels > 0 && row->channels[0] == STEADY_CHANNEL_PATIENT_FLOW)
      high = higher (high,
                     1.25 * steady_case_targets_number (
                                &g_array_index (review->targets, SteadyCaseTargets, i),
                                "flow_l_min"));
  if (!(low < high))
    {
      low = isfinite (low) ? low - 1 : 0;
      high = low + 2;
    }
  *ret_low = low;
  *ret_high = high;
}

/* What a plan wants of a channel; false: it does not say. @top is the end of the row's
 * scale, up to which a bound without its other half reaches. */
static bool
band_of (const SteadyCaseTargets *plan,
         uint16_t                 channel,
         double                   top,
         double                  *ret_low,
         double                  *ret_high)
{
  static const struct
  {
    SteadyChannel channel;
    const char   *low;
    const char   *high;
  } bands[] = {
    { STEADY_CHANNEL_ARTERIAL_MEAN, "map_low_mmhg", "map_high_mmhg" },
    { STEADY_CHANNEL_VENOUS_SATURATION, "svo2_low_pct", NULL },
    { STEADY_CHANNEL_HAEMATOCRIT, "haematocrit_low_pct", "haematocrit_high_pct" },
    { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, "do2i_target_ml_min_m2", NULL },
    { STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
      "arterial_temperature_c",
      "arterial_temperature_high_c" },
    { STEADY_CHANNEL_RESERVOIR_VOLUME, "reservoir_warn_ml", NULL },
  };
  double low = NAN, high = NAN;

  if (channel == STEADY_CHANNEL_PATIENT_FLOW)
    {
      const double flow = steady_case_targets_number (plan, "flow_l_min");
      low = 0.8 * flow;
      high = 1.2 * flow;
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (bands); i++)
    if ((SteadyChannel) channel == bands[i].channel)
      {
        low = steady_case_targets_number (plan, bands[i].low);
        high = bands[i].high != NULL ? steady_case_targets_number (plan, bands[i].high)
                                     : top;
      }
  if (!(low < high))
    return false;
  *ret_low = low;
  *ret_high = high;
  return true;
}

/* Whether all plans of the case want the same of the channel. */
static bool
is_constant (const SteadyTimelineTrace *trace, const SteadyReviewCase *review)
{
  double low = 0, high = 0;

  for (unsigned i = 0; i < review->targets->len; i++)
    {
      double other_low = 0, other_high = 0;
      band_of (&g_array_index (review->targets, SteadyCaseTargets, i),
               trace->channel.channel,
               trace->high,
               &other_low,
               &other_high);
      if (i > 0 && (fabs (other_low - low) > 1e-9 || fabs (other_high - high) > 1e-9))
        return false;
      low = other_low;
      high = other_high;
    }
  return true;
}

/* The band of a channel for which one plan held all the time. */
static void
set_band (SteadyTimelineTrace *trace, const SteadyReviewCase *review)
{
  trace->band_low = trace->band_high = 0;
  if (review->targets->len > 0 && is_constant (trace, review))
    band_of (&g_array_index (review->targets, SteadyCaseTargets, 0),
             trace->channel.channel,
             trace->high,
             &trace->band_low,
             &trace->band_high);
}

/*
 * The bands of those of @traces for which the plan was changed during the case, each
 * from when its plan came in force; @ret_bands has room for @most.
 *
 * Thread: main.
 */
unsigned
steady_review_layout_bands (const SteadyReviewCase    *review,
                            const SteadyTimelineTrace *traces,
                            unsigned                   n_traces,
                            SteadyTimelineBand        *ret_bands,
                            unsigned                   most)
{
  unsigned count = 0;

  for (unsigned i = 0; i < n_traces; i++)
    for (unsigned k = 0; k < review->targets->len && !is_constant (&traces[i], review);
         k++)
      {
        const SteadyCaseTargets *plan =
            &g_array_index (review->targets, SteadyCaseTargets, k);
        SteadyTimelineBand band = { .channel = traces[i].channel.channel,
                                    .from = plan->from,
                                    .to = review->span.end };
        if (k + 1 < review->targets->len)
          band.to = plan[1].from;
        if (count < most &&
            band_of (plan, band.channel, traces[i].high, &band.low, &band.high))
          ret_bands[count++] = band;
      }
  return count;
}

/* What tells the traces of one row apart: the channel's own name, short. */
static const char *
short_name (uint16_t channel)
{
  switch (channel)
    {
    case STEADY_CHANNEL_PATIENT_FLOW:
      return _ ("Flow");
    case STEADY_CHANNEL_SET_PUMP_FLOW:
      return _ ("Set flow");
    case STEADY_CHANNEL_PRE_OXYGENATOR_MEAN:
      return _ ("Pre-oxy.");
    case STEADY_CHANNEL_POST_OXYGENATOR_MEAN:
      return _ ("Post-oxy.");
    case STEADY_CHANNEL_POST_FILTER_MEAN:
      return _ ("Post-filter");
    case STEADY_CHANNEL_VENOUS_SATURATION:
      return _ ("SvO₂");
    case STEADY_CHANNEL_ARTERIAL_SATURATION:
      return _ ("SaO₂");
    case STEADY_CHANNEL_ARTERIAL_TEMPERATURE:
      return _ ("Art. temp.");
    case STEADY_CHANNEL_VENOUS_TEMPERATURE:
      return _ ("Ven. temp.");
    case STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE:
      return _ ("Nasophar.");
    case STEADY_CHANNEL_WATER_TEMPERATURE:
      return _ ("Water");
    case STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT:
      return _ ("NIRS L");
    case STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT:
      return _ ("NIRS R");
    default:
      return NULL;
    }
}

/* The traces of the shown rows, without colours; @ret_traces has room for
 * STEADY_TIMELINE_TRACES. Thread: main. */
unsigned
steady_review_layout_traces (const SteadyReviewLayout *self,
                             const SteadyReviewCase   *review,
                             SteadyTimelineTrace      *ret_traces)
{
  unsigned count = 0, row = 0;

  for (unsigned i = 0; i < self->count; i++)
    {
      const SteadyReviewRow *from = &self->rows[i];
      double                 low = 0, high = 0;
      if (!from->shown || row == STEADY_TIMELINE_ROWS)
        continue;
      scale_row (from, review, &low, &high);
      for (unsigned j = 0; j < from->n_channels && count < STEADY_TIMELINE_TRACES; j++)
        {
          SteadyTimelineTrace *trace = &ret_traces[count++];
          const char          *name = short_name (from->channels[j]);
          *trace = (SteadyTimelineTrace){
            .channel =
                *steady_review_case_channel (review, (SteadyChannel) from->channels[j]),
            .row = row,
            .low = low,
            .high = high,
          };
          g_strlcpy (
              trace->label, name != NULL ? name : from->label, sizeof trace->label);
          set_band (trace, review);
        }
      row++;
    }
  return count;
}

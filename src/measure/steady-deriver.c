/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-deriver.h"

#include <math.h>
#include <string.h>

#include "base/steady-require.h"

/* Where a mean comes from, where it goes, and over how long. Windows are [GK]. */
typedef struct Mean
{
  SteadyChannel wave;
  SteadyChannel mean;
  SteadySpan    window;
  SteadySpan    bin;
  bool          fast; /* given five times a second */
} Mean;

#define MSEC STEADY_NSEC_PER_MSEC

static const Mean means[STEADY_DERIVER_MEANS] = {
  /* clang-format off */
  { STEADY_CHANNEL_ARTERIAL_PRESSURE, STEADY_CHANNEL_ARTERIAL_MEAN, 4000 * MSEC, 100 * MSEC, false },
  { STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE, STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, 4000 * MSEC, 100 * MSEC, false },
  { STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE, STEADY_CHANNEL_PRE_OXYGENATOR_MEAN, 800 * MSEC, 40 * MSEC, true },
  { STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE, STEADY_CHANNEL_POST_OXYGENATOR_MEAN, 800 * MSEC, 40 * MSEC, true },
  { STEADY_CHANNEL_POST_FILTER_PRESSURE, STEADY_CHANNEL_POST_FILTER_MEAN, 800 * MSEC, 40 * MSEC, true },
  { STEADY_CHANNEL_FLOW_WAVE, STEADY_CHANNEL_MEASURED_FLOW, 3000 * MSEC, 100 * MSEC, true },
  /* clang-format on */
};

#define FAST_PERIOD (200 * MSEC)
#define SLOW_PERIOD (1000 * MSEC)
#define WAVE_STALE  (500 * MSEC)
/* Less of a window than this says nothing, less than that is doubtful. */
#define HALF_A_WINDOW    0.5
#define MOST_OF_A_WINDOW 0.8

/* A fall that leaves more time than this is called none, s. [GK] */
#define TREND_LONGEST 3600.0

/* Below this the reservoir is not drained by the pump, L/min. [GK] */
#define FLOW_NONE 0.005

/* A probe that reads so much below zero may be off its zero, L/min: the back-flow limit
 * of a newborn. [GK] */
#define FLOW_ZERO_ERROR 0.02

/* Two saturations may differ by so much and be the same, %. [GK] */
#define SATURATION_ERROR 2.0

/*
 * Constants of oxygen content, as the goal-directed perfusion literature uses them:
 * mL O2 per g of saturated haemoglobin, and mL O2 per dL and mmHg dissolved.
 */
#define OXYGEN_PER_HB  1.34
#define OXYGEN_PER_PO2 0.003

/* Haemoglobin in g/dL is a third of the haematocrit in % where only that is known. */
#define HB_OF_HAEMATOCRIT (1.0 / 3.0)

/* One tick under way. */
typedef struct Tick
{
  SteadyDeriver          *self;
  SteadyInstant           now;
  const SteadyValueTable *values;
  SteadySample           *samples;
  unsigned                size;
  unsigned                count;
} Tick;

/* A value on its way from inputs to an output, with what it inherits. */
typedef struct Figure
{
  double  value;
  uint8_t quality;
  uint8_t flags;
} Figure;

enum
{
  INHERITED = STEADY_SAMPLE_SIMULATED | STEADY_SAMPLE_CALCULATED
};

static bool
usable (Figure figure)
{
  return figure.quality == STEADY_QUALITY_VALID ||
         figure.quality == STEADY_QUALITY_QUESTIONABLE;
}

static Figure
unusable (SteadyQuality quality)
{
  return (Figure){ .quality = (uint8_t) quality };
}

/*
 * The quality of what is made of two inputs: missing where one never came, else what
 * the first one says that cannot be used.
 */
static uint8_t
worse (uint8_t a, uint8_t b)
{
  if (a == STEADY_QUALITY_MISSING || b == STEADY_QUALITY_MISSING)
    return STEADY_QUALITY_MISSING;
  if (a != STEADY_QUALITY_VALID && a != STEADY_QUALITY_QUESTIONABLE)
    return a;
  if (b != STEADY_QUALITY_VALID && b != STEADY_QUALITY_QUESTIONABLE)
    return b;
  return a == STEADY_QUALITY_QUESTIONABLE ? a : b;
}

static Figure
join (Figure a, Figure b, double value)
{
  return (Figure){ .value = value,
                   .quality = worse (a.quality, b.quality),
                   .flags = (uint8_t) ((a.flags | b.flags) & INHERITED) };
}

static Figure
doubtful (Figure figure)
{
  if (figure.quality == STEADY_QUALITY_VALID)
    figure.quality = STEADY_QUALITY_QUESTIONABLE;
  return figure;
}

/* The present figure of @channel: the deriver's own, or the one a device gave. */
static Figure
input (const Tick *tick, SteadyChannel channel)
{
  const SteadySample *sample = steady_deriver_owns (tick->self, channel)
                                   ? &tick->self->given[channel]
                                   : steady_value_table_get (tick->values, channel);
  return (Figure){ .value = sample->value,
                   .quality = sample->quality,
                   .flags = (uint8_t) (sample->flags & INHERITED) };
}

/*
 * Gives one derived sample. What cannot be used is told once, when its quality changes,
 * with the last value, so that a screen can grey it.
 */
static void
give (Tick *tick, SteadyChannel channel, Figure figure)
{
  SteadySample            *last = &tick->self->given[channel];
  const SteadyChannelInfo *info = steady_channel_info (channel);

  if (usable (figure) && (figure.value < info->low || figure.value > info->high))
    figure.quality = STEADY_QUALITY_IMPLAUSIBLE;
  if (!usable (figure))
    {
      if (last->quality == figure.quality)
        return;
      figure.value = last->value;
      figure.flags |= last->flags & INHERITED;
    }
  steady_require (tick->count < tick->size);
  *last = (SteadySample){ .t = tick->now,
                          .t_device = STEADY_NO_DEVICE_TIME,
                          .value = figure.value,
                          .channel = (uint16_t) channel,
                          .quality = figure.quality,
                          .flags = (uint8_t) (figure.flags | STEADY_SAMPLE_DERIVED) };
  tick->samples[tick->count++] = *last;
}

static bool
has_wave (const SteadyDeriver *self, SteadyChannel wave)
{
  return self->setup.rates_hz[wave] > 0;
}

/*
 * Forgets everything and takes @setup over.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_deriver_init (SteadyDeriver *self, const SteadyDeriverSetup *setup)
{
  memset (self, 0, sizeof *self);
  self->setup = *setup;
  self->fast_slot = INT64_MIN;
  self->slow_slot = INT64_MIN;
  for (unsigned i = 0; i < STEADY_DERIVER_MEANS; i++)
    steady_window_mean_init (&self->means[i], means[i].window, means[i].bin);
  if (has_wave (self, STEADY_CHANNEL_ARTERIAL_PRESSURE))
    steady_pulse_detector_init (&self->pulse,
                                setup->rates_hz[STEADY_CHANNEL_ARTERIAL_PRESSURE]);
  if (has_wave (self, STEADY_CHANNEL_ECG))
    steady_qrs_detector_init (&self->heart, setup->rates_hz[STEADY_CHANNEL_ECG]);
}

/* Takes a baseline of both sides of the brain, %; 0: none. Thread: the owner's. */
void
steady_deriver_set_baseline (SteadyDeriver *self, double left, double right)
{
  self->setup.cerebral_baseline_left = left;
  self->setup.cerebral_baseline_right = right;
}

/*
 * How fast a heater-cooler must bring its water nearer to the set point, °C/min; 0: not
 * known, and no lag is derived.
 *
 * Thread: the owner's.
 */
void
steady_deriver_set_water_rate (SteadyDeriver *self, double per_min)
{
  self->setup.water_per_min = per_min;
}

/*
 * Whether @channel is derived here, so that a sample of it which a device gives too is
 * recorded but not shown or judged: two sources must never alternate on one tile.
 *
 * Thread: the owner's. Does not allocate.
 */
bool
steady_deriver_owns (const SteadyDeriver *self, SteadyChannel channel)
{
  switch ((int) channel)
    {
    case STEADY_CHANNEL_ARTERIAL_MEAN:
    case STEADY_CHANNEL_ARTERIAL_SYSTOLIC:
    case STEADY_CHANNEL_ARTERIAL_DIASTOLIC:
    case STEADY_CHANNEL_PULSE_RATE:
      return has_wave (self, STEADY_CHANNEL_ARTERIAL_PRESSURE);
    case STEADY_CHANNEL_HEART_RATE:
      return has_wave (self, STEADY_CHANNEL_ECG);
    case STEADY_CHANNEL_CENTRAL_VENOUS_MEAN:
      return has_wave (self, STEADY_CHANNEL_CENTRAL_VENOUS_PRESSURE);
    case STEADY_CHANNEL_PRE_OXYGENATOR_MEAN:
      return has_wave (self, STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE);
    case STEADY_CHANNEL_POST_OXYGENATOR_MEAN:
      return has_wave (self, STEADY_CHANNEL_POST_OXYGENATOR_PRESSURE);
    case STEADY_CHANNEL_POST_FILTER_MEAN:
      return has_wave (self, STEADY_CHANNEL_POST_FILTER_PRESSURE);
    case STEADY_CHANNEL_MEASURED_FLOW:
      return has_wave (self, STEADY_CHANNEL_FLOW_WAVE) && self->native[channel] == 0;
    case STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE:
    case STEADY_CHANNEL_FILTER_PRESSURE_DROP:
    case STEADY_CHANNEL_TEMPERATURE_GRADIENT:
    case STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE:
    case STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE:
    case STEADY_CHANNEL_CEREBRAL_DIFFERENCE:
    case STEADY_CHANNEL_WATER_BLOOD_GRADIENT:
    case STEADY_CHANNEL_WATER_LAG:
    case STEADY_CHANNEL_OXYGEN_EXTRACTION:
      return self->native[channel] == 0;
    case STEADY_CHANNEL_PATIENT_FLOW:
    case STEADY_CHANNEL_FLOW_PER_KG:
    case STEADY_CHANNEL_FLOW_INDEX:
    case STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX:
    case STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN:
    case STEADY_CHANNEL_RESERVOIR_TIME_TREND:
    case STEADY_CHANNEL_REWARMING_RATE:
      return true;
    default:
      return false;
    }
}

/* A flush of the line is no blood pressure; what was held back in doubt and was none
 * counts afterwards. */
static void
feed_arterial (SteadyDeriver *self, const SteadySample *sample)
{
  const SteadyFlush flush =
      steady_flush_guard_add (&self->flush, sample->t, sample->value);
  SteadyInstant held_t;
  double        held;
  uint32_t      count;

  if (flush == STEADY_FLUSH_PENDING || flush == STEADY_FLUSH_YES)
    return;
  if (flush == STEADY_FLUSH_WAS_NONE &&
      steady_flush_guard_take_held (&self->flush, &held_t, &held, &count))
    steady_window_mean_add (&self->means[0], held_t, held, count);
  steady_window_mean_add (&self->means[0], sample->t, sample->value, 1);
  steady_pulse_detector_add (&self->pulse, sample->t, sample->value);
}

static void
feed_wave (SteadyDeriver *self, const SteadySample *sample)
{
  SteadyDeriverWave *wave = &self->waves[sample->channel];

  wave->seen = 1;
  wave->quality = sample->quality;
  wave->flags = sample->flags;
  if (!steady_sample_usable (sample))
    return;
  wave->used = 1;
  wave->usable_t = sample->t;
  if (sample->channel == STEADY_CHANNEL_ARTERIAL_PRESSURE)
    {
      feed_arterial (self, sample);
      return;
    }
  if (sample->channel == STEADY_CHANNEL_ECG)
    steady_qrs_detector_add (&self->heart, sample->t, sample->value);
  for (unsigned i = 1; i < STEADY_DERIVER_MEANS; i++)
    if (means[i].wave == sample->channel)
      steady_window_mean_add (&self->means[i], sample->t, sample->value, 1);
}

/*
 * Takes a sample of a device after its quality was judged; waves and numerics, in time
 * order per channel.
 *
 * Thread: the owner's. Does not allocate.
 */
void
steady_deriver_feed (SteadyDeriver *self, const SteadySample *sample)
{
  if (sample->channel < STEADY_DERIVER_WAVES)
    {
      if (has_wave (self, (SteadyChannel) sample->channel))
        feed_wave (self, sample);
    }
  else if (sample->channel < STEADY_CHANNEL_MAX &&
           (sample->flags & STEADY_SAMPLE_DERIVED) == 0)
    self->native[sample->channel] = 1;
  if (sample->channel == STEADY_CHANNEL_PUMP_SPEED)
    steady_pulse_detector_set_speed (
        &self->pulse, sample->t, steady_sample_usable (sample) ? sample->value : 0);
}

/*
 * What may be said about a wave now. One bad sample among good ones makes it doubtful,
 * half a second of them makes it what the last one said.
 */
static SteadyQuality
wave_quality (const SteadyDeriver *self, SteadyChannel channel, SteadyInstant now)
{
  const SteadyDeriverWave *wave = &self->waves[channel];
  const bool               good = wave->quality == STEADY_QUALITY_VALID ||
                    wave->quality == STEADY_QUALITY_QUESTIONABLE;

  if (wave->seen == 0)
    return STEADY_QUALITY_MISSING;
  if (wave->used != 0 && now - wave->usable_t <= WAVE_STALE)
    return good ? (SteadyQuality) wave->quality : STEADY_QUALITY_QUESTIONABLE;
  return good ? STEADY_QUALITY_STALE : (SteadyQuality) wave->quality;
}

static void
give_mean (Tick *tick, unsigned i)
{
  SteadyDeriver *self = tick->self;
  double         value, coverage;

  if (!steady_deriver_owns (self, means[i].mean))
    return;
  Figure figure = unusable (wave_quality (self, means[i].wave, tick->now));
  if (usable (figure))
    {
      if (!steady_window_mean_value (&self->means[i], tick->now, &value, &coverage) ||
          coverage < HALF_A_WINDOW)
        return;
      figure.value = value;
      figure.flags = self->waves[means[i].wave].flags & INHERITED;
      if (coverage < MOST_OF_A_WINDOW)
        figure = doubtful (figure);
    }
  give (tick, means[i].mean, figure);
}

static void
give_difference (Tick *tick, SteadyChannel result, SteadyChannel a, SteadyChannel b)
{
  if (!steady_deriver_owns (tick->self, result))
    return;
  const Figure first = input (tick, a);
  const Figure second = input (tick, b);
  give (tick, result, join (first, second, first.value - second.value));
}

/*
 * What reaches the patient: the probe's flow minus what leaves through shunts after it.
 * A shunt that was never reported is not fitted; one that was and is lost makes the
 * figure doubtful. Without a probe the flow is the pump's calculated one and says so.
 */
static Figure
patient_flow (const Tick *tick)
{
  const Figure measured = input (tick, STEADY_CHANNEL_MEASURED_FLOW);
  Figure       shunt = input (tick, STEADY_CHANNEL_SHUNT_FLOW);
  Figure       flow = measured;

  if (!usable (measured))
    {
      flow = input (tick, STEADY_CHANNEL_PUMP_FLOW);
      if (!usable (flow))
        return measured.quality != STEADY_QUALITY_MISSING ? measured : flow;
      flow.flags |= STEADY_SAMPLE_CALCULATED;
      if (measured.quality != STEADY_QUALITY_MISSING)
        flow = doubtful (flow);
    }
  /* "calculated" speaks of the flow itself: a probe is fitted, whatever the shunt's is
   */
  shunt.flags &= (uint8_t) ~STEADY_SAMPLE_CALCULATED;
  if (usable (shunt))
    return join (flow, shunt, flow.value - shunt.value);
  return shunt.quality == STEADY_QUALITY_MISSING ? flow : doubtful (flow);
}

static void
give_flows (Tick *tick)
{
  const SteadyDeriverSetup *setup = &tick->self->setup;
  const Figure              flow = patient_flow (tick);

  give (tick, STEADY_CHANNEL_PATIENT_FLOW, flow);
  if (setup->weight.kg > 0)
    {
      Figure per_kg = flow;
      per_kg.value = steady_flow_per_kg ((SteadyFlow){ flow.value }, setup->weight);
      give (tick, STEADY_CHANNEL_FLOW_PER_KG, per_kg);
    }
  if (setup->area.m2 > 0)
    {
      Figure index = flow;
      index.value = steady_flow_index ((SteadyFlow){ flow.value }, setup->area);
      give (tick, STEADY_CHANNEL_FLOW_INDEX, index);
    }
}

/*
 * DO2i = flow index · CaO2 · 10, CaO2 = 1.34 · Hb · SaO2 + 0.003 · PaO2 (mL/dL; the
 * constants of the goal-directed perfusion tools). Without a PaO2 the dissolved part is
 * left out, so that the figure is never too high.
 *
 * Nothing is delivered by what does not flow forward: 0, which alarms and sums go on to
 * count. Beyond the error of a probe's zero it is in doubt, since a probe that was
 * turned round reads the same.
 */
static void
give_oxygen_delivery (Tick *tick)
{
  const Figure flow = input (tick, STEADY_CHANNEL_PATIENT_FLOW);
  Figure       index = input (tick, STEADY_CHANNEL_FLOW_INDEX);
  const Figure saturation = input (tick, STEADY_CHANNEL_ARTERIAL_SATURATION);
  const Figure po2 = input (tick, STEADY_CHANNEL_ARTERIAL_PO2);
  Figure       haemoglobin = input (tick, STEADY_CHANNEL_HAEMOGLOBIN);

  if (!usable (haemoglobin))
    {
      const Figure haematocrit = input (tick, STEADY_CHANNEL_HAEMATOCRIT);
      if (usable (haematocrit) || haemoglobin.quality == STEADY_QUALITY_MISSING)
        haemoglobin = haematocrit;
      haemoglobin.value *= HB_OF_HAEMATOCRIT;
    }
  if (usable (index) && index.value < 0)
    {
      index.value = 0;
      if (flow.value < -FLOW_ZERO_ERROR)
        index = doubtful (index);
    }
  Figure content = join (haemoglobin,
                         saturation,
                         OXYGEN_PER_HB * haemoglobin.value * saturation.value / 100.0);
  if (usable (po2))
    content = join (content, po2, content.value + OXYGEN_PER_PO2 * po2.value);
  give (tick,
        STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX,
        join (index, content, index.value * content.value * 10.0));
}

static void
give_of_baseline (Tick         *tick,
                  SteadyChannel result,
                  SteadyChannel source,
                  double        baseline)
{
  if (!steady_deriver_owns (tick->self, result))
    return;
  Figure figure = input (tick, source);
  if (baseline > 0)
    figure.value *= 100.0 / baseline;
  else if (usable (figure))
    figure = unusable (STEADY_QUALITY_NOT_APPLICABLE); /* none was taken yet */
  give (tick, result, figure);
}

/* Points of percent between the sides of the brain. */
static void
give_cerebral_difference (Tick *tick)
{
  const Figure left = input (tick, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT);
  const Figure right = input (tick, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT);

  if (steady_deriver_owns (tick->self, STEADY_CHANNEL_CEREBRAL_DIFFERENCE))
    give (tick,
          STEADY_CHANNEL_CEREBRAL_DIFFERENCE,
          join (left, right, fabs (left.value - right.value)));
}

/*
 * O2ER = (SaO2 - SvO2) / SaO2: what is dissolved is left out on both sides, since
 * nobody measures the venous PO2. No child gives oxygen to its blood: where the venous
 * saturation is above the arterial one, 0 is extracted; in doubt beyond the error of
 * the two, since then one of them is wrong.
 */
static void
give_oxygen_extraction (Tick *tick)
{
  const Figure arterial = input (tick, STEADY_CHANNEL_ARTERIAL_SATURATION);
  const Figure venous = input (tick, STEADY_CHANNEL_VENOUS_SATURATION);
  const double taken = arterial.value - venous.value;
  Figure       part = join (arterial, venous, 0);

  if (!steady_deriver_owns (tick->self, STEADY_CHANNEL_OXYGEN_EXTRACTION))
    return;
  if (usable (part) && taken < -SATURATION_ERROR)
    part = doubtful (part);
  else if (arterial.value > 0 && taken > 0)
    part.value = 100.0 * taken / arterial.value;
  give (tick, STEADY_CHANNEL_OXYGEN_EXTRACTION, part);
}

/* How fast the body warms; not before a minute of its temperature is known. */
static void
give_rewarming_rate (Tick *tick)
{
  SteadySlope        *slope = &tick->self->rewarming;
  const SteadySample *sample =
      steady_value_table_get (tick->values, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE);
  Figure figure = input (tick, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE);

  if (usable (figure))
    {
      steady_slope_add (slope, sample->t, sample->value);
      if (!steady_slope_per_minute (slope, tick->now, &figure.value))
        figure = unusable (STEADY_QUALITY_NOT_APPLICABLE);
    }
  give (tick, STEADY_CHANNEL_REWARMING_RATE, figure);
}

/* How far the water is from where its set point should have it by now. */
static void
give_water_lag (Tick *tick)
{
  SteadyDeriver *self = tick->self;
  const Figure   water = input (tick, STEADY_CHANNEL_WATER_TEMPERATURE);
  const Figure   set = input (tick, STEADY_CHANNEL_SET_WATER_TEMPERATURE);
  Figure         lag = join (water, set, 0);

  if (!steady_deriver_owns (self, STEADY_CHANNEL_WATER_LAG) ||
      !(self->setup.water_per_min > 0))
    return;
  if (usable (lag))
    lag.value = steady_water_course_lag (
        &self->water, tick->now, self->setup.water_per_min, set.value, water.value);
  give (tick, STEADY_CHANNEL_WATER_LAG, lag);
}

/* The flow that drains the reservoir: all that the pump takes, shunts included. */
static Figure
drain_flow (const Tick *tick)
{
  const Figure measured = input (tick, STEADY_CHANNEL_MEASURED_FLOW);
  return usable (measured) ? measured : input (tick, STEADY_CHANNEL_PUMP_FLOW);
}

static double
above_stop (const Tick *tick, double volume)
{
  const double rest = volume - tick->self->setup.reservoir_stop.ml;
  return rest > 0 ? rest : 0;
}

static void
give_time_no_return (Tick *tick)
{
  const Figure volume = input (tick, STEADY_CHANNEL_RESERVOIR_VOLUME);
  const Figure flow = drain_flow (tick);
  const double ml_per_second = flow.value * 1000.0 / 60.0;
  Figure       time = join (volume, flow, 0);

  if (usable (time) && flow.value < FLOW_NONE)
    time = unusable (STEADY_QUALITY_NOT_APPLICABLE);
  else if (usable (time))
    time.value = above_stop (tick, volume.value) / ml_per_second;
  give (tick, STEADY_CHANNEL_RESERVOIR_TIME_NO_RETURN, time);
}

static void
give_time_at_trend (Tick *tick)
{
  SteadyDeriver      *self = tick->self;
  const SteadySample *sample =
      steady_value_table_get (tick->values, STEADY_CHANNEL_RESERVOIR_VOLUME);
  const Figure volume = input (tick, STEADY_CHANNEL_RESERVOIR_VOLUME);
  Figure       time = volume;
  double       fall;

  if (usable (volume) && (self->reservoir.count == 0 || sample->t > self->reservoir_t))
    {
      self->reservoir_t = sample->t;
      steady_falling_trend_add (&self->reservoir, sample->t, sample->value);
    }
  if (usable (volume))
    {
      if (steady_falling_trend_per_second (&self->reservoir, tick->now, &fall) &&
          above_stop (tick, volume.value) / fall < TREND_LONGEST)
        time.value = above_stop (tick, volume.value) / fall;
      else
        time = unusable (STEADY_QUALITY_NOT_APPLICABLE);
    }
  give (tick, STEADY_CHANNEL_RESERVOIR_TIME_TREND, time);
}

/* Whether blood is pumped at a speed that nobody tells. */
static bool
is_unknown_pump (const Tick *tick)
{
  const Figure pumped = input (tick, STEADY_CHANNEL_PUMP_FLOW);
  const Figure flow = input (tick, STEADY_CHANNEL_PATIENT_FLOW);

  return !usable (input (tick, STEADY_CHANNEL_PUMP_SPEED)) &&
         ((usable (pumped) && pumped.value > FLOW_NONE) ||
          (usable (flow) && flow.value > FLOW_NONE));
}

static void
give_pulse (Tick *tick)
{
  SteadyDeriver     *self = tick->self;
  SteadyInstant      beats[STEADY_QRS_BEATS];
  SteadyPulseContext context = { .unknown_pump = is_unknown_pump (tick) };

  if (!has_wave (self, STEADY_CHANNEL_ARTERIAL_PRESSURE))
    return;
  if (has_wave (self, STEADY_CHANNEL_ECG))
    {
      context.heart_beats = beats;
      context.n_heart_beats =
          steady_qrs_detector_beats (&self->heart, beats, STEADY_QRS_BEATS);
      if (steady_qrs_detector_read (&self->heart, tick->now, &context.heart_rate) !=
          STEADY_HEART_BEATS)
        context.heart_rate = 0;
    }
  Figure figure =
      unusable (wave_quality (self, STEADY_CHANNEL_ARTERIAL_PRESSURE, tick->now));
  figure.flags = self->waves[STEADY_CHANNEL_ARTERIAL_PRESSURE].flags & INHERITED;
  const SteadyPulse pulse =
      steady_pulse_detector_read (&self->pulse, tick->now, &context);
  if (usable (figure) && pulse.verdict == STEADY_PULSE_NOT_YET)
    return;
  if (usable (figure) && pulse.verdict != STEADY_PULSE_ACCEPTED)
    figure.quality = STEADY_QUALITY_NOT_APPLICABLE;
  figure.value = pulse.systolic;
  give (tick, STEADY_CHANNEL_ARTERIAL_SYSTOLIC, figure);
  figure.value = pulse.diastolic;
  give (tick, STEADY_CHANNEL_ARTERIAL_DIASTOLIC, figure);
  figure.value = pulse.rate;
  give (tick, STEADY_CHANNEL_PULSE_RATE, figure);
}

/* A clean ECG without complexes is a rate of 0, which is real; a noisy one is no rate.
 */
static void
give_heart_rate (Tick *tick)
{
  SteadyDeriver *self = tick->self;

  if (!has_wave (self, STEADY_CHANNEL_ECG))
    return;
  Figure figure = unusable (wave_quality (self, STEADY_CHANNEL_ECG, tick->now));
  figure.flags = self->waves[STEADY_CHANNEL_ECG].flags & INHERITED;
  switch (steady_qrs_detector_read (&self->heart, tick->now, &figure.value))
    {
    case STEADY_HEART_NOT_YET:
      if (usable (figure))
        return;
      break;
    case STEADY_HEART_NOISY:
      if (usable (figure))
        figure.quality = STEADY_QUALITY_STALE;
      break;
    case STEADY_HEART_SILENT:
    case STEADY_HEART_BEATS:
      break;
    }
  give (tick, STEADY_CHANNEL_HEART_RATE, figure);
}

static void
tick_fast (Tick *tick)
{
  for (unsigned i = 0; i < STEADY_DERIVER_MEANS; i++)
    if (means[i].fast)
      give_mean (tick, i);
  give_difference (tick,
                   STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE,
                   STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
                   STEADY_CHANNEL_POST_OXYGENATOR_MEAN);
  give_difference (tick,
                   STEADY_CHANNEL_FILTER_PRESSURE_DROP,
                   STEADY_CHANNEL_POST_OXYGENATOR_MEAN,
                   STEADY_CHANNEL_POST_FILTER_MEAN);
  give_flows (tick);
}

static void
tick_slow (Tick *tick)
{
  for (unsigned i = 0; i < STEADY_DERIVER_MEANS; i++)
    if (!means[i].fast)
      give_mean (tick, i);
  give_oxygen_delivery (tick);
  give_difference (tick,
                   STEADY_CHANNEL_TEMPERATURE_GRADIENT,
                   STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
                   STEADY_CHANNEL_VENOUS_TEMPERATURE);
  give_difference (tick,
                   STEADY_CHANNEL_WATER_BLOOD_GRADIENT,
                   STEADY_CHANNEL_WATER_TEMPERATURE,
                   STEADY_CHANNEL_VENOUS_TEMPERATURE);
  give_oxygen_extraction (tick);
  give_rewarming_rate (tick);
  give_water_lag (tick);
  give_cerebral_difference (tick);
  give_of_baseline (tick,
                    STEADY_CHANNEL_CEREBRAL_LEFT_OF_BASELINE,
                    STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT,
                    tick->self->setup.cerebral_baseline_left);
  give_of_baseline (tick,
                    STEADY_CHANNEL_CEREBRAL_RIGHT_OF_BASELINE,
                    STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT,
                    tick->self->setup.cerebral_baseline_right);
  give_time_no_return (tick);
  give_time_at_trend (tick);
  give_pulse (tick);
  give_heart_rate (tick);
}

/*
 * Gives what is due at @now, at most STEADY_DERIVER_MAX samples: flows and line
 * pressures five times a second, the rest once; nothing in between, so that it can be
 * called on every tick. @values holds what the devices gave, judged; the samples given
 * here go into it afterwards. @size must be at least STEADY_DERIVER_MAX.
 *
 * Thread: the owner's. Does not allocate.
 */
unsigned
steady_deriver_tick (SteadyDeriver          *self,
                     SteadyInstant           now,
                     const SteadyValueTable *values,
                     SteadySample           *ret_samples,
                     unsigned                size)
{
  Tick tick = {
    .self = self, .now = now, .values = values, .samples = ret_samples, .size = size
  };

  steady_require (size >= STEADY_DERIVER_MAX);
  if (now / FAST_PERIOD != self->fast_slot)
    {
      self->fast_slot = now / FAST_PERIOD;
      tick_fast (&tick);
    }
  if (now / SLOW_PERIOD != self->slow_slot)
    {
      self->slow_slot = now / SLOW_PERIOD;
      tick_slow (&tick);
    }
  return tick.count;
}

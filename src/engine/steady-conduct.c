/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-conduct.h"

#include <math.h>
#include <string.h>

/* It is told once a second; times to a tenth of a minute, so that few are stored. */
#define PERIOD STEADY_NSEC_PER_SEC
/* Cardioplegia flows above this, mL/min, and is a dose after this long. [GK] */
#define DOSE_FLOW 5.0
#define DOSE_TIME (5 * STEADY_NSEC_PER_SEC)
/* A suction roller that turns, rpm. [GK] */
#define TURNS 1.0

/* One update under way. */
typedef struct Update
{
  SteadyInstant           now;
  const SteadyPhase      *phase;
  const SteadyValueTable *values;
  SteadySample           *samples;
  unsigned                count;
} Update;

/* Nothing was done yet. @blood_volume_ml 0: unknown. Thread: before the tick starts. */
void
steady_conduct_init (SteadyConduct *self, double blood_volume_ml)
{
  *self = (SteadyConduct){ .act_at = STEADY_INSTANT_NEVER,
                           .gas_at = STEADY_INSTANT_NEVER,
                           .bypass_since = STEADY_INSTANT_NEVER,
                           .clamp_since = STEADY_INSTANT_NEVER,
                           .dose_began = STEADY_INSTANT_NEVER,
                           .dose_end = STEADY_INSTANT_NEVER,
                           .told_at = STEADY_INSTANT_NEVER };
  steady_volume_balance_init (&self->balance, blood_volume_ml);
  steady_oxygenator_baseline_init (&self->oxygenator);
}

/* Whether a person may enter a value of @channel. Thread: any. */
bool
steady_conduct_is_entered (SteadyChannel channel)
{
  switch ((int) channel)
    {
    case STEADY_CHANNEL_ACT:
    case STEADY_CHANNEL_ARTERIAL_PO2:
    case STEADY_CHANNEL_ARTERIAL_PCO2:
    case STEADY_CHANNEL_ARTERIAL_PH:
    case STEADY_CHANNEL_ARTERIAL_SATURATION:
    case STEADY_CHANNEL_VENOUS_SATURATION:
    case STEADY_CHANNEL_HAEMATOCRIT:
    case STEADY_CHANNEL_HAEMOGLOBIN:
    case STEADY_CHANNEL_LACTATE:
    case STEADY_CHANNEL_POTASSIUM:
    case STEADY_CHANNEL_GLUCOSE:
    case STEADY_CHANNEL_IONISED_CALCIUM:
    case STEADY_CHANNEL_BASE_EXCESS:
    case STEADY_CHANNEL_EXHAUST_CO2:
      return true;
    default:
      return false;
    }
}

static double
taken_now (const SteadyValueTable *values, SteadyChannel channel)
{
  double value;
  return steady_value_table_value (values, channel, &value) && value > 0 ? value : 0;
}

/*
 * Something was done. Values of the laboratory go through steady_conduct_enter ().
 *
 * Thread: tick. Does not allocate.
 */
void
steady_conduct_mark (SteadyConduct          *self,
                     SteadyInstant           now,
                     SteadyEvent             event,
                     double                  value,
                     const SteadyValueTable *values)
{
  switch ((int) event)
    {
    case STEADY_EVENT_GAS_SAMPLE:
      self->gas_at = now;
      break;
    case STEADY_EVENT_CEREBRAL_BASELINE:
      self->baseline_left = taken_now (values, STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT);
      self->baseline_right =
          taken_now (values, STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT);
      break;
    case STEADY_EVENT_PROTAMINE:
      self->protamine = 1;
      break;
    case STEADY_EVENT_HEPARIN:
    case STEADY_EVENT_ON_BYPASS:
      self->protamine = 0;
      break;
    case STEADY_EVENT_CARDIOPLEGIA:
      self->dose_end = now;
      break;
    case STEADY_EVENT_CLAMP_OFF:
    case STEADY_EVENT_OFF_BYPASS:
      self->clamp_since = STEADY_INSTANT_NEVER;
      self->dose_began = STEADY_INSTANT_NEVER;
      break;
    case STEADY_EVENT_VOLUME:
      steady_volume_balance_enter (&self->balance, value);
      break;
    default:
      break;
    }
}

/* An entry as a sample of its channel. Thread: any. */
SteadySample
steady_conduct_entered (const SteadyConductEntry *entry)
{
  return (SteadySample){ .t = entry->t,
                         .t_device = STEADY_NO_DEVICE_TIME,
                         .value = entry->value,
                         .channel = (uint16_t) entry->channel,
                         .quality = STEADY_QUALITY_VALID,
                         .flags = STEADY_SAMPLE_ENTERED };
}

/*
 * Keeps @value of the laboratory for @channel, drawn at @t, unless a later one stands
 * there or it is none to enter. Ages of ACT and gas are the caller's.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_conduct_keep (SteadyConduct *self,
                     SteadyInstant  t,
                     SteadyChannel  channel,
                     double         value,
                     SteadySample  *ret_sample)
{
  const SteadyChannelInfo *info = steady_channel_info (channel);
  unsigned                 at = 0;

  if (info == NULL || !steady_conduct_is_entered (channel) ||
      !(value >= info->low && value <= info->high))
    return false;
  while (at < STEADY_CONDUCT_ENTRIES - 1 && self->entries[at].channel != 0 &&
         self->entries[at].channel != (uint32_t) channel)
    at++;
  SteadyConductEntry *entry = &self->entries[at];
  if (entry->channel == (uint32_t) channel && entry->t > t)
    return false;
  *entry =
      (SteadyConductEntry){ .t = t, .value = value, .channel = (uint32_t) channel };
  *ret_sample = steady_conduct_entered (entry);
  return true;
}

/*
 * A person has entered @value for the channel that is called @name. False, and nothing
 * is kept, where that is none to enter or the value cannot be.
 *
 * Thread: tick. Does not allocate.
 */
bool
steady_conduct_enter (SteadyConduct *self,
                      SteadyInstant  now,
                      const char    *name,
                      double         value,
                      SteadySample  *ret_sample)
{
  SteadyChannel channel;
  unsigned      at = 0;

  if (!steady_channel_from_name (name, &channel) ||
      !steady_conduct_is_entered (channel))
    return false;
  const SteadyChannelInfo *info = steady_channel_info (channel);
  if (!(value >= info->low && value <= info->high))
    return false;
  while (at < STEADY_CONDUCT_ENTRIES - 1 && self->entries[at].channel != 0 &&
         self->entries[at].channel != (uint32_t) channel)
    at++;
  self->entries[at] =
      (SteadyConductEntry){ .t = now, .value = value, .channel = (uint32_t) channel };
  if (channel == STEADY_CHANNEL_ACT)
    self->act_at = now;
  else
    self->gas_at = now;
  *ret_sample = steady_conduct_entered (&self->entries[at]);
  return true;
}

static void
give (Update *update, SteadyChannel channel, SteadyQuality quality, double value)
{
  update->samples[update->count++] =
      (SteadySample){ .t = update->now,
                      .t_device = STEADY_NO_DEVICE_TIME,
                      .value = quality == STEADY_QUALITY_VALID ? value : 0,
                      .channel = (uint16_t) channel,
                      .quality = (uint8_t) quality,
                      .flags = STEADY_SAMPLE_DERIVED };
}

static void
give_state (Update *update, SteadyChannel channel, bool known, bool value)
{
  give (update,
        channel,
        known ? STEADY_QUALITY_VALID : STEADY_QUALITY_NOT_APPLICABLE,
        value ? 1 : 0);
}

/* Minutes, to a tenth and never early. */
static void
give_minutes (Update *update, SteadyChannel channel, bool runs, SteadySpan span)
{
  const double tenths = floor (steady_span_seconds (span) / 6.0);
  give (update,
        channel,
        runs ? STEADY_QUALITY_VALID : STEADY_QUALITY_NOT_APPLICABLE,
        tenths / 10.0);
}

static void
follow_bypass (SteadyConduct *self, const Update *update)
{
  const bool on = steady_phase_on_bypass (update->phase);
  if (on == (self->bypass_since != STEADY_INSTANT_NEVER))
    return;
  self->bypass_since = on ? update->now : STEADY_INSTANT_NEVER;
  if (!on)
    self->clamp_since = STEADY_INSTANT_NEVER;
  steady_volume_balance_begin (&self->balance, update->now);
}

/* What a person declared begins at once; a dose on bypass says it for one who forgot.
 */
static void
follow_clamp (SteadyConduct *self, const Update *update)
{
  const SteadyTimer *clamp = &update->phase->clamp;
  double             flow;
  const bool         flows = steady_value_table_value (
                         update->values, STEADY_CHANNEL_CARDIOPLEGIA_FLOW, &flow) &&
                     flow > DOSE_FLOW;

  if (flows && self->dose_began == STEADY_INSTANT_NEVER)
    self->dose_began = update->now;
  const bool dose = self->dose_began != STEADY_INSTANT_NEVER &&
                    update->now - self->dose_began >= DOSE_TIME;
  if (dose)
    {
      self->dose_end = update->now;
      if (self->clamp_since == STEADY_INSTANT_NEVER &&
          self->bypass_since != STEADY_INSTANT_NEVER)
        self->clamp_since = self->dose_began;
    }
  if (!flows)
    self->dose_began = STEADY_INSTANT_NEVER;
  const bool declared = clamp->since != STEADY_INSTANT_NEVER;
  if (declared && self->clamp_since == STEADY_INSTANT_NEVER)
    self->clamp_since = clamp->since;
  else if (!declared && self->clamp_declared != 0)
    self->clamp_since = STEADY_INSTANT_NEVER;
  self->clamp_declared = declared;
}

static void
give_clamp (const SteadyConduct *self, Update *update)
{
  const SteadyPhase *phase = update->phase;
  const bool         clamped = self->clamp_since != STEADY_INSTANT_NEVER;
  const bool         given = clamped && self->dose_end != STEADY_INSTANT_NEVER &&
                     self->dose_end >= self->clamp_since;
  const SteadyInstant since = given ? self->dose_end : self->clamp_since;

  give_minutes (update, STEADY_CHANNEL_CARDIOPLEGIA_AGE, clamped, update->now - since);
  give_state (update, STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, clamped, given);
  give_minutes (update,
                STEADY_CHANNEL_CLAMP_TIME,
                phase->clamp.since != STEADY_INSTANT_NEVER,
                steady_timer_total (&phase->clamp, update->now));
}

static void
give_times (const SteadyConduct *self, Update *update)
{
  const SteadyPhase *phase = update->phase;
  const bool         on = self->bypass_since != STEADY_INSTANT_NEVER;

  give_minutes (update,
                STEADY_CHANNEL_ACT_AGE,
                on,
                update->now - (self->act_at != STEADY_INSTANT_NEVER
                                   ? self->act_at
                                   : self->bypass_since));
  give_minutes (update,
                STEADY_CHANNEL_GAS_AGE,
                on,
                update->now - (self->gas_at != STEADY_INSTANT_NEVER
                                   ? self->gas_at
                                   : self->bypass_since));
  give_minutes (update,
                STEADY_CHANNEL_ARREST_TIME,
                phase->arrest.since != STEADY_INSTANT_NEVER,
                update->now - phase->arrest.since);
  give_minutes (update,
                STEADY_CHANNEL_BYPASS_TIME,
                on,
                steady_timer_total (&phase->bypass, update->now));
}

/* What no suction tells says nothing; one that is lost must not read as standing. */
static void
give_suction (const SteadyConduct *self, Update *update)
{
  static const SteadyChannel rollers[] = { STEADY_CHANNEL_SUCKER_1_SPEED,
                                           STEADY_CHANNEL_SUCKER_2_SPEED,
                                           STEADY_CHANNEL_VENT_SPEED };
  SteadyQuality              quality = STEADY_QUALITY_NOT_APPLICABLE;
  bool                       runs = false;

  for (unsigned i = 0; i < sizeof rollers / sizeof rollers[0]; i++)
    {
      const SteadySample *sample = steady_value_table_get (update->values, rollers[i]);
      if (steady_sample_usable (sample))
        {
          runs = runs || fabs (sample->value) > TURNS;
          if (quality == STEADY_QUALITY_NOT_APPLICABLE)
            quality = STEADY_QUALITY_VALID;
        }
      else if (sample->quality != STEADY_QUALITY_MISSING &&
               sample->quality != STEADY_QUALITY_NOT_APPLICABLE)
        quality = (SteadyQuality) sample->quality;
    }
  if (self->protamine == 0)
    quality = STEADY_QUALITY_NOT_APPLICABLE;
  else if (runs)
    quality = STEADY_QUALITY_VALID;
  give (update, STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE, quality, runs ? 1 : 0);
}

static void
give_drift (SteadyConduct *self, Update *update)
{
  const SteadySample *volume =
      steady_value_table_get (update->values, STEADY_CHANNEL_RESERVOIR_VOLUME);
  const bool    on = self->bypass_since != STEADY_INSTANT_NEVER;
  SteadyQuality quality = STEADY_QUALITY_NOT_APPLICABLE;
  double        pct = 0;

  if (on && steady_sample_usable (volume))
    {
      steady_volume_balance_add (&self->balance, update->now, volume->value);
      if (steady_volume_balance_drift (&self->balance, &pct))
        quality = STEADY_QUALITY_VALID;
    }
  else if (on && volume->quality != STEADY_QUALITY_MISSING)
    quality = (SteadyQuality) volume->quality;
  give (update, STEADY_CHANNEL_VOLUME_DRIFT, quality, round (pct * 10.0) / 10.0);
}

static double
or_none (const SteadyValueTable *values, SteadyChannel channel)
{
  double value;
  return steady_value_table_value (values, channel, &value) ? value : 0;
}

static void
give_oxygenator (SteadyConduct *self, Update *update)
{
  const SteadyValueTable *values = update->values;
  const SteadySample     *drop =
      steady_value_table_get (values, STEADY_CHANNEL_TRANSMEMBRANE_PRESSURE);
  const SteadyOxygenatorReading reading = {
    .drop = drop->value,
    .flow = or_none (values, STEADY_CHANNEL_MEASURED_FLOW),
    .haematocrit = or_none (values, STEADY_CHANNEL_HAEMATOCRIT),
    .temperature = or_none (values, STEADY_CHANNEL_ARTERIAL_TEMPERATURE),
  };
  SteadyQuality quality = STEADY_QUALITY_NOT_APPLICABLE;
  double        pct = 0;

  if (self->bypass_since != STEADY_INSTANT_NEVER)
    {
      if (!steady_sample_usable (drop))
        quality = drop->quality != STEADY_QUALITY_MISSING
                      ? (SteadyQuality) drop->quality
                      : STEADY_QUALITY_NOT_APPLICABLE;
      else if (steady_oxygenator_baseline_add (
                   &self->oxygenator, update->now, &reading, &pct))
        quality = STEADY_QUALITY_VALID;
    }
  give (update, STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE, quality, round (pct));
}

/*
 * Follows phase and signals, and gives once a second, STEADY_CONDUCT_SAMPLES at most,
 * what the engine knows of times and states. What has no meaning now is "not
 * applicable". Returns how many.
 *
 * Thread: tick. Does not allocate.
 */
unsigned
steady_conduct_update (SteadyConduct          *self,
                       SteadyInstant           now,
                       const SteadyPhase      *phase,
                       const SteadyValueTable *values,
                       SteadySample           *ret_samples)
{
  Update update = {
    .now = now, .phase = phase, .values = values, .samples = ret_samples
  };

  if (self->told_at != STEADY_INSTANT_NEVER && now >= self->told_at &&
      now - self->told_at < PERIOD)
    return 0;
  self->told_at = now;
  follow_bypass (self, &update);
  follow_clamp (self, &update);
  give_times (self, &update);
  give_clamp (self, &update);
  give_suction (self, &update);
  give_drift (self, &update);
  give_oxygenator (self, &update);
  give_state (&update,
              STEADY_CHANNEL_CEREBRAL_BASELINE,
              true,
              self->baseline_left > 0 || self->baseline_right > 0);
  return update.count;
}

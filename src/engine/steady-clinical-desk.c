/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-clinical-desk.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "measure/steady-laboratory-unit.h"

/* Clocks of console and engine are one, but a frame takes its way. */
#define AHEAD STEADY_NSEC_PER_SEC
/* No dose of any drug has more units than this, no act moves more blood [GK]. */
#define MOST_UNITS 200000.0
#define MOST_ML    5000.0

/*
 * Whether a value of @channel means that a blood gas was taken. An ACT has a clock of
 * its own, and what says how blood clots or breaks says nothing about gas.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_clinical_is_gas (SteadyChannel channel)
{
  return channel != STEADY_CHANNEL_ACT && channel != STEADY_CHANNEL_ANTI_XA &&
         channel != STEADY_CHANNEL_APTT && channel != STEADY_CHANNEL_FREE_HAEMOGLOBIN;
}

static void
end_text (char *text, size_t size)
{
  const size_t length = strnlen (text, size - 1);
  memset (text + length, 0, size - length);
}

/* Whoever sent it: texts end in their fields, and what is not used is empty. */
static void
tidy (SteadyClinicalRecord *record)
{
  end_text (record->what, sizeof record->what);
  end_text (record->unit, sizeof record->unit);
  end_text (record->concentration_unit, sizeof record->concentration_unit);
  end_text (record->route, sizeof record->route);
  end_text (record->device, sizeof record->device);
  end_text (record->author, sizeof record->author);
  end_text (record->text, sizeof record->text);
  record->n_values = MIN (record->n_values, (uint32_t) STEADY_CLINICAL_VALUES);
  for (unsigned i = 0; i < STEADY_CLINICAL_VALUES; i++)
    {
      end_text (record->values[i].unit, sizeof record->values[i].unit);
      if (i >= record->n_values)
        record->values[i] = (SteadyClinicalValue){ 0 };
    }
}

static const SteadyClinicalLine *
line_of (const SteadyClinicalDesk *self, uint64_t id)
{
  const uint64_t n = MIN (self->count, (uint64_t) STEADY_CLINICAL_LINES);
  for (uint64_t i = 0; i < n; i++)
    if (self->lines[i].id == id || self->lines[i].last == id)
      return &self->lines[i];
  return NULL;
}

/* A number that need not be there, but is within bounds where it is. */
static bool
fits (double value, double low, double high)
{
  return isnan (value) || (value >= low && value <= high);
}

static SteadyRefusal
check_dose (const SteadyClinicalRecord *record)
{
  static const char *const units[] = { "IU", "mg", "g", "microgram", "mmol", "mL" };
  bool                     known = false;

  for (unsigned i = 0; i < G_N_ELEMENTS (units); i++)
    known = known || strcmp (record->unit, units[i]) == 0;
  if (!known)
    return STEADY_REFUSAL_UNIT;
  if (record->what[0] == '\0' ||
      !(record->amount > 0 && record->amount <= MOST_UNITS) ||
      !fits (record->concentration, 1e-6, 1e6) || !fits (record->volume_ml, 0, MOST_ML))
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
check_cardioplegia (const SteadyClinicalRecord *record)
{
  if (record->what[0] == '\0' || !(record->amount > 0 && record->amount <= MOST_ML) ||
      !fits (record->pressure_mmhg, -50, 500) || !fits (record->temperature_c, 0, 42) ||
      record->blood_parts > 20 || record->crystalloid_parts > 20 ||
      record->blood_parts + record->crystalloid_parts == 0)
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  return STEADY_REFUSAL_NONE;
}

/* Each value once, in a unit that is known, and what it makes in the channel's own. */
static SteadyRefusal
check_sample (SteadyClinicalRecord *record, uint32_t *ret_channel)
{
  if (record->n_values == 0 || !fits (record->temperature_c, 10, 42))
    return STEADY_REFUSAL_OUT_OF_LIMITS;
  for (unsigned i = 0; i < record->n_values; i++)
    {
      SteadyClinicalValue *value = &record->values[i];
      *ret_channel = value->channel;
      for (unsigned k = 0; k < i; k++)
        if (record->values[k].channel == value->channel)
          return STEADY_REFUSAL_STALE;
      if (value->channel >= STEADY_CHANNEL_MAX ||
          steady_laboratory_unit ((SteadyChannel) value->channel, value->unit) == NULL)
        return STEADY_REFUSAL_UNIT;
      if (!steady_laboratory_value ((SteadyChannel) value->channel,
                                    value->unit,
                                    value->entered,
                                    &value->value))
        return STEADY_REFUSAL_OUT_OF_LIMITS;
    }
  *ret_channel = 0;
  return STEADY_REFUSAL_NONE;
}

static SteadyRefusal
check_kind (SteadyClinicalRecord *record, uint32_t *ret_channel)
{
  switch ((SteadyClinicalKind) record->kind)
    {
    case STEADY_CLINICAL_DOSE:
      return check_dose (record);
    case STEADY_CLINICAL_CARDIOPLEGIA:
      return check_cardioplegia (record);
    case STEADY_CLINICAL_SAMPLE:
      return check_sample (record, ret_channel);
    case STEADY_CLINICAL_VOLUME:
      return record->what[0] != '\0' && fabs (record->amount) > 0 &&
                     fabs (record->amount) <= MOST_ML
                 ? STEADY_REFUSAL_NONE
                 : STEADY_REFUSAL_OUT_OF_LIMITS;
    case STEADY_CLINICAL_GOOD_CATCH:
      return record->text[0] != '\0' ? STEADY_REFUSAL_NONE
                                     : STEADY_REFUSAL_OUT_OF_LIMITS;
    default:
      return STEADY_REFUSAL_OUT_OF_LIMITS;
    }
}

/*
 * Whether @record can be: done since the case's @begin and not later than @now, with
 * plausible numbers in known units, and what it amends is there and of its kind. Texts
 * are ended, values put into the units of their channels; @ret_channel is the value
 * that is refused, or 0.
 *
 * Thread: any. Does not allocate.
 */
SteadyRefusal
steady_clinical_check (const SteadyClinicalDesk *self,
                       SteadyClinicalRecord     *record,
                       SteadyInstant             begin,
                       SteadyInstant             now,
                       uint32_t                 *ret_channel)
{
  *ret_channel = 0;
  tidy (record);
  if (record->id == 0 || record->id > INT64_MAX || line_of (self, record->id) != NULL)
    return STEADY_REFUSAL_STALE;
  if (record->given > now + AHEAD || record->given < begin)
    return STEADY_REFUSAL_TIME;
  record->given = MIN (record->given, now);
  if (record->amends != 0)
    {
      const SteadyClinicalLine *line = line_of (self, record->amends);
      if (line == NULL || line->withdrawn != 0 || line->kind != record->kind)
        return STEADY_REFUSAL_NO_SUCH_RECORD;
    }
  else if ((record->flags & STEADY_CLINICAL_WITHDRAWN) != 0)
    return STEADY_REFUSAL_NO_SUCH_RECORD;
  return check_kind (record, ret_channel);
}

/*
 * Keeps what must be known of @record, which was checked. True, with the line as it
 * stood before, where it amended one.
 *
 * Thread: tick, or main before it starts. Does not allocate.
 */
bool
steady_clinical_desk_add (SteadyClinicalDesk         *self,
                          const SteadyClinicalRecord *record,
                          SteadyClinicalLine         *ret_before)
{
  SteadyClinicalLine line = {
    .id = record->id,
    .last = record->id,
    .given = record->given,
    .ml = record->kind == STEADY_CLINICAL_VOLUME ? record->amount : 0,
    .kind = record->kind,
    .withdrawn = (record->flags & STEADY_CLINICAL_WITHDRAWN) != 0
  };
  SteadyClinicalLine *before = NULL;

  for (unsigned i = 0; i < record->n_values; i++)
    if (record->values[i].channel == STEADY_CHANNEL_ACT)
      line.act = 1;
    else if (steady_clinical_is_gas ((SteadyChannel) record->values[i].channel))
      line.gas = 1;
  if (line.withdrawn != 0)
    line.ml = 0;
  if (record->amends != 0)
    before = (SteadyClinicalLine *) line_of (self, record->amends);
  if (before != NULL)
    {
      *ret_before = *before;
      line.id = before->id;
      *before = line;
      return true;
    }
  self->lines[self->count++ % STEADY_CLINICAL_LINES] = line;
  return false;
}

/* When the last one of @kind was given (of a sample: one with an ACT, or with anything
 * else); NEVER: none. Thread: tick. Does not allocate. */
SteadyInstant
steady_clinical_desk_latest (const SteadyClinicalDesk *self, uint32_t kind, bool act)
{
  const uint64_t n = MIN (self->count, (uint64_t) STEADY_CLINICAL_LINES);
  SteadyInstant  latest = STEADY_INSTANT_NEVER;

  for (uint64_t i = 0; i < n; i++)
    {
      const SteadyClinicalLine *line = &self->lines[i];
      if (line->kind != kind || line->withdrawn != 0 ||
          (kind == STEADY_CLINICAL_SAMPLE && (act ? line->act : line->gas) == 0))
        continue;
      if (latest == STEADY_INSTANT_NEVER || line->given > latest)
        latest = line->given;
    }
  return latest;
}

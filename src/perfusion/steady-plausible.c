/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plausible.h"

#include <glib.h>

/* Far outside the growth charts on both sides, since patients of this house are: beyond
 * it a number was mistyped or has another unit. [GK] */
static const struct
{
  double      age_days;
  SteadyRange weight_kg;
  SteadyRange height_cm;
} rows[] = {
  { 0, { 0.3, 6.5 }, { 20, 65 } },     { 28, { 0.3, 7.5 }, { 22, 68 } },
  { 180, { 1.2, 14 }, { 35, 85 } },    { 365, { 2, 18 }, { 45, 100 } },
  { 1095, { 5, 35 }, { 60, 120 } },    { 2190, { 8, 60 }, { 75, 145 } },
  { 3650, { 11, 110 }, { 85, 175 } },  { 5475, { 18, 200 }, { 100, 210 } },
  { 6570, { 20, 300 }, { 100, 250 } }, { 45000, { 20, 300 }, { 100, 250 } },
};

static SteadyRange
between (SteadyRange a, SteadyRange b, double share)
{
  return (SteadyRange){ a.low + share * (b.low - a.low),
                        a.high + share * (b.high - a.high) };
}

/*
 * What a patient of @age_days can weigh and measure at all; interpolated between ages.
 *
 * Thread: any. Does not allocate.
 */
void
steady_plausible_at_age (double       age_days,
                         SteadyRange *ret_weight_kg,
                         SteadyRange *ret_height_cm)
{
  unsigned i = 1;

  while (i + 1 < G_N_ELEMENTS (rows) && age_days > rows[i].age_days)
    i++;
  const double share =
      (age_days - rows[i - 1].age_days) / (rows[i].age_days - rows[i - 1].age_days);
  *ret_weight_kg = between (rows[i - 1].weight_kg, rows[i].weight_kg, share);
  *ret_height_cm = between (rows[i - 1].height_cm, rows[i].height_cm, share);
}

/*
 * Whether anybody is built so: from 4 kg/m² to 35 in the first two years, later to 90
 * (a newborn of 3.2 kg and 50 cm has 13). [GK]
 *
 * Thread: any. Does not allocate.
 */
bool
steady_plausible_build (double weight_kg, double height_cm, double age_days)
{
  const double index = weight_kg / (height_cm * height_cm / 1e4);
  return index >= 4 && index <= (age_days < 730 ? 35 : 90);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-dilution.h"

#define VOLUME_MOST_ML 20000.0

static bool
is_blood (SteadyVolume volume)
{
  return volume.ml > 0 && volume.ml <= VOLUME_MOST_ML;
}

static bool
is_added (SteadyVolume volume)
{
  return volume.ml >= 0 && volume.ml <= VOLUME_MOST_ML;
}

static bool
is_haematocrit (SteadyHaematocrit value)
{
  return value.percent >= 0 && value.percent <= 100;
}

/*
 * The haematocrit of two volumes mixed: (V1·H1 + V2·H2) / (V1 + V2) (perfusion
 * calculations, ccp-calc). A clear prime is added with a haematocrit of 0: predicted
 * Hct = EBV·Hct / (EBV + prime + other crystalloid).
 *
 * False for a blood volume outside 0 … 20 L or a haematocrit outside 0 … 100 %.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_dilution_mix (SteadyVolume       blood,
                     SteadyHaematocrit  haematocrit,
                     SteadyVolume       added,
                     SteadyHaematocrit  added_haematocrit,
                     SteadyHaematocrit *ret_haematocrit)
{
  if (!is_blood (blood) || !is_added (added) || !is_haematocrit (haematocrit) ||
      !is_haematocrit (added_haematocrit))
    return false;
  ret_haematocrit->percent =
      (blood.ml * haematocrit.percent + added.ml * added_haematocrit.percent) /
      (blood.ml + added.ml);
  return true;
}

/* What is missing in red cells, in mL·%; below 0: nothing is. */
static double
missing_cells (SteadyVolume      blood,
               SteadyHaematocrit haematocrit,
               SteadyVolume      prime,
               SteadyHaematocrit wanted)
{
  const double missing =
      (blood.ml + prime.ml) * wanted.percent - blood.ml * haematocrit.percent;
  return missing > 0 ? missing : 0;
}

static bool
can_ask (SteadyVolume      blood,
         SteadyHaematocrit haematocrit,
         SteadyVolume      prime,
         SteadyHaematocrit wanted,
         SteadyHaematocrit cells)
{
  return is_blood (blood) && is_added (prime) && is_haematocrit (haematocrit) &&
         is_haematocrit (wanted) && is_haematocrit (cells) &&
         cells.percent > wanted.percent;
}

/*
 * Red cells that must be part of the prime, whose whole volume stays what it is:
 * [(EBV + prime)·wanted − EBV·Hct] / Hct of the cells (ccp-calc). 0 when none are
 * needed. Note: one well-known page divides by the patient's haematocrit; that is
 * wrong.
 *
 * False outside the domain of steady_dilution_mix (), when the cells are not richer
 * than what is wanted, or when they would not fit the prime.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_dilution_cells_in_prime (SteadyVolume      blood,
                                SteadyHaematocrit haematocrit,
                                SteadyVolume      prime,
                                SteadyHaematocrit wanted,
                                SteadyHaematocrit cells,
                                SteadyVolume     *ret_cells)
{
  if (!can_ask (blood, haematocrit, prime, wanted, cells))
    return false;
  const double volume =
      missing_cells (blood, haematocrit, prime, wanted) / cells.percent;
  if (volume > prime.ml)
    return false;
  ret_cells->ml = volume;
  return true;
}

/*
 * Red cells that are added on top of the prime and make the whole larger:
 * [(EBV + prime)·wanted − EBV·Hct] / (Hct of the cells − wanted). 0 when none are
 * needed.
 *
 * False outside the domain of steady_dilution_mix () or when the cells are not richer
 * than what is wanted.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_dilution_cells_on_top (SteadyVolume      blood,
                              SteadyHaematocrit haematocrit,
                              SteadyVolume      prime,
                              SteadyHaematocrit wanted,
                              SteadyHaematocrit cells,
                              SteadyVolume     *ret_cells)
{
  if (!can_ask (blood, haematocrit, prime, wanted, cells))
    return false;
  ret_cells->ml = missing_cells (blood, haematocrit, prime, wanted) /
                  (cells.percent - wanted.percent);
  return true;
}

/*
 * Plasma water to filter off until the haematocrit has risen to @wanted:
 * V − V·Hct / wanted (ccp-calc, haemoconcentration).
 *
 * False outside the domain of steady_dilution_mix () or when @wanted is not above the
 * present one.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_dilution_to_remove (SteadyVolume      volume,
                           SteadyHaematocrit haematocrit,
                           SteadyHaematocrit wanted,
                           SteadyVolume     *ret_filtrate)
{
  if (!is_blood (volume) || !is_haematocrit (haematocrit) || !is_haematocrit (wanted) ||
      wanted.percent <= haematocrit.percent)
    return false;
  ret_filtrate->ml = volume.ml * (1 - haematocrit.percent / wanted.percent);
  return true;
}

/*
 * Blood that may be lost before the haematocrit falls to @lowest: EBV·(Hct − lowest) /
 * Hct (Gross 1983; University of Iowa, paediatric anaesthesia).
 *
 * False outside the domain of steady_dilution_mix () or when the haematocrit is not
 * above @lowest.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_dilution_allowable_loss (SteadyVolume      blood,
                                SteadyHaematocrit haematocrit,
                                SteadyHaematocrit lowest,
                                SteadyVolume     *ret_loss)
{
  if (!is_blood (blood) || !is_haematocrit (haematocrit) || !is_haematocrit (lowest) ||
      haematocrit.percent <= lowest.percent)
    return false;
  ret_loss->ml =
      blood.ml * (haematocrit.percent - lowest.percent) / haematocrit.percent;
  return true;
}

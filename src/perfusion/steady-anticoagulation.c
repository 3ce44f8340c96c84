/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-anticoagulation.h"

static bool
within (double value, double low, double high)
{
  return value >= low && value <= high;
}

/*
 * Heparin to the patient: weight · IU/kg (300 to 400; European survey of 114 centres,
 * children: ACT after 400 U/kg).
 *
 * False outside 0.3 … 300 kg and 50 … 800 IU/kg.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_heparin_bolus (SteadyWeight weight, double iu_kg, SteadyHeparin *ret_heparin)
{
  if (!within (weight.kg, 0.3, 300) || !within (iu_kg, 50, 800))
    return false;
  ret_heparin->iu = weight.kg * iu_kg;
  return true;
}

/*
 * Heparin in the prime: volume · IU/mL (1 to 2 [GK]).
 *
 * False outside 0 … 20 L and 0 … 10 IU/mL.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_heparin_prime (SteadyVolume prime, double iu_ml, SteadyHeparin *ret_heparin)
{
  if (!within (prime.ml, 0, 20000) || !within (iu_ml, 0, 10))
    return false;
  ret_heparin->iu = prime.ml * iu_ml;
  return true;
}

/*
 * Protamine against @heparin: IU / 100 · mg per 100 IU (1 : 1, PMID 11269475). Whose
 * heparin counts is the caller's to say, and to print.
 *
 * False outside 0 … 500 000 IU and 0.2 … 2 mg per 100 IU.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_protamine_dose (SteadyHeparin    heparin,
                       double           mg_per_100_iu,
                       SteadyProtamine *ret_protamine)
{
  if (!within (heparin.iu, 0, 500000) || !within (mg_per_100_iu, 0.2, 2))
    return false;
  ret_protamine->mg = heparin.iu / 100 * mg_per_100_iu;
  return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measure/steady-shown-unit.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include <glib.h>

#include "measure/steady-laboratory-unit.h"

/* What a site chooses at once (safety ruling 24). */
typedef enum Group
{
  GROUP_NONE,
  GROUP_TENSION,
  GROUP_HAEMOGLOBIN,
  GROUP_METABOLITE,
  N_GROUPS
} Group;

static const char *const names[][N_GROUPS] = {
  { NULL, "mmHg", "g/dL", "mmol/L" },
  { NULL, "kPa", "g/L", "mg/dL" },
  { NULL, NULL, "mmol/L", NULL },
};

/* Which line of @names; 0: the channel's own. */
static atomic_int chosen[N_GROUPS];

static Group
group_of (SteadyChannel channel)
{
  switch ((int) channel)
    {
    case STEADY_CHANNEL_ARTERIAL_PO2:
    case STEADY_CHANNEL_ARTERIAL_PCO2:
    case STEADY_CHANNEL_EXHAUST_CO2:
      return GROUP_TENSION;
    case STEADY_CHANNEL_HAEMOGLOBIN:
      return GROUP_HAEMOGLOBIN;
    case STEADY_CHANNEL_GLUCOSE:
    case STEADY_CHANNEL_LACTATE:
      return GROUP_METABOLITE;
    default:
      return GROUP_NONE;
    }
}

/*
 * Shows gas tensions, haemoglobin, or glucose and lactate in @unit from now on:
 * "tension:kPa", "haemoglobin:g/L", "metabolite:mg/dL" and the like. Nothing that is
 * stored, judged or sent changes by it. False: there is no such unit.
 *
 * Thread: any.
 */
bool
steady_shown_unit_choose (const char *unit)
{
  static const char *const groups[] = { "", "tension:", "haemoglobin:", "metabolite:" };

  for (unsigned group = 1; group < N_GROUPS; group++)
    for (unsigned i = 0;
         i < G_N_ELEMENTS (names) && g_str_has_prefix (unit, groups[group]);
         i++)
      if (g_strcmp0 (names[i][group], unit + strlen (groups[group])) == 0)
        {
          atomic_store (&chosen[group], (int) i);
          return true;
        }
  return false;
}

/* The same for several, with spaces between them, as the variable STEADY_UNITS has
 * them; what is not known is passed over. NULL: none. Thread: main. */
void
steady_shown_unit_choose_all (const char *units)
{
  g_auto (GStrv) all = g_strsplit (units != NULL ? units : "", " ", 8);

  for (unsigned i = 0; all[i] != NULL; i++)
    steady_shown_unit_choose (all[i]);
}

/* Shows everything in its own unit again. Thread: any. */
void
steady_shown_unit_forget (void)
{
  for (unsigned group = 1; group < N_GROUPS; group++)
    atomic_store (&chosen[group], 0);
}

/*
 * In what values of @channel are shown: multiplied by the factor, with the decimals and
 * the unit beside them. Values on the wire, in files and in rules stay canonical.
 *
 * Thread: any. Does not allocate.
 */
SteadyShownUnit
steady_shown_unit (SteadyChannel channel)
{
  const SteadyChannelInfo    *info = steady_channel_info (channel);
  const Group                 group = group_of (channel);
  const int                   choice = atomic_load (&chosen[group]);
  SteadyShownUnit             shown = { .unit = info != NULL ? info->unit : "",
                                        .factor = 1,
                                        .decimals = info != NULL ? info->decimals : 0 };
  const SteadyLaboratoryUnit *unit =
      choice > 0 ? steady_laboratory_unit (channel, names[choice][group]) : NULL;

  if (unit != NULL)
    shown = (SteadyShownUnit){ .unit = unit->unit,
                               .factor = 1 / unit->factor,
                               .decimals = unit->decimals };
  return shown;
}

/*
 * In what a value of @channel that somebody entered in @unit is shown: what was
 * entered, times the factor. One that is not entered so, from a foreign recording,
 * stays as it is.
 *
 * Thread: any. Does not allocate.
 */
SteadyShownUnit
steady_shown_unit_of_entry (SteadyChannel channel, const char *unit)
{
  const SteadyShownUnit       site = steady_shown_unit (channel);
  const SteadyLaboratoryUnit *entered = steady_laboratory_unit (channel, unit);
  const SteadyLaboratoryUnit *shown = steady_laboratory_unit (channel, site.unit);

  if (entered == NULL || shown == NULL)
    return (SteadyShownUnit){ .unit = unit, .factor = 1, .decimals = 2 };
  return (SteadyShownUnit){ .unit = shown->unit,
                            .factor =
                                entered == shown ? 1 : entered->factor / shown->factor,
                            .decimals = shown->decimals };
}

/*
 * With how many decimals @limit of @channel, in the channel's own unit, is shown: in
 * its own unit never fewer than it has. In another one, and where a plan computed it,
 * so that three do not hold it, one more than a value of it.
 *
 * Thread: any. Does not allocate.
 */
int
steady_shown_unit_limit_decimals (SteadyChannel channel, double limit)
{
  const SteadyShownUnit shown = steady_shown_unit (channel);

  if (fabs (shown.factor - 1) > 1e-12)
    return shown.decimals + 1;
  for (int decimals = shown.decimals; decimals <= 3; decimals++)
    if (fabs (limit * pow (10, decimals) - round (limit * pow (10, decimals))) <= 1e-6)
      return decimals;
  return MIN (shown.decimals + 1, 3);
}

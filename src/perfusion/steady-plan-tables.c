/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "perfusion/steady-plan-tables.h"

#include "base/steady-paths.h"

/*
 * Loads practice and catalogue from @folder (data/), a site's own files of the same
 * names below @site_folder (which may be NULL) over them. The error names the file and
 * the place. Free with steady_plan_tables_free ().
 *
 * Thread: any but the tick.
 */
SteadyPlanTables *
steady_plan_tables_load (const char *folder, const char *site_folder, GError **error)
{
  g_autoptr (SteadyPlanTables) self = g_new0 (SteadyPlanTables, 1);
  SteadyDataLayers layers = { .n = 0 };

  if (!steady_data_layers_load (&layers,
                                folder,
                                site_folder,
                                "perfusion/practice.json",
                                "steady-practice",
                                error))
    return NULL;
  const bool fine = steady_practice_read (&self->practice, &layers, error);
  steady_data_layers_finish (&layers);
  if (!fine || !steady_parts_load (&self->parts, folder, site_folder, error))
    return NULL;
  return g_steal_pointer (&self);
}

/*
 * As steady_plan_tables_load (), with the data that is installed and the site's own
 * below $STEADY_SITE_DIR where set, else below $XDG_DATA_HOME/steady/site.
 *
 * Thread: any but the tick.
 */
SteadyPlanTables *
steady_plan_tables_load_installed (GError **error)
{
  g_autofree char *folder = steady_paths_data ("");
  const char      *set = g_getenv ("STEADY_SITE_DIR");
  g_autofree char *site =
      set != NULL ? g_strdup (set) : steady_paths_user_data ("site");
  return steady_plan_tables_load (folder, site, error);
}

/* Accepts NULL. Thread: any. */
void
steady_plan_tables_free (SteadyPlanTables *self)
{
  if (self == NULL)
    return;
  steady_practice_finish (&self->practice);
  steady_parts_finish (&self->parts);
  g_free (self);
}

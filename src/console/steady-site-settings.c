/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-site-settings.h"

#include <glib/gi18n-lib.h>

/* The settings of this site; NULL where they are not installed. Free with
 * g_object_unref (). */
GSettings *
steady_site_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  if (source == NULL)
    return NULL;
  g_autoptr (GSettingsSchema) schema =
      g_settings_schema_source_lookup (source, STEADY_APP_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/*
 * Who may sign in here. A site that named nobody gets two places, so that acts of two
 * people can be told apart on the first day. Free with g_strfreev ().
 */
char **
steady_site_settings_operators (void)
{
  g_autoptr (GSettings) site = steady_site_settings_new ();
  g_auto (GStrv) names = site != NULL ? g_settings_get_strv (site, "operators") : NULL;
  if (names != NULL && names[0] != NULL)
    return g_steal_pointer (&names);
  char **places = g_new0 (char *, 3);
  places[0] = g_strdup (_ ("Perfusionist 1"));
  places[1] = g_strdup (_ ("Perfusionist 2"));
  return places;
}

/*
 * In which unit this site enters @channel; NULL: in the first one of its list. Free
 * with g_free ().
 */
char *
steady_site_settings_unit (SteadyChannel channel)
{
  const char *key = NULL;
  g_autoptr (GSettings) site = steady_site_settings_new ();

  if (channel == STEADY_CHANNEL_ARTERIAL_PO2 || channel == STEADY_CHANNEL_ARTERIAL_PCO2)
    key = "gas-tension-unit";
  else if (channel == STEADY_CHANNEL_HAEMOGLOBIN)
    key = "haemoglobin-unit";
  else if (channel == STEADY_CHANNEL_GLUCOSE || channel == STEADY_CHANNEL_LACTATE)
    key = "metabolite-unit";
  return site != NULL && key != NULL ? g_settings_get_string (site, key) : NULL;
}

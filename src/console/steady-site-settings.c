/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-site-settings.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-shown-unit.h"

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

/* Shows values in the units of this site, now and whenever they are chosen anew. @site
 * is kept as long as the program runs. */
static void
choose_units (GSettings *site)
{
  static const char *const keys[][2] = { { "gas-tension-unit", "tension" },
                                         { "haemoglobin-unit", "haemoglobin" },
                                         { "metabolite-unit", "metabolite" } };

  g_autoptr (GString) all = g_string_new (NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *unit = g_settings_get_string (site, keys[i][0]);
      g_autofree char *choice = g_strdup_printf ("%s:%s", keys[i][1], unit);
      g_string_append_printf (all, "%s%s", i > 0 ? " " : "", choice);
    }
  steady_shown_unit_choose_all (all->str);
  g_setenv ("STEADY_UNITS", all->str, TRUE); /* for what is printed */
}

/* Follows the units that the site has chosen. Free with g_object_unref (); NULL: there
 * are no settings, every value is shown in its own unit. */
GSettings *
steady_site_settings_follow_units (void)
{
  GSettings *site = steady_site_settings_new ();

  if (site == NULL)
    return NULL;
  choose_units (site);
  g_signal_connect (site, "changed", G_CALLBACK (choose_units), NULL);
  return site;
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

/* Where the settings are not installed: the device that was chosen last. */
static char *act_device;

/* Which device measures the ACT here, since values of two differ; "": nobody has named
 * one yet. Free with g_free (). */
char *
steady_site_settings_act_device (void)
{
  g_autoptr (GSettings) site = steady_site_settings_new ();

  return site != NULL ? g_settings_get_string (site, "act-device")
                      : g_strdup (act_device != NULL ? act_device : "");
}

/* Chooses the next device of this site's list. */
void
steady_site_settings_next_act_device (void)
{
  static const char *const known[] = { "Hemochron", "ACT Plus", "i-STAT", NULL };
  g_autoptr (GSettings) site = steady_site_settings_new ();
  g_autofree char *now = steady_site_settings_act_device ();
  g_auto (GStrv) names = site != NULL ? g_settings_get_strv (site, "act-devices")
                                      : g_strdupv ((char **) known);
  unsigned next = 0;

  for (unsigned i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], now) == 0 && names[i + 1] != NULL)
      next = i + 1;
  if (names[next] == NULL)
    return;
  if (site != NULL)
    g_settings_set_string (site, "act-device", names[next]);
  g_free (act_device);
  act_device = g_strdup (names[next]);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-driver-settings.h"

#include <string.h>

#include "device/steady-driver.h"

/* Adds a copy; false when there are too many. Thread: main. */
bool
steady_driver_settings_add (SteadyDriverSettings *self,
                            const char           *name,
                            const char           *value)
{
  if (self->n == STEADY_DRIVER_SETTINGS)
    return false;
  self->list[self->n].name = g_strdup (name);
  self->list[self->n].value = g_strdup (value);
  self->n++;
  return true;
}

/* The text of setting @name, or @otherwise. @self may be NULL. Thread: main. */
const char *
steady_driver_settings_get (const SteadyDriverSettings *self,
                            const char                 *name,
                            const char                 *otherwise)
{
  for (unsigned i = 0; self != NULL && i < self->n; i++)
    if (strcmp (self->list[i].name, name) == 0)
      return self->list[i].value;
  return otherwise;
}

/*
 * Setting @name as a number from @low to @high; @otherwise where it is not set. @self
 * may be NULL.
 *
 * Thread: main.
 */
bool
steady_driver_settings_number (const SteadyDriverSettings *self,
                               const char                 *name,
                               double                      low,
                               double                      high,
                               double                      otherwise,
                               double                     *ret_value,
                               GError                    **error)
{
  const char *text = steady_driver_settings_get (self, name, NULL);
  char       *end = NULL;

  if (text == NULL)
    {
      *ret_value = otherwise;
      return true;
    }
  const double value = g_ascii_strtod (text, &end);
  /* written so that not-a-number is refused too */
  if (end == text || *end != '\0' || !(value >= low && value <= high))
    {
      g_set_error (error,
                   STEADY_DRIVER_ERROR,
                   STEADY_DRIVER_ERROR_SETTING,
                   "setting \"%s\" is \"%s\"; give a number from %g to %g",
                   name,
                   text,
                   low,
                   high);
      return false;
    }
  *ret_value = value;
  return true;
}

/*
 * Refuses every setting that is not among @names, which ends with NULL: a misspelt one
 * must not be passed over. @self may be NULL.
 *
 * Thread: main.
 */
bool
steady_driver_settings_only (const SteadyDriverSettings *self,
                             const char *const          *names,
                             GError                    **error)
{
  for (unsigned i = 0; self != NULL && i < self->n; i++)
    if (!g_strv_contains (names, self->list[i].name))
      {
        g_autofree char *known = g_strjoinv (", ", (char **) names);
        g_set_error (error,
                     STEADY_DRIVER_ERROR,
                     STEADY_DRIVER_ERROR_SETTING,
                     "there is no setting \"%s\"; this driver has %s",
                     self->list[i].name,
                     known[0] != '\0' ? known : "none");
        return false;
      }
  return true;
}

/* A copy, to be finished by its owner. Thread: main. */
void
steady_driver_settings_copy (SteadyDriverSettings       *ret_copy,
                             const SteadyDriverSettings *from)
{
  *ret_copy =
      (SteadyDriverSettings){ .folder = g_strdup (from->folder), .link = from->link };
  for (unsigned i = 0; i < from->n; i++)
    steady_driver_settings_add (ret_copy, from->list[i].name, from->list[i].value);
}

/* Thread: main. */
void
steady_driver_settings_finish (SteadyDriverSettings *self)
{
  for (unsigned i = 0; i < self->n; i++)
    {
      g_free (self->list[i].name);
      g_free (self->list[i].value);
    }
  g_free (self->folder);
  *self = (SteadyDriverSettings){ .n = 0 };
}

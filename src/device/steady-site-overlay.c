/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-site-overlay.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/steady-paths.h"

#define FORMAT "steady-site-overlay"

enum
{
  VERSION = 1,
  ENTRIES_MOST = STEADY_SITE_DEVICES * STEADY_DRIVER_SIGNALS
};

static void
entry_free (gpointer data)
{
  SteadySiteOverlayEntry *entry = data;
  g_free (entry->driver);
  g_free (entry->port);
  g_free (entry->signal);
  g_free (entry);
}

/* Two files of one name in two folders are two sites. */
static char *
file_for (const char *site)
{
  g_autofree char *whole = g_canonicalize_filename (site, NULL);
  g_autofree char *base = g_path_get_basename (whole);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);
  g_autofree char *folder = steady_paths_user_data ("sites");

  if (g_str_has_suffix (base, ".json"))
    base[strlen (base) - strlen (".json")] = '\0';
  sum[12] = '\0';
  g_autofree char *name = g_strconcat (base, "-", sum, ".json", NULL);
  return g_build_filename (folder, name, NULL);
}

static int
find (const SteadySiteOverlay *self,
      const char              *driver,
      const char              *port,
      const char              *signal)
{
  for (unsigned i = 0; i < self->entries->len; i++)
    {
      const SteadySiteOverlayEntry *entry = g_ptr_array_index (self->entries, i);
      if (strcmp (entry->driver, driver) == 0 && strcmp (entry->port, port) == 0 &&
          strcmp (entry->signal, signal) == 0)
        return (int) i;
    }
  return -1;
}

static bool
read_entry (SteadySiteOverlay    *self,
            const SteadyJsonNode *list,
            size_t                i,
            GError              **error)
{
  SteadyJsonNode node;
  const char    *driver, *port, *signal, *place;
  SteadyChannel  channel = STEADY_CHANNEL_NONE;

  if (!steady_json_get_element (list, i, &node, error) ||
      !steady_json_get_string (&node, "driver", &driver, error) ||
      !steady_json_get_string (&node, "port", &port, error) ||
      !steady_json_get_string (&node, "signal", &signal, error) ||
      !steady_json_get_string (&node, "place", &place, error))
    return false;
  if (place[0] != '\0' && !steady_channel_from_name (place, &channel))
    {
      steady_json_set_error (&node, error, "names no place that there is");
      return false;
    }
  steady_site_overlay_set (self, driver, port, signal, (uint16_t) channel);
  return true;
}

static bool
read_entries (SteadySiteOverlay *self, GError **error)
{
  SteadyJsonDocument document;
  SteadyJsonNode     list;
  size_t             length;

  if (!steady_json_document_load (&document, self->file, FORMAT, VERSION, error))
    return false;
  const SteadyJsonNode root = steady_json_document_root (&document);
  bool fine = steady_json_get_array (&root, "signals", &list, &length, error);
  if (fine && length > ENTRIES_MOST)
    {
      steady_json_set_error (
          &list, error, "must name at most %d signals", ENTRIES_MOST);
      fine = false;
    }
  for (size_t i = 0; fine && i < length; i++)
    fine = read_entry (self, &list, i, error);
  steady_json_document_finish (&document);
  return fine;
}

/*
 * What was changed of the site in file @site; empty where nothing was. Never NULL: one
 * that cannot be read is empty too, and @error says why.
 *
 * Thread: any but the tick; reads a file.
 */
SteadySiteOverlay *
steady_site_overlay_load (const char *site, GError **error)
{
  SteadySiteOverlay *self = g_new0 (SteadySiteOverlay, 1);

  self->site = g_canonicalize_filename (site, NULL);
  self->file = file_for (site);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  if (g_file_test (self->file, G_FILE_TEST_EXISTS) && !read_entries (self, error))
    g_ptr_array_set_size (self->entries, 0);
  return self;
}

static void
place_signal (SteadySiteDevice *device, const SteadySiteOverlayEntry *entry)
{
  for (unsigned i = 0; i < device->n_placings; i++)
    if (strcmp (device->placings[i].signal, entry->signal) == 0)
      {
        device->placings[i].channel = entry->channel;
        return;
      }
  if (device->n_placings == STEADY_DRIVER_SIGNALS)
    return;
  device->placings[device->n_placings].signal = g_strdup (entry->signal);
  device->placings[device->n_placings].channel = entry->channel;
  device->n_placings++;
}

/* Changes @site as it says; what belongs to no device of it is passed over. Thread:
 * main. */
void
steady_site_overlay_apply (const SteadySiteOverlay *self, SteadySite *site)
{
  for (unsigned i = 0; i < self->entries->len; i++)
    {
      const SteadySiteOverlayEntry *entry = g_ptr_array_index (self->entries, i);
      for (unsigned k = 0; k < site->n_devices; k++)
        if (strcmp (site->devices[k].driver, entry->driver) == 0 &&
            strcmp (site->devices[k].port, entry->port) == 0)
          place_signal (&site->devices[k], entry);
    }
}

/* What it says of a signal; false: nothing. Thread: its owner's. */
bool
steady_site_overlay_get (const SteadySiteOverlay *self,
                         const char              *driver,
                         const char              *port,
                         const char              *signal,
                         uint16_t                *ret_channel)
{
  const int index = find (self, driver, port, signal);

  if (index < 0)
    return false;
  const SteadySiteOverlayEntry *entry =
      g_ptr_array_index (self->entries, (unsigned) index);
  *ret_channel = entry->channel;
  return true;
}

/* Places a signal; nothing is written yet. Thread: its owner's. */
void
steady_site_overlay_set (SteadySiteOverlay *self,
                         const char        *driver,
                         const char        *port,
                         const char        *signal,
                         uint16_t           channel)
{
  steady_site_overlay_forget (self, driver, port, signal);
  SteadySiteOverlayEntry *entry = g_new0 (SteadySiteOverlayEntry, 1);
  entry->driver = g_strdup (driver);
  entry->port = g_strdup (port);
  entry->signal = g_strdup (signal);
  entry->channel = channel;
  g_ptr_array_add (self->entries, entry);
}

/* The signal is placed as the site says again. Thread: its owner's. */
void
steady_site_overlay_forget (SteadySiteOverlay *self,
                            const char        *driver,
                            const char        *port,
                            const char        *signal)
{
  const int index = find (self, driver, port, signal);
  if (index >= 0)
    g_ptr_array_remove_index (self->entries, (unsigned) index);
}

static struct json_object *
describe (const SteadySiteOverlay *self)
{
  struct json_object *root = json_object_new_object ();
  struct json_object *list = json_object_new_array ();

#define TEXT(object, key, text) \
  json_object_object_add (object, key, json_object_new_string (text))
  TEXT (root, "format", FORMAT);
  json_object_object_add (root, "version", json_object_new_int (VERSION));
  TEXT (root, "site", self->site);
  TEXT (root, "source", "Set by people on the Devices page.");
  for (unsigned i = 0; i < self->entries->len; i++)
    {
      const SteadySiteOverlayEntry *entry = g_ptr_array_index (self->entries, i);
      const SteadyChannelInfo      *place =
          steady_channel_info ((SteadyChannel) entry->channel);
      struct json_object *object = json_object_new_object ();
      TEXT (object, "driver", entry->driver);
      TEXT (object, "port", entry->port);
      TEXT (object, "signal", entry->signal);
      TEXT (object, "place", place != NULL ? place->name : "");
      json_object_array_add (list, object);
    }
#undef TEXT
  json_object_object_add (root, "signals", list);
  return root;
}

/* Writes it, whole or not at all. Thread: any but the tick; writes a file. */
bool
steady_site_overlay_save (const SteadySiteOverlay *self, GError **error)
{
  g_autofree char    *folder = g_path_get_dirname (self->file);
  struct json_object *root = describe (self);
  const char *text = json_object_to_json_string_ext (root, JSON_C_TO_STRING_PRETTY);

  g_mkdir_with_parents (folder, 0700);
  const bool fine = g_file_set_contents_full (self->file,
                                              text,
                                              -1,
                                              G_FILE_SET_CONTENTS_CONSISTENT |
                                                  G_FILE_SET_CONTENTS_DURABLE,
                                              0600,
                                              error);
  json_object_put (root);
  return fine;
}

/* Accepts NULL. Thread: its owner's. */
void
steady_site_overlay_free (SteadySiteOverlay *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->entries);
  g_free (self->file);
  g_free (self->site);
  g_free (self);
}

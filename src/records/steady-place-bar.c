/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-place-bar.h"

#include <stdbool.h>
#include <string.h>
#include <sys/statvfs.h>

#include <gio/gunixmounts.h>
#include <glib/gi18n-lib.h>

#include "base/steady-paths.h"
#include "widgets/steady-template-path.h"

#define FOLDER "steady-folder"

struct _SteadyPlaceBar
{
  GtkWidget             parent_instance;
  GtkFlowBox           *box; /* a button a place, and the last for another one */
  GtkWidget            *other;
  GtkFileChooserNative *chooser;
  GUnixMountMonitor    *monitor; /* while it is seen */
  GPtrArray            *offered; /* of char *: folders that somebody chose */
  char                 *folder;  /* the one chosen now */
  unsigned              places;
};

G_DEFINE_FINAL_TYPE (SteadyPlaceBar, steady_place_bar, GTK_TYPE_WIDGET)

static unsigned changed_signal;

/* "Medium STICK · 12.4 GB free" */
static char *
describe (const char *what, const char *folder)
{
  struct statvfs about;

  if (statvfs (folder, &about) != 0)
    return g_strdup (what);
  g_autofree char *free_room =
      g_format_size ((guint64) about.f_bavail * (guint64) about.f_frsize);
  return g_strdup_printf (_ ("%s · %s free"), what, free_room);
}

static void
choose (SteadyPlaceBar *self, const char *folder)
{
  if (g_strcmp0 (self->folder, folder) == 0)
    return;
  g_free (self->folder);
  self->folder = g_strdup (folder);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_toggled (GtkToggleButton *button, SteadyPlaceBar *self)
{
  if (gtk_toggle_button_get_active (button))
    choose (self, g_object_get_data (G_OBJECT (button), FOLDER));
}

/* The button of the place @i, from 0; NULL: there are not so many. */
static GtkToggleButton *
button_at (SteadyPlaceBar *self, unsigned i)
{
  return i < self->places ? GTK_TOGGLE_BUTTON (gtk_flow_box_child_get_child (
                                gtk_flow_box_get_child_at_index (self->box, (int) i)))
                          : NULL;
}

static void
add (SteadyPlaceBar *self, const char *what, const char *folder)
{
  g_autofree char *words = describe (what, folder);
  GtkWidget       *button = gtk_toggle_button_new_with_label (words);
  GtkWidget       *label = gtk_button_get_child (GTK_BUTTON (button));
  GtkToggleButton *first = button_at (self, 0);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data_full (G_OBJECT (button), FOLDER, g_strdup (folder), g_free);
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
  gtk_flow_box_insert (self->box, button, (int) self->places++);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                g_strcmp0 (folder, self->folder) == 0);
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
}

/* Where desktops put what is plugged in. */
static bool
is_medium (const char *folder)
{
  return g_str_has_prefix (folder, "/media/") ||
         g_str_has_prefix (folder, "/run/media/");
}

static void
add_media (SteadyPlaceBar *self)
{
  GList *mounts = g_unix_mounts_get (NULL);

  for (GList *at = mounts; at != NULL; at = at->next)
    {
      const char *folder = g_unix_mount_get_mount_path (at->data);
      if (!is_medium (folder))
        continue;
      g_autofree char *base = g_path_get_basename (folder);
      g_autofree char *what = g_strdup_printf (_ ("Medium %s"), base);
      add (self, what, folder);
    }
  g_list_free_full (mounts, (GDestroyNotify) g_unix_mount_free);
}

static void
add_offered (SteadyPlaceBar *self)
{
  for (guint i = 0; i < self->offered->len; i++)
    {
      const char      *folder = g_ptr_array_index (self->offered, i);
      g_autofree char *base = g_path_get_basename (folder);
      add (self, base, folder);
    }
}

/* Looks again at what is plugged in; the first medium is chosen where there is one. */
void
steady_place_bar_look (SteadyPlaceBar *self)
{
  g_autofree char *own = steady_paths_user_data ("exports");
  bool             chosen = false;

  for (; self->places > 0; self->places--)
    gtk_flow_box_remove (self->box,
                         GTK_WIDGET (gtk_flow_box_get_child_at_index (self->box, 0)));
  g_mkdir_with_parents (own, 0700);
  add_media (self);
  add_offered (self);
  add (self, _ ("This computer"), own);
  for (unsigned i = 0; i < self->places; i++)
    chosen = chosen || gtk_toggle_button_get_active (button_at (self, i));
  if (!chosen)
    gtk_toggle_button_set_active (button_at (self, 0), TRUE);
}

/* Adds @folder to the places and chooses it. */
void
steady_place_bar_offer (SteadyPlaceBar *self, const char *folder)
{
  if (!g_ptr_array_find_with_equal_func (self->offered, folder, g_str_equal, NULL))
    g_ptr_array_add (self->offered, g_strdup (folder));
  choose (self, folder);
  steady_place_bar_look (self);
}

static void
on_response (SteadyPlaceBar *self, int response)
{
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT
          ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser))
          : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (self->chooser));
  if (path != NULL)
    steady_place_bar_offer (self, path);
}

/* The desktop's own chooser, which in a sandbox is the only way out of it. */
static void
on_other (SteadyPlaceBar *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->chooser == NULL)
    {
      self->chooser =
          gtk_file_chooser_native_new (_ ("A folder"),
                                       GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                       GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                       _ ("Take it"),
                                       _ ("Cancel"));
      g_signal_connect_swapped (
          self->chooser, "response", G_CALLBACK (on_response), self);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* The folder that is chosen, or NULL. Borrowed until the next choice. */
const char *
steady_place_bar_folder (SteadyPlaceBar *self)
{
  return self->folder;
}

/* Somebody plugs a stick in, or pulls it out, while the places are seen. */
static void
steady_place_bar_map (GtkWidget *widget)
{
  SteadyPlaceBar *self = STEADY_PLACE_BAR (widget);

  GTK_WIDGET_CLASS (steady_place_bar_parent_class)->map (widget);
  self->monitor = g_unix_mount_monitor_get ();
  g_signal_connect_swapped (
      self->monitor, "mounts-changed", G_CALLBACK (steady_place_bar_look), self);
}

static void
steady_place_bar_unmap (GtkWidget *widget)
{
  SteadyPlaceBar *self = STEADY_PLACE_BAR (widget);

  g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  GTK_WIDGET_CLASS (steady_place_bar_parent_class)->unmap (widget);
}

static void
steady_place_bar_dispose (GObject *object)
{
  SteadyPlaceBar *self = STEADY_PLACE_BAR (object);

  if (self->chooser != NULL)
    g_signal_handlers_disconnect_by_data (self->chooser, self);
  g_clear_object (&self->chooser);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  if (self->box != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->box));
  self->box = NULL;
  G_OBJECT_CLASS (steady_place_bar_parent_class)->dispose (object);
}

static void
steady_place_bar_finalize (GObject *object)
{
  SteadyPlaceBar *self = STEADY_PLACE_BAR (object);

  g_ptr_array_unref (self->offered);
  g_free (self->folder);
  G_OBJECT_CLASS (steady_place_bar_parent_class)->finalize (object);
}

static void
steady_place_bar_class_init (SteadyPlaceBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_place_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_place_bar_finalize;
  widget_class->map = steady_place_bar_map;
  widget_class->unmap = steady_place_bar_unmap;
  changed_signal = g_signal_new ("changed",
                                 STEADY_TYPE_PLACE_BAR,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("records", "steady-place-bar"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPlaceBar, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlaceBar, other);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_place_bar_init (SteadyPlaceBar *self)
{
  self->offered = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Places"), -1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-screenshot.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "base/steady-replaceable.h"

/*
 * Draws @widget once more with the renderer of its window and writes it as PNG: the
 * picture has what the screen has, wherever the window stands. An older picture is
 * replaced, a file of another kind or a device never is.
 *
 * Thread: main.
 */
bool
steady_screenshot_save (GtkWidget *widget, const char *path, GError **error)
{
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  if (!steady_replaceable (path, "\x89PNG"))
    {
      g_clear_pointer (&node, gsk_render_node_unref);
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_EXISTS,
                   _ ("%s: is there already and is no PNG picture; name a new file"),
                   path);
      return false;
    }
  if (node == NULL)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_FAILED,
                   _ ("There is nothing to draw for “%s”; is the window shown?"),
                   path);
      return false;
    }
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GdkTexture) texture = gsk_renderer_render_texture (
      renderer, node, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gsk_render_node_unref (node);
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (texture);
  return g_file_set_contents (
      path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-training-look.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* A text that wraps, as wide as there is room. @style may be NULL. */
GtkWidget *
steady_training_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* @child in a place that scrolls upwards and downwards, with a bar that a glove can
 * hold. */
GtkWidget *
steady_training_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "training-scroller");
  return scroller;
}

/* Takes everything out of @box. */
void
steady_training_empty (GtkWidget *box)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* What assistive technology calls it. */
void
steady_training_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* "8.5 s", "2:05 min", or a dash for what never happened. Free with g_free (). */
char *
steady_training_duration (double seconds)
{
  if (!isfinite (seconds))
    return g_strdup ("—");
  if (seconds < 60)
    return g_strdup_printf (_ ("%.1f s"), seconds);
  return g_strdup_printf (_ ("%d:%02d min"), (int) seconds / 60, (int) seconds % 60);
}

/* A number as short as it can be with its unit, or a dash. Free with g_free (). */
char *
steady_training_value (double value, const char *unit)
{
  if (!isfinite (value))
    return g_strdup ("—");
  const int decimals = fabs (value) >= 100 ? 0 : fabs (value) >= 10 ? 1 : 2;
  char      number[32];
  g_snprintf (number, sizeof number, "%.*f", decimals, value);
  if (decimals > 0)
    {
      char *end = number + strlen (number);
      while (end[-1] == '0')
        *--end = '\0';
      if (end[-1] == '.' || end[-1] == ',')
        end[-1] = '\0';
    }
  return unit[0] != '\0' ? g_strdup_printf ("%s %s", number, unit) : g_strdup (number);
}

/* A text of data in the user's language; an empty one stays empty (gettext would tell
 * about itself). */
const char *
steady_training_translated (const char *text)
{
  return text[0] != '\0' ? _ (text) : "";
}

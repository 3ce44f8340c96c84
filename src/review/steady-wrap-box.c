/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-wrap-box.h"

enum
{
  GAP = 8,
  LINE_GAP = 6
};

struct _SteadyWrapBox
{
  GtkWidget parent_instance;
};

static void steady_wrap_box_buildable (GtkBuildableIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyWrapBox,
                               steady_wrap_box,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      steady_wrap_box_buildable))

static GtkBuildableIface *parent_buildable;

static void
add_child (GtkBuildable *buildable,
           GtkBuilder   *builder,
           GObject      *child,
           const char   *type)
{
  if (GTK_IS_WIDGET (child))
    gtk_widget_set_parent (GTK_WIDGET (child), GTK_WIDGET (buildable));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
steady_wrap_box_buildable (GtkBuildableIface *interface)
{
  parent_buildable = g_type_interface_peek_parent (interface);
  interface->add_child = add_child;
}

/* Goes through the lines of a box @width wide; places the children where @place.
 * Returns the height of all. */
static int
lay_out (SteadyWrapBox *self, int width, gboolean place)
{
  int x = 0, y = 0, line = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkRequisition wants;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_get_preferred_size (child, NULL, &wants);
      if (x > 0 && x + wants.width > width)
        {
          y += line + LINE_GAP;
          x = line = 0;
        }
      if (place)
        {
          GtkAllocation area = {
            x, y, MIN (wants.width, MAX (width, 1)), wants.height
          };
          gtk_widget_size_allocate (child, &area, -1);
        }
      line = MAX (line, wants.height);
      x += wants.width + GAP;
    }
  return y + line;
}

static void
measure (GtkWidget     *widget,
         GtkOrientation orientation,
         int            for_size,
         int           *minimum,
         int           *natural,
         int           *minimum_baseline,
         int           *natural_baseline)
{
  int least = 0, all = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkRequisition needs, wants;
      gtk_widget_get_preferred_size (child, &needs, &wants);
      least = MAX (least, needs.width);
      all += wants.width + GAP;
    }
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = least;
      *natural = MAX (all - GAP, least);
    }
  else
    *minimum = *natural =
        lay_out (STEADY_WRAP_BOX (widget), for_size > 0 ? for_size : all, FALSE);
}

static GtkSizeRequestMode
request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (STEADY_WRAP_BOX (widget), width, TRUE);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_wrap_box_parent_class)->dispose (object);
}

static void
steady_wrap_box_class_init (SteadyWrapBoxClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->get_request_mode = request_mode;
  widget_class->size_allocate = size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_wrap_box_init (SteadyWrapBox *self)
{
}

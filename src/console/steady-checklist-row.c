/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-checklist-row.h"

#include <glib/gi18n-lib.h>

#include "widgets/steady-look.h"

struct _SteadyChecklistRow
{
  GtkWidget                  parent_instance;
  const SteadyChecklist     *list;
  const SteadyChecklistItem *item;
  GtkWidget                 *mark;
  GtkWidget                 *note;
  GtkButton                 *read;
  GtkButton                 *verify; /* NULL: one person is enough */
  GtkButton                 *more;
};

enum
{
  READ,
  VERIFIED,
  MORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyChecklistRow, steady_checklist_row, GTK_TYPE_WIDGET)

static void
on_read (SteadyChecklistRow *self)
{
  g_signal_emit (self, signals[READ], 0);
}

static void
on_verify (SteadyChecklistRow *self)
{
  g_signal_emit (self, signals[VERIFIED], 0);
}

static void
on_more (SteadyChecklistRow *self)
{
  g_signal_emit (self, signals[MORE], 0);
}

/* The item that this row shows. */
const SteadyChecklistItem *
steady_checklist_row_item (SteadyChecklistRow *self)
{
  return self->item;
}

/* Marks the row that somebody was led to. */
void
steady_checklist_row_mark (SteadyChecklistRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "wanted");
  gtk_widget_grab_focus (GTK_WIDGET (self->read));
}

static void
say (GtkButton *button, const char *words)
{
  if (g_strcmp0 (gtk_button_get_label (button), words) != 0)
    gtk_button_set_label (button, words);
}

/* Shows how far the item is. */
void
steady_checklist_row_show (SteadyChecklistRow *self, const SteadyChecklistBook *book)
{
  const SteadyChecklistLine *line =
      steady_checklist_state_line (book->state, self->list->id, self->item->id);
  const unsigned turn = steady_checklist_state_turn (book->state, self->list->id, NULL);
  const unsigned state = line != NULL && line->turn == turn ? line->state : 0;
  const bool     done = steady_checklist_line_done (line, self->item, turn);
  g_autofree char *note = steady_checklist_book_note (book, self->list, self->item);

  gtk_label_set_text (GTK_LABEL (self->mark),
                      done                                ? "✓"
                      : state == STEADY_CHECKLIST_SKIPPED ? "✕"
                      : state != 0                        ? "…"
                                                          : "○");
  gtk_label_set_text (GTK_LABEL (self->note), note);
  say (self->read, self->list->kind == STEADY_CHECKLIST_CARD ? _ ("Done") : _ ("Read"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->read), !done);
  steady_look_class (
      GTK_WIDGET (self->read), "suggested", state == STEADY_CHECKLIST_READ || done);
  if (self->verify != NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->verify),
                                state == STEADY_CHECKLIST_READ);
      steady_look_class (GTK_WIDGET (self->verify), "suggested", done);
    }
  steady_look_class (GTK_WIDGET (self), "done", done);
}

static void
steady_checklist_row_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_checklist_row_parent_class)->dispose (object);
}

static void
steady_checklist_row_class_init (SteadyChecklistRowClass *class)
{
  static const char *const names[] = { "read", "verified", "more" };
  GtkWidgetClass          *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_checklist_row_dispose;
  for (unsigned i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i],
                               STEADY_TYPE_CHECKLIST_ROW,
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "checkrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_checklist_row_init (SteadyChecklistRow *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
}

static GtkButton *
add_button (SteadyChecklistRow *self,
            const char         *id,
            const char         *label,
            int                 width,
            GCallback           act,
            const char         *name)
{
  GtkWidget       *button = gtk_button_new_with_label (label);
  g_autofree char *full = g_strdup_printf ("%s: %s", name, _ (self->item->text));

  gtk_widget_set_name (button, id);
  gtk_widget_set_size_request (button, width, 56);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, full, -1);
  g_signal_connect_swapped (button, "clicked", act, self);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  return GTK_BUTTON (button);
}

static GtkWidget *
new_words (SteadyChecklistRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new (_ (self->item->text));

  self->note = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->note), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->note), 0);
  gtk_widget_add_css_class (text, "checktext");
  gtk_widget_add_css_class (self->note, "checknote");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), self->note);
  return box;
}

/* A row for @item of @list, which must live longer. */
GtkWidget *
steady_checklist_row_new (const SteadyChecklist *list, const SteadyChecklistItem *item)
{
  SteadyChecklistRow *self = g_object_new (STEADY_TYPE_CHECKLIST_ROW, NULL);
  const bool          card = list->kind == STEADY_CHECKLIST_CARD;

  self->list = list;
  self->item = item;
  gtk_widget_set_name (GTK_WIDGET (self), item->id);
  self->mark = gtk_label_new ("○");
  gtk_widget_set_size_request (self->mark, 28, -1);
  gtk_widget_add_css_class (self->mark, "checkmark");
  gtk_widget_set_parent (self->mark, GTK_WIDGET (self));
  gtk_widget_set_parent (new_words (self), GTK_WIDGET (self));
  self->read = add_button (self,
                           "read",
                           card ? _ ("Done") : _ ("Read"),
                           96,
                           G_CALLBACK (on_read),
                           card ? _ ("Done") : _ ("Read"));
  if (item->two)
    self->verify = add_button (
        self, "verified", _ ("Verified"), 112, G_CALLBACK (on_verify), _ ("Verified"));
  self->more =
      add_button (self, "more", "⋮", 56, G_CALLBACK (on_more), _ ("Skip or take back"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (item->text), -1);
  return GTK_WIDGET (self);
}

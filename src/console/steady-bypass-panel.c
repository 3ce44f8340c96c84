/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-bypass-panel.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"

/* In the order in which they are done at the table. */
static const struct
{
  SteadyBypassNeed need;
  const char      *text;
  const char      *lead; /* words of the button */
} needs[] = {
  { STEADY_NEED_TUBING, N_ ("Tubing size in the pump head, by two"), N_ ("Checklist") },
  { STEADY_NEED_LEVEL, N_ ("Level protection tested"), N_ ("Checklist") },
  { STEADY_NEED_AIR, N_ ("Air protection tested"), N_ ("Checklist") },
  { STEADY_NEED_LINE_PRESSURE,
    N_ ("Line pressure protection tested"),
    N_ ("Checklist") },
  { STEADY_NEED_PRIME,
    N_ ("Gas of the prime with blood, or no blood"),
    N_ ("Checklist") },
  { STEADY_NEED_LINE_TEST,
    N_ ("Arterial line: test pressure and swing"),
    N_ ("Checklist") },
  { STEADY_NEED_HEPARIN, N_ ("Heparin given, with its time"), N_ ("Drugs") },
  { STEADY_NEED_ACT, NULL, N_ ("ACT") },
  { STEADY_NEED_SWEEP, N_ ("Sweep gas flows"), N_ ("Gas") },
};

enum
{
  N_NEEDS = G_N_ELEMENTS (needs)
};

struct _SteadyBypassPanel
{
  GtkWidget         parent_instance;
  SteadyFitText    *title;
  GtkWidget        *marks[N_NEEDS];
  GtkWidget        *texts[N_NEEDS];
  GtkWidget        *notes[N_NEEDS]; /* who did it and when */
  GtkWidget        *leads[N_NEEDS];
  GtkWidget        *start;
  SteadyHoldButton *override;
};

enum
{
  LEAD,
  START,
  OVERRIDE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyBypassPanel, steady_bypass_panel, GTK_TYPE_WIDGET)

static void
on_lead (GtkWidget *button, SteadyBypassPanel *self)
{
  for (unsigned i = 0; i < N_NEEDS; i++)
    if (self->leads[i] == button)
      g_signal_emit (self, signals[LEAD], 0, (guint) needs[i].need);
}

static void
on_start (SteadyBypassPanel *self)
{
  g_signal_emit (self, signals[START], 0);
}

static void
on_override (SteadyBypassPanel *self)
{
  g_signal_emit (self, signals[OVERRIDE], 0);
}

/* The ACT in words: how high it must be, and what is wrong with the one there is. */
static char *
act_words (const SteadyChecklistBook *book)
{
  double                   least;
  const SteadyBypassAnswer answer = steady_checklist_book_act (book, &least);
  const char              *wrong = "";

  switch (answer)
    {
    case STEADY_BYPASS_LOW:
      wrong = _ (": too low");
      break;
    case STEADY_BYPASS_OLD:
      wrong = _ (": older than 30 min");
      break;
    case STEADY_BYPASS_UNNAMED:
      wrong = _ (": its device is not named");
      break;
    case STEADY_BYPASS_NONE:
      wrong = _ (": none after heparin");
      break;
    case STEADY_BYPASS_MET:
    default:
      break;
    }
  return g_strdup_printf (_ ("ACT of at least %.0f s after heparin%s"), least, wrong);
}

/* Where the engine does not ask for it nothing may look done. Once the step is behind
 * us it stays to be read who did what and when. */
static void
show_row (SteadyBypassPanel         *self,
          unsigned                   i,
          const SteadyChecklistBook *book,
          bool                       known,
          bool                       open)
{
  g_autofree char *text =
      needs[i].text != NULL ? g_strdup (_ (needs[i].text)) : act_words (book);
  g_autofree char *note =
      known ? g_strdup ("") : steady_checklist_book_need (book, needs[i].need);

  gtk_label_set_text (GTK_LABEL (self->notes[i]), note);
  gtk_widget_set_visible (self->notes[i], note[0] != '\0');
  gtk_label_set_text (GTK_LABEL (self->marks[i]), !known ? "–" : open ? "○" : "✓");
  gtk_label_set_text (GTK_LABEL (self->texts[i]), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->texts[i]),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  !known ? _ ("not known")
                                  : open ? _ ("missing")
                                         : _ ("done"),
                                  -1);
  gtk_widget_set_sensitive (self->leads[i], open);
  steady_look_class (self->texts[i], "strong", open);
}

static void
show_title (SteadyBypassPanel *self, bool known, unsigned open)
{
  g_autofree char *count =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                    "%u thing is missing before “On bypass”.",
                                    "%u things are missing before “On bypass”.",
                                    open),
                       open);
  const char *words = !known      ? _ ("This step is behind us, or there is none.")
                      : open == 0 ? _ ("All that “On bypass” needs is done.")
                                  : count;

  steady_fit_text_set_text (self->title, words);
}

/* Shows what is done and what is missing now. */
void
steady_bypass_panel_show (SteadyBypassPanel *self, const SteadyChecklistBook *book)
{
  unsigned   open = 0, count = 0;
  const bool known = steady_checklist_book_needs (book, &open);
  const bool required = (open & STEADY_NEED_REQUIRED) != 0;

  for (unsigned i = 0; i < N_NEEDS; i++)
    {
      const bool missing = known && (open & needs[i].need) != 0;
      show_row (self, i, book, known, missing);
      count += missing;
    }
  show_title (self, known, count);
  const char *name =
      book->link != NULL
          ? steady_console_link_state (book->link)->desk.desk.operator_name
          : "";
  g_autofree char *detail = name[0] != '\0' ? g_strdup_printf (_ ("by %s"), name)
                                            : g_strdup (_ ("sign in first"));
  gtk_widget_set_visible (self->start, !required);
  gtk_widget_set_sensitive (self->start, known);
  gtk_button_set_label (GTK_BUTTON (self->start),
                        count > 0 ? _ ("On bypass (training: not held up)")
                                  : _ ("On bypass"));
  gtk_widget_set_visible (GTK_WIDGET (self->override), required);
  gtk_widget_set_sensitive (GTK_WIDGET (self->override), known && name[0] != '\0');
  steady_hold_button_set_detail (self->override, detail);
}

static void
steady_bypass_panel_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_bypass_panel_parent_class)->dispose (object);
}

static guint
new_signal (const char *name, GType type)
{
  return g_signal_new (name,
                       STEADY_TYPE_BYPASS_PANEL,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       type == G_TYPE_NONE ? 0 : 1,
                       type);
}

static void
steady_bypass_panel_class_init (SteadyBypassPanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_bypass_panel_dispose;
  signals[LEAD] = new_signal ("lead", G_TYPE_UINT);
  signals[START] = new_signal ("start", G_TYPE_NONE);
  signals[OVERRIDE] = new_signal ("override", G_TYPE_NONE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "bypasspanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
new_label (const char *class)
{
  GtkWidget *label = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, class);
  return label;
}

/* What is needed above who did it. */
static GtkWidget *
both_of (SteadyBypassPanel *self, int i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->texts[i]);
  gtk_box_append (GTK_BOX (box), self->notes[i]);
  return box;
}

/* Two columns, so that all of it is seen at once on the smallest screen. */
static GtkWidget *
build_rows (SteadyBypassPanel *self)
{
  GtkWidget *grid = gtk_grid_new ();
  const int  half = (N_NEEDS + 1) / 2;

  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  for (int i = 0; i < N_NEEDS; i++)
    {
      const int at = 3 * (i / half);
      self->marks[i] = new_label ("checkmark");
      self->texts[i] = new_label ("checktext");
      self->notes[i] = gtk_label_new ("");
      gtk_label_set_ellipsize (GTK_LABEL (self->notes[i]), PANGO_ELLIPSIZE_END);
      gtk_label_set_xalign (GTK_LABEL (self->notes[i]), 0);
      gtk_widget_add_css_class (self->notes[i], "checknote");
      self->leads[i] = gtk_button_new_with_label (_ (needs[i].lead));
      gtk_widget_set_hexpand (self->texts[i], TRUE);
      gtk_widget_set_size_request (self->texts[i], 150, -1);
      gtk_widget_set_size_request (self->leads[i], 112, 56);
      gtk_widget_set_valign (self->leads[i], GTK_ALIGN_CENTER);
      g_signal_connect (self->leads[i], "clicked", G_CALLBACK (on_lead), self);
      gtk_grid_attach (GTK_GRID (grid), self->marks[i], at, i % half, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), both_of (self, i), at + 1, i % half, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), self->leads[i], at + 2, i % half, 1, 1);
    }
  return grid;
}

static GtkWidget *
build_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_widget_add_css_class (scroller, "training-scroller");
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

/* In the place of the row that the second column has less. */
static void
add_acts (SteadyBypassPanel *self, GtkWidget *grid)
{
  GtkWidget *acts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->start = gtk_button_new_with_label (_ ("On bypass"));
  gtk_widget_set_size_request (self->start, 250, 56);
  gtk_widget_set_hexpand (self->start, TRUE);
  g_signal_connect_swapped (self->start, "clicked", G_CALLBACK (on_start), self);
  self->override = STEADY_HOLD_BUTTON (steady_hold_button_new ());
  steady_hold_button_set_label (self->override, _ ("HOLD: ON BYPASS WITHOUT IT"));
  gtk_widget_set_size_request (GTK_WIDGET (self->override), 250, 56);
  gtk_widget_set_hexpand (GTK_WIDGET (self->override), TRUE);
  g_signal_connect_swapped (self->override, "held", G_CALLBACK (on_override), self);
  gtk_box_append (GTK_BOX (acts), self->start);
  gtk_box_append (GTK_BOX (acts), GTK_WIDGET (self->override));
  gtk_grid_attach (GTK_GRID (grid), acts, 3, N_NEEDS / 2, 3, 1);
}

static void
steady_bypass_panel_init (SteadyBypassPanel *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkWidget        *rows = build_rows (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  self->title = STEADY_FIT_TEXT (steady_fit_text_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "question");
  gtk_widget_set_parent (GTK_WIDGET (self->title), GTK_WIDGET (self));
  add_acts (self, rows);
  gtk_widget_set_parent (build_scroller (rows), GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What “On bypass” needs"),
                                  -1);
}

/* A list that knows no case yet. */
GtkWidget *
steady_bypass_panel_new (void)
{
  return g_object_new (STEADY_TYPE_BYPASS_PANEL, NULL);
}

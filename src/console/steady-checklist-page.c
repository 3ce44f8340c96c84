/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-checklist-page.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-bypass-panel.h"
#include "console/steady-checklist-choices.h"
#include "console/steady-checklist-layout.h"
#include "console/steady-checklist-row.h"
#include "console/steady-site-settings.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-number-pad.h"

/* What a person is choosing on the view of choices. */
typedef enum Choosing
{
  CHOOSING_SECOND, /* who verifies */
  CHOOSING_REASON, /* why an item is skipped, or to take it back */
  CHOOSING_ANSWER  /* one of the item's choices */
} Choosing;

/* Reasons for skipping that fit most items. */
static const char *const reasons[] = {
  N_ ("Emergency: no time"),
  N_ ("Not fitted here"),
  N_ ("Not needed for this child"),
  N_ ("Was checked elsewhere, seen in the chart"),
};

enum
{
  MOST_TABS = 12
};

struct _SteadyChecklistPage
{
  GtkWidget                  parent_instance;
  GtkWidget                 *box;
  GtkToggleButton           *tabs[MOST_TABS]; /* gate, lists, short list, cards */
  unsigned                   n_tabs;
  GtkStack                  *stack;
  SteadyFitText             *head;
  GtkButton                 *second;
  GtkButton                 *turn;
  GtkWidget                 *rows; /* box of SteadyChecklistRow and headings */
  GtkAdjustment             *scroll;
  SteadyBypassPanel         *gate;
  GtkWidget                 *cards; /* flow box */
  SteadyChecklistChoices    *choices;
  SteadyNumberPad           *pad;
  SteadyFitText             *status;
  SteadyChecklistBook        book;
  const SteadyPageHost      *host;
  const SteadyChecklist     *list; /* shown; NULL: gate or cards */
  bool                       expedited;
  Choosing                   choosing;
  const SteadyChecklistItem *item;   /* being answered */
  SteadyChecklistRecord      answer; /* … so far */
  unsigned                   asked;  /* its value that the pad asks for */
};

static void steady_checklist_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyChecklistPage,
                               steady_checklist_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_checklist_page_page_init))

static const char *
operator_of (SteadyChecklistPage *self)
{
  return self->book.link != NULL
             ? steady_console_link_state (self->book.link)->desk.desk.operator_name
             : "";
}

static void
show_head (SteadyChecklistPage *self)
{
  const char      *name = operator_of (self);
  g_autofree char *text = NULL;

  if (self->list == NULL)
    return;
  const SteadyChecklistCount count =
      steady_checklist_state_count (self->book.state, self->list, self->expedited);
  g_autofree char *began = steady_checklist_book_clock (&self->book, count.began);
  if (self->list->kind == STEADY_CHECKLIST_CARD)
    text = g_strdup (_ (self->list->title));
  else
    text = g_strdup_printf (_ ("%u of %u done, %u skipped · read by %s%s%s"),
                            count.done,
                            count.items,
                            count.skipped,
                            name[0] != '\0' ? name : _ ("nobody: sign in first"),
                            began[0] != '\0' ? _ (" · begun ") : "",
                            began);
  steady_fit_text_set_text (self->head, text);
  gtk_widget_set_visible (GTK_WIDGET (self->second),
                          self->list->kind != STEADY_CHECKLIST_CARD);
  gtk_widget_set_visible (GTK_WIDGET (self->turn),
                          self->list->kind != STEADY_CHECKLIST_PHASE);
  g_autofree char *second =
      self->book.second[0] != '\0'
          ? g_strdup_printf (_ ("Verified by %s"), self->book.second)
          : g_strdup (_ ("Who verifies?"));
  gtk_button_set_label (self->second, second);
}

static void
show_status (SteadyChecklistPage *self)
{
  const char *words = self->book.words[0] != '\0' ? self->book.words
                      : operator_of (self)[0] == '\0'
                          ? _ ("Nobody is signed in: nothing can be recorded.")
                      : self->list != NULL && self->list->kind == STEADY_CHECKLIST_CARD
                          ? _ ("What is ticked off goes into the record with its time.")
                          : _ ("One reads aloud, another looks and verifies.");
  gtk_widget_set_visible (
      GTK_WIDGET (self->status),
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "gate") != 0);
  steady_fit_text_set_text (self->status, words);
  steady_look_class (GTK_WIDGET (self->status), "bad", self->book.bad);
}

static void
show (SteadyChecklistPage *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->rows); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (STEADY_IS_CHECKLIST_ROW (child))
      steady_checklist_row_show (STEADY_CHECKLIST_ROW (child), &self->book);
  show_head (self);
  show_status (self);
  steady_bypass_panel_show (self->gate, &self->book);
}

static void
send (SteadyChecklistPage *self, const SteadyChecklistRecord *record)
{
  steady_checklist_book_send (&self->book, record);
  gtk_stack_set_visible_child_name (self->stack, "rows");
  show (self);
}

static void
begin_choice (SteadyChecklistPage *self, Choosing choosing, const char *title)
{
  self->choosing = choosing;
  steady_checklist_choices_begin (self->choices, title, choosing == CHOOSING_SECOND);
  gtk_stack_set_visible_child_name (self->stack, "choices");
}

/* Asks for the next number that the item wants, then for a choice, then sends. */
static void ask_on (SteadyChecklistPage *self);

static void
choose_second (SteadyChecklistPage *self, const char *name)
{
  if (name[0] != '\0')
    g_strlcpy (self->book.second, name, sizeof self->book.second);
  gtk_stack_set_visible_child_name (self->stack, "rows");
  show (self);
}

static void
choose_reason (SteadyChecklistPage *self, const char *name)
{
  const bool            back = name[0] == '\0';
  SteadyChecklistRecord record = steady_checklist_book_begin (
      &self->book,
      back ? STEADY_CHECKLIST_TAKEN_BACK : STEADY_CHECKLIST_SKIPPED,
      self->list,
      self->item->id);
  g_strlcpy (record.text, name, sizeof record.text);
  send (self, &record);
}

static void
on_choice (SteadyChecklistPage *self, const char *name)
{
  if (self->choosing == CHOOSING_SECOND)
    choose_second (self, name);
  else if (self->choosing == CHOOSING_REASON)
    choose_reason (self, name);
  else
    {
      g_strlcpy (self->answer.text, name, sizeof self->answer.text);
      send (self, &self->answer);
    }
}

static void
on_second (SteadyChecklistPage *self)
{
  g_auto (GStrv) names = steady_site_settings_operators ();

  begin_choice (self, CHOOSING_SECOND, _ ("Who looks and verifies?"));
  for (unsigned i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (names[i], operator_of (self)) != 0)
      steady_checklist_choices_add (self->choices, names[i], names[i]);
  steady_checklist_choices_add (self->choices, _ ("Anaesthetist"), _ ("Anaesthetist"));
  steady_checklist_choices_add (self->choices, _ ("Surgeon"), _ ("Surgeon"));
  steady_checklist_choices_add (self->choices, _ ("Nurse"), _ ("Nurse"));
}

static void
on_cancel (SteadyChecklistPage *self)
{
  gtk_stack_set_visible_child_name (self->stack, "rows");
}

static void
on_entered (SteadyChecklistPage *self, double value)
{
  const SteadyChecklistValue *asked = &self->item->values[self->asked];

  /* in the unit of this site, kept in that of the list; a rounded bound may not fall
   * outside of what can be entered */
  self->answer.values[self->asked++] = CLAMP (
      value / steady_checklist_value_shown (asked).factor, asked->low, asked->high);
  ask_on (self);
}

static void
ask_number (SteadyChecklistPage *self)
{
  const SteadyChecklistValue *value = &self->item->values[self->asked];
  const SteadyChecklistLine  *line =
      steady_checklist_state_line (self->book.state, self->list->id, self->item->id);
  const SteadyShownUnit shown = steady_checklist_value_shown (value);
  const double          before =
      line != NULL && line->state != 0 ? line->values[self->asked] : (double) NAN;

  steady_number_pad_ask (
      self->pad,
      &(SteadyNumberPadQuestion){
          .title = _ (value->label),
          .detail = _ (self->item->text),
          .unit = shown.unit,
          .value = shown.factor * (isfinite (before)                    ? before
                                   : value->low <= 0 && value->high > 0 ? 0
                                                                        : value->low),
          .low = value->low * shown.factor,
          .high = value->high * shown.factor,
          .step = pow (10, -MIN (shown.decimals, 2)),
          .decimals = shown.decimals });
  gtk_stack_set_visible_child_name (self->stack, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

static void
ask_on (SteadyChecklistPage *self)
{
  if (self->asked < self->item->n_values)
    ask_number (self);
  else if (self->item->choices != NULL)
    {
      begin_choice (self, CHOOSING_ANSWER, _ (self->item->text));
      for (unsigned i = 0; self->item->choices[i] != NULL; i++)
        steady_checklist_choices_add (
            self->choices, self->item->choices[i], _ (self->item->choices[i]));
    }
  else
    send (self, &self->answer);
}

static void
on_read (SteadyChecklistPage *self, SteadyChecklistRow *row)
{
  self->item = steady_checklist_row_item (row);
  self->asked = 0;
  self->answer = steady_checklist_book_begin (
      &self->book, STEADY_CHECKLIST_READ, self->list, self->item->id);
  ask_on (self);
}

static void
on_verified (SteadyChecklistPage *self, SteadyChecklistRow *row)
{
  if (self->book.second[0] == '\0')
    {
      on_second (self);
      return;
    }
  const SteadyChecklistRecord record =
      steady_checklist_book_begin (&self->book,
                                   STEADY_CHECKLIST_VERIFIED,
                                   self->list,
                                   steady_checklist_row_item (row)->id);
  send (self, &record);
}

static void
on_more (SteadyChecklistPage *self, SteadyChecklistRow *row)
{
  self->item = steady_checklist_row_item (row);
  begin_choice (self, CHOOSING_REASON, _ (self->item->text));
  for (unsigned i = 0; i < G_N_ELEMENTS (reasons); i++)
    steady_checklist_choices_add (self->choices, reasons[i], _ (reasons[i]));
  steady_checklist_choices_add (self->choices, "", _ ("Take back: open again"));
}

static void
on_turn (SteadyChecklistPage *self)
{
  const SteadyChecklistRecord record =
      steady_checklist_book_begin (&self->book, STEADY_CHECKLIST_ROUND, self->list, "");
  send (self, &record);
}

static void
add_row (SteadyChecklistPage *self, const SteadyChecklistItem *item)
{
  GtkWidget *row = steady_checklist_row_new (self->list, item);

  g_signal_connect_swapped (row, "read", G_CALLBACK (on_read), self);
  g_signal_connect_swapped (row, "verified", G_CALLBACK (on_verified), self);
  g_signal_connect_swapped (row, "more", G_CALLBACK (on_more), self);
  gtk_box_append (GTK_BOX (self->rows), row);
}

static void
add_words (SteadyChecklistPage *self, const char *words, bool strong)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, strong ? "checkgroup" : "checktext");
  gtk_box_append (GTK_BOX (self->rows), label);
}

static void
build_rows (SteadyChecklistPage *self)
{
  const char *group = NULL;
  GtkWidget  *child;

  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), child);
  add_words (self, _ (self->list->when), false);
  if (self->list->never != NULL)
    add_words (self, _ (self->list->never), true);
  for (unsigned i = 0; i < self->list->n_items; i++)
    {
      const SteadyChecklistItem *item = &self->list->items[i];
      if (self->expedited && !item->expedited)
        continue;
      if (item->group != NULL && g_strcmp0 (group, item->group) != 0)
        {
          add_words (self, _ (item->group), true);
          group = item->group;
        }
      add_row (self, item);
    }
  gtk_adjustment_set_value (self->scroll, 0);
}

static void
show_list (SteadyChecklistPage *self, const SteadyChecklist *list, bool expedited)
{
  if (self->list != list || self->expedited != expedited)
    {
      self->list = list;
      self->expedited = expedited;
      build_rows (self);
    }
  gtk_stack_set_visible_child_name (self->stack, "rows");
  show (self);
}

static void
press_tab (SteadyChecklistPage *self, const char *name)
{
  for (unsigned i = 0; i < self->n_tabs; i++)
    if (g_strcmp0 (gtk_widget_get_name (GTK_WIDGET (self->tabs[i])), name) == 0)
      gtk_toggle_button_set_active (self->tabs[i], TRUE);
}

/* Shows what "On bypass" needs. */
void
steady_checklist_page_show_gate (SteadyChecklistPage *self)
{
  press_tab (self, "gate");
  gtk_stack_set_visible_child_name (self->stack, "gate");
  show (self);
}

/* Shows the list or card called @id; false: there is none. */
bool
steady_checklist_page_show_list (SteadyChecklistPage *self, const char *id)
{
  const SteadyChecklist *list = steady_checklist_find (self->book.all, id);

  if (list == NULL)
    return false;
  press_tab (self, list->kind == STEADY_CHECKLIST_CARD ? "cards" : id);
  show_list (self, list, false);
  return true;
}

/* Shows the crisis card of @alarm; false: it has none. */
bool
steady_checklist_page_show_card_of (SteadyChecklistPage *self, const char *alarm)
{
  const SteadyChecklist *card = steady_checklist_card_of (self->book.all, alarm);

  return card != NULL && steady_checklist_page_show_list (self, card->id);
}

/* The lists of the case as this console knows them. */
SteadyChecklistBook *
steady_checklist_page_book (SteadyChecklistPage *self)
{
  return &self->book;
}

/* Tells which link the acts go to. */
void
steady_checklist_page_bind (SteadyChecklistPage *self, SteadyConsoleLink *link)
{
  self->book.link = link;
}

static void
on_tab (GtkToggleButton *button, SteadyChecklistPage *self)
{
  const char *name = gtk_widget_get_name (GTK_WIDGET (button));

  if (!gtk_toggle_button_get_active (button))
    return;
  if (g_strcmp0 (name, "gate") == 0 || g_strcmp0 (name, "cards") == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, name);
      show (self);
    }
  else if (g_strcmp0 (name, "short") == 0)
    show_list (self, steady_checklist_find (self->book.all, "before-bypass"), true);
  else
    show_list (self, steady_checklist_find (self->book.all, name), false);
}

/* A tab that is down already leads back from a card to all cards, too. */
static void
on_tab_again (GtkToggleButton *button, SteadyChecklistPage *self)
{
  if (gtk_toggle_button_get_active (button))
    on_tab (button, self);
}

static void
on_card (GtkWidget *button, SteadyChecklistPage *self)
{
  steady_checklist_page_show_list (self, gtk_widget_get_name (button));
}

static void
mark_item_of (SteadyChecklistPage *self, unsigned need)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->rows); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (STEADY_IS_CHECKLIST_ROW (child) &&
        steady_checklist_row_item (STEADY_CHECKLIST_ROW (child))->need == need)
      {
        steady_checklist_row_mark (STEADY_CHECKLIST_ROW (child));
        return;
      }
}

static void
on_lead (SteadyChecklistPage *self, guint need)
{
  if (need == STEADY_NEED_HEPARIN || need == STEADY_NEED_ACT)
    self->host->show (self->host->data, "drugs");
  else if (need == STEADY_NEED_SWEEP)
    {
      self->host->show (self->host->data, "live");
      self->host->point (self->host->data, "gas-panel");
    }
  else
    {
      press_tab (self, "short");
      mark_item_of (self, need);
    }
}

static void
on_start (SteadyChecklistPage *self)
{
  steady_console_link_mark (self->book.link, STEADY_EVENT_ON_BYPASS, 0, "");
  self->host->show (self->host->data, "live");
}

/* One hold by the one who is signed in, no typing (safety rulings, 7). */
static void
on_override (SteadyChecklistPage *self)
{
  steady_console_link_alarm (
      self->book.link, STEADY_ALARM_REQUEST_OVERRIDE_START, operator_of (self));
  on_start (self);
}

static void
scroll_by (SteadyChecklistPage *self, double pages)
{
  gtk_adjustment_set_value (self->scroll,
                            gtk_adjustment_get_value (self->scroll) +
                                pages * gtk_adjustment_get_page_size (self->scroll));
}

static void
on_up (SteadyChecklistPage *self)
{
  scroll_by (self, -0.8);
}

static void
on_down (SteadyChecklistPage *self)
{
  scroll_by (self, 0.8);
}

static void
start (SteadyPage *page, const SteadyPageHost *host)
{
  STEADY_CHECKLIST_PAGE (page)->host = host;
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyChecklistPage *self = STEADY_CHECKLIST_PAGE (page);
  if (steady_checklist_book_take (&self->book, frame) &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    show (self);
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  (void) real_now;
  show (STEADY_CHECKLIST_PAGE (page));
}

static void
steady_checklist_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "checklist";
  interface->title = N_ ("Checklist");
  interface->start = start;
  interface->take = take;
  interface->refresh = refresh;
}

static void
wrap (GtkWidget *button)
{
  GtkLabel *text = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));
  gtk_label_set_wrap (text, TRUE);
  gtk_label_set_justify (text, GTK_JUSTIFY_CENTER);
}

static void
add_tab (SteadyChecklistPage *self, GtkWidget *row, const char *name, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);

  if (self->n_tabs == MOST_TABS)
    return;
  wrap (button);
  gtk_widget_set_name (button, name);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), self->tabs[0]);
  gtk_widget_set_size_request (button, 72, 56);
  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect (button, "toggled", G_CALLBACK (on_tab), self);
  g_signal_connect (button, "clicked", G_CALLBACK (on_tab_again), self);
  gtk_box_append (GTK_BOX (row), button);
  self->tabs[self->n_tabs++] = GTK_TOGGLE_BUTTON (button);
}

static GtkWidget *
build_tabs (SteadyChecklistPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  add_tab (self, row, "gate", _ ("Go on bypass"));
  add_tab (self, row, "short", _ ("Short list"));
  for (guint i = 0; i < self->book.all->len; i++)
    {
      const SteadyChecklist *list = g_ptr_array_index (self->book.all, i);
      if (list->kind != STEADY_CHECKLIST_CARD)
        add_tab (self, row, list->id, _ (list->title));
    }
  add_tab (self, row, "cards", _ ("Crisis cards"));
  return row;
}

static GtkWidget *
build_list (SteadyChecklistPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->head = STEADY_FIT_TEXT (steady_fit_text_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->head), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->head), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->head), "checktext");
  self->second = GTK_BUTTON (steady_checklist_layout_button (
      _ ("Who verifies?"), _ ("Who verifies?"), G_CALLBACK (on_second), self));
  gtk_widget_set_size_request (GTK_WIDGET (self->second), 210, 56);
  self->turn = GTK_BUTTON (steady_checklist_layout_button (
      _ ("Begin anew"), _ ("Begin anew"), G_CALLBACK (on_turn), self));
  gtk_widget_set_size_request (GTK_WIDGET (self->turn), 120, 56);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->turn));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->second));
  gtk_box_append (
      GTK_BOX (head),
      steady_checklist_layout_button ("▲", _ ("Page up"), G_CALLBACK (on_up), self));
  gtk_box_append (GTK_BOX (head),
                  steady_checklist_layout_button (
                      "▼", _ ("Page down"), G_CALLBACK (on_down), self));
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *scroller = steady_checklist_layout_scroller (self->rows);
  self->scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), scroller);
  return box;
}

static GtkWidget *
build_cards (SteadyChecklistPage *self)
{
  self->cards = steady_checklist_layout_flow (8);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->cards), 5);
  for (guint i = 0; i < self->book.all->len; i++)
    {
      const SteadyChecklist *card = g_ptr_array_index (self->book.all, i);
      if (card->kind != STEADY_CHECKLIST_CARD)
        continue;
      GtkWidget *button = gtk_button_new_with_label (_ (card->title));
      wrap (button);
      gtk_widget_set_name (button, card->id);
      gtk_label_set_max_width_chars (
          GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 14);
      gtk_widget_set_size_request (button, 136, 64);
      g_signal_connect (button, "clicked", G_CALLBACK (on_card), self);
      gtk_flow_box_append (GTK_FLOW_BOX (self->cards), button);
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }
  return steady_checklist_layout_scroller (self->cards);
}

static void
steady_checklist_page_dispose (GObject *object)
{
  SteadyChecklistPage *self = STEADY_CHECKLIST_PAGE (object);
  self->book.link = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_checklist_page_parent_class)->dispose (object);
}

static void
steady_checklist_page_finalize (GObject *object)
{
  steady_checklist_book_finish (&STEADY_CHECKLIST_PAGE (object)->book);
  G_OBJECT_CLASS (steady_checklist_page_parent_class)->finalize (object);
}

static void
steady_checklist_page_class_init (SteadyChecklistPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_checklist_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_checklist_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "checklistpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
build_stack (SteadyChecklistPage *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  self->gate = STEADY_BYPASS_PANEL (steady_bypass_panel_new ());
  self->pad = STEADY_NUMBER_PAD (steady_number_pad_new ());
  g_signal_connect_swapped (self->gate, "lead", G_CALLBACK (on_lead), self);
  g_signal_connect_swapped (self->gate, "start", G_CALLBACK (on_start), self);
  g_signal_connect_swapped (self->gate, "override", G_CALLBACK (on_override), self);
  g_signal_connect_swapped (self->pad, "entered", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->pad, "cancelled", G_CALLBACK (on_cancel), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->gate), "gate");
  gtk_stack_add_named (self->stack, build_list (self), "rows");
  gtk_stack_add_named (self->stack, build_cards (self), "cards");
  self->choices = STEADY_CHECKLIST_CHOICES (steady_checklist_choices_new ());
  g_signal_connect_swapped (self->choices, "chosen", G_CALLBACK (on_choice), self);
  g_signal_connect_swapped (self->choices, "cancelled", G_CALLBACK (on_cancel), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->choices), "choices");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->pad), "pad");
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
}

static void
steady_checklist_page_init (SteadyChecklistPage *self)
{
  steady_checklist_book_init (&self->book);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), build_tabs (self));
  build_stack (self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  self->status = STEADY_FIT_TEXT (steady_fit_text_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "planstatus");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->status));
  gtk_toggle_button_set_active (self->tabs[0], TRUE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Checklist"), -1);
}

/* A page that knows no case yet. */
GtkWidget *
steady_checklist_page_new (void)
{
  return g_object_new (STEADY_TYPE_CHECKLIST_PAGE, NULL);
}

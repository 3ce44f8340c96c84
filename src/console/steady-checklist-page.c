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
#include "console/steady-checklist-sheet.h"
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
  SteadyChecklistSheet      *sheet;
  SteadyBypassPanel         *gate;
  GtkWidget                 *cards; /* flow box */
  SteadyChecklistChoices    *choices;
  SteadyNumberPad           *pad;
  SteadyFitText             *status;
  SteadyChecklistBook        book;
  const SteadyPageHost      *host;
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

static const SteadyChecklist *
list_of (SteadyChecklistPage *self)
{
  return steady_checklist_sheet_list (self->sheet);
}

static void
show_status (SteadyChecklistPage *self)
{
  const char *words =
      self->book.words[0] != '\0' ? self->book.words
      : operator_of (self)[0] == '\0'
          ? _ ("Nobody is signed in: nothing can be recorded.")
      : list_of (self) != NULL && list_of (self)->kind == STEADY_CHECKLIST_CARD
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
  steady_checklist_sheet_show (self->sheet, &self->book);
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
      list_of (self),
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
  const SteadyChecklistLine  *line = steady_checklist_state_line (
      self->book.state, list_of (self)->id, self->item->id);
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
      &self->book, STEADY_CHECKLIST_READ, list_of (self), self->item->id);
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
                                   list_of (self),
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
  const SteadyChecklistRecord record = steady_checklist_book_begin (
      &self->book, STEADY_CHECKLIST_ROUND, list_of (self), "");
  send (self, &record);
}

static void
show_list (SteadyChecklistPage *self, const SteadyChecklist *list, bool expedited)
{
  steady_checklist_sheet_take (self->sheet, list, expedited);
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
      steady_checklist_sheet_mark (self->sheet, need);
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
build_sheet (SteadyChecklistPage *self)
{
  self->sheet = STEADY_CHECKLIST_SHEET (steady_checklist_sheet_new ());
  g_signal_connect_swapped (self->sheet, "read", G_CALLBACK (on_read), self);
  g_signal_connect_swapped (self->sheet, "verified", G_CALLBACK (on_verified), self);
  g_signal_connect_swapped (self->sheet, "more", G_CALLBACK (on_more), self);
  g_signal_connect_swapped (self->sheet, "second", G_CALLBACK (on_second), self);
  g_signal_connect_swapped (self->sheet, "turn", G_CALLBACK (on_turn), self);
  return GTK_WIDGET (self->sheet);
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
  gtk_stack_add_named (self->stack, build_sheet (self), "rows");
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

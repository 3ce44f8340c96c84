/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-alarm-detail.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-table-words.h"
#include "console/steady-alarm-words.h"
#include "console/steady-checklist-book.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* One alarm in full, and its acts. */
struct _SteadyAlarmDetail
{
  GtkWidget          parent_instance;
  GtkWidget         *text; /* label with all words */
  GtkWidget         *card;
  GtkWidget         *seen;
  GtkWidget         *reset;
  SteadyConsoleLink *link;
  char               id[STEADY_ALARM_ID_SIZE]; /* empty: none */
};

static guint back_signal;

G_DEFINE_FINAL_TYPE (SteadyAlarmDetail, steady_alarm_detail, GTK_TYPE_WIDGET)

static const SteadyAlarmRecord *
find (const SteadyConsoleState *state, const char *id)
{
  for (unsigned i = 0; i < state->n_present; i++)
    if (strcmp (state->present[i].id, id) == 0)
      return &state->present[i];
  return NULL;
}

static void
append (GString *all, const char *caption, const char *words)
{
  if (words == NULL || words[0] == '\0')
    return;
  g_autofree char *bold = g_markup_escape_text (caption, -1);
  g_autofree char *plain = g_markup_escape_text (words, -1);
  g_string_append_printf (all, "<b>%s</b>  %s\n", bold, plain);
}

static void
append_causes (GString *all, const SteadyAlarmText *text)
{
  if (text == NULL || text->causes == NULL)
    return;
  g_auto (GStrv) causes = g_strsplit (text->causes, "\n", -1);
  g_autofree char *caption = g_markup_escape_text (_ ("Look for, in this order:"), -1);
  g_string_append_printf (all, "<b>%s</b>\n", caption);
  for (unsigned i = 0; causes[i] != NULL; i++)
    {
      g_autofree char *cause = g_markup_escape_text (_ (causes[i]), -1);
      g_string_append_printf (all, "   %u  %s\n", i + 1, cause);
    }
}

static char *
describe (const SteadyConsoleState *state,
          const char               *id,
          const SteadyAlarmRecord  *record,
          SteadyInstant             real_now)
{
  const SteadyAlarmText *text = steady_console_config_alarm (&state->config, id);
  GString               *all = g_string_new (NULL);
  SteadyAlarmWords       words;
  g_autofree char       *title =
      g_markup_escape_text (steady_alarm_table_title (state, id), -1);
  g_string_append_printf (all,
                          "<span size=\"x-large\"><b>%s  %s</b></span>\n",
                          steady_words_priority_mark (record != NULL ? record->priority
                                                      : text != NULL
                                                          ? text->priority
                                                          : STEADY_PRIORITY_NONE),
                          title);
  if (record == NULL)
    append (all, _ ("Now:"), _ ("not present any more"));
  else
    {
      steady_alarm_words_make (state, record, real_now, &words);
      append (all, _ ("What:"), words.what);
      append (all, _ ("Device:"), words.devices);
      append (all, _ ("Detector:"), words.sensor);
      append (all, _ ("Air seen:"), words.bubble);
      append (all, _ ("Since:"), words.since);
      append (all, _ ("State:"), steady_alarm_table_state (record));
      if (record->first_out)
        append (all, _ ("First:"), _ ("this alarm began the row of alarms"));
      append (all, _ ("Steady did:"), words.did);
      append (all, _ ("Do first:"), words.first);
    }
  append_causes (all, text);
  return g_string_free (all, FALSE);
}

/* Shows what is true of the alarm now. */
void
steady_alarm_detail_refresh (SteadyAlarmDetail *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = steady_console_link_state (self->link);
  const SteadyAlarmRecord  *record = find (state, self->id);
  if (self->id[0] == '\0')
    return;
  g_autofree char *markup = describe (state, self->id, record, real_now);
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->text)), markup) != 0)
    gtk_label_set_markup (GTK_LABEL (self->text), markup);
  gtk_widget_set_sensitive (
      self->card,
      steady_checklist_card_of (steady_checklist_book_all (), self->id) != NULL);
  gtk_widget_set_sensitive (self->seen,
                            record != NULL && !state->silent &&
                                record->state == STEADY_ALARM_ACTIVE);
  gtk_widget_set_sensitive (self->reset,
                            record != NULL && !state->silent &&
                                record->state == STEADY_ALARM_LATCHED);
}

/* Chooses the alarm. */
void
steady_alarm_detail_show (SteadyAlarmDetail *self, const char *id)
{
  g_strlcpy (self->id, id, sizeof self->id);
  steady_alarm_detail_refresh (self, steady_clock_now ());
}

static void
on_seen (SteadyAlarmDetail *self)
{
  steady_console_link_alarm (self->link, STEADY_ALARM_REQUEST_ACKNOWLEDGE, self->id);
}

static void
on_card (SteadyAlarmDetail *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.crisis-card", "s", self->id);
}

static void
on_reset (SteadyAlarmDetail *self)
{
  steady_console_link_alarm (self->link, STEADY_ALARM_REQUEST_RESET, self->id);
}

static void
on_back (SteadyAlarmDetail *self)
{
  g_signal_emit (self, back_signal, 0);
}

/* Tells which link the acts go to. */
void
steady_alarm_detail_bind (SteadyAlarmDetail *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
steady_alarm_detail_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_alarm_detail_parent_class)->dispose (object);
}

static void
steady_alarm_detail_class_init (SteadyAlarmDetailClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_alarm_detail_dispose;
  back_signal = g_signal_new ("back",
                              STEADY_TYPE_ALARM_DETAIL,
                              G_SIGNAL_RUN_LAST,
                              0,
                              NULL,
                              NULL,
                              NULL,
                              G_TYPE_NONE,
                              0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "alarmdetail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback act, SteadyAlarmDetail *self)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_set_size_request (button, 160, -1);
  g_signal_connect_swapped (button, "clicked", act, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
steady_alarm_detail_init (SteadyAlarmDetail *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *acts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_box_layout_set_spacing (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 12);
  self->text = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (self->text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->text), 0);
  gtk_label_set_yalign (GTK_LABEL (self->text), 0);
  gtk_widget_add_css_class (self->text, "detail");
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->text);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_parent (scroller, GTK_WIDGET (self));
  self->card = add_button (acts, _ ("Crisis card"), G_CALLBACK (on_card), self);
  self->seen = add_button (acts, _ ("Seen"), G_CALLBACK (on_seen), self);
  self->reset = add_button (acts, _ ("Reset"), G_CALLBACK (on_reset), self);
  add_button (acts, _ ("All present"), G_CALLBACK (on_back), self);
  gtk_widget_set_parent (acts, GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("One alarm"), -1);
}

/* A view of no alarm yet. */
GtkWidget *
steady_alarm_detail_new (void)
{
  return g_object_new (STEADY_TYPE_ALARM_DETAIL, NULL);
}

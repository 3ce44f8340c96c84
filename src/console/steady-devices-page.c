/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-devices-page.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-device-words.h"
#include "console/steady-plan-choice.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-page.h"
#include "widgets/steady-word-table.h"
#include "widgets/steady-words.h"

/* Ids of choices that are no channels. */
#define UNUSED  "unused"
#define AS_SITE "as-site"
#define ZERO    "zero"
#define UNZERO  "unzero"

/* Attached and found side by side on two tabs; a device and a question come over them.
 */
struct _SteadyDevicesPage
{
  GtkWidget           parent_instance;
  GtkWidget          *box;
  GtkStack           *stack;
  GtkWidget          *tabs;
  GtkToggleButton    *views[2];
  SteadyFitText      *engine; /* how real-time it is */
  SteadyFitText      *status;
  SteadyWordTable    *attached;
  SteadyWordTable    *found;
  GtkWidget          *look[2]; /* listen, listen and ask */
  SteadyDeviceDetail *detail;
  SteadyPlanChoice   *choice;
  SteadyDeviceBook    book;
  SteadyConsoleLink  *link;
  unsigned            open;   /* number of the device in detail; 0: none */
  char               *signal; /* that the question is about */
  SteadyDeviceAct     asked;  /* … what is asked */
  unsigned            shown;  /* serial of the book */
  uint64_t            last_id;
  char                words[240];
  gboolean            bad;
};

static void steady_devices_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyDevicesPage,
                               steady_devices_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_devices_page_page_init))

static const SteadyConsoleState *
state_of (SteadyDevicesPage *self)
{
  return self->link != NULL ? steady_console_link_state (self->link) : NULL;
}

static void
send_request (SteadyDevicesPage *self, SteadyDeviceRequest request)
{
  /* by the wall clock, so that a console that was started anew repeats none */
  self->last_id = MAX (self->last_id + 1, (uint64_t) steady_clock_utc_ns ());
  request.id = self->last_id;
  request.issued = steady_clock_now ();
  request.device = request.device != 0 ? request.device : (uint16_t) self->open;
  const bool sent =
      self->link != NULL &&
      steady_console_link_send (
          self->link, STEADY_FRAME_DEVICE_REQUEST, &request, sizeof request);
  self->bad = !sent;
  g_strlcpy (self->words,
             sent ? "" : _ ("NOT DONE: the engine does not answer"),
             sizeof self->words);
}

static void
show_status (SteadyDevicesPage *self)
{
  const SteadyConsoleState *state = state_of (self);
  const char               *name = state != NULL ? state->desk.desk.operator_name : "";
  const char               *words =
      self->words[0] != '\0' ? self->words
                    : name[0] == '\0'
                        ? _ ("Nobody is signed in: nothing can be changed.")
                        : _ ("Tap a device to see its signals, to place or zero them, to tape it.");
  steady_fit_text_set_text (self->status, words);
  steady_look_class (GTK_WIDGET (self->status), "bad", self->bad);
}

static void
show_engine (SteadyDevicesPage *self)
{
  char text[240];

  if (!self->book.told)
    g_strlcpy (text, "", sizeof text);
  else
    g_snprintf (text,
                sizeof text,
                "%s · %s",
                self->book.scheduled ? _ ("Real-time scheduling: granted")
                                     : _ ("Real-time scheduling: NOT GRANTED"),
                self->book.locked ? _ ("memory: locked") : _ ("memory: NOT LOCKED"));
  steady_fit_text_set_text (self->engine, text);
  steady_look_class (GTK_WIDGET (self->engine),
                     "bad",
                     self->book.told && self->book.site && !self->book.scheduled);
}

static void
put_device (SteadyDevicesPage *self, const SteadyBookDevice *device)
{
  char          key[16];
  SteadyWordRow row = { .key = key, .acts = 1, .strong = TRUE };

  g_snprintf (key, sizeof key, "%u", device->number);
  row.cells[0] = steady_device_words_short (device);
  row.cells[1] = device->place[0] != '\0' ? g_strdup (device->place)
                                          : steady_device_words_port (device);
  row.cells[2] = steady_device_words_state (device);
  row.cells[3] = steady_device_words_age (device);
  if (device->has_state && device->state.link == STEADY_LINK_LOST)
    row.priority = STEADY_PRIORITY_LOW;
  steady_word_table_put (self->attached, &row);
  steady_word_row_clear (&row);
}

static void
put_found (SteadyDevicesPage *self, const SteadyBookFound *found)
{
  SteadyWordRow row = { .key = found->port, .strong = TRUE };

  row.cells[0] = g_strdup (found->port);
  row.cells[1] = g_strdup (steady_device_words_found (found->state));
  row.cells[2] = found->driver[0] == '\0'
                     ? g_strdup ("—")
                     : g_strdup_printf ("%s (%s)%s%s",
                                        _ (found->title),
                                        found->driver,
                                        found->identity[0] != '\0' ? "\n" : "",
                                        found->identity);
  steady_word_table_put (self->found, &row);
  steady_word_row_clear (&row);
}

static void
show_lists (SteadyDevicesPage *self)
{
  steady_word_table_begin (self->attached);
  for (guint i = 0; i < self->book.devices->len; i++)
    put_device (self, self->book.devices->pdata[i]);
  steady_word_table_end (self->attached);
  steady_word_table_begin (self->found);
  for (guint i = 0; i < self->book.found->len; i++)
    put_found (self, self->book.found->pdata[i]);
  steady_word_table_end (self->found);
  steady_word_table_set_empty (self->found,
                               self->book.site
                                   ? _ ("Nothing but what the site file names.")
                                   : _ ("Ports are looked at in a live case only."));
  for (unsigned i = 0; i < G_N_ELEMENTS (self->look); i++)
    gtk_widget_set_sensitive (self->look[i], self->book.site);
}

static void
show_detail (SteadyDevicesPage *self)
{
  SteadyBookDevice *device = steady_device_book_find (&self->book, self->open);

  if (device != NULL && state_of (self) != NULL)
    steady_device_detail_show (self->detail, &self->book, device, state_of (self));
}

/* Brings up a view; what lies over the lists has their place. */
static void
bring_up (SteadyDevicesPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_widget_set_visible (
      self->tabs, strcmp (name, "attached") == 0 || strcmp (name, "found") == 0);
}

/* The tab that is on. */
static void
show_chosen (SteadyDevicesPage *self)
{
  self->open = 0;
  bring_up (self, gtk_toggle_button_get_active (self->views[1]) ? "found" : "attached");
}

/* Brings up the device of that number. */
void
steady_devices_page_open (SteadyDevicesPage *self, unsigned number)
{
  if (steady_device_book_find (&self->book, number) == NULL)
    return;
  self->open = number;
  show_detail (self);
  bring_up (self, "detail");
}

static void
on_open (SteadyDevicesPage *self, const char *key, unsigned act)
{
  (void) act;
  steady_devices_page_open (self, (unsigned) g_ascii_strtoull (key, NULL, 10));
}

static SteadyBookSignal *
asked_signal (SteadyDevicesPage *self)
{
  SteadyBookDevice *device = steady_device_book_find (&self->book, self->open);

  for (guint i = 0; device != NULL && self->signal != NULL && i < device->signals->len;
       i++)
    {
      SteadyBookSignal *signal = device->signals->pdata[i];
      if (strcmp (signal->name, self->signal) == 0)
        return signal;
    }
  return NULL;
}

/* Places of its unit and kind that no other signal will feed. */
static void
ask_place (SteadyDevicesPage *self, const SteadyBookSignal *signal)
{
  g_autofree char *now = steady_device_words_feeds (signal);
  g_autofree char *title =
      g_strdup_printf (_ ("Which place does “%s” feed?"), _ (signal->label));
  g_autofree char *note = g_strdup_printf (
      _ ("Now: %s. What you choose is kept for this site, from the next start on."),
      now);

  steady_plan_choice_begin (self->choice, title, note);
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      /* compared, not shown: a device sends the channel's own unit */
      if ((unsigned) info->kind == signal->kind &&
          strcmp (info->unit, signal->unit) == 0 &&
          (info->channel == signal->next ||
           !steady_device_book_is_taken (&self->book, info->channel)))
        steady_plan_choice_add (self->choice, info->name, _ (info->label));
    }
  steady_plan_choice_add (self->choice, UNUSED, _ ("not used"));
  if (signal->changed)
    steady_plan_choice_add (self->choice, AS_SITE, _ ("as in the site file"));
}

static void
ask_zero (SteadyDevicesPage *self, const SteadyBookSignal *signal)
{
  g_autofree char *title = g_strdup_printf (_ ("Zero “%s”"), _ (signal->label));
  g_autofree char *note = NULL;
  char             number[24];
  double           reading;

  if (steady_device_words_reading (
          &self->book, state_of (self), signal->channel, &reading))
    {
      steady_words_number (reading, 1, number, sizeof number);
      note = g_strdup_printf (_ ("Open the transducer to air. It reads %s mmHg; that "
                                 "becomes 0. Refused unless "
                                 "it stands still near 0."),
                              number);
    }
  else
    note = g_strdup (_ ("The line reads nothing now; it cannot be zeroed."));
  steady_plan_choice_begin (self->choice, title, note);
  steady_plan_choice_add (self->choice, ZERO, _ ("Open to air: zero now"));
  steady_plan_choice_add (self->choice, UNZERO, _ ("Take the zero back"));
}

/* Asks which place @signal feeds, or whether its line is to be zeroed. */
void
steady_devices_page_ask (SteadyDevicesPage *self,
                         SteadyDeviceAct    act,
                         const char        *signal)
{
  g_free (self->signal);
  self->signal = g_strdup (signal);
  self->asked = act;
  const SteadyBookSignal *about = asked_signal (self);
  if (about == NULL || state_of (self) == NULL)
    return;
  if (act == STEADY_DEVICE_ACT_ZERO)
    ask_zero (self, about);
  else
    ask_place (self, about);
  self->words[0] = '\0'; /* what came of the question before says nothing of this one */
  self->bad = FALSE;
  show_status (self);
  bring_up (self, "choice");
}

static void
zero (SteadyDevicesPage *self, const SteadyBookSignal *signal, bool back)
{
  SteadyDeviceRequest request = { .act = back ? STEADY_DEVICE_ACT_ZERO_BACK
                                              : STEADY_DEVICE_ACT_ZERO,
                                  .channel = (uint16_t) signal->channel };
  double              reading = 0;

  if (!steady_device_words_reading (
          &self->book, state_of (self), signal->channel, &reading) &&
      !back)
    {
      g_strlcpy (self->words,
                 _ ("The line reads nothing now; it cannot be zeroed."),
                 sizeof self->words);
      self->bad = TRUE;
      return;
    }
  request.value = reading;
  send_request (self, request);
}

static void
place (SteadyDevicesPage *self, const SteadyBookSignal *signal, const char *id)
{
  SteadyDeviceRequest request = { .act = STEADY_DEVICE_ACT_PLACE };
  SteadyChannel       channel = STEADY_CHANNEL_NONE;

  g_strlcpy (request.signal, signal->name, sizeof request.signal);
  if (strcmp (id, AS_SITE) == 0)
    request.act = STEADY_DEVICE_ACT_PLACE_BACK;
  else if (strcmp (id, UNUSED) != 0 && !steady_channel_from_name (id, &channel))
    return;
  request.channel = (uint16_t) channel;
  send_request (self, request);
}

/* As if the button @id of the question were tapped. */
void
steady_devices_page_choose (SteadyDevicesPage *self, const char *id)
{
  const SteadyBookSignal *signal = asked_signal (self);

  if (signal != NULL && self->asked == STEADY_DEVICE_ACT_ZERO)
    zero (self, signal, strcmp (id, UNZERO) == 0);
  else if (signal != NULL)
    place (self, signal, id);
  show_status (self);
  bring_up (self, "detail");
}

static void
on_question_left (SteadyDevicesPage *self)
{
  bring_up (self, "detail");
}

static void
on_act (SteadyDevicesPage *self, guint act, const char *signal, gboolean on)
{
  if (act == STEADY_DEVICE_ACT_PLACE || act == STEADY_DEVICE_ACT_ZERO)
    steady_devices_page_ask (self, (SteadyDeviceAct) act, signal);
  else
    send_request (self, (SteadyDeviceRequest){ .act = act, .value = on ? 1 : 0 });
  show_status (self);
}

static void
on_look (GtkWidget *button, SteadyDevicesPage *self)
{
  send_request (self,
                (SteadyDeviceRequest){ .act = STEADY_DEVICE_ACT_LOOK,
                                       .value = button == self->look[1] ? 1 : 0 });
  show_status (self);
}

static void
start (SteadyPage *page, const SteadyPageHost *host)
{
  (void) page;
  (void) host;
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyDevicesPage *self = STEADY_DEVICES_PAGE (page);

  steady_device_book_take (&self->book, frame);
  if (frame->header.type != STEADY_FRAME_DEVICE_ANSWER)
    return;
  const SteadyDeviceAnswer *answer = frame->payload;
  if (answer->id != self->last_id)
    return;
  steady_device_words_answer (answer, self->words, sizeof self->words);
  self->bad = answer->status != STEADY_ANSWER_CONFIRMED;
  show_status (self);
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  SteadyDevicesPage *self = STEADY_DEVICES_PAGE (page);

  (void) real_now;
  show_status (self);
  if (self->open != 0)
    show_detail (self);
  if (self->shown == self->book.serial)
    return;
  self->shown = self->book.serial;
  show_engine (self);
  show_lists (self);
}

static void
steady_devices_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "devices";
  interface->title = N_ ("Devices");
  interface->start = start;
  interface->take = take;
  interface->refresh = refresh;
}

static SteadyFitText *
new_text (int height)
{
  GtkWidget *text = g_object_new (STEADY_TYPE_FIT_TEXT,
                                  "xalign",
                                  0.0,
                                  "hexpand",
                                  TRUE,
                                  "lines",
                                  1,
                                  "height-request",
                                  height,
                                  NULL);
  gtk_widget_add_css_class (text, "strong");
  gtk_widget_add_css_class (text, "planstatus");
  return STEADY_FIT_TEXT (text);
}

static GtkWidget *
build_tabs (SteadyDevicesPage *self)
{
  const char *names[] = { _ ("Attached"), _ ("Found") };
  GtkWidget  *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (names[i]);
      gtk_widget_set_size_request (button, 150, 56);
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), self->views[0]);
      g_signal_connect_swapped (button, "clicked", G_CALLBACK (show_chosen), self);
      gtk_box_append (GTK_BOX (row), button);
      self->views[i] = GTK_TOGGLE_BUTTON (button);
    }
  gtk_toggle_button_set_active (self->views[0], TRUE);
  self->engine = new_text (40);
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->engine));
  return row;
}

static void
build_attached (SteadyDevicesPage *self)
{
  const SteadyWordColumn columns[] = { { _ ("Device"), 0 },
                                       { _ ("Place"), 0 },
                                       { _ ("State"), 150 },
                                       { _ ("Last data"), 110 } };

  self->attached = STEADY_WORD_TABLE (
      steady_word_table_new (_ ("Attached devices"), columns, G_N_ELEMENTS (columns)));
  steady_word_table_add_act (self->attached, _ ("Open"));
  steady_word_table_set_empty (self->attached,
                               _ ("The engine has told of no device yet."));
  g_signal_connect_swapped (self->attached, "act", G_CALLBACK (on_open), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->attached), "attached");
}

static void
build_found (SteadyDevicesPage *self)
{
  const SteadyWordColumn columns[] = { { _ ("Port"), 0 },
                                       { _ ("State"), 0 },
                                       { _ ("Device"), 0 } };
  const char            *labels[] = { _ ("Listen again"), _ ("Listen, then ask") };
  GtkWidget             *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget             *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  SteadyFitText         *note = new_text (40);

  self->found = STEADY_WORD_TABLE (
      steady_word_table_new (_ ("Found ports"), columns, G_N_ELEMENTS (columns)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->found), TRUE);
  for (unsigned i = 0; i < G_N_ELEMENTS (self->look); i++)
    {
      self->look[i] = gtk_button_new_with_label (labels[i]);
      gtk_widget_set_size_request (self->look[i], 180, 56);
      g_signal_connect (self->look[i], "clicked", G_CALLBACK (on_look), self);
      gtk_box_append (GTK_BOX (row), self->look[i]);
    }
  g_object_set (note, "lines", 2, NULL);
  steady_fit_text_set_text (
      note,
      _ ("Ports in use are never touched, what speaks is never asked, and the network "
         "is only listened to."));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (note));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->found));
  gtk_box_append (GTK_BOX (box), row);
  gtk_stack_add_named (self->stack, box, "found");
}

static void
build_rest (SteadyDevicesPage *self)
{
  self->detail = STEADY_DEVICE_DETAIL (steady_device_detail_new ());
  g_signal_connect_swapped (self->detail, "act", G_CALLBACK (on_act), self);
  g_signal_connect_swapped (self->detail, "left", G_CALLBACK (show_chosen), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->detail), "detail");
  self->choice = STEADY_PLAN_CHOICE (steady_plan_choice_new ());
  steady_plan_choice_leave (self->choice, _ ("Back"));
  g_signal_connect_swapped (
      self->choice, "chosen", G_CALLBACK (steady_devices_page_choose), self);
  g_signal_connect_swapped (self->choice, "left", G_CALLBACK (on_question_left), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->choice), "choice");
}

static void
steady_devices_page_dispose (GObject *object)
{
  SteadyDevicesPage *self = STEADY_DEVICES_PAGE (object);
  self->link = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_devices_page_parent_class)->dispose (object);
}

static void
steady_devices_page_finalize (GObject *object)
{
  SteadyDevicesPage *self = STEADY_DEVICES_PAGE (object);
  steady_device_book_finish (&self->book);
  g_free (self->signal);
  G_OBJECT_CLASS (steady_devices_page_parent_class)->finalize (object);
}

static void
steady_devices_page_class_init (SteadyDevicesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_devices_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_devices_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "devicespage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_devices_page_init (SteadyDevicesPage *self)
{
  steady_device_book_init (&self->book);
  self->shown = UINT_MAX;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  build_attached (self);
  build_found (self);
  build_rest (self);
  self->tabs = build_tabs (self);
  gtk_box_append (GTK_BOX (self->box), self->tabs);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  self->status = new_text (24);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->status));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Devices"), -1);
  show_status (self);
}

/* Nothing is known yet. */
GtkWidget *
steady_devices_page_new (void)
{
  return g_object_new (STEADY_TYPE_DEVICES_PAGE, NULL);
}

/* Tells which link the requests go to; before the page is seen. */
void
steady_devices_page_bind (SteadyDevicesPage *self, SteadyConsoleLink *link)
{
  self->link = link;
}

SteadyDeviceBook *
steady_devices_page_book (SteadyDevicesPage *self)
{
  return &self->book;
}

SteadyDeviceDetail *
steady_devices_page_detail (SteadyDevicesPage *self)
{
  return self->detail;
}

/* What became of the last request; "" where nothing did. */
const char *
steady_devices_page_words (SteadyDevicesPage *self)
{
  return self->words;
}

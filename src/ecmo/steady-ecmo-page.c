/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ecmo/steady-ecmo-page.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-json.h"
#include "ecmo/steady-ecmo-words.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* The file is asked again after this; after an act sooner, but when it is stored. */
#define PERIOD (10 * STEADY_NSEC_PER_SEC)
#define SOON   (STEADY_NSEC_PER_SEC)

enum
{
  HOURS_OF_A_DAY = 24,
  HOURS_OF_A_SHIFT = 12,
  PAD_HEIGHT = 450 /* below this the number pad takes the place of the tabs */
};

static const struct
{
  const char *name;
  const char *label;
} views[] = {
  { "hours", N_ ("Hours") },
  { "trends", N_ ("Trends") },
  { "circuit", N_ ("Circuit") },
  { "handover", N_ ("Handover") },
};

struct _SteadyEcmoPage
{
  GtkWidget               parent_instance;
  GtkWidget              *box;
  GtkToggleButton        *tabs[G_N_ELEMENTS (views)];
  GtkWidget              *moves;
  GtkWidget              *prints;
  GtkWidget              *tab_row;
  SteadyFitText          *status;
  GtkStack               *stack;
  SteadyEcmoTable        *table;
  SteadyEcmoTrends       *trends;
  SteadyEcmoCircuit      *circuit;
  SteadyEcmoHandoverView *handover;
  SteadyEcmoSender        sender;
  SteadyFitText          *legend;
  SteadyEcmoSource       *source;
  SteadyEcmoSheet        *sheet;     /* the last answer with a course, or NULL */
  char                   *case_file; /* NULL: none is kept */
  char                   *error;     /* of the last answer, or NULL */
  SteadyInstant           now;       /* of the engine, by its last frame */
  SteadyInstant           asked_now; /* … when the file was asked last */
  SteadyInstant           asked_real;
  SteadyInstant           due_real; /* an act is to be seen; NEVER: none */
  unsigned                back; /* hours between the running one and the last shown */
  unsigned                asked_columns;
  unsigned                mode; /* SteadySupportMode */
  bool                    heard;
};

static guint check_signal, print_signal;

static void steady_ecmo_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyEcmoPage,
                               steady_ecmo_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_ecmo_page_page_init))

static bool
on_ecmo (const SteadyEcmoPage *self)
{
  return self->mode == STEADY_SUPPORT_ECMO_VA || self->mode == STEADY_SUPPORT_ECMO_VV;
}

/* The support mode first: this page is there in every one, and says so. */
static void
append_mode (SteadyEcmoPage *self, GString *text)
{
  const SteadyEcmoCourse *course = self->sheet->course;
  g_autofree char        *total = steady_ecmo_words_age (course->total);

  g_string_append (text, steady_words_support_mode ((SteadySupportMode) self->mode));
  if (on_ecmo (self))
    g_string_append_printf (text, _ (" · on ECMO for %s"), total);
  else if (course->stretches->len > 0)
    g_string_append_printf (text, _ (": NOT ON ECMO now · it was for %s"), total);
  else
    g_string_append (text, _ (": NOT ON ECMO in this case"));
}

static const char *
shown_view (SteadyEcmoPage *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

static bool
on_hours (SteadyEcmoPage *self)
{
  return strcmp (shown_view (self), "hours") == 0;
}

static void
show_status (SteadyEcmoPage *self)
{
  g_autoptr (GString) text = g_string_new ("");
  bool late = false;

  if (self->sender.words[0] != '\0' && (self->sender.bad || !on_hours (self)))
    g_string_append (text, self->sender.words);
  else if (self->case_file == NULL)
    g_string_append (text,
                     _ ("NOTHING IS RECORDED: without a case file there is no chart."));
  else if (self->error != NULL)
    g_string_append_printf (text, _ ("The case cannot be read: %s"), self->error);
  else if (self->sheet == NULL)
    g_string_append (text, _ ("The case is being read …"));
  else
    {
      g_autofree char *check =
          steady_ecmo_words_check (self->sheet->course, self->now, &late);
      append_mode (self, text);
      if (on_ecmo (self))
        g_string_append_printf (text, "\n%s", check);
    }
  steady_fit_text_set_text (self->status, text->str);
  steady_look_class (GTK_WIDGET (self->status), "strong", TRUE);
  steady_look_class (GTK_WIDGET (self->status), "late", late);
}

static void
show_sheet (SteadyEcmoPage *self)
{
  if (self->sheet == NULL)
    return;
  if (on_hours (self))
    steady_ecmo_table_show (self->table, self->sheet);
  else if (strcmp (shown_view (self), "trends") == 0)
    steady_ecmo_trends_show (self->trends, self->sheet);
  else if (strcmp (shown_view (self), "circuit") == 0)
    steady_ecmo_circuit_show (self->circuit, self->sheet, self->now);
  else
    steady_ecmo_handover_view_show (self->handover, self->sheet);
}

static void
on_sheet (SteadyEcmoSheet *sheet, void *data)
{
  SteadyEcmoPage *self = data;

  g_clear_pointer (&self->error, g_free);
  if (sheet->course == NULL)
    {
      self->error = g_strdup (sheet->error);
      steady_ecmo_sheet_free (sheet);
    }
  else
    {
      steady_ecmo_sheet_free (self->sheet);
      self->sheet = sheet;
      if (on_hours (self))
        self->back = sheet->back;
      show_sheet (self);
    }
  show_status (self);
}

static void
forget_case (SteadyEcmoPage *self)
{
  g_clear_pointer (&self->source, steady_ecmo_source_free);
  g_clear_pointer (&self->sheet, steady_ecmo_sheet_free);
  g_clear_pointer (&self->error, g_free);
  self->asked_real = 0;
}

/* Asks the file at the next refresh, whatever it said before. */
static void
ask_anew (SteadyEcmoPage *self)
{
  self->asked_real = 0;
}

static bool
must_ask (SteadyEcmoPage *self, unsigned columns, SteadyInstant real_now)
{
  if (self->case_file == NULL || columns == 0 || !self->heard)
    return false;
  if (self->asked_real == 0 || columns != self->asked_columns)
    return true;
  if (self->due_real != STEADY_INSTANT_NEVER && real_now >= self->due_real)
    return true;
  /* a frozen case has nothing new to show */
  return real_now - self->asked_real >= PERIOD && self->now != self->asked_now;
}

static unsigned
columns_of (SteadyEcmoPage *self)
{
  const unsigned columns = steady_ecmo_table_columns (self->table);

  return on_hours (self) ? columns : HOURS_OF_A_SHIFT;
}

static void
ask (SteadyEcmoPage *self, SteadyInstant real_now)
{
  const unsigned     columns = columns_of (self);
  const bool         chart = on_hours (self);
  SteadyEcmoQuestion question = { .hours = columns, .back = chart ? self->back : 0 };

  if (!must_ask (self, columns, real_now))
    return;
  if (strcmp (shown_view (self), "trends") == 0)
    {
      steady_ecmo_trends_ask (self->trends, &question);
      if (question.columns == 0)
        return; /* it has no size yet */
    }
  if (self->source == NULL)
    self->source = steady_ecmo_source_new (self->case_file, on_sheet, self);
  self->due_real = STEADY_INSTANT_NEVER;
  self->asked_columns = columns;
  self->asked_real = real_now;
  self->asked_now = self->now;
  steady_ecmo_source_ask (self->source, &question);
}

static void
take_welcome (SteadyEcmoPage *self, const SteadyFrame *frame)
{
  SteadyJsonDocument document = { 0 };
  const char        *file = NULL;

  if (!steady_json_document_parse (
          &document, "welcome", frame->payload, -1, NULL, 0, NULL))
    return;
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (!steady_json_has (&root, "case_file") ||
      !steady_json_get_string (&root, "case_file", &file, NULL) || file[0] == '\0')
    file = NULL;
  if (g_strcmp0 (file, self->case_file) != 0)
    self->back = 0;
  forget_case (self);
  g_free (self->case_file);
  self->case_file = g_strdup (file);
  self->heard = false;
  steady_json_document_finish (&document);
}

static void
steady_ecmo_page_take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyEcmoPage *self = STEADY_ECMO_PAGE (page);

  const unsigned taken = self->sender.taken;

  self->now = frame->header.t;
  steady_ecmo_sender_take (&self->sender, frame);
  if (self->sender.taken != taken)
    self->due_real = steady_clock_now () + SOON;
  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_WELCOME:
      take_welcome (self, frame);
      break;
    case STEADY_FRAME_HEARTBEAT:
      self->mode = ((const SteadyHeartbeat *) frame->payload)->support_mode;
      self->heard = true;
      break;
    case STEADY_FRAME_CLINICAL:
    case STEADY_FRAME_CHECKLIST:
      self->due_real = steady_clock_now () + SOON;
      break;
    case STEADY_FRAME_EVENT:
      if (((const SteadyEventFrame *) frame->payload)->event == STEADY_EVENT_MODE)
        self->due_real = steady_clock_now () + SOON;
      break;
    default:
      break;
    }
}

static void
steady_ecmo_page_refresh (SteadyPage *page, SteadyInstant real_now)
{
  SteadyEcmoPage *self = STEADY_ECMO_PAGE (page);

  ask (self, real_now);
  show_status (self);
}

static void
steady_ecmo_page_start (SteadyPage *page, const SteadyPageHost *host)
{
  STEADY_ECMO_PAGE (page)->sender.host = host;
}

static void
steady_ecmo_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "ecmo";
  interface->title = N_ ("ECMO");
  interface->start = steady_ecmo_page_start;
  interface->take = steady_ecmo_page_take;
  interface->refresh = steady_ecmo_page_refresh;
}

/* Where there is little height the number pad takes the place of the tabs. */
static void
on_asking (SteadyEcmoPage *self)
{
  gtk_widget_set_visible (self->tab_row,
                          strcmp (shown_view (self), "circuit") != 0 ||
                              !steady_ecmo_circuit_is_asking (self->circuit) ||
                              gtk_widget_get_height (GTK_WIDGET (self)) >= PAD_HEIGHT);
}

static void
show_view (SteadyEcmoPage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  self->sender.words[0] = '\0';
  self->sender.bad = false;
  gtk_widget_set_visible (self->moves, strcmp (name, "hours") == 0);
  gtk_widget_set_visible (self->prints, strcmp (name, "handover") == 0);
  gtk_widget_set_visible (steady_ecmo_trends_spans (self->trends),
                          strcmp (name, "trends") == 0);
  on_asking (self);
  ask_anew (self);
  show_sheet (self);
}

/* Brings up "hours", "trends", "circuit" or "handover". */
void
steady_ecmo_page_view (SteadyEcmoPage *self, const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (views); i++)
    if (strcmp (views[i].name, name) == 0)
      gtk_toggle_button_set_active (self->tabs[i], TRUE);
}

/* Moves the chart: @hours older, younger where negative, to now where 0. */
void
steady_ecmo_page_go (SteadyEcmoPage *self, int hours)
{
  const int back = hours == 0 ? 0 : (int) self->back + hours;

  self->back = (unsigned) MAX (back, 0);
  ask_anew (self);
}

/* What is said above the chart. Borrowed. */
const char *
steady_ecmo_page_status (SteadyEcmoPage *self)
{
  return steady_fit_text_get_text (self->status);
}

/* For tests. */
SteadyEcmoTable *
steady_ecmo_page_table (SteadyEcmoPage *self)
{
  return self->table;
}

/* For tests. */
SteadyEcmoTrends *
steady_ecmo_page_trends (SteadyEcmoPage *self)
{
  return self->trends;
}

/* For tests. */
SteadyEcmoCircuit *
steady_ecmo_page_circuit (SteadyEcmoPage *self)
{
  return self->circuit;
}

/* The view that hands the child on; the console tells it the names of the site. */
SteadyEcmoHandoverView *
steady_ecmo_page_handover (SteadyEcmoPage *self)
{
  return self->handover;
}

/* Whether all that was asked for is shown. */
gboolean
steady_ecmo_page_is_shown (SteadyEcmoPage *self)
{
  return self->sheet != NULL && self->asked_real != 0 &&
         !steady_ecmo_source_busy (self->source);
}

static void
on_tab (GtkToggleButton *button, SteadyEcmoPage *self)
{
  if (gtk_toggle_button_get_active (button))
    show_view (self, gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
on_check (SteadyEcmoPage *self)
{
  g_signal_emit (self, check_signal, 0);
}

static void
on_print (GtkWidget *button, SteadyEcmoPage *self)
{
  if (self->case_file != NULL)
    g_signal_emit (
        self, print_signal, 0, self->case_file, gtk_widget_get_name (button));
}

/* Says how a print went, until another view comes up. */
void
steady_ecmo_page_say (SteadyEcmoPage *self, const char *words, gboolean bad)
{
  g_strlcpy (self->sender.words, words, sizeof self->sender.words);
  self->sender.bad = bad;
  show_status (self);
}

static int
page_of (SteadyEcmoPage *self)
{
  return MAX ((int) self->asked_columns - 1, 1);
}

static void
on_day_older (SteadyEcmoPage *self)
{
  steady_ecmo_page_go (self, HOURS_OF_A_DAY);
}

static void
on_older (SteadyEcmoPage *self)
{
  steady_ecmo_page_go (self, page_of (self));
}

static void
on_younger (SteadyEcmoPage *self)
{
  if (self->back > 0)
    steady_ecmo_page_go (self, -MIN (page_of (self), (int) self->back));
}

static void
on_now (SteadyEcmoPage *self)
{
  steady_ecmo_page_go (self, 0);
}

static void
steady_ecmo_page_dispose (GObject *object)
{
  SteadyEcmoPage *self = STEADY_ECMO_PAGE (object);

  forget_case (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_ecmo_page_parent_class)->dispose (object);
}

static void
steady_ecmo_page_finalize (GObject *object)
{
  g_free (STEADY_ECMO_PAGE (object)->case_file);
  G_OBJECT_CLASS (steady_ecmo_page_parent_class)->finalize (object);
}

static void
steady_ecmo_page_class_init (SteadyEcmoPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_ecmo_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_ecmo_page_finalize;
  check_signal = g_signal_new ("circuit-check",
                               G_TYPE_FROM_CLASS (class),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               0);
  print_signal = g_signal_new ("print",
                               G_TYPE_FROM_CLASS (class),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               2,
                               G_TYPE_STRING,
                               G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ecmopage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add_move (GtkWidget  *row,
          const char *label,
          const char *name,
          GCallback   callback,
          gpointer    data)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_size_request (button, 60, 56);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", callback, data);
  gtk_box_append (GTK_BOX (row), button);
  return button;
}

/* A button that prints the sheet @sheet of the case. */
static void
add_print (SteadyEcmoPage *self, const char *sheet, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  GtkLabel  *words = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));

  gtk_widget_set_name (button, sheet);
  gtk_widget_set_size_request (button, 110, 56);
  gtk_label_set_wrap (words, TRUE);
  gtk_label_set_justify (words, GTK_JUSTIFY_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (on_print), self);
  gtk_box_append (GTK_BOX (self->prints), button);
}

static GtkWidget *
build_tabs (SteadyEcmoPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  for (unsigned i = 0; i < G_N_ELEMENTS (views); i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (_ (views[i].label));
      self->tabs[i] = GTK_TOGGLE_BUTTON (button);
      gtk_widget_set_name (button, views[i].name);
      gtk_toggle_button_set_group (self->tabs[i], i > 0 ? self->tabs[0] : NULL);
      gtk_widget_set_size_request (button, 80, 56);
      gtk_widget_set_hexpand (button, TRUE);
      gtk_box_append (GTK_BOX (row), button);
    }
  gtk_toggle_button_set_active (self->tabs[0], TRUE);
  for (unsigned i = 0; i < G_N_ELEMENTS (views); i++)
    g_signal_connect (self->tabs[i], "toggled", G_CALLBACK (on_tab), self);
  GtkWidget *check = gtk_button_new_with_label (_ ("Circuit check"));
  gtk_widget_set_name (check, "circuit-check");
  gtk_widget_set_hexpand (check, TRUE);
  g_signal_connect_swapped (check, "clicked", G_CALLBACK (on_check), self);
  gtk_box_append (GTK_BOX (row), check);
  self->moves = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  add_move (self->moves, "‹ 24 h", _ ("A day older"), G_CALLBACK (on_day_older), self);
  add_move (self->moves, "‹", _ ("Older hours"), G_CALLBACK (on_older), self);
  add_move (self->moves, "›", _ ("Younger hours"), G_CALLBACK (on_younger), self);
  add_move (
      self->moves, _ ("now"), _ ("To the hour that runs"), G_CALLBACK (on_now), self);
  gtk_box_append (GTK_BOX (row), self->moves);
  self->prints = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  add_print (self, "ecmo", _ ("Print the hours"));
  add_print (self, "handoff", _ ("Print the hand-off"));
  gtk_widget_set_visible (self->prints, FALSE);
  gtk_box_append (GTK_BOX (row), self->prints);
  gtk_box_append (GTK_BOX (row), steady_ecmo_trends_spans (self->trends));
  gtk_widget_set_visible (steady_ecmo_trends_spans (self->trends), FALSE);
  return row;
}

static SteadyFitText *
new_text (int lines, int height)
{
  SteadyFitText *text = g_object_new (STEADY_TYPE_FIT_TEXT,
                                      "xalign",
                                      0.0,
                                      "lines",
                                      lines,
                                      "height-request",
                                      height,
                                      NULL);
  gtk_widget_add_css_class (GTK_WIDGET (text), "planstatus");
  return text;
}

static GtkWidget *
build_hours (SteadyEcmoPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->table = STEADY_ECMO_TABLE (steady_ecmo_table_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->table));
  self->legend = new_text (1, 22);
  steady_fit_text_set_text (
      self->legend,
      _ ("Median of the hour, lowest – highest below it · * by hand, "
         "last or sum · — not known"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->legend));
  return box;
}

static void
steady_ecmo_page_init (SteadyEcmoPage *self)
{
  self->due_real = STEADY_INSTANT_NEVER;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->trends = STEADY_ECMO_TRENDS (steady_ecmo_trends_new ());
  g_signal_connect_swapped (self->trends, "wanted", G_CALLBACK (ask_anew), self);
  self->tab_row = build_tabs (self);
  gtk_box_append (GTK_BOX (self->box), self->tab_row);
  self->status = new_text (2, 44);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->status));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, build_hours (self), "hours");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->trends), "trends");
  self->circuit = STEADY_ECMO_CIRCUIT (steady_ecmo_circuit_new (&self->sender));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->circuit), "circuit");
  g_signal_connect_swapped (self->circuit, "asking", G_CALLBACK (on_asking), self);
  self->handover =
      STEADY_ECMO_HANDOVER_VIEW (steady_ecmo_handover_view_new (&self->sender));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->handover), "handover");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("ECMO"), -1);
}

/* A page that knows no engine yet. */
GtkWidget *
steady_ecmo_page_new (void)
{
  return g_object_new (STEADY_TYPE_ECMO_PAGE, NULL);
}

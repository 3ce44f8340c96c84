/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-timers-page.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "widgets/steady-fit-text.h"
#include "widgets/steady-words.h"

enum
{
  ACT_TOGGLE = 0,
  ACT_RESET = 1,
  AGES = 5
};

static const int ages_min[AGES] = { 0, 1, 2, 5, 10 };

/* The kinds in the order in which they stand; what a person may start and stop. */
static const struct
{
  unsigned    kind;
  const char *label;
  bool        declared;
} kinds[] = {
  { STEADY_TIMER_BYPASS, N_ ("Bypass"), false },
  { STEADY_TIMER_CLAMP, N_ ("Cross-clamp"), true },
  { STEADY_TIMER_ISCHAEMIA, N_ ("Heart without blood, since the last dose"), false },
  { STEADY_TIMER_ARREST, N_ ("Circulatory arrest"), true },
  { STEADY_TIMER_CEREBRAL, N_ ("Cerebral perfusion"), true },
  { STEADY_TIMER_NO_FLOW, N_ ("No flow on bypass"), false },
  { STEADY_TIMER_FREE, N_ ("Timer A"), true },
  { STEADY_TIMER_FREE + 1, N_ ("Timer B"), true },
  { STEADY_TIMER_FREE + 2, N_ ("Timer C"), true },
  { STEADY_TIMER_FREE + 3, N_ ("Timer D"), true },
};

struct _SteadyTimersPage
{
  GtkWidget          parent_instance;
  GtkWidget         *box;
  GtkToggleButton   *ages[AGES];
  SteadyWordTable   *table;
  SteadyFitText     *due;
  SteadyConsoleLink *link;
  SteadyTimerSegment segments[STEADY_TIMER_SEGMENTS];
  unsigned           count;
};

static void steady_timers_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyTimersPage,
                               steady_timers_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_timers_page_page_init))

static SteadyConsoleState *
state_of (const SteadyTimersPage *self)
{
  return steady_console_link_state (self->link);
}

static bool
runs (const SteadyTimersPage *self, unsigned kind)
{
  for (unsigned i = 0; i < self->count; i++)
    if (self->segments[i].kind == kind &&
        self->segments[i].until == STEADY_INSTANT_NEVER)
      return true;
  return false;
}

static SteadySpan
length (const SteadyTimerSegment *segment, SteadyInstant now)
{
  return (segment->until == STEADY_INSTANT_NEVER ? now : segment->until) -
         segment->since;
}

/* As hours of the case. */
static void
case_time (const SteadyTimersPage *self, SteadyInstant t, char *ret_text, size_t size)
{
  steady_words_span (t - state_of (self)->config.case_start, ret_text, size);
}

static void
put_segment (SteadyTimersPage         *self,
             const SteadyTimerSegment *segment,
             SteadyInstant             now)
{
  char          from[32], to[32], span[32];
  SteadyWordRow row = { .strong = FALSE };

  case_time (self, segment->since, from, sizeof from);
  if (segment->until == STEADY_INSTANT_NEVER)
    g_strlcpy (to, _ ("runs"), sizeof to);
  else
    case_time (self, segment->until, to, sizeof to);
  steady_words_span (length (segment, now), span, sizeof span);
  g_autofree char *key = g_strdup_printf ("%u.%u", segment->kind, segment->number);
  row.key = key;
  row.cells[0] = g_strdup_printf ("      %u%s%s",
                                  segment->number,
                                  segment->label[0] != '\0' ? "  " : "",
                                  segment->label);
  row.cells[1] = g_strdup (span);
  row.cells[2] = g_strdup_printf ("%s – %s", from, to);
  steady_word_table_put (self->table, &row);
  steady_word_row_clear (&row);
}

static void
put_kind (SteadyTimersPage *self, unsigned i, SteadyInstant now)
{
  const unsigned   kind = kinds[i].kind;
  SteadySpan       total = 0;
  unsigned         n = 0;
  char             span[32] = "—";
  SteadyWordRow    row = { .strong = TRUE };
  g_autofree char *key = g_strdup_printf ("%u", kind);

  for (unsigned k = 0; k < self->count; k++)
    if (self->segments[k].kind == kind)
      {
        total += length (&self->segments[k], now);
        n++;
      }
  if (n > 0)
    steady_words_span (total, span, sizeof span);
  row.key = key;
  row.cells[0] = g_strdup (_ (kinds[i].label));
  row.cells[1] = g_strdup (span);
  row.cells[2] = g_strdup (runs (self, kind) ? _ ("runs") : n > 0 ? _ ("stands") : "");
  if (kinds[i].declared && state_of (self)->config.in_control)
    row.acts =
        1 << ACT_TOGGLE | (kind >= STEADY_TIMER_FREE && n > 0 ? 1 << ACT_RESET : 0);
  steady_word_table_put (self->table, &row);
  steady_word_row_clear (&row);
  /* one stretch says nothing more than the sum beside it, but for when it was */
  for (unsigned k = 0; k < self->count; k++)
    if (self->segments[k].kind == kind)
      put_segment (self, &self->segments[k], now);
}

/* Counted from the end of the last dose, only while the clamp is on (rule 23). */
static void
show_due (SteadyTimersPage *self)
{
  const SteadyConsoleConfig *config = &state_of (self)->config;
  const SteadyValueTable    *values = &state_of (self)->values;
  const double               interval =
      steady_console_config_plan (config, "cardioplegia_interval_min");
  double age = 0, given = 0;
  char   text[160];

  if (!steady_value_table_value (values, STEADY_CHANNEL_CARDIOPLEGIA_AGE, &age))
    g_strlcpy (text, _ ("Cardioplegia: no clamp, nothing due"), sizeof text);
  else if (!steady_value_table_value (
               values, STEADY_CHANNEL_CARDIOPLEGIA_GIVEN, &given) ||
           given < 0.5)
    g_snprintf (text,
                sizeof text,
                _ ("Cardioplegia: clamped for %.0f min without a dose"),
                floor (age));
  else if (!isfinite (interval))
    g_snprintf (text,
                sizeof text,
                _ ("Cardioplegia: %.0f min since the end of the last dose"),
                floor (age));
  else if (age > interval)
    g_snprintf (text,
                sizeof text,
                _ ("Cardioplegia: OVERDUE by %.0f min"),
                floor (age - interval));
  else
    g_snprintf (text,
                sizeof text,
                _ ("Cardioplegia: next due in %.0f min"),
                ceil (interval - age));
  steady_fit_text_set_text (self->due, text);
}

static void
show (SteadyTimersPage *self, SteadyInstant real_now)
{
  if (self->link == NULL)
    return;
  const SteadyInstant now = steady_console_state_now (state_of (self), real_now);
  steady_word_table_begin (self->table);
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    put_kind (self, i, now);
  steady_word_table_end (self->table);
  show_due (self);
}

static void
send (SteadyTimersPage *self, unsigned kind, SteadyTimerAct act)
{
  SteadyTimerRequest request = { .id = (uint64_t) steady_clock_utc_ns (),
                                 .issued = steady_clock_now (),
                                 .kind = kind,
                                 .act = (uint32_t) act };

  for (unsigned i = 0; i < AGES; i++)
    if (gtk_toggle_button_get_active (self->ages[i]))
      request.ago_s = 60.0 * ages_min[i];
  steady_console_link_send (
      self->link, STEADY_FRAME_TIMER_REQUEST, &request, sizeof request);
  gtk_toggle_button_set_active (self->ages[0], TRUE);
}

/* Starts what stands, stops what runs. */
void
steady_timers_page_act (SteadyTimersPage *self, unsigned kind)
{
  send (self, kind, runs (self, kind) ? STEADY_TIMER_STOP : STEADY_TIMER_START);
}

static void
on_act (SteadyTimersPage *self, const char *key, unsigned act)
{
  const unsigned kind = (unsigned) g_ascii_strtoull (key, NULL, 10);

  if (act == ACT_RESET)
    send (self, kind, STEADY_TIMER_RESET);
  else
    steady_timers_page_act (self, kind);
}

/* For tests. */
SteadyWordTable *
steady_timers_page_table (SteadyTimersPage *self)
{
  return self->table;
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyTimersPage *self = STEADY_TIMERS_PAGE (page);

  if (frame->header.type == STEADY_FRAME_WELCOME)
    self->count = 0;
  if (frame->header.type != STEADY_FRAME_TIMERS)
    return;
  self->count = MIN (frame->header.count, (uint32_t) STEADY_TIMER_SEGMENTS);
  memcpy (self->segments, frame->payload, self->count * sizeof self->segments[0]);
  /* a finger waits for it: a case in which nothing else changes is redrawn rarely */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show (self, steady_clock_now ());
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  show (STEADY_TIMERS_PAGE (page), real_now);
}

static void
steady_timers_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "timers";
  interface->title = N_ ("Timers");
  interface->take = take;
  interface->refresh = refresh;
}

static GtkWidget *
build_ages (SteadyTimersPage *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (row, "plantabs");
  for (unsigned i = 0; i < AGES; i++)
    {
      g_autofree char *label = ages_min[i] == 0
                                   ? g_strdup (_ ("now"))
                                   : g_strdup_printf (_ ("%d min ago"), ages_min[i]);
      GtkWidget       *button = gtk_toggle_button_new_with_label (label);
      self->ages[i] = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_group (self->ages[i], i > 0 ? self->ages[0] : NULL);
      gtk_widget_set_size_request (button, 64, 56);
      gtk_widget_set_hexpand (button, TRUE);
      gtk_box_append (GTK_BOX (row), button);
    }
  gtk_toggle_button_set_active (self->ages[0], TRUE);
  return row;
}

static void
steady_timers_page_dispose (GObject *object)
{
  SteadyTimersPage *self = STEADY_TIMERS_PAGE (object);
  self->link = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_timers_page_parent_class)->dispose (object);
}

static void
steady_timers_page_class_init (SteadyTimersPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_timers_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "cardioplegiapage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_timers_page_init (SteadyTimersPage *self)
{
  const SteadyWordColumn columns[] = { { _ ("Timer"), 0 },
                                       { _ ("Length"), 96 },
                                       { _ ("From – to, in the case"), 190 } };

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), build_ages (self));
  self->due = g_object_new (
      STEADY_TYPE_FIT_TEXT, "xalign", 0.0, "lines", 1, "height-request", 24, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->due), "strong");
  gtk_widget_add_css_class (GTK_WIDGET (self->due), "planstatus");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->due));
  self->table = STEADY_WORD_TABLE (
      steady_word_table_new (_ ("Timers"), columns, G_N_ELEMENTS (columns)));
  steady_word_table_add_act (self->table, _ ("On/off"));
  steady_word_table_add_act (self->table, _ ("To zero"));
  g_signal_connect_swapped (self->table, "act", G_CALLBACK (on_act), self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->table));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Timers"), -1);
}

GtkWidget *
steady_timers_page_new (void)
{
  return g_object_new (STEADY_TYPE_TIMERS_PAGE, NULL);
}

/* Tells which link the requests go to; before the page is seen. */
void
steady_timers_page_bind (SteadyTimersPage *self, SteadyConsoleLink *link)
{
  self->link = link;
}

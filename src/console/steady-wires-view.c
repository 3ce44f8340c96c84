/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-wires-view.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-table-words.h"
#include "console/steady-wire-question.h"
#include "console/steady-wire-words.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

static const SteadyControl controls[] = { STEADY_CONTROL_PUMP_STOP,
                                          STEADY_CONTROL_ARTERIAL_CLAMP,
                                          STEADY_CONTROL_VENOUS_CLAMP,
                                          STEADY_CONTROL_CARDIOPLEGIA_STOP };

enum
{
  DEVICES = G_N_ELEMENTS (controls),
  MARK_WIDTH = 24,
  EVENT_WIDTH = 140,
  CELL_WIDTH = 116,
  AFTER_WIDTH = 116,
  NOW_WIDTH = 84
};

/* A row of the matrix. */
typedef struct Line
{
  char      *id;
  GtkWidget *mark;
  GtkWidget *event;
  /* hold buttons for what acts, buttons where something may be added, labels where
   * nothing can be chosen; NULL where no device of the kind is there */
  GtkWidget *cells[DEVICES];
  GtkWidget *after; /* whether the pump goes on by itself: likewise */
  GtkWidget *armed;
} Line;

/* The overrides or what an empty cell asks, and below them one line an event. */
struct _SteadyWiresView
{
  GtkWidget          parent_instance;
  GtkWidget         *head;
  GtkWidget         *override;
  GtkWidget         *end;
  GtkWidget         *scroller;
  GtkWidget         *grid;
  GPtrArray         *lines;
  GtkWidget         *question;
  SteadyConsoleLink *link;
  const void        *built_for; /* the rules of which WELCOME */
  unsigned           built_rules;
  SteadyInstant      now;         /* real, of the last look */
  uint32_t           built_wires; /* a sum over what people added and switched off */
};

G_DEFINE_FINAL_TYPE (SteadyWiresView, steady_wires_view, GTK_TYPE_WIDGET)

static SteadyConsoleState *
state_of (SteadyWiresView *self)
{
  return steady_console_link_state (self->link);
}

static void
line_free (gpointer data)
{
  Line *line = data;
  g_free (line->id);
  g_free (line);
}

static SteadyControl
control_of (GtkWidget *button)
{
  return (SteadyControl) GPOINTER_TO_UINT (
      g_object_get_data (G_OBJECT (button), "control"));
}

/* What was added is taken out, what the file asks for is switched off or on. */
static void
on_held (GtkWidget *button, SteadyWiresView *self)
{
  const SteadyConsoleDesk *desk = &state_of (self)->desk;
  const char              *id = g_object_get_data (G_OBJECT (button), "rule");
  const SteadyControl      control = control_of (button);
  SteadySettingRequest     request = { .kind = STEADY_SETTING_WIRE,
                                       .control = (uint32_t) control };
  g_strlcpy (request.rule, id, sizeof request.rule);
  if (steady_console_desk_is_added (desk, id, control))
    request.kind = STEADY_SETTING_ADDED_WIRE;
  else
    request.value = steady_console_desk_is_cut (desk, id, control) ? 1 : 0;
  steady_console_link_setting (self->link, &request);
}

static void show_override (SteadyWiresView *self, SteadyInstant real_now);

static void
on_tapped (GtkWidget *button, SteadyWiresView *self)
{
  steady_wire_question_ask (STEADY_WIRE_QUESTION (self->question),
                            g_object_get_data (G_OBJECT (button), "rule"),
                            control_of (button));
  show_override (self, self->now);
}

static void
on_after_held (GtkWidget *button, SteadyWiresView *self)
{
  const char          *id = g_object_get_data (G_OBJECT (button), "rule");
  SteadySettingRequest request = { .kind = STEADY_SETTING_AUTO_RESUME };
  g_strlcpy (request.rule, id, sizeof request.rule);
  request.value = steady_console_desk_resumes (&state_of (self)->desk, id) ? 0 : 1;
  steady_console_link_setting (self->link, &request);
}

static void
on_override (SteadyWiresView *self)
{
  const char *name = state_of (self)->desk.desk.operator_name;
  if (name[0] != '\0')
    steady_console_link_alarm (self->link, STEADY_ALARM_REQUEST_OVERRIDE_GLOBAL, name);
}

static void
on_end (SteadyWiresView *self)
{
  steady_console_link_alarm (self->link, STEADY_ALARM_REQUEST_OVERRIDE_END, NULL);
}

static GtkWidget *
make_label (const char *style, int width)
{
  GtkWidget *label = gtk_label_new ("");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_size_request (label, width, -1);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
say (GtkWidget *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (label)), text) != 0)
    gtk_label_set_text (GTK_LABEL (label), text);
}

/* What a rule asks of the device of a column: a pump is stopped, or only slowed down.
 */
static SteadyControl
asked_of (const SteadyAlarmText *text, unsigned i)
{
  const uint32_t slower = UINT32_C (1) << STEADY_CONTROL_PUMP_FLOW;
  if (controls[i] == STEADY_CONTROL_PUMP_STOP && (text->wires & slower) != 0)
    return STEADY_CONTROL_PUMP_FLOW;
  return controls[i];
}

static void
name_cell (GtkWidget *button, const char *id, SteadyControl control)
{
  gtk_widget_set_size_request (button, CELL_WIDTH, -1);
  g_object_set_data_full (G_OBJECT (button), "rule", g_strdup (id), g_free);
  g_object_set_data (G_OBJECT (button), "control", GUINT_TO_POINTER (control));
}

/* Where nothing acts yet and something may. It looks empty, and says that it can be
 * tapped. */
static GtkWidget *
make_empty (SteadyWiresView *self, const char *id, SteadyControl control)
{
  GtkWidget       *button = gtk_button_new ();
  GtkWidget       *label = make_label ("word", -1);
  const char      *device = steady_words_control (control);
  g_autofree char *name =
      g_strdup_printf ("%s, %s: %s",
                       steady_alarm_table_title (state_of (self), id),
                       device,
                       _ ("nothing, tap to add"));

  gtk_label_set_text (GTK_LABEL (label), _ ("— add"));
  gtk_label_set_xalign (GTK_LABEL (label), 0.5F);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "empty-wire");
  name_cell (button, id, control);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_tapped), self);
  return button;
}

/* Words where nothing can be chosen. Cardioplegia stops with the arterial pump,
 * whatever stopped that. */
static GtkWidget *
make_words (SteadyWiresView *self, const char *id, SteadyControl control, bool wired)
{
  GtkWidget *label = make_label ("word", CELL_WIDTH);
  const bool follows =
      control == STEADY_CONTROL_CARDIOPLEGIA_STOP &&
      state_of (self)->config.controls[control].present &&
      steady_wire_words_acts (state_of (self), id, STEADY_CONTROL_PUMP_STOP);
  gtk_label_set_text (GTK_LABEL (label),
                      wired     ? steady_wire_words_alone (control)
                      : follows ? _ ("with the arterial pump")
                                : "—");
  steady_look_class (label, "strong", wired);
  return label;
}

/* A wire that a device carries out is a button, an empty cell that may have one too. */
static GtkWidget *
make_cell (SteadyWiresView       *self,
           const char            *id,
           const SteadyAlarmText *text,
           SteadyControl          control)
{
  const SteadyConsoleState *state = state_of (self);
  const uint32_t            bit = UINT32_C (1) << control;
  const gboolean            wired = (text->wires & bit) != 0;
  const gboolean added = steady_console_desk_is_added (&state->desk, id, control);
  const gboolean alone =
      (text->wires_alone & bit) != 0 || !state->config.controls[control].present;
  const gboolean follows = control == STEADY_CONTROL_CARDIOPLEGIA_STOP &&
                           steady_wire_words_acts (state, id, STEADY_CONTROL_PUMP_STOP);
  if (!added && !wired && !alone && !follows && (text->may_add & bit) != 0)
    return make_empty (self, id, control);
  if (alone || (!wired && !added))
    return make_words (self, id, control, wired || added);
  GtkWidget *button = steady_hold_button_new ();
  g_object_set (button, "hold-ms", 1000, NULL);
  name_cell (button, id, control);
  g_signal_connect (button, "held", G_CALLBACK (on_held), self);
  return button;
}

/* What is over: a button only where the rule allows a choice and something starts the
 * pump. */
static GtkWidget *
make_after (SteadyWiresView *self, const char *id, const SteadyAlarmText *text)
{
  if (isnan (text->resume_after_s) ||
      !state_of (self)->config.controls[STEADY_CONTROL_PUMP_START].present)
    {
      GtkWidget *label = make_label ("word", AFTER_WIDTH);
      gtk_label_set_text (
          GTK_LABEL (label),
          !steady_wire_words_acts (state_of (self), id, STEADY_CONTROL_PUMP_STOP) ? "—"
          : text->latching ? _ ("stands until reset")
                           : _ ("stands until started"));
      return label;
    }
  GtkWidget *button = steady_hold_button_new ();
  g_object_set (button, "hold-ms", 1000, NULL);
  gtk_widget_set_size_request (button, AFTER_WIDTH, -1);
  g_object_set_data_full (G_OBJECT (button), "rule", g_strdup (id), g_free);
  g_signal_connect (button, "held", G_CALLBACK (on_after_held), self);
  return button;
}

/* No rule asks for the venous clamp by itself: without one there is nothing to show. */
static gboolean
has_column (SteadyWiresView *self, unsigned i)
{
  return controls[i] != STEADY_CONTROL_VENOUS_CLAMP ||
         state_of (self)->config.controls[controls[i]].present;
}

static void
add_line (SteadyWiresView *self, const char *id, const SteadyAlarmText *text, int row)
{
  Line *line = g_new0 (Line, 1);
  line->id = g_strdup (id);
  line->mark = make_label ("word", MARK_WIDTH);
  line->event = make_label ("word", EVENT_WIDTH);
  gtk_widget_set_hexpand (line->event, TRUE);
  line->armed = make_label ("word", NOW_WIDTH);
  say (line->mark, steady_words_priority_mark (text->priority));
  say (line->event, steady_alarm_table_title (state_of (self), id));
  gtk_grid_attach (GTK_GRID (self->grid), line->mark, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), line->event, 1, row, 1, 1);
  for (unsigned i = 0; i < DEVICES; i++)
    {
      if (!has_column (self, i))
        continue;
      line->cells[i] = make_cell (self, id, text, asked_of (text, i));
      gtk_grid_attach (GTK_GRID (self->grid), line->cells[i], 2 + (int) i, row, 1, 1);
    }
  line->after = make_after (self, id, text);
  gtk_grid_attach (GTK_GRID (self->grid), line->after, 2 + DEVICES, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), line->armed, 3 + DEVICES, row, 1, 1);
  g_ptr_array_add (self->lines, line);
}

static void
add_captions (SteadyWiresView *self)
{
  const SteadyConsoleConfig *config = &state_of (self)->config;
  const char *const          captions[DEVICES] = { _ ("Arterial pump"),
                                                   _ ("Arterial clamp"),
                                                   _ ("Venous clamp"),
                                                   _ ("Cardioplegia pump") };
  GtkWidget                 *event = make_label ("caption", EVENT_WIDTH);
  GtkWidget                 *after = make_label ("caption", AFTER_WIDTH);
  GtkWidget                 *now = make_label ("caption", NOW_WIDTH);
  say (event, _ ("Event"));
  say (after, _ ("When it is over"));
  say (now, _ ("Now"));
  gtk_grid_attach (GTK_GRID (self->grid), event, 1, 0, 1, 1);
  for (unsigned i = 0; i < DEVICES; i++)
    {
      if (!has_column (self, i))
        continue;
      GtkWidget       *label = make_label ("caption", CELL_WIDTH);
      const char      *device = config->controls[controls[i]].present
                                    ? config->devices[controls[i]]
                                : config->valid ? _ ("ALARM ONLY")
                                                : NULL;
      g_autofree char *text = device != NULL
                                  ? g_strdup_printf ("%s\n%s", captions[i], device)
                                  : g_strdup (captions[i]);
      say (label, text);
      gtk_grid_attach (GTK_GRID (self->grid), label, 2 + (int) i, 0, 1, 1);
    }
  gtk_grid_attach (GTK_GRID (self->grid), after, 2 + DEVICES, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), now, 3 + DEVICES, 0, 1, 1);
}

/* Whether @id makes anything act, or did before somebody switched it off. */
static gboolean
has_response (const SteadyConsoleState *state,
              const char               *id,
              const SteadyAlarmText    *text)
{
  const SteadyAlarmSetting *setting = steady_console_desk_setting (&state->desk, id);
  return text->wires != 0 || (setting != NULL && setting->added != 0);
}

/* First what has a response, then, where that is wanted, what may be given one. */
static int
add_lines (SteadyWiresView *self,
           const char     **ids,
           unsigned         count,
           gboolean         responding,
           int              row)
{
  const SteadyConsoleState *state = state_of (self);
  for (unsigned i = 0; i < count; i++)
    {
      const SteadyAlarmText *text =
          steady_console_config_alarm (&state->config, ids[i]);
      if (has_response (state, ids[i], text) != responding ||
          (!responding && text->may_add == 0))
        continue;
      add_line (self, ids[i], text, row++);
    }
  return row;
}

/* Different where the cells are others: what was added, and which stops are off. */
static uint32_t
sum_of_wires (const SteadyConsoleState *state)
{
  uint32_t sum = 0;
  for (unsigned i = 0; i < state->desk.n_settings; i++)
    {
      const SteadyAlarmSetting *setting = &state->desk.settings[i];
      if (setting->added != 0 || setting->cut != 0)
        sum += g_str_hash (setting->id) ^ (setting->added * 31 + setting->cut);
    }
  return sum;
}

static void
rebuild (SteadyWiresView *self)
{
  const SteadyConsoleState *state = state_of (self);
  unsigned                  count = 0;
  GtkWidget                *child;
  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  g_ptr_array_set_size (self->lines, 0);
  add_captions (self);
  g_autofree const char **ids = steady_alarm_table_ids (state, &count);
  const int               row = add_lines (self, ids, count, TRUE, 1);
  if (steady_wire_question_shows_all (STEADY_WIRE_QUESTION (self->question)))
    add_lines (self, ids, count, FALSE, row);
  self->built_for = state->config.alarms;
  self->built_rules = count;
  self->built_wires = sum_of_wires (state);
}

static void
on_changed (SteadyWiresView *self)
{
  self->built_for = NULL; /* the next refresh builds it anew */
  steady_wires_view_refresh (self, self->now);
}

static void
show_cell (SteadyWiresView *self, Line *line, unsigned i, gboolean may)
{
  const SteadyConsoleDesk *desk = &state_of (self)->desk;
  GtkWidget               *cell = line->cells[i];
  if (GTK_IS_BUTTON (cell))
    gtk_widget_set_sensitive (cell, may);
  if (!STEADY_IS_HOLD_BUTTON (cell))
    return;
  const SteadyControl control = control_of (cell);
  const gboolean      cut = steady_console_desk_is_cut (desk, line->id, control);
  const gboolean      added = steady_console_desk_is_added (desk, line->id, control);
  steady_hold_button_set_label (STEADY_HOLD_BUTTON (cell),
                                cut ? _ ("NOTHING")
                                    : steady_wire_words_response (control));
  steady_hold_button_set_detail (STEADY_HOLD_BUTTON (cell),
                                 added ? _ ("added, hold: off")
                                 : cut ? _ ("hold: on")
                                       : _ ("hold: off"));
  steady_look_class (cell, "unprotected", cut);
  steady_look_class (cell, "added-wire", added);
  gtk_widget_set_sensitive (cell, may);
}

static void
show_after (SteadyWiresView       *self,
            Line                  *line,
            const SteadyAlarmText *text,
            gboolean               may)
{
  const gboolean resumes =
      steady_console_desk_resumes (&state_of (self)->desk, line->id);
  char label[80];
  if (!STEADY_IS_HOLD_BUTTON (line->after))
    return;
  if (resumes)
    g_snprintf (label, sizeof label, _ ("goes on after %.0f s"), text->resume_after_s);
  else
    g_strlcpy (label, _ ("stands until started"), sizeof label);
  steady_hold_button_set_label (STEADY_HOLD_BUTTON (line->after), label);
  steady_hold_button_set_detail (STEADY_HOLD_BUTTON (line->after),
                                 resumes ? _ ("hold: a person starts it")
                                         : _ ("hold: let it go on"));
  steady_look_class (line->after, "unprotected", resumes);
  gtk_widget_set_sensitive (line->after, may);
}

static void
show_line (SteadyWiresView *self, Line *line, gboolean may)
{
  const SteadyConsoleState *state = state_of (self);
  const SteadyAlarmText *text = steady_console_config_alarm (&state->config, line->id);
  if (text == NULL)
    return;
  const SteadyArming arming = steady_alarm_table_arming (state, line->id, text);
  for (unsigned i = 0; i < DEVICES; i++)
    show_cell (self, line, i, may);
  show_after (self, line, text, may);
  say (line->armed, steady_alarm_table_armed (arming));
  steady_look_class (line->armed, "strong", arming <= STEADY_ARMING_DISARMED);
}

static void
show_override (SteadyWiresView *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = state_of (self);
  const SteadyDesk         *desk = &state->desk.desk;
  const double              left = steady_console_state_override_left (state, real_now);
  char                      text[240], detail[80];
  if (left > 0)
    g_snprintf (text,
                sizeof text,
                _ ("OVERRIDE: no alarm stops or clamps anything for %d:%02d more."),
                (int) ceil (left) / 60,
                (int) ceil (left) % 60);
  else if (desk->override_start)
    g_strlcpy (text,
               _ ("Bypass without protection from air was allowed by name."),
               sizeof text);
  else
    g_strlcpy (text,
               _ ("What acts stops or clamps at once. Tap an empty cell to make an "
                  "event stop or clamp, too."),
               sizeof text);
  steady_wire_question_rest (STEADY_WIRE_QUESTION (self->question), text, left > 0);
  if (desk->operator_name[0] != '\0')
    g_snprintf (detail, sizeof detail, _ ("by %s"), desk->operator_name);
  else
    g_strlcpy (detail, _ ("sign in first"), sizeof detail);
  steady_hold_button_set_detail (STEADY_HOLD_BUTTON (self->override), detail);
  gtk_widget_set_sensitive (self->override,
                            !state->silent && state->config.in_control &&
                                desk->operator_name[0] != '\0');
  gtk_widget_set_sensitive (self->end,
                            !state->silent && state->config.in_control && left > 0);
  const gboolean asks =
      steady_wire_question_refresh (STEADY_WIRE_QUESTION (self->question));
  gtk_widget_set_visible (self->override, !asks);
  gtk_widget_set_visible (self->end, !asks && left > 0);
}

/* Shows what is wired now. */
void
steady_wires_view_refresh (SteadyWiresView *self, SteadyInstant real_now)
{
  const SteadyConsoleState *state = state_of (self);
  const gboolean            may = !state->silent && state->config.in_control &&
                       state->config.mode != STEADY_MODE_REVIEW;
  self->now = real_now;
  if (self->built_for != state->config.alarms ||
      self->built_rules != g_hash_table_size (state->config.alarms) ||
      self->built_wires != sum_of_wires (state))
    rebuild (self);
  for (unsigned i = 0; i < self->lines->len; i++)
    show_line (self, self->lines->pdata[i], may);
  show_override (self, real_now);
}

/* Tells which link the proposals go to. */
void
steady_wires_view_bind (SteadyWiresView *self, SteadyConsoleLink *link)
{
  self->link = link;
  steady_wire_question_bind (STEADY_WIRE_QUESTION (self->question), link);
}

static void
steady_wires_view_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_wires_view_parent_class)->dispose (object);
}

static void
steady_wires_view_finalize (GObject *object)
{
  g_ptr_array_unref (STEADY_WIRES_VIEW (object)->lines);
  G_OBJECT_CLASS (steady_wires_view_parent_class)->finalize (object);
}

static void
steady_wires_view_class_init (SteadyWiresViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_wires_view_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_wires_view_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "wordtable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
make_head (SteadyWiresView *self)
{
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->question = g_object_new (STEADY_TYPE_WIRE_QUESTION, "hexpand", TRUE, NULL);
  g_signal_connect_swapped (self->question, "changed", G_CALLBACK (on_changed), self);
  gtk_box_append (GTK_BOX (self->head), self->question);
  self->override = steady_hold_button_new ();
  g_object_set (self->override, "hold-ms", 1000, NULL);
  steady_hold_button_set_label (STEADY_HOLD_BUTTON (self->override),
                                _ ("HOLD: stop nothing, 2 min"));
  gtk_widget_set_size_request (self->override, 200, -1);
  g_signal_connect_swapped (self->override, "held", G_CALLBACK (on_override), self);
  gtk_box_append (GTK_BOX (self->head), self->override);
  self->end = gtk_button_new_with_label (_ ("End override"));
  g_signal_connect_swapped (self->end, "clicked", G_CALLBACK (on_end), self);
  gtk_box_append (GTK_BOX (self->head), self->end);
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
}

static void
steady_wires_view_init (SteadyWiresView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  make_head (self);
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 8);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_ALWAYS);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (self->scroller),
                                             FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->grid);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Interventions"), -1);
}

/* A matrix without rules yet. */
GtkWidget *
steady_wires_view_new (void)
{
  return g_object_new (STEADY_TYPE_WIRES_VIEW, NULL);
}

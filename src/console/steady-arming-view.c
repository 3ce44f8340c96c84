/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-arming-view.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-alarm-table-words.h"
#include "console/steady-phase-cells.h"
#include "widgets/steady-look.h"
#include "widgets/steady-word-table.h"
#include "widgets/steady-words.h"

enum
{
  MODES = STEADY_SUPPORT_ECMO_VV + 1,
  FLAGS = 5,
  PHASES = MODES + FLAGS,
  CELL_WIDTH = 40
};

G_STATIC_ASSERT ((int) PHASES <= (int) STEADY_PHASE_CELLS_MOST);

/* Three ways to look at it, and the buttons that choose one. */
struct _SteadyArmingView
{
  GtkWidget          parent_instance;
  GtkWidget         *unprotected_button;
  GtkWidget         *now_button;
  GtkWidget         *phases_button;
  GtkStack          *stack;
  SteadyWordTable   *unprotected;
  SteadyWordTable   *now;
  GtkWidget         *phases; /* captions above what scrolls */
  GtkWidget         *head;
  GtkWidget         *scroller;
  GtkWidget         *grid;
  GPtrArray         *lines; /* SteadyPhaseCells, the captions first */
  SteadyConsoleLink *link;
  const void        *built_for; /* the rules of which WELCOME */
  unsigned           built_rules;
};

G_DEFINE_FINAL_TYPE (SteadyArmingView, steady_arming_view, GTK_TYPE_WIDGET)

static const SteadyConsoleState *
state_of (SteadyArmingView *self)
{
  return steady_console_link_state (self->link);
}

static void
put_row (SteadyWordTable *table, const SteadyConsoleState *state, const char *id)
{
  const SteadyAlarmText *text = steady_console_config_alarm (&state->config, id);
  const SteadyArming     arming = steady_alarm_table_arming (state, id, text);
  SteadyWordRow          row = {
             .key = id,
             .cells = { g_strdup (steady_words_priority_mark (text->priority)),
                        g_strdup (steady_alarm_table_title (state, id)),
                        g_strdup (steady_alarm_table_armed (arming)),
                        steady_alarm_table_why (state, id, text),
                        steady_alarm_table_limit (state, id, text),
                        steady_alarm_table_source (state, id, text) },
             .strong = arming <= STEADY_ARMING_DISARMED,
  };
  steady_word_table_put (table, &row);
  steady_word_row_clear (&row);
}

static void
refresh_table (SteadyArmingView *self, SteadyWordTable *table)
{
  const SteadyConsoleState *state = state_of (self);
  unsigned                  count = 0;
  g_autofree const char   **ids = steady_alarm_table_ids (state, &count);

  steady_word_table_begin (table);
  for (unsigned i = 0; i < count; i++)
    {
      const SteadyAlarmText *text =
          steady_console_config_alarm (&state->config, ids[i]);
      if (table == self->now ||
          steady_alarm_table_arming (state, ids[i], text) != STEADY_ARMING_ARMED)
        put_row (table, state, ids[i]);
    }
  steady_word_table_end (table);
}

static const char *
caption_of (unsigned phase)
{
  static const SteadySupportFlag flags[FLAGS] = { STEADY_FLAG_CROSS_CLAMPED,
                                                  STEADY_FLAG_CIRCULATORY_ARREST,
                                                  STEADY_FLAG_CEREBRAL_PERFUSION,
                                                  STEADY_FLAG_COOLING,
                                                  STEADY_FLAG_REWARMING };
  static char                    captions[FLAGS][96];
  if (phase < MODES)
    return steady_words_support_mode ((SteadySupportMode) phase);
  g_autofree char *words = steady_words_support_flags (flags[phase - MODES]);
  g_strlcpy (captions[phase - MODES], words, sizeof captions[0]);
  return captions[phase - MODES];
}

/* What the file says of @phase alone: a mode without flags, or a flag on bypass. */
static SteadyPhaseCell
cell_of (const SteadyAlarmText *text, unsigned phase)
{
  if (text->always_armed)
    return STEADY_PHASE_CELL_ARMED;
  if (phase >= MODES)
    return (text->not_flags >> (phase - MODES) & 1) != 0 ? STEADY_PHASE_CELL_OFF
                                                         : STEADY_PHASE_CELL_ARMED;
  if ((text->modes >> phase & 1) != 0)
    return STEADY_PHASE_CELL_ARMED;
  return (text->advisory >> phase & 1) != 0 ? STEADY_PHASE_CELL_ADVISORY
                                            : STEADY_PHASE_CELL_OFF;
}

static void
add_phase (GString *text, SteadyPhaseCell cell, SteadyPhaseCell wanted, unsigned phase)
{
  if (cell == wanted)
    g_string_append_printf (
        text, "%s%s", text->len > 0 ? ", " : "", caption_of (phase));
}

/* The same in words, for who cannot see the marks. */
static char *
say_cells (const SteadyPhaseCell *cells)
{
  g_autoptr (GString) armed = g_string_new (NULL);
  g_autoptr (GString) advisory = g_string_new (NULL);
  g_autoptr (GString) off = g_string_new (NULL);
  for (unsigned i = 0; i < PHASES; i++)
    {
      add_phase (armed, cells[i], STEADY_PHASE_CELL_ARMED, i);
      add_phase (advisory, cells[i], STEADY_PHASE_CELL_ADVISORY, i);
      add_phase (off, cells[i], STEADY_PHASE_CELL_OFF, i);
    }
  return g_strdup_printf (_ ("armed: %s; low priority: %s; disarmed: %s"),
                          armed->len > 0 ? armed->str : "—",
                          advisory->len > 0 ? advisory->str : "—",
                          off->len > 0 ? off->str : "—");
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  return label;
}

static void
add_line (SteadyArmingView *self, const char *id, int row)
{
  const SteadyConsoleState *state = state_of (self);
  const SteadyAlarmText    *text = steady_console_config_alarm (&state->config, id);
  GtkWidget *mark = make_label (steady_words_priority_mark (text->priority), "word");
  GtkWidget *title = make_label (steady_alarm_table_title (state, id), "word");
  GtkWidget *cells = steady_phase_cells_new (CELL_WIDTH);
  SteadyPhaseCell all[PHASES];

  for (unsigned i = 0; i < PHASES; i++)
    all[i] = cell_of (text, i);
  steady_phase_cells_mark (STEADY_PHASE_CELLS (cells), all, PHASES);
  g_autofree char *words = say_cells (all);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (cells), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_add_css_class (cells, "word");
  gtk_widget_set_size_request (mark, 36, -1);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), mark, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), title, 1, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), cells, 2, row, 1, 1);
  g_ptr_array_add (self->lines, cells);
}

static void
add_captions (SteadyArmingView *self)
{
  GtkWidget *cells = steady_phase_cells_new (CELL_WIDTH);
  GtkWidget *legend = make_label (
      _ ("Disc: armed. Ring: low priority. Dash: disarmed. On the band: now."),
      "caption");
  const char *captions[PHASES];
  int         bar = 0;

  for (unsigned i = 0; i < PHASES; i++)
    captions[i] = caption_of (i);
  steady_phase_cells_caption (STEADY_PHASE_CELLS (cells), captions, PHASES);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (cells), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Phases"), -1);
  gtk_widget_add_css_class (cells, "caption");
  gtk_widget_set_hexpand (legend, TRUE);
  gtk_box_append (GTK_BOX (self->head), legend);
  gtk_box_append (GTK_BOX (self->head), cells);
  gtk_widget_measure (
      gtk_scrolled_window_get_vscrollbar (GTK_SCROLLED_WINDOW (self->scroller)),
      GTK_ORIENTATION_HORIZONTAL,
      -1,
      &bar,
      NULL,
      NULL,
      NULL);
  gtk_widget_set_margin_end (self->head, bar);
  g_ptr_array_add (self->lines, cells);
}

/* Those that no phase disarms share one line: it would be the same for all. */
static void
add_always (SteadyArmingView *self, unsigned count, int row)
{
  g_autofree char *text = g_strdup_printf (
      g_dngettext ("steady",
                   "%u more alarm is armed in every phase: see All alarms now.",
                   "%u more alarms are armed in every phase: see All alarms now.",
                   count),
      count);
  gtk_grid_attach (GTK_GRID (self->grid), make_label (text, "word"), 0, row, 3, 1);
}

static void
rebuild (SteadyArmingView *self)
{
  const SteadyConsoleState *state = state_of (self);
  unsigned                  count = 0, always = 0;
  int                       row = 1;
  GtkWidget                *child;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  while ((child = gtk_widget_get_first_child (self->head)) != NULL)
    gtk_box_remove (GTK_BOX (self->head), child);
  g_ptr_array_set_size (self->lines, 0);
  add_captions (self);
  g_autofree const char **ids = steady_alarm_table_ids (state, &count);
  for (unsigned i = 0; i < count; i++)
    {
      if (steady_console_config_alarm (&state->config, ids[i])->always_armed)
        always++;
      else
        add_line (self, ids[i], row++);
    }
  add_always (self, always, row);
  self->built_for = state->config.alarms;
  self->built_rules = count;
}

static void
refresh_phases (SteadyArmingView *self)
{
  const SteadyConsoleState *state = state_of (self);
  const SteadyHeartbeat    *beat = &state->heartbeat;
  uint32_t                  now = 0;

  if (self->built_for != state->config.alarms ||
      self->built_rules != g_hash_table_size (state->config.alarms))
    rebuild (self);
  if (!state->silent && state->has_heartbeat && beat->support_mode < MODES)
    now = UINT32_C (1) << beat->support_mode | beat->support_flags << MODES;
  for (unsigned i = 0; i < self->lines->len; i++)
    steady_phase_cells_now (STEADY_PHASE_CELLS (self->lines->pdata[i]), now);
}

/* How much is not protected, on the button that shows what. */
static void
count_unprotected (SteadyArmingView *self)
{
  const SteadyConsoleState *state = state_of (self);
  unsigned                  count = 0;
  GHashTableIter            iter;
  gpointer                  id, text;

  g_hash_table_iter_init (&iter, state->config.alarms);
  while (g_hash_table_iter_next (&iter, &id, &text))
    count += steady_alarm_table_arming (state, id, text) != STEADY_ARMING_ARMED;
  g_autofree char *label = g_strdup_printf (_ ("Not protected: %u"), count);
  if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (self->unprotected_button)), label) !=
      0)
    gtk_button_set_label (GTK_BUTTON (self->unprotected_button), label);
}

/* Shows what is true now of what can be seen. */
void
steady_arming_view_refresh (SteadyArmingView *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);
  count_unprotected (self);
  if (shown == self->phases)
    refresh_phases (self);
  else
    refresh_table (self, STEADY_WORD_TABLE (shown));
}

/* Tells which link it looks at. */
void
steady_arming_view_bind (SteadyArmingView *self, SteadyConsoleLink *link)
{
  self->link = link;
}

static void
on_chosen (GtkToggleButton *button, SteadyArmingView *self)
{
  gpointer shown = self->now;
  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->unprotected_button)))
    shown = self->unprotected;
  else if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->phases_button)))
    shown = self->phases;
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (shown));
  if (self->link != NULL)
    steady_arming_view_refresh (self);
}

/* Brings up "unprotected", "now" or "phases". False: there is none such. */
gboolean
steady_arming_view_show_part (SteadyArmingView *self, const char *name)
{
  GtkWidget *button = strcmp (name, "unprotected") == 0 ? self->unprotected_button
                      : strcmp (name, "now") == 0       ? self->now_button
                      : strcmp (name, "phases") == 0    ? self->phases_button
                                                        : NULL;
  if (button != NULL)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  return button != NULL;
}

static void
steady_arming_view_dispose (GObject *object)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (steady_arming_view_parent_class)->dispose (object);
}

static void
steady_arming_view_finalize (GObject *object)
{
  g_ptr_array_unref (STEADY_ARMING_VIEW (object)->lines);
  G_OBJECT_CLASS (steady_arming_view_parent_class)->finalize (object);
}

static void
steady_arming_view_class_init (SteadyArmingViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_arming_view_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_arming_view_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "wordtable");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add_button (SteadyArmingView *self, GtkWidget *box, const char *label, const char *name)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  gtk_widget_set_name (button, name);
  if (self->now_button != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button),
                                 GTK_TOGGLE_BUTTON (self->now_button));
  g_signal_connect (button, "toggled", G_CALLBACK (on_chosen), self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
make_buttons (SteadyArmingView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  self->now_button = add_button (self, box, _ ("All alarms now"), "arming-now");
  self->unprotected_button =
      add_button (self, box, _ ("Not protected"), "arming-unprotected");
  self->phases_button = add_button (self, box, _ ("All phases"), "arming-phases");
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

static SteadyWordTable *
add_table (SteadyArmingView *self, const char *name, const char *empty)
{
  const SteadyWordColumn columns[] = {
    { "", 44 },
    { _ ("Alarm"), 0 },
    { _ ("Now"), 140 },
    { _ ("Why"), 0 },
    { _ ("Limit in force"), 150 },
    { _ ("Source"), 0 },
  };
  GtkWidget *table = steady_word_table_new (name, columns, G_N_ELEMENTS (columns));
  steady_word_table_set_empty (STEADY_WORD_TABLE (table), empty);
  gtk_stack_add_child (self->stack, table);
  return STEADY_WORD_TABLE (table);
}

static void
steady_arming_view_init (SteadyArmingView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->lines = g_ptr_array_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  make_buttons (self);
  self->now = add_table (
      self, _ ("Armed alarms and limits"), _ ("The engine has named no rules."));
  self->unprotected =
      add_table (self, _ ("Not protected"), _ ("Everything is protected."));
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 8);
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_ALWAYS);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (self->scroller),
                                             FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->grid);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  self->phases = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (self->phases), self->head);
  gtk_box_append (GTK_BOX (self->phases), self->scroller);
  gtk_stack_add_child (self->stack, self->phases);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->stack), GTK_WIDGET (self));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->now_button), TRUE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Arming"), -1);
}

/* A view without rules yet. */
GtkWidget *
steady_arming_view_new (void)
{
  return g_object_new (STEADY_TYPE_ARMING_VIEW, NULL);
}

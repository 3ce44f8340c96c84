/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "training/steady-fault-view.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-text.h"
#include "training/steady-mechanism-words.h"
#include "training/steady-training-json.h"
#include "training/steady-training-look.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-template-path.h"

/* Seconds that a change may take. */
static const double ramps[] = { 0, 5, 30, 120 };

/* A list, and one mechanism at a time beside it. */
struct _SteadyFaultView
{
  GtkWidget           parent_instance;
  GtkWidget          *box;
  GtkSearchEntry     *search;
  SteadyFitText      *changed;
  GtkListBox         *list;
  GtkLabel           *label;
  GtkLabel           *what;
  GtkLabel           *now;
  GtkWidget          *values;
  GtkEntry           *value;
  GtkWidget          *ramps;
  GtkWidget          *normal;
  GtkToggleButton    *ramp[G_N_ELEMENTS (ramps)];
  SteadyTrainingLink *link;
  GPtrArray          *words; /* of SteadyMechanismWords; NULL: not read */
  char               *problem;
  char               *chosen; /* name of the mechanism; NULL: none */
  unsigned            known;  /* mechanisms in the list */
  uint32_t            serial; /* of what is hidden, as shown last */
};

G_DEFINE_FINAL_TYPE (SteadyFaultView, steady_fault_view, GTK_TYPE_WIDGET)

/* The engine's words about the mechanism @name, or NULL. */
static struct json_object *
find (SteadyFaultView *self, const char *name)
{
  if (self->link == NULL)
    return NULL;
  struct json_object *hidden = steady_training_link_state (self->link)->hidden;
  const size_t        count = steady_training_count (hidden, "mechanisms");
  for (size_t i = 0; name != NULL && i < count; i++)
    {
      struct json_object *one = steady_training_at (hidden, "mechanisms", i);
      if (strcmp (steady_training_text (one, "name"), name) == 0)
        return one;
    }
  return NULL;
}

static bool
is_changed (struct json_object *mechanism)
{
  const double value = steady_training_number (mechanism, "value");
  const double normal = steady_training_number (mechanism, "normal");
  return !steady_training_flag (mechanism, "bolus") &&
         fabs (value - normal) > 1e-6 * MAX (1, fabs (normal));
}

static double
chosen_ramp (const SteadyFaultView *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (ramps); i++)
    if (gtk_toggle_button_get_active (self->ramp[i]))
      return ramps[i];
  return 0;
}

/* Sets the chosen mechanism to @value over the chosen time. */
void
steady_fault_view_inject (SteadyFaultView *self, double value)
{
  SteadyTrainingRequest request = { .kind = STEADY_TRAINING_INJECT,
                                    .value = value,
                                    .ramp_s = chosen_ramp (self) };
  if (self->chosen == NULL)
    return;
  g_strlcpy (request.id, self->chosen, sizeof request.id);
  steady_training_link_ask (self->link, &request);
}

static void
on_preset (GtkWidget *button, SteadyFaultView *self)
{
  const double *value = g_object_get_data (G_OBJECT (button), "value");
  steady_fault_view_inject (self, *value);
}

static void
on_value (SteadyFaultView *self)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->value));
  g_autofree char *plain = g_strdelimit (g_strdup (text), ",", '.');
  double           value;
  if (!steady_text_to_number (plain, &value))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->value));
      return;
    }
  steady_fault_view_inject (self, value);
}

static void
on_normal (SteadyFaultView *self)
{
  const double normal = steady_training_number (find (self, self->chosen), "normal");
  if (isfinite (normal))
    steady_fault_view_inject (self, normal);
}

static void
add_preset (SteadyFaultView *self, double value, const char *unit)
{
  g_autofree char *text = steady_training_value (value, unit);
  GtkWidget       *button = gtk_button_new_with_label (text);
  double          *kept = g_new (double, 1);
  *kept = value;
  g_object_set_data_full (G_OBJECT (button), "value", kept, g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_preset), self);
  gtk_box_append (GTK_BOX (self->values), button);
}

static void
show_now (SteadyFaultView *self)
{
  const SteadyMechanismWords *words =
      steady_mechanism_words_find (self->words, self->chosen);
  struct json_object *mechanism = find (self, self->chosen);
  const char         *unit = words != NULL ? words->unit : "";
  const double        value = steady_training_number (mechanism, "value");
  const double        target = steady_training_number (mechanism, "target");
  g_autofree char    *is = steady_training_value (value, unit);
  g_autofree char    *goes = steady_training_value (target, unit);
  g_autofree char    *low =
      steady_training_value (steady_training_number (mechanism, "low"), "");
  g_autofree char *high =
      steady_training_value (steady_training_number (mechanism, "high"), unit);
  g_autofree char *text =
      steady_training_flag (mechanism, "bolus")
          ? g_strdup_printf (_ ("An amount, up to %s at a time"), high)
      : fabs (target - value) > 1e-9
          ? g_strdup_printf (
                _ ("Now %s, on its way to %s (%s … %s)"), is, goes, low, high)
          : g_strdup_printf (_ ("Now %s (%s … %s)"), is, low, high);
  gtk_label_set_text (self->now, mechanism != NULL ? text : "");
  gtk_widget_set_sensitive (self->normal, mechanism != NULL && is_changed (mechanism));
}

static void
show_chosen (SteadyFaultView *self)
{
  const SteadyMechanismWords *words =
      steady_mechanism_words_find (self->words, self->chosen);
  const char *name = self->chosen != NULL ? self->chosen : "";
  gtk_label_set_text (self->label, words != NULL ? _ (words->label) : name);
  gtk_label_set_text (self->what,
                      words != NULL           ? steady_training_translated (words->what)
                      : self->problem != NULL ? self->problem
                                              : "");
  steady_training_empty (self->values);
  for (unsigned i = 0; words != NULL && i < words->n_values; i++)
    add_preset (self, words->values[i], words->unit);
  unsigned nearest = 0;
  for (unsigned i = 0; words != NULL && i < G_N_ELEMENTS (ramps); i++)
    if (fabs (ramps[i] - words->ramp_s) < fabs (ramps[nearest] - words->ramp_s))
      nearest = i;
  gtk_toggle_button_set_active (self->ramp[nearest], TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->value), "");
  show_now (self);
}

static void
on_selected (SteadyFaultView *self, GtkListBoxRow *row)
{
  const char *name = row != NULL ? g_object_get_data (G_OBJECT (row), "name") : NULL;
  if (g_strcmp0 (name, self->chosen) == 0)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (name);
  show_chosen (self);
}

static gboolean
is_sought (GtkListBoxRow *row, gpointer data)
{
  SteadyFaultView            *self = data;
  const char                 *name = g_object_get_data (G_OBJECT (row), "name");
  const SteadyMechanismWords *words = steady_mechanism_words_find (self->words, name);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  if (words != NULL)
    return steady_mechanism_words_match (words, text);
  return text[0] == '\0' || strstr (name, text) != NULL;
}

static void
on_search (SteadyFaultView *self)
{
  gtk_list_box_invalidate_filter (self->list);
}

static void
add_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *group = g_object_get_data (G_OBJECT (row), "group");
  const char *last =
      before != NULL ? g_object_get_data (G_OBJECT (before), "group") : NULL;
  gtk_list_box_row_set_header (row,
                               g_strcmp0 (group, last) == 0
                                   ? NULL
                                   : steady_training_label (group, "training-header"));
}

static void
add_row (SteadyFaultView *self, const char *name, const char *label, const char *group)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *state = gtk_label_new ("");
  gtk_box_append (GTK_BOX (box), steady_training_label (label, "training-text"));
  gtk_box_append (GTK_BOX (box), state);
  gtk_widget_add_css_class (state, "strong");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (name), g_free);
  g_object_set_data_full (G_OBJECT (row), "group", g_strdup (group), g_free);
  g_object_set_data (G_OBJECT (row), "state", state);
  steady_training_name (row, label);
  gtk_list_box_append (self->list, row);
}

/* What is set at the console and no fault; an instructor may do it all the same. */
static const char *
setting_words (const char *name)
{
  static const struct
  {
    const char *name, *words;
  } settings[] = {
    { "pump_flow", N_ ("Pump flow") },
    { "pump_speed_rpm", N_ ("Pump speed") },
    { "zero_flow", N_ ("Zero-flow mode") },
    { "sweep", N_ ("Sweep gas") },
    { "fio2", N_ ("FiO₂") },
    { "water_temperature", N_ ("Water temperature") },
    { "cardioplegia_ml", N_ ("Cardioplegia dose") },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].name, name) == 0)
      return _ (settings[i].words);
  return name;
}

/* The engine says which mechanisms there are; the file only says what they are called.
 */
static void
fill (SteadyFaultView *self, struct json_object *hidden, unsigned count)
{
  GtkListBoxRow *old;
  while ((old = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (old));
  for (unsigned i = 0; self->words != NULL && i < self->words->len; i++)
    {
      const SteadyMechanismWords *words = g_ptr_array_index (self->words, i);
      if (find (self, words->name) != NULL)
        add_row (self, words->name, _ (words->label), _ (words->group));
    }
  for (unsigned i = 0; i < count; i++)
    {
      const char *name =
          steady_training_text (steady_training_at (hidden, "mechanisms", i), "name");
      if (steady_mechanism_words_find (self->words, name) == NULL)
        add_row (self, name, setting_words (name), _ ("Settings and others"));
    }
  self->known = count;
}

static void
mark_row (SteadyFaultView *self, GtkListBoxRow *row)
{
  const char                 *name = g_object_get_data (G_OBJECT (row), "name");
  GtkLabel                   *state = g_object_get_data (G_OBJECT (row), "state");
  const SteadyMechanismWords *words = steady_mechanism_words_find (self->words, name);
  struct json_object         *mechanism = find (self, name);
  const bool                  changed = is_changed (mechanism);
  g_autofree char            *text = steady_training_value (
      steady_training_number (mechanism, "value"), words != NULL ? words->unit : "");
  if (words == NULL && !steady_training_flag (mechanism, "bolus"))
    gtk_label_set_text (state, text);
  else
    gtk_label_set_text (state, changed ? text : "");
  steady_look_class (GTK_WIDGET (row), "changed", changed && words != NULL);
}

/* The list is long: what is wrong now is said over it. */
static void
mark_changed (SteadyFaultView *self)
{
  g_autoptr (GString) all = g_string_new (NULL);
  GtkListBoxRow *row;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      mark_row (self, row);
      const SteadyMechanismWords *words = steady_mechanism_words_find (
          self->words, g_object_get_data (G_OBJECT (row), "name"));
      if (words != NULL && !words->of_case && is_changed (find (self, words->name)))
        g_string_append_printf (
            all, "%s%s", all->len > 0 ? ", " : "", _ (words->label));
    }
  g_autofree char *text = g_strdup_printf (_ ("Not as usual now: %s"), all->str);
  steady_fit_text_set_text (self->changed,
                            all->len > 0 ? text : _ ("All is as usual."));
}

/* Shows what the engine has told since. */
void
steady_fault_view_refresh (SteadyFaultView *self)
{
  const SteadyTrainingState *state = steady_training_link_state (self->link);
  const unsigned count = (unsigned) steady_training_count (state->hidden, "mechanisms");
  if (state->hidden_serial == self->serial)
    return;
  self->serial = state->hidden_serial;
  if (count != self->known)
    fill (self, state->hidden, count);
  mark_changed (self);
  show_now (self);
}

/* Chooses a mechanism; false: there is none called so. */
bool
steady_fault_view_choose (SteadyFaultView *self, const char *mechanism)
{
  for (int i = 0;; i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, i);
      if (row == NULL)
        return false;
      if (g_strcmp0 (g_object_get_data (G_OBJECT (row), "name"), mechanism) != 0)
        continue;
      gtk_list_box_select_row (self->list, row);
      return true;
    }
}

/* Reads the words of @data_folder; what is wrong with them is said in their place. */
void
steady_fault_view_load (SteadyFaultView *self, const char *data_folder)
{
  g_autofree char *path =
      g_build_filename (data_folder, "training", "mechanisms.json", NULL);
  g_autoptr (GError) error = NULL;
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->problem, g_free);
  self->words = steady_mechanism_words_load (path, &error);
  if (self->words == NULL)
    self->problem = g_strdup (error->message);
  self->known = 0;
  show_chosen (self);
}

/* Tells which link is spoken through; once. */
void
steady_fault_view_bind (SteadyFaultView *self, SteadyTrainingLink *link)
{
  self->link = link;
  show_chosen (self);
}

static void
steady_fault_view_dispose (GObject *object)
{
  SteadyFaultView *self = STEADY_FAULT_VIEW (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_fault_view_parent_class)->dispose (object);
}

static void
steady_fault_view_finalize (GObject *object)
{
  SteadyFaultView *self = STEADY_FAULT_VIEW (object);
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_free (self->problem);
  g_free (self->chosen);
  G_OBJECT_CLASS (steady_fault_view_parent_class)->finalize (object);
}

static void
steady_fault_view_class_init (SteadyFaultViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_fault_view_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_fault_view_finalize;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("training", "steady-fault-view"));
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, search);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, changed);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, list);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, label);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, what);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, now);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, values);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, value);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, ramps);
  gtk_widget_class_bind_template_child (widget_class, SteadyFaultView, normal);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_value);
  gtk_widget_class_bind_template_callback (widget_class, on_normal);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
add_ramps (SteadyFaultView *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (ramps); i++)
    {
      g_autofree char *text = g_strdup_printf (_ ("%.0f s"), ramps[i]);
      GtkWidget       *button =
          gtk_toggle_button_new_with_label (ramps[i] > 0 ? text : _ ("at once"));
      self->ramp[i] = GTK_TOGGLE_BUTTON (button);
      gtk_toggle_button_set_group (self->ramp[i], i > 0 ? self->ramp[0] : NULL);
      gtk_box_append (GTK_BOX (self->ramps), button);
    }
  gtk_toggle_button_set_active (self->ramp[0], TRUE);
}

static void
steady_fault_view_init (SteadyFaultView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_ramps (self);
  gtk_list_box_set_header_func (self->list, add_header, NULL, NULL);
  gtk_list_box_set_filter_func (self->list, is_sought, self, NULL);
  steady_training_name (GTK_WIDGET (self), _ ("Faults"));
  steady_training_name (GTK_WIDGET (self->list), _ ("Faults"));
  steady_training_name (GTK_WIDGET (self->search), _ ("Search"));
  steady_training_name (GTK_WIDGET (self->value), _ ("Another value"));
}

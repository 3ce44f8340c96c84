/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-patient-strip.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

/* Later ticks than this are said (the engine alarms by itself). */
#define LATE_MS 100.0
/* Room for more hours than this is said in days. */
#define ROOM_IN_DAYS 240.0

/* One line under the alarm bar. */
struct _SteadyPatientStrip
{
  GtkWidget      parent_instance;
  GtkWidget     *box;
  SteadyFitText *child;
  SteadyFitText *support;
  SteadyFitText *engine;
  SteadyFitText *sound;
  SteadyFitText *record;
  SteadyFitText *devices;
  SteadyFitText *clock;
  gboolean       clock_shown;
};

G_DEFINE_FINAL_TYPE (SteadyPatientStrip, steady_patient_strip, GTK_TYPE_WIDGET)

static void
show_child (SteadyPatientStrip *self, const SteadyConsoleState *state)
{
  const SteadyConsolePatient *patient = &state->config.patient;
  g_autoptr (GString) text = g_string_new (NULL);
  g_string_append (text, patient->name != NULL ? patient->name : _ ("No name"));
  if (isfinite (patient->weight_kg))
    g_string_append_printf (
        text, " · %.*f kg", patient->weight_kg < 20 ? 1 : 0, patient->weight_kg);
  else
    g_string_append_printf (text, " · %s", _ ("weight not known"));
  if (isfinite (patient->bsa_m2))
    g_string_append_printf (text, " · %.2f m²", patient->bsa_m2);
  g_string_append_printf (text, " · %s", steady_words_profile (patient->profile));
  steady_fit_text_set_text (self->child, state->config.valid ? text->str : "");
}

static void
show_support (SteadyPatientStrip *self, const SteadyConsoleState *state)
{
  if (!state->has_heartbeat)
    return;
  g_autofree char *flags = steady_words_support_flags (state->heartbeat.support_flags);
  g_autofree char *text =
      g_strdup_printf ("%s%s%s",
                       steady_words_support_mode (state->heartbeat.support_mode),
                       flags[0] != '\0' ? " · " : "",
                       flags);
  steady_fit_text_set_text (self->support, text);
}

/* Good is a quiet dot; anything else stands out and says so in words. */
static void
show_health (SteadyFitText *text, const char *name, const char *words, gboolean good)
{
  g_autofree char *line = g_strdup_printf (
      "%s %s%s%s", good ? "●" : "▲", name, good ? "" : ": ", good ? "" : words);
  steady_fit_text_set_text (text, line);
  steady_look_class (GTK_WIDGET (text), "ill", !good);
}

static void
show_engine (SteadyPatientStrip *self, const SteadyConsoleState *state)
{
  const SteadyHeartbeat *beat = &state->heartbeat;
  const char            *words = "";
  gboolean               good = FALSE;
  if (state->silent || !state->has_heartbeat)
    words = _ ("SILENT");
  else if (beat->lateness_ms > LATE_MS)
    words = _ ("late");
  else if (beat->supervisor == STEADY_LINK_LOST)
    words = _ ("not supervised");
  else if (!state->config.in_control)
    words = _ ("only viewing");
  else
    good = TRUE;
  show_health (self->engine, _ ("engine"), words, good);
}

/* The light of the record, with the time for which there is room on the disk. */
static void
show_record (SteadyPatientStrip *self, const SteadyConsoleState *state, gboolean known)
{
  const SteadyHeartbeat *beat = &state->heartbeat;
  const gboolean         good = known && beat->recorder == STEADY_RECORDER_WRITING;
  g_autofree char       *name = g_strdup (_ ("record"));
  g_autofree char       *hint = NULL;
  double                 hours;

  if (good &&
      steady_value_table_value (&state->values, STEADY_CHANNEL_DISK_HOURS, &hours))
    {
      const double     shown = hours < 10 ? hours : floor (hours);
      g_autofree char *left =
          hours < ROOM_IN_DAYS
              ? g_strdup_printf (hours < 10 ? _ ("%.1f h left") : _ ("%.0f h left"),
                                 shown)
              : g_strdup_printf (_ ("%.0f d left"), floor (hours / 24));
      char *all = g_strdup_printf ("%s, %s", name, left);
      g_free (name);
      name = all;
      hint = g_strdup_printf (
          _ ("There is room on the disk for %.1f hours of recording."), hours);
    }
  show_health (
      self->record, name, known ? steady_words_recorder (beat->recorder) : "?", good);
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self->record)), hint) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self->record), hint);
}

static void
show_parts (SteadyPatientStrip *self, const SteadyConsoleState *state)
{
  const SteadyHeartbeat *beat = &state->heartbeat;
  const gboolean         known = state->has_heartbeat && !state->silent;
  const char            *unknown = "?";
  show_engine (self, state);
  show_health (self->sound,
               _ ("sound"),
               known ? steady_words_link (beat->sounder) : unknown,
               known && beat->sounder == STEADY_LINK_UP);
  show_record (self, state, known);
  show_health (self->devices,
               _ ("devices"),
               known ? steady_words_link (beat->devices) : unknown,
               known && beat->devices == STEADY_LINK_UP);
}

static void
show_clock (SteadyPatientStrip *self)
{
  if (!self->clock_shown)
    {
      steady_fit_text_set_text (self->clock, "");
      return;
    }
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (steady_clock_utc_ns () / STEADY_NSEC_PER_SEC);
  g_autofree char *text = g_date_time_format (now, "%H:%M");
  steady_fit_text_set_text (self->clock, text);
}

/* Shows what @state knows. */
void
steady_patient_strip_refresh (SteadyPatientStrip       *self,
                              const SteadyConsoleState *state,
                              SteadyInstant             real_now)
{
  show_child (self, state);
  show_support (self, state);
  show_parts (self, state);
  show_clock (self);
}

/* Whether the time of day is shown. */
void
steady_patient_strip_set_clock (SteadyPatientStrip *self, gboolean shown)
{
  self->clock_shown = shown;
}

/* Two lines on a narrow screen. */
void
steady_patient_strip_set_tall (SteadyPatientStrip *self, gboolean tall)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  tall ? GTK_ORIENTATION_VERTICAL
                                       : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (GTK_BOX (self->box), tall ? 2 : 8);
}

static void
steady_patient_strip_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PATIENT_STRIP (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_patient_strip_parent_class)->dispose (object);
}

static void
steady_patient_strip_class_init (SteadyPatientStripClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_patient_strip_dispose;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-patient-strip"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPatientStrip, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPatientStrip, child);
  gtk_widget_class_bind_template_child (widget_class, SteadyPatientStrip, support);
  gtk_widget_class_bind_template_child (widget_class, SteadyPatientStrip, engine);
  gtk_widget_class_bind_template_child (widget_class, SteadyPatientStrip, sound);
  gtk_widget_class_bind_template_child (widget_class, SteadyPatientStrip, record);
  gtk_widget_class_bind_template_child (widget_class, SteadyPatientStrip, devices);
  gtk_widget_class_bind_template_child (widget_class, SteadyPatientStrip, clock);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "strip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_patient_strip_init (SteadyPatientStrip *self)
{
  self->clock_shown = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Patient and system"),
                                  -1);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-rehearsal.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "casefile/steady-case-reader.h"
#include "console/steady-template.h"
#include "perfusion/steady-plan-store.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

enum
{
  COLUMNS = 240,
  TRACES = 6
};

/* What is drawn, and the value that the plan names for it. */
static const struct
{
  SteadyChannel  channel;
  const char    *title;
  const char    *unit;
  int            decimals;
  double         low, high; /* of the axis, wider where the case is */
  SteadyPlanItem target;
} traces[TRACES] = {
  { STEADY_CHANNEL_PATIENT_FLOW,
    N_ ("Flow"),
    "L/min",
    2,
    0,
    0.2,
    STEADY_PLAN_FLOW_PLAN },
  { STEADY_CHANNEL_ARTERIAL_MEAN,
    N_ ("MAP"),
    "mmHg",
    0,
    0,
    60,
    STEADY_PLAN_MAP_PLANNED },
  { STEADY_CHANNEL_PRE_OXYGENATOR_MEAN,
    N_ ("Line, pre-oxy."),
    "mmHg",
    0,
    0,
    150,
    STEADY_PLAN_PRESSURE_PRE },
  { STEADY_CHANNEL_VENOUS_SATURATION,
    N_ ("SvO2"),
    "%",
    0,
    40,
    100,
    STEADY_PLAN_SVO2_LOW },
  { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
    N_ ("Temperature"),
    "°C",
    1,
    28,
    38,
    STEADY_PLAN_TEMPERATURE },
  { STEADY_CHANNEL_HAEMATOCRIT,
    N_ ("Haematocrit"),
    "%",
    0,
    15,
    45,
    STEADY_PLAN_HAEMATOCRIT_PLANNED },
};

struct _SteadyPlanRehearsal
{
  GtkWidget       parent_instance;
  GtkWidget      *box;
  SteadyFitText  *words;
  GtkDrawingArea *area;
  GSubprocess    *engine; /* NULL: none runs */
  char           *folder; /* its files, NULL: none */
  SteadyEnvelope  columns[TRACES][COLUMNS];
  double          targets[TRACES];
  bool            has_target[TRACES];
  double          minutes; /* 0: nothing to draw */
};

static guint left_signal;

G_DEFINE_FINAL_TYPE (SteadyPlanRehearsal, steady_plan_rehearsal, GTK_TYPE_WIDGET)

static char *
file_of (const SteadyPlanRehearsal *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
clean_up (SteadyPlanRehearsal *self)
{
  static const char *const names[] = {
    "plan.json", "case.steady", "case.steady-wal", "case.steady-shm"
  };

  g_clear_object (&self->engine);
  if (self->folder == NULL)
    return;
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = file_of (self, names[i]);
      g_unlink (file);
    }
  g_rmdir (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

static void
say (SteadyPlanRehearsal *self, const char *words)
{
  steady_fit_text_set_text (self->words, words);
}

static bool
read_case (SteadyPlanRehearsal *self, GError **error)
{
  g_autofree char  *file = file_of (self, "case.steady");
  SteadyCaseSpan    span;
  SteadyCaseReader *reader = steady_case_reader_open (file, error);

  if (reader == NULL)
    return false;
  bool fine = steady_case_reader_span (reader, &span, error);
  for (unsigned i = 0; fine && i < TRACES; i++)
    fine = steady_case_reader_envelope (reader,
                                        traces[i].channel,
                                        span.start,
                                        span.end,
                                        COLUMNS,
                                        self->columns[i],
                                        error);
  if (fine)
    self->minutes = steady_span_seconds (span.end - span.start) / 60;
  steady_case_reader_free (reader);
  return fine;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SteadyPlanRehearsal) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  GSubprocess     *engine = G_SUBPROCESS (source);

  if (!g_subprocess_communicate_utf8_finish (
          engine, result, NULL, &complaint, &error) ||
      self->engine != engine)
    {
      if (self->engine == engine)
        clean_up (self);
      return;
    }
  if (!g_subprocess_get_successful (engine))
    {
      g_autofree char *words = g_strdup_printf (
          _ ("The plan could not be rehearsed: %s"),
          complaint != NULL ? g_strstrip (complaint) : _ ("the engine ended"));
      say (self, words);
    }
  else if (!read_case (self, &error))
    {
      g_autofree char *words =
          g_strdup_printf (_ ("The rehearsal cannot be read: %s"), error->message);
      say (self, words);
    }
  else
    say (self,
         _ ("SIMULATED: what a child like this one may do with this plan. It is a "
            "model, not a promise."));
  clean_up (self);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

static bool
spawn (SteadyPlanRehearsal     *self,
       const SteadyPlan        *plan,
       const SteadyPlanSigning *signing,
       GError                 **error)
{
  g_autofree char *program = steady_paths_program ("steady-engine");
  self->folder = g_dir_make_tmp ("steady-rehearsal-XXXXXX", error);
  if (self->folder == NULL)
    return false;
  g_autofree char *file = file_of (self, "plan.json");
  g_autofree char *result = file_of (self, "case.steady");
  g_autofree char *text = steady_plan_store_text (plan, signing);
  if (!g_file_set_contents (file, text, -1, error))
    return false;
  self->engine = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                       G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                   error,
                                   program,
                                   "--rehearse",
                                   file,
                                   "--speed",
                                   "max",
                                   "--case",
                                   result,
                                   NULL);
  return self->engine != NULL;
}

/* Begins one; another that runs is given up. */
void
steady_plan_rehearsal_begin (SteadyPlanRehearsal     *self,
                             const SteadyPlan        *plan,
                             const SteadyPlanSigning *signing)
{
  g_autoptr (GError) error = NULL;

  if (self->engine != NULL)
    g_subprocess_force_exit (self->engine);
  clean_up (self);
  self->minutes = 0;
  for (unsigned i = 0; i < TRACES; i++)
    self->has_target[i] =
        steady_plan_number (plan, traces[i].target, &self->targets[i]);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
  if (!spawn (self, plan, signing, &error))
    {
      g_autofree char *words =
          g_strdup_printf (_ ("The plan could not be rehearsed: %s"), error->message);
      say (self, words);
      clean_up (self);
      return;
    }
  say (self, _ ("The plan is being rehearsed …"));
  g_subprocess_communicate_utf8_async (
      self->engine, NULL, NULL, on_done, g_object_ref (self));
}

/* Whether an engine rehearses now. */
gboolean
steady_plan_rehearsal_runs (SteadyPlanRehearsal *self)
{
  return self->engine != NULL;
}

const char *
steady_plan_rehearsal_words (SteadyPlanRehearsal *self)
{
  return steady_fit_text_get_text (self->words);
}

typedef struct Axis
{
  double x, y, width, height; /* of the trace in the area */
  double low, high;
} Axis;

static double
y_of (const Axis *axis, double value)
{
  return axis->y + axis->height -
         (value - axis->low) / (axis->high - axis->low) * axis->height;
}

static void
draw_text (
    SteadyPlanRehearsal *self, cairo_t *cairo, double x, double y, const char *text)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (self->area), text);
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, layout);
}

static void
draw_label (SteadyPlanRehearsal *self, cairo_t *cairo, const Axis *axis, unsigned i)
{
  const SteadyEnvelope *last = NULL;
  char                  number[48];

  for (unsigned c = 0; c < COLUMNS; c++)
    if (self->columns[i][c].count > 0)
      last = &self->columns[i][c];
  if (last != NULL)
    steady_words_number (
        (last->low + last->high) / 2, traces[i].decimals, number, sizeof number);
  else
    g_strlcpy (number, "—", sizeof number);
  g_autofree char *text =
      g_strdup_printf ("%s\n%s %s", _ (traces[i].title), number, traces[i].unit);
  draw_text (self, cairo, 4, axis->y, text);
}

/* The band between least and most of each column; the plan's own value as dashes. */
static void
draw_trace (SteadyPlanRehearsal *self, cairo_t *cairo, Axis *axis, unsigned i)
{
  const double dashes[] = { 6, 5 };

  axis->low = traces[i].low;
  axis->high = traces[i].high;
  for (unsigned c = 0; c < COLUMNS; c++)
    if (self->columns[i][c].count > 0)
      {
        axis->low = MIN (axis->low, self->columns[i][c].low);
        axis->high = MAX (axis->high, self->columns[i][c].high);
      }
  if (self->has_target[i])
    {
      axis->high = MAX (axis->high, self->targets[i] * 1.05);
      cairo_set_line_width (cairo, 1);
      cairo_set_dash (cairo, dashes, 2, 0);
      cairo_move_to (cairo, axis->x, y_of (axis, self->targets[i]));
      cairo_line_to (cairo, axis->x + axis->width, y_of (axis, self->targets[i]));
      cairo_stroke (cairo);
      cairo_set_dash (cairo, NULL, 0, 0);
    }
  cairo_set_line_width (cairo, MAX (axis->width / COLUMNS, 1.5));
  for (unsigned c = 0; c < COLUMNS; c++)
    if (self->columns[i][c].count > 0)
      {
        const double x = axis->x + (c + 0.5) * axis->width / COLUMNS;
        cairo_move_to (cairo, x, y_of (axis, self->columns[i][c].high) - 0.8);
        cairo_line_to (cairo, x, y_of (axis, self->columns[i][c].low) + 0.8);
      }
  cairo_stroke (cairo);
}

static void
on_draw (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  SteadyPlanRehearsal *self = data;
  GdkRGBA              colour;

  if (self->minutes <= 0)
    return;
  const double row = (height - 24.0) / TRACES;
  for (unsigned i = 0; i < TRACES; i++)
    {
      Axis axis = { 150, i * row + 3, width - 158, row - 6, 0, 1 };
      steady_look_colour (GTK_WIDGET (area), traces[i].channel, &colour);
      gdk_cairo_set_source_rgba (cairo, &colour);
      draw_trace (self, cairo, &axis, i);
      gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)),
                                   &colour);
      gdk_cairo_set_source_rgba (cairo, &colour);
      draw_label (self, cairo, &axis, i);
    }
  g_autofree char *span =
      g_strdup_printf (_ ("%.0f minutes; dashes: the plan. SIMULATED"), self->minutes);
  draw_text (self, cairo, 150, height - 22, span);
}

static void
on_back (SteadyPlanRehearsal *self)
{
  g_signal_emit (self, left_signal, 0);
}

static void
steady_plan_rehearsal_dispose (GObject *object)
{
  SteadyPlanRehearsal *self = STEADY_PLAN_REHEARSAL (object);

  if (self->engine != NULL)
    g_subprocess_force_exit (self->engine);
  clean_up (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_plan_rehearsal_parent_class)->dispose (object);
}

static void
steady_plan_rehearsal_class_init (SteadyPlanRehearsalClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_plan_rehearsal_dispose;
  left_signal = g_signal_new ("left",
                              STEADY_TYPE_PLAN_REHEARSAL,
                              G_SIGNAL_RUN_LAST,
                              0,
                              NULL,
                              NULL,
                              NULL,
                              G_TYPE_NONE,
                              0);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE ("steady-plan-rehearsal"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanRehearsal, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanRehearsal, words);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanRehearsal, area);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planrehearsal");
}

static void
steady_plan_rehearsal_init (SteadyPlanRehearsal *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->area, on_draw, self, NULL);
}

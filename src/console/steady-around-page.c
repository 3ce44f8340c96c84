/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-around-page.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"
#include "console/steady-control-mode.h"
#include "console/steady-crank-guide.h"
#include "console/steady-plan-cell.h"
#include "console/steady-readout.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-words.h"

#define LAYOUT "perfusion/pump-layout.json"

/* The beat is asked for again before the sounder lets it end. */
#define TELL_EVERY (STEADY_CRANK_BEAT_LASTS / 3)

typedef enum Cell
{
  CELL_MAINS,
  CELL_BATTERY,
  CELL_TEST,
  CELL_MODE,
  CELL_TUBING,
  CELL_RUN,
  N_CELLS
} Cell;

struct _SteadyAroundPage
{
  GtkWidget                  parent_instance;
  GtkWidget                 *box;
  GtkWidget                 *crank; /* drawing */
  SteadyFitText             *beat;
  SteadyFitText             *way;
  SteadyFitText             *why;
  GtkToggleButton           *heard;      /* the beat may be heard, too */
  SteadyFitText             *heard_text; /* whether it is */
  GtkWidget                 *cells[N_CELLS];
  GtkWidget                 *layout;
  const SteadyChecklistBook *book;
  SteadyCrankGuide           guide;
  double                     rpm; /* 0: not known */
  bool                       clockwise;
  guint                      tick;   /* of the animation; 0: none */
  bool                       wanted; /* the beat may be heard now */
  SteadyInstant              told; /* when the beat was last asked for; 0: it is not */
};

static void steady_around_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyAroundPage,
                               steady_around_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_around_page_page_init))

static void
show_cell (SteadyAroundPage *self,
           Cell              cell,
           const char       *caption,
           const char       *value,
           bool              known)
{
  steady_plan_cell_show (
      STEADY_PLAN_CELL (self->cells[cell]), caption, known ? value : "—", known);
}

/* The tubing that two people confirmed; NULL: none yet. */
static const SteadyChecklistLine *
line_of (SteadyAroundPage *self, const char *item)
{
  const SteadyChecklistLine *line =
      steady_checklist_state_line (self->book->state, "before-bypass", item);
  return line != NULL && (line->state == STEADY_CHECKLIST_VERIFIED ||
                          line->state == STEADY_CHECKLIST_READ)
             ? line
             : NULL;
}

static void
show_power (SteadyAroundPage *self, const SteadyConsoleState *state)
{
  const SteadyChecklistLine *test = line_of (self, "battery");
  double                     mains = 0, minutes = 0;
  char                       text[80];
  const bool                 known =
      steady_value_table_value (&state->values, STEADY_CHANNEL_MAINS, &mains);
  const bool battery = steady_value_table_value (
      &state->values, STEADY_CHANNEL_BATTERY_MINUTES, &minutes);

  show_cell (self,
             CELL_MAINS,
             _ ("Power"),
             mains > 0.5 ? _ ("Mains") : _ ("ON BATTERY"),
             known);
  g_snprintf (text, sizeof text, _ ("%.0f min"), minutes);
  show_cell (self, CELL_BATTERY, _ ("Battery left"), text, battery);
  if (test != NULL && isfinite (test->values[0]))
    g_snprintf (
        text, sizeof text, _ ("%.0f min left, %s"), test->values[0], test->reader);
  show_cell (self,
             CELL_TEST,
             _ ("Battery test before the case"),
             text,
             test != NULL && isfinite (test->values[0]));
}

static void
show_pump (SteadyAroundPage *self, const SteadyConsoleState *state)
{
  const SteadyChecklistLine *tubing = line_of (self, "tubing");
  const double hours = steady_span_seconds (state->heartbeat.bypass_time) / 3600.0;
  char         text[80];

  steady_control_mode_words (state, STEADY_CONTROL_PUMP_FLOW, text, sizeof text);
  show_cell (self, CELL_MODE, _ ("Control mode"), text, true);
  show_cell (self,
             CELL_TUBING,
             _ ("Tubing in the head"),
             tubing != NULL ? _ (tubing->text) : "",
             tubing != NULL);
  g_snprintf (text,
              sizeof text,
              hours >= 6 ? _ ("%.1f h: over the 6 h of its parts") : _ ("%.1f of 6 h"),
              hours);
  show_cell (self, CELL_RUN, _ ("On this circuit"), text, state->has_heartbeat);
}

static void
show_crank (SteadyAroundPage *self, const SteadyConsoleState *state)
{
  const SteadyChecklistLine *tubing = line_of (self, "tubing");
  double                     rpm = 0;
  char                       text[160];
  const SteadyCrankSource    source =
      steady_crank_guide_rpm (&self->guide,
                              steady_console_config_plan (&state->config, "flow_l_min"),
                              tubing != NULL ? tubing->text : NULL,
                              &rpm);

  self->rpm = source != STEADY_CRANK_UNKNOWN ? rpm : 0;
  if (self->rpm > 0)
    g_snprintf (text, sizeof text, _ ("%.0f turns a minute"), rpm);
  else
    g_strlcpy (text, _ ("Speed not known: confirm the tubing"), sizeof text);
  steady_fit_text_set_text (self->beat, text);
  steady_fit_text_set_text (self->way,
                            self->clockwise ? _ ("clockwise") : _ ("counterclockwise"));
  if (source == STEADY_CRANK_LAST_SPEED)
    g_snprintf (text,
                sizeof text,
                _ ("keeps the last %.3f L/min; watch the flow probe"),
                self->guide.last_flow);
  else if (source == STEADY_CRANK_TUBING)
    g_strlcpy (text, _ ("plan flow by the stroke of the tubing"), sizeof text);
  else
    g_strlcpy (
        text, _ ("no flow was seen, and no plan or tubing is known"), sizeof text);
  steady_fit_text_set_text (self->why, text);
}

/* Whether the pump turns by itself, so that no hand needs a beat. */
static bool
runs (const SteadyConsoleState *state)
{
  double pump = 0;

  return !state->silent &&
         steady_value_table_value (
             &state->values, STEADY_CHANNEL_ARTERIAL_PUMP, &pump) &&
         lround (pump) == STEADY_PUMP_RUNNING;
}

/* Asks the sounder for the beat, again and again while it is wanted, or ends it. */
static void
tell_beat (SteadyAroundPage *self, SteadyInstant real_now, bool wanted)
{
  if (!wanted && self->told == 0)
    return;
  if (wanted && self->told != 0 && real_now - self->told < TELL_EVERY)
    return;
  self->told = wanted ? real_now : 0;
  steady_console_link_crank_beat (self->book->link, wanted ? self->rpm : 0);
}

/* Whether the beat is heard, and what stands against it. */
static void
show_heard (SteadyAroundPage         *self,
            const SteadyConsoleState *state,
            SteadyInstant             real_now)
{
  const bool  on = gtk_toggle_button_get_active (self->heard);
  const char *text = _ ("Beat is heard");

  self->wanted = on && self->rpm > 0 && self->tick != 0 && !runs (state);
  tell_beat (self, real_now, self->wanted);
  if (!on)
    text = _ ("Beat is muted");
  else if (state->silent || state->heartbeat.sounder != STEADY_LINK_UP)
    text = _ ("No sound: watch the hand");
  else if (!self->wanted)
    text = _ ("Beat is heard when the pump stands");
  else if (state->sound.priority != STEADY_PRIORITY_NONE)
    text = _ ("Beat waits: an alarm sounds");
  steady_fit_text_set_text (self->heard_text, text);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->heard), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show (SteadyAroundPage *self, SteadyInstant real_now)
{
  if (self->book == NULL || self->book->link == NULL)
    return;
  const SteadyConsoleState *state = steady_console_link_state (self->book->link);
  steady_crank_guide_follow (&self->guide, state);
  show_power (self, state);
  show_pump (self, state);
  show_crank (self, state);
  show_heard (self, state, real_now);
}

static void
on_heard (SteadyAroundPage *self)
{
  show (self, steady_clock_now ());
}

/* A hand that goes round at the speed that is wanted: turn with it. */
static void
draw_crank (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  SteadyAroundPage *self = data;
  const double      radius = MIN (width, height) / 2.0 - 12;
  const double      turns =
      self->rpm > 0 ? steady_span_seconds (steady_clock_now ()) * self->rpm / 60 : 0;
  const double way = self->clockwise ? 1 : -1;
  const double angle = way * 2 * G_PI * (turns - floor (turns)) - G_PI / 2;
  GdkRGBA      colour;

  if (radius < 10)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)),
                               &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_translate (cr, width / 2.0, height / 2.0);
  cairo_set_line_width (cr, 6);
  if (way > 0)
    cairo_arc (cr, 0, 0, radius, -G_PI * 0.9, G_PI * 0.75);
  else
    cairo_arc_negative (cr, 0, 0, radius, -G_PI * 0.1, G_PI * 0.25);
  cairo_stroke (cr);
  /* the arrow stands at the end of the arc, along its way */
  const double end = way > 0 ? G_PI * 0.75 : G_PI * 0.25;
  cairo_save (cr);
  cairo_translate (cr, radius * cos (end), radius * sin (end));
  cairo_rotate (cr, end + way * G_PI / 2);
  cairo_move_to (cr, 22, 0);
  cairo_line_to (cr, -6, -14);
  cairo_line_to (cr, -6, 14);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_restore (cr);
  if (self->rpm <= 0)
    return;
  cairo_set_line_width (cr, 10);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, radius * 0.8 * cos (angle), radius * 0.8 * sin (angle));
  cairo_stroke (cr);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  SteadyAroundPage *self = data;
  (void) clock;
  if (self->rpm > 0)
    gtk_widget_queue_draw (self->crank);
  if (self->wanted)
    tell_beat (self, steady_clock_now (), true);
  (void) widget;
  return G_SOURCE_CONTINUE;
}

static void
on_map (SteadyAroundPage *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (self->crank, on_tick, self, NULL);
}

static void
on_unmap (SteadyAroundPage *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (self->crank, self->tick);
  self->tick = 0;
}

/* Tells whose link and lists it reads. */
void
steady_around_page_bind (SteadyAroundPage *self, const SteadyChecklistBook *book)
{
  self->book = book;
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyAroundPage *self = STEADY_AROUND_PAGE (page);
  if (frame->header.type != STEADY_FRAME_NUMERICS || self->book == NULL ||
      self->book->link == NULL)
    return;
  steady_crank_guide_follow (&self->guide,
                             steady_console_link_state (self->book->link));
  if (self->tick == 0) /* another page is looked at */
    tell_beat (self, 0, false);
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  show (STEADY_AROUND_PAGE (page), real_now);
}

static void
steady_around_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "around";
  interface->title = N_ ("Hand crank, power");
  interface->take = take;
  interface->refresh = refresh;
}

static GtkWidget *
build_cells (SteadyAroundPage *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  for (unsigned i = 0; i < N_CELLS; i++)
    {
      self->cells[i] = steady_plan_cell_new (STEADY_PLAN_CELL_ITEM, i);
      gtk_widget_set_size_request (self->cells[i], 150, 64);
      gtk_widget_set_hexpand (self->cells[i], TRUE);
      gtk_grid_attach (
          GTK_GRID (grid), self->cells[i], (int) (i % 2), (int) (i / 2), 1, 1);
      steady_plan_cell_show (STEADY_PLAN_CELL (self->cells[i]), "", "—", FALSE);
    }
  return grid;
}

/* The layout of this site, below $STEADY_SITE_DIR where set, else below
 * $XDG_DATA_HOME/steady/site; the example where it has none. Free with g_free (). */
static char *
layout_file (void)
{
  const char      *set = g_getenv ("STEADY_SITE_DIR");
  g_autofree char *site =
      set != NULL ? g_strdup (set) : steady_paths_user_data ("site");
  char *own = g_build_filename (site, LAYOUT, NULL);

  if (g_file_test (own, G_FILE_TEST_EXISTS))
    return own;
  g_free (own);
  return steady_paths_data (LAYOUT);
}

static void
add_layout_words (SteadyAroundPage *self, const char *words, const char *file)
{
  GtkWidget *label = gtk_label_new (words);
  gtk_widget_add_css_class (label, "checktext");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, file);
  gtk_box_append (GTK_BOX (self->layout), label);
}

/* The heads of the site from left to right, and which way each turns. A file that
 * cannot be read is said: a wrong layout would be worse than none. */
static void
read_layout (SteadyAroundPage *self)
{
  g_autofree char *path = layout_file ();
  g_autoptr (GError) error = NULL;
  SteadyJsonDocument document = { 0 };
  SteadyJsonNode     heads, head;
  size_t             n = 0;
  const char        *name;
  bool               clockwise;

  if (!steady_json_document_load (&document, path, "steady-pump-layout", 1, &error))
    {
      add_layout_words (self, _ ("The pump layout of this site cannot be read"), path);
      g_warning ("%s", error->message);
      return;
    }
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (steady_json_get_array (&root, "heads", &heads, &n, NULL))
    for (size_t i = 0; i < n && i < 8; i++)
      {
        if (!steady_json_get_element (&heads, i, &head, NULL) ||
            !steady_json_get_string (&head, "name", &name, NULL) ||
            !steady_json_get_bool (&head, "clockwise", &clockwise, NULL))
          continue;
        g_autofree char *text =
            g_strdup_printf ("%zu · %s %s", i + 1, _ (name), clockwise ? "↻" : "↺");
        add_layout_words (self, text, path);
        if (i == 0)
          self->clockwise = clockwise;
      }
  steady_json_document_finish (&document);
}

/* The switch that mutes the beat, and whether it is heard. */
static GtkWidget *
build_heard (SteadyAroundPage *self)
{
  self->heard = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  self->heard_text = STEADY_FIT_TEXT (steady_fit_text_new ());
  steady_fit_text_set_text (self->heard_text, _ ("Beat is heard"));
  gtk_widget_set_name (GTK_WIDGET (self->heard_text), "words");
  gtk_button_set_child (GTK_BUTTON (self->heard), GTK_WIDGET (self->heard_text));
  /* it has a name before it is first told what stands against it */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->heard),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Beat is heard"),
                                  -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->heard), 200, 56);
  gtk_toggle_button_set_active (self->heard, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->heard),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Beat is heard"),
                                  -1);
  gtk_widget_set_name (GTK_WIDGET (self->heard), "heard");
  g_signal_connect_swapped (self->heard, "toggled", G_CALLBACK (on_heard), self);
  return GTK_WIDGET (self->heard);
}

static GtkWidget *
build_crank (SteadyAroundPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->crank = gtk_drawing_area_new ();
  gtk_widget_set_size_request (self->crank, 200, 160);
  gtk_widget_set_vexpand (self->crank, TRUE);
  gtk_widget_set_hexpand (self->crank, TRUE);
  gtk_widget_add_css_class (self->crank, "checktext");
  gtk_drawing_area_set_draw_func (
      GTK_DRAWING_AREA (self->crank), draw_crank, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->crank),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Direction and beat of the hand crank"),
                                  -1);
  g_signal_connect_swapped (self->crank, "map", G_CALLBACK (on_map), self);
  g_signal_connect_swapped (self->crank, "unmap", G_CALLBACK (on_unmap), self);
  self->beat = STEADY_FIT_TEXT (steady_fit_text_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->beat), "planvalue");
  self->way = STEADY_FIT_TEXT (steady_fit_text_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->way), "checktext");
  self->why = STEADY_FIT_TEXT (steady_fit_text_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->why), "checktext");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->beat));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->way));
  gtk_box_append (GTK_BOX (box), self->crank);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->why));
  gtk_box_append (GTK_BOX (box), build_heard (self));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
steady_around_page_dispose (GObject *object)
{
  SteadyAroundPage *self = STEADY_AROUND_PAGE (object);
  if (self->crank != NULL)
    on_unmap (self);
  self->crank = NULL;
  self->book = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_around_page_parent_class)->dispose (object);
}

static void
steady_around_page_class_init (SteadyAroundPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_around_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_around_page_init (SteadyAroundPage *self)
{
  GtkWidget *halves = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->clockwise = true;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->layout = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_append (GTK_BOX (halves), build_crank (self));
  gtk_box_append (GTK_BOX (halves), build_cells (self));
  gtk_widget_set_vexpand (halves, TRUE);
  gtk_box_append (GTK_BOX (self->box), halves);
  gtk_box_append (GTK_BOX (self->box), self->layout);
  read_layout (self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Hand crank, power"),
                                  -1);
}

/* A page that knows no case yet. */
GtkWidget *
steady_around_page_new (void)
{
  return g_object_new (STEADY_TYPE_AROUND_PAGE, NULL);
}

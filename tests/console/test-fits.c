/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <json-c/json.h>

#include "console/steady-pump-panel.h"
#include "console/steady-screenshot.h"
#include "live-bench.h"
#include "widgets/steady-fit-text.h"

/* Drawn smaller than this share of its size text could not be read. */
#define LEAST_SCALE   0.6
#define LEAST_HEADING 0.7

static const int sizes[][2] = { { 1920, 1080 }, { 1280, 800 }, { 1080, 1920 } };

typedef struct Fit
{
  const char *what; /* the situation, for the report */
  unsigned    bad;
  double      worst; /* smallest scale met */
  char        worst_text[200];
  unsigned    seen;
} Fit;

static void
check_fit (GtkWidget *widget, void *data)
{
  Fit        *fit = data;
  int         minimum;
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
  if (!gtk_widget_get_mapped (widget))
    return;
  gtk_widget_measure (
      widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > gtk_widget_get_allocated_width (widget))
    {
      g_test_message ("%s: %s “%s” needs %d px and has %d",
                      fit->what,
                      G_OBJECT_TYPE_NAME (widget),
                      id,
                      minimum,
                      gtk_widget_get_allocated_width (widget));
      fit->bad++;
    }
  gtk_widget_measure (widget,
                      GTK_ORIENTATION_VERTICAL,
                      gtk_widget_get_allocated_width (widget),
                      &minimum,
                      NULL,
                      NULL,
                      NULL);
  if (minimum > gtk_widget_get_allocated_height (widget))
    {
      g_test_message ("%s: %s “%s” needs %d px of height and has %d",
                      fit->what,
                      G_OBJECT_TYPE_NAME (widget),
                      id,
                      minimum,
                      gtk_widget_get_allocated_height (widget));
      fit->bad++;
    }
  if (GTK_IS_LABEL (widget) &&
      pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    {
      g_test_message (
          "%s: “%s” is cut", fit->what, gtk_label_get_text (GTK_LABEL (widget)));
      fit->bad++;
    }
  if (!STEADY_IS_FIT_TEXT (widget))
    return;
  const double scale = steady_fit_text_get_scale (STEADY_FIT_TEXT (widget));
  const char  *text = steady_fit_text_get_text (STEADY_FIT_TEXT (widget));
  if (scale < fit->worst)
    {
      fit->worst = scale;
      g_strlcpy (fit->worst_text, text, sizeof fit->worst_text);
    }
  if (scale < LEAST_SCALE)
    {
      g_test_message ("%s: “%s” (%s) would be drawn at %.2f of its size",
                      fit->what,
                      text,
                      id,
                      scale);
      fit->bad++;
    }
}

/* The real rules, as a WELCOME describes them. */
static char *
real_rules (GPtrArray *ids)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("STEADY_DATA_DIR"), "alarms", "base.json", NULL);
  struct json_object *root = json_object_from_file (path);
  struct json_object *rules = NULL;
  g_assert_nonnull (root);
  g_assert_true (json_object_object_get_ex (root, "rules", &rules));
  for (size_t i = 0; i < json_object_array_length (rules); i++)
    {
      struct json_object *id = NULL;
      json_object_object_get_ex (json_object_array_get_idx (rules, i), "id", &id);
      g_ptr_array_add (ids, g_strdup (json_object_get_string (id)));
    }
  struct json_object *whole = json_object_new_object ();
  json_object_object_add (whole, "rules", json_object_get (rules));
  char *text = g_strdup (json_object_to_json_string (whole));
  json_object_put (whole);
  json_object_put (root);
  return text;
}

/* The channel of a rule's first comparison, as its alarms carry it; 0: a sensor rule.
 */
static SteadyChannel
channel_of (struct json_object *rules, unsigned index)
{
  struct json_object *rule = json_object_array_get_idx (rules, index);
  struct json_object *condition, *clauses, *name;
  SteadyChannel       channel = STEADY_CHANNEL_NONE;
  if (!json_object_object_get_ex (rule, "condition", &condition))
    return channel;
  if (json_object_object_get_ex (condition, "any", &clauses) ||
      json_object_object_get_ex (condition, "all", &clauses))
    condition = json_object_array_get_idx (clauses, 0);
  if (json_object_object_get_ex (condition, "channel", &name))
    steady_channel_from_name (json_object_get_string (name), &channel);
  return channel;
}

static gboolean
is_sized (Fixture *fixture)
{
  const int *size = g_object_get_data (G_OBJECT (fixture->window), "wanted");
  return gtk_widget_get_width (GTK_WIDGET (fixture->window)) == size[0] &&
         gtk_widget_get_height (GTK_WIDGET (fixture->window)) == size[1];
}

static void
resize (Fixture *fixture, const int size[2])
{
  g_object_set_data (G_OBJECT (fixture->window), "wanted", (gpointer) size);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), size[0], size[1]);
  wait_until (fixture, is_sized);
  run_for (fixture, 0.3, TRUE);
}

static gboolean
shows_wanted_alarm (Fixture *fixture)
{
  const char *id = g_object_get_data (G_OBJECT (fixture->window), "alarm");
  return fixture->state->n_present == 1 &&
         strcmp (fixture->state->present[0].id, id) == 0;
}

static unsigned
check_alarms_at (Fixture            *fixture,
                 GPtrArray          *ids,
                 struct json_object *rules,
                 const int           size[2])
{
  Fit  fit = { .worst = 1 };
  char what[128];
  resize (fixture, size);
  for (unsigned i = 0; i < ids->len; i++)
    {
      g_snprintf (
          what, sizeof what, "%d × %d, %s", size[0], size[1], (char *) ids->pdata[i]);
      fit.what = what;
      g_object_set_data (G_OBJECT (fixture->window), "alarm", ids->pdata[i]);
      feeder_alarm (&fixture->feeder,
                    ids->pdata[i],
                    STEADY_PRIORITY_HIGH,
                    channel_of (rules, i),
                    37.6,
                    37.5);
      wait_until (fixture, shows_wanted_alarm);
      run_for (fixture, 0.05, TRUE);
      walk (GTK_WIDGET (fixture->window), check_fit, &fit);
    }
  g_test_message ("%d × %d: smallest scale %.2f: “%s”",
                  size[0],
                  size[1],
                  fit.worst,
                  fit.worst_text);
  return fit.bad;
}

/* Without an engine every place says something else; that has to fit as well. */
static unsigned
check_silence_at (Fixture *fixture, const int size[2])
{
  Fit fit = { .worst = 1, .what = "silence" };
  resize (fixture, size);
  feeder_die (&fixture->feeder);
  wait_until (fixture, is_silent);
  run_for (fixture, 0.4, FALSE);
  walk (GTK_WIDGET (fixture->window), check_fit, &fit);
  g_test_message ("%d × %d, silent: smallest scale %.2f: “%s”",
                  size[0],
                  size[1],
                  fit.worst,
                  fit.worst_text);
  feeder_live (&fixture->feeder);
  wait_until (fixture, is_heard);
  feeder_all_numerics (&fixture->feeder);
  run_for (fixture, 0.2, TRUE);
  return fit.bad;
}

static gboolean
has_rules (Fixture *fixture)
{
  return g_hash_table_size (fixture->state->config.alarms) > 20;
}

/* Every alarm's text, and everything else, fits its place in this language. */
static void
test_fits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autofree char    *text = real_rules (ids);
  struct json_object *whole = json_tokener_parse (text);
  struct json_object *rules = NULL;
  json_object_object_get_ex (whole, "rules", &rules);
  unsigned bad = 0;
  g_free (fixture->feeder.welcome);
  fixture->feeder.welcome = feeder_welcome_text (text);
  feeder_die (&fixture->feeder);
  feeder_live (&fixture->feeder);
  wait_until (fixture, has_rules);
  feeder_all_numerics (&fixture->feeder);
  feeder_waves (&fixture->feeder, 200);
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    bad += check_silence_at (fixture, sizes[i]);
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    bad += check_alarms_at (fixture, ids, rules, sizes[i]);
  json_object_put (whole);
  g_assert_cmpuint (bad, ==, 0);
}

/* A picture for somebody to look at, where STEADY_TEST_PICTURES names a folder. */
static void
picture (Fixture *fixture, const char *name, int width)
{
  const char *folder = g_getenv ("STEADY_TEST_PICTURES");
  if (folder == NULL)
    return;
  const char      *language = g_getenv ("LANGUAGE");
  g_autofree char *path = g_strdup_printf (
      "%s/%s-%s-%d.png", folder, name, language != NULL ? language : "en", width);
  /* there is a picture only right after a frame */
  for (unsigned i = 0; i < 40; i++)
    {
      if (steady_screenshot_save (GTK_WIDGET (fixture->window), path, NULL))
        return;
      run_for (fixture, 0.03, TRUE);
    }
  g_error ("There is no picture of %s.", name);
}

static gboolean
has_no_control (Fixture *fixture)
{
  return fixture->state->config.valid &&
         !fixture->state->config.controls[STEADY_CONTROL_PUMP_STOP].present;
}

/* Where nothing takes a command each place says so, in whole words. */
static void
test_set_by_hand (Fixture *fixture, gconstpointer data)
{
  unsigned bad = 0;
  g_free (fixture->feeder.welcome);
  fixture->feeder.welcome = feeder_welcome_by_hand (NULL);
  feeder_die (&fixture->feeder);
  feeder_live (&fixture->feeder);
  wait_until (fixture, has_no_control);
  feeder_all_numerics (&fixture->feeder);
  feeder_waves (&fixture->feeder, 200);
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Fit fit = { .worst = 1, .what = "set by hand" };
      resize (fixture, sizes[i]);
      walk (GTK_WIDGET (fixture->window), check_fit, &fit);
      picture (fixture, "by-hand", sizes[i][0]);
      bad += fit.bad;
    }
  g_assert_cmpuint (bad, ==, 0);
}

/* What the pump does is the most important word of its panel. */
static void
check_heading (GtkWidget *widget, void *data)
{
  Fit        *fit = data;
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));

  if (!STEADY_IS_FIT_TEXT (widget) || g_strcmp0 (id, "heading") != 0 ||
      !gtk_widget_get_mapped (widget) ||
      gtk_widget_get_ancestor (widget, STEADY_TYPE_PUMP_PANEL) == NULL)
    return;
  const double scale = steady_fit_text_get_scale (STEADY_FIT_TEXT (widget));
  fit->seen++;
  if (scale < LEAST_HEADING)
    {
      g_test_message ("“%s” would be drawn at %.2f of its size",
                      steady_fit_text_get_text (STEADY_FIT_TEXT (widget)),
                      scale);
      fit->bad++;
    }
}

static void
test_pump_states (Fixture *fixture, gconstpointer data)
{
  static const SteadyPumpState states[] = { STEADY_PUMP_STOPPED,
                                            STEADY_PUMP_RUNNING,
                                            STEADY_PUMP_STOPPED_BY_INTERVENTION,
                                            STEADY_PUMP_LOCAL,
                                            STEADY_PUMP_UNKNOWN };
  unsigned                     bad = 0;

  feeder_all_numerics (&fixture->feeder);
  feeder_waves (&fixture->feeder, 200);
  for (unsigned k = 0; k < G_N_ELEMENTS (states); k++)
    for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        Fit fit = { .worst = 1, .what = "pump" };
        feeder_numeric (&fixture->feeder,
                        STEADY_CHANNEL_ARTERIAL_PUMP,
                        (double) states[k],
                        STEADY_QUALITY_VALID);
        resize (fixture, sizes[i]);
        walk (GTK_WIDGET (fixture->window), check_fit, &fit);
        walk (GTK_WIDGET (fixture->window), check_heading, &fit);
        g_assert_cmpuint (fit.seen, ==, 1);
        if (states[k] == STEADY_PUMP_STOPPED_BY_INTERVENTION)
          picture (fixture, "stopped", sizes[i][0]);
        bad += fit.bad;
      }
  g_assert_cmpuint (bad, ==, 0);
}

#define ADD(path, function) \
  g_test_add ("/console/fits/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  begin_live_test (&argc, &argv);
  ADD ("set-by-hand", test_set_by_hand);
  ADD ("pump-states", test_pump_states);
  ADD ("every-alarm", test_fits);
  return g_test_run ();
}

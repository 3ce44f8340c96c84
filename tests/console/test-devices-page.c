/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "console/steady-console-window.h"
#include "console/steady-devices-page.h"
#include "console/steady-screenshot.h"
#include "console/steady-theme.h"
#include "feeder.h"
#include "steady-console-resources.h"
#include "tools/given-time.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-words.h"

/* A generous limit: a loaded machine must not fail what works. */
#define PATIENCE (300 * STEADY_NSEC_PER_SEC)
#define NARROW   0.6

/* The Devices page in its window, and a pretended engine. */
typedef struct Fixture
{
  Feeder               feeder;
  SteadyConsoleWindow *window;
  SteadyConsoleState  *state;
  SteadyDevicesPage   *page;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);

static const char devices[] =
    "{\"scheduled\":true,\"locked\":false,\"site\":true,\"supervised\":true,"
    "\"devices\":[{\"number\":1,\"name\":\"datex\",\"title\":\"GE/Datex S/5 and "
    "CARESCAPE monitors\",\"driver\":\"datex\",\"port\":\"/dev/serial/by-id/"
    "usb-FTDI_FT232R_USB_UART_A9J5XK7L-if00-port0\",\"place\":\"the child\","
    "\"simulated\":false,\"wired\":true,\"laboratory\":false,\"arming\":false,"
    "\"controls\":[],\"signals\":["
    "{\"name\":\"p1\",\"label\":\"Arterial pressure\",\"unit\":\"mmHg\",\"kind\":1,"
    "\"decimals\":0,\"channel\":2,\"changed\":false},"
    "{\"name\":\"cvp\",\"label\":\"CVP\",\"unit\":\"mmHg\",\"kind\":0,"
    "\"decimals\":0,\"channel\":105,\"next\":0,\"changed\":true},"
    "{\"name\":\"spo2\",\"label\":\"SpO2\",\"unit\":\"%\",\"kind\":0,"
    "\"decimals\":0,\"channel\":1003,\"changed\":false}]},"
    "{\"number\":2,\"name\":\"puralev\",\"title\":\"Levitronix PuraLev i30, rotor pump "
    "of a rig\",\"driver\":\"puralev\",\"port\":\"tcp:10.0.0.7\",\"place\":\"\","
    "\"simulated\":false,\"wired\":true,\"laboratory\":true,\"arming\":true,"
    "\"controls\":[{\"name\":\"pump-speed\",\"control\":14,\"low\":0,\"high\":5000}],"
    "\"signals\":[]}],\"found\":[{\"port\":\"/dev/ttyUSB3\",\"state\":5,\"driver\":"
    "\"nonin\",\"title\":\"Nonin 7600 and SenSmart X-100, regional oximetry\","
    "\"identity\":\"7600\"}],\"zeros\":[{\"channel\":2,\"offset\":1.5},{\"channel\":3,"
    "\"offset\":0.0}]}";

static void
tell_states (Fixture *fixture, gboolean armed)
{
  const SteadyDeviceState states[] = {
    { .device = 1,
      .link = STEADY_LINK_UP,
      .flags = STEADY_DEVICE_WIRED | STEADY_DEVICE_HAS_AGE | STEADY_DEVICE_HAS_OFFSET,
      .age = 300 * STEADY_NSEC_PER_MSEC,
      .clock_offset = -90 * STEADY_NSEC_PER_SEC,
      .answered = 21 * STEADY_NSEC_PER_MSEC,
      .handled = 40000,
      .frames_per_s = 9.8,
      .values_per_s = 608,
      .faults = 1234567,
      .dropped = 12,
      .breaches = 3,
      .openings = 14,
      .identity = "S/5 0161 revision 4" },
    { .device = 2,
      .link = armed ? STEADY_LINK_UP : STEADY_LINK_LOST,
      .flags = STEADY_DEVICE_WIRED | (armed ? (unsigned) STEADY_DEVICE_ARMED : 0) },
  };
  const SteadyFrameHeader header = { .type = STEADY_FRAME_DEVICE_STATES,
                                     .count = G_N_ELEMENTS (states) };
  steady_link_server_send (
      fixture->feeder.server, STEADY_LINK_ALL, &header, states, sizeof states);
}

static void
wait_until (Fixture *fixture, Condition condition)
{
  const SteadyInstant end = steady_clock_now () + PATIENCE;

  while (!condition (fixture))
    {
      g_assert_cmpint (steady_clock_now (), <, end);
      feeder_poll_beating (&fixture->feeder, 0);
    }
}

static gboolean
is_shown (Fixture *fixture)
{
  return fixture->feeder.arrived > 0 && fixture->state->config.valid &&
         fixture->state->has_heartbeat &&
         gtk_widget_get_mapped (GTK_WIDGET (fixture->window)) &&
         steady_console_window_frames (fixture->window) > 0;
}

/* A few refreshes on: pages are told ten times a second. */
static void
settle (Fixture *fixture)
{
  GivenTime given = given_time_begin (0.3);

  while (given_time_lasts (&given))
    feeder_poll_beating (&fixture->feeder, 0);
}

static gboolean
knows_devices (Fixture *fixture)
{
  const SteadyDeviceBook *book = steady_devices_page_book (fixture->page);
  const SteadyBookDevice *first =
      book->devices->len == 2 ? book->devices->pdata[0] : NULL;
  return first != NULL && first->has_state;
}

static GtkWidget *
find_type (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  memset (fixture, 0, sizeof *fixture);
  feeder_init (&fixture->feeder);
  fixture->window = steady_console_window_new (NULL);
  steady_console_window_set_dark (fixture->window, TRUE);
  steady_live_page_set_clock (steady_console_window_page (fixture->window), FALSE);
  int         width = 1280, height = 800;
  const char *size =
      g_getenv ("STEADY_TEST_SIZE"); /* "1080x1920", for people who look */
  if (size != NULL)
    g_assert_cmpint (sscanf (size, "%dx%d", &width, &height), ==, 2);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  steady_console_window_start (
      fixture->window, fixture->feeder.path, STEADY_PLOT_BACKEND_CPU);
  fixture->state =
      steady_console_link_state (steady_console_window_link (fixture->window));
  fixture->page = STEADY_DEVICES_PAGE (
      find_type (GTK_WIDGET (fixture->window), STEADY_TYPE_DEVICES_PAGE));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (fixture, is_shown);
  feeder_all_numerics (&fixture->feeder);
  feeder_waves (&fixture->feeder, 200);
  steady_link_server_send_json (
      fixture->feeder.server, STEADY_LINK_ALL, STEADY_FRAME_DEVICES, 0, devices);
  tell_states (fixture, TRUE);
  g_assert_true (
      steady_live_page_show (steady_console_window_page (fixture->window), "devices"));
  wait_until (fixture, knows_devices);
  settle (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  feeder_poll (&fixture->feeder);
  feeder_finish (&fixture->feeder);
}

/* For people who look: STEADY_TEST_SHOTS names a folder for pictures. */
static void
shot (Fixture *fixture, const char *name)
{
  const char      *shots = g_getenv ("STEADY_TEST_SHOTS");
  g_autofree char *file =
      g_strdup_printf ("%s/%s-%s.png",
                       shots,
                       name,
                       g_getenv ("LANGUAGE") != NULL ? g_getenv ("LANGUAGE") : "");

  if (shots == NULL)
    return;
  settle (fixture);
  settle (fixture);
  steady_screenshot_save (GTK_WIDGET (fixture->window), file, NULL);
}

static void
check_fits (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (STEADY_IS_FIT_TEXT (widget) &&
      steady_fit_text_get_text (STEADY_FIT_TEXT (widget)) != NULL &&
      steady_fit_text_get_scale (STEADY_FIT_TEXT (widget)) < NARROW)
    g_test_fail_printf ("drawn too small: “%s”",
                        steady_fit_text_get_text (STEADY_FIT_TEXT (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_fits (child);
}

static gboolean
has_request (Fixture *fixture)
{
  return fixture->feeder.n_devices > 0;
}

/* The next proposal, which is then forgotten. */
static SteadyDeviceRequest
asked (Fixture *fixture)
{
  wait_until (fixture, has_request);
  g_assert_cmpuint (fixture->feeder.n_devices, ==, 1);
  fixture->feeder.n_devices = 0;
  return fixture->feeder.devices[0];
}

static gboolean
has_words (Fixture *fixture)
{
  return steady_devices_page_words (fixture->page)[0] != '\0';
}

static void
answer (Fixture *fixture, const SteadyDeviceRequest *request, SteadyRefusal refusal)
{
  const SteadyDeviceAnswer told = { .id = request->id,
                                    .act = request->act,
                                    .status = refusal == STEADY_REFUSAL_NONE
                                                  ? STEADY_ANSWER_CONFIRMED
                                                  : STEADY_ANSWER_REFUSED,
                                    .refusal = (uint16_t) refusal };
  const SteadyFrameHeader  header = { .type = STEADY_FRAME_DEVICE_ANSWER, .count = 1 };
  steady_link_server_send (
      fixture->feeder.server, STEADY_LINK_ALL, &header, &told, sizeof told);
  wait_until (fixture, has_words);
}

static GtkWidget *
find_toggle (GtkWidget *widget, const char *label)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_toggle (child, label);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The tab of what is plugged in and stands in no site file. */
static void
test_found (Fixture *fixture, gconstpointer data)
{
  GtkWidget *tab =
      find_toggle (GTK_WIDGET (fixture->page), dgettext ("steady", "Found"));

  g_assert_nonnull (tab);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tab), TRUE);
  g_signal_emit_by_name (tab, "clicked");
  settle (fixture);
  shot (fixture, "found");
  check_fits (GTK_WIDGET (fixture->page));
}

/* What people do on the page becomes proposals, and what came of them is said. */
static void
test_acts (Fixture *fixture, gconstpointer data)
{
  shot (fixture, "devices");
  check_fits (GTK_WIDGET (fixture->page));
  steady_devices_page_open (fixture->page, 1);
  settle (fixture);
  shot (fixture, "device");
  check_fits (GTK_WIDGET (fixture->page));
  steady_devices_page_ask (fixture->page, STEADY_DEVICE_ACT_PLACE, "p1");
  settle (fixture);
  shot (fixture, "device-place");
  check_fits (GTK_WIDGET (fixture->page));
  steady_devices_page_choose (fixture->page, "pre_oxygenator_pressure");
  SteadyDeviceRequest request = asked (fixture);
  g_assert_cmpuint (request.act, ==, STEADY_DEVICE_ACT_PLACE);
  g_assert_cmpuint (request.device, ==, 1);
  g_assert_cmpuint (request.channel, ==, STEADY_CHANNEL_PRE_OXYGENATOR_PRESSURE);
  g_assert_cmpstr (request.signal, ==, "p1");
  answer (fixture, &request, STEADY_REFUSAL_PLACE);
  settle (fixture);
  check_fits (GTK_WIDGET (fixture->page));
  steady_devices_page_ask (fixture->page, STEADY_DEVICE_ACT_ZERO, "p1");
  settle (fixture);
  shot (fixture, "device-zero");
  check_fits (GTK_WIDGET (fixture->page));
  steady_devices_page_choose (fixture->page, "zero");
  request = asked (fixture);
  g_assert_cmpuint (request.act, ==, STEADY_DEVICE_ACT_ZERO);
  g_assert_cmpuint (request.channel, ==, STEADY_CHANNEL_ARTERIAL_PRESSURE);
  /* the reading by which the person decided goes with it */
  g_assert_cmpfloat_with_epsilon (
      request.value,
      steady_devices_page_book (fixture->page)->wave_mean[request.channel],
      2);
  answer (fixture, &request, STEADY_REFUSAL_NOT_NEAR_ZERO);
  settle (fixture);
  check_fits (GTK_WIDGET (fixture->page));
}

/* A change that waits for a restart is put in force by holding for a second. What a rig
 * can be told is named in the words of the buttons. */
static void
test_restart (Fixture *fixture, gconstpointer data)
{
  SteadyDeviceDetail     *detail = steady_devices_page_detail (fixture->page);
  const SteadyDeviceBook *book = steady_devices_page_book (fixture->page);
  const SteadyBookDevice *rig = book->devices->pdata[1];

  g_assert_cmpstr (rig->controls, ==, steady_words_control (STEADY_CONTROL_PUMP_SPEED));
  steady_devices_page_open (fixture->page, 1);
  settle (fixture);
  GtkWidget *restart = steady_device_detail_restart (detail);
  g_assert_true (gtk_widget_get_visible (restart));
  steady_hold_button_press (STEADY_HOLD_BUTTON (restart));
  const SteadyDeviceRequest request = asked (fixture);
  g_assert_cmpuint (request.act, ==, STEADY_DEVICE_ACT_RESTART);
  g_assert_cmpfloat (request.value, >, 0.5);
  steady_hold_button_release (STEADY_HOLD_BUTTON (restart));
  answer (fixture, &request, STEADY_REFUSAL_BUSY);
  settle (fixture);
  check_fits (GTK_WIDGET (fixture->page));
}

/* Arming is a hold of a second; what is armed can be disarmed at once. */
static void
test_arming (Fixture *fixture, gconstpointer data)
{
  SteadyDeviceDetail *detail = steady_devices_page_detail (fixture->page);

  steady_devices_page_open (fixture->page, 2);
  settle (fixture);
  g_assert_false (gtk_widget_get_visible (steady_device_detail_arm (detail)));
  tell_states (fixture, FALSE);
  settle (fixture);
  settle (fixture);
  wait_until (fixture, knows_devices);
  steady_devices_page_open (fixture->page, 2);
  settle (fixture);
  GtkWidget *arm = steady_device_detail_arm (detail);
  g_assert_true (gtk_widget_get_visible (arm));
  shot (fixture, "device-rig");
  check_fits (GTK_WIDGET (fixture->page));
  steady_hold_button_press (STEADY_HOLD_BUTTON (arm));
  steady_hold_button_release (STEADY_HOLD_BUTTON (arm));
  settle (fixture);
  g_assert_cmpuint (fixture->feeder.n_devices, ==, 0); /* let go early */
  steady_hold_button_press (STEADY_HOLD_BUTTON (arm));
  const SteadyDeviceRequest request = asked (fixture);
  g_assert_cmpuint (request.act, ==, STEADY_DEVICE_ACT_ARM);
  g_assert_cmpuint (request.device, ==, 2);
  g_assert_cmpfloat (request.value, >, 0.5);
  steady_hold_button_release (STEADY_HOLD_BUTTON (arm));
}

/* Whatever the engine tells, the book holds only what can be read. */
static void
test_book (void)
{
  static const char *const texts[] = {
    "{}",
    "{\"devices\":7,\"found\":{},\"zeros\":\"\"}",
    "{\"devices\":[7,{\"number\":-1,\"signals\":[{}],\"controls\":[1]}],\"found\":[0]}",
  };
  SteadyDeviceBook book;

  steady_device_book_init (&book);
  for (size_t length = 0; length < strlen (devices); length += 7)
    {
      g_autofree char  *cut = g_strndup (devices, length);
      const SteadyFrame frame = { .header = { .type = STEADY_FRAME_DEVICES },
                                  .payload = cut,
                                  .length = length };
      steady_device_book_take (&book, &frame);
    }
  g_assert_cmpuint (book.devices->len, ==, 0);
  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const SteadyFrame frame = { .header = { .type = STEADY_FRAME_DEVICES },
                                  .payload = texts[i],
                                  .length = strlen (texts[i]) };
      g_assert_true (steady_device_book_take (&book, &frame));
    }
  steady_device_book_finish (&book);
}

int
main (int argc, char **argv)
{
  bindtextdomain ("steady", g_getenv ("STEADY_LOCALE_DIR"));
  bind_textdomain_codeset ("steady", "UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8"); /* LANGUAGE chooses the words */
  steady_console_resources_register_resource ();
  g_test_add_func ("/console/devices/book", test_book);
  g_test_add ("/console/devices/acts", Fixture, NULL, set_up, test_acts, tear_down);
  g_test_add ("/console/devices/arming", Fixture, NULL, set_up, test_arming, tear_down);
  g_test_add ("/console/devices/found", Fixture, NULL, set_up, test_found, tear_down);
  g_test_add (
      "/console/devices/restart", Fixture, NULL, set_up, test_restart, tear_down);
  return g_test_run ();
}

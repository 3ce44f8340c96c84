/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "link/steady-build-id.h"
#include "link/steady-link-client.h"
#include "link/steady-link-server.h"

/* An engine's end that answers with a long text and remembers what it was told. */
typedef struct Fixture
{
  char             *folder;
  char             *path;
  SteadyLinkServer *server;
  SteadyInstant     now;
  unsigned          commands, controlled, left, clean, arrived;
  unsigned          expected; /* type of the frames that come; 0: commands */
  char             *long_text;
} Fixture;

static char *
on_welcome (void *data, const SteadyLinkPeer *peer)
{
  const Fixture *fixture = data;
  return g_strdup_printf ("{\"control\":%s,\"filler\":\"%s\"}",
                          peer->control ? "true" : "false",
                          fixture->long_text);
}

static void
on_arrived (void *data, const SteadyLinkPeer *peer)
{
  Fixture *fixture = data;
  fixture->arrived++;
  steady_link_server_send_json (
      fixture->server, peer->number, STEADY_FRAME_SNAPSHOT, 0, "{\"pending\":[]}");
}

static void
on_frame (void *data, const SteadyLinkPeer *peer, const SteadyFrame *frame)
{
  Fixture *fixture = data;
  g_assert_cmpuint (frame->header.type,
                    ==,
                    fixture->expected != 0 ? fixture->expected : STEADY_FRAME_COMMAND);
  fixture->commands++;
  fixture->controlled += peer->control;
}

static void
on_left (void *data, const SteadyLinkPeer *peer, bool clean)
{
  Fixture *fixture = data;
  fixture->left++;
  fixture->clean += clean;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("steady-link-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "link", NULL);
  fixture->long_text = g_strnfill (200000, 'x');
  const int fd = steady_link_server_listen (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (steady_link_server_is_listening (fd));
  const SteadyLinkHandler handler = { fixture,  on_welcome, on_arrived,
                                      on_frame, on_left,    NULL };
  fixture->server = steady_link_server_new (fd, &handler);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  steady_link_server_free (fixture->server);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->long_text);
}

static void
serve (Fixture *fixture)
{
  for (unsigned i = 0; i < 20; i++)
    steady_link_server_poll (fixture->server, -1, 1, fixture->now);
}

/* Polls both ends until a frame of @type came. */
static bool
await (Fixture          *fixture,
       SteadyLinkClient *client,
       unsigned          type,
       SteadyFrame      *ret_frame)
{
  for (unsigned i = 0; i < 2000; i++)
    {
      while (steady_link_client_receive (client, ret_frame))
        if (ret_frame->header.type == type)
          return true;
      if (!steady_link_client_connected (client))
        return false;
      steady_link_server_poll (fixture->server, -1, 1, fixture->now);
    }
  return false;
}

static void
test_handshake_and_long_text (Fixture *fixture, gconstpointer data)
{
  SteadyLinkClient *client =
      steady_link_client_new (fixture->path, STEADY_ROLE_CONSOLE);
  SteadyFrame         frame;
  const SteadyCommand command = { .id = 7 };

  g_assert_true (steady_link_client_connect (client));
  g_assert_true (await (fixture, client, STEADY_FRAME_WELCOME, &frame));
  g_assert_cmpuint (frame.length, >, 200000);
  g_assert_true (g_str_has_prefix (frame.payload, "{\"control\":true"));
  g_assert_cmpuint (strlen (frame.payload), ==, frame.length);
  g_assert_true (await (fixture, client, STEADY_FRAME_SNAPSHOT, &frame));
  g_assert_true (
      steady_link_client_send (client, STEADY_FRAME_COMMAND, &command, sizeof command));
  serve (fixture);
  g_assert_cmpuint (fixture->controlled, ==, 1);
  g_assert_true (steady_link_client_send (client, STEADY_FRAME_BYE, NULL, 0));
  serve (fixture);
  g_assert_cmpuint (fixture->clean, ==, 1);
  g_assert_false (steady_link_client_receive (client, &frame));
  g_assert_false (steady_link_client_connected (client));
  steady_link_client_free (client);
}

static void
test_one_console_holds_control (Fixture *fixture, gconstpointer data)
{
  SteadyLinkClient *first = steady_link_client_new (fixture->path, STEADY_ROLE_CONSOLE);
  SteadyLinkClient *second =
      steady_link_client_new (fixture->path, STEADY_ROLE_CONSOLE);
  SteadyLinkClient *sounder =
      steady_link_client_new (fixture->path, STEADY_ROLE_SOUNDER);
  SteadyFrame frame;

  g_assert_true (steady_link_client_connect (sounder));
  g_assert_true (await (fixture, sounder, STEADY_FRAME_WELCOME, &frame));
  g_assert_true (g_str_has_prefix (frame.payload, "{\"control\":false"));
  g_assert_true (steady_link_client_connect (first));
  g_assert_true (await (fixture, first, STEADY_FRAME_WELCOME, &frame));
  g_assert_true (steady_link_client_connect (second));
  g_assert_true (await (fixture, second, STEADY_FRAME_WELCOME, &frame));
  g_assert_true (g_str_has_prefix (frame.payload, "{\"control\":false"));
  g_assert_cmpuint (
      steady_link_server_count (fixture->server, STEADY_ROLE_CONSOLE), ==, 2);
  /* A killed console leaves no BYE; the viewer is told that it holds control now. */
  steady_link_client_free (first);
  g_assert_true (await (fixture, second, STEADY_FRAME_WELCOME, &frame));
  g_assert_true (g_str_has_prefix (frame.payload, "{\"control\":true"));
  g_assert_cmpuint (fixture->clean, ==, 0);
  g_assert_cmpuint (fixture->left, ==, 1);
  steady_link_client_free (second);
  steady_link_client_free (sounder);
}

static int
connect_raw (const Fixture *fixture)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  const int          fd = socket (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  g_strlcpy (address.sun_path, fixture->path, sizeof address.sun_path);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return fd;
}

static void
send_raw (int fd, unsigned type, const void *payload, size_t length)
{
  g_autofree uint8_t *bytes = g_malloc0 (sizeof (SteadyFrameHeader) + length);
  SteadyFrameHeader   header = { .type = (uint16_t) type,
                                 .length = (uint32_t) (sizeof header + length),
                                 .count = 1 };
  memcpy (bytes, &header, sizeof header);
  memcpy (bytes + sizeof header, payload, length);
  g_assert_cmpint (send (fd, bytes, sizeof header + length, MSG_NOSIGNAL),
                   ==,
                   (gssize) (sizeof header + length));
}

/* The type of the next frame, 0 when the engine hung up. */
static unsigned
receive_raw (int fd)
{
  static uint8_t    bytes[STEADY_FRAME_MAX];
  SteadyFrameHeader header = { 0 };
  if (recv (fd, bytes, sizeof bytes, 0) > 0)
    memcpy (&header, bytes, sizeof header);
  return header.type;
}

static void
test_another_build_is_refused (Fixture *fixture, gconstpointer data)
{
  const char *hello = "{\"build\":\"another\",\"role\":\"console\"}";
  const int   fd = connect_raw (fixture);
  send_raw (fd, STEADY_FRAME_HELLO, hello, strlen (hello));
  serve (fixture);
  g_assert_cmpuint (receive_raw (fd), ==, STEADY_FRAME_REFUSED);
  g_assert_cmpuint (receive_raw (fd), ==, 0);
  g_assert_cmpuint (fixture->arrived, ==, 0);
  close (fd);
}

static void
test_faults_end_the_connection (Fixture *fixture, gconstpointer data)
{
  const SteadyCommand command = { .id = 1 };
  /* a command before HELLO */
  int fd = connect_raw (fixture);
  send_raw (fd, STEADY_FRAME_COMMAND, &command, sizeof command);
  serve (fixture);
  g_assert_cmpuint (receive_raw (fd), ==, 0);
  close (fd);
  /* a packet longer than any frame */
  fd = connect_raw (fixture);
  g_autofree uint8_t *huge = g_malloc0 (STEADY_FRAME_MAX + 100);
  send_raw (fd, STEADY_FRAME_HELLO, huge, STEADY_FRAME_MAX);
  serve (fixture);
  g_assert_cmpuint (receive_raw (fd), ==, 0);
  close (fd);
  /* a HELLO that is no JSON object, and one without end */
  fd = connect_raw (fixture);
  send_raw (fd, STEADY_FRAME_HELLO, "[[[[[[[[", 8);
  serve (fixture);
  g_assert_cmpuint (receive_raw (fd), ==, STEADY_FRAME_REFUSED);
  close (fd);
  /* silence */
  fd = connect_raw (fixture);
  serve (fixture);
  fixture->now += 2 * STEADY_NSEC_PER_SEC;
  serve (fixture);
  g_assert_cmpuint (receive_raw (fd), ==, 0);
  close (fd);
  g_assert_cmpuint (fixture->commands, ==, 0);
}

/* The length of a payload of zeros that frames of @type may have; -1: JSON. */
static int
length_of (unsigned type)
{
  _Alignas(8) uint8_t bytes[8192] = { 0 };
  SteadyFrame         frame;

  if (steady_frame_is_json (type))
    return -1;
  for (size_t length = 0; length + sizeof frame.header <= sizeof bytes; length += 4)
    {
      const SteadyFrameHeader header = { .type = (uint16_t) type,
                                         .length = (uint32_t) (sizeof header + length),
                                         .count = 1 };
      memcpy (bytes, &header, sizeof header);
      if (steady_frame_check (bytes, header.length, &frame))
        return (int) length;
    }
  g_assert_not_reached ();
}

/* Whatever the engine answers a console to must not end its connection. */
static void
test_what_a_console_sends_arrives (Fixture *fixture, gconstpointer data)
{
  static const SteadyFrameType sent[] = {
    STEADY_FRAME_COMMAND,
    STEADY_FRAME_ALARM_REQUEST,
    STEADY_FRAME_MARK,
    STEADY_FRAME_SOUNDER_STATE,
    STEADY_FRAME_CLIENT_STATE,
    STEADY_FRAME_SOUND_SETTING,
    STEADY_FRAME_CRANK_BEAT,
    STEADY_FRAME_TRAINING_REQUEST,
    STEADY_FRAME_CLINICAL_REQUEST,
    STEADY_FRAME_SETTING,
    STEADY_FRAME_PLAN_PROPOSAL,
    STEADY_FRAME_STORED_PLAN,
    STEADY_FRAME_STEER,
    STEADY_FRAME_TIMER_REQUEST,
    STEADY_FRAME_CHECKLIST_REQUEST,
    STEADY_FRAME_ECMO_REQUEST,
    STEADY_FRAME_DEVICE_REQUEST,
  };
  SteadyLinkClient *client =
      steady_link_client_new (fixture->path, STEADY_ROLE_CONSOLE);
  const uint8_t zeros[8192] = { 0 };
  SteadyFrame   frame;

  g_assert_true (steady_link_client_connect (client));
  g_assert_true (await (fixture, client, STEADY_FRAME_SNAPSHOT, &frame));
  for (unsigned i = 0; i < G_N_ELEMENTS (sent); i++)
    {
      const int length = length_of (sent[i]);
      fixture->expected = sent[i];
      g_assert_true (steady_frame_is_from_client (sent[i]));
      g_assert_true (steady_link_client_send (client,
                                              sent[i],
                                              length < 0 ? "{}" : (const char *) zeros,
                                              length < 0 ? 2 : (size_t) length));
      serve (fixture);
      g_assert_cmpuint (fixture->commands, ==, i + 1);
    }
  g_assert_cmpuint (fixture->left, ==, 0);
  /* and what only an engine says ends it */
  g_assert_false (steady_frame_is_from_client (STEADY_FRAME_HEARTBEAT));
  steady_link_client_send (client, STEADY_FRAME_BYE + 1, zeros, 8);
  serve (fixture);
  g_assert_cmpuint (fixture->left, ==, 1);
  steady_link_client_free (client);
}

static void
test_slow_client_loses_waves_first (Fixture *fixture, gconstpointer data)
{
  SteadyLinkClient *client = steady_link_client_new (fixture->path, STEADY_ROLE_TEAM);
  SteadyFrame       frame;
  SteadySample      samples[100] = { 0 };
  g_autofree SteadyWaveRun *run = g_malloc0 (steady_wave_run_size (10000));
  const size_t              run_size = steady_wave_run_size (10000);
  SteadyFrameHeader         waves = { .type = STEADY_FRAME_WAVES, .count = 1 };
  SteadyFrameHeader         numerics = { .type = STEADY_FRAME_NUMERICS, .count = 100 };
  unsigned                  n_waves = 0, n_numerics = 0;

  run->count = 10000;
  g_assert_true (steady_link_client_connect (client));
  g_assert_true (await (fixture, client, STEADY_FRAME_SNAPSHOT, &frame));
  uint32_t next = frame.header.sequence + 1, missing = 0;
  /* 4 MB of waves and 0.3 MB of numerics for a client that does not read */
  for (unsigned i = 0; i < 100; i++)
    {
      steady_link_server_send (fixture->server, STEADY_LINK_ALL, &waves, run, run_size);
      steady_link_server_send (
          fixture->server, STEADY_LINK_ALL, &numerics, samples, sizeof samples);
    }
  for (unsigned i = 0; i < 2000 && n_numerics < 100; i++)
    {
      while (steady_link_client_receive (client, &frame))
        {
          missing += frame.header.sequence - next;
          next = frame.header.sequence + 1;
          n_waves += frame.header.type == STEADY_FRAME_WAVES;
          n_numerics += frame.header.type == STEADY_FRAME_NUMERICS;
        }
      steady_link_server_poll (fixture->server, -1, 1, fixture->now);
    }
  g_assert_cmpuint (n_numerics, ==, 100);
  g_assert_cmpuint (n_waves, <, 60);
  g_assert_cmpuint (n_waves + missing, ==, 100);
  steady_link_client_free (client);
}

static void
test_full_of_numerics_disconnects (Fixture *fixture, gconstpointer data)
{
  SteadyLinkClient *client = steady_link_client_new (fixture->path, STEADY_ROLE_TEAM);
  SteadyFrame       frame;
  SteadySample      samples[1000] = { 0 };
  SteadyFrameHeader numerics = { .type = STEADY_FRAME_NUMERICS, .count = 1000 };

  g_assert_true (steady_link_client_connect (client));
  g_assert_true (await (fixture, client, STEADY_FRAME_SNAPSHOT, &frame));
  for (unsigned i = 0; i < 60; i++)
    steady_link_server_send (
        fixture->server, STEADY_LINK_ALL, &numerics, samples, sizeof samples);
  serve (fixture);
  g_assert_cmpuint (fixture->left, ==, 1);
  g_assert_cmpuint (fixture->clean, ==, 0);
  while (steady_link_client_receive (client, &frame))
    continue;
  g_assert_false (steady_link_client_connected (client));
  /* and it is welcome again */
  g_assert_true (steady_link_client_connect (client));
  g_assert_true (await (fixture, client, STEADY_FRAME_SNAPSHOT, &frame));
  steady_link_client_free (client);
}

static void
test_nobody_listens (Fixture *fixture, gconstpointer data)
{
  SteadyLinkClient *client =
      steady_link_client_new ("/nowhere/at/all", STEADY_ROLE_TEAM);
  g_autoptr (GError) error = NULL;
  SteadyFrame frame;

  g_assert_false (steady_link_client_connect (client));
  g_assert_false (steady_link_client_receive (client, &frame));
  g_assert_false (steady_link_client_send (client, STEADY_FRAME_BYE, NULL, 0));
  steady_link_client_free (client);
  g_assert_cmpint (steady_link_server_listen ("/nowhere/at/all", &error), ==, -1);
  g_assert_error (error, STEADY_LINK_ERROR, STEADY_LINK_ERROR_SOCKET);
  g_clear_error (&error);
  g_assert_cmpint (steady_link_server_listen (fixture->long_text, &error), ==, -1);
  g_assert_error (error, STEADY_LINK_ERROR, STEADY_LINK_ERROR_SOCKET);
  g_clear_error (&error);
  /* where one listens already; but a dead one's socket is replaced */
  g_assert_cmpint (steady_link_server_listen (fixture->path, &error), ==, -1);
  g_assert_error (error, STEADY_LINK_ERROR, STEADY_LINK_ERROR_SOCKET);
  g_autofree char *dead = g_build_filename (fixture->folder, "dead", NULL);
  close (steady_link_server_listen (dead, NULL));
  const int fd = steady_link_server_listen (dead, NULL);
  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_unlink (dead);
}

#define ADD(name, function) \
  g_test_add ("/link/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("socket/handshake-and-long-text", test_handshake_and_long_text);
  ADD ("socket/one-console-holds-control", test_one_console_holds_control);
  ADD ("socket/another-build-is-refused", test_another_build_is_refused);
  ADD ("socket/faults-end-the-connection", test_faults_end_the_connection);
  ADD ("socket/what-a-console-sends-arrives", test_what_a_console_sends_arrives);
  ADD ("queue/slow-client-loses-waves-first", test_slow_client_loses_waves_first);
  ADD ("queue/full-of-numerics-disconnects", test_full_of_numerics_disconnects);
  ADD ("socket/nobody-listens", test_nobody_listens);
  return g_test_run ();
}

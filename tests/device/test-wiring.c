/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <math.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gio/gio.h>
#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-random.h"
#include "device/steady-clock-offset.h"
#include "device/steady-driver-guard.h"
#include "device/steady-modbus.h"
#include "device/steady-port.h"
#include "device/steady-tape.h"
#include "device/steady-wave-clock.h"
#include "device/steady-wired-device.h"

/* ---- ports ---- */

static void
test_ports (void)
{
  static const SteadyDriverClass any = { .name = "any",
                                         .links = STEADY_DRIVER_SERIAL |
                                                  STEADY_DRIVER_TCP | STEADY_DRIVER_UDP,
                                         .port = 502 };
  static const struct
  {
    const char      *text;
    bool             fine;
    SteadyDriverLink link;
    const char      *host;
    unsigned         number;
  } rows[] = {
    { "/dev/ttyUSB0", true, STEADY_DRIVER_SERIAL, "", 0 },
    { "tcp:rig.example:1502", true, STEADY_DRIVER_TCP, "rig.example", 1502 },
    { "tcp:10.0.0.7", true, STEADY_DRIVER_TCP, "10.0.0.7", 502 },
    { "udp:[fe80::1]:24105", true, STEADY_DRIVER_UDP, "fe80::1", 24105 },
    { "udp:[::1]", true, STEADY_DRIVER_UDP, "::1", 502 },
    { "listen:4001", true, STEADY_DRIVER_TCP, "", 4001 },
    { "listen:127.0.0.1:4001", true, STEADY_DRIVER_TCP, "127.0.0.1", 4001 },
    { "listen:[::1]:4001", true, STEADY_DRIVER_TCP, "::1", 4001 },
    { "listen:", false, 0, NULL, 0 },
    { "listen:127.0.0.1:", false, 0, NULL, 0 },
    { "listen:[::1]", false, 0, NULL, 0 },
    { "listen:0", false, 0, NULL, 0 },
    { "ttyUSB0", false, 0, NULL, 0 },
    { "", false, 0, NULL, 0 },
    { "tcp:", false, 0, NULL, 0 },
    { "tcp::502", false, 0, NULL, 0 },
    { "tcp:host:0", false, 0, NULL, 0 },
    { "tcp:host:65536", false, 0, NULL, 0 },
    { "tcp:host:5o2", false, 0, NULL, 0 },
    { "udp:[::1", false, 0, NULL, 0 },
    { "udp:[::1]x", false, 0, NULL, 0 },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      SteadyPort port = { .number = 0 };
      const bool fine = steady_port_parse (&port, rows[i].text, &any, &error);
      if (fine != rows[i].fine)
        g_error ("\"%s\" is judged wrongly", rows[i].text);
      if (!fine)
        {
          g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_PORT);
          continue;
        }
      g_assert_cmpint (port.link, ==, rows[i].link);
      g_assert_cmpstr (port.host, ==, rows[i].host);
      if (port.link != STEADY_DRIVER_SERIAL)
        g_assert_cmpuint (port.number, ==, rows[i].number);
    }
}

/* An analyser that calls by itself: it is answered, may leave and call again,
 * and is not gone in between. */
static void
test_listening (void)
{
  const struct sockaddr_in any = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  const SteadyInstant      limit = steady_clock_now () + 60 * STEADY_NSEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  struct sockaddr_in here;
  socklen_t          size = sizeof here;
  uint8_t            byte = 0x05; /* ENQ */

  /* a port that was free a moment ago */
  const int probe = socket (AF_INET, SOCK_STREAM, 0);
  g_assert_cmpint (bind (probe, (const struct sockaddr *) &any, sizeof any), ==, 0);
  g_assert_cmpint (getsockname (probe, (struct sockaddr *) &here, &size), ==, 0);
  close (probe);
  g_autofree char *where =
      g_strdup_printf ("listen:127.0.0.1:%u", ntohs (here.sin_port));
  const SteadyWiring wiring = { .driver = "radiometer", .port = where };
  SteadyDevice      *device = steady_device_new_wired (&wiring, &error);
  g_assert_no_error (error);
  while (device->class->link (device) != STEADY_LINK_UP)
    {
      g_assert_cmpint (steady_clock_now (), <, limit);
      g_usleep (10000);
    }
  for (unsigned call = 0; call < 2; call++, byte = 0x05)
    {
      const int one = socket (AF_INET, SOCK_STREAM, 0);
      g_assert_cmpint (connect (one, (struct sockaddr *) &here, size), ==, 0);
      g_assert_cmpint (write (one, &byte, 1), ==, 1);
      g_assert_cmpint (read (one, &byte, 1), ==, 1);
      g_assert_cmpuint (byte, ==, 0x06); /* ACK */
      close (one);
      g_assert_cmpint (device->class->link (device), ==, STEADY_LINK_UP);
    }
  steady_device_free (device);
}

/* A probe with only a serial plug cannot be on a network. */
static void
test_wrong_link (void)
{
  g_autoptr (GError) error = NULL;
  const SteadyWiring wiring = { .driver = "bioprott", .port = "tcp:host:1" };

  g_assert_null (steady_device_new_wired (&wiring, &error));
  g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_PORT);
}

/* ---- places ---- */

static SteadyDevice *
wire_flow (const char *signal, uint16_t channel, GError **error)
{
  SteadyPlacing      placing = { .signal = (char *) signal, .channel = channel };
  const SteadyWiring wiring = { .driver = "bioprott",
                                .port = "/dev/steady-none",
                                .placings = &placing,
                                .n_placings = 1 };
  return steady_device_new_wired (&wiring, error);
}

static void
test_places (void)
{
  g_autoptr (GError) unit = NULL;
  g_autoptr (GError) name = NULL;

  SteadyDevice *shunt = wire_flow ("flow", STEADY_CHANNEL_SHUNT_FLOW, NULL);
  g_assert_nonnull (shunt);
  g_assert_cmpuint (shunt->n_channels, ==, 1);
  g_assert_cmpuint (shunt->channels[0].channel, ==, STEADY_CHANNEL_SHUNT_FLOW);
  g_assert_cmpstr (shunt->channels[0].name, ==, "shunt_flow");
  g_assert_cmpint (shunt->stale[0], ==, 500 * STEADY_NSEC_PER_MSEC);
  steady_device_free (shunt);

  SteadyDevice *none = wire_flow ("flow", STEADY_CHANNEL_NONE, NULL);
  g_assert_cmpuint (none->n_channels, ==, 0);
  steady_device_free (none);

  g_assert_null (wire_flow ("flow", STEADY_CHANNEL_ARTERIAL_MEAN, &unit));
  g_assert_error (unit, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_PLACE);
  g_assert_null (wire_flow ("pressure", STEADY_CHANNEL_ARTERIAL_MEAN, &name));
  g_assert_error (name, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_PLACE);
}

/* The unit of GE's ECG is not in our sheet: it is recorded as the monitor's numbers and
 * can feed no ECG, which is in mV. */
static void
test_no_guess_of_the_ecg (void)
{
  g_autoptr (GError) error = NULL;
  SteadyPlacing      placing = { .signal = (char *) "ecg_wave",
                                 .channel = STEADY_CHANNEL_ECG };
  const SteadyWiring wiring = {
    .driver = "datex", .port = "/dev/steady-none", .placings = &placing, .n_placings = 1
  };

  g_assert_null (steady_device_new_wired (&wiring, &error));
  g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_PLACE);
}

static void
test_settings (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) range = NULL;
  double               value = -1;
  SteadyDriverSettings settings = { .n = 0 };
  const SteadyWiring   wiring = { .driver = "bioprott",
                                  .port = "/dev/steady-none",
                                  .settings = &settings };

  g_assert_true (steady_driver_settings_add (&settings, "adress", "12"));
  g_assert_null (steady_device_new_wired (&wiring, &error));
  g_assert_error (error, STEADY_DRIVER_ERROR, STEADY_DRIVER_ERROR_SETTING);
  g_assert_true (
      steady_driver_settings_number (&settings, "adress", 1, 247, 1, &value, NULL));
  g_assert_cmpfloat_with_epsilon (value, 12, 1e-9);
  g_assert_true (
      steady_driver_settings_number (&settings, "x", 1, 247, 7, &value, NULL));
  g_assert_cmpfloat_with_epsilon (value, 7, 1e-9);
  g_assert_false (
      steady_driver_settings_number (&settings, "adress", 1, 11, 1, &value, &range));
  g_assert_cmpfloat_with_epsilon (value, 7, 1e-9);
  steady_driver_settings_finish (&settings);
}

/* ---- the contract ---- */

static const SteadySignal guarded_signals[] = {
  { .name = "a", .low = -10, .high = 10 },
  { .name = "b", .low = 0, .high = 1 },
};

static void
test_contract (void)
{
  SteadyDriver      driver = { .signals = guarded_signals, .n_signals = 2 };
  SteadyDriverGuard guard;
  SteadyDriverValue value = { .t = 5, .value = 3, .quality = STEADY_QUALITY_VALID };

  steady_driver_guard_init (&guard, &driver);
  steady_driver_guard_enter (&guard, 10);
  g_assert_true (steady_driver_guard_value (&guard, &value));
  g_assert_cmpuint (value.quality, ==, STEADY_QUALITY_VALID);
  value.value = 11;
  g_assert_true (steady_driver_guard_value (&guard, &value));
  g_assert_cmpuint (value.quality, ==, STEADY_QUALITY_IMPLAUSIBLE);
  value = (SteadyDriverValue){ .t = 6, .value = NAN, .quality = STEADY_QUALITY_VALID };
  g_assert_true (steady_driver_guard_value (&guard, &value));
  g_assert_cmpuint (value.quality, ==, STEADY_QUALITY_IMPLAUSIBLE);
  g_assert_cmpfloat_with_epsilon (value.value, 0, 1e-12);
  g_assert_cmpuint (guard.breaches, ==, 0);
  value = (SteadyDriverValue){ .t = 11, .quality = STEADY_QUALITY_VALID };
  g_assert_true (steady_driver_guard_value (&guard, &value)); /* in the future */
  g_assert_cmpint (value.t, ==, 10);
  value.t = 9;
  g_assert_true (steady_driver_guard_value (&guard, &value)); /* back in time */
  g_assert_cmpint (value.t, ==, 10);
  value.signal = 1;
  value.t = 9; /* another signal has its own time */
  g_assert_true (steady_driver_guard_value (&guard, &value));
  g_assert_cmpint (value.t, ==, 9);
  value.signal = 2;
  g_assert_false (steady_driver_guard_value (&guard, &value));
  value.signal = 0;
  value.quality = 77;
  g_assert_false (steady_driver_guard_value (&guard, &value));
  g_assert_cmpuint (guard.breaches, ==, 4);
  g_assert_false (steady_driver_guard_send (&guard, STEADY_DRIVER_MESSAGE + 1));
  g_assert_true (steady_driver_guard_send (&guard, STEADY_DRIVER_MESSAGE));
  g_assert_cmpint (steady_driver_guard_due (&guard, 10), >, 10);
  g_assert_cmpint (steady_driver_guard_due (&guard, 11), ==, 11);
}

/* ---- clocks ---- */

/* The device's clock is 3 s ahead; messages are late by 0 to 90 ms. */
static void
test_clock_offset (void)
{
  SteadyClockOffset offset = { .used = { false } };
  SteadySpan        found = 0;

  g_assert_false (steady_clock_offset_get (&offset, 0, &found));
  for (int i = 1; i < 300; i++)
    {
      const SteadyInstant measured = i * 100 * STEADY_NSEC_PER_MSEC;
      const SteadySpan    late = (i * 37 % 91) * STEADY_NSEC_PER_MSEC;
      steady_clock_offset_put (
          &offset, measured + late, measured + 3 * STEADY_NSEC_PER_SEC);
    }
  g_assert_true (steady_clock_offset_get (&offset, 30 * STEADY_NSEC_PER_SEC, &found));
  g_assert_cmpint (found, ==, 3 * STEADY_NSEC_PER_SEC);
  /* a minute later nothing is known any more */
  g_assert_false (steady_clock_offset_get (&offset, 95 * STEADY_NSEC_PER_SEC, &found));
}

/* Packets of 25 samples at 100 Hz, late by up to 200 ms, out of a device whose
 * crystal is 50 ppm fast: evenly spaced to a sample's period, after the first
 * packets. */
static void
test_wave_clock (void)
{
  SteadyWaveClock clock;
  SteadyInstant   before = INT64_MIN;
  unsigned        uneven = 0;

  steady_wave_clock_init (&clock, 100, 0);
  for (int packet = 1; packet < 4000; packet++)
    {
      SteadySpan          spacing;
      const SteadyInstant there = (SteadyInstant) (packet * 0.99995 * 250e6) +
                                  (packet * 7919 % 201) * STEADY_NSEC_PER_MSEC;
      const SteadyInstant first =
          steady_wave_clock_packet (&clock, there, 25, &spacing);
      g_assert_cmpint (first, >, before);
      before = first + 24 * spacing;
      g_assert_cmpint (before, <=, there);
      uneven += packet > 200 && llabs (spacing - 10000000) > 400000;
    }
  g_assert_cmpuint (uneven, <, 100);
  /* a silence of a minute is a gap and no slow catching up */
  SteadySpan          spacing;
  const SteadyInstant later = before + 60 * STEADY_NSEC_PER_SEC;
  const SteadyInstant first = steady_wave_clock_packet (&clock, later, 25, &spacing);
  g_assert_cmpint (
      ABS (first - (later - 24 * 10 * STEADY_NSEC_PER_MSEC)), <, STEADY_NSEC_PER_MSEC);
}

/*
 * Hours of packets of @n samples of a device whose crystal is @ppm off. A
 * packet is up to 3 ms late, one in fifty up to 40 ms. Every instant lies
 * within one sample period of the truth, none goes back.
 */
static void
check_crystal (double ppm, double rate, unsigned n, double hours)
{
  const double    period = 1e9 / rate * (1 + ppm * 1e-6);
  SteadyWaveClock clock;
  SteadyRandom    random;
  SteadyInstant   before = -1;
  double          worst = 0;

  steady_random_init (&random, 5);
  steady_wave_clock_init (&clock, rate, 0);
  for (int64_t i = 0; i < (int64_t) (hours * 3600 * rate / n); i++)
    {
      const double     measured = 1e9 + (double) (i * n + n - 1) * period;
      const uint64_t   most = steady_random_bits (&random) % 50 == 0 ? 40 : 3;
      const SteadySpan late =
          (SteadySpan) (steady_random_bits (&random) % (most * STEADY_NSEC_PER_MSEC));
      SteadySpan          spacing;
      const SteadyInstant first = steady_wave_clock_packet (
          &clock, (SteadyInstant) measured + (i > 0 ? late : 0), n, &spacing);
      const double at_first = (double) first - (measured - (n - 1) * period);
      const double at_last = (double) (first + (n - 1) * spacing) - measured;
      worst = MAX (worst, MAX (ABS (at_first), ABS (at_last)));
      g_assert_cmpint (first, >, before);
      before = first + (n - 1) * spacing;
    }
  g_test_message ("%+.0f ppm, %.0f Hz in packets of %u: worst %.3f ms of %.3f",
                  ppm,
                  rate,
                  n,
                  worst / 1e6,
                  1e3 / rate);
  g_assert_cmpfloat (worst, <, 1e9 / rate);
}

static void
test_wave_clock_crystals (void)
{
  static const double ppm[] = { -200, -50, 0, 50, 200 };

  for (unsigned i = 0; i < G_N_ELEMENTS (ppm); i++)
    {
      check_crystal (ppm[i], 100, 25, 8);
      check_crystal (ppm[i], 300, 75, 8);
      check_crystal (ppm[i], 100, 100, 8);
      check_crystal (ppm[i], 500, 128, 8);
      check_crystal (ppm[i], 62.5, 1, 2);
    }
}

/* ---- Modbus ---- */

static void
test_modbus_frames (void)
{
  /* a set-point of 2500 to register 0x4001 of unit 1, as libmodbus sent it */
  static const uint8_t       set[] = { 0x01, 0x06, 0x40, 0x01, 0x09, 0xc4, 0xca, 0x09 };
  const SteadyModbusQuestion write = { .unit = 1,
                                       .function = STEADY_MODBUS_WRITE_ONE,
                                       .first = 0x4001,
                                       .count = 1,
                                       .values = { 2500 } };
  uint8_t                    frame[STEADY_MODBUS_FRAME];
  SteadyModbusAnswer         answer;
  size_t                     used = 0;

  g_assert_cmpmem (
      frame, steady_modbus_ask (&write, STEADY_MODBUS_RTU, 0, frame), set, sizeof set);
  g_assert_cmpint (steady_modbus_hear (
                       &write, STEADY_MODBUS_RTU, 0, set, sizeof set, &used, &answer),
                   ==,
                   STEADY_MODBUS_ANSWER);
  g_assert_cmpuint (used, ==, sizeof set);
  for (size_t n = 1; n < sizeof set; n++)
    g_assert_cmpint (
        steady_modbus_hear (&write, STEADY_MODBUS_RTU, 0, set, n, &used, &answer),
        ==,
        STEADY_MODBUS_MORE);
}

static void
test_modbus_answers (void)
{
  const SteadyModbusQuestion read = {
    .unit = 17, .function = STEADY_MODBUS_READ_HOLDING, .first = 0x6b, .count = 3
  };
  /* the example of the protocol's specification, 6.3 */
  static const uint8_t tcp[] = { 0x00, 0x05, 0x00, 0x00, 0x00, 0x09, 0x11, 0x03,
                                 0x06, 0x02, 0x2b, 0x00, 0x00, 0x00, 0x64 };
  static const uint8_t refused[] = { 0x00, 0x05, 0x00, 0x00, 0x00,
                                     0x03, 0x11, 0x83, 0x02 };
  SteadyModbusAnswer   answer = { .count = 0 };
  size_t               used = 0;

  g_assert_cmpint (
      steady_modbus_hear (&read, STEADY_MODBUS_TCP, 5, tcp, sizeof tcp, &used, &answer),
      ==,
      STEADY_MODBUS_ANSWER);
  g_assert_cmpuint (answer.count, ==, 3);
  g_assert_cmpuint (answer.values[0], ==, 555);
  g_assert_cmpuint (answer.values[2], ==, 100);
  /* the answer to the question before is passed over whole */
  g_assert_cmpint (
      steady_modbus_hear (&read, STEADY_MODBUS_TCP, 6, tcp, sizeof tcp, &used, &answer),
      ==,
      STEADY_MODBUS_OTHER);
  g_assert_cmpuint (used, ==, sizeof tcp);
  g_assert_cmpint (
      steady_modbus_hear (
          &read, STEADY_MODBUS_TCP, 5, refused, sizeof refused, &used, &answer),
      ==,
      STEADY_MODBUS_REFUSED);
  g_assert_cmpuint (answer.refusal, ==, 2);
}

/* ---- tapes ---- */

static void
test_tape_round_trip (void)
{
  g_autofree char *folder = g_dir_make_tmp ("steady-tape-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "a.tape", NULL);
  g_autoptr (GError) error = NULL;
  SteadyDriverSettings settings = { .n = 0 };
  SteadyTapeRecord     record;
  static const uint8_t bytes[] = { 0, 255, '\n', '7' };

  steady_driver_settings_add (&settings, "address", "3");
  SteadyTapeWriter *writer =
      steady_tape_writer_new (file, "bioprott", STEADY_DRIVER_TCP, &settings, &error);
  g_assert_no_error (error);
  steady_tape_writer_put (writer, 10, STEADY_TAPE_OPENED, NULL, 0);
  steady_tape_writer_put (writer, 20, STEADY_TAPE_CAME, bytes, sizeof bytes);
  steady_tape_writer_put (writer, 30, STEADY_TAPE_CLOSED, NULL, 0);
  steady_tape_writer_free (writer);
  g_assert_null (
      steady_tape_writer_new (file, "bioprott", STEADY_DRIVER_TCP, NULL, &error));
  g_assert_error (error, STEADY_TAPE_ERROR, STEADY_TAPE_ERROR_EXISTS);
  g_clear_error (&error);

  g_autoptr (SteadyTape) tape = steady_tape_open (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (steady_tape_driver (tape), ==, "bioprott");
  g_assert_cmpint (steady_tape_link (tape), ==, STEADY_DRIVER_TCP);
  g_assert_cmpstr (
      steady_driver_settings_get (steady_tape_settings (tape), "address", ""), ==, "3");
  g_assert_true (steady_tape_next (tape, &record, &error));
  g_assert_cmpint (record.kind, ==, STEADY_TAPE_OPENED);
  g_assert_true (steady_tape_next (tape, &record, &error));
  g_assert_cmpint (record.t, ==, 20);
  g_assert_cmpmem (record.bytes, record.length, bytes, sizeof bytes);
  g_assert_true (steady_tape_next (tape, &record, &error));
  g_assert_false (steady_tape_next (tape, &record, &error));
  g_assert_no_error (error);
  steady_driver_settings_finish (&settings);
  g_unlink (file);
  g_rmdir (folder);
}

#define HEADER                                                              \
  "{\"format\": \"steady-tape\", \"version\": 1, \"driver\": \"bioprott\"," \
  " \"link\": \"serial\", \"settings\": {}}\n"

/* What is damaged is named with its line; a last line that was cut is the end.
 */
static void
test_tape_damaged (void)
{
  static const struct
  {
    const char *text;
    unsigned    records;
    bool        fine;
  } rows[] = {
    { HEADER "1 +\n2 < 30\n3 -\n", 3, true },
    { HEADER "1 +\n2 < 30\n3", 2, true },
    { HEADER "1 +\n2 < 3\n", 1, false },
    { HEADER "1 +\n2 < 3x\n", 1, false },
    { HEADER "1 +\n2 ? 30\n", 1, false },
    { HEADER "5 +\n2 < 30\n", 1, false },
    { HEADER "5\n", 0, false },
    { HEADER "99999999999999999999 +\n", 0, false },
  };
  g_autofree char *folder = g_dir_make_tmp ("steady-tape-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "a.tape", NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      SteadyTapeRecord record;
      unsigned         records = 0;
      g_assert_true (g_file_set_contents (file, rows[i].text, -1, NULL));
      g_autoptr (SteadyTape) tape = steady_tape_open (file, &error);
      g_assert_no_error (error);
      while (steady_tape_next (tape, &record, &error))
        records++;
      g_assert_cmpuint (records, ==, rows[i].records);
      g_assert_true ((error == NULL) == rows[i].fine);
      if (error != NULL)
        g_assert_nonnull (strstr (error->message, "line"));
    }
  for (unsigned i = 0; i < 3; i++)
    {
      static const char *const heads[] = { "",
                                           "{}\n",
                                           "{\"format\": \"steady-tape\", "
                                           "\"version\": 9}\n" };
      g_autoptr (GError) error = NULL;
      g_assert_true (g_file_set_contents (file, heads[i], -1, NULL));
      g_assert_null (steady_tape_open (file, &error));
      g_assert_nonnull (error);
    }
  g_unlink (file);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/wiring/ports", test_ports);
  g_test_add_func ("/device/wiring/listening", test_listening);
  g_test_add_func ("/device/wiring/wrong-link", test_wrong_link);
  g_test_add_func ("/device/wiring/places", test_places);
  g_test_add_func ("/device/wiring/no-guess-of-the-ecg", test_no_guess_of_the_ecg);
  g_test_add_func ("/device/wiring/settings", test_settings);
  g_test_add_func ("/device/wiring/contract", test_contract);
  g_test_add_func ("/device/wiring/clock-offset", test_clock_offset);
  g_test_add_func ("/device/wiring/wave-clock", test_wave_clock);
  g_test_add_func ("/device/wiring/wave-clock-crystals", test_wave_clock_crystals);
  g_test_add_func ("/device/wiring/modbus-frames", test_modbus_frames);
  g_test_add_func ("/device/wiring/modbus-answers", test_modbus_answers);
  g_test_add_func ("/device/wiring/tape-round-trip", test_tape_round_trip);
  g_test_add_func ("/device/wiring/tape-damaged", test_tape_damaged);
  return g_test_run ();
}

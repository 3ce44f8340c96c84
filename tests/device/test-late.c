/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "device/steady-modbus.h"
#include "steady-driver-bench.h"

/*
 * Devices that are asked, and answer later than the driver waits: one answer of theirs,
 * or all of them. Each tells constants, so that an answer that was taken for another
 * question's shows at once; and after a single late answer all values must come again.
 * Time is told, and each device answers its questions one after the other, as a serial
 * line does.
 */

static const SteadySpan ms = STEADY_NSEC_PER_MSEC;

typedef struct Expected
{
  const char *signal;
  double      value;
} Expected;

typedef struct Device
{
  const char *driver;
  const char *settings[6]; /* name, value, ... */
  /* The length of the question that @bytes begin with, 0: none yet; its answer. */
  size_t (*answer) (const uint8_t *bytes, size_t length, GByteArray *ret_answer);
  Expected   expected[4];
  SteadySpan patience; /* the driver's */
  SteadySpan back;     /* all values come again within this after a late answer */
} Device;

/* ---- lines ---- */

typedef struct Line
{
  const char *question;
  const char *answer;
} Line;

static size_t
answer_line (const Line    *lines,
             const uint8_t *bytes,
             size_t         length,
             GByteArray    *ret_answer)
{
  for (; lines->question != NULL; lines++)
    {
      const size_t n = strlen (lines->question);
      if (length < n || memcmp (bytes, lines->question, n) != 0)
        continue;
      g_byte_array_append (
          ret_answer, (const guint8 *) lines->answer, (guint) strlen (lines->answer));
      return n;
    }
  return 0;
}

static size_t
answer_alicat (const uint8_t *bytes, size_t length, GByteArray *ret_answer)
{
  static const Line lines[] = {
    { "A\r", "A +014.70 +025.00 +01.230 +01.250 01.260 Air\r" }, { NULL, NULL }
  };
  return answer_line (lines, bytes, length, ret_answer);
}

static size_t
answer_bronkhorst (const uint8_t *bytes, size_t length, GByteArray *ret_answer)
{
  static const Line lines[] = { { ":06800401210120\r\n", ":06800201213E80\r\n" },
                                { ":06800401210121\r\n", ":06800201217D00\r\n" },
                                { NULL, NULL } };
  return answer_line (lines, bytes, length, ret_answer);
}

static size_t
answer_julabo (const uint8_t *bytes, size_t length, GByteArray *ret_answer)
{
  static const Line lines[] = { { "in_pv_00\r", "34.5\r\n" },
                                { "in_sp_00\r", "37.0\r\n" },
                                { "IN_PV_00\r\n", "34.5\r\n" },
                                { "IN_SP_00\r\n", "37.0\r\n" },
                                { NULL, NULL } };
  return answer_line (lines, bytes, length, ret_answer);
}

static size_t
answer_masterflex (const uint8_t *bytes, size_t length, GByteArray *ret_answer)
{
  static const Line lines[] = {
    { "1RC\r", "1,1,0\r\n" }, { "1R\r", "40.50\r\n" }, { "1RE1\r", "*" }, { NULL, NULL }
  };
  return answer_line (lines, bytes, length, ret_answer);
}

static size_t
answer_ismatec (const uint8_t *bytes, size_t length, GByteArray *ret_answer)
{
  static const Line lines[] = { { "1~1\r", "*" },     { "1xE0\r", "*" },
                                { "1E\r", "+\r\n" },  { "1xD\r", "K\r\n" },
                                { "1xM\r", "L\r\n" }, { "1S\r", "20.00\r\n" },
                                { NULL, NULL } };
  return answer_line (lines, bytes, length, ret_answer);
}

/* The same pump, whose marks have no end of their line. */
static size_t
answer_ismatec_marks (const uint8_t *bytes, size_t length, GByteArray *ret_answer)
{
  static const Line lines[] = { { "1~1\r", "*" }, { "1xE0\r", "*" },
                                { "1E\r", "+" },  { "1xD\r", "K" },
                                { "1xM\r", "L" }, { "1S\r", "20.00\r\n" },
                                { NULL, NULL } };
  return answer_line (lines, bytes, length, ret_answer);
}

/* ---- registers ---- */

/* Register n holds 100 + n, modulo 128, unless @fixed says otherwise. */
static size_t
answer_registers (const uint8_t *bytes,
                  size_t         length,
                  const uint16_t fixed[][2],
                  GByteArray    *ret_answer)
{
  enum
  {
    QUESTION = 8
  };
  if (length < QUESTION)
    return 0;
  const unsigned first = (unsigned) bytes[2] << 8 | bytes[3];
  const unsigned count = (unsigned) bytes[4] << 8 | bytes[5];
  const uint8_t  head[] = { bytes[0], bytes[1], (uint8_t) (2 * count) };
  g_byte_array_append (ret_answer, head, sizeof head);
  for (unsigned i = first; i < first + count; i++)
    {
      unsigned value = 100 + i % 128;
      for (unsigned k = 0; fixed != NULL && fixed[k][0] != UINT16_MAX; k++)
        if (fixed[k][0] == i)
          value = fixed[k][1];
      const uint8_t pair[] = { (uint8_t) (value >> 8), (uint8_t) value };
      g_byte_array_append (ret_answer, pair, sizeof pair);
    }
  const uint16_t crc = steady_modbus_crc (ret_answer->data, ret_answer->len);
  const uint8_t  end[] = { (uint8_t) crc, (uint8_t) (crc >> 8) };
  g_byte_array_append (ret_answer, end, sizeof end);
  return QUESTION;
}

static size_t
answer_plain (const uint8_t *bytes, size_t length, GByteArray *ret_answer)
{
  return answer_registers (bytes, length, NULL, ret_answer);
}

static size_t
answer_blender (const uint8_t *bytes, size_t length, GByteArray *ret_answer)
{
  /* two channels, air balances; 1 L/min of it */
  static const uint16_t fixed[][2] = {
    { 3, 0 },  { 5, 2 },      { 6, 1 },  { 7, 0 },      { 8, 1000 }, { 12, 0 },
    { 15, 1 }, { 16, 10000 }, { 19, 1 }, { 20, 34464 }, /* 100000 */
    { 27, 0 }, { 30, 1 },     { 31, 0 }, { 34, 0 },     { 35, 0 },   { UINT16_MAX, 0 }
  };
  return answer_registers (bytes, length, fixed, ret_answer);
}

#define PATH "@map" /* stands for the file that describes the registers */

/* clang-format off */
static const Device devices[] = {
  { "alicat", { "unit", "L/min", "full_scale", "5" }, answer_alicat,
    { { "mass_flow", 1.25 }, { "set_point", 1.26 }, { "volume_flow", 1.23 } },
    200 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
  { "bronkhorst", { "unit", "L/min", "full_scale", "5" }, answer_bronkhorst,
    { { "flow", 2.5 }, { "set_point", 5 } },
    200 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
  { "julabo", { "dialect", "julabo" }, answer_julabo,
    { { "water", 34.5 }, { "set_point", 37 } },
    1 * STEADY_NSEC_PER_SEC, 5 * STEADY_NSEC_PER_SEC },
  { "julabo", { "dialect", "lauda" }, answer_julabo,
    { { "water", 34.5 }, { "set_point", 37 } },
    1 * STEADY_NSEC_PER_SEC, 5 * STEADY_NSEC_PER_SEC },
  { "masterflex", { "serves", "arterial", "ml_per_turn", "2" }, answer_masterflex,
    { { "speed", 40.5 }, { "state", 1 }, { "flow", 0.081 } },
    150 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
  { "ismatec", { "serves", "arterial", "ml_per_turn", "2" }, answer_ismatec,
    { { "speed", -20 }, { "state", 1 }, { "flow", -0.04 } },
    150 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
  { "ismatec", { "serves", "arterial", "ml_per_turn", "2" }, answer_ismatec_marks,
    { { "speed", -20 }, { "state", 1 }, { "flow", -0.04 } },
    150 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
  { "puralev", { NULL }, answer_plain, { { "speed", 101 }, { "set_speed", 103 } },
    200 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
  { "leviflow", { "full_scale_l_min", "10" }, answer_plain, { { "flow", 0.101 } },
    200 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
  { "gb100", { "gases", "air,oxygen", "full_scale_l_min", "5" }, answer_blender,
    { { "sweep", 1 }, { "set_sweep", 1 }, { "fio2", 21 } },
    200 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
  { "mapped", { "map", PATH }, answer_plain, { { "a", 101 }, { "b", 107 } },
    200 * STEADY_NSEC_PER_MSEC, 1 * STEADY_NSEC_PER_SEC },
};
/* clang-format on */

static const char map[] =
    "{\"format\": \"steady-device-map\", \"version\": 1, \"title\": \"Two numbers\","
    " \"source\": \"made up\", \"quiet_s\": 1, \"modbus\": {\"address\": 1, \"reads\": "
    "["
    "{\"function\": 4, \"first\": 1, \"count\": 1, \"period_s\": 0.1},"
    "{\"function\": 4, \"first\": 7, \"count\": 1, \"period_s\": 0.1}]},"
    "\"signals\": [{\"name\": \"a\", \"label\": \"a\", \"unit\": \"\", \"low\": 0,"
    " \"high\": 1000, \"register\": 1, \"type\": \"uint16\"},"
    "{\"name\": \"b\", \"label\": \"b\", \"unit\": \"\", \"low\": 0, \"high\": 1000,"
    " \"register\": 7, \"type\": \"uint16\"}]}";

/* ---- a line that is told its time ---- */

typedef struct Said
{
  SteadyInstant t; /* when it comes */
  GByteArray   *bytes;
} Said;

typedef struct Room
{
  const Device      *device;
  SteadyDriverBench *bench;
  GArray            *said; /* of Said: under way, first one first */
  SteadyInstant      free; /* the device has answered all before */
  SteadyInstant      now;
  SteadyInstant      due; /* of the driver */
  unsigned           asked;
} Room;

static void
clear_said (void *data)
{
  g_byte_array_unref (((Said *) data)->bytes);
}

static void
open_room (Room *room, const Device *device, const char *file)
{
  SteadyDriverSettings settings = { .n = 0 };

  for (unsigned i = 0; i < 6 && device->settings[i] != NULL; i += 2)
    steady_driver_settings_add (
        &settings,
        device->settings[i],
        strcmp (device->settings[i + 1], PATH) == 0 ? file : device->settings[i + 1]);
  *room = (Room){ .device = device, .now = 1, .due = 1, .free = 1 };
  room->bench = steady_driver_bench_new (device->driver, &settings);
  steady_driver_settings_finish (&settings);
  room->said = g_array_new (FALSE, FALSE, sizeof (Said));
  g_array_set_clear_func (room->said, clear_said);
  steady_driver_bench_start (room->bench, room->now);
}

static void
close_room (Room *room)
{
  g_assert_cmpuint (room->bench->guard.breaches, ==, 0);
  steady_driver_bench_free (room->bench);
  g_array_unref (room->said);
}

/* What was asked is answered @late, after all that was asked before. */
static void
answer_questions (Room *room, SteadySpan late)
{
  GByteArray *sent = room->bench->sent;

  while (sent->len > 0)
    {
      Said         said = { .bytes = g_byte_array_new () };
      const size_t n = room->device->answer (sent->data, sent->len, said.bytes);
      if (n == 0)
        g_error ("%s asks \"%.*s\"",
                 room->device->driver,
                 (int) sent->len,
                 (const char *) sent->data);
      g_byte_array_remove_range (sent, 0, (guint) n);
      said.t = room->free = MAX (room->free, room->now + late) + 1;
      g_array_append_val (room->said, said);
      room->asked++;
    }
}

/* Every value that was told is the one that the device means. */
static void
check_values (const Room *room)
{
  const SteadyDriver *driver = &room->bench->driver;

  for (guint i = 0; i < room->bench->values->len; i++)
    {
      const SteadyDriverValue *told =
          &g_array_index (room->bench->values, SteadyDriverValue, i);
      const char *name = driver->signals[told->signal].name;
      for (unsigned k = 0; k < 4 && room->device->expected[k].signal != NULL; k++)
        if (strcmp (room->device->expected[k].signal, name) == 0 &&
            (told->quality != STEADY_QUALITY_VALID ||
             fabs (told->value - room->device->expected[k].value) > 1e-6))
          g_error ("%s: %s is told as %g (quality %u)",
                   driver->class->name,
                   name,
                   told->value,
                   told->quality);
    }
}

/* Goes on to @until; question number @which (or each, UINT_MAX) is answered @late, any
 * other after @usual. */
static void
go_on (
    Room *room, SteadyInstant until, unsigned which, SteadySpan late, SteadySpan usual)
{
  while (room->now < until)
    {
      const Said *next =
          room->said->len > 0 ? &g_array_index (room->said, Said, 0) : NULL;
      if (next != NULL && next->t <= room->due)
        {
          room->now = MAX (room->now, next->t);
          steady_driver_bench_rx (
              room->bench, next->bytes->data, next->bytes->len, room->now);
          g_array_remove_index (room->said, 0);
        }
      else
        room->now = MAX (room->now, room->due);
      room->due = steady_driver_bench_tick (room->bench, room->now);
      answer_questions (room, which == UINT_MAX || room->asked == which ? late : usual);
      check_values (room);
    }
}

static void
check_all_come (Room *room)
{
  for (unsigned k = 0; k < 4 && room->device->expected[k].signal != NULL; k++)
    if (steady_driver_bench_last (room->bench, room->device->expected[k].signal) ==
        NULL)
      g_error ("%s: no %s came within its time",
               room->device->driver,
               room->device->expected[k].signal);
}

/* ---- the tests ---- */

static char *
write_map (void)
{
  g_autoptr (GError) error = NULL;
  char     *file = NULL;
  const int fd = g_file_open_tmp ("steady-late-XXXXXX.json", &file, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (file, map, -1, &error));
  return file;
}

/* One answer, of each question of the dialogue in turn, is late by so much. */
static void
test_once (gconstpointer data)
{
  static const int late_ms[] = { 1, 5, 60, 140, 300, 700 };
  const Device    *device = data;
  g_autofree char *file = write_map ();
  unsigned         faults = 0;

  for (unsigned usual = 2; usual <= 80; usual += 39)
    for (unsigned which = 2; which < 12; which++)
      for (unsigned i = 0; i < G_N_ELEMENTS (late_ms); i++)
        {
          Room room;
          open_room (&room, device, file);
          while (room.asked <= which)
            go_on (&room,
                   room.now + ms,
                   which,
                   device->patience + late_ms[i] * ms,
                   usual * ms);
          go_on (&room,
                 room.now + device->patience + late_ms[i] * ms,
                 UINT_MAX - 1,
                 0,
                 usual * ms);
          g_array_set_size (room.bench->values, 0);
          go_on (&room, room.now + device->back, UINT_MAX - 1, 0, usual * ms);
          check_all_come (&room);
          faults += (unsigned) room.bench->driver.faults;
          close_room (&room);
        }
  g_assert_cmpuint (faults, >, 0); /* they were later than it waits */
  g_unlink (file);
}

/* All are: nothing need come, but nothing wrong may; and when it is quick again, all is
 * as before. */
static void
test_always (gconstpointer data)
{
  static const int late_ms[] = { 1, 30, 90, 400 };
  const Device    *device = data;
  g_autofree char *file = write_map ();

  for (unsigned i = 0; i < G_N_ELEMENTS (late_ms); i++)
    {
      const SteadySpan late = device->patience + late_ms[i] * ms;
      Room             room;
      open_room (&room, device, file);
      go_on (&room, 20 * STEADY_NSEC_PER_SEC, UINT_MAX, late, late);
      g_assert_cmpuint (room.bench->driver.faults, >, 0);
      /* what is still under way comes first */
      go_on (
          &room, room.now + late + 5 * STEADY_NSEC_PER_SEC, UINT_MAX, 2 * ms, 2 * ms);
      g_array_set_size (room.bench->values, 0);
      go_on (&room, room.now + device->back, UINT_MAX, 2 * ms, 2 * ms);
      check_all_come (&room);
      close_room (&room);
    }
  g_unlink (file);
}

/* A gateway that stood still gives all answers at once. */
static void
test_stall (gconstpointer data)
{
  const Device    *device = data;
  g_autofree char *file = write_map ();

  for (unsigned stall = 1; stall <= 6; stall++)
    {
      Room room;
      open_room (&room, device, file);
      go_on (
          &room, STEADY_NSEC_PER_SEC * 3 + stall * 77 * ms, UINT_MAX, 2 * ms, 2 * ms);
      room.free = room.now + stall * device->patience + 20 * ms;
      go_on (&room, room.free + 5 * STEADY_NSEC_PER_SEC, UINT_MAX, 2 * ms, 2 * ms);
      g_array_set_size (room.bench->values, 0);
      go_on (&room, room.now + device->back, UINT_MAX, 2 * ms, 2 * ms);
      check_all_come (&room);
      close_room (&room);
    }
  g_unlink (file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      g_autofree char *once =
          g_strdup_printf ("/device/late/once/%u-%s", i, devices[i].driver);
      g_autofree char *always =
          g_strdup_printf ("/device/late/always/%u-%s", i, devices[i].driver);
      g_autofree char *stall =
          g_strdup_printf ("/device/late/stall/%u-%s", i, devices[i].driver);
      g_test_add_data_func (once, &devices[i], test_once);
      g_test_add_data_func (always, &devices[i], test_always);
      g_test_add_data_func (stall, &devices[i], test_stall);
    }
  return g_test_run ();
}

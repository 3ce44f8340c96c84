/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/medibus/steady-medibus-frame.h"
#include "device/radiometer/steady-astm-message.h"
#include "device/steady-modbus.h"
#include "steady-driver-bench.h"
#include "steady-fuzz.h"

/*
 * Usage: fuzz-message astm|intellivue|medibus|gb100|announcement [FILE …].
 *
 * Where a check stands around a message, a mutation of the line hardly ever comes
 * through it. Here the input is what stands inside, and the check is right.
 */
enum
{
  ROUNDS = 4000
};

static const char astm[] =
    "H|\\^&|||ABL735^Central Lab.\rP|1||0004||Name\r"
    "O|1||Sample #^267|\rR|1|^^^pH^M|7.356|||N||R|||20011023094133\r"
    "R|6|^^^pCO2^M|?5.25|kPa||N||R|||20011023094133\r"
    "R|9|^^^SBE^C|-2.3|mmol/l||N||R|||20011023094133\rC|1|I|3^x\r"
    "O|2||2|\rR|1|^^^Lac^M|1.2|mmol/L||N||R|||\rL|1|N\r";

/* One object of two curves with their scale. */
static const uint8_t curves[] = {
  0xe1, 0x00, 0x00, 0x02, 0x00, 0x02, 0x00, 0x7a, 0x00, 0x02, 0x00, 0x07, 0x00,
  0x74, 0x00, 0x21, 0x00, 0x00, 0x00, 0x00, 0xf1, 0x3b, 0x00, 0x6a, 0x00, 0x03,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  0x00, 0x00, 0x01, 0x00, 0x09, 0x00, 0x00, 0x00, 0x01, 0x00, 0x50, 0x00, 0x01,
  0x00, 0x01, 0x00, 0x4a, 0x00, 0x14, 0x00, 0x05, 0x00, 0x44, 0x09, 0x67, 0x00,
  0x18, 0x00, 0x02, 0x00, 0x14, 0x4a, 0x14, 0x00, 0x00, 0x00, 0x04, 0x40, 0x00,
  0x4f, 0xff, 0x4a, 0x44, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x0f, 0xff, 0x09,
  0x6d, 0x00, 0x06, 0x00, 0x02, 0x10, 0x0c, 0x00, 0x00, 0x09, 0x6f, 0x00, 0x0c,
  0xfe, 0xff, 0xf0, 0x60, 0xfe, 0x00, 0x7d, 0x00, 0x00, 0x00, 0x0f, 0xff, 0x09,
  0x8d, 0x00, 0x04, 0x00, 0x00, 0x00, 0x40, 0x09, 0x96, 0x00, 0x02, 0x0f, 0x20
};

static const char medibus[] = "00   16000  -20  100FFF01    8000 -200  2003FF"
                              "\xd3\xbf\xbf\x80\x80\xd2\xc5\xc1\x80\x80"
                              "73 10578 5.2B90.85E3 5.0EB  99";

static const uint8_t gb100[100] = { 0,    3,    0, 1, 0, 0,    0x9c, 0x40, 0,    0,   0,
                                    0,    0,    0, 0, 0, 0,    0,    0,    0,    0,   1,
                                    0x23, 0x28, 0, 1, 3, 0xe8, 0,    0x36, 0xee, 0x80 };

/* A monitor makes itself known; no check stands around it. */
static const uint8_t announcement[] = {
  0x00, 0x00, 0x01, 0x00, 0x00, 0x01, 0x00, 0x50, 0x00, 0x00, 0x00, 0x00, 0x00, 0x4a,
  0x00, 0x23, 0x00, 0x00, 0x00, 0x00, 0x00, 0xd6, 0xd4, 0x00, 0x0d, 0x17, 0x00, 0x3c,
  0x00, 0x03, 0x00, 0x38, 0xf1, 0x35, 0x00, 0x08, 0x00, 'O',  0x00, 'P',  0x00, '2',
  0x00, 0x00, 0xf1, 0x01, 0x00, 0x0c, 0x00, 0x01, 0x00, 0x08, 0x00, 0x05, 0x00, 0x01,
  0x5e, 0x2a, 0x00, 0x00, 0x09, 0x28, 0x00, 0x14, 0x00, 0x08, 'P',  'h',  'i',  'l',
  'i',  'p',  's',  0x00, 0x00, 0x08, 'M',  '8',  '0',  '0',  '7',  'A',  0x00, 0x00
};

/* The seed itself is understood: then its mutations are not all refused at the door. */
static void
check (SteadyDriverBench *bench,
       const uint8_t     *bytes,
       size_t             length,
       const void        *seed,
       size_t             size)
{
  g_assert_cmpuint (bench->guard.breaches, ==, 0);
  if (length == size && memcmp (bytes, seed, size) == 0)
    g_assert_cmpuint (bench->values->len, >, 0);
  steady_driver_bench_free (bench);
}

static void
keep (void *owner, const SteadyLaboratoryResult *result)
{
  unsigned *n = owner;

  g_assert_cmpuint (result->n_values, <=, STEADY_LABORATORY_VALUES);
  g_assert_nonnull (memchr (result->analyser, '\0', sizeof result->analyser));
  g_assert_nonnull (memchr (result->sample, '\0', sizeof result->sample));
  g_assert_nonnull (memchr (result->patient, '\0', sizeof result->patient));
  g_assert_nonnull (memchr (result->time, '\0', sizeof result->time));
  (*n)++;
}

static void
read_astm (const uint8_t *bytes, size_t length)
{
  g_autofree char *text = g_strndup ((const char *) bytes, length);
  unsigned         n = 0;

  const bool whole = steady_astm_message_read (text, 1, keep, &n);
  if (strcmp (text, astm) == 0)
    g_assert_true (whole && n == 2);
  g_assert_cmpuint (n, <=, length);
}

/* Datagrams, which have no check. */
static void
read_intellivue (const uint8_t *bytes, size_t length)
{
  static const uint8_t accepted[] = { 0x0e, 0x04, 0x05, 0x02, 0x13, 0x01 };
  SteadyDriverSettings settings = { .link = STEADY_DRIVER_UDP };
  SteadyInstant        t = 0;

  steady_driver_settings_add (&settings, "waves", "on");
  SteadyDriverBench *bench = steady_driver_bench_new ("intellivue", &settings);
  steady_driver_settings_finish (&settings);
  steady_driver_bench_tick (bench, t);
  steady_driver_bench_rx (bench, accepted, sizeof accepted, t);
  for (unsigned i = 0; i < 3; i++)
    {
      steady_driver_bench_rx (bench, bytes, length, t += 256 * STEADY_NSEC_PER_MSEC);
      steady_driver_bench_tick (bench, t);
    }
  check (bench, bytes, length, curves, sizeof curves);
}

static void
say (SteadyDriverBench *bench,
     uint8_t            code,
     const uint8_t     *bytes,
     size_t             length,
     SteadyInstant      t)
{
  static const char digits[] = "0123456789ABCDEF";
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  const uint8_t head[2] = { 1, code };
  unsigned      sum = 1u + code;
  uint8_t       tail[3] = { 0, 0, 0x0d };

  g_byte_array_append (frame, head, 2);
  for (size_t i = 0; i < length; i++)
    {
      /* what ends a message, or is a curve's, would not be inside one */
      const uint8_t byte = (bytes[i] & 0x7f) < 32 ? ' ' : bytes[i] & 0x7f;
      g_byte_array_append (frame, &byte, 1);
      sum += byte;
    }
  tail[0] = (uint8_t) digits[sum >> 4 & 15];
  tail[1] = (uint8_t) digits[sum & 15];
  g_byte_array_append (frame, tail, 3);
  steady_driver_bench_rx (bench, frame->data, frame->len, t);
}

/* The input as the answer to every question of a connection, and as its curves. */
static void
read_medibus (const uint8_t *bytes, size_t length)
{
  static const uint8_t codes[] = { 0x51, 0x52, 0x53, 0x54, 0x24, 0x24 };
  SteadyDriverSettings settings = { .n = 0 };
  SteadyInstant        t = 0;

  steady_driver_settings_add (&settings, "wave_interval_ms", "16");
  SteadyDriverBench *bench = steady_driver_bench_new ("medibus", &settings);
  steady_driver_settings_finish (&settings);
  for (unsigned i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      steady_driver_bench_tick (bench, t += STEADY_NSEC_PER_SEC);
      say (bench, codes[i], bytes, length, t);
      if (length > 0)
        steady_driver_bench_rx (bench, bytes, length, t);
    }
  check (bench, bytes, length, medibus, sizeof medibus - 1);
}

/* The input as the registers of every answer. */
static void
read_gb100 (const uint8_t *bytes, size_t length)
{
  SteadyDriverSettings settings = { .n = 0 };
  SteadyInstant        t = 0;

  steady_driver_settings_add (&settings, "gases", "air,oxygen,co2");
  SteadyDriverBench *bench = steady_driver_bench_new ("gb100", &settings);
  steady_driver_settings_finish (&settings);
  for (unsigned i = 0; i < 4; i++)
    {
      const size_t n = i % 2 == 0 ? 1 : 50;
      uint8_t      frame[STEADY_MODBUS_FRAME] = { 1, 3, (uint8_t) (2 * n) };
      memcpy (frame + 3, bytes, MIN (length, 2 * n));
      const uint16_t crc = steady_modbus_crc (frame, 3 + 2 * n);
      frame[3 + 2 * n] = (uint8_t) (crc & 0xff);
      frame[4 + 2 * n] = (uint8_t) (crc >> 8);
      steady_driver_bench_tick (bench, t += 250 * STEADY_NSEC_PER_MSEC);
      steady_driver_bench_rx (bench, frame, 5 + 2 * n, t);
    }
  check (bench, bytes, length, gb100, sizeof gb100);
}

/* What anybody may send to everybody. */
static void
read_announcement (const uint8_t *bytes, size_t length)
{
  const SteadyDriverClass *driver = steady_driver_find ("intellivue");
  g_autofree uint8_t      *copy = g_memdup2 (bytes, length);
  SteadyAnnouncement       said;

  const bool fine = driver->announced (copy, length, &said);
  if (fine)
    g_assert_cmpuint (strlen (said.identity), <, sizeof said.identity);
  if (length == sizeof announcement && memcmp (bytes, announcement, length) == 0)
    g_assert_true (fine && said.port == 24106);
}

static const struct
{
  const char      *name;
  SteadyFuzzTarget target;
  SteadyFuzzSeed   seed;
} messages[] = {
  { "astm", read_astm, { astm, sizeof astm - 1 } },
  { "intellivue", read_intellivue, { curves, sizeof curves } },
  { "medibus", read_medibus, { medibus, sizeof medibus - 1 } },
  { "gb100", read_gb100, { gb100, sizeof gb100 } },
  { "announcement", read_announcement, { announcement, sizeof announcement } },
};

int
main (int argc, char **argv)
{
  const char *rounds = g_getenv ("STEADY_FUZZ_ROUNDS");

  for (unsigned i = 0; argc > 1 && i < G_N_ELEMENTS (messages); i++)
    if (strcmp (messages[i].name, argv[1]) == 0)
      {
        g_autofree char *title = g_strconcat ("message/", argv[1], NULL);
        return steady_fuzz_main (argc - 1,
                                 argv + 1,
                                 title,
                                 messages[i].target,
                                 &messages[i].seed,
                                 1,
                                 rounds != NULL ? (unsigned) strtoul (rounds, NULL, 10)
                                                : ROUNDS);
      }
  fprintf (stderr,
           "usage: fuzz-message astm|intellivue|medibus|gb100|announcement [FILE …]\n");
  return 2;
}

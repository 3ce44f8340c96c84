/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "device/intellivue/steady-intellivue-frame.h"
#include "device/intellivue/steady-intellivue-message.h"
#include "device/intellivue/steady-intellivue.h"
#include "steady-driver-bench.h"

static SteadyDriverBench *
bench_over (SteadyDriverLink link)
{
  const SteadyDriverSettings settings = { .link = link };
  return steady_driver_bench_new ("intellivue", &settings);
}

/* The messages that the sheet gives whole. */
static void
test_messages (void)
{
  static const uint8_t poll[] = { 0xe1, 0x00, 0x00, 0x02, 0x00, 0x01, 0x00, 0x28,
                                  0x00, 0x03, 0x00, 0x07, 0x00, 0x22, 0x00, 0x21,
                                  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                  0xf1, 0x3b, 0x00, 0x14, 0x00, 0x03, 0x00, 0x01,
                                  0x00, 0x06, 0x00, 0x00, 0x00, 0x01, 0x00, 0x08,
                                  0xf1, 0x3e, 0x00, 0x04, 0x00, 0x49, 0x3e, 0x00 };
  uint8_t              message[256];

  g_assert_cmpmem (message,
                   steady_intellivue_poll (3, STEADY_INTELLIVUE_NUMERICS, message),
                   poll,
                   sizeof poll);
  const size_t length = steady_intellivue_associate (message);
  g_assert_cmpuint (length, ==, 238);
  g_assert_cmpuint (message[1], ==, length - 2);
  g_assert_cmpuint (message[17], ==, length - 18);
  g_assert_cmpuint (steady_intellivue_release (message), ==, 26);
}

/* The residue of FCS-16 over a frame with its check sequence is F0B8 (RFC 1662). */
static void
test_frame (void)
{
  static const uint8_t   message[] = { 0xe1, 0xc0, 0x7d, 0xc1, 0x00 };
  SteadyIntellivueFrame  frame = { .length = 0 };
  uint8_t                bytes[64];
  const uint8_t         *back = NULL;
  size_t                 n = 0;
  SteadyIntellivueResult result = STEADY_INTELLIVUE_MORE;

  const size_t length = steady_intellivue_frame_make (message, sizeof message, bytes);
  for (size_t i = 0; i < length; i++)
    {
      g_assert_cmpint (result, ==, STEADY_INTELLIVUE_MORE);
      result = steady_intellivue_frame_take (&frame, bytes[i], &back, &n);
    }
  g_assert_cmpint (result, ==, STEADY_INTELLIVUE_WHOLE);
  g_assert_cmpmem (back, n, message, sizeof message);
  g_assert_cmphex (
      (uint16_t) ~steady_intellivue_check (frame.bytes, frame.length), ==, 0xf0b8);
  for (size_t i = 1; i + 1 < length; i++)
    {
      uint8_t broken[64];
      memcpy (broken, bytes, length);
      broken[i] ^= 1;
      frame = (SteadyIntellivueFrame){ .length = 0 };
      for (size_t k = 0; k < length; k++)
        g_assert_cmpint (steady_intellivue_frame_take (&frame, broken[k], &back, &n),
                         !=,
                         STEADY_INTELLIVUE_WHOLE);
    }
}

/* A poll's reply with one number and one compound of two, made here byte by byte. */
static const uint8_t reply[] = {
  0xe1, 0x00, 0x00, 0x02, 0x00, 0x02, 0x00, 0x7c, /* a result of 124 bytes */
  0x00, 0x03, 0x00, 0x07, 0x00, 0x76,             /* to request 3, an action */
  0x00, 0x21, 0x00, 0x00, 0x00, 0x00, 0xf1, 0x3b, 0x00, 0x6c, 0x00, 0x03,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, /* poll, reply, time */
  0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x06,
  0x00, 0x00,                         /* numerics */
  0x00, 0x01, 0x00, 0x52,             /* one context */
  0x00, 0x01, 0x00, 0x02, 0x00, 0x4c, /* with two objects */
  0x00, 0x11, 0x00, 0x02, 0x00, 0x16, /* the first has two attributes */
  0x09, 0x24, 0x00, 0x04, 0x00, 0x02, 0x4b, 0x6c, 0x09, 0x50, 0x00, 0x0a,
  0x4b, 0x6c, 0x00, 0x00, 0x17, 0xa0, 0xff, 0x00, 0x01, 0x59, 0x00, 0x12,
  0x00, 0x01, 0x00, 0x2a, 0x09, 0x4b, 0x00, 0x26, 0x00, 0x03, 0x00, 0x1e,
  0x4a, 0x15, 0x00, 0x00, 0x0f, 0x20, 0x00, 0x00, 0x00, 0x3e, 0x4a, 0x17,
  0x80, 0x00, 0x0f, 0x20, 0x00, 0x00, 0x00, 0x30, 0x4a, 0x16, 0x00, 0x00,
  0x0f, 0x00, 0x00, 0xff, 0xff, 0xfe, 0x00, 0x00, 0x00, 0x00
};

static void
test_numbers (void)
{
  SteadyDriverBench *bench = bench_over (STEADY_DRIVER_UDP);

  steady_driver_bench_rx (bench, reply, sizeof reply, 5);
  steady_driver_bench_expect (bench, "t_naso", STEADY_QUALITY_VALID, 34.5, 1e-9);
  steady_driver_bench_expect (bench, "abp_systolic", STEADY_QUALITY_VALID, 62, 1e-9);
  /* invalid by its state, and another unit than mmHg */
  steady_driver_bench_expect (bench, "abp_mean", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_expect (bench, "abp_diastolic", STEADY_QUALITY_IMPLAUSIBLE, 0, 0);
  g_assert_cmpint (steady_driver_bench_last (bench, "t_naso")->t, ==, 5);
  /* cut at every byte: a reply of which a part is missing gives no number */
  for (size_t cut = 0; cut < sizeof reply; cut++)
    {
      steady_driver_bench_forget (bench);
      if (cut > 0)
        steady_driver_bench_rx (bench, reply, cut, 6);
      g_assert_cmpuint (bench->values->len, ==, 0);
    }
  steady_driver_bench_free (bench);
}

/* Association, the monitor's event, and the poll; anew after silence. */
static void
test_dialogue (void)
{
  static const uint8_t accepted[] = { 0x0e, 0x04, 0x05, 0x02, 0x13, 0x01 };
  static const uint8_t created[] = { 0xe1, 0x00, 0x00, 0x02, 0x00, 0x01, 0x00, 0x18,
                                     0x00, 0x09, 0x00, 0x01, 0x00, 0x12, 0x00, 0x21,
                                     0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x03,
                                     0x0d, 0x06, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00 };
  static const uint8_t answer[] = { 0xe1, 0x00, 0x00, 0x02, 0x00, 0x02, 0x00,
                                    0x14, 0x00, 0x09, 0x00, 0x01, 0x00, 0x0e,
                                    0x00, 0x21, 0x00, 0x00, 0x00, 0x00, 0x00,
                                    0x00, 0x00, 0x00, 0x0d, 0x06, 0x00, 0x00 };
  const SteadySpan     s = STEADY_NSEC_PER_SEC;
  SteadyDriverBench   *bench = bench_over (STEADY_DRIVER_UDP);

  steady_driver_bench_tick (bench, s);
  g_assert_cmpuint (bench->sent->len, ==, 238);
  steady_driver_bench_tick (bench, 2 * s);
  g_assert_cmpuint (bench->sent->len, ==, 238); /* it waits */
  steady_driver_bench_forget (bench);
  steady_driver_bench_rx (bench, accepted, sizeof accepted, 2 * s);
  g_assert_cmpuint (bench->sent->len, ==, 0);
  steady_driver_bench_rx (bench, created, sizeof created, 2 * s);
  g_assert_cmpuint (bench->sent->len, ==, sizeof answer + 48);
  g_assert_cmpmem (bench->sent->data, sizeof answer, answer, sizeof answer);
  /* kept alive each 5 s */
  steady_driver_bench_forget (bench);
  steady_driver_bench_rx (bench, reply, sizeof reply, 6 * s);
  steady_driver_bench_tick (bench, 7 * s);
  g_assert_cmpuint (bench->sent->len, ==, 36);
  /* silent for 8 s: begun anew */
  steady_driver_bench_forget (bench);
  steady_driver_bench_tick (bench, 15 * s);
  g_assert_cmpuint (bench->sent->len, ==, 238);
  steady_driver_bench_free (bench);
}

static void
put (GByteArray *to, const char *hex)
{
  for (const char *at = hex; *at != '\0'; at += *at == ' ' ? 1 : 2)
    if (*at != ' ')
      {
        const guint8 byte =
            (guint8) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
        g_byte_array_append (to, &byte, 1);
      }
}

/* A reply to a poll of curves: one context with one object of @count attributes. */
static void
say_curve (SteadyDriverBench *bench,
           unsigned           count,
           const char        *attributes,
           SteadyInstant      t)
{
  g_autoptr (GByteArray) object = g_byte_array_new ();
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  put (object, attributes);
  const guint      n = object->len;
  g_autofree char *hex =
      g_strdup_printf ("e1000002 0002%04x 0003 0007 %04x 0021 0000 0000 f13b %04x"
                       "0003 0000 00000000 0000000000000000 0001 0009 0000"
                       "0001 %04x 0001 0001 %04x 0014 %04x %04x",
                       n + 54,
                       n + 48,
                       n + 38,
                       n + 12,
                       n + 6,
                       count,
                       n);
  put (whole, hex);
  g_byte_array_append (whole, object->data, n);
  steady_driver_bench_rx (bench, whole->data, whole->len, t);
}

/* 12 of 16 bits; -40 to 320 mmHg; 8 ms; mmHg. */
#define SCALE                                                           \
  "096d 0006 0002 10 0c 0000  096f 000c ff fffe70 ff 000c80 0000 0fff " \
  "098d 0004 00000040  0996 0002 0f20 "

static void
test_curves (void)
{
  static const uint8_t  chosen[] = { 0xe1, 0x00, 0x00, 0x02, 0x00, 0x01, 0x00, 0x26,
                                     0x00, 0x07, 0x00, 0x05, 0x00, 0x20, 0x00, 0x21,
                                     0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                                     0x00, 0x01, 0x00, 0x12, 0x00, 0x00, 0xf2, 0x3a,
                                     0x00, 0x0c, 0x00, 0x02, 0x00, 0x08, 0x00, 0x02,
                                     0x01, 0x02, 0x00, 0x02, 0x4a, 0x14 };
  static const uint16_t ids[] = { 0x0102, 0x4a14 };
  SteadyDriverSettings  settings = { .link = STEADY_DRIVER_UDP };
  uint8_t               message[128];

  g_assert_cmpmem (
      message, steady_intellivue_choose (7, ids, 2, message), chosen, sizeof chosen);
  steady_driver_settings_add (&settings, "waves", "on");
  SteadyDriverBench *bench = steady_driver_bench_new ("intellivue", &settings);
  /* a piece whose scale nobody said yet is none */
  say_curve (bench, 1, "096e 000a 4a14 0000 0004 4000 47ff", STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (bench->values->len, ==, 0);
  g_assert_cmpuint (bench->driver.faults, ==, 1);
  /* with its scale, wherever that stands; the upper four bits are marks */
  say_curve (
      bench, 5, "096e 000a 4a14 0000 0004 4000 4fff " SCALE, 2 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (bench->values->len, ==, 2);
  steady_driver_bench_expect (bench, "abp_wave", STEADY_QUALITY_VALID, 320, 1e-9);
  g_assert_cmpint (
      steady_driver_bench_last (bench, "abp_wave")->t, ==, 2 * STEADY_NSEC_PER_SEC);
  g_assert_cmpint (g_array_index (bench->values, SteadyDriverValue, 0).t,
                   ==,
                   2 * STEADY_NSEC_PER_SEC - 8 * STEADY_NSEC_PER_MSEC);
  /* and then without; a lead that is off; another unit; another rate */
  say_curve (bench, 1, "096e 0008 4a14 0000 0002 0000", 3 * STEADY_NSEC_PER_SEC);
  steady_driver_bench_expect (bench, "abp_wave", STEADY_QUALITY_VALID, -40, 1e-9);
  say_curve (bench, 1, "096e 0008 4a14 8000 0002 0000", 4 * STEADY_NSEC_PER_SEC);
  steady_driver_bench_expect (bench, "abp_wave", STEADY_QUALITY_SENSOR_OFF, 0, 0);
  steady_driver_bench_forget (bench);
  say_curve (bench,
             2,
             "096e 0008 4a14 0000 0002 0000 0996 0002 0f03",
             5 * STEADY_NSEC_PER_SEC);
  say_curve (bench,
             3,
             "096e 0008 4a14 0000 0002 0000 0996 0002 0f20 098d 0004 00000080",
             6 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (bench->values->len, ==, 0);
  /* two in one object, the second cut short */
  say_curve (bench,
             5,
             "0967 0011 0002 000d 4a10 0000 0002 0800 4a44 0000 00 " SCALE,
             7 * STEADY_NSEC_PER_SEC);
  g_assert_cmpuint (bench->values->len, ==, 1);
  g_assert_nonnull (steady_driver_bench_last (bench, "art_wave"));
  steady_driver_bench_free (bench);
  steady_driver_settings_finish (&settings);
}

/* What a monitor says to everybody: who it is, and at which port it is spoken to. */
static void
test_announced (void)
{
  static const uint8_t word[] = {
    0x00, 0x00, 0x01, 0x00, 0x00, 0x01, 0x00, 0x6a, /* version; an invocation */
    0x00, 0x00, 0x00, 0x00, 0x00, 0x64,             /* an event report */
    0x00, 0x23, 0x00, 0x00, 0x00, 0x00,             /* of the bed */
    0x00, 0xd6, 0xd4, 0x00, 0x0d, 0x17, 0x00, 0x56, 0x00, 0x04, 0x00, 0x52, /* list */
    0xf1, 0x00, 0x00, 0x0e, 0x00, 0x09, 0xfb, 0x01, 0x02, 0x03, 10,   0,
    0,    7,    0xff, 0xff, 0xff, 0x00, /* its address */
    0xf1, 0x35, 0x00, 0x08, 0x00, 'O',  0x00, 'P',  0x00, '2',  0x00, 0x00, /* bed */
    0xf1, 0x01, 0x00, 0x14, 0x00, 0x02, 0x00, 0x10, 0x00, 0x01, 0x00, 0x01,
    0x5e, 0x29, 0x00, 0x00, 0x00, 0x05, 0x00, 0x01, 0x5e, 0x2a, 0x00, 0x00, /* ports */
    0x09, 0x28, 0x00, 0x14, 0x00, 0x08, 'P',  'h',  'i',  'l',  'i',  'p',
    's',  0x00, 0x00, 0x08, 'M',  '8',  '0',  '0',  '7',  'A',  0x00, 0x00, /* model */
  };
  SteadyAnnouncement announcement;

  g_assert_cmpuint (steady_intellivue_class.announces, ==, 24005);
  g_assert_true (steady_intellivue_class.announced (word, sizeof word, &announcement));
  g_assert_cmpuint (announcement.port, ==, 24106);
  g_assert_cmpstr (announcement.identity, ==, "Philips M8007A, OP2");
  for (size_t n = 0; n < sizeof word; n++)
    {
      g_autofree uint8_t *cut = g_memdup2 (word, n); /* a sanitizer sees its end */
      g_assert_false (steady_intellivue_class.announced (cut, n, &announcement));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/intellivue/messages", test_messages);
  g_test_add_func ("/device/intellivue/frame", test_frame);
  g_test_add_func ("/device/intellivue/numbers", test_numbers);
  g_test_add_func ("/device/intellivue/dialogue", test_dialogue);
  g_test_add_func ("/device/intellivue/curves", test_curves);
  g_test_add_func ("/device/intellivue/announced", test_announced);
  return g_test_run ();
}

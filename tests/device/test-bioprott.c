/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>

#include "base/steady-random.h"
#include "device/bioprott/steady-bioprott.h"

/* What a driver said, as a test keeps it. */
typedef struct Heard
{
  SteadyDriverValue samples[256];
  unsigned          count;
  char              identity[STEADY_DRIVER_IDENTITY_SIZE];
  char              sent[64];
  size_t            n_sent;
} Heard;

static bool
usable (const SteadyDriverValue *value)
{
  return value->quality == STEADY_QUALITY_VALID ||
         value->quality == STEADY_QUALITY_QUESTIONABLE;
}

static void
hear_value (void *owner, const SteadyDriverValue *value)
{
  Heard *heard = owner;
  if (heard->count < G_N_ELEMENTS (heard->samples))
    heard->samples[heard->count] = *value;
  heard->count++;
}

static void
hear_bytes (void *owner, const uint8_t *bytes, size_t length)
{
  Heard *heard = owner;
  g_assert_cmpuint (heard->n_sent + length, <, sizeof heard->sent);
  memcpy (heard->sent + heard->n_sent, bytes, length);
  heard->n_sent += length;
}

static void
hear_identity (void *owner, const char *text)
{
  Heard *heard = owner;
  g_strlcpy (heard->identity, text, sizeof heard->identity);
}

static SteadyDriver *
driver_new (Heard *heard)
{
  const SteadyDriverSink sink = {
    .owner = heard, .value = hear_value, .send = hear_bytes, .identity = hear_identity
  };
  SteadyDriver *self = g_new0 (SteadyDriver, 1);
  g_assert_true (
      steady_driver_init (self, &steady_bioprott_class, NULL, &sink, 0, NULL));
  return self;
}

static void
feed (SteadyDriver *driver, const char *text, SteadyInstant t)
{
  driver->class->rx (driver, (const uint8_t *) text, strlen (text), t);
}

/* The sheet's readings, at their columns. */
typedef struct Vector
{
  const char   *line;
  SteadyQuality quality;
  double        l_min;
} Vector;

static const Vector vectors[] = {
  { "00 00 100 0.99    7195    7193    6897    +41 \r\n", STEADY_QUALITY_VALID, 7.193 },
  { "00 24  34 0.99 ------- ------- -------    +43 \r\n",
    STEADY_QUALITY_SENSOR_OFF,
    0 },
  { "1A 41 --- ---- ------- ------- -------    +77 \r\n",
    STEADY_QUALITY_SENSOR_OFF,
    0 },
  { "00 E0 --- ---- ------- ------- -------    +35 \r\n",
    STEADY_QUALITY_SENSOR_OFF,
    0 },
  /* made after the sheet */
  { "00 E2 100 0.99    7195    7193    6897    +41 \r\n",
    STEADY_QUALITY_SENSOR_OFF,
    0 },
  { "00 04 100 1.00    +480    +481    +479    +40 \r\n", STEADY_QUALITY_VALID, 0.481 },
  { "00 04 100 1.00 -999999 -999999 -999999    -10 \r\n",
    STEADY_QUALITY_VALID,
    -999.999 },
  { "00 04 100 1.00       0       0       0    +40 \r\n", STEADY_QUALITY_VALID, 0 },
  { "00 24  22 1.00     480     481     479    +40 \r\n",
    STEADY_QUALITY_QUESTIONABLE,
    0.481 },
  { "1A 04 100 1.00     480     481     479    +77 \r\n",
    STEADY_QUALITY_QUESTIONABLE,
    0.481 },
  { "00 04 100 1.00 ^^^^^^^ ^^^^^^^    9000    +40 \r\n",
    STEADY_QUALITY_IMPLAUSIBLE,
    0 },
  { "00 04 100 1.00 vvvvvvv vvvvvvv    9000    +40 \r\n",
    STEADY_QUALITY_IMPLAUSIBLE,
    0 },
  /* the short mean is over its range, the one that is used is not */
  { "00 04 100 1.00 ^^^^^^^    9400    9000    +40 \r\n", STEADY_QUALITY_VALID, 9.4 },
  /* padded on the right */
  { "00 04 100 1.00 480     481     479     +40    \r\n", STEADY_QUALITY_VALID, 0.481 },
};

static void
assert_sample (const SteadyDriverValue *sample, const Vector *vector)
{
  g_assert_cmpuint (sample->signal, ==, 0);
  g_assert_cmpuint (sample->quality, ==, vector->quality);
  if (usable (sample))
    g_assert_cmpfloat_with_epsilon (sample->value, vector->l_min, 1e-9);
}

static void
test_golden (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      Heard         heard = { .count = 0 };
      SteadyDriver *driver = driver_new (&heard);
      feed (driver, vectors[i].line, 1000 + i);
      g_assert_cmpuint (heard.count, ==, 1);
      g_assert_cmpuint (driver->frames, ==, 1);
      g_assert_cmpuint (driver->faults, ==, 0);
      g_assert_cmpint (heard.samples[0].t, ==, 1000 + i);
      assert_sample (&heard.samples[0], &vectors[i]);
      g_free (driver);
    }
}

/* Cut in two at every byte, and byte by byte: the same, stamped at the first byte. */
static void
test_fragments (void)
{
  g_autoptr (GString) all = g_string_new (NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (vectors); i++)
    g_string_append (all, vectors[i].line);
  for (gsize cut = 0; cut <= all->len; cut++)
    {
      Heard         heard = { .count = 0 };
      SteadyDriver *driver = driver_new (&heard);
      driver->class->rx (driver, (const uint8_t *) all->str, cut, 1);
      driver->class->rx (driver, (const uint8_t *) all->str + cut, all->len - cut, 2);
      g_assert_cmpuint (heard.count, ==, G_N_ELEMENTS (vectors));
      for (unsigned i = 0; i < heard.count; i++)
        {
          assert_sample (&heard.samples[i], &vectors[i]);
          g_assert_cmpint (heard.samples[i].t, ==, i * 48 < cut ? 1 : 2);
        }
      g_free (driver);
    }
}

/* A byte that is lost or added anywhere makes a line that is refused, never a wrong
 * flow; the next line is read again. */
static void
test_lost_and_added_bytes (void)
{
  const Vector *good = &vectors[0];
  const gsize   length = strlen (good->line);

  for (gsize at = 0; at < length; at++)
    for (unsigned added = 0; added < 2; added++)
      {
        Heard         heard = { .count = 0 };
        SteadyDriver *driver = driver_new (&heard);
        g_autoptr (GString) line = g_string_new (good->line);
        if (added)
          g_string_insert_c (line, (gssize) at, '7');
        else
          g_string_erase (line, (gssize) at, 1);
        feed (driver, good->line, 1);
        feed (driver, line->str, 2);
        feed (driver, good->line, 3);
        feed (driver, good->line, 4);
        g_assert_cmpuint (heard.count, >=, 2);
        for (unsigned i = 0; i < heard.count; i++)
          assert_sample (&heard.samples[i], good);
        g_assert_cmpint (heard.samples[heard.count - 1].t, ==, 4);
        g_free (driver);
      }
}

/* Random bytes between good lines: no crash, nothing made up, and always back again. */
static void
test_garbage (void)
{
  SteadyRandom random;
  Heard        heard = { .count = 0 };

  steady_random_init (&random, 99);
  SteadyDriver *driver = driver_new (&heard);
  for (unsigned round = 0; round < 2000; round++)
    {
      uint8_t     noise[300];
      const gsize length = steady_random_bits (&random) % sizeof noise;
      for (gsize i = 0; i < length; i++)
        noise[i] = (uint8_t) steady_random_bits (&random);
      driver->class->rx (driver, noise, length, round);
      feed (driver, "\r\n", round);
      heard.count = 0;
      feed (driver, vectors[0].line, round);
      g_assert_cmpuint (heard.count, ==, 1);
      assert_sample (&heard.samples[0], &vectors[0]);
    }
  g_assert_cmpuint (driver->faults, >, 1000);
  g_free (driver);
}

/* One bit turned: refused, or a reading that a line of the device could hold. */
static void
test_flipped_bits (void)
{
  const gsize length = strlen (vectors[0].line);
  for (gsize bit = 0; bit < length * 8; bit++)
    {
      Heard         heard = { .count = 0 };
      SteadyDriver *driver = driver_new (&heard);
      char          line[64];
      g_strlcpy (line, vectors[0].line, sizeof line);
      line[bit / 8] = (char) (line[bit / 8] ^ 1 << bit % 8);
      driver->class->rx (driver, (const uint8_t *) line, length, 1);
      feed (driver, "\n", 1);
      for (unsigned i = 0; i < heard.count; i++)
        g_assert_true (!usable (&heard.samples[i]) ||
                       fabs (heard.samples[i].value) < 1000);
      g_free (driver);
    }
}

/* The first line began before the port was opened: it is no fault. */
static void
test_begins_in_a_line (void)
{
  Heard         heard = { .count = 0 };
  SteadyDriver *driver = driver_new (&heard);

  feed (driver, "5    7193    6897    +41 \r\n", 1);
  feed (driver, vectors[0].line, 2);
  g_assert_cmpuint (heard.count, ==, 1);
  g_assert_cmpuint (driver->faults, ==, 0);
  g_free (driver);
}

/* Asked once, after ten readings; the answer is an identity and no fault. */
static void
test_identity (void)
{
  Heard         heard = { .count = 0 };
  SteadyDriver *driver = driver_new (&heard);

  for (unsigned i = 0; i < 30; i++)
    {
      feed (driver, vectors[0].line, i);
      g_assert_cmpuint (heard.n_sent, ==, i < 9 ? 0 : 2);
    }
  g_assert_cmpmem (heard.sent, heard.n_sent, "S\r", 2);
  feed (driver,
        "CT-SN1 3/8\" x 3/32\" PVC Blood 37 \xb0"
        "C\r\n",
        31);
  feed (driver, "6 +10000 61414 FT_GFX_EV2200\r\n", 31);
  g_assert_cmpstr (heard.identity, ==, "CT-SN1 3/8\" x 3/32\" PVC Blood 37 ?C");
  g_assert_cmpuint (driver->faults, ==, 0);
  feed (driver, vectors[0].line, 32);
  g_assert_cmpuint (heard.count, ==, 31);
  g_free (driver);
}

static void
test_probe (void)
{
  const SteadyDriverClass *class = &steady_bioprott_class;
  g_autofree char *two =
      g_strconcat ("5 7193\r\n", vectors[0].line, vectors[1].line, NULL);
  const char *other = "Ch1=070 Ch2=071\r\nCh1=070\r\nx\r\ny\r\nz\r\n";

  g_assert_cmpint (
      class->probe ((const uint8_t *) two, strlen (two)), ==, STEADY_PROBE_YES);
  g_assert_cmpint (class->probe ((const uint8_t *) two, 40), ==, STEADY_PROBE_MORE);
  g_assert_cmpint (
      class->probe ((const uint8_t *) other, strlen (other)), ==, STEADY_PROBE_NO);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device/bioprott/golden", test_golden);
  g_test_add_func ("/device/bioprott/fragments", test_fragments);
  g_test_add_func ("/device/bioprott/lost-and-added-bytes", test_lost_and_added_bytes);
  g_test_add_func ("/device/bioprott/garbage", test_garbage);
  g_test_add_func ("/device/bioprott/flipped-bits", test_flipped_bits);
  g_test_add_func ("/device/bioprott/begins-in-a-line", test_begins_in_a_line);
  g_test_add_func ("/device/bioprott/identity", test_identity);
  g_test_add_func ("/device/bioprott/probe", test_probe);
  return g_test_run ();
}

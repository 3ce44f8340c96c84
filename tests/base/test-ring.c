/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "base/steady-ring.h"

static void
test_order_is_kept_across_the_end (void)
{
  SteadyRing ring;
  uint8_t    got[64];

  steady_ring_init (&ring, 128);
  for (uint8_t i = 0; i < 200; i++)
    {
      uint8_t record[21];
      memset (record, i, sizeof record);
      g_assert_true (steady_ring_push (&ring, record, 1 + i % 21));
      g_assert_cmpuint (steady_ring_pop (&ring, got, sizeof got), ==, 1 + i % 21);
      g_assert_cmpmem (got, 1 + i % 21, record, 1 + i % 21);
    }
  g_assert_cmpuint (steady_ring_pop (&ring, got, sizeof got), ==, 0);
  steady_ring_finish (&ring);
}

static void
test_full_refuses_and_keeps (void)
{
  SteadyRing ring;
  uint64_t   got;

  steady_ring_init (&ring, 64);
  for (uint64_t i = 0; i < 4; i++)
    g_assert_true (steady_ring_push (&ring, &i, sizeof i));
  const uint64_t more = 4;
  g_assert_false (steady_ring_push (&ring, &more, sizeof more));
  for (uint64_t i = 0; i < 4; i++)
    {
      g_assert_cmpuint (steady_ring_pop (&ring, &got, sizeof got), ==, sizeof got);
      g_assert_cmpuint (got, ==, i);
    }
  steady_ring_finish (&ring);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/ring/order-is-kept-across-the-end",
                   test_order_is_kept_across_the_end);
  g_test_add_func ("/base/ring/full-refuses-and-keeps", test_full_refuses_and_keeps);
  return g_test_run ();
}

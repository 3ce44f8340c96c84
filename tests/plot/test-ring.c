/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include <glib.h>

#include "plot/steady-wave-ring.h"

typedef struct Fixture
{
  SteadyWaveRing ring;
  int64_t        from;
  int64_t        to;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  steady_wave_ring_init (&fixture->ring, 1000);
  fixture->from = fixture->to = -7;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  steady_wave_ring_finish (&fixture->ring);
}

/* Pushes @count samples that stand for their own index. */
static SteadyWavePush
push (Fixture *fixture, int64_t first, unsigned count)
{
  g_autofree float *values = g_new (float, count + 1);
  for (unsigned i = 0; i < count; i++)
    values[i] = (float) (first + i);
  return steady_wave_ring_push (
      &fixture->ring, first, values, count, &fixture->from, &fixture->to);
}

static void
assert_held (Fixture *fixture, int64_t index)
{
  g_assert_cmpfloat_with_epsilon (
      steady_wave_ring_get (&fixture->ring, index), (float) index, 0.001);
}

static void
assert_hole (Fixture *fixture, int64_t index)
{
  g_assert_true (steady_wave_missing (steady_wave_ring_get (&fixture->ring, index)));
}

static void
test_in_order (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (fixture->ring.capacity, ==, 1024);
  for (int64_t i = 0; i < 5000; i += 7)
    {
      g_assert_cmpint (push (fixture, i, 7), ==, STEADY_WAVE_PUSH_ADDED);
      g_assert_cmpint (fixture->from, ==, i);
      g_assert_cmpint (fixture->to, ==, i + 7);
    }
  int64_t end = fixture->ring.end;
  g_assert_cmpint (fixture->ring.begin, ==, end - 1024);
  assert_held (fixture, end - 1);
  assert_held (fixture, end - 1024);
  assert_hole (fixture, end - 1025);
  assert_hole (fixture, end);
}

static void
test_jump_leaves_hole (Fixture *fixture, gconstpointer data)
{
  push (fixture, 100, 10);
  g_assert_cmpint (push (fixture, 120, 10), ==, STEADY_WAVE_PUSH_ADDED);
  g_assert_cmpint (fixture->from, ==, 110);
  assert_held (fixture, 109);
  for (int64_t i = 110; i < 120; i++)
    assert_hole (fixture, i);
  assert_held (fixture, 120);
}

static void
test_wide_jump_forgets (Fixture *fixture, gconstpointer data)
{
  push (fixture, 0, 1000);
  g_assert_cmpint (push (fixture, 1000000, 3), ==, STEADY_WAVE_PUSH_ADDED);
  assert_hole (fixture, 999999);
  assert_hole (fixture, 999);
  assert_held (fixture, 1000002);
}

static void
test_hole_is_filled_later (Fixture *fixture, gconstpointer data)
{
  push (fixture, 100, 10);
  push (fixture, 120, 10);
  g_assert_cmpint (push (fixture, 105, 20), ==, STEADY_WAVE_PUSH_ADDED);
  for (int64_t i = 100; i < 130; i++)
    assert_held (fixture, i);
}

static void
test_history_comes_after_live (Fixture *fixture, gconstpointer data)
{
  push (fixture, 800, 10);
  g_assert_cmpint (push (fixture, 500, 200), ==, STEADY_WAVE_PUSH_ADDED);
  assert_held (fixture, 500);
  assert_held (fixture, 699);
  assert_hole (fixture, 700);
  assert_hole (fixture, 799);
  assert_held (fixture, 800);
}

static void
test_known_is_nothing (Fixture *fixture, gconstpointer data)
{
  float values[2] = { 105, NAN };

  push (fixture, 100, 10);
  g_assert_cmpint (push (fixture, 100, 10), ==, STEADY_WAVE_PUSH_NOTHING);
  g_assert_cmpint (push (fixture, 103, 4), ==, STEADY_WAVE_PUSH_NOTHING);
  g_assert_cmpint (push (fixture, 103, 0), ==, STEADY_WAVE_PUSH_NOTHING);
  g_assert_cmpint (steady_wave_ring_push (
                       &fixture->ring, 105, values, 2, &fixture->from, &fixture->to),
                   ==,
                   STEADY_WAVE_PUSH_NOTHING);
  assert_held (fixture, 106);
}

static void
test_contradiction_restarts (Fixture *fixture, gconstpointer data)
{
  float values[2] = { -1, -2 };

  push (fixture, 100, 10);
  g_assert_cmpint (steady_wave_ring_push (
                       &fixture->ring, 104, values, 2, &fixture->from, &fixture->to),
                   ==,
                   STEADY_WAVE_PUSH_RESTARTED);
  g_assert_cmpint (fixture->ring.begin, ==, 104);
  g_assert_cmpint (fixture->ring.end, ==, 106);
  assert_hole (fixture, 109);
}

static void
test_far_back_restarts (Fixture *fixture, gconstpointer data)
{
  push (fixture, 100000, 10);
  g_assert_cmpint (push (fixture, 0, 10), ==, STEADY_WAVE_PUSH_RESTARTED);
  assert_held (fixture, 9);
  assert_hole (fixture, 100000);
}

static void
test_not_finite_is_missing (Fixture *fixture, gconstpointer data)
{
  const float values[5] = { 1, NAN, INFINITY, -INFINITY, 5 };

  steady_wave_ring_push (&fixture->ring, 0, values, 5, &fixture->from, &fixture->to);
  g_assert_cmpfloat_with_epsilon (
      steady_wave_ring_get (&fixture->ring, 0), 1.0f, 0.001);
  assert_hole (fixture, 1);
  assert_hole (fixture, 2);
  assert_hole (fixture, 3);
  g_assert_cmpfloat_with_epsilon (
      steady_wave_ring_get (&fixture->ring, 4), 5.0f, 0.001);
}

static void
test_impossible_index (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (push (fixture, -5, 2), ==, STEADY_WAVE_PUSH_NOTHING);
  g_assert_cmpint (push (fixture, INT64_MAX - 4, 2), ==, STEADY_WAVE_PUSH_NOTHING);
  g_assert_cmpint (push (fixture, 0, 9000), ==, STEADY_WAVE_PUSH_ADDED);
  assert_held (fixture, 8999);
}

static void
test_grow_keeps (Fixture *fixture, gconstpointer data)
{
  push (fixture, 700, 1024);
  steady_wave_ring_grow (&fixture->ring, 5000);
  g_assert_cmpuint (fixture->ring.capacity, ==, 8192);
  for (int64_t i = 700; i < 1724; i++)
    assert_held (fixture, i);
  assert_hole (fixture, 699);
}

#define ADD(path, function) \
  g_test_add ("/plot/ring/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("in-order", test_in_order);
  ADD ("jump-leaves-hole", test_jump_leaves_hole);
  ADD ("wide-jump-forgets", test_wide_jump_forgets);
  ADD ("hole-is-filled-later", test_hole_is_filled_later);
  ADD ("history-comes-after-live", test_history_comes_after_live);
  ADD ("known-is-nothing", test_known_is_nothing);
  ADD ("contradiction-restarts", test_contradiction_restarts);
  ADD ("far-back-restarts", test_far_back_restarts);
  ADD ("not-finite-is-missing", test_not_finite_is_missing);
  ADD ("impossible-index", test_impossible_index);
  ADD ("grow-keeps", test_grow_keeps);
  return g_test_run ();
}

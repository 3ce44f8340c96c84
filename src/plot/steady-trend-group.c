/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-trend-group.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "plot/steady-trend-raster.h"

/*
 * The law of steady-trend-raster.c for eight columns at once, which is nearly all of
 * every picture. What a column looks like depends on nothing but its own numbers and
 * those of two columns on either side: which eight are taken together cannot show.
 * tests/plot/test-trend.c holds it to a picture drawn pixel by pixel.
 *
 * It is compiled for any processor and for those with registers of 256 bits. Products
 * and sums are not contracted in either, so both draw the same, bit for bit.
 */

typedef float   Lanes __attribute__ ((vector_size (32)));
typedef int32_t Marks __attribute__ ((vector_size (32))); /* -1 or 0 each, or numbers */
typedef uint32_t Words __attribute__ ((vector_size (32)));

#define LANES      STEADY_TREND_LANES
#define HALF_PART  0x8000
#define WHOLE_PART 65536.0f

/* Functions below return nothing, since how such numbers are returned differs between
 * processors. */
#define ALWAYS_INLINE static inline __attribute__ ((always_inline))

ALWAYS_INLINE void
choose (const Marks *mark, const Lanes *yes, const Lanes *no, Lanes *ret)
{
  *ret = (Lanes) (((Marks) *yes & *mark) | ((Marks) *no & ~*mark));
}

ALWAYS_INLINE void
take_root (Lanes *numbers)
{
#if defined(__SSE2__) && defined(__GNUC__)
  typedef float Half __attribute__ ((vector_size (16)));
  Half          halves[2];

  memcpy (halves, numbers, sizeof halves);
  halves[0] = __builtin_ia32_sqrtps (halves[0]);
  halves[1] = __builtin_ia32_sqrtps (halves[1]);
  memcpy (numbers, halves, sizeof halves);
#else
  for (unsigned i = 0; i < LANES; i++)
    (*numbers)[i] = sqrtf ((*numbers)[i]);
#endif
}

/* As steady_trace_mix (), @parts being shares × 65536, of which one colour is the rest.
 */
ALWAYS_INLINE void
mix (Words *pixels, const Marks *parts, uint32_t colour)
{
  const Words under = *pixels;
  Words       mixed = { 0 };

#pragma GCC unroll 3
  for (unsigned shift = 0; shift < 24; shift += 8)
    {
      const Marks below = (Marks) (under >> shift & 0xff);
      const Marks over = (int32_t) (colour >> shift & 0xff) - below;
      const Marks sum = below + ((over * *parts + HALF_PART) >> 16);
      mixed |= (Words) sum << shift;
    }
  *pixels = mixed | 0xff000000u;
}

typedef struct Rows
{
  int first;
  int end;
} Rows;

/* From the floor of the lowest of @tops to the ceiling of the highest of @bottoms in
 * the lanes of @mark. */
ALWAYS_INLINE void
cover (const Marks *mark, const Lanes *tops, const Lanes *bottoms, Rows *ret)
{
  float low = INFINITY, high = -INFINITY;

#pragma GCC unroll 8
  for (unsigned i = 0; i < LANES; i++)
    if ((*mark)[i])
      {
        low = (*tops)[i] < low ? (*tops)[i] : low;
        high = (*bottoms)[i] > high ? (*bottoms)[i] : high;
      }
  *ret = (Rows){ 0, 0 };
  if (low <= high)
    *ret = (Rows){ (int) floorf (low), (int) ceilf (high) };
}

/* The rows that all lanes of @mark fill from edge to edge. */
ALWAYS_INLINE void
cover_whole (const Marks *mark, const Lanes *tops, const Lanes *bottoms, Rows *ret)
{
  float low = -INFINITY, high = INFINITY;

#pragma GCC unroll 8
  for (unsigned i = 0; i < LANES; i++)
    if ((*mark)[i])
      {
        low = (*tops)[i] > low ? (*tops)[i] : low;
        high = (*bottoms)[i] < high ? (*bottoms)[i] : high;
      }
  *ret = (Rows){ 0, 0 };
  if (low < high && low > -1e9f && high < 1e9f)
    *ret = (Rows){ (int) ceilf (low), (int) floorf (high) };
}

/* What is worked out once for all rows. */
typedef struct Plan
{
  Lanes y0[4]; /* of the four spans about a column */
  Lanes rise[4];
  Lanes inverse[4];
  Lanes tops;
  Lanes bottoms;
  Marks line;
  Marks fill;
  Marks whole_part; /* of a pixel that is filled from edge to edge */
  Rows  line_rows;
  Rows  fill_rows;
  Rows  whole_rows;
} Plan;

/* The rows that the line can reach: between its lowest and its highest point within
 * @reach columns. */
ALWAYS_INLINE void
find_line_rows (const SteadyTrendGroup *group, Plan *plan)
{
  const float over = group->reach - 1;
  Lanes       low = plan->y0[2], high = plan->y0[2];
  Lanes       points[4] = { plan->y0[1],
                            plan->y0[3],
                            plan->y0[1] - plan->rise[0] * over,
                            plan->y0[3] + plan->rise[3] * over };

#pragma GCC unroll 4
  for (unsigned i = 0; i < 4; i++)
    {
      const Marks lower = points[i]<low, higher = points[i]> high;
      choose (&lower, &points[i], &low, &low);
      choose (&higher, &points[i], &high, &high);
    }
  low -= group->reach + 0.51f;
  high += group->reach + 0.51f;
  cover (&plan->line, &low, &high, &plan->line_rows);
}

ALWAYS_INLINE void
make_plan (const SteadyTrendGroup *group, Plan *plan)
{
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++)
    {
      Lanes next;
      memcpy (&plan->y0[i], group->middles + i - 2, sizeof plan->y0[i]);
      memcpy (&next, group->middles + i - 1, sizeof next);
      memcpy (&plan->inverse[i], group->inverses + i - 2, sizeof plan->inverse[i]);
      plan->rise[i] = next - plan->y0[i];
    }
  memcpy (&plan->tops, group->tops, sizeof plan->tops);
  memcpy (&plan->bottoms, group->bottoms, sizeof plan->bottoms);
  memcpy (&plan->line, group->line, sizeof plan->line);
  memcpy (&plan->fill, group->fill, sizeof plan->fill);
  const int32_t part = (int32_t) (STEADY_TREND_FILL * WHOLE_PART + 0.5f);
  plan->whole_part = plan->fill & part;
  find_line_rows (group, plan);
  cover (&plan->fill, &plan->tops, &plan->bottoms, &plan->fill_rows);
  cover_whole (&plan->fill, &plan->tops, &plan->bottoms, &plan->whole_rows);
}

ALWAYS_INLINE void
lay_fill (const SteadyTrendGroup *group, const Plan *plan, int y, Words *pixels)
{
  const Lanes zero = { 0 };
  const Lanes edge = zero + (float) y;
  Lanes       low, high;

  if (y >= plan->whole_rows.first && y < plan->whole_rows.end)
    {
      mix (pixels, &plan->whole_part, group->colour);
      return;
    }
  const Lanes next = edge + 1;
  const Marks ends_here = plan->bottoms<next, begins_here = plan->tops> edge;
  choose (&ends_here, &plan->bottoms, &next, &high);
  choose (&begins_here, &plan->tops, &edge, &low);
  const Lanes share = high - low;
  const Lanes numbers = share * STEADY_TREND_FILL * WHOLE_PART + 0.5f;
  const Marks parts =
      __builtin_convertvector(numbers, Marks) & (share > 0) & plan->fill;
  mix (pixels, &parts, group->colour);
}

ALWAYS_INLINE void
lay_line (const SteadyTrendGroup *group, const Plan *plan, int y, Words *pixels)
{
  const Lanes zero = { 0 }, one = zero + 1;
  Lanes       nearest = zero + 1.0e9f;

#pragma GCC unroll 4
  for (int i = 0; i < 4; i++)
    {
      const Lanes below = ((float) y + 0.5f) - plan->y0[i];
      const float before = (float) (2 - i);
      Lanes       t = (before + below * plan->rise[i]) * plan->inverse[i];
      const Marks above = t > one;
      t = (Lanes) ((Marks) t & (t > zero));
      choose (&above, &one, &t, &t);
      const Lanes across = before - t;
      const Lanes down = below - t * plan->rise[i];
      const Lanes square = across * across + down * down;
      const Marks nearer = square < nearest;
      choose (&nearer, &square, &nearest, &nearest);
    }
  const Marks reached = (nearest < zero + group->reach * group->reach) & plan->line;
  take_root (&nearest);
  Lanes       share = group->reach - nearest;
  const Marks full = share > one;
  choose (&full, &one, &share, &share);
  const Lanes numbers = share * WHOLE_PART + 0.5f;
  const Marks parts = __builtin_convertvector(numbers, Marks) & reached;
  mix (pixels, &parts, group->colour);
}

ALWAYS_INLINE void
draw (const SteadyTrendGroup *group)
{
  Plan plan;

  make_plan (group, &plan);
  Rows all = plan.line_rows;
  if (all.first >= all.end)
    all = plan.fill_rows;
  else if (plan.fill_rows.first < plan.fill_rows.end)
    all = (Rows){ MIN (all.first, plan.fill_rows.first),
                  MAX (all.end, plan.fill_rows.end) };
  all.first = MAX (all.first, group->top);
  all.end = MIN (all.end, group->bottom);
  for (int y = all.first; y < all.end; y++)
    {
      uint32_t *place = &group->pixels[(size_t) y * group->stride];
      Words     pixels;
      memcpy (&pixels, place, sizeof pixels);
      if (y >= plan.fill_rows.first && y < plan.fill_rows.end)
        lay_fill (group, &plan, y, &pixels);
      if (y >= plan.line_rows.first && y < plan.line_rows.end)
        lay_line (group, &plan, y, &pixels);
      memcpy (place, &pixels, sizeof pixels);
    }
}

/* Draws by what every processor has. Thread: any, one at a time for a picture. */
void
steady_trend_group_draw_portable (const SteadyTrendGroup *group)
{
  draw (group);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__ ((target ("avx2"))) static void
draw_wide (const SteadyTrendGroup *group)
{
  draw (group);
}

/* Whether this processor has registers for eight numbers. Thread: any. */
bool
steady_trend_group_is_wide (void)
{
  return __builtin_cpu_supports ("avx2");
}
#else
static void
draw_wide (const SteadyTrendGroup *group)
{
  draw (group);
}

/* Whether this processor has registers for eight numbers. Thread: any. */
bool
steady_trend_group_is_wide (void)
{
  return false;
}
#endif

/* Draws the group over what stands there, the fill first. Thread: any, one at a time
 * for a picture. */
void
steady_trend_group_draw (const SteadyTrendGroup *group)
{
  if (steady_trend_group_is_wide ())
    draw_wide (group);
  else
    steady_trend_group_draw_portable (group);
}

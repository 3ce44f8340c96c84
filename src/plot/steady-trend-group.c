/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/steady-trend-group.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "plot/steady-trend-raster.h"

/*
 * The law of steady-trend-raster.c for eight columns at once, which is nearly all of
 * every picture. What a column looks like depends on nothing but its own numbers and
 * those of two columns on either side: which ones are taken together cannot show.
 * tests/plot/test-trend.c holds it to a picture drawn pixel by pixel.
 *
 * The line is as far away as the nearest of the points beside it, or as a span whose
 * foot lies between its ends: below which row and above which one that is so, and where
 * the span would cross the column, is worked out once for all rows.
 *
 * It is compiled for any processor and for those with registers of 256 bits;
 * steady-trend-group-512.c says the same for sixteen columns. Products and sums are not
 * contracted in any of them, so all draw the same, bit for bit.
 */

typedef float   Lanes __attribute__ ((vector_size (32)));
typedef int32_t Marks __attribute__ ((vector_size (32))); /* -1 or 0 each, or numbers */
typedef uint32_t Words __attribute__ ((vector_size (32)));

#define LANES      8
#define PART_BITS  15
#define HALF_PART  (1 << (PART_BITS - 1))
#define WHOLE_PART ((float) (1 << PART_BITS))
#define MOST_PART  (WHOLE_PART - 1) /* a colour alone, when it is rounded */

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

/* As steady_trace_mix (), @parts being shares of 2^15, as many bits as processors
 * multiply and round at once. */
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
      const Marks sum = below + ((over * *parts + HALF_PART) >> PART_BITS);
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
  Lanes points[3];   /* y of the line in the column before, here and in the next */
  Lanes crossing[4]; /* y at which each of the four spans about a column crosses it */
  Lanes inverse[4];
  Lanes first[4]; /* between these two the nearest point of the span is no end of it */
  Lanes last[4];
  Lanes tops;
  Lanes bottoms;
  Marks line;
  Marks fill;
  Marks whole_part; /* of a pixel that is filled from edge to edge */
  Rows  line_rows;
  Rows  fill_rows;
  Rows  whole_rows;
} Plan;

ALWAYS_INLINE void
take_lower (const Lanes *one, const Lanes *other, Lanes *ret)
{
  const Marks mark = *one < *other;

  choose (&mark, one, other, ret);
}

ALWAYS_INLINE void
take_higher (const Lanes *one, const Lanes *other, Lanes *ret)
{
  const Marks mark = *one > *other;

  choose (&mark, one, other, ret);
}

/* The rows that the line can reach: between its lowest and its highest point within
 * @reach columns. */
ALWAYS_INLINE void
find_line_rows (const SteadyTrendGroup *group,
                const Lanes            *before,
                const Lanes            *after,
                Plan                   *plan)
{
  const float over = group->reach - 1;
  Lanes       low = plan->points[1], high = plan->points[1];
  const Lanes points[4] = { plan->points[0],
                            plan->points[2],
                            plan->points[0] - (plan->points[0] - *before) * over,
                            plan->points[2] + (*after - plan->points[2]) * over };

#pragma GCC unroll 4
  for (unsigned i = 0; i < 4; i++)
    {
      take_lower (&points[i], &low, &low);
      take_higher (&points[i], &high, &high);
    }
  low -= group->reach + 0.51f;
  high += group->reach + 0.51f;
  cover (&plan->line, &low, &high, &plan->line_rows);
}

ALWAYS_INLINE void
make_plan (const SteadyTrendGroup *group, unsigned place, Plan *plan)
{
  Lanes y[5];

#pragma GCC unroll 5
  for (int i = 0; i < 5; i++)
    memcpy (&y[i], group->middles + place + i - 2, sizeof y[i]);
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++)
    {
      const float before = (float) (2 - i);
      const Lanes rise = y[i + 1] - y[i];
      Lanes       slant;
      memcpy (&plan->inverse[i], group->inverses + place + i - 2, sizeof slant);
      memcpy (&slant, group->slants + place + i - 2, sizeof slant);
      const Lanes one = y[i] - slant * before;
      const Lanes other = one + (slant + rise);
      plan->crossing[i] = y[i] + rise * before;
      take_lower (&one, &other, &plan->first[i]);
      take_higher (&one, &other, &plan->last[i]);
    }
  memcpy (plan->points, &y[1], sizeof plan->points);
  memcpy (&plan->tops, group->tops + place, sizeof plan->tops);
  memcpy (&plan->bottoms, group->bottoms + place, sizeof plan->bottoms);
  memcpy (&plan->line, group->line + place, sizeof plan->line);
  memcpy (&plan->fill, group->fill + place, sizeof plan->fill);
  const int32_t part = (int32_t) (STEADY_TREND_FILL * WHOLE_PART + 0.5f);
  plan->whole_part = plan->fill & part;
  find_line_rows (group, &y[0], &y[4], plan);
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
  take_lower (&plan->bottoms, &next, &high);
  take_higher (&plan->tops, &edge, &low);
  const Lanes share = high - low;
  const Lanes numbers = share * STEADY_TREND_FILL * WHOLE_PART + 0.5f;
  const Marks parts =
      __builtin_convertvector(numbers, Marks) & (share > 0) & plan->fill;
  mix (pixels, &parts, group->colour);
}

/* Squared distance of the line from the middles of row @y. */
ALWAYS_INLINE void
find_nearest (const Plan *plan, int y, Lanes *ret)
{
  const Lanes zero = { 0 };
  const Lanes middle = zero + ((float) y + 0.5f);
  Lanes       nearest = (middle - plan->points[1]) * (middle - plan->points[1]);

#pragma GCC unroll 2
  for (int i = 0; i < 3; i += 2)
    {
      const Lanes down = middle - plan->points[i];
      const Lanes square = down * down + 1;
      take_lower (&square, &nearest, &nearest);
    }
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++)
    {
      const Lanes down = middle - plan->crossing[i];
      const Lanes square = down * down * plan->inverse[i];
      const Marks nearer =
          (square < nearest) & (middle > plan->first[i]) & (middle < plan->last[i]);
      choose (&nearer, &square, &nearest, &nearest);
    }
  *ret = nearest;
}

ALWAYS_INLINE void
lay_line (const SteadyTrendGroup *group, const Plan *plan, int y, Words *pixels)
{
  const Lanes zero = { 0 }, most = zero + MOST_PART;
  Lanes       nearest;

  find_nearest (plan, y, &nearest);
  const Marks reached = (nearest < zero + group->reach * group->reach) & plan->line;
  take_root (&nearest);
  Lanes numbers = (group->reach - nearest) * WHOLE_PART + 0.5f;
  take_lower (&numbers, &most, &numbers);
  const Marks parts = __builtin_convertvector(numbers, Marks) & reached;
  mix (pixels, &parts, group->colour);
}

/* Eight columns from @place of the group on. */
ALWAYS_INLINE void
draw_half (const SteadyTrendGroup *group, unsigned place)
{
  Plan plan;

  make_plan (group, place, &plan);
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
      uint32_t *row = &group->pixels[(size_t) y * group->stride + place];
      Words     pixels;
      memcpy (&pixels, row, sizeof pixels);
      if (y >= plan.fill_rows.first && y < plan.fill_rows.end)
        lay_fill (group, &plan, y, &pixels);
      if (y >= plan.line_rows.first && y < plan.line_rows.end)
        lay_line (group, &plan, y, &pixels);
      memcpy (row, &pixels, sizeof pixels);
    }
}

static void
draw_any (const SteadyTrendGroup *group)
{
  for (unsigned place = 0; place < STEADY_TREND_LANES; place += LANES)
    draw_half (group, place);
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__ ((target ("avx2"))) static void
draw_256 (const SteadyTrendGroup *group)
{
  for (unsigned place = 0; place < STEADY_TREND_LANES; place += LANES)
    draw_half (group, place);
}

/* The widest registers that this processor has. Thread: any. */
SteadyTrendRegisters
steady_trend_group_best (void)
{
  if (__builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512bw") &&
      __builtin_cpu_supports ("avx512dq"))
    return STEADY_TREND_REGISTERS_512;
  return __builtin_cpu_supports ("avx2") ? STEADY_TREND_REGISTERS_256
                                         : STEADY_TREND_REGISTERS_ANY;
}
#else
static void
draw_256 (const SteadyTrendGroup *group)
{
  draw_any (group);
}

/* The widest registers that this processor has. Thread: any. */
SteadyTrendRegisters
steady_trend_group_best (void)
{
  return STEADY_TREND_REGISTERS_ANY;
}
#endif

/* Draws the group over what stands there, the fill first. The processor has the
 * registers @with. Thread: any, one at a time for a picture. */
void
steady_trend_group_draw (const SteadyTrendGroup *group, SteadyTrendRegisters with)
{
  if (with == STEADY_TREND_REGISTERS_512)
    steady_trend_group_draw_512 (group);
  else if (with == STEADY_TREND_REGISTERS_256)
    draw_256 (group);
  else
    draw_any (group);
}

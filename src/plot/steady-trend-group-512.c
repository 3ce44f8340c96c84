/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include <glib.h>

#include "plot/steady-trend-group.h"
#include "plot/steady-trend-raster.h"

/*
 * steady-trend-group.c for sixteen columns at once, on processors with registers of 512
 * bits: the same sums and products in the same order.
 */
#if defined(__x86_64__) && defined(__GNUC__)

#  include <immintrin.h>

#  define WIDE          __attribute__ ((target ("avx512f,avx512bw,avx512dq")))
#  define ALWAYS_INLINE WIDE static inline __attribute__ ((always_inline))

#  define PART_BITS  15
#  define WHOLE_PART ((float) (1 << PART_BITS))
#  define MOST_PART  (WHOLE_PART - 1)

typedef struct Rows
{
  int first;
  int end;
} Rows;

/* As in steady-trend-group.c. */
typedef struct Plan
{
  __m512    points[3];
  __m512    crossing[4];
  __m512    inverse[4];
  __m512    first[4];
  __m512    last[4];
  __m512    tops;
  __m512    bottoms;
  __m512i   colour[2]; /* red and blue, green and nothing, as in mix () */
  __m512i   whole_part;
  __mmask16 line;
  __mmask16 fill;
  Rows      line_rows;
  Rows      fill_rows;
  Rows      whole_rows;
} Plan;

/* Two channels at a time, each in 16 bits. */
ALWAYS_INLINE __m512i
mix (__m512i pixels, __m512i parts, const __m512i *colour)
{
  const __m512i both = _mm512_or_si512 (parts, _mm512_slli_epi32 (parts, 16));
  const __m512i low = _mm512_set1_epi32 (0x00ff00ff);
  const __m512i opaque = _mm512_set1_epi32 ((int) 0xff000000u);
  __m512i       mixed[2];

#  pragma GCC unroll 2
  for (unsigned i = 0; i < 2; i++)
    {
      const __m512i below = _mm512_and_si512 (_mm512_srli_epi32 (pixels, 8 * i), low);
      const __m512i over = _mm512_sub_epi16 (colour[i], below);
      mixed[i] = _mm512_add_epi16 (below, _mm512_mulhrs_epi16 (over, both));
    }
  return _mm512_or_si512 (_mm512_or_si512 (mixed[0], opaque),
                          _mm512_slli_epi32 (mixed[1], 8));
}

ALWAYS_INLINE Rows
cover (__mmask16 mark, __m512 tops, __m512 bottoms)
{
  const float low = _mm512_mask_reduce_min_ps (mark, tops);
  const float high = _mm512_mask_reduce_max_ps (mark, bottoms);

  if (mark == 0 || !(low <= high))
    return (Rows){ 0, 0 };
  return (Rows){ (int) floorf (low), (int) ceilf (high) };
}

ALWAYS_INLINE Rows
cover_whole (__mmask16 mark, __m512 tops, __m512 bottoms)
{
  const float low = _mm512_mask_reduce_max_ps (mark, tops);
  const float high = _mm512_mask_reduce_min_ps (mark, bottoms);

  if (mark == 0 || !(low < high && low > -1e9f && high < 1e9f))
    return (Rows){ 0, 0 };
  return (Rows){ (int) ceilf (low), (int) floorf (high) };
}

ALWAYS_INLINE Rows
find_line_rows (const SteadyTrendGroup *group, const __m512 *y, __mmask16 line)
{
  const __m512 over = _mm512_set1_ps (group->reach - 1);
  const __m512 room = _mm512_set1_ps (group->reach + 0.51f);
  const __m512 points[4] = {
    y[1],
    y[3],
    _mm512_sub_ps (y[1], _mm512_mul_ps (_mm512_sub_ps (y[1], y[0]), over)),
    _mm512_add_ps (y[3], _mm512_mul_ps (_mm512_sub_ps (y[4], y[3]), over))
  };
  __m512 low = y[2], high = y[2];

#  pragma GCC unroll 4
  for (unsigned i = 0; i < 4; i++)
    {
      low = _mm512_min_ps (points[i], low);
      high = _mm512_max_ps (points[i], high);
    }
  return cover (line, _mm512_sub_ps (low, room), _mm512_add_ps (high, room));
}

ALWAYS_INLINE void
make_plan (const SteadyTrendGroup *group, Plan *plan)
{
  __m512 y[5];

#  pragma GCC unroll 5
  for (int i = 0; i < 5; i++)
    y[i] = _mm512_loadu_ps (group->middles + i - 2);
#  pragma GCC unroll 4
  for (int i = 0; i < 4; i++)
    {
      const __m512 before = _mm512_set1_ps ((float) (2 - i));
      const __m512 rise = _mm512_sub_ps (y[i + 1], y[i]);
      const __m512 slant = _mm512_loadu_ps (group->slants + i - 2);
      const __m512 one = _mm512_sub_ps (y[i], _mm512_mul_ps (slant, before));
      const __m512 other = _mm512_add_ps (one, _mm512_add_ps (slant, rise));
      plan->inverse[i] = _mm512_loadu_ps (group->inverses + i - 2);
      plan->crossing[i] = _mm512_add_ps (y[i], _mm512_mul_ps (rise, before));
      plan->first[i] = _mm512_min_ps (one, other);
      plan->last[i] = _mm512_max_ps (one, other);
    }
  memcpy (plan->points, &y[1], sizeof plan->points);
  plan->colour[0] = _mm512_set1_epi32 (group->colour & 0x00ff00ff);
  plan->colour[1] = _mm512_set1_epi32 (group->colour >> 8 & 0xff);
  plan->tops = _mm512_loadu_ps (group->tops);
  plan->bottoms = _mm512_loadu_ps (group->bottoms);
  plan->line = _mm512_movepi32_mask (_mm512_loadu_si512 (group->line));
  plan->fill = _mm512_movepi32_mask (_mm512_loadu_si512 (group->fill));
  plan->whole_part = _mm512_maskz_set1_epi32 (
      plan->fill, (int) (STEADY_TREND_FILL * WHOLE_PART + 0.5f));
  plan->line_rows = find_line_rows (group, y, plan->line);
  plan->fill_rows = cover (plan->fill, plan->tops, plan->bottoms);
  plan->whole_rows = cover_whole (plan->fill, plan->tops, plan->bottoms);
}

ALWAYS_INLINE __m512i
lay_fill (const Plan *plan, int y, __m512i pixels)
{
  if (y >= plan->whole_rows.first && y < plan->whole_rows.end)
    return mix (pixels, plan->whole_part, plan->colour);
  const __m512 edge = _mm512_set1_ps ((float) y);
  const __m512 next = _mm512_add_ps (edge, _mm512_set1_ps (1));
  const __m512 share = _mm512_sub_ps (_mm512_min_ps (plan->bottoms, next),
                                      _mm512_max_ps (plan->tops, edge));
  const __m512 numbers = _mm512_add_ps (
      _mm512_mul_ps (_mm512_mul_ps (share, _mm512_set1_ps (STEADY_TREND_FILL)),
                     _mm512_set1_ps (WHOLE_PART)),
      _mm512_set1_ps (0.5f));
  const __mmask16 some =
      _mm512_mask_cmp_ps_mask (plan->fill, share, _mm512_setzero_ps (), _CMP_GT_OQ);
  return mix (pixels, _mm512_maskz_cvttps_epi32 (some, numbers), plan->colour);
}

ALWAYS_INLINE __m512
find_nearest (const Plan *plan, int y)
{
  const __m512 middle = _mm512_set1_ps ((float) y + 0.5f);
  const __m512 here = _mm512_sub_ps (middle, plan->points[1]);
  __m512       nearest = _mm512_mul_ps (here, here);

#  pragma GCC unroll 2
  for (int i = 0; i < 3; i += 2)
    {
      const __m512 down = _mm512_sub_ps (middle, plan->points[i]);
      nearest = _mm512_min_ps (
          _mm512_add_ps (_mm512_mul_ps (down, down), _mm512_set1_ps (1)), nearest);
    }
#  pragma GCC unroll 4
  for (int i = 0; i < 4; i++)
    {
      const __m512 down = _mm512_sub_ps (middle, plan->crossing[i]);
      const __m512 square =
          _mm512_mul_ps (_mm512_mul_ps (down, down), plan->inverse[i]);
      const __mmask16 inside = _mm512_mask_cmp_ps_mask (
          _mm512_cmp_ps_mask (middle, plan->first[i], _CMP_GT_OQ),
          middle,
          plan->last[i],
          _CMP_LT_OQ);
      nearest = _mm512_mask_min_ps (nearest, inside, square, nearest);
    }
  return nearest;
}

ALWAYS_INLINE __m512i
lay_line (const SteadyTrendGroup *group, const Plan *plan, int y, __m512i pixels)
{
  const __m512    nearest = find_nearest (plan, y);
  const __mmask16 reached = _mm512_mask_cmp_ps_mask (
      plan->line, nearest, _mm512_set1_ps (group->reach * group->reach), _CMP_LT_OQ);

  if (reached == 0)
    return pixels;
  const __m512 share =
      _mm512_sub_ps (_mm512_set1_ps (group->reach), _mm512_sqrt_ps (nearest));
  const __m512 numbers =
      _mm512_min_ps (_mm512_add_ps (_mm512_mul_ps (share, _mm512_set1_ps (WHOLE_PART)),
                                    _mm512_set1_ps (0.5f)),
                     _mm512_set1_ps (MOST_PART));
  return mix (pixels, _mm512_maskz_cvttps_epi32 (reached, numbers), plan->colour);
}

/* See steady_trend_group_draw (). Thread: any, one at a time for a picture. */
WIDE void
steady_trend_group_draw_512 (const SteadyTrendGroup *group)
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
      uint32_t *row = &group->pixels[(size_t) y * group->stride];
      __m512i   pixels = _mm512_loadu_si512 (row);
      if (y >= plan.fill_rows.first && y < plan.fill_rows.end)
        pixels = lay_fill (&plan, y, pixels);
      if (y >= plan.line_rows.first && y < plan.line_rows.end)
        pixels = lay_line (group, &plan, y, pixels);
      _mm512_storeu_si512 (row, pixels);
    }
}

#else

/* No processor of this kind has such registers: those it has do. Thread: any. */
void
steady_trend_group_draw_512 (const SteadyTrendGroup *group)
{
  steady_trend_group_draw (group, STEADY_TREND_REGISTERS_ANY);
}

#endif

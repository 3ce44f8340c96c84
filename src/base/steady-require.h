/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/*
 * A broken invariant ends the process, in release builds too: a dead engine is
 * restarted and says so, a wrong number is believed.
 *
 * Thread: any.
 */
#define steady_require(condition)                               \
  do                                                            \
    {                                                           \
      if (__builtin_expect (!(condition), 0))                   \
        steady_require_failed (#condition, __FILE__, __LINE__); \
    }                                                           \
  while (0)

_Noreturn void
steady_require_failed (const char *condition, const char *file, int line);

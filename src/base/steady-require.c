/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/steady-require.h"

#include <stdio.h>
#include <stdlib.h>

/* Says which invariant is broken and ends the process. Thread: any. */
_Noreturn void
steady_require_failed (const char *condition, const char *file, int line)
{
  fprintf (stderr, "steady: broken invariant %s at %s:%d\n", condition, file, line);
  abort ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "plot/steady-bench-w1.h"

/*
 * The least that a GL picture costs in GTK: the window of W1, but a GtkGLArea that is
 * only cleared in each frame stands in the place of the waveforms.
 */
int
main (int argc, char **argv)
{
  return steady_bench_w1_empty (argc > 1 ? atof (argv[1]) : 20);
}

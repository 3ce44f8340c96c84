/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* One input for the program under test: it must come back, whatever the bytes are. */
typedef void (*SteadyFuzzTarget) (const uint8_t *bytes, size_t length);

typedef struct SteadyFuzzSeed
{
  const void *bytes;
  size_t      length;
} SteadyFuzzSeed;

/*
 * With file names: runs @target on each of them, for what a fuzzer found. Without: runs
 * it on the seeds and on @rounds mutations of them (STEADY_FUZZ_ROUNDS where that is
 * set), the same ones every time, and prints TAP. Returns the exit status.
 */
int steady_fuzz_main (int                   argc,
                      char                **argv,
                      const char           *name,
                      SteadyFuzzTarget      target,
                      const SteadyFuzzSeed *seeds,
                      unsigned              n_seeds,
                      unsigned              rounds);

/* Writes a file that is read again at once: not to the disk, which is what takes long.
 */
void steady_fuzz_put (const char *path, const void *bytes, size_t length);

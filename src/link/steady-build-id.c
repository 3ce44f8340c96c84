/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link/steady-build-id.h"

#include "build-id.h"

/*
 * The version and a hash of all sources: the same in every program of one build. Two
 * ends of the link with different ids might disagree about a struct, so they refuse
 * each other.
 *
 * Thread: any.
 */
const char *
steady_build_id (void)
{
  return STEADY_BUILD_ID;
}

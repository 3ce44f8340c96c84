/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

bool steady_jack_leftover_remove (const char *shared_memory,
                                  const char *processes,
                                  uid_t       user,
                                  pid_t       waiting);

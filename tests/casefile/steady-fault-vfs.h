/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

/*
 * A layer under SQLite that fails on demand. Registered as "steady-fault"; one for the
 * whole process. Thread: set between openings, or while the writer runs (all is under
 * one mutex).
 */
#define STEADY_FAULT_VFS "steady-fault"

typedef enum SteadyFault
{
  STEADY_FAULT_NONE,
  STEADY_FAULT_WRITE, /* the disk refuses a write */
  STEADY_FAULT_SYNC,  /* … a sync */
  STEADY_FAULT_FULL   /* … room */
} SteadyFault;

void     steady_fault_vfs_register (void);
void     steady_fault_vfs_reset (void);
void     steady_fault_vfs_fail_at (SteadyFault fault, unsigned nth, bool for_ever);
void     steady_fault_vfs_heal (void);
unsigned steady_fault_vfs_count (void);
bool     steady_fault_vfs_hit (void);

/* From now on nothing reaches the disk; all writes that no sync followed are forgotten,
 * or with @torn a part of them chosen by @seed. */
void steady_fault_vfs_cut_power (bool torn, unsigned seed);

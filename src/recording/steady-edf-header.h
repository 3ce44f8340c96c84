/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>

/* The header of an EDF file that libedf does not read as it is. */
typedef struct SteadyEdfHeader
{
  GByteArray *bytes;   /* all of it */
  unsigned    signals; /* annotation signals included */
} SteadyEdfHeader;

SteadyEdfHeader *steady_edf_header_load (const char *path);
void             steady_edf_header_free (SteadyEdfHeader *self);
bool             steady_edf_header_is_plain (const SteadyEdfHeader *self);
bool  steady_edf_header_is_mark (const SteadyEdfHeader *self, unsigned signal);
bool  steady_edf_header_join (SteadyEdfHeader *self);
char *steady_edf_header_unit (const SteadyEdfHeader *self, unsigned signal);
char *steady_edf_header_copy_plain (const SteadyEdfHeader *self, const char *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SteadyEdfHeader, steady_edf_header_free)

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gio/gio.h>

G_BEGIN_DECLS

#define STEADY_TYPE_CASE_LIST (steady_case_list_get_type ())
G_DECLARE_FINAL_TYPE (SteadyCaseList, steady_case_list, STEADY, CASE_LIST, GObject)

/*
 * The shelf as a list of SteadyCaseItem that knows how many there are and reads only
 * those that are shown. Thread: main.
 */
SteadyCaseList *steady_case_list_new (void);
bool            steady_case_list_load (SteadyCaseList *self,
                                       const char     *index,
                                       const char     *text,
                                       unsigned        marks,
                                       GError        **error);
unsigned        steady_case_list_pages_read (SteadyCaseList *self);

G_END_DECLS

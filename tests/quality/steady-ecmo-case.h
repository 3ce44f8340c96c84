/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

/*
 * Records a made-up ECMO run of 26 h through the real writer. It begins at 08:53:20
 * UTC, 400 s before a full hour. Every number is a function of its second:
 *
 *   flow 0.36 L/min, 120 mL/kg/min; nothing known from 9000 to 10800 s
 *   MAP 45 + 5 sin; a flush of 300 at 5000 s
 *   pressure drop 30 mmHg, and 0.25 more each hour
 *   circuit connected 12 h before the case, a new oxygenator at 7200 s
 *   round 1 at 3000 … 3060 s (read and verified, done), round 2 begun at 7000 s
 *   ACT 180 at 4400 s and 172 at 4100 s; red cells 30 mL at 4500 s, urine 12 mL at
 *   4600 s and 10 mL by the check at 3010 s; free haemoglobin 24 at 86400 s
 *   at 20000 s pCO2 45 and pO2 90 mmHg, lactate 2 mmol/L, haemoglobin 12 g/dL
 *   handed over at 90000 s
 */
enum
{
  STEADY_ECMO_CASE_END = 26 * 3600,
  STEADY_ECMO_CASE_FULL_HOUR = 400,
  STEADY_ECMO_CASE_FULL_END = 7200,
  STEADY_ECMO_CASE_HOLE = 7200,
  STEADY_ECMO_CASE_HOLE_END = 18000,
  STEADY_ECMO_CASE_HOLE_LAST = 22000
};

bool   steady_ecmo_case_make (const char *file, GError **error);
bool   steady_ecmo_case_make_full (const char *file, GError **error);
bool   steady_ecmo_case_make_open (const char *file, int64_t seconds, GError **error);
bool   steady_ecmo_case_make_hole (const char *file, GError **error);
double steady_ecmo_case_map (int64_t second);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

typedef struct SteadyEngine SteadyEngine;

char *steady_summary_text (const SteadyEngine *engine, double wall_seconds);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The commands of steady-case that say what a case amounts to: its sheets on paper, its
 * quality, the shelf and the figures of a department. @words are what stands behind the
 * command; each returns the exit status. Thread: main. */

int steady_case_export_pdf (int count, char **words);
int steady_case_show_quality (int count, char **words);
int steady_case_index (int count, char **words);
int steady_case_show_metrics (int count, char **words);

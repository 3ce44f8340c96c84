/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

enum
{
  STEADY_PHASE_CELLS_MOST = 16
};

/* What one alarm does in one phase. */
typedef enum SteadyPhaseCell
{
  STEADY_PHASE_CELL_OFF,
  STEADY_PHASE_CELL_ADVISORY,
  STEADY_PHASE_CELL_ARMED
} SteadyPhaseCell;

#define STEADY_TYPE_PHASE_CELLS (steady_phase_cells_get_type ())
G_DECLARE_FINAL_TYPE (
    SteadyPhaseCells, steady_phase_cells, STEADY, PHASE_CELLS, GtkWidget)

/* One line of the table of phases: its captions, standing on end, or a mark for each
 * phase. What is so now stands on a band. Thread: main. */
GtkWidget *steady_phase_cells_new (int width);
void       steady_phase_cells_caption (SteadyPhaseCells  *self,
                                       const char *const *captions,
                                       unsigned           count);
void       steady_phase_cells_mark (SteadyPhaseCells      *self,
                                    const SteadyPhaseCell *cells,
                                    unsigned               count);
void       steady_phase_cells_now (SteadyPhaseCells *self, uint32_t now);

G_END_DECLS

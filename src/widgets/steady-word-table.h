/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "measure/steady-vocabulary.h"

G_BEGIN_DECLS

enum
{
  STEADY_WORD_COLUMNS = 16,
  STEADY_WORD_ACTS = 2
};

/* One column; where @width is 0 it takes its share of the room that is left. */
typedef struct SteadyWordColumn
{
  const char *caption; /* in the user's language */
  int         width;
} SteadyWordColumn;

/* What one row says. */
typedef struct SteadyWordRow
{
  const char    *key; /* of the thing; its row moves with it */
  char          *cells[STEADY_WORD_COLUMNS];
  SteadyPriority priority; /* colours the first cell; NONE: plain */
  gboolean       strong;
  unsigned       acts; /* bits of the acts that can be done now */
} SteadyWordRow;

#define STEADY_TYPE_WORD_TABLE (steady_word_table_get_type ())
G_DECLARE_FINAL_TYPE (SteadyWordTable, steady_word_table, STEADY, WORD_TABLE, GtkWidget)

/* A list of words in columns that scrolls, with up to two acts in each row. Emits "act"
 * with the key of the row and the number of the act. Thread: main. */
GtkWidget  *steady_word_table_new (const char             *name,
                                   const SteadyWordColumn *columns,
                                   unsigned                count);
void        steady_word_table_add_act (SteadyWordTable *self, const char *caption);
void        steady_word_table_choose (SteadyWordTable *self);
void        steady_word_table_set_empty (SteadyWordTable *self, const char *text);
void        steady_word_table_begin (SteadyWordTable *self);
void        steady_word_table_put (SteadyWordTable *self, const SteadyWordRow *row);
void        steady_word_table_end (SteadyWordTable *self);
unsigned    steady_word_table_rows (SteadyWordTable *self);
const char *steady_word_table_cell (SteadyWordTable *self, const char *key, unsigned i);
void        steady_word_row_clear (SteadyWordRow *row);

G_END_DECLS

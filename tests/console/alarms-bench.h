/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-window.h"
#include "feeder.h"
#include "widgets/steady-word-table.h"

/* A console window on its Alarms page, fed by the test with the rules of a neonate. */
typedef struct Fixture
{
  Feeder               feeder;
  SteadyConsoleWindow *window;
  SteadyConsoleState  *state;
  const char          *key; /* of the row that is waited for */
  int                  width;
  int                  height;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);

extern const char *engine_program;
extern uint32_t    flags; /* of the phase */

void             run_for (Fixture *fixture, double seconds);
void             wait_until (Fixture *fixture, Condition condition);
GtkWidget       *find (GtkWidget *widget, const char *in, const char *id);
GtkWidget       *get (Fixture *fixture, const char *in, const char *id);
SteadyWordTable *table (Fixture *fixture);
void             press (Fixture *fixture, const char *in, const char *id);
void             press_button (Fixture *fixture, const char *in, const char *id);
GtkWidget       *find_type (GtkWidget *widget, GType type);
GtkWidget       *find_shown (GtkWidget *widget, GType type);
char            *real_rules (void);
char            *rules_without_shares (void);
gboolean         is_shown (Fixture *fixture);
void             set_up (Fixture *fixture, gconstpointer data);
void             tear_down (Fixture *fixture, gconstpointer data);
gboolean         has_row (Fixture *fixture);
gboolean         has_request (Fixture *fixture);
void             click_act (GtkWidget *widget, const char *caption);
gboolean         has_setting (Fixture *fixture);
gboolean         is_unprotected (Fixture *fixture);

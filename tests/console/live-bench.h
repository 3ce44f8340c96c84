/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-window.h"
#include "feeder.h"

/* A console window on its Live page, fed by the test. */
typedef struct Fixture
{
  Feeder               feeder;
  SteadyConsoleWindow *window;
  SteadyConsoleState  *state;
} Fixture;

typedef gboolean (*Condition) (Fixture *fixture);
typedef void (*Visit) (GtkWidget *widget, void *data);

void        wait_until (Fixture *fixture, Condition condition);
void        run_for (Fixture *fixture, double seconds, gboolean beating);
void        set_up (Fixture *fixture, gconstpointer data);
void        tear_down (Fixture *fixture, gconstpointer data);
void        walk (GtkWidget *widget, Visit visit, void *data);
GtkWidget  *get (Fixture *fixture, const char *in, const char *id);
const char *text_of (Fixture *fixture, const char *in, const char *id);
void        click (Fixture *fixture, const char *in, const char *id);
gboolean    is_silent (Fixture *fixture);
gboolean    is_heard (Fixture *fixture);
void        begin_live_test (int *argc, char ***argv);

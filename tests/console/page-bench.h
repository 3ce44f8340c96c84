/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "console/steady-console-window.h"
#include "feeder.h"

/* A console on a screen that a feeder tells what to show, and fingers for it. What a
 * finger cannot reach, since it is not there, covered or greyed, fails the test. */
typedef struct PageBench
{
  Feeder               feeder;
  SteadyConsoleWindow *window;
  SteadyConsoleState  *state;
} PageBench;

typedef gboolean (*PageCondition) (PageBench *bench);
typedef void (*PageVisit) (GtkWidget *widget, void *data);

void        page_bench_set_up (PageBench *self, gconstpointer data);
void        page_bench_tear_down (PageBench *self, gconstpointer data);
void        page_bench_wait (PageBench *self, PageCondition condition);
void        page_bench_run (PageBench *self, double seconds);
void        page_bench_size (PageBench *self, int width, int height);
GtkWidget  *page_bench_show (PageBench *self, const char *name, GType type);
void        page_bench_walk (GtkWidget *widget, PageVisit visit, void *data);
GtkWidget  *page_bench_find (GtkWidget *widget, const char *name);
GtkWidget  *page_bench_find_label (GtkWidget *widget, const char *label);
void        page_bench_tap (PageBench *self, GtkWidget *widget);
void        page_bench_tap_name (PageBench *self, GtkWidget *in, const char *name);
void        page_bench_tap_label (PageBench *self, GtkWidget *in, const char *label);
void        page_bench_sign_in (PageBench *self, const char *name);
void        page_bench_wait_text (PageBench  *self,
                                  GtkWidget  *in,
                                  const char *name,
                                  const char *words);
const char *page_bench_text (GtkWidget *in, const char *name);
unsigned    page_bench_judge (PageBench *self, const char *what);
int page_bench_main (int argc, char **argv, void (*add) (void), const char *domain);

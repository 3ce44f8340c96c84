/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STEADY_TYPE_JOB_BAR (steady_job_bar_get_type ())
G_DECLARE_FINAL_TYPE (SteadyJobBar, steady_job_bar, STEADY, JOB_BAR, GtkWidget)

/* @out is what the program printed, @said what it told a person, a line each. A job
 * that a person cancelled ends not @fine. */
typedef void (*SteadyJobBarDone) (gpointer    data,
                                  bool        fine,
                                  const char *out,
                                  const char *said);

/* What is being done, how far it is, and a button that stops it. Thread: main. */
GtkWidget *steady_job_bar_new (void);
void       steady_job_bar_run (SteadyJobBar      *self,
                               const char        *what,
                               const char *const *arguments,
                               SteadyJobBarDone   done,
                               gpointer           data);
void       steady_job_bar_say (SteadyJobBar *self, const char *text);
bool       steady_job_bar_busy (SteadyJobBar *self);

G_END_DECLS

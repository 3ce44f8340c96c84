/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

#include <gtk/gtk.h>

#include "link/steady-frame.h"

G_BEGIN_DECLS

/* What a page may ask of the window that shows it. Borrowed; outlives the page's use.
 */
typedef struct SteadyPageHost
{
  void *data;
  /* Sends one frame to the engine; false: there is no link now. */
  bool (*send) (void *data, SteadyFrameType type, const void *payload, size_t length);
  /* Brings the page called @name up; "live" is always there. */
  void (*show) (void *data, const char *name);
  const char *socket_path; /* of the engine, for a second connection */
  /* Marks a part of the Live page by name ("flow-tile"), NULL: none. */
  void (*point) (void *data, const char *part);
} SteadyPageHost;

#define STEADY_TYPE_PAGE (steady_page_get_type ())
G_DECLARE_INTERFACE (SteadyPage, steady_page, STEADY, PAGE, GtkWidget)

/*
 * A widget that stands where the waveforms and trends of the Live page are, while alarm
 * bar, flow, pump stop and the bar of pages stay in their places. Its module knows
 * nothing of the console's; the console makes it, starts it and feeds it. NULL members
 * are left out. Thread: main.
 */
struct _SteadyPageInterface
{
  GTypeInterface parent;
  const char    *name;  /* in commands: "training" */
  const char    *title; /* on the bar, marked with N_() */
  void (*start) (SteadyPage *self, const SteadyPageHost *host);
  void (*take) (SteadyPage *self, const SteadyFrame *frame); /* each that comes */
  /* About ten times a second while it is seen, and when it comes up. */
  void (*refresh) (SteadyPage *self, SteadyInstant real_now);
  /* Whether it is on the bar now; NULL: always. Asked after a WELCOME. */
  bool (*exists) (SteadyPage *self);
  /* A widget that stands on the Live page, where the trends are, while it is visible;
   * NULL: none. Asked once; the page shows and hides it. */
  GtkWidget *(*card) (SteadyPage *self);
};

const char *steady_page_name (SteadyPage *self);
const char *steady_page_title (SteadyPage *self);
void        steady_page_start (SteadyPage *self, const SteadyPageHost *host);
void        steady_page_take (SteadyPage *self, const SteadyFrame *frame);
void        steady_page_refresh (SteadyPage *self, SteadyInstant real_now);
bool        steady_page_exists (SteadyPage *self);
GtkWidget  *steady_page_card (SteadyPage *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widgets/steady-page.h"

#include <glib/gi18n-lib.h>

G_DEFINE_INTERFACE (SteadyPage, steady_page, GTK_TYPE_WIDGET)

static void
steady_page_default_init (SteadyPageInterface *interface)
{
}

/* What commands call it. */
const char *
steady_page_name (SteadyPage *self)
{
  return STEADY_PAGE_GET_IFACE (self)->name;
}

/* What people call it, in their language. */
const char *
steady_page_title (SteadyPage *self)
{
  return _ (STEADY_PAGE_GET_IFACE (self)->title);
}

/* Gives it its @host; once, before anything else. */
void
steady_page_start (SteadyPage *self, const SteadyPageHost *host)
{
  if (STEADY_PAGE_GET_IFACE (self)->start != NULL)
    STEADY_PAGE_GET_IFACE (self)->start (self, host);
}

/* Tells it a frame of the engine. */
void
steady_page_take (SteadyPage *self, const SteadyFrame *frame)
{
  if (STEADY_PAGE_GET_IFACE (self)->take != NULL)
    STEADY_PAGE_GET_IFACE (self)->take (self, frame);
}

/* Lets it show what is true at @real_now. */
void
steady_page_refresh (SteadyPage *self, SteadyInstant real_now)
{
  if (STEADY_PAGE_GET_IFACE (self)->refresh != NULL)
    STEADY_PAGE_GET_IFACE (self)->refresh (self, real_now);
}

/* Whether there is such a page in this case. */
bool
steady_page_exists (SteadyPage *self)
{
  return STEADY_PAGE_GET_IFACE (self)->exists == NULL ||
         STEADY_PAGE_GET_IFACE (self)->exists (self);
}

/* What it wants to be seen on the Live page, or NULL. Floating or owned by the page
 * before it is put there. */
GtkWidget *
steady_page_card (SteadyPage *self)
{
  return STEADY_PAGE_GET_IFACE (self)->card != NULL
             ? STEADY_PAGE_GET_IFACE (self)->card (self)
             : NULL;
}

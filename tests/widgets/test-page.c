/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include "widgets/steady-page.h"

/* A page that counts what it is told. */
#define TYPE_COUNTER (counter_get_type ())
G_DECLARE_FINAL_TYPE (Counter, counter, TEST, COUNTER, GtkWidget)

struct _Counter
{
  GtkWidget parent_instance;
  unsigned  started;
  unsigned  frames;
  unsigned  refreshed;
  bool      there;
};

static void
counter_start (SteadyPage *page, const SteadyPageHost *host)
{
  TEST_COUNTER (page)->started++;
}

static void
counter_take (SteadyPage *page, const SteadyFrame *frame)
{
  TEST_COUNTER (page)->frames++;
}

static void
counter_refresh (SteadyPage *page, SteadyInstant real_now)
{
  TEST_COUNTER (page)->refreshed++;
}

static bool
counter_exists (SteadyPage *page)
{
  return TEST_COUNTER (page)->there;
}

static void
counter_page (SteadyPageInterface *interface)
{
  interface->name = "counter";
  interface->title = "Counter";
  interface->start = counter_start;
  interface->take = counter_take;
  interface->refresh = counter_refresh;
  interface->exists = counter_exists;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Counter,
                               counter,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE, counter_page))

static void
counter_class_init (CounterClass *class)
{
}

static void
counter_init (Counter *self)
{
}

/* A page that only has a name. */
#define TYPE_BARE (bare_get_type ())
G_DECLARE_FINAL_TYPE (Bare, bare, TEST, BARE, GtkWidget)

struct _Bare
{
  GtkWidget parent_instance;
};

static void
bare_page (SteadyPageInterface *interface)
{
  interface->name = "bare";
  interface->title = "Bare";
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Bare,
                               bare,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE, bare_page))

static void
bare_class_init (BareClass *class)
{
}

static void
bare_init (Bare *self)
{
}

static void
test_told (void)
{
  const SteadyPageHost host = { 0 };
  const SteadyFrame    frame = { 0 };
  Counter             *counter = g_object_ref_sink (g_object_new (TYPE_COUNTER, NULL));
  SteadyPage          *page = STEADY_PAGE (counter);
  g_assert_cmpstr (steady_page_name (page), ==, "counter");
  g_assert_cmpstr (steady_page_title (page), ==, "Counter");
  steady_page_start (page, &host);
  steady_page_take (page, &frame);
  steady_page_take (page, &frame);
  steady_page_refresh (page, 1);
  g_assert_cmpuint (counter->started, ==, 1);
  g_assert_cmpuint (counter->frames, ==, 2);
  g_assert_cmpuint (counter->refreshed, ==, 1);
  g_assert_false (steady_page_exists (page));
  counter->there = true;
  g_assert_true (steady_page_exists (page));
  g_object_unref (counter);
}

/* What a page leaves out does nothing, and it is always there. */
static void
test_bare (void)
{
  const SteadyPageHost host = { 0 };
  const SteadyFrame    frame = { 0 };
  SteadyPage *page = STEADY_PAGE (g_object_ref_sink (g_object_new (TYPE_BARE, NULL)));
  steady_page_start (page, &host);
  steady_page_take (page, &frame);
  steady_page_refresh (page, 1);
  g_assert_true (steady_page_exists (page));
  g_object_unref (page);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/widgets/page/told", test_told);
  g_test_add_func ("/widgets/page/bare", test_bare);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "live-bench.h"

/*
 * What the console does while nothing changes, counted and not timed. In a span of some
 * heart beats of the engine, fed four times a second by a timer in the same loop, it is
 * counted how often the loop woke up, how often the frame clock ran, what was drawn,
 * how often all widgets were told and what was sent. A span in which this process was
 * held up, or the minute of the clock turned, proves nothing and is counted anew; what
 * happens for one reason or another in each of many spans is what the console does.
 */

#define BEAT_MS 250
/* Late by more than this, a beat was held up: at 1 s the console says so, and should.
 */
#define HELD_UP (600 * STEADY_NSEC_PER_MSEC)

enum
{
  BEATS = 12,    /* of one span on Live: 3 s */
  FEW_BEATS = 6, /* … and on one of the many pages */
  SPANS = 30,    /* so many that prove something */
  TRIED = 40,    /* … and in all */
  FEW_SPANS = 12 /* … of one of the many pages */
};

typedef struct Counts
{
  unsigned woken;  /* turns of the main loop */
  unsigned ticks;  /* of the frame clock, whatever for */
  unsigned drawn;  /* frames */
  unsigned told;   /* times that all widgets were */
  unsigned sent;   /* frames to the engine */
  unsigned beats;  /* of the engine */
  bool     proves; /* nothing held it up */
} Counts;

typedef enum Rest
{
  RESTLESS, /* in every span that proved something */
  AT_REST,
  NOT_KNOWN /* no span proved anything: the test is skipped */
} Rest;

/* One span under way. */
typedef struct Span
{
  Fixture      *fixture;
  SteadyInstant last; /* beat */
  unsigned      beats;
  bool          held_up;
} Span;

static unsigned loop_woken;
static unsigned clock_ticked;

static gint
poll_and_count (GPollFD *fds, guint n_fds, gint timeout)
{
  const gint ready = g_poll (fds, n_fds, timeout);
  loop_woken++;
  return ready;
}

static void
on_tick (void)
{
  clock_ticked++;
}

static gboolean
on_beat (gpointer data)
{
  Span               *self = data;
  const SteadyInstant now = steady_clock_now ();

  steady_link_server_poll (self->fixture->feeder.server, -1, 0, now);
  self->held_up = self->held_up || now - self->last > HELD_UP;
  self->last = now;
  self->beats++;
  feeder_beat (&self->fixture->feeder, 0);
  return G_SOURCE_CONTINUE;
}

static int64_t
minute_now (void)
{
  return steady_clock_utc_ns () / STEADY_NSEC_PER_SEC / 60;
}

static Counts
count (Fixture *fixture, unsigned beats)
{
  Span          span = { .fixture = fixture, .last = steady_clock_now () };
  const guint   timer = g_timeout_add (BEAT_MS, on_beat, &span);
  const int64_t minute = minute_now ();

  /* the span begins with a beat, so that the first was not waited for in vain */
  while (span.beats < 1)
    g_main_context_iteration (NULL, TRUE);
  loop_woken = clock_ticked = 0;
  const Counts before = {
    .drawn = steady_console_window_frames (fixture->window),
    .told = steady_console_window_told (fixture->window),
    .sent = fixture->feeder.n_heard,
  };
  while (span.beats < beats + 1)
    g_main_context_iteration (NULL, TRUE);
  const Counts counts = {
    .woken = loop_woken,
    .ticks = clock_ticked,
    .drawn = steady_console_window_frames (fixture->window) - before.drawn,
    .told = steady_console_window_told (fixture->window) - before.told,
    .sent = fixture->feeder.n_heard - before.sent,
    .beats = beats,
    .proves = !span.held_up && minute == minute_now (),
  };
  g_source_remove (timer);
  return counts;
}

/*
 * Two turns a beat, which are the timer of this test and the frame that comes, and one
 * a second, in which the link looks whether silence has begun; one more at the edge.
 * The widgets may be told once, since that is due every ten seconds.
 */
static bool
is_idle (const Counts *counts, bool live)
{
  const unsigned seconds = counts->beats * BEAT_MS / 1000;

  return counts->ticks == 0 && counts->drawn == 0 && counts->sent == 0 &&
         counts->woken <= 2 * counts->beats + seconds + 1 &&
         counts->told <= (live ? 1 : seconds + 1);
}

/* Counts until a span is idle, or @spans that prove something were not. */
static Rest
comes_to_rest (Fixture    *fixture,
               const char *page,
               unsigned    beats,
               unsigned    spans,
               Counts     *ret_counts)
{
  unsigned proved = 0;

  for (unsigned i = 0; i < TRIED && proved < spans; i++)
    {
      *ret_counts = count (fixture, beats);
      if (!ret_counts->proves)
        continue;
      proved++;
      if (is_idle (ret_counts, g_str_equal (page, "live")))
        return AT_REST;
    }
  if (proved == 0)
    {
      g_test_skip ("this process was held up in every span; nothing was counted");
      return NOT_KNOWN;
    }
  g_test_message ("%s: %u beats, %u turns of the loop, %u ticks, %u frames, told %u "
                  "times, %u sent, %u spans",
                  page,
                  ret_counts->beats,
                  ret_counts->woken,
                  ret_counts->ticks,
                  ret_counts->drawn,
                  ret_counts->told,
                  ret_counts->sent,
                  proved);
  return RESTLESS;
}

static void
freeze (Fixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (fixture->window));

  fixture->feeder.frozen = true;
  run_for (fixture, 1, TRUE);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_tick), NULL);
  g_main_context_set_poll_func (NULL, poll_and_count);
}

/* Live, while a case stands: no frame, no tick, no message, and the loop turns for what
 * comes and for nothing else. */
static void
test_live (Fixture *fixture, gconstpointer data)
{
  Counts counts = { 0 };

  freeze (fixture);
  g_assert_cmpint (
      comes_to_rest (fixture, "live", BEATS, SPANS, &counts), !=, RESTLESS);
}

/* No page draws, ticks or sends either while it is looked at and nothing changes; but
 * for the hand crank's guide, whose crank turns, and is at rest once nobody looks. */
static void
test_pages (Fixture *fixture, gconstpointer data)
{
  static const char *const pages[] = { "alarms",    "record", "cases",   "devices",
                                       "checklist", "team",   "review",  "cardioplegia",
                                       "plan",      "drugs",  "timers",  "oxygen",
                                       "flow",      "hands",  "training" };
  SteadyLivePage          *live = steady_console_window_page (fixture->window);
  unsigned                 shown = 0, restless = 0;

  freeze (fixture);
  for (size_t i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      Counts counts = { 0 };
      steady_live_page_show (live, "around");
      if (!steady_live_page_knows (live, pages[i]) ||
          !steady_live_page_show (live, pages[i]))
        continue; /* this case has none */
      shown++;
      const Rest rest =
          comes_to_rest (fixture, pages[i], FEW_BEATS, FEW_SPANS, &counts);
      if (rest == NOT_KNOWN)
        return;
      restless += rest == RESTLESS;
    }
  g_assert_cmpuint (restless, ==, 0);
  g_assert_cmpuint (shown, >=, 8);
}

static gboolean
go_on (void)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
go_on_ticking (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  (void) widget;
  (void) clock;
  (void) data;
  return G_SOURCE_CONTINUE;
}

/* That what is counted would be seen: a tick callback, a timer that nobody needs. */
static void
test_notices (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  Counts     counts = { 0 };

  freeze (fixture);
  const guint tick = gtk_widget_add_tick_callback (window, go_on_ticking, NULL, NULL);
  g_assert_cmpint (comes_to_rest (fixture, "live", FEW_BEATS, 3, &counts), !=, AT_REST);
  g_assert_cmpuint (counts.ticks, >, 0);
  gtk_widget_remove_tick_callback (window, tick);
  const guint timer = g_timeout_add (100, G_SOURCE_FUNC (go_on), NULL);
  g_assert_cmpint (comes_to_rest (fixture, "live", FEW_BEATS, 3, &counts), !=, AT_REST);
  g_assert_cmpuint (counts.woken, >, 2 * FEW_BEATS + 2);
  g_source_remove (timer);
  g_assert_cmpint (
      comes_to_rest (fixture, "live", FEW_BEATS, SPANS, &counts), !=, RESTLESS);
}

#define ADD(path, function) \
  g_test_add ("/console/idle/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  begin_live_test (&argc, &argv);
  ADD ("live", test_live);
  ADD ("pages", test_pages);
  ADD ("notices", test_notices);
  return g_test_run ();
}

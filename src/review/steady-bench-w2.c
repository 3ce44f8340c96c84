/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-bench-w2.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

#include "casefile/steady-case-reader.h"
#include "review/steady-timeline-view.h"

enum
{
  WINDOW_WIDTH = 1920,
  WINDOW_HEIGHT = 1080,
  ROWS = 8,
  EMPTY_PAINTS = 10, /* what a window has got from the system when it stands; even */
  ZOOM_STEPS = 48,
  PLACES = 3,
  PASSES = 4 /* the first one is not warm; of the others the quickest counts, since a
                machine that does other things too is no fault of ours */
};

#define SHORTEST 10.0 /* seconds */

typedef enum BenchW2Stage
{
  BENCH_W2_OPEN,   /* the window stands and is empty */
  BENCH_W2_FIRST,  /* the case is being opened */
  BENCH_W2_WHOLE,  /* all of it, over and over */
  BENCH_W2_ZOOM,   /* in and across */
  BENCH_W2_LEAVING /* for whoever reads our memory and processor time now */
} BenchW2Stage;

typedef struct BenchW2
{
  SteadyTimelineView *view;
  GMainLoop          *loop;
  const char         *case_file;
  SteadyCaseSpan      span;
  BenchW2Stage        stage;
  unsigned            redraws;
  unsigned            step;
  bool                asked;
  double              cpu;
  SteadyInstant       begun;
  double              used[ZOOM_STEPS * PLACES];
  int                 status;
} BenchW2;

/* Of the processor, in all threads. */
static double
used_ms (void)
{
  struct rusage used;

  getrusage (RUSAGE_SELF, &used);
  return (double) (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
         (double) (used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-3;
}

static void
begin_measure (BenchW2 *bench)
{
  bench->cpu = used_ms ();
  bench->begun = steady_clock_now ();
}

/* All channels of the case: the waves each in a row of their own, the numerics spread
 * over the same rows. */
static bool
open_case (BenchW2 *bench)
{
  static SteadyTimelineTrace traces[STEADY_TIMELINE_TRACES];
  g_autoptr (GError) error = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (bench->case_file, &error);
  unsigned          count = 0;

  if (reader == NULL || !steady_case_reader_span (reader, &bench->span, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return false;
    }
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &count);
  count = MIN (count, STEADY_TIMELINE_TRACES);
  for (unsigned i = 0; i < count; i++)
    {
      const float hue = (float) (i * 7 % 24) / 24;
      traces[i] = (SteadyTimelineTrace){
        .channel = channels[i],
        .row = i % ROWS,
        .low = 0,
        .high = 160,
        .colour = { 0.4f + 0.6f * hue, 0.9f - 0.5f * hue, 0.5f + 0.3f * hue, 1 }
      };
      g_strlcpy (traces[i].label, channels[i].label, sizeof traces[i].label);
    }
  steady_case_reader_free (reader);
  steady_timeline_view_set_case (
      bench->view, bench->case_file, bench->span.start, bench->span.end);
  steady_timeline_view_set_traces (bench->view, traces, count);
  return true;
}

static void
leave (BenchW2 *bench, int status)
{
  bench->status = status;
  bench->stage = BENCH_W2_LEAVING;
  g_main_loop_quit (bench->loop);
}

static void
show_first (BenchW2 *bench)
{
  begin_measure (bench);
  if (!open_case (bench))
    leave (bench, 1);
  bench->stage = BENCH_W2_FIRST;
}

/* All of the case, each time from a little later, so that everything is read and drawn
 * anew. */
static void
show_whole (BenchW2 *bench)
{
  const SteadySpan whole = bench->span.end - bench->span.start;
  const SteadySpan shift = whole / 400 * (bench->step % 7);

  steady_timeline_view_set_window (
      bench->view, bench->span.start + shift, bench->span.end - whole / 50 + shift);
}

static double
zoom_span (const BenchW2 *bench, unsigned place)
{
  const double whole = steady_span_seconds (bench->span.end - bench->span.start);
  const double step = floor (place / (double) PLACES);

  return whole * pow (SHORTEST / whole, step / (ZOOM_STEPS - 1.0));
}

static void
show_zoom (BenchW2 *bench)
{
  const double        whole = steady_span_seconds (bench->span.end - bench->span.start);
  const double        width = zoom_span (bench, bench->step % (ZOOM_STEPS * PLACES));
  const double        place = (bench->step % PLACES + 0.5) / PLACES;
  const SteadyInstant from =
      bench->span.start + (SteadyInstant) ((whole - width) * place * 1e9);

  const SteadyTimeWindow before = *steady_timeline_view_window (bench->view);

  steady_timeline_view_set_window (
      bench->view, from, from + (SteadyInstant) (width * 1e9));
  /* all of the case is the same at every place */
  if (steady_timeline_view_window (bench->view)->from == before.from &&
      steady_timeline_view_window (bench->view)->to == before.to)
    gtk_widget_queue_draw (GTK_WIDGET (bench->view));
}

static void
first_is_seen (BenchW2 *bench)
{
  printf ("first_cpu_ms=%.2f\nfirst_wall_ms=%.2f\nfilled=%u\n",
          used_ms () - bench->cpu,
          steady_span_seconds (steady_clock_now () - bench->begun) * 1e3,
          steady_timeline_view_filled (bench->view));
  bench->stage = BENCH_W2_WHOLE;
  bench->step = 0;
  fprintf (stderr, "BEGIN\n");
  show_whole (bench);
}

static void
whole_is_seen (BenchW2 *bench)
{
  if (++bench->step < bench->redraws)
    {
      show_whole (bench);
      return;
    }
  fprintf (stderr, "END\n");
  printf ("frames=%u\n", bench->redraws);
  bench->stage = BENCH_W2_ZOOM;
  bench->step = 0;
  begin_measure (bench);
  show_zoom (bench);
}

static void
report_zoom (const BenchW2 *bench)
{
  unsigned worst = 0;
  double   sum = 0;

  for (unsigned i = 0; i < ZOOM_STEPS * PLACES; i++)
    {
      sum += bench->used[i];
      if (bench->used[i] > bench->used[worst])
        worst = i;
    }
  printf ("zoom_worst_cpu_ms=%.2f\nzoom_worst_span_s=%.0f\nzoom_mean_cpu_ms=%.2f\n",
          bench->used[worst],
          zoom_span (bench, worst),
          sum / (ZOOM_STEPS * PLACES));
  printf ("draws=%u\n", steady_timeline_view_draws (bench->view));
}

static void
zoom_is_seen (BenchW2 *bench)
{
  const double   used = used_ms () - bench->cpu;
  const unsigned place = bench->step % (ZOOM_STEPS * PLACES);
  const unsigned pass = bench->step / (ZOOM_STEPS * PLACES);

  if (pass == 1 || (pass > 1 && used < bench->used[place]))
    bench->used[place] = used;
  if (++bench->step >= ZOOM_STEPS * PLACES * PASSES)
    {
      report_zoom (bench);
      leave (bench, 0);
      return;
    }
  begin_measure (bench);
  show_zoom (bench);
}

static void
after_paint (GdkFrameClock *clock, void *data)
{
  BenchW2 *bench = data;

  if (bench->stage == BENCH_W2_OPEN)
    {
      /* GTK paints nothing where nothing changes: so it is with and without a mark */
      if (++bench->step > EMPTY_PAINTS)
        show_first (bench);
      else
        steady_timeline_view_set_watermark (bench->view,
                                            bench->step % 2 == 1 ? "W2" : NULL);
      return;
    }
  if (bench->stage == BENCH_W2_LEAVING ||
      !steady_timeline_view_is_settled (bench->view))
    return;
  if (bench->stage == BENCH_W2_FIRST)
    first_is_seen (bench);
  else if (bench->stage == BENCH_W2_WHOLE)
    whole_is_seen (bench);
  else
    zoom_is_seen (bench);
}

/*
 * Draws the workload W2: opens @case_file in a timeline with all its channels, draws
 * all of it @redraws times, then zooms from all to 10 s at three places, twice. Prints
 * BEGIN and END on stderr around the redraws and name=value lines on stdout; stays a
 * moment at the end so that its memory can be read.
 *
 * Returns: the exit status. Thread: main.
 */
int
steady_bench_w2 (const char *case_file, unsigned redraws)
{
  BenchW2 bench = { .case_file = case_file, .redraws = redraws };

  if (!gtk_init_check ())
    {
      fprintf (stderr, "There is no display to draw on; start under xvfb-run.\n");
      return 1;
    }
  GtkWidget *window = gtk_window_new ();
  bench.view = STEADY_TIMELINE_VIEW (steady_timeline_view_new ());
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WINDOW_WIDTH, WINDOW_HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bench.view));
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window),
                    "after-paint",
                    G_CALLBACK (after_paint),
                    &bench);
  bench.loop = g_main_loop_new (NULL, FALSE);
  g_main_loop_run (bench.loop);
  g_main_loop_unref (bench.loop);
  fflush (stdout);
  fprintf (stderr, "DONE\n");
  g_usleep (bench.status == 0 ? 1500000 : 0);
  gtk_window_destroy (GTK_WINDOW (window));
  return bench.status;
}

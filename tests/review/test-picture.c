/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "review/steady-timeline-picture.h"

/*
 * A picture that was drawn over and over, while a person pans, zooms, changes the theme
 * and marks artefacts, is the one that is drawn for the first time, byte for byte: what
 * is kept from one to the next cannot show.
 */
enum
{
  TRACES = 20, /* more than one scene holds */
  MARKS = 12,
  ARTEFACTS = 3,
  MOST_COLUMNS = 330,
  ROUNDS = 2500
};

#define SECOND       STEADY_NSEC_PER_SEC
#define CASE_SECONDS 86400

typedef struct Bench
{
  GRand                 *random;
  SteadyTimelinePicture *kept;
  SteadyTimelineTrace    traces[TRACES];
  SteadyTimelineMark     marks[MARKS];
  SteadyTimelineArtefact artefacts[ARTEFACTS];
  SteadyTimeWindow       window;
  SteadyTimelineAnswer   answer;
  SteadyTimelineScene    scene;
  unsigned               width;
  unsigned               height;
  int                    scale;
  unsigned               lanes;
  unsigned               rows;
} Bench;

static void
change_traces (Bench *self)
{
  self->rows = (unsigned) g_rand_int_range (self->random, 1, 9);
  self->scene.n_traces = (unsigned) g_rand_int_range (self->random, 1, TRACES + 1);
  for (unsigned i = 0; i < self->scene.n_traces; i++)
    {
      SteadyTimelineTrace *trace = &self->traces[i];
      *trace = (SteadyTimelineTrace){
        .channel = { .channel = (uint16_t) (i + 1),
                     .kind = i % 3 == 0 ? STEADY_CHANNEL_KIND_WAVE
                                        : STEADY_CHANNEL_KIND_NUMERIC },
        .row = i % self->rows,
        .high = 100,
        .band_low = 30,
        .band_high = i % 5 == 0 ? 60 : 0,
        .colour = { (float) g_rand_double (self->random), 0.5f, 0.7f, 1 },
      };
    }
  self->answer.columns = 0;
}

static void
change_marks (Bench *self)
{
  SteadyInstant t = 0;

  self->lanes = 0;
  self->scene.n_marks = (unsigned) g_rand_int_range (self->random, 0, MARKS + 1);
  for (unsigned i = 0; i < self->scene.n_marks; i++)
    {
      t += g_rand_int_range (self->random, 0, 2 * CASE_SECONDS / MARKS) * SECOND;
      self->marks[i] = (SteadyTimelineMark){
        .from = t,
        .to = t + g_rand_int_range (self->random, 0, 4000) * SECOND,
        .lane = (SteadyTimelineLane) g_rand_int_range (
            self->random, 0, STEADY_TIMELINE_LANES),
        .priority = (SteadyPriority) g_rand_int_range (self->random, 0, 3),
        .withdrawn = g_rand_boolean (self->random),
        .colour = { 1, (float) g_rand_double (self->random), 0, 1 },
      };
      self->lanes |= 1u << self->marks[i].lane;
    }
  self->scene.n_artefacts =
      (unsigned) g_rand_int_range (self->random, 0, ARTEFACTS + 1);
  for (unsigned i = 0; i < self->scene.n_artefacts; i++)
    {
      const SteadyInstant from =
          g_rand_int_range (self->random, 0, CASE_SECONDS) * SECOND;
      self->artefacts[i] = (SteadyTimelineArtefact){
        (uint16_t) g_rand_int_range (self->random, 1, TRACES + 1),
        from,
        from + g_rand_int_range (self->random, 1, 9000) * SECOND
      };
    }
}

static void
change_size (Bench *self)
{
  self->width = (unsigned) g_rand_int_range (self->random, 3, MOST_COLUMNS + 1);
  self->height = (unsigned) g_rand_int_range (self->random, 40, 300);
  self->scale = g_rand_int_range (self->random, 1, 3);
}

/* What reading would bring for the window as it is now, with gaps. */
static void
read_anew (Bench *self)
{
  SteadyTimelineAnswer *answer = &self->answer;

  answer->from = self->window.from;
  answer->to = self->window.to;
  answer->columns = self->width;
  answer->n_channels = 0;
  for (unsigned i = 0; i < self->scene.n_traces; i++)
    {
      SteadyEnvelope *columns = &answer->data[(size_t) i * self->width];
      double          value = g_rand_double_range (self->random, 0, 100);
      const bool      torn = g_rand_int_range (self->random, 0, 3) == 0;
      answer->channels[answer->n_channels++] = self->traces[i].channel.channel;
      for (unsigned x = 0; x < self->width; x++)
        {
          value += g_rand_double_range (self->random, -4, 4);
          columns[x] = (SteadyEnvelope){ (float) value, (float) value + 3, 5 };
          if (torn && g_rand_int_range (self->random, 0, 9) == 0)
            columns[x].count = 0;
        }
    }
}

static void
move (Bench *self)
{
  const double share = g_rand_double_range (self->random, -0.4, 0.4);
  const double whole = (double) steady_time_window_span (&self->window);

  if (g_rand_boolean (self->random))
    steady_time_window_pan (&self->window, (SteadySpan) (whole * share));
  else
    steady_time_window_zoom (&self->window,
                             self->window.from + (SteadySpan) (whole * fabs (share)),
                             exp (4 * share));
}

static void
set_up (Bench *self, SteadyTimelinePicture *picture)
{
  steady_timeline_picture_set_size (picture, self->width, self->height, self->scale);
  steady_timeline_picture_set_lanes (picture, self->lanes);
  steady_timeline_picture_set_rows (picture, self->rows);
}

static void
change (Bench *self)
{
  switch (g_rand_int_range (self->random, 0, 40))
    {
    case 0:
      change_size (self);
      self->answer.columns = 0;
      break;
    case 1:
      change_traces (self);
      break;
    case 2:
      change_marks (self);
      break;
    case 3:
      self->scene.dark = !self->scene.dark;
      break;
    default:
      move (self);
      if (g_rand_int_range (self->random, 0, 4) != 0)
        read_anew (self);
      return;
    }
  set_up (self, self->kept);
}

static void
compare (Bench *self, unsigned round)
{
  SteadyTimelinePicture *fresh = steady_timeline_picture_new ();

  set_up (self, fresh);
  steady_timeline_picture_draw (self->kept, &self->scene, NULL);
  steady_timeline_picture_draw (fresh, &self->scene, NULL);
  const SteadyPlotPicture *one = steady_timeline_picture_pixels (self->kept);
  const SteadyPlotPicture *other = steady_timeline_picture_pixels (fresh);
  g_assert_cmpuint (one->width, ==, other->width);
  g_assert_cmpuint (one->height, ==, other->height);
  if (memcmp (one->pixels, other->pixels, (size_t) one->width * one->height * 4) != 0)
    g_error ("what was drawn before is seen in round %u", round);
  for (size_t i = 0; i < (size_t) one->width * one->height; i++)
    g_assert_cmphex (one->pixels[i] >> 24, ==, 0xff);
  steady_timeline_picture_free (fresh);
}

static void
test_history (void)
{
  Bench self = { .random = g_rand_new_with_seed (6),
                 .kept = steady_timeline_picture_new () };

  steady_time_window_init (&self.window, 0, CASE_SECONDS * SECOND);
  self.answer.data = g_new0 (SteadyEnvelope, TRACES * MOST_COLUMNS);
  self.scene = (SteadyTimelineScene){ .window = &self.window,
                                      .traces = self.traces,
                                      .marks = self.marks,
                                      .artefacts = self.artefacts,
                                      .answer = &self.answer,
                                      .dark = true };
  change_size (&self);
  change_traces (&self);
  change_marks (&self);
  set_up (&self, self.kept);
  for (unsigned round = 0; round < ROUNDS; round++)
    {
      change (&self);
      compare (&self, round);
    }
  steady_timeline_picture_free (self.kept);
  g_free (self.answer.data);
  g_rand_free (self.random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/picture/history-cannot-be-seen", test_history);
  return g_test_run ();
}

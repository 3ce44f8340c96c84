/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/steady-review-colours.h"

#include "widgets/steady-look.h"

/* Gives @marks the colours of the theme of @widget, alike in tiles, trends and here.
 * Thread: main. */
void
steady_review_colours_marks (GtkWidget *widget, GPtrArray *marks)
{
  static const SteadyChannel hues[] = { STEADY_CHANNEL_ARTERIAL_TEMPERATURE,
                                        STEADY_CHANNEL_VENOUS_TEMPERATURE,
                                        STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE,
                                        STEADY_CHANNEL_ECG,
                                        STEADY_CHANNEL_ARTERIAL_MEAN,
                                        STEADY_CHANNEL_CENTRAL_VENOUS_MEAN,
                                        STEADY_CHANNEL_PRE_OXYGENATOR_MEAN };

  for (guint i = 0; i < marks->len; i++)
    {
      SteadyTimelineMark *mark = g_ptr_array_index (marks, i);
      if (mark->lane == STEADY_TIMELINE_ALARMS)
        steady_look_alarm_colour (widget, mark->priority, &mark->colour);
      else if (mark->lane == STEADY_TIMELINE_PHASES ||
               mark->lane == STEADY_TIMELINE_TIMERS)
        steady_look_colour (
            widget, hues[(uint64_t) mark->id % G_N_ELEMENTS (hues)], &mark->colour);
      else
        gtk_style_context_get_color (gtk_widget_get_style_context (widget),
                                     &mark->colour);
    }
}

/* Traces of one row are told apart by line colour; where the signal has none of its own
 * they would be alike. Thread: main. */
void
steady_review_colours_traces (GtkWidget           *widget,
                              SteadyTimelineTrace *traces,
                              unsigned             count)
{
  static const SteadyChannel spare[] = { STEADY_CHANNEL_ECG,
                                         STEADY_CHANNEL_VENOUS_TEMPERATURE,
                                         STEADY_CHANNEL_ARTERIAL_TEMPERATURE };
  unsigned                   in_row = 0;

  for (unsigned i = 0; i < count; i++)
    {
      SteadyTimelineTrace *trace = &traces[i];
      in_row = i > 0 && traces[i - 1].row == trace->row ? in_row + 1 : 0;
      SteadyChannel channel = (SteadyChannel) trace->channel.channel;
      if (in_row > 0 && g_str_equal (steady_look_signal (channel), "signal-other"))
        channel = spare[(in_row - 1) % G_N_ELEMENTS (spare)];
      else if (in_row > 0 &&
               g_str_equal (
                   steady_look_signal (channel),
                   steady_look_signal ((SteadyChannel) traces[i - 1].channel.channel)))
        channel = spare[(in_row - 1) % G_N_ELEMENTS (spare)];
      steady_look_colour (widget, channel, &trace->colour);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-session.h"
#include "engine/steady-training.h"
#include "scenario/steady-attempts.h"
#include "scenario/steady-debrief.h"

/* Whether there is anything that a trainee could have done well or badly. */
static bool
is_judged (const SteadyScenario *scenario)
{
  return scenario->n_expected > 0 || scenario->n_lessons > 0;
}

/*
 * A training run is over: what is not done by now is missed; the debrief goes into the
 * case, and its figures beside those of earlier attempts. Does nothing outside
 * training, and where the run never began. Clients are gone by now.
 *
 * Thread: main, after the tick and the I/O thread have ended.
 */
void
steady_training_keep (SteadySession *session)
{
  SteadyEngine *engine = session->engine;

  if (engine == NULL || engine->course == NULL || !engine->course->begun)
    return;
  steady_course_end (engine->course, engine->scenario);
  if (engine->writer == NULL || !is_judged (engine->scenario))
    return;
  g_autofree char *text = steady_debrief_text (engine->course, engine->scenario);
  steady_case_writer_note (engine->writer, engine->moment.now, "debrief", text);
  if (!engine->manual)
    steady_attempts_add (session->source_file,
                         session->case_file,
                         session->start_utc,
                         engine->course,
                         engine->scenario,
                         NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-sound-desk.h"

#include <math.h>
#include <string.h>

#include <glib.h>

/*
 * Takes over what a console chose. True with @ret_text when that belongs into the log
 * of the case. The whole setting is passed on to the sounders in any case.
 *
 * Thread: I/O.
 */
bool
steady_sound_desk_choose (SteadySoundDesk          *self,
                          const SteadySoundSetting *setting,
                          char                     *ret_text,
                          unsigned                  size)
{
  if (!isfinite (setting->volume_db))
    return false;
  self->setting = (SteadySoundSetting){ .volume_db = setting->volume_db };
  self->set = true;
  g_snprintf (ret_text, size, "alarm volume asked for: %.0f dB", setting->volume_db);
  return true;
}

/* What a console shows of the sounder; the counters move all the time. */
static bool
looks_the_same (const SteadySounderState *a, const SteadySounderState *b)
{
  return a->stream_open == b->stream_open &&
         !(a->volume_db < b->volume_db || a->volume_db > b->volume_db) &&
         !(a->floor_db < b->floor_db || a->floor_db > b->floor_db) &&
         a->test_playing == b->test_playing && a->test_played == b->test_played &&
         a->test_cut == b->test_cut && a->recorded == b->recorded &&
         strcmp (a->notice, b->notice) == 0;
}

static bool
describe (const SteadySounderState *before,
          const SteadySounderState *now,
          char                     *ret_text,
          unsigned                  size)
{
  if (now->notice[0] != '\0' && strcmp (now->notice, before->notice) != 0)
    g_strlcpy (ret_text, now->notice, size);
  else if (now->test_played != before->test_played && now->test_played != 0)
    g_strlcpy (ret_text, "sound test played to its end", size);
  else if (now->test_cut != before->test_cut && now->test_cut != 0)
    g_strlcpy (ret_text, "sound test cut short by an alarm", size);
  else if (now->volume_db < before->volume_db || now->volume_db > before->volume_db)
    g_snprintf (ret_text, size, "alarm volume is %.0f dB", now->volume_db);
  else
    return false;
  return true;
}

/*
 * Takes what the sounder says of itself. *@ret_changed: consoles should be told. True
 * with @ret_text when it belongs into the log of the case.
 *
 * Thread: I/O.
 */
bool
steady_sound_desk_hear (SteadySoundDesk          *self,
                        const SteadySounderState *state,
                        bool                     *ret_changed,
                        char                     *ret_text,
                        unsigned                  size)
{
  const SteadySounderState before = self->state;
  const bool               first = !self->told;

  *ret_changed = first || !looks_the_same (&before, state);
  self->told = true;
  if (!*ret_changed)
    return false;
  self->state = *state;
  return describe (&before, state, ret_text, size);
}

/* The sounder is gone; what it said last is not true any more. Thread: I/O. */
void
steady_sound_desk_leave (SteadySoundDesk *self)
{
  /* the next one may speak of the same fault: it is logged once */
  self->state.stream_open = 0;
  self->state.sounding = 0;
  self->state.test_playing = 0;
}

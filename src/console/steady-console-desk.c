/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-console-desk.h"

#include <string.h>

/* Nothing of an earlier engine may stand on. */
void
steady_console_desk_clear (SteadyConsoleDesk *self)
{
  const uint32_t serial = self->serial;
  memset (self, 0, sizeof *self);
  self->serial = serial + 1;
}

static bool
take_one (void *ret_struct, size_t size, const SteadyFrame *frame)
{
  if (frame->length < size)
    return false;
  memcpy (ret_struct, frame->payload, size);
  return true;
}

static bool
take_settings (SteadyConsoleDesk *self, const SteadyFrame *frame)
{
  const size_t count = frame->length / sizeof self->settings[0];
  self->n_settings =
      (unsigned) (count < STEADY_DESK_SETTINGS ? count : STEADY_DESK_SETTINGS);
  memcpy (self->settings, frame->payload, self->n_settings * sizeof self->settings[0]);
  for (unsigned i = 0; i < self->n_settings; i++)
    {
      self->settings[i].id[sizeof self->settings[i].id - 1] = '\0';
      self->settings[i].who[sizeof self->settings[i].who - 1] = '\0';
    }
  return true;
}

/* A frame that is too short for one of them is none. */
static bool
take_moving (SteadyConsoleDesk *self, const SteadyFrame *frame)
{
  const size_t count = frame->length / sizeof self->moving[0];

  if (count == 0)
    return false;
  self->n_moving = (unsigned) (count < STEADY_DESK_MOVING ? count : STEADY_DESK_MOVING);
  memcpy (self->moving, frame->payload, self->n_moving * sizeof self->moving[0]);
  for (unsigned i = 0; i < self->n_moving; i++)
    self->moving[i].id[sizeof self->moving[i].id - 1] = '\0';
  return true;
}

/* Takes one frame. False: it was about something else. */
bool
steady_console_desk_take (SteadyConsoleDesk *self, const SteadyFrame *frame)
{
  bool taken = false;
  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_DESK:
      taken = take_one (&self->desk, sizeof self->desk, frame);
      self->desk.operator_name[sizeof self->desk.operator_name - 1] = '\0';
      break;
    case STEADY_FRAME_SETTINGS:
      taken = take_settings (self, frame);
      break;
    case STEADY_FRAME_MOVING_LIMITS:
      taken = take_moving (self, frame);
      break;
    case STEADY_FRAME_SETTING_ANSWER:
      taken = take_one (&self->answer, sizeof self->answer, frame);
      break;
    case STEADY_FRAME_SOUNDER_TOLD:
      taken = take_one (&self->sounder, sizeof self->sounder, frame);
      self->sounder_told = self->sounder_told || taken;
      break;
    default:
      break;
    }
  self->serial += taken;
  return taken;
}

/* What an operator made of @rule, or NULL where it is as profile and plan have it. */
const SteadyAlarmSetting *
steady_console_desk_setting (const SteadyConsoleDesk *self, const char *rule)
{
  for (unsigned i = 0; i < self->n_settings; i++)
    if (strcmp (self->settings[i].id, rule) == 0)
      return &self->settings[i];
  return NULL;
}

/* Where the limit of @rule is now that follows the set flow, or NULL where it has none,
 * or somebody holds it. */
const SteadyMovingLimit *
steady_console_desk_moving (const SteadyConsoleDesk *self, const char *rule)
{
  for (unsigned i = 0; i < self->n_moving; i++)
    if (self->moving[i].moves != 0 && strcmp (self->moving[i].id, rule) == 0)
      return &self->moving[i];
  return NULL;
}

/* Whether an operator made the wire of @rule to @control do nothing. */
bool
steady_console_desk_is_cut (const SteadyConsoleDesk *self,
                            const char              *rule,
                            SteadyControl            control)
{
  const SteadyAlarmSetting *setting = steady_console_desk_setting (self, rule);
  return setting != NULL && (setting->cut & (UINT32_C (1) << control)) != 0;
}

/* Whether an operator made @rule ask for @control, which it does not by itself. */
bool
steady_console_desk_is_added (const SteadyConsoleDesk *self,
                              const char              *rule,
                              SteadyControl            control)
{
  const SteadyAlarmSetting *setting = steady_console_desk_setting (self, rule);
  return setting != NULL && (setting->added & (UINT32_C (1) << control)) != 0;
}

/* Whether an operator chose that the pump goes on by itself when @rule is over. */
bool
steady_console_desk_resumes (const SteadyConsoleDesk *self, const char *rule)
{
  const SteadyAlarmSetting *setting = steady_console_desk_setting (self, rule);
  return setting != NULL && setting->resumes != 0;
}

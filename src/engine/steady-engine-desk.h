/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-engine.h"

/* Parts of the tick: the operator, limits, wires, and the way back after an air stop.
 * Thread: tick, all. None allocates or locks. */
void           steady_engine_take_setting (SteadyEngine               *self,
                                           const SteadySettingRequest *request,
                                           bool                        in_control);
void           steady_engine_alarm_act (SteadyEngine          *self,
                                        SteadyAlarmRequestKind kind,
                                        const char            *id);
void           steady_engine_follow_resume (SteadyEngine *self);
void           steady_engine_end_resume (SteadyEngine *self, const char *why);
void           steady_engine_tell_settings (SteadyEngine *self);
void           steady_engine_follow_limits (SteadyEngine *self);
void           steady_engine_tell_desk (SteadyEngine *self);
SteadyOverride steady_engine_override (const SteadyEngine *self);
bool           steady_engine_air_acts (const SteadyEngine *self);

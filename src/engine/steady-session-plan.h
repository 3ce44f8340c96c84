/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/steady-session.h"

void steady_session_look_for_plan (SteadySession *self);
void steady_session_recall_plan (SteadySession *self);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

char       *steady_reason_text (const char *reason);
const char *steady_reason_phrase (unsigned i);

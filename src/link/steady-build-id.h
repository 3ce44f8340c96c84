/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

const char *steady_build_id (void);

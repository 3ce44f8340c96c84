/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

char *steady_source_words (const char *source);

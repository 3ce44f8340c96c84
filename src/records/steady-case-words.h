/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "casefile/steady-case-shelf.h"

/* A card in words. Free with g_free (). Thread: main. */
char *steady_case_words_title (const SteadyCaseCard *card);
char *steady_case_words_facts (const SteadyCaseCard *card);
char *steady_case_words_marks (const SteadyCaseCard *card);

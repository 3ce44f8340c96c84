/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The words of what the engine tells by name, in the user's language. Thread: any. */
const char *steady_training_words_category (const char *category);
const char *steady_training_words_profile (const char *profile);
const char *steady_training_words_who (const char *who);
const char *steady_training_words_outcome (const char *outcome);
const char *steady_training_words_verdict (const char *verdict);
const char *steady_training_words_milestone (const char *milestone);
const char *steady_training_words_group (const char *group);
const char *steady_training_words_callout (const char *state);

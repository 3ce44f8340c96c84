/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Told of every text that anything on the screen lays out, letter for letter, whoever
 * draws it. Thread: main. */
typedef void (*DrawnWords) (const char *text, void *data);

void drawn_words_follow (DrawnWords told, void *data);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A piece of a line, not ended by a zero. */
typedef struct SteadyWireText
{
  const char *text;
  size_t      length;
} SteadyWireText;

SteadyWireText steady_wire_text (const char *text);
SteadyWireText steady_wire_trim (SteadyWireText text);
SteadyWireText steady_wire_after (SteadyWireText text, const char *mark, char end);
unsigned       steady_wire_split (SteadyWireText  text,
                                  char            separator,
                                  SteadyWireText *ret_fields,
                                  unsigned        size);
unsigned steady_wire_words (const char *line, SteadyWireText *ret_words, unsigned size);
bool     steady_wire_is (SteadyWireText text, const char *word);
bool     steady_wire_all (SteadyWireText text, char c);
bool     steady_wire_number (SteadyWireText text, double *ret_value);
bool     steady_wire_hex (SteadyWireText text, unsigned *ret_value);

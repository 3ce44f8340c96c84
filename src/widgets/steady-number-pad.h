/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a number pad asks for. Texts are in the user's language and copied. */
typedef struct SteadyNumberPadQuestion
{
  const char *title;
  const char *detail; /* a sentence below it; NULL: none */
  const char *unit;
  double      value; /* in force now */
  double      low;   /* nothing below … */
  double      high;  /* … or above is taken */
  double      step;  /* of the steppers */
  int         decimals;
} SteadyNumberPadQuestion;

#define STEADY_TYPE_NUMBER_PAD (steady_number_pad_get_type ())
G_DECLARE_FINAL_TYPE (SteadyNumberPad, steady_number_pad, STEADY, NUMBER_PAD, GtkWidget)

/* Digits and steppers for one number, with its limits in sight; a number beyond them is
 * refused with the reason. Emits "entered" with a number within the limits, and
 * "cancelled". Thread: main. */
GtkWidget  *steady_number_pad_new (void);
void        steady_number_pad_ask (SteadyNumberPad               *self,
                                   const SteadyNumberPadQuestion *question);
void        steady_number_pad_type (SteadyNumberPad *self, const char *keys);
double      steady_number_pad_value (SteadyNumberPad *self);
const char *steady_number_pad_words (SteadyNumberPad *self);
void        steady_number_pad_say (SteadyNumberPad *self, const char *words);

G_END_DECLS

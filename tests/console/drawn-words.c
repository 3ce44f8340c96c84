/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drawn-words.h"

#include <dlfcn.h>
#include <pango/pango.h>
#include <string.h>

/*
 * This stands between GTK and Pango: the program's own functions come before those of
 * a library, and all text is given to a layout before it is drawn.
 */
static DrawnWords follower;
static void      *follower_data;

void
drawn_words_follow (DrawnWords told, void *data)
{
  follower = told;
  follower_data = data;
}

static void
tell (PangoLayout *layout)
{
  if (follower != NULL)
    follower (pango_layout_get_text (layout), follower_data);
}

void
pango_layout_set_text (PangoLayout *layout, const char *text, int length)
{
  static void (*real) (PangoLayout *, const char *, int);

  if (real == NULL)
    {
      void *found = dlsym (RTLD_NEXT, "pango_layout_set_text");
      memcpy (&real, &found, sizeof real);
    }
  /* a text that was cut to fit a buffer ends in half a letter */
  if (text != NULL && !g_utf8_validate (text, length, NULL))
    g_error ("“%s” is cut in the middle of a letter.", text);
  real (layout, text, length);
  tell (layout);
}

void
pango_layout_set_markup (PangoLayout *layout, const char *markup, int length)
{
  static void (*real) (PangoLayout *, const char *, int);

  if (real == NULL)
    {
      void *found = dlsym (RTLD_NEXT, "pango_layout_set_markup");
      memcpy (&real, &found, sizeof real);
    }
  real (layout, markup, length);
  tell (layout);
}

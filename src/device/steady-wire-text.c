/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-wire-text.h"

#include <string.h>

/* Thread: any. */
SteadyWireText
steady_wire_text (const char *text)
{
  return (SteadyWireText){ text, strlen (text) };
}

/* Without the blanks around it. Thread: any. */
SteadyWireText
steady_wire_trim (SteadyWireText text)
{
  while (text.length > 0 && text.text[0] == ' ')
    {
      text.text++;
      text.length--;
    }
  while (text.length > 0 && text.text[text.length - 1] == ' ')
    text.length--;
  return text;
}

/* What stands between @mark and the next @end, or the end; NULL text where there is no
 * @mark. Thread: any. */
SteadyWireText
steady_wire_after (SteadyWireText text, const char *mark, char end)
{
  const size_t size = strlen (mark);

  for (size_t at = 0; at + size <= text.length; at++)
    {
      if (memcmp (text.text + at, mark, size) != 0)
        continue;
      SteadyWireText rest = { text.text + at + size, text.length - at - size };
      const char    *stop = memchr (rest.text, end, rest.length);
      if (stop != NULL)
        rest.length = (size_t) (stop - rest.text);
      return rest;
    }
  return (SteadyWireText){ NULL, 0 };
}

/*
 * Puts the pieces between @separator into @ret_fields; gives how many there are, which
 * may be more than @size, of which @size are given.
 *
 * Thread: any.
 */
unsigned
steady_wire_split (SteadyWireText  text,
                   char            separator,
                   SteadyWireText *ret_fields,
                   unsigned        size)
{
  unsigned n = 0;
  size_t   start = 0;

  for (size_t i = 0; i <= text.length; i++)
    {
      if (i < text.length && text.text[i] != separator)
        continue;
      if (n < size)
        ret_fields[n] = (SteadyWireText){ text.text + start, i - start };
      n++;
      start = i + 1;
    }
  return n;
}

/* The words of a line with any number of blanks between them; gives how many there are,
 * which may be more than found room. Thread: any. */
unsigned
steady_wire_words (const char *line, SteadyWireText *ret_words, unsigned size)
{
  unsigned n = 0;

  while (*line != '\0')
    {
      const size_t blanks = strspn (line, " ");
      const size_t length = strcspn (line + blanks, " ");
      if (length > 0 && n < size)
        ret_words[n] = (SteadyWireText){ line + blanks, length };
      n += length > 0;
      line += blanks + length;
    }
  return n;
}

/* Thread: any. */
bool
steady_wire_is (SteadyWireText text, const char *word)
{
  return text.length == strlen (word) && memcmp (text.text, word, text.length) == 0;
}

/* Whether it is @c and nothing else, at least once. Thread: any. */
bool
steady_wire_all (SteadyWireText text, char c)
{
  for (size_t i = 0; i < text.length; i++)
    if (text.text[i] != c)
      return false;
  return text.length > 0;
}

/*
 * A number of digits with a sign and a point or without; nothing else, so that no
 * number that was cut or mixed up passes. @ret_value is untouched on failure.
 *
 * Thread: any.
 */
bool
steady_wire_number (SteadyWireText text, double *ret_value)
{
  double   value = 0, scale = 1;
  bool     point = false;
  unsigned digits = 0;
  size_t   i = text.length > 0 && (text.text[0] == '+' || text.text[0] == '-') ? 1 : 0;

  for (; i < text.length; i++)
    {
      const char c = text.text[i];
      if (c == '.' && !point)
        {
          point = true;
          continue;
        }
      if (c < '0' || c > '9' || digits == 15)
        return false;
      digits++;
      value = value * 10 + (c - '0');
      scale *= point ? 10 : 1;
    }
  if (digits == 0)
    return false;
  *ret_value = text.text[0] == '-' ? -value / scale : value / scale;
  return true;
}

/* A number of one to eight hexadecimal digits. Thread: any. */
bool
steady_wire_hex (SteadyWireText text, unsigned *ret_value)
{
  static const char digits[] = "0123456789ABCDEF";
  unsigned          value = 0;

  if (text.length == 0 || text.length > 8)
    return false;
  for (size_t i = 0; i < text.length; i++)
    {
      const char  c = text.text[i];
      const char *digit = memchr (digits, c >= 'a' && c <= 'f' ? c - 32 : c, 16);
      if (digit == NULL)
        return false;
      value = value << 4 | (unsigned) (digit - digits);
    }
  *ret_value = value;
  return true;
}

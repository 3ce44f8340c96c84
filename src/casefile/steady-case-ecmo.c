/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-ecmo.h"

#include <stddef.h>
#include <string.h>

#include <glib.h>

/* The texts of a record, and what they are called in a note. */
static const struct
{
  const char *key;
  size_t      offset;
  size_t      size;
} texts[] = {
  { "name", offsetof (SteadyEcmoRecord, name), STEADY_ECMO_NAME_SIZE },
  { "lot", offsetof (SteadyEcmoRecord, lot), STEADY_ECMO_LOT_SIZE },
  { "author", offsetof (SteadyEcmoRecord, author), STEADY_OPERATOR_SIZE },
  { "second", offsetof (SteadyEcmoRecord, second), STEADY_OPERATOR_SIZE },
  { "concerns", offsetof (SteadyEcmoRecord, concerns), STEADY_ECMO_TEXT_SIZE },
  { "plan", offsetof (SteadyEcmoRecord, plan), STEADY_ECMO_TEXT_SIZE },
};

/* A line holds no end of line: what a person typed as one becomes a blank. */
static void
append_text (const char *key, const char *value, char *text, size_t size)
{
  size_t used = strlen (text);

  if (value[0] == '\0')
    return;
  g_snprintf (text + used, size - used, "%s=%s", key, value);
  for (used += strlen (key) + 1; used < size && text[used] != '\0'; used++)
    if ((unsigned char) text[used] < ' ')
      text[used] = ' ';
  g_strlcat (text, "\n", size);
}

/* Thread: any. Does not allocate. */
void
steady_case_ecmo_write (const SteadyEcmoRecord *record,
                        SteadyInstant           start,
                        char                   *ret_text,
                        size_t                  size)
{
  g_snprintf (ret_text,
              size,
              "steady-ecmo=1\nid=%" G_GUINT64_FORMAT "\ngiven_ns=%" G_GINT64_FORMAT
              "\nrecorded_ns=%" G_GINT64_FORMAT "\nact=%u\npart=%u\n",
              record->id,
              record->given - start,
              record->recorded - start,
              record->act,
              record->part);
  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    append_text (texts[i].key, (const char *) record + texts[i].offset, ret_text, size);
}

static bool
take_number (const char *line, const char *key, int64_t *value)
{
  const size_t length = strlen (key);
  char        *end = NULL;

  if (strncmp (line, key, length) != 0 || line[length] != '=')
    return false;
  *value = g_ascii_strtoll (line + length + 1, &end, 10);
  return end != line + length + 1 && *end == '\0';
}

static void
take_text (const char *line, SteadyEcmoRecord *record)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const size_t length = strlen (texts[i].key);
      if (strncmp (line, texts[i].key, length) == 0 && line[length] == '=')
        {
          g_autofree char *valid = g_utf8_make_valid (line + length + 1, -1);
          char            *end = NULL;
          char            *to = (char *) record + texts[i].offset;
          g_strlcpy (to, valid, texts[i].size);
          /* a cut may have split a character */
          if (!g_utf8_validate (to, -1, (const char **) &end))
            *end = '\0';
        }
    }
}

/*
 * The act that a note about "ecmo" tells of, on the engine's clock. False: it is none,
 * or damaged. Lines that are not known are passed over.
 *
 * Thread: any. Allocates.
 */
bool
steady_case_ecmo_parse (const char       *text,
                        SteadyInstant     start,
                        SteadyEcmoRecord *ret_record)
{
  const int64_t    far = INT64_MAX / 4;
  SteadyEcmoRecord record = { .id = 0 };
  int64_t          id = 0, given = INT64_MIN, recorded = INT64_MIN, act = 0, part = 0;

  if (strnlen (text, STEADY_CASE_ECMO_TEXT) >= STEADY_CASE_ECMO_TEXT ||
      !g_str_has_prefix (text, "steady-ecmo=1\n"))
    return false;
  g_auto (GStrv) lines = g_strsplit (text, "\n", 32);
  for (unsigned i = 0; lines[i] != NULL; i++)
    if (!take_number (lines[i], "id", &id) &&
        !take_number (lines[i], "given_ns", &given) &&
        !take_number (lines[i], "recorded_ns", &recorded) &&
        !take_number (lines[i], "act", &act) && !take_number (lines[i], "part", &part))
      take_text (lines[i], &record);
  if (id <= 0 || given < -far || given > far || recorded < 0 || recorded > far ||
      act < STEADY_ECMO_PUT_IN || act > STEADY_ECMO_HANDOVER || part < 0 ||
      part >= STEADY_ECMO_PARTS)
    return false;
  record.id = (uint64_t) id;
  record.given = start + given;
  record.recorded = start + recorded;
  record.act = (uint32_t) act;
  record.part = (uint32_t) part;
  *ret_record = record;
  return true;
}

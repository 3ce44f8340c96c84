/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-edf-onsets.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/*
 * An EDF+D file has holes in its time: each data record says itself when it begins, in
 * the first annotation of its first annotation signal ("+12.5" and two bytes of 20).
 * libedf refuses such files, so these instants and all annotations are read here.
 */
enum
{
  HEAD = 256,
  LABEL = 16,
  COUNTS_AT = 16 + 80 + 8 + 8 + 8 + 8 + 8 + 80, /* per signal before them */
  FIELD = 8,
  MAX_SAMPLES = 1 << 22,
  TAL = 20,     /* ends an onset and each of its texts */
  DURATION = 21 /* begins the duration, if there is one */
};

/* Where an annotation signal stands in a data record; bytes. */
typedef struct Place
{
  int64_t at;
  int64_t room;
} Place;

static int64_t
number_in (const char *field)
{
  char text[FIELD + 1] = "";

  memcpy (text, field, FIELD);
  return g_ascii_strtoll (g_strstrip (text), NULL, 10);
}

/* The annotation signals of @header, and how long a data record is; NULL: there are
 * none, or the header is damaged. */
static GArray *
find_places (const SteadyEdfHeader *header, int64_t *ret_record)
{
  const char *bytes = (const char *) header->bytes->data + HEAD;
  GArray     *places = g_array_new (FALSE, FALSE, sizeof (Place));
  int64_t     record = 0;
  bool        fine = true;

  for (unsigned i = 0; fine && i < header->signals; i++)
    {
      const int64_t samples =
          number_in (bytes + (size_t) header->signals * COUNTS_AT + (size_t) i * FIELD);
      const Place place = { record, 2 * samples };
      fine = samples >= 1 && samples <= MAX_SAMPLES;
      if (steady_edf_header_is_mark (header, i))
        g_array_append_val (places, place);
      record += 2 * samples;
    }
  *ret_record = record;
  if (!fine || places->len == 0)
    g_clear_pointer (&places, g_array_unref);
  return places;
}

/* "+12.5"; *@ret_end: what comes after it. */
static bool
read_onset (const char *text, double *ret_onset, const char **ret_end)
{
  char *end = NULL;

  if (text[0] != '+' && text[0] != '-')
    return false;
  *ret_onset = g_ascii_strtod (text, &end);
  *ret_end = end;
  return end != text && (*end == TAL || *end == DURATION) && isfinite (*ret_onset) &&
         fabs (*ret_onset) < 1e9;
}

/* All texts of one list: an onset, perhaps a duration, and texts. */
static void
read_list (const char *list, SteadyEdfMark mark, void *data)
{
  const char *at;
  double      onset;

  if (!read_onset (list, &onset, &at))
    return;
  at = strchr (at, TAL);
  while (at != NULL && at[1] != '\0')
    {
      const char      *end = strchr (at + 1, TAL);
      const gsize      length = end != NULL ? (gsize) (end - at - 1) : strlen (at + 1);
      g_autofree char *text = g_strndup (at + 1, length);
      if (length > 0)
        mark (data, onset, text);
      at = end;
    }
}

/* The lists of one signal in one record: each ends with a zero. */
static void
read_lists (const char *bytes, int64_t room, SteadyEdfMark mark, void *data)
{
  int64_t at = 0;

  while (at < room)
    {
      const int64_t length = (int64_t) strlen (bytes + at);
      if (length > 0)
        read_list (bytes + at, mark, data);
      at += length + 1;
    }
}

typedef struct Loading
{
  FILE         *stream;
  GArray       *places; /* of Place */
  int64_t       record; /* bytes */
  int64_t       head;
  char         *bytes; /* of one signal in one record, and a zero */
  SteadyEdfMark mark;
  void         *data;
  GArray       *onsets;
  const char   *problem;
} Loading;

static bool
load_record (Loading *self, int64_t record)
{
  double      onset = 0;
  const char *end;

  for (unsigned i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      if (fseeko (self->stream,
                  (off_t) (self->head + record * self->record + place->at),
                  SEEK_SET) != 0 ||
          fread (self->bytes, 1, (size_t) place->room, self->stream) !=
              (size_t) place->room)
        return false;
      self->bytes[place->room] = '\0';
      if (i == 0 && !read_onset (self->bytes, &onset, &end))
        return false;
      read_lists (self->bytes, place->room, self->mark, self->data);
    }
  const guint count = self->onsets->len;
  if (onset < 0)
    return false;
  if (count > 0 && onset <= g_array_index (self->onsets, double, count - 1))
    {
      self->problem =
          "is EDF+D, and its data records are not in the order of time; the "
          "file is damaged";
      return false;
    }
  g_array_append_val (self->onsets, onset);
  return true;
}

/*
 * When each of the @records data records of the EDF+D file at @path begins: doubles, in
 * seconds from the start that its header says. @mark is told each annotation. NULL and
 * a part of a sentence in @ret_problem where the file does not say so, or says that
 * time runs backwards. Free with g_array_unref ().
 *
 * Thread: any but the tick.
 */
GArray *
steady_edf_onsets_load (const SteadyEdfHeader *header,
                        const char            *path,
                        int64_t                records,
                        SteadyEdfMark          mark,
                        void                  *data,
                        const char           **ret_problem)
{
  Loading self = { .head = (int64_t) header->bytes->len, .mark = mark, .data = data };
  int64_t most = 0;

  self.problem = "is EDF+D, but a data record does not say when it begins; the file is "
                 "damaged";
  self.places = find_places (header, &self.record);
  self.stream = fopen (path, "rbe");
  self.onsets = g_array_new (FALSE, FALSE, sizeof (double));
  bool fine = self.places != NULL && self.stream != NULL;
  for (unsigned i = 0; fine && i < self.places->len; i++)
    most = MAX (most, g_array_index (self.places, Place, i).room);
  self.bytes = g_malloc ((gsize) most + 1);
  for (int64_t i = 0; fine && i < records; i++)
    fine = load_record (&self, i);
  if (self.stream != NULL)
    fclose (self.stream);
  g_clear_pointer (&self.places, g_array_unref);
  g_free (self.bytes);
  if (!fine)
    {
      *ret_problem = self.problem;
      g_clear_pointer (&self.onsets, g_array_unref);
    }
  return self.onsets;
}

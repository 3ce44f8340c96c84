/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exchange/steady-deidentify.h"

#include <math.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/steady-json.h"
#include "casefile/steady-case-reader.h"
#include "casefile/steady-case-writer.h"
#include "exchange/steady-csv-file.h"
#include "exchange/steady-deidentify-acts.h"

/*
 * A copy of a case for teaching, or for another centre's advice. It is made anew from
 * what is known to be harmless, rather than by striking out what is known to be not:
 * samples, alarms, commands, the engine's own events, and of what people entered the
 * numbers. Free text stands only where a person has read and confirmed it. All times of
 * the wall are moved by one offset that is drawn for this copy and kept nowhere.
 */
enum
{
  PART = 4096,
  ROWS = 256,
  TELL_EVERY = 64,
  DAYS_LEAST = 60,
  DAYS_MOST = 3600
};

/* A wave while it is copied. */
typedef struct Wave
{
  const SteadyCaseChannel *channel;
  float                   *values;
  unsigned                 count;
  unsigned                 used;
  int64_t                  index;
  SteadyInstant            t;
  bool                     gap; /* before values[0] */
  bool                     over;
} Wave;

/* Rows of one table, read ahead. */
typedef struct Rows
{
  unsigned count;
  unsigned used;
  int64_t  after;
  bool     over;
} Rows;

typedef struct Copy
{
  SteadyCaseReader     *reader;
  SteadyCaseWriter     *writer; /* NULL: the texts are only looked for */
  const char           *to;
  SteadyCaseSpan        span;
  int64_t               start_utc; /* moved; 0: not known */
  const GArray         *keep;      /* of unsigned: numbers of texts, from 1 */
  SteadyDeidentified   *found;
  GHashTable           *numbers; /* text: its number */
  Wave                 *waves;
  unsigned              n_waves;
  Rows                  numerics_at, events_at, alarms_at, commands_at;
  SteadySample         *numerics;
  SteadyCaseEvent      *events;
  SteadyAlarmRecord    *alarms;
  SteadyCaseCommand    *commands;
  SteadyDeidentifyActs *acts;
} Copy;

/* Texts that the engine makes itself from its own words. */
static bool
is_free_text (SteadyEvent event)
{
  return event != STEADY_EVENT_INTERVENTION && event != STEADY_EVENT_MODE &&
         event != STEADY_EVENT_GAP && event != STEADY_EVENT_RESUMED &&
         event != STEADY_EVENT_CLOCK_SET && event != STEADY_EVENT_START_REFUSED;
}

static bool
is_kept (const Copy *self, unsigned number)
{
  for (unsigned i = 0; self->keep != NULL && i < self->keep->len; i++)
    if (g_array_index (self->keep, unsigned, i) == number)
      return true;
  return false;
}

/* The text that stands in the copy for @text: itself, or where it was. */
static bool
judge_text (void *data, const char *text, char *ret_text, size_t size)
{
  Copy    *self = data;
  unsigned number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, text));

  if (number == 0)
    {
      char *kept = g_strdup (text);
      g_ptr_array_add (self->found->texts, kept);
      number = self->found->texts->len;
      g_hash_table_insert (self->numbers, kept, GUINT_TO_POINTER (number));
      self->found->kept += is_kept (self, number);
    }
  const bool kept_so = is_kept (self, number);
  if (kept_so)
    g_strlcpy (ret_text, text, size);
  else
    g_snprintf (ret_text, size, "[removed text %u]", number);
  return kept_so;
}

/* One offset for the whole copy, of the kernel's chance: whole minutes, 60 to 3600 days
 * back. */
static bool
draw_offset (SteadySpan *ret_offset)
{
  uint64_t       bits;
  const uint64_t minutes = (uint64_t) (DAYS_MOST - DAYS_LEAST) * 24 * 60;

  if (getrandom (&bits, sizeof bits, 0) != sizeof bits)
    return false;
  *ret_offset = ((SteadySpan) (bits % minutes) + (SteadySpan) DAYS_LEAST * 24 * 60) *
                60 * STEADY_NSEC_PER_SEC;
  return true;
}

static void
add_number (GString *meta, const SteadyJsonNode *patient, const char *key, bool *first)
{
  char   number[G_ASCII_DTOSTR_BUF_SIZE];
  double value;

  if (!steady_json_get_number (patient, key, -1e9, 1e9, &value, NULL))
    return;
  g_string_append_printf (meta,
                          "%s\"%s\": %s",
                          *first ? "" : ", ",
                          key,
                          g_ascii_formatd (number, sizeof number, "%.10g", value));
  *first = false;
}

/* Size and age of the patient, without which nothing can be learned; no name. */
static void
add_patient (GString *meta, const SteadyJsonNode *root)
{
  static const char *const keys[] = { "weight_kg", "height_cm", "age_days", "bsa_m2" };
  SteadyJsonNode           patient;
  bool                     first = true;

  if (!steady_json_get_node (root, "patient", &patient, NULL))
    return;
  g_string_append (meta, ", \"patient\": {");
  for (unsigned i = 0; i < G_N_ELEMENTS (keys); i++)
    add_number (meta, &patient, keys[i], &first);
  g_string_append_c (meta, '}');
}

static char *
describe (Copy *self)
{
  g_autofree char   *text = steady_case_reader_meta (self->reader, "case");
  SteadyJsonDocument document = { 0 }, source = { 0 };
  const char        *inner;
  GString           *meta = g_string_new ("{\"title\": \"De-identified case\", "
                                          "\"deidentified\": true");

  if (text != NULL &&
      steady_json_document_parse (&document, "case", text, -1, NULL, 0, NULL))
    {
      const SteadyJsonNode root = steady_json_document_root (&document);
      if (steady_json_has (&root, "patient"))
        add_patient (meta, &root);
      else if (steady_json_get_string (&root, "source_text", &inner, NULL) &&
               steady_json_document_parse (&source, "source", inner, -1, NULL, 0, NULL))
        {
          const SteadyJsonNode node = steady_json_document_root (&source);
          add_patient (meta, &node);
        }
    }
  g_string_append_c (meta, '}');
  steady_json_document_finish (&source);
  steady_json_document_finish (&document);
  return g_string_free (meta, FALSE);
}

static bool
copy_wave (Copy *self, Wave *wave, SteadyInstant end, GError **error)
{
  while (!wave->over)
    {
      if (wave->used == wave->count)
        {
          const int64_t next =
              wave->count > 0 ? wave->index + wave->count : INT64_MIN / 4;
          if (!steady_case_reader_wave (self->reader,
                                        (SteadyChannel) wave->channel->channel,
                                        next,
                                        wave->values,
                                        PART,
                                        &wave->index,
                                        &wave->t,
                                        &wave->count,
                                        error))
            return false;
          wave->gap = next > INT64_MIN / 4 && wave->index != next;
          wave->used = 0;
          wave->over = wave->count == 0;
          continue;
        }
      const double        period = 1e9 / wave->channel->rate_hz;
      const SteadyInstant now = wave->t + (SteadySpan) llrint (wave->used * period);
      if (now >= end)
        return true;
      const double   left = ceil ((double) (end - now) / period);
      const unsigned count =
          (unsigned) fmin (left, (double) (wave->count - wave->used));
      steady_case_writer_wave (self->writer,
                               (SteadyChannel) wave->channel->channel,
                               wave->index + wave->used,
                               now - self->span.start,
                               wave->values + wave->used,
                               count,
                               wave->gap && wave->used == 0);
      wave->used += count;
    }
  return true;
}

static bool
copy_numerics (Copy *self, SteadyInstant end, GError **error)
{
  Rows *at = &self->numerics_at;

  while (true)
    {
      if (at->used == at->count)
        {
          if (at->over)
            return true;
          at->used = 0;
          if (!steady_case_reader_all_numerics (self->reader,
                                                at->after,
                                                self->numerics,
                                                PART,
                                                &at->count,
                                                &at->after,
                                                error))
            return false;
          at->over = at->count < PART;
          continue;
        }
      SteadySample sample = self->numerics[at->used];
      if (sample.t >= end)
        return true;
      sample.t -= self->span.start;
      sample.t_device = STEADY_NO_DEVICE_TIME; /* a device may know the date */
      steady_case_writer_numeric (self->writer, &sample);
      at->used++;
    }
}

static bool
copy_events (Copy *self, SteadyInstant end, GError **error)
{
  Rows *at = &self->events_at;

  while (true)
    {
      if (at->used == at->count)
        {
          if (at->over)
            return true;
          at->used = 0;
          if (!steady_case_reader_events (
                  self->reader, at->after, self->events, ROWS, &at->count, error))
            return false;
          at->over = at->count < ROWS;
          at->after = at->count > 0 ? self->events[at->count - 1].id : at->after;
          continue;
        }
      const SteadyCaseEvent *event = &self->events[at->used];
      char                   text[sizeof event->text];
      if (event->t >= end)
        return true;
      if (event->text[0] != '\0' && is_free_text (event->event))
        judge_text (self, event->text, text, sizeof text);
      else
        g_strlcpy (text, event->text, sizeof text);
      if (self->writer != NULL)
        steady_case_writer_event (self->writer,
                                  event->event,
                                  event->t - self->span.start,
                                  event->value,
                                  text);
      at->used++;
    }
}

static bool
copy_alarms (Copy *self, SteadyInstant end, GError **error)
{
  Rows *at = &self->alarms_at;

  while (true)
    {
      if (at->used == at->count)
        {
          if (at->over)
            return true;
          at->used = 0;
          if (!steady_case_reader_alarms (self->reader,
                                          at->after,
                                          self->alarms,
                                          ROWS,
                                          &at->count,
                                          &at->after,
                                          error))
            return false;
          at->over = at->count < ROWS;
          continue;
        }
      SteadyAlarmRecord alarm = self->alarms[at->used];
      if (alarm.t >= end)
        return true;
      alarm.t -= self->span.start;
      if (alarm.since != STEADY_INSTANT_NEVER)
        alarm.since -= self->span.start;
      steady_case_writer_alarm (self->writer, &alarm);
      at->used++;
    }
}

static void
copy_command (Copy *self, const SteadyCaseCommand *from)
{
  const SteadyInstant t = from->t - self->span.start;

  const uint64_t id = steady_deidentify_acts_number (self->acts, from->command);
  if (from->step == 0)
    {
      const SteadyCommand command = { .id = id,
                                      .value = from->value,
                                      .expected = from->expected,
                                      .control = from->control,
                                      .origin = from->origin,
                                      .flags = isfinite (from->expected)
                                                   ? STEADY_COMMAND_HAS_EXPECTED
                                                   : 0 };
      steady_case_writer_command (self->writer, &command, t);
      return;
    }
  const SteadyAnswer answer = { .id = id,
                                .t = t,
                                .value = from->value,
                                .low = from->low,
                                .high = from->high,
                                .control = from->control,
                                .status = from->step,
                                .refusal = from->refusal,
                                .origin = from->origin };
  steady_case_writer_answer (self->writer, &answer);
}

static bool
copy_commands (Copy *self, SteadyInstant end, GError **error)
{
  Rows *at = &self->commands_at;

  while (true)
    {
      if (at->used == at->count)
        {
          if (at->over)
            return true;
          at->used = 0;
          if (!steady_case_reader_commands (
                  self->reader, at->after, self->commands, ROWS, &at->count, error))
            return false;
          at->over = at->count < ROWS;
          at->after = at->count > 0 ? self->commands[at->count - 1].id : at->after;
          continue;
        }
      if (self->commands[at->used].t >= end)
        return true;
      copy_command (self, &self->commands[at->used]);
      at->used++;
    }
}

static bool
copy_second (Copy *self, int64_t second, bool last, GError **error)
{
  const SteadySpan    to = (second + 1) * STEADY_NSEC_PER_SEC;
  const SteadyInstant end = last ? INT64_MAX : self->span.start + to;
  const SteadySpan    now = last ? self->span.end - self->span.start : to;

  for (unsigned i = 0; self->writer != NULL && i < self->n_waves; i++)
    if (!copy_wave (self, &self->waves[i], end, error))
      return false;
  if ((self->writer != NULL && !copy_numerics (self, end, error)) ||
      !copy_events (self, end, error))
    return false;
  if (self->writer != NULL &&
      (!copy_alarms (self, end, error) || !copy_commands (self, end, error)))
    return false;
  steady_deidentify_acts_copy (self->acts, self->writer, end);
  if (self->writer != NULL)
    steady_case_writer_tick (
        self->writer, now, self->start_utc > 0 ? self->start_utc + now : 0);
  return true;
}

static bool
copy_all (Copy *self, SteadyExchangeProgress progress, void *data, GError **error)
{
  const int64_t seconds = (self->span.end - self->span.start) / STEADY_NSEC_PER_SEC + 1;

  for (int64_t second = 0; second < seconds; second++)
    {
      if (!copy_second (self, second, second + 1 == seconds, error))
        return false;
      if (second % TELL_EVERY == 0 &&
          !steady_exchange_tell (
              progress, data, (double) second / (double) seconds, self->to, error))
        return false;
    }
  return true;
}

/* What a site or a file calls where a channel comes from: "Monitor, theatre 3". */
static bool
is_own_source (const char *source)
{
  return source[0] == '\0' || strcmp (source, "engine") == 0 ||
         strcmp (source, "simulator") == 0;
}

/* The channels without what others called them. Free with g_free (). */
static SteadyCaseChannel *
describe_channels (Copy *self, unsigned *ret_count)
{
  const SteadyCaseChannel *from = steady_case_reader_channels (self->reader, ret_count);
  SteadyCaseChannel       *channels = g_memdup2 (from, *ret_count * sizeof *from);

  for (unsigned i = 0; i < *ret_count; i++)
    {
      SteadyCaseChannel *channel = &channels[i];
      if (!is_own_source (from[i].source))
        judge_text (self, from[i].source, channel->source, sizeof channel->source);
      if (steady_channel_info ((SteadyChannel) channel->channel) != NULL)
        continue;
      if (!judge_text (self, from[i].label, channel->label, sizeof channel->label) ||
          strcmp (from[i].label, from[i].name) != 0)
        g_snprintf (channel->name, sizeof channel->name, "signal_%u", i + 1);
    }
  return channels;
}

static bool
begin (Copy *self, const char *to, GError **error)
{
  unsigned                      count;
  g_autofree SteadyCaseChannel *channels = describe_channels (self, &count);
  g_autofree char              *meta = describe (self);
  g_autofree char              *rules = steady_case_reader_meta (self->reader, "rules");
  SteadySpan                    offset;

  if (!draw_offset (&offset))
    {
      g_set_error (error,
                   STEADY_EXCHANGE_ERROR,
                   STEADY_EXCHANGE_ERROR_WRITE,
                   "%s: the system gives no random numbers, so no secret offset can be "
                   "drawn; try again",
                   to);
      return false;
    }
  self->start_utc = self->span.start_utc > offset ? self->span.start_utc - offset : 0;
  const SteadyCaseChannel *read = steady_case_reader_channels (self->reader, &count);
  self->waves = g_new0 (Wave, count + 1);
  for (unsigned i = 0; i < count; i++)
    if (channels[i].kind == STEADY_CHANNEL_KIND_WAVE)
      {
        self->waves[self->n_waves].channel = &read[i];
        self->waves[self->n_waves++].values = g_new (float, PART);
      }
  self->numerics = g_new (SteadySample, PART);
  self->events = g_new (SteadyCaseEvent, ROWS);
  self->alarms = g_new (SteadyAlarmRecord, ROWS);
  self->commands = g_new (SteadyCaseCommand, ROWS);
  self->numerics_at.after = INT64_MIN;
  const SteadyCaseSetup setup = { .path = to,
                                  .wait = true,
                                  .mode = steady_case_reader_mode (self->reader),
                                  .start = 0,
                                  .start_utc = self->start_utc,
                                  .meta_json = meta,
                                  .rules_json = rules,
                                  .channels = channels,
                                  .n_channels = count,
                                  .nameless = true };
  self->acts = steady_deidentify_acts_new (
      self->reader, self->span.start, offset, judge_text, self, error);
  if (self->acts == NULL)
    return false;
  if (to == NULL)
    return true;
  self->writer = steady_case_writer_open (&setup, error);
  return self->writer != NULL;
}

static void
finish (Copy *self)
{
  for (unsigned i = 0; i < self->n_waves; i++)
    g_free (self->waves[i].values);
  g_free (self->waves);
  g_free (self->numerics);
  g_free (self->events);
  g_free (self->alarms);
  g_free (self->commands);
  steady_deidentify_acts_free (self->acts);
  g_hash_table_unref (self->numbers);
  steady_case_reader_free (self->reader);
}

/*
 * Makes @to, which must not exist, a copy of the case at @path without names: times of
 * the wall moved by a secret offset, no title, no file names, no device times, people
 * as numbers, and every free text replaced but those whose numbers stand in @keep (of
 * unsigned, may be NULL). @ret_found lists the texts; finish it with
 * steady_deidentified_finish (). Without @to nothing is made, and the list is the same.
 *
 * Thread: any but the tick.
 */
bool
steady_deidentify (const char            *path,
                   const char            *to,
                   const GArray          *keep,
                   SteadyExchangeProgress progress,
                   void                  *data,
                   SteadyDeidentified    *ret_found,
                   GError               **error)
{
  SteadyDeidentified found = { .texts = g_ptr_array_new_with_free_func (g_free) };
  Copy               self = { .to = to != NULL ? to : path,
                              .keep = keep,
                              .found = &found,
                              .numbers = g_hash_table_new (g_str_hash, g_str_equal) };

  self.reader = steady_case_reader_open (path, error);
  bool fine = self.reader != NULL &&
              steady_case_reader_span (self.reader, &self.span, error) &&
              begin (&self, to, error);
  if (fine)
    {
      fine = copy_all (&self, progress, data, error);
      if (to != NULL)
        fine = steady_case_writer_close (self.writer, fine ? error : NULL) && fine;
      if (!fine && to != NULL)
        unlink (to);
    }
  finish (&self);
  if (fine)
    *ret_found = found;
  else
    steady_deidentified_finish (&found);
  return fine;
}

/* Thread: any. */
void
steady_deidentified_finish (SteadyDeidentified *self)
{
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

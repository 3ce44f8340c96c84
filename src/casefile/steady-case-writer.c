/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-writer.h"

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/steady-require.h"
#include "base/steady-ring.h"
#include "casefile/steady-case-assembler.h"
#include "casefile/steady-case-store.h"

#define RECORD_SECONDS 60
/* A transaction when this much waits, or after this much wall time. */
#define BATCH_BYTES  (4u << 20)
#define BATCH_TIME   (1100 * STEADY_NSEC_PER_MSEC)
#define BATCH_SOON   (300 * STEADY_NSEC_PER_MSEC)
#define RETRY_TIME   STEADY_NSEC_PER_SEC
#define IDLE_TIME_NS 50000000L
#define WAL_LIMIT    (UINT64_C (64) << 20)
/* How often the room on the disk is looked at. */
#define DISK_PERIOD (30 * STEADY_NSEC_PER_SEC)

struct SteadyCaseWriter
{
  SteadyRing           ring;
  bool                 wait;
  SteadyInstant        start;
  char                *path;
  pthread_t            thread;
  SteadyCaseStore     *store;
  SteadyCaseAssembler *assembler;
  SteadyCaseBatch      batch;
  GByteArray          *taken; /* the record in hand */

  /* tick only */
  bool gap[65536]; /* waveforms were dropped before the next one */

  /* both */
  _Atomic uint32_t bell; /* the tick has something that cannot wait */
  _Atomic bool     closing;
  _Atomic int64_t  committed_to;
  _Atomic uint64_t samples;
  _Atomic uint64_t numerics;
  _Atomic uint64_t dropped;
  _Atomic uint64_t lost;
  _Atomic uint64_t refused;
  _Atomic uint64_t wal_bytes;
  _Atomic uint64_t file_bytes;
  _Atomic uint64_t disk_bytes;
  _Atomic bool     disk_known;
  _Atomic uint32_t recorder;
  _Atomic int      sqlite_error;

  /* thread only */
  SteadyInstant committed_at; /* real time */
  SteadyInstant blocks_at;    /* … of the last one that held blocks */
  SteadyInstant failed_at;
  SteadyInstant disk_at; /* real time when the disk was last looked at; 0: never */
  bool          urgent;
  bool          blocks; /* a block waits in the batch */
  bool          cover;
  int64_t       cover_to;
  bool          unfinished; /* could not write to the end */
};

static size_t
ring_capacity (const SteadyCaseSetup *setup)
{
  /* Each tick of 20 ms makes one record of a wave; numerics come at 5 Hz or less; the
   * state once a second. */
  double second = 64 * 1024.0 + 200 * 5 * (4 + STEADY_CASE_RECORD_LENGTH (numeric));

  for (unsigned i = 0; i < setup->n_channels; i++)
    if (setup->channels[i].kind == STEADY_CHANNEL_KIND_WAVE)
      second += 50 * (4 + STEADY_CASE_RECORD_LENGTH (wave)) +
                4 * MIN (setup->channels[i].rate_hz, 100000);
  size_t capacity = 4u << 20;
  while ((double) capacity < RECORD_SECONDS * second && capacity < (64u << 20))
    capacity *= 2;
  return capacity;
}

static void
ring_bell (SteadyCaseWriter *self)
{
  atomic_fetch_add_explicit (&self->bell, 1, memory_order_release);
  syscall (SYS_futex, &self->bell, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* Waits for the bell, or a little. */
static void
listen_for_bell (SteadyCaseWriter *self, uint32_t heard, long nanoseconds)
{
  const struct timespec limit = { .tv_sec = 0, .tv_nsec = nanoseconds };

  syscall (SYS_futex, &self->bell, FUTEX_WAIT_PRIVATE, heard, &limit, NULL, 0);
}

static bool
is_urgent (const SteadyCaseRecord *record)
{
  return record->type == STEADY_CASE_RECORD_ALARM ||
         record->type == STEADY_CASE_RECORD_COMMAND ||
         record->type == STEADY_CASE_RECORD_ANSWER ||
         record->type == STEADY_CASE_RECORD_EVENT ||
         record->type == STEADY_CASE_RECORD_NOTE ||
         record->type == STEADY_CASE_RECORD_PLAN ||
         record->type == STEADY_CASE_RECORD_CLINICAL ||
         record->type == STEADY_CASE_RECORD_CHECKLIST;
}

/* Takes all that the ring holds, as far as one transaction shall go. */
static void
drain (SteadyCaseWriter *self)
{
  size_t length;

  while (self->batch.bytes->len < BATCH_BYTES &&
         (length = steady_ring_peek (&self->ring)) > 0)
    {
      g_byte_array_set_size (self->taken,
                             (guint) MAX (length, sizeof (SteadyCaseRecord)));
      steady_ring_pop (&self->ring, self->taken->data, self->taken->len);
      const SteadyCaseRecord *record = (const SteadyCaseRecord *) self->taken->data;
      const uint64_t          samples = self->batch.samples;
      const size_t            head = record->type == STEADY_CASE_RECORD_WAVE
                                         ? STEADY_CASE_RECORD_LENGTH (wave)
                                         : STEADY_CASE_RECORD_LENGTH (state);
      steady_case_assembler_take (
          self->assembler, record, self->taken->data + head, &self->batch);
      self->urgent = self->urgent || is_urgent (record);
      self->blocks = self->blocks || self->batch.samples != samples;
      if (record->type == STEADY_CASE_RECORD_TICK &&
          steady_case_assembler_cover_due (self->assembler, &self->cover_to))
        self->cover = true;
    }
}

/* Room on the disk, looked at each half minute. */
static void
show_disk (SteadyCaseWriter *self)
{
  const SteadyInstant real = steady_clock_now ();
  struct statvfs      disk;
  struct stat         about;

  if (self->disk_at != 0 && real - self->disk_at < DISK_PERIOD)
    return;
  self->disk_at = real;
  if (stat (self->path, &about) != 0 || statvfs (self->path, &disk) != 0)
    return;
  atomic_store (&self->file_bytes, (uint64_t) about.st_size);
  atomic_store (&self->disk_bytes, (uint64_t) disk.f_bavail * disk.f_frsize);
  atomic_store (&self->disk_known, true);
}

static void
show_recorder (SteadyCaseWriter *self, bool failed)
{
  const uint64_t wal = steady_case_store_wal_bytes (self->store);
  const bool     behind = steady_ring_used (&self->ring) > self->ring.capacity / 4;

  atomic_store (&self->wal_bytes, wal);
  show_disk (self);
  if (failed)
    atomic_store (&self->recorder, STEADY_RECORDER_FAILED);
  else if (wal > WAL_LIMIT || (behind && !self->wait))
    atomic_store (&self->recorder, STEADY_RECORDER_BEHIND);
  else
    atomic_store (&self->recorder, STEADY_RECORDER_WRITING);
}

static bool
commit (SteadyCaseWriter *self, SteadyInstant now)
{
  const SteadySpan complete = steady_case_assembler_complete_to (self->assembler);
  const int        code =
      steady_case_store_commit (self->store, &self->batch, self->cover, self->cover_to);

  atomic_store (&self->sqlite_error, code);
  if (code != SQLITE_OK)
    {
      self->failed_at = now;
      show_recorder (self, true);
      return false;
    }
  atomic_fetch_add (&self->samples, self->batch.samples);
  atomic_fetch_add (&self->numerics, self->batch.numerics);
  atomic_store (&self->refused, steady_case_assembler_refused (self->assembler));
  atomic_store (&self->committed_to, self->start + complete);
  steady_case_batch_clear (&self->batch);
  if (self->blocks)
    self->blocks_at = now;
  self->urgent = false;
  self->blocks = false;
  self->cover = false;
  self->committed_at = now;
  show_recorder (self, false);
  return true;
}

static bool
is_due (const SteadyCaseWriter *self, SteadyInstant now)
{
  const SteadySpan since = now - self->committed_at;

  if (self->batch.bytes->len == 0)
    return false;
  if (atomic_load (&self->recorder) == STEADY_RECORDER_FAILED)
    return now - self->failed_at > RETRY_TIME;
  return self->urgent || self->batch.bytes->len >= BATCH_BYTES || since > BATCH_TIME ||
         (self->blocks && now - self->blocks_at > BATCH_SOON && !self->wait);
}

/* All that is left goes to the disk; one that refuses is asked again for a second. */
static void
write_rest (SteadyCaseWriter *self)
{
  bool fine = true;

  for (bool more = true; more && fine;)
    {
      drain (self);
      more = steady_ring_peek (&self->ring) > 0;
      if (!more)
        steady_case_assembler_flush (self->assembler, &self->batch);
      fine = commit (self, steady_clock_now ());
      for (unsigned ms = 20; ms < 1000 && !fine; ms *= 2)
        {
          g_usleep (ms * 1000);
          fine = commit (self, steady_clock_now ());
        }
    }
  self->unfinished = !fine;
}

static void *
write_case (void *data)
{
  SteadyCaseWriter *self = data;

  pthread_setname_np (pthread_self (), "steady-case");
  self->committed_at = steady_clock_now ();
  while (!atomic_load (&self->closing))
    {
      const uint32_t heard = atomic_load_explicit (&self->bell, memory_order_acquire);
      drain (self);
      const bool failed = atomic_load (&self->recorder) == STEADY_RECORDER_FAILED;
      if (is_due (self, steady_clock_now ()))
        commit (self, steady_clock_now ());
      const bool more =
          self->batch.bytes->len < BATCH_BYTES && steady_ring_peek (&self->ring) > 0;
      if (!more || failed)
        listen_for_bell (self, heard, IDLE_TIME_NS);
    }
  write_rest (self);
  return NULL;
}

static bool
check_setup (const SteadyCaseSetup *setup, GError **error)
{
  for (unsigned i = 0; i < setup->n_channels; i++)
    if (setup->channels[i].kind == STEADY_CHANNEL_KIND_WAVE &&
        !(setup->channels[i].rate_hz > 0 && setup->channels[i].rate_hz <= 100000))
      {
        g_set_error (error,
                     STEADY_CASE_ERROR,
                     STEADY_CASE_ERROR_FORMAT,
                     "%s: channel \"%s\" is a wave without a rate from 0 to 100000 Hz; "
                     "give it one",
                     setup->path,
                     setup->channels[i].name);
        return false;
      }
  return true;
}

static void
writer_free (SteadyCaseWriter *self)
{
  g_clear_pointer (&self->store, steady_case_store_free);
  g_clear_pointer (&self->assembler, steady_case_assembler_free);
  steady_case_batch_finish (&self->batch);
  g_clear_pointer (&self->taken, g_byte_array_unref);
  steady_ring_finish (&self->ring);
  g_free (self->path);
  g_free (self);
}

static void
declare_channels (SteadyCaseWriter *self, const SteadyCaseSetup *setup)
{
  for (unsigned i = 0; i < setup->n_channels; i++)
    steady_case_assembler_channel (self->assembler, &setup->channels[i]);
}

/*
 * Makes the case (the file must not exist), or with @setup->resume reopens it after a
 * crash, and starts the thread that writes it. All of @setup is copied.
 *
 * Thread: any but the tick.
 */
SteadyCaseWriter *
steady_case_writer_open (const SteadyCaseSetup *setup, GError **error)
{
  if (!check_setup (setup, error))
    return NULL;
  SteadyCaseStore *store = steady_case_store_open (setup, error);
  if (store == NULL)
    return NULL;
  SteadyCaseWriter *self = g_new0 (SteadyCaseWriter, 1);
  self->store = store;
  self->path = g_strdup (setup->path);
  self->wait = setup->wait;
  self->start = setup->start;
  self->taken = g_byte_array_sized_new (64 * 1024);
  steady_ring_init (&self->ring, ring_capacity (setup));
  steady_case_batch_init (&self->batch);
  self->assembler = steady_case_assembler_new (setup->start, setup->wait);
  if (setup->nameless)
    steady_case_assembler_hide_boot (self->assembler);
  declare_channels (self, setup);
  if (setup->resume)
    steady_case_assembler_resume (self->assembler, steady_case_store_last (store));
  atomic_init (&self->committed_to, setup->start + steady_case_store_last (store));
  atomic_init (&self->recorder, STEADY_RECORDER_WRITING);
  const int code = pthread_create (&self->thread, NULL, write_case, self);
  if (code == 0)
    return self;
  g_set_error (error,
               STEADY_CASE_ERROR,
               STEADY_CASE_ERROR_OPEN,
               "%s: no thread can be started to write it (%s); end other programs",
               setup->path,
               g_strerror (code));
  writer_free (self);
  return NULL;
}

/*
 * Writes all that is left, makes one plain file of the case and frees @self, also on
 * failure: the sentence then says what is missing.
 *
 * Thread: any, with no push in progress.
 */
bool
steady_case_writer_close (SteadyCaseWriter *self, GError **error)
{
  atomic_store (&self->closing, true);
  ring_bell (self);
  pthread_join (self->thread, NULL);
  bool fine = !self->unfinished;
  if (fine)
    fine = steady_case_store_finish (self->store, error);
  else
    g_set_error (error,
                 STEADY_CASE_ERROR,
                 STEADY_CASE_ERROR_WRITE,
                 "%s: could not be written to its end (%s); it is whole up to %.1f s "
                 "of case time; make room on the disk",
                 self->path,
                 sqlite3_errstr (atomic_load (&self->sqlite_error)),
                 steady_span_seconds (atomic_load (&self->committed_to) - self->start));
  writer_free (self);
  return fine;
}

/*
 * Writes all that is left and frees @self, but leaves the case open, to be gone on with
 * by another process.
 *
 * Thread: any, with no push in progress.
 */
void
steady_case_writer_leave (SteadyCaseWriter *self)
{
  atomic_store (&self->closing, true);
  ring_bell (self);
  pthread_join (self->thread, NULL);
  writer_free (self);
}

/* Under a manual clock the tick waits for room, unless waiting cannot help. */
static bool
has_room (SteadyCaseWriter *self, size_t length, size_t reserve)
{
  const struct timespec moment = { .tv_sec = 0, .tv_nsec = 200000 };
  const size_t          needed = length + 64 + reserve;

  while (self->ring.capacity - steady_ring_used (&self->ring) < needed)
    {
      if (!self->wait || atomic_load_explicit (&self->recorder, memory_order_relaxed) ==
                             STEADY_RECORDER_FAILED)
        return false;
      ring_bell (self);
      nanosleep (&moment, NULL);
    }
  return true;
}

/* What must never be lost has the last sixteenth of the ring for itself. */
static bool
push (SteadyCaseWriter       *self,
      const SteadyCaseRecord *record,
      size_t                  length,
      const void             *payload,
      size_t                  payload_length)
{
  const size_t reserve =
      is_urgent (record) || record->type == STEADY_CASE_RECORD_JUDGED ? 0
      : record->type == STEADY_CASE_RECORD_WAVE ? self->ring.capacity / 8
                                                : self->ring.capacity / 16;

  if (!has_room (self, length + payload_length, reserve) ||
      !steady_ring_push2 (&self->ring, record, length, payload, payload_length))
    return false;
  if (is_urgent (record))
    ring_bell (self);
  return true;
}

static void
push_or_lose (SteadyCaseWriter *self, const SteadyCaseRecord *record, size_t length)
{
  if (!push (self, record, length, NULL, 0))
    atomic_fetch_add_explicit (&self->lost, 1, memory_order_relaxed);
}

/*
 * Hands over @count samples of a wave, the first with @first_index at @t_first. A value
 * that is not finite is missing, and stored as a gap.
 *
 * Thread: the tick. Does not allocate or lock; waits only under a manual clock.
 */
void
steady_case_writer_wave (SteadyCaseWriter *self,
                         SteadyChannel     channel,
                         int64_t           first_index,
                         SteadyInstant     t_first,
                         const float      *values,
                         unsigned          count,
                         bool              gap_before)
{
  const uint16_t number = (uint16_t) channel;

  steady_require (count <= STEADY_CASE_WAVE_PART);
  if (count == 0)
    return;
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_WAVE,
                                    .count = count,
                                    .t = t_first,
                                    .wave = { .first_index = first_index,
                                              .channel = number,
                                              .gap_before =
                                                  gap_before || self->gap[number] } };
  self->gap[number] = !push (
      self, &record, STEADY_CASE_RECORD_LENGTH (wave), values, sizeof *values * count);
  if (self->gap[number])
    atomic_fetch_add_explicit (&self->dropped, count, memory_order_relaxed);
}

/* Hands over a numeric or a state. Thread: the tick; see steady_case_writer_wave (). */
void
steady_case_writer_numeric (SteadyCaseWriter *self, const SteadySample *sample)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_NUMERIC,
                                    .t = sample->t,
                                    .numeric = *sample };
  push_or_lose (self, &record, STEADY_CASE_RECORD_LENGTH (numeric));
}

/* Hands over a change of state of an alarm. Thread: the tick; see
 * steady_case_writer_wave (). */
void
steady_case_writer_alarm (SteadyCaseWriter *self, const SteadyAlarmRecord *alarm)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_ALARM,
                                    .t = alarm->t,
                                    .alarm = *alarm };
  push_or_lose (self, &record, STEADY_CASE_RECORD_LENGTH (alarm));
}

/* Hands over a proposal that came at @t. Thread: the tick; see steady_case_writer_wave
 * (). */
void
steady_case_writer_command (SteadyCaseWriter    *self,
                            const SteadyCommand *command,
                            SteadyInstant        t)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_COMMAND,
                                    .t = t,
                                    .command = *command };
  push_or_lose (self, &record, STEADY_CASE_RECORD_LENGTH (command));
}

/* Hands over what became of a proposal. Thread: the tick; see steady_case_writer_wave
 * (). */
void
steady_case_writer_answer (SteadyCaseWriter *self, const SteadyAnswer *answer)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_ANSWER,
                                    .t = answer->t,
                                    .answer = *answer };
  push_or_lose (self, &record, STEADY_CASE_RECORD_LENGTH (answer));
}

/*
 * Hands over an event; a @value that is not finite is none, @text (may be NULL) is cut
 * at 199 bytes.
 *
 * Thread: the tick; see steady_case_writer_wave ().
 */
void
steady_case_writer_event (SteadyCaseWriter *self,
                          SteadyEvent       event,
                          SteadyInstant     t,
                          double            value,
                          const char       *text)
{
  SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_EVENT,
                              .t = t,
                              .event = { .value = value, .event = event } };
  if (text != NULL)
    memccpy (record.event.text, text, '\0', sizeof record.event.text - 1);
  push_or_lose (self, &record, STEADY_CASE_RECORD_LENGTH (event));
}

/* Hands over what a person did or found. Thread: the tick; see steady_case_writer_wave
 * (). */
void
steady_case_writer_clinical (SteadyCaseWriter           *self,
                             const SteadyClinicalRecord *clinical)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_CLINICAL,
                                    .t = clinical->recorded,
                                    .clinical = *clinical };
  push_or_lose (self, &record, STEADY_CASE_RECORD_LENGTH (clinical));
}

/* Hands over what a person did with an item of a checklist. Thread: the tick; see
 * steady_case_writer_wave (). */
void
steady_case_writer_checklist (SteadyCaseWriter            *self,
                              const SteadyChecklistRecord *checklist)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_CHECKLIST,
                                    .t = checklist->t,
                                    .checklist = *checklist };
  push_or_lose (self, &record, STEADY_CASE_RECORD_LENGTH (checklist));
}

/*
 * Hands over the state from which the engine can go on, once a second.
 *
 * Thread: the tick; see steady_case_writer_wave ().
 */
void
steady_case_writer_state (SteadyCaseWriter *self,
                          SteadyInstant     t,
                          const void       *state,
                          size_t            size)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_STATE,
                                    .count = (uint32_t) size,
                                    .t = t };
  steady_require (size <= self->ring.capacity / 16);
  if (!push (self, &record, STEADY_CASE_RECORD_LENGTH (state), state, size))
    atomic_fetch_add_explicit (&self->lost, 1, memory_order_relaxed);
}

/*
 * Hands over what the alarms were told up to @t, as their journal gave it. False: it
 * was lost, and the journal must begin anew.
 *
 * Thread: the tick; see steady_case_writer_wave ().
 */
bool
steady_case_writer_judged (SteadyCaseWriter *self,
                           SteadyInstant     t,
                           const void       *entries,
                           size_t            size,
                           bool              begins)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_JUDGED,
                                    .count = (uint32_t) size,
                                    .t = t,
                                    .judged = { .begins = begins } };
  steady_require (size <= self->ring.capacity / 16);
  const bool kept =
      push (self, &record, STEADY_CASE_RECORD_LENGTH (judged), entries, size);
  if (!kept)
    atomic_fetch_add_explicit (&self->lost, 1, memory_order_relaxed);
  return kept;
}

/*
 * Hands over a signed plan, @size bytes of JSON with the NUL at their end. False: it is
 * too long, or was lost.
 *
 * Thread: the tick; see steady_case_writer_wave ().
 */
bool
steady_case_writer_plan (SteadyCaseWriter *self,
                         SteadyInstant     t,
                         const char       *text,
                         size_t            size)
{
  const SteadyCaseRecord record = {
    .type = STEADY_CASE_RECORD_PLAN, .count = (uint32_t) size, .t = t, .state = { 0 }
  };
  if (size > self->ring.capacity / 16)
    return false;
  const bool kept = push (self, &record, STEADY_CASE_RECORD_LENGTH (state), text, size);
  if (!kept)
    atomic_fetch_add_explicit (&self->lost, 1, memory_order_relaxed);
  return kept;
}

/*
 * Hands over a note of the engine's own, of any length up to a sixteenth of the ring:
 * what it is @about ("debrief") and its @text. False: it is too long, or was lost.
 *
 * Thread: main, before the tick starts or after it has ended; allocates.
 */
bool
steady_case_writer_note (SteadyCaseWriter *self,
                         SteadyInstant     t,
                         const char       *about,
                         const char       *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) about, (guint) strlen (about) + 1);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text) + 1);
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_NOTE,
                                    .count = bytes->len,
                                    .t = t };
  return bytes->len <= self->ring.capacity / 16 &&
         push (
             self, &record, STEADY_CASE_RECORD_LENGTH (state), bytes->data, bytes->len);
}

/*
 * A note of the engine's own from the tick: @about and @text are together shorter than
 * 2 KiB. False: it was lost, and is counted so.
 *
 * Thread: the tick; see steady_case_writer_wave (). Does not allocate.
 */
bool
steady_case_writer_told (SteadyCaseWriter *self,
                         SteadyInstant     t,
                         const char       *about,
                         const char       *text)
{
  char         bytes[2048];
  const size_t first = strlen (about) + 1, second = strlen (text) + 1;

  steady_require (first + second <= sizeof bytes);
  memcpy (bytes, about, first);
  memcpy (bytes + first, text, second);
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_NOTE,
                                    .count = (uint32_t) (first + second),
                                    .t = t };
  const bool             kept =
      push (self, &record, STEADY_CASE_RECORD_LENGTH (state), bytes, first + second);
  if (!kept)
    atomic_fetch_add_explicit (&self->lost, 1, memory_order_relaxed);
  return kept;
}

/*
 * Says what time it is, at the end of each tick: seconds close and clock rows are made
 * by it.
 *
 * Thread: the tick; see steady_case_writer_wave ().
 */
void
steady_case_writer_tick (SteadyCaseWriter *self, SteadyInstant now, int64_t utc_ns)
{
  const SteadyCaseRecord record = { .type = STEADY_CASE_RECORD_TICK,
                                    .t = now,
                                    .tick = { .utc_ns = utc_ns } };

  push_or_lose (self, &record, STEADY_CASE_RECORD_LENGTH (tick));
  if (steady_ring_used (&self->ring) > self->ring.capacity / 4)
    ring_bell (self);
}

/* Thread: any. */
SteadyCaseProgress
steady_case_writer_progress (const SteadyCaseWriter *self)
{
  SteadyCaseProgress progress = { 0 };

  progress.committed_to = atomic_load (&self->committed_to);
  progress.samples = atomic_load (&self->samples);
  progress.numerics = atomic_load (&self->numerics);
  progress.dropped = atomic_load (&self->dropped);
  progress.lost = atomic_load (&self->lost) + atomic_load (&self->refused);
  progress.wal_bytes = atomic_load (&self->wal_bytes);
  progress.file_bytes = atomic_load (&self->file_bytes);
  progress.disk_bytes = atomic_load (&self->disk_bytes);
  progress.disk_known = atomic_load (&self->disk_known);
  progress.recorder = (uint16_t) atomic_load (&self->recorder);
  progress.sqlite_error = atomic_load (&self->sqlite_error);
  return progress;
}

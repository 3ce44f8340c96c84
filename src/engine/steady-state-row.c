/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-state-row.h"

#include <string.h>

#include "alarm/steady-alarm-limit.h"
#include "base/steady-require.h"
#include "engine/steady-engine.h"
#include "link/steady-build-id.h"

/* Writes or reads piece after piece; @left tells what there is room for, or left. */
typedef struct Cursor
{
  uint8_t *at;
  size_t   left;
} Cursor;

static size_t
device_size (const SteadyDevice *device)
{
  return device->class->state_size != NULL ? device->class->state_size (device) : 0;
}

static size_t
course_size (const SteadyEngine *engine)
{
  return engine->course != NULL ? sizeof *engine->course : 0;
}

/* The most bytes that a row of @engine takes. Thread: main. */
size_t
steady_state_row_size (const SteadyEngine *engine)
{
  size_t size = sizeof (SteadyStateHead) +
                engine->n_tracks * sizeof (SteadyWaveAnchor) + sizeof (uint64_t) +
                steady_alarm_system_state_size (engine->alarms);
  size += sizeof (uint64_t) + sizeof engine->settings.all;
  size += sizeof (uint64_t) + course_size (engine);
  for (unsigned i = 0; i < engine->n_devices; i++)
    size += sizeof (uint64_t) + device_size (engine->devices[i]);
  return size;
}

/* The running kernel's boot id. Thread: main. */
void
steady_state_row_boot (char *ret_boot, size_t size)
{
  g_autofree char *text = NULL;
  if (g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    g_strlcpy (ret_boot, g_strstrip (text), size);
  else
    g_strlcpy (ret_boot, "", size);
}

static void *
take (Cursor *cursor, size_t size)
{
  uint8_t *at = cursor->at;
  steady_require (size <= cursor->left);
  cursor->at += size;
  cursor->left -= size;
  return at;
}

static void
put (Cursor *cursor, const void *bytes, size_t size)
{
  memcpy (take (cursor, size), bytes, size);
}

/*
 * Writes all that a resumed engine must know. @size is at least steady_state_row_size
 * (). Returns the bytes written.
 *
 * Thread: tick. Does not allocate or lock.
 */
size_t
steady_state_row_save (const SteadyEngine *engine, void *ret_state, size_t size)
{
  Cursor          cursor = { ret_state, size };
  SteadyStateHead head = {
    .version = STEADY_STATE_ROW_VERSION,
    .t = engine->moment.now,
    .real = engine->moment.real,
    .start = engine->start,
    .behind = engine->behind,
    .speed = engine->speed,
    .phase = engine->phase,
    .conduct = engine->conduct,
    .overrides = engine->overrides,
    .desk = engine->desk,
    .resume = engine->resume,
    .servo = engine->servo,
    .line_pressure = engine->line_pressure,
    .plan = engine->plan_in_force,
    .commands = engine->commands,
    .events = engine->events,
    .intervention_failed = engine->gate.intervention_failed,
    .command_failed = engine->gate.command_failed,
    .n_anchors = engine->n_tracks,
    .n_devices = engine->n_devices,
  };
  memcpy (head.steers, engine->steers, sizeof head.steers);
  head.timers = engine->timers;
  head.goals = engine->goals;
  g_strlcpy (head.build, steady_build_id (), sizeof head.build);
  memcpy (head.boot, engine->boot, sizeof head.boot);
  memcpy (head.zero, engine->zero.offset, sizeof head.zero);
  put (&cursor, &head, sizeof head);
  for (unsigned i = 0; i < engine->n_tracks; i++)
    put (&cursor, &engine->tracks[i].anchor, sizeof engine->tracks[i].anchor);
  uint64_t bytes = steady_alarm_system_state_size (engine->alarms);
  put (&cursor, &bytes, sizeof bytes);
  steady_alarm_system_save (engine->alarms, take (&cursor, bytes));
  bytes = engine->settings.count * sizeof engine->settings.all[0];
  put (&cursor, &bytes, sizeof bytes);
  put (&cursor, engine->settings.all, bytes);
  bytes = course_size (engine);
  put (&cursor, &bytes, sizeof bytes);
  if (bytes > 0)
    put (&cursor, engine->course, (size_t) bytes);
  for (unsigned i = 0; i < engine->n_devices; i++)
    {
      const SteadyDevice *device = engine->devices[i];
      bytes = device_size (device);
      put (&cursor, &bytes, sizeof bytes);
      if (bytes > 0)
        device->class->save (device, take (&cursor, bytes));
    }
  head.size = (uint32_t) (size - cursor.left);
  memcpy (ret_state, &head, sizeof head);
  return head.size;
}

/*
 * Reads the head of a row. False: too short, another version, or written by another
 * build.
 *
 * Thread: main.
 */
bool
steady_state_row_head (const void *state, size_t size, SteadyStateHead *ret_head)
{
  SteadyStateHead head;
  if (size < sizeof head)
    return false;
  memcpy (&head, state, sizeof head);
  if (head.version != STEADY_STATE_ROW_VERSION || head.size != size ||
      strncmp (head.build, steady_build_id (), sizeof head.build) != 0)
    return false;
  *ret_head = head;
  return true;
}

/* The next sized piece, or false when the row ends before it does. */
static bool
next_piece (Cursor *cursor, const void **ret_bytes, size_t *ret_size)
{
  uint64_t size;
  if (cursor->left < sizeof size)
    return false;
  memcpy (&size, take (cursor, sizeof size), sizeof size);
  if (size > cursor->left)
    return false;
  *ret_bytes = take (cursor, (size_t) size);
  *ret_size = (size_t) size;
  return true;
}

static void
restore_anchor (SteadyEngine *engine, const SteadyWaveAnchor *anchor)
{
  const int16_t track = engine->track_of[anchor->channel];
  if (track >= 0)
    steady_wave_track_resume (&engine->tracks[track], anchor);
}

static bool
restore_course (SteadyEngine *engine, const void *bytes, size_t size)
{
  if (size != course_size (engine))
    return false;
  if (size > 0)
    memcpy (engine->course, bytes, size);
  return size == 0 || steady_course_is_sane (engine->course);
}

static bool
restore_pieces (SteadyEngine *engine, Cursor *cursor, unsigned n_devices)
{
  const void *bytes;
  size_t      size;

  if (!next_piece (cursor, &bytes, &size) ||
      !steady_alarm_system_restore (engine->alarms, bytes, size) ||
      !next_piece (cursor, &bytes, &size) ||
      !steady_alarm_settings_restore (&engine->settings, engine->alarms, bytes, size) ||
      !next_piece (cursor, &bytes, &size) || !restore_course (engine, bytes, size) ||
      n_devices != engine->n_devices)
    return false;
  for (unsigned i = 0; i < n_devices; i++)
    {
      SteadyDevice *device = engine->devices[i];
      if (!next_piece (cursor, &bytes, &size))
        return false;
      if (size > 0 && (device->class->restore == NULL ||
                       !device->class->restore (device, bytes, size)))
        return false;
    }
  return cursor->left == 0;
}

/* Timers run on over a restart: what they count did not stop. */
static void
restore_timers (SteadyEngine *engine, const SteadyTimers *timers)
{
  engine->timers = *timers;
  engine->timers.count = MIN (timers->count, (uint32_t) STEADY_TIMER_SEGMENTS);
  for (unsigned i = 0; i < STEADY_TIMER_SEGMENTS; i++)
    engine->timers.all[i].label[STEADY_TIMER_LABEL_SIZE - 1] = '\0';
  engine->timers_logged = engine->timers.changes;
  engine->timers_told = engine->timers.changes - 1;
}

/* Nothing that moved a set-point goes on by itself: nothing is sent again, and that it
 * has ended is an alarm until a person sets it. */
static void
restore_steers (SteadyEngine *engine, const SteadySteer *steers, SteadyInstant now)
{
  for (unsigned i = 0; i < STEADY_STEERINGS; i++)
    {
      engine->steers[i] = steers[i];
      engine->steers[i].told.who[sizeof steers[i].told.who - 1] = '\0';
      steady_steer_end (&engine->steers[i], now, STEADY_STEER_RESTART);
    }
}

/* The plan that was put in force while the case ran; the limits are in the settings. */
static void
restore_plan (SteadyEngine *engine, const SteadyPlanInForce *plan)
{
  engine->plan_in_force = *plan;
  if (plan->mark == 0)
    return;
  engine->plan_in_force.profile[sizeof plan->profile - 1] = '\0';
  if (plan->flow_l_min > 0 &&
      steady_alarm_system_set_plan_flow (engine->alarms, plan->flow_l_min))
    engine->patient.plan_flow_l_min = plan->flow_l_min;
  if (plan->reservoir_stop_ml > 0)
    {
      engine->patient.reservoir_stop_ml = plan->reservoir_stop_ml;
      engine->deriver.setup.reservoir_stop.ml = plan->reservoir_stop_ml;
    }
}

/*
 * Puts a begun engine where the row says; @now is the instant at which it goes on. A
 * simulated child goes on from the row, as if no time had passed for it. No command is
 * sent. False: the row does not fit this engine, which must not be used then.
 *
 * Thread: main, before the tick starts.
 */
bool
steady_state_row_restore (SteadyEngine *engine,
                          const void   *state,
                          size_t        size,
                          SteadyInstant now)
{
  SteadyStateHead head;
  Cursor          cursor = { (uint8_t *) state, size };

  if (!steady_state_row_head (state, size, &head))
    return false;
  take (&cursor, sizeof head);
  if (head.n_anchors > cursor.left / sizeof (SteadyWaveAnchor))
    return false;
  for (unsigned i = 0; i < head.n_anchors; i++)
    {
      SteadyWaveAnchor anchor;
      memcpy (&anchor, take (&cursor, sizeof anchor), sizeof anchor);
      restore_anchor (engine, &anchor);
    }
  if (!restore_pieces (engine, &cursor, head.n_devices))
    return false;
  engine->start = head.start;
  engine->behind = head.behind + (now - head.t);
  if (engine->mode == STEADY_MODE_TRAINING)
    engine->speed = head.speed;
  engine->phase = head.phase;
  engine->conduct = head.conduct;
  steady_engine_resume_conduct (engine);
  engine->overrides = head.overrides;
  engine->desk = head.desk;
  /* a way back that the crash cut off is not gone on with: nothing starts by itself */
  engine->resume = head.resume;
  steady_resume_flow_end (&engine->resume);
  /* … while one that goes down does: it is safer, and its alarm is still there */
  engine->servo = head.servo;
  engine->line_pressure = head.line_pressure;
  /* the clock of before counts no more: it falls from where it was */
  engine->line_pressure.at = now;
  restore_plan (engine, &head.plan);
  memcpy (engine->zero.offset, head.zero, sizeof head.zero);
  restore_steers (engine, head.steers, now);
  restore_timers (engine, &head.timers);
  engine->goals = head.goals;
  engine->commands = head.commands;
  engine->events = head.events;
  engine->gate.intervention_failed = head.intervention_failed;
  engine->gate.command_failed = head.command_failed != 0;
  return true;
}

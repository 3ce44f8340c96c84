/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-session.h"

#include <fcntl.h>
#include <string.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"
#include "casefile/steady-case-judged.h"
#include "casefile/steady-case-reader.h"
#include "device/sim/steady-simulated-device.h"
#include "device/steady-site-overlay.h"
#include "device/steady-wired-device.h"
#include "engine/steady-fitted.h"
#include "engine/steady-plan-limits.h"
#include "engine/steady-recall.h"
#include "engine/steady-rehearsal.h"
#include "engine/steady-session-plan.h"
#include "engine/steady-state-row.h"
#include "engine/steady-training.h"
#include "engine/steady-welcome.h"
#include "link/steady-build-id.h"
#include "link/steady-link-server.h"

/* What a case that goes on had before. */
typedef struct Past
{
  SteadyMode    mode;
  SteadyInstant start;
  SteadyInstant end;
  int64_t       start_utc;
  uint64_t      seed;
  double        speed;
  void         *state; /* NULL: none was stored yet */
  size_t        state_size;
} Past;

static const char *
text_member (struct json_object *object, const char *key)
{
  struct json_object *member = NULL;
  json_object_object_get_ex (object, key, &member);
  return json_object_is_type (member, json_type_string)
             ? json_object_get_string (member)
             : NULL;
}

static bool
load_training (SteadySession *self, uint64_t seed, GError **error)
{
  SteadyEngine *engine = self->engine;

  engine->scenario =
      self->source_text != NULL
          ? steady_scenario_parse (self->source_file, self->source_text, error)
          : steady_scenario_load (self->source_file, error);
  if (engine->scenario == NULL)
    return false;
  g_free (self->source_text);
  self->source_text = g_strdup (steady_scenario_text (engine->scenario));
  self->title = g_strdup (engine->scenario->shown_as);
  engine->course = g_new0 (SteadyCourse, 1);
  steady_course_init (engine->course);
  self->support = steady_scenario_start (engine->scenario);
  engine->seed = seed != 0 ? seed : steady_scenario_seed (engine->scenario);
  if (!steady_patient_parse_scenario (
          &engine->patient, self->source_file, self->source_text, error))
    return false;
  SteadyDevice *device = steady_device_new_simulated (
      self->source_file, self->source_text, 0, engine->seed, error);
  return device != NULL && steady_engine_attach (engine, device, error);
}

/* The devices of a site, opened and not yet attached. */
typedef struct Opened
{
  SteadyDevice *devices[STEADY_SITE_DEVICES];
  unsigned      n_devices;
} Opened;

/* Two sources never share a place: nobody could tell which of them is shown. */
static bool
places_free (const Opened *self, const SteadyDevice *device, GError **error)
{
  for (unsigned i = 0; i < self->n_devices; i++)
    for (unsigned k = 0; k < self->devices[i]->n_channels; k++)
      for (unsigned n = 0; n < device->n_channels; n++)
        if (device->channels[n].channel == self->devices[i]->channels[k].channel)
          {
            g_set_error (
                error,
                STEADY_ENGINE_ERROR,
                STEADY_ENGINE_ERROR_SOURCE,
                "%s and %s both feed \"%s\"; under \"signals\" of the site file "
                "give one of them another place, or null",
                self->devices[i]->name,
                device->name,
                device->channels[n].name);
            return false;
          }
  return true;
}

/* The site as its file or its case has it, with what people changed of it. */
static SteadySite *
read_site (SteadySession *self, const SteadySiteOverlay *overlay, GError **error)
{
  SteadySite *site =
      self->source_text != NULL
          ? steady_site_parse (self->source_file, self->source_text, error)
          : steady_site_load (self->source_file, error);
  if (site == NULL)
    return NULL;
  g_free (self->source_text);
  self->source_text = g_strdup (site->text);
  if (overlay != NULL)
    steady_site_overlay_apply (overlay, site);
  return site;
}

/* Opens all devices of a site, or none. */
static bool
open_devices (const SteadySite *site, Opened *ret_opened, GError **error)
{
  for (unsigned i = 0; i < site->n_devices; i++)
    {
      const SteadyWiring wiring = steady_site_device_wiring (&site->devices[i], i);
      SteadyDevice      *device = steady_device_new_wired (&wiring, error);
      if (device != NULL && !places_free (ret_opened, device, error))
        g_clear_pointer (&device, steady_device_free);
      if (device == NULL)
        {
          while (ret_opened->n_devices > 0)
            steady_device_free (ret_opened->devices[--ret_opened->n_devices]);
          return false;
        }
      ret_opened->devices[ret_opened->n_devices++] = device;
    }
  return true;
}

/*
 * What people changed of the site must never keep it from its work: where it does not
 * fit any more the site file counts alone, and the case says so.
 */
static bool
load_live (SteadySession *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (SteadySiteOverlay) overlay =
      steady_site_overlay_load (self->source_file, &problem);
  g_autoptr (SteadySite) site = read_site (self, overlay, error);
  Opened opened = { .n_devices = 0 };

  if (site == NULL)
    return false;
  if (problem == NULL && overlay->entries->len > 0 &&
      !open_devices (site, &opened, &problem))
    {
      steady_site_free (g_steal_pointer (&site));
      site = read_site (self, NULL, error);
    }
  if (site == NULL || (opened.n_devices == 0 && !open_devices (site, &opened, error)))
    return false;
  if (problem != NULL)
    self->notice = g_strdup_printf (
        "what was changed on the Devices page is left out: %s", problem->message);
  self->title = g_strdup (site->title);
  self->engine->site_file = g_strdup (self->source_file);
  steady_patient_from_site (&self->engine->patient, site);
  for (unsigned i = 0; i < opened.n_devices; i++)
    if (!steady_engine_attach (self->engine, opened.devices[i], error))
      {
        for (unsigned k = i + 1; k < opened.n_devices; k++)
          steady_device_free (opened.devices[k]);
        return false;
      }
  return true;
}

static void
know_fitted (SteadySession *self, struct json_object *meta)
{
  struct json_object *fitted = NULL;

  if (!json_object_object_get_ex (meta, "fitted", &fitted) ||
      !json_object_is_type (fitted, json_type_array))
    return;
  self->fitted_known = true;
  for (size_t i = 0; i < json_object_array_length (fitted); i++)
    {
      const int channel = json_object_get_int (json_object_array_get_idx (fitted, i));
      if (channel >= 0 && channel < STEADY_CHANNEL_MAX)
        self->fitted[channel] = true;
    }
}

/*
 * A case is judged anew, at whatever speed: by the rules of that day, with what people
 * did then, and with how the engine was then.
 */
static bool
judge_anew (SteadySession    *self,
            SteadyCaseReader *reader,
            const char       *meta_text,
            GError          **error)
{
  struct json_object *meta = json_tokener_parse (meta_text);
  struct json_object *support, *member;

  self->alarm_base = g_strdup (text_member (meta, "alarm_base"));
  self->alarm_profile = g_strdup (text_member (meta, "alarm_profile"));
  if (self->alarm_base != NULL && json_object_object_get_ex (meta, "support", &support))
    {
      if (json_object_object_get_ex (support, "mode", &member))
        self->support.mode = (uint32_t) json_object_get_int (member);
      if (json_object_object_get_ex (support, "flags", &member))
        self->support.flags = (uint32_t) json_object_get_int (member);
      know_fitted (self, meta);
      self->engine->recall = steady_recall_new (reader, self->source_file, error);
    }
  const bool fine = self->alarm_base == NULL || self->engine->recall != NULL;
  json_object_put (meta);
  return fine;
}

/* A case knows its child; another recording does not. */
static bool
know_case (SteadySession *self, GError **error)
{
  SteadyCaseReader *reader = steady_case_reader_open (self->source_file, NULL);
  g_autofree char  *meta =
      reader != NULL ? steady_case_reader_meta (reader, "case") : NULL;
  bool fine = true;

  if (meta != NULL)
    fine = judge_anew (self, reader, meta, error);
  if (reader != NULL)
    steady_case_reader_free (reader);
  if (meta == NULL || !steady_patient_parse_case (&self->engine->patient, meta))
    steady_patient_unknown (&self->engine->patient);
  return fine;
}

/*
 * How long the case is that shall be played, and whether it has the journal of its
 * alarms, with which it can begin anywhere. Another recording says neither: its length
 * stays STEADY_INSTANT_NEVER.
 */
static void
measure_case (SteadySession *self, bool *ret_journal)
{
  SteadyCaseReader *reader = steady_case_reader_open (self->source_file, NULL);
  SteadyCaseSpan    span;

  *ret_journal = false;
  self->length = STEADY_INSTANT_NEVER;
  if (reader == NULL)
    return;
  if (!steady_case_reader_has_judged (reader, ret_journal, NULL))
    *ret_journal = false;
  if (steady_case_reader_span (reader, &span, NULL))
    self->length = span.end - span.start;
  steady_case_reader_free (reader);
}

static bool
load_replay (SteadySession *self, GError **error)
{
  const SteadySpan from = self->options->from;
  bool             journal;

  measure_case (self, &journal);
  if (from > self->length)
    {
      g_set_error (error,
                   STEADY_ENGINE_ERROR,
                   STEADY_ENGINE_ERROR_SOURCE,
                   "%s: ends %.1f s after its start, so it cannot be played from "
                   "%.1f s; give --from an earlier time",
                   self->source_file,
                   steady_span_seconds (self->length),
                   steady_span_seconds (from));
      return false;
    }
  SteadyDevice *device =
      steady_device_new_replay_from (self->source_file, journal ? from : 0, error);

  self->title = g_path_get_basename (self->source_file);
  if (device == NULL)
    return false;
  return steady_engine_attach (self->engine, device, error) && know_case (self, error);
}

static bool
load_source (SteadySession *self, uint64_t seed, GError **error)
{
  switch (self->engine->mode)
    {
    case STEADY_MODE_TRAINING:
      return load_training (self, seed, error);
    case STEADY_MODE_LIVE:
      return load_live (self, error);
    case STEADY_MODE_REVIEW:
    default:
      return load_replay (self, error);
    }
}

/*
 * Whether this case is ECMO from its start, by its phase or by its plan ("support" is
 * "ecmo-va" or "ecmo-vv"): that has rules of its own (safety ruling 17).
 */
static bool
is_ecmo (const SteadySession *self)
{
  struct json_object *plan = json_tokener_parse (self->engine->patient.plan_json);
  const char         *support = text_member (plan, "support");
  const int  planned = support != NULL ? steady_support_mode_from_name (support) : -1;
  const bool ecmo = planned == STEADY_SUPPORT_ECMO_VA ||
                    planned == STEADY_SUPPORT_ECMO_VV ||
                    self->support.mode == STEADY_SUPPORT_ECMO_VA ||
                    self->support.mode == STEADY_SUPPORT_ECMO_VV;

  json_object_put (plan);
  return ecmo;
}

static bool
load_alarms (SteadySession *self, GError **error)
{
  SteadyEngine    *engine = self->engine;
  const bool       ecmo = is_ecmo (self);
  g_autofree char *name = g_strdup_printf (
      "alarms/%s%s.json", ecmo ? "ecmo-" : "", engine->patient.profile);
  g_autofree char *base =
      steady_paths_data (ecmo ? "alarms/ecmo.json" : "alarms/base.json");
  g_autofree char     *profile = steady_paths_data (name);
  const char          *devices[STEADY_CONTROL_MAX] = { NULL };
  SteadyAlarmPlanLimit limits[STEADY_PLAN_LIMITS];
  SteadyPressurePlan   pressures;

  self->ecmo = ecmo;
  steady_engine_prepare (engine);
  if (!self->fitted_known)
    steady_fitted_channels (engine, self->fitted);
  for (unsigned i = 0; i < STEADY_CONTROL_MAX; i++)
    if (engine->gate.controls[i].device != NULL)
      devices[i] = engine->gate.controls[i].device->name;
  const SteadyAlarmSetup setup = {
    .base_file = base,
    .base_text = self->alarm_base,
    .profile_file = engine->patient.profile[0] != '\0' ? profile : NULL,
    .profile_text = self->alarm_profile,
    .plan_flow_l_min = engine->patient.plan_flow_l_min,
    .fitted = self->fitted,
    .devices = devices,
    .plan_limits = limits,
    .n_plan_limits = steady_plan_limits (engine->patient.plan_json, limits),
  };
  if (self->alarm_base == NULL)
    {
      /* kept with the case: replaying its alarms needs the rules of that day */
      g_file_get_contents (setup.base_file, &self->alarm_base, NULL, NULL);
      if (setup.profile_file != NULL)
        g_file_get_contents (setup.profile_file, &self->alarm_profile, NULL, NULL);
    }
  if (steady_line_pressure_plan_read (engine->patient.plan_json, &pressures))
    steady_line_pressure_limit_set (&engine->line_pressure, &pressures);
  engine->alarms = steady_alarm_system_new (&setup, error);
  if (engine->alarms == NULL)
    return false;
  steady_deriver_set_water_rate (&engine->deriver,
                                 steady_alarm_system_water_rate (engine->alarms));
  return true;
}

static bool
read_meta (SteadySession *self, SteadyCaseReader *reader, Past *past, GError **error)
{
  g_autofree char    *text = steady_case_reader_meta (reader, "case");
  struct json_object *meta = text != NULL ? json_tokener_parse (text) : NULL;
  struct json_object *member = NULL;
  const char         *kind = text_member (meta, "source_kind");
  const char         *file = text_member (meta, "source_file");

  if (kind != NULL && file != NULL)
    {
      self->source_kind = g_strdup (kind);
      self->source_file = g_strdup (file);
      self->source_text = g_strdup (text_member (meta, "source_text"));
      if (json_object_object_get_ex (meta, "seed", &member))
        past->seed = (uint64_t) json_object_get_int64 (member);
      if (json_object_object_get_ex (meta, "speed", &member))
        past->speed = json_object_get_double (member);
    }
  json_object_put (meta);
  if (self->source_file != NULL)
    return true;
  g_set_error (error,
               STEADY_ENGINE_ERROR,
               STEADY_ENGINE_ERROR_RESUME,
               "%s: does not say where it came from; start a new case",
               self->case_file);
  return false;
}

/* Asked before anything opens the case for writing: a finished file stays as it is. */
static bool
check_unfinished (const SteadySession *self, SteadyCaseReader *reader, GError **error)
{
  if (!steady_case_reader_finished (reader))
    return true;
  g_set_error (error,
               STEADY_ENGINE_ERROR,
               STEADY_ENGINE_ERROR_RESUME,
               "%s: is finished and takes no more recording; begin a new case",
               self->case_file);
  return false;
}

static bool
read_past (SteadySession *self, Past *past, GError **error)
{
  SteadyCaseSpan span;
  SteadyInstant  t;
  g_autoptr (GError) cause = NULL;
  SteadyCaseReader *reader = steady_case_reader_open (self->case_file, error);

  if (reader == NULL)
    return false;
  past->mode = steady_case_reader_mode (reader);
  past->speed = 1;
  bool fine = check_unfinished (self, reader, error) &&
              steady_case_reader_span (reader, &span, error) &&
              read_meta (self, reader, past, error);
  if (fine)
    {
      past->start = span.start;
      past->end = span.end;
      past->start_utc = span.start_utc;
      past->state =
          steady_case_reader_last_state (reader, &t, &past->state_size, &cause);
      fine = cause == NULL &&
             steady_case_reader_clinical (reader, &self->engine->past, &cause) &&
             steady_case_reader_checklist (reader, &self->engine->checks.past, &cause);
    }
  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  steady_case_reader_free (reader);
  return fine;
}

/*
 * Where a case goes on: where its clock stands by now when the machine has run on since
 * the last state, else just after its end. Never before its end.
 */
static SteadyInstant
continue_at (const SteadySession *self, const Past *past, SteadyInstant real_now)
{
  const SteadyInstant after_end = past->end + 20 * STEADY_NSEC_PER_MSEC;
  SteadyStateHead     head;

  if (past->state == NULL ||
      !steady_state_row_head (past->state, past->state_size, &head) ||
      strncmp (head.boot, self->engine->boot, sizeof head.boot) != 0 ||
      real_now < head.real)
    return after_end;
  const SteadySpan passed = (SteadySpan) ((double) (real_now - head.real) * head.speed);
  return MAX (after_end, head.t + passed);
}

static SteadyInstant
first_instant (SteadySession *self, const Past *past, SteadyInstant real_now)
{
  if (past != NULL && self->engine->mode != STEADY_MODE_LIVE)
    return continue_at (self, past, real_now);
  return self->engine->mode == STEADY_MODE_LIVE ? real_now : 0;
}

/* After a reboot the clock of the machine has begun anew: case time goes on. */
static SteadyInstant
start_of_live (const Past *past, SteadyInstant real_now)
{
  if (real_now > past->end)
    return past->start;
  return real_now - (past->end - past->start) - STEADY_NSEC_PER_SEC;
}

static bool
restore (SteadySession *self, const Past *past, GError **error)
{
  SteadyEngine *engine = self->engine;

  engine->start = engine->mode == STEADY_MODE_LIVE ? start_of_live (past, self->begin)
                                                   : past->start;
  if (past->state == NULL)
    {
      /* It was cut off within its first second: the child begins anew. */
      engine->behind = self->begin - engine->start;
      return true;
    }
  const SteadyInstant start = engine->start;
  if (!steady_state_row_restore (engine, past->state, past->state_size, self->begin))
    {
      g_set_error (error,
                   STEADY_ENGINE_ERROR,
                   STEADY_ENGINE_ERROR_RESUME,
                   "%s: its last state was written by another build of Steady; start a "
                   "new case",
                   self->case_file);
      return false;
    }
  engine->start = start;
  return true;
}

/* What the alarms count on, by channel: judging anew must not guess it. */
static struct json_object *
describe_fitted (const SteadySession *self)
{
  struct json_object *fitted = json_object_new_array ();

  for (unsigned i = 0; i < STEADY_CHANNEL_MAX; i++)
    if (self->fitted[i])
      json_object_array_add (fitted, json_object_new_int ((int) i));
  return fitted;
}

static char *
describe_case (const SteadySession *self)
{
  const SteadyEngine *engine = self->engine;
  struct json_object *meta = json_object_new_object ();
  struct json_object *realtime = json_object_new_object ();
  struct json_object *support = json_object_new_object ();

#define TEXT(key, text)    \
  json_object_object_add ( \
      meta, key, (text) != NULL ? json_object_new_string (text) : NULL)
  TEXT ("build", steady_build_id ());
  TEXT ("title", self->title);
  TEXT ("source_kind", self->source_kind);
  TEXT ("source_file", self->source_file);
  TEXT ("source_text", self->source_text);
  TEXT ("alarm_base", self->alarm_base);
  TEXT ("alarm_profile", self->alarm_profile);
#undef TEXT
  json_object_object_add (
      meta, "patient", json_tokener_parse (engine->patient.patient_json));
  json_object_object_add (meta, "plan", json_tokener_parse (engine->patient.plan_json));
  json_object_object_add (
      support, "mode", json_object_new_int64 (engine->phase.support.mode));
  json_object_object_add (
      support, "flags", json_object_new_int64 (engine->phase.support.flags));
  json_object_object_add (meta, "support", support);
  json_object_object_add (meta, "fitted", describe_fitted (self));
  json_object_object_add (meta, "seed", json_object_new_int64 ((int64_t) engine->seed));
  json_object_object_add (meta, "speed", json_object_new_double (engine->speed));
  json_object_object_add (
      realtime, "scheduled", json_object_new_boolean (engine->realtime.scheduled));
  json_object_object_add (
      realtime, "locked", json_object_new_boolean (engine->realtime.locked));
  json_object_object_add (meta, "realtime", realtime);
  char *text = g_strdup (json_object_to_json_string_ext (meta, JSON_C_TO_STRING_PLAIN));
  json_object_put (meta);
  return text;
}

static bool
open_case (SteadySession           *self,
           const SteadyCaseChannel *channels,
           unsigned                 n_channels,
           GError                 **error)
{
  SteadyEngine         *engine = self->engine;
  g_autofree char      *meta = describe_case (self);
  g_autofree char      *rules = steady_alarm_system_describe (engine->alarms);
  const SteadyCaseSetup setup = {
    .path = self->case_file,
    .resume = self->resumed,
    .wait = engine->manual,
    .mode = engine->mode,
    .start = engine->start,
    .start_utc = self->start_utc,
    .meta_json = meta,
    .rules_json = rules,
    .channels = channels,
    .n_channels = n_channels,
  };
  if (self->case_file == NULL)
    return true;
  engine->writer = steady_case_writer_open (&setup, error);
  if (engine->writer == NULL)
    return false;
  engine->journal = steady_alarm_system_keep_journal (engine->alarms, engine->start);
  return true;
}

static bool
open_link (SteadySession           *self,
           const SteadyCaseChannel *channels,
           unsigned                 n_channels,
           GError                 **error)
{
  const SteadyOptions     *options = self->options;
  const SteadyWelcomeSetup setup = { .title = self->title,
                                     .case_file = self->case_file,
                                     .start_utc = self->start_utc,
                                     .resumed = self->resumed,
                                     .channels = channels,
                                     .n_channels = n_channels };
  int                      fd = options->listen_fd;

  if (options->socket == NULL && fd < 0 && options->beat_fd < 0)
    return true;
  if (fd >= 0 && !steady_link_server_is_listening (fd))
    {
      g_set_error (
          error,
          STEADY_ENGINE_ERROR,
          STEADY_ENGINE_ERROR_SOURCE,
          "--listen-fd %d: is not a listening socket; start the engine through "
          "steady, or with --socket",
          fd);
      return false;
    }
  if (options->socket != NULL)
    fd = steady_link_server_listen (options->socket, error);
  if (options->socket != NULL && fd < 0)
    return false;
  if (fd >= 0)
    fcntl (fd, F_SETFD, FD_CLOEXEC);
  const SteadyPlanCase plans = { .mode = self->engine->mode,
                                 .weight_kg = self->engine->patient.weight_kg,
                                 .alarm_base = self->alarm_base,
                                 .ecmo = self->ecmo,
                                 .plan_json = self->engine->patient.plan_json,
                                 .stored = self->stored };
  struct json_object  *welcome = steady_welcome_new (self->engine, &setup);
  if (self->stored != NULL)
    json_object_object_add (
        welcome, STEADY_STORED_PLAN_MEMBER, json_object_get (self->stored->about));
  self->io = steady_io_start (self->engine, fd, options->beat_fd, welcome, &plans);
  return true;
}

static void
take_names (SteadySession *self, const SteadyOptions *options)
{
  static const char *const kinds[] = { [STEADY_SOURCE_TRAINING] = "training",
                                       [STEADY_SOURCE_REHEARSE] = "training",
                                       [STEADY_SOURCE_LIVE] = "live",
                                       [STEADY_SOURCE_REPLAY] = "replay" };
  if (options->source == STEADY_SOURCE_RESUME)
    {
      self->resumed = true;
      self->case_file = g_strdup (options->file);
      return;
    }
  self->source_kind = g_strdup (kinds[options->source]);
  self->source_file = g_strdup (options->file);
  self->case_file = g_strdup (options->case_file);
}

static SteadyMode
mode_of (const SteadyOptions *options)
{
  if (options->source == STEADY_SOURCE_LIVE)
    return STEADY_MODE_LIVE;
  return options->source == STEADY_SOURCE_REPLAY ? STEADY_MODE_REVIEW
                                                 : STEADY_MODE_TRAINING;
}

/* What was done before can be amended after a restart too. */
static void
recall_acts (SteadyEngine *engine)
{
  SteadyClinicalLine before;

  for (guint i = 0; engine->past != NULL && i < engine->past->len; i++)
    steady_clinical_desk_add (&engine->clinical,
                              &g_array_index (engine->past, SteadyClinicalRecord, i),
                              &before);
  steady_engine_recall_checklists (engine);
}

static bool
begin (SteadySession *self, const Past *past, GError **error)
{
  SteadyEngine       *engine = self->engine;
  const SteadyInstant real = steady_clock_now ();
  unsigned            n_channels = 0;

  self->begin = first_instant (self, self->resumed ? past : NULL, real);
  self->begin_real = real;
  /* Asked before the other threads start: they fall back to normal by themselves. A
   * case that runs faster than life must not take the processor from everything else.
   */
  if (!engine->manual && engine->speed <= 1)
    engine->realtime = steady_realtime_ask ();
  steady_watch_init (&engine->watch, real, self->options->beat_fd >= 0);
  steady_engine_begin (engine, self->begin, real, &self->support);
  if (self->resumed && !restore (self, past, error))
    return false;
  if (engine->recall != NULL &&
      !steady_recall_begin (engine->recall, engine, self->options->from, error))
    return false;
  self->start_utc = self->resumed ? past->start_utc : steady_clock_utc_ns ();
  recall_acts (engine);
  g_autofree SteadyCaseChannel *channels =
      steady_welcome_channels (engine, &n_channels);
  if (!open_case (self, channels, n_channels, error))
    return false;
  if (self->resumed)
    steady_session_recall_plan (self);
  steady_session_look_for_plan (self);
  return open_link (self, channels, n_channels, error);
}

/*
 * Makes all that a run needs. On failure what was made is closed again, a case that was
 * just created included.
 *
 * Thread: main.
 */
bool
steady_session_open (SteadySession *self, const SteadyOptions *options, GError **error)
{
  Past past = { .mode = mode_of (options), .speed = options->speed };

  *self = (SteadySession){ .options = options,
                           .length = STEADY_INSTANT_NEVER,
                           .told = { .lines = options->progress, .shown = -1 } };
  take_names (self, options);
  bool fine = !self->resumed;
  self->engine = steady_engine_new (past.mode);
  steady_state_row_boot (self->engine->boot, sizeof self->engine->boot);
  steady_checklist_desk_load (&self->engine->checks);
  if (self->resumed)
    {
      fine = read_past (self, &past, error);
      self->engine->mode = past.mode;
      self->engine->gate.mode = past.mode;
    }
  self->engine->manual = options->manual;
  self->engine->speed = past.speed;
  if (options->source == STEADY_SOURCE_REHEARSE)
    self->source_text = steady_rehearsal_scenario (options->file, error);
  fine =
      fine && (options->source != STEADY_SOURCE_REHEARSE || self->source_text != NULL);
  const uint64_t seed = self->resumed ? past.seed : options->seed;
  fine = fine && load_source (self, seed, error) && load_alarms (self, error) &&
         begin (self, &past, error);
  g_free (past.state);
  if (!fine)
    steady_session_close (self, NULL);
  return fine;
}

/*
 * Says goodbye to the clients and closes the case. False: the case could not be closed
 * well; what was committed is still there.
 *
 * Thread: main.
 */
bool
steady_session_close (SteadySession *self, GError **error)
{
  bool fine = true;
  steady_io_stop (self->io);
  steady_training_keep (self);
  if (self->engine != NULL && self->engine->writer != NULL && self->engine->restart)
    steady_case_writer_leave (self->engine->writer);
  else if (self->engine != NULL && self->engine->writer != NULL)
    fine = steady_case_writer_close (self->engine->writer, error);
  if (self->engine != NULL)
    g_clear_pointer (&self->engine->past, g_array_unref);
  steady_engine_free (self->engine);
  steady_plan_intake_finish (&self->plans);
  g_clear_pointer (&self->stored, steady_stored_plan_free);
  g_free (self->title);
  g_free (self->case_file);
  g_free (self->source_kind);
  g_free (self->source_file);
  g_free (self->source_text);
  g_free (self->alarm_base);
  g_free (self->alarm_profile);
  g_free (self->notice);
  *self = (SteadySession){ 0 };
  return fine;
}

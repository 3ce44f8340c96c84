/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/steady-welcome.h"

#include "base/steady-json-members.h"
#include "base/steady-json.h"
#include "engine/steady-engine.h"
#include "link/steady-build-id.h"
#include "scenario/steady-course-words.h"

/* Whether the engine itself is the source: nobody else may say it. Thread: any. */
bool
steady_welcome_is_own (SteadyChannel channel)
{
  switch ((int) channel)
    {
    case STEADY_CHANNEL_ENGINE_LATENESS:
    case STEADY_CHANNEL_DEVICE_LINK:
    case STEADY_CHANNEL_SOUNDER_LINK:
    case STEADY_CHANNEL_SUPERVISOR_LINK:
    case STEADY_CHANNEL_RECORDER:
    case STEADY_CHANNEL_INTERVENTION_FAILED:
    case STEADY_CHANNEL_COMMAND_FAILED:
    case STEADY_CHANNEL_OVERRIDE:
    case STEADY_CHANNEL_CEREBRAL_BASELINE:
    case STEADY_CHANNEL_CARDIOPLEGIA_GIVEN:
    case STEADY_CHANNEL_SUCTION_AFTER_PROTAMINE:
    case STEADY_CHANNEL_STEERING_LOST:
    case STEADY_CHANNEL_OXYGEN_CONSUMPTION_INDEX:
    case STEADY_CHANNEL_CO2_PRODUCTION_INDEX:
    case STEADY_CHANNEL_DELIVERY_PER_CO2:
    case STEADY_CHANNEL_DELIVERY_NADIR:
    case STEADY_CHANNEL_DELIVERY_DEFICIT:
    case STEADY_CHANNEL_DELIVERY_LOW_TIME:
    case STEADY_CHANNEL_ACT_AGE:
    case STEADY_CHANNEL_GAS_AGE:
    case STEADY_CHANNEL_CARDIOPLEGIA_AGE:
    case STEADY_CHANNEL_ARREST_TIME:
    case STEADY_CHANNEL_CLAMP_TIME:
    case STEADY_CHANNEL_BYPASS_TIME:
    case STEADY_CHANNEL_VOLUME_DRIFT:
    case STEADY_CHANNEL_TRANSMEMBRANE_OF_BASELINE:
    case STEADY_CHANNEL_CONSOLE_LINK:
    case STEADY_CHANNEL_WAL_SIZE:
    case STEADY_CHANNEL_CLOCK_STEPPED:
    case STEADY_CHANNEL_BYPASS_NEEDS:
    case STEADY_CHANNEL_DISK_HOURS:
      return true;
    default:
      return false;
    }
}

static bool
is_listed (const GArray *channels, unsigned channel)
{
  for (unsigned i = 0; i < channels->len; i++)
    if (g_array_index (channels, SteadyCaseChannel, i).channel == channel)
      return true;
  return false;
}

static SteadyCaseChannel
own_channel (const SteadyChannelInfo *info, uint32_t flags)
{
  SteadyCaseChannel channel = { .channel = (uint16_t) info->channel,
                                .kind = (uint16_t) info->kind,
                                .decimals = info->decimals,
                                .flags = flags };
  g_strlcpy (channel.name, info->name, sizeof channel.name);
  g_strlcpy (channel.label, info->label, sizeof channel.label);
  g_strlcpy (channel.unit, info->unit, sizeof channel.unit);
  g_strlcpy (channel.source, "engine", sizeof channel.source);
  return channel;
}

/*
 * All channels of the case: what the devices give, what is derived from it, and the
 * engine's own. Free with g_free ().
 *
 * Thread: main, after steady_engine_begin ().
 */
SteadyCaseChannel *
steady_welcome_channels (const SteadyEngine *engine, unsigned *ret_count)
{
  GArray *channels = g_array_new (FALSE, TRUE, sizeof (SteadyCaseChannel));

  for (unsigned i = 0; i < engine->n_devices; i++)
    for (unsigned k = 0; k < engine->devices[i]->n_channels; k++)
      if (!is_listed (channels, engine->devices[i]->channels[k].channel))
        g_array_append_val (channels, engine->devices[i]->channels[k]);
  for (unsigned i = 0; i < steady_channel_count (); i++)
    {
      const SteadyChannelInfo *info = steady_channel_at (i);
      const bool               own = steady_welcome_is_own (info->channel);
      const bool               entered = steady_conduct_is_entered (info->channel);
      if (is_listed (channels, info->channel) ||
          (!own && !entered && !steady_deriver_owns (&engine->deriver, info->channel)))
        continue;
      const SteadyCaseChannel channel = own_channel (info,
                                                     own       ? 0
                                                     : entered ? STEADY_SAMPLE_ENTERED
                                                               : STEADY_SAMPLE_DERIVED);
      g_array_append_val (channels, channel);
    }
  *ret_count = channels->len;
  return (SteadyCaseChannel *) (void *) g_array_free (channels, FALSE);
}

/* JSON that another part has made; {} where it cannot be read. */
static void
add_json (struct json_object *object, const char *key, const char *text)
{
  struct json_object *member = json_tokener_parse (text);
  json_object_object_add (
      object, key, member != NULL ? member : json_object_new_object ());
}

/* What a channel is, as JSON. The caller owns it. Thread: any. */
struct json_object *
steady_welcome_describe_channel (const SteadyCaseChannel *channel)
{
  struct json_object *object = json_object_new_object ();
  steady_json_add_integer (object, "channel", channel->channel);
  steady_json_add_text (object, "name", channel->name);
  steady_json_add_text (object, "label", channel->label);
  steady_json_add_text (object, "unit", channel->unit);
  steady_json_add_integer (object, "kind", channel->kind);
  steady_json_add_integer (object, "decimals", channel->decimals);
  return object;
}

static struct json_object *
describe_channels (const SteadyWelcomeSetup *setup)
{
  struct json_object *list = json_object_new_array ();
  for (unsigned i = 0; i < setup->n_channels; i++)
    {
      const SteadyCaseChannel *channel = &setup->channels[i];
      struct json_object      *object = steady_welcome_describe_channel (channel);
      steady_json_add_number (object, "rate_hz", channel->rate_hz);
      steady_json_add_text (object, "source", channel->source);
      steady_json_add_integer (object, "flags", channel->flags);
      json_object_array_add (list, object);
    }
  return list;
}

static struct json_object *
describe_controls (const SteadyEngine *engine)
{
  struct json_object *list = json_object_new_array ();
  for (unsigned i = 1; i < STEADY_CONTROL_MAX; i++)
    {
      const SteadyDeviceControl *about = engine->gate.controls[i].about;
      if (about == NULL)
        continue;
      struct json_object *object = json_object_new_object ();
      steady_json_add_integer (object, "control", i);
      steady_json_add_text (object, "name", steady_control_name ((SteadyControl) i));
      steady_json_add_number (object, "low", about->low);
      steady_json_add_number (object, "high", about->high);
      steady_json_add_number (object, "step", about->step);
      steady_json_add_integer (object, "readback", about->readback);
      steady_json_add_text (object, "device", engine->gate.controls[i].device->name);
      json_object_array_add (list, object);
    }
  return list;
}

static struct json_object *
describe_training (const SteadyEngine *engine)
{
  const SteadyScenario *scenario = engine->scenario;
  struct json_object   *object = json_object_new_object ();

  steady_json_add_text (object, "story", scenario->story);
  steady_json_add_text (object, "category", scenario->category);
  steady_json_add_integer (object, "difficulty", scenario->difficulty);
  steady_json_add_number (object, "length_s", steady_span_seconds (scenario->length));
  json_object_object_add (object, "actions", steady_course_tell_actions (scenario));
  return object;
}

static bool
any_simulated (const SteadyEngine *engine)
{
  for (unsigned i = 0; i < engine->n_devices; i++)
    if (engine->devices[i]->simulated)
      return true;
  return false;
}

/*
 * The configuration as JSON; "control" is added for each client. The caller owns it.
 *
 * Thread: main, after steady_engine_begin ().
 */
struct json_object *
steady_welcome_new (const SteadyEngine *engine, const SteadyWelcomeSetup *setup)
{
  struct json_object *object = json_object_new_object ();
  struct json_object *realtime = json_object_new_object ();
  g_autofree char    *rules = steady_alarm_system_describe (engine->alarms);

  steady_json_add_text (object, "build", steady_build_id ());
  steady_json_add_text (object, "mode", steady_mode_name (engine->mode));
  steady_json_add_bool (object, "simulated", any_simulated (engine));
  steady_json_add_text (object, "case_file", setup->case_file);
  steady_json_add_integer (object, "case_start", engine->start);
  steady_json_add_integer (object, "start_utc", setup->start_utc);
  steady_json_add_number (object, "speed", engine->speed);
  steady_json_add_bool (object, "resumed", setup->resumed);
  steady_json_add_text (object, "title", setup->title);
  add_json (object, "patient", engine->patient.patient_json);
  add_json (object, "plan", engine->patient.plan_json);
  if (engine->scenario != NULL)
    json_object_object_add (object, "training", describe_training (engine));
  json_object_object_add (object, "channels", describe_channels (setup));
  json_object_object_add (object, "controls", describe_controls (engine));
  add_json (object, "rules", rules);
  steady_json_add_bool (realtime, "scheduled", engine->realtime.scheduled);
  steady_json_add_bool (realtime, "locked", engine->realtime.locked);
  json_object_object_add (object, "realtime", realtime);
  return object;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "review/steady-annotation-sender.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "base/steady-paths.h"

typedef struct Sending
{
  SteadyAnnotationCallback callback;
  void                    *data;
} Sending;

static struct json_object *
annotation (const char *kind, const char *author, const char *text)
{
  struct json_object *object = json_object_new_object ();

  json_object_object_add (object, "kind", json_object_new_string (kind));
  json_object_object_add (object, "author", json_object_new_string (author));
  json_object_object_add (object, "text", json_object_new_string (text));
  return object;
}

static void
add_time (struct json_object *object, const char *key, SteadySpan t)
{
  json_object_object_add (
      object, key, json_object_new_double (steady_span_seconds (MAX (t, 0))));
}

/* What is to be noted at case time @t. Thread: main. */
struct json_object *
steady_annotation_note (SteadySpan t, const char *author, const char *text)
{
  struct json_object *object = annotation ("note", author, text);

  json_object_object_add (object, "about", json_object_new_string ("review"));
  add_time (object, "t_s", t);
  return object;
}

/* @channel, by its name, is not to be trusted from @from to @to. Thread: main. */
struct json_object *
steady_annotation_artefact (SteadySpan  from,
                            SteadySpan  to,
                            const char *channel,
                            const char *author,
                            const char *text)
{
  struct json_object *object = annotation ("artefact", author, text);

  json_object_object_add (object, "channel", json_object_new_string (channel));
  add_time (object, "from_s", from);
  add_time (object, "to_s", to);
  return object;
}

/* The artefact of note @note is none, after all. Thread: main. */
struct json_object *
steady_annotation_withdraw (int64_t note, const char *author, const char *text)
{
  struct json_object *object = annotation ("artefact-withdrawn", author, text);

  json_object_object_add (object, "id", json_object_new_int64 (note));
  return object;
}

/* What event @event should say. Thread: main. */
struct json_object *
steady_annotation_amend (int64_t event, const char *author, const char *text)
{
  struct json_object *object = annotation ("amendment", author, text);

  json_object_object_add (object, "event", json_object_new_int64 (event));
  return object;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  g_autofree char *problem = NULL;

  if (!g_subprocess_communicate_utf8_finish (
          G_SUBPROCESS (source), result, NULL, &said, &error))
    problem = g_strdup (error->message);
  else if (!g_subprocess_get_successful (G_SUBPROCESS (source)))
    problem = g_strdup (said != NULL && said[0] != '\0' ? g_strstrip (said)
                                                        : _ ("It was not added."));
  sending->callback (sending->data, problem);
  g_free (sending);
}

/* Sends @annotation, which is taken over, into @case_file. Thread: main. */
void
steady_annotation_send (const char              *case_file,
                        struct json_object      *object,
                        SteadyAnnotationCallback callback,
                        void                    *data)
{
  g_autofree char *engine = steady_paths_program ("steady-engine");
  g_autofree char *line = g_strconcat (
      json_object_to_json_string_ext (object, JSON_C_TO_STRING_PLAIN), "\n", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
          G_SUBPROCESS_FLAGS_STDERR_PIPE,
      &error,
      engine,
      "--annotate",
      case_file,
      NULL);

  json_object_put (object);
  if (process == NULL)
    {
      callback (data, error->message);
      return;
    }
  Sending *sending = g_new0 (Sending, 1);
  sending->callback = callback;
  sending->data = data;
  g_subprocess_communicate_utf8_async (process, line, NULL, on_sent, sending);
}

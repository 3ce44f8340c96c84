/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "records/steady-record-page.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/steady-json.h"
#include "measure/steady-alarm-setting.h"
#include "measure/steady-clinical-record.h"
#include "widgets/steady-template-path.h"
#include "widgets/steady-words.h"

/* What the engine last said of one number. */
typedef struct Heard
{
  bool   known;
  double value;
} Heard;

struct _SteadyRecordPage
{
  GtkWidget             parent_instance;
  GtkWidget            *box;
  GtkLabel             *facts;
  GtkLabel             *answer;
  GtkEntry             *entry;
  SteadySheetBar       *sheets;
  const SteadyPageHost *host;
  char                 *case_file; /* NULL: none is kept */
  char                  operator_name[STEADY_OPERATOR_SIZE];
  Heard                 recorder;
  Heard                 hours;
  SteadyInstant         start; /* of the case, on the engine's clock */
  SteadyInstant         now;
  SteadyInstant         committed;
  uint64_t              asked; /* id of the last record */
  unsigned              count; /* records that were asked for */
};

static void steady_record_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyRecordPage,
                               steady_record_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_record_page_page_init))

static void
append_line (GString *text, const char *label, const char *value)
{
  g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", label, value);
}

/* Hours of recording that fit on the disk; what nobody knows is said to be so. */
static char *
hours_words (const SteadyRecordPage *self)
{
  if (!self->hours.known)
    return g_strdup (_ ("not known yet"));
  if (self->hours.value < 1)
    return g_strdup_printf (_ ("%.0f min: make room or change the disk now"),
                            self->hours.value * 60);
  return self->hours.value > 999 ? g_strdup (_ ("more than 999 h"))
                                 : g_strdup_printf (_ ("%.0f h"), self->hours.value);
}

static void
append_disk (const SteadyRecordPage *self, GString *text)
{
  GStatBuf         status;
  g_autofree char *hours = hours_words (self);
  g_autofree char *size = g_stat (self->case_file, &status) == 0
                              ? g_format_size ((guint64) status.st_size)
                              : g_strdup (_ ("not known"));
  char             since[32];

  append_line (text, _ ("File"), self->case_file);
  append_line (text, _ ("Size"), size);
  steady_words_span (self->now - self->start, since, sizeof since);
  append_line (text, _ ("Recorded for"), since);
  append_line (text, _ ("Room on the disk for"), hours);
  if (self->committed != 0 && self->now > self->committed)
    {
      steady_words_age (self->now - self->committed, since, sizeof since);
      append_line (text, _ ("On the disk is all but the last"), since);
    }
}

static void
show_facts (SteadyRecordPage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (self->case_file == NULL)
    g_string_append (text,
                     _ ("NOTHING IS RECORDED. What happens now is kept nowhere."));
  else
    {
      append_line (text,
                   _ ("Recorder"),
                   self->recorder.known
                       ? steady_words_recorder (
                             (SteadyRecorderState) lround (self->recorder.value))
                       : _ ("not known"));
      append_disk (self, text);
    }
  append_line (text,
               _ ("Signed in"),
               self->operator_name[0] != '\0' ? self->operator_name : _ ("nobody"));
  if (g_strcmp0 (text->str, gtk_label_get_text (self->facts)) != 0)
    gtk_label_set_text (self->facts, text->str);
}

static void
say (SteadyRecordPage *self, const char *text)
{
  gtk_label_set_text (self->answer, text);
}

static bool
send_frame (SteadyRecordPage *self,
            SteadyFrameType   type,
            const void       *data,
            size_t            length)
{
  if (self->host != NULL && self->host->send (self->host->data, type, data, length))
    return true;
  say (self, _ ("There is no link to the engine now; nothing was written."));
  return false;
}

/* Writes @text beside what happens now. */
void
steady_record_page_note (SteadyRecordPage *self, const char *text)
{
  SteadyMark mark = { .event = STEADY_EVENT_NOTE, .value = 0 };

  if (text[0] == '\0')
    return;
  g_strlcpy (mark.text, text, sizeof mark.text);
  if (send_frame (self, STEADY_FRAME_MARK, &mark, sizeof mark))
    {
      say (self, _ ("The note is written."));
      gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
    }
}

/* Marks the case: "good-catch" with the words of the entry, or "teaching". */
void
steady_record_page_mark (SteadyRecordPage *self, const char *mark)
{
  SteadyClinicalRecord record = { .kind = STEADY_CLINICAL_GOOD_CATCH,
                                  .amount = NAN,
                                  .concentration = NAN,
                                  .volume_ml = NAN,
                                  .pressure_mmhg = NAN,
                                  .temperature_c = NAN };
  const bool           teaching = strcmp (mark, "teaching") == 0;
  const char          *words = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (!teaching && words[0] == '\0')
    {
      say (self, _ ("Write first what was seen in time."));
      return;
    }
  self->asked = (uint64_t) self->now + ++self->count;
  record.id = self->asked;
  record.given = self->now;
  g_strlcpy (record.what, teaching ? "teaching" : "", sizeof record.what);
  g_strlcpy (
      record.text, words[0] != '\0' ? words : _ ("Teaching case"), sizeof record.text);
  send_frame (self, STEADY_FRAME_CLINICAL_REQUEST, &record, sizeof record);
}

static void
on_note (SteadyRecordPage *self)
{
  steady_record_page_note (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
on_good_catch (SteadyRecordPage *self)
{
  steady_record_page_mark (self, "good-catch");
}

static void
on_teaching (SteadyRecordPage *self)
{
  steady_record_page_mark (self, "teaching");
}

static void
take_welcome (SteadyRecordPage *self, const SteadyFrame *frame)
{
  SteadyJsonDocument document = { 0 };
  const char        *file = NULL;

  g_clear_pointer (&self->case_file, g_free);
  if (!steady_json_document_parse (
          &document, "welcome", frame->payload, -1, NULL, 0, NULL))
    return;
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (steady_json_has (&root, "case_file") &&
      steady_json_get_string (&root, "case_file", &file, NULL) && file[0] != '\0')
    self->case_file = g_strdup (file);
  steady_json_document_finish (&document);
  self->recorder.known = false;
  self->hours.known = false;
  steady_sheet_bar_set_case (self->sheets, self->case_file);
}

static void
take_numerics (SteadyRecordPage *self, const SteadyFrame *frame)
{
  const SteadySample *samples = frame->payload;

  for (size_t i = 0; i < frame->length / sizeof *samples; i++)
    {
      Heard *heard =
          samples[i].channel == STEADY_CHANNEL_DISK_HOURS ? &self->hours : NULL;
      if (heard != NULL)
        *heard = (Heard){ .known = steady_sample_usable (&samples[i]),
                          .value = samples[i].value };
    }
}

static void
take_heartbeat (SteadyRecordPage *self, const SteadyHeartbeat *beat)
{
  self->committed = beat->committed_to;
  self->start = beat->case_start;
  self->recorder = (Heard){ .known = true, .value = beat->recorder };
}

static void
take_answer (SteadyRecordPage *self, const SteadyClinicalAnswer *answer)
{
  if (answer->id != self->asked)
    return;
  self->asked = 0;
  const bool fine = answer->status == STEADY_ANSWER_CONFIRMED;
  say (self,
       fine ? _ ("The mark stands in the case.")
            : steady_words_refusal ((SteadyRefusal) answer->refusal));
  if (fine)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
steady_record_page_take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyRecordPage *self = STEADY_RECORD_PAGE (page);

  self->now = frame->header.t;
  switch ((int) frame->header.type)
    {
    case STEADY_FRAME_WELCOME:
      take_welcome (self, frame);
      break;
    case STEADY_FRAME_NUMERICS:
      take_numerics (self, frame);
      break;
    case STEADY_FRAME_HEARTBEAT:
      take_heartbeat (self, frame->payload);
      break;
    case STEADY_FRAME_DESK:
      memcpy (self->operator_name,
              ((const SteadyDesk *) frame->payload)->operator_name,
              sizeof self->operator_name);
      break;
    case STEADY_FRAME_CLINICAL_ANSWER:
      take_answer (self, frame->payload);
      break;
    default:
      break;
    }
}

static void
steady_record_page_start (SteadyPage *page, const SteadyPageHost *host)
{
  STEADY_RECORD_PAGE (page)->host = host;
}

static void
steady_record_page_refresh (SteadyPage *page, SteadyInstant real_now)
{
  show_facts (STEADY_RECORD_PAGE (page));
}

static void
steady_record_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "record";
  interface->title = N_ ("Record");
  interface->start = steady_record_page_start;
  interface->take = steady_record_page_take;
  interface->refresh = steady_record_page_refresh;
}

/* What is said of the recording. Borrowed. */
const char *
steady_record_page_facts (SteadyRecordPage *self)
{
  return gtk_label_get_text (self->facts);
}

/* What came of the last note or mark. Borrowed. */
const char *
steady_record_page_answer (SteadyRecordPage *self)
{
  return gtk_label_get_text (self->answer);
}

static void
steady_record_page_dispose (GObject *object)
{
  SteadyRecordPage *self = STEADY_RECORD_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_record_page_parent_class)->dispose (object);
}

static void
steady_record_page_finalize (GObject *object)
{
  g_free (STEADY_RECORD_PAGE (object)->case_file);
  G_OBJECT_CLASS (steady_record_page_parent_class)->finalize (object);
}

static void
steady_record_page_class_init (SteadyRecordPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_record_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_record_page_finalize;
  g_type_ensure (STEADY_TYPE_SHEET_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, STEADY_TEMPLATE_PATH ("records", "steady-record-page"));
  gtk_widget_class_bind_template_child (widget_class, SteadyRecordPage, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyRecordPage, facts);
  gtk_widget_class_bind_template_child (widget_class, SteadyRecordPage, answer);
  gtk_widget_class_bind_template_child (widget_class, SteadyRecordPage, entry);
  gtk_widget_class_bind_template_child (widget_class, SteadyRecordPage, sheets);
  gtk_widget_class_bind_template_callback (widget_class, on_note);
  gtk_widget_class_bind_template_callback (widget_class, on_good_catch);
  gtk_widget_class_bind_template_callback (widget_class, on_teaching);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_record_page_init (SteadyRecordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Record"), -1);
}

/* A page that knows no engine yet. */
GtkWidget *
steady_record_page_new (void)
{
  return g_object_new (STEADY_TYPE_RECORD_PAGE, NULL);
}

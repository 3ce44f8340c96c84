/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-drugs-page.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "console/steady-clinical-layout.h"
#include "console/steady-clinical-list.h"
#include "console/steady-clinical-sender.h"
#include "console/steady-lab-view.h"
#include "console/steady-site-settings.h"
#include "console/steady-withdraw-row.h"
#include "measure/steady-laboratory-unit.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"
#include "widgets/steady-word-table.h"
#include "widgets/steady-words.h"

/* A dose beyond this share of the usual one is drawn as a warning [GK]. */
#define WIDE 1.5

enum
{
  ACT_AMEND = 0,
  ACT_WITHDRAW = 1
};

static const double minutes_back[] = { 0, 1, 2, 5 };

struct _SteadyDrugsPage
{
  GtkWidget                   parent_instance;
  GtkWidget                  *box;
  GtkStack                   *stack;
  SteadyFitText              *status;
  SteadyFitText              *balance;
  SteadyWordTable            *table;
  SteadyNumberPad            *pad;
  SteadyLabView              *lab;
  GtkToggleButton            *times[G_N_ELEMENTS (minutes_back)];
  GtkToggleButton            *views[4];
  SteadyClinicalSender        sender;
  const SteadyLaboratoryUnit *unit;    /* of the value that the pad asks for */
  const SteadyClinicalDrug   *drug;    /* that the pad asks for … */
  const char                 *product; /* … or this */
  uint64_t                    amended; /* … or a correction of this */
  GtkWidget                  *withdraw;
  unsigned                    shown; /* serial of the book */
};

static void steady_drugs_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyDrugsPage,
                               steady_drugs_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_drugs_page_page_init))

static void
show_balance (SteadyDrugsPage *self)
{
  const SteadyClinicalTotals totals = steady_clinical_book_totals (&self->sender.book);
  const double               weight = steady_clinical_sender_weight (&self->sender);
  const double               sum = totals.volume_in_ml - totals.volume_out_ml;
  char                       text[200];

  g_snprintf (text,
              sizeof text,
              _ ("In %.0f mL · out %.0f mL (ultrafiltrate %.0f) · balance %+.0f mL"),
              totals.volume_in_ml,
              totals.volume_out_ml,
              totals.filtered_ml,
              sum);
  if (isfinite (weight) && weight > 0)
    {
      const size_t used = strlen (text);
      g_snprintf (text + used, sizeof text - used, _ (" · %+.1f mL/kg"), sum / weight);
    }
  steady_fit_text_set_text (self->balance, text);
}

static void
put_row (SteadyDrugsPage *self, unsigned i)
{
  const SteadyClinicalRecord *record = steady_clinical_book_at (&self->sender.book, i);
  char                        key[32], span[32];
  const bool          stands = steady_clinical_book_stands (&self->sender.book, i);
  const SteadyInstant start =
      steady_console_link_state (self->sender.link)->config.case_start;
  SteadyWordRow row = { .acts = stands ? 1u << ACT_WITHDRAW : 0, .strong = stands };

  if (stands &&
      (record->kind == STEADY_CLINICAL_DOSE || record->kind == STEADY_CLINICAL_VOLUME ||
       record->kind == STEADY_CLINICAL_CARDIOPLEGIA))
    row.acts |= 1u << ACT_AMEND;
  g_snprintf (key, sizeof key, "%" G_GUINT64_FORMAT, record->id);
  steady_words_span (record->given - start, span, sizeof span);
  row.key = key;
  row.cells[0] = g_strdup (span);
  row.cells[1] = steady_clinical_words (record);
  row.cells[2] = g_strdup (record->author);
  steady_word_table_put (self->table, &row);
  steady_word_row_clear (&row);
}

/* Newest first. */
static void
show_table (SteadyDrugsPage *self)
{
  if (self->sender.link == NULL || self->shown == self->sender.book.serial)
    return;
  self->shown = self->sender.book.serial;
  steady_result_offer_show (steady_lab_view_offer (self->lab), &self->sender.book);
  steady_word_table_begin (self->table);
  for (guint i = self->sender.book.records->len; i-- > 0;)
    put_row (self, i);
  steady_word_table_end (self->table);
  show_balance (self);
}

static void
show_status (SteadyDrugsPage *self)
{
  const char *name =
      self->sender.link != NULL
          ? steady_console_link_state (self->sender.link)->desk.desk.operator_name
          : "";
  const char *words = self->sender.words[0] != '\0' ? self->sender.words
                      : name[0] == '\0'
                          ? _ ("Nobody is signed in: nothing can be recorded.")
                          : _ ("Tap what was given or measured; then Set.");
  steady_fit_text_set_text (self->status, words);
  steady_look_class (GTK_WIDGET (self->status), "bad", self->sender.bad);
}

/* The pad says itself what it waits for, and needs the place. */
static void
show_view (SteadyDrugsPage *self, const char *name)
{
  gtk_widget_set_visible (GTK_WIDGET (self->status), strcmp (name, "pad") != 0);
  gtk_stack_set_visible_child_name (self->stack, name);
}

/* The tab that is on. */
static void
show_chosen (SteadyDrugsPage *self)
{
  static const char *const names[] = { "lab", "drugs", "fluids", "entries" };
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    if (gtk_toggle_button_get_active (self->views[i]))
      show_view (self, names[i]);
}

static void
ask (SteadyDrugsPage *self, const SteadyNumberPadQuestion *question)
{
  steady_number_pad_ask (self->pad, question);
  show_view (self, "pad");
  gtk_widget_grab_focus (GTK_WIDGET (self->pad));
}

static void
forget_question (SteadyDrugsPage *self)
{
  self->unit = NULL;
  self->drug = NULL;
  self->product = NULL;
  self->amended = 0;
}

/* What becomes of a number that is entered. */
static char *
word_value (SteadyChannel channel)
{
  g_autofree char *device = steady_site_settings_act_device ();

  if (channel != STEADY_CHANNEL_ACT)
    return g_strdup (_ ("As the analyser shows it at 37 °C."));
  if (device[0] == '\0')
    return g_strdup (_ ("Set records it at once, without its device: “On bypass” waits "
                        "for one that is named."));
  return g_strdup_printf (_ ("Set records it at once. Device: %s"), device);
}

static void
ask_value (SteadyDrugsPage *self, SteadyChannel channel)
{
  g_autofree char *detail = word_value (channel);

  forget_question (self);
  const double before = steady_lab_view_get (self->lab, channel);
  self->unit = steady_lab_view_unit (channel);
  ask (
      self,
      &(SteadyNumberPadQuestion){ .title = _ (steady_channel_info (channel)->label),
                                  .detail = detail,
                                  .unit = self->unit->unit,
                                  .value = isfinite (before) ? before : self->unit->low,
                                  .low = self->unit->low,
                                  .high = self->unit->high,
                                  .step = self->unit->step,
                                  .decimals = self->unit->decimals });
}

/* What the plan in force says of a drug; NAN: nothing. */
static double
planned_dose (const SteadyDrugsPage *self, const SteadyClinicalDrug *drug)
{
  const SteadyConsoleConfig *config =
      &steady_console_link_state (self->sender.link)->config;

  if (strcmp (drug->id, "heparin") == 0)
    return steady_console_config_plan (config, "heparin_patient_bolus_iu");
  if (strcmp (drug->id, "protamine") == 0)
    return steady_console_config_plan (config, "protamine_mg");
  return NAN;
}

static double
usual_dose (const SteadyDrugsPage *self, const SteadyClinicalDrug *drug)
{
  const double weight = steady_clinical_sender_weight (&self->sender);
  return isfinite (weight) ? MIN (drug->per_kg * weight, drug->most) : NAN;
}

/* What a dose is, by whom, and how much of the ampoule. */
static void
word_dose (const SteadyDrugsPage    *self,
           const SteadyClinicalDrug *drug,
           double                    dose,
           bool                      planned,
           char                     *ret_text,
           size_t                    size)
{
  const double weight = steady_clinical_sender_weight (&self->sender);

  g_snprintf (ret_text,
              size,
              planned ? _ ("The plan: %.4g %s = %.4g %s/kg; %.3g mL of %.4g %s")
                      : _ ("Usual: %.4g %s = %.4g %s/kg; %.3g mL of %.4g %s"),
              dose,
              drug->unit,
              planned ? dose / weight : drug->per_kg,
              drug->unit,
              dose / drug->concentration,
              drug->concentration,
              drug->concentration_unit);
}

static void
ask_drug (SteadyDrugsPage *self, const SteadyClinicalDrug *drug)
{
  const double plan = planned_dose (self, drug);
  const double usual = isfinite (plan) ? plan : usual_dose (self, drug);
  const double value = isfinite (usual) ? usual : 0;
  const int    decimals = value < 1 ? 2 : value < 20 ? 1 : 0;
  char         detail[240];

  forget_question (self);
  self->drug = drug;
  if (isfinite (usual))
    word_dose (self, drug, usual, isfinite (plan), detail, sizeof detail);
  else
    g_strlcpy (detail, _ ("The weight is not known: no usual dose."), sizeof detail);
  ask (self,
       &(SteadyNumberPadQuestion){ .title = _ (drug->name),
                                   .detail = detail,
                                   .unit = drug->unit,
                                   .value = value,
                                   .low = pow (10, -decimals),
                                   .high = drug->most,
                                   .step =
                                       pow (10, floor (log10 (MAX (value, 0.1))) - 1),
                                   .decimals = decimals });
}

static void
ask_product (SteadyDrugsPage *self, const char *id)
{
  const double weight = steady_clinical_sender_weight (&self->sender);
  const double usual = isfinite (weight) ? round (weight * 10) : 50;

  forget_question (self);
  self->product = id;
  ask (self,
       &(SteadyNumberPadQuestion){ .title = steady_clinical_list_name (id),
                                   .detail = NULL,
                                   .unit = "mL",
                                   .value = usual,
                                   .low = 1,
                                   .high = 5000,
                                   .step = usual < 100 ? 1 : 10,
                                   .decimals = 0 });
}

/* As if the button called @id were tapped: "act", a channel, a drug or a product. */
void
steady_drugs_page_choose (SteadyDrugsPage *self, const char *id)
{
  SteadyChannel channel;

  if (steady_channel_from_name (id, &channel))
    {
      ask_value (self, channel);
      return;
    }
  for (unsigned i = 0; steady_clinical_drug (i) != NULL; i++)
    if (strcmp (steady_clinical_drug (i)->id, id) == 0)
      {
        ask_drug (self, steady_clinical_drug (i));
        return;
      }
  for (unsigned i = 0; steady_product (i) != NULL; i++)
    if (strcmp (steady_product (i), id) == 0)
      ask_product (self, steady_product (i));
}

static void
on_named (GtkWidget *button, SteadyDrugsPage *self)
{
  steady_drugs_page_choose (self, gtk_widget_get_name (button));
}

static void
after_request (SteadyDrugsPage *self)
{
  gtk_toggle_button_set_active (self->times[0], TRUE);
  show_status (self);
  show_chosen (self);
}

/* The drafts become one sample. */
static void
on_record (SteadyDrugsPage *self)
{
  SteadyClinicalRecord record =
      steady_clinical_sender_begin (&self->sender, STEADY_CLINICAL_SAMPLE, "", NAN);

  if (!steady_lab_view_fill (self->lab, &record) ||
      !steady_clinical_sender_send (&self->sender, &record))
    {
      show_status (self);
      return;
    }
  steady_lab_view_clear (self->lab);
  after_request (self);
}

static void
record_value (SteadyDrugsPage *self, double value)
{
  if (self->unit->channel == STEADY_CHANNEL_ACT)
    {
      SteadyClinicalRecord record =
          steady_clinical_sender_begin (&self->sender, STEADY_CLINICAL_SAMPLE, "", NAN);
      g_autofree char *device = steady_site_settings_act_device ();
      steady_lab_view_add (&record, self->unit, value);
      g_strlcpy (record.device, device, sizeof record.device);
      steady_clinical_sender_send (&self->sender, &record);
      after_request (self);
      return;
    }
  steady_lab_view_set (self->lab, self->unit->channel, value);
  show_chosen (self);
}

static void
record_drug (SteadyDrugsPage *self, double value)
{
  SteadyClinicalRecord record = steady_clinical_sender_begin (
      &self->sender, STEADY_CLINICAL_DOSE, self->drug->id, value);
  const double usual = usual_dose (self, self->drug);

  /* far from the usual dose it asks once more */
  if (isfinite (usual) && (value > WIDE * usual || value * 4 < usual) &&
      steady_number_pad_words (self->pad)[0] == '\0')
    {
      steady_number_pad_say (
          self->pad,
          _ ("Far from the usual dose of this child. Set again if it is so."));
      return;
    }
  record.concentration = self->drug->concentration;
  record.volume_ml = value / self->drug->concentration;
  g_strlcpy (record.unit, self->drug->unit, sizeof record.unit);
  g_strlcpy (record.concentration_unit,
             self->drug->concentration_unit,
             sizeof record.concentration_unit);
  g_strlcpy (record.route, "circuit", sizeof record.route);
  steady_clinical_sender_send (&self->sender, &record);
  after_request (self);
}

static bool
goes_out (const char *product)
{
  return strcmp (product, "ultrafiltrate") == 0 || strcmp (product, "urine") == 0 ||
         strcmp (product, "blood-loss") == 0;
}

static void
record_product (SteadyDrugsPage *self, double value)
{
  const SteadyClinicalRecord record =
      steady_clinical_sender_begin (&self->sender,
                                    STEADY_CLINICAL_VOLUME,
                                    self->product,
                                    goes_out (self->product) ? -value : value);
  steady_clinical_sender_send (&self->sender, &record);
  after_request (self);
}

/* A correction stands beside what it corrects. */
static void
amend (SteadyDrugsPage *self, uint64_t id, double value, bool withdraw)
{
  const SteadyClinicalRecord *earlier =
      steady_clinical_book_find (&self->sender.book, id);
  if (earlier == NULL)
    return;
  SteadyClinicalRecord       record = *earlier;
  const SteadyClinicalRecord fresh =
      steady_clinical_sender_begin (&self->sender, record.kind, record.what, 0);
  record.id = fresh.id;
  record.amends = id;
  if (withdraw)
    record.flags |= STEADY_CLINICAL_WITHDRAWN;
  else
    record.amount = record.amount < 0 ? -value : value;
  steady_clinical_sender_send (&self->sender, &record);
  after_request (self);
}

static void
on_entered (SteadyDrugsPage *self, double value)
{
  if (self->unit != NULL)
    record_value (self, value);
  else if (self->drug != NULL)
    record_drug (self, value);
  else if (self->product != NULL)
    record_product (self, value);
  else if (self->amended != 0)
    amend (self, self->amended, value, false);
}

static void
on_withdraw (gpointer data, gboolean yes)
{
  SteadyDrugsPage *self = data;
  if (yes)
    amend (self, self->amended, 0, true);
  show_chosen (self);
}

static void
on_act (SteadyDrugsPage *self, const char *key, unsigned act)
{
  const uint64_t              id = g_ascii_strtoull (key, NULL, 10);
  const SteadyClinicalRecord *record =
      steady_clinical_book_find (&self->sender.book, id);
  if (record == NULL)
    return;
  g_autofree char *words = steady_clinical_words (record);
  forget_question (self);
  self->amended = id;
  if (act == ACT_WITHDRAW)
    {
      steady_withdraw_row_ask (self->withdraw, words);
      gtk_stack_set_visible_child_name (self->stack, "withdraw");
      return;
    }
  const double value = fabs (record->amount);
  ask (self,
       &(SteadyNumberPadQuestion){
           .title = _ ("Amend"),
           .detail = words,
           .unit = record->kind == STEADY_CLINICAL_DOSE ? record->unit : "mL",
           .value = value,
           .low = 0.01,
           .high = MAX (value * 10, 100),
           .step = value < 20 ? 0.1 : 1,
           .decimals = value < 1    ? 2
                       : value < 20 ? 1
                                    : 0 });
}

static void
on_time (GtkToggleButton *button, SteadyDrugsPage *self)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (minutes_back); i++)
    if (gtk_toggle_button_get_active (self->times[i]))
      self->sender.minutes_ago = minutes_back[i];
}

static void
start (SteadyPage *page, const SteadyPageHost *host)
{
  (void) page;
  (void) host;
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyDrugsPage *self = STEADY_DRUGS_PAGE (page);
  if (steady_clinical_sender_take (&self->sender, frame))
    show_status (self);
  steady_result_offer_take (steady_lab_view_offer (self->lab), frame);
}

static void
refresh (SteadyPage *page, SteadyInstant real_now)
{
  SteadyDrugsPage *self = STEADY_DRUGS_PAGE (page);
  (void) real_now;
  show_status (self);
  show_table (self);
}

static void
steady_drugs_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "drugs";
  interface->title = N_ ("Drugs & gas");
  interface->start = start;
  interface->take = take;
  interface->refresh = refresh;
}

static GtkWidget *
new_named (SteadyDrugsPage *self, const char *id, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  GtkLabel  *text = GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button)));
  gtk_label_set_wrap (text, TRUE);
  gtk_label_set_justify (text, GTK_JUSTIFY_CENTER);
  gtk_widget_set_name (button, id);
  gtk_widget_set_size_request (button, 160, 56);
  g_signal_connect (button, "clicked", G_CALLBACK (on_named), self);
  return button;
}

static void
build_choices (SteadyDrugsPage *self)
{
  GtkWidget *drugs = steady_clinical_layout_flow (),
            *fluids = steady_clinical_layout_flow ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  for (unsigned i = 0; steady_clinical_drug (i) != NULL; i++)
    steady_clinical_layout_add (drugs,
                                new_named (self,
                                           steady_clinical_drug (i)->id,
                                           _ (steady_clinical_drug (i)->name)));
  for (unsigned i = 0; steady_product (i) != NULL; i++)
    steady_clinical_layout_add (
        fluids,
        new_named (
            self, steady_product (i), steady_clinical_list_name (steady_product (i))));
  self->balance = steady_clinical_layout_text (40, 2);
  gtk_box_append (GTK_BOX (box), steady_clinical_layout_scrolled (fluids));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->balance));
  gtk_stack_add_named (self->stack, steady_clinical_layout_scrolled (drugs), "drugs");
  gtk_stack_add_named (self->stack, box, "fluids");
}

static void
build_entries (SteadyDrugsPage *self)
{
  const SteadyWordColumn columns[] = { { _ ("Time"), 110 },
                                       { _ ("What"), 0 },
                                       { _ ("Who"), 170 } };
  self->table = STEADY_WORD_TABLE (
      steady_word_table_new (_ ("Entries"), columns, G_N_ELEMENTS (columns)));
  steady_word_table_add_act (self->table, _ ("Amend"));
  steady_word_table_add_act (self->table, _ ("Withdraw"));
  steady_word_table_set_empty (self->table, _ ("Nothing was entered in this case."));
  g_signal_connect_swapped (self->table, "act", G_CALLBACK (on_act), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->table), "entries");
  self->pad = STEADY_NUMBER_PAD (steady_number_pad_new ());
  g_signal_connect_swapped (self->pad, "entered", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->pad, "cancelled", G_CALLBACK (show_chosen), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->pad), "pad");
  self->withdraw = steady_withdraw_row_new (on_withdraw, self);
  gtk_stack_add_named (self->stack, self->withdraw, "withdraw");
}

static GtkToggleButton *
new_mark (GtkWidget *row, GtkToggleButton *group, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  gtk_widget_set_size_request (button, 64, 56);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_box_append (GTK_BOX (row), button);
  return GTK_TOGGLE_BUTTON (button);
}

static GtkWidget *
build_marks (SteadyDrugsPage *self)
{
  GtkWidget  *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *views[] = { _ ("Laboratory"), _ ("Drugs"), _ ("Fluids"), _ ("Entries") };

  gtk_widget_add_css_class (row, "plantabs");
  for (unsigned i = 0; i < G_N_ELEMENTS (views); i++)
    {
      self->views[i] = new_mark (row, self->views[0], views[i]);
      g_signal_connect_swapped (
          self->views[i], "clicked", G_CALLBACK (show_chosen), self);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (minutes_back); i++)
    {
      g_autofree char *label = i == 0
                                   ? g_strdup (_ ("now"))
                                   : g_strdup_printf (_ ("−%.0f min"), minutes_back[i]);
      self->times[i] = new_mark (row, self->times[0], label);
      g_signal_connect (self->times[i], "toggled", G_CALLBACK (on_time), self);
    }
  gtk_toggle_button_set_active (self->views[0], TRUE);
  gtk_toggle_button_set_active (self->times[0], TRUE);
  return row;
}

static void
steady_drugs_page_dispose (GObject *object)
{
  SteadyDrugsPage *self = STEADY_DRUGS_PAGE (object);
  self->sender.link = NULL;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_drugs_page_parent_class)->dispose (object);
}

static void
steady_drugs_page_finalize (GObject *object)
{
  steady_clinical_sender_finish (&STEADY_DRUGS_PAGE (object)->sender);
  G_OBJECT_CLASS (steady_drugs_page_parent_class)->finalize (object);
}

static void
steady_drugs_page_class_init (SteadyDrugsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_drugs_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_drugs_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "drugspage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_drugs_page_init (SteadyDrugsPage *self)
{
  steady_clinical_sender_init (&self->sender);
  self->shown = UINT_MAX;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  self->lab = STEADY_LAB_VIEW (steady_lab_view_new ());
  g_signal_connect_swapped (
      self->lab, "ask", G_CALLBACK (steady_drugs_page_choose), self);
  g_signal_connect_swapped (self->lab, "record", G_CALLBACK (on_record), self);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->lab), "lab");
  build_choices (self);
  build_entries (self);
  gtk_box_append (GTK_BOX (self->box), build_marks (self));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->stack));
  self->status = steady_clinical_layout_text (24, 1);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->status));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Drugs & gas"), -1);
  show_balance (self);
  show_status (self);
}

GtkWidget *
steady_drugs_page_new (void)
{
  return g_object_new (STEADY_TYPE_DRUGS_PAGE, NULL);
}

/* Tells which link the requests go to; before the page is seen. */
void
steady_drugs_page_bind (SteadyDrugsPage *self, SteadyConsoleLink *link)
{
  self->sender.link = link;
  steady_lab_view_bind (self->lab, link);
}

SteadyNumberPad *
steady_drugs_page_pad (SteadyDrugsPage *self)
{
  return self->pad;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-page.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/steady-clock.h"
#include "console/steady-plan-choice.h"
#include "console/steady-plan-choices.h"
#include "console/steady-plan-entry.h"
#include "console/steady-plan-limit-words.h"
#include "console/steady-plan-offer.h"
#include "console/steady-plan-page-words.h"
#include "console/steady-plan-rehearsal.h"
#include "console/steady-plan-sheet.h"
#include "console/steady-plan-why.h"
#include "console/steady-template.h"
#include "measure/steady-reason-text.h"
#include "perfusion/steady-plan-chapter.h"
#include "perfusion/steady-plan-store.h"
#include "print/steady-plan-print.h"
#include "print/steady-plan-words.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"

/* A new plan asks for these one after the other. */
static const SteadyPlanInput course[] = { STEADY_PLAN_INPUT_WEIGHT,
                                          STEADY_PLAN_INPUT_HEIGHT,
                                          STEADY_PLAN_INPUT_AGE,
                                          STEADY_PLAN_INPUT_HAEMATOCRIT,
                                          STEADY_PLAN_INPUT_HAEMATOCRIT_TARGET,
                                          STEADY_PLAN_INPUT_PRIME };

/* Who is signing, and what the second has entered unseen so far. */
typedef struct Signer
{
  char  *name;
  double weight_kg;
} Signer;

struct _SteadyPlanPage
{
  GtkWidget            parent_instance;
  GtkWidget           *box;
  GtkStack            *stack;
  SteadyPlanSheet     *sheet;
  SteadyPlanEntry     *entry;
  SteadyPlanWhy       *why;
  SteadyPlanChoice    *choice;
  SteadyPlanChoice    *signing;
  SteadyPlanChoice    *offers;
  SteadyPlanRehearsal *rehearsal;
  GtkButton           *print;
  GtkButton           *rehearse;
  GtkButton           *stored; /* back to what is offered */
  SteadyFitText       *status;
  GtkToggleButton     *all;
  GtkButton           *sign;
  GtkWidget           *strip;
  SteadyPlanDesk       desk;
  SteadyPageHost       host;
  SteadyPlanText       chosen_text;
  Signer               signer;
  bool                 following; /* the stored plan was asked for */
  bool                 in_course; /* the entries of a new plan follow each other */
  bool                 blind;     /* the second signer enters weight and height */
  bool                 simulated; /* the engine has no real patient */
  char                *said;      /* what happened last, for the strip */
  SteadyPlanLimitWords limits;
  SteadyPlanOffer     *offer; /* stands on Live */
};

static void steady_plan_page_page_init (SteadyPageInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyPlanPage,
                               steady_plan_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (STEADY_TYPE_PAGE,
                                                      steady_plan_page_page_init))

static void
bring (SteadyPlanPage *self, gpointer child)
{
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (child));
  gtk_widget_set_visible (self->strip, child == (gpointer) self->sheet);
}

/* While the second signer enters weight and height, no other part of the window shows
 * them either. */
static void
set_blind (SteadyPlanPage *self, bool blind)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->blind = blind;
  if (root != NULL)
    steady_look_class (GTK_WIDGET (root), "unseen", blind);
}

static void
say (SteadyPlanPage *self, const char *words)
{
  g_free (self->said);
  self->said = g_strdup (words);
}

static void
show (SteadyPlanPage *self)
{
  g_autofree char *words = steady_plan_page_words_status (&self->desk);
  g_autofree char *both = self->said != NULL
                              ? g_strdup_printf ("%s\n%s", words, self->said)
                              : g_strdup (words);

  steady_plan_sheet_show (self->sheet, &self->desk);
  steady_fit_text_set_text (self->status, both);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign),
                            self->desk.computed && self->desk.plan.n_refusals == 0 &&
                                !steady_plan_signing_complete (&self->desk.signing));
  gtk_widget_set_sensitive (GTK_WIDGET (self->print), self->desk.computed);
  gtk_widget_set_visible (GTK_WIDGET (self->stored),
                          steady_plan_offer_stands (self->offer));
  gtk_widget_set_sensitive (GTK_WIDGET (self->rehearse), self->desk.computed);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, both, -1);
}

static void
ask (SteadyPlanPage *self, SteadyPlanInput input)
{
  set_blind (self, false);
  steady_plan_entry_ask (self->entry, &self->desk, input);
  bring (self, self->entry);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
leave (SteadyPlanPage *self)
{
  self->in_course = false;
  set_blind (self, false);
  show (self);
  bring (self, self->sheet);
}

/* The next number of a new plan, or back to the sheet. */
static void
go_on (SteadyPlanPage *self, SteadyPlanInput done)
{
  for (unsigned i = 0; self->in_course && i + 1 < G_N_ELEMENTS (course); i++)
    if (course[i] == done)
      {
        ask (self, course[i + 1]);
        return;
      }
  leave (self);
}

static void show_signing (SteadyPlanPage *self, const char *words);

/* The engine computes the signed plan itself and keeps it in the case; with @adopt the
 * limits that it offered are put in force. False: there is no engine. */
static bool
propose (SteadyPlanPage *self, bool adopt)
{
  struct json_object *root = json_object_new_object ();

  json_object_object_add (
      root, "inputs", steady_plan_inputs_to_json (&self->desk.inputs));
  json_object_object_add (
      root, "signatures", steady_plan_signing_to_json (&self->desk.signing));
  json_object_object_add (root, "adopt", json_object_new_boolean (adopt));
  const char *text = json_object_to_json_string (root);
  const bool  sent = self->host.send (
      self->host.data, STEADY_FRAME_PLAN_PROPOSAL, text, strlen (text));
  json_object_put (root);
  return sent;
}

/* Weight and height are there again: does the second signature count? */
static void
take_blind (SteadyPlanPage *self, SteadyPlanInput input, double value)
{
  if (input == STEADY_PLAN_INPUT_WEIGHT)
    {
      self->signer.weight_kg = value;
      steady_plan_entry_ask_blind (self->entry, STEADY_PLAN_INPUT_HEIGHT);
      return;
    }
  g_autofree char       *utc = steady_plan_words_now ();
  const SteadyPlanSigned answer = steady_plan_desk_sign_second (
      &self->desk, self->signer.name, utc, self->signer.weight_kg, value);
  set_blind (self, false);
  if (answer != STEADY_PLAN_SIGNED)
    {
      show_signing (self, _ (steady_plan_signed_words (answer)));
      return;
    }
  steady_plan_store_add_signer (self->signer.name);
  say (self,
       self->desk.file == NULL ? self->desk.trouble
       : propose (self, false) ? _ ("Kept on this machine.")
                               : _ ("Kept on this machine; there is no engine that "
                                    "could keep it in a case."));
  leave (self);
}

static void
on_entered (SteadyPlanPage *self, double value)
{
  const SteadyPlanInput input = steady_plan_entry_input (self->entry);

  if (self->blind)
    {
      take_blind (self, input, value);
      return;
    }
  say (self, NULL);
  steady_plan_desk_set (&self->desk, input, value);
  go_on (self, input);
}

static void
on_kept (SteadyPlanPage *self)
{
  go_on (self, steady_plan_entry_input (self->entry));
}

static void
on_emptied (SteadyPlanPage *self)
{
  say (self, NULL);
  steady_plan_desk_unset (&self->desk, steady_plan_entry_input (self->entry));
  leave (self);
}

static void
on_left (SteadyPlanPage *self)
{
  leave (self);
}

static void
ask_text (SteadyPlanPage *self, SteadyPlanText text)
{
  self->chosen_text = text;
  steady_plan_choice_begin (self->choice, _ (steady_plan_text_label (text)), NULL);
  if (text >= STEADY_PLAN_TEXT_SURFACE_FORMULA && self->desk.tables != NULL)
    steady_plan_choices_add (self->choice, self->desk.tables, text);
  else
    {
      steady_plan_choice_accept (self->choice, _ ("Set"));
      steady_plan_choice_write (self->choice, self->desk.inputs.texts[text]);
    }
  bring (self, self->choice);
}

static void
on_chosen (SteadyPlanPage *self, const char *value)
{
  say (self, NULL);
  steady_plan_desk_set_text (&self->desk, self->chosen_text, value);
  leave (self);
}

static void
on_tapped (SteadyPlanPage *self, SteadyPlanCell *cell)
{
  const unsigned index = steady_plan_cell_index (cell);

  switch (steady_plan_cell_kind (cell))
    {
    case STEADY_PLAN_CELL_INPUT:
      ask (self, (SteadyPlanInput) index);
      break;
    case STEADY_PLAN_CELL_TEXT:
      ask_text (self, (SteadyPlanText) index);
      break;
    case STEADY_PLAN_CELL_ITEM:
    default:
      steady_plan_why_show (self->why, &self->desk, (SteadyPlanItem) index);
      bring (self, self->why);
      break;
    }
}

static void
on_new (SteadyPlanPage *self)
{
  say (self, NULL);
  steady_plan_desk_begin (&self->desk, self->simulated);
  self->in_course = true;
  show (self);
  ask (self, course[0]);
}

static void
on_all (SteadyPlanPage *self)
{
  steady_plan_sheet_set_all (self->sheet, gtk_toggle_button_get_active (self->all));
}

/* Asks for the signature that is missing. */
static void
show_signing (SteadyPlanPage *self, const char *words)
{
  const bool       first = self->desk.signing.count == 0;
  g_autofree char *note = first ? steady_plan_page_words_signing (&self->desk) : NULL;
  g_auto (GStrv) names = steady_plan_store_signers ();

  steady_plan_choice_begin (
      self->signing,
      first
          ? _ ("First signature: I have made this plan.")
          : _ ("Second signature, another person: I enter weight and height once more, "
               "without seeing them."),
      note);
  steady_plan_choice_accept (self->signing,
                             first ? _ ("Sign") : _ ("Sign as the second"));
  for (unsigned i = 0; names[i] != NULL; i++)
    steady_plan_choice_add (self->signing, names[i], names[i]);
  steady_plan_choice_write (self->signing, "");
  steady_plan_choice_say (self->signing, words);
  bring (self, self->signing);
}

static void
on_print (SteadyPlanPage *self)
{
  const SteadyPlanDesk *desk = &self->desk;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = steady_plan_store_name (&desk->plan, &desk->signing, ".pdf");
  g_autofree char *words = NULL;

  if (file != NULL &&
      steady_plan_print (&desk->plan, desk->tables, &desk->signing, file, &error))
    words = g_strdup_printf (_ ("Printed: %s"), file);
  else
    words = g_strdup_printf (_ ("Not printed: %s"),
                             error != NULL ? error->message
                                           : _ ("the folder of plans cannot be made"));
  say (self, words);
  show (self);
}

static void
on_rehearse (SteadyPlanPage *self)
{
  steady_plan_rehearsal_begin (self->rehearsal, &self->desk.plan, &self->desk.signing);
  bring (self, self->rehearsal);
}

static void
on_sign (SteadyPlanPage *self)
{
  show_signing (self, "");
}

/* A name stands under the plan, or is about to. */
static void
on_signer (SteadyPlanPage *self, const char *name)
{
  g_autofree char *utc = steady_plan_words_now ();

  if (self->desk.signing.count == 0)
    {
      const SteadyPlanSigned answer =
          steady_plan_desk_sign_first (&self->desk, name, utc);
      if (answer == STEADY_PLAN_SIGNED)
        steady_plan_store_add_signer (name);
      show_signing (self, _ (steady_plan_signed_words (answer)));
      return;
    }
  g_free (self->signer.name);
  self->signer.name = g_strdup (name);
  if (name[0] == '\0')
    {
      show_signing (self, _ (steady_plan_signed_words (STEADY_PLAN_NOT_NAMED)));
      return;
    }
  set_blind (self, true);
  steady_plan_entry_ask_blind (self->entry, STEADY_PLAN_INPUT_WEIGHT);
  bring (self, self->entry);
}

static void
start (SteadyPage *page, const SteadyPageHost *host)
{
  SteadyPlanPage *self = STEADY_PLAN_PAGE (page);
  self->host = *host;
  steady_plan_desk_init (&self->desk);
  show (self);
}

/* The case has the plan; its limits wait for a person. */
static void
show_offers (SteadyPlanPage *self, const SteadyJsonNode *root)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const bool any = steady_plan_limit_words_describe (&self->limits, root, text);

  steady_plan_choice_begin (self->offers,
                            any ? _ ("The plan offers these limits. Nothing changes "
                                     "until you put them in force.")
                                : _ ("The plan's limits:"),
                            text->str);
  if (any)
    steady_plan_choice_accept (self->offers, _ ("Put in force"));
  bring (self, self->offers);
}

static void
on_adopt (SteadyPlanPage *self, const char *ignored)
{
  if (!propose (self, true))
    steady_plan_choice_say (self->offers,
                            _ ("There is no link to the engine now; try again."));
}

static void
take_answer (SteadyPlanPage *self, const SteadyJsonNode *root)
{
  const char *reason = "";
  bool        accepted = false;

  if (!steady_json_get_bool (root, "accepted", &accepted, NULL))
    return;
  if (accepted)
    {
      say (self, _ ("The case keeps the plan."));
      show (self);
      show_offers (self, root);
      return;
    }
  steady_json_get_string (root, "reason", &reason, NULL);
  g_autofree char *why = steady_reason_text (reason);
  g_autofree char *words = g_strdup_printf (_ ("Not kept in the case: %s"), why);
  say (self, words);
  steady_plan_offer_say (self->offer, words);
  show (self);
}

static void
take_welcome (SteadyPlanPage *self, const SteadyJsonNode *root)
{
  bool simulated;

  if (steady_json_get_bool (root, "simulated", &simulated, NULL))
    self->simulated = simulated;
  steady_plan_offer_take (self->offer, root);
  show (self);
}

/* A plan is in force: nothing else is offered beside it. */
static void
end_offer (SteadyPlanPage *self)
{
  if (!steady_plan_offer_stands (self->offer))
    return;
  if (self->following)
    steady_plan_desk_take (&self->desk, steady_plan_offer_plan (self->offer), true);
  self->following = false;
  steady_plan_offer_end (self->offer);
  show (self);
}

/* One tap, or a hold where the child had to be confirmed. */
static void
on_follow (SteadyPlanPage *self, gboolean sure)
{
  struct json_object *root = json_object_new_object ();

  json_object_object_add (
      root, "signed", json_object_new_string (steady_plan_offer_signed (self->offer)));
  json_object_object_add (root, "sure", json_object_new_boolean (sure));
  const char *text = json_object_to_json_string (root);
  self->following =
      self->host.send (self->host.data, STEADY_FRAME_STORED_PLAN, text, strlen (text));
  if (!self->following)
    steady_plan_offer_say (self->offer,
                           _ ("There is no link to the engine now; try again."));
  json_object_put (root);
}

/* A plan that is not followed as it is: what was entered for it is the new draft. */
static void
on_open (SteadyPlanPage *self)
{
  say (self, NULL);
  steady_plan_desk_take (&self->desk, steady_plan_offer_plan (self->offer), false);
  leave (self);
  self->host.show (self->host.data, "plan");
}

/* It was put off, and is wanted after all. */
static void
on_stored (SteadyPlanPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->offer), TRUE);
  self->host.show (self->host.data, "live");
}

static GtkWidget *
steady_plan_page_card (SteadyPage *page)
{
  return GTK_WIDGET (STEADY_PLAN_PAGE (page)->offer);
}

static void
take (SteadyPage *page, const SteadyFrame *frame)
{
  SteadyPlanPage    *self = STEADY_PLAN_PAGE (page);
  SteadyJsonDocument document = { 0 };

  if (frame->header.type == STEADY_FRAME_PLAN_IN_FORCE)
    end_offer (self);
  if ((frame->header.type != STEADY_FRAME_WELCOME &&
       frame->header.type != STEADY_FRAME_PLAN) ||
      !steady_json_document_parse (
          &document, "frame", frame->payload, -1, NULL, 1, NULL))
    return;
  const SteadyJsonNode root = steady_json_document_root (&document);
  if (frame->header.type == STEADY_FRAME_WELCOME)
    {
      steady_plan_limit_words_learn (&self->limits, frame->payload);
      take_welcome (self, &root);
    }
  else
    take_answer (self, &root);
  steady_json_document_finish (&document);
}

/* An empty plan begins with its first question. */
static void
on_map (SteadyPlanPage *self)
{
  const SteadyPlanDesk *desk = &self->desk;
  bool                  empty = desk->tables != NULL;

  for (unsigned i = 0; i < STEADY_PLAN_INPUTS; i++)
    empty = empty && !desk->inputs.given[i];
  if (!empty || gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->sheet))
    return;
  self->in_course = true;
  ask (self, course[0]);
}

/* Who goes to another page does not sign now. */
static void
on_unmap (SteadyPlanPage *self)
{
  if (self->blind)
    leave (self);
}

static void
steady_plan_page_page_init (SteadyPageInterface *interface)
{
  interface->name = "plan";
  interface->title = N_ ("Plan");
  interface->start = start;
  interface->take = take;
  interface->card = steady_plan_page_card;
}

static void
steady_plan_page_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PLAN_PAGE (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_plan_page_parent_class)->dispose (object);
}

static void
steady_plan_page_finalize (GObject *object)
{
  SteadyPlanPage *self = STEADY_PLAN_PAGE (object);
  steady_plan_desk_finish (&self->desk);
  g_free (self->signer.name);
  g_free (self->said);
  steady_plan_limit_words_finish (&self->limits);
  g_clear_object (&self->offer);
  G_OBJECT_CLASS (steady_plan_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *class)
{
  gtk_widget_class_set_template_from_resource (class,
                                               STEADY_TEMPLATE ("steady-plan-page"));
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, box);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, stack);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, sheet);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, entry);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, why);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, choice);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, signing);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, offers);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, rehearsal);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, print);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, rehearse);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, stored);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, status);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, all);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, sign);
  gtk_widget_class_bind_template_child (class, SteadyPlanPage, strip);
  gtk_widget_class_bind_template_callback (class, on_entered);
  gtk_widget_class_bind_template_callback (class, on_kept);
  gtk_widget_class_bind_template_callback (class, on_emptied);
  gtk_widget_class_bind_template_callback (class, on_left);
  gtk_widget_class_bind_template_callback (class, on_chosen);
  gtk_widget_class_bind_template_callback (class, on_tapped);
  gtk_widget_class_bind_template_callback (class, on_new);
  gtk_widget_class_bind_template_callback (class, on_all);
  gtk_widget_class_bind_template_callback (class, on_sign);
  gtk_widget_class_bind_template_callback (class, on_adopt);
  gtk_widget_class_bind_template_callback (class, on_print);
  gtk_widget_class_bind_template_callback (class, on_rehearse);
  gtk_widget_class_bind_template_callback (class, on_stored);
  gtk_widget_class_bind_template_callback (class, on_signer);
}

static void
steady_plan_page_class_init (SteadyPlanPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_plan_page_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_plan_page_finalize;
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_PLAN_SHEET);
  g_type_ensure (STEADY_TYPE_PLAN_ENTRY);
  g_type_ensure (STEADY_TYPE_PLAN_WHY);
  g_type_ensure (STEADY_TYPE_PLAN_CHOICE);
  g_type_ensure (STEADY_TYPE_PLAN_REHEARSAL);
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "panel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_plan_page_init (SteadyPlanPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  steady_plan_limit_words_init (&self->limits);
  self->offer = g_object_ref_sink (STEADY_PLAN_OFFER (steady_plan_offer_new ()));
  g_signal_connect_object (
      self->offer, "follow", G_CALLBACK (on_follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->offer, "open", G_CALLBACK (on_open), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->offer, "put-off", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (on_unmap), NULL);
}

GtkWidget *
steady_plan_page_new (void)
{
  return g_object_new (STEADY_TYPE_PLAN_PAGE, NULL);
}

/* The plan that is being made. */
const SteadyPlanDesk *
steady_plan_page_desk (SteadyPlanPage *self)
{
  return &self->desk;
}

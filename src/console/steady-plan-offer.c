/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-plan-offer.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "console/steady-template.h"
#include "measure/steady-reason-text.h"
#include "perfusion/steady-plan-match.h"
#include "widgets/steady-fit-text.h"
#include "widgets/steady-hold-button.h"
#include "widgets/steady-look.h"
#include "widgets/steady-words.h"

enum
{
  FOLLOW,
  OPEN,
  PUT_OFF,
  N_SIGNALS
};

/* Of the table: what is compared, the case, the plan. */
enum
{
  ROW_CASE,
  ROW_PLAN,
  N_ROWS
};

struct _SteadyPlanOffer
{
  GtkWidget         parent_instance;
  GtkWidget        *box;
  SteadyFitText    *title;
  GtkGrid          *table;
  SteadyFitText    *words;
  GtkButton        *follow;
  SteadyHoldButton *confirm;
  GtkButton        *open;
  SteadyFitText    *cells[N_ROWS][STEADY_PLAN_TRAITS];
  SteadyPlanVerdict verdict; /* OTHER_CHILD: nothing is offered */
  char             *plan;    /* JSON: its inputs and signatures */
  char             *signed_utc;
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyPlanOffer, steady_plan_offer, GTK_TYPE_WIDGET)

static void
on_follow (SteadyPlanOffer *self)
{
  g_signal_emit (self, signals[FOLLOW], 0, FALSE);
}

static void
on_confirm (SteadyPlanOffer *self)
{
  g_signal_emit (self, signals[FOLLOW], 0, TRUE);
}

static void
on_open (SteadyPlanOffer *self)
{
  g_signal_emit (self, signals[OPEN], 0);
}

static void
on_put_off (SteadyPlanOffer *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_emit (self, signals[PUT_OFF], 0);
}

/* One trait of one side as people read it; "—" where it is not said. */
static char *
trait_words (const SteadyJsonNode *node, SteadyPlanTrait trait, const char *side)
{
  const char *text;
  double      number;

  if (steady_json_get_number (node, side, 0, 1e6, &number, NULL))
    return g_strdup_printf (trait == STEADY_PLAN_TRAIT_WEIGHT ? "%.2f kg" : "%.4g cm",
                            number);
  if (!steady_json_get_string (node, side, &text, NULL))
    return g_strdup ("—");
  if (trait == STEADY_PLAN_TRAIT_BORN)
    return g_strdup_printf (_ ("born %s"), text);
  return g_strdup (text);
}

static void
show_trait (SteadyPlanOffer *self, const SteadyJsonNode *node, SteadyPlanTrait trait)
{
  static const char *const sides[N_ROWS] = { "case", "plan" };
  const char              *agreement = NULL;

  steady_json_get_string (node, "agreement", &agreement, NULL);
  const bool differs =
      steady_plan_agreement_from_name (agreement) == STEADY_PLAN_DIFFERS;
  for (unsigned row = 0; row < N_ROWS; row++)
    {
      g_autofree char *words = trait_words (node, trait, sides[row]);
      g_autofree char *marked =
          differs ? g_strdup_printf ("≠ %s", words) : g_strdup (words);
      steady_fit_text_set_text (self->cells[row][trait], marked);
      steady_look_class (GTK_WIDGET (self->cells[row][trait]), "differs", differs);
    }
}

static void
show_traits (SteadyPlanOffer *self, const SteadyJsonNode *root)
{
  SteadyJsonNode traits, node;
  size_t         length;
  const char    *what;

  if (!steady_json_get_array (root, "traits", &traits, &length, NULL))
    return;
  for (size_t i = 0; i < length; i++)
    for (int trait = 0; trait < STEADY_PLAN_TRAITS; trait++)
      if (steady_json_get_element (&traits, i, &node, NULL) &&
          steady_json_get_string (&node, "what", &what, NULL) &&
          g_str_equal (what, steady_plan_trait_name ((SteadyPlanTrait) trait)))
        show_trait (self, &node, (SteadyPlanTrait) trait);
}

/* Who signed it, and when by the clock on the wall. */
static char *
signed_words (const SteadyPlanOffer *self, const SteadyJsonNode *root)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (self->signed_utc, NULL);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *when =
      local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("—");
  SteadyJsonNode names, node;
  size_t         length;
  const char    *name[STEADY_PLAN_SIGNERS] = { "—", "—" };

  if (steady_json_get_array (root, "signers", &names, &length, NULL))
    for (size_t i = 0; i < MIN (length, STEADY_PLAN_SIGNERS); i++)
      if (steady_json_get_element (&names, i, &node, NULL))
        steady_json_as_string (&node, &name[i], NULL);
  return g_strdup_printf (
      _ ("Plan of %s, signed by %s and %s"), when, name[0], name[1]);
}

/* What following it comes to, or why it is not followed. */
static char *
verdict_words (const SteadyPlanOffer *self, const SteadyJsonNode *root)
{
  const char *profile, *reason;
  double      flow;

  if (self->verdict == STEADY_PLAN_UNFIT &&
      steady_json_get_string (root, "reason", &reason, NULL))
    {
      g_autofree char *why = steady_reason_text (reason);
      return g_strdup_printf (_ ("Not followed: %s"), why);
    }
  if (self->verdict == STEADY_PLAN_UNFIT)
    return g_strdup (_ ("Does not fit now: measure again, change it, sign it anew."));
  if (!steady_json_get_string (root, "profile", &profile, NULL) ||
      !steady_json_get_number (root, "flow_l_min", 0, 20, &flow, NULL))
    return g_strdup ("");
  return g_strdup_printf (
      self->verdict == STEADY_PLAN_CLEAR
          ? _ ("The same child. Then in force: %.3f L/min, %s, limits.")
          : _ ("This child? Then %.3f L/min, %s, limits."),
      flow,
      steady_words_profile (profile));
}

static void
show (SteadyPlanOffer *self, const SteadyJsonNode *root)
{
  g_autofree char *title = signed_words (self, root);
  g_autofree char *words = verdict_words (self, root);
  g_autofree char *name = g_strdup_printf ("%s. %s", title, words);

  steady_fit_text_set_text (self->title, title);
  steady_fit_text_set_text (self->words, words);
  show_traits (self, root);
  gtk_widget_set_visible (GTK_WIDGET (self->follow),
                          self->verdict == STEADY_PLAN_CLEAR);
  gtk_widget_set_visible (GTK_WIDGET (self->confirm),
                          self->verdict == STEADY_PLAN_DOUBTFUL);
  gtk_widget_set_visible (GTK_WIDGET (self->open), self->verdict == STEADY_PLAN_UNFIT);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Nothing is offered any more: a plan is in force. */
void
steady_plan_offer_end (SteadyPlanOffer *self)
{
  self->verdict = STEADY_PLAN_OTHER_CHILD;
  g_clear_pointer (&self->plan, g_free);
  g_clear_pointer (&self->signed_utc, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* Shows what @welcome offers, if it does. */
void
steady_plan_offer_take (SteadyPlanOffer *self, const SteadyJsonNode *welcome)
{
  SteadyJsonNode root;
  const char    *verdict, *signed_utc;

  steady_plan_offer_end (self);
  if (!steady_json_has (welcome, "stored_plan") ||
      !steady_json_get_node (welcome, "stored_plan", &root, NULL) ||
      !steady_json_get_string (&root, "verdict", &verdict, NULL) ||
      !steady_json_get_string (&root, "signed", &signed_utc, NULL))
    return;
  self->verdict = (SteadyPlanVerdict) MAX (steady_plan_verdict_from_name (verdict), 0);
  self->signed_utc = g_strdup (signed_utc);
  self->plan = g_strdup (json_object_to_json_string (root.object));
  if (self->verdict != STEADY_PLAN_OTHER_CHILD)
    show (self, &root);
}

/* Whether a plan is offered, seen or put off. */
bool
steady_plan_offer_stands (SteadyPlanOffer *self)
{
  return self->verdict != STEADY_PLAN_OTHER_CHILD;
}

/* By what the engine knows the plan again. */
const char *
steady_plan_offer_signed (SteadyPlanOffer *self)
{
  return self->signed_utc;
}

/* Its inputs and signatures as JSON, for steady_plan_desk_take (). */
const char *
steady_plan_offer_plan (SteadyPlanOffer *self)
{
  return self->plan;
}

/* What became of the tap. */
void
steady_plan_offer_say (SteadyPlanOffer *self, const char *words)
{
  steady_fit_text_set_text (self->words, words);
}

static void
steady_plan_offer_dispose (GObject *object)
{
  g_clear_pointer (&STEADY_PLAN_OFFER (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_plan_offer_parent_class)->dispose (object);
}

static void
steady_plan_offer_finalize (GObject *object)
{
  SteadyPlanOffer *self = STEADY_PLAN_OFFER (object);
  g_free (self->plan);
  g_free (self->signed_utc);
  G_OBJECT_CLASS (steady_plan_offer_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, guint n_parameters)
{
  return g_signal_new (name,
                       STEADY_TYPE_PLAN_OFFER,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_parameters,
                       G_TYPE_BOOLEAN);
}

static void
steady_plan_offer_class_init (SteadyPlanOfferClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_plan_offer_dispose;
  G_OBJECT_CLASS (class)->finalize = steady_plan_offer_finalize;
  signals[FOLLOW] = new_signal ("follow", 1);
  signals[OPEN] = new_signal ("open", 0);
  signals[PUT_OFF] = new_signal ("put-off", 0);
  g_type_ensure (STEADY_TYPE_FIT_TEXT);
  g_type_ensure (STEADY_TYPE_HOLD_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               STEADY_TEMPLATE ("steady-plan-offer"));
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanOffer, box);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanOffer, title);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanOffer, table);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanOffer, words);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanOffer, follow);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanOffer, confirm);
  gtk_widget_class_bind_template_child (widget_class, SteadyPlanOffer, open);
  gtk_widget_class_bind_template_callback (widget_class, on_follow);
  gtk_widget_class_bind_template_callback (widget_class, on_confirm);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
  gtk_widget_class_bind_template_callback (widget_class, on_put_off);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planoffer");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static SteadyFitText *
add_cell (SteadyPlanOffer *self, int column, int row, int width, const char *style)
{
  GtkWidget *cell = steady_fit_text_new ();

  g_object_set (cell, "xalign", 0.0, NULL);
  gtk_widget_set_size_request (cell, width, -1);
  gtk_widget_set_hexpand (cell, column == 1 + STEADY_PLAN_TRAIT_NAME);
  gtk_widget_add_css_class (cell, style);
  gtk_grid_attach (self->table, cell, column, row, 1, 1);
  return STEADY_FIT_TEXT (cell);
}

static void
steady_plan_offer_init (SteadyPlanOffer *self)
{
  static const int widths[STEADY_PLAN_TRAITS] = {
    [STEADY_PLAN_TRAIT_NAME] = 90,   [STEADY_PLAN_TRAIT_ID] = 52,
    [STEADY_PLAN_TRAIT_BORN] = 112,  [STEADY_PLAN_TRAIT_WEIGHT] = 56,
    [STEADY_PLAN_TRAIT_HEIGHT] = 46,
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  steady_fit_text_set_text (add_cell (self, 0, ROW_CASE, 36, "quiet"), _ ("Case"));
  steady_fit_text_set_text (add_cell (self, 0, ROW_PLAN, 36, "quiet"), _ ("Plan"));
  for (int row = 0; row < N_ROWS; row++)
    for (int trait = 0; trait < STEADY_PLAN_TRAITS; trait++)
      self->cells[row][trait] = add_cell (self, 1 + trait, row, widths[trait], "trait");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
steady_plan_offer_new (void)
{
  return g_object_new (STEADY_TYPE_PLAN_OFFER, NULL);
}

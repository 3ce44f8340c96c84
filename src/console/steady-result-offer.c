/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-result-offer.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "widgets/steady-fit-text.h"
#include "widgets/steady-look.h"

enum
{
  KEPT = 4,
  TAKEN,
  N_SIGNALS
};

struct _SteadyResultOffer
{
  GtkWidget              parent_instance;
  GtkWidget             *box;
  SteadyFitText         *words;
  SteadyLaboratoryResult results[KEPT]; /* oldest first */
  unsigned               n;
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SteadyResultOffer, steady_result_offer, GTK_TYPE_WIDGET)

/* How a recorded sample names what measured it: by this a result is known again. */
void
steady_result_offer_device (const SteadyLaboratoryResult *result,
                            char                         *text,
                            size_t                        size)
{
  g_snprintf (text, size, "%.24s #%.14s", result->analyser, result->sample);
}

/* A saturation of venous blood has a place of its own; gases of it have none. */
static SteadyChannel
source_of (SteadyChannel channel, bool venous)
{
  switch ((int) channel)
    {
    case STEADY_CHANNEL_ARTERIAL_PH:
    case STEADY_CHANNEL_ARTERIAL_PCO2:
    case STEADY_CHANNEL_ARTERIAL_PO2:
    case STEADY_CHANNEL_ARTERIAL_SATURATION:
      return venous ? STEADY_CHANNEL_NONE : channel;
    case STEADY_CHANNEL_VENOUS_SATURATION:
      return venous ? STEADY_CHANNEL_ARTERIAL_SATURATION : STEADY_CHANNEL_NONE;
    default:
      return channel;
    }
}

/* What @result says in @unit of the site; false where it says nothing of its channel,
 * or doubts it: a doubted value is entered by hand or not at all. */
bool
steady_result_offer_value (const SteadyLaboratoryResult *result,
                           bool                          venous,
                           const SteadyLaboratoryUnit   *unit,
                           double                       *ret_entered)
{
  const SteadyChannel source = source_of (unit->channel, venous);
  double              value;

  for (unsigned i = 0; i < MIN (result->n_values, STEADY_LABORATORY_VALUES); i++)
    {
      const SteadyLaboratoryMeasurement *one = &result->values[i];
      char                               name[sizeof one->unit];
      g_strlcpy (name, one->unit, sizeof name);
      if (source == STEADY_CHANNEL_NONE || one->channel != (uint32_t) source ||
          one->doubtful != 0 ||
          !steady_laboratory_value (source, name, one->entered, &value))
        continue;
      *ret_entered = value / unit->factor;
      return true;
    }
  return false;
}

static unsigned
doubted (const SteadyLaboratoryResult *result)
{
  unsigned n = 0;
  for (unsigned i = 0; i < MIN (result->n_values, STEADY_LABORATORY_VALUES); i++)
    n += result->values[i].doubtful != 0;
  return n;
}

static void
show (SteadyResultOffer *self)
{
  char text[320] = "";

  gtk_widget_set_visible (GTK_WIDGET (self), self->n > 0);
  if (self->n > 0)
    {
      const SteadyLaboratoryResult *result = &self->results[self->n - 1];
      g_snprintf (text,
                  sizeof text,
                  _ ("%s, sample %s, %s: %s. Is it this child's? %u values, "
                     "%u doubtful, %u not understood"),
                  result->analyser,
                  result->sample,
                  result->time,
                  result->patient[0] != '\0' ? result->patient : _ ("no name"),
                  result->n_values,
                  doubted (result),
                  result->left_out);
    }
  steady_fit_text_set_text (self->words, text);
}

/* The newest is shown; what was taken over or is another child's is gone. */
static void
drop_newest (SteadyResultOffer *self)
{
  self->n -= self->n > 0;
  show (self);
}

static void
take_over (SteadyResultOffer *self, gboolean venous)
{
  if (self->n == 0)
    return;
  SteadyLaboratoryResult result = self->results[self->n - 1];
  drop_newest (self);
  g_signal_emit (self, signals[TAKEN], 0, &result, venous);
}

static void
on_arterial (SteadyResultOffer *self)
{
  take_over (self, FALSE);
}

static void
on_venous (SteadyResultOffer *self)
{
  take_over (self, TRUE);
}

static void
end_text (char *text, size_t size)
{
  text[size - 1] = '\0';
  if (!g_utf8_validate (text, -1, NULL))
    text[0] = '\0';
}

static void
add (SteadyResultOffer *self, const SteadyLaboratoryResult *result)
{
  if (self->n == KEPT)
    memmove (
        &self->results[0], &self->results[1], (KEPT - 1) * sizeof self->results[0]);
  else
    self->n++;
  SteadyLaboratoryResult *kept = &self->results[self->n - 1];
  *kept = *result;
  end_text (kept->analyser, sizeof kept->analyser);
  end_text (kept->sample, sizeof kept->sample);
  end_text (kept->patient, sizeof kept->patient);
  end_text (kept->time, sizeof kept->time);
}

/* Takes the results of a frame; others are passed over. */
void
steady_result_offer_take (SteadyResultOffer *self, const SteadyFrame *frame)
{
  const SteadyLaboratoryResult *results = frame->payload;

  if (frame->header.type != STEADY_FRAME_LABORATORY_RESULTS)
    return;
  for (unsigned i = 0; i < frame->header.count; i++)
    add (self, &results[i]);
  show (self);
}

static bool
is_recorded (const SteadyLaboratoryResult *result, const SteadyClinicalBook *book)
{
  char device[sizeof ((SteadyClinicalRecord *) 0)->device];

  steady_result_offer_device (result, device, sizeof device);
  for (guint i = 0; i < book->records->len; i++)
    {
      const SteadyClinicalRecord *record = steady_clinical_book_at (book, i);
      if (record->kind == STEADY_CLINICAL_SAMPLE &&
          strncmp (record->device, device, sizeof device) == 0)
        return true;
    }
  return false;
}

/* Forgets what stands in the case already: at another console, or before this one came.
 */
void
steady_result_offer_show (SteadyResultOffer *self, const SteadyClinicalBook *book)
{
  unsigned kept = 0;

  for (unsigned i = 0; i < self->n; i++)
    if (!is_recorded (&self->results[i], book))
      self->results[kept++] = self->results[i];
  if (kept == self->n)
    return;
  self->n = kept;
  show (self);
}

static void
add_button (SteadyResultOffer *self,
            GtkWidget         *row,
            const char        *name,
            const char        *label,
            GCallback          act)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_widget_set_name (button, name);
  gtk_widget_set_size_request (button, 120, 56);
  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect_swapped (button, "clicked", act, self);
  gtk_box_append (GTK_BOX (row), button);
}

static void
steady_result_offer_dispose (GObject *object)
{
  SteadyResultOffer *self = STEADY_RESULT_OFFER (object);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (steady_result_offer_parent_class)->dispose (object);
}

static void
steady_result_offer_class_init (SteadyResultOfferClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = steady_result_offer_dispose;
  signals[TAKEN] = g_signal_new ("taken",
                                 G_TYPE_FROM_CLASS (class),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 2,
                                 G_TYPE_POINTER,
                                 G_TYPE_BOOLEAN);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "resultoffer");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
steady_result_offer_init (SteadyResultOffer *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->words = g_object_new (STEADY_TYPE_FIT_TEXT,
                              "xalign",
                              0.0,
                              "hexpand",
                              TRUE,
                              "lines",
                              2u,
                              "height-request",
                              44,
                              NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "strong");
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->words));
  add_button (
      self, row, "offer-arterial", _ ("Yes, arterial"), G_CALLBACK (on_arterial));
  add_button (self, row, "offer-venous", _ ("Yes, venous"), G_CALLBACK (on_venous));
  add_button (
      self, row, "offer-other", _ ("Another child's"), G_CALLBACK (drop_newest));
  gtk_box_append (GTK_BOX (self->box), row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Result of an analyser"),
                                  -1);
  show (self);
}

GtkWidget *
steady_result_offer_new (void)
{
  return g_object_new (STEADY_TYPE_RESULT_OFFER, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/steady-case-item.h"

struct _SteadyCaseItem
{
  GObject         parent_instance;
  SteadyCaseCard *card;
};

G_DEFINE_FINAL_TYPE (SteadyCaseItem, steady_case_item, G_TYPE_OBJECT)

/* What the card says. Borrowed. */
const SteadyCaseCard *
steady_case_item_card (SteadyCaseItem *self)
{
  return self->card;
}

static void
steady_case_item_finalize (GObject *object)
{
  g_free (STEADY_CASE_ITEM (object)->card);
  G_OBJECT_CLASS (steady_case_item_parent_class)->finalize (object);
}

static void
steady_case_item_class_init (SteadyCaseItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = steady_case_item_finalize;
}

static void
steady_case_item_init (SteadyCaseItem *self)
{
}

/* A copy of @card. */
SteadyCaseItem *
steady_case_item_new (const SteadyCaseCard *card)
{
  SteadyCaseItem *self = g_object_new (STEADY_TYPE_CASE_ITEM, NULL);

  self->card = g_memdup2 (card, sizeof *card);
  return self;
}

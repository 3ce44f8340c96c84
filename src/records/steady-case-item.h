/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "casefile/steady-case-shelf.h"

G_BEGIN_DECLS

#define STEADY_TYPE_CASE_ITEM (steady_case_item_get_type ())
G_DECLARE_FINAL_TYPE (SteadyCaseItem, steady_case_item, STEADY, CASE_ITEM, GObject)

/* A card of the shelf in a list. Thread: main. */
SteadyCaseItem       *steady_case_item_new (const SteadyCaseCard *card);
const SteadyCaseCard *steady_case_item_card (SteadyCaseItem *self);

G_END_DECLS

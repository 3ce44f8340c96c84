/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/steady-case-list.h"

#include "casefile/steady-case-shelf.h"
#include "records/steady-case-item.h"

enum
{
  PAGE = 32, /* cards that are read together */
  PAGES = 6  /* that are kept: more than a screen shows */
};

/* Cards that follow each other. */
typedef struct Page
{
  unsigned        number;
  unsigned        count; /* 0: nothing is in it */
  unsigned        used;  /* when it was asked for last */
  SteadyCaseCard *cards;
} Page;

struct _SteadyCaseList
{
  GObject          parent_instance;
  SteadyCaseShelf *shelf;
  char            *text;
  unsigned         marks;
  unsigned         count;
  unsigned         clock;
  unsigned         reads;
  Page             pages[PAGES];
};

static void steady_case_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SteadyCaseList,
                               steady_case_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      steady_case_list_model_init))

static SteadyShelfQuery
query_of (const SteadyCaseList *self)
{
  return (SteadyShelfQuery){ .text = self->text, .marks = self->marks };
}

static void
forget (SteadyCaseList *self)
{
  for (unsigned i = 0; i < PAGES; i++)
    self->pages[i].count = 0;
}

/* The page @number, read where it is not kept; NULL: it cannot be read. */
static Page *
page_of (SteadyCaseList *self, unsigned number)
{
  const SteadyShelfQuery query = query_of (self);
  Page                  *oldest = &self->pages[0];

  for (unsigned i = 0; i < PAGES; i++)
    {
      Page *page = &self->pages[i];
      if (page->count > 0 && page->number == number)
        {
          page->used = ++self->clock;
          return page;
        }
      if (page->count == 0 || (oldest->count > 0 && page->used < oldest->used))
        oldest = page;
    }
  if (oldest->cards == NULL)
    oldest->cards = g_new0 (SteadyCaseCard, PAGE);
  self->reads++;
  oldest->number = number;
  oldest->used = ++self->clock;
  oldest->count = 0;
  if (!steady_case_shelf_page (self->shelf,
                               &query,
                               number * PAGE,
                               oldest->cards,
                               PAGE,
                               &oldest->count,
                               NULL))
    oldest->count = 0;
  return oldest->count > 0 ? oldest : NULL;
}

static gpointer
get_item (GListModel *model, unsigned position)
{
  SteadyCaseList *self = STEADY_CASE_LIST (model);

  if (self->shelf == NULL || position >= self->count)
    return NULL;
  const Page *page = page_of (self, position / PAGE);
  if (page == NULL || position % PAGE >= page->count)
    {
      const SteadyCaseCard gone = { .id = 0 };
      return steady_case_item_new (&gone);
    }
  return steady_case_item_new (&page->cards[position % PAGE]);
}

static GType
get_item_type (GListModel *model)
{
  return STEADY_TYPE_CASE_ITEM;
}

static unsigned
get_n_items (GListModel *model)
{
  return STEADY_CASE_LIST (model)->count;
}

static void
steady_case_list_model_init (GListModelInterface *interface)
{
  interface->get_item = get_item;
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
}

/* Shows what the index @index has of @text and @marks, anew. */
bool
steady_case_list_load (SteadyCaseList *self,
                       const char     *index,
                       const char     *text,
                       unsigned        marks,
                       GError        **error)
{
  const unsigned before = self->count;

  if (self->shelf == NULL)
    self->shelf = steady_case_shelf_open (index, error);
  g_free (self->text);
  self->text = g_strdup (text);
  self->marks = marks;
  forget (self);
  self->count = 0;
  const SteadyShelfQuery query = query_of (self);
  const bool             fine = self->shelf != NULL &&
                    steady_case_shelf_count (self->shelf, &query, &self->count, error);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->count);
  return fine;
}

/* How often cards were read, for tests: a long shelf is not loaded. */
unsigned
steady_case_list_pages_read (SteadyCaseList *self)
{
  return self->reads;
}

static void
steady_case_list_finalize (GObject *object)
{
  SteadyCaseList *self = STEADY_CASE_LIST (object);

  steady_case_shelf_free (self->shelf);
  for (unsigned i = 0; i < PAGES; i++)
    g_free (self->pages[i].cards);
  g_free (self->text);
  G_OBJECT_CLASS (steady_case_list_parent_class)->finalize (object);
}

static void
steady_case_list_class_init (SteadyCaseListClass *class)
{
  G_OBJECT_CLASS (class)->finalize = steady_case_list_finalize;
}

static void
steady_case_list_init (SteadyCaseList *self)
{
}

/* An empty list. */
SteadyCaseList *
steady_case_list_new (void)
{
  return g_object_new (STEADY_TYPE_CASE_LIST, NULL);
}

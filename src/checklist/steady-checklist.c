/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "checklist/steady-checklist.h"

#include <string.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"

#define FORMAT  "steady-checklist"
#define VERSION 1

enum
{
  MOST_ITEMS = 80,
  MOST_TEXTS = 16,
  MOST_BYTES = 240 /* of one text, so that it fits a row */
};

static const struct
{
  const char *name;
  unsigned    need;
} needs[] = {
  { "prime", STEADY_NEED_PRIME },
  { "clear-prime", STEADY_NEED_CLEAR_PRIME },
  { "level", STEADY_NEED_LEVEL },
  { "air", STEADY_NEED_AIR },
  { "line-pressure", STEADY_NEED_LINE_PRESSURE },
  { "line-test", STEADY_NEED_LINE_TEST },
  { "tubing", STEADY_NEED_TUBING },
};

static const char *const kinds[] = { "phase", "hourly", "card" };

/* A text that must be there and fits @size bytes, its end included. */
static bool
get_text (const SteadyJsonNode *node,
          const char           *key,
          size_t                size,
          char                **ret_text,
          GError              **error)
{
  const char *text;

  if (!steady_json_get_string (node, key, &text, error))
    return false;
  if (text[0] == '\0' || strlen (text) >= size)
    {
      steady_json_set_error (
          node, error, "\"%s\" must have 1 to %zu bytes", key, size - 1);
      return false;
    }
  *ret_text = g_strdup (text);
  return true;
}

static bool
get_texts (const SteadyJsonNode *node,
           const char           *key,
           char               ***ret_texts,
           GError              **error)
{
  SteadyJsonNode array, element;
  size_t         n = 0;

  if (!steady_json_has (node, key))
    return true;
  if (!steady_json_get_array (node, key, &array, &n, error))
    return false;
  if (n == 0 || n > MOST_TEXTS)
    {
      steady_json_set_error (&array, error, "must have 1 to %d texts", MOST_TEXTS);
      return false;
    }
  g_auto (GStrv) texts = g_new0 (char *, n + 1);
  for (size_t i = 0; i < n; i++)
    {
      const char *text;
      if (!steady_json_get_element (&array, i, &element, error) ||
          !steady_json_as_string (&element, &text, error))
        return false;
      if (text[0] == '\0' || strlen (text) >= STEADY_CHECKLIST_TEXT_SIZE)
        {
          steady_json_set_error (&element,
                                 error,
                                 "must have 1 to %d bytes",
                                 STEADY_CHECKLIST_TEXT_SIZE - 1);
          return false;
        }
      texts[i] = g_strdup (text);
    }
  *ret_texts = g_steal_pointer (&texts);
  return true;
}

/* The value that it is, where a site may choose the unit of that value. */
static bool
parse_channel (const SteadyJsonNode *node, SteadyChecklistValue *value, GError **error)
{
  const char   *name;
  SteadyChannel channel;

  if (!steady_json_has (node, "channel"))
    return true;
  if (!steady_json_get_string (node, "channel", &name, error))
    return false;
  if (!steady_channel_from_name (name, &channel) ||
      strcmp (steady_channel_info (channel)->unit, value->unit) != 0)
    {
      steady_json_set_error (
          node, error, "\"channel\" must be one that is counted in %s", value->unit);
      return false;
    }
  value->channel = channel;
  return true;
}

static bool
parse_value (const SteadyJsonNode *node, SteadyChecklistValue *value, GError **error)
{
  const char *unit;
  int64_t     decimals;

  if (!get_text (node, "label", MOST_BYTES, &value->label, error) ||
      !steady_json_get_string (node, "unit", &unit, error) ||
      !steady_json_get_number (node, "low", -1e4, 1e4, &value->low, error) ||
      !steady_json_get_number (node, "high", -1e4, 1e4, &value->high, error) ||
      !steady_json_get_integer (node, "decimals", 0, 3, &decimals, error))
    return false;
  value->unit = g_strdup (unit);
  value->decimals = (unsigned) decimals;
  if (value->low < value->high)
    return parse_channel (node, value, error);
  steady_json_set_error (node, error, "\"low\" must be less than \"high\"");
  return false;
}

static bool
parse_values (const SteadyJsonNode *node, SteadyChecklistItem *item, GError **error)
{
  SteadyJsonNode array, element;
  size_t         n = 0;

  if (!steady_json_has (node, "values"))
    return true;
  if (!steady_json_get_array (node, "values", &array, &n, error))
    return false;
  if (n == 0 || n > STEADY_CHECKLIST_VALUES)
    {
      steady_json_set_error (
          &array, error, "must have 1 to %d values", STEADY_CHECKLIST_VALUES);
      return false;
    }
  for (size_t i = 0; i < n; i++)
    if (!steady_json_get_element (&array, i, &element, error) ||
        !parse_value (&element, &item->values[item->n_values++], error))
      return false;
  return true;
}

static bool
parse_need (const SteadyJsonNode *node, SteadyChecklistItem *item, GError **error)
{
  const char *name;

  if (!steady_json_has (node, "needed_for_bypass"))
    return true;
  if (!steady_json_get_string (node, "needed_for_bypass", &name, error))
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS (needs); i++)
    if (strcmp (needs[i].name, name) == 0)
      item->need = needs[i].need;
  if (item->need == 0)
    steady_json_set_error (
        node, error, "\"needed_for_bypass\" names nothing known: \"%s\"", name);
  else if (!item->two)
    steady_json_set_error (node, error, "what bypass needs is verified by two");
  return item->need != 0 && item->two;
}

static bool
get_flag (const SteadyJsonNode *node, const char *key, bool *value, GError **error)
{
  return !steady_json_has (node, key) || steady_json_get_bool (node, key, value, error);
}

static bool
parse_item (const SteadyJsonNode *node,
            SteadyChecklistKind   kind,
            SteadyChecklistItem  *item,
            GError              **error)
{
  item->two = kind != STEADY_CHECKLIST_CARD;
  return get_text (node, "id", STEADY_CHECKLIST_ITEM_SIZE, &item->id, error) &&
         get_text (node, "text", MOST_BYTES, &item->text, error) &&
         get_text (node, "source", MOST_BYTES, &item->source, error) &&
         (!steady_json_has (node, "group") ||
          get_text (node, "group", MOST_BYTES, &item->group, error)) &&
         get_texts (node, "choices", &item->choices, error) &&
         get_flag (node, "two", &item->two, error) &&
         get_flag (node, "expedited", &item->expedited, error) &&
         parse_values (node, item, error) && parse_need (node, item, error);
}

static bool
parse_items (const SteadyJsonNode *root, SteadyChecklist *list, GError **error)
{
  SteadyJsonNode array, node;
  size_t         n = 0;

  if (!steady_json_get_array (root, "items", &array, &n, error))
    return false;
  if (n == 0 || n > MOST_ITEMS)
    {
      steady_json_set_error (&array, error, "must have 1 to %d items", MOST_ITEMS);
      return false;
    }
  list->items = g_new0 (SteadyChecklistItem, n);
  for (size_t i = 0; i < n; i++)
    {
      SteadyChecklistItem *item = &list->items[list->n_items++];
      if (!steady_json_get_element (&array, i, &node, error) ||
          !parse_item (&node, list->kind, item, error))
        return false;
      if (item->group == NULL && i > 0)
        item->group = g_strdup (list->items[i - 1].group);
      for (size_t k = 0; k < i; k++)
        if (strcmp (list->items[k].id, item->id) == 0)
          {
            steady_json_set_error (&node, error, "\"%s\" stands twice", item->id);
            return false;
          }
    }
  return true;
}

static bool
parse_head (const SteadyJsonNode *root, SteadyChecklist *list, GError **error)
{
  const char *kind;
  int64_t     rank, repeat = 0;

  if (!get_text (root, "id", STEADY_CHECKLIST_LIST_SIZE, &list->id, error) ||
      !get_text (root, "title", MOST_BYTES, &list->title, error) ||
      !get_text (root, "when", MOST_BYTES, &list->when, error) ||
      !get_text (root, "source", 2 * MOST_BYTES, &list->source, error) ||
      !steady_json_get_string (root, "kind", &kind, error) ||
      !steady_json_get_integer (root, "rank", 1, 999, &rank, error) ||
      !get_texts (root, "alarms", &list->alarms, error) ||
      (steady_json_has (root, "never") &&
       !get_text (root, "never", MOST_BYTES, &list->never, error)))
    return false;
  list->rank = (unsigned) rank;
  for (unsigned i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kind, kinds[i]) == 0)
      {
        list->kind = (SteadyChecklistKind) i;
        if (list->kind == STEADY_CHECKLIST_HOURLY &&
            !steady_json_get_integer (root, "repeat_min", 5, 1440, &repeat, error))
          return false;
        list->repeat_min = (unsigned) repeat;
        return true;
      }
  steady_json_set_error (root, error, "\"kind\" must be phase, hourly or card");
  return false;
}

/*
 * Reads one list of @text; @file names it in errors. NULL where it is not as it must
 * be, with the place. Free with steady_checklist_free ().
 *
 * Thread: any but the tick.
 */
SteadyChecklist *
steady_checklist_parse (const char *file,
                        const char *text,
                        gssize      length,
                        GError    **error)
{
  SteadyJsonDocument document = { 0 };
  g_autoptr (SteadyChecklist) list = g_new0 (SteadyChecklist, 1);

  if (!steady_json_document_parse (
          &document, file, text, length, FORMAT, VERSION, error))
    return NULL;
  const SteadyJsonNode root = steady_json_document_root (&document);
  const bool fine = parse_head (&root, list, error) && parse_items (&root, list, error);
  steady_json_document_finish (&document);
  return fine ? g_steal_pointer (&list) : NULL;
}

static void
free_item (SteadyChecklistItem *item)
{
  for (unsigned i = 0; i < STEADY_CHECKLIST_VALUES; i++)
    {
      g_free (item->values[i].label);
      g_free (item->values[i].unit);
    }
  g_strfreev (item->choices);
  g_free (item->id);
  g_free (item->group);
  g_free (item->text);
  g_free (item->source);
}

/* Accepts NULL. Thread: any. */
void
steady_checklist_free (SteadyChecklist *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < self->n_items; i++)
    free_item (&self->items[i]);
  g_strfreev (self->alarms);
  g_free (self->items);
  g_free (self->id);
  g_free (self->title);
  g_free (self->when);
  g_free (self->never);
  g_free (self->source);
  g_free (self);
}

static int
by_rank (const void *a, const void *b)
{
  const SteadyChecklist *one = *(SteadyChecklist *const *) a;
  const SteadyChecklist *other = *(SteadyChecklist *const *) b;

  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;
  return strcmp (one->id, other->id);
}

/*
 * All lists and cards of data/checklists in the order of their ranks. A file that
 * cannot be read is left out; what is wrong with it goes as a text into @ret_problems,
 * which may be NULL. Free with g_ptr_array_unref ().
 *
 * Thread: any but the tick; reads files.
 */
GPtrArray *
steady_checklist_load_all (GPtrArray *ret_problems)
{
  g_autofree char *folder = steady_paths_data ("checklists");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) steady_checklist_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GError) error = NULL;
      SteadyJsonDocument document = { 0 };
      SteadyChecklist   *list = NULL;
      if (!g_str_has_suffix (name, ".json"))
        continue;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (steady_json_document_load (&document, path, FORMAT, VERSION, &error))
        list = steady_checklist_parse (path, document.text, -1, &error);
      steady_json_document_finish (&document);
      if (list != NULL)
        g_ptr_array_add (all, list);
      else if (ret_problems != NULL)
        g_ptr_array_add (ret_problems, g_strdup (error->message));
    }
  g_ptr_array_sort (all, by_rank);
  return all;
}

/* The list called @id; NULL: there is none. Thread: any. Does not allocate. */
const SteadyChecklist *
steady_checklist_find (const GPtrArray *all, const char *id)
{
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const SteadyChecklist *list = all->pdata[i];
      if (strcmp (list->id, id) == 0)
        return list;
    }
  return NULL;
}

/* The item of @self called @id; NULL: there is none. Thread: any. Does not allocate. */
const SteadyChecklistItem *
steady_checklist_item (const SteadyChecklist *self, const char *id)
{
  for (unsigned i = 0; i < self->n_items; i++)
    if (strcmp (self->items[i].id, id) == 0)
      return &self->items[i];
  return NULL;
}

/* The crisis card that is one tap from @alarm; NULL: it has none. Thread: any. */
const SteadyChecklist *
steady_checklist_card_of (const GPtrArray *all, const char *alarm)
{
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const SteadyChecklist *list = all->pdata[i];
      if (list->alarms != NULL &&
          g_strv_contains ((const char *const *) list->alarms, alarm))
        return list;
    }
  return NULL;
}

/* In what people read and enter it: kept is what they enter, divided by the factor.
 * Thread: any. */
SteadyShownUnit
steady_checklist_value_shown (const SteadyChecklistValue *self)
{
  const SteadyShownUnit site = steady_shown_unit (self->channel);

  if (self->channel == STEADY_CHANNEL_NONE || strcmp (site.unit, self->unit) == 0)
    return (SteadyShownUnit){ .unit = self->unit,
                              .factor = 1,
                              .decimals = (int) self->decimals };
  return site;
}

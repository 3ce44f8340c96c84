/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib.h>

#include "base/steady-json.h"
#include "base/steady-paths.h"
#include "checklist/steady-checklist.h"

/* The lists and cards that are shipped, and files that are not as they must be. */

static GPtrArray *
load (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *all = steady_checklist_load_all (problems);

  for (guint i = 0; i < problems->len; i++)
    g_test_fail_printf ("%s", (const char *) g_ptr_array_index (problems, i));
  return all;
}

static void
test_all_are_there (void)
{
  static const char *const lists[] = {
    "before-bypass", "weaning", "return-to-bypass", "after-bypass", "ecmo-circuit"
  };
  g_autoptr (GPtrArray) all = load ();
  unsigned cards = 0;

  for (unsigned i = 0; i < G_N_ELEMENTS (lists); i++)
    g_assert_nonnull (steady_checklist_find (all, lists[i]));
  for (guint i = 0; i < all->len; i++)
    cards +=
        ((SteadyChecklist *) g_ptr_array_index (all, i))->kind == STEADY_CHECKLIST_CARD;
  /* one for each incident S1 to S27, and the cracked line */
  g_assert_cmpuint (cards, ==, 28);
  g_assert_cmpuint (steady_checklist_find (all, "ecmo-circuit")->repeat_min, ==, 60);
  g_assert_null (steady_checklist_find (all, "nothing"));
}

/* Both sides of the oxygenator, what connects, gas, light and crank are looked at each
 * hour, and each says where it comes from. */
static void
test_the_hour_at_the_bed (void)
{
  static const char *const items[] = {
    "light",    "connections", "oxygenator-in", "oxygenator-out", "oxygenator-gas",
    "gas-line", "hand-crank",  "power-hour",    "clamps",         "anticoagulation",
  };
  g_autoptr (GPtrArray) all = load ();
  const SteadyChecklist *list = steady_checklist_find (all, "ecmo-circuit");

  for (unsigned i = 0; i < G_N_ELEMENTS (items); i++)
    {
      const SteadyChecklistItem *item = steady_checklist_item (list, items[i]);
      g_assert_nonnull (item);
      g_assert_cmpuint (strlen (item->source), >, 0);
    }
}

/* What "On bypass" needs of lists stands on the short list, and two people verify it.
 */
static void
test_the_short_list_is_enough (void)
{
  g_autoptr (GPtrArray) all = load ();
  const SteadyChecklist *list = steady_checklist_find (all, "before-bypass");
  unsigned               needs = 0, expedited = 0;

  for (unsigned i = 0; i < list->n_items; i++)
    {
      const SteadyChecklistItem *item = &list->items[i];
      expedited += item->expedited;
      if (item->need == 0)
        continue;
      needs |= item->need;
      g_assert_true (item->two);
      g_assert_true (item->expedited);
    }
  g_assert_cmpuint (needs,
                    ==,
                    STEADY_NEED_PRIME | STEADY_NEED_LEVEL | STEADY_NEED_AIR |
                        STEADY_NEED_LINE_PRESSURE | STEADY_NEED_LINE_TEST |
                        STEADY_NEED_TUBING | STEADY_NEED_CLEAR_PRIME);
  g_assert_cmpuint (expedited, <, list->n_items);
  g_assert_cmpuint (expedited, >, 10);
  g_assert_cmpuint (steady_checklist_item (list, "prime-gas")->n_values, ==, 6);
  g_assert_nonnull (steady_checklist_item (list, "tubing")->choices);
}

static bool
is_rule (const SteadyJsonNode *root, const char *id)
{
  SteadyJsonNode rules, rule;
  size_t         n = 0;
  const char    *name;

  g_assert_true (steady_json_get_array (root, "rules", &rules, &n, NULL));
  for (size_t i = 0; i < n; i++)
    if (steady_json_get_element (&rules, i, &rule, NULL) &&
        steady_json_get_string (&rule, "id", &name, NULL) && strcmp (name, id) == 0)
      return true;
  return false;
}

/* Each alarm that a card names is a rule, and has one card only. */
static void
test_cards_and_alarms (void)
{
  static const char *const files[] = { "alarms/base.json", "alarms/ecmo.json" };
  g_autoptr (GPtrArray) all = load ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  SteadyJsonDocument documents[2] = { 0 };
  SteadyJsonNode     roots[2];

  for (unsigned i = 0; i < 2; i++)
    {
      g_autofree char *path = steady_paths_data (files[i]);
      g_assert_true (
          steady_json_document_load (&documents[i], path, "steady-alarms", 1, NULL));
      roots[i] = steady_json_document_root (&documents[i]);
    }
  for (guint i = 0; i < all->len; i++)
    {
      const SteadyChecklist *card = g_ptr_array_index (all, i);
      for (unsigned k = 0; card->alarms != NULL && card->alarms[k] != NULL; k++)
        {
          if (!is_rule (&roots[0], card->alarms[k]) &&
              !is_rule (&roots[1], card->alarms[k]))
            g_test_fail_printf ("%s: no alarm \"%s\"", card->id, card->alarms[k]);
          if (!g_hash_table_add (seen, card->alarms[k]))
            g_test_fail_printf ("\"%s\" has two cards", card->alarms[k]);
        }
    }
  for (unsigned i = 0; i < 2; i++)
    steady_json_document_finish (&documents[i]);
  g_assert_cmpstr (
      steady_checklist_card_of (all, "sweep-zero")->id, ==, "backup-oxygen");
  g_assert_cmpstr (
      steady_checklist_card_of (all, "arterial-pump-stopped")->id, ==, "hand-crank");
  g_assert_cmpstr (
      steady_checklist_card_of (all, "arterial-air")->id, ==, "massive-air");
  g_assert_null (steady_checklist_card_of (all, "clock-stepped"));
}

#define HEAD                                                      \
  "{\"format\":\"steady-checklist\",\"version\":1,\"id\":\"a\","  \
  "\"kind\":\"phase\",\"rank\":1,\"title\":\"T\",\"when\":\"W\"," \
  "\"source\":\"S\",\"items\":["
#define ITEM "\"text\":\"x\",\"source\":\"s\""

static void
test_bad_files (void)
{
  static const struct
  {
    const char *text;
    const char *says;
  } bad[] = {
    { "[]", "" },
    { HEAD "]}", "1 to 80 items" },
    { HEAD "{\"id\":\"\"," ITEM "}]}", "bytes" },
    { HEAD "{\"id\":\"b\"," ITEM "},{\"id\":\"b\"," ITEM "}]}", "twice" },
    { HEAD "{\"id\":\"b\"," ITEM ",\"needed_for_bypass\":\"luck\"}]}",
      "nothing known" },
    { HEAD "{\"id\":\"b\"," ITEM ",\"two\":false,\"needed_for_bypass\":\"air\"}]}",
      "verified by two" },
    { HEAD "{\"id\":\"b\"," ITEM ",\"choices\":[]}]}", "1 to 16 texts" },
    { HEAD "{\"id\":\"b\"," ITEM
           ",\"values\":[{\"label\":\"l\",\"unit\":\"\",\"low\":2,\"high\":1,"
           "\"decimals\":0}]}]}",
      "less than" },
    { HEAD "{\"id\":\"b\"," ITEM
           ",\"values\":[{\"label\":\"l\",\"unit\":\"mg/dL\",\"low\":0,\"high\":1,"
           "\"decimals\":0,\"channel\":\"glucose\"}]}]}",
      "counted in mg/dL" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (steady_checklist_parse ("bad.json", bad[i].text, -1, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, bad[i].says));
      g_assert_nonnull (strstr (error->message, "bad.json"));
    }
}

/* A value whose unit a site may choose is asked in it and kept in its own. */
static void
test_site_units (void)
{
  g_autoptr (GPtrArray) all = steady_checklist_load_all (NULL);
  const SteadyChecklist     *list = steady_checklist_find (all, "before-bypass");
  const SteadyChecklistItem *item = steady_checklist_item (list, "prime-gas");
  unsigned                   chosen = 0;

  steady_shown_unit_choose_all ("metabolite:mg/dL");
  for (unsigned i = 0; i < item->n_values; i++)
    {
      const SteadyShownUnit shown = steady_checklist_value_shown (&item->values[i]);
      chosen += item->values[i].channel != STEADY_CHANNEL_NONE;
      if (item->values[i].channel != STEADY_CHANNEL_GLUCOSE)
        {
          g_assert_cmpstr (shown.unit, ==, item->values[i].unit);
          g_assert_cmpfloat_with_epsilon (shown.factor, 1, 1e-12);
          g_assert_cmpint (shown.decimals, ==, (int) item->values[i].decimals);
          continue;
        }
      g_assert_cmpstr (shown.unit, ==, "mg/dL");
      g_assert_cmpfloat_with_epsilon (6.5 * shown.factor, 117.1, 0.01);
      g_assert_cmpint (shown.decimals, ==, 0);
    }
  g_assert_cmpuint (chosen, ==, 1);
  steady_shown_unit_forget ();
}

/* Whatever a file holds, it is read or refused: no byte changed ends the program. */
static void
test_damaged_files (void)
{
  g_autofree char *path = steady_paths_data ("checklists/before-bypass.json");
  g_autofree char *text = NULL;
  size_t           length;
  unsigned         refused = 0;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_autoptr (GRand) chance = g_rand_new_with_seed (8);
  for (unsigned i = 0; i < 400; i++)
    {
      g_autofree char *copy = g_memdup2 (text, length + 1);
      for (unsigned k = 0; k < 3; k++)
        copy[g_rand_int_range (chance, 0, (gint32) length)] =
            (char) g_rand_int_range (chance, 1, 255);
      SteadyChecklist *list = steady_checklist_parse ("damaged", copy, -1, NULL);
      if (list != NULL)
        steady_checklist_free (list);
      else
        refused++;
    }
  g_assert_cmpuint (refused, >, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/checklist/shipped", test_all_are_there);
  g_test_add_func ("/checklist/the-hour-at-the-bed", test_the_hour_at_the_bed);
  g_test_add_func ("/checklist/short-list", test_the_short_list_is_enough);
  g_test_add_func ("/checklist/cards", test_cards_and_alarms);
  g_test_add_func ("/checklist/bad", test_bad_files);
  g_test_add_func ("/checklist/site-units", test_site_units);
  g_test_add_func ("/checklist/damaged", test_damaged_files);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/steady-json.h"
#include "base/steady-random.h"

static const char sample[] = "{ \"format\": \"steady-test\", \"version\": 1,\n"
                             "  \"weight\": 3.2, \"count\": 7, \"bad\": 1e999,\n"
                             "  \"yes\": true, \"none\": null, \"name\": \"Grüße\",\n"
                             "  \"list\": [ { \"low\": -1.5 }, { \"low\": \"x\" } ],\n"
                             "  \"deep\": { \"er\": { \"value\": 4 } } }\n";

static bool
parse (SteadyJsonDocument *document, const char *text, gssize length, GError **error)
{
  return steady_json_document_parse (
      document, "test.json", text, length, "steady-test", 1, error);
}

/* The error names the file, the place, and says more than that. */
static void
assert_says (GError **error, const char *place)
{
  g_assert_nonnull (*error);
  g_assert_true (g_str_has_prefix ((*error)->message, "test.json: "));
  if (strstr ((*error)->message, place) == NULL)
    g_test_message ("\"%s\" does not name %s", (*error)->message, place);
  g_assert_nonnull (strstr ((*error)->message, place));
  g_assert_cmpuint (strlen ((*error)->message), >, strlen (place) + 14);
  g_clear_error (error);
}

static void
test_values (void)
{
  SteadyJsonDocument document = { 0 };
  g_autoptr (GError) error = NULL;
  SteadyJsonNode list, node;
  size_t         length;
  double         number;
  int64_t        whole;
  bool           truth;
  const char    *text;

  g_assert_true (parse (&document, sample, -1, &error));
  const SteadyJsonNode root = steady_json_document_root (&document);
  g_assert_cmpstr (document.text, ==, sample);
  g_assert_true (steady_json_get_number (&root, "weight", 0.3, 300, &number, &error));
  g_assert_cmpfloat_with_epsilon (number, 3.2, 1e-12);
  g_assert_true (steady_json_get_number (&root, "count", 0, 10, &number, &error));
  g_assert_true (steady_json_get_integer (&root, "count", 0, 10, &whole, &error));
  g_assert_cmpint (whole, ==, 7);
  g_assert_true (steady_json_get_bool (&root, "yes", &truth, &error));
  g_assert_true (truth);
  g_assert_true (steady_json_get_string (&root, "name", &text, &error));
  g_assert_cmpstr (text, ==, "Grüße");
  g_assert_true (steady_json_has (&root, "weight"));
  g_assert_false (steady_json_has (&root, "none"));
  g_assert_false (steady_json_has (&root, "nothing"));
  g_assert_true (steady_json_get_array (&root, "list", &list, &length, &error));
  g_assert_cmpuint (length, ==, 2);
  g_assert_true (steady_json_get_element (&list, 0, &node, &error));
  g_assert_true (steady_json_get_number (&node, "low", -2, 0, &number, &error));
  g_assert_cmpfloat_with_epsilon (number, -1.5, 1e-12);
  g_assert_no_error (error);
  steady_json_document_finish (&document);
}

static void
test_errors_name_the_place (void)
{
  SteadyJsonDocument document = { 0 };
  GError            *error = NULL;
  SteadyJsonNode     list, node, deep, deeper;
  size_t             length = 77;
  double             number = 77;
  int64_t            whole = 77;
  bool               truth = true;
  const char        *text = "untouched";

  g_assert_true (parse (&document, sample, -1, &error));
  const SteadyJsonNode root = steady_json_document_root (&document);
  g_assert_false (steady_json_get_number (&root, "weight", 10, 300, &number, &error));
  assert_says (&error, "weight");
  g_assert_false (steady_json_get_number (&root, "nothing", 0, 1, &number, &error));
  assert_says (&error, "nothing");
  g_assert_false (steady_json_get_number (&root, "none", 0, 1, &number, &error));
  assert_says (&error, "none");
  g_assert_false (steady_json_get_number (&root, "name", 0, 1, &number, &error));
  assert_says (&error, "name");
  g_assert_false (
      steady_json_get_number (&root, "bad", -INFINITY, INFINITY, &number, &error));
  assert_says (&error, "bad");
  g_assert_false (steady_json_get_integer (&root, "weight", 0, 10, &whole, &error));
  assert_says (&error, "weight");
  g_assert_false (steady_json_get_integer (&root, "count", 0, 6, &whole, &error));
  assert_says (&error, "count");
  g_assert_false (steady_json_get_bool (&root, "count", &truth, &error));
  assert_says (&error, "count");
  g_assert_false (steady_json_get_string (&root, "count", &text, &error));
  assert_says (&error, "count");
  g_assert_false (steady_json_get_array (&root, "deep", &list, &length, &error));
  assert_says (&error, "deep");
  g_assert_cmpfloat_with_epsilon (number, 77, 1e-12);
  g_assert_cmpint (whole, ==, 77);
  g_assert_cmpuint (length, ==, 77);
  g_assert_cmpstr (text, ==, "untouched");
  g_assert_true (steady_json_get_array (&root, "list", &list, &length, &error));
  g_assert_false (steady_json_get_element (&list, 2, &node, &error));
  assert_says (&error, "list[2]");
  g_assert_true (steady_json_get_element (&list, 1, &node, &error));
  g_assert_false (steady_json_get_number (&node, "low", 0, 1, &number, &error));
  assert_says (&error, "list[1].low");
  g_assert_true (steady_json_get_node (&root, "deep", &deep, &error));
  g_assert_true (steady_json_get_node (&deep, "er", &deeper, &error));
  g_assert_false (steady_json_get_number (&deeper, "value", 5, 6, &number, &error));
  assert_says (&error, "deep.er.value");
  steady_json_document_finish (&document);
}

static void
test_format_and_version (void)
{
  SteadyJsonDocument document = { 0 };
  GError            *error = NULL;

  g_assert_false (
      parse (&document, "{\"format\":\"other\",\"version\":1}", -1, &error));
  g_assert_error (error, STEADY_JSON_ERROR, STEADY_JSON_ERROR_FORMAT);
  assert_says (&error, "format");
  g_assert_false (
      parse (&document, "{\"format\":\"steady-test\",\"version\":2}", -1, &error));
  g_assert_error (error, STEADY_JSON_ERROR, STEADY_JSON_ERROR_FORMAT);
  assert_says (&error, "version");
  g_assert_false (parse (&document, "{\"format\":\"steady-test\"}", -1, &error));
  assert_says (&error, "version");
  g_assert_false (
      parse (&document, "{\"format\":\"steady-test\",\"version\":0}", -1, &error));
  assert_says (&error, "version");
  g_assert_false (parse (&document, "[1, 2]", -1, &error));
  assert_says (&error, "object");
  g_assert_null (document.root);
  g_assert_null (document.text);
  /* without a format nothing is asked for */
  g_assert_true (steady_json_document_parse (
      &document, "test.json", "{\"a\":1}", -1, NULL, 0, &error));
  g_assert_no_error (error);
  steady_json_document_finish (&document);
}

static void
test_syntax (void)
{
  static const struct
  {
    const char *text;
    const char *place;
  } cases[] = {
    { "{\n  \"a\": 1,\n  \"b\": }\n", "line 3" },
    { "{ \"a\": 1 } trailing", "line 1" },
    { "{ \"a\": 1 }\n\n{ \"b\": 2 }", "line 3" },
    { "{ \"a\": 1, }", "line 1" },
    { "", "line 1" },
    { "not json", "line 1" },
    { "{ 'a': 1 }", "line 1" },
    { "{ \"a\": 1,\n  \"b\": 2,\n  \"a\": 3 }", "line 3, column 3" },
    { "{ \"a\": [ { \"b\": 1, \"b\": 1 } ] }", "stands twice" },
  };
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SteadyJsonDocument document = { 0 };
      GError            *error = NULL;
      g_assert_false (parse (&document, cases[i].text, -1, &error));
      g_assert_error (error, STEADY_JSON_ERROR, STEADY_JSON_ERROR_SYNTAX);
      assert_says (&error, cases[i].place);
    }
}

/* The same name in another object, as a value, or with quotes in it is no second one.
 */
static void
test_names_may_come_again (void)
{
  static const char text[] =
      "{ \"a\": { \"a\": [ \"a\", \"a\", { \"a\": 1 }, { \"a\": 2 } ] },\n"
      "  \"b\": \"a\", \"c\": \"it's { [ , \\\"b\\\": \\\\\", \"d\": { } }";
  SteadyJsonDocument document = { 0 };
  GError            *error = NULL;

  g_assert_true (
      steady_json_document_parse (&document, "test.json", text, -1, NULL, 0, &error));
  g_assert_no_error (error);
  steady_json_document_finish (&document);
}

static void
test_not_text (void)
{
  static const char  latin[] = "{ \"name\": \"Gr\xfc\xdf\x65\" }";
  static const char  zero[] = "{ \"a\": 1 \0 }";
  SteadyJsonDocument document = { 0 };
  GError            *error = NULL;

  g_assert_false (parse (&document, latin, sizeof latin - 1, &error));
  g_assert_error (error, STEADY_JSON_ERROR, STEADY_JSON_ERROR_SYNTAX);
  assert_says (&error, "UTF-8");
  g_assert_false (parse (&document, zero, sizeof zero - 1, &error));
  g_clear_error (&error);
}

static void
test_depth_and_size (void)
{
  SteadyJsonDocument document = { 0 };
  GError            *error = NULL;

  for (unsigned depth = 1; depth < 200; depth++)
    {
      g_autoptr (GString) text = g_string_new ("{ \"a\": ");
      for (unsigned i = 0; i < depth; i++)
        g_string_append_c (text, '[');
      for (unsigned i = 0; i < depth; i++)
        g_string_append_c (text, ']');
      g_string_append (text, " }");
      const bool fine = steady_json_document_parse (
          &document, "test.json", text->str, -1, NULL, 0, &error);
      g_assert_true (fine == (depth < 32));
      if (!fine)
        assert_says (&error, "line 1");
      steady_json_document_finish (&document);
    }
  g_autofree char *large = g_malloc (5 * 1024 * 1024);
  memset (large, ' ', 5 * 1024 * 1024);
  g_assert_false (parse (&document, large, 5 * 1024 * 1024, &error));
  assert_says (&error, "large");
}

/* Cut at every byte, and with every bit turned: an answer, never a crash. */
static void
test_garbled (void)
{
  const size_t length = sizeof sample - 1;

  for (size_t cut = 0; cut < length - 1; cut++)
    {
      SteadyJsonDocument document = { 0 };
      GError            *error = NULL;
      g_assert_false (parse (&document, sample, (gssize) cut, &error));
      assert_says (&error, "test.json");
      g_assert_null (document.root);
    }
  for (size_t bit = 0; bit < length * 8; bit++)
    {
      SteadyJsonDocument document = { 0 };
      GError            *error = NULL;
      char               text[sizeof sample];
      memcpy (text, sample, sizeof sample);
      text[bit / 8] = (char) (text[bit / 8] ^ 1 << bit % 8);
      if (parse (&document, text, (gssize) length, &error))
        g_assert_no_error (error);
      else
        assert_says (&error, "test.json");
      steady_json_document_finish (&document);
    }
}

static void
test_noise (void)
{
  static const char letters[] = "{}[]\",:0123456789.eE+-truefalsn \n\\u";
  SteadyRandom      random;

  steady_random_init (&random, 41);
  for (unsigned i = 0; i < 20000; i++)
    {
      SteadyJsonDocument document = { 0 };
      GError            *error = NULL;
      char               text[48];
      const size_t       length = steady_random_bits (&random) % sizeof text;
      for (size_t k = 0; k < length; k++)
        text[k] = letters[steady_random_bits (&random) % (sizeof letters - 1)];
      if (!parse (&document, text, (gssize) length, &error))
        assert_says (&error, "test.json");
      steady_json_document_finish (&document);
    }
}

/* Places longer than their room are cut, not written past it. */
static void
test_long_place (void)
{
  g_autofree char   *name = g_strnfill (1000, 'n');
  g_autofree char   *text = g_strdup_printf ("{ \"%s\": 1 }", name);
  SteadyJsonDocument document = { 0 };
  GError            *error = NULL;
  bool               truth;

  g_assert_true (
      steady_json_document_parse (&document, "test.json", text, -1, NULL, 0, &error));
  const SteadyJsonNode root = steady_json_document_root (&document);
  g_assert_false (steady_json_get_bool (&root, name, &truth, &error));
  assert_says (&error, "nnn");
  steady_json_document_finish (&document);
}

static void
test_files (void)
{
  g_autofree char   *folder = g_dir_make_tmp ("steady-json-XXXXXX", NULL);
  g_autofree char   *file = g_build_filename (folder, "a.json", NULL);
  SteadyJsonDocument document = { 0 };
  GError            *error = NULL;

  g_assert_false (
      steady_json_document_load (&document, file, "steady-test", 1, &error));
  g_assert_error (error, STEADY_JSON_ERROR, STEADY_JSON_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, file));
  g_clear_error (&error);
  g_assert_false (
      steady_json_document_load (&document, folder, "steady-test", 1, &error));
  g_assert_error (error, STEADY_JSON_ERROR, STEADY_JSON_ERROR_FILE);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (file, sample, -1, NULL));
  g_assert_true (steady_json_document_load (&document, file, "steady-test", 1, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (document.file, ==, file);
  steady_json_document_finish (&document);
  steady_json_document_finish (&document); /* all zero is accepted */
  g_unlink (file);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/values", test_values);
  g_test_add_func ("/base/json/errors-name-the-place", test_errors_name_the_place);
  g_test_add_func ("/base/json/format-and-version", test_format_and_version);
  g_test_add_func ("/base/json/syntax", test_syntax);
  g_test_add_func ("/base/json/names-may-come-again", test_names_may_come_again);
  g_test_add_func ("/base/json/not-text", test_not_text);
  g_test_add_func ("/base/json/depth-and-size", test_depth_and_size);
  g_test_add_func ("/base/json/garbled", test_garbled);
  g_test_add_func ("/base/json/noise", test_noise);
  g_test_add_func ("/base/json/long-place", test_long_place);
  g_test_add_func ("/base/json/files", test_files);
  return g_test_run ();
}

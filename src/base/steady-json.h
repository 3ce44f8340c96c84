/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <glib.h>
#include <json-c/json.h>

#define STEADY_JSON_ERROR (steady_json_error_quark ())
GQuark steady_json_error_quark (void);

typedef enum SteadyJsonError
{
  STEADY_JSON_ERROR_FILE,   /* cannot be read, or too large */
  STEADY_JSON_ERROR_SYNTAX, /* not JSON */
  STEADY_JSON_ERROR_FORMAT, /* another "format", or a newer "version" */
  STEADY_JSON_ERROR_VALUE /* a member is missing, of the wrong type, or out of range */
} SteadyJsonError;

/* Longest place (path of members inside a file) that is named in an error. */
#define STEADY_JSON_PLACE_SIZE 160

/*
 * A member of a data file together with where it stands, so that every error names the
 * file and the place. Borrowed from the document: it owns nothing.
 */
typedef struct SteadyJsonNode
{
  const char         *file;
  char                place[STEADY_JSON_PLACE_SIZE];
  struct json_object *object;
} SteadyJsonNode;

/* A whole data file, kept as text too, since a case stores the files in force. */
typedef struct SteadyJsonDocument
{
  char               *file;
  char               *text;
  struct json_object *root;
} SteadyJsonDocument;

bool           steady_json_document_load (SteadyJsonDocument *self,
                                          const char         *file,
                                          const char         *format,
                                          int                 version,
                                          GError            **error);
bool           steady_json_document_parse (SteadyJsonDocument *self,
                                           const char         *name,
                                           const char         *text,
                                           gssize              length,
                                           const char         *format,
                                           int                 version,
                                           GError            **error);
void           steady_json_document_finish (SteadyJsonDocument *self);
SteadyJsonNode steady_json_document_root (const SteadyJsonDocument *self);

bool steady_json_has (const SteadyJsonNode *self, const char *key);
bool steady_json_get_node (const SteadyJsonNode *self,
                           const char           *key,
                           SteadyJsonNode       *ret_node,
                           GError              **error);
bool steady_json_get_array (const SteadyJsonNode *self,
                            const char           *key,
                            SteadyJsonNode       *ret_array,
                            size_t               *ret_length,
                            GError              **error);
bool steady_json_get_element (const SteadyJsonNode *array,
                              size_t                index,
                              SteadyJsonNode       *ret_node,
                              GError              **error);
bool steady_json_get_number (const SteadyJsonNode *self,
                             const char           *key,
                             double                low,
                             double                high,
                             double               *ret_value,
                             GError              **error);
bool steady_json_get_integer (const SteadyJsonNode *self,
                              const char           *key,
                              int64_t               low,
                              int64_t               high,
                              int64_t              *ret_value,
                              GError              **error);
bool steady_json_get_bool (const SteadyJsonNode *self,
                           const char           *key,
                           bool                 *ret_value,
                           GError              **error);
bool steady_json_get_string (const SteadyJsonNode *self,
                             const char           *key,
                             const char          **ret_value,
                             GError              **error);
bool steady_json_as_number (const SteadyJsonNode *self,
                            double                low,
                            double                high,
                            double               *ret_value,
                            GError              **error);
bool steady_json_as_string (const SteadyJsonNode *self,
                            const char          **ret_value,
                            GError              **error);
void steady_json_set_error (const SteadyJsonNode *self,
                            GError              **error,
                            const char           *format,
                            ...) G_GNUC_PRINTF (3, 4);

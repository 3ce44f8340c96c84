/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/steady-json.h"
#include "casefile/steady-case-reader.h"

/* Inside casefile: what rows have in common whose content is a record as JSON. */

/* A text of a record, under the name that it has in JSON. */
typedef struct SteadyCaseTextMember
{
  const char *key;
  size_t      offset;
  size_t      size;
} SteadyCaseTextMember;

#define STEADY_CASE_TEXT_MEMBER(Record, member)                          \
  {                                                                      \
#    member, offsetof(Record, member), sizeof(((Record *) NULL)->member) \
  }

/* Reads one record from the JSON of a case that began at @start. */
typedef bool (*SteadyCaseJsonParse) (const char   *text,
                                     SteadyInstant start,
                                     void         *ret_record,
                                     GError      **error);

void steady_case_json_append_text (GString *json, const char *key, const char *text);
void steady_case_json_append_texts (GString                    *json,
                                    const SteadyCaseTextMember *members,
                                    unsigned                    count,
                                    const void                 *record);
bool steady_case_json_take_texts (const SteadyJsonNode       *root,
                                  const SteadyCaseTextMember *members,
                                  unsigned                    count,
                                  void                       *record,
                                  GError                    **error);
bool steady_case_json_read (SteadyCaseReader   *reader,
                            const char         *query,
                            SteadyCaseJsonParse parse,
                            GArray             *records,
                            GError            **error);

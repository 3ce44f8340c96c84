/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link/steady-json-assembly.h"

#include <string.h>

/* Forgets what has been put together so far. Thread: the owner's. */
void
steady_json_assembly_finish (SteadyJsonAssembly *self)
{
  if (self->text != NULL)
    g_byte_array_unref (self->text);
  *self = (SteadyJsonAssembly){ 0 };
}

static bool
begin (SteadyJsonAssembly *self, const SteadyJsonPart *part)
{
  if (part->of == 0 || !steady_frame_is_json (part->type))
    return false;
  if (self->text == NULL)
    self->text = g_byte_array_new ();
  g_byte_array_set_size (self->text, 0);
  self->id = part->id;
  self->of = part->of;
  self->type = part->type;
  self->next = 0;
  return true;
}

/*
 * Adds one JSON_PART frame that steady_frame_check () has accepted. The text of a whole
 * frame ends with a NUL which is not counted, and is borrowed until the next call.
 * After a fault the assembly is empty.
 *
 * Thread: the owner's.
 */
SteadyAssemblyResult
steady_json_assembly_add (SteadyJsonAssembly *self,
                          const SteadyFrame  *part,
                          SteadyFrame        *ret_frame)
{
  SteadyJsonPart head;

  memcpy (&head, part->payload, sizeof head);
  const uint8_t *bytes = (const uint8_t *) part->payload + sizeof head;
  const size_t   length = part->length - sizeof head;
  bool           fine = head.part != 0 || begin (self, &head);

  fine = fine && self->text != NULL && head.id == self->id && head.of == self->of &&
         head.type == self->type && head.part == self->next && head.part < head.of &&
         self->text->len + length <= STEADY_JSON_ASSEMBLY_MAX;
  if (!fine)
    {
      steady_json_assembly_finish (self);
      return STEADY_ASSEMBLY_FAULT;
    }
  g_byte_array_append (self->text, bytes, (guint) length);
  self->next++;
  if (self->next < self->of)
    return STEADY_ASSEMBLY_MORE;
  if (!g_utf8_validate ((const char *) self->text->data, self->text->len, NULL))
    {
      steady_json_assembly_finish (self);
      return STEADY_ASSEMBLY_FAULT;
    }
  ret_frame->header = part->header;
  ret_frame->header.type = self->type;
  ret_frame->length = self->text->len;
  g_byte_array_append (self->text, (const uint8_t *) "", 1);
  ret_frame->payload = self->text->data;
  self->of = 0;
  return STEADY_ASSEMBLY_WHOLE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-batch.h"

#include <math.h>
#include <string.h>

#include "base/steady-require.h"

typedef struct Head
{
  uint32_t table;
  uint32_t count;
} Head;

typedef struct Cell
{
  uint32_t type;
  uint32_t length;
  int64_t  bits;
} Cell;

/* Thread: the owner's. */
void
steady_case_batch_init (SteadyCaseBatch *self)
{
  *self = (SteadyCaseBatch){ .bytes = g_byte_array_sized_new (1 << 20) };
}

/* Thread: the owner's. */
void
steady_case_batch_finish (SteadyCaseBatch *self)
{
  g_clear_pointer (&self->bytes, g_byte_array_unref);
}

/* Forgets all rows: they are on the disk. Thread: the owner's. */
void
steady_case_batch_clear (SteadyCaseBatch *self)
{
  g_byte_array_set_size (self->bytes, 0);
  self->samples = 0;
  self->numerics = 0;
}

/* Begins a row; its values follow in the order of the columns. Thread: the owner's. */
void
steady_case_batch_begin (SteadyCaseBatch *self, SteadyCaseTable table)
{
  const Head head = { .table = table, .count = 0 };

  self->row = self->bytes->len;
  g_byte_array_append (self->bytes, (const guint8 *) &head, sizeof head);
}

static void
append (SteadyCaseBatch *self, const Cell *cell, const void *bytes)
{
  Head head;

  g_byte_array_append (self->bytes, (const guint8 *) cell, sizeof *cell);
  if (cell->length > 0)
    g_byte_array_append (self->bytes, bytes, cell->length);
  memcpy (&head, self->bytes->data + self->row, sizeof head);
  head.count++;
  steady_require (head.count <= STEADY_CASE_MAX_COLUMNS);
  memcpy (self->bytes->data + self->row, &head, sizeof head);
}

/* Nothing there; also a row id that the store shall give. Thread: the owner's. */
void
steady_case_batch_null (SteadyCaseBatch *self)
{
  append (self, &(Cell){ .type = STEADY_CASE_VALUE_NULL }, NULL);
}

/* Thread: the owner's. */
void
steady_case_batch_integer (SteadyCaseBatch *self, int64_t value)
{
  append (self, &(Cell){ .type = STEADY_CASE_VALUE_INTEGER, .bits = value }, NULL);
}

/*
 * A number, or nothing when it is not finite. SQLite does not keep the sign of zero.
 *
 * Thread: the owner's.
 */
void
steady_case_batch_real (SteadyCaseBatch *self, double value)
{
  Cell cell = { .type = STEADY_CASE_VALUE_REAL };

  if (!isfinite (value))
    {
      steady_case_batch_null (self);
      return;
    }
  value += 0.0;
  memcpy (&cell.bits, &value, sizeof value);
  append (self, &cell, NULL);
}

/* Text; what is not UTF-8 is made so. Thread: the owner's. */
void
steady_case_batch_text (SteadyCaseBatch *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  append (
      self,
      &(Cell){ .type = STEADY_CASE_VALUE_TEXT, .length = (uint32_t) strlen (valid) },
      valid);
}

/* Thread: the owner's. */
void
steady_case_batch_blob (SteadyCaseBatch *self, const void *bytes, size_t length)
{
  append (self,
          &(Cell){ .type = STEADY_CASE_VALUE_BLOB, .length = (uint32_t) length },
          bytes);
}

/* Reads the row at @place (0 for the first) and goes on. Thread: the owner's. */
bool
steady_case_batch_next (const SteadyCaseBatch *self,
                        size_t                *place,
                        SteadyCaseRow         *ret_row)
{
  Head head;

  if (*place >= self->bytes->len)
    return false;
  const uint8_t *at = self->bytes->data + *place;
  memcpy (&head, at, sizeof head);
  at += sizeof head;
  ret_row->table = head.table;
  ret_row->count = head.count;
  for (unsigned i = 0; i < head.count; i++)
    {
      Cell cell;
      memcpy (&cell, at, sizeof cell);
      at += sizeof cell;
      ret_row->values[i] = (SteadyCaseValue){
        .type = cell.type, .length = cell.length, .integer = cell.bits, .bytes = at
      };
      at += cell.length;
    }
  *place = (size_t) (at - self->bytes->data);
  return true;
}

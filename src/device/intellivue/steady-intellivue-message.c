/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/intellivue/steady-intellivue-message.h"

#include <math.h>
#include <string.h>

#include "device/steady-bytes.h"

/*
 * After the maker's "Data Export Interface Programming Guide": ISO session and
 * presentation bytes around one association, then remote operations. All numbers have
 * the high byte first.
 */
enum
{
  SESSION_ACCEPT = 0x0e,
  SESSION_REFUSE = 0x0c,
  SESSION_FINISH = 0x0a,
  SESSION_ABORT = 0x19,
  DATA = 0xe1, /* first byte of all but the association */

  INVOKE = 1,
  RESULT = 2,
  LINKED_RESULT = 5, /* one of several parts of a result */

  CONFIRMED_EVENT = 1,
  CONFIRMED_ACTION = 7,
  EVENT_CREATED = 0x0d06,
  ACTION_POLL = 0x0c16,
  ACTION_EXTENDED_POLL = 0xf13b,
  CONFIRMED_SET = 5,
  OBJECT_SYSTEM = 0x0021,
  CHOICE_OF_CURVES = 0xf23a,

  VALUE = 0x0950,
  COMPOUND_VALUE = 0x094b,
  VALUE_SIZE = 10
};

/* ---- reading ---- */

/* What is left of a message. Nothing is read beyond it: then @fine is false. */
typedef struct Rest
{
  const uint8_t *at;
  size_t         length;
  bool           fine;
} Rest;

static const uint8_t *
take (Rest *rest, size_t n)
{
  const uint8_t *at = rest->at;
  if (!rest->fine || rest->length < n)
    {
      rest->fine = false;
      return NULL;
    }
  rest->at += n;
  rest->length -= n;
  return at;
}

static uint16_t
take16 (Rest *rest)
{
  const uint8_t *at = take (rest, 2);
  return at != NULL ? steady_be16 (at) : 0;
}

/* A piece that begins with its count of members and its length. */
static Rest
take_list (Rest *rest, unsigned *ret_count)
{
  *ret_count = take16 (rest);
  const size_t   length = take16 (rest);
  const uint8_t *at = take (rest, length);
  return (Rest){ at, at != NULL ? length : 0, at != NULL };
}

/* A number of 8 bits of exponent and 24 of mantissa; false for none or infinite.
 * Thread: any. */
bool
steady_intellivue_float (const uint8_t *bytes, double *ret_value)
{
  int32_t mantissa = bytes[1] << 16 | bytes[2] << 8 | bytes[3];

  if ((mantissa & 0x800000) != 0)
    mantissa -= 0x1000000;
  if (mantissa >= 0x7ffffe || mantissa <= -0x7ffffe)
    return false;
  *ret_value = mantissa * pow (10, (int8_t) bytes[0]);
  return true;
}

static void
tell_value (const uint8_t *bytes, SteadyIntellivueTold told, void *owner)
{
  SteadyIntellivueNumber number = { .id = steady_be16 (bytes),
                                    .unit = steady_be16 (bytes + 4) };

  /* the upper five bits say that it is invalid, or cannot be relied on */
  number.valid = (steady_be16 (bytes + 2) & 0xf800) == 0 &&
                 steady_intellivue_float (bytes + 6, &number.value);
  told (owner, &number);
}

/* Who is told of numbers. */
typedef struct Numbers
{
  SteadyIntellivueTold told;
  void                *owner;
} Numbers;

static void
read_value (
    void *owner, uint32_t object, unsigned id, const uint8_t *bytes, size_t length)
{
  const Numbers *numbers = owner;
  Rest           value = { bytes, length, true };
  unsigned       count = 0;

  if (id == VALUE && length >= VALUE_SIZE)
    tell_value (bytes, numbers->told, numbers->owner);
  if (id != COMPOUND_VALUE)
    return;
  Rest list = take_list (&value, &count);
  while (count-- > 0)
    {
      const uint8_t *one = take (&list, VALUE_SIZE);
      if (one == NULL)
        return;
      tell_value (one, numbers->told, numbers->owner);
    }
}

/* One object: its handle, and its attributes. */
static void
read_object (Rest *list, unsigned context, SteadyIntellivueAttribute told, void *owner)
{
  unsigned count = 0;

  const uint32_t object = (uint32_t) context << 16 | take16 (list);
  Rest           attributes = take_list (list, &count);
  while (count-- > 0 && attributes.fine)
    {
      const unsigned id = take16 (&attributes);
      const size_t   length = take16 (&attributes);
      const uint8_t *at = take (&attributes, length);
      if (at != NULL && id != 0)
        told (owner, object, id, at, length);
    }
  told (owner, object, 0, NULL, 0);
}

static bool
read_contexts (Rest *rest, SteadyIntellivueAttribute told, void *owner)
{
  unsigned contexts = 0, objects = 0;

  Rest list = take_list (rest, &contexts);
  while (contexts-- > 0 && list.fine)
    {
      const unsigned number = take16 (&list);
      Rest           context = take_list (&list, &objects);
      while (objects-- > 0 && context.fine)
        read_object (&context, number, told, owner);
    }
  return rest->fine && list.fine;
}

/* To where the reply of an action begins; gives its type, 0 where it is none. */
static unsigned
enter_action (Rest *rest)
{
  take (rest, 4); /* data, context */
  const unsigned kind = take16 (rest);
  take16 (rest);
  if (kind != RESULT && kind != LINKED_RESULT)
    return 0;
  if (kind == LINKED_RESULT)
    take16 (rest); /* which part it is */
  take16 (rest);   /* number of the request */
  const unsigned command = take16 (rest);
  take16 (rest);
  take (rest, 6); /* the object that was asked */
  const unsigned action = take16 (rest);
  take16 (rest);
  return rest->fine && command == CONFIRMED_ACTION ? action : 0;
}

static SteadyIntellivueKind
kind_of_data (const uint8_t *message, size_t length)
{
  Rest rest = { message, length, true };

  if (length >= 22 && steady_be16 (message + 4) == INVOKE &&
      steady_be16 (message + 10) == CONFIRMED_EVENT &&
      /* object, time, type */
      length >= 26 && steady_be16 (message + 24) == EVENT_CREATED)
    return STEADY_INTELLIVUE_CREATED;
  return enter_action (&rest) == ACTION_EXTENDED_POLL ? STEADY_INTELLIVUE_POLLED
                                                      : STEADY_INTELLIVUE_OTHER;
}

/* Thread: any. */
SteadyIntellivueKind
steady_intellivue_kind (const uint8_t *message, size_t length)
{
  if (length == 0)
    return STEADY_INTELLIVUE_OTHER;
  switch (message[0])
    {
    case SESSION_ACCEPT:
      return STEADY_INTELLIVUE_ACCEPTED;
    case SESSION_REFUSE:
      return STEADY_INTELLIVUE_REFUSED;
    case SESSION_FINISH:
    case SESSION_ABORT:
      return STEADY_INTELLIVUE_ENDED;
    case DATA:
      return kind_of_data (message, length);
    default:
      return STEADY_INTELLIVUE_OTHER;
    }
}

/*
 * Tells every attribute of the objects of class @wanted in a STEADY_INTELLIVUE_POLLED
 * message; false where it ends too early, after what stood before.
 *
 * Thread: any.
 */
bool
steady_intellivue_objects (const uint8_t            *message,
                           size_t                    length,
                           unsigned                  wanted,
                           SteadyIntellivueAttribute told,
                           void                     *owner)
{
  Rest rest = { message, length, true };

  if (enter_action (&rest) != ACTION_EXTENDED_POLL)
    return false;
  take (&rest, 4);  /* number of the poll, and of the reply */
  take (&rest, 12); /* relative and absolute time */
  take16 (&rest);   /* partition */
  const unsigned objects = take16 (&rest);
  take16 (&rest); /* group of attributes */
  if (!rest.fine || objects != wanted)
    return rest.fine;
  return read_contexts (&rest, told, owner);
}

/* As steady_intellivue_objects (), for every number. Thread: any. */
bool
steady_intellivue_numbers (const uint8_t       *message,
                           size_t               length,
                           SteadyIntellivueTold told,
                           void                *owner)
{
  Numbers numbers = { told, owner };

  return steady_intellivue_objects (
      message, length, STEADY_INTELLIVUE_NUMERICS, read_value, &numbers);
}

/* ---- writing ---- */

static size_t
copy (uint8_t *message, const uint8_t *bytes, size_t length)
{
  memcpy (message, bytes, length);
  return length;
}

/*
 * Asks for an association in which the monitor sends numbers by itself, each second.
 * @ret_message holds 256 bytes; gives the length.
 *
 * Thread: any.
 */
size_t
steady_intellivue_associate (uint8_t *ret_message)
{
  static const uint8_t session[] = { 0x0d, 0xec, 0x05, 0x08, 0x13, 0x01, 0x00, 0x16,
                                     0x01, 0x02, 0x80, 0x00, 0x14, 0x02, 0x00, 0x02 };
  /* presentation layer: one abstract syntax for the association, one for its data */
  static const uint8_t presentation[] = {
    0xc1, 0xdc, 0x31, 0x80, 0xa0, 0x80, 0x80, 0x01, 0x01, 0x00, 0x00, 0xa2, 0x80, 0xa0,
    0x03, 0x00, 0x00, 0x01, 0xa4, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01, 0x06, 0x04, 0x52,
    0x01, 0x00, 0x01, 0x30, 0x80, 0x06, 0x02, 0x51, 0x01, 0x00, 0x00, 0x00, 0x00, 0x30,
    0x80, 0x02, 0x01, 0x02, 0x06, 0x0c, 0x2a, 0x86, 0x48, 0xce, 0x14, 0x02, 0x01, 0x00,
    0x00, 0x00, 0x01, 0x01, 0x30, 0x80, 0x06, 0x0c, 0x2a, 0x86, 0x48, 0xce, 0x14, 0x02,
    0x01, 0x00, 0x00, 0x00, 0x02, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00
  };
  static const uint8_t association[] = {
    0x61, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01, 0xa0, 0x80, 0x60, 0x80, 0xa1, 0x80,
    0x06, 0x0c, 0x2a, 0x86, 0x48, 0xce, 0x14, 0x02, 0x01, 0x00, 0x00, 0x00, 0x03,
    0x01, 0x00, 0x00, 0xbe, 0x80, 0x28, 0x80, 0x06, 0x0c, 0x2a, 0x86, 0x48, 0xce,
    0x14, 0x02, 0x01, 0x00, 0x00, 0x00, 0x01, 0x01, 0x02, 0x01, 0x02, 0x81, 0x48
  };
  static const uint32_t wishes[] = {
    0x80000000, 0x40000000, 0x00000000, /* protocol, nomenclature, functional units */
    0x80000000, 0x20000000, 0x00000000, /* a client, begun cold, no options */
    0x0001002c, 0x00010028,             /* one profile: polling */
    0x80000000,                         /* its first revision */
    0x000009c4, 0x000009c4, 0x000003e8, /* period in 1/8 ms, and sizes of messages */
    0xffffffff, 0x60000000,             /* any bandwidth; lists may change */
    0x0001000c, 0xf0010008, 0x8c000000, 0x00000000 /* the extended poll, 1 s */
  };
  size_t at = copy (ret_message, session, sizeof session);

  at += copy (ret_message + at, presentation, sizeof presentation);
  at += copy (ret_message + at, association, sizeof association);
  for (size_t i = 0; i < sizeof wishes / sizeof wishes[0]; i++, at += 4)
    steady_put_be32 (ret_message + at, wishes[i]);
  memset (ret_message + at, 0, 16); /* ends of the open pieces */
  return at + 16;
}

/* The answer to the message @event, of the kind CREATED. Thread: any. */
size_t
steady_intellivue_created (const uint8_t *event, uint8_t *ret_message)
{
  uint8_t *at = ret_message;

  steady_put_be32 (at, 0xe1000002);
  steady_put_be16 (at + 4, RESULT);
  steady_put_be16 (at + 6, 20);
  memcpy (at + 8, event + 8, 2); /* number of the request */
  steady_put_be16 (at + 10, CONFIRMED_EVENT);
  steady_put_be16 (at + 12, 14);
  memcpy (at + 14, event + 14, 6); /* the object */
  steady_put_be32 (at + 20, 0);    /* time */
  steady_put_be16 (at + 24, EVENT_CREATED);
  steady_put_be16 (at + 26, 0);
  return 28;
}

static size_t
put_action (uint8_t *message, uint16_t number, uint16_t action, uint16_t length)
{
  steady_put_be32 (message, 0xe1000002);
  steady_put_be16 (message + 4, INVOKE);
  steady_put_be16 (message + 6, (uint16_t) (length + 20));
  steady_put_be16 (message + 8, number);
  steady_put_be16 (message + 10, CONFIRMED_ACTION);
  steady_put_be16 (message + 12, (uint16_t) (length + 14));
  steady_put_be16 (message + 14, OBJECT_SYSTEM);
  memset (message + 16, 0, 8); /* context, handle, scope */
  steady_put_be16 (message + 24, action);
  steady_put_be16 (message + 26, length);
  return 28;
}

/* Asks for all numbers each second, or for the chosen curves, for ten minutes. Thread:
 * any. */
size_t
steady_intellivue_poll (uint16_t number, uint16_t objects, uint8_t *ret_message)
{
  const size_t at = put_action (ret_message, number, ACTION_EXTENDED_POLL, 20);
  uint8_t     *body = ret_message + at;

  steady_put_be16 (body, number);
  steady_put_be16 (body + 2, 1); /* partition of objects */
  steady_put_be16 (body + 4, objects);
  steady_put_be16 (body + 6, 0); /* all attributes */
  steady_put_be32 (body + 8, 0x00010008);
  steady_put_be32 (body + 12, 0xf13e0004); /* for how long, in 1/8 ms */
  steady_put_be32 (body + 16, 600 * 8000);
  return at + 20;
}

/*
 * Says which curves are wanted, by their identifiers and at most
 * STEADY_INTELLIVUE_CHOSEN: it holds for this association. @ret_message holds 128
 * bytes.
 *
 * Thread: any.
 */
size_t
steady_intellivue_choose (uint16_t        number,
                          const uint16_t *curves,
                          unsigned        n,
                          uint8_t        *ret_message)
{
  const uint16_t list = (uint16_t) (4 * n + 4);
  uint8_t       *at = ret_message;

  steady_put_be32 (at, 0xe1000002);
  steady_put_be16 (at + 4, INVOKE);
  steady_put_be16 (at + 6, (uint16_t) (list + 26));
  steady_put_be16 (at + 8, number);
  steady_put_be16 (at + 10, CONFIRMED_SET);
  steady_put_be16 (at + 12, (uint16_t) (list + 20));
  steady_put_be16 (at + 14, OBJECT_SYSTEM);
  memset (at + 16, 0, 8);       /* context, handle, scope */
  steady_put_be16 (at + 24, 1); /* one change … */
  steady_put_be16 (at + 26, (uint16_t) (list + 6));
  steady_put_be16 (at + 28, 0); /* … that replaces */
  steady_put_be16 (at + 30, CHOICE_OF_CURVES);
  steady_put_be16 (at + 32, list);
  steady_put_be16 (at + 34, (uint16_t) n);
  steady_put_be16 (at + 36, (uint16_t) (4 * n));
  for (unsigned i = 0; i < n; i++)
    steady_put_be32 (at + 38 + 4 * (size_t) i, 0x00020000 | curves[i]);
  return 38 + 4 * (size_t) n;
}

/* Asks the monitor who it is, so that it does not end a silent association. Thread:
 * any.
 */
size_t
steady_intellivue_alive (uint16_t number, uint8_t *ret_message)
{
  const size_t at = put_action (ret_message, number, ACTION_POLL, 8);

  steady_put_be16 (ret_message + at, number);
  steady_put_be32 (ret_message + at + 2, 0x00010000 | OBJECT_SYSTEM);
  steady_put_be16 (ret_message + at + 6, 0);
  return at + 8;
}

/* Takes leave. Thread: any. */
size_t
steady_intellivue_release (uint8_t *ret_message)
{
  static const uint8_t release[] = { 0x09, 0x18, 0xc1, 0x16, 0x61, 0x80, 0x30,
                                     0x80, 0x02, 0x01, 0x01, 0xa0, 0x80, 0x62,
                                     0x80, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00,
                                     0x00, 0x00, 0x00, 0x00, 0x00 };
  return copy (ret_message, release, sizeof release);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/radiometer/steady-astm-message.h"

#include <string.h>

#include <glib.h>

#include "device/steady-wire-text.h"
#include "measure/steady-laboratory-unit.h"

enum
{
  FIELDS = 14,
  PARTS = 6,
  HEAD_SENDER = 4, /* places of fields, the record's letter being 0 */
  PATIENT_PRACTICE = 2,
  PATIENT_NUMBER = 3,
  PATIENT_NAME = 5,
  ORDER_SAMPLE = 3,
  RESULT_TEST = 2,
  RESULT_VALUE = 3,
  RESULT_UNIT = 4,
  RESULT_TIME = 11,
  TEST_NAME = 3,
  TEST_KIND = 4
};

/* What is read so far of one sample. */
typedef struct Reading
{
  SteadyLaboratoryResult result;
  bool                   has_sample;
  bool                   has_standard_excess; /* then the actual one is not taken */
  SteadyAstmTold         told;
  void                  *owner;
} Reading;

/* The analyser's names for what has a place here. Those with "(T)" are at the child's
 * temperature, and not among them: all places mean 37 °C. */
static const struct
{
  const char   *name;
  SteadyChannel channel;
} tests[] = {
  { "pH", STEADY_CHANNEL_ARTERIAL_PH },
  { "pCO2", STEADY_CHANNEL_ARTERIAL_PCO2 },
  { "pO2", STEADY_CHANNEL_ARTERIAL_PO2 },
  { "sO2", STEADY_CHANNEL_ARTERIAL_SATURATION },
  { "tHb", STEADY_CHANNEL_HAEMOGLOBIN },
  { "ctHb", STEADY_CHANNEL_HAEMOGLOBIN },
  { "Hct", STEADY_CHANNEL_HAEMATOCRIT },
  { "K+", STEADY_CHANNEL_POTASSIUM },
  { "Ca++", STEADY_CHANNEL_IONISED_CALCIUM },
  { "Glu", STEADY_CHANNEL_GLUCOSE },
  { "Lac", STEADY_CHANNEL_LACTATE },
  { "SBE", STEADY_CHANNEL_BASE_EXCESS },
  { "ABE", STEADY_CHANNEL_BASE_EXCESS },
};

/* Parts become words; what is no plain character, a question mark. */
static void
copy_words (char *to, size_t size, SteadyWireText from)
{
  size_t n = 0;

  for (size_t i = 0; i < from.length && n + 1 < size; i++)
    {
      const char c = from.text[i] == '^' ? ' ' : from.text[i];
      to[n++] = c;
      if (c < ' ' || c > '~')
        to[n - 1] = '?';
    }
  while (n > 0 && to[n - 1] == ' ')
    n--;
  memset (to + n, 0, size - n);
}

static void
flush (Reading *reading)
{
  SteadyLaboratoryResult *result = &reading->result;

  if (reading->has_sample && result->n_values + result->left_out > 0)
    reading->told (reading->owner, result);
  reading->has_sample = false;
  reading->has_standard_excess = false;
  result->n_values = result->left_out = 0;
  memset (result->values, 0, sizeof result->values);
  memset (result->sample, 0, sizeof result->sample);
  memset (result->time, 0, sizeof result->time);
}

static void
take_patient (Reading *reading, const SteadyWireText *fields)
{
  SteadyLaboratoryResult *result = &reading->result;
  const SteadyWireText    number = fields[PATIENT_NUMBER].length > 0
                                       ? fields[PATIENT_NUMBER]
                                       : fields[PATIENT_PRACTICE];

  copy_words (result->patient, sizeof result->patient, number);
  const size_t used = strlen (result->patient);
  if (fields[PATIENT_NAME].length == 0 || used + 2 >= sizeof result->patient)
    return;
  if (used > 0)
    result->patient[used] = ' ';
  const size_t at = used + (used > 0);
  copy_words (result->patient + at, sizeof result->patient - at, fields[PATIENT_NAME]);
}

/* "Sample #^267": its number is the last part. */
static void
take_order (Reading *reading, const SteadyWireText *fields)
{
  SteadyWireText parts[PARTS];

  const unsigned n = steady_wire_split (fields[ORDER_SAMPLE], '^', parts, PARTS);
  copy_words (reading->result.sample,
              sizeof reading->result.sample,
              parts[MIN (n, (unsigned) PARTS) - 1]);
  reading->has_sample = true;
}

/* "mmol/l" and "mmol/L" are one unit; any other must be written as ours. */
static void
copy_unit (char *to, size_t size, SteadyWireText from)
{
  copy_words (to, size, from);
  const size_t length = strlen (to);
  if (length > 1 && to[length - 1] == 'l' &&
      (to[length - 2] == '/' || to[length - 2] == 'd'))
    to[length - 1] = 'L';
}

/* "20011023094133": the analyser's hour and minute. */
static void
take_time (SteadyLaboratoryResult *result, SteadyWireText text)
{
  if (text.length < 12 || result->time[0] != '\0')
    return;
  for (size_t i = 0; i < 12; i++)
    if (text.text[i] < '0' || text.text[i] > '9')
      return;
  g_snprintf (
      result->time, sizeof result->time, "%.2s:%.2s", text.text + 8, text.text + 10);
}

/* Where the measurement goes: behind the others, or over the actual base excess. NULL:
 * it is there already, or there is no room. */
static SteadyLaboratoryMeasurement *
place_for (Reading *reading, SteadyChannel channel, bool standard_excess)
{
  SteadyLaboratoryResult *result = &reading->result;

  for (unsigned i = 0; i < result->n_values; i++)
    if (result->values[i].channel == (uint32_t) channel)
      return standard_excess && !reading->has_standard_excess ? &result->values[i]
                                                              : NULL;
  return result->n_values < STEADY_LABORATORY_VALUES
             ? &result->values[result->n_values++]
             : NULL;
}

static bool
take_value (Reading              *reading,
            const SteadyWireText *fields,
            SteadyWireText        name,
            char                  kind)
{
  SteadyLaboratoryMeasurement measured = { .doubtful = kind == 'E' };
  SteadyWireText              text = steady_wire_trim (fields[RESULT_VALUE]);
  SteadyChannel               channel = STEADY_CHANNEL_NONE;
  double                      value;

  for (unsigned i = 0; i < G_N_ELEMENTS (tests); i++)
    if (steady_wire_is (name, tests[i].name))
      channel = tests[i].channel;
  if (channel == STEADY_CHANNEL_NONE || kind == 'I')
    return true; /* has no place here; or was entered at the analyser by hand */
  if (text.length > 0 && text.text[0] == '?')
    {
      measured.doubtful = 1;
      text = steady_wire_trim ((SteadyWireText){ text.text + 1, text.length - 1 });
    }
  if (steady_wire_all (text, '.'))
    return true; /* none */
  copy_unit (measured.unit, sizeof measured.unit, fields[RESULT_UNIT]);
  measured.channel = (uint32_t) channel;
  if (!steady_wire_number (text, &measured.entered) ||
      !steady_laboratory_value (channel, measured.unit, measured.entered, &value))
    return false;
  const bool                   standard = steady_wire_is (name, "SBE");
  SteadyLaboratoryMeasurement *place = place_for (reading, channel, standard);
  if (place != NULL)
    *place = measured;
  reading->has_standard_excess = reading->has_standard_excess || standard;
  return true;
}

static void
take_result (Reading *reading, const SteadyWireText *fields)
{
  SteadyWireText parts[PARTS] = { { "", 0 } };

  if (!reading->has_sample)
    return;
  const unsigned n = steady_wire_split (fields[RESULT_TEST], '^', parts, PARTS);
  if (n <= TEST_NAME)
    return;
  const char kind =
      n > TEST_KIND && parts[TEST_KIND].length == 1 ? parts[TEST_KIND].text[0] : 'M';
  take_time (&reading->result, fields[RESULT_TIME]);
  if (!take_value (reading, fields, parts[TEST_NAME], kind))
    reading->result.left_out++;
}

/* Whether the message ends here. */
static bool
take_record (Reading *reading, const char *record, size_t length)
{
  SteadyWireText fields[FIELDS];

  for (unsigned i = 0; i < FIELDS; i++)
    fields[i] = (SteadyWireText){ "", 0 };
  steady_wire_split ((SteadyWireText){ record, length }, '|', fields, FIELDS);
  if (fields[0].length != 1)
    return false;
  switch (fields[0].text[0])
    {
    case 'P':
      flush (reading);
      take_patient (reading, fields);
      break;
    case 'O':
      flush (reading);
      take_order (reading, fields);
      break;
    case 'R':
      take_result (reading, fields);
      break;
    case 'L':
      return true;
    default:
      break; /* comments, and what makers add */
    }
  return false;
}

/*
 * Tells each sample of a message (ASTM E1394: records ended by CR). False for what does
 * not begin with the usual separators or has no end: then nothing, or the samples that
 * were whole, were told.
 *
 * Thread: any. Does not allocate.
 */
bool
steady_astm_message_read (const char    *message,
                          SteadyInstant  t,
                          SteadyAstmTold told,
                          void          *owner)
{
  Reading        reading = { .result = { .t = t }, .told = told, .owner = owner };
  SteadyWireText head[HEAD_SENDER + 1];

  if (strncmp (message, "H|\\^&|", 6) != 0)
    return false;
  for (unsigned i = 0; i <= HEAD_SENDER; i++)
    head[i] = (SteadyWireText){ "", 0 };
  steady_wire_split (
      (SteadyWireText){ message, strcspn (message, "\r") }, '|', head, HEAD_SENDER + 1);
  copy_words (
      reading.result.analyser, sizeof reading.result.analyser, head[HEAD_SENDER]);
  for (const char *at = message; *at != '\0';)
    {
      const size_t length = strcspn (at, "\r");
      if (take_record (&reading, at, length))
        {
          flush (&reading);
          return true;
        }
      at += length + (at[length] != '\0');
    }
  return false; /* cut: its last sample may not be whole */
}

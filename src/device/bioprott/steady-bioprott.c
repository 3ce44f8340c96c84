/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/bioprott/steady-bioprott.h"

#include <assert.h>
#include <string.h>

#define N_(text) text

/*
 * One line each 100 ms, of fixed width, without a checksum:
 *
 *   ee ss aaa p.pp fffffff mmmmmmm sssssss tttttt <CR><LF>
 *
 * So the layout is held exactly: a line that lost a byte on the cable would otherwise
 * show a tenth of the flow.
 */
typedef struct Field
{
  uint8_t start;
  uint8_t width;
} Field;

enum
{
  FIELD_ERROR,
  FIELD_STATUS,
  FIELD_SIGNAL,      /* strength, % */
  FIELD_FACTOR,      /* of calibration */
  FIELD_FLOW_FAST,   /* mean of 100 ms, mL/min */
  FIELD_FLOW,        /* mean of 1 s */
  FIELD_FLOW_SLOW,   /* mean of 10 s */
  FIELD_TEMPERATURE, /* of the board, °C */
  N_FIELDS
};

static const Field fields[N_FIELDS] = {
  { 0, 2 }, { 3, 2 }, { 6, 3 }, { 10, 4 }, { 15, 7 }, { 23, 7 }, { 31, 7 }, { 39, 6 },
};

enum
{
  SIGNAL_FLOW = 0
};

enum
{
  LINE_LENGTH = 46,   /* without <CR><LF> */
  LONGEST_LINE = 120, /* an answer to "S" is longer than a reading */
  LINES_BEFORE_ASKING = 10,

  STATUS_DISCONNECTED = 0xe0, /* all three bits */
  STATUS_COUPLING = 0x20      /* too little ultrasound: air, or not clamped on */
};

typedef struct State
{
  char          line[LONGEST_LINE];
  unsigned      length;
  SteadyInstant line_t;   /* of its first byte */
  bool          skipping; /* to the end of a line that is too long or was cut */
  bool          fresh;    /* nothing was read yet */
  unsigned      lines;    /* understood since it was opened */
  bool          asked;
  bool          answering; /* a second line of the answer may come */
} State;

static_assert (sizeof (State) <= STEADY_DRIVER_STATE_SIZE, "the state fits its place");

static State *
state_of (SteadyDriver *self)
{
  return (State *) (void *) self->state;
}

/* The text of a field without the blanks around it; false when blanks stand inside. */
static bool
trimmed (const char *line, unsigned field, const char **ret_text, unsigned *ret_length)
{
  const char *text = line + fields[field].start;
  unsigned    length = fields[field].width;

  while (length > 0 && *text == ' ')
    {
      text++;
      length--;
    }
  while (length > 0 && text[length - 1] == ' ')
    length--;
  if (length == 0 || memchr (text, ' ', length) != NULL)
    return false;
  *ret_text = text;
  *ret_length = length;
  return true;
}

static bool
read_hex (const char *line, unsigned field, unsigned *ret_value)
{
  static const char digits[] = "0123456789ABCDEF";
  unsigned          value = 0;

  for (unsigned i = 0; i < fields[field].width; i++)
    {
      const char  c = line[fields[field].start + i];
      const char *digit = c != '\0' ? strchr (digits, c) : NULL;
      if (digit == NULL)
        return false;
      value = value * 16 + (unsigned) (digit - digits);
    }
  *ret_value = value;
  return true;
}

/* A whole number, or with one point; nothing else, so that no cut number passes. */
static bool
read_number (const char *text, unsigned length, double *ret_value)
{
  double   value = 0, scale = 1;
  bool     point = false;
  unsigned digits = 0;
  unsigned i = length > 0 && (text[0] == '+' || text[0] == '-') ? 1 : 0;

  for (; i < length; i++)
    {
      if (text[i] == '.' && !point)
        {
          point = true;
          continue;
        }
      if (text[i] < '0' || text[i] > '9')
        return false;
      digits++;
      value = value * 10 + (text[i] - '0');
      scale *= point ? 10 : 1;
    }
  if (digits == 0)
    return false;
  *ret_value = text[0] == '-' ? -value / scale : value / scale;
  return true;
}

/* What stands in a numeric field. */
typedef enum Content
{
  CONTENT_NUMBER,
  CONTENT_BLANK, /* "---": no reading */
  CONTENT_RANGE, /* "^^^" or "vvv": beyond what can be shown */
  CONTENT_BAD
} Content;

static bool
all_of (const char *text, unsigned length, char c)
{
  for (unsigned i = 0; i < length; i++)
    if (text[i] != c)
      return false;
  return true;
}

static Content
read_field (const char *line, unsigned field, double *ret_value)
{
  const char *text;
  unsigned    length;

  if (!trimmed (line, field, &text, &length))
    return CONTENT_BAD;
  if (all_of (text, length, '-'))
    return CONTENT_BLANK;
  if (all_of (text, length, '^') || all_of (text, length, 'v'))
    return CONTENT_RANGE;
  return read_number (text, length, ret_value) ? CONTENT_NUMBER : CONTENT_BAD;
}

/* Both bytes are evaluated, as the manual demands, and then what stands in the field.
 */
static SteadyQuality
quality_of (unsigned error, unsigned status, Content content)
{
  if ((status & STATUS_DISCONNECTED) == STATUS_DISCONNECTED)
    return STEADY_QUALITY_SENSOR_OFF;
  if (content == CONTENT_BLANK)
    return STEADY_QUALITY_SENSOR_OFF;
  if (content == CONTENT_RANGE)
    return STEADY_QUALITY_IMPLAUSIBLE;
  if (error != 0 || (status & STATUS_COUPLING) != 0)
    return STEADY_QUALITY_QUESTIONABLE;
  return STEADY_QUALITY_VALID;
}

/* Whether the blanks stand where they must. */
static bool
is_laid_out (const char *line, unsigned length)
{
  if (length != LINE_LENGTH)
    return false;
  for (unsigned i = 0; i < N_FIELDS; i++)
    if (line[fields[i].start + fields[i].width] != ' ')
      return false;
  return true;
}

/* A reading; false when the line is none. @ret_value's host instant is not set. */
static bool
parse_reading (const char *line, unsigned length, SteadyDriverValue *ret_value)
{
  unsigned error, status;
  Content  contents[N_FIELDS];
  double   values[N_FIELDS] = { 0 };

  if (!is_laid_out (line, length) || !read_hex (line, FIELD_ERROR, &error) ||
      !read_hex (line, FIELD_STATUS, &status))
    return false;
  for (unsigned i = FIELD_SIGNAL; i < N_FIELDS; i++)
    {
      contents[i] = read_field (line, i, &values[i]);
      if (contents[i] == CONTENT_BAD)
        return false;
    }
  *ret_value = (SteadyDriverValue){
    .t_device = STEADY_NO_DEVICE_TIME,
    .value = contents[FIELD_FLOW] == CONTENT_NUMBER ? values[FIELD_FLOW] / 1000.0 : 0,
    .signal = SIGNAL_FLOW,
    .quality = (uint8_t) quality_of (error, status, contents[FIELD_FLOW]),
  };
  return true;
}

/* An answer to "S" names the sensor and its tubing: "CT-SN1 3/8\" x 3/32\" PVC …". */
static bool
take_identity (SteadyDriver *self, State *state)
{
  char text[STEADY_DRIVER_IDENTITY_SIZE];

  if (state->length < 4 || memcmp (state->line, "CT-", 3) != 0)
    return false;
  unsigned length = 0;
  for (; length < state->length && length + 1 < sizeof text; length++)
    {
      const char c = state->line[length];
      text[length] = c >= ' ' && c <= '~' ? c : '?';
    }
  text[length] = '\0';
  if (self->sink.identity != NULL)
    self->sink.identity (self->sink.owner, text);
  return true;
}

static void
ask_for_identity (SteadyDriver *self, State *state)
{
  static const uint8_t question[] = { 'S', '\r' };

  if (state->asked || state->lines < LINES_BEFORE_ASKING)
    return;
  state->asked = true;
  steady_driver_send (self, question, sizeof question);
}

static void
take_line (SteadyDriver *self, State *state)
{
  SteadyDriverValue value;

  if (state->length > 0 && state->line[state->length - 1] == '\r')
    state->length--;
  if (parse_reading (state->line, state->length, &value))
    {
      self->frames++;
      state->lines++;
      value.t = state->line_t;
      self->sink.value (self->sink.owner, &value);
      ask_for_identity (self, state);
    }
  else if (take_identity (self, state))
    state->answering = true;
  else if (state->answering || state->fresh)
    state->answering =
        false; /* the rest of an answer, or a line that began before us */
  else if (state->length > 0)
    self->faults++;
  state->fresh = false;
}

static void
bioprott_rx (SteadyDriver *self, const uint8_t *bytes, size_t length, SteadyInstant t)
{
  State *state = state_of (self);

  for (size_t i = 0; i < length; i++)
    {
      if (bytes[i] == '\n')
        {
          if (!state->skipping)
            take_line (self, state);
          state->skipping = false;
          state->length = 0;
          continue;
        }
      if (state->skipping)
        continue;
      if (state->length == 0)
        state->line_t = t;
      if (state->length == LONGEST_LINE)
        {
          state->skipping = true;
          self->faults++;
          continue;
        }
      state->line[state->length++] = (char) bytes[i];
    }
}

static void
bioprott_start (SteadyDriver *self, SteadyInstant now)
{
  State *state = state_of (self);
  memset (state, 0, sizeof *state);
  state->fresh = true;
}

static SteadyProbe
bioprott_probe (const uint8_t *bytes, size_t length)
{
  SteadyDriverValue value;
  size_t            start = 0;
  unsigned          lines = 0, good = 0;

  for (size_t i = 0; i < length; i++)
    {
      if (bytes[i] != '\n')
        continue;
      const size_t end = i > start && bytes[i - 1] == '\r' ? i - 1 : i;
      good += end - start <= LONGEST_LINE &&
              parse_reading (
                  (const char *) bytes + start, (unsigned) (end - start), &value);
      lines++;
      start = i + 1;
    }
  if (good >= 2)
    return STEADY_PROBE_YES;
  return lines > 4 || length > 4 * LONGEST_LINE ? STEADY_PROBE_NO : STEADY_PROBE_MORE;
}

static const SteadySignal signals[] = {
  [SIGNAL_FLOW] = { .name = "flow",
                    .label = N_ ("Flow, measured"),
                    .unit = "L/min",
                    .channel = STEADY_CHANNEL_MEASURED_FLOW,
                    .kind = STEADY_CHANNEL_KIND_NUMERIC,
                    .decimals = 3,
                    .low = -999.999, /* what the field can hold, mL/min */
                    .high = 999.999,
                    .resolution = 0.001,
                    .period = 100 * STEADY_NSEC_PER_MSEC,
                    .stale = 500 * STEADY_NSEC_PER_MSEC },
};

static const char *const bioprott_stages[] = {
  "opened", "between lines", "in a line", "in an answer", NULL
};

static unsigned
bioprott_stage (const SteadyDriver *self)
{
  const State *state = (const State *) (const void *) self->state;

  if (state->answering)
    return 3;
  if (state->length > 0 || state->skipping)
    return 2;
  return state->fresh ? 0 : 1;
}

const SteadyDriverClass steady_bioprott_class = {
  .name = "bioprott",
  .title = N_ ("em-tec BioProTT FlowTrack SL, clamp-on flow probe"),
  .links = STEADY_DRIVER_SERIAL,
  .line = { .baud = 38400, .data_bits = 8, .parity = 'N', .stop_bits = 1 },
  .quiet = 1 * STEADY_NSEC_PER_SEC,
  .talks = 100 * STEADY_NSEC_PER_MSEC,
  .signals = signals,
  .n_signals = sizeof signals / sizeof signals[0],
  .probe = bioprott_probe,
  .start = bioprott_start,
  .rx = bioprott_rx,
  .tick = steady_driver_never_due,
  .stages = bioprott_stages,
  .stage = bioprott_stage,
};

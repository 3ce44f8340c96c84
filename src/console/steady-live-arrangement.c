/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "console/steady-live-arrangement.h"

#define GAP 6

/* A place that is handed out from one of its edges. */
typedef struct Room
{
  int x;
  int y;
  int width;
  int height;
} Room;

/* Which shape fits. Thread: any. */
SteadyLiveShape
steady_live_shape (int width, int height)
{
  if (height > width)
    return STEADY_LIVE_PORTRAIT;
  return width >= 1700 && height >= 960 ? STEADY_LIVE_WIDE : STEADY_LIVE_COMPACT;
}

static GdkRectangle
take_top (Room *room, int height)
{
  const GdkRectangle place = { room->x, room->y, room->width, height };
  room->y += height + GAP;
  room->height -= height + GAP;
  return place;
}

static GdkRectangle
take_bottom (Room *room, int height)
{
  const GdkRectangle place = {
    room->x, room->y + room->height - height, room->width, height
  };
  room->height -= height + GAP;
  return place;
}

static Room
take_left (Room *room, int width)
{
  const Room place = { room->x, room->y, width, room->height };
  room->x += width + GAP;
  room->width -= width + GAP;
  return place;
}

static Room
take_right (Room *room, int width)
{
  const Room place = { room->x + room->width - width, room->y, width, room->height };
  room->width -= width + GAP;
  return place;
}

static GdkRectangle
all_of (const Room *room)
{
  return (GdkRectangle){ room->x, room->y, room->width, room->height };
}

/* Cuts @place into two halves side by side. */
static void
halve (GdkRectangle place, GdkRectangle *ret_left, GdkRectangle *ret_right)
{
  const int half = (place.width - GAP) / 2;
  *ret_left = (GdkRectangle){ place.x, place.y, half, place.height };
  *ret_right = (GdkRectangle){
    place.x + half + GAP, place.y, place.width - half - GAP, place.height
  };
}

/* Numbers: three large ones over four smaller ones. */
static void
arrange_numbers (Room room, GdkRectangle *places)
{
  places[STEADY_LIVE_FLOW] = take_top (&room, room.height * 34 / 100);
  const int large = (room.height - 3 * GAP) * 29 / 100;
  places[STEADY_LIVE_MAP] = take_top (&room, large);
  places[STEADY_LIVE_LINE] = take_top (&room, large);
  const int row = (room.height - GAP) / 2;
  halve (take_top (&room, row),
         &places[STEADY_LIVE_SATURATION],
         &places[STEADY_LIVE_DELIVERY]);
  halve (all_of (&room), &places[STEADY_LIVE_TEMPERATURE], &places[STEADY_LIVE_VENOUS]);
}

/* Controls: the pump first, then gas and water, the reservoir at the foot. */
static void
arrange_controls (Room room, GdkRectangle *places)
{
  const int row = room.height >= 620 ? 72 : 62;
  places[STEADY_LIVE_RESERVOIR] = take_bottom (&room, row + 14);
  places[STEADY_LIVE_WATER] = take_bottom (&room, row);
  places[STEADY_LIVE_CO2] = take_bottom (&room, row);
  places[STEADY_LIVE_FIO2] = take_bottom (&room, row);
  places[STEADY_LIVE_SWEEP] = take_bottom (&room, row);
  places[STEADY_LIVE_PUMP] = all_of (&room);
}

static void
arrange_wide (Room room, GdkRectangle *places)
{
  places[STEADY_LIVE_ALARMS] = take_top (&room, 124);
  places[STEADY_LIVE_STRIP] = take_top (&room, 38);
  places[STEADY_LIVE_PAGES] = take_bottom (&room, 60);
  Room               foot = { 0 };
  const GdkRectangle line = take_bottom (&room, 64);
  foot = (Room){ line.x, line.y, line.width, line.height };
  const Room pad = take_right (&foot, foot.width / 2);
  places[STEADY_LIVE_EVENTS] = all_of (&pad);
  places[STEADY_LIVE_TIMERS] = all_of (&foot);
  places[STEADY_LIVE_VALUES] = take_bottom (&room, 60);
  arrange_numbers (take_left (&room, 400), places);
  arrange_controls (take_right (&room, 400), places);
  places[STEADY_LIVE_PROTECTIONS] = take_bottom (&room, 68);
  places[STEADY_LIVE_TRENDS] = take_bottom (&room, room.height * 44 / 100);
  places[STEADY_LIVE_WAVES] = all_of (&room);
}

/* Few numbers are large where there is little room; the rest keeps its place. */
static void
arrange_compact_numbers (Room room, GdkRectangle *places)
{
  places[STEADY_LIVE_FLOW] = take_top (&room, 165);
  places[STEADY_LIVE_MAP] = take_top (&room, 99);
  const int row = (room.height - GAP) / 2;
  halve (take_top (&room, row),
         &places[STEADY_LIVE_LINE],
         &places[STEADY_LIVE_SATURATION]);
  halve (
      all_of (&room), &places[STEADY_LIVE_DELIVERY], &places[STEADY_LIVE_TEMPERATURE]);
  places[STEADY_LIVE_VENOUS] = places[STEADY_LIVE_TEMPERATURE]; /* not shown */
}

static void
arrange_compact_controls (Room room, GdkRectangle *places)
{
  const int step = 96;
  places[STEADY_LIVE_RESERVOIR] = take_bottom (&room, 70);
  halve (
      take_bottom (&room, step), &places[STEADY_LIVE_CO2], &places[STEADY_LIVE_WATER]);
  halve (
      take_bottom (&room, step), &places[STEADY_LIVE_SWEEP], &places[STEADY_LIVE_FIO2]);
  places[STEADY_LIVE_PUMP] = all_of (&room);
}

static void
arrange_compact (Room room, GdkRectangle *places)
{
  room.y -= 2;
  room.height += 4;
  places[STEADY_LIVE_ALARMS] = take_top (&room, 124);
  places[STEADY_LIVE_STRIP] = take_top (&room, 22);
  const GdkRectangle foot = take_bottom (&room, 58);
  Room               line = { foot.x, foot.y, foot.width, foot.height };
  const Room         pages = take_right (&line, foot.width * 55 / 100);
  places[STEADY_LIVE_PAGES] = all_of (&pages);
  places[STEADY_LIVE_EVENTS] = all_of (&line);
  const GdkRectangle small = take_bottom (&room, 114);
  Room               cells = { small.x, small.y, small.width, small.height };
  const Room         timers = take_right (&cells, small.width * 24 / 100);
  places[STEADY_LIVE_TIMERS] = all_of (&timers);
  places[STEADY_LIVE_VALUES] = all_of (&cells);
  arrange_compact_numbers (take_left (&room, room.width * 25 / 100), places);
  arrange_compact_controls (take_right (&room, room.width * 46 / 100), places);
  places[STEADY_LIVE_PROTECTIONS] = take_bottom (&room, 126);
  places[STEADY_LIVE_TRENDS] = take_bottom (&room, room.height * 45 / 100);
  places[STEADY_LIVE_WAVES] = all_of (&room);
}

static void
arrange_portrait (Room room, GdkRectangle *places)
{
  places[STEADY_LIVE_ALARMS] = take_top (&room, 240);
  places[STEADY_LIVE_STRIP] = take_top (&room, 66);
  places[STEADY_LIVE_PAGES] = take_bottom (&room, 60);
  places[STEADY_LIVE_EVENTS] = take_bottom (&room, 64);
  places[STEADY_LIVE_TIMERS] = take_bottom (&room, 60);
  places[STEADY_LIVE_VALUES] = take_bottom (&room, 126);

  const GdkRectangle foot = take_bottom (&room, 330);
  Room               left = { foot.x, foot.y, (foot.width - GAP) / 2, foot.height };
  Room right = { foot.x + left.width + GAP, foot.y, left.width, foot.height };
  places[STEADY_LIVE_RESERVOIR] = take_bottom (&left, 88);
  places[STEADY_LIVE_PUMP] = all_of (&left);
  const int row = (right.height - 3 * GAP) / 4;
  places[STEADY_LIVE_SWEEP] = take_top (&right, row);
  places[STEADY_LIVE_FIO2] = take_top (&right, row);
  places[STEADY_LIVE_CO2] = take_top (&right, row);
  places[STEADY_LIVE_WATER] = all_of (&right);
  places[STEADY_LIVE_PROTECTIONS] = take_bottom (&room, 70);

  const GdkRectangle head = take_top (&room, 256);
  Room               numbers = { head.x, head.y, head.width, head.height };
  const Room         flow = take_left (&numbers, (head.width - 2 * GAP) * 38 / 100);
  places[STEADY_LIVE_FLOW] = all_of (&flow);
  const int half = (numbers.height - GAP) / 2;
  Room      upper = { numbers.x, numbers.y, numbers.width, half };
  Room      lower = {
         numbers.x, numbers.y + half + GAP, numbers.width, numbers.height - half - GAP
  };
  halve (all_of (&upper), &places[STEADY_LIVE_MAP], &places[STEADY_LIVE_LINE]);
  const int quarter = (lower.width - 3 * GAP) / 4;
  Room      place = take_left (&lower, quarter);
  places[STEADY_LIVE_SATURATION] = all_of (&place);
  place = take_left (&lower, quarter);
  places[STEADY_LIVE_DELIVERY] = all_of (&place);
  place = take_left (&lower, quarter);
  places[STEADY_LIVE_TEMPERATURE] = all_of (&place);
  places[STEADY_LIVE_VENOUS] = all_of (&lower);
  places[STEADY_LIVE_TRENDS] = take_bottom (&room, room.height * 42 / 100);
  places[STEADY_LIVE_WAVES] = all_of (&room);
}

/* The place of each part on a page of this size. No two overlap. Thread: any. */
void
steady_live_arrangement (int width, int height, GdkRectangle *ret_places)
{
  const Room room = { 8, 6, width - 16, height - 12 };
  ret_places[STEADY_LIVE_ALARM_TABLES] = (GdkRectangle){ 0 };
  ret_places[STEADY_LIVE_STAGE] = (GdkRectangle){ 0 };
  ret_places[STEADY_LIVE_CARD] = (GdkRectangle){ 0 };
  switch (steady_live_shape (width, height))
    {
    case STEADY_LIVE_PORTRAIT:
      arrange_portrait (room, ret_places);
      break;
    case STEADY_LIVE_COMPACT:
      arrange_compact (room, ret_places);
      break;
    case STEADY_LIVE_WIDE:
    default:
      arrange_wide (room, ret_places);
      break;
    }
  ret_places[STEADY_LIVE_CARD] = ret_places[STEADY_LIVE_TRENDS];
}

/* Few parts can stay beside the tables on a small screen: the numbers, the pump with
 * its stop, and the protections, which take the place of the waveforms. */
static void
arrange_compact_alarms (GdkRectangle *places)
{
  const GdkRectangle pump = places[STEADY_LIVE_PUMP];
  const GdkRectangle waves = places[STEADY_LIVE_WAVES];
  const GdkRectangle values = places[STEADY_LIVE_VALUES];
  const GdkRectangle flow = places[STEADY_LIVE_FLOW];
  const int          top = pump.y + pump.height + GAP;
  places[STEADY_LIVE_PROTECTIONS] =
      (GdkRectangle){ waves.x, pump.y, waves.width, pump.height };
  places[STEADY_LIVE_TIMERS] =
      (GdkRectangle){ flow.x, values.y, flow.width, values.height };
  places[STEADY_LIVE_ALARM_TABLES] = (GdkRectangle){
    waves.x, top, pump.x + pump.width - waves.x, values.y + values.height - top
  };
}

/* The same for the Alarms page and all others: they stand where waveforms and trends
 * were. Alarm bar, strip, flow and pump do not move. Thread: any. */
void
steady_live_arrangement_alarms (int width, int height, GdkRectangle *ret_places)
{
  steady_live_arrangement (width, height, ret_places);
  if (steady_live_shape (width, height) == STEADY_LIVE_COMPACT)
    {
      arrange_compact_alarms (ret_places);
      ret_places[STEADY_LIVE_STAGE] = ret_places[STEADY_LIVE_ALARM_TABLES];
      return;
    }
  const GdkRectangle waves = ret_places[STEADY_LIVE_WAVES];
  const GdkRectangle trends = ret_places[STEADY_LIVE_TRENDS];
  ret_places[STEADY_LIVE_ALARM_TABLES] = (GdkRectangle){
    waves.x, waves.y, waves.width, trends.y + trends.height - waves.y
  };
  ret_places[STEADY_LIVE_STAGE] = ret_places[STEADY_LIVE_ALARM_TABLES];
}

/* Whether @part is seen on the Live page, or with @alarms on the Alarms page (or
 * another). Thread: any. */
bool
steady_live_arrangement_shows (SteadyLiveShape shape, bool alarms, SteadyLivePart part)
{
  const bool compact = shape == STEADY_LIVE_COMPACT;
  switch ((int) part)
    {
    case STEADY_LIVE_ALARM_TABLES:
      return alarms;
    case STEADY_LIVE_STAGE:
    case STEADY_LIVE_CARD:
      return false; /* they take the place of tables or trends while they are up */
    case STEADY_LIVE_WAVES:
    case STEADY_LIVE_TRENDS:
      return !alarms;
    case STEADY_LIVE_VENOUS:
      return !compact;
    case STEADY_LIVE_SWEEP:
    case STEADY_LIVE_FIO2:
    case STEADY_LIVE_CO2:
    case STEADY_LIVE_WATER:
    case STEADY_LIVE_RESERVOIR:
    case STEADY_LIVE_VALUES:
      return !alarms || !compact;
    default:
      return true;
    }
}

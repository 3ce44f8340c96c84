/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "link/steady-frame.h"
#include "measure/steady-channel.h"

enum
{
  STEADY_BOOK_DEVICES = 16,
  STEADY_BOOK_LINES = 8
};

/* A signal, and the place that it feeds. Texts are not translated. */
typedef struct SteadyBookSignal
{
  char    *name;
  char    *label;
  char    *unit;
  unsigned kind; /* SteadyChannelKind */
  int      decimals;
  unsigned channel; /* NONE: not used; beyond the fixed ones: under its own name */
  unsigned next;    /* from the next start */
  bool     changed; /* on this page, against the site file */
} SteadyBookSignal;

typedef struct SteadyBookDevice
{
  unsigned          number;
  char             *title;
  char             *driver;
  char             *port;
  char             *place;
  bool              simulated;
  bool              wired;
  bool              laboratory;
  bool              arming;   /* it is commanded while armed */
  char             *controls; /* their names, or "" */
  GPtrArray        *signals;  /* of SteadyBookSignal */
  bool              has_state;
  SteadyDeviceState state;
} SteadyBookDevice;

/* A port that no site names. */
typedef struct SteadyBookFound
{
  char    *port;
  char    *driver;
  char    *title;
  char    *identity;
  unsigned state; /* SteadyFoundState */
} SteadyBookFound;

/*
 * What the engine told of devices, without a window. Fed by frames. Thread: main, or a
 * test's only one.
 */
typedef struct SteadyDeviceBook
{
  bool       told;
  bool       scheduled;  /* the engine's tick is real-time */
  bool       locked;     /* its memory is */
  bool       site;       /* a live case: places can be changed, ports are looked at */
  bool       supervised; /* the engine can be begun anew */
  GPtrArray *devices;    /* of SteadyBookDevice */
  GPtrArray *found;      /* of SteadyBookFound */
  unsigned   serial;     /* another number at each change */
  struct
  {
    unsigned channel; /* that the line is called by */
    double   offset;  /* mmHg taken off */
  } lines[STEADY_BOOK_LINES];
  unsigned n_lines;
  double   wave_mean[STEADY_CHANNEL_MAX]; /* of about the last second; NAN: none */
} SteadyDeviceBook;

void steady_device_book_init (SteadyDeviceBook *self);
void steady_device_book_finish (SteadyDeviceBook *self);
bool steady_device_book_take (SteadyDeviceBook *self, const SteadyFrame *frame);
SteadyBookDevice *steady_device_book_find (SteadyDeviceBook *self, unsigned number);
uint32_t          steady_device_book_lost (const SteadyDeviceBook *self);
bool steady_device_book_is_taken (const SteadyDeviceBook *self, unsigned channel);
bool steady_device_book_pending (const SteadyDeviceBook *self);
bool steady_device_book_line (const SteadyDeviceBook *self,
                              unsigned                channel,
                              double                 *ret_offset);

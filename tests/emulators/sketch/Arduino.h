/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* As much of the Arduino core as data/devices/flow-meter.ino needs, on a computer: its
 * serial line is stdin and stdout, its pulses come at the rate that file 3 says. */

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum
{
  INPUT_PULLUP,
  RISING,
  A0
};

#define max(a, b)                  ((a) > (b) ? (a) : (b))
#define constrain(x, low, high)    ((x) < (low) ? (low) : (x) > (high) ? (high) : (x))
#define digitalPinToInterrupt(pin) (pin)

static void (*interrupt) ();

static unsigned long
micros ()
{
  struct timespec now;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return (unsigned long) now.tv_sec * 1000000ul + (unsigned long) now.tv_nsec / 1000;
}

static unsigned long
millis ()
{
  return micros () / 1000;
}

static void
attachInterrupt (int, void (*handler) (), int)
{
  interrupt = handler;
}

static void
noInterrupts ()
{
}
static void
interrupts ()
{
}
static void
pinMode (int, int)
{
}
static void
analogWrite (int, int)
{
}

/* 36.5 degrees. */
static int
analogRead (int)
{
  return 75;
}

struct Line
{
  void
  begin (long)
  {
  }

  bool
  available ()
  {
    struct pollfd in = { 0, POLLIN, 0 };
    return poll (&in, 1, 0) > 0 && (in.revents & POLLIN) != 0;
  }

  int
  read ()
  {
    unsigned char byte;
    if (::read (0, &byte, 1) != 1)
      exit (0);
    return byte;
  }

  long
  parseInt ()
  {
    long value = 0;
    for (int c = read (); c >= '0' && c <= '9'; c = read ())
      value = value * 10 + (c - '0');
    return value;
  }

  void
  print (const char *text)
  {
    fputs (text, stdout);
  }
  void
  print (long value)
  {
    printf ("%ld", value);
  }
  void
  print (double value, int digits)
  {
    printf ("%.*f", digits, value);
  }

  void
  println (int value)
  {
    printf ("%d\r\n", value);
    fflush (stdout);
  }
};

static Line Serial;

void setup ();
void loop ();

/* Pulses at the rate that was said last, in pulses a minute. */
int
main ()
{
  double        a_minute = 0, share = 0;
  unsigned long before = micros ();

  setup ();
  for (;;)
    {
      struct pollfd say = { 3, POLLIN, 0 };
      char          text[64];
      if (poll (&say, 1, 1) > 0)
        {
          const ssize_t n = ::read (3, text, sizeof text - 1);
          if (n <= 0)
            return 0;
          text[n] = '\0';
          a_minute = atof (text);
        }
      const unsigned long now = micros ();
      share += a_minute * (double) (now - before) / 60e6;
      before = now;
      for (; share >= 1; share -= 1)
        interrupt ();
      loop ();
    }
}

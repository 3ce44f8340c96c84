/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tick-guard.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Thread_local bool     armed;
static _Thread_local unsigned calls;
static bool                   only_count;

bool
tick_guard_works (void)
{
#ifdef __SANITIZE_ADDRESS__
  return false;
#else
  return true;
#endif
}

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t count, size_t size);
extern void *__libc_realloc (void *memory, size_t size);
extern void  __libc_free (void *memory);

void
tick_guard_arm (void)
{
  armed = true;
  calls = 0;
}

void
tick_guard_disarm (void)
{
  armed = false;
}

unsigned
tick_guard_calls (void)
{
  return calls;
}

void
tick_guard_only_count (bool count)
{
  only_count = count;
}

/* A sanitizer stands there itself; its run checks the memory, not the calls. */
#ifndef __SANITIZE_ADDRESS__

/* Says which call it was without calling anything that is guarded. */
static void
caught (const char *name)
{
  if (!armed)
    return;
  calls++;
  if (only_count)
    return;
  armed = false;
  fprintf (stderr, "# the tick called %s ()\n", name);
  abort ();
}

void *
malloc (size_t size)
{
  caught ("malloc");
  return __libc_malloc (size);
}

void *
calloc (size_t count, size_t size)
{
  caught ("calloc");
  return __libc_calloc (count, size);
}

void *
realloc (void *memory, size_t size)
{
  caught ("realloc");
  return __libc_realloc (memory, size);
}

void
free (void *memory)
{
  if (memory != NULL)
    caught ("free");
  __libc_free (memory);
}

#  define NEXT(type, name)         \
    static __typeof__ (type) next; \
    if (next == NULL)              \
    *(void **) (void *) &next = dlsym (RTLD_NEXT, name)

int
pthread_mutex_lock (pthread_mutex_t *mutex)
{
  NEXT (int (*) (pthread_mutex_t *), "pthread_mutex_lock");
  caught ("pthread_mutex_lock");
  return next (mutex);
}

int
pthread_rwlock_rdlock (pthread_rwlock_t *lock)
{
  NEXT (int (*) (pthread_rwlock_t *), "pthread_rwlock_rdlock");
  caught ("pthread_rwlock_rdlock");
  return next (lock);
}

int
pthread_rwlock_wrlock (pthread_rwlock_t *lock)
{
  NEXT (int (*) (pthread_rwlock_t *), "pthread_rwlock_wrlock");
  caught ("pthread_rwlock_wrlock");
  return next (lock);
}

int
open (const char *path, int flags, ...)
{
  NEXT (int (*) (const char *, int, mode_t), "open");
  va_list arguments;
  caught ("open");
  va_start (arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg (arguments, mode_t) : 0;
  va_end (arguments);
  return next (path, flags, mode);
}

FILE *
fopen (const char *path, const char *mode)
{
  NEXT (FILE * (*) (const char *, const char *), "fopen");
  caught ("fopen");
  return next (path, mode);
}

ssize_t
read (int fd, void *bytes, size_t size)
{
  NEXT (ssize_t (*) (int, void *, size_t), "read");
  caught ("read");
  return next (fd, bytes, size);
}

ssize_t
write (int fd, const void *bytes, size_t size)
{
  NEXT (ssize_t (*) (int, const void *, size_t), "write");
  caught ("write");
  return next (fd, bytes, size);
}

int
fsync (int fd)
{
  NEXT (int (*) (int), "fsync");
  caught ("fsync");
  return next (fd);
}

int
fdatasync (int fd)
{
  NEXT (int (*) (int), "fdatasync");
  caught ("fdatasync");
  return next (fd);
}

#endif

void
tick_guarded (SteadyEngine *engine, SteadySpan span)
{
  SteadyMoment        moment = engine->moment;
  const SteadyInstant end = moment.now + span;

  moment.lateness = 0;
  while (moment.now < end)
    {
      moment.now += 20 * STEADY_NSEC_PER_MSEC;
      moment.real += 20 * STEADY_NSEC_PER_MSEC;
      tick_guard_arm ();
      steady_engine_tick (engine, &moment);
      tick_guard_disarm ();
    }
}

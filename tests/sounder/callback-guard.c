/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <portaudio.h>

/*
 * Preloaded into a program that plays: puts itself between PortAudio and the callback,
 * and ends the process when the callback allocates, frees, locks, opens,
 * reads or writes a file, or asks a device.
 */

static _Thread_local int inside;

static PaStreamCallback *callback;

static void
accuse (const char *what)
{
  static const char begin[] = "callback-guard: the audio callback calls ";
  if (!inside)
    return;
  inside = 0;
  (void) !write (STDERR_FILENO, begin, sizeof begin - 1);
  (void) !write (STDERR_FILENO, what, strlen (what));
  (void) !write (STDERR_FILENO, "\n", 1);
  abort ();
}

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t count, size_t size);
extern void *__libc_realloc (void *memory, size_t size);
extern void  __libc_free (void *memory);

void *
malloc (size_t size)
{
  accuse ("malloc");
  return __libc_malloc (size);
}

void *
calloc (size_t count, size_t size)
{
  accuse ("calloc");
  return __libc_calloc (count, size);
}

void *
realloc (void *memory, size_t size)
{
  accuse ("realloc");
  return __libc_realloc (memory, size);
}

void
free (void *memory)
{
  accuse ("free");
  __libc_free (memory);
}

#define NEXT(name) (__extension__(__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

int
pthread_mutex_lock (pthread_mutex_t *mutex)
{
  static __typeof__ (&pthread_mutex_lock) next;
  accuse ("pthread_mutex_lock");
  if (next == NULL)
    next = NEXT (pthread_mutex_lock);
  return next (mutex);
}

FILE *
fopen (const char *path, const char *mode)
{
  accuse ("fopen");
  return NEXT (fopen) (path, mode);
}

#undef open
int
open (const char *path, int flags, ...)
{
  mode_t  mode;
  va_list more;

  accuse ("open");
  va_start (more, flags);
  mode = (flags & O_CREAT) != 0 ? va_arg (more, mode_t) : 0;
  va_end (more);
  return openat (AT_FDCWD, path, flags, mode);
}

ssize_t
read (int file, void *bytes, size_t count)
{
  accuse ("read");
  return NEXT (read) (file, bytes, count);
}

ssize_t
write (int file, const void *bytes, size_t count)
{
  accuse ("write");
  return NEXT (write) (file, bytes, count);
}

int
ioctl (int file, unsigned long request, ...)
{
  va_list more;

  accuse ("ioctl");
  va_start (more, request);
  void *argument = va_arg (more, void *);
  va_end (more);
  return NEXT (ioctl) (file, request, argument);
}

static int
guarded (const void                     *input,
         void                           *output,
         unsigned long                   frames,
         const PaStreamCallbackTimeInfo *time,
         PaStreamCallbackFlags           flags,
         void                           *data)
{
  inside = 1;
  const int result = callback (input, output, frames, time, flags, data);
  inside = 0;
  return result;
}

PaError
Pa_OpenStream (PaStream                **stream,
               const PaStreamParameters *input,
               const PaStreamParameters *output,
               double                    rate,
               unsigned long             frames,
               PaStreamFlags             flags,
               PaStreamCallback         *original,
               void                     *data)
{
  callback = original;
  return NEXT (Pa_OpenStream) (
      stream, input, output, rate, frames, flags, guarded, data);
}

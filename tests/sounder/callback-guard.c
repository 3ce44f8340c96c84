/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/prctl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <portaudio.h>

/*
 * Preloaded into a program that plays: puts itself between PortAudio and the callback,
 * and ends the process when the callback allocates, frees, locks, opens,
 * reads or writes a file, or asks a device. Where the kernel can (syscall user
 * dispatch, Linux 5.11) it also ends it at any call of the system whatever, made by
 * which function it may: the callback's thread lets none through while it is inside.
 */

static _Thread_local int inside;

/* Read by the kernel before each system call of this thread. */
static _Thread_local volatile char gate = SYSCALL_DISPATCH_FILTER_ALLOW;
static _Thread_local int           gated; /* 1: the kernel looks; -1: it cannot */
static atomic_int                  kernels_looking;

static PaStreamCallback *callback;

static void
accuse (const char *what)
{
  static const char begin[] = "callback-guard: the audio callback calls ";
  if (!inside)
    return;
  inside = 0;
  gate = SYSCALL_DISPATCH_FILTER_ALLOW;
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

static void
on_system_call (int number, siginfo_t *about, void *context)
{
  static const char digits[] = "0123456789";
  char              text[] = "system call 000";

  gate = SYSCALL_DISPATCH_FILTER_ALLOW;
  for (int i = 14, rest = about->si_syscall; i > 11; i--, rest /= 10)
    text[i] = digits[rest % 10];
  accuse (text);
}

/* Has the kernel ask @gate before each system call of this thread. */
static void
close_gate (void)
{
  const struct sigaction action = { .sa_sigaction = on_system_call,
                                    .sa_flags = SA_SIGINFO };

  if (gated != 0)
    return;
  sigaction (SIGSYS, &action, NULL);
  gated = prctl (PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0, &gate) == 0
              ? 1
              : -1;
  if (gated == 1)
    atomic_fetch_add (&kernels_looking, 1);
}

/* Says at the end whether the kernel looked, so that a test can tell. */
__attribute__ ((destructor)) static void
tell (void)
{
  static const char yes[] = "callback-guard: every system call was watched\n";
  if (getenv ("STEADY_GUARD_TELLS") != NULL && atomic_load (&kernels_looking) > 0)
    (void) !write (STDERR_FILENO, yes, sizeof yes - 1);
}

static int
guarded (const void                     *input,
         void                           *output,
         unsigned long                   frames,
         const PaStreamCallbackTimeInfo *time,
         PaStreamCallbackFlags           flags,
         void                           *data)
{
  close_gate ();
  inside = 1;
  gate = gated == 1 ? SYSCALL_DISPATCH_FILTER_BLOCK : SYSCALL_DISPATCH_FILTER_ALLOW;
  const int result = callback (input, output, frames, time, flags, data);
  gate = SYSCALL_DISPATCH_FILTER_ALLOW;
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

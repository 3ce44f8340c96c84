/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-serial-port.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include <glib.h>

/* Major numbers of the slaves of Unix 98 ptys (Linux, devices.txt). */
#define PTY_MAJOR_FIRST 136
#define PTY_MAJOR_LAST  143

static const struct
{
  uint32_t baud;
  speed_t  speed;
} speeds[] = {
  { 1200, B1200 },   { 2400, B2400 },   { 4800, B4800 },   { 9600, B9600 },
  { 19200, B19200 }, { 38400, B38400 }, { 57600, B57600 }, { 115200, B115200 },
};

static bool
speed_of (uint32_t baud, speed_t *ret_speed)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (speeds); i++)
    if (speeds[i].baud == baud)
      {
        *ret_speed = speeds[i].speed;
        return true;
      }
  return false;
}

static tcflag_t
control_flags (const SteadySerialLine *line)
{
  tcflag_t flags = CLOCAL | CREAD | (line->data_bits == 7 ? CS7 : CS8);

  if (line->parity != 'N')
    flags |= PARENB;
  if (line->parity == 'O')
    flags |= PARODD;
  if (line->stop_bits == 2)
    flags |= CSTOPB;
  if (line->handshake)
    flags |= CRTSCTS;
  return flags;
}

static bool
is_pty (int fd)
{
  struct stat about;
  return fstat (fd, &about) == 0 && S_ISCHR (about.st_mode) &&
         major (about.st_rdev) >= PTY_MAJOR_FIRST &&
         major (about.st_rdev) <= PTY_MAJOR_LAST;
}

/*
 * A pty drops parity and seven data bits without a word; on a real line both must have
 * been taken, or what is read is garbage that looks like data now and then.
 */
static bool
was_taken (int fd, const struct termios *wanted)
{
  const tcflag_t mask = CSIZE | PARENB | PARODD | CSTOPB;
  struct termios got;

  if (is_pty (fd))
    return true;
  return tcgetattr (fd, &got) == 0 &&
         (got.c_cflag & mask) == (wanted->c_cflag & mask) &&
         cfgetispeed (&got) == cfgetispeed (wanted);
}

static bool
set_line (int fd, const SteadySerialLine *line)
{
  struct termios settings;
  speed_t        speed;

  if (!speed_of (line->baud, &speed) || tcgetattr (fd, &settings) != 0)
    return false;
  cfmakeraw (&settings);
  settings.c_cflag &= ~(tcflag_t) (CSIZE | PARENB | PARODD | CSTOPB | CRTSCTS);
  settings.c_cflag |= control_flags (line);
  settings.c_cc[VMIN] = 0;
  settings.c_cc[VTIME] = 0;
  cfsetispeed (&settings, speed);
  cfsetospeed (&settings, speed);
  /* EINVAL from a pty only says that nothing was left to change. */
  if (tcsetattr (fd, TCSANOW, &settings) != 0 && !(errno == EINVAL && is_pty (fd)))
    return false;
  tcflush (fd, TCIFLUSH);
  return was_taken (fd, &settings);
}

/* What programs of old leave beside a port that they use: its number in a file. */
static bool
has_lock_file (const char *path)
{
  g_autofree char *device = realpath (path, NULL);
  g_autofree char *name = g_path_get_basename (device != NULL ? device : path);
  g_autofree char *file = g_strconcat ("/run/lock/LCK..", name, NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return false;
  const long pid = strtol (text, NULL, 10);
  return pid > 0 && pid != (long) getpid () &&
         (kill ((pid_t) pid, 0) == 0 || errno == EPERM);
}

/*
 * Nobody else opens it from now on; false where somebody has it. The kernel's own mark
 * does not bind who may do everything, so a lock stands beside it.
 */
static bool
claim (int fd)
{
  return flock (fd, LOCK_EX | LOCK_NB) == 0 && ioctl (fd, TIOCEXCL) == 0;
}

/* Sets the line of an open port, and forgets what came before. Thread: the port's. */
bool
steady_serial_port_set (int fd, const SteadySerialLine *line)
{
  return set_line (fd, line);
}

/*
 * Opens a serial port (a device, a symbolic link to one, a pty) for reading and writing
 * without waiting, for this process alone, and sets its line. -1 with errno on failure;
 * EBUSY or EWOULDBLOCK: another program has it.
 *
 * Thread: the device's.
 */
int
steady_serial_port_open (const char *path, const SteadySerialLine *line)
{
  if (has_lock_file (path))
    {
      errno = EBUSY;
      return -1;
    }
  const int fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return -1;
  errno = 0;
  if (isatty (fd) == 0 || !claim (fd) || !set_line (fd, line))
    {
      const int problem = errno != 0 ? errno : ENOTTY;
      close (fd);
      errno = problem;
      return -1;
    }
  return fd;
}

/* Thread: the device's. */
void
steady_serial_port_close (int fd)
{
  ioctl (fd, TIOCNXCL);
  close (fd);
}

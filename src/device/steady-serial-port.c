/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device/steady-serial-port.h"

#include <errno.h>
#include <fcntl.h>
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

/*
 * Opens a serial port (a device, a symbolic link to one, a pty) for reading and writing
 * without waiting, for this process alone, and sets its line. -1 with errno on failure.
 *
 * Thread: the device's.
 */
int
steady_serial_port_open (const char *path, const SteadySerialLine *line)
{
  const int fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return -1;
  if (isatty (fd) == 0 || ioctl (fd, TIOCEXCL) != 0 || !set_line (fd, line))
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

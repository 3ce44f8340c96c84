/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "casefile/steady-case-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "casefile/steady-case-format.h"

/* Far from the bytes that SQLite itself locks (0x40000000 and the 511 after it). */
#define LOCK_BYTE 0x60000000

/*
 * Takes the lock of the one engine that may write @path, which must exist. It belongs
 * to the open file, so it ends with the process and is not lost when some other
 * descriptor of the same file is closed. Keep it until SQLite has closed the file:
 * closing any descriptor ends SQLite's own locks.
 *
 * Thread: any.
 */
bool
steady_case_lock_take (const char *path, int *ret_file, GError **error)
{
  const int file = open (path, O_RDWR | O_CLOEXEC);

  if (file < 0)
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_OPEN,
                   "%s: cannot be opened for writing (%s); check the name and the "
                   "permissions",
                   path,
                   g_strerror (errno));
      return false;
    }
  struct flock lock = {
    .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = LOCK_BYTE, .l_len = 1
  };
  if (fcntl (file, F_OFD_SETLK, &lock) != 0)
    {
      g_set_error (error,
                   STEADY_CASE_ERROR,
                   STEADY_CASE_ERROR_LOCKED,
                   "%s: is being written by another engine; end that one first",
                   path);
      close (file);
      return false;
    }
  *ret_file = file;
  return true;
}

/* Thread: any. */
void
steady_case_lock_release (int file)
{
  close (file);
}

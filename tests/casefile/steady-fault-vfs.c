/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-fault-vfs.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

/* One write or truncation that no sync has followed: what stood there before. */
typedef struct Undo
{
  char   *path;
  int64_t offset;
  int64_t size; /* of the file before */
  GBytes *before;
} Undo;

typedef struct FaultFile
{
  sqlite3_file        base;
  sqlite3_io_methods *methods;
  char               *path;
  sqlite3_file       *real; /* follows in memory */
} FaultFile;

static struct
{
  pthread_mutex_t    mutex;
  sqlite3_vfs        vfs;
  sqlite3_vfs       *real;
  sqlite3_io_methods methods;
  GPtrArray         *undo; /* of Undo, oldest first */
  SteadyFault        fault;
  unsigned           nth;
  bool               for_ever;
  bool               hit;
  bool               off; /* the power is cut */
  unsigned           count;
} state = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static void
undo_free (void *data)
{
  Undo *undo = data;

  g_bytes_unref (undo->before);
  g_free (undo->path);
  g_free (undo);
}

static FaultFile *
fault_file (sqlite3_file *file)
{
  return (FaultFile *) file;
}

/* Whether this operation fails. The mutex is held. */
static bool
strikes (bool sync)
{
  if (state.off)
    return true;
  state.count++;
  const bool kind =
      sync ? state.fault == STEADY_FAULT_SYNC
           : state.fault == STEADY_FAULT_WRITE || state.fault == STEADY_FAULT_FULL;
  if (kind && state.for_ever && state.hit)
    return true;
  if (!kind || state.nth == 0)
    return false;
  if (--state.nth > 0)
    return false;
  state.hit = true;
  return true;
}

static void
remember (FaultFile *file, int64_t offset, int64_t length)
{
  Undo         *undo = g_new0 (Undo, 1);
  uint8_t      *bytes = g_malloc0 ((gsize) MAX (length, 1));
  sqlite3_int64 size = 0;

  file->real->pMethods->xFileSize (file->real, &size);
  const int64_t stood = CLAMP (size - offset, 0, length);
  if (stood > 0)
    file->real->pMethods->xRead (file->real, bytes, (int) stood, offset);
  undo->path = g_strdup (file->path);
  undo->offset = offset;
  undo->size = size;
  undo->before = g_bytes_new_take (bytes, (gsize) stood);
  g_ptr_array_add (state.undo, undo);
}

static int
fault_write (sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset)
{
  FaultFile *self = fault_file (file);

  pthread_mutex_lock (&state.mutex);
  const bool fails = strikes (false);
  const int  code = state.fault == STEADY_FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  if (!fails)
    remember (self, offset, amount);
  pthread_mutex_unlock (&state.mutex);
  return fails ? code
               : self->real->pMethods->xWrite (self->real, bytes, amount, offset);
}

static int
fault_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  FaultFile    *self = fault_file (file);
  sqlite3_int64 before = 0;

  pthread_mutex_lock (&state.mutex);
  const bool off = state.off;
  self->real->pMethods->xFileSize (self->real, &before);
  if (!off && before > size)
    remember (self, size, before - size);
  pthread_mutex_unlock (&state.mutex);
  return off ? SQLITE_IOERR_TRUNCATE
             : self->real->pMethods->xTruncate (self->real, size);
}

static int
fault_sync (sqlite3_file *file, int flags)
{
  FaultFile *self = fault_file (file);

  pthread_mutex_lock (&state.mutex);
  const bool fails = strikes (true);
  for (guint i = state.undo->len; !fails && i > 0; i--)
    if (strcmp (((Undo *) state.undo->pdata[i - 1])->path, self->path) == 0)
      g_ptr_array_remove_index (state.undo, i - 1);
  pthread_mutex_unlock (&state.mutex);
  /* the real sync costs time and shows nothing here */
  (void) flags;
  return fails ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int
fault_close (sqlite3_file *file)
{
  FaultFile *self = fault_file (file);
  const int  code = self->real->pMethods->xClose (self->real);

  g_free (self->path);
  return code;
}

static int
fault_read (sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xRead (real, bytes, amount, offset);
}

static int
fault_size (sqlite3_file *file, sqlite3_int64 *ret_size)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xFileSize (real, ret_size);
}

static int
fault_lock (sqlite3_file *file, int kind)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xLock (real, kind);
}

static int
fault_unlock (sqlite3_file *file, int kind)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xUnlock (real, kind);
}

static int
fault_reserved (sqlite3_file *file, int *ret_locked)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xCheckReservedLock (real, ret_locked);
}

static int
fault_control (sqlite3_file *file, int operation, void *argument)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xFileControl (real, operation, argument);
}

static int
fault_sector (sqlite3_file *file)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xSectorSize (real);
}

static int
fault_device (sqlite3_file *file)
{
  (void) file;
  return 0; /* promises nothing */
}

static int
fault_shm_map (
    sqlite3_file *file, int page, int size, int extend, void volatile **ret_map)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xShmMap (real, page, size, extend, ret_map);
}

static int
fault_shm_lock (sqlite3_file *file, int offset, int count, int flags)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xShmLock (real, offset, count, flags);
}

static void
fault_shm_barrier (sqlite3_file *file)
{
  sqlite3_file *real = fault_file (file)->real;
  real->pMethods->xShmBarrier (real);
}

static int
fault_shm_unmap (sqlite3_file *file, int remove)
{
  sqlite3_file *real = fault_file (file)->real;
  return real->pMethods->xShmUnmap (real, remove);
}

static int
fault_open (
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *ret_flags)
{
  FaultFile *self = fault_file (file);

  (void) vfs;
  memset (self, 0, sizeof *self);
  self->real = (sqlite3_file *) (void *) ((uint8_t *) file + sizeof (FaultFile));
  const int code = state.real->xOpen (state.real, name, self->real, flags, ret_flags);
  if (code == SQLITE_OK)
    {
      self->path = g_strdup (name != NULL ? name : "");
      self->base.pMethods = &state.methods;
    }
  return code;
}

static int
fault_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  (void) vfs;
  pthread_mutex_lock (&state.mutex);
  const bool off = state.off;
  for (guint i = state.undo->len; !off && i > 0; i--)
    if (strcmp (((Undo *) state.undo->pdata[i - 1])->path, name) == 0)
      g_ptr_array_remove_index (state.undo, i - 1);
  pthread_mutex_unlock (&state.mutex);
  return off ? SQLITE_IOERR_DELETE
             : state.real->xDelete (state.real, name, sync_folder);
}

/* Thread: the test's, once. */
void
steady_fault_vfs_register (void)
{
  state.real = sqlite3_vfs_find (NULL);
  state.vfs = *state.real;
  state.vfs.szOsFile = (int) sizeof (FaultFile) + state.real->szOsFile;
  state.vfs.zName = STEADY_FAULT_VFS;
  state.vfs.xOpen = fault_open;
  state.vfs.xDelete = fault_delete;
  state.methods = (sqlite3_io_methods){ .iVersion = 2,
                                        .xClose = fault_close,
                                        .xRead = fault_read,
                                        .xWrite = fault_write,
                                        .xTruncate = fault_truncate,
                                        .xSync = fault_sync,
                                        .xFileSize = fault_size,
                                        .xLock = fault_lock,
                                        .xUnlock = fault_unlock,
                                        .xCheckReservedLock = fault_reserved,
                                        .xFileControl = fault_control,
                                        .xSectorSize = fault_sector,
                                        .xDeviceCharacteristics = fault_device,
                                        .xShmMap = fault_shm_map,
                                        .xShmLock = fault_shm_lock,
                                        .xShmBarrier = fault_shm_barrier,
                                        .xShmUnmap = fault_shm_unmap };
  state.undo = g_ptr_array_new_with_free_func (undo_free);
  sqlite3_vfs_register (&state.vfs, 0);
}

void
steady_fault_vfs_reset (void)
{
  pthread_mutex_lock (&state.mutex);
  g_ptr_array_set_size (state.undo, 0);
  state.fault = STEADY_FAULT_NONE;
  state.nth = 0;
  state.hit = false;
  state.off = false;
  state.count = 0;
  pthread_mutex_unlock (&state.mutex);
}

void
steady_fault_vfs_fail_at (SteadyFault fault, unsigned nth, bool for_ever)
{
  pthread_mutex_lock (&state.mutex);
  state.fault = fault;
  state.nth = nth;
  state.for_ever = for_ever;
  state.hit = false;
  pthread_mutex_unlock (&state.mutex);
}

/* The disk works again. */
void
steady_fault_vfs_heal (void)
{
  pthread_mutex_lock (&state.mutex);
  state.fault = STEADY_FAULT_NONE;
  state.nth = 0;
  pthread_mutex_unlock (&state.mutex);
}

/* Writes and syncs so far. */
unsigned
steady_fault_vfs_count (void)
{
  pthread_mutex_lock (&state.mutex);
  const unsigned count = state.count;
  pthread_mutex_unlock (&state.mutex);
  return count;
}

bool
steady_fault_vfs_hit (void)
{
  pthread_mutex_lock (&state.mutex);
  const bool hit = state.hit;
  pthread_mutex_unlock (&state.mutex);
  return hit;
}

/* It stays open: closing any descriptor of a file ends SQLite's locks on it. */
static int
descriptor_of (GHashTable *opened, const char *path)
{
  gpointer found = NULL;

  if (!g_hash_table_lookup_extended (opened, path, NULL, &found))
    {
      found = GINT_TO_POINTER (open (path, O_WRONLY | O_CLOEXEC));
      g_hash_table_insert (opened, g_strdup (path), found);
    }
  return GPOINTER_TO_INT (found);
}

static void
take_back (GHashTable *opened, const Undo *undo)
{
  gsize       length;
  const void *bytes = g_bytes_get_data (undo->before, &length);
  const int   descriptor = descriptor_of (opened, undo->path);

  if (descriptor < 0)
    return;
  g_assert_cmpint (
      pwrite (descriptor, bytes, length, undo->offset), ==, (gssize) length);
  g_assert_cmpint (ftruncate (descriptor, undo->size), ==, 0);
}

void
steady_fault_vfs_cut_power (bool torn, unsigned seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GHashTable) opened =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  pthread_mutex_lock (&state.mutex);
  state.off = true;
  for (guint i = state.undo->len; i > 0; i--)
    if (!torn || g_rand_boolean (random))
      take_back (opened, state.undo->pdata[i - 1]);
  g_ptr_array_set_size (state.undo, 0);
  pthread_mutex_unlock (&state.mutex);
}

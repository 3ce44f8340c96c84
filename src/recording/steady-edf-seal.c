/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recording/steady-edf-seal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "recording/steady-edf-header.h"

/*
 * EDF has no checksum, so a changed byte is another recording. What Steady exports
 * carries one where the format keeps room that nobody reads: the field "reserved" of
 * the first signal, 32 letters. It holds "sha256 " and the first 18 bytes of the
 * SHA-256 of the whole file, that field taken as spaces, in base64 with '-' and '_'.
 */
enum
{
  HEAD = 256,
  RESERVED_AT = 16 + 80 + 8 + 8 + 8 + 8 + 8 + 80 + 8, /* per signal before them */
  RESERVED = 32,
  SUM_USED = 18,        /* bytes: 24 letters */
  RECORDING_AT = 88,    /* of the file: who recorded it */
  RECORDING_LENGTH = 80 /* letters */
};

#define MARK "sha256 "

G_STATIC_ASSERT (sizeof MARK - 1 + SUM_USED / 3 * 4 <= RESERVED);

static SteadyFileBlank
place_in (const SteadyEdfHeader *header)
{
  return (SteadyFileBlank){ HEAD + (int64_t) header->signals * RESERVED_AT, RESERVED };
}

/* What stands in that field, RESERVED letters. */
static bool
make_seal (const char            *path,
           const SteadyFileBlank *place,
           SteadyFileSumTell      tell,
           void                  *data,
           char                  *ret_seal)
{
  guint8 sum[STEADY_FILE_SUM_BYTES];

  if (!steady_file_sum (path, place, tell, data, sum, NULL))
    return false;
  g_autofree char *letters = g_base64_encode (sum, SUM_USED);
  g_strdelimit (letters, "+", '-');
  g_strdelimit (letters, "/", '_');
  memset (ret_seal, ' ', RESERVED);
  memcpy (ret_seal, MARK, strlen (MARK));
  memcpy (ret_seal + strlen (MARK), letters, strlen (letters));
  return true;
}

/* Whether the header says that Steady wrote the file. */
static bool
is_own (const SteadyEdfHeader *header)
{
  return g_strstr_len ((const char *) header->bytes->data + RECORDING_AT,
                       RECORDING_LENGTH,
                       " Steady ") != NULL;
}

/*
 * Looks whether the file at @path is what Steady wrote. A file whose header cannot even
 * be read counts as foreign: whoever opens it says what is wrong.
 *
 * Thread: any but the tick.
 */
SteadyEdfSeal
steady_edf_seal_check (const char *path)
{
  g_autoptr (SteadyEdfHeader) header = steady_edf_header_load (path);
  char seal[RESERVED];

  if (header == NULL)
    return STEADY_EDF_SEAL_FOREIGN;
  const SteadyFileBlank place = place_in (header);
  const char           *there = (const char *) header->bytes->data + place.at;
  if (memcmp (there, MARK, strlen (MARK)) != 0)
    return is_own (header) ? STEADY_EDF_SEAL_LOST : STEADY_EDF_SEAL_FOREIGN;
  return make_seal (path, &place, NULL, NULL, seal) &&
                 memcmp (there, seal, RESERVED) == 0
             ? STEADY_EDF_SEAL_FINE
             : STEADY_EDF_SEAL_BROKEN;
}

/*
 * Gives the EDF file at @path, which is complete, its checksum. False: it cannot be
 * read or written (errno says why), or @tell (may be NULL) stopped it.
 *
 * Thread: any but the tick.
 */
bool
steady_edf_seal_write (const char *path, SteadyFileSumTell tell, void *data)
{
  g_autoptr (SteadyEdfHeader) header = steady_edf_header_load (path);
  char seal[RESERVED];

  if (header == NULL)
    return false;
  const SteadyFileBlank place = place_in (header);
  if (!make_seal (path, &place, tell, data, seal))
    return false;
  FILE *stream = fopen (path, "r+be");
  if (stream == NULL)
    return false;
  bool fine = fseeko (stream, (off_t) place.at, SEEK_SET) == 0 &&
              fwrite (seal, 1, RESERVED, stream) == RESERVED && fflush (stream) == 0 &&
              fsync (fileno (stream)) == 0;
  return fclose (stream) == 0 && fine;
}

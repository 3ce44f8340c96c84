/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/steady-case-help.h"

#include <glib.h>
#include <glib/gi18n-lib.h>

/* Writes what --help says, in parts, so that a new line needs few words translated.
 * Thread: main. */
void
steady_case_help_write (FILE *out)
{
  fputs (
      _ ("Usage: steady-case COMMAND …\n"
         "Looks after recorded cases.\n"
         "\n"
         "  info CASE                      what it holds, as JSON\n"
         "  verify CASE                    is it whole: schema, database, hash chain\n"
         "  verify --alarms CASE           judge its alarms anew: are they the same?\n"
         "  export --format FORMAT CASE OUT  csv or wfdb: a new folder; edf or json: "
         "a\n"
         "                                 new file\n"
         "  import RECORDING OUT.steady    make a case of a WFDB, EDF, .vital, JSON\n"
         "                                 or CSV file\n"
         "  deidentify [--keep-text 1,4] CASE OUT  a copy without names, its dates "
         "moved;\n"
         "                                 lists the free texts that a person must "
         "read\n"
         "  copy CASE OUT                  one plain file, also of a running case\n"
         "  --help, --version\n"
         "\n"
         "Verifying shows accidents and careless edits; it does not stop a forger.\n"),
      out);
  fputs (
      _ ("\n"
         "On paper, and what it was like:\n"
         "  export --format pdf [--sheet SHEET] [--rows N] CASE OUT\n"
         "                                 record (rows every 1, 5, 10 or 15 "
         "minutes),\n"
         "                                 debrief, handoff or family\n"
         "  quality CASE                   time outside the plan's targets, as JSON\n"
         "  index [FOLDER]                 brings the shelf of cases up to date\n"
         "  metrics [--simulated] FOLDER   what the shelf's cases say together: CSV "
         "and\n"
         "                                 plots, without names\n"),
      out);
  fputs (
      _ ("  export --format pdf --sheet ecmo [--hours N] CASE OUT\n"
         "                                 the hourly chart of a run on ECMO, or its\n"
         "                                 last N hours\n"),
      out);
  fputs (_ ("\n"
            "A recording that is damaged:\n"
            "  import --partial RECORDING OUT.steady  keep what stands before the\n"
            "                                 damage; the case is marked\n"),
         out);
  fputs (
      _ ("\n"
         "For other programs:\n"
         "  --progress COMMAND …           lines \"progress 0.250\" on stderr; a\n"
         "                                 SIGTERM stops it and leaves nothing\n"
         "  deidentify --list CASE         its free texts, without a copy\n"
         "  recordings FOLDER              what can be taken in from there, as JSON\n"
         "  export --format pdf --sheet all CASE FOLDER  all sheets\n"),
      out);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console/steady-ecmo-print.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/steady-paths.h"
#include "records/steady-case-program.h"

/* The last day is what is wanted at the bed; the whole run is printed from the shelf.
 */
#define HOURS "24"

/* What is printed for one page, as long as that lives. */
typedef struct Printer
{
  SteadyEcmoPage *page;
  GCancellable   *cancellable;
  char           *file; /* of the last print */
} Printer;

static void
on_printed (gpointer data, bool fine, const char *text)
{
  Printer         *self = data;
  g_autofree char *words =
      fine ? g_strdup_printf (_ ("Printed: %s"), self->file) : g_strdup (text);

  steady_ecmo_page_say (self->page, words, !fine);
}

/* Beside the other prints, named as the case, the sheet and the moment: yesterday's
 * hours are not overwritten by today's. */
static char *
name_of (const char *case_file, const char *sheet)
{
  g_autofree char *folder = steady_paths_user_data ("prints");
  g_autofree char *base = g_path_get_basename (case_file);
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (steady_clock_utc_ns () / STEADY_NSEC_PER_SEC);
  g_autofree char *when =
      now != NULL ? g_date_time_format (now, "%Y-%m-%d %H%M%S") : g_strdup ("");

  if (g_str_has_suffix (base, ".steady"))
    base[strlen (base) - strlen (".steady")] = '\0';
  g_mkdir_with_parents (folder, 0700);
  g_autofree char *name = g_strdup_printf ("%s %s %s.pdf", base, sheet, when);
  return g_build_filename (folder, name, NULL);
}

static void
on_print (SteadyEcmoPage *page, const char *case_file, const char *sheet, Printer *self)
{
  g_free (self->file);
  self->file = name_of (case_file, sheet);
  const char *const arguments[] = {
    "export",  "--format", "pdf",     "--sheet",  sheet,
    "--hours", HOURS,      case_file, self->file, NULL
  };
  steady_ecmo_page_say (page, _ ("Printing …"), FALSE);
  steady_case_program_run (
      "steady-case", arguments, NULL, self->cancellable, on_printed, self);
}

static void
on_destroy (GtkWidget *page, Printer *self)
{
  g_cancellable_cancel (self->cancellable); /* nothing is told from now on */
  g_object_unref (self->cancellable);
  g_free (self->file);
  g_free (self);
}

/* Prints what the buttons of @page ask for, in a process of its own, until the page is
 * destroyed. Thread: main. */
void
steady_ecmo_print_follow (SteadyEcmoPage *page)
{
  Printer *self = g_new0 (Printer, 1);

  self->page = page;
  self->cancellable = g_cancellable_new ();
  g_signal_connect (page, "print", G_CALLBACK (on_print), self);
  g_signal_connect (page, "destroy", G_CALLBACK (on_destroy), self);
}

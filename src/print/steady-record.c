/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "print/steady-sheet-graph.h"
#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"

/* Further down the page there is no room for five graphs that can be read. */
#define ALL_GRAPHS 180.0
#define GRAPHS_END (STEADY_PAPER_HEIGHT - 42)

/* The trends with the plan's bands, each @height points high. */
void
steady_record_graphs (SteadyPaper *paper, const SteadySheet *sheet, double height)
{
  const SteadyCaseStory *story = sheet->story;
  const SteadySheetGraph graphs[] = {
    { .title = _ ("Flow"),
      .unit = "L/min",
      .traces = { { STEADY_CHANNEL_PATIENT_FLOW, 0 } },
      .n_traces = 1,
      .least_span = 0.2,
      .band_low = "flow_l_min",
      .band_high = "flow_l_min",
      .share = 0.2 },
    { .title = _ ("Pressures"),
      .unit = "mmHg",
      .traces = { { STEADY_CHANNEL_ARTERIAL_MEAN, 0 },
                  { STEADY_CHANNEL_CENTRAL_VENOUS_MEAN, 1 } },
      .n_traces = 2,
      .least_span = 40,
      .band_low = "map_low_mmhg",
      .band_high = "map_high_mmhg" },
    { .title = _ ("Venous and cerebral saturation"),
      .unit = "%",
      .traces = { { STEADY_CHANNEL_VENOUS_SATURATION, 0 },
                  { STEADY_CHANNEL_CEREBRAL_SATURATION_LEFT, 1 },
                  { STEADY_CHANNEL_CEREBRAL_SATURATION_RIGHT, 2 } },
      .n_traces = 3,
      .least_span = 30,
      .band_low = "svo2_low_pct" },
    { .title = _ ("Oxygen delivery"),
      .unit = "mL/min/m²",
      .traces = { { STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX, 0 } },
      .n_traces = 1,
      .least_span = 200,
      .band_low = "do2i_target_ml_min_m2" },
    { .title = _ ("Temperatures"),
      .unit = "°C",
      .traces = { { STEADY_CHANNEL_ARTERIAL_TEMPERATURE, 0 },
                  { STEADY_CHANNEL_VENOUS_TEMPERATURE, 1 },
                  { STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE, 2 } },
      .n_traces = 3,
      .least_span = 6,
      .band_high = "arterial_temperature_high_c" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (graphs); i++)
    steady_sheet_graph (paper, sheet->reader, story, &graphs[i], height);
}

static char *
hash_words (const SteadyCaseLink *link)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < STEADY_CASE_HASH_SIZE; i++)
    g_string_append_printf (text,
                            "%02x%s",
                            link->hash[i],
                            i % 8 == 7 && i + 1 < STEADY_CASE_HASH_SIZE ? " " : "");
  return g_string_free (text, FALSE);
}

/* What tells this case from any other, and what was looked at before it was printed. */
void
steady_record_seal (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyCaseStory *story = sheet->story;
  g_autofree char       *hash = hash_words (&story->head);
  g_autofree char       *base = g_path_get_basename (story->file);
  g_autofree char       *head =
      g_strdup_printf (_ ("File: %s. Head of the chain after %d links: %s"),
                       base,
                       (int) story->links,
                       hash);
  const char *state = !sheet->verified
                          ? _ ("The chain was not verified for this print.")
                      : sheet->damage != NULL
                          ? sheet->damage
                          : _ ("Database and chain were verified for this print: "
                               "nothing was changed by "
                               "accident. Without a key that does not stop a forger.");

  steady_paper_heading (paper, _ ("Seal of the recording"));
  steady_paper_paragraph (paper, STEADY_PAPER_SMALL, head);
  steady_paper_paragraph (
      paper, sheet->damage != NULL ? STEADY_PAPER_STRONG : STEADY_PAPER_SMALL, state);
}

/* The perfusion record. Thread: the reader's. */
void
steady_record_draw (SteadyPaper *paper, const void *data)
{
  const SteadySheet *sheet = data;
  const char *const  roles[] = {
     _ ("Perfusionist"), _ ("Second perfusionist"), _ ("Anaesthetist"), _ ("Surgeon")
  };

  steady_paper_title (paper, _ ("Perfusion record"));
  steady_record_patient (paper, sheet);
  steady_record_people (paper, sheet);
  steady_record_equipment (paper, sheet);
  steady_record_times (paper, sheet);
  steady_record_plan (paper, sheet);
  if (steady_paper_y (paper) > ALL_GRAPHS)
    steady_paper_new_page (paper);
  steady_paper_heading (paper, _ ("Trends with the plan's targets"));
  steady_record_graphs (
      paper, sheet, MIN (140, (GRAPHS_END - steady_paper_y (paper)) / 5));
  steady_record_drugs (paper, sheet);
  steady_record_balance (paper, sheet);
  steady_record_samples (paper, sheet);
  steady_record_quality (paper, sheet);
  steady_record_alarms (paper, sheet, 0);
  steady_record_rows (paper, sheet);
  steady_record_checks (paper, sheet);
  steady_record_notes (paper, sheet);
  steady_paper_heading (paper, _ ("Signatures"));
  steady_paper_signatures (paper, roles, G_N_ELEMENTS (roles));
  steady_record_seal (paper, sheet);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "measure/steady-shown-unit.h"
#include "print/steady-sheet-graph.h"
#include "print/steady-sheet-words.h"
#include "print/steady-sheet.h"
#include "quality/steady-case-extent.h"

static const char *
or_dash (const char *text)
{
  return text != NULL && text[0] != '\0' ? text : "—";
}

/* Whose case it is. */
void
steady_record_patient (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyStoryPatient *patient = &sheet->story->patient;
  g_autofree char          *age = steady_sheet_age (patient->age_days);
  g_autofree char          *weight = steady_sheet_value (patient->weight_kg, 2, "kg");
  g_autofree char          *height = steady_sheet_value (patient->height_cm, 1, "cm");
  g_autofree char          *surface = steady_sheet_value (patient->bsa_m2, 3, "m²");
  g_autofree char          *date = steady_sheet_date (sheet->story);
  g_autofree char          *length =
      steady_sheet_span (sheet->story->span.end - sheet->story->span.start);
  const char *const pairs[] = {
    _ ("Name"),
    or_dash (patient->name),
    _ ("Patient id"),
    or_dash (patient->patient_id),
    _ ("Age"),
    age,
    _ ("Size class"),
    or_dash (steady_sheet_profile (patient->profile)),
    _ ("Weight"),
    weight,
    _ ("Height"),
    height,
    _ ("Body surface"),
    surface,
    _ ("Allergies"),
    or_dash (steady_sheet_text (patient->allergies)),
    _ ("Diagnosis"),
    or_dash (steady_sheet_text (patient->diagnosis)),
    _ ("Operation"),
    or_dash (steady_sheet_text (patient->procedure)),
    _ ("Recording began"),
    date,
    _ ("Recorded"),
    length,
  };

  steady_paper_heading (paper, _ ("Patient"));
  steady_paper_fields (paper, pairs, G_N_ELEMENTS (pairs) / 2);
}

/* Those whose names stand in the case, and lines for those whose do not. */
void
steady_record_people (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyPaperColumn columns[] = {
    { _ ("Name"), 180, STEADY_PAPER_LEFT },
    { _ ("In this case"), STEADY_PAPER_INNER - 180, STEADY_PAPER_LEFT },
  };
  const char *const unknown[] = { _ ("Surgeon"), _ ("Anaesthetist") };

  steady_paper_heading (paper, _ ("Team"));
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < sheet->story->people->len; i++)
    {
      const SteadyStoryPerson *person =
          &g_array_index (sheet->story->people, SteadyStoryPerson, i);
      g_autofree char  *roles = steady_sheet_roles (person->roles);
      const char *const cells[] = { person->name, roles };
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      const char *const cells[] = { "", unknown[i] };
      steady_paper_space (paper, 5);
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  steady_paper_table_end (paper);
}

/* The devices that values came from. */
static char *
devices_of (SteadyCaseReader *reader)
{
  unsigned                 count;
  const SteadyCaseChannel *channels = steady_case_reader_channels (reader, &count);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < count; i++)
    {
      bool known =
          channels[i].source[0] == '\0' || strcmp (channels[i].source, "engine") == 0;
      for (unsigned k = 0; k < names->len && !known; k++)
        known = strcmp (names->pdata[k], channels[i].source) == 0;
      if (known)
        continue;
      g_ptr_array_add (names, (char *) channels[i].source);
      g_string_append_printf (
          text, "%s%s", text->len > 0 ? ", " : "", channels[i].source);
    }
  char *valid = g_utf8_make_valid (text->len > 0 ? text->str : "—", -1);
  g_string_free (text, TRUE);
  return valid;
}

/* What the blood went through, with lots; a line to write on where none was noted. */
void
steady_record_equipment (SteadyPaper *paper, const SteadySheet *sheet)
{
  static const char *const always[] = { "oxygenator",       "tubing",
                                        "arterial-cannula", "venous-cannula",
                                        "arterial-filter",  "haemofilter" };
  const SteadyPaperColumn  columns[] = {
     { _ ("Part"), 130, STEADY_PAPER_LEFT },
     { _ ("Which"), 205, STEADY_PAPER_LEFT },
     { _ ("Lot or serial number"), STEADY_PAPER_INNER - 335, STEADY_PAPER_LEFT },
  };
  const GArray    *parts = sheet->story->parts;
  g_autofree char *devices = devices_of (sheet->reader);
  g_autofree char *line = NULL;

  steady_paper_heading (paper, _ ("Equipment"));
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < parts->len; i++)
    {
      const SteadyStoryPart *part = &g_array_index (parts, SteadyStoryPart, i);
      const char *const      cells[] = { steady_sheet_part (part->what),
                                         or_dash (part->name),
                                         part->lot };
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (always); i++)
    {
      bool there = false;
      for (unsigned k = 0; k < parts->len && !there; k++)
        there = strcmp (g_array_index (parts, SteadyStoryPart, k).what, always[i]) == 0;
      const char *const cells[] = { steady_sheet_part (always[i]), "", "" };
      if (!there)
        steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  steady_paper_table_end (paper);
  line = g_strdup_printf (_ ("Values came from: %s. Recorded by Steady, build %s."),
                          devices,
                          or_dash (sheet->story->build));
  steady_paper_paragraph (paper, STEADY_PAPER_SMALL, line);
}

/* Each stretch, and how long they lasted together. */
void
steady_record_times (SteadyPaper *paper, const SteadySheet *sheet)
{
  const SteadyCaseStory  *story = sheet->story;
  const SteadyPaperColumn columns[] = {
    { _ ("Phase"), 175, STEADY_PAPER_LEFT }, { _ ("From"), 75, STEADY_PAPER_LEFT },
    { _ ("To"), 75, STEADY_PAPER_LEFT },     { _ ("Length"), 85, STEADY_PAPER_LEFT },
    { _ ("Total"), 105, STEADY_PAPER_LEFT },
  };

  steady_paper_heading (paper, _ ("Times"));
  if (story->phases->len == 0)
    {
      steady_paper_paragraph (
          paper, STEADY_PAPER_BODY, _ ("No phase was declared in this case."));
      return;
    }
  steady_sheet_graph_phases (paper, story);
  steady_paper_space (paper, 4);
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < story->phases->len; i++)
    {
      const SteadyCasePhase *phase = &g_array_index (story->phases, SteadyCasePhase, i);
      g_autofree char       *from = steady_sheet_clock (story, phase->from);
      g_autofree char       *to = phase->open ? g_strdup (_ ("not ended"))
                                              : steady_sheet_clock (story, phase->to);
      g_autofree char       *length = steady_sheet_span (phase->to - phase->from);
      g_autofree char       *total =
          steady_sheet_span (steady_case_story_total (story, phase->kind));
      const char *const cells[] = {
        steady_sheet_phase (phase->kind), from, to, length, total
      };
      steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
    }
  steady_paper_table_end (paper);
}

/* A number of the plan beside what came of it. */
typedef struct PlanLine
{
  const char   *key;     /* planned as it is, and no bound; NULL: none */
  const char   *low_key; /* of the targets; NULL: none */
  const char   *high_key;
  SteadyChannel channel;
} PlanLine;

static char *
target_words (const SteadySheet *sheet, const PlanLine *line)
{
  double low = NAN, high = NAN;

  if (line->key != NULL && steady_case_story_target (sheet->story, line->key, &low))
    return steady_sheet_channel (line->channel, low, false);
  if (line->low_key != NULL)
    steady_case_story_target (sheet->story, line->low_key, &low);
  if (line->high_key != NULL)
    steady_case_story_target (sheet->story, line->high_key, &high);
  g_autofree char *from = steady_sheet_channel (line->channel, low, false);
  g_autofree char *to = steady_sheet_channel (line->channel, high, false);
  if (isfinite (low) && isfinite (high))
    return g_strdup_printf (_ ("%s to %s"), from, to);
  if (isfinite (high))
    return g_strdup_printf (_ ("at most %s"), to);
  return isfinite (low) ? g_strdup_printf (_ ("at least %s"), from) : g_strdup ("—");
}

static void
plan_row (SteadyPaper *paper, const SteadySheet *sheet, const PlanLine *line)
{
  const SteadyChannelInfo *info = steady_channel_info (line->channel);
  SteadyCaseExtent         extent = { .known = 0 };

  if (!steady_case_extent_read (sheet->reader,
                                sheet->story,
                                line->channel,
                                STEADY_CASE_PHASE_BYPASS,
                                &extent,
                                NULL))
    extent.known = 0;
  const bool       known = extent.known > 0;
  g_autofree char *target = target_words (sheet, line);
  g_autofree char *mean =
      steady_sheet_channel (line->channel, known ? extent.mean : (double) NAN, false);
  g_autofree char *low =
      steady_sheet_channel (line->channel, known ? extent.low : (double) NAN, false);
  g_autofree char *high =
      steady_sheet_channel (line->channel, known ? extent.high : (double) NAN, false);
  g_autofree char  *seen = steady_sheet_span (extent.known);
  const char *const cells[] = {
    _ (info->label),
    steady_shown_unit (line->channel).unit,
    target,
    mean,
    low,
    high,
    seen,
  };
  steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
}

/* Doses of one kind: planned, and what was given in all. */
static void
dose_row (SteadyPaper       *paper,
          const SteadySheet *sheet,
          const char        *label,
          double             planned,
          SteadyClinicalKind kind,
          const char        *drug,
          const char        *unit)
{
  double   given = 0;
  unsigned times = 0;

  for (unsigned i = 0; i < sheet->story->acts->len; i++)
    {
      const SteadyClinicalRecord *act =
          &g_array_index (sheet->story->acts, SteadyClinicalRecord, i);
      if (act->kind != (uint32_t) kind ||
          (act->flags & STEADY_CLINICAL_WITHDRAWN) != 0 ||
          (drug != NULL && strcmp (act->what, drug) != 0))
        continue;
      given += act->amount;
      times++;
    }
  g_autofree char *plan = steady_sheet_number (planned, planned < 100 ? 1 : 0);
  /* what nobody recorded is not nothing */
  g_autofree char *sum =
      steady_sheet_number (times > 0 ? given : (double) NAN, given < 100 ? 1 : 0);
  g_autofree char *count = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u dose", "%u doses", times), times);
  const char *const cells[] = { label, unit, plan, sum, "", "", count };
  steady_paper_table_row (paper, cells, G_N_ELEMENTS (cells), STEADY_PAPER_CELL);
}

static double
plan_number (const SteadyCaseStory *story, const char *section, const char *key)
{
  const SteadyJsonNode root = steady_json_document_root (&story->plan);
  SteadyJsonNode       node;
  double               value;

  if (root.object == NULL || !steady_json_has (&root, section) ||
      !steady_json_get_node (&root, section, &node, NULL) ||
      !json_object_is_type (node.object, json_type_object) ||
      !steady_json_has (&node, key) ||
      !steady_json_get_number (&node, key, 0, 1e6, &value, NULL))
    return NAN;
  return value;
}

static char *
plan_origin (const SteadyCaseStory *story)
{
  if (story->plan_kept)
    {
      g_autofree char *when = steady_sheet_clock (story, story->plan_at);
      return g_strdup_printf (
          _ ("The signed plan that was kept at %s. On bypass: mean, lowest, highest, "
             "and for how long the value was known."),
          when);
    }
  return g_strdup (
      story->targets.object != NULL
          ? _ ("Nobody signed a plan; the targets are those that the case began with.")
          : _ ("There was no plan for this case."));
}

/* When another plan came in force, if one did. */
static void
draw_changes (SteadyPaper *paper, const SteadyCaseStory *story)
{
  g_autoptr (GString) times = g_string_new (NULL);

  for (unsigned i = 1; i < story->plans->len; i++)
    {
      g_autofree char *when = steady_sheet_clock (
          story, g_array_index (story->plans, SteadyCaseTargets, i).from);
      g_string_append_printf (times, "%s%s", i > 1 ? ", " : "", when);
    }
  if (times->len == 0)
    return;
  g_autofree char *text = g_strdup_printf (
      _ ("Another plan came in force at %s: bands and limits are those of the plan of "
         "each time, the table has the last."),
      times->str);
  steady_paper_paragraph (paper, STEADY_PAPER_SMALL, text);
}

/* Plan against actual, on bypass. */
void
steady_record_plan (SteadyPaper *paper, const SteadySheet *sheet)
{
  static const PlanLine lines[] = {
    { "flow_l_min", NULL, NULL, STEADY_CHANNEL_PATIENT_FLOW },
    { NULL, "map_low_mmhg", "map_high_mmhg", STEADY_CHANNEL_ARTERIAL_MEAN },
    { NULL, NULL, NULL, STEADY_CHANNEL_CENTRAL_VENOUS_MEAN },
    { NULL, NULL, "line_pressure_stop_mmhg", STEADY_CHANNEL_PRE_OXYGENATOR_MEAN },
    { NULL, "svo2_low_pct", NULL, STEADY_CHANNEL_VENOUS_SATURATION },
    { NULL, "do2i_target_ml_min_m2", NULL, STEADY_CHANNEL_OXYGEN_DELIVERY_INDEX },
    { NULL, "haematocrit_low_pct", "haematocrit_high_pct", STEADY_CHANNEL_HAEMATOCRIT },
    { "arterial_temperature_c", NULL, NULL, STEADY_CHANNEL_NASOPHARYNGEAL_TEMPERATURE },
    { NULL, NULL, "arterial_temperature_high_c", STEADY_CHANNEL_ARTERIAL_TEMPERATURE },
  };
  const SteadyPaperColumn columns[] = {
    { _ ("Value"), 165, STEADY_PAPER_LEFT },
    { _ ("Unit"), 70, STEADY_PAPER_LEFT },
    { _ ("Plan"), 80, STEADY_PAPER_RIGHT },
    { _ ("Mean or given"), 55, STEADY_PAPER_RIGHT },
    { _ ("Lowest"), 42, STEADY_PAPER_RIGHT },
    { _ ("Highest"), 42, STEADY_PAPER_RIGHT },
    { _ ("Known for"), 61, STEADY_PAPER_RIGHT },
  };
  g_autofree char *origin = plan_origin (sheet->story);

  steady_paper_heading (paper, _ ("Plan against actual"));
  steady_paper_paragraph (paper, STEADY_PAPER_SMALL, origin);
  draw_changes (paper, sheet->story);
  steady_paper_table_begin (paper, columns, G_N_ELEMENTS (columns));
  for (unsigned i = 0; i < G_N_ELEMENTS (lines); i++)
    plan_row (paper, sheet, &lines[i]);
  dose_row (paper,
            sheet,
            _ ("Heparin"),
            plan_number (sheet->story, "heparin", "patient_bolus_iu"),
            STEADY_CLINICAL_DOSE,
            "heparin",
            _ ("IU"));
  dose_row (paper,
            sheet,
            _ ("Protamine"),
            plan_number (sheet->story, "protamine", "mg"),
            STEADY_CLINICAL_DOSE,
            "protamine",
            "mg");
  dose_row (paper,
            sheet,
            _ ("Cardioplegia"),
            plan_number (sheet->story, "cardioplegia", "first_ml"),
            STEADY_CLINICAL_CARDIOPLEGIA,
            NULL,
            "mL");
  steady_paper_table_end (paper);
}

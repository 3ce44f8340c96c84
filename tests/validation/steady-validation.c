/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steady-validation.h"

#include <math.h>

/* Begins a row; the checks that follow are its. What is printed begins with "#", which
 * is a comment to whoever counts tests. */
void
steady_validation_row (SteadyValidation      *self,
                       unsigned               number,
                       SteadyValidationDomain domain,
                       const char            *input)
{
  g_assert_cmpuint (self->rows, <, STEADY_VALIDATION_MAX);
  self->row[self->rows++] = (SteadyValidationRow){ .number = number, .domain = domain };
  g_print ("# A%-2u %s\n", number, input);
}

static void
check (SteadyValidation *self,
       const char       *what,
       double            result,
       const char       *target,
       bool              passed)
{
  SteadyValidationRow *row = &self->row[self->rows - 1];

  row->checks++;
  row->passed += passed;
  g_print ("#     %-46s %10.4g  target %-22s %s\n",
           what,
           result,
           target,
           passed ? "pass" : "FAIL");
}

void
steady_validation_near (SteadyValidation *self,
                        const char       *what,
                        double            result,
                        double            target,
                        double            tolerance)
{
  g_autofree char *text = g_strdup_printf ("%.6g +- %.4g", target, tolerance);
  check (self, what, result, text, fabs (result - target) <= tolerance);
}

void
steady_validation_inside (
    SteadyValidation *self, const char *what, double result, double low, double high)
{
  g_autofree char *text = g_strdup_printf ("%.4g ... %.4g", low, high);
  check (self, what, result, text, result >= low && result <= high);
}

/* A check that cannot be made, which counts as failed. */
void
steady_validation_missing (SteadyValidation *self, const char *reason)
{
  self->row[self->rows - 1].checks++;
  g_print ("#     %-83s FAIL\n", reason);
}

/* What a reader must know about the row: what was assumed, why it fails. */
void
steady_validation_note (const char *text)
{
  g_print ("#     (%s)\n", text);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/steady-paper.h"
#include "quality/steady-department.h"

bool steady_department_print (const SteadyDepartment *department,
                              bool                    simulated,
                              const char             *file,
                              SteadyPaperResult      *ret_result,
                              GError                **error);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

void steady_case_help_write (FILE *out);

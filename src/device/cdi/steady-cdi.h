/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Terumo CDI 500 and 550, blood parameters in the line; see README.md beside this. */
extern const SteadyDriverClass steady_cdi_class;

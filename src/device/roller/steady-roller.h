/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Masterflex L/S and Ismatec Reglo ICC roller pumps; see README.md beside this. */
extern const SteadyDriverClass steady_masterflex_class;
extern const SteadyDriverClass steady_ismatec_class;

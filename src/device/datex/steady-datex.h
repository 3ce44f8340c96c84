/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* GE/Datex S/5 and CARESCAPE monitors; see README.md beside this. */
extern const SteadyDriverClass steady_datex_class;

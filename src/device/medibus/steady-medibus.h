/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/steady-driver.h"

/* Dräger ventilators and anaesthesia machines over MEDIBUS; see README.md beside this.
 */
extern const SteadyDriverClass steady_medibus_class;

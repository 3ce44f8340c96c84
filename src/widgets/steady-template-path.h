/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the gresource keeps the templates; each is named as its class's files, in a
 * folder named as its module. */
#define STEADY_TEMPLATE_PATH(module, name) \
  "/org/steady_perfusion/Steady/ui/" module "/" name ".ui"

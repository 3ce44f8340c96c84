/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the gresource keeps the templates; each is named as its class's files. */
#define STEADY_TEMPLATE(name) "/org/steady_perfusion/Steady/ui/console/" name ".ui"

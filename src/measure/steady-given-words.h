/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>

const char *steady_product (unsigned i);
const char *steady_product_words (const char *id);
const char *steady_given_words (const char *id);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

const char *steady_training_names_words (const char *id);

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/steady-console-link.h"
#include "console/steady-device-book.h"

/* Devices in the user's language. What is given is freed with g_free (). Thread: main.
 */
const char   *steady_device_words_title (const SteadyBookDevice *device);
char         *steady_device_words_short (const SteadyBookDevice *device);
char         *steady_device_words_port (const SteadyBookDevice *device);
char         *steady_device_words_state (const SteadyBookDevice *device);
char         *steady_device_words_age (const SteadyBookDevice *device);
char         *steady_device_words_rate (const SteadyBookDevice *device);
char         *steady_device_words_errors (const SteadyBookDevice *device);
char         *steady_device_words_offset (const SteadyBookDevice *device);
char         *steady_device_words_transport (const SteadyBookDevice *device);
char         *steady_device_words_commands (const SteadyBookDevice *device);
char         *steady_device_words_place (unsigned channel);
char         *steady_device_words_feeds (const SteadyBookSignal *signal);
const char   *steady_device_words_found (unsigned state);
SteadyChannel steady_device_words_line (unsigned channel);
bool          steady_device_words_reading (const SteadyDeviceBook   *book,
                                           const SteadyConsoleState *state,
                                           unsigned                  channel,
                                           double                   *ret_value);
void
steady_device_words_lost (const SteadyDeviceBook *book, char *ret_text, size_t size);
void steady_device_words_answer (const SteadyDeviceAnswer *answer,
                                 char                     *ret_text,
                                 size_t                    size);

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# /app/bin/steady: starts the programs, which stand together in libexec.
export ALSA_CONFIG_PATH=/app/etc/steady/asound.conf
export JACK_NO_START_SERVER=1
exec /app/libexec/steady/steady "$@"

# SPDX-License-Identifier: GPL-3.0-or-later
# Running Steady where there is neither screen nor sound card. Sourced by ./run.

headless_folder=
headless_processes=()

# Ends what was started here, the youngest first, and removes the private folder.
finish_headless ()
{
  local number
  for ((number = ${#headless_processes[@]} - 1; number >= 0; number--)); do
    kill "${headless_processes[number]}" 2>/dev/null || true
    wait "${headless_processes[number]}" 2>/dev/null || true
  done
  [ -z "$headless_folder" ] || rm -rf "$headless_folder"
}

start_display ()
{
  local number_file=$headless_folder/display
  Xvfb -displayfd 3 -screen 0 1920x1080x24 -noreset -nolisten tcp \
    3>"$number_file" >"$headless_folder/xvfb.log" 2>&1 &
  headless_processes+=($!)
  wait_until 30 grep -q . "$number_file" || {
    cat "$headless_folder/xvfb.log" >&2
    fail 1 "the X server Xvfb did not start; its own words stand above"
  }
  export DISPLAY=":$(cat "$number_file")" GDK_BACKEND=x11
  unset WAYLAND_DISPLAY
}

# A sound server with a sink that nobody hears but that keeps real time, so that the
# sounder works as it would with a card. Without norewinds=1 it asks for 2 s at a time.
start_sound ()
{
  local socket=$headless_folder/sound
  cat >"$headless_folder/sound.pa" <<TEXT
load-module module-native-protocol-unix auth-anonymous=1 socket=$socket
load-module module-null-sink sink_name=steady rate=48000 channels=2 format=s16le norewinds=1
set-default-sink steady
TEXT
  pulseaudio -n -F "$headless_folder/sound.pa" --daemonize=no --exit-idle-time=-1 \
    --disable-shm=yes --use-pid-file=no --log-target=file:"$headless_folder/sound.log" \
    >/dev/null 2>&1 &
  headless_processes+=($!)
  export PULSE_SERVER="unix:$socket" ALSA_CONFIG_PATH="$top/.ci/asound-pulse.conf"
  export JACK_NO_START_SERVER=1
  wait_until 20 pactl info || {
    cat "$headless_folder/sound.log" >&2
    fail 1 "the sound server pulseaudio did not start; its own words stand above"
  }
}

start_bus ()
{
  local address=$headless_folder/bus
  dbus-daemon --session --nofork --nopidfile --address="unix:path=$address" \
    >"$headless_folder/bus.log" 2>&1 &
  headless_processes+=($!)
  wait_until 10 test -S "$address" || fail 1 "dbus-daemon did not start"
  export DBUS_SESSION_BUS_ADDRESS="unix:path=$address"
}

# Runs steady with "$@" for a minute, takes the picture, ends it and takes the case.
run_headless ()
{
  local seconds=${STEADY_HEADLESS_SECONDS:-60} steady

  headless_folder=$(mktemp -d "${TMPDIR:-/tmp}/steady.XXXXXX")
  trap finish_headless EXIT
  trap 'exit 130' INT TERM
  mkdir -m 0700 "$headless_folder/runtime" "$headless_folder/data"
  export XDG_RUNTIME_DIR=$headless_folder/runtime XDG_DATA_HOME=$headless_folder/data
  export GSETTINGS_BACKEND=memory
  start_display
  start_sound
  start_bus

  say "running steady for $seconds s under a headless X server (display $DISPLAY)"
  "$stage/bin/steady" "$@" </dev/null &
  steady=$!
  headless_processes+=("$steady")
  for ((second = 0; second < seconds; second++)); do
    sleep 1
    kill -0 "$steady" 2>/dev/null || {
      wait "$steady" && fail 1 "steady ended by itself after $second s"
      fail 1 "steady ended after $second s with a failure; its own words stand above"
    }
  done

  import -window root "$headless_folder/steady.png" ||
    fail 1 "no picture could be taken of the X server"
  kill "$steady"
  wait_until 20 bash -c "! kill -0 $steady" || fail 1 "steady did not end within 20 s of SIGTERM"

  local cases=()
  mapfile -t cases < <(find "$headless_folder/data" -name '*.steady')
  [ ${#cases[@]} -eq 1 ] ||
    fail 1 "steady left ${#cases[@]} cases where one was expected, below \$XDG_DATA_HOME"
  "$stage/bin/steady-case" verify "${cases[0]}" >&2 ||
    fail 1 "the case is not sound; steady-case's own words stand above"
  mv -f "$headless_folder/steady.png" "$here/steady.png"
  mv -f "${cases[0]}" "$here/steady.steady"
  say "wrote steady.png (the Live page) and steady.steady (the case)"
}

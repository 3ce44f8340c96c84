# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Running Steady where there is neither screen nor sound card. Sourced by bash after
# functions.sh, with top set to the root of the tree.
: "${top:?}"

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
  DISPLAY=:$(cat "$number_file")
  export DISPLAY GDK_BACKEND=x11
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

# Screen, sound and message bus of our own, in a private folder, until this script ends.
start_headless ()
{
  headless_folder=$(mktemp -d "${TMPDIR:-/tmp}/steady.XXXXXX")
  trap finish_headless EXIT
  trap 'exit 130' INT TERM
  mkdir -m 0700 "$headless_folder/runtime" "$headless_folder/data"
  export XDG_RUNTIME_DIR=$headless_folder/runtime XDG_DATA_HOME=$headless_folder/data
  export GSETTINGS_BACKEND=memory
  start_display
  start_sound
  start_bus
}

# The number of the process named $1 among process $2 and those it started.
process_named ()
{
  local child
  if [ "$(ps -o comm= -p "$2")" = "$1" ]; then
    echo "$2"
    return
  fi
  for child in $(ps -o pid= --ppid "$2"); do
    process_named "$1" "$child" && return
  done
  return 1
}

# Runs the command that follows for $1 s, puts a picture of the screen into $2, and ends
# it as a closing session would.
run_and_picture ()
{
  local seconds=$1 picture=$2 child second status=0
  shift 2 # what is left is the command
  "$@" </dev/null &
  child=$!
  headless_processes+=("$child")
  for ((second = 0; second < seconds; second++)); do
    sleep 1
    kill -0 "$child" 2>/dev/null || {
      wait "$child" || status=$?
      [ $status -ne 0 ] || fail 1 "steady ended by itself after $second s"
      fail $status "steady ended after $second s with a failure; its own words stand above"
    }
  done
  import -window root "$picture" || fail 1 "no picture could be taken of the X server"
  pactl list short sink-inputs | grep -q . ||
    fail 1 "steady's sounder has no stream at the sound server after $seconds s"
  kill "$(process_named steady "$child" || echo "$child")"
  wait_until 20 bash -c "! kill -0 $child" || fail 1 "steady did not end within 20 s of SIGTERM"
}

# The one case below folder $1, where there is exactly one.
the_case_below ()
{
  local cases=()
  mapfile -t cases < <(find "$1" -name '*.steady')
  [ ${#cases[@]} -eq 1 ] || fail 1 "steady left ${#cases[@]} cases below $1, where one was expected"
  printf '%s\n' "${cases[0]}"
}

# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What ./run and ./check share. Sourced by bash with "set -euo pipefail"
# and with top set to the root of the tree.
: "${top:?}"

# One sentence on stderr, then exit with status $1.
fail ()
{
  local status=$1
  shift
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit "$status"
}

# A line about what is going on, on stderr, so that stdout stays for results.
say ()
{
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
}

# The package names in the lists named $@ (.ci/packages-NAME.txt).
listed_packages ()
{
  local name
  for name in "$@"; do
    sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$top/.ci/packages-$name.txt"
  done | sort -u
}

# Those of the listed packages that are not installed. dpkg-query is asked, not the
# network, so that a second run costs milliseconds.
missing_packages ()
{
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
    sed -n 's/^installed //p' | sort -u)
  comm -23 <(listed_packages "$@") <(printf '%s\n' "$installed")
}

# Installs what is missing of the lists named $@.
install_packages ()
{
  if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian system, so the packages in .ci/packages-*.txt are taken as installed"
    return
  fi

  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0

  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
      as_root=(sudo)
    else
      fail 1 "packages are missing and this user is neither root nor may use sudo;" \
        "have them installed with: apt-get install --no-install-recommends ${missing[*]}"
    fi
  fi

  say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
  "${apt[@]}" update >&2 ||
    fail 1 "apt-get update failed; look at the network and at /etc/apt, then start again"
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" >&2 </dev/null ||
    fail 1 "apt-get could not install the packages; its own words stand above"
}

# Configures build folder $1 with the meson options that follow, unless it already stands
# there for this very source tree and these very options.
configure ()
{
  local folder=$1
  shift
  local wanted="$top $*"
  if [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/.configured" 2>/dev/null)" = "$wanted" ]; then
    return
  fi
  rm -rf "$folder"
  meson setup "$folder" "$@" >"$folder.log" 2>&1 || {
    cat "$folder.log" >&2
    rm -f "$folder.log"
    return 1
  }
  mv "$folder.log" "$folder/setup.log"
  printf '%s' "$wanted" >"$folder/.configured"
}

# Waits up to $1 seconds until the command that follows succeeds.
wait_until ()
{
  local tries=$(($1 * 10))
  shift
  until "$@" >/dev/null 2>&1; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || return 1
    sleep 0.1
  done
}

# Puts a Modbus server that is not ours beside the programs in folder $1, where npm is to be had:
# the drivers are tried against it too. Without it those tests are reported as skipped.
install_modbus_peer ()
{
  local server=modbus-serial@8.0.25
  if ! command -v npm >/dev/null || [ -d "$1/npm/node_modules/modbus-serial" ]; then
    return 0
  fi
  timeout 90 npm install --prefix "$1/npm" --ignore-scripts --no-audit --no-fund --no-package-lock \
    --fetch-retries 1 "$server" >&2 </dev/null ||
    say "$server could not be fetched; the tests against it are skipped"
}

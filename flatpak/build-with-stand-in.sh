#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail

usage ()
{
  cat <<'TEXT'
Usage: flatpak/build-with-stand-in.sh [FOLDER]

Builds the Flatpak of Steady where Flathub cannot be reached: against a stand-in for the
GNOME runtime that is put together from Debian packages, and without a network. Then it
starts Steady from it under a headless X server for 20 s, and leaves in FOLDER
  steady.flatpak, flatpak.png, flatpak.steady

FOLDER (build-flatpak by default) also keeps the stand-in, about 2 GB, for the next time.
The manifest is used as it is: the stand-in has the names of the true runtime, in a
repository of its own. It proves the manifest, not the true runtime's libraries.
TEXT
}

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$top/.ci/functions.sh"
case ${1:-} in
  --help | -h)
    usage
    exit 0
    ;;
  -*) fail 2 "there is no option $1; --help says what there is" ;;
esac

app=org.steady_perfusion.Steady
manifest=$top/flatpak/$app.yml
branch=$(sed -n "s/^runtime-version: *'\(.*\)'/\1/p" "$manifest")
arch=$(uname -m)
mkdir -p "${1:-$top/build-flatpak}"
work=$(cd "${1:-$top/build-flatpak}" && pwd -P)

# Package lists: what the true SDK and the true platform hold of what Steady uses.
sdk_packages=(build-essential meson ninja-build cmake pkg-config autoconf automake libtool
  libgtk-4-dev libgtk-4-bin libepoxy-dev libsqlite3-dev libasound2-dev libsndfile1-dev
  zlib1g-dev gettext
  desktop-file-utils appstream appstream-util librsvg2-common elfutils ccache gdb python3
  libgl1-mesa-dri libegl1 libgl1 adwaita-icon-theme gsettings-desktop-schemas)
platform_packages=(libgtk-4-1 libgtk-4-bin libepoxy0 libsqlite3-0 libasound2 libasound2-plugins libsndfile1
  libgl1-mesa-dri libegl1 libgl1 fonts-dejavu-core fonts-inter adwaita-icon-theme
  gsettings-desktop-schemas dconf-gsettings-backend librsvg2-common locales-all)

# Turns a Debian root into a runtime named $1 from the packages that follow.
make_runtime ()
{
  local name=$1 root=$work/root-$1 tree=$work/tree-$1
  shift
  say "making the stand-in $name from Debian packages"
  rm -rf "$root" "$tree"
  mmdebstrap --quiet --variant=minbase --include="$(IFS=, && echo "$*")" bookworm "$root"
  rm -rf "$root"/usr/share/{doc,man} "$root"/var/{cache,lib/apt/lists}
  rm -f "$root"/etc/{resolv.conf,mtab,hostname}
  mkdir -p "$tree/files"
  mv "$root/etc" "$root/usr/etc"
  mv "$root/usr" "$tree/usr"
  cat >"$tree/metadata" <<TEXT
[Runtime]
name=$name
runtime=org.gnome.Platform/$arch/$branch
sdk=org.gnome.Sdk/$arch/$branch

[Environment]
XDG_DATA_DIRS=/app/share:/usr/share:/usr/share/runtime/share:/run/host/user-share:/run/host/share
TEXT
  flatpak build-export --runtime --no-update-summary "$work/runtimes" "$tree" "$branch" >&2
  rm -rf "$root" "$tree"
}

# Puts the tarball of Debian source package $2 where flatpak-builder looks for the one
# with checksum and name as in the manifest's url $1.
seed_source ()
{
  local url=$1 package=$2 sum folder
  sum=$(grep -A1 -F "url: $url" "$manifest" | sed -n 's/.*sha256: *//p')
  folder=$work/state/downloads/$sum
  [ ! -f "$folder/$(basename "$url")" ] || return 0
  mkdir -p "$folder"
  local listed
  listed=$(apt-get "${source_options[@]}" source --print-uris "$package" 2>/dev/null | grep "$sum") ||
    fail 1 "Debian's $package has no tarball with the manifest's checksum $sum"
  listed=${listed#\'} # 'URL' name size checksum
  curl -fsSL --retry 3 -o "$folder/$(basename "$url")" "${listed%%\'*}"
}

# Lists of Debian's sources in a folder of our own, so that the machine's stay as they are.
prepare_sources ()
{
  mkdir -p "$work/apt/lists/partial" "$work/apt/sources"
  cat >"$work/apt/sources/debian.sources" <<'TEXT'
Types: deb-src
URIs: http://deb.debian.org/debian
Suites: bookworm
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
TEXT
  source_options=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/apt/sources"
    -o Dir::State::lists="$work/apt/lists" -o APT::Sandbox::User=root)
  apt-get -q "${source_options[@]}" update >&2
}

install_packages build run headless flatpak
command -v curl >/dev/null || install_packages curl

export FLATPAK_USER_DIR=$work/user HOME=$work/home XDG_DATA_HOME=$work/home/data
mkdir -p "$HOME" "$XDG_DATA_HOME"

if [ ! -f "$work/runtimes-$branch.done" ]; then
  make_runtime org.gnome.Sdk "${sdk_packages[@]}"
  make_runtime org.gnome.Platform "${platform_packages[@]}"
  flatpak build-update-repo "$work/runtimes" >&2
  flatpak --user remote-add --if-not-exists --no-gpg-verify stand-in "$work/runtimes"
  flatpak --user install -y --noninteractive stand-in "org.gnome.Sdk//$branch" "org.gnome.Platform//$branch" >&2
  touch "$work/runtimes-$branch.done"
fi

prepare_sources
while read -r url package; do
  seed_source "$url" "$package"
done < <(sed -n 's/^ *url: *//p' "$manifest" | while read -r url; do
  case $url in
    *json-c*) echo "$url json-c" ;;
    *edflib*) echo "$url edflib" ;;
    *portaudio*) echo "$url portaudio19" ;;
  esac
done)

say "building the manifest, without a network"
flatpak-builder --user --force-clean --disable-download --disable-updates \
  --state-dir="$work/state" --repo="$work/apps" "$work/build" "$manifest" >&2
flatpak --user remote-add --if-not-exists --no-gpg-verify steady "$work/apps"
flatpak --user install -y --noninteractive --reinstall steady "$app" >&2
flatpak build-bundle "$work/apps" "$work/steady.flatpak" "$app" >&2

. "$top/.ci/headless.sh"
start_headless
export XDG_DATA_HOME=$work/home/data
rm -rf "$HOME/.var/app/$app/data/steady"
say "running steady from the Flatpak for 20 s (stand-in runtime, display $DISPLAY)"
run_and_picture 20 "$work/flatpak.png" flatpak run --user "$app"
case_file=$(the_case_below "$HOME/.var/app/$app/data")
flatpak run --user --command=/app/libexec/steady/steady-case "$app" verify "$case_file" >&2 ||
  fail 1 "the case is not sound; steady-case's own words stand above"
cp "$case_file" "$work/flatpak.steady"
say "wrote steady.flatpak, flatpak.png and flatpak.steady into $work (stand-in runtime)"

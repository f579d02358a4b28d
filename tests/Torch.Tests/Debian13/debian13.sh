#!/usr/bin/env bash
# A Debian 13 root with libtorch 2.6 and a compiler, unpacked from its packages into the user's cache, and commands run
# in it without network: the second libtorch that the shim is held against, and a host without .NET for the bundle.
#   debian13.sh check                        says why this machine cannot have such a root, if it cannot
#   debian13.sh run NAME=FOLDER … -- COMMAND …   folders are seen read-only as /mnt/NAME; /tmp is writable and empty
set -euo pipefail

suite=trixie
packages=(bash dash coreutils sed grep findutils libtorch-dev libopenblas0-pthread g++ cmake make iproute2)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/w2s
libraries=usr/lib/x86_64-linux-gnu

# A user who is not root gets the rights to mount and to change the root in a namespace of its own.
isolated() {
  local rights=()
  [[ $(id -u) == 0 ]] || rights=(--map-root-user)
  unshare --mount --net --pid --fork --kill-child "${rights[@]}" "$@"
}

check() {
  local tool
  [[ $(. /etc/os-release && echo "${ID:-}") == debian ]] || { echo 'this machine is not Debian' && return; }
  for tool in apt-get dpkg-deb unshare chroot flock; do
    command -v "$tool" >/dev/null || { echo "there is no $tool" && return; }
  done
  isolated true 2>/dev/null || echo 'this user may not make namespaces (in a container: run it with --privileged)'
}

# --- the root ------------------------------------------------------------------------------------------------------

# The mirror that this machine's own apt takes its Debian from, under the suite's name.
mirror() {
  local own
  own=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk -v own="$own" '$1 == own && $2 == "main" && !found++ { print $3 }'
}

# An apt of its own: nothing of the machine's packages is read or changed.
configure_apt() {
  local folder=$1 uri
  uri=$(mirror)
  [[ -n $uri ]] || { echo 'no source of apt names a Debian mirror' >&2 && return 1; }
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  : >"$folder/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite main" >"$folder/sources.list"
  cat >"$folder/apt.conf" <<END
Dir::State "$folder";
Dir::State::status "$folder/status";
Dir::Cache "$folder/cache";
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
END
}

# What the packages' own scripts would have linked: the merged /usr, and OpenBLAS as the machine's BLAS and LAPACK.
link_by_hand() {
  local target=$1 name
  for name in bin sbin lib lib64; do
    mkdir -p "$target/usr/$name"
    ln -s "usr/$name" "$target/$name"
  done
  mkdir -p "$target/$libraries"
  for name in libblas.so.3 liblapack.so.3 libopenblas.so.0; do
    ln -s "openblas-pthread/$name" "$target/$libraries/$name"
  done
}

unpack() {
  local apt=$1 target=$2 package
  link_by_hand "$target"
  for package in "$apt"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$target" --keep-directory-symlink --no-same-owner \
      --exclude './usr/share/doc/*' --exclude './usr/share/man/*' --exclude './usr/share/locale/*'
    rm "$package"
  done
  mkdir -p "$target"/{mnt,tmp,proc,dev}
}

# Another recipe makes another root.
root=$cache/debian13-$({ echo "$suite ${packages[*]}" && declare -f link_by_hand unpack; } | sha256sum | cut -c 1-12)

# Made beside its place and moved there whole. Roots of earlier recipes go.
make_root() {
  local work
  work=$(mktemp -d "$cache/making-XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  configure_apt "$work/apt"
  export APT_CONFIG=$work/apt/apt.conf
  apt-get update -q >&2
  apt-get install -q -y --download-only "${packages[@]}" >"$work/log" || { cat "$work/log" >&2 && return 1; }
  unpack "$work/apt" "$work/root"
  rm -rf "$cache"/debian13-*
  mv "$work/root" "$root"
}

ensure_root() {
  mkdir -p "$cache"
  exec 9>"$cache/debian13.lock"
  flock 9
  [[ -d $root ]] || (make_root)
  exec 9>&-
}

# --- commands in it ------------------------------------------------------------------------------------------------

# In a mount namespace of its own, so that every mount goes with the last process.
enter() {
  local root=$1 folder
  shift
  mount --rbind /dev "$root/dev"
  mount -t proc proc "$root/proc"
  mount -t tmpfs tmpfs "$root/tmp"
  mount -t tmpfs tmpfs "$root/mnt"
  while [[ $1 != -- ]]; do
    folder=$root/mnt/${1%%=*}
    mkdir "$folder"
    mount --bind "${1#*=}" "$folder"
    mount -o remount,bind,ro "$folder"
    shift
  done
  shift
  # Test hosts talk over loopback, which a new network namespace has but does not start.
  chroot "$root" ip link set lo up
  exec chroot "$root" /usr/bin/env -i HOME=/tmp PATH=/usr/bin:/usr/sbin OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 "$@"
}

case ${1:-} in
  check) check ;;
  run)
    ensure_root
    isolated "${BASH_SOURCE[0]}" enter "$root" "${@:2}"
    ;;
  enter) enter "${@:2}" ;;
  *)
    echo 'usage: debian13.sh check | run NAME=FOLDER … -- COMMAND …' >&2
    exit 2
    ;;
esac

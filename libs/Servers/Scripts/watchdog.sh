#!/usr/bin/env bash
# What the scripts beside this one share: they run a server for as long as somebody wants it, and not a moment longer.
#
# A server ends with its watchdog, however that ends. SIGTERM and SIGINT stop it in order, and so do the end of standard
# input (with W2S_WATCH_STDIN=1) and of a process (W2S_WATCH_PROCESS is its number). When the watchdog itself is killed,
# the kernel signals what it has started, because all of it is started with a parent-death signal; that works here
# because bash has a single thread.
#
# Read from the environment: W2S_FOLDER, the server's own folder; W2S_USER, whom root turns into (empty: nobody else).
set -euo pipefail

# Messages are read by programs as well.
export LC_ALL=C

folder=$W2S_FOLDER
user=$W2S_USER
become=()
server=
lock=

# A closed pipe of messages must not end the watchdog before its server.
trap '' PIPE
trap 'exit 143' TERM INT

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# bound SIGNAL COMMAND…: becomes the command, as the server's user, signalled when this script dies. The parent is
# compared because it may have died before the kernel was asked. A session of its own keeps a terminal's Ctrl-C away.
bound() {
  exec setsid setpriv "${become[@]}" --pdeathsig "$1" -- \
    sh -c '[ "$PPID" = "$0" ] || exit 1; exec "$@"' "$$" "${@:2}"
}

# Runs a command to its end, but lets signals through meanwhile.
guarded() {
  bound KILL "$@" <&0 &
  wait "$!"
}

# Stops everything when the caller is gone: a pipe that nobody writes ends, and so does a process. Nothing but builtins
# waits here, since a child would outlive its killed parent.
watch_caller() {
  [[ -n ${W2S_WATCH_STDIN:-}${W2S_WATCH_PROCESS:-} ]] || return 0
  setpriv --pdeathsig KILL -- bash -c '
    [[ $PPID == "$1" ]] || exit 1
    if [[ -n $2 ]]; then
      exec {never}<> <(:)
      while kill -0 "$2" 2>/dev/null; do read -rt 1 -u "$never" || true; done
    else
      while read -r _; do :; done
    fi
    kill -TERM "$1"' watch "$$" "${W2S_WATCH_PROCESS:-}" <&0 &
}

# Makes the folder, holds it against a second server, and gives it to the server's user.
take_folder() {
  mkdir -p "$folder"
  chmod 700 "$folder"
  exec {lock}>>"$folder/lock"
  guarded flock -w 15 "$lock" || fail "$folder is in use by another server"
  [[ $(id -u) == 0 && -n $user ]] || return 0
  chown -Rh "$user:" "$folder"
  become=(--reuid "$user" --regid "$(id -g "$user")" --clear-groups)
  reach_folder
}

# Folders above may be closed to the server's user, as root's home is: one capability lets it pass. Containers often
# have only the second of the two. The secure bit makes access(2), which RabbitMQ asks before it writes, count it too.
reach_folder() {
  local capability own=("${become[@]}")
  for capability in '' dac_read_search dac_override; do
    become=("${own[@]}")
    [[ -z $capability ]] ||
      become+=(--securebits +no_setuid_fixup --inh-caps "+$capability" --ambient-caps "+$capability")
    if setpriv "${become[@]}" -- sh -c 'cd "$1"' reach "$folder" 2>/dev/null; then return 0; fi
  done
  fail "user $user cannot reach $folder: choose a store that every user may pass through"
}

# Writes standard input to a file that only the server's user may read.
write_file() {
  guarded sh -c 'umask 077 && cat >"$1.new" && mv "$1.new" "$1"' write "$1"
}

# start STOP_SIGNAL DEATH_SIGNAL COMMAND…: starts the server. Its number is kept for who wants to kill it.
start() {
  bound "$2" "${@:3}" </dev/null {lock}>&- &
  server=$!
  trap "stop $1; exit 0" TERM INT
  printf '%s\n' "$server" >"$folder/server.pid"
}

# Stops the server in order; after 8 of the 10 seconds that a stop may take, without. Ends with its exit code.
stop() {
  trap '' TERM INT
  kill -s "$1" "$server" 2>/dev/null || true
  local tenth
  for ((tenth = 0; tenth < 80; tenth++)); do
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1 || true
  done
  kill -KILL "$server" 2>/dev/null || true
  wait "$server"
}

#!/usr/bin/env bash
# Runs PostgreSQL from the machine's binaries in a folder of its own: made once, role and database before each start.
#
# Read from the environment, besides what watchdog.sh reads: W2S_PROGRAMS, the folder of initdb and postgres; W2S_ROLE
# and W2S_VERIFIER, a role and the SCRAM verifier of its password; W2S_DATABASE. Arguments are postgres's own.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/watchdog.sh"

data=$folder/data

# A kill in the middle leaves data.new, which nobody takes for data.
initialise() {
  [[ ! -d $data ]] || return 0
  rm -rf "$data.new"
  guarded "$W2S_PROGRAMS/initdb" --pgdata="$data.new" --username=postgres --auth=reject --encoding=UTF8 --locale=C \
    --data-checksums >/dev/null
  mv "$data.new" "$data"
}

# What a killed server may have left: processes in the middle of a query, and a note about a number that by now may be
# another process's. The lock says that no server of this folder lives, so both can go. They are looked for as the
# server's user, who may see them even where root may not.
clear_remains() {
  guarded bash -c '
    for process in /proc/[0-9]*; do
      [[ $(readlink "$process/cwd") == "$1" && $(readlink "$process/exe") == */postgres* ]] || continue
      kill -KILL "${process##*/}"
    done' clear "$data" 2>/dev/null || true
  rm -f "$data/postmaster.pid"
}

# Standard input is SQL, one statement a line, for the server in single-user mode, which needs no password and no port.
single_user() {
  guarded "$W2S_PROGRAMS/postgres" --single -D "$data" -c exit_on_error=on -c log_checkpoints=off postgres
}

# The role is no superuser, and the superuser has no password: nobody reaches the machine's files through a connection.
prepare_role_and_database() {
  single_user >"$folder/answer" <<SQL
DO 'BEGIN IF to_regrole(''$W2S_ROLE'') IS NULL THEN CREATE ROLE $W2S_ROLE; END IF; END'
ALTER ROLE $W2S_ROLE LOGIN PASSWORD '$W2S_VERIFIER'
SELECT 'present' AS state FROM pg_database WHERE datname = '$W2S_DATABASE'
SQL
  grep -q 'state = "present"' "$folder/answer" ||
    single_user >/dev/null <<<"CREATE DATABASE $W2S_DATABASE OWNER $W2S_ROLE"
  unset W2S_VERIFIER
}

unset "${!PG@}"
watch_caller
take_folder
cd "$folder"
clear_remains
initialise
prepare_role_and_database
write_file "$folder/hba.conf" <<<'host all all 127.0.0.1/32 scram-sha-256'

# Fast, not smart: clients are not waited for. When the watchdog is killed, SIGQUIT lets the postmaster take its
# backends along, in 5 seconds at most; SIGKILL would leave them to notice by themselves.
start INT QUIT "$W2S_PROGRAMS/postgres" -D "$data" -c hba_file="$folder/hba.conf" "$@"
trap clear_remains EXIT
wait "$server"

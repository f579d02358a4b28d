#!/usr/bin/env bash
# Runs RabbitMQ from the machine's binaries in a folder of its own, with an Erlang port mapper of its own.
#
# Read from the environment, besides what watchdog.sh reads: W2S_RABBITMQ_SERVER and W2S_EPMD, the two programs;
# W2S_PORT, W2S_DISTRIBUTION_PORT and W2S_EPMD_PORT; W2S_ROLE and W2S_PASSWORD_HASH, the user.
set -euo pipefail

source "$(dirname "${BASH_SOURCE[0]}")/watchdog.sh"

epmd=

# Erlang would make a cookie itself, from the clock.
make_cookie() {
  [[ ! -s $folder/.erlang.cookie ]] || return 0
  write_file "$folder/.erlang.cookie" <<<"$(head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n')"
}

# RabbitMQ reads its definitions at every start: the password is the caller's even where the data knew another.
write_settings() {
  write_file "$folder/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$W2S_PORT
load_definitions = definitions.json
log.file = false
log.console = true
log.console.level = warning
log.console.use_colors = off
CONF
  write_file "$folder/definitions.json" <<JSON
{
  "vhosts": [{"name": "/"}],
  "users": [{"name": "$W2S_ROLE", "password_hash": "$W2S_PASSWORD_HASH",
    "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": ["administrator"]}],
  "permissions": [{"user": "$W2S_ROLE", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}]
}
JSON
  write_file "$folder/enabled_plugins" <<<'[].'
  unset W2S_PASSWORD_HASH
}

# Whatever the user has set for another RabbitMQ or Erlang is not for this one.
set_environment() {
  unset "${!RABBITMQ_@}" "${!ERL_@}"
  export HOME=$folder
  export ERL_EPMD_PORT=$W2S_EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP=$folder/erl_crash.dump
  # Erlang would start a port mapper that outlives everybody; there is one already.
  export ERL_AFLAGS='-start_epmd false'
  export RABBITMQ_NODENAME=weaktostrong@localhost RABBITMQ_DIST_PORT=$W2S_DISTRIBUTION_PORT
  # Ctrl-C is the watchdog's affair, and the distribution listens where nobody else can.
  export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+B i -kernel inet_dist_use_interface {127,0,0,1}'
  export RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$folder/log
  export RABBITMQ_FEATURE_FLAGS_FILE=$folder/feature_flags RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins
  export RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_CONFIG_FILE=$folder/rabbitmq.conf
  export RABBITMQ_ADVANCED_CONFIG_FILE=$folder/advanced.config RABBITMQ_CONFIG_FILES=$folder/conf.d
  export RABBITMQ_GENERATED_CONFIG_DIR=$folder/generated
  # A quorum queue that was declared in the second before a kill comes back empty and without a leader, and would wait
  # for one for ever. So every queue is asked to elect one; a queue that has one already takes no notice.
  local elect='catch(ra:trigger_election({Q,node()}))'
  export RABBITMQ_SERVER_START_ARGS="-eval [$elect||{Q,_}<-ra_directory:list_registered(quorum_queues)]."
  # The script then becomes the server instead of waiting for it, so that signals reach the server itself.
  export RUNNING_UNDER_SYSTEMD=true
}

start_port_mapper() {
  bound KILL "$W2S_EPMD" -address 127.0.0.1 -port "$W2S_EPMD_PORT" </dev/null {lock}>&- &
  epmd=$!
  until guarded "$W2S_EPMD" -port "$W2S_EPMD_PORT" -names >/dev/null 2>&1; do
    kill -0 "$epmd" 2>/dev/null || fail "the Erlang port mapper did not start on port $W2S_EPMD_PORT"
    sleep 0.05
  done
}

watch_caller
take_folder
cd "$folder"
make_cookie
write_settings
set_environment
start_port_mapper

# Without the port mapper the server would go on, but nobody could ask it anything: both end together.
start TERM KILL "$W2S_RABBITMQ_SERVER"
trap 'kill -KILL "$epmd" 2>/dev/null || true' EXIT
code=0
wait -n "$server" "$epmd" || code=$?
if kill -0 "$server" 2>/dev/null; then
  stop TERM || true
  fail "the Erlang port mapper has ended"
fi
exit "$code"

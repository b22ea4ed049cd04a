# Starting and stopping the platform's own PostgreSQL. Sourced after runtime.sh; $KP_DATA is the data folder.

KP_PG_BIN=/usr/lib/postgresql/18/bin

kp_free_port() {
  local port
  for port in $(shuf -i 20000-29999 -n 50); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  kp_fail "no free port found between 20000 and 29999"
}

# Made aside and moved when it is whole: a start that was cut off begins anew at the next one.
kp_pg_init() {
  # Of this machine's memory: vectors and words are to stay in it. An operator changes all this in postgresql.conf.
  local memory shared upkeep
  memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
  shared=$((memory / 4)); [ $shared -le 16384 ] || shared=16384
  upkeep=$((memory / 16)); [ $upkeep -le 2048 ] || upkeep=2048
  echo "making a new database in $KP_DATA"
  mkdir -p "$KP_DATA/postgres" && chmod 700 "$KP_DATA/postgres"
  rm -rf "$KP_DATA/postgres/cluster.new"
  (umask 077; head -c 24 /dev/urandom | base64 | tr '+/' '-_' > "$KP_DATA/postgres/password")
  kp_in postgres "$KP_DATA/postgres" "$KP_PG_BIN/initdb" -D /data/cluster.new -U kp_owner --pwfile=/data/password \
    --auth=scram-sha-256 --encoding=UTF8 --locale-provider=builtin --locale=C.UTF-8 \
    >"$KP_DATA/postgres/log" 2>&1 || { cat "$KP_DATA/postgres/log"; return 1; }
  cat >> "$KP_DATA/postgres/cluster.new/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_preload_libraries = 'pg_textsearch'
shared_buffers = ${shared}MB
effective_cache_size = $((memory / 2))MB
maintenance_work_mem = ${upkeep}MB
max_wal_size = 4GB
# Compiling a search's statement takes longer than the search.
jit = off
CONF
  mv "$KP_DATA/postgres/cluster.new" "$KP_DATA/postgres/cluster"
}

# A killed process whose parent does not wait for it stays in the table of processes as a zombie: that one does not run.
kp_alive() { kill -0 "$1" 2>/dev/null && ! grep -qs '^State:[[:space:]]*Z' "/proc/$1/status"; }

# The server's own process id, of its lock file. It lives on when bubblewrap around it is killed.
kp_pg_postmaster() {
  local pid
  { read -r pid < "$KP_DATA/postgres/cluster/postmaster.pid"; } 2>/dev/null && kp_alive "$pid" &&
    [[ $(tr '\0' ' ' < "/proc/$pid/cmdline") == *"postgres -D /data/cluster -p $(cat "$KP_DATA/postgres/port") "* ]] && echo "$pid"
}

kp_pg_running() {
  kp_pg_postmaster >/dev/null || { [ -f "$KP_DATA/postgres/pid" ] && kp_alive "$(cat "$KP_DATA/postgres/pid")"; }
}

kp_pg_port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$(cat "$KP_DATA/postgres/port")") 2>/dev/null; }

# 0: takes connections; 1: still recovering; 2: does not answer.
kp_pg_ready() {
  kp_pg_port_taken || return 2
  kp_in postgres "$KP_DATA/postgres" "$KP_PG_BIN/pg_isready" -q -h 127.0.0.1 -p "$(cat "$KP_DATA/postgres/port")" -d postgres
}

# Starts the server unless it runs already. The port of the last start is taken again when it is free, so that programs which outlived the
# server find it; a second checkout never collides.
kp_pg_start() {
  [ -d "$KP_DATA/postgres/cluster" ] || kp_pg_init || return 1
  # A server that was just killed stands among the processes for a moment, longer the more memory it gives back: it does not answer any more.
  local dying=0 answer
  while kp_pg_running; do
    if kp_pg_ready; then return 0; else answer=$?; fi
    [ $answer = 1 ] || dying=$((dying + 1))
    [ $dying -lt 150 ] || { echo "PostgreSQL runs but has not answered for 15 s; see $KP_DATA/postgres/log"; return 1; }
    sleep 0.1
  done
  rm -f "$KP_DATA/postgres/cluster/postmaster.pid"
  if [ ! -s "$KP_DATA/postgres/port" ] || kp_pg_port_taken; then kp_free_port > "$KP_DATA/postgres/port"; fi
  kp_keep_log "$KP_DATA/postgres/log"
  # exec twice: no shell stays behind that would hold the caller's output open.
  (exec </dev/null >>"$KP_DATA/postgres/log" 2>&1
   KP_EXEC=1 kp_in postgres "$KP_DATA/postgres" "$KP_PG_BIN/postgres" -D /data/cluster -p "$(cat "$KP_DATA/postgres/port")") &
  echo $! > "$KP_DATA/postgres/pid"
  # After a crash the server reads its log again before it takes anybody: that is waited for as long as it goes on.
  local silent=0 state
  while [ $silent -lt 150 ]; do
    if kp_pg_ready; then return 0; else state=$?; fi
    [ $state = 1 ] || silent=$((silent + 1))
    kp_pg_running || { tail -n 20 "$KP_DATA/postgres/log"; return 1; }
    sleep 0.1
  done
  echo "PostgreSQL did not answer within 15 s; see $KP_DATA/postgres/log"; return 1
}

# SIGINT is PostgreSQL's fast shutdown; it goes to the server itself.
kp_pg_stop() {
  kp_pg_running || return 0
  local server i
  server=$(kp_pg_postmaster) && kill -INT "$server" 2>/dev/null || true
  for i in $(seq 200); do kp_pg_running || break; sleep 0.1; done
  kp_pg_running && return 1
  rm -f "$KP_DATA/postgres/pid"
}

kp_pg_connection() {
  echo "Host=127.0.0.1;Port=$(cat "$KP_DATA/postgres/port");Username=kp_owner;Password=$(cat "$KP_DATA/postgres/password");Database=postgres"
}

kp_psql() {
  PGPASSWORD=$(cat "$KP_DATA/postgres/password") kp_in postgres "$KP_DATA/postgres" "$KP_PG_BIN/psql" -X -q -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(cat "$KP_DATA/postgres/port")" -U kp_owner -d postgres "$@"
}

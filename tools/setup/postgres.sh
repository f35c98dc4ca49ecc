# A PostgreSQL of its own for ./start --postgres: a cluster in the data directory, on a Unix socket alone, that runs while ganbo serves.
# Its settings are PostgreSQL's own, so what is acknowledged is on disk.

postgres_programs=/usr/lib/postgresql/15/bin
postgres_pid=
postgres_address=

# Before a command: it runs as the user of the cluster, since PostgreSQL refuses to be root, and in no folder that user cannot enter.
as_postgres=(env -C /)
[ "$(id --user)" != 0 ] || as_postgres=(setpriv --reuid=postgres --regid=postgres --init-groups env -C /)

# start_postgres <folder>: makes the cluster when there is none, starts it, and leaves its address in $postgres_address.
start_postgres() {
  local folder=$1 log=$1/log
  [ -x $postgres_programs/postgres ] || fail "PostgreSQL 15 is not in $postgres_programs. On Debian 12: apt-get install postgresql-15"
  # A Unix socket's path has at most 107 bytes.
  [ "$(printf %s "$folder/.s.PGSQL.5432" | wc -c)" -le 107 ] || fail "$folder is too long a path for PostgreSQL's socket. Name a shorter --data."
  mkdir -p "$folder" 2>/dev/null && chmod 700 "$folder" 2>/dev/null ||
    fail "$folder cannot be made, or belongs to somebody else. Name another directory with --data, or run ./start as the user who began it."
  if [ "$(id --user)" = 0 ]; then
    chown postgres:postgres "$folder"
    "${as_postgres[@]}" test -w "$folder" ||
      fail "PostgreSQL runs as the user postgres, who cannot enter $folder. Name a --data below folders that anybody may enter, such as /var/lib/ganbo."
  fi
  if [ ! -d "$folder/cluster" ]; then
    say "making a PostgreSQL cluster in $folder."
    "${as_postgres[@]}" rm -rf "$folder/cluster.new"
    "${as_postgres[@]}" $postgres_programs/initdb --pgdata="$folder/cluster.new" --username=ganbo --auth=trust --encoding=UTF8 --locale=C.UTF-8 \
      --no-instructions >"$log" 2>&1 </dev/null || { tail -n 15 "$log" >&2; fail "PostgreSQL's initdb failed (see above)."; }
    "${as_postgres[@]}" mv "$folder/cluster.new" "$folder/cluster"
  fi
  # In a session of its own, so that Ctrl-C reaches ganbo first; it ends with us, however we end.
  "${as_postgres[@]}" setsid setpriv --pdeathsig INT $postgres_programs/postgres -D "$folder/cluster" -k "$folder" -c listen_addresses= \
    >"$log" 2>&1 </dev/null &
  postgres_pid=$!
  until $postgres_programs/pg_isready --quiet --host="$folder"; do
    kill -0 $postgres_pid 2>/dev/null || { tail -n 15 "$log" >&2; fail "PostgreSQL does not start (see above); perhaps another ./start serves this folder."; }
    sleep 0.1
  done
  postgres_address="postgresql://ganbo@/postgres?host=$(python3 -c 'import sys, urllib.parse; print(urllib.parse.quote(sys.argv[1], safe="/"))' "$folder")"
}

stop_postgres() {
  [ "$postgres_pid" ] || return 0
  kill -INT "$postgres_pid" 2>/dev/null || true  # PostgreSQL's fast shutdown
  wait "$postgres_pid" 2>/dev/null || true
  postgres_pid=
}

# serve_on_postgres <folder> <command>…: the command with the record there; a signal goes to it, and PostgreSQL ends after it.
serve_on_postgres() {
  local folder=$1 server= status=0
  shift
  trap stop_postgres EXIT
  trap 'exit 143' TERM
  trap 'exit 130' INT
  start_postgres "$folder"
  $build/ganbo record migrate --record "$postgres_address" >/dev/null || exit 1
  say "the record is on PostgreSQL: $postgres_address"
  GANBO_RECORD=$postgres_address setpriv --pdeathsig TERM "$@" &
  server=$!
  trap 'kill -TERM $server 2>/dev/null || true' TERM INT
  wait $server || status=$?
  # A signal ends the wait, not the server.
  while kill -0 $server 2>/dev/null; do
    status=0
    wait $server || status=$?
  done
  exit $status
}

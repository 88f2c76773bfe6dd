#!/usr/bin/env bash
# The tests of motcua. Works on a fresh Debian machine with Go, git and bash.
#
#   ./test.sh          everything: format, vet, staticcheck, tests under -race, 20 kill -9 rounds, many nodes
#   ./test.sh crash    200 kill -9 rounds on each store instead of 20 (MOTCUA_CRASH_ROUNDS)
#   ./test.sh nodes    an hour of many nodes on one database while everything fails (MOTCUA_NODES_TIME)
#   ./test.sh fuzz     every fuzz target for 30 s (FUZZTIME=5m for longer)
#   ./test.sh bench    every benchmark, with its ceiling beside it
#
# Tests start PostgreSQL servers of their own, on free loopback ports, never as
# root, and stop them; MOTCUA_TEST_POSTGRES_DSN names another server for most.
set -euo pipefail
cd "$(dirname "$0")"

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
skipped=

say() { printf '\n== %s\n' "$*"; }

# has COMMAND: it is installed, be it where Debian hides it.
has() {
  command -v "$1" || compgen -G "/usr/sbin/$1" || compgen -G "/usr/lib/postgresql/*/bin/$1"
} >/dev/null 2>&1

# need COMMAND PACKAGE: installs PACKAGE with the system's package manager when COMMAND is missing and it may.
need() {
  local as=(env DEBIAN_FRONTEND=noninteractive)
  has "$1" && return 0
  if [ "$(id -u)" != 0 ]; then
    has sudo && sudo -n true 2>/dev/null || return 1
    as=(sudo -n "${as[@]}")
  fi
  has apt-get || return 1
  say "$1 is missing: installing the package $2"
  "${as[@]}" apt-get update -qq || true # what is known already may do
  "${as[@]}" apt-get install -y -qq --no-install-recommends "$2" && has "$1"
}

# skip WORDS says loudly, now and at the end, what is not tested.
skip() {
  skipped="$skipped
!! SKIPPED: $*"
  printf '\n!! SKIPPED: %s\n' "$*"
}

# postgres lets tests start PostgreSQL, if it can be had.
postgres() {
  if need initdb postgresql; then
    export MOTCUA_TEST_POSTGRES=1
  else
    skip "all tests on PostgreSQL: it is not installed, and may not be installed by this user"
  fi
  need pgbouncer pgbouncer || skip "the tests through a pooler: pgbouncer is not installed, and may not be installed by this user"
}

# race prints -race where the race detector can run, which needs a C compiler.
race() {
  if need gcc build-essential >&2; then
    printf -- '-race'
  fi
}

# holding PATTERN prints the packages with tests whose names match it.
holding() {
  git grep --untracked -lE "^func Test[A-Za-z0-9_]*($1)" -- '*_test.go' | xargs -n 1 dirname | sort -u | sed 's|^|./|'
}

everything() {
  say "gofmt"
  local unformatted flags packages
  unformatted=$(git ls-files '*.go' | xargs gofmt -l)
  if [ -n "$unformatted" ]; then
    printf 'not gofmt-clean:\n%s\n' "$unformatted"
    return 1
  fi
  if has shellcheck; then
    say "shellcheck"
    shellcheck test.sh .ci/run
  fi
  say "go vet"
  go vet ./...
  say "staticcheck"
  go run "$staticcheck" ./...
  postgres
  flags=$(race)
  if [ -z "$flags" ]; then
    skip "the race detector: there is no C compiler, and none may be installed by this user"
    say "go test"
    CGO_ENABLED=0 go test -count=1 -timeout 18m ./...
    return
  fi
  # Counted without the detector, which changes budgets and is a load that no node has; one package at a time, for the same reason.
  say "go test: budgets, crash rounds, many nodes"
  mapfile -t packages < <(holding "$alone")
  go test -count=1 -timeout 18m -p 1 -run "$alone" "${packages[@]}"
  say "go test -race"
  CGO_ENABLED=1 go test -race -count=1 -timeout 18m -skip '^TestNodes|^TestKill9$' ./... # those were just run
}
alone='Alloc|Crash|Kill|Nodes'

crash() {
  local packages
  postgres
  export MOTCUA_CRASH_ROUNDS=${MOTCUA_CRASH_ROUNDS:-200}
  say "kill -9, $MOTCUA_CRASH_ROUNDS rounds"
  mapfile -t packages < <(holding 'Crash|Kill')
  go test -count=1 -timeout 60m -v -run 'Crash|Kill' "${packages[@]}"
}

nodes() {
  local packages
  postgres
  export MOTCUA_NODES_TIME=${MOTCUA_NODES_TIME:-1h}
  say "many nodes on one database, $MOTCUA_NODES_TIME"
  mapfile -t packages < <(holding 'Nodes')
  go test -count=1 -timeout 100m -v -run Nodes "${packages[@]}"
}

fuzz() {
  local file dir target
  git ls-files '*_test.go' | xargs grep -nHoE '^func Fuzz[A-Za-z0-9_]+' | while IFS=: read -r file _ target; do
    target=${target#func }
    dir=./$(dirname "$file")
    say "$target in $dir"
    go test -run "^$" -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}" -fuzzminimizetime 10x "$dir"
  done
}

bench() {
  postgres
  go test -run '^$' -bench . -benchmem ./...
}

case "${1:-}" in
  "") everything ;;
  crash | nodes | fuzz | bench) "$1" ;;
  *) sed -n '2,11p' "$0"; exit 2 ;;
esac
say "done$skipped"

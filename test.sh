#!/usr/bin/env bash
# The tests of motcua. Works on a fresh Debian machine with Go, git and bash.
#
#   ./test.sh          everything: format, vet, staticcheck, tests under -race, 20 kill -9 rounds
#   ./test.sh crash    200 kill -9 rounds instead of 20
#   ./test.sh fuzz     every fuzz target for 30 s (FUZZTIME=5m for longer)
#   ./test.sh bench    every benchmark, with its ceiling beside it
set -euo pipefail
cd "$(dirname "$0")"

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2

say() { printf '\n== %s\n' "$*"; }

# need COMMAND PACKAGE: installs PACKAGE with the system's package manager when COMMAND is missing and it may.
need() {
  command -v "$1" >/dev/null 2>&1 && return 0
  local sudo=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null && sudo="sudo -n" || return 1
  fi
  command -v apt-get >/dev/null 2>&1 || return 1
  say "$1 is missing: installing the package $2"
  $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "$2"
}

# race prints -race where the race detector can run, which needs a C compiler.
race() {
  if need gcc build-essential >&2; then
    printf -- '-race'
  else
    echo "no C compiler, and none may be installed: the race detector stays off" >&2
  fi
}

everything() {
  say "gofmt"
  local unformatted
  unformatted=$(git ls-files '*.go' | xargs gofmt -l)
  if [ -n "$unformatted" ]; then
    printf 'not gofmt-clean:\n%s\n' "$unformatted"
    return 1
  fi
  say "go vet"
  go vet ./...
  say "staticcheck"
  go run "$staticcheck" ./...
  local flags
  flags=$(race)
  if [ -n "$flags" ]; then
    # Allocation budgets and crash rounds are counted without the detector, which changes both.
    say "go test, budgets and crash rounds"
    go test -count=1 -run 'Alloc|Crash|Kill' ./...
  fi
  say "go test $flags"
  # shellcheck disable=SC2086
  CGO_ENABLED=${flags:+1} go test $flags -count=1 -timeout 14m ./...
}

crash() {
  say "kill -9, ${MOTCUA_CRASH_ROUNDS:=200} rounds"
  export MOTCUA_CRASH_ROUNDS
  go test -count=1 -timeout 60m -run 'Crash|Kill' ./...
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

case "${1:-}" in
  "") everything ;;
  crash) crash ;;
  fuzz) fuzz ;;
  bench) go test -run '^$' -bench . -benchmem ./... ;;
  *) sed -n '2,8p' "$0"; exit 2 ;;
esac
say "done"

# Shared by the scripts beside it: where the repository is, and how they talk. Source it, don't run it.
# shellcheck shell=bash

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck disable=SC2034  # used by the scripts that source this file
script=$(basename "$0")

# Says one line on stderr: stdout belongs to results.
say() {
  printf '%s: %s\n' "$script" "$*" >&2
}

# Says what is wrong in one line and stops.
fail() {
  say "$*"
  exit 1
}

# Prints the comment at the top of the calling script and stops, if --help is among the arguments.
help_if_asked() {
  local argument
  for argument in "$@"; do
    case $argument in
      -h | --help)
        sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
        exit 0
        ;;
      --) return 0 ;;
    esac
  done
}

# Refuses arguments where a script takes none.
no_arguments() {
  [ $# -eq 0 ] || fail "unknown argument '$1' (see scripts/$script --help)"
}

# True if version $1 is $2 or newer.
version_at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# Runs a command; shows what it printed only if it fails.
quietly() {
  local log status=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then cat "$log" >&2; fi
  rm -f "$log"
  return "$status"
}

# Runs `swift format` on everything written by hand, with the given subcommand and options.
format_all() {
  local path paths=()
  cd "$repo" || return
  for path in Package.swift Sources Tests Plugins Benchmarks; do
    if [ -e "$path" ]; then paths+=("$path"); fi
  done
  if [ ${#paths[@]} -eq 0 ]; then return 0; fi
  swift format "$@" --recursive --parallel "${paths[@]}"
}

# Builds products for release and names the folder that holds them in $built. With Swift's libraries
# inside, a program starts in two thirds of the time, and runs where no toolchain is.
build_release() {
  local product
  for product in "$@"; do
    quietly swift build -c release --static-swift-stdlib --product "$product" || fail "the build failed"
  done
  built=$(swift build -c release --show-bin-path)
}

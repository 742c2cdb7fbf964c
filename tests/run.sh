#!/usr/bin/env bash
# Restores, checks the format, builds, runs every test, the benchmark's smoke run and a self-contained publish.
# Prints "N passed, N failed" last; fails if anything did. Each check beside the tests counts as one.
#   tests/run.sh          within 25 minutes on 2 cores
#   tests/run.sh --long   simulation, fuzzing and chaos for 10 minutes each, on top
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly LONG_MINUTES=10
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

long=false
case "${1-}" in
  "") ;;
  --long) long=true ;;
  *) echo "usage: tests/run.sh [--long]" >&2; exit 2 ;;
esac

passed=0
failed=0
failures=()
finished=false
scratch=$(mktemp -d)

finish() {
  local code=$?
  rm -rf "$scratch"
  # A stop half-way is a failure, even when everything until then passed.
  if ! $finished; then fail "the script stopped half-way"; fi
  # Once more at the end, where a reader of a long log looks first.
  if [ ${#failures[@]} -gt 0 ]; then printf 'FAILED: %s\n' "${failures[@]}"; fi
  echo "$passed passed, $failed failed"
  if [ "$failed" -gt 0 ] && [ "$code" -eq 0 ]; then exit 1; fi
}
trap finish EXIT

say() { printf '\n== %s\n' "$*"; }

# fail WHAT [COUNT]
fail() {
  echo "FAILED: $1" >&2
  failures+=("$1")
  failed=$((failed + ${2-1}))
}

# check NAME COMMAND...: one check, counted; the run goes on when it fails.
check() {
  local name=$1
  shift
  say "$name"
  if "$@"; then
    passed=$((passed + 1))
  else
    fail "$name"
  fi
}

# The clients that the end-to-end tests use, vsftpd, with which they compare, HAProxy and nginx, the rivals, and the servers that they forward to; as package and command where
# the two differ.
install_clients() {
  local missing=() tool
  for tool in curl wget lftp tnftp vsftpd inetutils-telnet:telnet python3 ncat expect openssl wrk haproxy nginx postgresql:pg_ctlcluster redis-server redis-tools:redis-benchmark nghttp2-client:nghttp chromium iproute2:ss procps:ps testssl.sh:testssl coreutils:od less vim-tiny:vi; do
    command -v "${tool#*:}" > /dev/null || missing+=("${tool%:*}")
  done
  # A module has no command.
  [ -e /usr/lib/nginx/modules/ngx_stream_module.so ] || missing+=(libnginx-mod-stream)
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    echo "missing clients, some tests will fail: ${missing[*]}" >&2
    return
  fi
  say "install ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # None is to run by itself: the tests start their own.
  local policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then policy=; else install -m 755 /dev/stdin "$policy" <<< $'#!/bin/sh\nexit 101'; fi
  apt-get update -qq > "$scratch/apt.log" 2>&1 || true
  if ! apt-get install -y -qq --no-install-recommends "${missing[@]}" >> "$scratch/apt.log" 2>&1; then
    tail -n 5 "$scratch/apt.log" >&2
    echo "some clients could not be installed, some tests will fail" >&2
  fi
  if [ -n "$policy" ]; then rm "$policy"; fi
  # Nor after the next boot: the tests bind port 21.
  if [ -d /run/systemd/system ] && [[ " ${missing[*]} " == *" vsftpd "* ]]; then
    systemctl disable --now vsftpd >> "$scratch/apt.log" 2>&1 || true
  fi
}

# count FILE NAME: a number from the <Counters .../> of a trx file.
count() { grep -o '<Counters [^>]*' "$1" | grep -o " $2=\"[0-9]*" | grep -o '[0-9]*$'; }

# failing FILE: what failed, and the beginning of why, from a trx file.
failing() { grep -A 8 '<UnitTestResult [^>]*outcome="Failed"' "$1" | grep -oE ' testName="[^"]*"|<Message>.*' | cut -c 1-400; }

# run_tests PROJECT [ARGUMENT...]: adds the project's tests to the totals.
run_tests() {
  local project=$1 name results code=0
  shift
  name=$(basename "$project" .csproj)
  results=$(mktemp -d -p "$scratch")
  say "$name $*"
  timeout -k 30 "$patience" dotnet test "$project" -c Release --no-build --results-directory "$results" \
    --logger "trx;LogFileName=results.trx" "$@" || code=$?
  if [ ! -f "$results/results.trx" ]; then
    fail "$name ended with $code and without results"
    return
  fi
  local bad
  bad=$(count "$results/results.trx" failed)
  passed=$((passed + $(count "$results/results.trx" passed)))
  # A crash or a time-out in mid-run leaves counters without a failed test.
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then fail "$name ended with $code"; fi
  if [ "$bad" -gt 0 ]; then fail "$name: $(failing "$results/results.trx")" "$bad"; fi
}

smoke_benchmark() { timeout -k 30 300 dotnet run -c Release --no-build --project tests/Benchmarks -- --smoke; }

publish() {
  dotnet publish Gateway -c Release -r linux-x64 --self-contained -o "$scratch/publish" -v q \
    && (cd "$scratch" && timeout 60 ./publish/SocketGateway.Gateway check-config)
}

install_clients
say restore
dotnet restore -v q
check "format" dotnet format whitespace --verify-no-changes --no-restore
say build
dotnet build -c Release --no-restore -v q

patience=50m
if $long; then
  patience=90m
  export SIMULATION_MINUTES=$LONG_MINUTES CHAOS_MINUTES=$LONG_MINUTES
fi

while IFS= read -r project; do run_tests "$project"; done < <(find tests -name '*Tests.csproj' -not -path '*/obj/*' | sort)
if $long; then
  # Shared out among the entries, each of which ran for some seconds above.
  FUZZ_SECONDS=$((LONG_MINUTES * 60)) run_tests tests/Fuzz/SocketGateway.Fuzz.Tests.csproj --filter "FullyQualifiedName~Mutations"
fi
run_tests tests/EndToEnd/SocketGateway.EndToEnd.csproj

check "demo, a session crash survived" timeout -k 30 120 tests/Thermostat/demo.sh --no-build
check "benchmark, smoke run" smoke_benchmark
if [ "$(uname -sm)" = "Linux x86_64" ]; then check "self-contained publish" publish; fi

say totals
finished=true

#!/usr/bin/env bash
# A session crashes in the middle of a conversation; the client sees a pause and nothing else.
# Needs bash and the .NET SDK. The program is tests/FaultyServices: the sample's session with one fault added, CRASH, which throws after the step has done its work.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=$here/../FaultyServices
log=$(mktemp)
server=

stop() {
    [[ -z $server ]] || kill -TERM "$server" 2>/dev/null || true
    [[ -z $server ]] || wait "$server" || true
    rm -f "$log"
}
trap stop EXIT

say() { printf '\n# %s\n' "$*"; }

fail() {
    printf 'FAILED: %s\n\n' "$*"
    cat "$log"
    exit 1
}

# wait_for WHAT COMMAND...: until the command succeeds, at most 30 s.
wait_for() {
    local what=$1 tries=300
    shift
    until "$@"; do
        ((tries--)) || fail "no $what"
        kill -0 "$server" 2>/dev/null || fail "the program has ended"
        sleep 0.1
    done
}

port() { awk '$2 == "thermostat" && $3 == "telnet" { print $1; exit }' "$log"; }

# ask LINE EXPECTED
ask() {
    local answer
    printf '> %s\n' "$1"
    printf '%s\r\n' "$1" >&"$client"
    IFS= read -r -t 10 -u "$client" answer || fail "no answer to $1"
    answer=${answer%$'\r'}
    printf '< %s\n' "$answer"
    [[ $answer == "$2" ]] || fail "expected: $2"
}

say "build and start the program, on a free port"
[[ ${1:-} == --no-build ]] || dotnet build "$program" -c Release -v q -nologo
(cd "$program/bin/Release/net10.0" && exec timeout 120 dotnet SocketGateway.FaultyServices.dll \
    --SocketGateway:Listeners:thermostat:Port=0 --SocketGateway:Listeners:database:Port=0 --SocketGateway:Listeners:switch:Port=0 \
    --SocketGateway:Admin:Url= --Logging:Console:FormatterName=simple --Logging:Console:FormatterOptions:SingleLine=true) >"$log" 2>&1 &
server=$!
listens() { [[ -n $(port) ]]; }
wait_for port listens

say "one client, one TCP connection, to port $(port)"
exec {client}<>"/dev/tcp/127.0.0.1/$(port)"
IFS= read -r -t 10 -u "$client" greeting || fail "no greeting"
printf '< %s\n' "${greeting%$'\r'}"
ask "SET 25" "OK 25"

say "this line makes the session throw after it has changed its state and written its answer: nothing of that was committed, so nobody has seen it"
ask "CRASH SET 26" "OK 26"

say "the same connection goes on; the change was made once, not twice"
ask "GET" "26 after 2 changes"
ask "QUIT" "bye"
exec {client}>&-

say "what the program says of it"
crashed() { grep -q 'the session crashed in the middle of a step' "$log"; }
ended() { grep -q 'ended: .* 2 epochs' "$log"; }
wait_for crash crashed
wait_for end ended
grep -E 'failed in epoch|lost its session|resumed at|ended: ' "$log"

say "one connection, two sessions, no client has noticed"

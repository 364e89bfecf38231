#!/usr/bin/env bash
# Builds everything without a warning, runs every test and ends with "N passed, N failed".
# Works from any working folder. --quick leaves out the tests that drive a browser.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

quick=false
for argument in "$@"; do
    case "$argument" in
        --quick) quick=true ;;
        *) echo "usage: ./test.sh [--quick]" >&2; exit 2 ;;
    esac
done

# Build servers that outlive this script would keep its output open, and whoever waits for that would wait for them.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

results=artifacts/tests
published=artifacts/publish

say() { printf '== %s\n' "$*"; }

install_missing() {
    local missing=()
    command -v jq > /dev/null || missing+=(jq)
    # Not grep -q: it would leave at the first match, and ldconfig, which then cannot write on, would fail the pipe.
    ldconfig -p 2> /dev/null | grep 'libsqlite3\.so\.0' > /dev/null || missing+=(libsqlite3-0)
    $quick || command -v chromium > /dev/null || missing+=(chromium)
    [ ${#missing[@]} -eq 0 ] && return

    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    if ! command -v apt-get > /dev/null || ! "${as_root[@]}" true 2> /dev/null; then
        echo "The tests need ${missing[*]}: install what is missing and run this again." >&2
        exit 1
    fi

    say "Installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -qq -y --no-install-recommends "${missing[@]}" > /dev/null
}

# The published folder is made with the very arguments of the Dockerfile; Web.Tests starts it from another folder.
publish() {
    local arguments
    arguments=$(sed -n 's/^RUN dotnet publish \(.*\) -o \/app$/\1/p' Dockerfile)
    if [ -z "$arguments" ]; then
        echo "The Dockerfile has no line 'RUN dotnet publish … -o /app'." >&2
        exit 1
    fi

    rm -rf "$published"
    # shellcheck disable=SC2086 # the arguments are words
    dotnet publish $arguments -o "$published" -v quiet -warnaserror
    export TRAILBOARD_PUBLISHED="$PWD/$published"
}

# One number of the line <Counters total=".." executed=".." passed=".." failed=".." …/> of a trx file.
counter() { sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -1; }

# Name, message and the first stack lines of every failed test of a trx file: whoever reads a log has no more than the log.
tell_failed() {
    awk '
        function told(text) { gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#xD;/, "", text); gsub(/&amp;/, "\\&", text); return text }
        /<UnitTestResult / { failed = / outcome="(Failed|Error|Timeout|Aborted)"/; match($0, / testName="[^"]*"/); if (failed) print "\nFAILED " told(substr($0, RSTART + 11, RLENGTH - 12)); next }
        !failed { next }
        sub(/^.*<Message>/, "") { part = "message"; lines = 0 }
        sub(/^.*<StackTrace>/, "") { part = "stack"; lines = 0 }
        part { end = sub(/<\/(Message|StackTrace)>.*$/, ""); if (++lines <= (part == "message" ? 20 : 6)) print "    " told($0); if (end) part = "" }
    ' "$1"
}

passed=0 failed=0 skipped=0

run_tests() {
    local project=$1 name trx bad
    name=$(basename "$project")
    trx="$results/$name.trx"
    say "$name"
    local code=0
    dotnet test "$project" -c Release --no-build -v quiet --nologo --results-directory "$results" --logger "trx;LogFileName=$name.trx" || code=$?
    if [ ! -s "$trx" ] || [ -z "$(counter "$trx" total)" ]; then
        echo "$name ended without results (exit code $code)." >&2
        failed=$((failed + 1))
        return
    fi

    bad=$(($(counter "$trx" failed) + $(counter "$trx" error) + $(counter "$trx" timeout) + $(counter "$trx" aborted)))
    if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
        echo "$name failed outside of its tests (exit code $code)." >&2
        bad=1
    fi

    passed=$((passed + $(counter "$trx" passed)))
    failed=$((failed + bad))
    skipped=$((skipped + $(counter "$trx" total) - $(counter "$trx" executed)))
}

install_missing
if [ -z "${TRAILBOARD_SAMPLES:-}" ] && [ -d ../shared/data ]; then
    TRAILBOARD_SAMPLES=$(cd ../shared/data && pwd)
    export TRAILBOARD_SAMPLES
fi

say "Building"
rm -rf "$results"
mkdir -p "$results"
dotnet build TrailBoard.sln -c Release -v quiet --nologo -warnaserror

say "Publishing as the Dockerfile does"
publish

for project in tests/*.Tests tests/EndToEnd; do
    if $quick && [ "$project" = tests/EndToEnd ]; then
        continue
    fi

    run_tests "$project"
done

if [ "$failed" -gt 0 ]; then
    for trx in "$results"/*.trx; do
        tell_failed "$trx"
    done
fi

[ "$skipped" -eq 0 ] || echo "$skipped skipped: the programs that they need are not on this machine, or they write documentation only when asked; $results names them."
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]

#!/usr/bin/env bash
# TrailBoard beside DuckDB: the same seeded trail, the same questions, all answers compared. One command:
#
#   bench/run.sh [EVENTS]          100000, 1000000 (the default) or 10000000
#
# TRAILBOARD_BENCH_CACHE   where trails, stores and databases are; default: trailboard-bench in the folder for temporary files
# TRAILBOARD_BENCH_RUNS    how many imports of each, in turns; default 3, from 10000000 events on 1
#
# Results are kept in bench/out. The exit code tells of answers only: 0 where all are equal, 1 where one is not.
set -euo pipefail
cd "$(dirname "$0")/.."

events=${1:-1000000}
cache=${TRAILBOARD_BENCH_CACHE:-${TMPDIR:-/tmp}/trailboard-bench}
runs=${TRAILBOARD_BENCH_RUNS:-$([ "$events" -ge 10000000 ] && echo 1 || echo 3)}
out=bench/out/$events
work=$cache/work-$events
web=src/Web/bin/Release/net10.0/TrailBoard.Web.dll

say() { printf '\n== %s\n' "$*"; }
scale() { dotnet tests/Benchmarks/bin/Release/net10.0/TrailBoard.Benchmarks.dll scale "$@"; }

say "Building"
dotnet build src/Web -c Release -v quiet --nologo
dotnet build tests/Benchmarks -c Release -v quiet --nologo

mkdir -p "$cache" "$out"
rm -rf "$work"
mkdir -p "$work"
trap 'rm -rf "$work"' EXIT
find "$out" -name '*.json' -delete

say "The trail"
trail=$(scale generate "$events" "$cache")
cp "$trail/size.json" "$out/trail.json"
scale questions "$trail" "$out/questions.json"

# Without node or the package only TrailBoard's half is measured.
duckdb=false
if ! command -v node > /dev/null || ! command -v npm > /dev/null; then
    echo "No node and npm on this machine: DuckDB is left out, only TrailBoard is measured."
elif ! (cd bench/duckdb && npm install --no-package-lock --no-audit --no-fund --silent > /dev/null 2>&1); then
    echo "npm cannot install the package of DuckDB: it is left out, only TrailBoard is measured."
else
    duckdb=true
fi

for run in $(seq "$runs"); do
    say "Import $run of $runs: TrailBoard, while the site runs and its columns follow"
    rm -rf "$work/store"
    scale import-live "$web" "$work/store" "$trail/AWSLogs" "$out/import-live-$run.json"
    cat "$out/import-live-$run.json"
    if $duckdb; then
        say "Import $run of $runs: DuckDB"
        rm -f "$work/trail.duckdb" "$work/trail.duckdb.wal"
        node bench/duckdb/import.mjs "$trail" "$work/trail.duckdb" "$out/import-duckdb-$run.json"
        cat "$out/import-duckdb-$run.json"
    fi
done

say "Import: the verb, without columns in memory"
mkdir -p "$work/verb"
scale measure "$out/import-verb.json" -- dotnet "$web" import "$trail/AWSLogs" --store "$work/verb/trailboard.db" --json > "$work/verb.log" 2>&1 || { cat "$work/verb.log"; exit 1; }
cat "$out/import-verb.json"
rm -rf "$work/verb"

say "A start over the store, and the questions"
scale ask "$work/store" "$out/questions.json" "$out/restart.json" "$out/answers-trailboard.json"
cat "$out/restart.json"
equal=0
if $duckdb; then
    node bench/duckdb/ask.mjs "$work/trail.duckdb" "$out/questions.json" "$out/answers-trailboard.json" "$out/answers-duckdb.json"
    scale compare "$out/questions.json" "$out/answers-trailboard.json" "$out/answers-duckdb.json" || equal=$?
fi

say "What people use today, on 100,000 events"
today_trail=$(scale generate 100000 "$cache")
bench/today.sh "$today_trail" "$work" "$out/today.json"
cat "$out/today.json"

benchmark() { dotnet tests/Benchmarks/bin/Release/net10.0/TrailBoard.Benchmarks.dll "$@"; }

if [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
    say "In the browser"
    benchmark browser "$work/store/trailboard.db" > "$out/browser.json"
else
    echo "No Chromium on this machine: the pages are not measured."
fi

say "Programs at the API, while further files are imported"
more=$(scale generate-further $((events / 10)) "$cache")
benchmark api "$work/store/trailboard.db" "$more/AWSLogs" > "$out/api.json"

say "The bars"
scale report bench/out "$events" bench/reasons.json
exit "$equal"

#!/usr/bin/env bash
# What people use today, on the trail of 100,000 events: sqlite-utils (or a stand-in that is named) for an import, zcat and jq for one question.
# Usage: bench/today.sh TRAIL WORK RESULT.json
set -euo pipefail
trail=$1 work=$2 result=$3
database=$work/today.db
rm -f "$database"

seconds() { # runs the rest, and prints how long it took
    local begun=$EPOCHREALTIME
    "$@" >&2
    awk -v begun="$begun" -v ended="$EPOCHREALTIME" 'BEGIN { printf "%.2f", ended - begun }'
}

records() { find "$trail/AWSLogs" -name '*.json.gz' -print0 | sort -z | xargs -0 zcat | jq -c '.Records[]'; }

with_sqlite_utils() { records | sqlite-utils insert "$database" events - --nl --pk eventID --ignore --alter; }

with_python() {
    python3 - "$trail" "$database" << 'PYTHON'
import glob, gzip, json, sqlite3, sys
trail, database = sys.argv[1:]
store = sqlite3.connect(database)
store.execute('CREATE TABLE events (eventID TEXT PRIMARY KEY, eventTime TEXT, eventSource TEXT, eventName TEXT, awsRegion TEXT, sourceIPAddress TEXT, '
              'userAgent TEXT, errorCode TEXT, userIdentity TEXT, requestParameters TEXT, responseElements TEXT)')
text = lambda value: value if value is None or isinstance(value, str) else json.dumps(value)
keys = [row[1] for row in store.execute('PRAGMA table_info(events)')]
for file in glob.iglob(f'{trail}/AWSLogs/**/*.json.gz', recursive=True):
    with gzip.open(file) as stream:
        records = json.load(stream)['Records']
    store.executemany(f'INSERT OR IGNORE INTO events VALUES ({",".join("?" * len(keys))})', ([text(record.get(key)) for key in keys] for record in records))
store.commit()
PYTHON
}

ask_jq() {
    records | jq -r 'select(.eventName == "PutImage" and .requestParameters.repositoryName == "team-0/api-0") | .eventID' | sort -u | wc -l > "$work/today.answer"
}

if command -v sqlite-utils > /dev/null && command -v jq > /dev/null; then
    tool=$(sqlite-utils --version | tr -d ',')
    import=$(seconds with_sqlite_utils)
elif command -v python3 > /dev/null; then
    tool="python3 with its own sqlite3 and json, standing in for sqlite-utils, which is not on this machine"
    import=$(seconds with_python)
else
    tool="neither sqlite-utils nor python3 is on this machine"
    import=null
fi

jq_seconds=null
if command -v jq > /dev/null; then
    jq_seconds=$(seconds ask_jq)
fi

bytes=0
[ ! -f "$database" ] || bytes=$(stat -c %s "$database")
printf '{"tool": "%s", "importSeconds": %s, "bytes": %s, "jqSeconds": %s, "jqAnswer": %s}\n' \
    "$tool" "$import" "$bytes" "$jq_seconds" "$(cat "$work/today.answer" 2> /dev/null || echo null)" > "$result"
rm -f "$database" "$work/today.answer"

#!/bin/sh
# Replays every program of mechanics/ through the model, with its rates before the facts, and prints the sha256 of its exports.
# usage: replay-mechanics.sh FACTS.ndjson.gz OUTDIR   (the runner must be built)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
mkdir -p "$2"
for program in "$here"/mechanics/*.json; do
  name=$(basename "$program" .json)
  { cat "$here/mechanics/${name%.versions}.rates.ndjson"; gzip -dc "$1"; } > "$2/$name.ndjson"
  dotnet "$root/artifacts/bin/Ledger.Model.Runner/release/Ledger.Model.Runner.dll" \
    "$program" "$2/$name.ndjson" "$2/$name" 2012-03-01T00:00:00Z --follow-clock >"$2/$name.counts"
  (cd "$2" && sha256sum "$name"/*.csv)
done

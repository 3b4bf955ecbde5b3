#!/bin/sh
# Replays every program here through the model and prints the sha256 of its exports.
# usage: replay.sh ORDERS.csv.gz OUTDIR   (the runner must be built)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
for program in "$here"/*.json; do
  name=$(basename "$program" .json)
  dotnet "$root/artifacts/bin/Ledger.Model.Runner/release/Ledger.Model.Runner.dll" "$program" "$1" "$2/$name" 2012-01-01T00:00:00Z >/dev/null
  (cd "$2" && sha256sum "$name"/balances.csv "$name"/standings.csv "$name"/rebates.csv "$name"/entitlements.csv)
done

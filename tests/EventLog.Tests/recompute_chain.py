"""Recomputes the log's chain from the tables, as services/EventLog/CHAIN.md describes it and independently of our code.

Needs psql and the usual PG* variables; no packages. Prints the last position and the chain in hexadecimal.
"""
import hashlib
import json
import struct
import subprocess

NULL = "\\N"

EVENTS = """copy (select seq_id, {tenant_id}, {stream_id}, version, id, {type}, {mt_dotnet_type},
  (extract(epoch from timestamp) * 1000000)::bigint, {correlation_id}, {causation_id}, {headers}, is_archived,
  encode(bdata, 'hex'), {data} from mt_events order by seq_id) to stdout"""
BATCHES = "copy (select first_position, last_position from ledger_log_batches order by last_position) to stdout"
TEXTS = ["tenant_id", "stream_id", "type", "mt_dotnet_type", "correlation_id", "causation_id", "headers", "data"]


def rows(sql):
    command = ["psql", "--no-psqlrc", "--quiet", "--command", sql]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as psql:
        for line in psql.stdout:
            yield line.rstrip("\n").split("\t")
    if psql.returncode != 0:
        raise SystemExit("psql failed")


class Number(str):
    """A number's text, which must not become a float."""


def quoted(text):
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(short.get(c) or ("\\u%04x" % ord(c) if ord(c) < 0x20 else c) for c in text) + '"'


def canonical(value):
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode())
        return "{" + ",".join(quoted(k) + ":" + canonical(v) for k, v in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return {True: "true", False: "false", None: "null"}[value]


def canonical_bytes(text):
    return canonical(json.loads(text, parse_int=Number, parse_float=Number)).encode()


def field(value):
    return struct.pack(">i", -1) if value is None else struct.pack(">i", len(value)) + value


def raw(column):
    return None if column == NULL else bytes.fromhex(column)


def event_digest(columns):
    tenant, stream, version, id_, type_, dotnet, micros, correlation, causation, headers, archived, bdata, data = columns
    fields = [
        raw(tenant), raw(stream), struct.pack(">q", int(version)), bytes.fromhex(id_.replace("-", "")), raw(type_), raw(dotnet),
        struct.pack(">q", int(micros)), raw(correlation), raw(causation),
        None if headers == NULL else canonical_bytes(raw(headers)),
        b"\x01" if archived == "t" else b"\x00", raw(bdata), canonical_bytes(raw(data)),
    ]
    return hashlib.sha256(b"".join(map(field, fields))).digest()


def main():
    hexed = {name: f"encode(convert_to({name}::text, 'UTF8'), 'hex')" for name in TEXTS}
    events = rows(EVENTS.format(**hexed))
    chain, last = hashlib.sha256(b"Ledger.EventLog chain 1").digest(), 0
    for first_text, last_text in rows(BATCHES):
        first, last = int(first_text), int(last_text)
        digests = b""
        for position in range(first, last + 1):
            seq, *columns = next(events)
            if int(seq) != position:
                raise SystemExit(f"position {position} holds {seq}")
            digests += event_digest(columns)
        digest = hashlib.sha256(struct.pack(">qq", first, last - first + 1) + digests).digest()
        chain = hashlib.sha256(chain + digest).digest()
    print(last, chain.hex())


main()

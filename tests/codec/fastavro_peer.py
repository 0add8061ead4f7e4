"""Reads records with one schema, writes them again, and writes what they are under another schema.

fastavro_peer.py OLD_SCHEMA NEW_SCHEMA RECORDS OUT: RECORDS holds records of OLD_SCHEMA, each after its length in four bytes. For each
of them OUT gets two in the same form: the record as fastavro writes it, and as it writes what it has resolved; the length
4294967295 stands for a record that it does not resolve.
"""

import io
import json
import struct
import sys

import fastavro

NONE = 0xFFFF_FFFF


def main(old_path, new_path, records_path, out_path):
    old, new = (fastavro.parse_schema(json.load(open(path))) for path in (old_path, new_path))
    records = io.BytesIO(open(records_path, "rb").read())
    with open(out_path, "wb") as out:
        while head := records.read(4):
            record = records.read(struct.unpack("<I", head)[0])
            value = whole(record, old)
            put(out, written(old, value))
            try:
                resolved = whole(record, old, new)
            except Exception as error:
                print(type(error).__name__, error, file=sys.stderr)
                put(out, None)
                continue
            put(out, written(new, resolved))


def whole(record, *schemas):
    source = io.BytesIO(record)
    value = fastavro.schemaless_reader(source, *schemas, return_named_type=False)
    assert not source.read(), "bytes are left"
    return value


def written(schema, value):
    out = io.BytesIO()
    fastavro.schemaless_writer(out, schema, value)
    return out.getvalue()


def put(out, record):
    out.write(struct.pack("<I", NONE if record is None else len(record)))
    out.write(record or b"")


main(*sys.argv[1:])

"""Reads a subject with Confluent's Python client, registers a further version of what it refers to, and prints what it saw as
JSON."""

import json
import sys

from confluent_kafka.schema_registry import Schema, SchemaReference, SchemaRegistryClient
from confluent_kafka.schema_registry.error import SchemaRegistryError

url, subject = sys.argv[1:]
client = SchemaRegistryClient({"url": url})
latest = client.get_latest_version(subject)
references = [SchemaReference(r.name, r.subject, r.version) for r in latest.schema.references]
seen = {
    "latest": {"id": latest.schema_id, "version": latest.version, "schema": latest.schema.schema_str},
    "references": [[r.name, r.subject, r.version] for r in references],
    "looked_up": client.lookup_schema(subject, Schema(latest.schema.schema_str, "AVRO", references)).schema_id,
    "by_id": client.get_schema(latest.schema_id).schema_str,
}


def extended(field):
    text = json.loads(client.get_version(user, 1).schema.schema_str)
    text["fields"].append(field)
    return Schema(json.dumps(text), "AVRO")


user = references[0].subject
with_default = extended({"name": "lang", "type": "string", "default": ""})
without = extended({"name": "lang", "type": "string"})
seen["compatible"] = [client.test_compatibility(user, schema) for schema in (with_default, without)]
seen["registered"] = client.register_schema(user, with_default)
try:
    client.get_latest_version(subject + "-missing")
except SchemaRegistryError as error:
    seen["missing"] = [error.http_status_code, error.error_code]
print(json.dumps(seen))

"""Prints the records of a topic as Confluent's client decodes them, one JSON object a line.

usage: decode.py BOOTSTRAP REGISTRY_URL TOPIC COUNT SECONDS

Ends with 0 when COUNT records were read, with 1 when there were fewer after SECONDS. Knows nothing of kconnect.
"""

import base64
import datetime
import decimal
import json
import sys
import time
import uuid

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def plain(value):
    """What fastavro makes of logical types and bytes, as JSON can hold it: the number on the wire, or base64."""
    if isinstance(value, datetime.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        return (aware - EPOCH) // datetime.timedelta(milliseconds=1)
    if isinstance(value, datetime.date):
        return (value - EPOCH.date()).days
    if isinstance(value, datetime.time):
        midnight = datetime.datetime.combine(EPOCH.date(), datetime.time())
        return (datetime.datetime.combine(EPOCH.date(), value) - midnight) // datetime.timedelta(milliseconds=1)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (decimal.Decimal, uuid.UUID)):
        return str(value)
    raise TypeError(f"no JSON for {type(value)}")


def assign(consumer, topic, deadline):
    """Reads every partition from its beginning, as soon as there is the topic."""
    while time.monotonic() < deadline:
        found = consumer.list_topics(topic, timeout=10).topics[topic]
        if found.error is None and found.partitions:
            consumer.assign([TopicPartition(topic, partition, OFFSET_BEGINNING) for partition in found.partitions])
            return
        time.sleep(0.1)


def main(bootstrap, registry_url, topic, count, seconds):
    count, deadline = int(count), time.monotonic() + float(seconds)
    consumer = Consumer({
        "bootstrap.servers": bootstrap,
        "group.id": "decode.py",
        "enable.auto.commit": False,
        "allow.auto.create.topics": False,
    })
    decode = AvroDeserializer(SchemaRegistryClient({"url": registry_url}))
    assign(consumer, topic, deadline)
    read = 0
    while read < count and time.monotonic() < deadline:
        message = consumer.poll(0.5)
        if message is None:
            continue
        if message.error():
            if message.error().code() == KafkaError._PARTITION_EOF:
                continue
            raise KafkaException(message.error())
        kind, timestamp = message.timestamp()
        record = {
            "key": decode(message.key(), SerializationContext(topic, MessageField.KEY)),
            "value": decode(message.value(), SerializationContext(topic, MessageField.VALUE)),
            "partition": message.partition(),
            "offset": message.offset(),
            "timestamp": timestamp if kind else None,
            "headers": [(name, None if value is None else value.decode("utf-8", "backslashreplace"))
                        for name, value in message.headers() or []],
        }
        print(json.dumps(record, ensure_ascii=False, default=plain))
        read += 1
    consumer.close()
    if read < count:
        sys.exit(f"{topic} has {read} of {count} records after {seconds} s")


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding="utf-8")
    main(*sys.argv[1:])

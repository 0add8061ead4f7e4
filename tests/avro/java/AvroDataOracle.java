import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.connect.avro.AvroData;
import io.confluent.connect.avro.AvroDataConfig;
import io.confluent.kafka.serializers.NonRecordContainer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Answers, for every line of a file, what Confluent's AvroData makes of the case on it. */
public class AvroDataOracle {
    static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public static void main(String[] arguments) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            out.println(mapper.writeValueAsString(answer(mapper.readTree(line))));
        }
        out.flush();
    }

    static ObjectNode answer(JsonNode given) {
        ObjectNode answer = JSON.objectNode();
        Map<String, Object> config = new HashMap<>();
        given.get("config").fields().forEachRemaining(entry -> config.put(entry.getKey(), entry.getValue().asBoolean()));
        AvroData data = new AvroData(new AvroDataConfig(config));
        org.apache.avro.Schema avro;
        Schema connect;
        try {
            if (given.has("avro")) {
                avro = new org.apache.avro.Schema.Parser().parse(given.get("avro").asText());
                answer.set("connect", schema(data.toConnectSchema(avro)));
                return answer;
            }
            connect = schema(given.get("connect"));
            avro = data.fromConnectSchema(connect);
            answer.put("avro", avro.toString());
        } catch (Exception | StackOverflowError e) {
            return answer.put("error", message(e));
        }
        byte[] bytes;
        try {
            Object datum = data.fromConnectData(connect, value(connect, given.get("value")));
            if (datum instanceof NonRecordContainer) {
                datum = ((NonRecordContainer) datum).getValue();
            }
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().directBinaryEncoder(stream, null);
            new GenericDatumWriter<Object>(avro).write(datum, encoder);
            encoder.flush();
            bytes = stream.toByteArray();
            answer.put("bytes", hex(bytes));
        } catch (Exception | StackOverflowError e) {
            return answer.put("value_error", message(e));
        }
        try {
            org.apache.avro.Schema parsed = new org.apache.avro.Schema.Parser().parse(avro.toString());
            answer.set("back", connect == null ? JSON.nullNode() : schema(data.toConnectSchema(parsed)));
            Object datum = new GenericDatumReader<Object>(parsed)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
            SchemaAndValue back = data.toConnectData(parsed, datum);
            answer.set("back_value", value(back == null ? null : back.value()));
        } catch (Exception | StackOverflowError e) {
            answer.put("back_error", message(e));
        }
        return answer;
    }

    static String message(Throwable e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    static Schema schema(JsonNode given) {
        if (given == null || given.isNull()) {
            return null;
        }
        Schema.Type type = Schema.Type.valueOf(given.get("type").asText());
        SchemaBuilder builder = switch (type) {
            case ARRAY -> SchemaBuilder.array(schema(given.get("valueSchema")));
            case MAP -> SchemaBuilder.map(schema(given.get("keySchema")), schema(given.get("valueSchema")));
            default -> new SchemaBuilder(type);
        };
        if (given.path("optional").asBoolean()) {
            builder.optional();
        }
        if (given.has("name")) {
            builder.name(given.get("name").asText());
        }
        if (given.has("version")) {
            builder.version(given.get("version").asInt());
        }
        if (given.has("doc")) {
            builder.doc(given.get("doc").asText());
        }
        if (given.has("parameters")) {
            given.get("parameters").fields()
                .forEachRemaining(entry -> builder.parameter(entry.getKey(), entry.getValue().asText()));
        }
        if (given.has("fields")) {
            for (JsonNode field : given.get("fields")) {
                builder.field(field.get("name").asText(), schema(field.get("schema")));
            }
        }
        if (given.has("default")) {
            builder.defaultValue(value(builder, given.get("default")));
        }
        return builder.build();
    }

    static Object value(Schema schema, JsonNode given) {
        if (given.isNull()) {
            return null;
        }
        if (schema == null) {
            return tagged(given);
        }
        if (schema.name() != null) {
            switch (schema.name()) {
                case Date.LOGICAL_NAME: return new java.util.Date(given.asLong() * 86_400_000L);
                case Time.LOGICAL_NAME: case Timestamp.LOGICAL_NAME: return new java.util.Date(given.asLong());
                case Decimal.LOGICAL_NAME:
                    int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
                    return new BigDecimal(new BigInteger(given.get("unscaled").asText()), given.path("scale").asInt(scale));
                default: break;
            }
        }
        switch (schema.type()) {
            case INT8: return (byte) given.asInt();
            case INT16: return (short) given.asInt();
            case INT32: return given.asInt();
            case INT64: return given.asLong();
            case FLOAT32: return (float) given.asDouble();
            case FLOAT64: return given.asDouble();
            case BOOLEAN: return given.asBoolean();
            case STRING: return given.asText();
            case BYTES: return bytes(given.get("hex").asText());
            case ARRAY: {
                List<Object> items = new ArrayList<>();
                given.forEach(item -> items.add(value(schema.valueSchema(), item)));
                return items;
            }
            case MAP: {
                Map<Object, Object> entries = new LinkedHashMap<>();
                if (given.isObject()) {
                    given.fields().forEachRemaining(
                        entry -> entries.put(entry.getKey(), value(schema.valueSchema(), entry.getValue())));
                } else {
                    given.forEach(pair -> entries.put(
                        value(schema.keySchema(), pair.get(0)), value(schema.valueSchema(), pair.get(1))));
                }
                return entries;
            }
            default: {
                Struct struct = new Struct(schema);
                given.fields().forEachRemaining(
                    entry -> struct.put(entry.getKey(), value(schema.field(entry.getKey()).schema(), entry.getValue())));
                return struct;
            }
        }
    }

    static Object tagged(JsonNode given) {
        if (given.isNull()) {
            return null;
        }
        var entry = given.fields().next();
        JsonNode of = entry.getValue();
        switch (entry.getKey()) {
            case "int": return of.asInt();
            case "long": return of.asLong();
            case "float": return (float) of.asDouble();
            case "double": return of.asDouble();
            case "boolean": return of.asBoolean();
            case "string": return of.asText();
            case "bytes": return bytes(of.asText());
            case "array": {
                List<Object> items = new ArrayList<>();
                of.forEach(item -> items.add(tagged(item)));
                return items;
            }
            default: {
                Map<Object, Object> entries = new LinkedHashMap<>();
                of.forEach(pair -> entries.put(tagged(pair.get(0)), tagged(pair.get(1))));
                return entries;
            }
        }
    }

    static JsonNode schema(Schema schema) {
        if (schema == null) {
            return JSON.nullNode();
        }
        ObjectNode out = JSON.objectNode();
        out.put("type", schema.type().name());
        out.put("optional", schema.isOptional());
        out.put("name", schema.name());
        out.put("version", schema.version());
        out.put("doc", schema.doc());
        ArrayNode parameters = out.putArray("parameters");
        if (schema.parameters() != null) {
            schema.parameters().forEach((key, of) -> parameters.addArray().add(key).add(of));
        }
        out.set("default", value(schema.defaultValue()));
        ArrayNode fields = out.putArray("fields");
        if (schema.type() == Schema.Type.STRUCT) {
            for (Field field : schema.fields()) {
                fields.addArray().add(field.name()).add(schema(field.schema()));
            }
        }
        out.set("keySchema", schema.type() == Schema.Type.MAP ? schema(schema.keySchema()) : JSON.nullNode());
        boolean holds = schema.type() == Schema.Type.MAP || schema.type() == Schema.Type.ARRAY;
        out.set("valueSchema", holds ? schema(schema.valueSchema()) : JSON.nullNode());
        return out;
    }

    /** A value with its Java type: what differs in it differs in the text. */
    static JsonNode value(Object of) {
        if (of == null) {
            return JSON.nullNode();
        }
        ArrayNode out = JSON.arrayNode();
        if (of instanceof Byte) {
            return out.add("i8").add((Byte) of);
        } else if (of instanceof Short) {
            return out.add("i16").add((Short) of);
        } else if (of instanceof Integer) {
            return out.add("i32").add((Integer) of);
        } else if (of instanceof Long) {
            return out.add("i64").add((Long) of);
        } else if (of instanceof Float) {
            return out.add("f32").add(Float.floatToRawIntBits((Float) of));
        } else if (of instanceof Double) {
            return out.add("f64").add(Double.doubleToRawLongBits((Double) of));
        } else if (of instanceof Boolean) {
            return out.add("bool").add((Boolean) of);
        } else if (of instanceof CharSequence) {
            return out.add("str").add(of.toString());
        } else if (of instanceof byte[]) {
            return out.add("bytes").add(hex((byte[]) of));
        } else if (of instanceof ByteBuffer) {
            ByteBuffer buffer = ((ByteBuffer) of).duplicate();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return out.add("bytes").add(hex(bytes));
        } else if (of instanceof java.util.Date) {
            return out.add("date").add(((java.util.Date) of).getTime());
        } else if (of instanceof BigDecimal) {
            BigDecimal decimal = (BigDecimal) of;
            return out.add("dec").add(hex(decimal.unscaledValue().toByteArray())).add(decimal.scale());
        } else if (of instanceof List) {
            out.add("arr");
            ((List<?>) of).forEach(item -> out.add(value(item)));
            return out;
        } else if (of instanceof Map) {
            out.add("map");
            ((Map<?, ?>) of).forEach((key, content) -> out.addArray().add(value(key)).add(value(content)));
            return out;
        } else if (of instanceof Struct) {
            Struct struct = (Struct) of;
            out.add("struct");
            for (Field field : struct.schema().fields()) {
                out.addArray().add(field.name()).add(value(struct.getWithoutDefault(field.name())));
            }
            return out;
        }
        return out.add(of.getClass().getName());
    }

    static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) Integer.parseInt(hex.substring(2 * at, 2 * at + 2), 16);
        }
        return bytes;
    }

    static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte of : bytes) {
            text.append(String.format("%02x", of));
        }
        return text.toString();
    }
}

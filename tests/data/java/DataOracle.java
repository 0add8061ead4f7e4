import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.SchemaProjector;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;

/** Answers each case of a file, one a line, with what Kafka Connect's own data model does. */
public class DataOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Converter> CONVERTERS = new LinkedHashMap<>();

    public static void main(String[] args) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        Locale.setDefault(Locale.US);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line : Files.readString(Path.of(args[0])).split("\n")) {
            out.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
        }
        out.flush();
    }

    private static ObjectNode answer(JsonNode given) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            run(given, answer);
        } catch (ConnectException exception) {
            answer.removeAll();
            ObjectNode error = answer.putObject("error");
            error.put("kind", exception.getClass().getSimpleName()).put("message", exception.getMessage());
            if (exception.getCause() instanceof ConnectException) {
                error.put("cause_message", exception.getCause().getMessage());
            }
        } catch (Throwable panic) {
            answer.removeAll();
            answer.put("panic", panic.getClass().getSimpleName());
        }
        return answer;
    }

    private static void run(JsonNode given, ObjectNode answer) throws Exception {
        switch (given.get("op").asText()) {
            case "parseString" -> {
                SchemaAndValue parsed = Values.parseString(given.get("input").asText());
                parsed(parsed, answer);
                if (parsed != null) {
                    answer.put("text", Values.convertToString(null, parsed.value()));
                }
            }
            case "header" -> {
                byte[] bytes = Base64.getDecoder().decode(given.get("bytes").asText());
                parsed(new SimpleHeaderConverter().toConnectHeader("topic", "key", bytes), answer);
            }
            case "validateValue" -> {
                Schema schema = schema(given.get("schema"));
                Object value = value(given.get("value"));
                if (given.hasNonNull("field")) {
                    ConnectSchema.validateValue(given.get("field").asText(), schema, value);
                } else {
                    ConnectSchema.validateValue(schema, value);
                }
                answer.put("ok", true);
            }
            case "project" -> answer.set("value", notation(SchemaProjector.project(
                schema(given.get("source")), value(given.get("record")), schema(given.get("target")))));
            case "schemaEquals" ->
                answer.put("equal", schema(given.get("a")).equals(schema(given.get("b"))));
            case "inferSchema" -> answer.set("schema", notation(Values.inferSchema(value(given.get("value")))));
            case "toString" -> answer.put("string", String.valueOf(value(given.get("value"))));
            case "SchemaBuilder" -> {
                Schema built = build(given.get("calls"));
                answer.put("ok", true);
                answer.set("value", notation(built));
            }
            case "struct" -> answer.set("result", operate(schema(given.get("schema")), given.get("ops")));
            case "fromLogical" -> {
                Schema schema = schema(given.get("schema"));
                Object value = value(given.get("value"));
                answer.set("value", notation(switch (given.get("logical").asText()) {
                    case "Date" -> Date.fromLogical(schema, (java.util.Date) value);
                    case "Time" -> Time.fromLogical(schema, (java.util.Date) value);
                    case "Timestamp" -> Timestamp.fromLogical(schema, (java.util.Date) value);
                    default -> Decimal.fromLogical(schema, (BigDecimal) value);
                }));
            }
            case "toConnectData" ->
                parsed(converter(given).toConnectData("topic", bytes(given.get("bytes"))), answer);
            case "fromConnectData" -> {
                byte[] bytes = converter(given).fromConnectData(
                    "topic", schema(given.get("schema")), value(given.get("value")));
                answer.put("bytes", bytes == null ? null : Base64.getEncoder().encodeToString(bytes));
            }
            case "transform" -> transform(given, answer);
            case "keys" -> keys((Transformation<?>) instance(given.get("class")), answer.putObject("keys"));
            default -> answer.set("value", notation(convert(given)));
        }
    }

    private static Object instance(JsonNode name) throws Exception {
        return Class.forName(name.asText()).getDeclaredConstructor().newInstance();
    }

    /** What a transformation with a configuration makes of a record. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static void transform(JsonNode given, ObjectNode answer) throws Exception {
        Transformation transformation = (Transformation) instance(given.get("transform"));
        try {
            transformation.configure(JSON.convertValue(given.get("config"), Map.class));
        } catch (ConfigException exception) {
            ObjectNode error = answer.putObject("configure_error");
            error.put("kind", "ConfigException").put("message", exception.getMessage());
            return;
        }
        ConnectRecord<?> came = transformation.apply(record(given.get("record")));
        if (came == null) {
            answer.put("dropped", true);
            return;
        }
        ObjectNode record = answer.putObject("record");
        record.put("topic", came.topic()).put("partition", came.kafkaPartition()).put("timestamp", came.timestamp());
        record.set("key_schema", notation(came.keySchema()));
        record.set("key", notation(came.key()));
        record.set("value_schema", notation(came.valueSchema()));
        record.set("value", notation(came.value()));
        ArrayNode headers = record.putArray("headers");
        for (Header header : came.headers()) {
            ObjectNode notation = headers.addObject().put("key", header.key());
            notation.set("schema", notation(header.schema()));
            notation.set("value", notation(header.value()));
        }
        if (came.value() instanceof Struct struct) {
            answer.put("value_invalid", false);
            try {
                struct.validate();
            } catch (ConnectException exception) {
                answer.put("value_invalid", true);
            }
        }
    }

    private static ConnectRecord<?> record(JsonNode given) throws Exception {
        String topic = given.get("topic").asText();
        Integer partition = given.get("partition").isNull() ? null : given.get("partition").asInt();
        Long timestamp = given.get("timestamp").isNull() ? null : given.get("timestamp").asLong();
        Schema keySchema = schema(given.get("key_schema"));
        Schema valueSchema = schema(given.get("value_schema"));
        Object key = value(given.get("key"));
        Object value = value(given.get("value"));
        ConnectRecord<?> record = given.get("kind").asText().equals("sink")
            ? new SinkRecord(topic, partition, keySchema, key, valueSchema, value, given.get("kafka_offset").asLong(),
                timestamp, TimestampType.CREATE_TIME)
            : new SourceRecord(Map.of(), Map.of(), topic, partition, keySchema, key, valueSchema, value, timestamp);
        for (JsonNode header : given.path("headers")) {
            record.headers().add(header.get("key").asText(), value(header.get("value")), schema(header.get("schema")));
        }
        return record;
    }

    private static void keys(Transformation<?> transformation, ObjectNode keys) {
        for (ConfigDef.ConfigKey key : transformation.config().configKeys().values()) {
            ObjectNode notation = keys.putObject(key.name);
            notation.put("type", key.type.name()).put("importance", key.importance.name());
            notation.put("documentation", key.documentation).put("required", !key.hasDefault());
            notation.put("default", key.hasDefault() ? ConfigDef.convertToString(key.defaultValue, key.type) : null);
            notation.put("valid", key.validator == null ? "" : key.validator.toString());
            notation.put("group", key.group).put("order", key.orderInGroup).put("width", key.width.name());
            notation.put("display_name", key.displayName);
        }
    }

    /** The converter of a class, with a configuration. */
    private static Converter converter(JsonNode given) throws Exception {
        String key = given.get("class").asText() + given.get("config");
        Converter known = CONVERTERS.get(key);
        if (known == null) {
            known = (Converter) Class.forName(given.get("class").asText()).getDeclaredConstructor().newInstance();
            known.configure(JSON.convertValue(given.get("config"), Map.class), false);
            CONVERTERS.put(key, known);
        }
        return known;
    }

    private static byte[] bytes(JsonNode given) {
        return given.isNull() ? null : Base64.getDecoder().decode(given.asText());
    }

    private static void parsed(SchemaAndValue parsed, ObjectNode answer) {
        if (parsed == null) {
            answer.put("none", true);
        } else {
            answer.set("schema", notation(parsed.schema()));
            answer.set("value", notation(parsed.value()));
        }
    }

    private static Object convert(JsonNode given) throws Exception {
        Schema from = schema(given.get("from_schema"));
        Object value = value(given.get("value"));
        return switch (given.get("op").asText()) {
            case "convertToBoolean" -> Values.convertToBoolean(from, value);
            case "convertToByte" -> Values.convertToByte(from, value);
            case "convertToShort" -> Values.convertToShort(from, value);
            case "convertToInteger" -> Values.convertToInteger(from, value);
            case "convertToLong" -> Values.convertToLong(from, value);
            case "convertToFloat" -> Values.convertToFloat(from, value);
            case "convertToDouble" -> Values.convertToDouble(from, value);
            case "convertToString" -> Values.convertToString(from, value);
            case "convertToList" -> Values.convertToList(from, value);
            case "convertToMap" -> Values.convertToMap(from, value);
            case "convertToStruct" -> Values.convertToStruct(from, value);
            case "convertToTime" -> Values.convertToTime(from, value);
            case "convertToDate" -> Values.convertToDate(from, value);
            case "convertToTimestamp" -> Values.convertToTimestamp(from, value);
            case "convertToDecimal" -> Values.convertToDecimal(from, value, given.get("scale").asInt());
            default -> throw new Error("no such op: " + given);
        };
    }

    private static JsonNode operate(Schema schema, JsonNode ops) throws Exception {
        Struct struct = new Struct(schema);
        JsonNode last = JSON.nullNode();
        for (JsonNode op : ops) {
            String field = op.size() > 1 ? op.get(1).asText() : null;
            last = notation(switch (op.get(0).asText()) {
                case "put" -> {
                    struct.put(field, value(op.get(2)));
                    yield null;
                }
                case "validate" -> {
                    struct.validate();
                    yield null;
                }
                case "get" -> struct.get(field);
                case "getWithoutDefault" -> struct.getWithoutDefault(field);
                case "toString" -> struct.toString();
                case "getInt8" -> struct.getInt8(field);
                case "getInt16" -> struct.getInt16(field);
                case "getInt32" -> struct.getInt32(field);
                case "getInt64" -> struct.getInt64(field);
                case "getFloat32" -> struct.getFloat32(field);
                case "getFloat64" -> struct.getFloat64(field);
                case "getBoolean" -> struct.getBoolean(field);
                case "getString" -> struct.getString(field);
                case "getBytes" -> struct.getBytes(field);
                case "getArray" -> struct.getArray(field);
                case "getMap" -> struct.getMap(field);
                case "getStruct" -> struct.getStruct(field);
                default -> throw new Error("no such op: " + op);
            });
        }
        return last;
    }

    private static Schema build(JsonNode calls) throws Exception {
        SchemaBuilder builder = null;
        for (JsonNode call : calls) {
            String name = call.get(0).asText();
            JsonNode first = call.get(1);
            if (builder == null) {
                builder = switch (name) {
                    case "array" -> SchemaBuilder.array(schema(first));
                    case "map" -> SchemaBuilder.map(schema(first), schema(call.get(2)));
                    default -> SchemaBuilder.type(Schema.Type.valueOf(name.toUpperCase(Locale.ROOT)));
                };
                continue;
            }
            switch (name) {
                case "optional" -> builder.optional();
                case "required" -> builder.required();
                // The same text is the same object, as it is when it stands in a program.
                case "name" -> builder.name(first.asText().intern());
                case "doc" -> builder.doc(first.asText().intern());
                case "version" -> builder.version(first.asInt());
                case "parameter" -> builder.parameter(first.asText(), call.get(2).asText());
                case "defaultValue" -> builder.defaultValue(value(first));
                case "field" -> builder.field(first.asText(), schema(call.get(2)));
                default -> throw new Error("no such call: " + call);
            }
        }
        return builder.build();
    }

    private static Schema schema(JsonNode given) throws Exception {
        if (given == null || given.isNull()) {
            return null;
        }
        Schema bare = schema(given, null);
        return given.hasNonNull("default") ? schema(given, value(given.get("default"), bare)) : bare;
    }

    private static Schema schema(JsonNode given, Object defaultValue) throws Exception {
        Map<String, String> parameters = null;
        if (given.has("params")) {
            parameters = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> parameter : given.get("params").properties()) {
                parameters.put(parameter.getKey(), parameter.getValue().asText());
            }
        }
        List<Field> fields = new ArrayList<>();
        if (given.has("fields")) {
            for (JsonNode field : given.get("fields")) {
                fields.add(new Field(field.get(0).asText(), fields.size(), schema(field.get(1))));
            }
        }
        JsonNode version = given.get("version");
        return new ConnectSchema(
            Schema.Type.valueOf(given.get("type").asText().toUpperCase(Locale.ROOT)),
            given.path("optional").asBoolean(),
            defaultValue,
            given.path("name").textValue(),
            version == null ? null : version.asInt(),
            given.path("doc").textValue(),
            parameters,
            fields,
            schema(given.get("keys")),
            schema(given.has("items") ? given.get("items") : given.get("values")));
    }

    private static Object value(JsonNode given) throws Exception {
        return value(given, null);
    }

    private static Object value(JsonNode given, Schema context) throws Exception {
        if (given == null || given.isNull()) {
            return null;
        }
        String tag = given.fieldNames().next();
        JsonNode content = given.get(tag);
        switch (tag) {
            case "bool": return content.asBoolean();
            case "i8": return (byte) content.asInt();
            case "i16": return (short) content.asInt();
            case "i32": return content.asInt();
            case "i64": return content.asLong();
            case "f32": return (float) number(content);
            case "f64": return number(content);
            case "str": return content.asText();
            case "bytes": return Base64.getDecoder().decode(content.asText());
            case "decimal": return new BigDecimal(content.asText());
            case "date": return new java.util.Date(content.asLong());
            case "list": {
                List<Object> list = new ArrayList<>();
                for (JsonNode element : content) {
                    list.add(value(element));
                }
                return list;
            }
            case "map": {
                Map<Object, Object> map = new LinkedHashMap<>();
                for (JsonNode entry : content) {
                    map.put(value(entry.get(0)), value(entry.get(1)));
                }
                return map;
            }
            case "struct": {
                Struct struct = new Struct(given.has("schema") ? schema(given.get("schema")) : context);
                for (Map.Entry<String, JsonNode> field : content.properties()) {
                    struct.put(field.getKey(), value(field.getValue()));
                }
                return struct;
            }
            default: throw new Error("no such tag: " + given);
        }
    }

    private static double number(JsonNode content) {
        return content.isTextual() ? Double.parseDouble(content.asText()) : content.asDouble();
    }

    private static JsonNode notation(Schema schema) {
        if (schema == null) {
            return JSON.nullNode();
        }
        ObjectNode notation = JSON.createObjectNode();
        notation.put("type", schema.type().getName()).put("optional", schema.isOptional());
        notation.put("name", schema.name()).put("version", schema.version()).put("doc", schema.doc());
        if (schema.parameters() != null) {
            notation.set("params", JSON.valueToTree(schema.parameters()));
        }
        if (schema.defaultValue() != null) {
            notation.set("default", notation(schema.defaultValue()));
        }
        switch (schema.type()) {
            case ARRAY -> notation.set("items", notation(schema.valueSchema()));
            case MAP -> {
                notation.set("keys", notation(schema.keySchema()));
                notation.set("values", notation(schema.valueSchema()));
            }
            case STRUCT -> {
                ArrayNode fields = notation.putArray("fields");
                for (Field field : schema.fields()) {
                    fields.addArray().add(field.name()).add(notation(field.schema()));
                }
            }
            default -> { }
        }
        return notation;
    }

    private static JsonNode notation(Object value) {
        if (value == null) {
            return JSON.nullNode();
        }
        ObjectNode notation = JSON.createObjectNode();
        if (value instanceof Boolean it) {
            notation.put("bool", it);
        } else if (value instanceof Byte it) {
            notation.put("i8", it);
        } else if (value instanceof Short it) {
            notation.put("i16", it);
        } else if (value instanceof Integer it) {
            notation.put("i32", it);
        } else if (value instanceof Long it) {
            notation.put("i64", it);
        } else if (value instanceof Float it) {
            floating(notation, "f32", it);
        } else if (value instanceof Double it) {
            floating(notation, "f64", it);
        } else if (value instanceof String it) {
            notation.put("str", it);
        } else if (value instanceof byte[] it) {
            notation.put("bytes", Base64.getEncoder().encodeToString(it));
        } else if (value instanceof BigDecimal it) {
            notation.put("decimal", it.toString());
        } else if (value instanceof java.util.Date it) {
            notation.put("date", it.getTime());
        } else if (value instanceof List<?> list) {
            ArrayNode elements = notation.putArray("list");
            list.forEach(element -> elements.add(notation(element)));
        } else if (value instanceof Map<?, ?> map) {
            ArrayNode entries = notation.putArray("map");
            map.forEach((key, of) -> entries.addArray().add(notation(key)).add(notation(of)));
        } else if (value instanceof Struct struct) {
            ObjectNode fields = notation.putObject("struct");
            for (Field field : struct.schema().fields()) {
                fields.set(field.name(), notation(struct.getWithoutDefault(field.name())));
            }
        } else {
            throw new Error("no notation for " + value.getClass());
        }
        return notation;
    }

    private static void floating(ObjectNode notation, String tag, double number) {
        // As text: not every reader of JSON gives back the very number.
        notation.put(tag, String.valueOf(number));
    }
}

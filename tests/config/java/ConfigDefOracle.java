import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.transforms.util.NonEmptyListValidator;

/** For each line of a file, a definition and properties as JSON, prints what Kafka's ConfigDef makes of them. */
public class ConfigDefOracle {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A value of a type that no key has. */
    public static final class Opaque {
        @Override
        public String toString() {
            return "ConfigDefOracle$Opaque@5e91993f";
        }
    }

    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        StringBuilder out = new StringBuilder();
        try (BufferedReader reader = Files.newBufferedReader(Path.of(args[0]))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                out.append(mapper.writeValueAsString(answer(mapper.readTree(line)))).append('\n');
            }
        }
        // The locale of the machine may have no Unicode.
        System.out.write(out.toString().getBytes("UTF-8"));
        System.out.flush();
    }

    private static JsonNode answer(JsonNode given) {
        ObjectNode answer = JSON.objectNode();
        ArrayNode validators = JSON.arrayNode();
        for (JsonNode key : given.get("keys")) {
            ConfigDef.Validator validator = validator(key.get("key").get("validator"));
            validators.add(validator == null ? null : validator.toString());
        }
        answer.set("validators", validators);
        ConfigDef definition = new ConfigDef();
        JsonNode defined = guarded(() -> {
            for (JsonNode key : given.get("keys")) {
                define(definition, key);
            }
            return JSON.objectNode();
        });
        answer.set("define", defined);
        if (!defined.isEmpty()) {
            return answer;
        }
        Map<String, Object> props = new HashMap<>();
        given.get("props").properties().forEach(entry -> props.put(entry.getKey(), object(entry.getValue())));
        answer.set("groups", texts(definition.groups()));
        answer.set("parse", guarded(() -> parsed(definition, props)));
        answer.set("validate", guarded(() -> validated(definition, props)));
        return answer;
    }

    private static JsonNode parsed(ConfigDef definition, Map<String, Object> props) {
        ObjectNode values = JSON.objectNode();
        definition.parse(props).forEach((name, value) -> {
            ObjectNode parsed = JSON.objectNode();
            parsed.set("value", json(value));
            parsed.put("text", ConfigDef.convertToString(value, definition.configKeys().get(name).type));
            values.set(name, parsed);
        });
        return JSON.objectNode().set("values", values);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static JsonNode validated(ConfigDef definition, Map<String, Object> props) {
        ObjectNode values = JSON.objectNode();
        Map<String, ConfigValue> validated = definition.validateAll((Map) props);
        validated.forEach((name, value) -> {
            ObjectNode node = JSON.objectNode();
            node.set("value", json(value.value()));
            ArrayNode recommended = JSON.arrayNode();
            value.recommendedValues().forEach(each -> recommended.add(json(each)));
            node.set("recommended", recommended);
            node.set("errors", texts(value.errorMessages()));
            node.put("visible", value.visible());
            values.set(name, node);
        });
        return JSON.objectNode().set("values", values);
    }

    private static JsonNode guarded(Supplier<JsonNode> work) {
        try {
            return work.get();
        } catch (ConfigException e) {
            return JSON.objectNode().put("error", e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            return JSON.objectNode().put("panic", e.getClass().getSimpleName());
        }
    }

    private static void define(ConfigDef definition, JsonNode given) {
        JsonNode key = given.get("key");
        Object value = key.has("default") ? object(key.get("default")) : ConfigDef.NO_DEFAULT_VALUE;
        List<String> dependents = new ArrayList<>();
        key.get("dependents").forEach(dependent -> dependents.add(dependent.asText()));
        String group = key.get("group").isNull() ? null : key.get("group").asText();
        String name = key.get("name").asText();
        definition.define(new ConfigDef.ConfigKey(name, ConfigDef.Type.valueOf(key.get("type").asText()), value,
            validator(key.get("validator")),
            ConfigDef.Importance.HIGH, "", group, -1, ConfigDef.Width.NONE, name, dependents,
            recommender(given.get("advice")), false));
    }

    private static ConfigDef.Validator validator(JsonNode spec) {
        if (spec == null || spec.isNull()) {
            return null;
        }
        switch (spec.get("kind").asText()) {
            case "Range":
                return ConfigDef.Range.between((Number) object(spec.get("min")), (Number) object(spec.get("max")));
            case "ValidString":
                return ConfigDef.ValidString.in(strings(spec.get("values")));
            case "CaseInsensitiveValidString":
                return ConfigDef.CaseInsensitiveValidString.in(strings(spec.get("values")));
            case "ValidList":
                return ConfigDef.ValidList.in(strings(spec.get("values")));
            case "NonNull":
                return new ConfigDef.NonNullValidator();
            case "NonEmptyString":
                return new ConfigDef.NonEmptyString();
            case "NonEmptyStringWithoutControlChars":
                return new ConfigDef.NonEmptyStringWithoutControlChars();
            case "NonEmptyList":
                return new NonEmptyListValidator();
            case "ListSize":
                return ConfigDef.ListSize.atMostOfSize(spec.get("max").asInt());
            case "Composite":
                List<ConfigDef.Validator> validators = new ArrayList<>();
                spec.get("of").forEach(each -> validators.add(validator(each)));
                return ConfigDef.CompositeValidator.of(validators.toArray(new ConfigDef.Validator[0]));
            default:
                throw new IllegalStateException(spec.toString());
        }
    }

    private static ConfigDef.Recommender recommender(JsonNode spec) {
        if (spec.isNull()) {
            return null;
        }
        return new ConfigDef.Recommender() {
            @Override
            public List<Object> validValues(String name, Map<String, Object> parsed) {
                maybeThrow("values_throw", name, parsed);
                List<Object> values = new ArrayList<>();
                spec.get("values").forEach(value -> values.add(object(value)));
                return values;
            }

            @Override
            public boolean visible(String name, Map<String, Object> parsed) {
                maybeThrow("visible_throws", name, parsed);
                return spec.get("visible").asBoolean();
            }

            private void maybeThrow(String what, String name, Map<String, Object> parsed) {
                if (spec.get(what).asBoolean()) {
                    Set<String> known = new TreeSet<>(parsed.keySet());
                    throw new ConfigException(what + " at " + name + " of " + String.join("+", known));
                }
            }
        };
    }

    private static Object object(JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        Map.Entry<String, JsonNode> tagged = value.properties().iterator().next();
        JsonNode content = tagged.getValue();
        switch (tagged.getKey()) {
            case "bool":
                return content.asBoolean();
            case "str":
                return content.asText();
            case "i8":
                return (byte) content.asInt();
            case "i16":
                return (short) content.asInt();
            case "i32":
                return content.asInt();
            case "i64":
                return content.asLong();
            case "f32":
                return (float) content.asDouble();
            case "f64":
                return Double.parseDouble(content.asText());
            case "decimal":
                return new BigDecimal(content.asText());
            case "list":
                List<Object> list = new ArrayList<>();
                content.forEach(element -> list.add(object(element)));
                return list;
            case "password":
                return new Password(content.asText());
            case "class":
                return String.class;
            case "opaque":
                return new Opaque();
            default:
                throw new IllegalStateException(value.toString());
        }
    }

    private static JsonNode json(Object value) {
        ObjectNode node = JSON.objectNode();
        if (value == null) {
            return JSON.nullNode();
        } else if (value instanceof Boolean) {
            return node.put("bool", (Boolean) value);
        } else if (value instanceof String) {
            return node.put("str", (String) value);
        } else if (value instanceof Short) {
            return node.put("i16", (Short) value);
        } else if (value instanceof Integer) {
            return node.put("i32", (Integer) value);
        } else if (value instanceof Long) {
            return node.put("i64", (Long) value);
        } else if (value instanceof Double) {
            return node.put("f64", Double.doubleToLongBits((Double) value));
        } else if (value instanceof List) {
            return node.set("list", texts((List<?>) value));
        } else if (value instanceof Password) {
            return node.put("password", ((Password) value).value());
        } else if (value instanceof Class) {
            return node.put("class", ((Class<?>) value).getName());
        }
        return node.put(value.getClass().getName(), value.toString());
    }

    private static ArrayNode texts(List<?> values) {
        ArrayNode texts = JSON.arrayNode();
        values.forEach(value -> texts.add((String) value));
        return texts;
    }

    private static String[] strings(JsonNode values) {
        List<String> strings = new ArrayList<>();
        values.forEach(value -> strings.add(value.asText()));
        return strings.toArray(new String[0]);
    }
}

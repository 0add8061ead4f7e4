import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Reads a definition a line and writes the documentation that Kafka's own ConfigDef makes of it, one JSON object a line. */
public class DocsOracle {
    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            JsonNode given = mapper.readTree(line);
            ObjectNode answer = mapper.createObjectNode();
            if (given.has("number")) {
                answer.put("memory", units("niceMemoryUnits", given.get("number").asLong()));
                answer.put("time", units("niceTimeUnits", given.get("number").asLong()));
            } else {
                Map<String, String> modes = new TreeMap<>();
                given.get("modes").fields().forEachRemaining(mode -> modes.put(mode.getKey(), mode.getValue().asText()));
                ConfigDef definition = definition(given.get("keys"));
                String prefix = given.get("id_prefix").asText();
                answer.put("html", definition.toHtml());
                answer.put("html_with", definition.toHtml(given.get("depth").asInt(), name -> prefix + name, modes));
                answer.put("table", definition.toHtmlTable(modes));
                answer.put("rst", definition.toRst());
                answer.put("enriched", definition.toEnrichedRst());
            }
            out.println(mapper.writeValueAsString(answer));
        }
        out.flush();
    }

    private static String units(String name, long number) throws Exception {
        Method method = ConfigDef.class.getDeclaredMethod(name, long.class);
        method.setAccessible(true);
        return (String) method.invoke(null, number);
    }

    private static ConfigDef definition(JsonNode keys) throws Exception {
        // The only constructor that takes both a group and an alternative is private.
        Constructor<?> constructor = null;
        for (Constructor<?> each : ConfigKey.class.getDeclaredConstructors()) {
            if (constructor == null || each.getParameterCount() > constructor.getParameterCount()) {
                constructor = each;
            }
        }
        constructor.setAccessible(true);
        ConfigDef definition = new ConfigDef();
        for (JsonNode key : keys) {
            List<String> dependents = new ArrayList<>();
            key.get("dependents").forEach(name -> dependents.add(name.asText()));
            Object given = key.has("default") ? text(key.get("default")) : ConfigDef.NO_DEFAULT_VALUE;
            definition.define((ConfigKey) constructor.newInstance(
                key.get("name").asText(),
                ConfigDef.Type.valueOf(key.get("type").asText()),
                given,
                validator(key.get("validator")),
                ConfigDef.Importance.valueOf(key.get("importance").asText()),
                key.get("doc").asText(),
                text(key.get("group")),
                key.get("order").asInt(),
                ConfigDef.Width.NONE,
                key.get("name").asText(),
                dependents,
                null,
                key.get("internal").asBoolean(),
                text(key.get("alternative"))));
        }
        return definition;
    }

    private static ConfigDef.Validator validator(JsonNode spec) {
        if (spec.isNull()) {
            return null;
        }
        String[] texts = new String[spec.get("texts").size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = spec.get("texts").get(i).asText();
        }
        switch (spec.get("kind").asText()) {
            case "between":
                return ConfigDef.Range.between(spec.get("min").asInt(), spec.get("max").asInt());
            case "at_least":
                return ConfigDef.Range.atLeast(spec.get("min").asLong());
            case "at_least_double":
                return ConfigDef.Range.atLeast(spec.get("min").asDouble());
            case "valid_string":
                return ConfigDef.ValidString.in(texts);
            case "any_case":
                return ConfigDef.CaseInsensitiveValidString.in(texts);
            case "valid_list":
                return ConfigDef.ValidList.in(texts);
            case "non_null":
                return new ConfigDef.NonNullValidator();
            case "non_empty":
                return new ConfigDef.NonEmptyString();
            case "no_control":
                return ConfigDef.NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars();
            case "list_size":
                return ConfigDef.ListSize.atMostOfSize(spec.get("max").asInt());
            case "said":
                return said(texts[0]);
            case "composite":
                return ConfigDef.CompositeValidator.of(said(texts[0]), said(texts[1]));
            default:
                throw new IllegalArgumentException(spec.toString());
        }
    }

    private static ConfigDef.Validator said(String text) {
        return ConfigDef.LambdaValidator.with((name, value) -> { }, () -> text);
    }

    private static String text(JsonNode node) {
        return node.isNull() ? null : node.asText();
    }
}

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.kafka.schemaregistry.CompatibilityChecker;
import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** For each line of a file, a new schema and earlier ones as JSON, prints what Confluent's classes make of them. */
public class LevelOracle {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        StringBuilder out = new StringBuilder();
        try (BufferedReader reader = Files.newBufferedReader(Path.of(args[0]))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                out.append(mapper.writeValueAsString(answer(mapper.readTree(line)))).append('\n');
            }
        }
        System.out.write(out.toString().getBytes("UTF-8"));
        System.out.flush();
    }

    private static JsonNode answer(JsonNode given) {
        ObjectNode answer = JSON.objectNode();
        AvroSchema schema = schema(given.get("new"));
        List<AvroSchema> previous = new ArrayList<>();
        given.get("previous_oldest_first").forEach(text -> previous.add(schema(text)));
        for (CompatibilityLevel level : CompatibilityLevel.values()) {
            ArrayNode found = answer.putArray(level.name);
            CompatibilityChecker.checker(level).isCompatible(schema, previous).forEach(found::add);
        }
        try {
            answer.put("normalized", schema.normalize().canonicalString());
        } catch (RuntimeException e) {
            answer.put("refused", e.toString());
        }
        return answer;
    }

    private static AvroSchema schema(JsonNode text) {
        Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
        return new AvroSchema(parser.parse(text.textValue()));
    }
}

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.confluent.connect.avro.AvroConverter;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.storage.Converter;

/** Answers, for every line of a file, what a converter of the JVM makes of the bytes on it, and of that again. */
public class ConverterOracle {
    public static void main(String[] arguments) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line : Files.readAllLines(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            out.println(mapper.writeValueAsString(answer(mapper.readTree(line))));
        }
        out.flush();
    }

    static ObjectNode answer(JsonNode given) throws Exception {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        Map<String, Object> config = new HashMap<>();
        given.get("config").fields().forEachRemaining(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        String topic = given.get("topic").asText();
        Converter converter;
        if (given.has("schema")) {
            MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
            AvroSchema schema = new AvroSchema(given.get("schema").asText());
            int id = registry.register(topic + "-value", schema);
            if (id != given.get("id").asInt()) {
                throw new IllegalStateException("the schema has id " + id);
            }
            config.put("schema.registry.url", "mock://");
            converter = new AvroConverter(registry);
        } else {
            converter = (Converter) Class.forName(given.get("class").asText()).getDeclaredConstructor().newInstance();
        }
        converter.configure(config, false);
        byte[] bytes = HexFormat.of().parseHex(given.get("bytes").asText());
        SchemaAndValue read = converter.toConnectData(topic, bytes);
        answer.put("value", String.valueOf(read.value()));
        answer.put("type", read.schema() == null ? null : read.schema().type().toString());
        answer.put("name", read.schema() == null ? null : read.schema().name());
        answer.put("version", read.schema() == null ? null : read.schema().version());
        byte[] again = converter.fromConnectData(topic, read.schema(), read.value());
        answer.put("bytes", HexFormat.of().formatHex(again));
        return answer;
    }
}

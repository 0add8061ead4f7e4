import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;

/** For each line of a file, one or two texts as JSON, prints what Avro's library makes of them as schemas. */
public class SchemaOracle {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        StringBuilder out = new StringBuilder();
        try (BufferedReader reader = Files.newBufferedReader(Path.of(args[0]))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode given = mapper.readTree(line);
                JsonNode answer = given.isTextual() ? schema(given.textValue()) : pair(given);
                out.append(mapper.writeValueAsString(answer)).append('\n');
            }
        }
        System.out.write(out.toString().getBytes("UTF-8"));
        System.out.flush();
    }

    private static JsonNode schema(String text) throws Exception {
        ObjectNode answer = JSON.objectNode();
        try {
            Schema schema = stored(text);
            answer.put("text", schema.toString());
            answer.put("canonical", SchemaNormalization.toParsingForm(schema));
            answer.put("crc64", Long.toUnsignedString(SchemaNormalization.parsingFingerprint64(schema)));
            for (String algorithm : new String[] {"MD5", "SHA-256"}) {
                StringBuilder hex = new StringBuilder();
                for (byte b : SchemaNormalization.parsingFingerprint(algorithm, schema)) {
                    hex.append(String.format("%02x", b));
                }
                answer.put(algorithm, hex.toString());
            }
        } catch (RuntimeException | StackOverflowError e) {
            answer.put("refused", e.toString());
        }
        try {
            new Schema.Parser(NameValidator.STRICT_VALIDATOR).setValidateDefaults(true).parse(text);
        } catch (RuntimeException | StackOverflowError e) {
            answer.put("refused as new", e.toString());
        }
        return answer;
    }

    private static JsonNode pair(JsonNode given) {
        ObjectNode answer = JSON.objectNode();
        Schema reader;
        Schema writer;
        try {
            reader = stored(given.get(0).textValue());
            writer = stored(given.get(1).textValue());
        } catch (RuntimeException | StackOverflowError e) {
            return answer.put("refused", e.toString());
        }
        try {
            ArrayNode found = answer.putArray("found");
            SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                    .getResult()
                    .getIncompatibilities()
                    .forEach(incompatibility -> found.addArray()
                            .add(incompatibility.getType().toString())
                            .add(incompatibility.getLocation())
                            .add(incompatibility.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            answer.put("thrown", e.getMessage());
        }
        return answer;
    }

    /** As Confluent's registry reads a schema that it has. */
    private static Schema stored(String text) {
        Schema schema = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false).parse(text);
        validateNames(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
        return schema;
    }

    private static void validateNames(Schema schema, Set<Schema> seen) {
        if (!seen.add(schema)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD:
                validateName(schema.getName());
                schema.getFields().forEach(field -> {
                    validateName(field.name());
                    validateNames(field.schema(), seen);
                });
                break;
            case ENUM:
                validateName(schema.getName());
                schema.getEnumSymbols().forEach(SchemaOracle::validateName);
                break;
            case FIXED:
                validateName(schema.getName());
                break;
            case ARRAY:
                validateNames(schema.getElementType(), seen);
                break;
            case MAP:
                validateNames(schema.getValueType(), seen);
                break;
            case UNION:
                schema.getTypes().forEach(type -> validateNames(type, seen));
                break;
            default:
                break;
        }
    }

    private static void validateName(String name) {
        NameValidator.Result result = NameValidator.UTF_VALIDATOR.validate(name);
        if (!result.isOK()) {
            throw new SchemaParseException(result.getErrors());
        }
    }
}

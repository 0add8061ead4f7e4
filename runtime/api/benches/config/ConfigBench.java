import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;

/**
 * Kafka's own classes on the definition and the properties that come on the standard input. Says what they make of
 * them, and then, for every line "CASE MILLISECONDS", how often it did that and how many nanoseconds it took.
 */
public class ConfigBench {
    /** Keeps results alive as far as the compiler can tell. */
    static volatile Object sink;

    static final BufferedReader INPUT =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    /** The struct as Java's authors write it: every value fetched once, in its own type. */
    static final class Settings extends AbstractConfig {
        enum Mode { BULK, INCREMENTING, TIMESTAMP }

        final String url = getString("connection.url");
        final Duration connectionTimeout = millis("connection.timeout.ms");
        final Duration requestTimeout = millis("request.timeout.ms");
        final int connectionsMax = getInt("connections.max");
        final String proxy = getString("proxy");
        final String user = getString("auth.user");
        final Password password = getPassword("auth.password");
        final Path truststore = path("auth.truststore");
        final Password truststorePassword = getPassword("auth.truststore.password");
        final List<String> tables = getList("tables");
        final List<String> tablesExcluded = getList("tables.excluded");
        final Mode mode = Mode.valueOf(getString("mode").toUpperCase(java.util.Locale.ROOT));
        final String timestampColumn = getString("timestamp.column");
        final Duration pollInterval = millis("poll.interval.ms");
        final int fetchSize = getInt("fetch.size");
        final boolean validateColumns = getBoolean("validate.columns");
        final Long offset = getLong("offset");
        final int batchRows = getInt("batch.rows");
        final long batchBytes = getLong("batch.bytes");
        final Duration batchWait = millis("batch.wait.ms");
        final short queueSize = getShort("queue.size");
        final String compression = getString("compression");
        final String topicPrefix = getString("topic.prefix");
        final int topicPartitions = getInt("topic.partitions");
        final short topicReplication = getShort("topic.replication");
        final boolean topicCompacted = getBoolean("topic.compacted");
        final List<String> keyColumns = getList("key.columns");
        final List<String> headers = getList("headers");
        final String errorsTolerance = getString("errors.tolerance");
        final String errorsTopic = getString("errors.topic");
        final long errorsMax = getLong("errors.max");
        final double errorsShare = getDouble("errors.share");
        final int retries = getInt("retries");
        final Duration retryWait = millis("retry.wait.ms");
        final Duration retryWaitMax = millis("retry.wait.max.ms");
        final double retryFactor = getDouble("retry.factor");
        final boolean logQueries = getBoolean("log.queries");
        final String logLevel = getString("log.level");
        final Path logFile = path("log.file");
        final String metricsPrefix = getString("metrics.prefix");

        Settings(ConfigDef definition, Map<String, String> props) {
            super(definition, props, false);
        }

        private Duration millis(String name) {
            return Duration.ofMillis(getLong(name));
        }

        private Path path(String name) {
            String text = getString(name);
            return text == null ? null : Path.of(text);
        }
    }

    public static void main(String[] args) throws Exception {
        ConfigDef definition = definition();
        Map<String, String> valid = props();
        Map<String, String> invalid = props();
        Map<String, Supplier<Object>> cases = Map.of(
            "struct", () -> new Settings(definition, valid),
            "parse", () -> definition.parse(valid),
            "validate", () -> definition.validate(valid),
            "mistakes", () -> definition.validate(invalid));

        long start = System.nanoTime();
        sink = new Settings(definition, valid);
        System.out.println(System.nanoTime() - start);
        new TreeMap<>(definition.parse(valid)).forEach((name, value) ->
            System.out.println(name + "=" + ConfigDef.convertToString(value, definition.configKeys().get(name).type)));
        System.out.println();
        new TreeMap<>(definition.validateAll(invalid)).values().stream()
            .map(ConfigValue::errorMessages).flatMap(List::stream).forEach(System.out::println);
        System.out.println();
        for (String line; (line = INPUT.readLine()) != null;) {
            String[] words = line.split(" ");
            measure(cases.get(words[0]), Long.parseLong(words[1]) * 1_000_000);
        }
    }

    static void measure(Supplier<Object> work, long limit) {
        long count = 0;
        long start = System.nanoTime();
        long taken;
        do {
            for (int i = 0; i < 100; i++) {
                sink = work.get();
            }
            count += 100;
            taken = System.nanoTime() - start;
        } while (taken < limit);
        System.out.println(count + " " + taken);
    }

    static Map<String, String> props() throws Exception {
        Map<String, String> props = new HashMap<>();
        for (String line; !(line = INPUT.readLine()).isEmpty();) {
            String[] parts = line.split("\t", -1);
            props.put(parts[0], parts[1]);
        }
        return props;
    }

    static ConfigDef definition() throws Exception {
        ConfigDef definition = new ConfigDef();
        for (String line; !(line = INPUT.readLine()).isEmpty();) {
            String[] parts = line.split("\t", -1);
            ConfigDef.Type type = ConfigDef.Type.valueOf(parts[1]);
            Object value = switch (parts[2]) {
                case "required" -> ConfigDef.NO_DEFAULT_VALUE;
                case "null" -> null;
                default -> parts[2].substring(1);
            };
            definition.define(
                parts[0], type, value, validator(type, parts[3]), ConfigDef.Importance.valueOf(parts[4]), parts[5],
                parts[6], Integer.parseInt(parts[7]), ConfigDef.Width.valueOf(parts[8]), parts[9]);
        }
        return definition;
    }

    static ConfigDef.Validator validator(ConfigDef.Type type, String rule) {
        if (rule.isEmpty()) {
            return null;
        }
        if (rule.contains("&")) {
            return ConfigDef.CompositeValidator.of(Arrays.stream(rule.split("&"))
                .map(part -> validator(type, part)).toArray(ConfigDef.Validator[]::new));
        }
        String[] parts = rule.split(" ", -1);
        boolean list = type == ConfigDef.Type.LIST;
        switch (parts[0]) {
            case "range":
                Number min = number(type, parts[1]);
                Number max = number(type, parts[2]);
                return max == null ? ConfigDef.Range.atLeast(min) : ConfigDef.Range.between(min, max);
            case "in":
                String[] texts = Arrays.copyOfRange(parts, 1, parts.length);
                return list ? ConfigDef.ValidList.in(texts) : ConfigDef.ValidString.in(texts);
            case "non-null":
                return new ConfigDef.NonNullValidator();
            case "non-empty":
                return list
                    ? ConfigDef.LambdaValidator.with(
                        (name, value) -> {
                            if (value == null || ((List<?>) value).isEmpty()) {
                                throw new org.apache.kafka.common.config.ConfigException(name, value, "Empty list");
                            }
                        },
                        () -> "non-empty list")
                    : new ConfigDef.NonEmptyString();
            default:
                throw new IllegalArgumentException(rule);
        }
    }

    static Number number(ConfigDef.Type type, String text) {
        return text.isEmpty() ? null : (Number) ConfigDef.parseType("", text, type);
    }
}

// Validates connectors' configurations with Kafka Connect's own herders and REST resources, without a broker.
//
// Reads one request a line, {"op", "mode", "worker", "plugin" | "name", "config"}, and answers each with a line,
// {"status", "body"}. With the argument `definitions` it prints the keys of connectors and clients instead.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.runtime.AbstractHerder;
import org.apache.kafka.connect.runtime.CachedConnectors;
import org.apache.kafka.connect.runtime.SinkConnectorConfig;
import org.apache.kafka.connect.runtime.SourceConnectorConfig;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.isolation.DelegatingClassLoader;
import org.apache.kafka.connect.runtime.isolation.PluginDesc;
import org.apache.kafka.connect.runtime.isolation.PluginScanResult;
import org.apache.kafka.connect.runtime.isolation.PluginType;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.RestRequestTimeout;
import org.apache.kafka.connect.runtime.rest.RestServerConfig;
import org.apache.kafka.connect.runtime.rest.entities.ConfigInfos;
import org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest;
import org.apache.kafka.connect.runtime.rest.errors.ConnectExceptionMapper;
import org.apache.kafka.connect.runtime.rest.resources.ConnectorPluginsResource;
import org.apache.kafka.connect.runtime.rest.resources.ConnectorsResource;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.storage.MemoryConfigBackingStore;
import org.apache.kafka.connect.storage.MemoryStatusBackingStore;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.apache.kafka.connect.util.FutureCallback;

public class ValidateOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RestRequestTimeout LIMIT = RestRequestTimeout.constant(60_000, 60_000);

    // The plugins that the Rust side has too.

    static ConfigDef sample() {
        return new ConfigDef()
            .define("required", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "required docs")
            .define("optional", ConfigDef.Type.STRING, "defaultVal", ConfigDef.Importance.HIGH, "optional docs")
            .define("secret", ConfigDef.Type.PASSWORD, null, ConfigDef.Importance.LOW, "secret docs", "Secrets", 1,
                ConfigDef.Width.SHORT, "Secret", List.of("optional", "numbers"))
            .define("numbers", ConfigDef.Type.LIST, List.of("1", "2"), ConfigDef.Importance.MEDIUM, "number docs", "Numbers", 1,
                ConfigDef.Width.LONG, "Numbers")
            .define("ratio", ConfigDef.Type.DOUBLE, 0.5, ConfigDef.Range.between(0.0, 1.0), ConfigDef.Importance.LOW, "ratio docs");
    }

    public static class SampleSource extends SourceConnector {
        @Override public void start(Map<String, String> props) { }
        @Override public Class<? extends Task> taskClass() { return null; }
        @Override public List<Map<String, String>> taskConfigs(int max) { return List.of(); }
        @Override public void stop() { }
        @Override public ConfigDef config() { return sample(); }
        @Override public String version() { return "1.2.0"; }
    }

    public static class ExactSource extends SampleSource {
        // One of Kafka Connect's keys, with another default.
        @Override public ConfigDef config() {
            return new ConfigDef().define("tasks.max", ConfigDef.Type.INT, 7, ConfigDef.Importance.LOW, "other docs", "Other", 3,
                ConfigDef.Width.NONE, "Other tasks");
        }
        @Override public String version() { return "undefined"; }
        @Override public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) { return ExactlyOnceSupport.SUPPORTED; }
        @Override public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> props) {
            return ConnectorTransactionBoundaries.SUPPORTED;
        }
    }

    public static class UnsureSourceConnector extends SampleSource {
        @Override public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) { return ExactlyOnceSupport.UNSUPPORTED; }
    }

    public static class SampleSink extends SinkConnector {
        @Override public void start(Map<String, String> props) { }
        @Override public Class<? extends Task> taskClass() { return null; }
        @Override public List<Map<String, String>> taskConfigs(int max) { return List.of(); }
        @Override public void stop() { }
        @Override public ConfigDef config() { return sample(); }
        @Override public String version() { return "2.0-rc1"; }
    }

    public static class SampleXform<R extends ConnectRecord<R>> implements Transformation<R> {
        @Override public void configure(Map<String, ?> props) { }
        @Override public R apply(R record) { return record; }
        @Override public void close() { }
        @Override public String version() { return "3.0"; }
        @Override public ConfigDef config() {
            return new ConfigDef()
                .define("subconfig", ConfigDef.Type.STRING, "defaultVal", ConfigDef.Importance.HIGH, "docs")
                .define("predicate", ConfigDef.Type.INT, 3, ConfigDef.Importance.HIGH, "masked")
                .define("needed", ConfigDef.Type.INT, ConfigDef.NO_DEFAULT_VALUE, ConfigDef.Range.atLeast(1), ConfigDef.Importance.LOW,
                    "needed docs", "Inner", 1, ConfigDef.Width.SHORT, "Needed", List.of("subconfig"));
        }
    }

    public static class SamplePredicate<R extends ConnectRecord<R>> implements Predicate<R> {
        @Override public void configure(Map<String, ?> props) { }
        @Override public boolean test(R record) { return true; }
        @Override public void close() { }
        @Override public ConfigDef config() {
            return new ConfigDef().define("pattern", ConfigDef.Type.STRING, "", ConfigDef.Importance.MEDIUM, "pattern docs");
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static PluginScanResult scanned(ClassLoader loader) throws Exception {
        String kafka = AppInfoParser.getVersion();
        TreeSet<PluginDesc<Converter>> converters = new TreeSet<>();
        TreeSet<PluginDesc<HeaderConverter>> headers = new TreeSet<>();
        for (String name : new String[] {"json.JsonConverter", "storage.StringConverter", "converters.BooleanConverter",
            "converters.ByteArrayConverter", "converters.DoubleConverter", "converters.FloatConverter", "converters.IntegerConverter",
            "converters.LongConverter", "converters.ShortConverter"}) {
            Class<?> converter = Class.forName("org.apache.kafka.connect." + name);
            converters.add(new PluginDesc(converter, kafka, PluginType.CONVERTER, loader));
            headers.add(new PluginDesc(converter, kafka, PluginType.HEADER_CONVERTER, loader));
        }
        Class<?> simple = Class.forName("org.apache.kafka.connect.storage.SimpleHeaderConverter");
        headers.add(new PluginDesc(simple, kafka, PluginType.HEADER_CONVERTER, loader));
        TreeSet<PluginDesc<SourceConnector>> sources = new TreeSet<>(List.of(
            new PluginDesc<>(SampleSource.class, "1.2.0", PluginType.SOURCE, loader),
            new PluginDesc<>(ExactSource.class, "undefined", PluginType.SOURCE, loader),
            new PluginDesc<>(UnsureSourceConnector.class, "1.2.0", PluginType.SOURCE, loader)));
        TreeSet<PluginDesc<SinkConnector>> sinks =
            new TreeSet<>(List.of(new PluginDesc<>(SampleSink.class, "2.0-rc1", PluginType.SINK, loader)));
        SortedSet<PluginDesc<Transformation<?>>> transformations = new TreeSet<>();
        transformations.add(new PluginDesc(SampleXform.class, "3.0", PluginType.TRANSFORMATION, loader));
        for (Transformation transformation : ServiceLoader.load(Transformation.class)) {
            if (transformation.getClass().getName().startsWith("org.apache.kafka.connect.transforms.")) {
                transformations.add(new PluginDesc(transformation.getClass(), kafka, PluginType.TRANSFORMATION, loader));
            }
        }
        SortedSet<PluginDesc<Predicate<?>>> predicates = new TreeSet<>();
        predicates.add(new PluginDesc(SamplePredicate.class, "undefined", PluginType.PREDICATE, loader));
        for (Predicate predicate : ServiceLoader.load(Predicate.class)) {
            if (predicate.getClass().getName().startsWith("org.apache.kafka.connect.transforms.")) {
                predicates.add(new PluginDesc(predicate.getClass(), kafka, PluginType.PREDICATE, loader));
            }
        }
        return new PluginScanResult(sinks, sources, converters, headers, transformations, predicates, new TreeSet<>(),
            new TreeSet<>(), new TreeSet<>());
    }

    static Plugins plugins() throws Exception {
        Map<String, String> props = Map.of("plugin.path", Files.createTempDirectory("plugins").toString(),
            "plugin.discovery", "service_load");
        Constructor<?> constructor = null;
        for (Constructor<?> candidate : Plugins.class.getDeclaredConstructors()) {
            if (candidate.getParameterCount() == 3) {
                constructor = candidate;
            }
        }
        constructor.setAccessible(true);
        Class<?> factory = constructor.getParameterTypes()[2];
        Constructor<?> makeFactory = factory.getDeclaredConstructor();
        makeFactory.setAccessible(true);
        ClassLoader parent = ValidateOracle.class.getClassLoader();
        Plugins plugins = (Plugins) constructor.newInstance(props, parent, makeFactory.newInstance());
        DelegatingClassLoader loader = plugins.delegatingLoader();
        ((Map<?, ?>) field(DelegatingClassLoader.class, "pluginLoaders").get(loader)).clear();
        ((Map<?, ?>) field(DelegatingClassLoader.class, "aliases").get(loader)).clear();
        PluginScanResult scanned = scanned(loader);
        loader.installDiscoveredPlugins(scanned);
        field(Plugins.class, "scanResult").set(plugins, scanned);
        return plugins;
    }

    static Field field(Class<?> owner, String name) throws Exception {
        Field field = owner.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    // The herders, one for each worker configuration.

    /** A configuration that knows the name of its cluster, and so asks no broker. */
    static <C extends WorkerConfig> C offline(C config) throws Exception {
        field(WorkerConfig.class, "kafkaClusterId").set(config, "cluster");
        return config;
    }

    static AbstractHerder herder(Plugins plugins, String mode, Map<String, String> given) throws Exception {
        Map<String, String> props = new HashMap<>(given);
        props.putIfAbsent("bootstrap.servers", "127.0.0.1:1");
        props.putIfAbsent("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        props.putIfAbsent("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        String policyName = props.getOrDefault("connector.client.config.override.policy", "All");
        ConnectorClientConfigOverridePolicy policy = (ConnectorClientConfigOverridePolicy) Class.forName(
            "org.apache.kafka.connect.connector.policy." + policyName + "ConnectorClientConfigOverridePolicy")
            .getDeclaredConstructor().newInstance();
        policy.configure(props);
        if (mode.equals("standalone")) {
            props.putIfAbsent("offset.storage.file.filename", "/nowhere");
            Worker worker = new Worker("worker", Time.SYSTEM, plugins, offline(new StandaloneConfig(props)), null, policy);
            return new StandaloneHerder(worker, "cluster", policy);
        }
        for (String topic : new String[] {"config", "offset", "status"}) {
            props.putIfAbsent(topic + ".storage.topic", topic);
        }
        DistributedConfig config = offline(new DistributedConfig(props));
        Worker worker = new Worker("worker", Time.SYSTEM, plugins, config, null, policy);
        return new DistributedHerder(config, Time.SYSTEM, worker, "cluster", new MemoryStatusBackingStore(),
            new MemoryConfigBackingStore(worker.configTransformer()), "http://127.0.0.1:1", null, policy, List.of());
    }

    static ObjectNode answer(Plugins plugins, AbstractHerder herder, JsonNode request) throws Exception {
        // It remembers which classes it did not find, and answers otherwise the second time.
        field(AbstractHerder.class, "cachedConnectors").set(herder, new CachedConnectors(plugins));
        Map<String, String> config = new TreeMap<>();
        request.get("config").fields().forEachRemaining(entry ->
            config.put(entry.getKey(), entry.getValue().isNull() ? null : entry.getValue().textValue()));
        ObjectNode answer = JSON.createObjectNode();
        try {
            if (request.get("op").textValue().equals("validate")) {
                ConnectorPluginsResource resource = new ConnectorPluginsResource(herder, LIMIT);
                ConfigInfos infos = resource.validateConfigs(request.get("plugin").textValue(), config);
                return answer.put("status", 200).set("body", JSON.valueToTree(infos));
            }
            String name = request.get("name").textValue();
            Map<String, String> named = new TreeMap<>(config);
            named.putIfAbsent("name", name == null ? "" : name.trim());
            if (named.get("name").equals(name == null ? "" : name.trim()) && named.get("connector.class") != null) {
                FutureCallback<ConfigInfos> valid = new FutureCallback<>();
                herder.validateConnectorConfig(named, valid, false);
                try {
                    if (valid.get().errorCount() == 0) {
                        return answer.put("status", 201);
                    }
                } catch (java.util.concurrent.ExecutionException e) {
                    // The resource says so too.
                }
                field(AbstractHerder.class, "cachedConnectors").set(herder, new CachedConnectors(plugins));
            }
            ConnectorsResource resource = new ConnectorsResource(herder, RestServerConfig.forPublic(null, Map.of()), null, LIMIT);
            resource.createConnector(null, null, new CreateConnectorRequest(name, config, null));
            return answer.put("status", 201);
        } catch (Throwable error) {
            if (!(error instanceof Exception)) {
                throw new IllegalStateException(error);
            }
            ConnectExceptionMapper mapper = new ConnectExceptionMapper();
            Object uri = Proxy.newProxyInstance(ValidateOracle.class.getClassLoader(), new Class<?>[] {UriInfo.class}, (p, m, a) -> "path");
            field(ConnectExceptionMapper.class, "uriInfo").set(mapper, uri);
            Response response = mapper.toResponse((Exception) error);
            return answer.put("status", response.getStatus()).set("body", JSON.valueToTree(response.getEntity()));
        }
    }

    static ArrayNode keys(ConfigDef definition) {
        ArrayNode keys = JSON.createArrayNode();
        Collection<ConfigDef.ConfigKey> all = definition.configKeys().values();
        all.forEach(key -> keys.add((JsonNode) JSON.valueToTree(AbstractHerder.convertConfigKey(key))));
        return keys;
    }

    public static void main(String[] args) throws Exception {
        // What Kafka logs goes elsewhere.
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        if (args.length > 1) {
            ObjectNode definitions = JSON.createObjectNode();
            definitions.set("source", keys(SourceConnectorConfig.configDef()));
            definitions.set("sink", keys(SinkConnectorConfig.configDef()));
            definitions.set("producer", keys(ProducerConfig.configDef()));
            definitions.set("consumer", keys(ConsumerConfig.configDef()));
            definitions.set("admin", keys(AdminClientConfig.configDef()));
            out.println(JSON.writeValueAsString(definitions));
            out.flush();
            System.exit(0);
        }
        Plugins plugins = plugins();
        Thread.currentThread().setContextClassLoader(plugins.delegatingLoader());
        Map<String, AbstractHerder> herders = new HashMap<>();
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(java.nio.file.Path.of(args[0]), StandardCharsets.UTF_8)) {
            in.lines().forEach(lines::add);
        }
        for (String line : lines) {
            JsonNode request = JSON.readTree(line);
            String mode = request.get("mode").textValue();
            String worker = mode + request.get("worker");
            if (!herders.containsKey(worker)) {
                Map<String, String> props = JSON.convertValue(request.get("worker"),
                    JSON.getTypeFactory().constructMapType(HashMap.class, String.class, String.class));
                herders.put(worker, herder(plugins, mode, props));
            }
            out.println(JSON.writeValueAsString(answer(plugins, herders.get(worker), request)));
        }
        out.flush();
        System.exit(0);
    }
}

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.ConnectorStatus;
import org.apache.kafka.connect.runtime.RestartRequest;
import org.apache.kafka.connect.runtime.SessionKey;
import org.apache.kafka.connect.runtime.TargetState;
import org.apache.kafka.connect.runtime.TaskStatus;
import org.apache.kafka.connect.runtime.TopicStatus;
import org.apache.kafka.connect.runtime.distributed.DistributedConfig;
import org.apache.kafka.connect.storage.ClusterConfigState;
import org.apache.kafka.connect.storage.ConfigBackingStore;
import org.apache.kafka.connect.storage.KafkaConfigBackingStore;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.KafkaStatusBackingStore;
import org.apache.kafka.connect.util.ConnectorTaskId;
import org.apache.kafka.connect.util.SharedTopicAdmin;

/**
 * Kafka Connect's own stores over Kafka topics: writes what the tests read, reads what they wrote.
 *
 * <p>Arguments: what to do, the broker, the topic, and more.
 */
public class StoreOracle {
    public static void main(String[] args) throws Exception {
        // The log goes to the same place as the answers.
        System.setProperty("org.apache.logging.log4j.level", "OFF");
        String topic = args[2];
        String kind = args[0].split("-")[0];
        Map<String, String> props = new HashMap<>();
        props.put("bootstrap.servers", args[1]);
        props.put("group.id", topic);
        props.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        props.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        for (String store : List.of("offset", "config", "status")) {
            props.put(store + ".storage.topic", kind.equals(store) ? topic : "unused");
            props.put(store + ".storage.replication.factor", "1");
        }
        props.put("offset.storage.partitions", "2");
        DistributedConfig config = new DistributedConfig(props);
        List<String> rest = Arrays.asList(args).subList(3, args.length);
        SharedTopicAdmin admin = new SharedTopicAdmin(new HashMap<>(props));
        switch (args[0]) {
            case "offset-read", "offset-write" -> offsets(config, admin, args[0].endsWith("write"), rest);
            case "config-read", "config-write" -> configs(config, admin, args[0].endsWith("write"));
            case "status-read", "status-write" -> statuses(config, admin, args[0].endsWith("write"));
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.flush();
        // Clients that are not closed would keep the process.
        Runtime.getRuntime().halt(0);
    }

    private static JsonConverter json(boolean isKey) {
        JsonConverter converter = new JsonConverter();
        converter.configure(Map.of("schemas.enable", "false"), isKey);
        return converter;
    }

    private static ByteBuffer bytes(String text) {
        return text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteBuffer bytes) {
        return bytes == null ? "null" : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    /** Writes keys and values that follow each other, or prints the values of keys and the partitions of "c". */
    private static void offsets(DistributedConfig config, SharedTopicAdmin admin, boolean write, List<String> rest)
            throws Exception {
        KafkaOffsetBackingStore store = new KafkaOffsetBackingStore(admin, () -> "oracle-", json(true));
        store.configure(config);
        store.start();
        if (write) {
            Map<ByteBuffer, ByteBuffer> values = new HashMap<>();
            for (int i = 0; i < rest.size(); i += 2) {
                String value = rest.get(i + 1);
                values.put(bytes(rest.get(i)), bytes(value.equals("null") ? null : value));
            }
            store.set(values, (error, done) -> {}).get(30, TimeUnit.SECONDS);
        } else {
            List<ByteBuffer> keys = new ArrayList<>();
            rest.forEach(key -> keys.add(bytes(key)));
            Map<ByteBuffer, ByteBuffer> found = store.get(keys).get(30, TimeUnit.SECONDS);
            rest.forEach(key -> System.out.println(key + " = " + text(found.get(bytes(key)))));
            TreeSet<String> partitions = new TreeSet<>();
            store.connectorPartitions("c").forEach(partition -> partitions.add(new TreeMap<>(partition).toString()));
            System.out.println(partitions);
        }
    }

    private static class Listener implements ConfigBackingStore.UpdateListener {
        private final List<String> heard = new ArrayList<>();

        public void onConnectorConfigRemove(String connector) {}

        public void onConnectorConfigUpdate(String connector) {}

        public void onTaskConfigUpdate(Collection<ConnectorTaskId> tasks) {}

        public void onConnectorTargetStateChange(String connector) {}

        public void onSessionKeyUpdate(SessionKey key) {}

        public void onRestartRequest(RestartRequest request) {
            heard.add(request.toString());
        }

        public void onLoggingLevelUpdate(String namespace, String level) {
            heard.add(namespace + "=" + level);
        }
    }

    private static void configs(DistributedConfig config, SharedTopicAdmin admin, boolean write) throws Exception {
        KafkaConfigBackingStore store = new KafkaConfigBackingStore(json(false), config, null, admin, "oracle-");
        Listener listener = new Listener();
        store.setUpdateListener(listener);
        store.start();
        if (write) {
            store.putConnectorConfig("a", Map.of("name", "a", "x", "\u00fc\"\\"), null);
            store.putTaskConfigs("a", List.of(Map.of("t", "0"), Map.of("t", "1"), Map.of("t", "2")));
            store.putTaskConfigs("a", List.of(Map.of("t", "new"), Map.of("t", "newer")));
            store.putConnectorConfig("b-1", Map.of("name", "b-1"), TargetState.STOPPED);
            store.putConnectorConfig("gone", Map.of("name", "gone"), TargetState.PAUSED);
            store.putTaskConfigs("gone", List.of(Map.of()));
            store.removeConnectorConfig("gone");
            store.putTargetState("a", TargetState.PAUSED);
            store.putTaskCountRecord("a", 2);
            store.putRestartRequest(new RestartRequest("a", true, false));
            store.putLoggerLevel("org.example", "TRACE");
            store.putSessionKey(new SessionKey(
                    new javax.crypto.spec.SecretKeySpec(new byte[] {0, (byte) 0xff}, "HmacSHA256"), 1700000000000L));
            return;
        }
        ClusterConfigState state = store.snapshot();
        for (String connector : new TreeSet<>(state.connectors())) {
            System.out.print(connector + " " + state.targetState(connector));
            System.out.print(" " + new TreeMap<>(state.rawConnectorConfig(connector)));
            System.out.print(state.inconsistentConnectors().contains(connector) ? " inconsistent" : "");
            for (ConnectorTaskId task : state.tasks(connector)) {
                System.out.print(" " + new TreeMap<>(state.rawTaskConfig(task)));
            }
            System.out.println();
        }
    }

    private static void statuses(DistributedConfig config, SharedTopicAdmin admin, boolean write) throws Exception {
        KafkaStatusBackingStore store = new KafkaStatusBackingStore(Time.SYSTEM, json(false), admin, "oracle-");
        store.configure(config);
        store.start();
        if (write) {
            store.put(new ConnectorStatus("a", ConnectorStatus.State.RUNNING, "h:1", 3, "4.3.0"));
            store.put(new TaskStatus(new ConnectorTaskId("a", 0), TaskStatus.State.FAILED, "h:1", 3, "boom\n\tat x", null));
            store.put(new TaskStatus(new ConnectorTaskId("a", 1), TaskStatus.State.RUNNING, "h:1", 3));
            store.put(new ConnectorStatus("gone", ConnectorStatus.State.RUNNING, "h:1", 3, null));
            store.put(new TaskStatus(new ConnectorTaskId("gone", 0), TaskStatus.State.RUNNING, "h:1", 3));
            store.put(new TaskStatus(new ConnectorTaskId("gone", 0), TaskStatus.State.DESTROYED, "h:1", 3));
            store.put(new ConnectorStatus("gone", ConnectorStatus.State.DESTROYED, "h:1", 3, null));
            store.put(new TopicStatus("t", "a", 1, 1700000000000L));
            // Until they are read back.
            for (int i = 0; i < 300 && store.getTopic("a", "t") == null; i++) {
                Thread.sleep(100);
            }
            store.flush();
            return;
        }
        for (String connector : new TreeSet<>(store.connectors())) {
            ConnectorStatus status = store.get(connector);
            System.out.println(connector + " " + (status == null ? "none" : show(status)));
            TreeMap<Integer, String> tasks = new TreeMap<>();
            store.getAll(connector).forEach(task -> tasks.put(task.id().task(), show(task)));
            tasks.forEach((task, shown) -> System.out.println("  " + task + " " + shown));
            store.getAllTopics(connector).forEach(topic -> System.out.println(
                    "  topic " + topic.topic() + " " + topic.task() + " " + topic.discoverTimestamp()));
        }
    }

    private static String show(org.apache.kafka.connect.runtime.AbstractStatus<?> status) {
        return status.state() + " " + status.trace() + " " + status.workerId() + " " + status.generation() + " "
                + status.version();
    }
}

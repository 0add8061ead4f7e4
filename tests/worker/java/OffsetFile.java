import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads and writes offset files with the JDK's own serialization, as a standalone worker's FileOffsetBackingStore does.
 *
 * "read FILE…" prints the entries of each file on a line, sorted; "write FILE COUNT…" writes COUNT partitions of
 * connector "c", numbered from 0, each with its number times seven as offset, but null for every fifth.
 */
public class OffsetFile {
    public static void main(String[] args) throws Exception {
        if (args[0].equals("read")) {
            for (int i = 1; i < args.length; i++) {
                try (ObjectInputStream in = new ObjectInputStream(new FileInputStream(args[i]))) {
                    TreeMap<String, String> sorted = new TreeMap<>();
                    for (Map.Entry<?, ?> entry : ((HashMap<?, ?>) in.readObject()).entrySet()) {
                        sorted.put(new String((byte[]) entry.getKey(), "UTF-8"), new String((byte[]) entry.getValue(), "UTF-8"));
                    }
                    if (in.read() != -1) {
                        throw new IllegalStateException("bytes after the map");
                    }
                    System.out.println(sorted);
                }
            }
            return;
        }
        for (int i = 1; i < args.length; i += 2) {
            HashMap<byte[], byte[]> raw = new HashMap<>();
            for (int key = 0; key < Integer.parseInt(args[i + 1]); key++) {
                byte[] name = String.format("[\"c\",{\"p\":%d}]", key).getBytes("UTF-8");
                raw.put(name, key % 5 == 4 ? null : String.format("{\"o\":%d}", key * 7).getBytes("UTF-8"));
            }
            try (ObjectOutputStream out = new ObjectOutputStream(new FileOutputStream(args[i]))) {
                out.writeObject(raw);
            }
        }
    }
}

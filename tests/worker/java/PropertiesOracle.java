import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Properties;
import java.util.TreeMap;

/** Loads each line of a file, hexadecimal bytes of a .properties file, and prints what the JDK makes of it. */
public class PropertiesOracle {
    public static void main(String[] args) throws Exception {
        HexFormat hex = HexFormat.of();
        StringBuilder out = new StringBuilder();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            Properties properties = new Properties();
            try {
                properties.load(new ByteArrayInputStream(hex.parseHex(line)));
                TreeMap<String, String> sorted = new TreeMap<>();
                properties.forEach((key, value) -> sorted.put(units(hex, key), units(hex, value)));
                out.append("ok");
                sorted.forEach((key, value) -> out.append(' ').append(key).append('=').append(value));
            } catch (IllegalArgumentException e) {
                out.append("error ").append(e.getMessage());
            }
            out.append('\n');
        }
        System.out.print(out);
    }

    /** The UTF-16 units as they are: getBytes would replace halves of surrogate pairs. */
    private static String units(HexFormat hex, Object object) {
        String text = (String) object;
        byte[] bytes = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        return hex.formatHex(bytes);
    }
}

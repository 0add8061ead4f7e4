import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a server in this JVM for as long as a test process holds a connection to the lease port, and a while longer.
 *
 * <p>Usage: {@code java -cp <the server's> Serve.java LEASE_FILE TOKEN IDLE_SECONDS MAIN_CLASS [ARG]...}
 *
 * <p>The number of the lease port is written to LEASE_FILE. Each client is greeted with TOKEN, so that it knows the port
 * is still this server's. The kernel closes the connection of a process that ends, however it ends, so nothing has to
 * be cleaned up by anybody. The server's data are thrown away: the JVM halts without a shutdown.
 */
final class Serve {
    private static final AtomicInteger HOLDERS = new AtomicInteger();
    private static volatile long freeSince = System.nanoTime();

    public static void main(String[] args) throws Exception {
        Path leaseFile = Path.of(args[0]);
        String token = args[1];
        long idle = TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));

        ServerSocket lease = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        lease.setSoTimeout(500);
        Path written = leaseFile.resolveSibling(leaseFile.getFileName() + ".tmp");
        Files.writeString(written, Integer.toString(lease.getLocalPort()));
        Files.move(written, leaseFile, StandardCopyOption.ATOMIC_MOVE);
        daemon(() -> admit(lease, token, idle));

        Class.forName(args[3])
            .getMethod("main", String[].class)
            .invoke(null, (Object) Arrays.copyOfRange(args, 4, args.length));
    }

    private static void admit(ServerSocket lease, String token, long idle) {
        try {
            // Halting is decided on the thread that admits: nobody is greeted by a server that is about to end.
            while (HOLDERS.get() > 0 || System.nanoTime() - freeSince < idle) {
                try {
                    Socket holder = lease.accept();
                    HOLDERS.incrementAndGet();
                    daemon(() -> hold(holder, token));
                } catch (SocketTimeoutException nobodyCame) {
                    continue;
                }
            }
        } catch (IOException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void hold(Socket holder, String token) {
        try (holder) {
            holder.getOutputStream().write((token + "\n").getBytes(StandardCharsets.UTF_8));
            holder.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // A reset connection is a holder that ended.
        } finally {
            freeSince = System.nanoTime();
            HOLDERS.decrementAndGet();
        }
    }

    private static void daemon(Runnable body) {
        Thread thread = new Thread(body, "lease");
        thread.setDaemon(true);
        thread.start();
    }
}

package nmos.live.reference;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A child that answers one line with one line, in order, until its input ends. What it says that does not start with
/// [#ANSWER] is no answer. It goes with this process, however that ends: by the hook, or because its input ends.
final class NodeProcess implements AutoCloseable {
    static final String ANSWER = "answer ";
    private static final String FAILED = "failed ";
    private static final Duration GOING = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final Thread hook;
    /// Empty: there will be no more.
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private NodeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        hook = new Thread(process::destroyForcibly);
    }

    /// Its errors go to `log`.
    static NodeProcess start(Path folder, Path log, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(log.toFile())
                .start();
        var child = new NodeProcess(process, log);
        Runtime.getRuntime().addShutdownHook(child.hook);
        Thread.ofPlatform().daemon().name("answers of " + command[0]).start(child::read);
        return child;
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith(ANSWER)) {
                    lines.add(Optional.of(line.substring(ANSWER.length())));
                }
            }
        } catch (IOException _) {
            // a killed child's pipe breaks
        }
        lines.add(Optional.empty());
    }

    /// What it answers. One that has no answer within `limit`, or ends without, is killed.
    synchronized String ask(String question, Duration limit) throws IOException {
        try {
            OutputStream out = process.getOutputStream();
            out.write((question + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            Optional<String> answer = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null) {
                throw new IOException("'" + question + "': no answer after " + limit.toSeconds() + " s");
            }
            String line = answer.orElseThrow(() -> new IOException("'" + question + "': ended without an answer"));
            if (line.startsWith(FAILED)) {
                throw new NodeRefusal(line.substring(FAILED.length()));
            }
            return line;
        } catch (NodeRefusal e) {
            throw e;
        } catch (IOException e) {
            close();
            throw new IOException(e.getMessage() + "; " + Files.readString(log).strip(), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// The child is well, and could not do what it was asked.
    static final class NodeRefusal extends IOException {
        private static final long serialVersionUID = 1L;

        NodeRefusal(String message) {
            super(message);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(GOING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the hook is running
        }
    }
}

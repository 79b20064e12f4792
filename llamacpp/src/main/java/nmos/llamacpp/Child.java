package nmos.llamacpp;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One child process: its socket, the replies that have come, and the most telling line it printed.
final class Child {
    private static final Duration END = Duration.ofSeconds(2);

    private final Process process;
    private final Path folder;
    private final SocketChannel channel;
    private final DataOutputStream out;
    private final LinkedBlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final Output output;

    private Child(Process process, Path folder, SocketChannel channel, Output output) {
        this.process = process;
        this.folder = folder;
        this.channel = channel;
        this.output = output;
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel)));
        var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
        Thread.ofVirtual().start(() -> receive(in));
    }

    static Child start(Duration deadline, Launcher launcher) throws InterruptedException {
        try {
            Path folder = Scratch.create();
            try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                server.bind(UnixDomainSocketAddress.of(Scratch.socket(folder)));
                Process process = new ProcessBuilder(launcher.command(command(folder)))
                        .redirectErrorStream(true) // llama.cpp logs to both
                        .start();
                var output = new Output(process);
                if (connectedOrEnded(server, process, deadline) instanceof SocketChannel channel) {
                    return new Child(process, folder, channel, output);
                }
                process.destroyForcibly().waitFor();
                Scratch.delete(folder);
                throw new LlamaCppException("llama.cpp's child process did not start" + output.telling());
            }
        } catch (IOException e) {
            throw new LlamaCppException("llama.cpp's child process cannot be started: " + e.getMessage());
        }
    }

    private static @Nullable Object connectedOrEnded(ServerSocketChannel server, Process process, Duration deadline)
            throws InterruptedException {
        var connected = new CompletableFuture<SocketChannel>();
        Thread.ofVirtual().start(() -> {
            try {
                connected.complete(server.accept());
            } catch (IOException e) {
                connected.completeExceptionally(e);
            }
        });
        try {
            return CompletableFuture.anyOf(connected, process.onExit()).get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    /// The class path is where these two classes came from: that holds in tests, from jars and on the module path.
    private static List<String> command(Path folder) {
        String classPath = Stream.of(LlamaChild.class, de.kherud.llama.LlamaModel.class)
                .map(Child::origin)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", // models live in native memory
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "--enable-native-access=ALL-UNNAMED",
                "-Dde.kherud.llama.tmpdir=" + folder,
                "-cp",
                classPath,
                LlamaChild.class.getName(),
                folder.toString());
    }

    private static String origin(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new LlamaCppException("where " + type.getName() + " was loaded from is no path: " + e.getMessage());
        }
    }

    private void receive(DataInputStream in) {
        try {
            while (true) {
                replies.add(Reply.read(in));
            }
        } catch (IOException gone) {
            replies.add(new Reply.Failed("")); // wakes who waits; says nothing, since the process's end says more
        }
    }

    void send(Request request) {
        try {
            request.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next reply, or null where none came in time.
    @Nullable Reply await(Duration deadline) throws InterruptedException {
        return replies.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean usable() {
        return process.isAlive() && replies.isEmpty();
    }

    long pid() {
        return process.pid();
    }

    /// How it ended, or that it has not, for the end of an error.
    String ending() throws InterruptedException {
        if (!process.waitFor(END)) {
            return "went silent" + output.telling();
        }
        int code = process.exitValue();
        // a shell's convention, which Java follows: 128 and the signal
        String how = code > 128 ? "died of signal " + (code - 128) : "ended with code " + code;
        return how + output.telling();
    }

    String telling() {
        return output.telling();
    }

    /// Ends it and waits for that: politely by closing the socket, else by force.
    void end(boolean politely) {
        boolean interrupted = Thread.interrupted();
        try {
            channel.close();
            if (!politely || !process.waitFor(END)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            interrupted |= e instanceof InterruptedException;
        }
        Scratch.delete(folder);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// What the child prints, of which the first line that tells of an error is kept, else the last: a cause comes
    /// before its consequences.
    private static final class Output {
        private static final Pattern CAUSE = Pattern.compile("error|failed|invalid");

        private volatile String last = "";
        private volatile String cause = "";
        private final Thread reader;

        Output(Process process) {
            reader = Thread.ofVirtual().start(() -> {
                try (BufferedReader lines = process.inputReader()) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (!line.isBlank()) {
                            last = line.strip();
                            if (cause.isEmpty() && CAUSE.matcher(last).find()) {
                                cause = last;
                            }
                        }
                    }
                } catch (IOException closed) {
                    // killed: there is no more to read
                }
            });
        }

        /// After a short wait for the pipe to be read to its end, which it has once the process is gone.
        String telling() {
            try {
                reader.join(Duration.ofMillis(200));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            String line = cause.isEmpty() ? last : cause;
            return line.isEmpty() ? "" : "; it said: " + line;
        }
    }
}
